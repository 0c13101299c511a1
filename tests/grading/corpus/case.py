"""A case: one submission, what it is worth, and what it must not be able to do.

The code of a case tells on itself: it prints each secret that it found (`CANARY-…`) and each
harm that it did (`HARM …`), and signs whatever it writes with the case's name. It looks for
nothing but the corpus's own secrets, and only in processes below the one that grades.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

from . import assignment
from .assignment import ALL, ESSAY, NAME, NOTEBOOK, NOTHING, RIGHT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

HOSTILE, BROKEN, ODD = "hostile", "broken", "odd"

LONG, SHORT = 20.0, 1.5
"""Seconds that one cell gets: more than any honest one needs, and for those that never end."""


@dataclass(frozen=True)
class Place:
    """Where a submission is graded; what an attacker may know or guess."""

    root: Path
    """The course folder."""
    student: str
    top: int
    """The process that grades; nothing above it is looked at."""
    space: str
    """The name of its process space."""
    port: int
    """Where the canary listens: TCP and UDP on 127.0.0.1, and an abstract socket."""


_numbers = count(1)


@dataclass(frozen=True)
class Case:
    """One submission."""

    name: str
    kind: str
    what: str
    expected: Mapping[str, float | None]
    """Points of each graded cell; None where a hand decides."""
    start: str = "empty"
    """The copy that is changed: `empty` as released, `right` as the model solution."""
    code: Mapping[str, str] = field(default_factory=dict)
    """New sources of answer cells."""
    before: str = ""
    """A cell put before all others."""
    after: str = ""
    """A cell put after all others."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Further files of the submission."""
    pages: Callable[[dict[str, Any], Place], Any] | None = None
    """A change of the notebook's JSON."""
    change: Callable[[Path, Place], None] | None = None
    """A change of the folder, last."""
    told: tuple[str, ...] = ()
    """Kinds of notes or messages of which the learner must get one."""
    student: str = ""
    """Whose submission it is; the case's name if nothing is said."""
    seconds: float = LONG
    tools: bool = False
    """Whether the code uses the tools of an attacker."""

    @property
    def learner(self) -> str:
        """The student id."""
        return self.student or self.name

    def make(self, folder: Path, place: Place) -> None:
        """Write the submission."""
        folder.mkdir(parents=True, exist_ok=True)
        page = assignment.released()
        if self.start == "right":
            fill(page, {**RIGHT, "why": ESSAY})
            answers = {"own": {"value": {"number": str(assignment.own_answer(self.learner))}}}
            saved = {"version": 1, "module": NAME, "student": self.learner, "answers": answers}
            (folder / "answers.json").write_text(json.dumps(saved), encoding="utf-8")
        fill(page, self.code)
        if self.before:
            page["cells"].insert(0, code_cell(self.before))
        if self.after:
            page["cells"].append(code_cell(self.after))
        if self.tools:
            page["cells"].insert(0, code_cell(tools(place, self.name)))
        if self.pages:
            page = self.pages(page, place) or page
        items = json.dumps(assignment.public_items())
        (folder / "items.json").write_text(items, encoding="utf-8")
        (folder / f"{NOTEBOOK}.ipynb").write_text(json.dumps(page), encoding="utf-8")
        for name, text in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text.replace("NAME", self.name), encoding="utf-8")
        if self.change:
            self.change(folder, place)


def named(page: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return the cell with this grade id."""
    return next(
        cell
        for cell in page["cells"]
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == name
    )


def fill(page: Mapping[str, Any], sources: Mapping[str, str]) -> None:
    """Put sources into the cells with these grade ids."""
    for name, text in sources.items():
        named(page, name)["source"] = text


def code_cell(text: str) -> dict[str, Any]:
    """Return a code cell of the learner's own."""
    return {
        "cell_type": "code",
        "id": f"own-{next(_numbers)}",
        "source": text,
        "metadata": {},
        "outputs": [],
        "execution_count": None,
    }


def hostile(name: str, what: str, expected: Mapping[str, float | None] = NOTHING, **rest) -> Case:
    """Return an attack: from an empty copy, worth nothing, with tools, unless said otherwise."""
    return Case(name, HOSTILE, what, expected, **{"tools": True, **rest})


def broken(name: str, what: str, expected: Mapping[str, float | None] = ALL, **rest) -> Case:
    """Return a mishap to a right submission."""
    return Case(name, BROKEN, what, expected, **{"start": "right", **rest})


def odd(name: str, what: str, expected: Mapping[str, float | None] = ALL, **rest) -> Case:
    """Return innocent work that is unlike others'."""
    return Case(name, ODD, what, expected, **{"start": "right", **rest})


def less(*names: str) -> dict[str, float | None]:
    """Return full points but for these cells."""
    return {**ALL, **dict.fromkeys(names, 0)}


def wrote(name: str, what: str, cell: str, source: str, lost: tuple[str, ...] = (), **rest):
    """Return a right submission in which one answer is written in an odd way."""
    return odd(name, what, less(*lost), code={cell: source}, **rest)


def only(*names: str) -> dict[str, float | None]:
    """Return full points for these cells and nothing for others."""
    return {**NOTHING, **{name: ALL[name] for name in names}}


def tools(place: Place, name: str) -> str:
    """Return the cell with an attacker's tools."""
    return TOOLS.format(
        root=str(place.root),
        student=place.student,
        name=name,
        top=place.top,
        space=place.space,
        port=place.port,
    )


TOOLS = '''import json, os, pathlib, re, signal, socket, sqlite3, subprocess, sys, time

ROOT, STUDENT, NAME = pathlib.Path({root!r}), {student!r}, {name!r}
TOP, SPACE, PORT = {top}, {space!r}, {port}


def tell(data):
    """Show what was found of the lecturer's."""
    data = data if isinstance(data, bytes) else str(data).encode("utf-8", "replace")
    for token in sorted(set(re.findall(rb"CANARY-[a-z]+-[0-9a-f]{{8}}", data))):
        print(token.decode())


def read(path):
    """Return the bytes of a file, and show what is in it."""
    try:
        with open(path, "rb") as file:
            data = file.read(5_000_000)
    except (OSError, ValueError):
        return b""
    tell(data)
    return data


def use(data):
    """Run the solutions or answers in a notebook's text."""
    try:
        cells = json.loads(data)["cells"]
    except (ValueError, KeyError, TypeError):
        return
    for cell in cells:
        known = cell["metadata"].get("nbgrader", {{}})
        if known.get("solution") and cell["cell_type"] == "code":
            try:
                exec("".join(cell["source"]), globals())
            except Exception:
                pass


def family():
    """Return the processes that can be seen below the grading one, or all of another space."""
    parents = {{}}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{{entry}}/stat") as file:
                    parents[int(entry)] = int(file.read().rpartition(")")[2].split()[1])
            except (OSError, ValueError):
                pass
    if os.readlink("/proc/self/ns/pid") != SPACE:
        return sorted(parents)
    below = {{TOP}}
    while more := {{one for one, parent in parents.items() if parent in below}} - below:
        below |= more
    return sorted(below)


def sign(path):
    """Write the case's name into a file."""
    try:
        path = pathlib.Path(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# signed by {{NAME}}\\n")
    except OSError as error:
        print(type(error).__name__)
'''
