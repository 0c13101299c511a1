"""Reading an assignment and its scores from the gradebook, each in a few queries."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from electoral_grading.cells import Master
from electoral_grading.gradebook.database import GradebookError
from electoral_grading.gradebook.records import (
    AssignmentRecord,
    CellScore,
    NotebookRecord,
    ScoreRow,
)
from electoral_grading.gradebook.tables import (
    ASSIGNMENT,
    BASE_CELL,
    GRADE,
    GRADE_CELL,
    NOTEBOOK,
    PAGE,
    SOURCE_CELL,
    SUBMISSION,
    TASK_CELL,
)

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Row


class MissingAssignmentError(GradebookError):
    """The gradebook does not know the assignment."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The gradebook does not know the assignment {name!r}. "
            f"Run `nbgrader generate_assignment {name}` first."
        )


def found(connection: Connection, name: str, *, lock: bool = False) -> Row[Any]:
    """Return the assignment's row; with `lock`, no other grader writes to it until the end."""
    query = select(ASSIGNMENT).where(ASSIGNMENT.c.name == name)
    row = connection.execute(query.with_for_update(key_share=True) if lock else query).first()
    if row is None:
        raise MissingAssignmentError(name)
    return row


def assignment(connection: Connection, name: str) -> AssignmentRecord:
    """Read an assignment with its notebooks and cells."""
    row = found(connection, name)
    notebooks = select(NOTEBOOK.c.id, NOTEBOOK.c.name).where(NOTEBOOK.c.assignment_id == row.id)
    return AssignmentRecord(
        name=name,
        duedate=row.duedate,
        notebooks=tuple(
            NotebookRecord(page.name, cells(connection, page.id))
            for page in connection.execute(notebooks.order_by(NOTEBOOK.c.name)).all()
        ),
    )


def kinds(connection: Connection, notebooks: list[str]) -> list[Row[Any]]:
    """Return id, notebook_id, name, type and points of everything in notebooks that is graded."""
    points = func.coalesce(GRADE_CELL.c.max_score, TASK_CELL.c.max_score, 0.0).label("points")
    own = BASE_CELL.c
    query = select(own.id, own.notebook_id, own.name, own.type, points).select_from(
        BASE_CELL.outerjoin(GRADE_CELL, GRADE_CELL.c.id == own.id).outerjoin(
            TASK_CELL, TASK_CELL.c.id == own.id
        )
    )
    return list(connection.execute(query.where(own.notebook_id.in_(notebooks))).all())


def cells(connection: Connection, notebook: str) -> tuple[Master, ...]:
    """Read the cells of a notebook by its id, as they were released."""
    points: dict[str, float] = {}
    types: dict[str, set[str]] = defaultdict(set)
    for row in kinds(connection, [notebook]):
        types[row.name].add(row.type)
        points[row.name] = points.get(row.name, 0.0) + row.points
    source = select(SOURCE_CELL).where(SOURCE_CELL.c.notebook_id == notebook)
    return tuple(
        Master(
            name=cell.name,
            cell_type=cell.cell_type,
            source=cell.source or "",
            checksum=cell.checksum,
            locked=cell.locked,
            grade="GradeCell" in types[cell.name],
            solution="SolutionCell" in types[cell.name],
            task="TaskCell" in types[cell.name],
            points=float(points.get(cell.name, 0.0)),
        )
        for cell in connection.execute(source).all()
    )


def scores(connection: Connection, name: str) -> dict[str, ScoreRow]:
    """Read what is recorded of an assignment, by student."""
    wanted = SUBMISSION.c.assignment_id == found(connection, name).id
    pages: dict[str, dict[str, float | None]] = defaultdict(dict)
    points: dict[str, dict[tuple[str, str], CellScore]] = defaultdict(dict)
    query = (
        select(
            SUBMISSION.c.student_id,
            NOTEBOOK.c.name.label("notebook"),
            PAGE.c.late_submission_penalty,
            BASE_CELL.c.name.label("cell"),
            GRADE.c.auto_score,
            GRADE.c.manual_score,
            GRADE.c.extra_credit,
            GRADE.c.needs_manual_grade,
        )
        .select_from(SUBMISSION)
        .join(PAGE, PAGE.c.assignment_id == SUBMISSION.c.id)
        .join(NOTEBOOK, NOTEBOOK.c.id == PAGE.c.notebook_id)
        .outerjoin(GRADE, GRADE.c.notebook_id == PAGE.c.id)
        .outerjoin(BASE_CELL, BASE_CELL.c.id == GRADE.c.cell_id)
        .where(wanted)
    )
    for student, notebook, penalty, cell, auto, manual, extra, waits in connection.execute(query):
        pages[student][notebook] = penalty
        if cell is not None:
            points[student][notebook, cell] = CellScore(auto, manual, extra, waits)
    return {
        row.student_id: ScoreRow(
            row.student_id,
            row.timestamp,
            row.extension,
            points[row.student_id],
            pages[row.student_id],
        )
        for row in connection.execute(select(SUBMISSION).where(wanted)).all()
    }
