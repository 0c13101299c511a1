"""Control relations. Figures of 2017: the published table of 53 districts and cities."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from electoral.protocol import (
    CANDIDATES_2017,
    KYRGYZ_2017,
    LARGEST,
    NOT_CARRIED_AWAY,
    RUSSIAN_12,
    Relation,
    complete,
    corrections,
    differences,
    evaluate,
    formula,
    lines_of,
    totals,
    violated,
    violations,
)

COUNTS = st.integers(0, 100_000)

# Suzak district, 15 October 2017, as published; see the data set kg_2017_president.
SUZAK = dict(
    zip(
        CANDIDATES_2017,
        (39, 17, 220, 113, 116, 17910, 56, 168, 44001, 4925, 13),
        strict=True,
    )
) | {
    "received": 117559,
    "cancelled": 49039,
    "issued": 68520,
    "issued_station": 68051,
    "issued_outside": 469,
    "third_line": 0,
    "unaccounted": 0,
    "valid": 57751,
    "invalid": 769,
    "against_ev": 173,
}


@st.composite
def kyrgyz_protocols(draw):
    votes = {line: draw(COUNTS) for line in (*CANDIDATES_2017, "against_ev")}
    invalid, cancelled = draw(COUNTS), draw(COUNTS)
    valid = sum(votes.values())
    issued = valid + invalid
    outside = draw(st.integers(0, issued))
    third = draw(st.integers(0, issued - outside))
    return votes | {
        "valid": valid,
        "invalid": invalid,
        "issued": issued,
        "issued_outside": outside,
        "third_line": third,
        "issued_station": issued - outside - third,
        "cancelled": cancelled,
        "received": cancelled + issued,
    }


@st.composite
def russian_protocols(draw):
    early, station, outside, cancelled, lost, taken = (draw(COUNTS) for _ in range(6))
    issued = early + station + outside
    unfound = draw(st.integers(0, issued + cancelled + lost))
    in_boxes = issued - min(taken, issued)
    mobile, invalid = draw(st.integers(0, in_boxes)), draw(st.integers(0, in_boxes))
    return {
        "line_1": issued + draw(COUNTS),
        "line_2": issued + cancelled + lost - unfound,
        "line_3": early,
        "line_4": station,
        "line_5": outside,
        "line_6": cancelled,
        "line_7": mobile,
        "line_8": in_boxes - mobile,
        "line_9": invalid,
        "line_10": in_boxes - invalid,
        "line_11": lost,
        "line_12": unfound,
        "votes": in_boxes - invalid,
    }


def test_suzak_breaks_k3_by_exactly_ten_thousand():
    [found] = violations(SUZAK)

    assert (found.relation.id, found.left, found.right) == ("K3", 57751, 67751)
    assert found.difference == -10_000


def test_correcting_the_line_of_valid_ballots_is_the_only_way_to_repair_suzak():
    assert corrections(SUZAK) == {"valid": 67751}


def test_two_wrong_lines_are_repaired_by_no_single_correction():
    assert corrections(SUZAK | {"received": 117560}) == {}


def test_relations_alone_cannot_tell_received_from_cancelled_ballots():
    repaired = SUZAK | {"valid": 67751}

    assert corrections(repaired | {"received": 117560}) == {"received": 117559, "cancelled": 49040}


def test_a_correction_is_never_negative():
    lines = {"left": 0, "right": 5, "other": 7}
    relation = Relation("X", ("left", "right"), "=", ("other",))

    assert corrections(lines, [relation]) == {"left": 2, "right": 7, "other": 5}
    assert corrections(lines | {"other": 3}, [relation]) == {"right": 3, "other": 5}


@given(kyrgyz_protocols())
def test_a_protocol_built_to_add_up_violates_nothing(lines):
    assert violations(lines) == []
    assert corrections(lines) == {}


@given(kyrgyz_protocols(), st.sampled_from(lines_of(KYRGYZ_2017)), st.integers(1, 10_000))
def test_any_single_wrong_line_is_noticed_and_can_be_repaired(lines, line, more):
    found = violations(lines | {line: lines[line] + more})

    assert found
    assert {abs(violation.difference) for violation in found} == {more}
    assert corrections(lines | {line: lines[line] + more})[line] == lines[line]


def test_each_line_breaks_the_relations_it_stands_in():
    # By hand from facts on the published fields: issued stands in K1, K2 and K4, and so on.
    good = SUZAK | {"valid": 67751}

    broken = {
        line: [v.relation.id for v in violations(good | {line: good[line] + 1})]
        for line in ("received", "issued", "issued_outside", "valid", "invalid", "against_ev")
    }

    assert broken == {
        "received": ["K1"],
        "issued": ["K1", "K2", "K4"],
        "issued_outside": ["K2"],
        "valid": ["K3"],
        "invalid": ["K4"],
        "against_ev": ["K3", "K4"],
    }


@given(russian_protocols())
def test_a_russian_protocol_built_to_add_up_violates_nothing(lines):
    assert violations(lines, (*RUSSIAN_12, NOT_CARRIED_AWAY)) == []


def test_the_russian_relations_are_those_of_the_twelve_lines():
    assert [formula(relation) for relation in RUSSIAN_12] == [
        "line_1 ≥ line_3 + line_4 + line_5",
        "line_2 = line_3 + line_4 + line_5 + line_6 + line_11 − line_12",
        "line_7 + line_8 = line_9 + line_10",
        "line_10 = votes",
    ]


@given(russian_protocols(), st.sampled_from([f"line_{n}" for n in (2, 6, 8, 10, 12)]))
def test_a_tampered_russian_protocol_is_caught(lines, line):
    assert violations(lines | {line: lines[line] + 1}, RUSSIAN_12)


@given(russian_protocols())
def test_more_ballots_than_voters_is_caught_only_as_an_inequality(lines):
    issued = lines["line_3"] + lines["line_4"] + lines["line_5"]

    assert violations(lines | {"line_1": issued}, RUSSIAN_12) == []
    if issued:
        [found] = violations(lines | {"line_1": issued - 1}, RUSSIAN_12)
        assert (found.relation.id, found.difference) == ("R1", -1)


@given(st.lists(kyrgyz_protocols(), min_size=1, max_size=4), st.integers(0, 9))
def test_a_whole_table_gives_what_each_protocol_gives(protocols, extra):
    protocols[0]["received"] += extra
    columns = {line: [lines[line] for lines in protocols] for line in protocols[0]}

    found = differences(columns)

    for row, lines in enumerate(protocols):
        for relation in KYRGYZ_2017:
            left, right = evaluate(relation, lines)
            assert found[relation.id][row] == left - right
    assert violated(columns).tolist() == [bool(violations(lines)) for lines in protocols]


def test_an_inequality_is_violated_in_a_table_only_where_it_fails():
    columns = {"line_1": [5, 5, 5], "line_3": [0, 0, 0], "line_4": [4, 5, 6], "line_5": [0, 0, 0]}

    assert violated(columns, RUSSIAN_12[:1]).tolist() == [False, False, True]


def test_a_table_without_rows_has_no_differences():
    columns = {line: [] for line in lines_of(KYRGYZ_2017)}

    assert {name: found.tolist() for name, found in differences(columns).items()} == {
        "K1": [],
        "K2": [],
        "K3": [],
        "K4": [],
    }
    assert violated(columns).tolist() == []


@pytest.mark.parametrize(
    "bad",
    [-1, "412", "", None, True, np.True_, 412.5, float("nan"), float("inf"), LARGEST + 1, 4 + 0j],
    ids=repr,
)
def test_a_value_that_is_no_count_is_refused_with_its_line_and_itself(bad):
    shown = bad.item() if isinstance(bad, np.generic) else bad

    with pytest.raises(ValueError, match="Line received must be") as error:
        violations(SUZAK | {"received": bad})
    assert repr(shown) in str(error.value)
    with pytest.raises(ValueError, match="Line received, row 1, must be") as error:
        differences(
            {line: [count, count] for line, count in SUZAK.items()} | {"received": [1, bad]}
        )
    assert repr(shown) in str(error.value)


@pytest.mark.parametrize("good", [117559, 117559.0, np.int32(117559), np.float64(117559)], ids=repr)
def test_whole_numbers_of_any_type_are_counts(good):
    assert violations(SUZAK | {"received": good}) == violations(SUZAK)


def test_a_missing_line_is_named_with_the_relation_that_needs_it():
    lines = {line: count for line, count in SUZAK.items() if line != "cancelled"}

    with pytest.raises(ValueError, match="Relation K1 needs line cancelled"):
        violations(lines)
    with pytest.raises(ValueError, match="Relation K1 needs line cancelled"):
        differences({line: [count] for line, count in lines.items()})


def test_columns_of_different_length_are_refused_with_their_lengths():
    columns = {line: [count] for line, count in SUZAK.items()} | {"issued": [1, 2]}

    with pytest.raises(ValueError, match=r"K1 needs columns of one length .*issued: 2"):
        differences(columns)


def test_lines_outside_the_relations_may_hold_anything():
    assert violations(SUZAK | {"unit": "Suzak", "voters": None}) == violations(SUZAK)


def test_a_relation_is_complete_when_its_lines_are_filled_in():
    k1 = KYRGYZ_2017[0]

    assert complete(k1, {"received": 3, "cancelled": 1, "issued": 2})
    assert not complete(k1, {"received": 3, "cancelled": None, "issued": 2})
    assert not complete(k1, {"received": 3, "issued": 2})


def test_large_counts_are_added_up_exactly():
    columns = {line: np.full(2, LARGEST) for line in lines_of(KYRGYZ_2017)}

    assert differences(columns)["K3"].tolist() == [-11 * LARGEST, -11 * LARGEST]


def test_small_integer_types_do_not_overflow():
    columns = {line: np.full(2, 200, dtype=np.uint8) for line in lines_of(KYRGYZ_2017)}

    assert differences(columns)["K1"].tolist() == [-200, -200]


def test_protocols_add_up_line_by_line():
    found = totals([{"issued": 3, "valid": 2}, {"issued": 4, "valid": 4}], ["issued", "valid"])

    assert found == {"issued": 7, "valid": 6}


def test_a_sum_of_protocols_needs_every_line_in_each():
    with pytest.raises(ValueError, match="Protocol 2 of 2 has no line valid"):
        totals([{"valid": 2}, {"issued": 4}], ["valid"])


def test_a_formula_speaks_in_the_given_words():
    words = {"received": "Ballots received", "cancelled": "Cancelled ballots"}

    assert formula(KYRGYZ_2017[0], words) == "Ballots received = Cancelled ballots + issued"


def test_the_core_is_imported_in_under_100_ms_of_processor_time_beyond_numpy():
    code = (
        "import numpy, numpy.random, time; start = time.process_time(); "
        "import electoral.protocol, electoral.station; print(time.process_time() - start)"
    )

    took = [
        float(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout)
        for _ in range(3)
    ]

    assert min(took) < 0.1
