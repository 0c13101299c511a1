"""Rules for items: whole, with an objective and feedback, and asked somewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from electoral_courses.item_rules import problems
from electoral_courses.lint.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from electoral_courses.lint.project import Project, Sources
    from electoral_courses.myst import Cell

_CALL = re.compile(r"\b(?:ask|check|variant)\(\s*(['\"])(?P<id>[^'\"]*)\1")
_ABOUT = re.compile(r"Item (?:'(?P<id>[^']*)'|number (?P<number>\d+))")


def findings(project: Project) -> Iterator[Finding]:
    """Yield the faults of all items."""
    for module in project.modules:
        yield from _format(module)
        for number, item in module.item_dicts():
            line = module.items.line(number)
            for code, sentence in _purpose(item, module.objectives):
                yield Finding(module.items_path, line, code, sentence)
        yield from _use(module)


def _format(module: Sources) -> Iterator[Finding]:
    """Yield what the item format itself forbids."""
    lines = {str(item["id"]): module.items.line(n) for n, item in module.item_dicts()}
    whole = [item for item in module.items.data or [] if isinstance(item, dict)]
    for fault in problems(whole):
        if "“objective” is missing" in fault:
            continue  # said below, with its own name
        about = _ABOUT.match(fault)
        line = lines.get(about["id"] or "", 1) if about else 1
        if about and about["number"]:
            line = module.items.line(int(about["number"]) - 1)
        yield Finding(module.items_path, line, "item-format", fault)


def _purpose(item: dict[str, Any], objectives: dict[str, str]) -> Iterator[tuple[str, str]]:
    name, objective = item["id"], item.get("objective")
    if not objective:
        yield "no-objective", f"The item “{name}” has no objective."
    elif objective not in objectives:
        yield "no-objective", f"The objective “{objective}” of “{name}” is not one of the lesson's."
    if item.get("kind") == "essay":
        if not item.get("scheme"):
            yield "no-feedback", f"The essay “{name}” has no mark scheme."
    elif not item.get("messages"):
        yield "no-feedback", f"The item “{name}” has no feedback: give it messages."


def _use(module: Sources) -> Iterator[Finding]:
    """Yield ids that are asked but not there, and items that are there but never asked."""
    known = {str(item["id"]) for _, item in module.item_dicts()}
    used: set[str] = set()
    for page in module.pages:
        for cell in page.cells:
            for line, name in _asked(cell):
                used.add(name)
                if name not in known:
                    sentence = f"There is no item “{name}” in items.yaml."
                    yield Finding(page.path, line, "unknown-item", sentence)
            used.add(str(cell.metadata.get("nbgrader", {}).get("grade_id")))
    for number, item in module.item_dicts():
        if str(item["id"]) not in used:
            sentence = f"The item “{item['id']}” is asked on no page."
            yield Finding(module.items_path, module.items.line(number), "unused-item", sentence)


def _asked(cell: Cell) -> Iterator[tuple[int, str]]:
    """Yield the ids that a cell asks for, with their lines."""
    for shorthand in ("item", "graded"):
        if shorthand in cell.metadata:
            yield cell.line, str(cell.metadata[shorthand])
    if cell.kind == "code":
        for found in _CALL.finditer(cell.source):
            yield cell.line + cell.source.count("\n", 0, found.start()), found["id"]
