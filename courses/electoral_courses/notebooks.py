"""From a page to a notebook in one language: fixed ids, expanded shorthands, no outputs."""

from __future__ import annotations

import base64
import hashlib
import json
import mimetypes
import re
from typing import TYPE_CHECKING, Any

from electoral_courses.citations import Citations
from electoral_courses.errors import CourseError
from electoral_courses.myst import translated, words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from electoral_courses.items import Item
    from electoral_courses.myst import Cell, Page
    from electoral_courses.sources import Source

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
LANGUAGE_INFO = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
}
"""Without the interpreter's version, which would differ from machine to machine."""

SHORTHANDS = ("item", "graded")
_IMAGE = re.compile(r"(!\[(?:[^\[\]\\]|\\.)*\]\()(?P<file>[^\s():]+)(\))")


def notebook(
    page: Page,
    language: str,
    gettext: Callable[[str], str],
    items: Mapping[str, Item],
    sources: Mapping[str, Source],
) -> dict[str, Any]:
    """Return the notebook of a page as JSON data.

    Raises:
        CourseError: an option, an item, an image or a source of the page is not as it should be.
    """
    module = page.path.parent.name
    citations = Citations(page, sources)
    counts: dict[str, int] = {}
    cells = []
    for cell in page.cells:
        metadata = _metadata(cell, page, items)
        counts[cell.kind] = counts.get(cell.kind, 0) + 1
        key = _key(metadata) or f"{cell.kind} {counts[cell.kind]}"
        source = translated(cell, page, language, gettext, citations)
        built: dict[str, Any] = {
            "cell_type": cell.kind,
            "id": _id(page, key),
            "metadata": metadata,
            "source": source.splitlines(keepends=True),
        }
        if cell.kind == "code":
            built |= {"execution_count": None, "outputs": []}
        elif cell.kind == "markdown":
            _attach(built, source, cell, page)
        cells.append(built)
    if listing := citations.listing(language):
        cells.append(
            {
                "cell_type": "markdown",
                "id": _id(page, "the list of sources"),
                "metadata": {},
                "source": listing.splitlines(keepends=True),
            }
        )
    _unique_ids(cells, page)
    metadata = {
        "electoral": {
            "language": language,
            "module": module,
            "page": page.name,
            "title": gettext(words(page.about["title"])),
        },
        "kernelspec": KERNEL,
        "language": language,
        "language_info": LANGUAGE_INFO,
    }
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def dumped(data: Mapping[str, Any], *, sort: bool = True) -> bytes:
    """Return a notebook, or other data, as the bytes of its file; the same data, the same bytes.

    The order of an item's options is the author's: it is not sorted away.
    """
    return (json.dumps(data, ensure_ascii=False, indent=1, sort_keys=sort) + "\n").encode()


def _id(page: Page, key: str) -> str:
    """Return the id of a cell for ever, from what it is called."""
    name = f"{page.path.parent.name}/{page.name}/{key}"
    return hashlib.sha256(name.encode()).hexdigest()[:12]


def _key(metadata: Mapping[str, Any]) -> str | None:
    """Return what a cell is called for ever, if it has a name of its own."""
    nbgrader, electoral = metadata.get("nbgrader", {}), metadata.get("electoral", {})
    name = nbgrader.get("grade_id") or electoral.get("cell")
    return f"named {name}" if name else None


def _unique_ids(cells: list[dict[str, Any]], page: Page) -> None:
    seen: dict[str, int] = {}
    for number, cell in enumerate(cells):
        if cell["id"] in seen:
            grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id")
            line = page.cells[number].line
            raise CourseError(f"The grade id “{grade_id}” is used twice.", page.path, line)
        seen[cell["id"]] = number


def _metadata(cell: Cell, page: Page, items: Mapping[str, Item]) -> dict[str, Any]:
    """Return a cell's metadata with the shorthands `:item:` and `:graded:` expanded."""
    metadata = {key: value for key, value in cell.metadata.items() if key not in SHORTHANDS}
    names = [(key, str(cell.metadata[key])) for key in SHORTHANDS if key in cell.metadata]
    for shorthand, name in names:
        if name not in items:
            sentence = f"There is no item “{name}” in items.yaml."
            raise CourseError(sentence, page.path, cell.line)
        metadata["electoral"] = {**metadata.get("electoral", {}), "item": name}
        if shorthand == "graded":
            points = items[name].points
            if points <= 0:
                sentence = f"The item “{name}” is graded here but has no points."
                raise CourseError(sentence, page.path, cell.line)
            metadata["nbgrader"] = {
                "cell_type": "code",
                "grade": True,
                "grade_id": name,
                "locked": True,
                "points": int(points) if points.denominator == 1 else float(points),
                "schema_version": 3,
                "solution": False,
                "task": False,
            }
    return metadata


def _attach(built: dict[str, Any], source: str, cell: Cell, page: Page) -> None:
    """Put a cell's pictures into the notebook."""
    folder = page.path.parent
    attachments: dict[str, dict[str, str]] = {}

    def attach(found: re.Match[str]) -> str:
        file = folder / found["file"]
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        if not file.is_file():
            sentence = f"The picture “{found['file']}” is missing."
            raise CourseError(sentence, page.path, cell.line)
        data = base64.b64encode(file.read_bytes()).decode()
        if kind == "image/svg+xml":  # JupyterLab shows no drawing that is attached
            return f"{found[1]}data:{kind};base64,{data}{found[3]}"
        attachments[file.name] = {kind: data}
        return f"{found[1]}attachment:{file.name}{found[3]}"

    built["source"] = _IMAGE.sub(attach, source).splitlines(keepends=True)
    if attachments:
        built["attachments"] = attachments
