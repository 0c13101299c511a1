"""A deck of ballots: every kind is in it, and what is said of a ballot is what is on it."""

import re

import numpy as np
import pytest

from electoral.marks import INVALID, decide
from electoral.paper import ballot as rendered
from electoral_widgets import ballot_deck
from electoral_widgets.ballot_deck import BALLOTS, DOUBT, KINDS, deal

READINGS = {
    ballot_deck.CLEAR: "choice",
    ballot_deck.AGAINST: "choice",
    ballot_deck.LINE: "choice",
    ballot_deck.WEAK: DOUBT,
    ballot_deck.FAINT: INVALID,
    ballot_deck.TOUCHING: DOUBT,
    ballot_deck.CROSSING: INVALID,
    ballot_deck.CORRECTED: INVALID,
    ballot_deck.BLANK: INVALID,
    ballot_deck.TWO: INVALID,
}
"""What a machine with the usual thresholds makes of each kind, by the definition in `marks`."""


@pytest.mark.parametrize("number", [1, 2, 3, 77, 999_999])
def test_every_deck_holds_every_kind_in_an_order_of_its_own(number):
    deck = deal(number)

    assert sorted(map(KINDS.index, deck.kinds)) == sorted(map(KINDS.index, KINDS))
    assert deck.kinds != KINDS
    assert len(deck.pictures) == len(deck.fills) == BALLOTS


@pytest.mark.parametrize("number", [1, 2, 3, 77, 999_999])
def test_the_machine_reads_each_kind_as_its_kind_is_read(number):
    deck = deal(number)
    readings = decide(deck.fills)

    for kind, choice, reading in zip(deck.kinds, deck.choice, readings, strict=True):
        expected = READINGS[kind]
        assert reading == (choice if expected == "choice" else expected), kind.seen


def test_the_rule_counts_one_clear_mark_and_neither_none_nor_two_and_else_lets_them_vote():
    deck = deal(1)
    for kind, choice, ruling in zip(deck.kinds, deck.choice, deck.ruling, strict=True):
        if "{choice}" in kind.why:
            assert ruling == choice
        else:
            assert ruling == (DOUBT if "the members vote" in kind.why else INVALID)

    assert deck.ruling.tolist().count(DOUBT) == 4
    assert deck.ruling.tolist().count(INVALID) == 2


def test_what_is_said_of_a_ballot_gives_no_verdict_away():
    for kind in KINDS:
        assert not re.search(r"valid|vote|count|machine|clear|doubt|correct", kind.seen.lower())


def test_the_same_number_gives_the_same_ballots_and_another_number_others():
    first = deal(5).pictures
    deal.cache_clear()

    assert deal(5).pictures == first
    assert not set(first) & set(deal(6).pictures)


def test_a_line_besides_the_mark_stands_where_it_is_told_of_and_nowhere_else(monkeypatch):
    """The same ballots once more without stamp, fold and turn: what is left of the squares?"""
    asked = []

    def noted(*args, **options):
        asked.append((args, {**options, "scale": 1, "askew": 0, "own": False}))
        return rendered(*args, **options)

    monkeypatch.setattr(ballot_deck, "ballot", noted)
    deal.cache_clear()
    told = [kind.stray for number in (11, 12, 13) for kind in deal(number).kinds]
    deal.cache_clear()
    names = [rendered(*args, **options)[120:360, 40:228] for args, options in asked]
    light = np.array([picture / picture.max() for picture in names])
    lined = (light < light.max(axis=0) - 0.1).any(axis=(1, 2))

    assert lined.tolist() == told


def test_the_pictures_are_small_enough_to_travel_and_the_boxes_lie_within():
    deck = deal(1)

    assert sum(map(len, deck.pictures)) < 600_000
    assert all(picture.startswith(b"\x89PNG") for picture in deck.pictures)
    assert deck.boxes.min() > 0
    assert (deck.boxes[:, :, 2] < 320 * ballot_deck.SCALE).all()
    assert (np.diff(deck.boxes[:, :, 1], axis=1) > 80).all()
