"""The notebooks of an assignment in the gradebook's ids, and whether a result still fits them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select

from electoral_grading.gradebook.reading import kinds
from electoral_grading.gradebook.tables import NOTEBOOK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.engine import Connection

    from electoral_grading.gradebook.works import Work


@dataclass
class Sheet:
    """A notebook of the assignment, in the gradebook's ids."""

    id: str
    scored: dict[str, tuple[str, float]] = field(default_factory=dict)
    """The graded cells by name, each with its points."""
    grades: list[str] = field(default_factory=list)
    """The cells with a grade of their own: the graded cells and the tasks."""
    commented: dict[str, str] = field(default_factory=dict)
    """The cells with a comment of their own by name: the solutions and the tasks."""


def sheets_of(connection: Connection, assignment: str) -> dict[str, Sheet]:
    """Return the assignment's notebooks by name."""
    query = select(NOTEBOOK.c.id, NOTEBOOK.c.name).where(NOTEBOOK.c.assignment_id == assignment)
    sheets = {row.name: Sheet(row.id) for row in connection.execute(query).all()}
    by_id = {sheet.id: sheet for sheet in sheets.values()}
    for cell in kinds(connection, list(by_id)):
        sheet = by_id[cell.notebook_id]
        if cell.type == "GradeCell":
            sheet.scored[cell.name] = cell.id, cell.points
        if cell.type in {"GradeCell", "TaskCell"}:
            sheet.grades.append(cell.id)
        if cell.type in {"SolutionCell", "TaskCell"}:
            sheet.commented[cell.name] = cell.id
    return sheets


def stale(work: Work, sheets: Mapping[str, Sheet]) -> str:
    """Return how the assignment differs from the one that was graded, or nothing."""
    for notebook, scores in work.scores.items():
        if notebook not in sheets:
            return f"The gradebook has no notebook {notebook!r}; grade the submission again."
        known = sheets[notebook].scored
        for cell, (_, points) in scores.items():
            if cell in sheets[notebook].commented and cell not in known:
                continue  # a task: a hand gives its points
            if cell not in known:
                return f"The gradebook has no graded cell {cell!r}; grade the submission again."
            if known[cell][1] != points:
                return (
                    f"The cell {cell!r} has {known[cell][1]:g} points now, not {points:g}; "
                    "grade the submission again."
                )
    return ""
