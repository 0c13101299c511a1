"""What an observer may look at after a polling day, how long it takes, what it shows.

An inspection makes some checks of `electoral.traces` possible. A finding of a check is pairs of
numbers that ought to be equal; whether a difference means anything is left to who reads it.

>>> from electoral.day import poll
>>> from electoral.plan import plan
>>> look(poll(plan(1000), seed=1), "delivery")
(Finding(check='delivery', figures=(Figure(line='received', left=1000, right=1000),), difference=0, doubtful=0),)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from electoral.ballots import OTHER_FORM, UNSTAMPED
from electoral.protocol import evaluate
from electoral.records import PILES
from electoral.station import LINES, STATION_RELATIONS
from electoral.traces import differences

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from numpy.typing import NDArray

    from electoral.day import Day


@dataclass(frozen=True)
class Inspection:
    """One thing an observer may look at."""

    id: str
    minutes: int
    """How long it takes: an assumption of this model."""
    checks: tuple[str, ...]
    """The checks it makes possible, keys of `electoral.traces.CHECKS`."""


INSPECTIONS = {
    inspection.id: inspection
    for inspection in (
        Inspection("arithmetic", 10, ("K1", "K2", "K3", "K4")),
        Inspection("form", 5, ("form",)),
        Inspection("copies", 5, ("copies",)),
        Inspection("delivery", 5, ("delivery",)),
        Inspection("signatures", 20, ("signatures",)),
        Inspection("identification", 10, ("identified",)),
        Inspection("report", 5, ("clock", "restarts")),
        Inspection("server", 5, ("transmission",)),
        Inspection("papers", 15, ("machine_total",)),
        Inspection("slip", 15, ("machine_votes",)),
        Inspection("stamps", 15, ("stock",)),
        Inspection("piles", 30, ("piles",)),
        Inspection("room", 10, ("observation",)),
    )
}
"""All inspections, by id; every check belongs to one of them."""


@dataclass(frozen=True)
class Figure:
    """Two numbers that ought to be equal."""

    line: str
    """A line of the protocol, a relation, or what else is counted."""
    left: int | None
    """None where nothing arrived."""
    right: int


@dataclass(frozen=True)
class Finding:
    """What one check shows."""

    check: str
    figures: tuple[Figure, ...]
    difference: int
    """As in `electoral.traces.differences`; 0 where the records agree."""
    doubtful: int = 0
    """How much of the difference doubtful marks can explain."""


def spent(looked: Collection[str]) -> int:
    """Return how long these inspections take together.

    Raises:
        ValueError: an inspection is unknown, or made twice.
    """
    for one in looked:
        if one not in INSPECTIONS:
            raise ValueError(
                f"The inspections are {', '.join(INSPECTIONS)}; {one!r} is none of them."
            )
    if len(set(looked)) < len(looked):
        raise ValueError(f"An inspection is made once, not twice: {', '.join(looked)}.")
    return sum(INSPECTIONS[one].minutes for one in looked)


def checks_of(looked: Iterable[str]) -> frozenset[str]:
    """Return the checks that these inspections make possible."""
    return frozenset(check for one in looked for check in INSPECTIONS[one].checks)


def look(day: Day, inspection: str) -> tuple[Finding, ...]:
    """Return what an inspection of the first station shows.

    Raises:
        ValueError: the inspection is unknown.
    """
    spent([inspection])
    found = differences(day)
    doubtful = {"machine_votes": int(day.records["doubtful"][0])}
    return tuple(
        Finding(check, figures(day, check), int(found[check][0]), doubtful.get(check, 0))
        for check in INSPECTIONS[inspection].checks
    )


def figures(day: Day, check: str) -> tuple[Figure, ...]:
    """Return the pairs of numbers that a check compares at the first station.

    Machine and hand are compared over all six piles; only the five squares count in the check,
    because a doubtful ballot may well be invalid to one and a vote to the other.
    """
    published = day.lines()
    for relation in STATION_RELATIONS:
        if relation.id == check:
            return (Figure(check, *evaluate(relation, published)),)
    kept = {name: counts[0] for name, counts in day.records.items()}
    piles = [published[line] for line in PILES]
    stock = day.ballots.stock[day.of()]
    arrived = kept["sent"].tolist() if kept["sent"][0] >= 0 else [None] * len(PILES)
    box = kept["counted"] - kept["mobile_piles"]
    pairs = {
        "delivery": [("received", kept["delivery"], published["received"])],
        "signatures": zip(
            ("issued_station", "issued_outside"),
            kept["signatures"],
            (published["issued_station"], published["issued_outside"]),
            strict=True,
        ),
        "identified": [("people", kept["identified"], kept["signatures"].sum())],
        "machine_total": [("papers", kept["slip_total"], kept["fed"])],
        "machine_votes": zip(PILES, box, kept["slip"], strict=True),
        "clock": [("clock", kept["clock"], 0)],
        "restarts": [("restarts", kept["restarts"], 0)],
        "transmission": zip(PILES, arrived, kept["slip"], strict=True),
        "copies": _papers(day.copies, published),
        "form": _papers(day.form, published),
        "piles": zip(PILES, kept["piles"], piles, strict=True),
        "stock": [
            ("unstamped", np.count_nonzero(stock == UNSTAMPED), 0),
            ("other_form", np.count_nonzero(stock == OTHER_FORM), 0),
        ],
        "observation": [("incidents", kept["seen"], 0)],
    }
    return tuple(
        Figure(line, None if left is None else int(left), int(right))
        for line, left, right in pairs[check]
    )


def _papers(
    paper: Mapping[str, NDArray[np.int64]], published: Mapping[str, int]
) -> list[tuple[str, int, int]]:
    return [(line, int(paper[line][0]), published[line]) for line in LINES]
