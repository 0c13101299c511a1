"""A polling day, from the first signature to the protocol as it arrives above.

Voters come and mark their ballots; the box reads those of the station; the commission sorts
them all by hand. The hand count is the official one, the machine's is preliminary.

The model's assumptions: the box does not read the ballots of the mobile box; a voter whose
ballot is returned takes a new one in half of the cases and else lets it fall to the invalid
ones; spoiled ballots count as cancelled; nobody carries a ballot away.

>>> from electoral.plan import plan
>>> day = poll(plan(hands="clear"), seed=1)
>>> bool((day.piles() == day.truth).all())
True
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from electoral.ballots import cast, give_back, join, read, refuse, sort
from electoral.disturb import (
    at_the_sensor,
    at_the_table,
    in_the_box,
    in_the_memory,
    marks_of,
    on_paper,
)
from electoral.marks import USUAL, Thresholds
from electoral.plan import Plan, chance_of
from electoral.records import PILES, form_of, records_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from electoral.acts import Act
    from electoral.ballots import Ballots


PART = 64
"""Stations that are counted together: their columns fit in a processor's memory."""


@dataclass(frozen=True)
class Day:
    """A polling day after the count: the ballots, the papers, the protocol."""

    plan: Plan
    seed: int
    acts: tuple[Act, ...]
    thresholds: Thresholds
    parts: tuple[Ballots, ...]
    """The ballots, as they were counted together; `ballots` joins them."""
    records: dict[str, NDArray[np.int64]]
    """What can be looked at afterwards, see `electoral.records.RECORDS`."""
    form: dict[str, NDArray[np.int64]]
    """The enlarged form on the wall."""
    protocol: dict[str, NDArray[np.int64]]
    """The protocol as it was signed; observers' copies are made of it."""
    above: dict[str, NDArray[np.int64]]
    """The protocol as it arrived at the higher commission, which publishes it."""

    @cached_property
    def ballots(self) -> Ballots:
        """All ballots of all stations."""
        return join(self.parts)

    @property
    def truth(self) -> NDArray[np.int64]:
        """What the voters expressed, by square and invalid, one row a station."""
        return self.records["truth"]

    @property
    def copies(self) -> dict[str, NDArray[np.int64]]:
        """The observers' copies."""
        return self.protocol

    def of(self, station: int = 0) -> slice:
        """Return where the ballots of a station are.

        Raises:
            ValueError: there is no such station.
        """
        if not 0 <= station < self.plan.stations:
            raise ValueError(
                f"The stations are 0 to {self.plan.stations - 1}; there is no {station}."
            )
        return self.ballots.of(station)

    def lines(self, station: int = 0) -> dict[str, int]:
        """Return the protocol of one station as it is published."""
        self.of(station)
        return {line: int(counts[station]) for line, counts in self.above.items()}

    def piles(self) -> NDArray[np.int64]:
        """Return the hand count as the commission made it, by square and invalid."""
        return np.stack([self.form[line] for line in PILES], axis=1)


def poll(plan: Plan, seed: int, acts: Sequence[Act] = (), thresholds: Thresholds = USUAL) -> Day:
    """Return the polling day of this plan, this chance and these acts.

    The same seed gives the same voters with and without acts, so that the two days compare.

    Raises:
        ValueError: an act cannot happen in this plan; the sentence says why.
    """
    for act in acts:
        if act.station >= plan.stations:
            raise ValueError(
                f"The stations are 0 to {plan.stations - 1}; "
                f"an act of {act.kind} names station {act.station}."
            )
    chance = chance_of(seed)
    parts = [
        _count(_part(plan, first), chance, _moved(acts, first), thresholds)
        for first in range(0, plan.stations, PART)
    ]
    ballots = tuple(part[0] for part in parts)
    records = {name: np.concatenate([part[1][name] for part in parts]) for name in parts[0][1]}
    form = form_of(records)
    protocol, above = on_paper(form, acts)
    return Day(plan, seed, tuple(acts), thresholds, ballots, records, form, protocol, above)


def _count(
    plan: Plan, chance: np.random.Generator, acts: Sequence[Act], thresholds: Thresholds
) -> tuple[Ballots, dict[str, NDArray[np.int64]]]:
    """Let the stations of this plan vote and count."""
    came = np.minimum(plan.voters * plan.turnout // 1000, plan.received)
    ballots = cast(plan, came, chance)
    marks = marks_of(acts, plan.stations)
    in_the_box(ballots, acts, plan.received - came, marks)
    read(ballots, thresholds)
    at_the_sensor(ballots, acts)
    refuse(ballots)
    spoiled = give_back(ballots, plan.received - came - marks.taken)
    in_the_memory(ballots, acts, marks)
    sort(ballots)
    right = ballots.pile
    if any(act.kind == "mis_sorted" for act in acts):
        ballots.pile = right.copy()
        at_the_table(ballots, acts)
    return ballots, records_of(plan, ballots, right, came, spoiled, marks)


def _part(plan: Plan, first: int) -> Plan:
    """Return the plan of some stations, from this one on."""
    part = slice(first, first + PART)
    return Plan(
        plan.voters[part],
        plan.received[part],
        plan.turnout[part],
        plan.outside[part],
        plan.weights[part],
        plan.hands,
    )


def _moved(acts: Sequence[Act], first: int) -> list[Act]:
    """Return the acts of these stations, numbered from the first of them."""
    return [
        replace(act, station=act.station - first)
        for act in acts
        if first <= act.station < first + PART
    ]
