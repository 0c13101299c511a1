"""A tabletop exercise: an election day goes wrong on the table, and somebody decides and speaks.

Each inject tells what is seen and hides its cause. The one who leads chooses a deed and words.
Then the truth comes out: soon, if the deed looks for it, else later and from others. How strong
each effect is, is an assumption of this model, and no measurement.

>>> causes = drawn(seed=1)
>>> day = play((("paper", "open"), ("visit", "open")), causes)
>>> day.turns[0].inject, day.turns[0].cause == causes[0]
('names', True)
>>> day.teams
3
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, TypeVar

from electoral.plan import chance_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Move = tuple[str, str]
"""A deed and words."""

TEAMS = 6
"""Teams that can be sent out in a day."""

TOP = 10
"""Both scales go from 0 to here."""

BEGIN_INTEGRITY, BEGIN_TRUST = 10, 6

LISTENING = 3
"""With less trust than this, good words gain nothing."""

WORDS = ("open", "calm", "blame", "wait")
"""Say at once what is known and what is not; that all is well; that it is an attack; or nothing
until the cause is known."""

SPOKEN_AFTER, FOUND_AFTER, OUT_AFTER = 10, 60, 240
"""Minutes until words are out, until one's own people have found the cause, until others tell."""


@dataclass(frozen=True)
class Cause:
    """What may lie behind an inject."""

    id: str
    weight: int
    """How often it is drawn, beside the other causes of the inject."""
    hostile: bool
    """Somebody did it on purpose to do harm."""
    touched: bool
    """It reaches votes, papers or totals, not only what people see."""


@dataclass(frozen=True)
class Deed:
    """What may be done about an inject."""

    id: str
    teams: int
    integrity: int = 0
    trust: int = 0
    finds: bool = False
    """It finds the cause within the hour."""
    mends: bool = False
    """What was touched can be put right afterwards, because the evidence is kept."""


@dataclass(frozen=True)
class Inject:
    """One event of the exercise."""

    id: str
    asset: str
    property: str
    causes: tuple[Cause, ...]
    deeds: tuple[Deed, ...]
    real: bool = False
    """It happened; then it has one cause, the one that was reported."""


One = TypeVar("One", Cause, Deed)

INJECTS = (
    Inject(
        "names",
        "register",
        "availability",
        (
            Cause("update", 3, hostile=False, touched=False),
            Cause("crowd", 2, hostile=False, touched=False),
            Cause("erased", 1, hostile=True, touched=True),
        ),
        (
            Deed("paper", 1, mends=True),
            Deed("halt", 2, trust=-2, finds=True, mends=True),
            Deed("word", 0, integrity=-3),
        ),
    ),
    Inject(
        "photo",
        "ballots",
        "integrity",
        (
            Cause("old", 3, hostile=False, touched=False),
            Cause("staged", 2, hostile=True, touched=False),
            Cause("stuffed", 1, hostile=True, touched=True),
        ),
        (
            Deed("visit", 2, trust=1, finds=True, mends=True),
            Deed("delete", 1, trust=-2),
            Deed("leave", 0),
        ),
    ),
    Inject(
        "voice",
        "communication",
        "authenticity",
        (
            Cause("made", 2, hostile=True, touched=False),
            Cause("cut", 2, hostile=False, touched=False),
            Cause("spoken", 1, hostile=False, touched=True),
        ),
        (
            Deed("signed", 1, trust=1, mends=True),
            Deed("trace", 2, finds=True),
            Deed("ignore", 0, trust=-1),
        ),
    ),
    Inject(
        "display",
        "display",
        "availability",
        (Cause("script", 1, hostile=False, touched=False),),
        (
            Deed("papers", 2, trust=1, finds=True, mends=True),
            Deed("off", 1, trust=-1, finds=True, mends=True),
            Deed("keep", 0, trust=-1),
        ),
        real=True,
    ),
    Inject(
        "gap",
        "transmission",
        "integrity",
        (
            Cause("twice", 2, hostile=False, touched=True),
            Cause("typed", 2, hostile=False, touched=True),
            Cause("changed", 1, hostile=True, touched=True),
        ),
        (
            Deed("compare", 2, finds=True, mends=True),
            Deed("overwrite", 1, integrity=-2, mends=True),
            Deed("publish", 0, trust=-1),
        ),
    ),
)
"""The day, in order. The fourth inject is real: 28 November 2021, a display script that failed.
The others are invented."""

LOST = 3
"""Integrity that is lost when something was touched and its evidence was not kept."""


@dataclass(frozen=True)
class Effect:
    """One reason why the scales moved, as far as they could move."""

    reason: str
    integrity: int
    trust: int


@dataclass(frozen=True)
class Turn:
    """What became of one inject."""

    inject: str
    cause: str
    deed: str
    words: str
    found_by: str
    """"you" or "others"."""
    spoken: int
    """Minutes from the event until the first words."""
    known: int
    """Minutes from the event until the cause is known."""
    effects: tuple[Effect, ...]
    integrity: int
    """After the turn."""
    trust: int


@dataclass(frozen=True)
class Day:
    """The day as far as it has come."""

    integrity: int = BEGIN_INTEGRITY
    trust: int = BEGIN_TRUST
    teams: int = TEAMS
    turns: tuple[Turn, ...] = ()


def drawn(seed: int) -> tuple[str, ...]:
    """Return the cause of each inject that this seed draws."""
    chance = chance_of(seed)
    found = []
    for inject in INJECTS:
        urn = [cause.id for cause in inject.causes for _ in range(cause.weight)]
        found.append(urn[int(chance.integers(len(urn)))])
    return tuple(found)


def step(day: Day, move: Move, cause: str) -> Day:
    """Return the day after one decision more.

    Raises:
        ValueError: the day is over, or there is no such deed, word, cause or team.
    """
    if len(day.turns) == len(INJECTS):
        raise ValueError(f"The day is over after {len(INJECTS)} injects.")
    inject = INJECTS[len(day.turns)]
    deed = _named(inject.deeds, move[0], f"deed of {inject.id}")
    behind = _named(inject.causes, cause, f"cause of {inject.id}")
    if move[1] not in WORDS:
        raise ValueError(f"words is one of {', '.join(WORDS)}, not {move[1]!r}.")
    if deed.teams > day.teams:
        raise ValueError(f"{deed.id} takes {deed.teams} teams; {day.teams} are left.")
    integrity, trust, effects = day.integrity, day.trust, []
    for reason, more_integrity, more_trust in _reasons(deed, move[1], behind):
        heard = more_trust if more_trust <= 0 or reason == "deed" or trust >= LISTENING else 0
        now = (_held(integrity + more_integrity), _held(trust + heard))
        kept = reason if heard == more_trust else "unheard"
        if (more_integrity, more_trust) != (0, 0):
            effects.append(Effect(kept, now[0] - integrity, now[1] - trust))
        integrity, trust = now
    known = FOUND_AFTER if deed.finds else OUT_AFTER
    turn = Turn(
        inject.id,
        cause,
        deed.id,
        move[1],
        "you" if deed.finds else "others",
        known if move[1] == "wait" else SPOKEN_AFTER,
        known,
        tuple(effects),
        integrity,
        trust,
    )
    return Day(integrity, trust, day.teams - deed.teams, (*day.turns, turn))


def play(path: Iterable[Move], causes: tuple[str, ...]) -> Day:
    """Return the day after all decisions of a path.

    Raises:
        ValueError: a decision cannot be made.
    """
    day = Day()
    for move in path:
        day = step(day, move, causes[len(day.turns)])
    return day


def _reasons(deed: Deed, words: str, cause: Cause) -> Iterator[tuple[str, int, int]]:
    """Yield why the scales would move: reason, integrity, trust; in the order of the day."""
    yield "deed", deed.integrity, deed.trust
    yield {
        "open": ("said_open", 0, 0),
        "calm": ("said_calm", 0, 1),
        "blame": ("said_blame", 0, 1),
        "wait": ("said_wait", 0, -1),
    }[words]
    if words == "open":
        yield ("kept", 0, 2) if deed.finds else ("late", 0, -1)
    elif words == "calm" and cause.touched:
        yield "contradicted", 0, -4
    elif words == "blame" and not cause.hostile:
        yield "accused", 0, -3
    elif words in {"calm", "blame"}:
        yield "shown", 0, int(deed.finds)
    else:
        yield ("told", 0, 1) if deed.finds else ("overtaken", 0, -2)
    if cause.touched and not deed.mends:
        yield "lost", -LOST, 0


# Other paths.


def affordable(inject: int, teams: int) -> list[Deed]:
    """Return the deeds of an inject for which there are teams."""
    return [deed for deed in INJECTS[inject].deeds if deed.teams <= teams]


def by_habit(words: str, *, looking: bool) -> tuple[Move, ...]:
    """Return the path of somebody who always says the same.

    Args:
        words: what is always said.
        looking: whether the first deed for which there are teams is done, or the cheapest one.
    """
    teams, path = TEAMS, []
    for place in range(len(INJECTS)):
        deeds = affordable(place, teams)
        deed = deeds[0] if looking else min(deeds, key=lambda one: one.teams)
        teams -= deed.teams
        path.append((deed.id, words))
    return tuple(path)


def legal(deeds: Iterable[str]) -> bool:
    """Return whether there are teams enough for these deeds."""
    used = 0
    for inject, name in zip(INJECTS, deeds, strict=False):
        used += _named(inject.deeds, name, f"deed of {inject.id}").teams
    return used <= TEAMS


@lru_cache(maxsize=64)
def best(causes: tuple[str, ...]) -> tuple[Move, ...]:
    """Return a path that keeps most integrity and then most trust, knowing the causes beforehand.

    Days that stand alike after an inject go on alike, so of each such group one is kept.
    """
    reached: dict[tuple[int, int, int], tuple[Day, tuple[Move, ...]]] = {(0, 0, 0): (Day(), ())}
    for place, cause in enumerate(causes):
        after: dict[tuple[int, int, int], tuple[Day, tuple[Move, ...]]] = {}
        for day, path in reached.values():
            for deed, words in product(affordable(place, day.teams), WORDS):
                now = step(day, (deed.id, words), cause)
                key = (now.integrity, now.trust, now.teams)
                after.setdefault(key, (now, (*path, (deed.id, words))))
        reached = after
    return max(reached.values(), key=lambda one: (one[0].integrity, one[0].trust))[1]


@dataclass(frozen=True)
class Spread:
    """The trust at the end over many days, from the least to the most."""

    least: int
    most: int

    @property
    def width(self) -> int:
        """How much can be won or lost."""
        return self.most - self.least


def spreads(path: tuple[Move, ...], causes: tuple[str, ...]) -> dict[str, Spread]:
    """Return how trust would have ended, with one thing changed and the rest as it was.

    "causes": the same decisions on days with other causes. "deeds": the same words with other
    deeds. "words": the same deeds with other words.
    """
    deeds, words = zip(*path, strict=True)
    other_causes = product(*([cause.id for cause in one.causes] for one in INJECTS))
    other_deeds = product(*([deed.id for deed in one.deeds] for one in INJECTS))
    other_words = product(WORDS, repeat=len(INJECTS))
    ends = {
        "causes": [play(path, other).trust for other in other_causes],
        "deeds": [
            play(zip(other, words, strict=True), causes).trust
            for other in other_deeds
            if legal(other)
        ],
        "words": [play(zip(deeds, other, strict=True), causes).trust for other in other_words],
    }
    return {name: Spread(min(trust), max(trust)) for name, trust in ends.items()}


def _named(known: tuple[One, ...], name: str, what: str) -> One:
    for one in known:
        if one.id == name:
            return one
    raise ValueError(f"A {what} is one of {', '.join(one.id for one in known)}, not {name!r}.")


def _held(value: int) -> int:
    return max(0, min(TOP, value))
