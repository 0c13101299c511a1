"""A key on cards: who opens the urn, who cannot, and whose false part is found out."""

from fractions import Fraction
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from electoral.ceremony import (
    BENT,
    Part,
    cast,
    give,
    lines,
    open_urn,
    opened,
    proven,
    read_secretly,
    secrecy_broken,
    split,
    stays_closed,
    weights,
)
from electoral.evoting.groups import BELENIOS_2048, TOY_23, TOY_2039

CARDS = split(TOY_2039, 5, 3, seed=1)
URN = cast(CARDS, 25, seed=1)

TABLES = st.integers(1, 9).flatmap(
    lambda people: st.tuples(st.just(people), st.integers(1, people), st.booleans())
)


@pytest.mark.parametrize("people", [*combinations(range(1, 6), 3)], ids=str)
def test_any_three_of_five_open_the_urn_and_read_the_sum_of_the_votes(people):
    assert open_urn(CARDS, URN, people).sum == sum(URN.votes)


@pytest.mark.parametrize("people", [*combinations(range(1, 6), 2), (), (4,)], ids=str)
def test_fewer_than_three_open_nothing(people):
    tried = open_urn(CARDS, URN, people)

    assert (tried.sum, tried.used, tried.unchecked) == (None, (), None)
    assert tried.missing == 3 - len(people)


@given(TABLES, st.integers(0, 999), st.data())
@settings(deadline=None, max_examples=60)
def test_an_urn_opens_exactly_when_enough_people_are_there(table, seed, data):
    people, needed, every = table
    cards = split(TOY_2039, people, needed, seed, every=every)
    urn = cast(cards, 12, seed)
    there = data.draw(st.sets(st.integers(1, people)))
    tried = open_urn(cards, urn, sorted(there))
    enough = len(there) >= (people if every else needed)

    assert tried.sum == (sum(urn.votes) if enough else None)
    assert (tried.missing == 0) == enough
    assert tried.refused == ()


def test_the_real_group_opens_too():
    cards = split(BELENIOS_2048, 4, 2, seed=3)
    urn = cast(cards, 25, seed=3)

    assert open_urn(cards, urn, [2, 4]).sum == sum(urn.votes)
    assert read_secretly(cards, urn, [3]) is None


@pytest.mark.parametrize("forger", range(1, 6))
def test_a_forged_part_is_caught_by_its_proof_and_would_have_added_votes(forger):
    honest = [one for one in range(1, 6) if one != forger]
    tried = open_urn(CARDS, URN, honest, [forger])

    assert tried.refused == (forger,)
    assert forger not in tried.used
    assert tried.sum == sum(URN.votes)
    assert tried.unchecked == sum(URN.votes) + BENT


def test_a_forged_part_does_not_count_towards_those_that_are_needed():
    tried = open_urn(CARDS, URN, [1, 2], [3])

    assert (tried.sum, tried.missing, tried.refused) == (None, 1, (3,))
    assert tried.unchecked == sum(URN.votes) + BENT


def test_in_the_smallest_toy_about_one_forgery_in_six_passes_by_luck():
    """A challenge there is one of 11 numbers: 0 binds nothing, and others are met 1 time in 11."""
    passed = 0
    for seed in range(300):
        cards = split(TOY_23, 3, 2, seed)
        urn = cast(cards, 9, seed)
        passed += open_urn(cards, urn, [1, 2], [3], seed).refused == ()

    assert 30 <= passed <= 75  # 300 · (1 - (10/11)²) = 52 are expected


@pytest.mark.parametrize("field", ["person", "factor", "challenge", "response"])
def test_a_part_with_one_number_changed_is_not_proven(field):
    part = give(CARDS, 2, URN.total, seed=1)
    changed = Part(**{**part._asdict(), field: getattr(part, field) + 1})

    assert proven(CARDS, URN.total, part)
    assert not proven(CARDS, URN.total, changed)


def test_a_part_made_for_one_ballot_proves_nothing_about_another():
    part = give(CARDS, 1, URN.ballots[0], seed=1)

    assert proven(CARDS, URN.ballots[0], part)
    assert not proven(CARDS, URN.ballots[1], part)


def test_a_secret_circle_with_enough_cards_reads_every_vote():
    assert read_secretly(CARDS, URN, [5, 1, 3]) == list(URN.votes)
    assert read_secretly(CARDS, URN, [5, 1]) is None


def test_two_of_three_cards_leave_every_key_possible_and_equally_so():
    """Written out for the field of 11: every polynomial of degree 2, and the cards it gives."""
    q = int(TOY_23.q)
    held = {}
    for key, one, two in product(range(q), repeat=3):
        shares = tuple((key + one * x + two * x * x) % q for x in (1, 4))
        held.setdefault(shares, []).append(key)

    assert all(sorted(keys) == list(range(q)) for keys in held.values())


def test_two_cards_give_one_line_and_one_card_a_line_for_every_key():
    cards = split(TOY_23, 5, 2, seed=4)
    points = dict(enumerate(cards.secrets, start=1))
    [(key, slope)] = lines(points, 11)

    assert TOY_23.power(TOY_23.g, key) == cards.public_key
    for pair in combinations(points, 2):
        assert lines({x: points[x] for x in pair}, 11) == [(key, slope)]
    assert [secret for secret, _ in lines({3: points[3]}, 11)] == list(range(11))
    assert len(lines({}, 11)) == 121


def test_each_key_of_the_rule_every_card_counts_once():
    cards = split(TOY_2039, 4, 2, seed=1, every=True)

    assert cards.needed == 4
    assert weights(cards, [1, 2, 3, 4]) == [1, 1, 1, 1]
    assert TOY_2039.power(TOY_2039.g, sum(cards.secrets)) == cards.public_key


def test_the_weights_are_those_that_lead_a_curve_to_its_height_at_0():
    """By hand for 1, 2, 5: 2·5/(1·4), 1·5/(-1·3), 1·2/(-4·-3), that is 5/2, -5/3, 1/6."""
    q = int(TOY_2039.q)
    by_hand = [5 * pow(2, -1, q) % q, -5 * pow(3, -1, q) % q, pow(6, -1, q)]

    assert weights(CARDS, [1, 2, 5]) == by_hand


def test_parts_of_too_few_people_put_together_all_the_same_say_nothing_useful():
    parts = [give(CARDS, person, URN.total, seed=1) for person in (1, 2)]

    assert opened(CARDS, URN.total, parts, 25) != sum(URN.votes)


@pytest.mark.parametrize("people", range(1, 7))
def test_both_chances_are_those_of_all_ways_written_out(people):
    """Every way in which people keep or lose their cards, with its probability."""
    chance = Fraction(3, 20)
    for needed in range(1, people + 1):
        closed = broken = Fraction(0)
        for gone in product((False, True), repeat=people):
            many = sum(gone)
            weight = chance**many * (1 - chance) ** (people - many)
            closed += weight if people - many < needed else 0
            broken += weight if many >= needed else 0

        assert stays_closed(people, needed, chance) == closed
        assert secrecy_broken(people, needed, chance) == broken


def test_chances_at_the_ends_are_certain():
    assert stays_closed(9, 1, Fraction(0)) == secrecy_broken(9, 1, Fraction(0)) == 0
    assert stays_closed(9, 9, Fraction(1)) == secrecy_broken(9, 9, Fraction(1)) == 1


@pytest.mark.parametrize("needed", [0, 6, -1])
def test_a_number_of_cards_that_cannot_be_is_named(needed):
    with pytest.raises(ValueError, match=rf"needed \({needed}\) must be from 1 to people \(5\)"):
        split(TOY_23, 5, needed, seed=1)


@given(st.integers(0, 10_000), st.integers(1, 9))
@settings(deadline=None, max_examples=60)
def test_no_toy_ever_hides_nothing_at_all(seed, people):
    cards = split(TOY_23, people, people, seed)

    assert cards.public_key != 1
    assert cast(cards, 9, seed).total.alpha != 1


def test_everything_comes_back_from_its_seed():
    assert split(TOY_2039, 5, 3, seed=1) == CARDS
    assert cast(CARDS, 25, seed=1) == URN
    assert open_urn(CARDS, URN, [1, 2, 3], [4]) == open_urn(CARDS, URN, [1, 2, 3], [4])
    assert split(TOY_2039, 5, 3, seed=2) != CARDS
