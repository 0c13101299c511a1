"""Is a country ready for a vote? A station opens only with everything that it needs.

What a district can open is set by whatever is shortest there: a reserve of scanners in one place
opens no station in another. The country, its districts and the needs of a station are invented.

>>> one = District("A", stations=40, scanners=40, devices=75, members=280, step_free=30,
...                adults=50_000, entries=49_000, twice=120)
>>> can_open(one), shortest(one)
(37, 'devices')
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

NEEDS = {"scanners": 1, "devices": 2, "members": 7}
"""What one station needs: a tested scanner, two tested identification devices, seven trained
members. A rule of this model, and of no law."""

FULL = (90, 100)
"""From how many to how many percent of the adults a list is expected to hold, in this model."""

CODES = "ABCDEFGH"


@dataclass(frozen=True)
class District:
    """What was reported of one district before the vote."""

    code: str
    stations: int
    scanners: int
    """Tested and working."""
    devices: int
    """Identification devices, tested and working."""
    members: int
    """Members of commissions who were trained."""
    step_free: int
    """Stations that can be entered without a step."""
    adults: int
    """Adults who live there, as statisticians estimate."""
    entries: int
    """Entries of the voter list."""
    twice: int
    """Entries that repeat another one."""


def can_open(district: District) -> int:
    """Return how many stations of the district can open with all that they need."""
    return min(district.stations, *(getattr(district, one) // NEEDS[one] for one in NEEDS))


def shortest(district: District) -> str:
    """Return what keeps stations closed, or nothing where all can open."""
    if can_open(district) == district.stations:
        return ""
    return min(NEEDS, key=lambda one: getattr(district, one) // NEEDS[one])


def short_in_all(districts: Iterable[District]) -> list[str]:
    """Return what the whole country has too little of, even if it were spread perfectly."""
    every = list(districts)
    stations = sum(one.stations for one in every)
    return [
        what
        for what, need in NEEDS.items()
        if sum(getattr(one, what) for one in every) < need * stations
    ]


def coverage(district: District) -> float:
    """Return how many percent of the adults the list holds, each person counted once."""
    return 100 * (district.entries - district.twice) / district.adults


def to_ask(district: District) -> bool:
    """Tell whether the list holds fewer or more people than expected."""
    return not FULL[0] <= coverage(district) <= FULL[1]


def country(seed: int) -> tuple[District, ...]:
    """Return the eight districts of an invented country.

    Three districts lack something, each something else. In one country of two the reserves of
    the others would be enough; in the other one thing is short in the country as a whole.
    Two lists are to be asked about: one is too long, one too short. A third only looks too long
    until repeated entries are taken away.
    """
    chance = Random(f"readiness {seed}")  # noqa: S311 - an example, not a secret
    districts = [_calm(code, chance) for code in CODES]
    places = chance.sample(range(len(CODES)), 6)
    whole = chance.choice(["", *NEEDS])
    for place, what in zip(places[:3], NEEDS, strict=True):
        one = districts[place]
        missing = chance.randint(3, 8)
        have = NEEDS[what] * (one.stations - missing) + chance.randrange(NEEDS[what])
        districts[place] = replace(one, **{what: have})
    for place, (what, need) in zip(places[:3], NEEDS.items(), strict=True):
        one = districts[place]
        gap = need * one.stations - getattr(one, what)
        reserve = gap - chance.randint(1, gap) if what == whole else gap + chance.randint(5, 20)
        districts = _spread(districts, what, reserve, but=place)
    long, brief, seeming = places[3:]
    for place, percent, doubles in ((long, 104, 40), (brief, 84, 60), (seeming, 97, 0)):
        one = districts[place]
        net = one.adults * (10 * percent + chance.randint(-9, 9)) // 1000
        twice = one.adults * 5 // 100 + chance.randint(1, 99) if place == seeming else doubles
        districts[place] = replace(one, entries=net + twice, twice=twice)
    return tuple(districts)


def _calm(code: str, chance: Random) -> District:
    stations = chance.randint(24, 60)
    adults = stations * chance.randint(900, 1500)
    twice = chance.randint(10, 90)
    return District(
        code=code,
        stations=stations,
        step_free=stations * chance.randint(45, 95) // 100,
        adults=adults,
        entries=adults * chance.randint(930, 985) // 1000 + twice,
        twice=twice,
        **{what: need * stations for what, need in NEEDS.items()},
    )


def _spread(districts: list[District], what: str, reserve: int, but: int) -> list[District]:
    """Share out a reserve among all districts but one."""
    others = [place for place in range(len(districts)) if place != but]
    shared = list(districts)
    for turn, place in enumerate(others):
        part = reserve // len(others) + (turn < reserve % len(others))
        shared[place] = replace(shared[place], **{what: getattr(shared[place], what) + part})
    return shared
