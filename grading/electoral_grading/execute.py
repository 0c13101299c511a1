"""`nbgrader autograde`, and formgrader's button for it, on our way: confined and judged.

nbgrader's own preprocessor runs a learner's cells with the lecturer's rights, beside the tests.
This one takes its place and its settings: `c.Execute.timeout` counts here too.
"""

from __future__ import annotations

import atexit
import json
import threading
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.preprocessors import Execute
from traitlets import Unicode

from electoral_grading.assignment import Assignment
from electoral_grading.cells import read_json
from electoral_grading.grade import Grader
from electoral_grading.warm import Warm


class JudgedExecute(Execute):
    """Runs a learner's cells in their sandbox, and the author's tests at the judge's."""

    course = Unicode(help="The course folder, where source and keys lie.").tag(config=True)
    sandbox = Unicode("auto", help="auto, on or off; see electoral-school grade.").tag(config=True)

    def preprocess(self, nb: Any, resources: Any = None, km: Any = None) -> tuple[Any, Any]:  # noqa: ARG002
        """Put outputs into a canonical notebook.

        Raises:
            RuntimeError: the grading itself failed; nbgrader then tells so and goes on.
        """
        given = resources["nbgrader"]
        folder = Path(resources["metadata"]["path"])
        seconds = float(self.timeout or 0) or 3600.0
        grader = graders.get(Path(self.course), given, self.sandbox, seconds)
        grader.learn()
        answer = grader.judged(
            grader.assignment.pages[given["notebook"]],
            json.loads(nbformat.writes(nb, version=nbformat.NO_CONVERT, split_lines=False)),
            given["student"],
            read_json(folder / "answers.json"),
            folder,
        )
        if "failed" in answer:
            raise RuntimeError(answer["failed"])
        return nbformat.from_dict(answer["page"]), resources


class Graders:
    """The graders of this process: one warm process for all of them, started when first needed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._warm: Warm | None = None
        self._known: dict[tuple[str, str, float], tuple[str, Grader]] = {}

    def get(self, course: Path, given: Any, sandbox: str, timeout: float) -> Grader:
        """Return the grader of an assignment as it is in the gradebook now."""
        key = (str(course), given["assignment"], timeout)
        with self._lock:
            if self._warm is None:
                self._warm = Warm()
                atexit.register(self.close)
            assignment = Assignment.load(course, given["assignment"], given["db_url"])
            digest = assignment.digest
            if key not in self._known or self._known[key][0] != digest:
                if key in self._known:
                    self._known[key][1].close()
                grader = Grader(assignment, sandbox=sandbox, timeout=timeout, warm=self._warm)
                self._known[key] = digest, grader
            return self._known[key][1]

    def close(self) -> None:
        """End all of them."""
        with self._lock:
            for _, grader in self._known.values():
                grader.close()
            self._known.clear()
            if self._warm is not None:
                self._warm.close()
                self._warm = None


graders = Graders()
