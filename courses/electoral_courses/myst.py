"""A page of a module: a MyST notebook, read into cells that know their lines.

Jupytext decides what is a cell; this module adds where each one stands, and puts a page
into another language without touching its code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from electoral_courses import yaml_source
from electoral_courses.blocks import blocks, replaced
from electoral_courses.errors import CourseError, read_text
from electoral_courses.roles import rendered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from electoral_courses.citations import Citations

_FRONT = re.compile(r"---[ \t]*\n(?P<yaml>.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_AT_LINE = re.compile(r"at line (\d+)")


@dataclass(frozen=True)
class Cell:
    """A cell of a page."""

    kind: str
    """`markdown`, `code` or `raw`."""
    source: str
    metadata: dict[str, Any]
    line: int
    """The line of the file, from 1, on which the cell's source begins."""


@dataclass(frozen=True)
class Page:
    """A page of a module: `lesson.md`, `assignment.md` or `teacher.md`."""

    path: Path
    front: yaml_source.YamlSource
    """The front matter."""
    cells: list[Cell] = field(default_factory=list)

    @property
    def name(self) -> str:
        """`lesson`, `assignment` or `teacher`."""
        return self.path.stem

    @property
    def about(self) -> dict[str, Any]:
        """The key `electoral` of the front matter: title, summary, minutes, objectives."""
        return (self.front.data or {}).get("electoral", {})

    def messages(self) -> Iterator[tuple[int, str]]:
        """Yield each translatable message with its line."""
        yield from front_messages(self.front)
        for cell in self.cells:
            if cell.kind == "markdown":
                for block in blocks(cell.source):
                    if block.speaks():
                        yield cell.line + block.line, block.message


def words(value: object) -> str:
    """Return a text of the front matter as one line, as it stands in the catalogue."""
    return " ".join(str(value).split())


def front_messages(front: yaml_source.YamlSource) -> Iterator[tuple[int, str]]:
    """Yield the title, the summary and the objectives with their lines."""
    about = (front.data or {}).get("electoral", {})
    for key in ("title", "summary"):
        if about.get(key):
            yield front.line("electoral", key), words(about[key])
    for name, sentence in (about.get("objectives") or {}).items():
        yield front.line("electoral", "objectives", str(name)), words(sentence)


def read_front(path: Path, text: str | None = None) -> yaml_source.YamlSource:
    """Return the front matter of a page, checked.

    Raises:
        CourseError: it is missing, malformed, or lacks the page's title.
    """
    found = _FRONT.match(read_text(path) if text is None else text)
    if not found:
        raise CourseError("The page must begin with front matter between two lines “---”.", path, 1)
    front = yaml_source.parse(found["yaml"], path, first_line=2)
    about = front.data.get("electoral") if isinstance(front.data, dict) else None
    if not isinstance(about, dict):
        raise CourseError("The front matter must have the key “electoral”.", path, front.line())
    if not isinstance(about.get("title"), str) or not about["title"].strip():
        raise CourseError("The page must have a title under “electoral”.", path, 1)
    objectives = about.get("objectives")
    if objectives is not None and not isinstance(objectives, dict):
        line = front.line("electoral", "objectives")
        raise CourseError("The objectives must be “id: sentence” pairs.", path, line)
    prerequisites = about.get("prerequisites")
    if prerequisites is not None and not isinstance(prerequisites, list):
        line = front.line("electoral", "prerequisites")
        raise CourseError("The prerequisites must be a list of module ids.", path, line)
    return front


def read_page(path: Path) -> Page:
    """Read a page from its file.

    Raises:
        CourseError: it is missing or malformed; the message names the line.
    """
    return parse_page(read_text(path), path)


def parse_page(text: str, path: Path) -> Page:
    """Read a page from its text; `path` is for messages and for pictures beside it.

    Raises:
        CourseError: it is malformed; the message names the line.
    """
    from jupytext.myst import (  # noqa: PLC0415 - most of a second, for those who read pages
        MystMetadataParsingError,
        myst_to_notebook,
    )

    text = text.replace("\r\n", "\n")
    front = read_front(path, text)
    try:
        notebook = myst_to_notebook(text, add_source_map=True)
    except (MystMetadataParsingError, ValueError, TypeError) as error:
        at_line = _AT_LINE.search(str(error))
        line = int(at_line[1]) if at_line else None
        raise CourseError(f"A cell cannot be read: {words(error)}.", path, line) from error
    lines = text.split("\n")
    cells = []
    for cell, start in zip(notebook.cells, notebook.metadata["source_map"], strict=True):
        place = _place(lines, cell.source, start)
        if not isinstance(cell.metadata, dict):
            raise CourseError("A cell's options must be “key: value” pairs.", path, place)
        cells.append(Cell(cell.cell_type, cell.source, dict(cell.metadata), place))
    return Page(path, front, cells)


def _place(lines: list[str], source: str, start: int) -> int:
    """Return the line, from 1, on which `source` begins at or after `start`, from 0."""
    body = source.split("\n")
    for place in range(start, len(lines)):
        if lines[place : place + len(body)] == body:
            return place + 1
    return start + 1


def translated(
    cell: Cell,
    page: Page,
    language: str,
    gettext: Callable[[str], str],
    citations: Citations | None = None,
) -> str:
    """Return the source of a cell in `language`; the source of code is returned as it is.

    `citations` are the sources of the page, where one is cited by its id.

    Raises:
        CourseError: a translation breaks the structure of the text.
    """
    if cell.kind != "markdown":
        return cell.source
    speaking = {block.message for block in blocks(cell.source) if block.speaks()}

    mark = None if citations is None else partial(citations.mark, language=language)

    def render(message: str) -> str:
        text = gettext(message) if message in speaking else message
        return rendered(text, language, mark)

    try:
        return replaced(cell.source, render)
    except ValueError as error:
        raise CourseError(f"In the language “{language}”: {error}", page.path, cell.line) from error
