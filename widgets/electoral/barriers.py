"""A polling station looked at with a checklist: what keeps voters out, and what a budget can open.

The station, its voters, costs and effects are invented. A voter comes through only when nothing
on the way is left that stops this voter, so effects do not add up: opening one of two barriers
in a row may open the way to nobody.

>>> station = premises(7)
>>> len(station.barriers)
8
>>> nothing = best(station, budget=0)
>>> nothing.removed, opened(station, nothing.removed)
((), 0)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from electoral.plan import chance_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from numpy.typing import NDArray


class Feature(NamedTuple):
    """One thing to look at in a station; it is in order, or it is a barrier."""

    place: str
    """Where on the walk it is met."""
    demand: str
    """What the checklist asks of it."""
    costs: tuple[int, int]
    """The least and the most that its repair costs, in thousand som; an assumption."""


PLACES = ("yard", "door", "hall", "desk", "booths", "box", "homes")
"""The walk, in order."""

DEMANDS = (
    "way_in",
    "languages",
    "documents",
    "closing",
    "needs",
    "identify",
    "stencil",
    "secret",
    "outside",
)
"""The checklist, in order."""

FEATURES: dict[str, Feature] = {
    "ramp": Feature("yard", "way_in", (60, 110)),
    "sill": Feature("door", "way_in", (6, 14)),
    "ballots": Feature("hall", "languages", (12, 24)),
    "papers": Feature("hall", "documents", (1, 3)),
    "closing": Feature("hall", "closing", (1, 4)),
    "needs": Feature("desk", "needs", (8, 16)),
    "camera": Feature("desk", "identify", (3, 8)),
    "finger": Feature("desk", "identify", (14, 30)),
    "stencil": Feature("booths", "stencil", (2, 5)),
    "table": Feature("booths", "secret", (9, 18)),
    "view": Feature("booths", "secret", (3, 8)),
    "paper": Feature("box", "secret", (1, 3)),
    "visit": Feature("homes", "outside", (5, 12)),
    "bedside": Feature("homes", "secret", (4, 9)),
}
"""What is looked at, in the order of the walk."""

STOPPED_BY: dict[str, tuple[str, ...]] = {
    "wheelchair": ("ramp", "sill", "camera", "table"),
    "old": ("ramp", "finger"),
    "blind": ("needs", "stencil"),
    "deaf": ("needs",),
    "language": ("ballots",),
    "first": ("papers",),
    "back": ("papers", "closing"),
    "shift": ("closing",),
    "hands": ("finger",),
    "pressed": ("view", "paper"),
    "homebound": ("needs", "visit", "bedside"),
}
"""Which features, when they are barriers, stop a voter of each group; an assumption."""

SIZES: dict[str, tuple[int, int]] = {
    "wheelchair": (4, 14),
    "old": (18, 45),
    "blind": (3, 10),
    "deaf": (3, 12),
    "language": (15, 60),
    "first": (6, 24),
    "back": (8, 30),
    "shift": (10, 35),
    "hands": (10, 30),
    "pressed": (12, 40),
    "homebound": (15, 50),
}
"""The least and the most voters of each group at one station; an assumption."""

BARRIERS = 8
"""So many of the features are barriers at a station that `premises` makes."""

AIMS = ("voters", "groups")
"""What a plan can be best at: most voters through, or most groups through."""


@dataclass(frozen=True)
class Barrier:
    """Something that keeps voters out, and what its removal costs."""

    id: str
    cost: int
    """In thousand som."""


@dataclass(frozen=True)
class Group:
    """Voters who are stopped by the same things."""

    id: str
    voters: int
    stopped_by: frozenset[str]
    """Those barriers of this station that stop them; empty when they come through anyway."""


@dataclass(frozen=True)
class Premises:
    """A station with its barriers, in the order of the walk, and its voters in groups."""

    barriers: tuple[Barrier, ...]
    groups: tuple[Group, ...]
    costs: tuple[tuple[str, int], ...] = ()
    """What each feature would cost, barrier or not."""
    budget: int = 0
    """What the commission of this station may spend, in thousand som."""

    @property
    def kept_out(self) -> int:
        """Voters whom at least one barrier stops."""
        return sum(group.voters for group in self.groups if group.stopped_by)


@dataclass(frozen=True)
class Plan:
    """Barriers to remove, in the order of the walk."""

    removed: tuple[str, ...]
    cost: int
    opened: int
    """Voters who come through thanks to it."""
    groups: int
    """Groups that come through thanks to it."""


def premises(seed: int) -> Premises:
    """Return the invented station of this seed."""
    chance = chance_of(seed)
    drawn = chance.permutation(len(FEATURES))[:BARRIERS].tolist()
    costs = [int(chance.integers(low, high + 1)) for _, _, (low, high) in FEATURES.values()]
    sizes = [int(chance.integers(low, high + 1)) for low, high in SIZES.values()]
    share = int(chance.integers(30, 56))
    priced = tuple(zip(FEATURES, costs, strict=True))
    bad = {name for number, name in enumerate(FEATURES) if number in drawn}
    total = sum(cost for name, cost in priced if name in bad)
    return with_barriers(priced, zip(SIZES, sizes, strict=True), bad, total * share // 100)


def with_barriers(
    costs: Iterable[tuple[str, int]],
    sizes: Iterable[tuple[str, int]],
    barriers: Collection[str],
    budget: int = 0,
) -> Premises:
    """Return the station in which exactly these features are barriers.

    >>> found = with_barriers([("sill", 9), ("table", 12)], [("wheelchair", 6)], {"sill", "table"})
    >>> opened(found, {"sill"}), opened(found, {"sill", "table"})
    (0, 6)

    Raises:
        ValueError: a barrier has no cost.
    """
    costs = tuple(costs)
    unknown = set(barriers) - {name for name, _ in costs}
    if unknown:
        raise ValueError(
            f"Each barrier needs a cost; none is known of {', '.join(sorted(unknown))}."
        )
    return Premises(
        tuple(Barrier(name, cost) for name, cost in costs if name in barriers),
        tuple(
            Group(name, voters, frozenset(STOPPED_BY[name]) & frozenset(barriers))
            for name, voters in sizes
        ),
        costs,
        budget,
    )


def through(station: Premises, removed: Collection[str]) -> tuple[Group, ...]:
    """Return the groups that come through thanks to the removal."""
    gone = frozenset(removed)
    return tuple(one for one in station.groups if one.stopped_by and one.stopped_by <= gone)


def still_out(station: Premises, removed: Collection[str]) -> tuple[Group, ...]:
    """Return the groups that are stopped all the same."""
    gone = frozenset(removed)
    return tuple(one for one in station.groups if one.stopped_by - gone)


def opened(station: Premises, removed: Collection[str]) -> int:
    """Return how many voters come through thanks to the removal."""
    return sum(group.voters for group in through(station, removed))


def plan_of(station: Premises, removed: Collection[str]) -> Plan:
    """Return these removals as a plan.

    Raises:
        ValueError: something to be removed is no barrier of this station.
    """
    known = [barrier.id for barrier in station.barriers]
    strangers = set(removed) - set(known)
    if strangers:
        raise ValueError(f"{', '.join(sorted(strangers))}: no barrier here; there are {known}.")
    passing = through(station, removed)
    return Plan(
        tuple(name for name in known if name in removed),
        sum(barrier.cost for barrier in station.barriers if barrier.id in removed),
        sum(group.voters for group in passing),
        len(passing),
    )


def best(station: Premises, budget: int, aim: str = "voters") -> Plan:
    """Return the best plan within the budget, found by looking at every one.

    With the aim "voters" most voters come through, with "groups" most groups, then most voters.
    Of equally good plans it is the cheapest, then the shortest, then the earliest on the walk.

    Raises:
        ValueError: the budget is negative or the aim is unknown.
    """
    order, rows = _ranked(station, budget, aim)
    first = order[0]
    return plan_of(station, [station.barriers[place].id for place in np.flatnonzero(rows[first])])


def is_unique(station: Premises, budget: int, aim: str = "voters") -> bool:
    """Tell whether no other plan within the budget is as good at the same cost."""
    order, rows = _ranked(station, budget, aim)
    if len(order) < 2:
        return True
    first, second = (
        plan_of(station, [station.barriers[place].id for place in np.flatnonzero(rows[row])])
        for row in order[:2]
    )
    return (first.opened, first.groups, first.cost) != (second.opened, second.groups, second.cost)


def one_by_one(station: Premises, budget: int) -> Plan:
    """Return the plan of somebody who always takes what opens most for its money, and no more.

    Each step removes the affordable barrier that lets most further voters through per som;
    a barrier that opens the way to nobody by itself is never taken.
    """
    removed: set[str] = set()
    left = budget
    while True:
        so_far = opened(station, removed)
        worth = [
            (opened(station, removed | {barrier.id}) - so_far, barrier)
            for barrier in station.barriers
            if barrier.id not in removed and barrier.cost <= left
        ]
        useful = [(gain, barrier) for gain, barrier in worth if gain]
        if not useful:
            return plan_of(station, removed)
        # Exact: a gain per cost is compared as a fraction, never as a rounded number.
        chosen = useful[0]
        for gain, barrier in useful[1:]:
            if gain * chosen[1].cost > chosen[0] * barrier.cost:
                chosen = (gain, barrier)
        removed.add(chosen[1].id)
        left -= chosen[1].cost


def alone(station: Premises) -> dict[str, int]:
    """Return how many voters come through when only this barrier is removed, by barrier."""
    return {barrier.id: opened(station, {barrier.id}) for barrier in station.barriers}


def _ranked(station: Premises, budget: int, aim: str) -> tuple[list[int], NDArray[np.bool_]]:
    """Return the plans within the budget, the best first, and all plans as rows of yes and no."""
    if budget < 0:
        raise ValueError(f"A budget cannot be negative, and {budget!r} is.")
    if aim not in AIMS:
        raise ValueError(f"The aim is one of {', '.join(AIMS)}, not {aim!r}.")
    count = len(station.barriers)
    numbers = np.arange(2**count)
    # The first barrier of the walk is the highest digit, so that earlier plans have larger numbers.
    rows = (numbers[:, None] >> np.arange(count)[::-1] & 1).astype(np.bool_)
    cost = rows @ np.array([barrier.cost for barrier in station.barriers], np.int64)
    voters, groups = np.zeros_like(numbers), np.zeros_like(numbers)
    for group in station.groups:
        if group.stopped_by:
            needed = np.array([barrier.id in group.stopped_by for barrier in station.barriers])
            passing = (rows | ~needed).all(axis=1)
            voters += passing * group.voters
            groups += passing
    keys = (-numbers, rows.sum(axis=1), cost, -voters)
    order = np.lexsort(keys if aim == "voters" else (*keys, -groups))
    return order[cost[order] <= budget].tolist(), rows
