"""The rule that nothing is said by a picture alone."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from electoral_courses.lint.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from electoral_courses.lint.project import Project
    from electoral_courses.myst import Page

_NO_ALT = re.compile(r"!\[\s*\]\([^)]*\)|!\[\s*\]\[|<img\b(?![^>]*\balt=[\"'][^\"']*\S)[^>]*>")
_MAGIC = re.compile(r"^(\s*)[%!?].*$", re.MULTILINE)


def findings(project: Project) -> Iterator[Finding]:
    """Yield pictures and charts that somebody who cannot see them would miss."""
    for module in project.modules:
        for page in module.pages:
            yield from _on_page(page)
        for number, item in module.item_dicts():
            if any(_pictures(text) for text in _texts(item)):
                sentence = f"A picture in the item “{item['id']}” has no text alternative."
                yield Finding(module.items_path, module.items.line(number), "no-alt", sentence)
    if project.root != project.courses:
        yield from _in_packages(project)


def _on_page(page: Page) -> Iterator[Finding]:
    for cell in page.cells:
        if cell.kind == "markdown":
            for line in _pictures(cell.source):
                sentence = "The picture has no text alternative: ![what it shows](file)."
                yield Finding(page.path, cell.line + line, "no-alt", sentence)
        elif cell.kind == "code":
            for line in charts(cell.source):
                yield _chart(page.path, cell.line + line - 1)


def _in_packages(project: Project) -> Iterator[Finding]:
    for path in sorted(project.root.glob("*/electoral_*/**/*.py")):
        for line in charts(path.read_text(encoding="utf-8")):
            yield _chart(path, line)


def charts(code: str) -> list[int]:
    r"""Return the lines of `Chart(…)` calls without a text alternative.

    >>> charts("Chart(figure)\nChart(figure, alt='Turnout by district')")
    [1]
    """
    try:
        tree = ast.parse(_MAGIC.sub(r"\1pass", code))
    except SyntaxError:
        return []
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _name(node.func) == "Chart" and not _has_alt(node)
    ]


def _has_alt(call: ast.Call) -> bool:
    for keyword in call.keywords:
        if keyword.arg == "alt":
            silent = (
                isinstance(keyword.value, ast.Constant)
                and not str(keyword.value.value or "").strip()
            )
            return not silent
    return any(keyword.arg is None for keyword in call.keywords)


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _chart(path: Path, line: int) -> Finding:
    return Finding(path, line, "no-alt", "The chart has no text alternative: Chart(…, alt=“…”).")


def _pictures(text: str) -> list[int]:
    return [text.count("\n", 0, found.start()) for found in _NO_ALT.finditer(text)]


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
