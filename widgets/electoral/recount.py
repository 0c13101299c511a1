"""Counting the paper again at a few stations: which ones, what comes out, what chance would miss.

The machine's count is preliminary and the hand count is official; the paper decides between
them, where somebody looks at it again.

>>> stations, disturbed, chosen = 2_619, 12, 10
>>> float(miss_all(stations, disturbed, chosen)) > 0.95
True
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import comb
from typing import TYPE_CHECKING

import numpy as np

from electoral.acts import Act
from electoral.day import poll
from electoral.marks import USUAL, Thresholds
from electoral.plan import chance_of
from electoral.records import PILES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from electoral.plan import Plan

LEAST = 500
"""Voters to be expected at a station that is disturbed: acts need ballots to work on."""

BALLOTS = (15, 45)
"""How many ballots a planted act touches, least and most."""


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


@dataclass(frozen=True)
class TwoCounts:
    """Two counts of the stationary boxes of every station, and the paper that they count.

    The machine reads no mobile box, so its ballots are left out of all three. Columns are the
    squares and invalid, one row a station.
    """

    acts: tuple[Act, ...]
    machine: NDArray[np.int64]
    """The machine's slip: preliminary."""
    hand: NDArray[np.int64]
    """The protocol as it is published: official."""
    paper: NDArray[np.int64]
    """What a recount of the ballots finds."""
    usual: NDArray[np.int64]
    """Ballots a station that a machine can doubt and a person need not."""

    @property
    def sizes(self) -> NDArray[np.int64]:
        """Ballots of each station."""
        return self.paper.sum(axis=1)

    @property
    def apart(self) -> NDArray[np.int64]:
        """Ballots on which machine and hand differ, by station; everyone can see these."""
        return moved(self.machine, self.hand)

    def recount(self, station: int) -> tuple[Outcome, int, int]:
        """Count the paper of a station again.

        Returns:
            What it shows; ballots by which the paper differs from the protocol, from the machine.
        """
        protocol = int(moved(self.hand[station], self.paper[station]))
        machine = int(moved(self.machine[station], self.paper[station]))
        return outcome(protocol, machine, int(self.usual[station])), protocol, machine

    @property
    def disturbed(self) -> frozenset[int]:
        """The stations where something was done; nobody is told before the end."""
        return frozenset(act.station for act in self.acts)


def count_twice(
    plan: Plan, seed: int, acts: Sequence[Act] = (), thresholds: Thresholds = USUAL
) -> TwoCounts:
    """Return the two counts of a polling day, and what the paper says.

    >>> from electoral.plan import plan
    >>> counts = count_twice(plan(hands="clear"), seed=1)
    >>> counts.apart.tolist(), counts.recount(0)[0].value
    ([0], 'confirmed')
    """
    day = poll(plan, seed, acts, thresholds)
    mobile = day.records["mobile_piles"]
    published = np.stack([day.above[line] for line in PILES], axis=1)
    return TwoCounts(
        tuple(acts),
        day.records["slip"],
        published - mobile,
        day.records["piles"] - mobile,
        day.records["doubtful"],
    )


def plant(plan: Plan, seed: int, kinds: Sequence[str], count: int) -> tuple[Act, ...]:
    """Return acts at stations drawn by lot, each kind as often as any other, give or take one.

    Raises:
        ValueError: there are not so many stations with enough voters, or no kind to draw from.
    """
    large = np.flatnonzero(plan.voters * plan.turnout >= LEAST * 1000)
    if not 0 <= count <= large.size:
        raise ValueError(f"0 to {large.size} stations can be disturbed, not {count!r}.")
    if count and not kinds:
        raise ValueError(f"To disturb {count} stations, name at least one kind of act.")
    chance = chance_of(seed)
    stations = chance.choice(large, count, replace=False)
    order = chance.permutation(len(kinds))
    acts = []
    for number, station in enumerate(stations):
        to, off = (int(square) for square in chance.permutation(3)[:2])
        acts.append(
            Act(
                kinds[int(order[number % len(kinds)])],
                int(station),
                ballots=int(chance.integers(*BALLOTS, endpoint=True)),
                to=to,
                off=off,
                line=PILES[to],
                at=int(chance.integers(200, 800)),
            )
        )
    return tuple(acts)


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


def moved(one: ArrayLike, other: ArrayLike) -> NDArray[np.int64]:
    """Return the least number of ballots that explains how two counts of a station differ.

    A ballot that stands on two different piles is one; so is a ballot that only one count has.

    >>> moved([[10, 5], [10, 5], [10, 5]], [[9, 6], [13, 5], [10, 5]]).tolist()
    [1, 3, 0]
    """
    more = np.asarray(one, np.int64) - np.asarray(other, np.int64)
    return np.maximum(np.maximum(more, 0).sum(axis=-1), np.maximum(-more, 0).sum(axis=-1))


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
