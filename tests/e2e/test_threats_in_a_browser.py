"""The module "Threats and trust" on the school's pages: finished on a phone without a line of code.

The tabletop by keys, by finger and by link, and the papers of an evening are tried in tests/widgets.
"""

import json

import pytest
from course_module import module
from finishing import WIDE, answer_files, assignment_by_pressing, lesson_by_keys, opened

from electoral.incident import incident
from electoral.tabletop import INJECTS
from electoral_courses.variants import params_for, seed_for, seed_name
from electoral_datasets.i18n import translator

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MODULE = "12-threats"
TAUGHT = module(MODULE)
TABLE = ".electoral-tabletop"
FILE = ".electoral-incident-file"
PHONE = {"width": 360, "height": 800}
CUT = """() => [...document.querySelectorAll(".electoral-incident-file .box")]
    .filter((box) => box.scrollWidth > box.clientWidth).map((box) => box.textContent)"""
"""Tables of an evening that can only be read by scrolling sideways."""


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
    papers = page.locator(f"{FILE} .box").first.get_by_role("row").all_inner_texts()[1:]
    assert [int(row.split()[-1]) for row in papers] == [*own_evening(school, saved).copies]


def own_evening(school, saved):
    """Return the evening of the learner whose answers these are."""
    folder = school.root / "courses" / "en" / MODULE
    key = bytes.fromhex(json.loads((folder / "items.json").read_text("utf-8"))["key"])
    student = json.loads(saved.read_text("utf-8"))["student"]
    item = TAUGHT.items["own-sums"].data
    return incident(params_for(item, seed_for(key, student, seed_name(item)))["seed"])


@pytest.mark.parametrize(("language", "width"), [("ky", 360), ("ru", 1280)])
def test_the_day_is_led_to_its_end_in_the_reader_s_language(page, school, language, width):
    page.set_viewport_size({"width": width, "height": 800})
    opened(page, school, f"{language}/{MODULE}/")

    view = led(page, language)

    assert {page.locator(one).get_attribute("lang") for one in (TABLE, FILE)} == {language}
    assert view.locator(".notice").inner_text() == ""
    assert page.evaluate(WIDE) <= width
    assert page.evaluate(CUT) == []


def led(page, language):
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
