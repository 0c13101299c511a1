"""A student's own inaccessible station and own district, as the items of "The right of everyone" need.

The station is that of `electoral.barriers`, which the view `AccessWalk` shows. It is drawn until
its budget asks for thought: one best plan, which nobody finds one by one, and which leaves more
groups outside than another plan would.

>>> own = own_access(7)
>>> sum(own[f"is_{name}"] for name in FEATURES)
8
>>> own["most_groups"] > own["plan_groups"]
True
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from electoral.barriers import (
    FEATURES,
    SIZES,
    STOPPED_BY,
    Plan,
    Premises,
    alone,
    best,
    is_unique,
    one_by_one,
    premises,
    still_out,
)
from electoral.plan import chance_of
from electoral_courses.variants import Params
from electoral_datasets import load

SEEDS = 1_000_000
"""Seeds of stations lie below; a link to the view carries them."""

CAME = ("alone", "helped", "not")
"""How a test visitor came past a thing; only who came past alone met no barrier."""

LEAST_OUTSIDE = 150
"""So many ballots at the least were issued outside the station in a student's own district."""


def own_access(seed: int) -> Params:
    """Return the params of the station of this seed.

    `seed` is the seed for `AccessWalk`; `visits` tells how test visitors of each group came past
    each thing that could stop them; `is_…` names the barriers, `plan_…` the best plan, `left_…`
    the groups that it leaves outside.
    """
    return Params(*_access(seed))


@lru_cache(maxsize=64)
def _access(seed: int) -> tuple[dict[str, Any], set[str]]:
    chance = chance_of(seed)
    while True:
        drawn = int(chance.integers(SEEDS))
        station = premises(drawn)
        plan = best(station, station.budget)
        fair = best(station, station.budget, "groups")
        if is_instructive(station, plan, fair):
            break
    bad = {barrier.id for barrier in station.barriers}
    left = {group.id for group in still_out(station, plan.removed)}
    by_itself = alone(station)
    shown = {
        "seed": drawn,
        "budget": station.budget,
        "costs": dict(station.costs),
        "voters": {group.id: group.voters for group in station.groups},
        "stops": {group: list(stops) for group, stops in STOPPED_BY.items()},
        "visits": visited(station, int(chance.integers(SEEDS))),
    }
    hidden = {
        **{f"is_{name}": name in bad for name in FEATURES},
        **{f"plan_{name}": name in plan.removed for name in FEATURES},
        **{f"left_{name}": name in left for name in SIZES},
        "kept": {
            group.id: {"voters": group.voters if group.stopped_by else 0}
            for group in station.groups
        },
        "kept_out": station.kept_out,
        "opened": plan.opened,
        "as_alone": sum(by_itself[name] for name in plan.removed),
        "as_touched": sum(
            group.voters for group in station.groups if group.stopped_by & {*plan.removed}
        ),
        "as_left": station.kept_out - plan.opened,
        "plan_groups": plan.groups,
        "most_groups": fair.groups,
        "all_groups": sum(1 for group in station.groups if group.stopped_by),
    }
    return shown | hidden, set(hidden)


def is_instructive(station: Premises, plan: Plan, fair: Plan) -> bool:
    """Tell whether the best plan is the only one, and both ways to look for it matter.

    Some group comes in without any plan, so that the barriers must be looked for.
    """
    return (
        len(plan.removed) > 1
        and any(not group.stopped_by for group in station.groups)
        and one_by_one(station, station.budget).opened < plan.opened
        and fair.groups > plan.groups
        and is_unique(station, station.budget)
    )


def visited(station: Premises, seed: int) -> dict[str, list[str]]:
    """Return the notes on test visitors as columns: group, thing, and how each came past it."""
    chance = chance_of(seed)
    bad = {barrier.id for barrier in station.barriers}
    rows = [
        (group, thing, CAME[int(chance.integers(1, 3))] if thing in bad else CAME[0])
        for group, stops in STOPPED_BY.items()
        for thing in stops
    ]
    order = chance.permutation(len(rows)).tolist()
    columns = zip(*(rows[place] for place in order), strict=True)
    return dict(zip(("group", "thing", "came"), map(list, columns), strict=True))


def own_district(seed: int) -> Params:
    r"""Return one real district of 2017, and the share of ballots issued outside its stations.

    >>> own = own_district(3)
    >>> own["code"], own["issued"], own["outside"]
    ('ALA', '24\xa0535', '421')
    """
    table = load("kg_2017_president")
    table = table[table["issued_outside"] >= LEAST_OUTSIDE]
    row = table.iloc[int(chance_of(seed).integers(len(table)))]
    issued, outside, voters = (int(row[name]) for name in ("issued", "issued_outside", "voters"))
    values = {
        "code": str(row["code"]),
        "issued": _grouped(issued),
        "outside": _grouped(outside),
        "voters": _grouped(voters),
        "share": round(100 * outside / issued, 4),
        "as_voters": round(100 * outside / voters, 4),
        "as_fraction": round(outside / issued, 6),
    }
    return Params(values, ("share", "as_voters", "as_fraction"))


def _grouped(number: int) -> str:
    """Write a large number so that it can be read in every language, its groups held together."""
    return f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")
