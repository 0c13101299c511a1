"""The file of an evening: each kind leaves the trace it must, and no other."""

from collections import Counter

import pytest

from electoral.incident import (
    ARRIVED,
    CHANGED,
    CLOSE,
    CONSOLE,
    KINDS,
    STATIONS,
    Entry,
    clock,
    explain,
    incident,
    summed,
)

FILES = [incident(seed) for seed in range(240)]


def of(kind):
    return [file for file in FILES if file.kind == kind]


def test_every_kind_is_drawn_about_as_often_as_the_others():
    counts = Counter(file.kind for file in FILES)

    assert set(counts) == set(KINDS)
    assert all(20 <= count <= 60 for count in counts.values())


def test_the_papers_alone_show_what_happened():
    for file in FILES:
        assert explain(file) == (file.kind, file.station)


@pytest.mark.parametrize("kind", KINDS)
def test_the_server_s_sum_is_off_only_where_votes_were_moved(kind):
    for file in of(kind):
        gap, at = file.server - file.counted, file.station - 1
        if kind in {"early", "display"}:
            assert gap == 0
        elif kind == "twice":
            assert gap == file.copies[at]
        elif kind == "missing":
            assert gap == -file.copies[at]
        else:
            assert 20 <= abs(gap) < 160


def test_the_display_differs_from_the_server_only_when_it_is_the_display():
    for file in FILES:
        assert (file.display != file.server) == (file.kind == "display")


def test_the_log_is_in_order_and_nothing_arrives_before_the_close_but_the_early_number():
    for file in FILES:
        early = [entry for entry in file.log if entry.minute < CLOSE]

        assert list(file.log) == sorted(file.log)
        assert len(early) == (file.kind == "early")
        assert all(
            file.kind == "early" and one.votes < file.copies[one.station - 1] for one in early
        )


def test_devices_and_stations_are_told_apart():
    for file in FILES:
        assert len(set(file.devices)) == STATIONS == len(file.copies)
        assert CONSOLE not in file.devices
        strangers = {entry.device for entry in file.log} - {*file.devices, CONSOLE}
        assert len(strangers) == (file.kind == "stranger")


def test_the_same_seed_makes_the_same_file():
    assert incident(99) == incident(99)


def test_a_sum_is_reckoned_by_hand():
    """100 + 200, the second changed to 260 by the console, 100 once more, 40 before the close."""
    log = [
        Entry(CLOSE + 40, ARRIVED, 1, "D-11", 100),
        Entry(CLOSE + 50, ARRIVED, 2, "D-12", 200),
        Entry(CLOSE + 60, CHANGED, 2, CONSOLE, 260),
        Entry(CLOSE + 70, ARRIVED, 1, "D-11", 100),
        Entry(CLOSE - 30, ARRIVED, 1, "D-11", 40),
    ]

    assert summed(log) == 100 + 260 + 100


def test_a_minute_is_written_with_two_digits_each():
    assert [clock(minute) for minute in (0, 65, 1439)] == ["00:00", "01:05", "23:59"]


def test_a_seed_that_is_none_is_refused():
    with pytest.raises(ValueError, match="A seed must be a whole number"):
        incident(-1)
