"""Bringing answers back from a progress file: first shown, then written, when the learner agrees.

Between the two the file waits in the learner's own folder, known by its fingerprint, so that
what is written is what was shown.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from electoral_binder.numbers import adopt, numbers_of
from electoral_binder.progress import answers_file, answers_of, asked
from electoral_binder.progress_file import (
    SHOWN_NO_MORE,
    BadFileError,
    Change,
    Document,
    changes,
    known_part,
    unpack,
)
from electoral_binder.school_key import school_key
from electoral_courses.answers import Answers
from electoral_courses.manifest import write_atomic

if TYPE_CHECKING:
    from pathlib import Path

    from electoral_binder.shelf import Book
    from electoral_courses.answers import Entry

WAITING = ".restore.json"

ByModule = dict[str, dict[str, "Entry"]]


@dataclass(frozen=True)
class Built:
    """The items of the modules on the shelf."""

    items: dict[str, set[str]]
    """All of them, by module."""
    varied: dict[str, set[str]]
    """Those whose numbers are every learner's own."""
    points: dict[str, dict[str, float]]
    """What the graded ones are worth."""


@dataclass(frozen=True)
class Shown:
    """What a learner is shown before anything is written."""

    document: Document
    changes: list[Change]
    unknown: int
    """Answers to what is not asked here."""
    others: int
    """Answers to tasks that have other numbers here."""
    fingerprint: str
    """Of the file, to be given back with the learner's word."""


def built(root: Path, language: str, shelf: list[Book]) -> Built:
    """Return the items of the modules, as built."""
    found = Built({}, {}, {})
    for book in shelf:
        items = _items(root / "courses" / language / book.id / "items.json")
        on_pages = {one.item for page in book.pages for one in asked(root, language, book.id, page)}
        found.items[book.id] = on_pages | {str(item["id"]) for item in items}
        found.varied[book.id] = {str(item["id"]) for item in items if item.get("variant")}
        found.points[book.id] = {
            str(item["id"]): float(item["points"]) for item in items if item.get("points")
        }
    return found


def show(sent: bytes, data: Path, learner: str, here: Built) -> Shown:
    """Read a file and put it aside until the learner agrees.

    Raises:
        BadFileError: it is no progress file, with a sentence.
        OSError: it cannot be put aside.
    """
    document = unpack(sent, school_key(data))
    theirs, unknown = known_part(document, here.items)
    ours = answers_of(data, learner, here.items)
    own = numbers_of(data / "answers", learner)
    _adopts, theirs, others = _fitting(document.learner, own, theirs, ours, here)
    write_atomic(_waiting(data, learner), sent, 0o600)
    told = hashlib.sha256(sent).hexdigest()
    return Shown(document, changes(theirs, ours), unknown, others, told)


def write(shown: str, data: Path, learner: str, here: Built) -> int:
    """Take over the file that was shown; return how many answers were taken from it.

    Raises:
        BadFileError: another file was shown since, or none.
        NotSavedError: an answer could not be saved.
        OSError: the folder cannot be written.
    """
    path = _waiting(data, learner)
    try:
        sent = path.read_bytes()
    except FileNotFoundError:
        sent = b""
    if hashlib.sha256(sent).hexdigest() != shown:
        raise BadFileError(SHOWN_NO_MORE)
    document = unpack(sent, school_key(data))
    theirs, _unknown = known_part(document, here.items)
    ours = answers_of(data, learner, here.items)
    own = numbers_of(data / "answers", learner)
    adopts, theirs, _others = _fitting(document.learner, own, theirs, ours, here)
    if adopts:
        adopt(data / "answers", learner, document.learner)
    student = os.environ.get("JUPYTERHUB_USER") or learner
    taken = 0
    for module, entries in theirs.items():
        if entries:
            taken += Answers(answers_file(data, learner, module), module, student).merge(entries)
    path.unlink(missing_ok=True)
    return taken


def _fitting(
    in_file: str, own: str, theirs: ByModule, ours: ByModule, here: Built
) -> tuple[bool, ByModule, int]:
    """Leave out answers to other numbers; whoever has none here yet takes the file's over.

    Returns:
        Whether the file's numbers are to be taken over, the answers that fit, and how many
        do not.
    """
    if in_file in {"", own}:
        return False, theirs, 0
    has_own = any(here.varied[module] & entries.keys() for module, entries in ours.items())
    if not has_own and not os.environ.get("JUPYTERHUB_USER"):
        return True, theirs, 0
    fitting = {
        module: {item: entry for item, entry in entries.items() if item not in here.varied[module]}
        for module, entries in theirs.items()
    }
    return False, fitting, sum(map(len, theirs.values())) - sum(map(len, fitting.values()))


def _waiting(data: Path, learner: str) -> Path:
    return answers_file(data, learner, "any").with_name(WAITING)


def _items(path: Path) -> list[Any]:
    try:
        return list(json.loads(path.read_text(encoding="utf-8"))["items"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return []  # a page without items, or one that says itself what is wrong
