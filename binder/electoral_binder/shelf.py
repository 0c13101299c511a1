"""The shelf: which built pages there are, in what order, in which language.

What stands on the shelf is what was built: `courses/<language>/<module>/lesson.ipynb` and
`assignment.ipynb`. The catalogue of the sources adds summaries and objectives.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from electoral_courses.catalogue import Module

PAGES = ("lesson", "assignment")
"""The pages a module can have, in the order they are read."""


@dataclass(frozen=True)
class Book:
    """A module as it stands on the shelf, in one language."""

    id: str
    """The name of its folder, and of its address."""
    number: int | None
    title: str
    summary: str
    minutes: int
    objectives: tuple[str, ...]
    prerequisites: tuple[str, ...]
    pages: tuple[str, ...]
    """Which of `PAGES` are there."""
    assignment_minutes: int = 0


@dataclass(frozen=True)
class Place:
    """A page of a module."""

    module: str
    page: str
    title: str

    @property
    def address(self) -> str:
        """The page's address below the language.

        >>> Place("05-protocol", "lesson", "").address
        '05-protocol/'
        """
        return f"{self.module}/" if self.page == "lesson" else f"{self.module}/{self.page}"


def shelf_root(root: Path) -> Path:
    """Return the folder above `courses/<language>`: `root` itself or the `build` in it."""
    return root / "build" if (root / "build" / "courses").is_dir() else root


def notebook_path(root: Path, language: str, module: str, page: str) -> Path | None:
    """Return the built notebook of a page, or None if there is no such page."""
    if page not in PAGES or not re.fullmatch(r"[a-z0-9][a-z0-9-]*", module):
        return None
    path = root / "courses" / language / module / f"{page}.ipynb"
    return path if path.is_file() else None


def teacher_path(root: Path, language: str, module: str) -> Path | None:
    """Return the built page for a module's teacher, which stands on no shelf, or None."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", module):
        return None
    path = root / "nbgrader" / language / "teacher" / f"{module}.ipynb"
    return path if path.is_file() else None


def books(root: Path, language: str) -> list[Book]:
    """Return the modules built in `language`, in order."""
    folder = root / "courses" / language
    if not folder.is_dir():
        return []
    known = _catalogue(language)
    found = [_book(path, known.get(path.name)) for path in sorted(folder.iterdir())]
    return [book for book in found if book.pages]


def places(shelf: list[Book]) -> list[Place]:
    """Return all pages of the shelf in reading order."""
    return [Place(book.id, page, book.title) for book in shelf for page in book.pages]


def neighbours(shelf: list[Book], module: str, page: str) -> tuple[Place | None, Place | None]:
    """Return the page before and the page after."""
    row = places(shelf)
    here = next(i for i, place in enumerate(row) if (place.module, place.page) == (module, page))
    return row[here - 1] if here else None, row[here + 1] if here + 1 < len(row) else None


def _book(folder: Path, module: Module | None) -> Book:
    pages = tuple(page for page in PAGES if (folder / f"{page}.ipynb").is_file())
    number = re.match(r"(\d+)-", folder.name)
    title = module.title if module else _title(folder / f"{pages[0]}.ipynb") if pages else ""
    return Book(
        id=folder.name,
        number=int(number[1]) if number else None,
        title=title or folder.name,
        summary=module.summary if module else "",
        minutes=module.minutes if module else 0,
        objectives=tuple(module.objectives.values()) if module else (),
        prerequisites=tuple(module.prerequisites) if module else (),
        pages=pages,
        assignment_minutes=module.assignment_minutes if module else 0,
    )


def _title(path: Path) -> str:
    """Return the title in a notebook's metadata, for a module that has no source here."""
    try:
        about: Any = json.loads(path.read_text(encoding="utf-8"))["metadata"]["electoral"]
        return str(about["title"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _catalogue(language: str) -> dict[str, Module]:
    from electoral_courses.errors import CourseError  # noqa: PLC0415 - only the server needs it

    try:
        return {module.id: module.text(language) for module in _modules()}
    except CourseError:
        return {}


@lru_cache(maxsize=1)
def _modules() -> tuple[Module, ...]:
    from electoral_courses.catalogue import modules  # noqa: PLC0415 - only the server needs it

    return tuple(modules())
