"""Rules for pages: short cells, facts with a source, sources of a good grade, known roles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from electoral_courses.blocks import blocks
from electoral_courses.lint.finding import Finding
from electoral_courses.roles import plain, roles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from electoral_courses.lint.project import Project
    from electoral_courses.myst import Page

LONGEST = 12
"""Lines of a code cell."""

GRADES = ("A", "B", "Model")
"""Read in a primary source, read in a secondary one, computed or assumed by the school's model;
C is from memory and may not be taught."""

_QUIET = re.compile(
    r"\{[\w:-]+\}(`+)(?!`).+?(?<!`)\1(?!`)|(?<!`)(`+)(?!`).+?(?<!`)\2(?!`)|\$[^$]+\$|\]\([^)]*\)"
)
_FACT = re.compile(
    r"\d[\d,.\u00a0\u202f ]*(?:%|\s?per ?cent\b)"
    r"|\b\d{1,3}(?:[,\u00a0\u202f ]\d{3})+\b"
    r"|(?<![\d.,])\d{3,}"
    r"|(?:\b(?:Art(?:icle|s|\.)?s?|paragraph|para)\.?|§)\s*\d+(?:\(\d+\)|\.\d+)*",
    re.IGNORECASE,
)


def findings(project: Project) -> Iterator[Finding]:
    """Yield the faults of all pages."""
    for module in project.modules:
        for page in module.pages:
            yield from _cells(page)
            yield from _facts(page)
            yield from _roles(page)


def fact(message: str) -> str | None:
    """Return the figure or the article in a message that asks for a source, if there is one.

    >>> fact("In 1,204 of 100 stations"), fact("Article 35 says so"), fact("Three of 53")
    ('1,204', 'Article 35', None)
    """
    found = _FACT.search(_QUIET.sub(" ", message))
    return found[0].strip() if found else None


def _cells(page: Page) -> Iterator[Finding]:
    for cell in page.cells:
        lines = cell.source.count("\n") + 1
        if cell.kind == "code" and lines > LONGEST:
            sentence = f"The code cell has {lines} lines; {LONGEST} is the most. Split it."
            yield Finding(page.path, cell.line, "long-cell", sentence)


def _facts(page: Page) -> Iterator[Finding]:
    """Yield each fact without a source, in its own text or in a line of its section."""
    facts: list[tuple[int, str]] = []
    sourced = False
    for line, kind, message in [*_blocks(page), (0, "heading", "")]:
        if kind == "heading":
            for at, figure in [] if sourced else facts:
                sentence = f"The fact “{figure}” has no source: end its text, or its section, with {{src}}."
                yield Finding(page.path, at, "no-source", sentence)
            facts, sourced = [], False
            continue
        names = {role.name for role in roles(message)}
        # A line of sources alone, or sources in words, hold for the whole section.
        sourced = sourced or "source" in names or ("src" in names and not plain(message).strip())
        figure = fact(message)
        if figure and "src" not in names:
            facts.append((line, figure))


def _roles(page: Page) -> Iterator[Finding]:
    for line, _, message in _blocks(page):
        for role in roles(message):
            if role.name == "source" and role.grade is None:
                sentence = (
                    f"The source “{role.body}” has no grade; "
                    "begin it with “A: ”, “B: ” or “Model: ”."
                )
                yield Finding(page.path, line, "source-grade", sentence)
            elif role.name == "source" and role.grade not in GRADES:
                sentence = (
                    f"The source “{role.text}” is graded {role.grade}, from memory: "
                    "check it against the named text first, or leave it out."
                )
                yield Finding(page.path, line, "source-grade", sentence)
            elif role.name not in ("source", "src", "term"):
                sentence = (
                    f"The role “{{{role.name}}}” is not known; known are src, source and term."
                )
                yield Finding(page.path, line, "unknown-role", sentence)


def _blocks(page: Page) -> Iterator[tuple[int, str, str]]:
    """Yield line, kind and message of the page's blocks."""
    for cell in page.cells:
        if cell.kind == "markdown":
            for block in blocks(cell.source):
                yield cell.line + block.line, block.kind, block.message
