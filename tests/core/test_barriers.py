"""Barriers at a polling station: whom they stop, and the best plan under a budget."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from electoral.barriers import (
    BARRIERS,
    DEMANDS,
    FEATURES,
    PLACES,
    SIZES,
    STOPPED_BY,
    alone,
    best,
    is_unique,
    one_by_one,
    opened,
    plan_of,
    premises,
    still_out,
    through,
    with_barriers,
)

MANY = settings(max_examples=60, deadline=None)
SEEDS = st.integers(0, 2**64 - 1)

HAND_COSTS = [("ramp", 80), ("sill", 10), ("table", 12), ("needs", 9), ("ballots", 20)]
HAND_SIZES = [("wheelchair", 9), ("old", 30), ("deaf", 5), ("language", 25), ("shift", 40)]


def by_hand():
    """Return a small station whose plans were worked out with a pencil.

    Wheelchair: ramp, sill and table (102 thousand); old: ramp (80); deaf: needs (9);
    language: ballots (20); the shift is stopped by nothing here.
    """
    return with_barriers(HAND_COSTS, HAND_SIZES, {name for name, _ in HAND_COSTS})


def all_plans(station, budget):
    names = [barrier.id for barrier in station.barriers]
    plans = [
        plan_of(station, chosen)
        for size in range(len(names) + 1)
        for chosen in combinations(names, size)
    ]
    return [plan for plan in plans if plan.cost <= budget]


@pytest.mark.parametrize(
    ("budget", "voters", "groups"),
    [
        (0, (), ()),
        (9, ("needs",), ("needs",)),
        (28, ("ballots",), ("ballots",)),
        (29, ("ballots", "needs"), ("ballots", "needs")),
        (99, ("ramp", "needs"), ("ramp", "needs")),
        (102, ("ramp", "ballots"), ("ramp", "ballots")),
        (109, ("ramp", "ballots", "needs"), ("ramp", "ballots", "needs")),
        (121, ("ramp", "ballots", "needs"), ("ramp", "ballots", "needs")),
        (130, ("ramp", "sill", "table", "ballots"), ("ramp", "sill", "table", "ballots")),
        (
            131,
            ("ramp", "sill", "table", "ballots", "needs"),
            ("ramp", "sill", "table", "ballots", "needs"),
        ),
    ],
)
def test_the_best_plans_of_a_small_station_are_those_found_with_a_pencil(budget, voters, groups):
    station = by_hand()

    assert set(best(station, budget, "voters").removed) == set(voters)
    assert set(best(station, budget, "groups").removed) == set(groups)


def test_two_aims_can_want_two_plans():
    costs = [("needs", 10), ("ballots", 10), ("papers", 10)]
    sizes = [("language", 50), ("deaf", 3), ("first", 4)]
    station = with_barriers(
        [("ballots", 20), *((name, cost) for name, cost in costs if name != "ballots")],
        sizes,
        {"needs", "ballots", "papers"},
    )

    assert best(station, 20, "voters").removed == ("ballots",)
    assert set(best(station, 20, "groups").removed) == {"needs", "papers"}


def test_one_barrier_of_a_chain_opens_the_way_to_nobody():
    station = by_hand()

    assert opened(station, {"sill"}) == 0
    assert opened(station, {"ramp", "sill"}) == 30
    assert opened(station, {"ramp", "sill", "table"}) == 39
    assert alone(station) == {"ramp": 30, "sill": 0, "table": 0, "needs": 5, "ballots": 25}


def test_whoever_takes_one_by_one_never_begins_a_chain():
    station = with_barriers(
        [("sill", 5), ("table", 5), ("needs", 10)],
        [("wheelchair", 9), ("deaf", 5)],
        {"sill", "table", "needs"},
    )

    assert one_by_one(station, 10).removed == ("needs",)
    assert best(station, 10).removed == ("sill", "table")


@MANY
@given(SEEDS, st.integers(0, 250))
def test_no_plan_within_the_budget_is_better_than_the_best(seed, budget):
    station = premises(seed)
    plans = all_plans(station, budget)

    chosen = best(station, budget)
    fair = best(station, budget, "groups")
    assert chosen.cost <= budget
    assert chosen.opened == max(plan.opened for plan in plans)
    assert chosen.cost == min(plan.cost for plan in plans if plan.opened == chosen.opened)
    assert fair.groups == max(plan.groups for plan in plans)
    assert fair.opened == max(plan.opened for plan in plans if plan.groups == fair.groups)
    assert one_by_one(station, budget).cost <= budget
    assert one_by_one(station, budget).opened <= chosen.opened


@MANY
@given(SEEDS, st.integers(0, 250))
def test_a_plan_is_unique_when_no_other_equals_it(seed, budget):
    station = premises(seed)
    chosen = best(station, budget)
    equal = [
        plan
        for plan in all_plans(station, budget)
        if (plan.opened, plan.groups, plan.cost) == (chosen.opened, chosen.groups, chosen.cost)
    ]

    assert is_unique(station, budget) == (len(equal) == 1)


@MANY
@given(SEEDS, st.data())
def test_removing_more_lets_nobody_fewer_through(seed, data):
    station = premises(seed)
    names = [barrier.id for barrier in station.barriers]
    some = set(data.draw(st.lists(st.sampled_from(names))))
    more = some | set(data.draw(st.lists(st.sampled_from(names))))

    assert opened(station, some) <= opened(station, more)
    assert opened(station, names) == station.kept_out
    out = {group.id for group in still_out(station, some)}
    assert out.isdisjoint(group.id for group in through(station, some))
    assert sum(group.voters for group in still_out(station, some)) == station.kept_out - opened(
        station, some
    )


@MANY
@given(SEEDS)
def test_a_station_has_eight_barriers_and_a_budget_for_some_of_them(seed):
    station = premises(seed)
    total = sum(barrier.cost for barrier in station.barriers)

    assert len(station.barriers) == BARRIERS
    assert 0 < station.budget < total
    assert premises(seed) == station
    for name, cost in station.costs:
        assert FEATURES[name].costs[0] <= cost <= FEATURES[name].costs[1]


def test_every_place_demand_and_feature_is_used():
    assert [*dict.fromkeys(feature.place for feature in FEATURES.values())] == [*PLACES]
    assert {feature.demand for feature in FEATURES.values()} == set(DEMANDS)
    assert {name for stops in STOPPED_BY.values() for name in stops} == set(FEATURES)
    assert [*STOPPED_BY] == [*SIZES]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda: best(premises(1), -1), "-1"),
        (lambda: best(premises(1), 10, "beauty"), "beauty"),
        (lambda: plan_of(by_hand(), {"moon"}), "moon"),
        (lambda: with_barriers([("sill", 9)], [], {"ramp"}), "ramp"),
        (lambda: premises(-3), "-3"),
    ],
)
def test_what_cannot_be_is_refused_with_its_value(wrong, words):
    with pytest.raises(ValueError, match=words):
        wrong()
