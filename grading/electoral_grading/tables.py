"""The gradebook's marks as tables.

They come in one question for the whole class, on SQLite and on PostgreSQL alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
from nbgrader import api
from sqlalchemy import and_, create_engine, func, select
from sqlalchemy.pool import NullPool

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import Engine

# Their columns are made at run time, so that no type checker knows them.
Assignment: Any = api.Assignment
Cell: Any = api.BaseCell.__table__
Grade: Any = api.Grade
GradeCell: Any = api.GradeCell.__table__
Student: Any = api.Student
Submission: Any = api.SubmittedAssignment
SubmittedNotebook: Any = api.SubmittedNotebook
TaskCell: Any = api.TaskCell.__table__


def engine_of(db_url: str) -> Engine:
    """Return a connection that holds the gradebook no longer than each question takes."""
    return create_engine(db_url, poolclass=NullPool)


def assignments(engine: Engine) -> list[str]:
    """Return the names of the assignments that the gradebook knows."""
    with engine.connect() as connection:
        return list(connection.scalars(select(Assignment.name).order_by(Assignment.name)))


def marks(engine: Engine, names: Sequence[str] | None = None) -> pd.DataFrame:
    """Return one row for each learner, assignment and graded cell.

    A learner who handed in nothing has one row for the assignment, with no `submission`; one
    whose work is not graded yet has one row with no `item`. While a cell waits for a hand, its
    `score` is what it has so far and `waiting` is true.

    Args:
        engine: the gradebook.
        names: the assignments; all when not given.
    """
    most = func.coalesce(GradeCell.c.max_score, TaskCell.c.max_score)
    own = and_(
        Submission.student_id == Student.id,
        Submission.assignment_id == Assignment.id,
    )
    question = (
        select(
            Assignment.name.label("assignment"),
            Assignment.duedate.label("due"),
            Student.id.label("student"),
            Student.first_name,
            Student.last_name,
            Student.email,
            Student.lms_user_id,
            Submission.id.label("submission"),
            Submission.timestamp.label("handed_in"),
            Submission.extension.label("extension"),
            SubmittedNotebook.id.label("notebook"),
            SubmittedNotebook.late_submission_penalty.label("penalty"),
            Cell.c.name.label("item"),
            Grade.score.label("score"),
            most.label("max_score"),
            Grade.needs_manual_grade.label("waiting"),
        )
        .select_from(Student)
        .join(Assignment, Assignment.id.is_not(None))
        .outerjoin(Submission, own)
        .outerjoin(SubmittedNotebook, SubmittedNotebook.assignment_id == Submission.id)
        .outerjoin(Grade, Grade.notebook_id == SubmittedNotebook.id)
        .outerjoin(Cell, Cell.c.id == Grade.cell_id)
        .outerjoin(GradeCell, GradeCell.c.id == Grade.cell_id)
        .outerjoin(TaskCell, TaskCell.c.id == Grade.cell_id)
        .order_by(Assignment.name, Student.last_name, Student.first_name, Student.id)
    )
    if names is not None:
        question = question.where(Assignment.name.in_(list(names)))
    with engine.connect() as connection:
        found = pd.read_sql(question, connection)
    return found.assign(waiting=found["waiting"].astype("boolean").fillna(value=False).astype(bool))


def most_points(engine: Engine) -> dict[str, float]:
    """Return the points that each assignment can earn."""
    with engine.connect() as connection:
        rows = connection.execute(select(Assignment.name, Assignment.max_score))
        return {name: float(points or 0) for name, points in rows}


def learners(marked: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each learner and assignment of `marks`: the sums.

    `raw` is what the cells earned, `penalty` what lateness takes away, `score` what counts, not
    below 0; `waiting` is the number of cells that wait for a hand, `graded` whether there is any
    grade at all, `due` the learner's own due date, with an extension.
    """
    keys = ["assignment", "student"]
    cells: Any = marked.groupby(keys, sort=False).agg(
        due=("due", "first"),
        extension=("extension", "first"),
        first_name=("first_name", "first"),
        last_name=("last_name", "first"),
        email=("email", "first"),
        lms_user_id=("lms_user_id", "first"),
        submission=("submission", "first"),
        handed_in=("handed_in", "first"),
        raw=("score", "sum"),
        max_score=("max_score", "sum"),
        waiting=("waiting", "sum"),
        graded=("item", "count"),
    )
    notebooks: Any = marked.drop_duplicates([*keys, "notebook"])
    late = notebooks["penalty"].astype(float).fillna(0.0)
    penalty = late.groupby([notebooks[key] for key in keys], sort=False).sum()
    cells["penalty"] = penalty.reindex(cells.index)
    cells["score"] = (cells["raw"] - cells["penalty"]).clip(lower=0.0)
    cells["graded"] = cells["graded"] > 0
    for moment in ("due", "handed_in"):
        cells[moment] = pd.to_datetime(cells[moment])
    cells["due"] += pd.to_timedelta(cells.pop("extension")).fillna(pd.Timedelta(0))
    return cells.reset_index()
