"""Part of the corpus through a whole course: the command, the gradebook, nbgrader's feedback."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from corpus import CASES, course, ours, paths, writing
from corpus.assignment import NAME, NOTEBOOK

from electoral_grading.course import prepare

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")]

NAMES = [
    case.name
    for part in (paths, writing)
    for case in part.CASES
    if "/" not in case.learner and not case.learner.startswith(".")  # no folders of nbgrader's
]
NAMES += ["forged-marks", "tests-worth-more", "tests-doubled-and-emptied", "prints-points"]
NAMES += ["forged-results-of-items", "raises-a-name-of-markup", "kills-all-processes-it-sees"]
NAMES += ["half-letters", "null-bytes-and-controls", "a-flood-that-ends", "right", "untouched"]

TWO_LINES = "a-name-with-a-new-line"
"""The student for whom nbgrader cannot make feedback, nor for those after: its pattern of paths
is for one line."""

EMPTY = {"a-link-to-the-source", "a-link-to-the-neighbour", "a-pipe-for-a-notebook"}
"""Submissions of which there is nothing to show."""


class School:
    """A course after the command has graded it and nbgrader has made the feedback."""

    def __init__(self, root, run_nbgrader, port):
        self.root = root
        self.folders = ours.hand_in(root, port, NAMES)
        kept = [root / "source", root / "submitted", root / "keys", root.parent / "course.key"]
        self.kept = [*kept, root / "nbgrader_config.py"]
        before = self.seen()
        command = Path(sys.executable).with_name("electoral-school")
        done = subprocess.run(
            [command, "grade", NAME, f"--course={root}", "--sandbox=on", "--jobs=3", "--json"],
            capture_output=True,
            check=False,
        )
        self.code, self.words = done.returncode, done.stderr.decode(errors="replace")
        self.lines = [json.loads(line) for line in done.stdout.splitlines()]
        aside = root / "autograded" / CASES[TWO_LINES].learner
        if aside.exists():
            aside.rename(root / "aside")
        self.feedback = run_nbgrader(root, "generate_feedback", NAME)
        self.changed = course.changed(before, self.seen())

    def seen(self):
        """Return the fingerprint of what nobody may change."""
        folders = course.fingerprint(*self.kept)
        files = {str(path): path.stat().st_mtime_ns for path in self.kept if path.is_file()}
        return folders | files


@pytest.fixture(scope="module")
def school(place, run_nbgrader):
    """The course."""
    with pytest.MonkeyPatch.context() as patch, course.Canary(place / "canary.log") as canary:
        patch.setenv("HOME", str(place / "home"))
        patch.setenv("DATABASE_PASSWORD", course.secret("environment"))
        prepare(place / "nbgrader" / "en", "en")
        root = course.lay_out(place)
        assert run_nbgrader(root, "generate_assignment", NAME, "--create") == 0
        school = School(root, run_nbgrader, canary.port)
        school.calls = canary.calls()
    return school


@pytest.fixture(scope="module")
def gradebook(school):
    """The recorded points by learner."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{school.root / 'gradebook.db'}") as book:
        return {
            submission.student.id: {
                grade.name: None if grade.needs_manual_grade else grade.score
                for notebook in submission.notebooks
                for grade in notebook.grades
            }
            for submission in book.assignment_submissions(NAME)
        }


def test_the_command_ends_well_and_tells_of_everybody(school):
    assert {line["student"] for line in school.lines if "student" in line} >= {
        os.fsencode(CASES[name].learner).decode(errors="replace") for name in NAMES
    }
    assert school.code == 0, school.words
    assert school.feedback == 0


@pytest.mark.parametrize("name", NAMES)
def test_the_gradebook_holds_what_a_submission_is_worth(gradebook, name):
    assert gradebook[CASES[name].learner] == dict(CASES[name].expected)


@pytest.mark.parametrize("name", [name for name in NAMES if name not in {TWO_LINES, *EMPTY}])
def test_the_feedback_is_one_page_without_secrets_and_scripts(school, name):
    folder = school.root / "feedback" / CASES[name].learner / NAME
    text = (folder / f"{NOTEBOOK}.html").read_text(encoding="utf-8")

    assert course.SECRET.findall(text) == []
    for active in ("<script", "<img", "javascript:", "http://", "https://"):
        assert active not in text.lower()


def test_the_neighbour_has_full_points(gradebook):
    assert gradebook["neighbour"] == dict(CASES["right"].expected)


def test_nothing_that_was_handed_in_or_is_the_lecturers_is_changed(school):
    assert school.changed == []
    assert school.calls == []
    assert course.strays() == []
