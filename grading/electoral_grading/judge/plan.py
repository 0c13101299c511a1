"""Which of the author's cells the judge runs, and which names it gets from the learner.

Names that the author's solution cells bind come from the learner's process, and so do names
that they change in place. Names of the author's other cells are the author's own: what a
learner did to `check`, to `pandas` or to a table of the setup is not seen by a test.
"""

from __future__ import annotations

import builtins
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from electoral_grading.judge.reading import Cell, read

if TYPE_CHECKING:
    from collections.abc import Mapping

Data = dict[str, Any]
"""A notebook's cell as JSON."""


def text(cell: Mapping[str, Any]) -> str:
    """Return the source of a cell, whose lines may stand apart."""
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def role(cell: Mapping[str, Any]) -> str:
    """Return what a code cell is: `test`, `answer`, `setup`; else an empty text."""
    if cell.get("cell_type") != "code":
        return ""
    known = cell.get("metadata", {}).get("nbgrader") or {}
    if known.get("solution"):
        return "answer"
    return "test" if known.get("grade") else "setup"


@dataclass
class Plan:
    """What is to be run by the judge before and at each test."""

    names: frozenset[str]
    """Names that come from the learner."""
    before: dict[str, list[tuple[str, frozenset[str]]]] = field(default_factory=dict)
    """By test, the author's cells that are to be run before it, after the test before,
    each with the learner's names that it needs."""
    wanted: dict[str, frozenset[str]] = field(default_factory=dict)
    """By test, the names to be fetched."""
    perhaps: dict[str, frozenset[str]] = field(default_factory=dict)
    """By test, names to be fetched where the author's cells have not bound them."""
    imported: frozenset[str] = frozenset()
    """Names that a solution imports: the judge imports them itself, for whoever has them too."""
    numeric: frozenset[str] = frozenset()
    """Tests that gave the model answer a number: they give everybody one."""

    @classmethod
    def of(cls, source: Mapping[str, Any], tests: Mapping[str, str], items: Mapping) -> Plan:
        """Return the plan of a page.

        Args:
            source: the lecturer's notebook.
            tests: the tests by grade id, as they are graded.
            items: by grade id, names that an item's check looks up by itself.
        """
        cells = [(role(cell), cell) for cell in source.get("cells", ())]
        answers = [read(text(cell)) for kind, cell in cells if kind == "answer"]
        names = frozenset().union(*(one.binds - one.imported | one.changes for one in answers))
        found = {name: read(source) for name, source in tests.items()}
        needed = _needed(cells, found)
        plan = cls(names, imported=frozenset().union(*(one.imported for one in answers)))
        waiting: list[tuple[str, frozenset[str]]] = []
        used: frozenset[str] = frozenset()
        for number, (kind, cell) in enumerate(cells):
            if kind == "answer" and (lines := read(text(cell)).imports):
                waiting.append((lines, frozenset()))
            elif kind == "setup" and number in needed:
                used |= needed[number].uses
                waiting.append((text(cell), used & names))
            elif kind == "test":
                name = str(cell["metadata"]["nbgrader"].get("grade_id"))
                plan._add(name, waiting, used, found.get(name, Cell()), items)
                waiting, used = [], used | found.get(name, Cell()).uses
        for name in tests:
            if name not in plan.before:
                plan._add(name, waiting, used, found[name], items)
                waiting = []
        return plan

    def to_json(self) -> dict[str, Any]:
        """Return the plan as JSON data."""
        return {
            "names": sorted(self.names),
            "imported": sorted(self.imported),
            "numeric": sorted(self.numeric),
            "wanted": {name: sorted(wanted) for name, wanted in self.wanted.items()},
            "perhaps": {name: sorted(names) for name, names in self.perhaps.items()},
            "before": {
                name: [[source, sorted(names)] for source, names in cells]
                for name, cells in self.before.items()
            },
        }

    @classmethod
    def of_json(cls, data: Mapping[str, Any]) -> Plan:
        """Return the plan that `to_json` wrote."""
        return cls(
            names=frozenset(data["names"]),
            imported=frozenset(data["imported"]),
            numeric=frozenset(data["numeric"]),
            wanted={name: frozenset(wanted) for name, wanted in data["wanted"].items()},
            perhaps={name: frozenset(names) for name, names in data["perhaps"].items()},
            before={
                name: [(source, frozenset(names)) for source, names in cells]
                for name, cells in data["before"].items()
            },
        )

    def _add(self, name: str, before: list, used: frozenset[str], cell: Cell, items: Any):  # noqa: ANN202
        self.before[name] = before
        mine = (used | cell.uses | cell.binds) & self.names
        self.wanted[name] = mine | frozenset(items.get(name, ()))
        self.perhaps[name] = cell.uses - cell.binds - set(dir(builtins))


def _needed(cells: list[tuple[str, Data]], tests: Mapping[str, Cell]) -> dict[int, Cell]:
    """Return the author's other cells that bind what a test needs, directly or not."""
    wanted = frozenset().union(*(test.uses for test in tests.values()))
    others = {
        number: read(text(cell)) for number, (kind, cell) in enumerate(cells) if kind == "setup"
    }
    found: dict[int, Cell] = {}
    while new := {
        number: one
        for number, one in others.items()
        if number not in found and (one.opaque or (one.binds | one.changes) & wanted)
    }:
        found |= new
        wanted = wanted.union(*(one.uses for one in new.values()))
    return found
