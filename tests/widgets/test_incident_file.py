"""The file of an evening: what its tables hold, and that they do not tell the answer."""

import pytest

from electoral.incident import KINDS, incident
from electoral_widgets import IncidentFile


def of(kind):
    return next(seed for seed in range(100) if incident(seed).kind == kind)


def test_the_tables_hold_what_the_core_made():
    found, view = incident(3), IncidentFile(3, language="en")

    assert [row[1] for row in view.file["papers"]] == list(found.devices)
    assert [row[2] for row in view.file["papers"]] == [f"{votes:,}" for votes in found.copies]
    assert len(view.file["log"]) == len(found.log)
    assert view.file["server"] == f"{found.server:,}"
    assert view.file["display"] == f"{found.display:,}"


def test_a_number_sent_too_early_is_not_added_and_the_log_says_so():
    rows = IncidentFile(of("early"), language="en").file["log"]

    assert [row[1] for row in rows] == ["arrived, not added"] + ["arrived"] * 6
    assert rows[0][0] < "20:00"


def test_a_change_stands_in_the_log_with_the_console():
    (row,) = [
        row for row in IncidentFile(of("altered"), language="en").file["log"] if row[1] == "changed"
    ]

    assert row[3] == "S-00"


@pytest.mark.parametrize("kind", KINDS)
def test_no_file_says_what_happened(kind):
    view = IncidentFile(of(kind), language="en")

    assert set(view.file) == {"papers", "log", "server", "display", "about"}
    assert {"kind", "station"} & view.get_state().keys() == set()


def test_numbers_and_words_are_those_of_the_language():
    view = IncidentFile(3, language="ru")

    assert view.labels["title"] != IncidentFile(3, language="en").labels["title"]
    assert "," not in view.file["server"]


@pytest.mark.parametrize("seed", [-1, 1_000_000, "7", True, None])
def test_a_seed_that_is_none_is_refused(seed):
    with pytest.raises(ValueError, match="seed is a whole number from 0 to 999999"):
        IncidentFile(seed)
