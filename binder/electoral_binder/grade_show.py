"""What a lecturer sees while a class is graded, and after it."""

from __future__ import annotations

import json
import sys
from collections import Counter
from time import monotonic
from typing import TYPE_CHECKING

from electoral_binder.app import say
from electoral_binder.words import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from electoral_grading.batch import Outcome
    from electoral_grading.regrade import Change

WIDTH = 30
"""Letters of the bar."""


class Progress:
    """A bar on the terminal, and a sentence for each submission that needs one.

    Where nobody watches, there is no bar: only the sentences, and JSON where it was asked for.
    """

    def __init__(self, total: int, *, as_json: bool = False) -> None:
        self.total, self.as_json = total, as_json
        self.seen, self.fresh, self.begin = 0, 0, monotonic()
        self.counts: Counter[str] = Counter()
        self.bar = sys.stderr.isatty() and not (as_json and sys.stdout.isatty())

    def tell(self, told: Outcome) -> None:
        """Say what became of a submission."""
        self.seen += 1
        self.fresh += not told.kept
        self.counts[told.status] += 1
        if self.as_json:
            say(json.dumps(told.to_json(), ensure_ascii=False))
        if not told.kept and (line := sentence(told)):
            self.line(line)
        self.draw()

    def line(self, text: str) -> None:
        """Write a sentence above the bar."""
        sys.stderr.write(f"\r\033[K{text}\n" if self.bar else f"{text}\n")
        sys.stderr.flush()

    def draw(self) -> None:
        """Draw the bar."""
        if not self.bar:
            return
        done = min(WIDTH, WIDTH * self.seen // max(self.total, 1))
        words = _("{done} of {count}", done=self.seen, count=self.total)
        if self.fresh and self.seen < self.total:
            left = (monotonic() - self.begin) / self.fresh * (self.total - self.seen)
            words = _("{words}, about {left} s left", words=words, left=round(left))
        sys.stderr.write(f"\r\033[K[{'=' * done}{' ' * (WIDTH - done)}] {words}")
        sys.stderr.flush()

    def close(self) -> None:
        """Leave the terminal as a person expects it."""
        if self.bar:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()


def sentence(told: Outcome) -> str:
    """Return what a lecturer should know of a submission; nothing where all went its way."""
    score, most = number(told.score), number(told.max_score)
    match told.status:
        case "failed":
            return _("{student}: not graded. {reason}", student=told.student, reason=told.reason)
        case "partly":
            return _(
                "{student}: {score} of {most} points. A cell ran too long or ended Python; "
                "everything else counts.",
                student=told.student,
                score=score,
                most=most,
            )
        case "missing":
            return _(
                "{student}: {score} of {most} points. Nothing of the assignment was found in "
                "what was handed in.",
                student=told.student,
                score=score,
                most=most,
            )
        case _other:
            return ""


def summary(progress: Progress, outcomes_level: str) -> Iterator[str]:
    """Yield the closing lines."""
    failed = progress.counts["failed"]
    yield _(
        "Graded: {fresh}, graded before: {kept}, not graded: {failed}.",
        fresh=progress.fresh - failed,
        kept=progress.seen - progress.fresh,
        failed=failed,
    )
    if outcomes_level:
        yield _("Confinement of learners' code: {level}.", level=outcomes_level)


def diff(changes: Sequence[Change], learners: int) -> Iterator[str]:
    """Yield the lines of a table of changed points, and their sum."""
    if not changes:
        yield _("No points change.")
        return
    head = [_("Learner"), _("Notebook"), _("Task"), _("Before"), _("After"), _("Change")]
    rows = [
        [
            change.student,
            change.notebook,
            change.item,
            number(change.old),
            number(change.new),
            _("by hand, stays") if change.by_hand else f"{change.difference:+g}",
        ]
        for change in changes
    ]
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for row in [head, *rows]:
        left = [word.ljust(width) for word, width in zip(row[:3], widths, strict=False)]
        right = [word.rjust(width) for word, width in zip(row[3:], widths[3:], strict=True)]
        yield "  ".join([*left, *right]).rstrip()
    yield _(
        "Sum of all changes: {sum}. Learners with a change: {changed} of {count}.",
        sum=f"{sum(change.difference for change in changes):+g}",
        changed=len({change.student for change in changes}),
        count=learners,
    )


def number(points: float | None) -> str:
    """Return points as they are read; a dash where a hand is awaited.

    >>> number(2.0), number(0.1 + 0.2), number(None)
    ('2', '0.3', '–')
    """
    return "–" if points is None else f"{points:.6g}"
