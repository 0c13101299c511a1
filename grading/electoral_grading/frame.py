r"""The page as it was released, and what its cells can be told by.

Each cell has a key: its grade id where the gradebook knows it; `#` and its place in the source
where it was only given out to read or to run. What a solution binds is read from the lecturer's
source, so that an answer is known even without its mark.

>>> sorted(bound("import numpy as np\none, two = 1, 2\ndef area(r):\n    pi = 3\nx == 4"))
['area', 'np', 'one', 'two']
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from electoral_grading.notes import shown as shown_name
from electoral_grading.pages import grade_id, plain, tidy_cell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from electoral_grading.cells import Master
    from electoral_grading.pages import Cell

SHORTEST = 6
"""Characters that a text must have to be known by itself."""

BINDS = re.compile(
    r"^(?:(?:(?:async[ \t]+)?def|class)[ \t]+(?P<made>\w+)"
    r"|(?:from[ \t]+[\w.]++[ \t]+)?import[ \t]+(?P<imported>[^\n#(]++)"
    r"|(?P<set>\w++(?:[ \t]*,[ \t]*\w++)*+)[ \t]*+(?::[^=\n]*+)?(?:[-+*/%@&|^]|//|\*\*|>>|<<)?=(?!=))",
    re.MULTILINE,
)
WORD = re.compile(r"[^\W\d]\w*")
IDLE = re.compile(r"\s*+(?:#.*|pass|\.\.\.|raise NotImplementedError(?:\(\))?)?")
"""A line of code that does nothing: what stubs are made of."""
HIDDEN = re.compile(
    r"^.*BEGIN (HIDDEN TESTS|MARK SCHEME).*\n(?:.*\n)*?.*END \1.*(?:\n|\Z)", re.MULTILINE
)


def bound(text: str) -> frozenset[str]:
    """Return the names that code binds at its top level, as far as its lines show it."""
    if "=" not in text and "def " not in text and "class " not in text and "import " not in text:
        return frozenset()
    names: set[str] = set()
    for found in BINDS.finditer(text):
        if found["made"]:
            names.add(found["made"])
        elif found["set"]:
            names.update(WORD.findall(found["set"]))
        else:
            for part in found["imported"].split(","):
                words = part.split()
                names.update(words[-1:] if "as" in words else part.strip().split(".")[:1])
    return frozenset(names)


def visible(text: str) -> str:
    """Return of a test what learners see of it."""
    return plain(HIDDEN.sub("", text) if "BEGIN " in text else text)


@dataclass(frozen=True)
class Frame:
    """What is known of a released page."""

    known: Mapping[str, Master]
    given: Mapping[str, Cell]
    """The cells that the gradebook does not know, by their keys."""
    order: Mapping[str, int]
    """Where each key stands in the source."""
    ids: Mapping[str, str]
    """The key of each cell id."""
    texts: Mapping[str, str]
    """The key of each text that only one cell has."""
    shown: Mapping[str, str]
    """By key, the text that a learner got."""
    binds: Mapping[str, frozenset[str]]
    """By key, the names that the code given out or its model solution binds."""
    own: Mapping[str, frozenset[str]]
    """By answer, the names that only it binds."""
    needs: Mapping[str, tuple[str, ...]]
    """By test, the answers that it is about."""

    @classmethod
    def of(cls, known: Mapping[str, Master], source: Sequence[Mapping[str, Any]]) -> Frame:
        """Return the frame of a page."""
        given: dict[str, Cell] = {}
        models: dict[str, str] = {}
        ids: dict[str, str] = {}
        for place, cell in enumerate(source):
            one = tidy_cell(cell, set())
            key = name if (name := grade_id(one)) in known else f"#{place}"
            if key not in known:
                given[key] = one
            models[key] = one["source"]
            ids[one["id"]] = key
        models |= {name: cell.source for name, cell in known.items() if name not in models}
        ids |= {cell.cell_id: name for name, cell in known.items() if cell.cell_id}
        ids.pop("", None)
        shown = {key: plain(cell["source"]) for key, cell in given.items()}
        shown |= {name: visible(cell.source) for name, cell in known.items()}
        answers = [key for key in models if key in known and known[key].solution]
        binds = {key: bound(models[key]) | bound(shown[key]) for key in answers}
        binds |= {key: bound(shown[key]) for key in given if given[key]["cell_type"] == "code"}
        often = Counter(name for names in binds.values() for name in names)
        own = {key: frozenset(one for one in binds[key] if often[one] == 1) for key in answers}
        times = Counter(shown.values())
        return cls(
            known=known,
            given=given,
            order={key: place for place, key in enumerate(models)},
            ids=ids,
            texts={
                text: key
                for key, text in shown.items()
                if times[text] == 1 and len(text) >= SHORTEST
            },
            shown=shown,
            binds=binds,
            own=own,
            needs=needs(list(models), known, binds),
        )

    def code(self, key: str) -> bool:
        """Whether the cell is code."""
        cell = self.known.get(key)
        return (cell.cell_type if cell else self.given[key]["cell_type"]) == "code"

    def id_of(self, key: str) -> str:
        """Return the id of a cell in the source; empty if it has none."""
        return next((one for one, other in self.ids.items() if other == key), "")

    def tests(self, key: str) -> bool:
        """Whether the cell grades and holds nothing of the learner's."""
        return key in self.known and self.known[key].grade and not self.known[key].solution

    def answers(self, key: str) -> bool:
        """Whether the cell is one that a learner writes in."""
        return key in self.known and self.known[key].solution

    def locked(self, key: str) -> bool:
        """Whether nothing of the learner's can stand in the cell."""
        return key in self.known and not self.known[key].solution

    def earlier(self, key: str, other: str) -> bool:
        """Whether a cell is a test that stands before another cell in the source."""
        return self.tests(key) and self.order[key] < self.order[other]

    def worked(self, key: str, text: str) -> bool:
        """Whether a learner wrote something in a copy of an answer cell."""
        if text in {"", self.shown[key]}:
            return False
        code = self.known[key].cell_type == "code"
        return not code or any(not IDLE.fullmatch(line) for line in text.split("\n"))

    def title(self, key: str) -> str:
        """Return what the cell is called: its grade id, else its first line."""
        return key if key in self.known else shown_name(self.shown[key].partition("\n")[0])


def needs(
    order: list[str], known: Mapping[str, Master], binds: Mapping[str, frozenset[str]]
) -> dict[str, tuple[str, ...]]:
    """Return by test the answers it is about: those before it, and all whose names it reads."""
    found: dict[str, tuple[str, ...]] = {}
    earlier: list[str] = []
    group: list[str] = []
    closed = False
    for key in order:
        if key not in known or known[key].task:
            continue
        if known[key].solution:
            group = [key] if closed else [*group, key]
            earlier.append(key)
            closed = False
        elif known[key].grade:
            closed = True
            words = set(WORD.findall(known[key].source))
            found[key] = tuple(one for one in earlier if one in group or binds[one] & words)
    return found
