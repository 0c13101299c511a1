r"""A notebook's JSON, whoever wrote it, as a plain page of cells in today's format.

Nothing is believed: each value that is kept has its right type, a text its whole characters.
Outputs are never kept; grading makes its own.

>>> page, oddities = tidy({"cells": [{"cell_type": "code", "source": ["one = 1\n", "two = 2"]}]})
>>> page["cells"][0]["source"], oddities
('one = 1\ntwo = 2', set())
"""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING, Any

from electoral_grading.notes import LONG, OLDER, TIDIED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Cell = dict[str, Any]
Page = dict[str, Any]

MOST_CELLS = 2_000
"""Cells of a page that are looked at; no honest one has so many."""

TYPES = {"code": "code", "markdown": "markdown", "raw": "raw"}
OLD_TYPES = {"heading": "markdown", "html": "markdown", "text": "markdown", "plaintext": "raw"}
TEXTS = ("source", "input", "code", "text")
"""Where formats of different ages keep a cell's text."""
RAN = ("outputs", "execution_count", "prompt_number")
"""What only a code cell has."""

ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
BROKEN = re.compile("[\x00\ud800-\udfff]")
KEPT = {
    "electoral": dict,
    "electoral_notes": list,
    "kernelspec": dict,
    "language": str,
    "language_info": dict,
}
"""Of a page's metadata, what somebody reads later, and its type."""


def tidy(page: Mapping[str, Any]) -> tuple[Page, set[str]]:
    """Return the page in format 4.5, and the kinds of notes about what was put right."""
    oddities: set[str] = set()
    cells = []
    for cell in _cells(page, oddities):
        if len(cells) == MOST_CELLS:
            oddities.add(LONG)
            break
        cells.append(tidy_cell(cell, oddities))
    if page.get("nbformat", 4) != 4 and OLDER not in oddities:
        oddities.add(TIDIED)
    metadata = page.get("metadata", {})
    if not isinstance(metadata, dict):
        metadata = {}
        oddities.add(TIDIED)
    kept = {name: metadata[name] for name in KEPT if isinstance(metadata.get(name), KEPT[name])}
    return {"cells": cells, "metadata": kept, "nbformat": 4, "nbformat_minor": 5}, oddities


def _cells(page: Mapping[str, Any], oddities: set[str]) -> Iterator[Cell]:
    """Yield whatever can be a cell of the page, in any format's place."""
    found = page.get("cells")
    if not isinstance(found, list):
        sheets = page.get("worksheets")
        sheets = sheets if isinstance(sheets, list) else []
        found = [
            cell
            for sheet in sheets
            if isinstance(sheet, dict) and isinstance(sheet.get("cells"), list)
            for cell in sheet["cells"]
        ]
        oddities.add(OLDER if sheets else TIDIED)
    for cell in found:
        if isinstance(cell, dict):
            yield cell
        else:
            oddities.add(TIDIED)


def tidy_cell(cell: Mapping[str, Any], oddities: set[str]) -> Cell:
    """Return a cell with what counts of it, each value of its right type."""
    kind = cell.get("cell_type")
    kind = TYPES.get(kind) if isinstance(kind, str) else None
    if kind is None:
        kind = _kind(cell, oddities)
    text = text_of(cell, oddities)
    if cell.get("cell_type") == "heading":
        level = cell.get("level")
        text = f"{'#' * (level if isinstance(level, int) and 0 < level < 7 else 1)} {text}"
    made: Cell = {"cell_type": kind, "id": "", "metadata": {}, "source": text}
    known = cell.get("id")
    if isinstance(known, str) and ID.fullmatch(known):
        made["id"] = known
    elif known is not None:
        oddities.add(TIDIED)
    metadata = cell.get("metadata")
    if isinstance(metadata, dict):
        made["metadata"] = _metadata(metadata)
    elif metadata is not None:
        oddities.add(TIDIED)
    if kind == "code":
        made |= {"execution_count": None, "outputs": []}
    elif isinstance(files := cell.get("attachments"), dict) and files:
        made["attachments"] = {
            clean(name): {
                clean(mime): clean(data) for mime, data in file.items() if isinstance(data, str)
            }
            for name, file in files.items()
            if isinstance(file, dict)
        }
    return made


def _kind(cell: Mapping[str, Any], oddities: set[str]) -> str:
    """Return what a cell of an unknown or older type is."""
    given = str(cell.get("cell_type")).strip().lower()
    oddities.add(OLDER if given in OLD_TYPES else TIDIED)
    ran = any(name in cell for name in RAN)
    return OLD_TYPES.get(given) or TYPES.get(given) or ("code" if ran else "raw")


def _metadata(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Return of a cell's metadata its grade id and its tags."""
    kept: dict[str, Any] = {}
    known = metadata.get("nbgrader")
    if isinstance(known, dict) and isinstance(known.get("grade_id"), str):
        kept["nbgrader"] = {"grade_id": clean(known["grade_id"])}
    tags = metadata.get("tags")
    if isinstance(tags, list) and tags:
        kept["tags"] = [clean(tag) for tag in tags if isinstance(tag, str)]
    return kept


def text_of(cell: Mapping[str, Any], oddities: set[str]) -> str:
    """Return the text of a cell, whose lines may stand apart."""
    name = next((name for name in TEXTS if name in cell), "source")
    source = cell.get(name, "")
    if name != "source":
        oddities.add(OLDER)
    if isinstance(source, list):
        lines = [line for line in source if isinstance(line, str)]
        if len(lines) < len(source):
            oddities.add(TIDIED)
        source = "".join(lines)
    if not isinstance(source, str):
        oddities.add(TIDIED)
        return ""
    text = clean(source)
    if text != source:
        oddities.add(TIDIED)
    return text.replace("\r\n", "\n") if "\r" in text else text


def clean(text: str) -> str:
    r"""Return a text without halves of characters, which no file and no database takes.

    >>> clean("a\ud83db")
    'a�b'
    """
    return BROKEN.sub("\ufffd", text)


def grade_id(cell: Mapping[str, Any]) -> str:
    """Return the name under which the gradebook may know the cell; empty if it has none."""
    known = cell.get("metadata", {}).get("nbgrader")
    return str(known.get("grade_id", "")) if isinstance(known, dict) else ""


def number(cells: list[Cell]) -> None:
    """Give each cell an id of its own; the first that has a good one keeps it."""
    used = {cell["id"] for cell in cells}
    fresh = (f"cell-{place}" for place in count(1))
    taken = {""}
    for cell in cells:
        if cell["id"] in taken:
            cell["id"] = next(one for one in fresh if one not in used)
        taken.add(cell["id"])


def plain(text: str) -> str:
    r"""Return a text so that two ways of saving it are equal.

    >>> plain("one = 1  \r\n\r\n") == plain("one = 1")
    True
    """
    return "\n".join([line.rstrip() for line in text.split("\n")]).strip("\n")
