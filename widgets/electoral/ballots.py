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
    GOOD_MARK,
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
    from collections.abc import Sequence

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
    unusual: NDArray[np.int64]
    """Where the ballots are that somebody may doubt; all others are clear."""

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

    def insert(self, station: int, at: int, **columns: NDArray) -> None:
        """Put ballots into the box of a station, before its ballot number `at`."""
        place = int(self.starts[station]) + at
        for name, added in columns.items():
            setattr(self, name, np.insert(getattr(self, name), place, added))
        self.starts = self.starts.copy()
        self.starts[station + 1 :] += columns["choice"].size
        self.unusual = np.flatnonzero(self.hand)


def cast(plan: Plan, came: NDArray[np.int64], chance: np.random.Generator) -> Ballots:
    """Return the ballots of the voters who came, one each, neither read nor sorted."""
    outside = came * plan.outside // 1000
    starts = np.concatenate([[0], np.cumsum(came)])
    count = int(starts[-1])
    choice = _choices(plan.weights, came, _draws(chance, count))
    hand, unusual = _hands(plan.hands, _draws(chance, count))
    first, second = _darkness(hand, unusual, _draws(chance, count))
    coin = _draws(chance, -(-count // 2)).view(np.uint8)[:count]
    other = (choice + 1 + (coin & 3)).astype(np.uint8, copy=False)
    other -= (other >= SQUARES) * np.uint8(SQUARES)
    running = unusual[hand[unusual] == Hand.TOUCHING]
    last = choice[running] == SQUARES - 1
    other[running] = np.where(last, SQUARES - 2, choice[running] + 1)
    meant = choice.copy()
    meant[unusual] = by_law(choice[unusual], hand[unusual])
    box = np.repeat(
        np.tile(np.array([MOBILE, STATIONARY], np.uint8), came.size),
        np.stack([outside, came - outside], axis=1).ravel(),
    )
    return Ballots(
        starts,
        box,
        choice,
        other,
        hand,
        first,
        second,
        coin,
        meant,
        stock=np.zeros(count, np.uint8),
        added=np.zeros(count, np.bool_),
        machine=np.full(count, UNREAD, np.uint8),
        pile=np.empty(0, np.uint8),
        unusual=unusual,
    )


def join(parts: Sequence[Ballots]) -> Ballots:
    """Return the ballots of all stations of all parts, in their order."""
    if len(parts) == 1:
        return parts[0]
    sizes = np.concatenate([np.diff(part.starts) for part in parts])
    firsts = np.cumsum([0] + [part.choice.size for part in parts])
    columns = {
        column.name: np.concatenate([getattr(part, column.name) for part in parts])
        for column in fields(Ballots)
        if column.name not in {"starts", "unusual"}
    }
    unusual = [part.unusual + first for part, first in zip(parts, firsts[:-1], strict=True)]
    return Ballots(
        starts=np.concatenate([[0], np.cumsum(sizes)]), unusual=np.concatenate(unusual), **columns
    )


def read(ballots: Ballots, thresholds: Thresholds, part: slice = slice(None)) -> None:
    """Let the machine read the ballots of the stationary boxes; it may return some."""
    reading = ballots.choice[part].copy()
    (least, _), (_, most) = FILL[Hand.CLEAR]
    if most < thresholds.doubtful and thresholds.sure <= least:
        whole = part == slice(None)  # no clear mark comes near a threshold
        judged = ballots.unusual if whole else np.flatnonzero(ballots.hand[part])
    else:
        judged = np.arange(reading.size)
    first, second = ballots.first[part][judged], ballots.second[part][judged]
    square = np.where(first >= second, reading[judged], ballots.other[part][judged])
    darkest, lighter = np.maximum(first, second), np.minimum(first, second)
    reading[judged] = judge(square, darkest, lighter, thresholds)
    reading[np.flatnonzero(ballots.box[part] == MOBILE)] = UNREAD
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
    ballots.first[again], ballots.second[again] = GOOD_MARK
    ballots.machine[again] = ballots.choice[again]
    return np.bincount(stations, minlength=spare.size)


def sort(ballots: Ballots) -> None:
    """Sort all ballots by hand: doubtful ones by vote, papers of another form to the invalid."""
    piles = ballots.choice.copy()
    unusual = ballots.unusual
    choice, hand = piles[unusual], ballots.hand[unusual]
    refused = (ballots.coin[unusual] >= 192) & ((hand == DISPUTED[0]) | (hand == DISPUTED[1]))
    piles[unusual] = np.where(refused, np.uint8(INVALID), by_law(choice, hand))
    piles[ballots.stock == OTHER_FORM] = INVALID
    ballots.pile = piles


def tally(ballots: Ballots, *columns: NDArray[np.uint8]) -> list[NDArray[np.int64]]:
    """Return, for each column of codes below 8, how many ballots of each station have each.

    Most columns equal `choice` nearly everywhere: that one is counted, and then only what
    differs.
    """
    sizes = np.diff(ballots.starts)
    keys = np.repeat(np.arange(sizes.size) * 8, sizes)
    whole = np.bincount(keys + ballots.choice, minlength=sizes.size * 8)
    counts = []
    for column in columns:
        apart = np.flatnonzero(column != ballots.choice)
        gone = np.bincount(keys[apart] + ballots.choice[apart], minlength=whole.size)
        come = np.bincount(keys[apart] + column[apart], minlength=whole.size)
        counts.append((whole - gone + come).reshape(-1, 8))
    return counts


def _draws(chance: np.random.Generator, count: int) -> NDArray[np.uint16]:
    """Draw numbers of 16 bits: the bits of the generator as they come."""
    raw = chance.bit_generator.random_raw(-(-count // 4) or 1)
    return np.asarray(raw, "<u8").view("<u2")[:count]


def _choices(
    weights: NDArray[np.int64], came: NDArray[np.int64], draws: NDArray[np.uint16]
) -> NDArray[np.uint8]:
    """Choose a square for each ballot, by the weights of its station."""
    edges = np.cumsum(weights, axis=1) * (DRAWS - 1) // weights.sum(axis=1, keepdims=True)
    choice = np.zeros(draws.size, np.uint8)
    for square in range(weights.shape[1] - 1):
        choice += draws > np.repeat(edges[:, square].astype(np.uint16), came)
    return choice


def _hands(
    shares: NDArray[np.int64], draws: NDArray[np.uint16]
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Choose the `Hand` of each ballot; return them, and which are not clear."""
    edges = np.cumsum(shares) * DRAWS // shares.sum()
    hand = np.zeros(draws.size, np.uint8)
    unusual = np.flatnonzero(draws >= edges[Hand.CLEAR])
    hand[unusual] = np.searchsorted(edges, draws[unusual], side="right")
    return hand, unusual


def _darkness(
    hand: NDArray[np.uint8], unusual: NDArray[np.int64], draws: NDArray[np.uint16]
) -> tuple[NDArray[np.uint16], NDArray[np.uint16]]:
    """Turn draws into thousandths of black: the high byte for the choice, the low for the other."""
    high, low = draws >> 8, draws & 255
    least = np.array([[ends[0] for ends in FILL[kind]] for kind in Hand])
    width = np.array([[ends[1] - ends[0] + 1 for ends in FILL[kind]] for kind in Hand])
    first = high + np.uint16(least[Hand.CLEAR, 0])  # 256 steps wide, as the byte is
    second = low >> 4
    kinds = hand[unusual]
    first[unusual] = least[kinds, 0] + high[unusual] * width[kinds, 0] // 256
    second[unusual] = least[kinds, 1] + low[unusual] * width[kinds, 1] // 256
    return first.astype(np.uint16, copy=False), second.astype(np.uint16, copy=False)
