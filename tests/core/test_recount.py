"""A recount: the choice, the comparison, and the chance to miss, against counts by hand."""

from fractions import Fraction
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from electoral.acts import KINDS, Act
from electoral.marks import Thresholds
from electoral.plan import country, plan
from electoral.recount import (
    BALLOTS,
    LEAST,
    Outcome,
    at_random,
    count_twice,
    largest,
    miss_all,
    moved,
    needed,
    outcome,
    plant,
)

PILES = st.lists(st.integers(0, 6), min_size=3, max_size=3)
COUNTRY = country(3)


@pytest.mark.parametrize("stations", range(1, 9))
def test_the_chance_to_miss_is_the_share_of_all_choices_that_miss(stations):
    """Every choice written out: the disturbed stations are the first ones."""
    for disturbed, size in product(range(stations + 1), repeat=2):
        choices = list(combinations(range(stations), size))
        missing = [choice for choice in choices if all(one >= disturbed for one in choice)]

        assert miss_all(stations, disturbed, size) == Fraction(len(missing), len(choices))


@given(st.integers(1, 3000), st.data())
def test_the_chance_to_miss_is_that_of_draws_one_after_the_other(stations, data):
    """The first draw misses with (N - D) / N, the next with (N - D - 1) / (N - 1), and so on."""
    disturbed = data.draw(st.integers(0, min(stations, 60)))
    size = data.draw(st.integers(0, min(stations, 60)))
    chance = Fraction(1)
    for drawn in range(size):
        chance *= Fraction(max(stations - disturbed - drawn, 0), stations - drawn)

    assert miss_all(stations, disturbed, size) == chance


def test_three_of_ten_stations_miss_two_disturbed_ones_in_seven_cases_of_fifteen():
    """By hand: 8/10 · 7/9 · 6/8 = 336/720 = 7/15."""
    assert miss_all(10, 2, 3) == Fraction(7, 15)


def test_a_choice_larger_than_all_sound_stations_misses_nothing():
    assert miss_all(10, 2, 8) == Fraction(1, 45)
    assert miss_all(10, 2, 9) == 0


def test_chance_draws_as_often_as_the_formula_says():
    """2,000 draws of 3 from 10: 14 in 30 miss, give or take four standard deviations."""
    missed = sum(not {0, 1} & set(at_random(10, 3, seed)) for seed in range(2_000))

    expected, spread = 2_000 * 7 / 15, (2_000 * 7 / 15 * 8 / 15) ** 0.5
    assert abs(missed - expected) < 4 * spread


@given(st.integers(1, 200), st.data())
def test_the_number_needed_is_the_least_that_suffices(stations, data):
    disturbed = data.draw(st.integers(1, stations))
    risk = Fraction(data.draw(st.integers(1, 99)), 100)
    size = needed(stations, disturbed, risk)

    assert miss_all(stations, disturbed, size) <= risk
    assert size == 0 or miss_all(stations, disturbed, size - 1) > risk


@given(st.integers(1, 500), st.integers(0, 2**40), st.data())
def test_a_random_choice_has_the_size_asked_for_and_every_station_once(stations, seed, data):
    size = data.draw(st.integers(0, stations))
    chosen = at_random(stations, size, seed)

    assert len(set(chosen)) == len(chosen) == size
    assert set(chosen) <= set(range(stations))
    assert chosen == at_random(stations, size, seed)


@given(st.lists(st.integers(0, 50), min_size=1, max_size=60), st.data())
def test_the_largest_are_not_smaller_than_any_that_was_left_out(counts, data):
    size = data.draw(st.integers(0, len(counts)))
    chosen = largest(counts, size)
    left = set(range(len(counts))) - set(chosen)

    assert [counts[one] for one in chosen] == sorted(counts, reverse=True)[:size]
    assert all(counts[one] >= counts[other] for one in chosen for other in left)


def test_of_equal_stations_the_first_are_taken():
    assert largest(np.array([5, 7, 5, 7, 5]), 3) == (1, 3, 0)


@given(PILES, PILES)
def test_two_counts_differ_by_the_ballots_that_must_be_moved_added_or_taken_away(one, other):
    """Moving as many as possible and adding the rest, done step by step."""
    one, other, steps = list(one), list(other), 0
    found = int(moved(one, other))
    while one != other:
        short = next((pile for pile in range(3) if one[pile] < other[pile]), None)
        over = next((pile for pile in range(3) if one[pile] > other[pile]), None)
        if short is not None:
            one[short] += 1
        if over is not None:
            one[over] -= 1
        steps += 1

    assert found == steps


def test_the_stations_are_compared_at_once():
    machine = np.array([[10, 5], [12, 5], [10, 5]])
    paper = np.array([[9, 6], [12, 5], [13, 5]])

    assert moved(machine, paper).tolist() == [1, 0, 3]


@pytest.mark.parametrize(
    ("paper_protocol", "paper_machine", "expected"),
    [
        (0, 0, Outcome.CONFIRMED),
        (0, 4, Outcome.CONFIRMED),
        (0, 5, Outcome.MACHINE),
        (20, 4, Outcome.PROTOCOL),
        (20, 5, Outcome.BOTH),
    ],
)
def test_an_outcome_names_whose_figures_the_paper_does_not_bear_out(
    paper_protocol, paper_machine, expected
):
    assert outcome(paper_protocol, paper_machine, usual=4) == expected


@given(st.integers(0, 2**32))
def test_without_doubtful_marks_and_acts_machine_hand_and_paper_are_the_same(seed):
    counts = count_twice(plan(400, hands="clear"), seed)

    assert (counts.machine == counts.hand).all()
    assert (counts.hand == counts.paper).all()
    assert counts.sizes.tolist() == counts.paper.sum(axis=1).tolist()
    assert counts.recount(0) == (Outcome.CONFIRMED, 0, 0)


@pytest.fixture(scope="module")
def ordinary():
    """An undisturbed country with doubtful marks."""
    return count_twice(country(7), 7)


def test_doubtful_marks_alone_never_accuse_a_station(ordinary):
    """Nothing was done in 2,619 stations, and a recount confirms every protocol."""
    found = {ordinary.recount(station)[0] for station in range(len(ordinary.sizes))}

    assert found == {Outcome.CONFIRMED}
    assert ordinary.apart.sum() > 1000
    assert (ordinary.apart <= ordinary.usual).all()
    assert ordinary.disturbed == frozenset()


def test_the_mobile_boxes_that_no_machine_reads_are_left_out_of_both_counts(ordinary):
    assert (ordinary.machine.sum(axis=1) == ordinary.sizes).all()
    assert (ordinary.hand.sum(axis=1) == ordinary.sizes).all()


SHOWN = {
    "threshold": Outcome.MACHINE,
    "streak": Outcome.MACHINE,
    "refeed": Outcome.MACHINE,
    "power_cut": Outcome.MACHINE,
    "swapped_order": Outcome.MACHINE,
    "lost_memory": Outcome.MACHINE,
    "mis_sorted": Outcome.PROTOCOL,
    "mis_typed": Outcome.PROTOCOL,
    "exchanged_copies": Outcome.PROTOCOL,
    # What voters or others put into the box is paper like all other paper.
    "stuffing": Outcome.CONFIRMED,
    "carousel": Outcome.CONFIRMED,
    "wrong_stack": Outcome.CONFIRMED,
    # These touch no figure of the count.
    "wrong_clock": Outcome.CONFIRMED,
    "no_modem": Outcome.CONFIRMED,
}
"""What follows for a recount from where each act happens; see `electoral.disturb`."""


@pytest.mark.parametrize("kind", KINDS)
def test_a_recount_shows_an_act_by_whose_figures_the_paper_does_not_bear_out(kind):
    act = Act(kind, ballots=30, line="candidate_1", at=300)
    counts = count_twice(plan(1500, hands="clear"), 5, [act])

    assert counts.recount(0)[0] == SHOWN[kind]
    assert counts.disturbed == {0}


def test_a_wrong_sum_in_the_protocol_is_measured_in_ballots():
    """30 votes written to candidate A and taken from B, as no ballot says."""
    act = Act("exchanged_copies", ballots=30)
    counts = count_twice(plan(1500, hands="clear"), 5, [act])

    assert counts.recount(0) == (Outcome.PROTOCOL, 30, 0)
    assert counts.apart.tolist() == [30]


def test_high_thresholds_everywhere_set_the_machine_apart_and_no_protocol():
    counts = count_twice(country(7), 7, thresholds=Thresholds(sure=280, doubtful=250))
    found = [counts.recount(station)[0] for station in range(0, 2_619, 20)]

    assert set(found) == {Outcome.MACHINE}


@given(st.integers(0, 2**32), st.integers(0, 60), st.sets(st.sampled_from(sorted(KINDS))))
def test_planted_acts_are_of_the_kinds_asked_for_at_stations_of_their_own(seed, count, kinds):
    kinds = sorted(kinds) or ["streak"]
    acts = plant(COUNTRY, seed, kinds, count)
    often = [sum(act.kind == kind for act in acts) for kind in kinds]

    assert len({act.station for act in acts}) == len(acts) == count
    assert {act.kind for act in acts} <= set(kinds)
    assert max(often) - min(often) <= 1
    assert acts == plant(COUNTRY, seed, kinds, count)
    for act in acts:
        assert BALLOTS[0] <= act.ballots <= BALLOTS[1]
        assert COUNTRY.voters[act.station] * COUNTRY.turnout[act.station] >= LEAST * 1000


@pytest.mark.parametrize("seed", range(5))
def test_every_kind_can_be_planted_in_a_country_and_the_day_still_runs(seed):
    people = country(seed)
    acts = plant(people, seed, sorted(KINDS), 140)
    counts = count_twice(people, seed, acts)

    assert len(counts.disturbed) == 140
    for act in acts:
        if SHOWN[act.kind] == Outcome.PROTOCOL:
            assert counts.recount(act.station)[1] == act.ballots


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (lambda: at_random(10, 11, 1), r"Of 10 stations 0 to 10 can be chosen, not 11"),
        (lambda: at_random(10, -1, 1), r"can be chosen, not -1"),
        (lambda: at_random(10, 3, -1), r"A seed must be a whole number, 0 or more, not -1"),
        (lambda: largest([1, 2], 3), r"Of 2 stations 0 to 2 can be chosen, not 3"),
        (lambda: miss_all(10, 11, 1), r"Of 10 stations 0 to 10 are disturbed, not 11"),
        (lambda: plant(COUNTRY, 1, [], 3), r"To disturb 3 stations, name at least one kind"),
        (lambda: plant(COUNTRY, 1, ["streak"], 2_600), r"stations can be disturbed, not 2600"),
        (lambda: plant(COUNTRY, 1, ["fire"], 3), r"'fire' is none of them"),
        (lambda: needed(10, 0, Fraction(1, 20)), r"no choice can find one"),
        (lambda: needed(10, 2, Fraction(0)), r"A risk lies between 0 and 1, not Fraction\(0, 1\)"),
    ],
)
def test_what_cannot_be_is_answered_with_the_rule_and_the_value(asked, words):
    with pytest.raises(ValueError, match=words):
        asked()
