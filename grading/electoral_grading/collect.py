"""The lecturer's side of the exchange, forgiving about files and their names.

nbgrader passes over a submission without a notebook before any of its hooks runs, so such a
folder is repaired here, where `nbgrader collect` has just brought it. Feedback is released
under the name of the file that was sent, because that is where the learner's side looks for it.
"""

from __future__ import annotations

import shutil
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING

from nbgrader.exchange.default import ExchangeCollect, ExchangeReleaseFeedback
from nbgrader.utils import notebook_hash

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


class ForgivingReleaseFeedback(ExchangeReleaseFeedback):
    """nbgrader's own release, and a copy for every learner whose file had another name."""

    def copy_files(self) -> None:
        """Release the feedback, then once more under the names that were sent."""
        super().copy_files()
        directory: CourseDirectory = self.coursedir  # pyright: ignore[reportAssignmentType]
        sent = directory.format_path(
            directory.submitted_directory, directory.student_id or "*", directory.assignment_id
        )
        for folder in map(Path, glob(sent)):  # noqa: PTH207 - the pattern is nbgrader's, absolute
            student = folder.parent.name
            graded = Path(
                directory.format_path(
                    directory.feedback_directory, student, directory.assignment_id
                )
            )
            secret = folder / "submission_secret.txt"
            pages = list(graded.glob("*.html"))
            if len(pages) != 1 or not secret.is_file():
                continue
            key = secret.read_text(encoding="utf-8")
            for name in {path.stem for path in folder.glob("*.ipynb")} - {pages[0].stem}:
                code = notebook_hash(secret=key, notebook_id=name)
                shutil.copy(pages[0], Path(self.dest_path) / f"{code}.html")


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
