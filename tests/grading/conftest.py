"""A course folder of nbgrader in a test's own place, and nbgrader's commands on it."""

import json
import logging
import os
import subprocess
import sys
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from electoral_grading.course import prepare


def graded(name, points, source):
    """Return a locked test cell."""
    known = {"grade": True, "solution": False, "locked": True, "points": points}
    return _cell(new_code_cell, name, source, known)


def answer(name, source):
    """Return a code cell that a learner fills in."""
    return _cell(new_code_cell, name, source, {"grade": False, "solution": True, "locked": False})


def essay(name, points, source):
    """Return a Markdown cell that is graded by hand."""
    known = {"grade": True, "solution": True, "locked": False, "points": points}
    return _cell(new_markdown_cell, name, source, known)


def _cell(make, name, source, known):
    nbgrader = {"schema_version": 3, "grade_id": name, "task": False, "cell_type": "code", **known}
    if make is new_markdown_cell:
        nbgrader["cell_type"] = "markdown"
    return make(source, id=f"id-{name}", metadata={"nbgrader": nbgrader})


def page():
    """Return a small assignment: two counted tasks, one essay, 6 points."""
    cells = [
        new_markdown_cell("# Two sums", id="heading"),
        new_code_cell("base = 40", id="setup"),
        answer("answer-one", "### BEGIN SOLUTION\none = base + 2\n### END SOLUTION"),
        graded(
            "one", 2, "### BEGIN HIDDEN TESTS\nsecret = 42\n### END HIDDEN TESTS\n2 * (one == 42)"
        ),
        answer("answer-two", "### BEGIN SOLUTION\ntwo = 7\n### END SOLUTION"),
        graded("two", 1, "0.5 if two == 6 else int(two == 7)"),
        essay("why", 3, "Because the model answer says so."),
    ]
    title = {"module": "01-small", "page": "assignment", "title": "Две суммы"}
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"electoral": title, "kernelspec": kernel})


ITEMS = {
    "module": "01-small",
    "language": "ru",
    "key": "00" * 32,
    "items": [
        {
            "id": "two",
            "kind": "value",
            "name": "two",
            "points": 1,
            "prompt": "Сколько будет 3 + 4?",
        },
        {"id": "why", "kind": "essay", "points": 3, "prompt": "Почему?"},
    ],
}


@dataclass
class Course:
    """A course folder, its learners' home folders, and nbgrader's commands."""

    root: Path
    home: Path
    run: Callable[..., int]
    assignment: str

    def nbgrader(self, *words: str) -> None:
        """Run a lecturer's command, which must succeed."""
        assert self.run(self.root, *words) == 0, words

    def grade(self) -> None:
        """Grade everything that was handed in, by the school's own command."""
        program = Path(sys.executable).with_name("electoral-school")
        done = subprocess.run(
            [program, "grade", self.assignment, f"--course={self.root}"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr

    def fetch(self, student: str) -> Path:
        """Fetch the assignment as this learner does; return its folder."""
        home = self.home / student
        home.mkdir(parents=True)
        words = ("fetch_assignment", self.assignment, *self.learner_options(student))
        assert self.run(home, *words) == 0
        return home / f"electoral-school-{self.root.name}" / self.assignment

    def submit(self, student: str) -> None:
        """Submit as this learner does."""
        words = ("submit", self.assignment, *self.learner_options(student))
        assert self.run(self.home / student, *words, f"--student={student}") == 0

    def learner_options(self, student: str) -> Sequence[str]:
        """Return the settings that a learner's nbgrader has."""
        return (
            f"--CourseDirectory.course_id=electoral-school-{self.root.name}",
            f"--Exchange.root={self.root.parent / 'exchange'}",
            f"--Exchange.cache={self.home / student / '.cache'}",
            "--Exchange.path_includes_course=True",
            "--NbGrader.log_level=WARN",
        )

    def hand_in(self, student: str, change: Callable[[Path], None] = lambda _: None) -> None:
        """Put a submission where nbgrader collects to, without the exchange."""
        folder = self.root / "submitted" / student / self.assignment
        folder.mkdir(parents=True)
        for path in (self.root / "release" / self.assignment).iterdir():
            (folder / path.name).write_bytes(path.read_bytes())
        change(folder)

    def scores(self, student: str) -> dict[str, float | None]:
        """Return the recorded score of each graded cell."""
        from nbgrader.api import Gradebook

        with Gradebook(f"sqlite:///{self.root / 'gradebook.db'}") as gradebook:
            submission = gradebook.find_submission(self.assignment, student)
            return {
                grade.name: None if grade.needs_manual_grade else grade.score
                for notebook in submission.notebooks
                for grade in notebook.grades
            }


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder of the test module's own, with Jupyter's folders in it."""
    place = tmp_path_factory.mktemp("school")
    with pytest.MonkeyPatch.context() as patch:
        for kind in ("DATA", "RUNTIME", "CONFIG"):
            patch.setenv(f"JUPYTER_{kind}_DIR", str(place / kind.lower()))
        patch.setattr(sys, "path", list(sys.path))
        patch.setenv("PATH", os.environ["PATH"])
        patch.chdir(place)
        yield place


@pytest.fixture(scope="module")
def run_nbgrader(place):  # noqa: ARG001 - where Jupyter's folders are
    """Run an nbgrader command in this process, in a folder; returns the exit code."""

    def run(folder: Path, *words: str) -> int:
        from jupyter_core.application import NoStart
        from nbgrader.apps.nbgraderapp import NbGraderApp

        os.chdir(folder)
        app = NbGraderApp.instance()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # nbgrader's own, and its libraries'
            try:
                app.initialize(list(words))
                app.start()
            except NoStart:  # the subcommand has done the work
                return 0
            except SystemExit as end:
                return int(end.code or 0)
            finally:
                app.reset()
                logging.getLogger("traitlets").handlers.clear()
        return 0

    return run


@pytest.fixture(scope="module")
def course_type():
    """What a test module makes its own course of."""
    return Course


@pytest.fixture(scope="module")
def course(place, run_nbgrader):
    """A small Russian course, its assignment generated."""
    root = place / "nbgrader" / "ru"
    source = root / "source" / "01-small"
    source.mkdir(parents=True)
    nbformat.write(page(), source / "assignment.ipynb")
    (source / "items.json").write_text(json.dumps(ITEMS), encoding="utf-8")
    prepare(root, "ru")
    made = Course(root, place / "home", run_nbgrader, "01-small")
    made.nbgrader("generate_assignment", "01-small")
    return made
