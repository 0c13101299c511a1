"""nbgrader's `submit`, on top of ours: `c.ExchangeFactory.submit = SafeSubmit`."""

from __future__ import annotations

import os
import shutil
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

from dateutil.tz import gettz
from nbgrader.exchange.default import ExchangeSubmit
from nbgrader.utils import get_username

from electoral_datasets.i18n import current_language
from electoral_grading.inbound import TEMPORARY, name, quoted
from electoral_grading.receipt_words import receipt_sentence
from electoral_grading.submit import SubmitError, submit
from electoral_grading.tree import READABLE, RECEIPT, Rules

if TYPE_CHECKING:
    from datetime import datetime

    from nbgrader.auth import Authenticator
    from nbgrader.coursedir import CourseDirectory

    from electoral_grading.receipts import Receipt


class SafeSubmit(ExchangeSubmit):
    """Hands in wholly or not at all, and gives a receipt.

    Everything that nbgrader's other commands look for is where they look for it. Of nbgrader's
    options `add_random_string` has no effect: the name is always one that nobody can guess.
    """

    def ensure_root(self) -> None:
        """Ask nothing of the exchange's top folder; a learner writes in the course's only."""

    def init_dest(self) -> None:
        """Find out who hands in; all else is asked of the disk itself."""
        directory: CourseDirectory = self.coursedir  # pyright: ignore[reportAssignmentType]
        course = directory.course_id
        if not course:
            self.fail("No course id specified. Re-run with --course flag.")
        authenticator: Authenticator = self.authenticator  # pyright: ignore[reportAssignmentType]
        if not authenticator.has_access(directory.student_id, course):
            self.fail("You do not have access to this course.")
        given = directory.student_id
        self.student = get_username() if given == "*" else given
        self.cache_path = os.path.join(self.cache, course)  # noqa: PTH118 - nbgrader's own are texts

    def copy_files(self) -> None:
        """Hand in, then keep nbgrader's own copy for the feedback."""
        directory: CourseDirectory = self.coursedir  # pyright: ignore[reportAssignmentType]
        self.init_release()
        self.check_filename_diff()
        language = current_language(Path(self.src_path))
        course, assignment = directory.course_id, directory.assignment_id
        try:
            receipt = submit(
                self.src_path,
                self.root,
                self.student,
                course,
                assignment,
                rules=rules(directory),
                language=language,
                stamped=self.stamped,
            )
        except SubmitError as error:
            self.fail(error.tell(language))
        else:
            self.timestamp = self.stamped(receipt.moment)
            try:
                self.keep(receipt)
            except (OSError, shutil.Error) as error:
                self.log.warning(
                    "It was handed in, but %s cannot keep a copy, which is needed "
                    "to fetch the feedback: %s",
                    self.cache_path,
                    error,
                )
            self.log.info(
                "Submitted as: %s %s %s\n%s",
                course,
                assignment,
                self.timestamp,
                receipt_sentence(receipt, language),
            )

    def stamped(self, moment: datetime) -> str:
        """Write a time in the course's format and time zone."""
        return moment.astimezone(gettz(self.timezone) or UTC).strftime(self.timestamp_format)

    def keep(self, receipt: Receipt) -> None:
        """Keep a copy of what was handed in where `nbgrader fetch_feedback` looks for it."""
        cache = Path(self.cache_path)
        who = quoted(name("student", self.student))
        place = cache / f"{who}+{receipt.assignment}+{self.timestamp}"
        if place.exists():
            return
        cache.mkdir(parents=True, exist_ok=True)
        temporary = cache / f"{TEMPORARY}{os.urandom(6).hex()}"
        try:
            stored = Path(self.root) / receipt.course / "inbound" / receipt.folder
            shutil.copytree(stored, temporary)
            for file in (RECEIPT, READABLE):
                (temporary / file).unlink(missing_ok=True)
            temporary.rename(place)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)


def rules(directory: CourseDirectory) -> Rules:
    """Return nbgrader's settings of what is copied as ours."""
    return Rules(
        ignore=tuple(directory.ignore),
        include=tuple(directory.include),
        size=1000 * directory.max_file_size,
        total=1000 * directory.max_dir_size,
    )
