"""Due dates and extensions in the gradebook."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import normalize

from sqlalchemy import bindparam, select, update

from electoral_grading.gradebook.tables import ASSIGNMENT, SUBMISSION

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, timedelta

    from sqlalchemy.engine import Connection

DUE = update(ASSIGNMENT).where(ASSIGNMENT.c.id == bindparam("row"))
EXTEND = (
    update(SUBMISSION)
    .where(SUBMISSION.c.id == bindparam("row"))
    .values(extension=bindparam("more"))
)


def put(
    connection: Connection,
    name: str,
    due: datetime | None,
    extensions: Mapping[str, timedelta],
) -> bool:
    """Record the dates of an assignment that the gradebook knows; return whether any was new."""
    query = select(ASSIGNMENT).where(ASSIGNMENT.c.name == name)
    assignment = connection.execute(query.with_for_update(key_share=True)).first()
    if assignment is None:
        return False
    known = SUBMISSION.c
    rows = select(known.id, known.student_id, known.extension).where(
        known.assignment_id == assignment.id
    )
    changed = []
    for row in connection.execute(rows).all():
        told = extensions.get(normalize("NFC", row.student_id.strip()))
        # Without a date there is nothing to extend; nbgrader fails over an extension of nothing.
        more = None if due is None else row.extension if told is None else told or None
        if more != row.extension:
            changed.append({"row": row.id, "more": more})
    if changed:
        connection.execute(EXTEND, changed)
    if due != assignment.duedate:
        connection.execute(DUE.values(duedate=due), {"row": assignment.id})
    return bool(changed) or due != assignment.duedate
