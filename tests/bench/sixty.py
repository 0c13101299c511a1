"""A class for the benches: an assignment with pandas and plotly, and learners of every kind.

nbgrader's own settings hold in the course folder, so that nbgrader can grade it as well.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

NAME = "turnout"
PROGRAMS = Path(sys.executable).parent

SETUP = "import pandas as pd\nimport plotly.graph_objects as go"
DATA = """districts = pd.DataFrame({"voters": [1200, 800, 2000], "came": [600, 700, 1500]})
districts"""

CELLS = (
    ("share", "answer", "def share(table):\n    return table['came'] / table['voters']"),
    ("share-short", "test", "assert abs(share(districts)[0] - 0.5) < 1e-9", 2),
    (
        "share-hidden",
        "test",
        """pd.testing.assert_series_equal(
    share(districts).round(3), pd.Series([0.5, 0.875, 0.75]), check_names=False
)""",
        3,
    ),
    ("most", "answer", "most = int(share(districts).idxmax())"),
    ("most-test", "test", "1.5 if most == 2 else 3 * float(most == 1)", 3),
    ("picture", "answer", "figure = go.Figure(go.Bar(y=share(districts).tolist()))\nfigure"),
    ("why", "essay", "Turnout differs between districts.", 2),
)

KINDS = {
    "right": {},
    "slip": {"share": "def share(table):\n    return table['voters'] / table['came']"},
    "half": {"most": "most = 2"},
    "error": {"most": "most = districts['nothing']"},
    "empty": dict.fromkeys(("share", "most", "picture"), "# YOUR CODE HERE"),
    "wordy": {"why": "Because the districts differ.", "most": "print('x' * 2000)\nmost = 1"},
}
"""How learners differ from the solution; the first of them not at all."""


def source():
    """Return the lecturer's notebook."""
    cells = [new_markdown_cell("# Turnout"), new_code_cell(SETUP), new_code_cell(DATA)]
    for name, kind, text, *points in CELLS:
        known = {
            "schema_version": 3,
            "grade_id": name,
            "grade": bool(points),
            "solution": kind in {"answer", "essay"},
            "locked": kind == "test",
            "task": False,
        }
        if points:
            known["points"] = points[0]
        whole = f"### BEGIN SOLUTION\n{text}\n### END SOLUTION" if kind == "answer" else text
        make = new_markdown_cell if kind == "essay" else new_code_cell
        cells.append(make(whole, metadata={"nbgrader": known}))
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


def make(root, students, db_url="", generate=None):
    """Make a course folder whose class has handed in; return it.

    `generate` runs a command of nbgrader in the folder; if not given, in a process of its own.
    """
    folder = root / "source" / NAME
    folder.mkdir(parents=True)
    nbformat.write(source(), folder / "page.ipynb")
    lines = [f"c.CourseDirectory.root = {str(root)!r}", "c.CourseDirectory.course_id = 'course'"]
    lines += [f"c.CourseDirectory.db_url = {db_url!r}"] if db_url else []
    config = root / "nbgrader_config.py"
    config.write_text("\n".join(["c = get_config()", *lines, ""]), encoding="utf-8")
    (generate or nbgrader)(root, "generate_assignment", NAME)
    hand_in(root, students)
    return root


def nbgrader(root, *words):
    """Run one of nbgrader's commands in a course folder."""
    done = subprocess.run(
        [PROGRAMS / "nbgrader", *words],
        cwd=root,
        check=False,
        capture_output=True,
        text=True,
        env=environment(),
    )
    assert done.returncode == 0, done.stderr[-3000:]


def environment():
    """Return the environment of a command: this one, with the programs of the school first."""
    return os.environ | {"PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}"}


def hand_in(root, students):
    """Let so many learners hand in, by turns of every kind."""
    released = json.loads((root / "release" / NAME / "page.ipynb").read_text(encoding="utf-8"))
    solution = {name: text for name, kind, text, *_ in CELLS if kind == "answer"}
    shutil.rmtree(root / "submitted", ignore_errors=True)
    for number in range(students):
        written = solution | list(KINDS.values())[number % len(KINDS)]
        page = json.loads(json.dumps(released))
        for cell in page["cells"]:
            name = cell["metadata"].get("nbgrader", {}).get("grade_id")
            cell["source"] = written.get(name, cell["source"])
        folder = root / "submitted" / f"learner-{number:04}" / NAME
        folder.mkdir(parents=True)
        (folder / "page.ipynb").write_text(json.dumps(page), encoding="utf-8")
        (folder / "timestamp.txt").write_text("2026-10-01 10:00:00.000000 UTC", encoding="utf-8")


def scores(db_url):
    """Return the recorded points of every cell of every learner, and whether a hand is needed."""
    from sqlalchemy import create_engine, text

    question = text(
        "SELECT s.student_id, c.name, g.auto_score, g.needs_manual_grade"
        " FROM grade g JOIN submitted_notebook n ON g.notebook_id = n.id"
        " JOIN submitted_assignment s ON n.assignment_id = s.id"
        " JOIN base_cell c ON g.cell_id = c.id"
    )
    engine = create_engine(db_url)
    with engine.connect() as connection:
        rows = connection.execute(question).all()
    engine.dispose()
    found = {(student, cell): (score, bool(manual)) for student, cell, score, manual in rows}
    assert len(found) == len(rows), "a cell has two grades"
    return found
