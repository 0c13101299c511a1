"""The teacher's page of a module: what whoever teaches it reads, and learners never get.

It is written like a lesson, without code, so that it needs no kernel and prints as it stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from electoral_courses.catalogue import TEACHER
from electoral_courses.errors import CourseError
from electoral_courses.myst import read_page

if TYPE_CHECKING:
    from pathlib import Path

    from electoral_courses.myst import Page


def read_teacher(module: Path) -> Page | None:
    """Return the teacher's page in a module's folder, or None if it has none.

    Raises:
        CourseError: it cannot be read, has code in it, or is a notebook.
    """
    path = module / f"{TEACHER}.md"
    if path.with_suffix(".ipynb").is_file():
        sentence = "Learners are given the notebooks of a module: write this page as teacher.md."
        raise CourseError(sentence, path.with_suffix(".ipynb"))
    if not path.is_file():
        return None
    page = read_page(path)
    for line in code_of(page):
        raise CourseError("The teacher's page runs no code: move the cell.", path, line)
    return page


def code_of(page: Page) -> list[int]:
    """Return the lines of a page's cells that are not text."""
    return [cell.line for cell in page.cells if cell.kind != "markdown"]


def built_path(out: Path, language: str, module: str) -> Path:
    """Return where the built page lies: beside the keys, in no folder that learners are given."""
    return out / "nbgrader" / language / TEACHER / f"{module}.ipynb"
