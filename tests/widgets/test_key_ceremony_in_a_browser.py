"""The key ceremony in Chromium: guess, open, collude, disturb, change, share; keys, mouse, touch."""

import base64
import json
import re

import pytest

from electoral_widgets import KeyCeremony

pytestmark = pytest.mark.browser

PLAYED = {"guess": "yes", "secret": "none", "people": "hhhhh", "circle": "-----"}


@pytest.fixture
def page(show):
    return show(KeyCeremony(PLAYED, language="en"), live=True)


def seat(page, number):
    return page.get_by_role("button", name=re.compile(f"^{number}, "))


def named(page, number):
    return page.locator(".seat .spoken").nth(number - 1).text_content()


def happen(page, what, *numbers):
    page.get_by_role("radio", name=what).check()
    for number in numbers:
        seat(page, number).click()


def opened(page, text="The urn opens"):
    page.get_by_role("button", name="Open the urn").click()
    page.locator(".doings").get_by_text(text).first.wait_for()
    return page.locator(".findings").first.inner_text()


def state(page):
    return page.evaluate("window.model.get('state')")


def test_the_whole_view_is_played_by_keyboard_alone(show):
    page = show(KeyCeremony(language="en"), live=True)
    press = page.keyboard.press
    page.get_by_role("button", name="To the table").focus()
    press("Enter")
    assert "First make a guess" in page.locator(".prediction .said").first.inner_text()
    assert page.locator(".after").is_hidden()

    page.get_by_role("radio", name="Yes").focus()
    press("Space")
    page.get_by_role("button", name="To the table").focus()
    press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "Open the urn"
    assert page.locator(".seat:enabled").count() == 0
    press("Enter")
    page.get_by_text("The urn opens: 13 of 25 votes are yes.").first.wait_for()
    assert page.get_by_text("Your guess was right. Three cards").is_visible()

    page.get_by_role("radio", name="All votes").focus()
    press("Space")
    page.get_by_role("button", name="Let them try").focus()
    press("Enter")
    page.get_by_text("It reads nothing").first.wait_for()
    assert page.get_by_text("Your guess was not right. Two of three").is_visible()
    assert page.evaluate("document.activeElement.textContent") == "Read in secret"

    page.get_by_role("radio", name="A card is lost").focus()
    press("ArrowDown")
    press("ArrowDown")
    assert page.get_by_role("radio", name="Somebody gives a false part").is_checked()
    seat(page, 3).focus()
    press("Enter")
    assert page.locator("p.spoken").inner_text() == "3, member: false part"
    page.get_by_role("button", name="Open the urn").focus()
    press("Enter")
    page.get_by_text("False part, not used: member (3).").first.wait_for()
    assert state(page)["people"] == "hhfhh"


def test_people_lose_cards_go_home_forge_and_come_back(page):
    happen(page, "A card is lost", 1, 2)
    happen(page, "Somebody goes home", 3)
    assert named(page, 1) == "1, chair: card lost"
    assert "It needs 1 more card." in opened(page, "The urn stays closed.")
    assert page.locator(".urn.open").count() == 0

    happen(page, "Somebody goes home", 3)
    assert page.locator(".findings").first.is_hidden()
    assert "13 of 25" in opened(page)
    assert page.locator(".picture .used").count() == 3
    assert page.locator(".urn text").text_content() == "13"
    assert "The urn is open: 13." in page.locator(".picture").get_attribute("aria-label")

    page.get_by_role("button", name="Everybody back").click()
    assert state(page)["people"] == "hhhhh"
    assert page.locator(".urn.open").count() == 0

    happen(page, "Somebody gives a false part", 2)
    said = opened(page)
    assert "False part, not used: secretary (2)." in said
    assert "would have shown 16 yes" in said
    assert page.locator(".picture .cross").count() == 1
    page.locator("summary", has_text="The cards, the parts").click()
    assert page.locator("tbody tr").nth(1).get_by_text("does not fit").is_visible()
    assert page.locator("p.spoken[role=status]").inner_text().startswith("The urn opens: 13 of 25")

    assert page.evaluate("window.listeners()") > 0
    page.evaluate("window.clean()")
    assert page.evaluate("window.listeners()") == 0


def test_a_finger_puts_three_into_a_secret_circle_that_reads_every_vote(show):
    page = show(KeyCeremony(PLAYED, language="en"), 360, live=True, touch=True)
    page.get_by_role("radio", name="Somebody joins a secret circle").tap()
    for number in (1, 3, 4):
        seat(page, number).tap()
    page.get_by_role("button", name="Read in secret").tap()
    page.get_by_text("It reads everything").first.wait_for()

    assert page.locator(".findings.secret").inner_text().count("Voter") == 3
    assert page.locator(".picture .league").count() == 1


def test_a_press_on_a_seat_is_drawn_within_a_tenth_of_a_second(show):
    page = show(KeyCeremony(PLAYED, language="en"))  # nobody answers: what comes is the page's own
    took = page.evaluate(
        """() => {
            const start = performance.now();
            document.querySelectorAll(".seat")[1].click();
            document.body.getBoundingClientRect();
            return performance.now() - start;
        }"""
    )

    assert named(page, 2) == "2, secretary: card lost"
    assert page.locator(".figure.is-l").count() == 1
    assert took < 100


def test_ceremony_chances_and_line_are_changed(page):
    people = page.get_by_role("combobox", name="People")
    needed = page.get_by_role("combobox", name="Cards needed")
    page.get_by_role("slider", name=re.compile("A card is lost")).fill("300")
    page.get_by_text("3 of 5: the urn stays closed, 16.3%").wait_for()  # 0.16308 by hand
    page.locator("summary", has_text="The chances as a table").click()
    chances = page.get_by_role("table", name="The chances as a table")
    assert chances.get_by_text("83.2%").is_visible()
    assert page.get_by_text("A card is lost: 30.0%").is_visible()

    page.locator("summary", has_text="Why one card tells nothing").click()
    page.get_by_text("One card: 11 lines").wait_for()
    assert page.locator(".lines .line").count() == 11
    page.get_by_role("button", name="Card 4").click()
    page.get_by_text("2 cards: a single line").wait_for()
    assert page.locator(".lines .line").count() == 1
    assert page.get_by_role("button", name="Card 4").get_attribute("aria-pressed") == "true"

    people.select_option("9")
    needed.select_option("7")
    assert page.locator(".seat:visible").count() == 9
    people.select_option("4")
    assert state(page)["needed"] == 4
    page.get_by_role("combobox", name="Rule").select_option("every")
    page.get_by_role("combobox", name="Numbers").select_option("real")
    assert needed.is_disabled()
    opened(page)
    assert page.locator(".picture .used").count() == 4
    page.get_by_role("button", name="Try every key").click()
    page.get_by_text("a number with 77 digits").first.wait_for()


def test_a_link_brings_the_table_back(show, page):
    happen(page, "A card is lost", 5)
    happen(page, "Somebody joins a secret circle", 1, 2)
    page.get_by_role("button", name="Read in secret").click()
    said = opened(page)
    page.get_by_role("button", name="Link to what I see").click()
    link = page.get_by_label("Link to this state").input_value()
    other = show(KeyCeremony(language="en"), live=True, hash=link.split("#")[1])
    other.get_by_text("The urn opens").first.wait_for()

    assert other.locator(".findings").first.inner_text() == said
    assert other.locator(".findings.secret").is_visible()
    assert named(other, 5) == "5, observer of B: card lost"


@pytest.mark.parametrize(
    ("broken", "refused"),
    [
        ({"guess": "yes", "people": 5}, "The link is damaged."),
        ({"guess": "yes", "needed": 12}, "This does not fit, and nothing was changed: cards"),
    ],
    ids=json.dumps,
)
def test_a_broken_link_gets_a_sentence_and_the_beginning(show, broken, refused):
    text = base64.urlsafe_b64encode(json.dumps(broken).encode()).decode().rstrip("=")
    page = show(KeyCeremony(language="en"), live=True, hash=f"key-ceremony={text}")
    page.locator(".notice", has_text=refused).wait_for()

    assert page.locator(".after").is_hidden()


FULL = {
    **PLAYED,
    "people": "hlgfhhhhh",
    "circle": "cc--c----",
    "group": "real",
    "opened": True,
    "tried": True,
    "cracked": True,
}

SMALL = """() => [...document.querySelectorAll(".electoral-view :is(button, select)")]
    .filter((one) => one.offsetParent).map((one) => one.getBoundingClientRect())
    .filter(({ width, height }) => Math.min(width, height) < 43.5).length"""

OVERLAPPING = """() => {
    const boxes = [...document.querySelectorAll(".seat")].filter((one) => one.offsetParent)
        .map((one) => one.getBoundingClientRect());
    return boxes.flatMap((one, at) => boxes.slice(at + 1).filter((other) =>
        one.left < other.right - 2 && other.left < one.right - 2
        && one.top < other.bottom - 2 && other.top < one.bottom - 2)).length;
}"""


def test_the_view_fits_every_page_and_has_no_serious_fault(show, axe):
    page = show(KeyCeremony(FULL, language="ru"), 360, live=True)
    for summary in page.locator("summary").all():
        if summary.is_visible():
            summary.click()
    for width, scheme in ((360, "light"), (1280, "dark"), (1920, "light")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)

        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert axe(page) == []
        assert page.evaluate(SMALL) == 0
        assert page.evaluate(OVERLAPPING) == 0
