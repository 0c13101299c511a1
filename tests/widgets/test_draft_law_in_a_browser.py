"""The draft law in Chromium: judged by pressing and by keys, and silent in a graded task."""

import pytest

from electoral.draft_law import draft
from electoral_widgets import DraftLaw
from electoral_widgets import draft_law_words as say
from electoral_widgets.draft_law import JUDGEMENTS

pytestmark = pytest.mark.browser

WIDE = "document.documentElement.scrollWidth"


def test_ten_right_judgements_by_keyboard_alone(show):
    view = DraftLaw(language="en")
    page = show(view, live=True)
    for number, one in enumerate(draft(7), 1):
        verdict = say.TEXTS[JUDGEMENTS[one.verdict]]
        page.get_by_role("button", name=f"Article {number}: {verdict}").focus()
        page.keyboard.press("Enter")
        page.locator(".articles > li").nth(number - 1).locator(".told").wait_for()

    page.get_by_text("Judged: 10 of 10. Right: 10.").wait_for()
    assert page.locator(".told.bad").count() == 0
    assert "Nobody has read this place" in page.locator(".articles").inner_text()


def test_a_wrong_judgement_shows_the_place_and_the_reader_stays_there(show):
    page = show(DraftLaw(language="en"), live=True)
    number = 1 + next(n for n, one in enumerate(draft(7)) if one.verdict == "against")
    page.get_by_role("button", name=f"Article {number}: agrees with it").click()
    told = page.locator(".articles > li").nth(number - 1).locator(".told.bad")
    told.wait_for()

    assert "Not so. It contradicts the place, which was read:" in told.inner_text()
    assert page.evaluate("document.activeElement.querySelector('.told') !== null")


def test_another_draft_has_other_articles_and_no_judgement(show):
    view = DraftLaw(language="en")
    page = show(view, live=True)
    before = page.locator(".articles").inner_text()
    page.locator(".articles button").first.click()
    page.locator(".told").wait_for()
    page.get_by_role("button", name="Another draft").click()
    page.wait_for_function("!document.querySelector('.told')")

    assert view.state == {"seed": 8, "judged": [""] * 10}
    assert page.locator(".articles").inner_text() != before


def test_in_a_graded_task_there_is_nothing_to_press(show):
    page = show(DraftLaw({"seed": 8}, language="en", answers=False))

    assert page.locator(".electoral-draft-law button").count() == 0
    assert page.locator(".articles > li").count() == 10


@pytest.mark.parametrize(
    ("language", "width", "scheme"),
    [("en", 1280, "light"), ("ru", 360, "dark"), ("ky", 360, "light")],
)
def test_nothing_is_cut_off_and_nothing_shuts_anybody_out(show, axe, language, width, scheme):
    state = {"judged": ["against", "agrees", "unsaid"] + [""] * 7}
    page = show(DraftLaw(state, language=language), width, scheme)

    assert page.evaluate(WIDE) <= width
    assert axe(page) == []
