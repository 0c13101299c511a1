"""What learners wrote in an assignment, ready to be compared: their code, and their numbers.

The graded copies are read, in which the tests and the order of cells are the lecturer's; of
work that is not graded yet, what was handed in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from electoral_grading.borrowed import borrowed, numbers_in, typed
from electoral_grading.cells import read_json
from electoral_grading.findings import folders_of, notebook_cells
from electoral_grading.similarity import Comparison, compare

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pandas as pd

OTHERS = "further cells"
"""All cells that a learner added, as one."""


def compared(root: Path, assignment: str) -> Comparison:
    """Compare the code of everybody's work in an assignment."""
    return compare(works(root, assignment), given(root, assignment))


def shared_numbers(root: Path, assignment: str) -> pd.DataFrame:
    """Return whose variant's numbers stand in whose answers; see `borrowed`."""
    keys = read_json(root / "keys" / f"{assignment}.json")
    public = read_json(root / "source" / assignment / "items.json")
    items = [item for item in keys.get("items") or () if item.get("variant")]
    everybody = numbers_in(public.get("items"))
    for text in given(root, assignment):
        everybody |= typed(text)
    used = {name: set(numbers) for name, numbers in answer_numbers(root, assignment, items)}
    key = bytes.fromhex(str(public.get("key") or keys.get("key") or ""))
    return borrowed(used, items, key, frozenset(everybody))


def answer_numbers(
    root: Path, assignment: str, items: list[dict[str, Any]]
) -> Iterator[tuple[str, set[int]]]:
    """Yield for each learner the numbers in their code and in their answers to `items`."""
    names = {item["id"] for item in items}
    for student, folder in folders(root, assignment):
        saved = read_json(folder / "answers.json").get("answers")
        answers = saved if isinstance(saved, dict) else {}
        values = [
            entry.get("value")
            for name, entry in answers.items()
            if name in names and isinstance(entry, dict)
        ]
        code = (typed(text) for text in written(folder).values())
        yield student, numbers_in(values).union(*code)


def works(root: Path, assignment: str) -> dict[str, dict[str, str]]:
    """Return by learner and by cell the code that learners write."""
    return {student: written(folder) for student, folder in folders(root, assignment)}


def folders(root: Path, assignment: str) -> Iterator[tuple[str, Path]]:
    """Yield each learner with the folder of their work."""
    graded = folders_of(root, "autograded", assignment)
    for student in sorted(graded | folders_of(root, "submitted", assignment)):
        step = "autograded" if student in graded else "submitted"
        yield student, root / step / student / assignment


def written(folder: Path) -> dict[str, str]:
    """Return by cell the code of a learner's work: of cells to fill in and of added ones."""
    found: dict[str, list[str]] = {}
    for cell in notebook_cells(folder):
        if cell.get("cell_type") != "code":
            continue
        known = (cell.get("metadata") or {}).get("nbgrader") or {}
        if known.get("locked") or (known.get("grade") and not known.get("solution")):
            continue
        name = str(known.get("grade_id") or OTHERS) if known.get("solution") else OTHERS
        found.setdefault(name, []).append(source_of(cell))
    return {name: "\n\n".join(parts) for name, parts in found.items()}


def given(root: Path, assignment: str) -> list[str]:
    """Return the code that everybody got, and the model answers."""
    return [
        source_of(cell)
        for step in ("source", "release")
        for cell in notebook_cells(root / step / assignment)
        if cell.get("cell_type") == "code"
    ]


def source_of(cell: dict[str, Any]) -> str:
    """Return a cell's source, which the format lets be a text or a list of lines."""
    source = cell.get("source")
    return "".join(map(str, source)) if isinstance(source, list) else str(source or "")
