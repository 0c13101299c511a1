"""The tabletop in Chromium: a day from the guess to the debrief, by keys, finger and link."""

import pytest

from electoral.tabletop import INJECTS, by_habit, drawn, play
from electoral_widgets import Tabletop
from electoral_widgets import tabletop_words as text

pytestmark = pytest.mark.browser

PATH = [list(move) for move in by_habit("open", looking=True)]
OVER = {"guess": "words", "path": PATH, "seen": 5}


def focused(page):
    return page.evaluate("document.activeElement.textContent")


def wide(page):
    return page.evaluate("document.documentElement.scrollWidth")


def test_the_day_is_played_to_the_debrief_by_keyboard_alone(show):
    view = Tabletop(language="en")
    page = show(view, live=True)
    keys = page.keyboard
    assert page.locator(".scales").is_hidden()
    page.get_by_role("radio", name="What is said, and when").focus()
    keys.press("Space")
    keys.press("Tab")
    keys.press("Enter")
    for place, inject in enumerate(INJECTS):
        page.wait_for_function(
            "name => document.activeElement.textContent === name", arg=text.NAMES[inject.id]
        )
        keys.press("Tab")
        keys.press("Space")  # the first deed for which there are teams
        keys.press("Tab")
        keys.press("Space")  # open words
        keys.press("Tab")
        keys.press("Enter")
        page.get_by_text("What moved the scales").wait_for()
        assert focused(page) == text.NAMES[inject.id]
        assert page.locator(".spoken").first.inner_text()
        keys.press("Tab")
        assert focused(page) == ("To the debrief" if place == 4 else "Next message")
        keys.press("Enter")
    page.wait_for_function("document.activeElement.textContent === 'Debrief'")

    assert view.state["path"] == PATH
    rows = page.get_by_role("table", name="Other paths on the same day").locator("tbody tr")
    assert rows.count() == len(text.PATHS)
    end = play([tuple(move) for move in PATH], drawn(1))
    assert f"{end.trust} of 10" in rows.first.inner_text()


def test_a_decision_without_a_deed_is_asked_for(show):
    page = show(Tabletop({"guess": "words"}, language="en"), live=True)
    page.get_by_role("button", name="Decide").click()

    assert page.get_by_text("Choose a deed and words first.").is_visible()
    assert page.evaluate("document.activeElement.name").endswith("deeds")


def test_what_no_team_is_left_for_cannot_be_chosen_and_says_so(show):
    spent = [["halt", "open"], ["visit", "open"], ["trace", "open"]]
    page = show(Tabletop({"guess": "words", "path": spent, "seen": 3}, language="en"))

    assert page.locator("input:disabled:visible[name$=deeds]").count() == 2
    assert page.get_by_text("Not enough teams are left.").count() == 2
    assert page.get_by_text("It happened").is_visible()


def test_a_decision_can_be_taken_back(show):
    view = Tabletop({"guess": "words"}, language="en")
    page = show(view, 360, live=True, touch=True)
    page.get_by_text(text.DEEDS["halt"]).tap()
    page.get_by_text(text.WORDS["blame"]).tap()
    page.get_by_role("button", name="Decide").tap()
    page.get_by_text("You had accused, and nobody had attacked. Trust −3.").first.wait_for()
    page.get_by_role("button", name="Take the last decision back").tap()
    page.get_by_role("button", name="Decide").wait_for()

    assert view.state["path"] == []
    assert "6 of 10" in page.locator(".scales").inner_text()


def test_a_link_brings_the_debrief_to_somebody_else(show):
    first = show(Tabletop(OVER, language="en"), live=True)
    first.get_by_role("button", name="Link to what I see").click()
    link = first.get_by_label("Link to this state").input_value()
    view = Tabletop(language="en")
    page = show(view, live=True, hash=link.partition("#")[2])
    page.get_by_text("Other paths on the same day").first.wait_for()

    assert view.state == {"seed": 1, **OVER}


@pytest.mark.parametrize(
    ("language", "look"),
    [("en", (1280, "dark")), ("ru", (360, "light")), ("ky", (360, "dark"))],
    ids=str,
)
@pytest.mark.parametrize(
    "state",
    [{}, {"guess": "words"}, {"guess": "words", "path": PATH[:4], "seen": 3}, OVER],
    ids=["asked", "message", "outcome", "debrief"],
)
def test_it_fits_and_everybody_can_use_it(show, axe, language, look, state):
    page = show(Tabletop(state, language=language), *look)

    assert wide(page) <= look[0]
    assert axe(page) == []


def test_it_cleans_up_after_itself(show):
    page = show(Tabletop(OVER, language="en"))
    page.evaluate("clean()")

    assert page.evaluate("listeners()") == 0
