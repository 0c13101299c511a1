"""The teacher's page as it is built: translated, without code, away from what learners get."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from electoral_courses.builder import build
from electoral_courses.errors import CourseError

FIXTURE = Path(__file__).parent / "fixtures" / "courses"
MODULE = "07-urn"


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("build")
    build(FIXTURE, out, ("en", "ru", "ky"))
    return out


@pytest.fixture
def source(tmp_path) -> Path:
    """Return a module with a teacher's page and no assignment, which builds in a moment."""
    courses = Path(shutil.copytree(FIXTURE, tmp_path / "courses"))
    (courses / MODULE / "assignment.md").unlink()
    return courses


def read(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


def text(path: Path) -> str:
    return "\n\n".join("".join(cell["source"]) for cell in read(path)["cells"])


def test_the_teachers_page_is_translated_and_has_no_code(built):
    page = built / "nbgrader" / "ru" / "teacher" / f"{MODULE}.ipynb"

    assert "# Страница преподавателя: одна урна" in text(page)
    assert '<em class="electoral-term" data-term="ballot box">урну</em>' in text(page)
    assert {cell["cell_type"] for cell in read(page)["cells"]} == {"markdown"}
    assert read(page)["metadata"]["electoral"]["page"] == "teacher"


def test_the_teachers_page_is_in_nothing_that_learners_are_given(built):
    only_there = "the fixture"  # in every language
    with_it = {
        path.relative_to(built).parts[0:1] + path.relative_to(built).parts[2:]
        for path in built.rglob("*")
        if path.is_file() and only_there in path.read_text(encoding="utf-8")
    }

    assert with_it == {("nbgrader", "teacher", f"{MODULE}.ipynb")}


def test_what_nbgrader_releases_holds_no_teachers_page(built):
    folders = {path.name for path in (built / "nbgrader" / "en" / "source").iterdir()}
    files = {path.name for path in (built / "nbgrader" / "en" / "source" / MODULE).iterdir()}

    assert folders == {MODULE}
    assert files == {"assignment.ipynb", "items.json"}


def test_a_teachers_page_that_is_gone_is_removed_from_the_build(source, tmp_path):
    page = tmp_path / "out" / "nbgrader" / "ky" / "teacher" / f"{MODULE}.ipynb"
    build(source, tmp_path / "out", ("ky",))
    assert page.is_file()

    (source / MODULE / "teacher.md").unlink()
    build(source, tmp_path / "out", ("ky",))

    assert not page.exists()


def test_a_teachers_page_has_no_cell_of_code(source, tmp_path):
    page = source / MODULE / "teacher.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n```{code-cell}\n1\n```\n")

    with pytest.raises(CourseError, match=r"teacher\.md:\d+: The teacher's page runs no code"):
        build(source, tmp_path / "out", ("en",))


def test_a_teachers_page_is_no_notebook_which_learners_would_be_given(source, tmp_path):
    own = json.dumps({"cells": [], "metadata": {"language": "en"}})
    (source / MODULE / "teacher.ipynb").write_text(own, encoding="utf-8")

    with pytest.raises(CourseError, match=r"write this page as teacher\.md"):
        build(source, tmp_path / "out", ("en",))
