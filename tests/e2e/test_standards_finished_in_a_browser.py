"""The module of standards on the school's pages: finished on a phone without a line of code."""

import pytest
from course_module import module
from finishing import WIDE, answer_files, assignment_by_pressing, lesson_by_keys, opened

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MODULE = "01-standards"
TAUGHT = module(MODULE)
PHONE = {"width": 360, "height": 800}


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
    assert axe(page) == []


@pytest.mark.parametrize(("language", "width"), [("ru", 360), ("ky", 1280)])
def test_the_views_of_the_lesson_answer_in_the_reader_s_language(page, school, language, width):
    page.set_viewport_size({"width": width, "height": 800})
    opened(page, school, f"{language}/{MODULE}/")

    law = page.locator(".electoral-draft-law").first
    law.locator("li button").first.click()
    law.locator(".told").first.wait_for()
    matrix = page.locator(".electoral-standards-matrix").first
    matrix.locator(".cell.A:visible").first.click()
    matrix.locator(".detail").wait_for()

    assert {view.get_attribute("lang") for view in (law, matrix)} == {language}
    assert page.evaluate(WIDE) <= width
