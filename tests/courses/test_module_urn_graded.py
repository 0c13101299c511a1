"""The built pages of "The urn" run, and its assignment is graded as nbgrader does it."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest
from course_module import COURSES, right_answer

from electoral_courses.builder import build
from electoral_courses.checks import check
from electoral_courses.items import Item, load_items
from electoral_courses.variants import params_for, seed_for, seed_name

if TYPE_CHECKING:
    from pathlib import Path

MODULE = "04-urn"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("built")
    build(COURSES, out, languages=("en",))
    return out


@pytest.fixture(scope="module")
def items() -> list[Item]:
    return [item for item in load_items(COURSES / MODULE / "items.yaml") if item.graded]


def run(page: Path, folder: Path, **environment: str) -> Any:
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(page, as_version=4)
    client = NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(folder)}})
    client.execute(env={**os.environ, **environment})
    return notebook


@pytest.mark.parametrize("page", ["lesson", "assignment"])
def test_the_built_pages_run_from_top_to_bottom(built, page) -> None:
    folder = built / "courses" / "en" / MODULE
    notebook = run(folder / f"{page}.ipynb", folder, ELECTORAL_STUDENT="Айгүл Токтогулова")

    outputs = [out for cell in notebook.cells for out in cell.get("outputs", [])]
    assert [out for out in outputs if out.output_type == "error"] == []
    assert [out.text for out in outputs if out.get("name") == "stderr"] == []
    assert outputs


@pytest.mark.parametrize("track", ["clicks", "python", "neighbour", "empty"])
def test_graded_as_nbgrader_does_it_each_track_earns_its_points(
    built, tmp_path, items, track
) -> None:
    course, student = built / "nbgrader" / "en", "Бектур Асанов"
    source = course / "source" / MODULE
    folder = tmp_path / MODULE
    folder.mkdir()
    key = bytes.fromhex(json.loads((source / "items.json").read_text("utf-8"))["key"])
    (folder / "items.json").write_bytes((source / "items.json").read_bytes())
    author = "somebody else" if track == "neighbour" else student
    answers, expected = {}, {}
    for item in (item for item in items if item.kind != "essay"):
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
    saved = {"version": 1, "module": MODULE, "student": student, "answers": answers}
    (folder / "answers.json").write_text(json.dumps(saved), encoding="utf-8")
    page = source if track == "python" else built / "courses" / "en" / MODULE
    notebook = run(
        page / "assignment.ipynb",
        folder,
        NBGRADER_EXECUTION="autograde",
        ELECTORAL_KEYS=str(course / "keys" / f"{MODULE}.json"),
        ELECTORAL_STUDENT=student,
    )

    marked = {
        cell.metadata["nbgrader"]["grade_id"]: float(cell.outputs[-1]["data"]["text/plain"])
        for cell in notebook.cells
        if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("grade")
    }
    assert marked == {
        name: pytest.approx(float(points), abs=0.01) for name, points in expected.items()
    }
    assert (sum(marked.values()) == pytest.approx(16)) == (track in {"clicks", "python"})
    assert (sum(marked.values()) > 0) == (track != "empty")
