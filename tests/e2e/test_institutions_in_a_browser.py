"""The module "Who runs the vote" on the school's pages: finished on a phone without a line of code."""

import pytest
from course_module import module
from finishing import WIDE, answer_files, assignment_by_pressing, lesson_by_keys, opened

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MODULE = "02-institutions"
TAUGHT = module(MODULE)
PHONE = {"width": 360, "height": 800}
UNSEEN = """() => [...document.querySelectorAll(".electoral-item-view td")].filter((cell) => {
    const box = (cell.querySelector("input") ?? cell).getBoundingClientRect();
    const holder = cell.closest(".scroll").getBoundingClientRect();
    return box.right > holder.right + 0.5 || box.left < holder.left - 0.5;
}).map((cell) => cell.textContent || cell.dataset.column)"""
"""What of the tables can only be seen by scrolling sideways."""
BROKEN = """() => [...document.querySelectorAll(".electoral-item-view td:not(.open)")].filter((cell) => {
    const range = document.createRange();
    range.selectNodeContents(cell);
    return new Set([...range.getClientRects()].map((box) => box.top)).size > 1;
}).map((cell) => cell.textContent)"""
"""Figures that stand on two lines."""


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


def test_on_a_phone_the_column_to_fill_in_is_seen_and_no_figure_is_broken(page, school):
    page.set_viewport_size(PHONE)
    opened(page, school, f"ru/{MODULE}/assignment")

    assert page.locator(".electoral-item-view td input").count() == 16
    assert page.evaluate(UNSEEN) == []
    assert page.evaluate(BROKEN) == []
    assert page.locator(".electoral-item-view").get_by_role("cell").count() >= 2 * 8 * 5


@pytest.mark.parametrize(("language", "width"), [("ru", 360), ("ky", 1280)])
def test_both_views_answer_in_the_reader_s_language(page, school, language, width):
    page.set_viewport_size({"width": width, "height": 800})
    opened(page, school, f"{language}/{MODULE}/")

    for name, shown in (("votes-timeline", ".canvas svg"), ("who-is-who", ".card .part >> nth=0")):
        view = page.locator(f".electoral-{name}")
        view.get_by_role("radio").last.check()
        view.locator(".prediction button").click()
        view.locator(shown).wait_for()
        assert view.get_attribute("lang") == language
        assert view.locator(".notice").inner_text() == ""
    assert page.evaluate(WIDE) <= width
