"""What `nbgrader generate_assignment` would put into the gradebook, without a gradebook."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from electoral_courses.stubs import CODE_STUB, TEXT_STUB, stub
from electoral_grading.cells import Master, grade_id

if TYPE_CHECKING:
    from collections.abc import Mapping


def masters_of(page: Mapping[str, Any], language: str = "en") -> dict[str, Master]:
    """Return the cells of a lecturer's notebook as nbgrader's own steps release them.

    Raises:
        RuntimeError: a solution or a hidden test has no end, or stands in a wrong place.
    """
    from nbconvert.exporters.exporter import ResourcesDict  # noqa: PLC0415 - slow
    from nbgrader.nbgraderformat import reads  # noqa: PLC0415
    from nbgrader.preprocessors import (  # noqa: PLC0415
        ClearSolutions,
        ComputeChecksums,
        LockCells,
    )

    notebook = reads(json.dumps(page), as_version=4)
    stubs = {"python": stub(CODE_STUB, language)}
    steps = (
        LockCells(),
        ClearSolutions(code_stub=stubs, text_stub=stub(TEXT_STUB, language)),
        ComputeChecksums(),
    )
    for step in steps:
        notebook, _ = step.preprocess(notebook, ResourcesDict())
    found = {}
    for cell in notebook.cells:
        known = cell.metadata.get("nbgrader")
        if not known:
            continue
        found[grade_id(cell)] = Master(
            name=grade_id(cell),
            cell_type=cell.cell_type,
            source=cell.source,
            checksum=known.get("checksum", ""),
            locked=bool(known.get("locked")),
            grade=bool(known.get("grade")),
            solution=bool(known.get("solution")),
            task=bool(known.get("task")),
            points=float(known.get("points", 0)),
        )
    return found
