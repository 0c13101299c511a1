"""The module "The right of everyone" on the school's pages: finished on a phone without a line of code.

The walk itself, by keys, by its list and by its plan, is gone in tests/widgets.
"""

import json

import pytest
from course_module import module
from finishing import WIDE, answer_files, assignment_by_pressing, lesson_by_keys, opened

from electoral.barriers import premises
from electoral_courses.variants import params_for, seed_for, seed_name

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MODULE = "11-inclusion"
TAUGHT = module(MODULE)
WALK = ".electoral-access-walk"
PHONE = {"width": 360, "height": 800}
CUT = """() => [...document.querySelectorAll(".electoral-access-walk .box")]
    .filter((box) => box.scrollWidth > box.clientWidth).map((box) => box.textContent)"""
"""Tables of the walk that can only be read by scrolling sideways."""


def test_the_lesson_is_finished_by_keys_alone_on_a_phone(page, school, axe):
    page.set_viewport_size(PHONE)
    opened(page, school, f"en/{MODULE}/")

    lesson_by_keys(page, TAUGHT)

    assert page.evaluate(WIDE) <= PHONE["width"]
    assert axe(page) == []


def test_the_assignment_earns_full_marks_by_pressing_alone(page, school, axe):
    page.set_viewport_size(PHONE)
    known = answer_files(school, TAUGHT)
    opened(page, school, f"en/{MODULE}/assignment")

    assert assignment_by_pressing(page, school, TAUGHT, known) == 16
    assert page.evaluate(WIDE) <= PHONE["width"]
    assert page.evaluate(CUT) == []
    assert axe(page) == []
    [saved] = answer_files(school, TAUGHT) - known
    assert prices(page) == [f"{cost}" for _, cost in own_station(school, saved).costs]


def prices(page):
    """Return what the walk says that each removal costs."""
    table = page.locator(f"{WALK} .box:not(.stacked)").first
    return table.get_by_role("cell").all_inner_texts()


def own_station(school, saved):
    """Return the station of the learner whose answers these are."""
    folder = school.root / "courses" / "en" / MODULE
    key = bytes.fromhex(json.loads((folder / "items.json").read_text("utf-8"))["key"])
    student = json.loads(saved.read_text("utf-8"))["student"]
    item = TAUGHT.items["own-walk"].data
    return premises(params_for(item, seed_for(key, student, seed_name(item)))["seed"])


@pytest.mark.parametrize(("language", "width"), [("ru", 360), ("ky", 1280)])
def test_the_walk_answers_in_the_reader_s_language(page, school, language, width):
    page.set_viewport_size({"width": width, "height": 800})
    opened(page, school, f"{language}/{MODULE}/")

    view = page.locator(WALK)
    view.get_by_role("radio").nth(1).check()
    view.locator(".prediction button").first.click()
    view.locator(".stop").nth(4).click()
    view.locator(".card:visible").nth(2).wait_for()

    assert view.get_attribute("lang") == language
    assert view.locator(".notice").inner_text() == ""
    assert page.evaluate(WIDE) <= width
