"""A verdict in words for the terminal, and as one JSON object for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from electoral_binder.evoting_files import plain
from electoral_binder.words import _, terminal_language
from electoral_datasets.i18n import N_, translator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from electoral.evoting.checks import Step
    from electoral.evoting.verify import Verdict

SHOWN = 10
"""So many failures are told one by one."""

LONG = 40
"""Longer numbers are cut in the middle."""

STAGES = {
    "": N_("there is no event in it"),
    "Setup": N_("nobody has voted yet"),
    "Ballot": N_("voting has not ended"),
    "EndBallots": N_("voting has ended, and nothing is counted yet"),
    "EncryptedTally": N_("the encrypted sum is published, and not opened yet"),
    "PartialDecryption": N_("trustees have begun to open the sum; there is no result yet"),
    "Result": N_("the result is published"),
}
"""Where an election stands, by its last event."""

PLACES = (
    ("event", N_("event {number}")),
    ("ballot", N_("ballot {number}")),
    ("question", N_("question {number}")),
    ("choice", N_("encrypted answer {number}")),
    ("trustee", N_("trustee {number}")),
)
"""Where a failure is, from large to small."""


def report(verdict: Verdict) -> Iterator[str]:
    """Yield the lines of a verdict."""
    checks = sum(verdict.counts.values())
    if verdict.accepted:
        yield _("ACCEPTED. All {count} claims of this archive hold.", count=f"{checks:,}")
    else:
        yield _(
            "REFUSED. Of {count} claims of this archive, {failed} do not hold.",
            count=f"{checks:,}",
            failed=f"{verdict.failed:,}",
        )
        told: set[str] = set()
        for number, step in enumerate(verdict.failures[:SHOWN], 1):
            yield ""
            yield from _failure(number, step)
            if step.check not in told:
                yield f"   {_protects(step.check)}"
            told.add(step.check)
        if verdict.failed > SHOWN:
            yield ""
            yield _("Not told one by one: {count}.", count=f"{verdict.failed - SHOWN:,}")
    yield ""
    yield from _summary(verdict)


def _failure(number: int, step: Step) -> Iterator[str]:
    from electoral_widgets.check_words import CHECK_NAMES, FILE_REASONS  # noqa: PLC0415 - start-up

    say = translator("electoral_widgets", terminal_language()).gettext
    yield _(
        "{number}. This does not hold: {check} ({id}; specification, {section}).",
        number=number,
        check=say(CHECK_NAMES[step.check]),
        id=step.check,
        section=step.section,
    )
    if where := place(step):
        yield "   " + _("Where: {place}.", place=where)
    left, right = plain(step.left, 10_000), plain(step.right, 10_000)
    if step.check == "file" and left in FILE_REASONS:
        left = say(FILE_REASONS[left])
    if right:
        yield f"   {step.equation}"
        yield "   " + _("Left side: {value}", value=shortened(left))
        yield "   " + _("Right side: {value}", value=shortened(right))
    else:
        yield "   " + _("Found: {value}", value=left or "—")


def _protects(check: str) -> str:
    from electoral_widgets.check_words import CHECK_TEXTS  # noqa: PLC0415 - start-up time

    return translator("electoral_widgets", terminal_language()).gettext(CHECK_TEXTS[check])


def place(step: Step) -> str:
    """Say where a failure is."""
    return ", ".join(
        _(words, number=getattr(step, name))
        for name, words in PLACES
        if getattr(step, name) is not None
    )


def shortened(value: str) -> str:
    """Return a long number cut in the middle, with its length.

    >>> shortened("1" * 50)
    '111111111111…111111111111 (50)'
    """
    if len(value) <= LONG:
        return value
    return f"{value[:12]}…{value[-12:]} ({len(value)})"


def _summary(verdict: Verdict) -> Iterator[str]:
    stage = _(STAGES[verdict.stage])
    if verdict.accepted:
        yield _("Where the election stands: {stage}.", stage=stage)
    else:
        yield _("As far as the archive was read: {stage}.", stage=stage)
    yield _(
        "Group: {group}; voters on the list: {voters}; ballots: {ballots}; counted: {tallied}.",
        group=verdict.group or "—",
        voters=f"{verdict.voters:,}",
        ballots=f"{verdict.ballots:,}",
        tallied=f"{verdict.tallied:,}" if verdict.tallied else "—",
    )
    if verdict.election and verdict.result:
        yield _("The published result:")
        questions = zip(verdict.election.questions, verdict.result, strict=True)
        for number, (question, row) in enumerate(questions, 1):
            yield f"  {number}. {plain(question.question)}"
            names = [*([_("blank")] if question.blank else []), *map(plain, question.answers)]
            yield from (f"     {name}: {votes:,}" for name, votes in zip(names, row, strict=True))
    if not verdict.secure:
        yield _(
            "INSECURE: {group} is a toy. Anybody can open its ballots and make false proofs that "
            "hold, so this verdict proves nothing; it is for learning.",
            group=verdict.group,
        )


def as_json(verdict: Verdict) -> str:
    """Return the verdict as one JSON object; large numbers are written as texts."""
    questions = verdict.election.questions if verdict.election else ()
    return json.dumps(
        {
            "accepted": verdict.accepted,
            "secure": verdict.secure,
            "group": verdict.group,
            "stage": verdict.stage,
            "voters": verdict.voters,
            "ballots": verdict.ballots,
            "tallied": verdict.tallied,
            "weight": verdict.weight,
            "result": [[int(votes) for votes in row] for row in verdict.result],
            "questions": [question.structure() for question in questions],
            "checks": verdict.counts,
            "failed": verdict.failed,
            "failures": [_failure_fields(step) for step in verdict.failures],
        }
    )


def _failure_fields(step: Step) -> dict[str, Any]:
    where = {name: getattr(step, name) for name, _words in PLACES}
    return {
        "check": step.check,
        "section": step.section,
        "equation": step.equation,
        "left": str(step.left),
        "right": str(step.right),
        **{name: number for name, number in where.items() if number is not None},
    }
