"""Standards in Chromium: somebody without code finishes the module, from the mark scheme."""

import json
import time

import pytest
from course_module import module, right_answer

from electoral_courses.checks import check
from electoral_courses.variants import params_for, seed_for, seed_name

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MODULE = "01-standards"
TAUGHT = module(MODULE)
WIDE = "document.documentElement.scrollWidth"


def order(page):
    """Return the items of a page that everybody sees, in their order."""
    return [
        TAUGHT.items[cell.metadata["item"]]
        for cell in page.cells
        if "item" in cell.metadata and "pandas-track" not in (cell.metadata.get("tags") or ())
    ]


def opened(page, school, path):
    page.goto(f"{school.address}school/{path}")
    page.locator("html[data-electoral]").wait_for(state="attached")
    assert page.evaluate("document.documentElement.dataset.electoral") == "ready"


def give(view, item, answer):
    """Give an answer as a learner does: by pressing and typing."""
    if item.kind in {"choice", "choices"}:
        for key in [answer] if item.kind == "choice" else answer:
            view.locator(f"input[value='{key}']").check()
    elif item.kind == "match":
        texts = {
            token: text
            for key, tokens in item.data["tokens"].items()
            for token, text in zip(tokens, item.data["pairs"][key].values(), strict=True)
        }
        for left, right in answer.items():
            view.get_by_label(texts[left], exact=True).select_option(label=texts[right])
    elif item.kind == "table":
        for row, cells in answer.items():
            line = view.locator("tr").filter(has_text=item.data["rows"][row])
            line.locator("input").fill(str(next(iter(cells.values()))))
            line.locator("input").press("Tab")
    elif item.kind == "essay":
        view.locator("textarea").fill(answer)
        view.locator("textarea").press("Tab")
    else:
        text = answer if isinstance(answer, str) else str(answer["number"])
        view.locator("input[type=text]").first.fill(text)
        view.locator("input[type=text]").first.press("Tab")


def saved(school, known=()):
    """Return what this learner has handed in so far: a file that was not there before."""
    for path in sorted((school.data / "answers").rglob(f"{MODULE}.json")):
        if path not in known:
            return json.loads(path.read_text(encoding="utf-8"))
    return {"answers": {}, "student": ""}


def waited(school, name, known):
    end = time.monotonic() + 30
    while name not in (told := saved(school, known))["answers"]:
        assert time.monotonic() < end, f"{name} was not saved: {sorted(told['answers'])}"
        time.sleep(0.1)
    return told


def test_every_self_check_of_the_lesson_is_answered_rightly_by_pressing(page, school):
    opened(page, school, f"en/{MODULE}/")
    views = page.locator(".electoral-item-view")
    asked = order(TAUGHT.lesson)
    assert views.count() == len(asked)

    for place, item in enumerate(asked):
        view = views.nth(place)
        view.scroll_into_view_if_needed()
        give(view, item, right_answer(item, {}))
        told = view.locator(".feedback[data-status]")
        button = view.get_by_role("button", name="Check", exact=False)
        if button.count():
            button.first.click()
        told.wait_for()
        assert told.get_attribute("data-status") in {"right", "good"}, item.id


def test_the_assignment_earns_full_marks_by_pressing_alone(page, school, built):
    known = list((school.data / "answers").rglob(f"{MODULE}.json"))
    opened(page, school, f"en/{MODULE}/assignment")
    key = json.loads((built / "courses" / "en" / MODULE / "items.json").read_text("utf-8"))["key"]
    views, asked = page.locator(".electoral-item-view"), order(TAUGHT.assignment)
    assert views.count() == len(asked)
    alike = next(item for item in asked if "variant" not in item.data and item.kind == "match")
    give(views.nth(asked.index(alike)), alike, right_answer(alike, {}))
    student = waited(school, alike.id, known)["student"]

    earned = 0
    for place, item in enumerate(asked):
        params = params_for(item.data, seed_for(bytes.fromhex(key), student, seed_name(item.data)))
        if item.kind == "essay":
            give(views.nth(place), item, " ".join(["word"] * 70))
            waited(school, item.id, known)
            continue
        if item is not alike:
            give(views.nth(place), item, right_answer(item, params))
        end = time.monotonic() + 30
        while True:
            value = waited(school, item.id, known)["answers"][item.id]["value"]
            points = check(item, value, params).points
            if points == item.points or time.monotonic() > end:
                break
            time.sleep(0.2)
        assert points == item.points, (item.id, value)
        earned += points
    assert earned == 16


@pytest.mark.parametrize("language", ["en", "ru", "ky"])
@pytest.mark.parametrize("width", [360, 1280])
def test_both_pages_fit_and_their_views_answer_in_every_language(page, school, language, width):
    page.set_viewport_size({"width": width, "height": 800})
    for path in ("", "assignment"):
        opened(page, school, f"{language}/{MODULE}/{path}")
        view = page.locator(".electoral-standards-matrix").first
        assert view.get_attribute("lang") == language
        assert page.evaluate(WIDE) <= width
    opened(page, school, f"{language}/{MODULE}/")
    law = page.locator(".electoral-draft-law").first
    law.locator("li button").first.click()
    law.locator(".told").first.wait_for()
    matrix = page.locator(".electoral-standards-matrix").first
    matrix.locator(".cell.A:visible").first.click()
    matrix.locator(".detail").wait_for()
    assert page.evaluate(WIDE) <= width
