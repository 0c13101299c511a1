"""The assignment of a course folder, read in milliseconds.

Loading nbgrader takes longer than grading a submission, and nothing but the gradebook's writer
needs it. So what is in a gradebook of SQLite is read here as it lies there, that grading may
begin meanwhile.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from electoral_grading.assignment import Assignment
from electoral_grading.cells import Master, read_json

if TYPE_CHECKING:
    from collections.abc import Mapping

START = "sqlite:///"

CELLS = """
    SELECT source.name, source.cell_type, source.source, source.checksum, source.locked,
           (SELECT max_score FROM base_cell JOIN grade_cells USING (id)
             WHERE base_cell.name = source.name AND notebook_id = page.id),
           (SELECT max_score FROM base_cell JOIN task_cells USING (id)
             WHERE base_cell.name = source.name AND notebook_id = page.id),
           EXISTS (SELECT 1 FROM base_cell JOIN solution_cells USING (id)
             WHERE base_cell.name = source.name AND notebook_id = page.id)
      FROM source_cell AS source
      JOIN notebook AS page ON source.notebook_id = page.id
      JOIN assignment ON page.assignment_id = assignment.id
     WHERE assignment.name = ? AND page.name = ?
"""


def glance(root: Path, name: str, db_url: str, language: str) -> Assignment | None:
    """Return what `Assignment.load` returns; None where that has to be asked, and says why."""
    source = root / "source" / name
    pages = sorted(path.stem for path in source.glob("*.ipynb"))
    path = Path(db_url.removeprefix(START))
    if not pages or not db_url.startswith(START) or not path.is_file():
        return None
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as book:
            known = {page: masters(book, name, page) for page in pages}
    except sqlite3.Error:
        return None
    if not all(known.values()):
        return None
    return Assignment.of(source, known, read_json(root / "keys" / f"{name}.json"), language)


def masters(book: sqlite3.Connection, assignment: str, page: str) -> Mapping[str, Master]:
    """Return the gradebook's cells of a notebook by their names."""
    rows = book.execute(CELLS, (assignment, page)).fetchall()
    return {
        name: Master(
            name=name,
            cell_type=kind,
            source=source or "",
            checksum=checksum,
            locked=bool(locked),
            grade=points is not None,
            solution=bool(solution),
            task=task is not None,
            points=float(task if task is not None else points or 0),
        )
        for name, kind, source, checksum, locked, points, task, solution in rows
    }
