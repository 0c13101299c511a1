"""Remote voting on paper in a browser: the whole play by keyboard, the tries, the day."""

import pytest

from electoral_widgets.remote_station import ANSWER, RemoteStation

pytestmark = pytest.mark.browser

VOTED = {"guess": "-".join(ANSWER), "visits": [["away", "id_card", "none"]]}
TWICE = {
    **VOTED,
    "without": "local",
    "visits": [["away", "id_card", "network"], ["stand_alone", "id_card", "network"]],
}


@pytest.fixture
def voted():
    """A view after the first walk."""
    return RemoteStation(VOTED, language="en")


def wide(page):
    return page.evaluate("document.documentElement.scrollWidth")


def guess(page):
    for answer in ("That of my home constituency", "Into a box at this station", "No"):
        page.get_by_role("radio", name=answer, exact=True).check()
    page.get_by_role("button", name="Go in").click()


def test_the_play_goes_from_start_to_end_by_keyboard(show):
    view = RemoteStation(language="en")
    page = show(view, live=True)
    press = page.keyboard.press
    for _ in range(3):
        press("Tab")
    assert page.evaluate("document.activeElement.labels[0].textContent").startswith("You show")
    for keys in (["ArrowDown"], ["Space"], ["ArrowDown"]):
        press("Tab")
        for key in keys:
            press(key)
    press("Tab")
    press("Enter")
    page.wait_for_selector(".steps li")

    seen = []
    while page.get_by_role("button", name="Next step").is_visible():
        assert page.evaluate("document.activeElement.textContent") == "Next step"
        seen.append(page.locator(".steps [aria-current]").inner_text().split("\n")[0])
        assert page.get_by_text("Your three guesses").is_hidden()
        press("Enter")
    assert [text[:4] for text in seen] == ["1. D", "2. O", "3. T", "4. B"]
    assert page.locator(".answers li").all_inner_texts()[1].startswith("✓ as you guessed")
    assert page.evaluate("document.activeElement.className") == "answers"

    press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Vote again elsewhere"
    press("Enter")
    page.wait_for_selector("text=Visit 2")
    assert "already voted" in page.locator(".stopped").inner_text()
    assert view.state["visits"][1] == ["stand_alone", "id_card", "none"]
    assert "already voted" in page.locator(".spoken[role=status]").inner_text()


def test_nobody_goes_in_without_three_answers(show):
    page = show(RemoteStation(language="en"), live=True)
    page.get_by_role("radio", name="Yes").check()
    page.get_by_role("button", name="Go in").click()

    assert "First answer all three" in page.locator(".prediction .said").inner_text()
    assert page.evaluate("document.activeElement.type") == "radio"
    assert page.locator(".steps").count() == 0


def test_a_finger_goes_all_steps_and_tries_everything(show):
    view = RemoteStation(language="en")
    page = show(view, 360, live=True, touch=True)
    guess(page)
    page.get_by_role("button", name="All steps").tap()
    small = page.evaluate("""() => [...document.querySelectorAll(".electoral-view button, select, input")]
        .filter((one) => one.offsetParent && one.type !== "radio" && one.getBoundingClientRect().height < 44).length""")
    assert small == 0
    for button in page.locator(".tries button").all():
        button.tap()
        page.wait_for_function(
            "one => one.getAttribute('aria-pressed') === 'true'", arg=button.element_handle()
        )
        assert page.locator(".stopped, .verdict").count() > 0
    assert "≠ differs" in page.locator(".box table").first.inner_text()


def test_an_assumption_changes_what_a_try_brings(show):
    view = RemoteStation(VOTED, language="en")
    page = show(view, live=True)
    page.get_by_role("button", name="Vote at two stations").click()
    page.wait_for_selector(".stopped >> nth=1")
    page.get_by_label("Without the network").select_option("local")
    page.wait_for_selector("text=one voter voted twice")

    assert page.locator(".stopped").count() == 0


def test_own_visits_follow_one_another_until_the_day_begins_again(show, voted):
    page = show(voted, live=True)
    page.get_by_text("Or your own visits").click()
    page.get_by_label("You go to").select_option("home")
    page.get_by_role("button", name="Go in").click()
    page.wait_for_selector("text=Visit 2: Your own station at home")
    assert "already voted" in page.locator(".stopped").inner_text()

    page.get_by_role("button", name="Begin the day again").click()
    page.wait_for_selector("text=Nothing is written down of a remote ballot")
    page.get_by_label("What goes wrong").select_option("wrong_unseen")
    page.get_by_label("Your home constituency").select_option("3")
    page.get_by_label("You go to").select_option("away")
    page.get_by_role("button", name="Go in").click()
    page.wait_for_selector("text=The sum agrees, and yet")
    assert voted.state["visits"] == [["away", "id_card", "wrong_unseen"]]
    assert page.locator(".place text").text_content() == "4"


def test_a_slider_answers_at_once_and_the_queue_follows(show, voted):
    page = show(voted, live=True)
    before = page.locator(".queue .area").get_attribute("d")
    page.get_by_role("slider", name="Voters who come").fill("2000")

    assert page.locator("output").nth(1).inner_text() == "2,000"
    page.wait_for_function(
        "before => document.querySelector('.queue .area').getAttribute('d') !== before", arg=before
    )
    most = max(voted.queue["waiting"])
    assert most > 500
    assert page.get_by_role("img", name=f"at most {most:,}.").is_visible()
    page.get_by_text("The same as a table").click()
    assert page.locator("details[open] tbody tr").count() == 13

    page.get_by_role("slider", name="carried out").fill("4")
    page.wait_for_selector("text=The records differ")
    page.get_by_label("The ballots of far").select_option("here")
    page.wait_for_selector("text=Whoever reads")


def test_a_link_brings_back_what_was_seen(show, voted):
    first = show(voted, live=True)
    first.get_by_role("button", name="Get a wrong ballot, and do not").click()
    first.wait_for_selector("text=The sum agrees, and yet")
    first.get_by_role("button", name="Link to what I see").click()
    link = first.get_by_label("Link to this state").input_value()

    fresh = RemoteStation(language="en")
    page = show(fresh, live=True, hash=link.partition("#")[2])
    page.wait_for_selector("text=The sum agrees, and yet")
    assert fresh.state == voted.state
    assert page.get_by_role("button", name="Next step").is_hidden()


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1920, "light")])
def test_nothing_scrolls_sideways_and_nothing_is_seriously_wrong(show, axe, width, scheme):
    for state in (None, TWICE):
        page = show(RemoteStation(state, language="en"), width, scheme)
        for closed in page.locator("summary").all():
            if closed.is_visible():
                closed.click()
        assert wide(page) <= width
        for box in page.locator(".box:visible").all():
            assert box.evaluate("box => box.scrollWidth <= box.clientWidth")
        assert axe(page) == []


def test_longer_words_of_another_language_find_room_on_a_phone(show):
    view = RemoteStation(TWICE, language="en")
    long = "Идентифицировано избирателей на избирательном участке"
    view.labels = {
        **view.labels,
        **dict.fromkeys(
            ("identified", "printed", "spoiled", "boxed", "in_parts", "all_steps"), long
        ),
    }
    page = show(view, 360)

    assert wide(page) <= 360


def test_a_view_that_goes_away_leaves_nothing_listening(show, voted):
    page = show(voted)
    page.evaluate("window.clean()")

    assert page.evaluate("window.listeners()") == 0
