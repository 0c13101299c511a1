"""Every student's own heap and own day: solvable, told apart, equal to what the view shows."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from electoral.ballots import MOBILE
from electoral.day import poll
from electoral.marks import INVALID, RETURNED, SQUARES, UNREAD, Hand, decide
from electoral.protocol import violations
from electoral.records import PILES
from electoral.station import LINES, STATION_RELATIONS
from electoral.traces import differences
from electoral.urns import PLANTED, heap, kind_of, planted
from electoral_courses.own_urn import BALLOTS, MISTAKES, SEEDS, own_day, own_heap

SEEDS_TRIED = [*range(25), 2**53, 2**64 - 1]
DAYS_TRIED = range(80)

any_seed = st.integers(0, 2**64 - 1)
many = settings(max_examples=50, deadline=None)


def piles_of(own: dict[str, Any]) -> dict[str, int]:
    """Sort a measured heap by the rule that the assignment gives."""
    columns = own["heap"]
    piles: dict[str, int] = dict.fromkeys(PILES, 0)
    for ballot in range(BALLOTS):
        marked = [line for line in PILES[:SQUARES] if columns[line][ballot] >= 40]
        by_rule = marked[0] if len(marked) == 1 else "invalid"
        piles[columns["decided"][ballot] or by_rule] += 1
    return piles


@many
@given(any_seed)
def test_the_rule_and_the_papers_give_the_protocol(seed):
    own = own_heap(seed)
    piles, right = piles_of(own), {line: cell["count"] for line, cell in own["answer"].items()}
    issued = own["signatures_station"] + own["signatures_outside"]

    assert right == {
        "received": own["delivery_note"],
        "cancelled": own["unused"] + own["spoiled"],
        "issued": issued,
        "issued_station": own["signatures_station"],
        "issued_outside": own["signatures_outside"],
        "valid": BALLOTS - piles["invalid"],
        **piles,
    }
    assert issued == own["ballots"] == BALLOTS
    assert violations({"voters": own["given"]["voters"]["count"], **right}, STATION_RELATIONS) == []
    assert right["received"] <= own["given"]["voters"]["count"]


@many
@given(any_seed)
def test_the_slip_follows_from_the_measured_darkness(seed):
    own = own_heap(seed)
    columns = own["heap"]
    fills = np.array([columns[line] for line in PILES[:SQUARES]]).T
    read = decide(fills)
    read[read == RETURNED] = INVALID
    slip = np.bincount(read[~np.array(columns["mobile"])], minlength=SQUARES + 1)

    assert slip.tolist() == [own[f"slip_{line}"] for line in PILES]
    assert sum(columns["mobile"]) == own["mobile"]
    assert slip.sum() == own["fed"] == BALLOTS - own["mobile"]


@many
@given(any_seed)
def test_the_gap_compares_the_same_ballots(seed):
    own = own_heap(seed)
    by_hand = own["answer"]["invalid"]["count"] - own["mobile_invalid"]

    assert own["gap"] == own["slip_invalid"] - by_hand == -own["gap_reversed"]
    assert own["gap"] > own["gap_all"] > 0
    assert own["slip_invalid"] not in {own["gap"], own["gap_all"]}


@many
@given(any_seed)
def test_each_mistake_gives_another_count(seed):
    own = own_heap(seed)
    counts = [own[f"as_{name}"] for name in MISTAKES]
    counts.append({line: own["answer"][line] for line in PILES})

    assert len({json.dumps(count, sort_keys=True) for count in counts}) == len(counts)
    assert own["as_unused"]["cancelled"] != own["answer"]["cancelled"]


@pytest.mark.parametrize("seed", SEEDS_TRIED)
def test_the_mistakes_are_what_their_names_say(seed):
    own = own_heap(seed)
    ballots = heap(own["seed"], BALLOTS).ballots
    right = {line: own["answer"][line]["count"] for line in PILES}

    def moved(name: str) -> dict[str, int]:
        return {line: own[f"as_{name}"][line]["count"] - right[line] for line in PILES}

    blank = int((ballots.hand == Hand.BLANK).sum())
    pale = int((ballots.hand == Hand.PALE).sum())
    refused = int((ballots.disputed & (ballots.pile != INVALID)).sum())
    accepted = int((ballots.disputed & (ballots.pile == INVALID)).sum())
    assert moved("blank") == {**dict.fromkeys(PILES, 0), "against_ev": blank, "invalid": -blank}
    assert (moved("pale")["invalid"], moved("refused")["invalid"]) == (pale, refused)
    assert moved("strict")["invalid"] == pale + refused
    assert moved("accepted")["invalid"] == -accepted
    assert {sum(moved(name).values()) for name in MISTAKES} == {0, -own["mobile"]}
    assert min(blank, pale, refused, accepted) > 0


@pytest.mark.parametrize("seed", SEEDS_TRIED)
def test_the_heap_is_the_one_of_its_seed(seed):
    own, day = own_heap(seed), heap(own_heap(seed)["seed"], BALLOTS)

    assert 0 <= own["seed"] < SEEDS
    assert own["answer"] == {
        line: {"count": count} for line, count in day.lines().items() if line != "voters"
    }
    assert own["heap"]["mobile"] == (day.ballots.box == MOBILE).tolist()
    assert UNREAD in day.ballots.machine


def test_thirty_students_have_thirty_urns():
    drawn = {own_heap(seed)["seed"] for seed in range(1000, 1030)}

    assert len(drawn) == 30


@pytest.mark.parametrize("seed", DAYS_TRIED)
def test_the_comparisons_of_a_day_are_what_its_checks_find(seed):
    own, found = own_day(seed), {k: int(v[0]) for k, v in differences(planted(seed)).items()}
    gaps = {row: cells["first"] - cells["second"] for row, cells in own["given"].items()}

    assert own["answer"] == {row: {"difference": gap} for row, gap in gaps.items()}
    assert own["papers"] == {row: [c["first"], c["second"]] for row, c in own["given"].items()}
    for check in ("K1", "K2", "K3", "K4", "identified", "machine_total"):
        assert gaps[check] == found[check]
    assert gaps["stamps"] == found["stock"]
    for rows, check in (("form", "form"), ("recount", "piles")):
        assert sum(abs(gaps[row]) for row in gaps if row.startswith(rows)) == found[check]
    for_candidates = sum(abs(gaps[f"machine_{number}"]) for number in (1, 2, 3, 4))
    assert for_candidates <= found["machine_votes"]


@pytest.mark.parametrize("seed", DAYS_TRIED)
def test_the_differences_tell_the_act_and_the_number_of_ballots(seed):
    own = own_day(seed)
    gaps = {row: cell["difference"] for row, cell in own["answer"].items()}

    assert PLANTED[[own[f"is_{kind}"] for kind in PLANTED].index(True)] == act_of(gaps)
    assert kind_of(planted(seed)) == act_of(gaps)
    assert own["ballots"] == max(abs(gap) for gap in gaps.values()) > 0
    assert not own["is_nothing"]


def act_of(gaps: dict[str, int]) -> str:
    """Find the act as a student would, from the signs of the differences alone."""
    differ = {row for row, gap in gaps.items() if gap}
    if any(row.startswith("form") for row in differ):
        return "exchanged_copies"
    if any(row.startswith("recount") for row in differ):
        return "mis_sorted"
    if gaps["machine_total"]:
        return "refeed" if gaps["machine_total"] > 0 else "power_cut"
    if gaps["stamps"]:
        return "carousel"
    return "covered_stuffing" if gaps["identified"] else "stuffing"


def test_every_act_is_drawn_and_each_shows_something_of_its_own():
    shown: dict[str, set[frozenset[str]]] = {}
    for seed in range(150):
        own = own_day(seed)
        said = frozenset(name for name in own if name.startswith("shows_") and own[name])
        kind = next(kind for kind in PLANTED if own[f"is_{kind}"])
        shown.setdefault(kind, set()).add(said)

    assert set(shown) == set(PLANTED)
    assert {kind: set(map(len, said)) for kind, said in shown.items()} == {
        kind: {2} if kind == "exchanged_copies" else {1} for kind in PLANTED
    }


def test_without_its_act_a_day_shows_no_difference():
    for seed in range(10):
        day = planted(seed)
        innocent = poll(day.plan, day.seed)
        assert not any(found.any() for found in differences(innocent).values())


@pytest.mark.parametrize("seed", SEEDS_TRIED)
def test_what_a_student_may_see_does_not_tell_the_answer(seed):
    heap_shown, day_shown = own_heap(seed).shown(), own_day(seed).shown()

    assert not [name for name in heap_shown if name.startswith(("answer", "gap", "as_"))]
    assert set(day_shown) == {"voters", "given", "editable", "papers"}
    assert {cells["difference"] for cells in day_shown["given"].values()} == {0}
    assert [line for line, cell in heap_shown["given"].items() if cell["count"]] == ["voters"]
    assert list(heap_shown["given"]) == list(LINES)


@pytest.mark.parametrize("make", [own_heap, own_day])
@pytest.mark.parametrize("seed", SEEDS_TRIED)
def test_the_same_seed_gives_the_same_numbers_and_they_are_plain(make, seed):
    one, again = make(seed), make(seed)

    assert one == again
    assert json.loads(json.dumps(one)) == one


@pytest.mark.parametrize("seed", SEEDS_TRIED[:8])
def test_the_view_shows_the_heap_that_is_graded(seed):
    from electoral_widgets import HandCount

    own = own_heap(seed)
    view = HandCount(seed=own["seed"], ballots=BALLOTS, answers=False)
    sorted_by_people = np.bincount(view.heap.column("pile"), minlength=SQUARES + 1)
    papers = view.heap.papers()

    assert sorted_by_people.tolist() == [own["answer"][line]["count"] for line in PILES]
    assert papers["received"] == own["delivery_note"]
    assert (papers["unused"], papers["spoiled"]) == (own["unused"], own["spoiled"])
