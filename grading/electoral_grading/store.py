"""The one writer of graded results into nbgrader's gradebook, many submissions at a time.

What it leaves is row for row what `nbgrader autograde` would have left: points that a hand gave,
extra credit, comments and extensions stay; whatever was saved once may be saved again.

    with Store("sqlite:////home/course/gradebook.db") as store:
        assignment = store.assignment("05-protocol")
        refused = store.save(graded)
        rows = store.graded("05-protocol")
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from nbgrader.preprocessors import AssignLatePenalties

from electoral_grading.gradebook.database import PATIENCE, Database
from electoral_grading.gradebook.due import put
from electoral_grading.gradebook.penalties import penalise_all
from electoral_grading.gradebook.reading import assignment, scores
from electoral_grading.gradebook.saving import save
from electoral_grading.gradebook.works import Work, refusal, work_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime, timedelta
    from typing import Self

    from sqlalchemy.engine import Connection

    from electoral_grading.gradebook.records import AssignmentRecord, Graded, ScoreRow

TOGETHER = 200
"""So many submissions are asked about in one query."""


class Store:
    """A gradebook opened for a grader, to be used in a `with` block."""

    def __init__(
        self,
        db_url: str,
        *,
        penalties: AssignLatePenalties | None = None,
        extensions: Callable[[str, str], timedelta | None] = lambda *_: None,
        patience: float = PATIENCE,
    ) -> None:
        """Open the gradebook at `db_url`.

        Args:
            db_url: nbgrader's `CourseDirectory.db_url`.
            penalties: nbgrader's preprocessor of late penalties, with the lecturer's settings;
                without it nothing is taken off.
            extensions: tells a learner's extension by assignment and student: None where the
                gradebook's own stays, zero where there is none any more.
            patience: seconds to wait for other programs.

        Raises:
            GradebookError: there is no gradebook, or it is not one of this nbgrader.
        """
        self.penalties = penalties or AssignLatePenalties()
        self.extensions = extensions
        self.database = Database(db_url, patience, add_missing_indexes=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the gradebook."""
        self.database.close()

    def assignment(self, name: str) -> AssignmentRecord:
        """Return an assignment with its notebooks and cells.

        Raises:
            MissingAssignmentError: the gradebook does not know it.
        """
        return self.database.read(lambda connection: assignment(connection, name))

    def save(self, graded: Iterable[Graded]) -> dict[tuple[str, str], str]:
        """Save submissions, all in one transaction.

        Returns:
            By assignment and student, in a sentence, why a submission was not saved: a result
            that failed, one of other cells than the gradebook's, a name that cannot be kept.

        Raises:
            MissingAssignmentError: the gradebook does not know an assignment.
            GradebookError: the gradebook cannot be used; nothing was saved.
        """
        refused: dict[tuple[str, str], str] = {}
        works: dict[str, dict[str, Work]] = defaultdict(dict)
        for one in graded:
            if reason := refusal(one):
                refused[one.assignment, one.student] = reason
            else:
                works[one.assignment][one.student] = work_of(one)

        def write(connection: Connection) -> dict[tuple[str, str], str]:
            late: dict[tuple[str, str], str] = {}
            for name in sorted(works):
                students = sorted(works[name])  # two graders meet in one order and do not block
                for start in range(0, len(students), TOGETHER):
                    part = {one: works[name][one] for one in students[start : start + TOGETHER]}
                    late |= save(connection, name, part, self.extensions, self.penalties)
            return late

        return refused | self.database.write(write) if works else refused

    def graded(self, name: str) -> dict[str, ScoreRow]:
        """Return what is recorded of an assignment now, by student."""
        return self.database.read(lambda connection: scores(connection, name))

    def penalise(self, name: str) -> None:
        """Decide every late penalty of an assignment anew, after a hand has changed its points."""
        self.database.write(lambda connection: penalise_all(connection, name, self.penalties))

    def put_dates(
        self,
        due: Mapping[str, datetime | None],
        extensions: Mapping[str, Mapping[str, timedelta]],
    ) -> list[str]:
        """Record due dates, and extensions by assignment and student.

        Only what is in the gradebook already is changed, with its penalties; the extension of who
        submits later comes with the submission.

        Returns:
            The assignments where something changed.
        """

        def write(connection: Connection) -> list[str]:
            changed = [
                name
                for name in sorted(due)
                if put(connection, name, due[name], extensions.get(name, {}))
            ]
            for name in changed:
                penalise_all(connection, name, self.penalties)
            return changed

        return self.database.write(write)
