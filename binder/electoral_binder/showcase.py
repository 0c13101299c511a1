"""The simulations of the school, in the order of the lessons, for an exhibition."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from electoral_binder.reading import is_shown, read
from electoral_binder.shelf import books, notebook_path

if TYPE_CHECKING:
    from pathlib import Path

    from electoral_binder.shelf import Book

_NOT_PLAYED = {"ItemView", "ProtocolTable", "Chart"}
"""Widgets that are a question or a picture beside the text, no simulation."""


@dataclass(frozen=True)
class Simulation:
    """A simulation in a lesson."""

    book: Book
    cell: str
    """The id of the cell that shows it."""
    section: str
    """The id of the section it stands in; empty above the first one."""
    title: str
    """The title of that section."""


def simulations(root: Path, language: str) -> list[Simulation]:
    """Return the simulations of all lessons built in `language`, in reading order."""
    found = []
    for book in books(root, language):
        path = notebook_path(root, language, book.id, "lesson")
        for cell, section, title in _shown_in(path, path.stat().st_mtime_ns) if path else ():
            found.append(Simulation(book, cell, section, title or book.title))
    return found


@lru_cache(maxsize=128)
def _shown_in(path: Path, _changed: int) -> tuple[tuple[str, str, str], ...]:
    import nbformat  # noqa: PLC0415 - heavy

    try:
        notebook = nbformat.read(path, as_version=4)
    except (ValueError, KeyError, AttributeError):
        return ()
    sections = {section.id: section for section in read(notebook, path.parent, "")}
    here, found = ("", ""), []
    for cell in notebook.cells:
        for name, section in sections.items():
            if name.removeprefix("s-").startswith(cell.id) and section.level <= 2:
                here = (section.id, section.title)
        if cell.cell_type == "code" and is_shown(cell) and is_simulation(cell.source):
            found.append((str(cell.id), *here))
    return tuple(found)


def is_simulation(source: str) -> bool:
    r"""Return whether a cell ends by showing one of our simulations.

    >>> is_simulation("own = 5\nHandCount(seed=own)"), is_simulation('ask("k3")')
    (True, False)
    """
    from electoral_widgets import __all__ as widgets  # noqa: PLC0415 - only for their names

    try:
        last = ast.parse(source).body[-1]
    except (SyntaxError, IndexError):
        return False
    match last:
        case ast.Expr(ast.Call(func=ast.Name(name))):
            return name in widgets and name not in _NOT_PLAYED
    return False
