"""What can go wrong on a polling day: faults of the machine and acts of people.

Each act befalls one station. Nothing here says whether anyone could notice; that is computed
in `electoral.traces`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from electoral.marks import SQUARES, Thresholds
from electoral.station import LINES

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class Kind:
    """A kind of act."""

    id: str
    group: Literal["machine", "people"]
    source: str = ""
    """Where something like it is reported; empty: a hypothesis of this model."""


KINDS = {
    kind.id: kind
    for kind in (
        Kind("threshold", "machine"),
        Kind("streak", "machine"),
        Kind("refeed", "machine"),
        Kind("power_cut", "machine"),
        Kind("wrong_clock", "machine"),
        Kind(
            "no_modem",
            "machine",
            "B: maralfm.kg, 2021: 11 precincts had no box, for want of internet",
        ),
        Kind("swapped_order", "machine"),
        Kind("wrong_stack", "machine"),
        Kind("lost_memory", "machine"),
        Kind("stuffing", "people"),
        Kind("carousel", "people"),
        Kind("mis_sorted", "people"),
        Kind("mis_typed", "people", "A: Data set kg_2017_president, row SUZ"),
        Kind("exchanged_copies", "people"),
    )
}
"""All acts, by id. Most are hypotheses: the model says what they would leave behind."""

MISSET = Thresholds(sure=280, doubtful=250)
"""Thresholds so high that lighter marks count as no mark."""

STREAK = 350
"""Darkness that dirt on the sensor adds to one square, in thousandths."""


class TooFewError(ValueError):
    """An act needs more ballots or votes than the station has."""


@dataclass(frozen=True)
class Act:
    """One act at one station."""

    kind: str
    station: int = 0
    """Number of the station in the plan, from 0."""
    ballots: int = 20
    """How many ballots it touches; for the clock, how many minutes it is off."""
    to: int = 0
    """The square that gains, or that the streak lies over."""
    off: int = 1
    """The square that loses."""
    line: str = "valid"
    """The line that is typed wrongly; `ballots` is added to it."""
    at: int = 500
    """When it happens, in thousandths of the station's ballots."""
    covered: bool = False
    """Whether signatures for stuffed ballots are forged."""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"The acts are {', '.join(KINDS)}; {self.kind!r} is none of them.")
        for name, least, most in (
            ("station", 0, 1_000_000),
            ("ballots", 1, 10_000),
            ("to", 0, SQUARES - 1),
            ("off", 0, SQUARES - 1),
            ("at", 0, 1000),
        ):
            value = getattr(self, name)
            whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
            if not whole or not least <= value <= most:
                raise ValueError(
                    f"{name} of an act is a whole number from {least} to {most}, not {value!r}."
                )
        if self.to == self.off:
            raise ValueError(
                f"An act moves votes between two squares, not from {self.to} to itself."
            )
        if self.line not in LINES:
            raise ValueError(
                f"The protocol has no line {self.line!r}; its lines: {', '.join(LINES)}."
            )


def named(kinds: Iterable[str]) -> tuple[Act, ...]:
    """Return one act of each kind, at the first station, of the usual size.

    Raises:
        ValueError: a kind is unknown.
    """
    return tuple(Act(kind) for kind in kinds)
