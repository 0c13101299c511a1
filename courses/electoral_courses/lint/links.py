"""The rule that nothing we show reaches for another machine.

A source names its site as plain text; the licence may be linked; namespaces are only names.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from electoral_courses.errors import CourseError, read_text
from electoral_courses.lint.finding import Finding, line_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from electoral_courses.lint.project import Project

ALLOWED = (
    "creativecommons.org/licenses/",
    "creativecommons.org/publicdomain/",
    "opensource.org/license",
    "www.w3.org/",
    "localhost",
    "127.0.0.1",
)
"""Beginnings of addresses that may stand anywhere: licences, namespaces, this machine."""

SHOWN = (".js", ".css", ".html", ".j2", ".svg")
"""Files of a package that a browser gets."""

_SOURCE = re.compile(r"\{source\}(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_ADDRESS = re.compile(
    r"(?:https?|wss?)://(?P<full>[^\s\"'`<>)\]}]+)"
    r"|(?:(?:src|href)\s*=\s*[\"']|url\(\s*[\"']?|@import\s+[\"'])//(?P<bare>[^\s\"'`<>)]+)",
    re.IGNORECASE,
)


def findings(project: Project) -> Iterator[Finding]:
    """Yield the addresses of other machines in lessons, items, translations and widgets."""
    for module in project.modules:
        for path in [page.path for page in module.pages] + [module.items_path]:
            if path.is_file():
                yield from _in_file(path)
    for translation in project.translations:
        for entry in translation.entries or []:
            texts = [entry.msgstr, *entry.msgstr_plural.values()]
            for _, address in addresses("\n".join(texts)):
                if not entry.obsolete:
                    yield _finding(translation.path, line_of(entry), address)
    for path in _shown(project):
        yield from _in_file(path)


def addresses(text: str) -> Iterator[tuple[int, str]]:
    """Yield the addresses of other machines in a text with their lines, from 1.

    >>> list(addresses("See https://example.org/x."))
    [(1, 'example.org/x.')]
    >>> list(addresses("{source}`A: https://example.org/x`"))
    []
    """
    quiet = _SOURCE.sub(lambda found: "\n" * found[0].count("\n"), text)
    for found in _ADDRESS.finditer(quiet):
        address = found["full"] or found["bare"]
        if not address.lower().startswith(ALLOWED):
            yield quiet.count("\n", 0, found.start()) + 1, address


def _in_file(path: Path) -> Iterator[Finding]:
    try:
        text = read_text(path)
    except CourseError:
        return  # reported where it is read as what it is
    for line, address in addresses(text):
        yield _finding(path, line, address)


def _shown(project: Project) -> Iterator[Path]:
    """Yield the files of the packages and the page templates that go to a browser."""
    if project.root == project.courses:
        return
    for folder in (*project.root.glob("*/electoral_*"), *project.root.glob("widgets/voila")):
        for path in sorted(folder.rglob("*")):
            if path.suffix in SHOWN and path.is_file():
                yield path


def _finding(path: Path, line: int, address: str) -> Finding:
    sentence = f"“{address}” is on another machine; pages must work without it."
    return Finding(path, line, "outside-link", sentence)
