"""Generated stations. Papers and relations together leave exactly one line to correct."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from electoral.protocol import violations
from electoral.station import (
    EVIDENCE,
    LINES,
    STATION_RELATIONS,
    Fault,
    faults,
    faulty,
    repairs,
    station,
)

SEEDS = st.integers(0, 2**256 - 1)
KINDS = {"swapped_digits", "extra_thousand", "dropped_digit", "other_line"}


@given(SEEDS)
def test_every_relation_holds_at_every_station(seed):
    made = station(seed)

    assert violations(made.lines, STATION_RELATIONS) == []
    assert tuple(made.lines) == LINES


@given(SEEDS)
def test_a_station_is_of_a_believable_size(seed):
    made = station(seed)

    assert 300 <= made.lines["voters"] <= 2500
    assert made.lines["issued"] <= made.lines["voters"]
    assert made.lines["issued"] <= made.lines["received"] <= made.lines["voters"]
    assert all(count > 0 for count in made.lines.values())
    assert made.number >= 10_000


@given(SEEDS)
def test_papers_say_what_the_protocol_says(seed):
    made = station(seed)

    assert made.slips == {slip: made.lines[line] for slip, line in EVIDENCE.items()}


@given(SEEDS)
def test_the_typed_protocol_differs_from_the_true_one_in_the_fault_alone(seed):
    made, typed, fault = faulty(seed)

    differing = {line for line in LINES if typed[line] != made.lines[line]}
    assert differing == {fault.line}
    assert (typed[fault.line], made.lines[fault.line]) == (fault.wrong, fault.right)
    assert made == station(seed)


@given(SEEDS)
def test_the_fault_breaks_at_least_one_relation(seed):
    _, typed, _ = faulty(seed)

    assert violations(typed, STATION_RELATIONS)


@given(SEEDS)
@example(0)
def test_exactly_one_correction_agrees_with_papers_and_relations_and_it_is_the_true_one(seed):
    made, typed, fault = faulty(seed)

    assert repairs(typed, made.slips) == {fault.line: fault.right}
    assert typed | repairs(typed, made.slips) == made.lines


@pytest.mark.parametrize("seed", [0, 1, 2, 3])
def test_trying_every_line_and_every_value_finds_the_same_single_correction(seed):
    made, typed, fault = faulty(seed)

    found = [
        (line, value)
        for line in LINES
        for value in range(2600)
        if value != typed[line]
        and all((typed | {line: value})[EVIDENCE[slip]] == made.slips[slip] for slip in EVIDENCE)
        and not violations(typed | {line: value}, STATION_RELATIONS)
    ]

    assert found == [(fault.line, fault.right)]


def test_without_papers_the_relations_leave_several_lines_under_suspicion():
    made = station(7)
    typed = made.lines | {"received": made.lines["received"] + 1000}

    assert set(repairs(typed, {})) == {"received", "cancelled"}
    assert set(repairs(typed, made.slips)) == {"received"}


def test_two_faults_are_repaired_by_no_single_correction():
    made, typed, _ = faulty(7)
    twice = typed | {"received": typed["received"] + 1, "invalid": typed["invalid"] + 1}

    assert repairs(twice, made.slips) == {}


@given(SEEDS)
def test_a_fault_is_of_its_kind_and_of_no_other(seed):
    made, _, fault = faulty(seed)
    right, wrong = str(fault.right), str(fault.wrong)

    swapped = fault.wrong != fault.right and any(
        right[:i] + right[i + 1] + right[i] + right[i + 2 :] == wrong for i in range(len(right) - 1)
    )
    dropped = len(wrong) == len(right) - 1 and any(
        right[:i] + right[i + 1 :] == wrong for i in range(len(right))
    )
    thousand = fault.wrong == fault.right + 1000
    other = fault.wrong in {made.lines[line] for line in LINES if line != fault.line}
    kinds = {
        "swapped_digits": swapped,
        "dropped_digit": dropped,
        "extra_thousand": thousand,
        "other_line": other,
    }
    assert [kind for kind, is_so in kinds.items() if is_so] == [fault.kind]


def test_faults_of_a_known_protocol_are_those_found_by_hand():
    made = station(7)
    lines = made.lines | {"invalid": 12}

    found = {fault for fault in faults(lines) if fault.line == "invalid"}

    by_hand = {Fault("invalid", "swapped_digits", 12, 21)}
    by_hand |= {Fault("invalid", "dropped_digit", 12, wrong) for wrong in (1, 2)}
    others = {count for line, count in lines.items() if line != "invalid"} - {21, 1, 2, 12}
    by_hand -= {fault for fault in by_hand if fault.wrong in lines.values()}
    by_hand |= {Fault("invalid", "other_line", 12, wrong) for wrong in others}
    assert found == by_hand


def test_every_kind_of_fault_and_nearly_every_line_is_met_among_300_stations():
    found = [faulty(seed)[2] for seed in range(300)]

    assert {fault.kind for fault in found} == KINDS
    assert {fault.line for fault in found} == set(LINES) - {"voters"}


def test_stations_stay_the_same_on_every_machine():
    # Pinned: assignments handed out once must be graded with the same figures for ever.
    assert station(7).number == 95041
    assert list(station(7).lines.values()) == [
        1675,
        1652,
        390,
        1262,
        1215,
        47,
        1241,
        21,
        313,
        121,
        398,
        381,
        28,
    ]
    assert faulty(7)[2] == Fault(line="received", kind="swapped_digits", right=1652, wrong=1562)


def test_the_same_seed_gives_the_same_station_and_another_seed_another():
    assert faulty(12345) == faulty(12345)
    assert station(1) != station(2)


@pytest.mark.parametrize("seed", [-1, 1.5, "7", None, True])
def test_a_seed_that_is_no_whole_number_is_refused_with_itself(seed):
    with pytest.raises(ValueError, match="A seed must be a whole number") as error:
        station(seed)
    assert repr(seed) in str(error.value)
