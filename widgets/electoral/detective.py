"""A finished polling day with hidden acts, and a verdict on who is accused of what.

A false accusation costs more than a missed act: whoever is in doubt accuses nobody.

>>> honest = next(case(seed) for seed in range(100) if case(seed).nature == "honest")
>>> score(honest, {}).score, score(honest, {"stuffing": []}).score
(4, -5)
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

import numpy as np

from electoral.acts import KINDS, Act
from electoral.day import poll
from electoral.findings import INSPECTIONS, checks_of, spent
from electoral.plan import chance_of, plan
from electoral.station import LINES
from electoral.traces import CHECKS, detectable_by, traces_at, usual

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from electoral.day import Day

MINUTES = 60
"""The time of an observer; all inspections together take two and a half times as long."""

ON_PURPOSE = frozenset({"stuffing", "carousel", "exchanged_copies"})
"""Acts that nobody commits by mistake; a wrong pile and a wrong number can be either."""

Nature = Literal["honest", "fault", "act"]
Result = Literal["proved", "shown", "mixed", "guess", "missed", "untraced", "false", "acquitted"]

POINTS: dict[Result, int] = {
    "proved": 4,
    "shown": 3,
    "mixed": 2,
    "guess": 1,
    "missed": -1,
    "untraced": 0,
    "false": -5,
    "acquitted": 4,
}
"""What each result is worth.

proved: the right act, with evidence; looking further would rule out no other one.
shown: the right act, with evidence that fits another one too; a further look rules that out.
mixed: the right act, with evidence of which a part does not point there.
guess: the right act, without evidence that points there.
missed, untraced: an act of which nobody is accused, with a trace and without.
acquitted: nobody is accused, and no act can be shown.
"""


@dataclass(frozen=True)
class Case:
    """A polling day at one invented station; what happened stands in its acts."""

    seed: int
    day: Day

    @property
    def nature(self) -> Nature:
        """An honest day, a mistake or a fault, or an act on purpose."""
        kinds = {act.kind for act in self.day.acts}
        return "act" if kinds & ON_PURPOSE else "fault" if kinds else "honest"


@dataclass(frozen=True)
class Judgement:
    """What is said of one act that happened, or of which somebody is accused."""

    kind: str
    """A key of `electoral.acts.KINDS`; empty when nobody is accused, and rightly so."""
    result: Result
    traces: tuple[str, ...] = ()
    """The checks by which the act shows on this day."""
    wrong: tuple[str, ...] = ()
    """Evidence that was given and does not point to it."""
    others: tuple[str, ...] = ()
    """Other kinds that would leave this evidence, and that nothing looked at rules out."""
    machine: bool = False
    """Whether people are accused of what the machine did."""

    @property
    def points(self) -> int:
        """What it is worth."""
        return POINTS[self.result]


@dataclass(frozen=True)
class Verdict:
    """All judgements: first the acts that happened, then those that did not."""

    judgements: tuple[Judgement, ...]

    @property
    def score(self) -> int:
        """The points added up."""
        return sum(judgement.points for judgement in self.judgements)


def case(seed: int) -> Case:
    """Return the case of this seed: a day with no, one or two acts.

    About one day in six is honest; faults and acts on purpose are about as frequent as one
    another. Every day has doubtful marks, so that machine and people differ a little.

    Raises:
        ValueError: the seed is not a whole number, 0 or more.
    """
    chance = chance_of(seed)

    def between(least: int, most: int) -> int:
        return int(chance.integers(least, most, endpoint=True))

    station = plan(
        between(600, 1800),
        turnout=between(400, 750),
        outside=between(10, 40),
        weights=(between(30, 45), between(22, 38), between(16, 26), between(5, 12), between(1, 4)),
    )
    often = np.array([3 if kind in ON_PURPOSE else 2 if _of_people(kind) else 1 for kind in KINDS])
    count = (0, 1, 1, 1, 2, 2)[between(0, 5)]
    acts = []
    for kind in chance.choice(list(KINDS), count, replace=False, p=often / often.sum()):
        to, off = (int(square) for square in chance.choice(3, 2, replace=False))
        typed = (9, 10, 90, 100, 1000)[between(0, 4)]
        ballots = {"wrong_clock": between(7, 95), "mis_typed": typed}.get(kind, between(12, 30))
        line = LINES[between(1, len(LINES) - 1)]
        at, covered = between(300, 700), bool(between(0, 1))
        acts.append(Act(str(kind), 0, ballots, to, off, line, at, covered))
    return Case(seed, poll(station, between(0, 2**31), acts))


def left_by(case: Case) -> dict[str, frozenset[str]]:
    """Return the checks by which each act shows on this day, beside the other acts."""
    day = case.day
    seen = traces_at(day)
    return {act.kind: detectable_by(act, day.plan, day.seed) & seen for act in day.acts}


@cache
def patterns(kind: str) -> frozenset[frozenset[str]]:
    """Return the traces that an act of this kind can leave, one set for each of its forms.

    Of few ballots the machine's votes need not show more than doubtful marks explain.
    """
    station = plan(hands="clear")
    forms = {usual(kind)}
    if kind == "stuffing":
        forms.add(detectable_by(Act(kind, covered=True), station, seed=1))
    elif kind == "mis_typed":
        forms |= {detectable_by(Act(kind, line=line), station, seed=1) for line in LINES}
    return frozenset(forms | {form - {"machine_votes"} for form in forms}) - {frozenset()}


def fitting(case: Case, evidence: Collection[str], looked: Collection[str]) -> frozenset[str]:
    """Return the kinds of act that leave this evidence and that no silent check rules out.

    Args:
        case: the case.
        evidence: the checks that are to be explained.
        looked: the inspections made; their silent checks rule kinds out.
    """
    silent = checks_of(looked) - traces_at(case.day)
    return frozenset(
        kind
        for kind in KINDS
        if any(form.issuperset(evidence) and not form & silent for form in patterns(kind))
    )


def admit(accusations: Mapping[str, Collection[str]], looked: Collection[str]) -> None:
    """Accept accusations whose evidence was looked at.

    Raises:
        ValueError: a kind or an inspection is unknown, or a check was not looked at.
    """
    spent(looked)
    known = checks_of(looked)
    for kind, evidence in accusations.items():
        if kind not in KINDS:
            raise ValueError(f"The acts are {', '.join(KINDS)}; {kind!r} is none of them.")
        for check in evidence:
            if check not in known:
                raise ValueError(
                    f"Evidence is what was looked at: {', '.join(_ordered(known)) or 'nothing yet'}; "
                    f"{check!r} is not."
                )


def score(
    case: Case,
    accusations: Mapping[str, Collection[str]],
    looked: Collection[str] = tuple(INSPECTIONS),
) -> Verdict:
    """Judge accusations: kind of act → the checks that are to show it.

    Args:
        case: the case.
        accusations: nothing accuses nobody: "no act is shown".
        looked: the inspections that were made.

    Raises:
        ValueError: a kind is unknown, or a check was not looked at.
    """
    admit(accusations, looked)
    left = left_by(case)
    false = [kind for kind in KINDS if kind in accusations and kind not in left]
    judgements = [_of_act(case, kind, left[kind], accusations.get(kind), looked) for kind in left]
    judgements += [_of_nothing(case, kind, left, accusations[kind], looked) for kind in false]
    if not accusations and not any(left.values()):
        judgements.insert(0, Judgement("", "acquitted"))
    return Verdict(tuple(judgements))


def best(case: Case) -> int:
    """Return the most that can be scored."""
    shown = [traces for traces in left_by(case).values() if traces]
    return POINTS["proved"] * len(shown) or POINTS["acquitted"]


def _of_act(
    case: Case,
    kind: str,
    traces: frozenset[str],
    evidence: Collection[str] | None,
    looked: Collection[str],
) -> Judgement:
    """Judge what is said of an act that happened."""
    ordered = _ordered(traces)
    if evidence is None:
        return Judgement(kind, "missed" if traces else "untraced", ordered)
    points, wrong = traces.intersection(evidence), _ordered(set(evidence) - traces)
    if not points:
        return Judgement(kind, "guess", ordered, wrong)
    others = fitting(case, points, looked) - {kind}
    result: Result = "shown" if others - fitting(case, points, INSPECTIONS) else "proved"
    return Judgement(kind, "mixed" if wrong else result, ordered, wrong, _ordered(others, KINDS))


def _of_nothing(
    case: Case,
    kind: str,
    left: Mapping[str, frozenset[str]],
    evidence: Collection[str],
    looked: Collection[str],
) -> Judgement:
    """Judge an accusation of what did not happen."""
    shown = traces_at(case.day).intersection(evidence)
    others = fitting(case, shown, looked) - {kind} if shown else frozenset()
    machine = _of_people(kind) and any(
        traces & shown for one, traces in left.items() if not _of_people(one)
    )
    wrong = _ordered(set(evidence) - shown)
    return Judgement(kind, "false", (), wrong, _ordered(others, KINDS), machine)


def _of_people(kind: str) -> bool:
    return KINDS[kind].group == "people"


def _ordered(some: Collection[str], order: Mapping[str, object] = CHECKS) -> tuple[str, ...]:
    return tuple(one for one in order if one in some)
