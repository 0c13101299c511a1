"""Counting the paper again at a few stations: which ones, what comes out, what chance would miss.

The machine's count is preliminary and the hand count is official; the paper decides between
them, where somebody looks at it again.

>>> stations, disturbed, chosen = 2_619, 12, 10
>>> float(miss_all(stations, disturbed, chosen)) > 0.95
True
"""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from math import comb
from typing import TYPE_CHECKING

import numpy as np

from electoral.plan import chance_of

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


class Outcome(StrEnum):
    """What a recount says of one station."""

    CONFIRMED = "confirmed"
    """The paper is what the protocol says; the machine differs by no more than usual."""
    MACHINE = "machine"
    """The paper is what the protocol says; the machine counted something else."""
    PROTOCOL = "protocol"
    """The paper is what the machine counted; the protocol says something else."""
    BOTH = "both"
    """The paper is neither what the protocol says nor what the machine counted."""


def at_random(stations: int, size: int, seed: int) -> tuple[int, ...]:
    """Return stations drawn by lot, each as likely as any other, none twice.

    >>> at_random(5, 5, seed=1)
    (0, 1, 2, 3, 4)
    """
    _fits(stations, size)
    drawn = chance_of(seed).choice(stations, size, replace=False)
    return tuple(sorted(int(station) for station in drawn))


def largest(counts: ArrayLike, size: int) -> tuple[int, ...]:
    """Return the stations with the largest counts, largest first; of equals the first ones.

    >>> largest([3, 9, 0, 9], 3)
    (1, 3, 0)
    """
    table = np.asarray(counts)
    _fits(table.size, size)
    return tuple(int(station) for station in np.argsort(-table, kind="stable")[:size])


def moved(one: ArrayLike, other: ArrayLike, unread: ArrayLike = 0) -> NDArray[np.int64]:
    """Return the least number of ballots that explains how two counts of a station differ.

    A ballot that only one count has, and a ballot that stands on two piles, are each one.

    Args:
        one: the machine's count by pile, one row a station.
        other: the count by hand.
        unread: ballots that the machine was not given; they may be missing on any pile.

    >>> moved([[10, 5], [10, 5], [10, 5]], [[9, 6], [13, 5], [13, 5]], [0, 0, 3]).tolist()
    [1, 3, 0]
    """
    more = np.asarray(one, np.int64) - np.asarray(other, np.int64)
    unread = np.asarray(unread, np.int64)
    missing = np.maximum(np.maximum(-more, 0).sum(axis=-1) - unread, 0)
    return np.maximum(missing, missing + more.sum(axis=-1) + unread)


def outcome(paper_protocol: int, paper_machine: int, usual: int) -> Outcome:
    """Say what a recount of one station shows.

    Args:
        paper_protocol: ballots that the paper and the protocol differ by.
        paper_machine: ballots that the paper and the machine differ by.
        usual: what doubtful marks alone make the machine differ by, at most.
    """
    if paper_protocol:
        return Outcome.BOTH if paper_machine > usual else Outcome.PROTOCOL
    return Outcome.MACHINE if paper_machine > usual else Outcome.CONFIRMED


def miss_all(stations: int, disturbed: int, size: int) -> Fraction:
    """Return the chance that stations drawn by lot contain none of the disturbed ones.

    There are C(stations - disturbed, size) such choices among C(stations, size): the
    hypergeometric distribution at 0, in whole numbers.

    >>> miss_all(10, 2, 3)
    Fraction(7, 15)
    """
    _fits(stations, size)
    if not 0 <= disturbed <= stations:
        raise ValueError(f"Of {stations} stations 0 to {stations} are disturbed, not {disturbed}.")
    return Fraction(comb(stations - disturbed, size), comb(stations, size))


def needed(stations: int, disturbed: int, risk: Fraction) -> int:
    """Return how many stations must be drawn so that all disturbed ones are missed so rarely.

    >>> needed(2_619, 12, Fraction(1, 20))
    578
    """
    if not 0 < risk < 1:
        raise ValueError(f"A risk lies between 0 and 1, not {risk!r}.")
    if disturbed == 0:
        raise ValueError("Where no station is disturbed, no choice can find one.")
    least, most = 0, stations - disturbed + 1
    while least < most:
        middle = (least + most) // 2
        if miss_all(stations, disturbed, middle) <= risk:
            most = middle
        else:
            least = middle + 1
    return least


def _fits(stations: int, size: int) -> None:
    if not 0 <= size <= stations:
        raise ValueError(f"Of {stations} stations 0 to {stations} can be chosen, not {size!r}.")
