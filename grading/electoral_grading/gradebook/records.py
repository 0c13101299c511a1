"""What the gradebook holds, as plain data: an assignment's cells, and what each learner has."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, timedelta

    from electoral_grading.cells import Master
    from electoral_grading.result import Result


@dataclass(frozen=True)
class NotebookRecord:
    """A notebook of an assignment, as it was released."""

    name: str
    cells: tuple[Master, ...]
    """Every cell that nbgrader knows: tests, solutions, tasks, locked text."""

    @property
    def points(self) -> float:
        """The points of its cells together."""
        return sum(cell.points for cell in self.cells if cell.grade or cell.task)


@dataclass(frozen=True)
class AssignmentRecord:
    """An assignment, as it was released."""

    name: str
    duedate: datetime | None
    """In UTC, without a time zone, as nbgrader keeps it."""
    notebooks: tuple[NotebookRecord, ...]

    @property
    def points(self) -> float:
        """The points of its notebooks together."""
        return sum(notebook.points for notebook in self.notebooks)


@dataclass(frozen=True)
class Graded:
    """One submission with the results of its notebooks, ready to be saved."""

    student: str
    assignment: str
    results: tuple[Result, ...]
    """One for each notebook that was there; a notebook without one counts as missing."""
    timestamp: datetime | None = None
    """When it was submitted, in UTC or with its own time zone; None leaves what is known."""


@dataclass(frozen=True)
class CellScore:
    """The points of one cell."""

    auto: float | None = None
    manual: float | None = None
    extra: float | None = None
    waits: bool = True
    """Whether a hand is needed."""

    @property
    def score(self) -> float:
        """The points that count, as nbgrader counts them.

        >>> CellScore(auto=1.0, manual=2.0, extra=0.5).score
        2.5
        >>> CellScore(extra=0.5).score
        0.0
        """
        given = self.auto if self.manual is None else self.manual
        return 0.0 if given is None else given + (self.extra or 0.0)


@dataclass(frozen=True)
class ScoreRow:
    """What is recorded of one submission."""

    student: str
    timestamp: datetime | None
    """In UTC, without a time zone."""
    extension: timedelta | None
    cells: Mapping[tuple[str, str], CellScore] = field(default_factory=dict)
    """By notebook and cell."""
    penalties: Mapping[str, float | None] = field(default_factory=dict)
    """Points taken off for being late, by notebook; None where none was decided."""

    @property
    def score(self) -> float:
        """The points so far, before the penalty."""
        return sum(cell.score for cell in self.cells.values())

    @property
    def penalty(self) -> float:
        """The points taken off."""
        return sum(penalty or 0.0 for penalty in self.penalties.values())

    @property
    def waits(self) -> bool:
        """Whether a cell waits for a hand."""
        return any(cell.waits for cell in self.cells.values())
