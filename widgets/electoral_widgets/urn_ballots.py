"""The ballots of the urn: polled, packed for the browser, counted by the machine, drawn."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from electoral.acts import STREAK, Act
from electoral.day import Day, poll
from electoral.log import Event, log
from electoral.marks import INVALID, RETURNED, UNREAD, USUAL, Thresholds, judge
from electoral.plan import plan
from electoral.records import PILES

if TYPE_CHECKING:
    from numpy.typing import NDArray

FREE = 255
"""No fault has fixed the reading of this ballot: the thresholds decide."""

UNCOUNTED = 6
"""The lane of the ballots that the machine does not count."""

BALLOT = np.dtype(
    [(name, "u1") for name in ("choice", "other", "hand", "pinned", "times", "pile", "added", "_")]
    + [(name, "<u2") for name in ("first", "second")]
)
"""A ballot as it travels."""


def packed(day: Day) -> NDArray[np.void]:
    """Return the ballots of the first station as they travel."""
    here, part = day.ballots, day.of(0)
    ballots = np.zeros(part.stop, BALLOT)
    for name in ("choice", "other", "hand", "first", "second", "pile", "added"):
        ballots[name] = getattr(here, name)[part]
    machine = here.machine[part]
    ballots["pinned"] = np.where(machine == _read(ballots, USUAL), FREE, machine)
    events = log(day, 0)
    times = np.bincount(events.paper[events.kind == Event.READ], minlength=part.stop)
    ballots["times"] = np.where(machine == UNREAD, 1, times)
    return ballots


def counted(ballots: NDArray[np.void], thresholds: Thresholds) -> dict[str, Any]:
    """Return what the machine counts with these thresholds, and how many ballots it misses.

    The last of its counts are the ballots that it does not count.
    """
    pinned = ballots["pinned"]
    reading = np.where(pinned == FREE, _read(ballots, thresholds), pinned)
    lane = np.where(reading == UNREAD, UNCOUNTED, reading)
    machine = np.bincount(lane, ballots["times"], UNCOUNTED + 1)
    missed = (lane == INVALID) & (ballots["pile"] < INVALID)
    return {
        "cast": ballots.size,
        "machine": machine.astype(int).tolist(),
        "missed": int(missed.sum()),
    }


def _read(ballots: NDArray[np.void], thresholds: Thresholds) -> NDArray[np.uint8]:
    """Read the ballots; voters are gone, so doubtful ones are set aside."""
    first, second = ballots["first"], ballots["second"]
    square = np.where(first >= second, ballots["choice"], ballots["other"])
    read = judge(square, np.maximum(first, second), np.minimum(first, second), thresholds)
    return np.where(read == RETURNED, np.uint8(INVALID), read)


def polled(state: dict[str, Any]) -> Day:
    """Return the polling day of a state of the view."""
    names = ("seed", "voters", "turnout", "hands")
    return _day(*(state[name] for name in names), tuple(state["acts"]))


@lru_cache(maxsize=32)
def _day(seed: int, voters: int, turnout: int, hands: str, kinds: tuple[str, ...]) -> Day:
    """Return the day of one station without a mobile box; an act touches one ballot in 36."""
    size = max(voters * turnout // 36_000, 1)
    acts = [Act(kind, ballots=size, line=PILES[0]) for kind in kinds]
    return poll(plan(voters, turnout=turnout, outside=0, hands=hands), seed, acts)


def drawn(ballots: NDArray[np.void], number: int, state: dict[str, Any]) -> bytes:
    """Return a ballot as the machine sees it, a PNG file."""
    from electoral import paper  # noqa: PLC0415 - pictures are made only when asked for

    names = ("choice", "other", "hand", "first", "second")
    marks = [ballots[name][number : number + 1] for name in names]
    pictures = paper.render(*marks, seed=state["seed"], start=number)
    if "streak" in state["acts"] and number >= ballots.size // 2:
        pictures = paper.scan(pictures, paper.Sensor(streak=STREAK, across=True))
    return paper.png(pictures[0])
