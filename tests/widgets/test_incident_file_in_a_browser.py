"""The file of an evening in Chromium: two tables, one of which narrows to a station."""

import pytest

from electoral.incident import incident
from electoral_widgets import IncidentFile

pytestmark = pytest.mark.browser


def test_the_log_is_narrowed_to_one_station_by_keyboard(show):
    seed = next(seed for seed in range(50) if incident(seed).kind == "missing")
    missing = incident(seed).station
    page = show(IncidentFile(seed, language="en"))
    rows = page.get_by_role("table", name="The server's log").locator("tbody tr")
    assert rows.count() == 5

    chosen = page.get_by_label("Show in the log")
    chosen.focus()
    chosen.select_option(str(missing))

    assert rows.count() == 0
    assert page.get_by_text("No entry of this station.").is_visible()
    chosen.select_option("")
    assert rows.count() == 5


@pytest.mark.parametrize(
    ("language", "width", "scheme"),
    [("en", 1280, "dark"), ("ru", 360, "light"), ("ky", 360, "dark")],
)
def test_it_fits_and_everybody_can_use_it(show, axe, language, width, scheme):
    page = show(IncidentFile(11, language=language), width, scheme)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe(page) == []


@pytest.mark.parametrize("kind", ["early", "altered"])
@pytest.mark.parametrize("language", ["ru", "ky"])
def test_on_a_phone_no_votes_of_the_log_are_out_of_sight(show, language, kind):
    seed = next(seed for seed in range(200) if incident(seed).kind == kind)
    page = show(IncidentFile(seed, language=language), 345)  # a lesson's own margins are wider

    for box in page.locator(".box").all():
        assert box.evaluate("(box) => box.scrollWidth - box.clientWidth") == 0
