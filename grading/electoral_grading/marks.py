"""From a graded page to the results of its cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from electoral_courses.feedback import MIME
from electoral_grading.cells import checksum
from electoral_grading.judge.outputs import DIED, STOPPED
from electoral_grading.judge.points import UNGRADED, points
from electoral_grading.result import ItemResult

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from electoral_grading.assignment import Page

ENDS = {STOPPED: "stopped", DIED: "died", UNGRADED: "no-result"}
"""Errors of ours as message ids."""


def items_of(page: Mapping[str, Any], released: Page) -> Iterator[ItemResult]:
    """Yield the result of each graded cell of a graded page."""
    for cell in page["cells"]:
        known = cell["metadata"].get("nbgrader") or {}
        name = known.get("grade_id", "")
        if name not in released.graded:
            continue
        most = released.graded[name]
        if known.get("solution") or known.get("task") or cell["cell_type"] != "code":
            same = known.get("solution") and checksum(cell) == known.get("checksum")
            yield ItemResult(name, 0.0 if same else None, most)
            continue
        outputs = cell["outputs"]
        score, said = points(outputs, most), told(outputs)
        if said:
            yield ItemResult(name, score, most, said.get("message", ""), said.get("evidence", {}))
            continue
        errors = [output for output in outputs if output["output_type"] == "error"]
        fault = errors[0]["ename"] if errors else ""
        message = ENDS.get(fault, "error") if errors else ""
        text = f"{fault}: {errors[0]['evalue']}"[:500] if errors else ""
        yield ItemResult(name, score, most, message, text=text)


def told(outputs: list[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return what the check of an item said for programs; nothing where it is another's test."""
    for output in outputs:
        data = output.get("data", {}).get(MIME)
        if isinstance(data, dict):
            return data
    return {}


def item_names(keys: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return by item the names that its check looks up in the notebook."""
    found: dict[str, list[str]] = {}
    for item in keys.get("items", ()):
        code = item.get("code") or {}
        found[item["id"]] = [name for name in (item.get("name"), code.get("name")) if name]
    return found
