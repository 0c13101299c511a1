"""The table of protocols in Chromium: mark, sort, filter, ask, check."""

import pytest

from electoral_widgets import ProtocolTable

pytestmark = pytest.mark.browser


@pytest.fixture
def page(show):
    return show(ProtocolTable(language="en"))


def names(page):
    return page.locator("tbody tr:visible th").all_inner_texts()


def test_the_table_is_a_table_with_headers_for_rows_and_columns(page):
    assert page.locator("tbody tr").count() == 53
    assert page.locator("thead th[scope=col]").count() == 11
    assert page.locator("tbody th[scope=row]").count() == 53
    assert page.get_by_role("table", name="Protocols of the presidential election").count() == 1


def test_a_header_sorts_up_and_then_down_by_keyboard(page):
    header = page.get_by_role("button", name="Ballots received")
    header.focus()
    page.keyboard.press("Enter")

    assert names(page)[0] == "Sulyukta city"
    assert page.locator("th", has=header).get_attribute("aria-sort") == "ascending"

    page.keyboard.press("Space")

    assert names(page)[0] == "Bishkek city"
    assert page.locator("th", has=header).get_attribute("aria-sort") == "descending"
    assert page.locator("[aria-sort]").count() == 1


def test_an_oblast_alone_can_be_shown_and_marks_elsewhere_stay(page):
    page.get_by_role("checkbox", name="Suzak district").check()
    page.get_by_label("Show", exact=True).select_option(label="Naryn oblast")

    assert len(names(page)) == 6
    assert "Shown: 6 of 53. Marked: 1." in page.locator(".counts").inner_text()
    assert page.evaluate("window.saved.marked") == ["SUZ"]


@pytest.mark.parametrize("button", ["Show differences", "Check my marks"])
def test_asking_before_predicting_gets_a_request_and_sends_nothing(page, button):
    page.get_by_role("button", name=button).click()

    assert page.get_by_role("status").inner_text() == (
        "First mark at least one protocol that you suspect."
    )
    assert page.evaluate("window.sent") == []


def test_a_keyboard_alone_marks_and_asks(page):
    page.get_by_role("checkbox", name="Naryn district").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Check my marks").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("window.saved.marked") == ["NAR"]
    assert page.evaluate("window.sent") == [{"do": "check"}, {"do": "show_differences"}]


def test_the_differences_python_sends_become_columns_that_sort(page):
    table = ProtocolTable(["KEM"], language="en")
    table.show_differences()
    page.evaluate("shown => model.set('shown', shown)", table.shown)

    assert page.locator("thead th").count() == 15
    page.get_by_role("button", name="K3: difference").click()
    first = page.locator("tbody tr").first
    assert "Suzak district" in first.inner_text()
    assert "✗ −10,000" in first.inner_text()


def test_a_verdict_is_told_in_words_and_a_new_mark_takes_it_away(page):
    table = ProtocolTable(["NAR", "KEM"], language="en")
    table.check()
    page.evaluate("verdict => model.set('verdict', verdict)", table.verdict)

    status = page.get_by_role("status")
    assert "Found: 1. Accused falsely: 1. Missed: 3." in status.inner_text()
    assert "accused falsely" in page.locator("tr", has_text="Kemin district").inner_text()

    page.get_by_role("checkbox", name="Suzak district").check()

    assert status.inner_text() == ""


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_the_table_scrolls_in_its_own_box_and_has_no_serious_fault(show, axe, scheme, width):
    table = ProtocolTable(["NAR", "KEM"], language="ru")
    table.show_differences()
    table.check()
    page = show(table, width, scheme)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe(page) == []


def test_a_focused_row_is_not_hidden_by_the_header_or_the_names(show):
    page = show(ProtocolTable(language="en"), 360)
    box = page.locator(".box")
    box.evaluate("box => box.scrollTo(300, 1200)")
    page.get_by_role("checkbox", name="Kadamjay district").focus()
    covered = page.evaluate("""() => {
        const { left, top, width, height } = document.activeElement.getBoundingClientRect();
        const found = document.elementFromPoint(left + width / 2, top + height / 2);
        return found !== document.activeElement;
    }""")

    assert not covered
