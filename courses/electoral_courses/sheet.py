"""A reviewer's sheet: each statement of a module with its source, its grade and its place.

A mark stands for the words before it in its text, back to the mark before; marks in a line of
their own stand for what their section said without one. A figure that nothing stands for is
listed too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from electoral_courses.blocks import blocks
from electoral_courses.catalogue import WRITTEN, module_paths
from electoral_courses.lint.pages import fact
from electoral_courses.myst import read_page
from electoral_courses.roles import plain, roles
from electoral_courses.sources import cited, read_sources

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from electoral_courses.myst import Page
    from electoral_courses.roles import Role
    from electoral_courses.sources import Source

COLUMNS = ("place", "statement", "source", "grade", "where", "reviewed")

_MARKS = re.compile(r"((?:\s*\{(?:src|source)\}(`+)(?!`).+?(?<!`)\2(?!`))+)", re.DOTALL)


@dataclass(frozen=True)
class Statement:
    """What a page says, and the mark that stands for it."""

    line: int
    words: str
    mark: Role | None


def sheet(courses: Path, module: str) -> Iterator[str]:
    """Yield the lines of a module's sheet, a Markdown table.

    Raises:
        LookupError: there is no such module.
        CourseError: the list of sources or a page cannot be read.
    """
    folders = {path.name: path for path in module_paths(courses)}
    folder, sources = folders[module], read_sources(courses)
    yield _row(COLUMNS)
    yield _row(["---"] * len(COLUMNS))
    for name in WRITTEN:
        path = folder / f"{name}.md"
        if path.is_file():
            for statement in statements(read_page(path)):
                place = f"{name}.md:{statement.line}"
                yield _row([place, statement.words, *_source(statement.mark, sources), ""])


def statements(page: Page) -> Iterator[Statement]:
    """Yield the statements of a page in order."""
    waiting: list[tuple[int, str]] = []
    last: list[tuple[int, str]] = []
    alone: list[Role] = []
    heading = ""
    for line, kind, message in [*_blocks(page), (0, "heading", "")]:
        if kind == "heading":
            yield from _left(waiting, alone)
            waiting, last, alone, heading = [], [], [], plain(message)
            continue
        words, marks = "", []
        for place, piece in enumerate(_MARKS.split(message)):
            if place % 3 == 0:
                words = plain(piece).strip()
            elif place % 3 == 1:
                marks = roles(piece)
                if words:
                    yield from (Statement(line, words, mark) for mark in marks)
                else:
                    last = waiting or last
                    waiting = []
                    alone += marks
                    said = " ".join(told for _, told in last) or f"[{heading}]"
                    yield from (Statement(line, said, mark) for mark in marks)
        if words:
            waiting.append((line, words))


def _left(waiting: list[tuple[int, str]], alone: list[Role]) -> Iterator[Statement]:
    """Yield the figures with no mark of their own, each with the lines of their section."""
    for line, words in waiting:
        if fact(words):
            yield from (Statement(line, words, mark) for mark in alone or [None])


def _blocks(page: Page) -> Iterator[tuple[int, str, str]]:
    """Yield line, kind and message of the texts, and of the items between them the name."""
    for cell in page.cells:
        if cell.kind == "markdown":
            for block in blocks(cell.source):
                yield cell.line + block.line, block.kind, block.message
        elif "item" in cell.metadata:
            yield cell.line, "item", f"[{cell.metadata['item']}]"


def _source(mark: Role | None, sources: Mapping[str, Source]) -> list[str]:
    """Return source, grade and place of a mark."""
    if mark is None:
        return ["none", "", ""]
    if mark.name == "source":
        return [mark.text, mark.grade or "none", ""]
    name, places = cited(mark.body)
    source = sources.get(name)
    if source is None or any(place not in source.read for place in places):
        return [mark.body, "unknown", ""]
    told = f"{name}: {source.parts} {', '.join(places)}" if places else name
    where = source.where_of(places)
    note = f" ({source.note})" if source.note and source.where in where else ""
    return [f"{told} ({source.name})", source.grade_of(places), where + note]


def _row(cells: list[str] | tuple[str, ...]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
