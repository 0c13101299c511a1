"""What the checks found in a graded assignment, as tables.

It lies beside the graded work, in `graded.json` or in the outputs of the graded notebook;
either may be missing.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pandas as pd

from electoral_courses.feedback import MIME
from electoral_grading.cells import read_json

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_BYTES = 40_000_000
"""A larger file is no learner's notebook and is not read."""

FOUND: Any = ["student", "item", "score", "max_score", "message", "evidence", "text"]
RUNS: Any = ["student", "status", "level", "seconds"]


def findings(root: Path, assignment: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what the checks found, one row an item, and how grading ran, one row a notebook.

    `graded.json` is believed before the notebooks, because it also tells how plain tests ended.
    """
    found: list[dict[str, Any]] = []
    runs: list[dict[str, Any]] = []
    for folder in sorted((root / "autograded").glob(f"*/{assignment}")):
        results = recorded(folder)
        for result in results:
            items = result.get("items")
            items = items if isinstance(items, list) else []
            found += [
                row(folder.parent.name, item, "name") for item in items if isinstance(item, dict)
            ]
            runs.append({name: result.get(name) for name in RUNS} | {"student": folder.parent.name})
        if not results:
            found += [row(folder.parent.name, data, "item") for data in shown(folder)]
    return pd.DataFrame(found, columns=FOUND), pd.DataFrame(runs, columns=RUNS)


def recorded(folder: Path) -> list[dict[str, Any]]:
    """Return the results written beside a graded notebook; none where there are none to read."""
    try:
        data = json.loads((folder / "graded.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return []
    return [result for result in data if isinstance(result, dict)] if isinstance(data, list) else []


def shown(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the results that the checks left in the outputs of the graded notebooks."""
    for cell in notebook_cells(folder):
        known = cell.get("metadata", {}).get("nbgrader", {})
        # In a cell that a learner writes, an output proves nothing.
        if not known.get("grade") or known.get("solution"):
            continue
        for output in cell.get("outputs") or ():
            data = (output.get("data") or {}).get(MIME)
            if isinstance(data, dict):
                yield {**data, "score": data.get("points"), "max_score": data.get("max_points")}


def row(student: str, data: dict[str, Any], name: str) -> dict[str, Any]:
    """Return one line of `findings`; what is not of the expected kind becomes nothing."""
    evidence = data.get("evidence")
    return {
        "student": student,
        "item": str(data.get(name, "")),
        "score": data.get("score"),
        "max_score": data.get("max_score"),
        "message": str(data.get("message") or ""),
        "evidence": evidence if isinstance(evidence, dict) else {},
        "text": str(data.get("text") or ""),
    }


def notebook_cells(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the cells of the notebooks in a folder, links and giant files left out."""
    for path in sorted(folder.glob("*.ipynb")):
        if path.is_symlink() or not path.is_file() or path.stat().st_size > MOST_BYTES:
            continue
        cells = read_json(path).get("cells")
        yield from (cell for cell in cells or () if isinstance(cell, dict))


def item_order(root: Path, assignment: str) -> list[str]:
    """Return the graded cells in the order of the lecturer's source."""
    known = (
        cell.get("metadata", {}).get("nbgrader", {})
        for cell in notebook_cells(root / "source" / assignment)
    )
    return [str(data.get("grade_id")) for data in known if data.get("grade") or data.get("task")]


def folders_of(root: Path, step: str, assignment: str) -> set[str]:
    """Return the learners who have a folder of this step, such as `submitted`."""
    return {path.parent.name for path in (root / step).glob(f"*/{assignment}") if path.is_dir()}
