"""The insider's lab in Chromium: from the guess to the last move, by keys, finger and link."""

import pytest

from electoral.evoting.insider_moves import hold
from electoral.evoting.insider_notice import LESSONS
from electoral_widgets import InsiderLab
from electoral_widgets.insider_lab import BEGIN

pytestmark = pytest.mark.browser

DAY = hold(BEGIN["seed"], BEGIN["group"])
FOR_A = [one for one in DAY.targets("voted") if DAY.wishes[one] == 0]
OTHER = next(one for one in FOR_A if one != DAY.twice)
PLAN = [["swallow", DAY.twice], ["change", OTHER], ["cast", FOR_A[-1]], ["tally", -1]]


def waits_for(page, text):
    page.get_by_text(text).first.wait_for()


def focused(page):
    return page.evaluate("document.activeElement.textContent || document.activeElement.type")


def test_the_lab_is_played_from_guess_to_victory_by_keyboard_alone(show):
    view = InsiderLab(language="en")
    page = show(view, live=True)
    keys = page.keyboard
    assert page.locator(".bench").is_hidden()
    page.get_by_role("radio", name="Never").focus()
    keys.press("Space")
    keys.press("Tab")
    keys.press("Enter")
    page.wait_for_function("document.activeElement.tagName === 'SELECT'")

    keys.type("Add votes to the enc")
    page.get_by_text("Three votes for B, encrypted by yourself").wait_for()
    assert page.get_by_role("combobox", name="Voter", exact=True).count() == 0
    page.get_by_role("button", name="Add to the plan").press("Enter")
    page.get_by_role("button", name="Remove: Three votes more for B").wait_for()
    page.get_by_role("button", name="Publish the file").press("Enter")
    page.wait_for_function("document.activeElement.classList.contains('headline')")
    assert focused(page) == "The verifier refuses this file. Nobody has to believe its result."
    waits_for(page, "× The encrypted sum is the sum of these ballots")

    page.get_by_role("button", name="Remove: Three votes more").press("Enter")
    page.wait_for_function("document.activeElement.tagName === 'SELECT'")
    page.get_by_label("The phone maker lets phones").press("Space")
    page.get_by_role("combobox", name="Move", exact=True).focus()
    page.locator("option[value=phone]:enabled").wait_for(state="attached")
    keys.type("Let a phone")
    for voter in (DAY.twice, OTHER):
        page.get_by_role("combobox", name="Voter", exact=True).select_option(str(voter))
        page.get_by_role("button", name="Add to the plan").press("Enter")
        page.get_by_role("button", name=f"Remove: The phone of voter {voter + 1}").wait_for()
    page.get_by_role("button", name="Publish the file").press("Enter")
    waits_for(page, "B is first, and no comparison shows it.")

    assert page.locator(".score").inner_text().split("\n")[:2] == ["B gains on A", "+4"]
    waits_for(page, "It can be done. Alone you cannot make or change a vote")
    assert "no comparison shows it" in page.locator(".spoken").inner_text()
    assert view.state["tried"] == ["tally", "phone"]


def test_a_finger_moves_the_slider_and_somebody_notices(show):
    view = InsiderLab(
        {"guess": "help", "registrar": True, "plan": [["cast", OTHER]]}, language="en"
    )
    page = show(view, 360, live=True, touch=True)
    page.get_by_role("button", name="Publish the file").tap()
    waits_for(page, "The verifier accepts the file, but B is not first.")
    waits_for(page, "the chance that somebody does is 10.0%")
    slider = page.get_by_role("slider")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert slider.get_attribute("aria-labelledby")
    page.touchscreen.tap(box["x"] + box["width"] - 3, box["y"] + box["height"] / 2)
    waits_for(page, f"Looked and noticed: {OTHER + 1}.")
    page.get_by_text("The list of those who voted is kept by others").tap()
    page.wait_for_function("!document.querySelector('.outcome').hidden")

    assert view.state["looks"] == 1000
    assert not view.state["apart"]
    assert view.state["published"]


def test_the_file_is_a_picture_with_a_sentence_and_a_table(show):
    page = show(InsiderLab({"guess": "help", "plan": PLAN, "published": True}, language="en"))
    picture = page.locator(".blocks")
    assert "does not hold: The voter's key signed the ballot" in picture.get_attribute("aria-label")
    assert picture.locator(".missing").count() == 1
    assert picture.locator(".fails").count() == 3
    page.get_by_text("The file as a table").click()
    rows = page.locator("details tbody tr")

    assert rows.count() == picture.locator(".block").count()
    assert rows.filter(has_text="missing").count() == 1
    assert page.locator(".legend li").all_inner_texts() == [
        "≈ changed",
        "− missing",
        "+ added by you",
        "× a check does not hold here",
    ]


def test_try_all_fills_the_table_and_the_real_group_says_the_same(show):
    view = InsiderLab({"guess": "help", "plan": [["tally", -1]], "published": True}, language="en")
    page = show(view, live=True)
    assert page.get_by_text("not tried yet").count() == len(LESSONS) - 1
    page.get_by_role("button", name="Try all that is left").click()
    page.get_by_text("passes for the last ballot of the file").wait_for()

    assert page.get_by_text("not tried yet").count() == 0
    assert page.get_by_role("button", name="Try all that is left").is_hidden()
    assert page.get_by_text("Toy numbers, insecure").is_visible()
    page.get_by_role("radio", name="Real: BELENIOS-2048").check()
    page.locator(".insecure").wait_for(state="hidden")
    page.locator(".plan button.main:enabled").wait_for()

    assert page.locator("progress").count() == 0
    assert page.get_by_text("The verifier refuses this file.").first.is_visible()
    page.get_by_role("button", name="Publish the file").click()
    assert focused(page).startswith("The verifier refuses this file.")
    assert view.state["group"] == "BELENIOS-2048"


def test_a_press_is_answered_before_python_answers(show):
    """In this page nothing answers."""
    page = show(InsiderLab({"guess": "help"}, language="en"))
    page.get_by_role("button", name="Add to the plan").click()
    assert page.locator(".acts li").count() == 1
    page.get_by_role("button", name="Add to the plan").click()
    assert page.get_by_text("This is in the plan already.").is_visible()
    page.get_by_role("button", name="Publish the file").click()

    assert page.get_by_text("The file is written and checked…").is_visible()
    assert page.locator("progress").is_visible()
    assert page.get_by_role("button", name="Publish the file").is_disabled()


def test_a_link_brings_everything_back_and_a_wrong_one_gets_a_sentence(show):
    state = {"guess": "easily", "plan": PLAN, "published": True, "trustees": 2, "looks": 300}
    first = show(InsiderLab(state, language="en"), live=True)
    first.get_by_role("button", name="Link to what I see").click()
    link = first.get_by_label("Link to this state").input_value()
    view = InsiderLab(language="en")
    page = show(view, live=True, hash=link.partition("#")[2])
    waits_for(page, "The verifier refuses this file.")

    assert page.get_by_text("Your guess: Easily").is_visible()
    assert page.locator(".outcome").inner_text() == first.locator(".outcome").inner_text()
    assert view.state["plan"] == PLAN

    page = show(InsiderLab(language="en"), live=True, hash="insider-lab=e30x")
    waits_for(page, "The link is damaged.")


def test_beginning_again_asks_again_with_other_voters(show):
    view = InsiderLab({"guess": "help", "plan": PLAN, "published": True}, language="en")
    page = show(view, live=True)
    page.get_by_role("button", name="Begin again with other voters").click()
    page.wait_for_function("document.querySelector('.bench').hidden")

    assert view.state == {**BEGIN, "seed": BEGIN["seed"] + 1}
    assert focused(page) == "radio"
    page.get_by_role("radio", name="Easily").check()
    page.get_by_role("button", name="Sit down at the server").click()
    page.locator(".plan").get_by_text("Nothing yet. Choose a move").wait_for()
    page.evaluate("window.clean()")
    assert page.evaluate("window.listeners()") == 0


@pytest.mark.parametrize("accepted", [True, False])
def test_the_view_fits_every_page_and_has_no_serious_fault(show, axe, accepted):
    plan = [["cast", one] for one in FOR_A] if accepted else PLAN
    state = {"guess": "never", "plan": plan, "published": True, "tried": list(LESSONS)}
    view = InsiderLab({**state, "registrar": accepted, "trustees": 2}, language="en")
    page = show(view, 360, "light")
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    for width, scheme in ((360, "light"), (360, "dark"), (1920, "light")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)

        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert axe(page) == []
        small = page.evaluate(
            """() => [...document.querySelectorAll(".electoral-view :is(button, select)")]
                .filter((one) => one.offsetParent).map((one) => one.getBoundingClientRect())
                .filter(({ width, height }) => Math.min(width, height) < 43.5).length"""
        )
        assert small == 0
