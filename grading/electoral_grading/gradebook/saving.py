"""Saving submissions of one assignment, as rows that nbgrader would have left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbgrader.api import new_uuid
from sqlalchemy import Boolean, Table, and_, bindparam, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from electoral_grading.gradebook.penalties import penalise
from electoral_grading.gradebook.reading import found
from electoral_grading.gradebook.sheets import sheets_of, stale
from electoral_grading.gradebook.tables import COMMENT, GRADE, PAGE, STUDENT, SUBMISSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import timedelta

    from nbgrader.preprocessors import AssignLatePenalties
    from sqlalchemy.engine import Connection, Row

    from electoral_grading.gradebook.sheets import Sheet
    from electoral_grading.gradebook.works import Work

SCORE = (
    update(GRADE)
    .where(GRADE.c.id == bindparam("row"))
    .values(
        auto_score=bindparam("auto"),
        # As the row is now: a hand may have given points a moment ago.
        needs_manual_grade=and_(
            bindparam("came", type_=Boolean),
            or_(GRADE.c.manual_score.is_not(None), bindparam("none", type_=Boolean)),
        ),
    )
)
SAY = (
    update(COMMENT).where(COMMENT.c.id == bindparam("row")).values(auto_comment=bindparam("words"))
)
MEND = (
    update(SUBMISSION)
    .where(SUBMISSION.c.id == bindparam("row"))
    .values(timestamp=bindparam("time"), extension=bindparam("more"))
)


def save(
    connection: Connection,
    name: str,
    works: Mapping[str, Work],
    extensions: Callable[[str, str], timedelta | None],
    judge: AssignLatePenalties,
) -> dict[tuple[str, str], str]:
    """Save submissions of the assignment `name` by student; return what was refused and why."""
    assignment = found(connection, name, lock=True)
    sheets = sheets_of(connection, assignment.id)
    refused = {
        (name, student): reason
        for student, work in works.items()
        if (reason := stale(work, sheets))
    }
    works = {student: work for student, work in works.items() if (name, student) not in refused}
    if works:
        wanted = {student: extensions(name, student) for student in works}
        submissions = put_submissions(connection, assignment.id, works, wanted)
        pages = put_pages(connection, submissions, sheets)
        put_grades(connection, works, sheets, pages)
        put_comments(connection, works, sheets, pages)
        graded = [
            page for (student, notebook), page in pages.items() if notebook in works[student].scores
        ]
        penalise(connection, judge, graded)
    return refused


def put_submissions(
    connection: Connection,
    assignment: str,
    works: Mapping[str, Work],
    wanted: Mapping[str, timedelta | None],
) -> dict[str, str]:
    """See that students and submissions are there, with time and extension; return their ids."""
    add_missing(connection, STUDENT, [{"id": student} for student in works])
    known = SUBMISSION.c
    query = select(known.id, known.student_id, known.timestamp, known.extension)
    mine = query.where(known.assignment_id == assignment, known.student_id.in_(works))
    there = {row.student_id: row for row in connection.execute(mine).all()}
    new, changed = [], []
    for student, work in works.items():
        old = there.get(student)
        row = {"assignment_id": assignment, "student_id": student, "timestamp": work.timestamp}
        row["extension"] = wanted[student] or None
        if old is None:
            new.append({"id": new_uuid(), **row})
            continue
        time = work.timestamp or old.timestamp
        extension = old.extension if wanted[student] is None else row["extension"]
        if (time, extension) != (old.timestamp, old.extension):
            changed.append({"row": old.id, "time": time, "more": extension})
    if new:
        connection.execute(insert(SUBMISSION), new)
    if changed:
        connection.execute(MEND, changed)
    return {student: row.id for student, row in there.items()} | {
        row["student_id"]: row["id"] for row in new
    }


def add_missing(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Add rows that nobody has added yet, at this very moment either."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    connection.execute(dialect.insert(table).on_conflict_do_nothing(), rows)


def put_pages(
    connection: Connection, submissions: Mapping[str, str], sheets: Mapping[str, Sheet]
) -> dict[tuple[str, str], str]:
    """See that every submission has every notebook; return their ids by student and name."""
    query = select(PAGE.c.id, PAGE.c.assignment_id, PAGE.c.notebook_id)
    rows = connection.execute(query.where(PAGE.c.assignment_id.in_(submissions.values()))).all()
    there = {(row.assignment_id, row.notebook_id): row.id for row in rows}
    new = []
    for submission in submissions.values():
        for sheet in sheets.values():
            if (submission, sheet.id) not in there:
                there[submission, sheet.id] = new_uuid()
                ids = {"assignment_id": submission, "notebook_id": sheet.id}
                new.append({"id": there[submission, sheet.id], "flagged": False, **ids})
    if new:
        connection.execute(insert(PAGE), new)
    return {
        (student, name): there[submission, sheet.id]
        for student, submission in submissions.items()
        for name, sheet in sheets.items()
    }


def put_grades(
    connection: Connection,
    works: Mapping[str, Work],
    sheets: Mapping[str, Sheet],
    pages: Mapping[tuple[str, str], str],
) -> None:
    """Put the points into the grades; a notebook that did not come has none, for no hand."""
    old = rows_of(connection, GRADE, pages.values())
    new, changed = [], []
    for (student, notebook), page in pages.items():
        sheet, came = sheets[notebook], notebook in works[student].scores
        given = points_of(works[student], notebook, sheet)
        for cell in sheet.grades:
            auto, row = given.get(cell), old.get((page, cell))
            manual = row is not None and row.manual_score is not None
            waits = (came and (auto is None or manual)) or cell not in given
            ids = {"cell_id": cell, "notebook_id": page}
            if row is None:
                values = {"auto_score": auto, "needs_manual_grade": waits}
                new.append({"id": new_uuid(), **ids, **values})
            elif cell in given and (auto, waits) != (row.auto_score, row.needs_manual_grade):
                changed.append({"row": row.id, "auto": auto, "came": came, "none": auto is None})
    if new:
        connection.execute(insert(GRADE), new)
    if changed:
        connection.execute(SCORE, changed)


def points_of(work: Work, notebook: str, sheet: Sheet) -> dict[str, float | None]:
    """Return the points of a submission's notebook by the cells' ids."""
    if notebook not in work.scores:
        return dict.fromkeys(sheet.grades, 0.0)
    scores = work.scores[notebook]
    return {cell: scores[name][0] for name, (cell, _) in sheet.scored.items() if name in scores}


def put_comments(
    connection: Connection,
    works: Mapping[str, Work],
    sheets: Mapping[str, Sheet],
    pages: Mapping[tuple[str, str], str],
) -> None:
    """Put nbgrader's own comments to the solutions."""
    old = rows_of(connection, COMMENT, pages.values())
    new, changed = [], []
    for (student, notebook), page in pages.items():
        given = works[student].comments.get(notebook, {})
        for name, cell in sheets[notebook].commented.items():
            row, words = old.get((page, cell)), given.get(name)
            if row is None:
                ids = {"id": new_uuid(), "cell_id": cell, "notebook_id": page}
                new.append({**ids, "auto_comment": words})
            elif name in given and words != row.auto_comment:
                changed.append({"row": row.id, "words": words})
    if new:
        connection.execute(insert(COMMENT), new)
    if changed:
        connection.execute(SAY, changed)


def rows_of(
    connection: Connection, table: Table, pages: Iterable[str]
) -> dict[tuple[str, str], Row[Any]]:
    """Return the grades or comments of submitted notebooks by notebook and cell."""
    rows = connection.execute(select(table).where(table.c.notebook_id.in_(list(pages)))).all()
    return {(row.notebook_id, row.cell_id): row for row in rows}
