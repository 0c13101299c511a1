"""Everything that happened on a polling day, event by event; the protocol follows from it.

The log is what nobody has on a real day: it holds hidden acts too. Anyone can add it up again:

>>> from electoral.day import poll
>>> from electoral.plan import plan
>>> day = poll(plan(), seed=1)
>>> {line: int(counts[0]) for line, counts in recount(log(day)).items()} == day.lines()
True
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from electoral.ballots import MOBILE
from electoral.marks import SQUARES, UNREAD
from electoral.records import PILES
from electoral.station import LINES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from electoral.day import Day

OPENING, CLOSING = 8 * 3600, 20 * 3600
"""Voting, in seconds after midnight: 8:00 to 20:00 (Law № 68, edition 2015-2019)."""


class Event(IntEnum):
    """What can happen, in the order of the day."""

    LOTS_DRAWN = 0
    """Who identifies, who issues, who watches the boxes is decided by lot."""
    DELIVERED = 1
    """The safe is opened; the ballots are counted."""
    LISTED = 2
    """The number of voters is announced."""
    BOXES_SEALED = 3
    """The boxes are shown empty and sealed."""
    IDENTIFIED = 4
    """A voter is identified."""
    ISSUED = 5
    """A voter signs for a ballot; the value is the box it is for."""
    SPOILED = 6
    """A ballot is spoiled and replaced."""
    CAST = 7
    """A paper falls into a box; the value is the box."""
    READ = 8
    """The machine counts a paper and keeps the count; the value is its reading."""
    FORGED = 9
    """Somebody signs for a voter who did not come."""
    RESTARTED = 10
    """The machine is started again."""
    CLOSED = 11
    """Voting ends."""
    CANCELLED = 12
    """The unused ballots are counted and cancelled."""
    IDENTIFICATION_SLIP = 13
    """The identification device prints its slip."""
    MACHINE_SLIP = 14
    """The machine prints its slip; the value is the sum."""
    MOBILE_OPENED = 15
    """The mobile box is opened and its papers are counted."""
    BOX_OPENED = 16
    """The stationary box is opened and its papers are counted."""
    VOTED_ON = 17
    """The commission votes on a doubtful ballot; the value is its pile."""
    SORTED = 18
    """A ballot is put on a pile; the value is the pile."""
    WRITTEN = 19
    """A line of the enlarged form is filled in; the paper is the line."""
    MISTYPED = 20
    """A line of the protocol gets another number; the paper is the line."""
    SIGNED = 21
    """The protocol is signed, and copies are given out."""
    SENT = 22
    """The slips and the protocol are scanned and sent."""
    EXCHANGED = 23
    """A line arrives above with another number; the paper is the line."""


@dataclass(frozen=True)
class Log:
    """Events as columns; the events of one station are in their order in time."""

    station: NDArray[np.int16]
    second: NDArray[np.int32]
    """Seconds after midnight."""
    kind: NDArray[np.uint8]
    """An `Event`."""
    paper: NDArray[np.int32]
    """Number of the paper in its station, or of the line; -1 where there is none."""
    value: NDArray[np.int32]

    def __len__(self) -> int:
        return self.kind.size


def log(day: Day, station: int | None = None) -> Log:
    """Return all events of one station, or of every station one after the other.

    Times are spread evenly over the day; only their order means something.
    """
    stations = range(day.plan.stations) if station is None else [station]
    parts = [_of_station(day, one) for one in stations]
    return Log(
        np.repeat(np.array(list(stations), np.int16), [part[0].size for part in parts]),
        *(np.concatenate([part[column] for part in parts]) for column in range(4)),
    )


def recount(events: Log) -> dict[str, NDArray[np.int64]]:
    """Return the protocols that follow from the events, one entry a station.

    Nothing is read from the signed protocol: papers, signatures and piles are counted.
    """
    stations = int(events.station.max()) + 1 if len(events) else 0

    def count(kind: Event, value: int | None = None) -> NDArray[np.int64]:
        found = events.kind == kind
        if value is not None:
            found &= events.value == value
        return np.bincount(events.station[found], minlength=stations)

    def told(kind: Event) -> NDArray[np.int64]:
        found = events.kind == kind
        return np.bincount(
            events.station[found], weights=events.value[found], minlength=stations
        ).astype(np.int64)

    piles = {line: count(Event.SORTED, pile) for pile, line in enumerate(PILES)}
    outside = count(Event.ISSUED, MOBILE)
    issued = count(Event.ISSUED) + count(Event.FORGED)
    lines = {
        "voters": told(Event.LISTED),
        "received": told(Event.DELIVERED),
        "cancelled": told(Event.CANCELLED) + count(Event.SPOILED),
        "issued": issued,
        "issued_station": issued - outside,
        "issued_outside": outside,
        "valid": np.sum([piles[line] for line in PILES[:SQUARES]], axis=0),
        "invalid": piles["invalid"],
        **{line: piles[line] for line in PILES[:SQUARES]},
    }
    for changed in (Event.MISTYPED, Event.EXCHANGED):
        for event in np.flatnonzero(events.kind == changed):
            lines[LINES[events.paper[event]]][events.station[event]] = events.value[event]
    return lines


def _of_station(day: Day, station: int) -> list[NDArray]:
    ballots, part = day.ballots, day.of(station)
    numbers = np.arange(part.stop - part.start)
    box, machine = ballots.box[part], ballots.machine[part]
    # The mobile box fills over the same hours as the stationary one.
    order = np.concatenate([np.arange((box == kind).sum()) for kind in (1, 0)])
    share = (order * 2 + 1) / np.maximum(
        np.where(box == MOBILE, box.sum(), (box == 0).sum()) * 2, 1
    )
    when = (OPENING + share * (CLOSING - OPENING - 120)).astype(np.int32)
    voter = np.flatnonzero(~ballots.added[part])
    record = {name: column[station] for name, column in day.records.items()}
    rows: list[tuple[NDArray, Event, NDArray, NDArray | int]] = [
        (when[voter], Event.IDENTIFIED, numbers[voter], 0),
        (when[voter] + 20, Event.ISSUED, numbers[voter], box[voter]),
        (when + 60, Event.CAST, numbers, box),
    ]
    read = np.flatnonzero(machine != UNREAD)
    rows.append((when[read] + 62, Event.READ, numbers[read], machine[read]))
    again = record["slip"] - np.bincount(machine[read], minlength=8)[: SQUARES + 1]
    for code in np.flatnonzero(again > 0):
        twice = read[machine[read] == code][: again[code]]
        rows.append((when[twice] + 75, Event.READ, numbers[twice], machine[twice]))
    for count, kind in (
        (int(record["spoiled"]), Event.SPOILED),
        (int(record["signatures"].sum() - voter.size), Event.FORGED),
        (int(record["restarts"]), Event.RESTARTED),
    ):
        nobody = np.full(count, -1)
        rows.append((OPENING + 3600 + np.arange(count) * 30, kind, nobody, 0))
    rows += _morning(record) + _evening(day, station, record, numbers)
    columns = [
        np.concatenate([np.broadcast_to(row[column], row[0].size) for row in rows])
        for column in range(4)
    ]
    order = np.lexsort((columns[1], columns[0]))
    kinds = (np.int32, np.uint8, np.int32, np.int32)
    return [column[order].astype(kind) for column, kind in zip(columns, kinds, strict=True)]


def _morning(record: dict[str, NDArray]) -> list[tuple]:
    return [
        _one(7 * 3600, Event.LOTS_DRAWN),
        _one(7 * 3600 + 600, Event.DELIVERED, record["delivery"]),
        _one(7 * 3600 + 900, Event.LISTED, record["listed"]),
        _one(7 * 3600 + 1800, Event.BOXES_SEALED),
    ]


def _evening(day: Day, station: int, record: dict[str, NDArray], numbers: NDArray) -> list[tuple]:
    pile = day.ballots.pile[day.of(station)]
    disputed = np.flatnonzero(day.ballots.disputed[day.of(station)])
    end = CLOSING + 4200 + 3 * numbers.size
    rows = [
        _one(CLOSING, Event.CLOSED),
        _one(CLOSING + 900, Event.CANCELLED, record["unused"]),
        _one(CLOSING + 1200, Event.IDENTIFICATION_SLIP, record["identified"]),
        _one(CLOSING + 1500, Event.MACHINE_SLIP, record["slip_total"]),
        _one(CLOSING + 1800, Event.MOBILE_OPENED, record["mobile"]),
        _one(CLOSING + 2400, Event.BOX_OPENED, record["fed"]),
        (CLOSING + 3000 + 3 * numbers, Event.SORTED, numbers, pile),
        (CLOSING + 2999 + 3 * disputed, Event.VOTED_ON, disputed, pile[disputed]),
    ]
    for number, line in enumerate(LINES):
        written, signed, arrived = (
            int(sheet[line][station]) for sheet in (day.form, day.protocol, day.above)
        )
        rows.append(_one(end + number, Event.WRITTEN, written, number))
        if signed != written:
            rows.append(_one(end + 300, Event.MISTYPED, signed, number))
        if arrived != signed:
            rows.append(_one(end + 3600, Event.EXCHANGED, arrived, number))
    rows.append(_one(end + 600, Event.SIGNED))
    if (record["sent"] >= 0).all():
        rows.append(_one(end + 900, Event.SENT, record["slip_total"]))
    return rows


def _one(second: int, kind: Event, value: int | NDArray = 0, paper: int = -1) -> tuple:
    return np.array([second]), kind, np.array([paper]), np.array([value])
