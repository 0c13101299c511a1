"""The cabinet in Chromium: enter, vote, check, close, answer, be told; keys, mouse, touch."""

import base64
import json

import pytest

from electoral_widgets import Cabinet

pytestmark = pytest.mark.browser

VOTED = {"entry": "card", "acts": [["vote", 1], ["look"]]}
TOLD = {**VOTED, "closed": True, "after": ["code"], "counted": "yes", "guess": "nothing"}


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def saw(page, text):
    page.locator(".lines").get_by_text(text).first.wait_for()


def state(page):
    return page.evaluate("window.model.get('state')")


def test_the_whole_day_is_played_by_keyboard_alone(show):
    page = show(Cabinet(language="en"), live=True)
    key = page.keyboard.press
    assert page.locator(".truth").is_hidden()
    assert page.locator(".rest").is_hidden()

    page.get_by_role("button", name="ID card").focus()
    key("Enter")
    assert page.evaluate("document.activeElement.value") == "A"
    key("ArrowDown")
    page.get_by_role("button", name="Show me what you encrypted").focus()
    key("Enter")
    saw(page, "You asked for B, had the ballot opened, and it held A.")
    page.get_by_role("button", name="Encrypt and send").focus()
    key("Enter")
    saw(page, "You chose B and sent it.")
    assert page.evaluate("document.activeElement.className") == "code"
    code = page.locator(".code").inner_text()
    page.get_by_role("button", name="Look for my code").focus()
    key("Enter")
    saw(page, f"Your code {code} is on the board.")
    page.get_by_role("button", name="Close the day").focus()
    key("Enter")
    page.get_by_text("On the list of those who voted:").wait_for()
    assert page.evaluate("document.activeElement.className") == "published"
    page.get_by_role("button", name="Look for my code on the final board").focus()
    key("Enter")
    saw(page, "Your last code is on the final board.")

    page.get_by_role("radio", name="Yes").focus()
    key("Space")
    page.get_by_role("button", name="That is my answer").focus()
    key("Enter")
    assert page.evaluate("document.activeElement.value") == "nothing"
    key("ArrowDown")
    page.get_by_role("button", name="Tell me the truth").focus()
    key("Enter")

    page.get_by_text("You meant B, and B was counted for you.", exact=True).wait_for()
    assert page.locator(".verdict").inner_text().startswith("The phone changes votes")
    assert page.get_by_role("table", name="Who could notice?").get_by_text("it showed").is_visible()
    page.get_by_role("button", name="The same day once more").focus()
    key("Enter")
    assert page.evaluate("document.activeElement.textContent") == "Face"
    assert state(page)["acts"] == []


def test_a_finger_votes_again_and_the_truth_waits_for_two_answers(show):
    page = show(Cabinet({"seed": 7}, language="en"), 360, live=True, touch=True)
    page.get_by_role("button", name="Face").tap()
    page.get_by_role("button", name="Encrypt and send").tap()
    assert page.locator(".phone-said").inner_text() == "First choose."
    page.get_by_role("button", name="Close the day").tap()
    assert page.get_by_text("First vote: without your vote").is_visible()

    page.get_by_text("Choice C").first.tap()
    page.get_by_role("button", name="Encrypt and send").tap()
    page.get_by_role("button", name="Vote again").tap()
    page.get_by_text("Choice A").first.tap()
    page.get_by_role("button", name="Encrypt and send").tap()
    saw(page, "You chose A and sent it.")
    assert state(page)["acts"] == [["vote", 2], ["vote", 0]]
    page.get_by_role("button", name="Close the day").tap()
    page.get_by_role("button", name="Tell me the truth").wait_for(state="hidden")
    page.get_by_role("button", name="That is my answer").tap()
    assert "First make a guess" in page.locator(".prediction .said").first.inner_text()
    page.get_by_text("I cannot know").tap()
    page.get_by_role("button", name="That is my answer").tap()
    page.get_by_role("button", name="Tell me the truth").tap()
    assert page.locator(".truth").is_hidden()


def test_each_way_offers_what_it_has(show):
    page = show(Cabinet({**VOTED, "way": "deg_homomorphic"}, language="en"), live=True)
    way = page.get_by_label("Way of voting").first
    assert page.get_by_role("button", name="Vote again").is_visible()

    way.select_option("deg_blind")
    press(page, "Face")
    assert page.get_by_role("button", name="Show me what you encrypted").is_hidden()
    page.get_by_text("Choice B").first.click()
    press(page, "Encrypt and send")
    saw(page, "You chose B")
    assert page.get_by_role("button", name="Vote again").is_hidden()
    assert page.get_by_role("button", name="Look for my code").is_visible()

    way.select_option("i_voting")
    press(page, "Electronic signature")
    page.get_by_text("Choice B").first.click()
    press(page, "Encrypt and send")
    press(page, "Look with a second device")
    saw(page, "The second device")
    assert page.get_by_role("button", name="Look for my code").is_hidden()
    press(page, "Close the day")
    press(page, "Ask the auditor")
    page.get_by_text("auditor finds").or_(page.get_by_text("Envelopes")).first.wait_for()


def test_a_press_is_drawn_within_a_tenth_of_a_second(show):
    """The best of three: what else runs on the machine is not the page's doing."""
    took = []
    for _ in range(3):
        page = show(Cabinet({"entry": "card"}, language="en"))  # nobody answers: the page alone
        took.append(page.evaluate(PRESS))
        assert page.locator(".code").is_visible()

    assert min(took) < 100


PRESS = """() => {
    const start = performance.now();
    document.querySelectorAll(".ballot input")[1].click();
    [...document.querySelectorAll("button")].find((one) => one.textContent === "Encrypt and send").click();
    document.body.getBoundingClientRect();
    return performance.now() - start;
}"""


def test_door_and_laboratory_follow_the_learner_and_come_back_by_a_link(show):
    page = show(Cabinet(TOLD, language="en"), live=True)
    page.locator("summary", has_text="Who else can open this door?").click()
    page.get_by_label("A program looks for signs of life").check()
    page.get_by_text("The attack passes, of 1,000: 30").wait_for()
    page.get_by_label("Enter by").select_option("card")
    assert page.get_by_role("combobox", name="Attack").input_value() == "borrowed_card"
    page.get_by_text("Nothing here stops this attack.").wait_for()
    assert "Attack: 1,000 entered" in page.locator(".figures[role=img]").get_attribute("aria-label")

    page.locator("summary", has_text="Your turn").click()
    page.get_by_label("Dishonest").select_option("server_drops")
    press(page, "Hold twelve days")
    page.locator(".days .day").nth(11).wait_for(state="attached")
    assert page.locator(".rest .said[role=status]").first.inner_text() == ""
    assert "12 days, one column each" in page.locator(".days[role=img]").get_attribute("aria-label")

    press(page, "Link to what I see")
    link = page.get_by_label("Link to this state").input_value()
    other = show(Cabinet(language="en"), live=True, hash=link.split("#")[1])
    other.locator(".days .day").nth(11).wait_for(state="attached")
    assert other.locator(".verdict").inner_text() == page.locator(".verdict").inner_text()
    assert state(other)["door_entry"] == "card"


@pytest.mark.parametrize(
    ("broken", "refused"),
    [
        ({"acts": 5}, "The link is damaged."),
        ({"codes": 1200}, "This does not fit, and nothing was changed: "),
    ],
    ids=json.dumps,
)
def test_a_broken_link_gets_a_sentence_and_the_beginning(show, broken, refused):
    text = base64.urlsafe_b64encode(json.dumps(broken).encode()).decode().rstrip("=")
    page = show(Cabinet(language="en"), live=True, hash=f"cabinet={text}")
    page.locator(".notice", has_text=refused).wait_for()

    assert page.locator(".truth").is_hidden()


@pytest.mark.parametrize(
    ("width", "scheme"), [(360, "light"), (360, "dark"), (1280, "dark"), (1920, "light")]
)
def test_the_view_fits_its_page_and_has_no_serious_fault(show, axe, width, scheme):
    played = {**TOLD, "way": "deg_blind", "after": ["code", "line"], "held": 3, "role": "coercer"}
    page = show(Cabinet(played, language="ru"), width, scheme, live=True)
    for summary in page.locator("summary:visible").all():
        summary.click()
    for summary in page.locator("details[open] details:not([open]) > summary:visible").all():
        summary.click()

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe(page) == []
    small = page.evaluate(
        """() => [...document.querySelectorAll(".electoral-view :is(button, select)")]
            .filter((one) => one.offsetParent)
            .map((one) => one.getBoundingClientRect())
            .filter(({ width, height }) => Math.min(width, height) < 43.5).length"""
    )
    assert small == 0


def test_the_phone_has_no_serious_fault_while_one_votes(show, axe):
    page = show(Cabinet({**VOTED, "way": "i_voting", "acts": [["vote", 1]]}, language="en"), 360)

    assert axe(page) == []


def test_what_is_shown_before_the_first_press_is_short_and_nothing_is_left_behind(show):
    page = show(Cabinet(language="en"), live=True)
    words = page.locator(".electoral-view").inner_text().split()
    assert len(words) < 150
    assert page.locator(".spoken[role=status]").count() == 1

    assert page.evaluate("window.listeners()") > 0
    page.evaluate("window.clean()")
    assert page.evaluate("window.listeners()") == 0
