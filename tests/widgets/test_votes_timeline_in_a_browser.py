"""The timeline and the map of organisations in a browser: by keyboard, by finger, on a phone."""

import pytest

from electoral_widgets import VotesTimeline, WhoIsWho

pytestmark = pytest.mark.browser

OPEN = {"guess": "fewer", "measure": "turnout", "chosen": "president_2000"}


def wide(page):
    return page.evaluate("document.documentElement.scrollWidth")


def test_the_timeline_goes_from_guess_to_source_by_keyboard(show):
    view = VotesTimeline(language="en")
    page = show(view, live=True)
    press = page.keyboard.press
    press("Tab")
    for key in ("ArrowDown", "ArrowDown", "Tab", "Enter"):
        press(key)
    page.wait_for_selector(".canvas svg")

    assert view.state["guess"] == "fewer"
    assert (
        "As you guessed. The list of 2015 held 2,761,297" in page.locator(".verdict").inner_text()
    )
    page.get_by_role("button", name="Turnout").press("Enter")
    page.get_by_label("Turnout on").select_option("parliament_2025")
    page.wait_for_selector("text=Computed here")
    page.get_by_role("button", name="Later").press("Enter")
    page.get_by_text("fingerprints and ballot scanners were used").last.wait_for()
    page.get_by_role("button", name="Later").press("Enter")
    page.locator(".card .heading", has_text="October 31, 2016").wait_for()
    assert "Law" in page.locator(".card").inner_text()


def test_a_finger_chooses_a_mark_and_reads_what_sources_say(show):
    view = VotesTimeline(OPEN, language="en")
    page = show(view, 360, live=True, touch=True)
    assert page.locator(".card .differ").count() == 4
    page.locator(".canvas .gap").first.scroll_into_view_if_needed()
    box = page.locator(".canvas .gap").first.bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.locator(".card .heading", has_text="Parliamentary elections, 1995").wait_for()
    assert page.locator(".card .missing").count() == 4
    small = page.evaluate("""() => [...document.querySelectorAll(".electoral-votes-timeline button, select")]
        .filter((one) => one.offsetParent && one.getBoundingClientRect().height < 44).length""")
    assert small == 0


def test_the_map_opens_after_the_guess_and_ties_are_drawn(show):
    view = WhoIsWho(language="en")
    page = show(view, live=True)
    page.get_by_role("button", name="Open the map").click()
    assert "First make a guess" in page.locator(".said").first.inner_text()
    page.get_by_label("The mission, if it has proof").check()
    page.get_by_role("button", name="Open the map").click()
    page.get_by_role("button", name="IIMDD").click()
    page.wait_for_selector("text=It is a consultative body of the IPA CIS")

    assert page.locator(".tie.chosen").count() == 1
    assert "Tied to: IPA CIS." in page.locator(".card").inner_text()


@pytest.mark.parametrize(
    ("language", "width", "scheme"),
    [("en", 1280, "light"), ("ru", 360, "dark"), ("ky", 360, "light")],
)
def test_nothing_scrolls_sideways_and_nothing_is_seriously_wrong(
    show, axe, width, scheme, language
):
    for view in (
        VotesTimeline(OPEN, language=language),
        VotesTimeline({**OPEN, "chosen": "e:law_113"}, language=language),
        WhoIsWho({"guess": "mission", "chosen": "a_web"}, language=language),
        VotesTimeline(language=language),
    ):
        page = show(view, width, scheme)
        for closed in page.locator("summary").all():
            if closed.is_visible():
                closed.click()
        assert wide(page) <= width
        assert axe(page) == []


def test_a_link_brings_back_what_was_seen(show):
    first = show(VotesTimeline(OPEN, language="en"), live=True)
    first.get_by_role("button", name="Link to what I see").click()
    link = first.get_by_label("Link to this state").input_value()

    fresh = VotesTimeline(language="en")
    page = show(fresh, live=True, hash=link.partition("#")[2])
    page.locator(".card .heading", has_text="Presidential election, 2000").wait_for()
    assert fresh.state["measure"] == "turnout"


@pytest.mark.parametrize("view", [VotesTimeline, WhoIsWho])
def test_a_view_that_goes_away_leaves_nothing_listening(show, view):
    page = show(view(language="en"))
    page.evaluate("window.clean()")

    assert page.evaluate("window.listeners()") == 0
