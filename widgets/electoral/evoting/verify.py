"""The verifier: it takes an archive and nobody's word. Specification 2.0, 3.5.

Ballots are checked in parts, in this process or in several; one part of them is in memory at a
time. `audit` reads the archive and checks all the rest.
"""

from __future__ import annotations

import io
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from electoral.evoting.audit import Audit, Verdict
from electoral.evoting.ballot_steps import Cast, steps_of
from electoral.evoting.election import Election, read_election
from electoral.evoting.proofs import Key
from electoral.evoting.simulate import in_order, pool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from electoral.evoting.checks import Step

__all__ = ["Verdict", "steps", "verify"]

PART = 250
"""Ballots checked together, where there are many."""


def verify(
    source: Path | str | bytes,
    *,
    workers: int = 1,
    progress: Callable[[int], None] | None = None,
) -> Verdict:
    """Check every claim of an archive.

    Args:
        source: a file, or its content.
        workers: processes that check ballots; the verdict is the same for any number.
        progress: is told how many ballots have been checked.

    Raises:
        OSError: the file cannot be read.
    """
    with _reading(source) as audit:
        verdict = audit.verdict
        tell = progress or _silent
        found = _here(audit, PART, tell) if workers < 2 else _elsewhere(audit, workers, tell)
        for step in found:
            verdict.add(step)
    verdict.failures.sort(key=lambda step: -1 if step.event is None else step.event)
    return verdict


def steps(source: Path | str | bytes) -> Iterator[Step]:
    """Yield every claim of an archive, in order, with both sides of its equation."""
    with _reading(source) as audit:
        yield from _here(audit, 1, _silent)


@contextmanager
def _reading(source: Path | str | bytes) -> Iterator[Audit]:
    if isinstance(source, bytes):
        yield Audit(io.BytesIO(source), io.BytesIO(source))
    else:
        with Path(source).open("rb") as file, Path(source).open("rb") as again:
            yield Audit(file, again)


def _silent(_ballots: int) -> None:
    pass


def _here(audit: Audit, most: int, tell: Callable[[int], None]) -> Iterator[Step]:
    """Yield all claims; ballots are checked as soon as a part of them is there."""
    key: Key | None = None
    for step in audit.steps():
        yield step
        if audit.waiting and len(audit.waiting) >= _part(audit, 1, most):
            key = key or _key(audit)
            yield from _of_ballots(audit, key, tell)
    if audit.waiting:
        yield from _of_ballots(audit, key or _key(audit), tell)


def _of_ballots(audit: Audit, key: Key, tell: Callable[[int], None]) -> Iterator[Step]:
    part, audit.waiting = audit.waiting, []
    yield from steps_of(key, _election(audit), part)
    tell(part[-1].number)


def _elsewhere(audit: Audit, workers: int, tell: Callable[[int], None]) -> Iterator[Step]:
    """Yield all claims; ballots are checked in processes while this one reads and multiplies."""
    later: list[Step] = []
    claims = audit.steps()
    for step in claims:
        yield step
        if audit.waiting:
            break
    if not audit.waiting:
        return

    def parts() -> Iterator[list[Cast]]:
        size = _part(audit, workers, PART)
        for step in claims:
            later.append(step)
            if len(audit.waiting) >= size:
                part, audit.waiting = audit.waiting, []
                yield part
        if audit.waiting:
            yield audit.waiting

    election = _election(audit)
    with pool(workers, _begin, election.text, _uses(audit)) as processes:
        for held, failed, number in in_order(processes, _check, parts()):
            yield from later
            later.clear()
            counts = audit.verdict.counts
            for check, times in held.items():
                counts[check] = counts.get(check, 0) + times
            yield from failed
            tell(number)
    yield from later


def _election(audit: Audit) -> Election:
    if audit.verdict.election is None:
        raise ValueError("ballots stand before the election")
    return audit.verdict.election


def _part(audit: Audit, workers: int, most: int) -> int:
    parts = 4 if audit.verdict.voters > 400 else 1
    return max(1, min(most, -(-audit.verdict.voters // (parts * workers))))


def _uses(audit: Audit) -> int:
    values = sum(question.values for question in _election(audit).questions)
    return min(audit.verdict.voters, 4000) * values * 3


def _key(audit: Audit) -> Key:
    election = _election(audit)
    return Key(election.group, election.public_key, _uses(audit))


# In a process of its own.

_BEGUN: list[tuple[Key, Election]] = []


def _begin(text: str, uses: int) -> None:
    election = read_election(text)
    _BEGUN[:] = [(Key(election.group, election.public_key, uses), election)]


def _check(part: list[Cast]) -> tuple[dict[str, int], list[Step], int]:
    """Return how often each check held, the steps that did not, and the last ballot's number."""
    held: dict[str, int] = {}
    failed = []
    for step in steps_of(*_BEGUN[0], part):
        if step.holds:
            held[step.check] = held.get(step.check, 0) + 1
        else:
            failed.append(step)
    return held, failed, part[-1].number
