"""The confusion matrix counts every ballot once, and shows what thresholds and dirt do."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from electoral import confusion
from electoral.confusion import (
    EYES,
    Outcome,
    ballots,
    by_hand,
    clean_errors,
    matrix,
    measure,
    outcome,
    sweep,
)
from electoral.marks import INVALID, RETURNED, Hand, Thresholds


@pytest.fixture(scope="module")
def measured():
    """Return a test set and what each sensor saw of it."""
    marked = ballots(300, seed=4)
    return marked, measure(marked, 4, eyes=EYES)


def test_a_test_set_has_every_hand_equally_often():
    marked = ballots(600, seed=1)

    assert np.bincount(marked.hand).tolist() == [100] * 6
    assert 30 <= marked.turned.sum() <= 90
    assert set(marked.choice.tolist()) == set(range(5))
    assert (marked.choice != marked.other).all()


def test_a_test_set_has_a_ballot():
    with pytest.raises(ValueError, match="at least one ballot, not 0"):
        ballots(0)


def test_the_measure_does_not_depend_on_the_pieces(monkeypatch):
    marked = ballots(9, seed=2)
    whole = measure(marked, 2, eyes=EYES)
    monkeypatch.setattr(confusion, "CHUNK", 4)
    told = []
    pieces = measure(marked, 2, eyes=EYES, progress=told.append)

    assert told == [4, 8, 9]
    for name in EYES:
        assert np.array_equal(whole[name].fills, pieces[name].fills), name


def test_outcomes_are_named_by_the_law():
    truth = np.array([0, 1, 2, INVALID, 3, INVALID, INVALID])
    reading = np.array([0, 0, INVALID, 4, RETURNED, INVALID, RETURNED])

    assert outcome(truth, reading).tolist() == [
        Outcome.RIGHT,
        Outcome.OTHER,
        Outcome.UNCOUNTED,
        Outcome.COUNTED,
        Outcome.RETURNED,
        Outcome.RIGHT,
        Outcome.RETURNED,
    ]


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 6), st.integers(0, 5)), min_size=1))
def test_every_ballot_stands_once_in_each_table(rows):
    truth, reading, hand = np.array(rows, np.uint8).T
    table = matrix(truth, reading)
    became = outcome(truth, reading)

    assert table.sum() == by_hand(hand, became).sum() == len(rows)
    assert table[np.arange(6), np.arange(6)].sum() == (became == Outcome.RIGHT).sum()
    assert table[:, RETURNED].sum() == (became == Outcome.RETURNED).sum()
    assert table[INVALID, :INVALID].sum() == (became == Outcome.COUNTED).sum()
    assert table[:INVALID, INVALID].sum() == (became == Outcome.UNCOUNTED).sum()


def test_clean_ballots_have_no_errors_and_doubtful_hands_have_their_own(measured):
    marked, seen = measured
    became = by_hand(marked.hand, outcome(marked.truth, seen["clean"].decided()))

    assert clean_errors(marked, seen["clean"]) == (0, 150)
    assert became[Hand.PALE, Outcome.RETURNED] >= 48
    assert became[Hand.CORRECTED, Outcome.UNCOUNTED] == 50
    assert became[Hand.TOUCHING, Outcome.RIGHT] <= 1


def test_mis_set_thresholds_make_errors_on_clean_ballots(measured):
    marked, seen = measured
    wrong, _ = clean_errors(marked, seen["clean"], Thresholds(sure=300, doubtful=40))

    assert wrong > 20


def test_a_careless_machine_returns_less_and_errs_more(measured):
    """With one threshold for both, nothing is doubtful: no ballot is given back."""
    marked, seen = measured
    usual, careless = (
        counts
        for _, counts in sweep(marked, seen["clean"], [Thresholds(100, 40), Thresholds(100, 100)])
    )

    assert careless[Outcome.RETURNED] == 0
    assert careless[Outcome.UNCOUNTED] > usual[Outcome.UNCOUNTED]


def test_the_sweep_counts_every_ballot_with_every_pair(measured):
    marked, seen = measured
    swept = sweep(marked, seen["clean"])

    assert len({pair for pair, _ in swept}) == len(swept) == 19
    assert {int(counts.sum()) for _, counts in swept} == {300}


def test_a_streak_through_one_square_counts_invalid_ballots(measured):
    marked, seen = measured
    became = {
        name: np.bincount(outcome(marked.truth, eye.decided()), minlength=5)
        for name, eye in seen.items()
    }

    assert became["clean"][Outcome.COUNTED] == 0
    assert became["streak_across"][Outcome.COUNTED] > 5
    assert became["streak_along"][Outcome.RIGHT] < became["clean"][Outcome.RIGHT]


def test_an_unread_ballot_is_returned_with_any_thresholds(measured):
    marked, _ = measured
    unread = confusion.Seen(np.full((300, 5), -1, np.int16), np.full(300, 2, np.uint8))

    for pair, counts in sweep(marked, unread):
        assert counts[Outcome.RETURNED] == 300, pair
