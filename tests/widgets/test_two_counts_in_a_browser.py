"""Two counts in Chromium: guess, look, choose, recount, change, share; by keys, mouse, touch."""

import base64
import json
import re

import pytest

from electoral_widgets import TwoCounts

pytestmark = pytest.mark.browser

GUESSED = {"guess": "under_10000"}


def press(page, key, times=1):
    for _ in range(times):
        page.keyboard.press(key)


def counted(page):
    """Wait until the two counts are there."""
    page.locator(".after").wait_for(state="visible")
    return page


@pytest.fixture
def page(show):
    return counted(show(TwoCounts(GUESSED, language="en"), live=True))


def chosen(page):
    return page.evaluate("window.model.get('state').chosen")


def place(page, station):
    """Where the dot of a station stands on the page."""
    return page.evaluate(
        """(station) => {
            const picture = document.querySelector("figure > svg");
            const [, x, y] = picture.querySelector("path.station").getAttribute("d")
                .split("M")[station + 1].match(/^(\\S+) (\\S+)h0$/);
            const frame = picture.getBoundingClientRect();
            return [frame.left + Number(x), frame.top + Number(y)];
        }""",
        station,
    )


def largest(page):
    """Return the station with the largest difference, as an index."""
    return int(page.locator("figure tbody th").first.text_content()) - 1


def test_the_whole_view_is_played_by_keyboard_alone(show):
    page = show(TwoCounts(language="en"), live=True)
    assert page.locator(".after").is_hidden()

    page.get_by_role("radio").first.focus()
    press(page, "ArrowDown", 2)
    page.get_by_role("button", name="Count both ways").focus()
    press(page, "Enter")
    counted(page)

    assert "Your guess was too low." in page.locator(".findings").first.inner_text()
    assert page.locator("tbody tr.sum td").count() == 3

    page.locator("summary", has_text="20 largest").focus()
    press(page, "Enter")
    page.get_by_role("checkbox", name=re.compile("Choose station")).first.focus()
    press(page, "Space")
    page.get_by_label("Number of a station").focus()
    page.keyboard.type("12")
    press(page, "Tab")
    press(page, "Enter")

    assert "Chosen: 2 of at most 101" in page.locator(".recount").inner_text()
    assert chosen(page)[1] == 11

    page.get_by_role("button", name="Recount them").focus()
    press(page, "Enter")
    page.get_by_text("Recounted: 2.").first.wait_for()
    page.get_by_role("button", name="Show the disturbed stations").focus()
    press(page, "Enter")
    page.get_by_text("Of 12 disturbed stations").first.wait_for()

    assert (
        page.get_by_role("list", name="The disturbed stations").get_by_role("listitem").count()
        == 12
    )


def test_asking_without_a_guess_gets_a_request_and_no_count(show):
    page = show(TwoCounts(language="en"), live=True)
    page.get_by_role("button", name="Count both ways").click()

    assert "First make a guess" in page.locator(".prediction .said").inner_text()
    assert page.locator(".after").is_hidden()


def test_a_press_is_answered_before_python_has_counted(show):
    page = show(TwoCounts(language="en"))  # nobody answers: what comes is the page's own
    page.get_by_role("radio").nth(1).check()
    page.get_by_role("button", name="Count both ways").click()

    assert page.get_by_text("Counting 2,619 stations…").first.is_visible()


def test_a_chosen_dot_is_drawn_within_a_tenth_of_a_second(page):
    took = page.evaluate(
        """() => {
            const start = performance.now();
            model.set("state", { ...model.get("state"), chosen: [...Array(101).keys()] });
            document.body.getBoundingClientRect();
            return performance.now() - start;
        }"""
    )

    assert page.locator("figure > svg path.chosen").count() == 101
    assert took < 100


def test_a_dot_is_chosen_with_the_mouse_and_let_go_again(page):
    station = largest(page)
    page.locator("figure > svg").scroll_into_view_if_needed()
    x, y = place(page, station)
    page.mouse.move(x + 3, y + 3)

    assert f"Station {station + 1}:" in page.locator(".aim").inner_text()

    page.mouse.click(x + 3, y + 3)

    assert chosen(page) == [station]
    assert page.locator("figure > svg path.chosen").count() == 1

    page.mouse.click(*place(page, station))

    assert chosen(page) == []
    assert page.locator("figure > svg path.chosen").count() == 0


def test_a_press_far_from_every_dot_chooses_none(page):
    frame = page.locator("figure > svg").bounding_box()
    page.mouse.click(frame["x"] + 55, frame["y"] + 30)

    assert chosen(page) == []


def test_a_finger_chooses_a_dot_on_a_phone(show):
    page = counted(show(TwoCounts(GUESSED, language="en"), 360, live=True, touch=True))
    station = largest(page)
    page.locator("figure > svg").scroll_into_view_if_needed()
    page.touchscreen.tap(*place(page, station))

    assert chosen(page) == [station]
    assert page.locator(".cards li").count() == 1


def test_ten_by_size_are_recounted_and_marked_in_picture_and_words(page):
    page.get_by_role("button", name="The largest differences").click()
    page.locator(".recount .cards li").nth(9).wait_for()
    page.get_by_role("button", name="Recount them").click()
    page.get_by_text("Recounted: 10.").first.wait_for()

    said = page.locator(".recount .says").all_inner_texts()
    assert len(said) == 10
    for kind, sign in (("machine", "□"), ("protocol", "✗"), ("confirmed", "✓")):
        marked = page.locator(f"figure > svg path.{kind}").count()
        assert marked == sum(text.startswith(sign) for text in said)
    assert page.get_by_text("protocol not confirmed", exact=True).is_visible()
    assert "95.5%" in page.locator(".recount .findings").inner_text()


def test_a_lot_is_drawn_and_a_station_left_out_keeps_the_focus(page):
    page.get_by_label("How many at once").fill("3")
    page.get_by_role("button", name="By lot").click()
    page.locator(".recount .cards li").nth(2).wait_for()
    first = chosen(page)
    page.get_by_role("button", name=f"Leave out station {first[0] + 1}", exact=True).focus()
    press(page, "Enter")

    assert chosen(page) == first[1:]
    assert page.evaluate("document.activeElement.dataset.remove") == str(first[1])


def test_a_number_of_no_station_and_an_empty_choice_are_answered_in_words(page):
    page.get_by_label("Number of a station").fill("3000")
    page.get_by_role("button", name="Choose it").click()

    assert "Stations have the numbers 1 to 2,619." in page.locator(".recount").inner_text()

    page.get_by_role("button", name="Recount them").click()

    assert "First choose at least one station." in page.locator(".recount").inner_text()
    assert chosen(page) == []


def test_another_line_has_another_picture_and_another_table(page):
    before = page.locator("figure > svg").get_attribute("aria-label")
    page.get_by_label("Difference in").select_option(label="Invalid")
    page.locator("summary", has_text="20 largest").click()

    after = page.locator("figure > svg").get_attribute("aria-label")
    assert before != after
    assert "In 19 of 20 it is from +" in after or "from 0 to +" in after
    assert page.locator("figure tbody td").nth(1).inner_text().startswith("+")
    assert page.evaluate("window.model.get('state').line") == "invalid"


def test_a_changed_country_is_counted_anew(page):
    page.locator("summary", has_text="Change the country").click()
    page.get_by_label("How voters mark").select_option(label="Clearly, without exception")
    page.get_by_role("spinbutton", name="Disturbed stations").fill("0")
    page.get_by_role("button", name="Count again").click()
    page.get_by_text("The two counts agree on every one of").first.wait_for()

    page.wait_for_function("!document.body.innerText.includes('Counting 2,619 stations')")
    assert page.locator("tbody tr.sum td").nth(2).inner_text() == "0"


def test_a_country_that_cannot_be_gets_a_sentence_and_the_old_one_stays(page):
    before = page.locator("tbody tr.sum").inner_text()
    page.locator("summary", has_text="Change the country").click()
    page.get_by_label("A sure mark").fill("30")
    page.get_by_role("button", name="Count again").click()
    page.locator(".notice", has_text="0 < doubtful ≤ sure ≤ 1000").wait_for()

    assert page.locator("tbody tr.sum").inner_text() == before
    page.wait_for_function("!document.body.innerText.includes('Counting 2,619 stations')")

    page.get_by_role("button", name="Count again").click()  # the same once more

    page.wait_for_function("!document.body.innerText.includes('Counting 2,619 stations')")
    assert "0 < doubtful" in page.locator(".notice").inner_text()


def test_a_link_brings_the_recount_back(show):
    page = counted(show(TwoCounts(GUESSED, language="en"), live=True))
    page.get_by_role("button", name="The largest differences").click()
    page.locator(".recount .cards li").nth(9).wait_for()
    page.get_by_role("button", name="Recount them").click()
    page.get_by_text("Recounted: 10.").first.wait_for()
    page.get_by_role("button", name="Link to what I see").click()
    link = page.get_by_label("Link to this state").input_value()
    told = page.locator(".recount").inner_text()

    assert "/base/" not in link or link.startswith("http://127.0.0.1")
    other = counted(show(TwoCounts(language="en"), live=True, hash=link.split("#")[1]))
    other.get_by_text("Recounted: 10.").first.wait_for()

    assert other.locator(".recount").inner_text() == told
    assert "Your guess: On 1,000 to 10,000" in other.locator(".prediction").inner_text()


@pytest.mark.parametrize(
    ("state", "refused"),
    [
        ({"guess": "more", "chosen": "all", "line": 5}, "The link is damaged."),
        ({"guess": "more", "seed": -1}, "This does not fit, and nothing was changed: seed is"),
        ({"chosen": [5000, None], "acts": 3}, "The link is damaged."),
    ],
    ids=json.dumps,
)
def test_a_broken_link_gets_a_sentence_and_the_beginning(show, state, refused):
    text = base64.urlsafe_b64encode(json.dumps(state).encode()).decode().rstrip("=")
    other = show(TwoCounts(language="en"), live=True, hash=f"two-counts={text}")
    other.locator(".notice", has_text=refused).wait_for()

    assert other.locator(".after").is_hidden()
    other.get_by_role("radio").first.check()
    other.get_by_role("button", name="Count both ways").click()
    counted(other)


def test_the_real_pairs_stand_with_their_sources(page):
    real = page.get_by_role("table", name="Real pairs from Kyrgyzstan")

    assert real.locator("th[scope=row]").count() == 11
    assert "Source: A: shailoo.gov.kg/kg/news/6012" in real.inner_text()
    assert real.get_by_text("not comparable").count() == 2
    assert "98% of the boxes and 63% of the protocols" in page.locator(".real").inner_text()


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark"), (1920, "light")])
def test_the_view_fits_its_page_and_has_no_serious_fault(show, axe, scheme, width):
    state = {**GUESSED, "chosen": [0, 1459, 2459], "recounted": True, "told": True}
    page = counted(show(TwoCounts(state, language="ru"), width, scheme, live=True))
    for summary in page.locator("summary").all():
        summary.click()

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe(page) == []
    small = page.evaluate(
        """() => [...document.querySelectorAll(".electoral-view button")]
            .filter((one) => one.offsetParent)
            .map((one) => one.getBoundingClientRect()).filter(({ width, height }) => Math.min(width, height) < 43.5)
            .length"""
    )
    assert small == 0


def test_changes_are_said_once_in_one_place(page):
    assert page.locator("[role=status].spoken").count() == 1
    page.get_by_role("button", name="The largest differences").click()
    page.locator(".recount .cards li").nth(9).wait_for()
    page.get_by_role("button", name="Recount them").click()
    page.get_by_text("Recounted: 10.").first.wait_for()

    assert page.locator(".spoken").inner_text().startswith("Recounted: 10.")


def test_the_view_leaves_nothing_behind(page):
    assert page.evaluate("window.listeners()") > 0
    page.evaluate("window.clean()")

    assert page.evaluate("window.listeners()") == 0


def test_the_picture_follows_the_width_of_the_page(page):
    wide = page.locator("figure > svg").bounding_box()["width"]
    page.set_viewport_size({"width": 500, "height": 800})
    page.wait_for_function("document.querySelector('figure > svg').viewBox.baseVal.width < 480")

    assert page.locator("figure > svg").bounding_box()["width"] < wide
