"""nbgrader's own commands tell and keep the dates of `dates.yaml`."""

from __future__ import annotations

from typing import Any

from nbgrader.api import Gradebook
from nbgrader.plugins import LateSubmissionPlugin
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Unicode

from electoral_grading.dates import load, unified

HELP = "The course folder, where the file of dates lies."


class ShownDates(NbGraderPreprocessor):
    """When an assignment is made for the class, its first text says when it is due."""

    course = Unicode(help=HELP).tag(config=True)
    language = Unicode("en", help="The language of the page.").tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Add what holds for the whole class; an extension is told to its learner alone."""
        assignment = resources["nbgrader"]["assignment"]
        sentence = load(self.course).shown(assignment, "", self.language)
        text = next((cell for cell in nb.cells if cell.cell_type == "markdown"), None)
        if sentence and text is not None and "nbgrader" not in text.metadata:
            text.source = f"{text.source}\n\n**{sentence}**"
        return nb, resources


class KnownDates(NbGraderPreprocessor):
    """Before a penalty is decided, the gradebook knows the due date and this learner's own."""

    course = Unicode(help=HELP).tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Put both into the gradebook, where the file tells them."""
        given = resources["nbgrader"]
        dates = load(self.course)
        rule = dates.rules.get(unified(given["assignment"]))
        if rule is not None:
            extension = dates.extension(given["assignment"], given["student"])
            with Gradebook(given["db_url"]) as gradebook:
                submission: Any = gradebook.find_submission(given["assignment"], given["student"])
                submission.assignment.duedate = rule.utc
                if extension is not None or rule.due is None:
                    submission.extension = extension or None
                gradebook.db.commit()
        return nb, resources


class LatePolicy(LateSubmissionPlugin):
    """Takes off what the file of dates says; else what nbgrader's own setting says."""

    course = Unicode(help=HELP).tag(config=True)

    def late_submission_penalty(
        self, student_id: str, score: float, total_seconds_late: float
    ) -> float | None:
        """Return the points taken off one notebook; None where nothing is."""
        # nbgrader tells a plugin the student only; the assignment is known to who asks.
        assignment = unified(getattr(self.parent, "assignment_id", ""))
        dates = load(self.course)
        if assignment not in dates.rules:
            return super().late_submission_penalty(student_id, score, total_seconds_late)
        return dates.penalty(assignment, score, total_seconds_late)
