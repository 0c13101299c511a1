"""How well the reading box reads: a rendered test set, its confusion matrix, thresholds swept.

The truth is what the law says of the voter's mark (`electoral.marks.by_law`): a mark that runs
into another square or a corrected one is a vote, whatever a machine makes of it.

>>> marked = ballots(12, seed=1)
>>> seen = measure(marked, seed=1)["clean"]
>>> int(matrix(marked.truth, seen.decided()).sum())
12
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from electoral.marks import (
    FILL,
    INVALID,
    RETURNED,
    SQUARES,
    USUAL,
    Hand,
    Thresholds,
    by_law,
    decide,
)
from electoral.paper import Sensor, render, scan
from electoral.reader import Reason, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from numpy.typing import NDArray

CHUNK = 200
"""So many ballots are pictures at the same time: 30 MB."""

CLEAN = (Hand.CLEAR, Hand.BLANK, Hand.TWO)
"""Hands about which a machine may not err."""

EYES: Mapping[str, Sensor] = MappingProxyType(
    {
        "clean": Sensor(),
        "dirt": Sensor(dirt=8),
        "streak_along": Sensor(streak=450),
        "streak_across": Sensor(streak=750, across=True),
    }
)
"""Sensors to compare: a streak along the ballot goes through all squares, one across through that
of the first candidate only."""

PAIRS = tuple(
    Thresholds(sure, doubtful)
    for sure in (60, 100, 140, 200, 300)
    for doubtful in (20, 40, 60, 100)
    if doubtful <= sure
)
"""Thresholds that are compared."""


class Outcome(IntEnum):
    """What became of a ballot in the machine, beside the law."""

    RIGHT = 0
    """Counted as the law says, or invalid as the law says."""
    OTHER = 1
    """A vote counted for another square."""
    UNCOUNTED = 2
    """A vote taken for invalid."""
    COUNTED = 3
    """An invalid ballot counted for somebody."""
    RETURNED = 4
    """Given back: doubtful, or not to be read."""


@dataclass(frozen=True)
class Marked:
    """Ballots to be rendered, one row a ballot, and what they are by law."""

    choice: NDArray[np.uint8]
    other: NDArray[np.uint8]
    hand: NDArray[np.uint8]
    first: NDArray[np.int64]
    second: NDArray[np.int64]
    turned: NDArray[np.bool_]

    @property
    def truth(self) -> NDArray[np.uint8]:
        """What the voters expressed: a square, or `INVALID`."""
        return by_law(self.choice, self.hand)


@dataclass(frozen=True)
class Seen:
    """What one sensor measured."""

    fills: NDArray[np.int16]
    reason: NDArray[np.uint8]

    def decided(self, thresholds: Thresholds = USUAL) -> NDArray[np.uint8]:
        """Return what the machine makes of the ballots with these thresholds."""
        reading = decide(self.fills, thresholds)
        reading[self.reason != Reason.READ] = RETURNED
        return reading


def ballots(count: int = 10_000, seed: int = 1) -> Marked:
    """Return a test set: all hands equally often, every tenth ballot or so upside down.

    Raises:
        ValueError: fewer than one ballot.
    """
    if count < 1:
        raise ValueError(f"A test set has at least one ballot, not {count}.")
    rng = np.random.default_rng(seed)
    hand = rng.permutation(np.arange(count) % len(Hand)).astype(np.uint8)
    choice = rng.integers(0, SQUARES, count)
    other = (choice + rng.integers(1, SQUARES, count)) % SQUARES
    limits = np.array([FILL[how] for how in Hand])[hand]
    first, second = rng.integers(limits[:, :, 0], limits[:, :, 1] + 1).T
    turned = rng.random(count) < 0.1
    return Marked(choice.astype(np.uint8), other.astype(np.uint8), hand, first, second, turned)


def measure(
    marked: Marked,
    seed: int,
    *,
    eyes: Mapping[str, Sensor] | None = None,
    progress: Callable[[int], None] | None = None,
) -> dict[str, Seen]:
    """Render the ballots piece by piece and measure them with each sensor.

    Args:
        marked: the test set.
        seed: of the pictures.
        eyes: the sensors, by name; one clean by default.
        progress: is told how many ballots are done.
    """
    sensors = {"clean": Sensor()} if eyes is None else eyes
    count = len(marked.choice)
    seen = {
        name: Seen(np.empty((count, SQUARES), np.int16), np.empty(count, np.uint8))
        for name in sensors
    }
    for start in range(0, count, CHUNK):
        part = slice(start, start + CHUNK)
        pictures = render(
            *(marked.choice[part], marked.other[part], marked.hand[part]),
            *(marked.first[part], marked.second[part], seed),
            start=start,
            turned=marked.turned[part],
        )
        for name, sensor in sensors.items():
            found = read(scan(pictures, sensor, seed, start=start))
            seen[name].fills[part] = found.fills
            seen[name].reason[part] = found.reason
        if progress:
            progress(min(start + CHUNK, count))
    return seen


def outcome(truth: NDArray[np.uint8], reading: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return what became of each ballot.

    >>> outcome(np.array([0, 1, 2, 5, 3]), np.array([0, 0, 5, 4, 6])).tolist()
    [0, 1, 2, 3, 4]
    """
    became = np.where(reading == truth, Outcome.RIGHT, Outcome.OTHER)
    became[(truth != INVALID) & (reading == INVALID)] = Outcome.UNCOUNTED
    became[(truth == INVALID) & (reading < SQUARES)] = Outcome.COUNTED
    became[reading == RETURNED] = Outcome.RETURNED
    return became.astype(np.uint8)


def matrix(truth: NDArray[np.uint8], reading: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Return how often each truth (A to D, against all, invalid) was read as what (and returned)."""
    return _table(truth, reading, SQUARES + 1, SQUARES + 2)


def by_hand(hand: NDArray[np.uint8], became: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Return how often the ballots of each hand (rows) came to each outcome (columns)."""
    return _table(hand, became, len(Hand), len(Outcome))


def sweep(
    marked: Marked, seen: Seen, pairs: Iterable[Thresholds] = PAIRS
) -> list[tuple[Thresholds, NDArray[np.int64]]]:
    """Return for each pair of thresholds how many ballots came to each outcome."""
    truth = marked.truth
    return [
        (pair, np.bincount(outcome(truth, seen.decided(pair)), minlength=len(Outcome)))
        for pair in pairs
    ]


def clean_errors(marked: Marked, seen: Seen, thresholds: Thresholds = USUAL) -> tuple[int, int]:
    """Return how many clean ballots were not read as the law says, and how many there are."""
    clean = np.isin(marked.hand, CLEAN)
    wrong = outcome(marked.truth, seen.decided(thresholds)) != Outcome.RIGHT
    return int((wrong & clean).sum()), int(clean.sum())


def _table(
    row: NDArray[np.uint8], column: NDArray[np.uint8], rows: int, columns: int
) -> NDArray[np.int64]:
    """Return how often each pair occurs."""
    place = row.astype(np.int64) * columns + column
    return np.bincount(place, minlength=rows * columns).reshape(rows, columns)
