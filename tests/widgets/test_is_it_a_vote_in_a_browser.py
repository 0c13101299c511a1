"""Is this a vote? in Chromium: a deck from the first ballot to the sandbox."""

import json

import pytest

from electoral.marks import Thresholds, decide
from electoral_widgets import IsItAVote
from electoral_widgets.ballot_deck import BALLOTS, deal
from electoral_widgets.class_tally import NAME

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    for name in ("ELECTORAL_ANSWERS", "HTTP_COOKIE", "ELECTORAL_LANG"):
        monkeypatch.delenv(name, raising=False)


def at_the_eyes():
    """Return a view whose pictures are there: its reader has come to it."""
    view = IsItAVote(language="en")
    view.show_pictures()
    return view


@pytest.fixture
def judged():
    """A view whose whole deck is judged: each ballot as the rule of the model says."""
    view = at_the_eyes()
    for ballot, ruling in enumerate(deal(1).ruling.tolist()):
        view.judge(ballot, ruling)
    return view


def place(page, number):
    return page.get_by_text(f"Deck 1, ballot {number} of 12", exact=True)


def status(page):
    return page.locator(".spoken").inner_text()


def wide(page):
    return page.evaluate("document.documentElement.scrollWidth")


def test_a_deck_is_judged_from_start_to_end_by_keyboard_alone(show):
    view = at_the_eyes()
    page = show(view, live=True)
    page.get_by_role("radio", name="A vote for A").focus()
    for ballot, ruling in enumerate(deal(1).ruling.tolist()):
        assert place(page, ballot + 1).is_visible()
        page.keyboard.press(str(ruling + 1))
        page.keyboard.press("Enter")
        page.wait_for_function(
            "number => Object.keys(model.get('results')).length > number", arg=ballot
        )
        assert page.evaluate("document.activeElement.textContent") in {
            "Next ballot",
            "See the whole deck",
        }
        page.keyboard.press("Enter")

    assert view.state["judged"] == "".join(map(str, deal(1).ruling.tolist()))
    assert page.evaluate("document.activeElement.textContent") == "The whole deck"
    foot = page.locator("tfoot").inner_text()
    assert "12 of 12" in foot
    assert "6 of 12" in foot

    page.get_by_role("slider", name="Upper").focus()
    for _ in range(40):
        page.keyboard.press("ArrowLeft")
    page.wait_for_function(
        "document.querySelector('.spoken').textContent === document.querySelector('.now').textContent"
    )
    sure = page.evaluate("model.get('state').sure")
    readings = decide(deal(1).fills, Thresholds(sure, min(sure, 40)))
    counted = int((readings < 5).sum())
    assert f"The machine now: {counted} counted" in page.locator(".now").inner_text()
    assert [view.results[f"{ballot}"]["machine"] for ballot in range(12)] == readings.tolist()


def test_arrows_and_space_choose_and_nothing_is_judged_before_the_button(show):
    view = at_the_eyes()
    page = show(view, live=True)
    page.get_by_role("radio", name="A vote for A").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("window.sent") == []

    page.get_by_role("button", name="Judge", exact=True).press("Enter")

    assert page.evaluate("window.sent") == [{"do": "judge", "ballot": 0, "judgement": 2}]


def test_a_touch_judges_and_the_result_is_shown_beside_the_squares_and_said(show):
    view = at_the_eyes()
    page = show(view, 360, live=True, touch=True)
    assert page.locator(".gauge").count() == 0
    page.get_by_text("A vote for B").tap()
    page.get_by_role("button", name="Judge", exact=True).tap()
    page.wait_for_selector(".gauge")

    assert page.locator(".gauge").count() == page.locator(".frame").count() == 5
    numbers = [fill / 10 for fill in deal(1).fills[0].tolist()]
    assert page.locator(".gauge b").all_inner_texts() == [f"{number:.1f}%" for number in numbers]
    assert "You: B" in status(page)
    assert "The machine: " in status(page)
    assert "The rule of this model: " in status(page)
    assert place(page, 1).is_visible()


def test_the_frames_lie_on_the_printed_squares(show, judged):
    page = show(judged)
    canvas = page.locator(".paper canvas").bounding_box()
    for square, (left, top, right, bottom) in enumerate(deal(1).boxes[0].tolist()):
        frame = page.locator(".frame").nth(square).bounding_box()
        zoom = canvas["width"] / 640
        assert frame["x"] - canvas["x"] == pytest.approx(left * zoom, abs=2)
        assert frame["y"] - canvas["y"] == pytest.approx(top * zoom, abs=2)
        assert frame["width"] == pytest.approx((right - left) * zoom, abs=2)
        assert frame["height"] == pytest.approx((bottom - top) * zoom, abs=2)


def test_a_picture_has_words_for_what_is_on_it_and_is_painted(show):
    view = at_the_eyes()
    page = show(view)
    picture = page.get_by_role("img", name=view.ballots[0]["alt"])
    page.wait_for_function("document.querySelector('.paper canvas').width === 640")

    assert picture.is_visible()
    greys = page.evaluate("""async () => {
        await new Promise(requestAnimationFrame);
        const canvas = document.querySelector(".paper canvas");
        const { data } = canvas.getContext("2d").getImageData(0, 0, 640, 904);
        return new Set(data.filter((_, at) => at % 4 === 0)).size;
    }""")
    assert greys > 20


def test_judging_without_a_choice_asks_for_one_and_sends_nothing(show):
    page = show(at_the_eyes(), live=True)
    page.get_by_role("button", name="Judge", exact=True).click()

    assert page.locator(".said").first.inner_text() == "First choose one of the seven."
    assert page.evaluate("document.activeElement.type") == "radio"
    assert page.evaluate("window.sent") == []


def test_the_answer_to_a_press_does_not_wait_for_python(show):
    """In this page nothing answers: the judgement is there and the machine's word awaited."""
    page = show(at_the_eyes())
    page.get_by_role("radio", name="Invalid").check()
    page.get_by_role("button", name="Judge", exact=True).click()

    assert page.locator(".voices li").all_inner_texts() == [
        "You: invalid",
        "The ballot goes into the machine…",
    ]
    assert page.get_by_role("button", name="Ballot 1, judged").is_visible()


def test_the_sliders_change_the_readings_at_once_and_never_cross(show, judged):
    """In this page nothing answers; the browser reads the deck as `electoral.marks` does."""
    page = show(judged)
    page.get_by_role("slider", name="Lower").fill("600")
    readings = decide(deal(1).fills, Thresholds(360, 360)).tolist()

    for slider in ("Lower", "Upper"):
        assert page.get_by_role("slider", name=slider).get_attribute("aria-valuetext") == "36.0%"
    shown = [text[2:] for text in page.locator(".line > :last-child").all_inner_texts()]
    names = ["A", "B", "C", "D", "against all", "invalid", "given back"]
    assert shown == [names[reading] for reading in readings]
    page.wait_for_function("window.saved?.state.sure === 360")

    page.get_by_role("button", name="Usual thresholds").click()
    page.wait_for_function("window.saved.state.sure === 100 && window.saved.state.doubtful === 40")


def test_a_new_deck_comes_in_the_place_of_the_old_one(show, judged):
    page = show(judged, live=True)
    page.get_by_role("button", name="New deck").click()
    page.wait_for_selector("text=Deck 2, ballot 1 of 12")

    assert page.locator(".whole").is_hidden()
    assert page.get_by_role("radio", name="A vote for A").is_visible()
    assert page.evaluate("document.activeElement.textContent") == "1"
    assert page.get_by_role("img", name=deal_alt(judged)).is_visible()


def deal_alt(view):
    return view.ballots[0]["alt"]


def test_a_link_brings_back_what_was_seen(show, judged):
    first = show(judged, live=True)
    first.get_by_role("slider", name="Upper").fill("600")
    first.wait_for_function("window.saved?.state.sure === 360")
    first.get_by_role("button", name="Link to what I see").click()
    link = first.get_by_label("Link to this state").input_value()

    fresh = at_the_eyes()
    page = show(fresh, live=True, hash=link.partition("#")[2])
    page.wait_for_selector(".whole")

    assert fresh.state == judged.state
    assert page.get_by_role("slider", name="Upper").get_attribute("aria-valuetext") == "36.0%"
    assert page.locator(".now").inner_text() == first.locator(".now").inner_text()


def test_a_ballot_of_the_table_can_be_looked_at_again(show, judged):
    page = show(judged)
    page.locator("tbody").get_by_role("button", name="Ballot 3", exact=True).click()

    assert place(page, 3).is_visible()
    assert page.evaluate("document.activeElement.getAttribute('aria-current')") == "true"


def test_the_class_is_told_with_its_figures(show, monkeypatch, tmp_path):
    monkeypatch.setenv("ELECTORAL_ANSWERS", str(tmp_path / "answers"))
    monkeypatch.setenv("HTTP_COOKIE", "electoral_learner=learner-of-mine")
    for number, sign in enumerate("5555500"):
        home = tmp_path / "answers" / f"learner-{number}"
        home.mkdir(parents=True)
        content = {"version": 1, "decks": {"1": sign + "-" * (BALLOTS - 1)}}
        (home / NAME).write_text(json.dumps(content), encoding="utf-8")
    page = show(at_the_eyes(), live=True)
    for key in ("6", "1"):
        page.locator("body").press("Tab")
        page.get_by_role("radio", name="A vote for A").focus()
        page.keyboard.press(key)
        page.keyboard.press("Enter")
        page.wait_for_selector(".voices li >> nth=3")
        if key == "6":
            voice = page.locator(".voices li").last.inner_text()
            assert "Most of your class: invalid = as you" in voice
            assert "Others who have judged it: 7. As you: 5." in voice
            assert page.locator(".count").count() == 2
            page.keyboard.press("Enter")

    assert "Fewer than five others have judged it yet" in page.locator(".voices").inner_text()
    assert "counted for the class, without your name" in page.locator("body").inner_text()


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark"), (1920, "light")])
def test_nothing_scrolls_sideways_and_nothing_is_seriously_wrong(show, axe, width, scheme):
    view = at_the_eyes()
    page = show(view, width, scheme, live=True)
    assert wide(page) <= width
    assert axe(page) == []

    for ballot in range(BALLOTS):
        view.judge(ballot, ballot % 7)
    page = show(view, width, scheme, live=True)
    page.get_by_text("What is known").click()
    for twin in page.locator("summary").all()[1:]:
        if twin.is_visible():
            twin.click()
    assert page.locator(".whole").is_visible()
    assert wide(page) <= width
    assert axe(page) == []


def test_the_longer_words_of_another_language_find_room_on_a_phone(show, judged):
    """Russian words as the longest that are to be expected."""
    long = {
        "invalid": "недействителен",
        "returned": "возвращён избирателю",
        "by_vote": "решает голосование",
        "decide": "вопрос решает комиссия голосованием",
        "head_machine": "Считыватель",
    }
    judged.labels = {**judged.labels, **long}
    fresh = at_the_eyes()
    fresh.labels = judged.labels

    for view in (judged, fresh):
        page = show(view, 360)
        assert wide(page) <= 360
        for box in page.locator(".box:visible").all():
            assert box.evaluate("box => box.scrollWidth <= box.clientWidth")


def test_what_is_pressed_is_large_enough_for_a_finger(show, judged):
    page = show(judged, 360, touch=True)
    small = page.evaluate("""() => [...document.querySelectorAll(".electoral-view button, .tiles label")]
        .filter((one) => one.offsetParent).map((one) => one.getBoundingClientRect())
        .filter(({ width, height }) => width < 44 || height < 44).length""")

    assert small == 0


def test_keys_of_the_page_and_of_the_browser_stay_theirs(show):
    page = show(at_the_eyes(), live=True)
    page.get_by_role("radio", name="A vote for A").focus()
    page.keyboard.press("Control+3")
    page.keyboard.press("8")
    assert page.locator("input:checked").count() == 0

    page.locator("#after").focus()
    page.keyboard.press("3")
    assert page.locator("input:checked").count() == 0


def test_a_view_that_goes_away_leaves_nothing_listening(show):
    page = show(at_the_eyes())
    page.evaluate("window.clean()")

    assert page.evaluate("window.listeners()") == 0


def test_the_pictures_come_when_the_view_is_near_and_cost_no_choice(show):
    view = IsItAVote(language="en")
    page = show(view, live=True)
    page.get_by_role("radio").first.check()
    page.wait_for_function("window.model.get('pictures').byteLength > 0")
    page.wait_for_function(
        "document.querySelector('.paper canvas').getContext('2d').getImageData(99, 99, 1, 1).data[3]"
    )

    assert page.evaluate("window.sent") == [{"do": "pictures"}]
    assert page.get_by_role("radio").first.is_checked()
