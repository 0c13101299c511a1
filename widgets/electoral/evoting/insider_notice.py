"""Who can notice a plot that the file does not show, what it breaks, and what it teaches.

>>> from electoral.evoting.insider_attempt import attempt
>>> from electoral.evoting.insider_moves import Act, Plot
>>> hidden = attempt(Plot(acts=(Act("swallow", 1),)))
>>> hidden.verdict.accepted, [one.by for one in notices(hidden, Outside(looks=1000))]
(True, ['codes'])
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from electoral.evoting.chance import Chance
from electoral.evoting.insider_attempt import attempt
from electoral.evoting.insider_moves import MOVES, Act, Plot, hold

if TYPE_CHECKING:
    from electoral.evoting.insider_attempt import Attempt


@dataclass(frozen=True)
class Outside:
    """What people outside the server do."""

    looks: int = 100
    """Of a thousand people on the roll so many look afterwards: for the code of their ballot, and
    whether a list made by the server says rightly that they voted"""
    apart: bool = True
    """Whether somebody other than the server keeps and publishes the list of those who voted"""
    copies: bool = True
    """Whether monitors keep copies of the board during the day"""


class Notice(NamedTuple):
    """A comparison outside the file that a plot does not pass."""

    by: str
    """codes: voters who look for their code. status: people who look how they are listed.
    list: anybody who compares the number of ballots with that of people. copies: monitors."""
    affected: tuple[int, ...]
    """The people who could notice, where it depends on single people"""
    found: tuple[int, ...]
    """Those of them who look in this simulation"""
    noticed: bool
    chance: Fraction
    """How likely it is that somebody notices"""


def notices(made: Attempt, outside: Outside) -> tuple[Notice, ...]:
    """Return every comparison that does not come out even, and whether anybody makes it."""
    found = []
    if made.codes:
        found.append(_by_people("codes", made, made.codes, outside))
    if outside.apart and made.ballots != made.signed_in:
        found.append(Notice("list", (), (), noticed=True, chance=Fraction(1)))
    if not outside.apart and made.named:
        found.append(_by_people("status", made, made.named, outside))
    if outside.copies and made.copies:
        found.append(Notice("copies", (), (), noticed=True, chance=Fraction(1)))
    return tuple(found)


def _by_people(by: str, made: Attempt, affected: frozenset[int], outside: Outside) -> Notice:
    """Each of them looks or not; who does, follows from the seed."""
    who = tuple(sorted(affected))
    found = tuple(voter for voter in who if looks(made.plot.seed, voter, outside.looks))
    nobody = Fraction(1000 - outside.looks, 1000) ** len(who)
    return Notice(by, who, found, bool(found), 1 - nobody)


def looks(seed: int, voter: int, often: int) -> bool:
    """Return whether this person is one of those who look."""
    return Chance("insider looks", seed, voter).below(1000) < often


# What it breaks: CM/Rec(2017)5 by number, the CIS Convention by article.

_ALWAYS = {
    "swallow": ("rec15", "rec17"),
    "erase": ("rec15", "rec17"),
    "change": ("rec15", "rec17"),
    "cast": ("rec18",),
    "early": ("rec17",),
    "tally": ("rec17",),
    "result": ("rec17",),
    "open": ("rec17",),
    "phone": ("rec10", "rec15"),
    "bribe": ("rec10",),
}

STANDARDS = ("rec10", "rec15", "rec17", "rec18", "rec19", "rec26", "cis5", "cis8")


def standards(plot: Plot) -> tuple[str, ...]:
    """Return what a plot is contrary to, whether anybody notices or not."""
    came = hold(plot.seed, plot.group).targets("voted")
    broken: set[str] = set()
    for act in plot.acts:
        broken.update(_ALWAYS[act.move])
        if act.move == "cast" and act.voter in came:
            broken.update({"rec15", "rec17"})
        if act.move == "bribe" and act.voter not in came:
            broken.add("cis8")
    if plot.reads:
        broken.update({"rec19", "rec26", "cis5"})
    return tuple(one for one in STANDARDS if one in broken)


# What each kind of move teaches.


@dataclass(frozen=True)
class Lesson:
    """What comes of one move with one sort of help, whoever it is about."""

    id: str
    passes: str
    """The file's verifier accepts it always, sometimes or never"""
    failing: tuple[str, ...]
    """The checks that fail where it does not"""
    gains: tuple[int, int]
    """The fewest and the most votes that B gains on A"""
    noticed: tuple[str, ...]
    """Who could notice outside the file, if everybody looked everywhere"""


_LESSONS: dict[str, tuple[str, dict]] = {
    "swallow": ("swallow", {}),
    "erase": ("erase", {}),
    "erase_loose": ("erase", {"rechain": False}),
    "cast": ("cast", {}),
    "cast_registrar": ("cast", {"registrar": True}),
    "change": ("change", {}),
    "change_loose": ("change", {"rechain": False}),
    "change_registrar": ("change", {"registrar": True}),
    "early": ("early", {}),
    "tally": ("tally", {}),
    "result": ("result", {}),
    "open": ("open", {"trustees": 2}),
    "phone": ("phone", {"phone": True}),
    "bribe": ("bribe", {"bought": True}),
}

LESSONS = tuple(_LESSONS)


def lessons_of(plot: Plot) -> tuple[str, ...]:
    """Return which lessons a plot teaches."""
    found = []
    for act in plot.acts:
        if plot.registrar and act.move in {"cast", "change"}:
            found.append(f"{act.move}_registrar")
        elif not plot.rechain and act.move in {"erase", "change"}:
            found.append(f"{act.move}_loose")
        else:
            found.append(act.move)
    return tuple(one for one in LESSONS if one in found)


@lru_cache(maxsize=64)
def lesson(name: str, seed: int) -> Lesson:
    """Carry one move out on every sort of voter and return what they have in common."""
    move, given = _LESSONS[name]
    group = "TOY-2039"
    day = hold(seed, group)
    sorts = {
        (day.wishes[voter] if voter >= 0 else None, voter == day.twice): voter
        for voter in day.targets(MOVES[move].target)
    }
    made = [
        attempt(Plot(acts=(Act(move, voter),), seed=seed, group=group, **given))
        for voter in sorts.values()
    ]
    accepted = [one.verdict.accepted for one in made]
    checks = dict.fromkeys(check for one in made for check in one.failing)
    seen = {
        notice.by
        for one in made
        for apart in (True, False)
        for notice in notices(one, Outside(1000, apart=apart))
    }
    return Lesson(
        name,
        "always" if all(accepted) else "sometimes" if any(accepted) else "never",
        tuple(checks),
        (min(one.gain for one in made), max(one.gain for one in made)),
        tuple(by for by in ("codes", "list", "status", "copies") if by in seen),
    )
