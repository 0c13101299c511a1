"""The detective's view in Chromium: a case played from the guess to the verdict."""

import base64
import json

import pytest

from electoral_widgets.detective import Detective

pytestmark = pytest.mark.browser

STUFFED = 1
"""A case in which there was stuffing, and nothing else."""


@pytest.fixture
def page(show):
    return show(Detective(STUFFED, language="en"), live=True)


def guess(page, answer="An act on purpose"):
    page.get_by_label(answer).check()
    page.get_by_role("button", name="Begin to look").click()


def look(page, *names):
    for name in names:
        page.get_by_role("button", name=name).click()
        page.get_by_role("list").get_by_text(name, exact=True).wait_for()
        page.wait_for_function("!document.querySelector('.notebook').textContent.includes('…')")


def hand_in(page):
    page.get_by_role("button", name="Hand in", exact=True).click()
    page.get_by_role("button", name="Yes, hand in").click()
    page.locator(".score").wait_for()


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def focused(page):
    return page.evaluate("document.activeElement.textContent")


def reach(page, text, key="Tab"):
    """Press a key until something with this text is focused."""
    for _ in range(80):
        page.keyboard.press(key)
        found = page.evaluate("""() => {
          const one = document.activeElement;
          return one.closest("label")?.textContent ??
            (one.getAttribute("aria-labelledby") ?? "").split(" ").map(
              (id) => document.getElementById(id)?.textContent ?? "").join(" ") + one.textContent;
        }""")
        if text in found:
            return
    raise AssertionError(f"{text!r} cannot be reached with {key}")


def test_nothing_can_be_looked_at_before_the_guess(page):
    assert not page.locator(".card").first.is_visible()

    page.get_by_role("button", name="Begin to look").click()

    assert "First make a guess" in page.get_by_role("status").first.inner_text()
    assert not page.locator(".card").first.is_visible()


def test_a_keyboard_alone_plays_a_case_from_start_to_end(page):
    reach(page, "An honest day")
    press(page, "ArrowDown", "ArrowDown")
    reach(page, "Begin to look")
    press(page, "Enter")

    assert "Look: 10 min" in focused(page)

    press(page, "Enter")
    page.get_by_role("table", name="Add up the protocol").wait_for()

    assert focused(page) == "Add up the protocol"
    assert "Time left: 50 of 60 min." in page.locator(".clock").inner_text()

    reach(page, "The enlarged form on the wall")
    press(page, "Enter")
    reach(page, "Ballot stuffing")
    press(page, "Space")
    reach(page, "K1: received")
    press(page, "Space")

    assert page.get_by_role("group", name="What shows it?").get_by_label("K1").is_checked()

    reach(page, "Hand in")
    press(page, "Enter")

    assert page.get_by_role("dialog").is_visible()
    assert focused(page) == "Back"

    press(page, "Escape")

    assert page.get_by_role("dialog").count() == 0
    assert page.locator(".score").count() == 0

    press(page, "Enter", "Shift+Tab", "Enter")
    page.locator(".score").wait_for()

    assert page.locator(".score").inner_text() == "Your score: +4. The best possible: +4."
    assert focused(page) == "What happened"
    assert "Found, and your evidence shows it." in page.locator(".entries").inner_text()


def test_a_finger_plays_a_case_on_a_phone(show):
    page = show(Detective(STUFFED, language="en"), width=360, live=True, touch=True)
    page.get_by_label("A mistake or a fault").tap()
    page.get_by_role("button", name="Begin to look").tap()
    page.get_by_role("button", name="People in the room").tap()
    page.get_by_role("table", name="People in the room").wait_for()

    heading = page.locator(".finding .heading")
    assert heading.evaluate(
        "one => one.getBoundingClientRect().bottom < innerHeight && one === document.activeElement"
    )

    page.get_by_label("Ballot stuffing").tap()
    page.get_by_label("What could be seen in the room").tap()
    page.get_by_role("button", name="Hand in", exact=True).tap()
    page.get_by_role("button", name="Yes, hand in").tap()
    page.locator(".score").wait_for()

    assert page.locator(".score").inner_text() == "Your score: +3. The best possible: +4."
    assert "Jam, ballots fed twice" in page.locator(".entries").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_what_costs_more_time_than_there_is_cannot_be_looked_at(page):
    guess(page)
    look(page, "Recount of the piles", "Signatures in the list")

    assert "Time left: 10 of 60 min." in page.locator(".clock").inner_text()
    assert page.get_by_role("button", name="Stamps on the ballots").is_disabled()
    assert "Not enough time: 15 min" in page.locator(".cards").inner_text()
    assert page.get_by_role("button", name="People in the room").is_enabled()


def test_a_difference_is_told_by_a_sign_and_a_word(page):
    guess(page)
    look(page, "Add up the protocol")
    cells = page.get_by_role("table", name="Add up the protocol").locator("td:last-child")

    assert [text.split() for text in cells.all_inner_texts()] == [
        ["≠", "+24", "differs"],
        ["=", "equal"],
        ["=", "equal"],
        ["≠", "−24", "differs"],
    ]


def test_a_false_accusation_is_asked_about_and_judged(page):
    guess(page)
    page.get_by_label("Carousel with outside ballots").check()

    assert "Nothing that you looked at differs." in page.locator(".why").inner_text()

    page.get_by_role("button", name="Hand in", exact=True).click()

    assert "Without evidence!" in page.get_by_role("dialog").inner_text()
    assert "harms people" in page.get_by_role("dialog").inner_text()

    page.get_by_role("button", name="Yes, hand in").click()
    page.locator(".score").wait_for()

    assert page.locator(".score").inner_text() == "Your score: −6. The best possible: +4."
    assert page.locator(".entries > .false").count() == 1
    assert page.locator(".entries > .missed").count() == 1


def test_accusing_nobody_must_be_said(page):
    guess(page)
    page.get_by_role("button", name="Hand in", exact=True).click()

    assert "First mark an act, or that no act is shown." in page.locator(".sheet").inner_text()

    page.get_by_label("Ballot stuffing").check()
    page.get_by_label("No act is shown").check()

    assert not page.get_by_label("Ballot stuffing").is_checked()

    hand_in(page)

    assert page.locator(".score").inner_text() == "Your score: −1. The best possible: +4."


def test_after_the_verdict_the_clock_stops_and_a_new_case_begins_afresh(page):
    guess(page)
    page.get_by_label("No act is shown").check()
    hand_in(page)
    look(page, "Recount of the piles", "Signatures in the list", "Stamps on the ballots")

    assert page.locator(".finding").count() == 3
    assert "The clock has stopped" in page.locator(".clock").inner_text()

    page.get_by_text("Another case").click()
    page.get_by_role("button", name="Next case").click()
    page.get_by_text("Case 2.").wait_for()

    assert page.locator(".score").count() == 0
    assert not page.locator(".card").first.is_visible()
    assert not page.get_by_label("An act on purpose").is_checked()
    assert page.get_by_label("An honest day").is_enabled()


def test_a_case_and_its_time_can_be_chosen(page):
    page.get_by_text("Another case").click()
    page.get_by_label("Number of the case").fill("77")
    page.get_by_label("Time for inspections").fill("30")
    page.get_by_role("button", name="Open this case").click()
    page.get_by_text("Case 77.").wait_for()

    assert "You have 30 min" in page.locator(".brief").inner_text()
    assert page.evaluate("model.get('state').minutes") == 30


def test_a_link_brings_the_steps_back(show, page):
    guess(page)
    look(page, "People in the room")
    page.get_by_label("Ballot stuffing").check()
    page.get_by_role("button", name="Link to what I see").click()
    link = page.get_by_label("Link to this state").input_value()

    other = show(Detective(5, language="en"), live=True, hash=link.split("#")[1])
    other.get_by_role("table", name="People in the room").wait_for()

    assert "Case 1." in other.locator(".brief").inner_text()
    assert other.get_by_label("Ballot stuffing").is_checked()
    assert "Time left: 50 of 60 min." in other.locator(".clock").inner_text()
    assert "Your guess: An act on purpose" in other.locator(".brief").inner_text()


def test_a_link_that_cannot_be_is_refused_and_the_case_stays(show):
    state = {"seed": 1, "guess": "act", "looked": ["piles", "signatures", "slip"]}
    packed = base64.urlsafe_b64encode(json.dumps(state).encode()).decode().rstrip("=")
    page = show(Detective(5, language="en"), live=True, hash=f"detective={packed}")
    notice = page.get_by_role("alert")
    notice.get_by_text("take 65 minutes").wait_for()

    assert "nothing was changed" in notice.inner_text()
    assert "Case 5." in page.locator(".brief").inner_text()
    assert not page.locator(".card").first.is_visible()


def test_a_press_is_answered_within_a_tenth_of_a_second(show):
    """The best of three: what else runs on the machine is not the page's doing."""
    took = []
    for _ in range(3):
        page = show(Detective(STUFFED, language="en"), live=True)
        guess(page)
        assert not page.locator(".finding").count()
        took.append(page.evaluate(PRESS))

    assert max(took) < float("inf")  # each was answered
    assert min(took) < 100


PRESS = """async () => {
  const button = [...document.querySelectorAll(".card button")].at(-1);
  const start = performance.now();
  button.click();
  const answered = document.querySelector(".finding") !== null;
  await new Promise(requestAnimationFrame);
  return answered ? performance.now() - start : Infinity;
}"""


def test_the_view_leaves_nothing_behind(page):
    assert page.evaluate("listeners()") > 0

    page.evaluate("clean()")

    assert page.evaluate("listeners()") == 0


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark"), (1920, "light")])
def test_at_every_width_nothing_is_cut_off_or_seriously_wrong(show, axe, width, scheme):
    page = show(Detective(STUFFED, language="ru"), width, scheme, live=True)
    faults = [axe(page)]
    page.locator(".prediction input").last.check()
    page.locator(".prediction button").click()
    for _ in range(6):
        page.locator(".card button:enabled").first.click()
        page.wait_for_timeout(50)
    page.locator(".suspect input").first.check()
    page.locator(".suspect > label input").nth(9).check()
    page.wait_for_timeout(50)
    faults.append(axe(page))
    wide = [page.evaluate("document.documentElement.scrollWidth")]
    page.locator(".sheet .main").click()
    faults.append(axe(page))
    page.locator("dialog .main").click()
    page.locator(".score").wait_for()
    faults.append(axe(page))
    wide.append(page.evaluate("document.documentElement.scrollWidth"))

    assert faults == [[], [], [], []]
    assert max(wide) <= width


def test_what_is_pressed_is_large_enough_for_a_finger(show):
    page = show(Detective(STUFFED, language="en"), width=360, live=True, touch=True)
    guess(page)
    page.get_by_label("Ballot stuffing").check()
    small = page.evaluate("""() => [...document.querySelectorAll(
      ".electoral-detective button, .electoral-detective label:has(> [type=checkbox])")]
      .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44)
      .map((one) => one.textContent)""")

    assert small == []
