"""The file of an evening on which one thing went wrong between the stations and the screen.

Six stations, observers' copies of their protocols, the log of the server, and the number on the
display. All of it is made up from a seed. The log is written in marks that need no language.

>>> file = incident(7)
>>> file.kind in KINDS, len(file.copies) == STATIONS
(True, True)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from electoral.plan import chance_of

STATIONS = 6

KINDS = ("twice", "missing", "altered", "early", "display", "stranger")
"""A protocol counted twice; one that never came; a number changed on the server; a number sent
before voting ended; a display that shows something else; a sender nobody knows."""

CLOSE = 20 * 60
"""Voting ends at 20:00; times are minutes of the day."""

CONSOLE = "S-00"
"""The server's own console; stations send with a device each."""

ARRIVED, CHANGED = "arrived", "changed"


class Entry(NamedTuple):
    """A line of the server's log."""

    minute: int
    event: str
    """`ARRIVED` or `CHANGED`."""
    station: int
    device: str
    votes: int


@dataclass(frozen=True)
class Incident:
    """What is on the table the next morning."""

    kind: str
    station: int
    """Where it happened; 0 if at no station."""
    devices: tuple[str, ...]
    """The device of each station, as on the list that was made before voting day."""
    copies: tuple[int, ...]
    """All votes of each station, from an observer's copy of the protocol."""
    log: tuple[Entry, ...]
    server: int
    """The server's sum."""
    display: int
    """The last number on the display."""

    @property
    def counted(self) -> int:
        """All votes by the copies."""
        return sum(self.copies)


def incident(seed: int) -> Incident:
    """Return the file of this seed.

    Raises:
        ValueError: the seed is not a whole number, 0 or more.
    """
    chance = chance_of(seed)
    kind = KINDS[int(chance.integers(len(KINDS)))]
    copies = tuple(int(votes) for votes in chance.integers(210, 890, STATIONS))
    numbers = chance.choice(range(11, 99), STATIONS + 1, replace=False)
    *devices, strange = (f"D-{number}" for number in numbers)
    minutes = sorted(int(minute) for minute in chance.integers(CLOSE + 35, CLOSE + 190, STATIONS))
    order = [int(place) for place in chance.permutation(STATIONS)]
    log = [
        Entry(minute, ARRIVED, place + 1, devices[place], copies[place])
        for minute, place in zip(minutes, order, strict=True)
    ]
    at = int(chance.integers(STATIONS))
    place, own = order[at] + 1, log[at]
    moved = int(chance.integers(20, 160)) * (1 if chance.integers(2) else -1)
    after = int(chance.integers(12, 50))
    if kind == "twice":
        log.append(own._replace(minute=own.minute + after))
    elif kind == "missing":
        del log[at]
    elif kind == "altered":
        changed = Entry(own.minute + after, CHANGED, place, CONSOLE, own.votes + moved)
        log.append(changed)
    elif kind == "early":
        part = own.votes * int(chance.integers(30, 60)) // 100
        log.append(own._replace(minute=CLOSE - 20 - after, votes=part))
    elif kind == "stranger":
        log[at] = own._replace(device=strange, votes=own.votes + moved)
    server = summed(log)
    display = server + (moved if kind == "display" else 0)
    return Incident(
        kind,
        0 if kind == "display" else place,
        tuple(devices),
        copies,
        tuple(sorted(log)),
        server,
        display,
    )


def summed(log: list[Entry] | tuple[Entry, ...]) -> int:
    """Return the server's sum: it adds what arrives after voting, and takes changes as they are.

    A second protocol of a station is added again: that is the server's weakness here.
    """
    total = 0
    held: dict[int, int] = {}
    for entry in sorted(log):
        if entry.minute < CLOSE:
            continue
        if entry.event == CHANGED:
            total += entry.votes - held.get(entry.station, 0)
        else:
            total += entry.votes
        held[entry.station] = entry.votes
    return total


def explain(file: Incident) -> tuple[str, int]:
    """Return what the papers show, without being told: the kind and the station.

    Each kind leaves a trace of its own, so that the file can be solved.
    """
    arrived = [entry for entry in file.log if entry.event == ARRIVED]
    for entry in file.log:
        sent_by = file.devices[entry.station - 1]
        if entry.event == CHANGED:
            return "altered", entry.station
        if entry.minute < CLOSE:
            return "early", entry.station
        if entry.device != sent_by:
            return "stranger", entry.station
    for station in range(1, STATIONS + 1):
        times = sum(entry.station == station for entry in arrived)
        if times != 1:
            return ("missing" if times == 0 else "twice"), station
    return "display", 0


def clock(minute: int) -> str:
    """Return a minute of the day as it is written.

    >>> clock(1235)
    '20:35'
    """
    return f"{minute // 60:02}:{minute % 60:02}"
