"""What a certificate may say: how far a learner is, and which self-checks are answered rightly.

It is read from what is built and from the answers kept for the learner. Points of assignments
are not among it: only the lecturer's side has the keys.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from electoral_binder.numbers import numbers_of
from electoral_binder.progress import asked, progress

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from electoral_binder.progress import PageProgress
    from electoral_binder.shelf import Book
    from electoral_courses.answers import Entry
    from electoral_courses.items import Item


@dataclass(frozen=True)
class Aim:
    """An objective, as far as self-checks show it."""

    sentence: str
    right: int
    total: int


@dataclass(frozen=True)
class Done:
    """What a learner has done in a module."""

    book: Book
    pages: tuple[PageProgress, ...]
    aims: tuple[Aim, ...]
    """Those of which at least one self-check is answered rightly."""
    right: int
    """How many self-checks of the module are answered rightly."""
    total: int


@dataclass(frozen=True)
class Checks:
    """The self-checks of a module."""

    items: tuple[Item, ...]
    objectives: dict[str, str]
    key: bytes
    """From which the numbers of its variants are drawn."""


def done(
    root: Path,
    language: str,
    shelf: Iterable[Book],
    answers: Mapping[str, Mapping[str, Entry]],
    student: str,
) -> list[Done]:
    """Return what was done, module by module; those with nothing done are left out.

    Args:
        root: What is built.
        language: In which.
        shelf: The modules.
        answers: The learner's, by module and item.
        student: Whose numbers the tasks have; see `student_of`.
    """
    shelf = list(shelf)
    far = progress(root, language, shelf, answers)
    found = []
    for book in shelf:
        pages = tuple(far.get(book.id, ()))
        if any(page.done for page in pages):
            checks = self_checks(root / "courses" / language / book.id / "items.json")
            on = {one.item for page in book.pages for one in asked(root, language, book.id, page)}
            shown = [item for item in checks.items if item.id in on]
            found.append(_done(book, pages, checks, shown, (answers[book.id], student)))
    return found


def _done(
    book: Book,
    pages: tuple[PageProgress, ...],
    checks: Checks,
    items: list[Item],
    of: tuple[Mapping[str, Entry], str],
) -> Done:
    mine, student = of
    right = {item.id for item in items if item.id in mine and is_right(checks, item, mine, student)}
    aims = []
    for objective, sentence in checks.objectives.items():
        of_it = [item.id for item in items if item.objective == objective]
        if reached := sum(item in right for item in of_it):
            aims.append(Aim(sentence, reached, len(of_it)))
    return Done(book, pages, tuple(aims), len(right), len(items))


def self_checks(path: Path) -> Checks:
    """Return the self-checks in a module's `items.json`; none where it cannot be read."""
    try:
        return _self_checks(path, path.stat().st_mtime_ns)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Checks((), {}, b"")


@lru_cache(maxsize=64)
def _self_checks(path: Path, _changed: int) -> Checks:
    from electoral_courses.checks import CODED  # noqa: PLC0415 - only the server needs them
    from electoral_courses.items import Item  # noqa: PLC0415
    from electoral_courses.variants import SELF_STUDY_KEY, release_key  # noqa: PLC0415

    content = json.loads(path.read_text(encoding="utf-8"))
    items = [Item.of(data) for data in content["items"]]
    assignment, key = str(content.get("assignment") or content["module"]), content.get("key")
    return Checks(
        # The same that a page checks at once: an essay has no check, and code has no page.
        tuple(i for i in items if not i.graded and i.kind not in {*CODED, "essay"}),
        {str(name): str(text) for name, text in (content.get("objectives") or {}).items()},
        bytes.fromhex(key) if isinstance(key, str) else release_key(SELF_STUDY_KEY, assignment),
    )


def is_right(checks: Checks, item: Item, mine: Mapping[str, Entry], student: str) -> bool:
    """Return whether the answer to a self-check is wholly right; a broken item has none."""
    from electoral_courses.checks import check  # noqa: PLC0415 - only the server needs them
    from electoral_courses.variants import params_for, seed_for, seed_name  # noqa: PLC0415

    try:
        params = params_for(item.data, seed_for(checks.key, student, seed_name(item.data)))
        return check(item, mine[item.id].value, params).right
    except Exception:  # noqa: BLE001 - an author's function may raise anything
        return False


def student_of(answers: Path, learner: str) -> str:
    """Return whose numbers a page's tasks have: as a page's kernel is told.

    Args:
        answers: The folder with a folder for each learner.
        learner: The learner's id.
    """
    named = os.environ.get("ELECTORAL_STUDENT") or os.environ.get("JUPYTERHUB_USER")
    return named or numbers_of(answers, learner)
