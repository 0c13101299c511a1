"""The cells of a submission, brought back to the page that was released.

The gradebook's own cells decide: which there are, what kind each is, how many points it has.
What a learner did to a cell's metadata is passed over; a cell that stands twice counts once,
the copy with the work in it; a cell that is gone is put back in its place.
"""

from __future__ import annotations

import html
import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import compute_checksum
from traitlets import Unicode

from electoral_grading.notes import DOUBLED, RESTORED, note
from electoral_grading.repair import joined

Cell = Any
"""A notebook cell as nbformat reads it."""


@dataclass(frozen=True)
class Master:
    """A cell as the gradebook knows it."""

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

    def cell(self) -> Cell:
        """Return a new cell, as it was released."""
        make = new_code_cell if self.cell_type == "code" else new_markdown_cell
        return make(self.source, metadata={"nbgrader": self.metadata})

    def worked(self, cell: Cell) -> bool:
        """Whether a learner wrote something in this copy of the cell."""
        return cell.source.strip() not in {"", self.source.strip()}


def masters(db_url: str, assignment: str, notebook: str) -> dict[str, Master]:
    """Return the gradebook's cells of a notebook by their names."""
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


def grade_id(cell: Cell) -> str:
    """Return the name under which the gradebook may know the cell; empty if it has none."""
    known = cell.metadata.get("nbgrader")
    return str(known.get("grade_id", "")) if isinstance(known, dict) else ""


class CanonicalCells(NbGraderPreprocessor):
    """Every cell of the gradebook stands in the notebook once, as the gradebook knows it."""

    course = Unicode(help="The course folder, where the lecturer's source lies.").tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Bring the cells back; the learner's further cells stay where they are."""
        given = resources["nbgrader"]
        known = masters(given["db_url"], given["assignment"], given["notebook"])
        source = self.source(given["assignment"], given["notebook"])
        order = ordered(source, known)
        ids = {cell_id: name for name, cell_id in order.items() if cell_id}
        copies: dict[str, list[Cell]] = defaultdict(list)
        for cell in nb.cells:
            name = grade_id(cell)
            if name not in known:  # the metadata may be gone, and the cell itself be there
                name = ids.get(cell.get("id", ""), "")
            cell.metadata.pop("nbgrader", None)
            if name in known:
                copies[name].append(cell)
        for name, cells in copies.items():
            master = known[name]
            worked = [cell for cell in cells if master.worked(cell)] if master.solution else []
            chosen = (worked or cells)[-1]
            chosen.metadata["nbgrader"] = nbformat.from_dict(master.metadata)
            chosen.metadata.pop("tags", None)
            if master.locked:
                chosen.source = master.source
            if len(cells) > 1:
                note(nb, DOUBLED, name)
        for name in order:
            if name not in copies:
                nb.cells.insert(place(nb.cells, name, list(order)), known[name].cell())
                note(nb, RESTORED, name)
        put_setup(nb, source)
        return nb, resources

    def source(self, assignment: str, notebook: str) -> list[Cell]:
        """Return the cells of the lecturer's source."""
        page = read_json(Path(self.course) / "source" / assignment / f"{notebook}.ipynb")
        return [joined(nbformat.from_dict(cell)) for cell in page.get("cells", ())]


def ordered(source: list[Cell], known: dict[str, Master]) -> dict[str, str]:
    """Return the known names in the order of the source, each with the cell's own id."""
    found = {grade_id(cell): cell.get("id", "") for cell in source if grade_id(cell) in known}
    return found | {name: "" for name in known if name not in found}


def put_setup(nb: Any, source: list[Cell]) -> None:
    """Let the source's first code cell, with the imports, run first, whatever became of it.

    A learner's own version of it runs after it.
    """
    setup = next((cell for cell in source if cell.cell_type == "code"), None)
    if setup is None or grade_id(setup):
        return
    if not any(cell.source.strip() == setup.source.strip() for cell in nb.cells):
        nb.cells.insert(0, new_code_cell(setup.source))


def place(cells: list[Cell], name: str, order: list[str]) -> int:
    """Return where a missing cell belongs: after the last cell before it that is there."""
    before = set(order[: order.index(name)])
    after = set(order[order.index(name) + 1 :])
    places = [number for number, cell in enumerate(cells) if grade_id(cell) in before]
    if places:
        return places[-1] + 1
    later = [number for number, cell in enumerate(cells) if grade_id(cell) in after]
    return later[0] if later else len(cells)


class EssayAnswers(NbGraderPreprocessor):
    """Essays written by clicking go into their Markdown cells, where formgrader shows them."""

    course = Unicode(help="The course folder, where the items lie.").tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Fill the essay cells from the answers file beside the notebook."""
        items = read_json(
            Path(self.course) / "source" / resources["nbgrader"]["assignment"] / "items.json"
        )
        answers = read_json(Path(resources["metadata"]["path"]) / "answers.json")
        essays = {item["id"] for item in items.get("items", ()) if item.get("kind") == "essay"}
        for cell in nb.cells:
            text = written(answers, grade_id(cell)) if grade_id(cell) in essays else ""
            if text:
                cell.source = combined(cell, as_markdown(text))
        return nb, resources


def combined(cell: Cell, text: str) -> str:
    """Return what the essay cell shows: the clicked text, after the cell's own if it has one."""
    untouched = cell.metadata["nbgrader"].get("checksum") == compute_checksum(cell)
    own = "" if untouched else cell.source.strip()
    return text if not own or own == text else f"{own}\n\n---\n\n{text}"


def written(answers: dict[str, Any], name: str) -> str:
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
