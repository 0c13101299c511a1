"""A turnout taken apart, against figures worked out by hand from published ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from electoral.register import Vote, change, on_list, turnout

# Voters and registered voters as published: wiki-kg-2015 and 24kg-354124 of the source list.
IN_2015, IN_2025 = Vote(1_626_255, 2_761_297), Vote(1_584_446, 4_294_243)
VOTES = st.tuples(st.integers(0, 10**6), st.integers(10**6, 10**7)).map(lambda one: Vote(*one))


def test_the_turnouts_are_those_that_the_sources_state():
    assert round(turnout(IN_2015), 2) == pytest.approx(58.89, abs=0.0101)
    assert round(turnout(IN_2025), 2) == 36.90


def test_the_same_voters_make_another_turnout_on_another_list():
    # 1,584,446 / 2,761,297 = 0.57380…, by hand.
    assert round(on_list(IN_2025, IN_2015.registered), 2) == 57.38


def test_most_of_the_fall_from_2015_to_2025_is_the_list():
    parts = change(IN_2015, IN_2025)

    assert (round(parts.by_list, 2), round(parts.by_voters, 2)) == (-21.02, -0.97)


@given(VOTES, VOTES)
def test_both_parts_together_are_the_whole_change(before, after):
    assert sum(change(before, after)) == pytest.approx(turnout(after) - turnout(before))


@given(VOTES)
def test_an_unchanged_list_changes_nothing(vote):
    assert change(vote, vote) == (0, 0)


@pytest.mark.parametrize("vote", [Vote(1, 0), Vote(5, 4), Vote(-1, 4), Vote(0, 0)])
def test_a_turnout_that_cannot_be_is_refused_with_its_numbers(vote):
    with pytest.raises(ValueError, match=f"Of {vote.registered} registered voters {vote.voted} "):
        turnout(vote)
