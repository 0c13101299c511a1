"""Every student's own inaccessible station and own district: solvable, one best plan, real figures."""

from __future__ import annotations

from itertools import combinations

import pytest

from electoral.barriers import FEATURES, SIZES, STOPPED_BY, opened, premises, still_out, through
from electoral_courses.own_access import CAME, LEAST_OUTSIDE, SEEDS, own_access, own_district
from electoral_datasets import load

TRIED = [*range(12), 88, 2**64 - 1]


@pytest.mark.parametrize("seed", TRIED)
def test_no_other_plan_within_the_budget_lets_as_many_through_for_its_money(seed):
    own = own_access(seed)
    station = premises(own["seed"])
    bad = [name for name in FEATURES if own[f"is_{name}"]]
    chosen = {name for name in FEATURES if own[f"plan_{name}"]}

    assert 0 <= own["seed"] < SEEDS
    assert bad == [barrier.id for barrier in station.barriers]
    groups = 0
    for size in range(len(bad) + 1):
        for plan in map(set, combinations(bad, size)):
            cost = sum(own["costs"][name] for name in plan)
            if cost <= own["budget"]:
                groups = max(groups, len(through(station, plan)))
                better = opened(station, plan), -cost
                assert plan == chosen or better < (
                    own["opened"],
                    -sum(own["costs"][name] for name in chosen),
                )
    assert own["most_groups"] == groups > own["plan_groups"]
    assert {name for name in SIZES if own[f"left_{name}"]} == {
        group.id for group in still_out(station, chosen)
    }
    assert own["kept_out"] == sum(cell["voters"] for cell in own["kept"].values())


@pytest.mark.parametrize("seed", TRIED)
def test_the_test_visitors_met_every_barrier_and_nothing_else(seed):
    own = own_access(seed)
    notes = list(zip(*own["visits"].values(), strict=True))

    assert {came for *_, came in notes} == set(CAME)
    assert {thing for _, thing, came in notes if came != "alone"} == {
        name for name in FEATURES if own[f"is_{name}"]
    }
    assert sorted((group, thing) for group, thing, _ in notes) == sorted(
        (group, thing) for group, stops in STOPPED_BY.items() for thing in stops
    )


@pytest.mark.parametrize("seed", TRIED)
def test_what_a_student_is_shown_tells_no_answer(seed):
    shown = own_access(seed).shown()

    assert set(shown) == {"seed", "budget", "costs", "voters", "stops", "visits"}


@pytest.mark.parametrize("seed", range(40))
def test_the_district_is_a_row_of_the_table_and_its_share_is_of_ballots_issued(seed):
    own = own_district(seed)
    row = load("kg_2017_president").set_index("code").loc[own["code"]]

    assert row["issued_outside"] >= LEAST_OUTSIDE
    for name, column in (("issued", "issued"), ("outside", "issued_outside"), ("voters", "voters")):
        assert own[name] == f"{row[column]:,}".replace(",", "\N{NO-BREAK SPACE}")
    assert own["share"] == pytest.approx(100 * row["issued_outside"] / row["issued"], abs=1e-4)
    assert own["as_voters"] < own["share"] - 0.02
    assert set(own.shown()) == {"code", "issued", "outside", "voters"}
