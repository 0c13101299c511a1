"""The matrix of standards in Chromium: cells pressed, filtered, walked with keys, on a phone."""

import pytest

from electoral_widgets import StandardsMatrix
from electoral_widgets.standards_matrix import BEGIN

pytestmark = pytest.mark.browser

WIDE = "document.documentElement.scrollWidth"
BROKEN_HEADS = """() => [...document.querySelectorAll("button.head")].flatMap((head) => {
    const found = head.scrollWidth > head.clientWidth || head.scrollHeight > head.clientHeight
      ? [head.textContent] : [];
    const texts = document.createTreeWalker(head, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      for (const word of text.data.matchAll(/\\S+/g)) {
        const range = document.createRange();
        range.setStart(text, word.index);
        range.setEnd(text, word.index + word[0].length);
        if (range.getClientRects().length > 1) found.push(word[0]);
      }
    }
    return found;
})"""
"""The names of instruments that are cut off, and their words that stand on two lines."""


def focused(page):
    return page.evaluate("document.activeElement.textContent")


def cell(page, principle, instrument="cis_convention"):
    row = page.get_by_role("row", name=principle)
    return row.locator(f"[data-instrument='{instrument}'] .cell")


def test_a_cell_opens_what_its_places_say_and_closing_leads_back(show):
    view = StandardsMatrix(language="en")
    page = show(view, live=True)
    assert page.locator(".detail").is_hidden()

    cell(page, "Secret ballot").click()
    page.get_by_text("Electoral bodies make sure that nobody can watch").wait_for()
    detail = page.locator(".detail").inner_text()
    assert "Place: 5.4" in detail
    assert "Read at: eos.cartercenter.org/quotes/1689" in detail
    assert "Binding: a treaty" in detail
    assert page.evaluate("document.activeElement.classList.contains('detail')")
    page.get_by_role("button", name="Close").click()
    page.wait_for_function("document.querySelector('.detail').hidden")

    assert "5.1, 5.2, 5.3, 5.4, 1 (read)" in focused(page)
    assert view.state == BEGIN


def test_a_filter_leaves_the_columns_of_its_kind(show):
    view = StandardsMatrix(language="en")
    page = show(view, live=True)
    page.get_by_role("button", name="binding", exact=True).click()
    page.get_by_text("Instruments: 3.").wait_for()

    assert page.get_by_role("columnheader").count() == 4
    assert (
        page.get_by_role("button", name="binding", exact=True).get_attribute("aria-pressed")
        == "true"
    )
    page.get_by_role("button", name="all", exact=True).click()
    page.get_by_text("Instruments: 11.").wait_for()


def test_what_waits_shows_its_number_and_no_word(show):
    view = StandardsMatrix(language="en")
    page = show(view, live=True)
    assert cell(page, "Honest count", "copenhagen").inner_text().startswith("–")
    page.get_by_role("checkbox", name="Show also places that nobody has read yet").check()
    page.wait_for_function("model.get('state').waiting")
    cell(page, "Honest count", "copenhagen").click()
    page.get_by_text("Place: 7.4").wait_for()

    assert "not repeated until somebody has read" in page.locator(".detail").inner_text()
    assert "honestly" not in page.locator(".detail").inner_text()


def test_it_is_walked_and_opened_by_keyboard_alone(show):
    view = StandardsMatrix(language="en")
    page = show(view, live=True)
    keys = page.keyboard
    cell(page, "Universal suffrage", "udhr").focus()
    for _ in range(4):
        keys.press("ArrowRight")
    keys.press("ArrowDown")
    assert "1 (reported)" in focused(page)
    keys.press("Enter")
    page.get_by_text("The list of standards names equal suffrage.").wait_for()
    keys.press("Tab")
    assert focused(page) == "Close"
    keys.press("Enter")
    page.wait_for_function("document.querySelector('.detail').hidden")

    assert "1 (reported)" in focused(page)
    assert page.locator(".cell[tabindex='0']").count() == 1


def test_the_name_of_an_instrument_opens_who_takes_part(show):
    page = show(StandardsMatrix(language="en"), live=True)
    page.get_by_role("columnheader", name="CIS Convention").get_by_role("button").click()

    page.get_by_text("Kazakhstan. In force from then on: 4 July 2007").wait_for()
    assert "Rows read: 11." in page.locator(".detail").inner_text()


def test_on_a_phone_one_instrument_is_shown_at_a_time(show):
    view = StandardsMatrix({"own": "secret"}, language="en")
    page = show(view, 360, live=True, touch=True)
    assert page.get_by_role("columnheader").count() == 2
    assert page.evaluate(WIDE) <= 360
    page.get_by_role("combobox", name="Instrument").select_option("venice_code")
    cell(page, "Secret ballot", "venice_code").tap()
    page.get_by_text("The fourth of the Code's principles is secret suffrage.").wait_for()

    assert "your principle" in page.get_by_role("row", name="Secret ballot").inner_text()
    assert page.evaluate(WIDE) <= 360
    box = cell(page, "Free elections", "venice_code").bounding_box()
    assert box["height"] >= 36


@pytest.mark.parametrize(
    ("language", "width", "scheme"),
    [("en", 1280, "light"), ("ru", 360, "dark"), ("ky", 360, "light")],
)
def test_nothing_is_cut_off_and_nothing_shuts_anybody_out(show, axe, language, width, scheme):
    state = {"waiting": True, "instrument": "cis_convention", "principle": "secret"}
    page = show(StandardsMatrix(state, language=language), width, scheme)

    assert page.evaluate(WIDE) <= width
    assert axe(page) == []


@pytest.mark.parametrize("language", ["en", "ru", "ky"])
def test_the_names_of_eleven_instruments_stay_whole_side_by_side(show, language):
    page = show(StandardsMatrix(language=language), 848)

    assert page.get_by_role("columnheader").count() == 12
    assert page.evaluate(BROKEN_HEADS) == []


def test_a_link_brings_the_cell_back(show):
    page = show(StandardsMatrix({"instrument": "venice_code", "principle": "free"}, language="en"))
    page.get_by_role("button", name="Link to what I see").click()
    link = page.get_by_label("Link to this state").input_value()
    other = show(StandardsMatrix(language="en"), live=True, hash=link.partition("#")[2])

    other.get_by_text("The third of the Code's principles is free suffrage.").wait_for()
