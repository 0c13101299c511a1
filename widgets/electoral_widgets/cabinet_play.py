"""A learner's day in the cabinet: who was dishonest, what the learner found, what that tells.

>>> evidence(play("deg_homomorphic", 1, "server_drops", (("vote", 1), ("look", None))), ())
((None, None), (False, False))
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from electoral.cabinet.checks import CHECKS, findings
from electoral.cabinet.identify import ENTRIES, RATES, Entry, attempt
from electoral.cabinet.matrix import cell
from electoral.cabinet.own import Do
from electoral.cabinet.setting import Habits, Setting
from electoral.cabinet.ways import hold
from electoral.evoting.chance import Chance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from electoral.cabinet.day import Day, VoterSees
    from electoral.cabinet.identify import Rates

WAYS = ("deg_homomorphic", "deg_blind", "i_voting")

SUSPECTS = (
    "",
    "device_changes",
    "device_leaks",
    "server_drops",
    "server_erases",
    "server_replaces",
    "server_miscounts",
    "clerk_adds",
)
"""Who may be dishonest on a learner's day; empty: nobody."""

HONEST = 2
"""Nobody is dishonest on so many days of nine; each other on one."""

AFTERWARDS = {
    "deg_homomorphic": ("code", "copies", "archive", "register"),
    "deg_blind": ("code", "line", "copies", "archive", "register"),
    "i_voting": ("register", "auditor"),
}
"""What can be looked at after the close."""

LOOKED_AT = {
    kind: tuple(check.id for check in CHECKS.values() if check.habit == kind)
    for kind in ("copies", "archive", "register", "auditor")
}
"""The checks that belong to a look after the close; the others are the learner's own."""

OWN_CHECKS = {
    "code_on_board": ("look", "code"),
    "challenge": ("challenge",),
    "second_device": ("second_device",),
    "own_status": ("status",),
    "own_line": ("line",),
}
"""The acts, on the day or after it, that are a voter's check."""

DAYS = 12
"""At most how many days the laboratory holds."""

ATTEMPTS = 1000
"""How often somebody tries to enter."""


def hidden(way: str, seed: int) -> str:
    """Return who is dishonest on a learner's day."""
    number = Chance("cabinet", "who is dishonest", way, seed).below(len(SUSPECTS) - 1 + HONEST)
    return SUSPECTS[max(number - HONEST + 1, 0)]


@lru_cache(maxsize=64)
def play(way: str, seed: int, role: str, acts: tuple[tuple[str, int | None], ...]) -> Day:
    """Hold the day with the learner's acts."""
    return hold(way, seed, role, own=tuple(Do(*act) for act in acts))


def found(day: Day, kind: str) -> dict[str, int]:
    """Return what a look after the close finds: of each check how much, also where it is 0.

    >>> day = play("deg_homomorphic", 1, "server_miscounts", (("vote", 1),))
    >>> found(day, "archive")["archive_decryption"]
    2
    """
    if kind == "code":
        codes = day.voters[0].codes
        board = {post.code for post in day.published["board"]}
        return {"code_on_board": int(bool(codes) and codes[-1] not in board)}
    if kind == "line":
        return {"own_line": int(CHECKS["own_line"].look(_having_looked(day)))}
    checks = [CHECKS[name] for name in LOOKED_AT[kind]]
    return {one.id: int(one.look(day.sees[one.who])) for one in checks if one.who in day.sees}


def acts_of(day: Day) -> tuple[tuple[str, int | None], ...]:
    """Return the learner's acts of a day."""
    chosen = {"vote", "challenge", "paper"}
    return tuple((one.kind, one.choice if one.kind in chosen else None) for one in day.own)


def _having_looked(day: Day) -> VoterSees:
    """Return the learner as they are when they look, which changes nothing else."""
    return play(day.way, day.seed, day.role, (*acts_of(day), ("look", None))).voters[0]


def evidence(day: Day, after: Sequence[str]) -> tuple[object, ...]:
    """Return all that a learner has to tell one story from another by."""
    seen = [(one.refused or one.holds, one.shows) for one in day.own]
    later = [
        tuple(name for name, amount in found(day, kind).items() if amount) for kind in sorted(after)
    ]
    return (*seen, *later)


def alike(day: Day, after: Sequence[str]) -> list[str]:
    """Return the stories that would have looked to the learner exactly as the day did."""
    acts = acts_of(day)
    true = evidence(day, after)
    return [
        role for role in SUSPECTS if evidence(play(day.way, day.seed, role, acts), after) == true
    ]


def alarmed(day: Day, after: Sequence[str]) -> bool:
    """Return whether the learner saw a sign that something was wrong."""
    return any(one.holds is False for one in day.own) or any(
        amount for kind in after for amount in found(day, kind).values()
    )


def noticeable(role: str, way: str) -> list[tuple[str, str]]:
    """Return (who, check) of all who notice it, if everybody does all that they can."""
    if not role:
        return []
    one = cell(role, way)
    return sorted({*one.noticed, *((who, check) for who, check, _ in one.could_notice)})


@lru_cache(maxsize=256)
def _held(way: str, seed: int, role: str, setting: Setting) -> tuple[dict[str, int], set[str]]:
    day = hold(way, seed, role, setting)
    effect = {name: getattr(day.effect, name) for name in type(day.effect).__dataclass_fields__}
    return effect, {check for _, check in findings(day)}


def laboratory(way: str, role: str, habits: Habits, held: int = DAYS) -> list[dict[str, Any]]:
    """Hold several days with an adversary: what became of votes, and which checks told.

    What happens on the same day without the adversary is taken off.
    """
    setting = Setting(habits=habits)
    days = []
    for seed in range(1, held + 1):
        before, alarms = _held(way, seed, "", setting)
        effect, told = _held(way, seed, role, setting)
        days.append(
            {
                **{name: max(effect[name] - before[name], 0) for name in effect},
                "told": sorted(told - alarms),
            }
        )
    return days


def decisive(entry: str, attack: str, measures: Sequence[str]) -> tuple[str, int | None] | None:
    """Return the rate on which an attack hangs: a field of `Rates` and the place in it.

    >>> decisive("card", "borrowed_card", ["pin"])
    ('pin', None)
    """
    if attack == "stranger":
        return "accepted", ENTRIES.index(entry)
    if attack == "photo":
        return ("liveness" if "liveness" in measures else "photo"), None
    if attack == "cloned_session":
        return ("bound", None) if "bound_session" in measures else None
    if attack == "borrowed_card" and "face_compared" in measures:
        return "face", None
    return ("pin", None) if "pin" in measures else None


@lru_cache(maxsize=8)
def tried(
    entry: str, attack: str, measures: tuple[str, ...], rates: Rates = RATES
) -> tuple[list[Entry], list[Entry]]:
    """Let the right person and an attacker try to enter a thousand times each."""
    own = [attempt(entry, 0, "", measures, number, rates) for number in range(ATTEMPTS)]
    other = [attempt(entry, 0, attack, measures, number, rates) for number in range(ATTEMPTS)]
    return own, other


def door(
    entry: str, attack: str, measures: Sequence[str], own_rate: int, other_rate: int
) -> dict[str, Any]:
    """Say what became of a thousand attempts of the right person and of somebody else.

    Args:
        entry: how one enters.
        attack: what the other does.
        measures: what protects the entry.
        own_rate: in how many of 1,000 the right person is sent away; -1: the model's assumption.
        other_rate: in how many of 1,000 the attack passes its last hurdle; -1 likewise.
    """
    place = ENTRIES.index(entry)
    rates, hangs = RATES, decisive(entry, attack, measures)
    if own_rate >= 0:
        rates = _set(rates, "rejected", place, own_rate)
    if other_rate >= 0 and hangs:
        rates = _set(rates, *hangs, other_rate)
    own, other = tried(entry, attack, tuple(measures), rates)
    return {
        "passed_own": _signs(own),
        "passed_other": _signs(other),
        "own": _signs(own).count("1"),
        "other": _signs(other).count("1"),
        "told": sum(one.notices for one in other),
        "own_rate": rates.rejected[place],
        "other_rate": _rate(rates, *hangs) if hangs else -1,
    }


def _set(rates: Rates, name: str, place: int | None, value: int) -> Rates:
    if place is None:
        return replace(rates, **{name: value})
    three = list(getattr(rates, name))
    three[place] = value
    return replace(rates, **{name: tuple(three)})


def _rate(rates: Rates, name: str, place: int | None) -> int:
    return getattr(rates, name) if place is None else getattr(rates, name)[place]


def _signs(entries: Sequence[Entry]) -> str:
    """Return a sign for each attempt: 1 entered, 0 stopped."""
    return "".join("0" if one.entered_as is None else "1" for one in entries)
