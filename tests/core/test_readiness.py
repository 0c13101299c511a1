"""What a district can open, against counts by hand; what every invented country has in common."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from electoral.readiness import (
    CODES,
    NEEDS,
    District,
    can_open,
    country,
    coverage,
    short_in_all,
    shortest,
    to_ask,
)

SEEDS = st.integers(0, 2**64 - 1)
GOOD = District("A", 10, 12, 20, 70, 8, 10_000, 9_600, 100)


def test_a_district_with_all_that_it_needs_opens_all_stations():
    assert (can_open(GOOD), shortest(GOOD)) == (10, "")


@pytest.mark.parametrize(
    ("what", "have", "opened"),
    [("scanners", 9, 9), ("devices", 19, 9), ("devices", 17, 8), ("members", 69, 9)],
)
def test_whatever_is_shortest_sets_what_opens(what, have, opened):
    """By hand: 19 devices make 9 pairs, 69 members make 9 commissions of 7."""
    short = replace(GOOD, **{what: have})

    assert (can_open(short), shortest(short)) == (opened, what)


def test_repeated_entries_are_taken_away_before_the_list_is_compared():
    assert coverage(GOOD) == 95
    assert not to_ask(GOOD)
    assert to_ask(replace(GOOD, entries=10_101))
    assert not to_ask(replace(GOOD, entries=10_100))
    assert to_ask(replace(GOOD, entries=9_099))


@given(SEEDS)
def test_in_every_country_three_districts_lack_each_something_else(seed):
    lacking = [shortest(one) for one in country(seed) if shortest(one)]

    assert sorted(lacking) == sorted(NEEDS)
    assert len(short_in_all(country(seed))) <= 1


@given(SEEDS)
def test_in_every_country_one_list_is_long_one_short_and_one_only_seems_long(seed):
    districts = country(seed)
    asked = [one for one in districts if to_ask(one)]
    seeming = [one for one in districts if one.entries > one.adults]

    assert sorted(coverage(one) > 100 for one in asked) == [False, True]
    assert len(seeming) == 2
    assert sum(to_ask(one) for one in seeming) == 1


def test_a_seed_makes_the_same_country_again_and_another_seed_another_one():
    assert country(7) == country(7)
    assert country(7) != country(8)
    assert [one.code for one in country(7)] == list(CODES)


def test_in_some_countries_reserves_are_enough_and_in_some_they_are_not():
    found = {tuple(short_in_all(country(seed))) for seed in range(60)}

    assert found == {(), *((what,) for what in NEEDS)}
