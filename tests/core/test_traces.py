"""What each act leaves behind: expected by hand from what the act is, and found by the model."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from electoral.acts import KINDS, Act
from electoral.day import poll
from electoral.marks import SQUARES
from electoral.plan import country, plan
from electoral.station import LINES, STATION_RELATIONS
from electoral.traces import (
    CHECKS,
    detectable_by,
    differences,
    foreign_form,
    traces,
    traces_at,
    usual,
)

SEEDS = st.integers(0, 2**32)
STATIONS = st.builds(
    plan, st.integers(800, 2500), turnout=st.integers(400, 800), hands=st.just("clear")
)
COUNTED = {"machine_total", "machine_votes"}

EXPECTED = {
    "threshold": {"machine_votes"},
    "streak": {"machine_votes"},
    "refeed": COUNTED | {"observation"},
    "power_cut": COUNTED | {"observation", "restarts"},
    "lost_memory": COUNTED | {"observation", "restarts"},
    "wrong_clock": {"clock"},
    "no_modem": {"transmission"},
    "swapped_order": {"machine_votes"},
    "wrong_stack": {"stock"},
    "stuffing": {"K1", "K4", "observation"},
    "carousel": {"stock"},
    "mis_sorted": {"machine_votes", "piles"},
    "exchanged_copies": {"copies", "form", "piles"},
}
"""Reasoned from the acts. Stuffing takes papers that nobody signed for: the unused ones are too
few (K1), the ones in the boxes too many (K4). A carousel changes no number at all."""

OF_A_LINE = {
    "voters": {"form"},
    "received": {"form", "K1", "delivery"},
    "cancelled": {"form", "K1"},
    "issued": {"form", "K1", "K2", "K4"},
    "issued_station": {"form", "K2", "signatures"},
    "issued_outside": {"form", "K2", "signatures"},
    "valid": {"form", "K3"},
    "invalid": {"form", "K4", "piles"},
    **{
        line: {"form", "K3", "K4", "piles"}
        for line in LINES
        if line[:9] in {"candidate", "against_e"}
    },
}
"""The relations in which each line stands, and the papers it can be compared with."""


def test_every_act_is_expected():
    assert set(EXPECTED) | {"mis_typed"} == set(KINDS)
    assert set(OF_A_LINE) == set(LINES)


@pytest.mark.parametrize("kind", EXPECTED)
@given(STATIONS, SEEDS, st.integers(5, 40), st.integers(0, 999))
def test_an_act_leaves_exactly_the_traces_that_follow_from_it(kind, made, seed, ballots, at):
    act = Act(kind, ballots=ballots, at=at)
    day = poll(made, seed)
    if kind == "swapped_order":
        assume(day.records["slip"][0, 0] != day.records["slip"][0, 1])
    if kind in {"lost_memory", "streak"}:
        act = Act(kind, at=500)

    assert detectable_by(act, made, seed) == EXPECTED[kind]


@pytest.mark.parametrize("line", LINES)
@given(STATIONS, SEEDS, st.integers(1, 1000))
def test_a_mistyped_line_breaks_what_it_stands_in(line, made, seed, ballots):
    act = Act("mis_typed", line=line, ballots=ballots)

    assert detectable_by(act, made, seed) == OF_A_LINE[line]


@given(STATIONS, SEEDS, st.integers(1, 100), st.integers(0, SQUARES - 1))
def test_stuffing_moves_the_relations_by_as_many_ballots_as_the_law_counts(made, seed, n, to):
    act = Act("stuffing", ballots=n, to=to, off=(to + 1) % SQUARES)
    plain, stuffed = poll(made, seed), poll(made, seed, [act])
    found = differences(stuffed)
    gained = stuffed.piles()[0] - plain.piles()[0]

    assert (found["K1"][0], found["K4"][0]) == (n, -n)
    assert found["K2"][0] == found["K3"][0] == 0
    assert gained.tolist() == [n if square == to else 0 for square in range(SQUARES + 1)]
    assert stuffed.truth.tolist() == plain.truth.tolist()


@given(STATIONS, SEEDS, st.integers(1, 100))
def test_forged_signatures_close_the_sums_and_open_another_gap(made, seed, n):
    found = differences(poll(made, seed, [Act("stuffing", ballots=n, covered=True)]))

    assert found["K1"][0] == found["K4"][0] == 0
    assert found["identified"][0] == -n


@given(STATIONS, SEEDS)
def test_an_honest_day_leaves_no_trace_whatever_the_marks(made, seed):
    for hands in ("clear", "ordinary", "difficult"):
        day = poll(plan(int(made.voters[0]), turnout=int(made.turnout[0]), hands=hands), seed)

        assert traces_at(day) == frozenset()


@given(SEEDS, st.sampled_from(sorted(EXPECTED)))
def test_doubtful_marks_hide_a_small_act_but_invent_none(seed, kind):
    act = Act(kind, ballots=5)
    found = detectable_by(act, plan(1200, hands="difficult"), seed)

    assert found <= EXPECTED[kind]


def test_the_traces_of_a_country_are_those_of_its_stations():
    acts = [Act("refeed", station=64), Act("exchanged_copies", station=2000), Act("no_modem", 7)]
    found = traces(poll(country(4, hands="clear"), 4, acts))

    assert {check for check, where in found.items() if where.any()} == {
        *("machine_total", "machine_votes", "observation"),
        *("copies", "form", "piles", "transmission"),
    }
    assert np.flatnonzero(found["copies"]).tolist() == [2000]
    assert np.flatnonzero(found["machine_total"]).tolist() == [64]


def test_each_check_names_what_must_be_looked_at():
    assert set(differences(poll(plan(), 1))) == set(CHECKS)
    assert all(check.records for check in CHECKS.values())
    assert {usual(kind) <= set(CHECKS) for kind in KINDS} == {True}


def test_a_protocol_of_another_form_is_refused_with_what_it_lacks():
    russian = {f"line_{number}": 1 for number in range(1, 13)}

    with pytest.raises(ValueError, match=r"lacks voters, received.*it has line_1, line_2"):
        foreign_form(russian)
    with pytest.raises(ValueError, match="it has none"):
        foreign_form({})
    with pytest.raises(ValueError, match=r"issued must be a number from 0 .* not -4"):
        foreign_form(poll(plan(), 1).lines() | {"issued": -4})
    assert foreign_form(poll(plan(), 1).lines()) == poll(plan(), 1).lines()


def test_relations_of_a_station_are_the_first_checks():
    assert list(CHECKS)[:4] == [relation.id for relation in STATION_RELATIONS]
