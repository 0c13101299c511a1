"""A module's pages in kernels: run as learners run them, and graded as nbgrader grades them."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from course_module import COURSES, right_answer

from electoral_courses.checks import check
from electoral_courses.items import load_items
from electoral_courses.variants import params_for, seed_for, seed_name

if TYPE_CHECKING:
    from fractions import Fraction
    from pathlib import Path

TRACKS = ("clicks", "python", "neighbour", "empty")
"""Ways to do an assignment: click all, write Python where one may, copy, do nothing."""


def run(page: Path, folder: Path, **environment: str) -> Any:
    """Run a notebook in a folder; return it with its outputs."""
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(page, as_version=4)
    client = NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(folder)}})
    client.execute(env={**os.environ, **environment})
    return notebook


def graded(
    built: Path, folder: Path, track: str, student: str
) -> tuple[dict[str, float], dict[str, Fraction]]:
    """Do the assignment of the module that the folder is named after, and have it graded.

    Returns:
        The points of each item as nbgrader reads them, and as the checks give them.
    """
    course, module = built / "nbgrader" / "en", folder.name
    source = course / "source" / module
    folder.mkdir()
    key = bytes.fromhex(json.loads((source / "items.json").read_text("utf-8"))["key"])
    (folder / "items.json").write_bytes((source / "items.json").read_bytes())
    author = "somebody else" if track == "neighbour" else student
    answers: dict[str, Any] = {}
    expected: dict[str, Any] = {}
    for item in load_items(COURSES / module / "items.yaml"):
        if not item.graded or item.kind == "essay":
            continue
        own, theirs = (
            params_for(item.data, seed_for(key, name, seed_name(item.data)))
            for name in (student, author)
        )
        by_code = track == "python" and "code" in item.data
        if track != "empty" and not by_code:
            answers[item.id] = {"value": right_answer(item, theirs), "hints": 0}
            expected[item.id] = check(item, answers[item.id]["value"], own).points
        else:
            expected[item.id] = item.points if by_code else 0
    saved = {"version": 1, "module": module, "student": student, "answers": answers}
    (folder / "answers.json").write_text(json.dumps(saved), encoding="utf-8")
    page = source if track == "python" else built / "courses" / "en" / module
    notebook = run(
        page / "assignment.ipynb",
        folder,
        NBGRADER_EXECUTION="autograde",
        ELECTORAL_KEYS=str(course / "keys" / f"{module}.json"),
        ELECTORAL_STUDENT=student,
    )
    marked = {
        cell.metadata["nbgrader"]["grade_id"]: float(cell.outputs[-1]["data"]["text/plain"])
        for cell in notebook.cells
        if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("grade")
    }
    return marked, expected
