"""Late penalties, decided by the plugin that the lecturer chose in nbgrader's settings."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from nbgrader.api import Grade, SubmittedNotebook
from sqlalchemy import bindparam, func, select, update

from electoral_grading.gradebook.reading import found
from electoral_grading.gradebook.tables import ASSIGNMENT, NOTEBOOK, PAGE, SUBMISSION

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from nbgrader.preprocessors import AssignLatePenalties
    from sqlalchemy.engine import Connection

SET = (
    update(PAGE)
    .where(PAGE.c.id == bindparam("page"))
    .values(late_submission_penalty=bindparam("penalty"))
)


def penalise(connection: Connection, judge: AssignLatePenalties, pages: list[str]) -> None:
    """Decide the penalties of submitted notebooks, given by their ids in the gradebook."""
    query = (
        select(
            PAGE.c.id,
            PAGE.c.late_submission_penalty,
            NOTEBOOK.c.name.label("notebook"),
            SUBMISSION.c.student_id,
            SUBMISSION.c.timestamp,
            SUBMISSION.c.extension,
            ASSIGNMENT.c.name.label("assignment"),
            ASSIGNMENT.c.duedate,
        )
        .select_from(PAGE)
        .join(NOTEBOOK, NOTEBOOK.c.id == PAGE.c.notebook_id)
        .join(SUBMISSION, SUBMISSION.c.id == PAGE.c.assignment_id)
        .join(ASSIGNMENT, ASSIGNMENT.c.id == SUBMISSION.c.assignment_id)
        .where(PAGE.c.id.in_(pages))
    )
    rows = connection.execute(query).all()
    late = {row.id: seconds_late(row.timestamp, row.duedate, row.extension) for row in rows}
    sums = scores(connection, [page for page, seconds in late.items() if seconds > 0])
    changed = []
    for row in rows:
        penalty = None
        if late[row.id] > 0:
            score = sums.get(row.id, 0.0)
            judge.assignment_id, judge.notebook_id = row.assignment, row.notebook
            judge.student_id = row.student_id
            penalty = decided(judge, score, late[row.id])
        if penalty != row.late_submission_penalty:
            changed.append({"page": row.id, "penalty": penalty})
    if changed:
        connection.execute(SET, changed)


def penalise_all(connection: Connection, name: str, judge: AssignLatePenalties) -> None:
    """Decide the penalties of every submission of an assignment."""
    mine = SUBMISSION.c.assignment_id == found(connection, name, lock=True).id
    pages = select(PAGE.c.id).join(SUBMISSION, SUBMISSION.c.id == PAGE.c.assignment_id)
    penalise(connection, judge, list(connection.scalars(pages.where(mine))))


def decided(judge: AssignLatePenalties, score: float, seconds: float) -> float | None:
    """Return what the plugin takes off, from nothing to all, as nbgrader would ask it."""
    judge.init_plugin()
    plugin: Any = judge.plugin_inst
    penalty = plugin.late_submission_penalty(judge.student_id, score, seconds)
    if penalty is None:
        return None
    page = cast("SubmittedNotebook", SimpleNamespace(score=score))
    return float(judge._check_late_penalty(page, penalty))  # noqa: SLF001 - nbgrader's own bounds


def scores(connection: Connection, pages: list[str]) -> dict[str, float]:
    """Return the points of submitted notebooks, added up by the database as nbgrader does."""
    if not pages:
        return {}
    total = func.coalesce(func.sum(Grade.score), 0.0).label("total")
    query = select(Grade.notebook_id, total)
    grouped = query.where(Grade.notebook_id.in_(pages)).group_by(Grade.notebook_id)
    return {row.notebook_id: row.total for row in connection.execute(grouped)}


def seconds_late(
    timestamp: datetime | None, duedate: datetime | None, extension: timedelta | None
) -> float:
    """Return how long after its date a submission came; nothing is late without a date or time.

    >>> from datetime import datetime, timedelta
    >>> seconds_late(datetime(2026, 10, 1, 18, 1), datetime(2026, 10, 1, 18), None)
    60.0
    >>> seconds_late(None, datetime(2026, 10, 1, 18), timedelta(days=1))
    0.0
    """
    if timestamp is None or duedate is None:
        return 0.0
    own = duedate if extension is None else duedate + extension
    return max(0.0, (timestamp - own).total_seconds())
