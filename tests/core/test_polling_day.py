"""A polling day: nothing is lost between the signatures and the piles, whatever the seed."""

import numpy as np
import one_by_one
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from electoral.acts import KINDS, Act
from electoral.ballots import MOBILE
from electoral.day import poll
from electoral.marks import INVALID, RETURNED, UNREAD, Hand, Thresholds, decide, judge
from electoral.plan import STATIONS_2025, VOTERS_2025, Plan, country, plan
from electoral.protocol import violations
from electoral.station import STATION_RELATIONS
from electoral.urns import heap, kind_of, planted

SEEDS = st.integers(0, 2**32)
PLANS = st.builds(
    plan,
    st.integers(1, 2500),
    turnout=st.integers(0, 1000),
    outside=st.integers(0, 1000),
    weights=st.lists(st.integers(1, 100), min_size=5, max_size=5),
    hands=st.sampled_from(["clear", "ordinary", "difficult"]),
)


@given(PLANS, SEEDS)
def test_ballots_are_conserved(made, seed):
    day = poll(made, seed)
    paper, came = day.records, int(day.records["identified"][0])

    assert paper["signatures"].sum() == came
    assert paper["fed"][0] + paper["mobile"][0] == day.ballots.choice.size == came
    assert paper["unused"][0] + paper["spoiled"][0] + came == paper["delivery"][0]
    assert day.piles().sum() == paper["piles"].sum() == came
    assert paper["slip_total"][0] == paper["fed"][0]
    assert min(paper["unused"][0], paper["spoiled"][0]) >= 0


@given(PLANS, SEEDS)
def test_the_protocol_of_an_honest_day_satisfies_every_relation(made, seed):
    day = poll(made, seed)

    assert violations(day.lines(), STATION_RELATIONS) == []
    assert day.truth.tolist() == day.piles().tolist()


@given(PLANS, SEEDS)
def test_without_faults_and_doubtful_marks_machine_hand_and_truth_are_one(made, seed):
    clear = Plan(**{**vars(made), "hands": np.array([970, 0, 0, 0, 20, 10])})
    day = poll(clear, seed)
    by_machine = day.records["slip"] + day.records["mobile_piles"]

    assert by_machine.tolist() == day.piles().tolist() == day.truth.tolist()


@given(PLANS, SEEDS)
def test_people_find_at_least_the_votes_the_machine_found(made, seed):
    """As on 28 November 2021: fewer invalid ballots by hand, and the turnout the same."""
    day = poll(made, seed)
    more = day.piles() - day.records["mobile_piles"] - day.records["slip"]

    assert (more[:, :INVALID] >= 0).all()
    assert more.sum() == 0
    assert -more[0, INVALID] <= day.records["doubtful"][0]


def test_a_day_equals_the_same_day_counted_ballot_by_ballot():
    whole = country(5)
    some = Plan(
        *(getattr(whole, name)[:70] for name in ("voters", "received", "turnout", "outside")),
        whole.weights[:70],
        np.array([700, 100, 60, 40, 60, 40]),
    )
    day = poll(some, 9)
    counted = one_by_one.poll(some, one_by_one.as_in_columns(some, 9))

    assert [station["slip"] for station in counted] == day.records["slip"].tolist()
    assert [station["piles"] for station in counted] == day.piles().tolist()
    assert [station["spoiled"] for station in counted] == day.records["spoiled"].tolist()


def test_a_country_has_the_stations_and_voters_of_2025():
    """Facts: 2,492 + 27 + 100 stations (trend.az), 4,294,243 voters (24.kg/354124)."""
    made = country(3)

    assert made.stations == STATIONS_2025 == 2619
    assert made.voters.sum() == VOTERS_2025 == 4_294_243
    assert made.voters.min() >= 100
    assert abs(poll(made, 3).records["identified"].sum() / VOTERS_2025 - 0.369) < 0.005


def test_the_same_seed_gives_the_same_day_and_another_one_another():
    one, same, other = poll(plan(), 4), poll(plan(), 4), poll(plan(), 5)

    assert one.lines() == same.lines()
    assert one.lines() != other.lines()


def test_an_act_in_one_station_leaves_all_others_alone():
    made = country(2)
    plain, disturbed = poll(made, 2), poll(made, 2, [Act("stuffing", station=1000, ballots=30)])
    apart = np.flatnonzero((plain.piles() != disturbed.piles()).any(axis=1))

    assert apart.tolist() == [1000]
    assert disturbed.ballots.added.sum() == 30
    assert plain.ballots.choice.size + 30 == disturbed.ballots.choice.size


@given(SEEDS)
def test_ballots_of_the_mobile_box_are_never_read(seed):
    ballots = poll(plan(outside=300), seed).ballots

    assert (ballots.machine[ballots.box == MOBILE] == UNREAD).all()
    assert (ballots.machine[ballots.box != MOBILE] <= INVALID).all()


FILLS = st.lists(st.lists(st.integers(0, 1000), min_size=5, max_size=5), min_size=1, max_size=50)


@given(FILLS, st.integers(1, 500), st.integers(0, 500))
def test_the_two_darkest_squares_decide_as_all_five_do(fills, doubtful, more):
    """`judge` sees two squares, `decide` sees five; the rule is written out here once more."""
    limits = Thresholds(doubtful + more, doubtful)
    expected = []
    for row in fills:
        sure = [square for square, dark in enumerate(row) if dark >= limits.sure]
        perhaps = [square for square, dark in enumerate(row) if dark >= limits.doubtful]
        if not perhaps or len(sure) > 1:
            expected.append(INVALID)
        elif len(sure) == len(perhaps) == 1:
            expected.append(sure[0])
        else:
            expected.append(RETURNED)
    table = np.array(fills)
    dark = np.sort(table, axis=1)

    assert decide(table, limits).tolist() == expected
    square = table.argmax(axis=1).astype(np.uint8)
    assert judge(square, dark[:, -1], dark[:, -2], limits).tolist() == expected


@settings(max_examples=30)
@given(SEEDS, st.integers(10, 200))
def test_a_heap_has_as_many_ballots_as_asked(seed, ballots):
    day = heap(seed, ballots)

    assert day.ballots.choice.size == ballots
    assert violations(day.lines(), STATION_RELATIONS) == []


def test_heaps_hold_every_kind_of_mark_and_days_every_kind_of_act():
    hands = {int(hand) for seed in range(20) for hand in heap(seed).ballots.hand}
    acts = {kind_of(planted(seed)) for seed in range(60)}

    assert hands == {int(hand) for hand in Hand}
    assert len(acts) == 7


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: plan(-5), "voters is a whole number from 1 to 10000, not -5"),
        (lambda: plan(1200, turnout=1500), "turnout is a whole number from 0 to 1000, not 1500"),
        (lambda: plan(1000, received=1002), "1002 ballots for 1000 voters"),
        (lambda: plan(1000, received=500), "500 ballots do not suffice for the 600 voters"),
        (lambda: plan(weights=(1, 2, 3)), r"5 numbers, 0 or more, not all 0, not \(1, 2, 3\)"),
        (lambda: plan(weights=(0, 0, 0, 0, 0)), "not all 0"),
        (lambda: plan(hands="tidy"), "one of clear, ordinary, difficult, not 'tidy'"),
        (lambda: plan(True), "not True"),
        (lambda: country(1, turnout=-1), "turnout is a whole number from 0 to 1000, not -1"),
        (lambda: country(-1), "seed must be a whole number, 0 or more, not -1"),
        (lambda: poll(plan(), 1.5), "seed must be a whole number, 0 or more, not 1.5"),
        (lambda: Act("sabotage"), "'sabotage' is none of them"),
        (lambda: Act("stuffing", ballots=-3), "ballots of an act .* not -3"),
        (lambda: Act("stuffing", to=2, off=2), "not from 2 to itself"),
        (lambda: Act("mis_typed", line="votes"), "no line 'votes'"),
        (lambda: poll(plan(), 1, [Act("streak", station=7)]), "names station 7"),
        (lambda: poll(plan(), 1, [Act("stuffing", ballots=900)]), "900 needs as many unused"),
        (lambda: poll(plan(), 1, [Act("mis_sorted", ballots=900)]), "needs as many ballots"),
        (lambda: poll(plan(), 1, [Act("exchanged_copies", ballots=900)]), "needs as many votes"),
        (lambda: poll(plan(), 1).lines(3), "there is no 3"),
        (lambda: Thresholds(40, 100), "not doubtful 100 and sure 40"),
        (lambda: heap(1, 5), "10 to 200 ballots, not 5"),
    ],
)
def test_what_cannot_be_is_answered_with_the_rule_and_the_value(make, sentence):
    with pytest.raises(ValueError, match=sentence):
        make()


def test_every_kind_of_act_has_a_group_and_a_source_is_graded():
    assert {kind.group for kind in KINDS.values()} == {"machine", "people"}
    assert all(kind.source[:3] in {"", "A: ", "B: "} for kind in KINDS.values())
