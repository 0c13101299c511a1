"""Who can notice? in Chromium: from the first guess to the five ways side by side."""

import pytest

from electoral.cabinet.adversaries import ROLES
from electoral.cabinet.ways import WAYS
from electoral_widgets import WhoCanNotice
from electoral_widgets.who_can_notice import BEGIN
from electoral_widgets.who_can_notice_cells import usual

pytestmark = pytest.mark.browser

RIGHT = ["voter", "stands", "board"]


def matrix(**state):
    """Return a view whose three predictions are made."""
    return WhoCanNotice({"guesses": RIGHT, **state}, language="en")


def settled(page):
    page.wait_for_function("window.model.get('left') === 0")


def focused(page):
    return page.evaluate("document.activeElement.innerText || document.activeElement.type")


def test_it_is_played_from_start_to_end_by_keyboard_alone(show):
    view = WhoCanNotice(language="en")
    page = show(view, live=True)
    keys = page.keyboard
    page.get_by_role("radio", name="Yes: a proof in the file fails").focus()
    keys.press("Space")
    keys.press("Tab")
    keys.press("Enter")
    page.get_by_text("Not as you guessed. The phone locked a wrong vote").wait_for()
    assert page.get_by_role("grid").is_hidden()
    for downs, said in ((2, "As you guessed. The count was over"), (1, "As you guessed. In 2 of")):
        assert focused(page) == "radio"
        keys.press("Space")
        for _ in range(downs):
            keys.press("ArrowDown")
        keys.press("Tab")
        keys.press("Enter")
        page.get_by_text(said).wait_for()
    settled(page)
    assert view.state["guesses"] == ["file", "stands", "board"]

    page.wait_for_function("document.activeElement.classList.contains('cell')")
    assert "nothing achieved" in focused(page)
    keys.press("ArrowRight")
    keys.press("ArrowRight")
    assert "voters challenge the phone" in focused(page)
    keys.press("Enter")
    page.get_by_text("Votes counted otherwise than meant: 4.").wait_for()
    assert "The phone changes votes" in page.locator(".spoken").first.inner_text()
    assert page.evaluate("document.activeElement.getAttribute('aria-expanded')") == "true"
    keys.press("ArrowDown")
    assert focused(page) == "?"
    keys.press("Enter")
    page.get_by_text("Votes that others know by name: 4.").wait_for()
    settled(page)
    keys.press("Control+End")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "not opened yet"
    keys.press("Tab")
    keys.press("Enter")
    assert view.state["rows"] == [
        "device_changes", "device_leaks", "server_erases", "coercer",
    ]  # fmt: skip
    page.get_by_text("This is no ranking.").wait_for()


def test_a_press_opens_a_row_and_a_cell_and_a_second_press_closes_it(show):
    view = matrix()
    page = show(view, live=True)
    settled(page)
    grid = page.get_by_role("grid")
    row = grid.get_by_role("row", name="Power or network fails")
    row.get_by_role("button").nth(1).click()
    prevented = usual("denial", "paper_remote").possible.prevented
    grid.get_by_text(f"Votes not counted: {prevented}.").wait_for()
    settled(page)

    assert row.get_by_role("button").nth(4).inner_text().startswith("–")
    assert row.get_by_role("button", expanded=True).count() == 1
    row.get_by_role("button").nth(1).click()
    page.wait_for_function("!document.querySelector('.opened')")
    assert view.state["role"] == ""


def test_who_checks_changes_the_cells_and_the_change_is_marked(show):
    view = matrix(role="server_erases", way="deg_homomorphic")
    page = show(view, live=True)
    settled(page)
    cell = page.locator(".cell[aria-expanded=true]")
    assert "by: whoever keeps copies of the board" in cell.inner_text()
    page.get_by_text("Change the assumptions").click()
    page.get_by_role("checkbox", name="somebody keeps copies of the board").uncheck()
    cell.get_by_text("noticed only if:").wait_for()
    settled(page)

    assert "◆" in cell.inner_text()
    assert "other than with the usual assumptions" in cell.text_content()
    assert "marked ◆: " in page.locator(".counted").inner_text()
    slider = page.get_by_role("slider", name="Challenge the phone")
    slider.focus()
    slider.press("End")
    page.get_by_text("Challenge the phone, of 1,000 voters: 1,000").wait_for()
    page.wait_for_function(
        "window.model.get('matrix')['device_changes/deg_homomorphic']?.status === 'none'"
    )
    page.get_by_role("textbox", name="Number of the day").fill("sixty")
    page.keyboard.press("Enter")
    page.get_by_text("seed is a whole number").wait_for()
    page.get_by_role("button", name="Usual assumptions", exact=True).click()
    settled(page)
    assert {**view.state, "rows": [], "role": ""} == {**BEGIN, "guesses": RIGHT}


def test_a_finger_chooses_a_way_reads_the_list_and_holds_twenty_days(show):
    view = matrix(way="paper_home")
    page = show(view, 360, live=True, touch=True)
    settled(page)
    grid = page.get_by_role("grid")
    assert grid.get_by_role("columnheader").all_inner_texts() == [
        "Who cheats",
        "Paper at one's own station",
    ]
    page.get_by_label("Way of voting").first.select_option("paper_remote")
    page.wait_for_function("document.querySelector('th.chosen').textContent.startsWith('Remote')")
    grid.get_by_role("row", name="tells others how people vote").get_by_role("button").tap()
    grid.get_by_text("All papers look alike").wait_for()
    page.get_by_role("button", name="Hold 20 other days").tap()
    page.get_by_text("on 0 of them somebody noticed.").wait_for()

    assert page.locator(".days li").count() == 20
    assert page.locator(".days li").first.inner_text() in {"○", "○\nDay 1: noticed by nobody"}
    assert page.locator(".opened td").evaluate("cell => cell.colSpan") == 2
    page.locator(".cell[tabindex='0']").press("ArrowRight")
    page.wait_for_function(
        "document.querySelector('th.chosen').textContent.includes('only the sum')"
    )
    assert "noticed by nobody" in focused(page)
    page.locator(".cell[tabindex='0']").press("Enter")
    grid.get_by_text("Votes that others know by name: 4.").wait_for()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.wait_for_function("document.querySelector('.opened td').colSpan === 6")
    assert grid.get_by_role("columnheader").count() == 1 + len(WAYS)


def test_a_press_is_answered_before_python_answers(show):
    """In this page nothing answers."""
    page = show(matrix())
    page.get_by_role("grid").get_by_role("button", name="not opened yet").first.click()

    assert page.locator(".opened").inner_text() == "being computed …"
    assert page.locator(".cell[aria-expanded=true]").get_attribute("aria-label") == "being computed"


def test_a_link_brings_everything_back_and_a_wrong_one_gets_a_sentence(show):
    state = {"role": "denial", "way": "deg_blind", "codes": 0, "watch": ["archive"]}
    first = show(matrix(**state), live=True)
    settled(first)
    first.get_by_role("button", name="Link to what I see").click()
    link = first.get_by_label("Link to this state").input_value()
    fresh = WhoCanNotice(language="en")
    page = show(fresh, live=True, hash=link.partition("#")[2])
    page.get_by_text("Your guess: Where ballots stand on a public board").wait_for()
    settled(page)

    assert page.get_by_role("grid").inner_text() == first.get_by_role("grid").inner_text()
    page.get_by_role("button", name="Begin again").click()
    page.wait_for_function("document.querySelector('.stage').hidden")
    assert fresh.state == BEGIN
    page.evaluate("window.clean()")
    assert page.evaluate("window.listeners()") == 0

    page = show(WhoCanNotice(language="en"), live=True, hash="who-can-notice=e30x")
    page.get_by_text("The link is damaged.").wait_for()


def test_the_view_fits_every_page_and_has_no_serious_fault(show, axe):
    view = matrix(rows=list(ROLES), role="coercer", way="i_voting", compare=True, watch=[])
    while view.left:
        view._handle_custom_msg({"do": "more"}, [])
    page = show(view, 360, live=True)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    for width, scheme in ((360, "light"), (360, "dark"), (1920, "light"), (1920, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)

        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if (width, scheme) in {(360, "light"), (1920, "dark")}:
            assert axe(page) == []
        small = page.evaluate(
            """() => [...document.querySelectorAll(".electoral-view button, .electoral-view select")]
                .filter((one) => one.offsetParent).map((one) => one.getBoundingClientRect())
                .filter(({ width, height }) => Math.min(width, height) < 43.5).length"""
        )
        assert small == 0
