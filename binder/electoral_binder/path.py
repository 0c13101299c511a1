"""The path through the school: the modules in the order in which they build upon each other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from electoral_courses.catalogue import courses_root
from electoral_courses.errors import CourseError
from electoral_courses.timetable import FILE, read_timetable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from electoral_binder.shelf import Book
    from electoral_courses.timetable import Day


@dataclass(frozen=True)
class Sum:
    """How long modules take, in minutes."""

    lessons: int
    assignments: int

    @property
    def minutes(self) -> int:
        """Both together."""
        return self.lessons + self.assignments


def before(shelf: Sequence[Book]) -> dict[str, list[Book]]:
    """Return by module the books that it builds upon; what is not on the shelf is left out."""
    known = {book.id: book for book in shelf}
    return {
        book.id: [known[name] for name in book.prerequisites if name in known] for book in shelf
    }


def in_order(shelf: Sequence[Book]) -> list[Book]:
    """Return the books as they stand, each after those that it builds upon.

    Where prerequisites lead in a circle, the books of it stay as they stand.
    """
    ways, placed = before(shelf), set[str]()
    row: list[Book] = []

    def place(book: Book) -> None:
        if book.id not in placed:
            placed.add(book.id)
            for one in ways[book.id]:
                place(one)
            row.append(book)

    for book in shelf:
        place(book)
    return row


def lasts(shelf: Sequence[Book]) -> Sum:
    """Return how long the modules take together, as far as they say so."""
    return Sum(
        sum(book.minutes for book in shelf if "lesson" in book.pages),
        sum(book.assignment_minutes for book in shelf if "assignment" in book.pages),
    )


def timetable(shelf: Sequence[Book]) -> tuple[Day, ...]:
    """Return the days of a summer school with what is on the shelf.

    None where there is no timetable, or one that cannot be read: `electoral-school check` says
    what is wrong with it.
    """
    path = courses_root() / FILE
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        return ()
    return _timetable(path, frozenset(book.id for book in shelf), changed)


@lru_cache(maxsize=8)
def _timetable(path: Path, modules: frozenset[str], _changed: int) -> tuple[Day, ...]:
    try:
        return read_timetable(path.parent, modules)
    except CourseError:
        return ()
