"""The module "The right of everyone" on the school's pages: its walk, and all points by clicking.

What is right comes from the mark scheme, items.yaml, for the station of the learner who sits there;
the points come from the checks, on what the page saved.
"""

import json

import pytest
from course_module import module

from electoral.barriers import best, premises
from electoral_courses.checks import check
from electoral_courses.model import right_answer
from electoral_courses.variants import params_for, seed_for, seed_name

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MODULE = "11-inclusion"
WALK = ".electoral-access-walk"
WIDE = "document.documentElement.scrollWidth"
SAVED = 30_000
"""Milliseconds in which an answer is saved."""


def opened(page, school, path):
    page.goto(f"{school.address}school/{path}")
    page.locator("html[data-electoral=ready]").wait_for(state="attached")


def put(view, item, answer):
    """Give an answer as somebody does who clicks and types."""
    if item.kind in {"choice", "choices"}:
        for key in [answer] if item.kind == "choice" else answer:
            view.locator(f"input[value='{key}']").check()
    elif item.kind == "number":
        view.get_by_role("textbox").fill(str(answer["number"]))
        view.get_by_role("textbox").press("Tab")
    elif item.kind == "match":
        for pair in item.data["pairs"].values():
            view.get_by_label(pair["left"], exact=True).select_option(label=pair["right"])
    elif item.kind == "table":
        for place, cells in enumerate(answer.values()):
            [value] = cells.values()
            view.locator("td input").nth(place).fill(str(value))
        view.locator("td input").last.press("Tab")
    else:
        view.get_by_role("textbox").fill("word " * 80)
        view.get_by_role("textbox").press("Tab")


def kept(page, school, asked):
    """Return what the page saved of a learner, once it says what is asked."""
    for _ in range(SAVED // 200):
        for path in school.data.rglob(f"{MODULE}.json"):
            saved = json.loads(path.read_text("utf-8"))
            if "answers" in saved and asked(saved["answers"]):
                return saved
        page.wait_for_timeout(200)
    raise AssertionError("The page saved nothing of this kind.")


def walked(page, station):
    """Mark every barrier in the walk, choose the best plan there; return what it says of the plan."""
    view, plan = page.locator(WALK), best(station, station.budget)
    bad = {barrier.id for barrier in station.barriers}
    for stop in view.locator(".stop").all():
        stop.click()
        for radio in view.locator(".card input[value='b']:visible").all():
            if radio.get_attribute("name").rpartition("-")[2] in bad:
                radio.check()
    rows = view.locator("tbody tr").filter(has=page.get_by_role("checkbox"))
    for place, barrier in enumerate(station.barriers):
        if barrier.id in plan.removed:
            rows.nth(place).get_by_role("checkbox").check()
    said = view.locator(".verdict")
    said.filter(has_text=f"{plan.opened} of {station.kept_out}").wait_for()
    return said.inner_text()


def test_all_points_can_be_had_by_clicking(page, school):
    folder = school.root / "courses" / "en" / MODULE
    key = bytes.fromhex(json.loads((folder / "items.json").read_text("utf-8"))["key"])
    taught = module(MODULE)
    graded = {item.id: item for item in taught.graded}
    opened(page, school, f"en/{MODULE}/assignment")
    views = page.locator(".electoral-item-view")
    shown = [cell.metadata["item"] for cell in taught.assignment.cells if "item" in cell.metadata]
    assert views.count() == len(shown) == len(graded)

    put(views.nth(0), graded[shown[0]], right_answer(graded[shown[0]], {}))
    student = kept(page, school, lambda answers: shown[0] in answers)["student"]
    own = {
        name: params_for(item.data, seed_for(key, student, seed_name(item.data)))
        for name, item in graded.items()
    }
    assert f"of {own['own-plan']['budget']} thousand som" in walked(
        page, premises(own["own-walk"]["seed"])
    )
    for place, name in enumerate(shown[1:], start=1):
        answer = None if name == "essay" else right_answer(graded[name], own[name])
        put(views.nth(place), graded[name], answer)

    def all_right(answers):
        return {*answers} == {*graded} and all(
            check(item, answers[name]["value"], own[name]).right
            for name, item in graded.items()
            if name != "essay"
        )

    answers = kept(page, school, all_right)["answers"]
    points = [
        check(item, answers[name]["value"], own[name]).points
        for name, item in graded.items()
        if name != "essay"
    ]
    assert sum(points) == 16


@pytest.mark.parametrize("language", ["en", "ru", "ky"])
@pytest.mark.parametrize("width", [360, 1280])
def test_both_pages_fit_and_the_walk_answers_in_every_language(page, school, language, width):
    page.set_viewport_size({"width": width, "height": 800})
    opened(page, school, f"{language}/{MODULE}/assignment")
    assert page.locator(WALK).get_attribute("lang") == language
    assert page.evaluate(WIDE) <= width

    opened(page, school, f"{language}/{MODULE}/")
    view = page.locator(WALK)
    view.get_by_role("radio").nth(1).check()
    view.locator(".prediction button").first.click()
    view.locator(".stop").nth(4).click()
    view.locator(".card:visible").nth(2).wait_for()
    assert view.locator(".notice").inner_text() == ""
    assert page.evaluate(WIDE) <= width
