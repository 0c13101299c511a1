"""Collecting from the exchange, forgiving: a folder with nothing but answers is whole again.

nbgrader passes over a submission without a notebook before any of its hooks runs, so such a
folder is repaired here, where `nbgrader collect` has just brought it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from nbgrader.exchange.default import ExchangeCollect

from electoral_grading.repair import repair

if TYPE_CHECKING:
    from collections.abc import Callable

    from nbgrader.coursedir import CourseDirectory


class ForgivingCollect(ExchangeCollect):
    """nbgrader's own collecting, then `repair` for every folder of the assignment."""

    def copy_files(self) -> None:
        """Copy the submissions, then repair them one by one; one that resists stops nobody."""
        super().copy_files()
        directory: CourseDirectory = self.coursedir  # pyright: ignore[reportAssignmentType]
        assignment = directory.assignment_id
        release = Path(directory.format_path(directory.release_directory, ".", assignment))
        for record in self.src_records:
            student = record["username"]
            folder = directory.format_path(directory.submitted_directory, student, assignment)
            try:
                repair(Path(folder), release)
            except OSError as error:
                self.log.warning("%s could not be repaired: %s", folder, error)


def before_grading(root: Path) -> Callable[..., None]:
    """Return the hook that nbgrader calls before it converts a submission.

    It gets the list of notebooks that nbgrader is about to grade, and changes it in place.
    """

    def hook(assignment: str, student: str, notebooks: list[str]) -> None:  # noqa: ARG001
        folder = Path(notebooks[0]).parent
        whole = repair(folder, root / "release" / assignment)
        if whole:
            notebooks[:] = [str(path) for path in whole]

    return hook
