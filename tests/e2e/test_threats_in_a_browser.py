"""The module "Threats and trust" on the school's pages: its views, and all points by clicking.

What is right comes from the mark scheme, items.yaml, for the papers of the learner who sits there;
the points come from the checks, on what the page saved.
"""

import json
import time

import pytest
from course_module import module, right_answer

from electoral.tabletop import INJECTS
from electoral_courses.checks import check
from electoral_courses.variants import params_for, seed_for, seed_name
from electoral_datasets.i18n import translator

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MODULE = "12-threats"
TAUGHT = module(MODULE)
TABLE = ".electoral-tabletop"
WIDE = "document.documentElement.scrollWidth"


def asked_on(page):
    """Return the items of a page that everybody sees, in their order."""
    return [
        TAUGHT.items[cell.metadata["item"]]
        for cell in page.cells
        if "item" in cell.metadata and "pandas-track" not in (cell.metadata.get("tags") or ())
    ]


def opened(page, school, path):
    page.goto(f"{school.address}school/{path}")
    page.locator("html[data-electoral=ready]").wait_for(state="attached")


def give(view, item, answer):
    """Give an answer as a learner does: by pressing and typing."""
    if item.kind in {"choice", "choices"}:
        for key in [answer] if item.kind == "choice" else answer:
            view.locator(f"input[value='{key}']").check()
    elif item.kind == "match":
        for pair in item.data["pairs"].values():
            view.get_by_label(pair["left"], exact=True).select_option(label=pair["right"])
    elif item.kind == "table":
        for place, cells in enumerate(answer.values()):
            view.locator("td input").nth(place).fill(str(next(iter(cells.values()))))
        view.locator("td input").last.press("Tab")
    elif item.kind == "order":
        for place, text in enumerate(item.data["sequence"].values()):
            while (at := view.locator("ol.order .entry").all_inner_texts().index(text)) > place:
                view.locator("ol.order li").nth(at).locator(".up").click()
    else:
        text = answer if isinstance(answer, str) else str(answer["number"])
        view.get_by_role("textbox").fill(text)
        view.get_by_role("textbox").press("Tab")


def kept(school, known, asked):
    """Return what this learner's page saved, once it says what is asked."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        for path in (school.data / "answers").rglob(f"{MODULE}.json"):
            saved = json.loads(path.read_text(encoding="utf-8"))
            if path not in known and asked(saved["answers"]):
                return saved
        time.sleep(0.2)
    raise AssertionError("The page saved nothing of this kind.")


def played(page, language):
    """Lead the whole day: the first deed that is left, and open words."""
    view, say = page.locator(TABLE).first, translator("electoral_widgets", language).gettext
    view.get_by_role("radio").nth(1).check()
    view.get_by_role("button", name=say("Begin the day"), exact=True).click()
    for place in range(len(INJECTS)):
        view.locator("fieldset.choice").nth(1).wait_for()
        for group in view.locator("fieldset.choice").all():
            group.locator("input:enabled").first.check()
        view.get_by_role("button", name=say("Decide"), exact=True).click()
        last = place == len(INJECTS) - 1
        on = say("To the debrief") if last else say("Next message")
        view.get_by_role("button", name=on, exact=True).click()
    view.get_by_text(say("Other paths on the same day")).first.wait_for()
    return view


def test_every_self_check_of_the_lesson_is_answered_rightly_by_pressing(page, school):
    opened(page, school, f"en/{MODULE}/")
    views, asked = page.locator(".electoral-item-view"), asked_on(TAUGHT.lesson)
    assert views.count() == len(asked)

    for place, item in enumerate(asked):
        view = views.nth(place)
        view.scroll_into_view_if_needed()
        give(view, item, right_answer(item, {}))
        view.locator("button.check").click()
        view.locator(".feedback[data-status]").wait_for()
        told = view.locator(".feedback").get_attribute("data-status")
        assert told in {"right", "good"}, (item.id, view.inner_text())


def test_all_points_can_be_had_by_clicking(page, school):
    folder = school.root / "courses" / "en" / MODULE
    key = bytes.fromhex(json.loads((folder / "items.json").read_text("utf-8"))["key"])
    known = set((school.data / "answers").rglob(f"{MODULE}.json"))
    opened(page, school, f"en/{MODULE}/assignment")
    views, asked = page.locator(".electoral-item-view"), asked_on(TAUGHT.assignment)
    assert views.count() == len(asked) == len(TAUGHT.graded)
    alike = next(item for item in asked if item.id == "cards")
    give(views.nth(asked.index(alike)), alike, None)
    student = kept(school, known, lambda answers: "cards" in answers)["student"]
    own = {
        item.id: params_for(item.data, seed_for(key, student, seed_name(item.data)))
        for item in asked
    }
    log = page.locator(".electoral-incident-file")
    assert str(own["own-sums"]["devices"][0]) in log.inner_text()

    for place, item in enumerate(asked):
        if item is not alike:
            essay = item.kind == "essay"
            give(
                views.nth(place), item, "word " * 90 if essay else right_answer(item, own[item.id])
            )

    def all_right(answers):
        return {*answers} == {item.id for item in asked} and all(
            check(item, answers[item.id]["value"], own[item.id]).right
            for item in asked
            if item.kind != "essay"
        )

    answers = kept(school, known, all_right)["answers"]
    points = [
        check(item, answers[item.id]["value"], own[item.id]).points
        for item in asked
        if item.kind != "essay"
    ]
    assert sum(points) == 16


@pytest.mark.parametrize("language", ["en", "ru", "ky"])
@pytest.mark.parametrize("width", [360, 1280])
def test_both_pages_fit_and_the_day_is_played_in_every_language(page, school, language, width):
    page.set_viewport_size({"width": width, "height": 800})
    opened(page, school, f"{language}/{MODULE}/assignment")
    assert page.locator(".electoral-incident-file").get_attribute("lang") == language
    assert page.evaluate(WIDE) <= width

    opened(page, school, f"{language}/{MODULE}/")
    view = played(page, language)
    assert view.locator(".notice").inner_text() == ""
    assert page.evaluate(WIDE) <= width
