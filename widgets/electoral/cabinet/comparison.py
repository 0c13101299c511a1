"""Five ways of voting side by side: what can be checked, by whom, and what it costs.

What can be computed comes from the matrix; sources stand beside what is known of real systems.

>>> comparison()["paper_home"]["network"].value
0
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from electoral.cabinet.adversaries import ROLES
from electoral.cabinet.checks import CHECKS
from electoral.cabinet.matrix import SEED, cell
from electoral.cabinet.setting import Setting
from electoral.cabinet.ways import WAYS, conspiracy, hold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from electoral.cabinet.day import Day
    from electoral.cabinet.matrix import Cell

    Noticing = tuple[tuple[str, str, str], ...]

COURT = "B: BVerfG, 3 Mar 2009, 2 BvC 3/07 and 4/07"
REC = "A: CM/Rec(2017)5, adopted 14 June 2017"

PROPERTIES = {
    "arrived": "server_drops",
    "as_meant": "device_changes",
    "counted": "server_miscounts",
    "eligible": "clerk_adds",
    "absent": "clerk_absent",
    "receipt": "coercer",
    "readers": "trustees_collude",
    "early": "trustees_collude",
    "refusing": "trustees_refuse",
    "network": "denial",
    "special": "server_miscounts",
    "revoting": "",
    "alone": "",
}
"""Ids of the properties, and the role that shows each; empty where none is needed."""

_SOURCES: dict[tuple[str, str], tuple[str, ...]] = {
    ("paper_home", "counted"): ("A: ODIHR interim report, 17 Sep 2015",),
    ("paper_remote", "counted"): ("B: 24.kg/345919",),
    ("paper_remote", "as_meant"): ("B: 24.kg/352824",),
    ("paper_remote", "network"): ("B: 24.kg/349124",),
    ("paper_remote", "eligible"): ("B: 24.kg/349124",),
    ("deg_homomorphic", "readers"): ("A: arXiv 1908.05127", "B: ewdn.com, 12 Sep 2020"),
    ("deg_homomorphic", "counted"): ("B: electoralpolitics.org",),
    ("deg_blind", "readers"): ("B: ewdn.com, 12 Sep 2020",),
    ("deg_blind", "counted"): ("B: currenttime.tv", "B: electoralpolitics.org"),
    ("i_voting", "as_meant"): ("A: Heiberg and Willemson (moam.info)",),
    ("i_voting", "readers"): ("A: valimised.ee, Activities … compared",),
    ("i_voting", "counted"): ("B: ODIHR Opinion, 17 June 2025",),
}
"""Where something like it is reported of a real system. The values are the model's."""


@dataclass(frozen=True)
class Value:
    """One property of one way of voting."""

    value: int | bool | Noticing | None
    """Votes, people, yes or no, or (who, check, habit) that notice; None: no number suffices."""
    sources: tuple[str, ...] = ()


def noticing(one: Cell) -> Noticing:
    """Return who notices by which check: on the usual day or if everybody were diligent."""
    usual = tuple((who, check, CHECKS[check].habit) for who, check in one.noticed)
    return usual + one.could_notice


@lru_cache(maxsize=64)
def readers(way: str, seed: int = SEED, setting: Setting = Setting()) -> int | None:  # noqa: B008
    """Return how many keyholders and server keepers together read every vote by name.

    Found by trying all coalitions. Whoever makes devices needs nobody: the matrix has that role
    apart.
    """
    for people, day in _coalitions(way, seed, setting):
        voted = {voter for voter, one in enumerate(day.truth.counted) if one is not None}
        if day.truth.read == voted:
            return people
    return None


@lru_cache(maxsize=64)
def early(way: str, seed: int = SEED, setting: Setting = Setting()) -> int | None:  # noqa: B008
    """Return how many of them together know the result before the close."""
    for people, day in _coalitions(way, seed, setting):
        if day.effect.early:
            return people
    return None


def _coalitions(way: str, seed: int, setting: Setting) -> Iterator[tuple[int, Day]]:
    """Hold a day with every coalition, the smallest first: keyholders, and perhaps the server."""
    for people in range(1, setting.trustees + 2):
        for server in (False, True):
            if people - server <= setting.trustees:
                yield (
                    people,
                    conspiracy(way, seed, people - server, server=server, setting=setting),
                )


def silent(way: str, seed: int = SEED, setting: Setting = Setting()) -> tuple[str, ...]:  # noqa: B008
    """Return the roles that achieve something which no check of published data shows.

    Coercion, a device that changes or tells the vote, keyholders who work together: what the
    verifier of an archive cannot see.
    """
    found = []
    for role in ROLES:
        one = cell(role, way, seed, setting)
        public = {who for who, _, _ in noticing(one)} & {"anyone", "monitor", "auditor"}
        if one.possible.any and not public:
            found.append(role)
    return tuple(found)


def comparison(
    seed: int = SEED,
    setting: Setting = Setting(),  # noqa: B008
) -> dict[str, dict[str, Value]]:
    """Return all properties of all ways."""
    return {way: _row(way, seed, setting) for way in WAYS}


def _row(way: str, seed: int, setting: Setting) -> dict[str, Value]:
    cells = {name: cell(role, way, seed, setting) for name, role in PROPERTIES.items() if role}
    counting = noticing(cells["counted"])
    values: dict[str, int | bool | Noticing | None] = {
        name: tuple(one for one in noticing(cells[name]) if one[0] == "voter")
        for name in ("arrived", "as_meant")
    }
    values |= {name: noticing(cells[name]) for name in ("counted", "eligible", "absent")}
    values |= {
        "receipt": cells["receipt"].possible.proven,
        "readers": readers(way, seed, setting),
        "early": early(way, seed, setting),
        "refusing": cells["refusing"].possible.prevented,
        "network": cells["network"].possible.prevented,
        "special": all(CHECKS[check].special for _, check, _ in counting),
        "revoting": WAYS[way].revoting,
        "alone": hold(way, seed, setting=setting).truth.alone,
    }
    general = {"special": (COURT,), "receipt": (REC,), "early": (REC,)}
    return {
        name: Value(value, _SOURCES.get((way, name), ()) + general.get(name, ()))
        for name, value in values.items()
    }
