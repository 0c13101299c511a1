"""The lecturer's side of the exchange, forgiving about files and their names.

Each learner's newest whole submission is taken (`taking`). Feedback is released under the name of
the file that was sent, because that is where the learner's side looks for it.
"""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from fnmatch import fnmatch
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.exchange.default import ExchangeCollect, ExchangeReleaseFeedback
from nbgrader.utils import notebook_hash

from electoral_courses.errors import CourseError
from electoral_grading.arrivals import time_of
from electoral_grading.inbound import arrivals
from electoral_grading.repair import repair
from electoral_grading.safe_submit import rules
from electoral_grading.seals import receipts_key
from electoral_grading.taking import Taking, claimed_by_another, put, sweep

if TYPE_CHECKING:
    from collections.abc import Callable

    from nbgrader.coursedir import CourseDirectory

    from electoral_grading.inbound import Arrival

ASIDE = "damaged"
"""The step of the course folder where submissions are kept that are not what was handed in."""


class ForgivingCollect(ExchangeCollect):
    """Collects what is whole, mends it and seals its receipt; one that resists stops nobody."""

    def init_src(self) -> None:
        """Find the submissions, each learner's newest first; names that are none are no matter."""
        directory: CourseDirectory = self.coursedir  # pyright: ignore[reportAssignmentType]
        if not directory.course_id:
            self.fail("No course id specified. Re-run with --course flag.")
        self.inbound_path = str(Path(self.root) / directory.course_id / "inbound")
        try:
            found = arrivals(Path(self.inbound_path), directory.assignment_id)
        except OSError as error:
            self.fail(f"{self.inbound_path} cannot be read: {error.strerror}")
        else:
            wanted = directory.student_id or "*"
            self.arrived: dict[str, list[Arrival]] = {}
            for one in reversed(found):
                if one.student == wanted or fnmatch(one.student, wanted):
                    self.arrived.setdefault(one.student, []).append(one)
        if self.before_duedate and (due := self.due()):
            for one in self.arrived.values():  # those in time first, each group newest first
                one.sort(key=lambda arrival: arrival.time > due)
        self.src_records = [
            {"username": one.student, "filename": one.path.name, "timestamp": one.time}
            for one, *_ in self.arrived.values()
        ]

    def due(self) -> datetime | None:
        """Return when the assignment is due."""
        directory: CourseDirectory = self.coursedir  # pyright: ignore[reportAssignmentType]
        with Gradebook(directory.db_url, directory.course_id) as gradebook:
            try:
                due: Any = gradebook.find_assignment(directory.assignment_id).duedate
            except MissingEntry:
                return None
        return due.replace(tzinfo=UTC) if due else None

    def copy_files(self) -> None:
        """Copy, compare, mend and seal all of them; then put them in place together."""
        directory: CourseDirectory = self.coursedir  # pyright: ignore[reportAssignmentType]
        assignment = directory.assignment_id
        if not self.arrived:
            self.log.warning("No submissions of %s for %s.", assignment, directory.course_id)
        taking = Taking(
            release=Path(directory.format_path(directory.release_directory, ".", assignment)),
            rules=rules(directory),
            key=self.key(),
            shared=directory.groupshared,
        )
        taken = []
        try:
            for student, found in self.arrived.items():
                step = directory.submitted_directory
                place = Path(directory.format_path(step, student, assignment))
                aside = Path(directory.format_path(ASIDE, student, assignment))
                for one in found:
                    if not self.newer(one, place):
                        self.log.info("Nothing newer to collect: %s %s", student, assignment)
                        break
                    if self.check_owner and (owner := claimed_by_another(one)):
                        self.log.warning("%s is %s's file, not %s's.", one.path, owner, student)
                    if copied := taking.take(one, place, aside):
                        self.log.info("Collecting submission: %s %s", student, assignment)
                        taken.append((copied, place))
                        break
            put(taken)
        finally:
            for copied, _ in taken:
                shutil.rmtree(copied, ignore_errors=True)
        sweep(Path(self.inbound_path))

    def newer(self, one: Arrival, place: Path) -> bool:
        """Whether to take this one, where there may be one already; nbgrader's own rule."""
        if not place.is_dir():
            return True
        present = time_of(place)
        if self.before_duedate and present != one.time:
            return True
        return self.update and (present is None or one.time > present)

    def key(self) -> bytes | None:
        """Return the key that seals receipts; None where there is none, which is said."""
        directory: CourseDirectory = self.coursedir  # pyright: ignore[reportAssignmentType]
        try:
            return receipts_key(Path(directory.root))
        except (CourseError, OSError) as error:
            self.log.warning("The receipts are not sealed: %s", error)
            return None


class ForgivingReleaseFeedback(ExchangeReleaseFeedback):
    """Releases feedback under every name that was sent; who sent nothing here stops nobody."""

    def copy_files(self) -> None:
        """Put each page where its learner looks for it, by the secret that came with the work."""
        directory: CourseDirectory = self.coursedir  # pyright: ignore[reportAssignmentType]
        left_out = set(filter(None, directory.student_id_exclude.split(",")))
        for folder in map(Path, sorted(glob(self.src_path))):  # noqa: PTH207 - nbgrader's pattern
            pages, student = list(folder.glob("*.html")), folder.parent.name
            if not pages or student in left_out:
                continue
            try:
                secret = (folder / "submission_secret.txt").read_text(encoding="utf-8")
            except OSError:
                self.log.warning(
                    "%s did not hand in through the exchange: pass on %s", student, folder
                )
                continue
            self.log.info("Releasing feedback: %s %s", student, directory.assignment_id)
            place = directory.submitted_directory
            sent = Path(directory.format_path(place, student, directory.assignment_id))
            alone = {path.stem for path in sent.glob("*.ipynb")} if len(pages) == 1 else set()
            for page in pages:
                for name in alone | {page.stem}:
                    code = notebook_hash(secret=secret, notebook_id=name)
                    fresh = Path(self.dest_path) / f"{code}-tmp.html"
                    shutil.copy(page, fresh)
                    fresh.replace(fresh.with_name(f"{code}.html"))


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
