"""Somebody who cannot program finishes a module on the school's pages, from the mark scheme.

The lesson is answered by keys alone, the assignment by pressing and typing. What is right comes
from items.yaml, for the variant of the learner who sits there; the points come from the checks, on
what the page saved.
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

from course_module import right_answer

from electoral_courses.checks import check
from electoral_courses.variants import params_for, seed_for, seed_name

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from course_module import Module

    from electoral_courses.items import Item
    from electoral_courses.myst import Page

WIDE = "document.documentElement.scrollWidth"
PATIENCE = 30
"""Seconds in which an answer is saved."""
WORDS = "word " * 90
"""An essay; a lecturer reads it, nobody here."""


def asked_on(taught: Module, page: Page) -> list[Item]:
    """Return the items of a page that everybody sees, in their order."""
    return [
        taught.items[cell.metadata["item"]]
        for cell in page.cells
        if "item" in cell.metadata and "pandas-track" not in (cell.metadata.get("tags") or ())
    ]


def opened(page: Any, school: Any, path: str) -> None:
    """Open a page of the school, until all its cells ran."""
    page.goto(f"{school.address}school/{path}")
    page.locator("html[data-electoral=ready]").wait_for(state="attached")


def give(view: Any, item: Item, answer: Any) -> None:
    """Give an answer as a learner does: by pressing and typing."""
    if item.kind in {"choice", "choices"}:
        for key in [answer] if item.kind == "choice" else answer:
            view.locator(f"input[value='{key}']").check()
    elif item.kind == "match":
        for left, right in _pairs(item, answer):
            view.get_by_label(left, exact=True).select_option(value=right)
    elif item.kind == "table":
        for place, cells in enumerate(answer.values()):
            [number] = cells.values()
            view.locator("td input").nth(place).fill(str(number))
        view.locator("td input").last.press("Tab")
    else:
        text = answer if isinstance(answer, str) else str(answer["number"])
        view.get_by_role("textbox").fill(text)
        view.get_by_role("textbox").press("Tab")


def give_by_keys(page: Any, view: Any, item: Item, answer: Any) -> None:
    """Give an answer to a self-check without a mouse, and press its button."""
    keys = page.keyboard
    if item.kind in {"choice", "choices"}:
        for key in [answer] if item.kind == "choice" else answer:
            view.locator(f"input[value='{key}']").focus()
            keys.press("Space")
    elif item.kind == "match":
        for left, right in _pairs(item, answer):
            chosen = view.get_by_label(left, exact=True)
            values = chosen.evaluate("(list) => [...list.options].map((one) => one.value)")
            chosen.focus()
            for _ in range(values.index(right)):
                keys.press("ArrowDown")
            assert chosen.input_value() == right
    elif item.kind == "order":
        for place, text in enumerate(item.data["sequence"].values()):
            lines = view.locator("ol.order li")
            at = lines.locator(".entry").all_inner_texts().index(text)
            lines.nth(at).locator(".up").focus()
            for _ in range(at - place):  # the button is carried along
                keys.press("Enter")
    else:
        view.get_by_role("textbox").focus()
        keys.type(answer if isinstance(answer, str) else answer["number"])
        keys.press("Tab")
    view.locator("button.check").focus()
    keys.press("Enter")


def lesson_by_keys(page: Any, taught: Module) -> None:
    """Answer every self-check of the open lesson rightly, by keys alone."""
    views, asked = page.locator(".electoral-item-view"), asked_on(taught, taught.lesson)
    assert views.count() == len(asked)
    for place, item in enumerate(asked):
        view = views.nth(place)
        give_by_keys(page, view, item, right_answer(item, {}))
        told = view.locator(".feedback[data-status]")
        told.wait_for()
        assert told.get_attribute("data-status") in {"right", "good"}, (item.id, view.inner_text())


def assignment_by_pressing(page: Any, school: Any, taught: Module, known: set[Path]) -> float:
    """Do the open assignment; return the points of all that nobody grades by hand.

    Args:
        known: the files of answers that were there before this learner came.
    """
    folder = school.root / "courses" / "en" / taught.name
    key = bytes.fromhex(json.loads((folder / "items.json").read_text("utf-8"))["key"])
    views, asked = page.locator(".electoral-item-view"), asked_on(taught, taught.assignment)
    assert views.count() == len(asked) == len(taught.graded)

    # Who sits there is only known once something is saved: an item that is alike for all.
    alike = next(item for item in asked if "variant" not in item.data and item.kind != "essay")
    give(views.nth(asked.index(alike)), alike, right_answer(alike, {}))
    student = _saved(school, taught, known, lambda answers: alike.id in answers)["student"]
    own = {
        item.id: params_for(item.data, seed_for(key, student, seed_name(item.data)))
        for item in asked
    }
    for place, item in enumerate(asked):
        if item is not alike:
            answer = WORDS if item.kind == "essay" else right_answer(item, own[item.id])
            give(views.nth(place), item, answer)

    graded = [item for item in asked if item.kind != "essay"]

    def all_right(answers: dict[str, Any]) -> bool:
        return {*answers} == {item.id for item in asked} and all(
            check(item, answers[item.id]["value"], own[item.id]).right for item in graded
        )

    answers = _saved(school, taught, known, all_right)["answers"]
    points = [check(item, answers[item.id]["value"], own[item.id]).points for item in graded]
    return float(sum(points))


def answer_files(school: Any, taught: Module) -> set[Path]:
    """Return the files in which learners' answers to a module are kept."""
    return set((school.data / "answers").rglob(f"{taught.name}.json"))


def _pairs(item: Item, answer: dict[str, str]) -> list[tuple[str, str]]:
    """Return the words on the left, each with the token of what belongs to it."""
    words = {
        tokens[0]: item.data["pairs"][key]["left"] for key, tokens in item.data["tokens"].items()
    }
    return [(words[left], right) for left, right in answer.items()]


def _saved(
    school: Any, taught: Module, known: set[Path], asked: Callable[[dict[str, Any]], bool]
) -> dict[str, Any]:
    """Return what this learner's page saved, once it says what is asked."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        for path in answer_files(school, taught) - known:
            saved = json.loads(path.read_text("utf-8"))
            if asked(saved["answers"]):
                return saved
        time.sleep(0.1)
    raise AssertionError("The page saved nothing of this kind.")
