"""A notebook as a page to read: its text as HTML, its sections, what is shown and what is not.

A section's id is made from its cell's id, which is the same in every language,
so an address with `#s-…` leads to the same place after the language is switched.
"""

from __future__ import annotations

import ast
import base64
import html
import mimetypes
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

if TYPE_CHECKING:
    from pathlib import Path

HIDDEN_TAG = "pandas-track"
"""The other way to do a task, in Python: for JupyterLab, not for the page."""

_HEADING = re.compile(r"<h([1-6])[^>]*>(.*?)</h\1>", re.DOTALL)
_PICTURE = re.compile(r'(<img\b[^>]*?\bsrc=")([^"]+)(")')
_TABLE = re.compile(r"<table.*?</table>", re.DOTALL)


@dataclass(frozen=True)
class Section:
    """A heading in the text."""

    id: str
    level: int
    title: str


def is_shown(cell: Any) -> bool:
    """Return whether a cell belongs on the page.

    The Python track, and the cells nbgrader grades or gives to be filled, belong in the
    notebook only: on the page, the same answers are given by clicking and typing,
    and each task says by itself whether its answer is saved.
    """
    nbgrader = cell.metadata.get("nbgrader", {})
    is_filled_or_graded = nbgrader.get("solution") or nbgrader.get("grade")
    return HIDDEN_TAG not in cell.metadata.get("tags", []) and not is_filled_or_graded


def shows_something(source: str) -> bool:
    """Return whether a code cell is likely to show something: its last line is a value.

    >>> shows_something("HandCount(seed=5)"), shows_something("import numpy")
    (True, False)
    """
    try:
        whole = ast.parse(source)
    except SyntaxError:
        return True
    names = {node.id for node in ast.walk(whole) if isinstance(node, ast.Name)}
    ends_in_a_value = bool(whole.body) and isinstance(whole.body[-1], ast.Expr)
    return ends_in_a_value or bool(names & {"print", "display"})


def to_html(source: str, folder: Path, attachments: dict[str, Any] | None = None) -> str:
    """Return Markdown as HTML; pictures beside the notebook become part of the page."""
    from nbconvert.filters.markdown_mistune import (  # noqa: PLC0415 - heavy
        IPythonRenderer,
        MarkdownWithMath,
    )

    renderer = IPythonRenderer(
        escape=False, exclude_anchor_links=True, attachments=attachments or {}
    )
    text = MarkdownWithMath(renderer=renderer).render(source)
    return _PICTURE.sub(lambda tag: tag[1] + _embedded(tag[2], folder) + tag[3], text)


def _embedded(address: str, folder: Path) -> str:
    """Return a picture beside the notebook as a data address; any other address as it is."""
    path = (folder / unquote(address)).resolve()
    if ":" in address or not path.is_relative_to(folder.resolve()) or not path.is_file():
        return address
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode('ascii')}"


def with_sections(text: str, cell_id: str) -> tuple[str, list[Section]]:
    """Return the HTML with a lasting id on each heading, and its sections.

    >>> with_sections("<h2>Пять строк</h2>", "a1")[0]
    '<h2 id="s-a1">Пять строк</h2>'
    """
    sections: list[Section] = []

    def named(heading: re.Match[str]) -> str:
        name = f"s-{cell_id}" + (f"-{len(sections) + 1}" if sections else "")
        title = html.unescape(re.sub(r"<[^>]+>", "", heading[2])).strip()
        sections.append(Section(name, int(heading[1]), title))
        return f'<h{heading[1]} id="{html.escape(name)}">{heading[2]}</h{heading[1]}>'

    return _HEADING.sub(named, text), sections


def with_scrolling_tables(text: str, label: str) -> str:
    """Return the HTML with each table in a box that scrolls by itself, also by keyboard."""
    box = f'<div class="electoral-scroll" role="group" tabindex="0" aria-label="{label}">'
    return _TABLE.sub(lambda table: f"{box}{table[0]}</div>", text)


def read(notebook: Any, folder: Path, table_label: str) -> list[Section]:
    """Put the HTML of each text cell in its metadata and return the page's sections."""
    sections: list[Section] = []
    for place, cell in enumerate(notebook.cells):
        cell.setdefault("id", f"cell-{place}")
        if cell.cell_type == "markdown" and is_shown(cell):
            text = to_html(cell.source, folder, cell.get("attachments"))
            text, found = with_sections(text, cell.id)
            sections += found
            cell.metadata["electoral_html"] = with_scrolling_tables(text, html.escape(table_label))
    return sections
