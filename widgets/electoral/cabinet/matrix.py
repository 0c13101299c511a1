"""Who can notice? Every role in every way of voting, computed by running the attack.

>>> one = cell("server_drops", "deg_homomorphic")
>>> one.possible.prevented, ("voter", "code_on_board") in one.noticed
(4, True)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from electoral.cabinet.adversaries import ROLES
from electoral.cabinet.checks import CHECKS, findings
from electoral.cabinet.day import Effect
from electoral.cabinet.setting import DILIGENT, Setting
from electoral.cabinet.ways import WAYS, hold

if TYPE_CHECKING:
    from electoral.cabinet.day import Day

SEED = 60
"""A day on which every attack that can succeed does; on other days luck spares some voters."""

_STANDARDS: dict[tuple[str, str], tuple[int, ...]] = {
    ("device", "changed"): (10, 15),
    ("coercer", "changed"): (10,),
    ("server", "changed"): (15, 17),
    ("server", "prevented"): (15, 17),
    ("impostor", "changed"): (18,),
    ("trustee", "prevented"): (17,),
    ("line", "prevented"): (3,),
}
"""Standards of CM/Rec(2017)5 that an effect touches, where the party matters."""

_ANYBODY: dict[str, tuple[int, ...]] = {
    "read": (19, 26),
    "added": (18,),
    "early": (24,),
    "proven": (23,),
}
"""… and where it does not."""


@dataclass(frozen=True)
class Cell:
    """One role in one way of voting."""

    role: str
    way: str
    possible: Effect
    """What the adversary achieved, beyond what happens on the same day without one."""
    noticed: tuple[tuple[str, str], ...]
    """(who, check): found something with the adversary, and nothing without."""
    could_notice: tuple[tuple[str, str, str], ...]
    """(who, check, habit): would have, if everybody had that habit and all the others."""
    false_alarms: tuple[tuple[str, str], ...]
    """(who, check): found something on the honest day."""
    standards: tuple[int, ...]
    """Of CM/Rec(2017)5; none for paper, which the Recommendation is not about."""


@lru_cache(maxsize=1024)
def _looked(way: str, seed: int, role: str, setting: Setting) -> tuple[Effect, dict]:
    day: Day = hold(way, seed, role, setting)
    return day.effect, findings(day)


def cell(role: str, way: str, seed: int = SEED, setting: Setting = Setting()) -> Cell:  # noqa: B008
    """Run a day with and without the adversary and compare what the checks find.

    Args:
        role: a key of `ROLES`.
        way: a key of `WAYS`.
        seed: gives the day.
        setting: the electorate and its habits.

    Raises:
        ValueError: there is no such role or way.
    """
    if role not in ROLES:
        raise ValueError(f"The roles are {', '.join(ROLES)}; {role!r} is none of them.")
    before, alarms = _looked(way, seed, "", setting)
    effect, found = _looked(way, seed, role, setting)
    keen = replace(setting, habits=DILIGENT)
    _, keen_alarms = _looked(way, seed, "", keen)
    _, keen_found = _looked(way, seed, role, keen)
    noticed = tuple(key for key in found if key not in alarms)
    could = (key for key in keen_found if key not in keen_alarms and key not in noticed)
    possible = Effect(
        *(
            max(getattr(effect, name) - getattr(before, name), 0)
            for name in Effect.__dataclass_fields__
        )
    )
    return Cell(
        role,
        way,
        possible,
        noticed,
        tuple((*key, CHECKS[key[1]].habit) for key in could),
        tuple(alarms),
        _standards(role, way, possible),
    )


def _standards(role: str, way: str, possible: Effect) -> tuple[int, ...]:
    if not WAYS[way].internet:
        return ()
    touched: set[int] = set()
    for name in Effect.__dataclass_fields__:
        if getattr(possible, name):
            touched |= set(_STANDARDS.get((ROLES[role].party, name), _ANYBODY.get(name, ())))
    return tuple(sorted(touched))


def matrix(seed: int = SEED, setting: Setting = Setting()) -> dict[tuple[str, str], Cell]:  # noqa: B008
    """Return all cells: (role, way)."""
    return {(role, way): cell(role, way, seed, setting) for role in ROLES for way in WAYS}


def noticed_on(
    role: str,
    way: str,
    days: range = range(1, 21),
    setting: Setting = Setting(),  # noqa: B008
) -> tuple[int, int]:
    """Return on how many days somebody noticed, and on how many something was achieved.

    With habits in `setting` changed it shows what a share of voters who check is worth.
    """
    cells = [cell(role, way, seed, setting) for seed in days]
    return sum(bool(one.noticed) for one in cells), sum(one.possible.any for one in cells)
