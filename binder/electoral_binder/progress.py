"""A learner's progress: which questions and tasks of each page have an answer, and where to go on.

It is read from what is built and from the answers kept for the learner; nothing else is kept.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from electoral_binder.reading import is_shown
from electoral_binder.shelf import PAGES, notebook_path
from electoral_courses.answers import Answers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from electoral_binder.shelf import Book, Place
    from electoral_courses.answers import Entry

_LEARNER = re.compile(r"[A-Za-z0-9_-]{8,64}|local")
_MODULE = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_HEADING = re.compile(r"^#{1,6} ", re.MULTILINE)


@dataclass(frozen=True)
class Asked:
    """Something that a page asks."""

    item: str
    section: str
    """The id of the heading above it; empty if there is none."""


@dataclass(frozen=True)
class PageProgress:
    """How far a learner is on one page."""

    page: str
    """One of `PAGES`."""
    done: int
    """How many of its questions or tasks have an answer."""
    total: int


@dataclass(frozen=True)
class Bookmark:
    """Where a learner answered last."""

    module: str
    page: str
    section: str
    at: int
    """When, in milliseconds since 1970."""
    finished: bool
    """Whether everything on that page has an answer."""


def is_answered(value: Any) -> bool:
    """Return whether an answer says anything.

    >>> is_answered({"number": ""}), is_answered({"received": {"count": 0}}), is_answered([])
    (False, True, False)
    """
    if isinstance(value, dict):
        return any(is_answered(part) for part in value.values())
    return value not in (None, "", [])


def answers_file(data: Path, learner: str, module: str) -> Path:
    """Return the file with a learner's answers to one module.

    Raises:
        ValueError: a name would lead elsewhere.
    """
    if not _LEARNER.fullmatch(learner) or not _MODULE.fullmatch(module):
        raise ValueError(f"no such learner ({learner!r}) or module ({module!r})")
    return data / "answers" / learner / f"{module}.json"


def answers_of(data: Path, learner: str, modules: Iterable[str]) -> dict[str, dict[str, Entry]]:
    """Return a learner's answers by module and item; modules without any are left out."""
    found = {}
    for module in modules:
        if not _MODULE.fullmatch(module):
            continue
        path = answers_file(data, learner, module)
        if path.is_file() and (entries := Answers(path, module, learner).all()):
            found[module] = entries
    return found


def given(data: Path, learner: str, modules: Iterable[str]) -> dict[str, dict[str, Entry]]:
    """Return by module the answers of a learner that say anything."""
    found = {
        module: {item: one for item, one in entries.items() if is_answered(one.value)}
        for module, entries in answers_of(data, learner, modules).items()
    }
    return {module: entries for module, entries in found.items() if entries}


def asked(root: Path, language: str, module: str, page: str) -> tuple[Asked, ...]:
    """Return what a built page asks, in order; nothing where there is no such page."""
    path = notebook_path(root, language, module, page)
    return _asked(path, path.stat().st_mtime_ns) if path else ()


def progress(
    root: Path, language: str, shelf: Iterable[Book], answers: Mapping[str, Mapping[str, Entry]]
) -> dict[str, list[PageProgress]]:
    """Return by module how far the learner is on each of its pages that asks anything."""
    far: dict[str, list[PageProgress]] = {}
    for book in shelf:
        mine = answers.get(book.id, {})
        for page in book.pages:
            items = [one.item for one in asked(root, language, book.id, page)]
            done = sum(item in mine and is_answered(mine[item].value) for item in items)
            if items:
                far.setdefault(book.id, []).append(PageProgress(page, done, len(items)))
    return far


def bookmark(
    root: Path, language: str, shelf: Iterable[Book], answers: Mapping[str, Mapping[str, Entry]]
) -> Bookmark | None:
    """Return where the learner answered last; None if nowhere."""
    latest: Bookmark | None = None
    for book in shelf:
        mine = answers.get(book.id, {})
        for page in book.pages:
            here = asked(root, language, book.id, page)
            given = {one for one in here if one.item in mine and is_answered(mine[one.item].value)}
            for one in given:
                at = mine[one.item].at
                if latest is None or at > latest.at:
                    finished = len(given) == len(here)
                    latest = Bookmark(book.id, page, one.section, at, finished)
    return latest


def way_on(last: Bookmark, row: list[Place]) -> tuple[Place, str]:
    """Return the page to go on with, and its section: after a finished page the next one."""
    here = next(i for i, place in enumerate(row) if (place.module, place.page) == _page_of(last))
    if last.finished and here + 1 < len(row):
        return row[here + 1], ""
    return row[here], last.section


def _page_of(last: Bookmark) -> tuple[str, str]:
    return last.module, last.page


@lru_cache(maxsize=256)
def _asked(path: Path, _changed: int) -> tuple[Asked, ...]:
    from nbformat import from_dict  # noqa: PLC0415 - only the server needs it

    assert path.stem in PAGES  # noqa: S101 - `notebook_path` gives no other
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        found: dict[str, Asked] = {}
        section = ""
        for data in cells:
            cell: Any = from_dict(data)
            source = "".join(cell["source"])
            if not is_shown(cell):
                continue
            if cell["cell_type"] == "markdown" and _HEADING.search(source):
                section = f"s-{cell['id']}"
            item = cell["metadata"].get("electoral", {}).get("item")
            if cell["cell_type"] == "code" and isinstance(item, str):
                found.setdefault(item, Asked(item, section))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ()  # the page itself says what is wrong with it
    return tuple(found.values())
