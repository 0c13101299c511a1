"""nbgrader's own quickstart course, graded by nbgrader and by us: the same points for each cell.

Source, tests and two of the submissions are those that nbgrader ships with its documentation.
"""

import shutil
from pathlib import Path

import nbformat
import nbgrader
import pytest
from nbgrader.api import Gradebook

from electoral_grading.assignment import Assignment
from electoral_grading.grade import Grader

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

NOTEBOOK = "problem1"
"""The other one of the quickstart has nothing that is graded automatically."""

GUIDE = Path(nbgrader.__file__).parent / "docs/source/user_guide"
SHIPPED = ("bitdiddle", "hacker")
MEMBERS = {"ps1": slice(None), "ps1_autotest": slice(1, 8, 2)}
"""Who of the class does which assignment; nbgrader needs two seconds for each."""


def answers(**sources):
    """Return a change of the first notebook: cells get these sources."""

    def change(folder):
        path = folder / "problem1.ipynb"
        notebook = nbformat.read(path, 4)
        for cell in notebook.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
            if name in sources:
                cell.source = sources[name]
        nbformat.write(notebook, path)

    return change


SQUARES = "def squares(n):\n    {}\n    return [i * i for i in range(1, n + 1)]"
CHECKED = SQUARES.format("if n < 1:\n        raise ValueError('n')")
SUM = "def sum_of_squares(n):\n    return sum(squares(n))"

CLASS = {
    "empty": lambda _: None,
    "right": answers(squares=CHECKED, sum_of_squares=SUM),
    "does not check its input": answers(squares=SQUARES.format("pass"), sum_of_squares=SUM),
    "raises something else": answers(squares=SQUARES.format("assert n > 0"), sum_of_squares=SUM),
    "does not use the first function": answers(
        squares=CHECKED,
        sum_of_squares="def sum_of_squares(n):\n    return sum(i * i for i in range(n + 1))",
    ),
    "keeps the first function under another name": answers(
        squares=CHECKED, sum_of_squares=f"kept = squares\n{SUM.replace('squares(n))', 'kept(n))')}"
    ),
    "off by one": answers(
        squares=CHECKED.replace("n + 1", "n"), sum_of_squares=SUM.replace("(n))", "(n)) + 1")
    ),
    "does not parse": answers(squares="def squares(n:\n", sum_of_squares=SUM),
    "fails when it is defined": answers(squares=f"{CHECKED}\n1 / 0", sum_of_squares=SUM),
    "gives a tuple": answers(
        squares=CHECKED.replace("return [", "return tuple([").replace(")]", ")])"),
        sum_of_squares=SUM,
    ),
    "prints and warns of nothing": answers(
        squares=CHECKED.replace("return", "print(n)\n    return"), sum_of_squares=SUM
    ),
    "only writes": answers(sum_of_squares_equation="$x^2$", sum_of_squares_application="x = 1\nx"),
}


@pytest.fixture(scope="module")
def graded(place, run_nbgrader):
    """The class, graded by nbgrader as it comes; its course folder."""
    root = place / "quickstart"
    shutil.copytree(GUIDE / "source", root / "source")
    (root / "source" / "header.ipynb").unlink()
    shutil.copy(GUIDE / "autotests.yml", root)
    (root / "nbgrader_config.py").write_text(
        "c = get_config()\nc.CourseDirectory.course_id = 'course101'\n"
        "c.NbGrader.log_level = 'ERROR'\n"
    )
    for name, members in MEMBERS.items():
        assert run_nbgrader(root, "generate_assignment", name, "--create") == 0
        for student, change in list(CLASS.items())[members]:
            folder = root / "submitted" / student / name
            shutil.copytree(root / "release" / name, folder)
            change(folder)
    for student in SHIPPED:
        shutil.copytree(GUIDE / "submitted" / student / "ps1", root / "submitted" / student / "ps1")
    for name in MEMBERS:
        assert run_nbgrader(root, "autograde", name, f"--notebook={NOTEBOOK}") == 0
    return root


def recorded(root, assignment):
    """Return what nbgrader recorded: by learner, notebook and cell, the automatic points."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        return {
            submission.student.id: {
                (notebook.name, grade.name): grade.auto_score
                for notebook in submission.notebooks
                if notebook.name == NOTEBOOK
                for grade in notebook.grades
            }
            for submission in gradebook.assignment_submissions(assignment)
        }


@pytest.mark.parametrize("assignment", ["ps1", "ps1_autotest"])
def test_every_cell_of_everybody_earns_the_same(graded, assignment):
    expected = recorded(graded, assignment)
    loaded = Assignment.load(graded, assignment)
    with Grader(loaded) as grader:
        ours = {
            student: {
                (result.notebook, item.name): item.score
                for result in grader.grade(graded / "submitted" / student / assignment, student)
                if result.notebook == NOTEBOOK
                for item in result.items
            }
            for student in expected
        }

    assert len(expected) > 3
    assert ours == expected
    assert grader.refused == []


def test_the_class_is_mixed(graded):
    """Were all alike, the test above would say little."""
    totals = {
        student: sum(filter(None, cells.values()))
        for student, cells in recorded(graded, "ps1").items()
    }

    assert len(set(totals.values())) >= 5
