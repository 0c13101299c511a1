"""What stands on a ballot, and how a machine and a person read it.

A ballot has five squares: four candidates and "against all". A machine measures how dark each
square is, in thousandths of black, and compares that with two thresholds; people look at what
the voter meant.

>>> decide([[250, 8, 5, 3, 0], [70, 5, 5, 5, 5], [4, 4, 4, 4, 4], [250, 240, 0, 0, 0]]).tolist()
[0, 6, 5, 5]
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

SQUARES = 5
"""Squares on a ballot: the candidates A to D (0 to 3) and against all (4)."""

INVALID = 5
"""A reading: no choice, or more than one."""

RETURNED = 6
"""A reading: doubtful, given back to the voter."""

UNREAD = 7
"""No reading: the ballot did not go through the machine, or the machine forgot it."""


class Hand(IntEnum):
    """How a voter marks a ballot."""

    CLEAR = 0
    """One good mark in one square."""
    PALE = 1
    """One mark that people see and the machine doubts: hard pencil, a thin line."""
    TOUCHING = 2
    """One good mark whose end runs into another square."""
    CORRECTED = 3
    """One square blotted out, another one marked."""
    BLANK = 4
    """No mark."""
    TWO = 5
    """Good marks in two squares."""


DISPUTED = (Hand.TOUCHING, Hand.CORRECTED)
"""The commission decides about these by vote, one by one."""

FILL = {
    Hand.CLEAR: ((140, 395), (0, 15)),
    Hand.PALE: ((45, 95), (0, 15)),
    Hand.TOUCHING: ((140, 420), (45, 180)),
    Hand.CORRECTED: ((140, 420), (450, 800)),
    Hand.BLANK: ((0, 15), (0, 15)),
    Hand.TWO: ((140, 420), (140, 420)),
}
"""Darkness of the chosen square and of the darkest other one, least and most, in thousandths.

An assumption of this model, met by the rendered ballots of `electoral.paper`.
"""


GOOD_MARK = (250, 5)
"""Darkness of a good mark and of the other squares, where a ballot is marked on purpose so."""


@dataclass(frozen=True)
class Thresholds:
    """From how many thousandths of black a square counts as marked."""

    sure: int = 100
    """From here on a mark."""
    doubtful: int = 40
    """From here on perhaps a mark."""

    def __post_init__(self) -> None:
        if not 0 < self.doubtful <= self.sure <= 1000:
            raise ValueError(
                "Thresholds are thousandths of black, 0 < doubtful ≤ sure ≤ 1000, "
                f"not doubtful {self.doubtful} and sure {self.sure}."
            )


USUAL = Thresholds()


def decide(fills: ArrayLike, thresholds: Thresholds = USUAL) -> NDArray[np.uint8]:
    """Return what the machine makes of each ballot: a square, `INVALID` or `RETURNED`.

    Args:
        fills: darkness of each square in thousandths, one row a ballot.
        thresholds: sure and doubtful.
    """
    table = np.asarray(fills)
    if table.ndim != 2 or table.shape[1] < 2:
        raise ValueError(f"Fills are one row a ballot, one column a square, not {table.shape}.")
    highest = table.argmax(axis=1)
    ordered = np.partition(table, table.shape[1] - 2, axis=1)
    return judge(highest.astype(np.uint8), ordered[:, -1], ordered[:, -2], thresholds)


def judge(
    square: NDArray[np.uint8],
    darkest: NDArray[np.integer],
    second: NDArray[np.integer],
    thresholds: Thresholds = USUAL,
) -> NDArray[np.uint8]:
    """Return what the machine makes of ballots, from their two darkest squares alone.

    Args:
        square: the darkest square of each ballot.
        darkest: its darkness in thousandths.
        second: the darkness of the next darkest square.
        thresholds: sure and doubtful.
    """
    reading = np.where(darkest >= thresholds.sure, square, np.uint8(RETURNED))
    reading[second >= thresholds.doubtful] = RETURNED
    reading[(darkest < thresholds.doubtful) | (second >= thresholds.sure)] = INVALID
    return reading


def by_law(choice: NDArray[np.uint8], hand: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return what the voters expressed: the choice, or `INVALID` without one or with two."""
    return np.where((hand == Hand.BLANK) | (hand == Hand.TWO), np.uint8(INVALID), choice)
