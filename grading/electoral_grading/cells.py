"""The cells of a submission, brought back to the page that was released.

The gradebook's own cells decide: which there are, what kind each is, how many points it has.
What a learner did to a cell's metadata is passed over; a cell that stands twice counts once,
the copy with the work in it; a cell that is gone is put back in its place. A learner's code
runs in the order in which it was handed in; each test runs after the answers that it is about.
"""

from __future__ import annotations

import hashlib
import html
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from electoral_grading.arrange import arranged
from electoral_grading.frame import Frame
from electoral_grading.pages import grade_id, number, tidy
from electoral_grading.recognise import recognised

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from electoral_grading.notes import Note

__all__ = ["Master", "canonical", "grade_id", "masters", "put_essays", "read_json"]

Cell = Any
"""A notebook cell, as JSON or as nbformat reads it."""


@dataclass(frozen=True)
class Master:
    """A cell as the gradebook knows it; `asdict` and `Master(**data)` make and read its JSON."""

    name: str
    """Its grade id."""
    cell_type: str
    source: str
    """As released: the stub where there was a solution; hidden tests included."""
    checksum: str
    locked: bool
    grade: bool
    solution: bool
    task: bool
    points: float
    cell_id: str = ""
    """Its id in the notebook; empty where only the lecturer's source knows it."""

    @property
    def metadata(self) -> dict[str, Any]:
        """The cell's metadata in nbgrader's schema 3."""
        known: dict[str, Any] = {
            "schema_version": 3,
            "grade_id": self.name,
            "grade": self.grade,
            "solution": self.solution,
            "locked": self.locked,
            "task": self.task,
            "cell_type": self.cell_type,
            "checksum": self.checksum,
        }
        return known | ({"points": self.points} if self.grade or self.task else {})

    def cell(self, source: str) -> dict[str, Any]:
        """Return the cell with a text in it."""
        cell: dict[str, Any] = {"cell_type": self.cell_type, "id": self.cell_id}
        cell |= {"metadata": {"nbgrader": self.metadata}, "source": source}
        return cell | ({"execution_count": None, "outputs": []} if self.cell_type == "code" else {})


def masters(db_url: str, assignment: str, notebook: str) -> dict[str, Master]:
    """Return the gradebook's cells of a notebook by their names."""
    from nbgrader.api import Gradebook  # noqa: PLC0415 - slow, and the pure half needs none

    with Gradebook(db_url) as gradebook:
        page = gradebook.find_notebook(notebook, assignment)
        graded = {cell.name: cell.max_score for cell in page.grade_cells}
        tasks = {cell.name: cell.max_score for cell in page.task_cells}
        solutions = {cell.name for cell in page.solution_cells}
        return {
            cell.name: Master(
                name=cell.name,
                cell_type=cell.cell_type,
                source=cell.source or "",
                checksum=cell.checksum,
                locked=cell.locked,
                grade=cell.name in graded,
                solution=cell.name in solutions,
                task=cell.name in tasks,
                points=float({**graded, **tasks}.get(cell.name, 0)),
            )
            for cell in page.source_cells
        }


def canonical(
    page: Mapping[str, Any], known: Mapping[str, Master], source: Sequence[Mapping[str, Any]]
) -> tuple[dict[str, Any], list[Note]]:
    """Return a submitted page brought back to the released one, and what was mended.

    Args:
        page: the learner's notebook as JSON; it is not changed.
        known: the gradebook's cells by their names.
        source: the cells of the lecturer's source.
    """
    whole, _ = tidy(page)
    frame = Frame.of(known, source)
    told: list[Note] = []
    pieces = recognised(whole["cells"], frame, told)
    whole["cells"] = [piece.cell for piece in arranged(pieces, frame, told)]
    number(whole["cells"])
    return whole, list(dict.fromkeys(told))


def put_essays(page: Mapping[str, Any], answers: Mapping[str, Any], items: Mapping) -> None:
    """Put essays written by clicking into their cells, where formgrader shows them.

    Args:
        page: a canonical page; its essay cells are filled.
        answers: the content of the answers file.
        items: the content of `items.json`.
    """
    essays = {item["id"] for item in items.get("items", ()) if item.get("kind") == "essay"}
    for cell in page["cells"]:
        text = written(answers, grade_id(cell)) if grade_id(cell) in essays else ""
        if text:
            cell["source"] = combined(cell, as_markdown(text))


def combined(cell: Cell, text: str) -> str:
    """Return what the essay cell shows: the clicked text, after the cell's own if it has one."""
    untouched = cell["metadata"]["nbgrader"].get("checksum") == checksum(cell)
    own = "" if untouched else cell["source"].strip()
    return text if not own or own == text else f"{own}\n\n---\n\n{text}"


def checksum(cell: Cell) -> str:
    """Return nbgrader's fingerprint of a cell, by which it tells one that was not touched."""
    known = cell["metadata"]["nbgrader"]
    grade, solution = bool(known.get("grade")), bool(known.get("solution"))
    locked = not solution and (grade or bool(known.get("locked")))
    parts = [cell["source"], cell["cell_type"], str(grade), str(solution), str(locked)]
    parts += [known["grade_id"], *([str(float(known["points"]))] if grade else [])]
    data = "".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


def written(answers: Mapping[str, Any], name: str) -> str:
    """Return the text that answers an essay, empty if there is none.

    >>> written({"answers": {"why": {"value": " Because. "}}}, "why")
    'Because.'
    """
    given = answers.get("answers")
    entry = given.get(name) if isinstance(given, dict) else None
    value = entry.get("value") if isinstance(entry, dict) else None
    return value.strip() if isinstance(value, str) else ""


def as_markdown(text: str) -> str:
    """Return typed text as Markdown that shows it line by line, with nothing in it run.

    >>> as_markdown("1 < 2")
    '1 &lt; 2'
    """
    return html.escape(text, quote=False).replace("\r\n", "\n").replace("\n", "  \n")


def read_json(path: Path) -> dict[str, Any]:
    """Return the object in a JSON file; an empty one if there is none to read."""
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}
