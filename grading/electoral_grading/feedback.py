"""`nbgrader generate_feedback`, in the learner's language and from data alone.

nbgrader's own page shows every cell with its tests and loads a script from far away; ours is
one file that can be read, printed and passed on without a network.
"""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

from nbconvert.exporters import TemplateExporter
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import List, Unicode

from electoral_grading.cells import read_json
from electoral_grading.dates import load
from electoral_grading.notes import OTHER_NAME, note, tell
from electoral_grading.report import Report, Work, entries

TEMPLATES = Path(__file__).resolve().parent / "templates"


class GatherReport(NbGraderPreprocessor):
    """Gathers the report on a graded notebook; comes after nbgrader's `GetGrades`."""

    course = Unicode(help="The course folder, where the items lie.").tag(config=True)
    language = Unicode("en", help="The language of the page.").tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Put the report into the resources, for the template."""
        given = resources["nbgrader"]
        student = given["student"]
        items = read_json(Path(self.course) / "source" / given["assignment"] / "items.json")
        answers = read_json(Path(resources["metadata"]["path"]) / "answers.json")
        with Gradebook(given["db_url"]) as gradebook:

            def waiting(name: str) -> bool:
                where = (given["notebook"], given["assignment"], student)
                try:
                    return bool(gradebook.find_grade(name, *where).needs_manual_grade)
                except MissingEntry:
                    return False

            submission: Any = gradebook.find_submission(given["assignment"], student)
            own = submission.extension
            found = entries(nb, Work(items, answers, student, self.language, waiting))
        signed = answers.get("student")
        if isinstance(signed, str) and same(signed) not in {"", same(student)}:
            note(nb, OTHER_NAME, signed)
        resources["report"] = Report(
            language=self.language,
            title=title(nb, given["assignment"]),
            student=student,
            score=given["score"],
            points=given["max_score"],
            late=given["late_penalty"],
            dates=load(self.course).shown(given["assignment"], student, self.language, own),
            entries=found,
            mended=tell(nb, self.language),
        )
        data = json.dumps(resources["report"].data(), ensure_ascii=False, indent=1)
        resources.setdefault("outputs", {})[f"{given['notebook']}.json"] = data.encode()
        return nb, resources


def same(name: str) -> str:
    """Return a name so that two ways of typing it are equal, as variants are drawn."""
    return unicodedata.normalize("NFC", name).strip()


def title(nb: Any, assignment: str) -> str:
    """Return the page's title, the assignment's name where it has none."""
    ours = nb.metadata.get("electoral")
    return str(ours.get("title") or assignment) if isinstance(ours, dict) else assignment


class FeedbackExporter(TemplateExporter):
    """Writes the report by the template `electoral_feedback`."""

    file_extension = ".html"
    output_mimetype = "text/html"
    template_name = Unicode("electoral_feedback").tag(config=True, affects_template=True)
    extra_template_basedirs = List([str(TEMPLATES)]).tag(config=True, affects_environment=True)
