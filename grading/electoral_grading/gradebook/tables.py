"""The tables of nbgrader's gradebook, by short names."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from nbgrader import api

if TYPE_CHECKING:
    from sqlalchemy import Table


def table(model: type) -> Table:
    """Return the table under one of nbgrader's classes."""
    return cast("Table", model.__table__)  # pyright: ignore[reportAttributeAccessIssue]


ASSIGNMENT = table(api.Assignment)
NOTEBOOK = table(api.Notebook)
BASE_CELL = table(api.BaseCell)
GRADE_CELL = table(api.GradeCell)
TASK_CELL = table(api.TaskCell)
SOURCE_CELL = table(api.SourceCell)
STUDENT = table(api.Student)
SUBMISSION = table(api.SubmittedAssignment)
PAGE = table(api.SubmittedNotebook)
GRADE = table(api.Grade)
COMMENT = table(api.Comment)

INDEXED = {
    "electoral_grade_notebook": ("grade", "notebook_id"),
    "electoral_comment_notebook": ("comment", "notebook_id"),
    "electoral_page_submission": ("submitted_notebook", "assignment_id"),
    "electoral_submission_student": ("submitted_assignment", "student_id"),
    "electoral_cell_notebook": ("base_cell", "notebook_id"),
}
"""The tables and columns that nbgrader joins by, without an index of its own."""
