"""The canonical page in nbgrader's own autograde: thin steps around `cells`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbformat import from_dict
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Unicode

from electoral_grading.cells import canonical, masters, put_essays, read_json
from electoral_grading.notes import note


class CanonicalCells(NbGraderPreprocessor):
    """Every cell of the gradebook stands in the notebook once, as the gradebook knows it."""

    course = Unicode(help="The course folder, where the lecturer's source lies.").tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Bring the cells back; the learner's further cells stay where they are."""
        given = resources["nbgrader"]
        known = masters(given["db_url"], given["assignment"], given["notebook"])
        folder = Path(self.course) / "source" / given["assignment"]
        source = read_json(folder / f"{given['notebook']}.ipynb")
        page, notes = canonical(nb, known, source.get("cells", ()))
        whole = from_dict(page)
        for kind, name in notes:
            note(whole, kind, name)
        return whole, resources


class EssayAnswers(NbGraderPreprocessor):
    """Essays written by clicking go into their Markdown cells, where formgrader shows them."""

    course = Unicode(help="The course folder, where the items lie.").tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Fill the essay cells from the answers file beside the notebook."""
        folder = Path(self.course) / "source" / resources["nbgrader"]["assignment"]
        answers = read_json(Path(resources["metadata"]["path"]) / "answers.json")
        put_essays(nb, answers, read_json(folder / "items.json"))
        return nb, resources
