"""All that is needed to grade one assignment, as plain data that can travel to another machine."""

from __future__ import annotations

import base64
import hashlib
import json
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from electoral_grading.cells import Master, read_json
from electoral_grading.judge.reading import read

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LARGEST = 64 * 2**20
"""Bytes that the files of an assignment may have together."""


class AssignmentError(Exception):
    """The assignment cannot be used to grade; a sentence for the lecturer."""


@dataclass(frozen=True)
class Page:
    """One notebook of an assignment."""

    name: str
    known: Mapping[str, Master]
    """The gradebook's cells by their grade ids."""
    source: Mapping[str, Any]
    """The lecturer's notebook, with solutions."""
    kinds: Mapping[str, Any] | None = None
    """What crosses as what when the author's own solutions run; None before they ran."""
    plan: Mapping[str, Any] | None = None
    """What the judge runs when, of `judge.plan`; None before the author's own run."""

    @property
    def tests(self) -> dict[str, Master]:
        """The cells that grade by running, by their grade ids."""
        return {
            name: cell
            for name, cell in self.known.items()
            if cell.grade and not cell.solution and cell.cell_type == "code"
        }

    @property
    def graded(self) -> dict[str, float]:
        """The points of everything that is graded, by grade id."""
        return {name: cell.points for name, cell in self.known.items() if cell.grade or cell.task}

    @property
    def released(self) -> dict[str, Any]:
        """The notebook with the gradebook's cells: without solutions, as learners got it."""
        cells = []
        for cell in self.source.get("cells", ()):
            known = cell.get("metadata", {}).get("nbgrader") or {}
            master = self.known.get(known.get("grade_id", ""))
            cells.append({**cell, "source": master.source} if master else dict(cell))
        return {**self.source, "cells": cells}


@dataclass(frozen=True)
class Assignment:
    """One assignment in one language."""

    name: str
    language: str
    pages: Mapping[str, Page]
    items: Mapping[str, Any] = field(default_factory=dict)
    """The public `items.json`; empty where there is none."""
    keys: Mapping[str, Any] = field(default_factory=dict)
    """The items with their answers."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """The other files of the lecturer's source, which stand beside the notebook."""

    @classmethod
    def load(cls, root: Path, name: str, db_url: str = "", language: str = "en") -> Assignment:
        """Return the assignment of a course folder, as it was generated.

        Raises:
            AssignmentError: it is not there, or was not generated yet.
            GradebookError: the gradebook cannot be used.
        """
        from electoral_grading.gradebook.database import Database  # noqa: PLC0415 - slow
        from electoral_grading.gradebook.reading import (  # noqa: PLC0415
            MissingAssignmentError,
            assignment,
        )

        source, url = root / "source" / name, db_url or f"sqlite:///{root / 'gradebook.db'}"
        paths = sorted(source.glob("*.ipynb"))
        if not paths:
            raise AssignmentError(f"There is no assignment “{name}” in {source.parent}.")
        try:
            with closing(Database(url)) as database:
                record = database.read(lambda connection: assignment(connection, name))
            pages = {
                page.name: {cell.name: cell for cell in page.cells} for page in record.notebooks
            }
            known = {path.stem: pages[path.stem] for path in paths}
        except (MissingAssignmentError, KeyError) as error:
            raise AssignmentError(
                f"The assignment “{name}” was not generated yet. "
                f"First run: nbgrader generate_assignment {name}"
            ) from error
        return cls.of(source, known, read_json(root / "keys" / f"{name}.json"), language)

    @classmethod
    def of(
        cls,
        source: Path,
        known: Mapping[str, Mapping[str, Master]],
        keys: Mapping[str, Any],
        language: str,
    ) -> Assignment:
        """Return the assignment of a source folder and its known cells by notebook.

        Raises:
            AssignmentError: its files are too large.
        """
        files = {
            path.relative_to(source).as_posix(): path.read_bytes()
            for path in sorted(source.rglob("*"))
            if path.is_file() and path.suffix != ".ipynb" and ".ipynb_checkpoints" not in path.parts
        }
        if sum(map(len, files.values())) > LARGEST:
            raise AssignmentError(
                f"The files beside the assignment “{source.name}” are larger than "
                f"{LARGEST // 2**20} MiB together."
            )
        pages = {
            name: Page(name, cells, read_json(source / f"{name}.ipynb"))
            for name, cells in known.items()
        }
        items = read_json(source / "items.json")
        return cls(source.name, items.get("language") or language, pages, items, keys, files)

    def learned(self, name: str, kinds: Any, plan: Any) -> Assignment:
        """Return the assignment with what the author's own run of a notebook has shown."""
        page = replace(self.pages[name], kinds=kinds, plan=plan)
        return replace(self, pages={**self.pages, name: page})

    def modules(self) -> list[str]:
        """Return the modules that its notebooks import, to be loaded before the fork."""
        cells = (cell for page in self.pages.values() for cell in page.source.get("cells", ()))
        lines = {
            line
            for cell in cells
            if cell.get("cell_type") == "code"
            for line in read("".join(cell["source"])).imports.splitlines()
        }
        return sorted({line.split()[1] for line in lines if not line.startswith("from .")})

    @property
    def digest(self) -> str:
        """A hash of everything that decides a score."""
        data = self.to_json()
        for page in data["pages"].values():
            page["kinds"] = page["plan"] = None
        return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()

    def to_json(self) -> dict[str, Any]:
        """Return the assignment as JSON data."""
        pages = {
            name: {
                "known": {cell: asdict(master) for cell, master in page.known.items()},
                "source": page.source,
                "kinds": page.kinds,
                "plan": page.plan,
            }
            for name, page in self.pages.items()
        }
        files = {name: base64.b64encode(data).decode() for name, data in self.files.items()}
        plain = {"name": self.name, "language": self.language}
        return {**plain, "pages": pages, "items": self.items, "keys": self.keys, "files": files}

    @classmethod
    def of_json(cls, data: Mapping[str, Any]) -> Assignment:
        """Return the assignment that `to_json` wrote."""
        pages = {
            name: Page(
                name=name,
                known={cell: Master(**master) for cell, master in page["known"].items()},
                source=page["source"],
                kinds=page["kinds"],
                plan=page["plan"],
            )
            for name, page in data["pages"].items()
        }
        files = {name: base64.b64decode(text) for name, text in data["files"].items()}
        return cls(data["name"], data["language"], pages, data["items"], data["keys"], files)
