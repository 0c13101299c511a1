"""What a submission brings to the gradebook, looked up before the gradebook is locked."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nbformat import NotebookNode
from nbgrader.utils import compute_checksum, is_solution, is_task, parse_utc

from electoral_grading.result import FAILED, MISSING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from electoral_grading.gradebook.records import Graded

NO_RESPONSE = "No response."
"""nbgrader's own words for a cell that was left as it was released."""

LONGEST = 128
"""Characters of a name in the gradebook."""


@dataclass(frozen=True)
class Work:
    """Points and comments of a submission."""

    timestamp: datetime | None
    scores: dict[str, dict[str, tuple[float | None, float]]]
    """By notebook and cell: the points, None for a hand; and how many there could be."""
    comments: dict[str, dict[str, str | None]]
    """By notebook and cell."""


def refusal(graded: Graded) -> str:
    """Return why a submission cannot be saved whatever the gradebook holds, or nothing."""
    name = graded.student
    if not name or len(name) > LONGEST or "\0" in name or not encodable(name):
        return f"The name {name[:LONGEST]!r} cannot be kept in the gradebook."
    for result in graded.results:
        if result.status == FAILED:
            return f"The grading of {result.notebook!r} failed; it has to be repeated."
        if result.page is None and result.status != MISSING:
            return f"The graded notebook {result.notebook!r} did not come with its result."
        for item in result.items:
            if item.score is not None and not math.isfinite(item.score):
                return f"The points of {item.name!r} are {item.score}, which is not a number."
    return ""


def encodable(text: str) -> bool:
    """Whether a text has only whole characters.

    >>> encodable("Айжан"), encodable(chr(0xD800))
    (True, False)
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def work_of(graded: Graded) -> Work:
    """Look up what is to be saved of a submission."""
    there = [result for result in graded.results if result.page is not None]
    return Work(
        timestamp=parse_utc(graded.timestamp) if graded.timestamp else None,
        scores={
            result.notebook: {
                item.name: (None if item.score is None else float(item.score), item.max_score)
                for item in result.items
            }
            for result in there
        },
        comments={result.notebook: comments(result.page or {}) for result in there},
    )


def comments(page: Mapping[str, Any]) -> dict[str, str | None]:
    """Return nbgrader's own comments on the cells of a graded notebook."""
    known = {}
    for cell in page.get("cells", ()):
        metadata = cell["metadata"].get("nbgrader")
        if not metadata or "grade_id" not in metadata:
            continue
        source = cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
        bare = {"cell_type": cell["cell_type"], "source": source}
        node = NotebookNode(bare, metadata=NotebookNode(nbgrader=NotebookNode(metadata)))
        if is_solution(node) or is_task(node):
            same = metadata.get("checksum") == compute_checksum(node) and not is_task(node)
            known[metadata["grade_id"]] = NO_RESPONSE if same else None
    return known
