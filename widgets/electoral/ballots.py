"""The ballots in the boxes: cast by voters, read by the machine, sorted by people.

They are columns, all stations one after the other, so that one station and a country take the
same few lines.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from electoral.marks import (
    DISPUTED,
    FILL,
    INVALID,
    RETURNED,
    SQUARES,
    UNREAD,
    Hand,
    Thresholds,
    by_law,
    judge,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from electoral.plan import Plan

STATIONARY, MOBILE = 0, 1
"""Boxes: the one that reads, and the one that is carried to voters."""

OWN, UNSTAMPED, OTHER_FORM = 0, 1, 2
"""Papers: of this station, without its stamp, or of another district's stack."""

DRAWS = 65_536


@dataclass
class Ballots:
    """All ballots, mobile box first within a station, then in the order of casting."""

    starts: NDArray[np.int64]
    """Where each station's ballots begin; the last entry is their number."""
    box: NDArray[np.uint8]
    choice: NDArray[np.uint8]
    """The square of the mark that counts."""
    other: NDArray[np.uint8]
    """The square of the second mark, or of the darkest speck."""
    hand: NDArray[np.uint8]
    """How it is marked, a `Hand`."""
    first: NDArray[np.uint16]
    """Darkness of the chosen square, in thousandths."""
    second: NDArray[np.uint16]
    """Darkness of the other square."""
    coin: NDArray[np.uint8]
    """Chance for what people decide about this ballot."""
    meant: NDArray[np.uint8]
    """What its voter expressed: a square, or `INVALID` for none and for two."""
    stock: NDArray[np.uint8]
    """Where the paper comes from: `OWN`, `UNSTAMPED` or `OTHER_FORM`."""
    added: NDArray[np.bool_]
    """Whether no voter stands behind it."""
    machine: NDArray[np.uint8]
    """The reading: a square, `INVALID` or `UNREAD`."""
    pile: NDArray[np.uint8]
    """The pile the commission put it on: a square or `INVALID`."""

    @property
    def own(self) -> NDArray[np.bool_]:
        """The ballots on this station's own paper."""
        return self.stock == OWN

    @property
    def disputed(self) -> NDArray[np.bool_]:
        """The ballots about which the commission votes."""
        return (self.hand == DISPUTED[0]) | (self.hand == DISPUTED[1])

    def of(self, station: int) -> slice:
        """Return where the ballots of a station are."""
        return slice(int(self.starts[station]), int(self.starts[station + 1]))

    def where(self) -> NDArray[np.int16]:
        """Return the station of each ballot."""
        sizes = np.diff(self.starts)
        return np.repeat(np.arange(sizes.size, dtype=np.int16), sizes)

    def insert(self, station: int, at: int, **columns: NDArray) -> None:
        """Put ballots into the box of a station, before its ballot number `at`."""
        place = int(self.starts[station]) + at
        for column in fields(self):
            if column.name in columns:
                values = np.insert(getattr(self, column.name), place, columns[column.name])
                setattr(self, column.name, values)
        self.starts = self.starts.copy()
        self.starts[station + 1 :] += columns["choice"].size


def cast(plan: Plan, came: NDArray[np.int64], chance: np.random.Generator) -> Ballots:
    """Return the ballots of the voters who came, one each, neither read nor sorted."""
    outside = came * plan.outside // 1000
    starts = np.concatenate([[0], np.cumsum(came)])
    count = int(starts[-1])

    def draws() -> NDArray[np.uint16]:
        return chance.integers(0, DRAWS, count, dtype=np.uint16)

    choice = _choices(plan.weights, came, draws())
    hand = _hands(plan.hands)[draws()]
    other = (choice + 1 + chance.integers(0, SQUARES - 1, count, dtype=np.uint8)) % SQUARES
    first, second = draws(), draws()
    coin = chance.integers(0, 256, count, dtype=np.uint8)
    box = np.repeat(
        np.tile(np.array([MOBILE, STATIONARY], np.uint8), came.size),
        np.stack([outside, came - outside], axis=1).ravel(),
    )
    running = hand == Hand.TOUCHING
    other[running] = np.where(choice[running] < SQUARES - 1, choice[running] + 1, SQUARES - 2)
    return Ballots(
        starts,
        box,
        choice,
        other,
        hand,
        *_darkness(hand, first, second),
        coin,
        by_law(choice, hand),
        stock=np.zeros(count, np.uint8),
        added=np.zeros(count, np.bool_),
        machine=np.full(count, UNREAD, np.uint8),
        pile=np.empty(0, np.uint8),
    )


def read(ballots: Ballots, thresholds: Thresholds, part: slice = slice(None)) -> None:
    """Let the machine read the ballots of the stationary boxes; it may return some."""
    first, second = ballots.first[part], ballots.second[part]
    square = np.where(first >= second, ballots.choice[part], ballots.other[part])
    reading = judge(square, np.maximum(first, second), np.minimum(first, second), thresholds)
    reading[ballots.box[part] == MOBILE] = UNREAD
    ballots.machine[part] = reading


def refuse(ballots: Ballots) -> None:
    """Let the machine put papers of another form to the invalid ones."""
    ballots.machine[(ballots.stock == OTHER_FORM) & (ballots.machine != UNREAD)] = INVALID


def give_back(ballots: Ballots, spare: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give doubtful ballots back to their voters; return how many were spoiled by station.

    Every second voter who chose somebody takes a new ballot, as long as there are any, and
    marks it clearly. The others let the machine put theirs to the invalid ones.
    """
    returned = np.flatnonzero(ballots.machine == RETURNED)
    ballots.machine[returned] = INVALID
    asks = returned[(ballots.coin[returned] % 2 == 0) & (ballots.meant[returned] != INVALID)]
    stations = np.searchsorted(ballots.starts, asks, side="right") - 1
    firsts = np.searchsorted(stations, stations)
    served = np.arange(asks.size) - firsts < spare[stations]
    again, stations = asks[served], stations[served]
    ballots.hand[again] = Hand.CLEAR
    ballots.first[again], ballots.second[again] = 250, 5
    ballots.machine[again] = ballots.choice[again]
    return np.bincount(stations, minlength=spare.size)


def sort(ballots: Ballots) -> None:
    """Sort all ballots by hand: doubtful ones by vote, foreign papers to the invalid ones."""
    piles = by_law(ballots.choice, ballots.hand)
    disputed = np.flatnonzero(ballots.disputed)
    refused = ballots.coin[disputed] >= 192
    piles[disputed] = np.where(refused, np.uint8(INVALID), ballots.choice[disputed])
    piles[ballots.stock == OTHER_FORM] = INVALID
    ballots.pile = piles


def tally(ballots: Ballots, codes: NDArray[np.uint8], kinds: int) -> NDArray[np.int64]:
    """Return how many ballots of each station have each code below `kinds`."""
    stations = ballots.starts.size - 1
    keys = ballots.where().astype(np.int32) * 8 + codes
    return np.bincount(keys, minlength=stations * 8).reshape(stations, 8)[:, :kinds]


def _choices(
    weights: NDArray[np.int64], came: NDArray[np.int64], draws: NDArray[np.uint16]
) -> NDArray[np.uint8]:
    """Draw a square for each ballot, by the weights of its station."""
    edges = np.cumsum(weights, axis=1) * (DRAWS - 1) // weights.sum(axis=1, keepdims=True)
    choice = np.zeros(draws.size, np.uint8)
    for square in range(weights.shape[1] - 1):
        choice += draws > np.repeat(edges[:, square].astype(np.uint16), came)
    return choice


def _hands(shares: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Return the `Hand` of each of the equally likely draws."""
    edges = np.cumsum(shares) * DRAWS // shares.sum()
    return np.repeat(np.arange(len(Hand), dtype=np.uint8), np.diff(edges, prepend=0))


def _darkness(
    hand: NDArray[np.uint8], first: NDArray[np.uint16], second: NDArray[np.uint16]
) -> tuple[NDArray[np.uint16], NDArray[np.uint16]]:
    """Turn draws into thousandths of black, by the way each ballot is marked."""
    scales = [
        [
            (low + np.arange(DRAWS) * (high - low + 1) // DRAWS).astype(np.uint16)
            for low, high in ranges
        ]
        for ranges in (FILL[kind] for kind in Hand)
    ]
    dark, light = scales[Hand.CLEAR][0][first], scales[Hand.CLEAR][1][second]
    unusual = np.flatnonzero(hand)
    for kind in Hand:
        found = unusual[hand[unusual] == kind]
        dark[found], light[found] = scales[kind][0][first[found]], scales[kind][1][second[found]]
    return dark, light
