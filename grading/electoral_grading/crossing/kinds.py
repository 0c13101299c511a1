"""What may come as more than data: learned from the author's own solutions.

Comparing is safe between plain values only; an object of a student may claim to equal anything.
So the author's solutions are run once as if they were a student's, and for every path by which
the tests reach a value (`solve()`, `Account().balance`, `Vec() + Vec()`) it is kept what came.
What came as data for the author comes as data for everybody; an operator that the tests never
applied to the author's objects is not applied to anyone's.

>>> kinds = Kinds.learn()
>>> kinds.note("solve", FUNCTION)
>>> kinds.note("solve()", PLAIN)
>>> learned = Kinds.of_json(kinds.to_json())
>>> learned.function("solve"), learned.function("solve()"), learned.knows("solve() == _")
(True, False, False)
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from electoral_grading.crossing.exceptions import words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

STATIC, LEARNING, LEARNED = "static", "learning", "learned"
PLAIN, FUNCTION, ITERATOR = "plain", "function", "iterator"
CLASS, OBJECT, MODULE = "class ", "object ", "module "
"""These stand before a name: of the class, of the path that the object is known by, of the
module."""

NAME, CALL, CONSTRUCT, ATTRIBUTE, OPERATOR, MIXED, ELEMENT, CALLBACK = (
    "name", "call", "construct", "attribute", "operator", "mixed", "element", "callback",
)  # fmt: skip
"""Where a value comes from; it matters only where nothing was learned."""

OWN, DERIVED = "own", "derived"
"""Where nothing was learned: an object made by calling a fetched class, and one found from it."""

MODULES = frozenset(
    words(
        "numpy pandas math cmath random statistics datetime time collections itertools functools"
        " operator string re json csv decimal fractions typing dataclasses enum copy calendar"
        " plotly plotly.express plotly.graph_objects matplotlib matplotlib.pyplot scipy"
        " scipy.stats seaborn"
    )
)
"""Where nothing was learned of a name, one of these is the judge's own module."""


class Kinds:
    """What is known of each path.

    Args:
        paths: the kinds that came by each path.
        mutates: for the path of a call, which of its arguments it changed.
        changes: for the path of a call, which names it bound anew or changed.
        mode: whether it is being learned, was learned, or nothing is known but `paths` of
            names.
    """

    def __init__(
        self,
        paths: Mapping[str, Iterable[str]] | None = None,
        mutates: Mapping[str, Iterable[str]] | None = None,
        changes: Mapping[str, Iterable[str]] | None = None,
        *,
        mode: str = STATIC,
    ) -> None:
        self.mode = mode
        self.paths, self.mutates, self.changes = (
            {path: set(found) for path, found in (table or {}).items()}
            for table in (paths, mutates, changes)
        )

    @classmethod
    def learn(cls) -> Kinds:
        """Return kinds that everything may teach: only for code that is trusted."""
        return cls(mode=LEARNING)

    @classmethod
    def of_json(cls, data: Mapping[str, Any]) -> Kinds:
        """Return what `to_json` wrote, as learned."""
        return cls(data["paths"], data["mutates"], data["changes"], mode=LEARNED)

    @classmethod
    def of_source(cls, *sources: str) -> Kinds:
        """Return what the solution cells alone tell of their names, where they cannot be run."""
        names: dict[str, list[str]] = {}
        for source in sources:
            try:
                tree = ast.parse(source)
            except SyntaxError:
                continue
            for node in tree.body:
                if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    names[node.name] = [FUNCTION]
                elif isinstance(node, ast.ClassDef):
                    names[node.name] = [CLASS + node.name]
        return cls(names)

    def to_json(self) -> dict[str, Any]:
        """Return all as JSON data."""
        tables = {"paths": self.paths, "mutates": self.mutates, "changes": self.changes}
        return {
            name: {path: sorted(table[path]) for path in sorted(table)}
            for name, table in tables.items()
        }

    @property
    def learning(self) -> bool:
        """Whether everything is permitted and kept."""
        return self.mode == LEARNING

    @property
    def static(self) -> bool:
        """Whether nothing was learned by running."""
        return self.mode == STATIC

    def note(self, path: str, kind: str | None = None) -> None:
        """Keep, while learning, that this kind came by this path, or that the path was gone."""
        if self.learning:
            found = self.paths.setdefault(path, set())
            if kind is not None:
                found.add(kind)

    def note_change(self, path: str, name: str) -> None:
        """Keep, while learning, that a call changed a name."""
        if self.learning:
            self.changes.setdefault(path, set()).add(name)

    def knows(self, path: str) -> bool:
        """Whether the tests went this path with the author's solution."""
        return self.learning or path in self.paths

    def at(self, path: str, start: str) -> list[str]:
        """Return what follows `start` in the kinds of this path."""
        found = sorted(self.paths.get(path, ()))
        return [kind.removeprefix(start) for kind in found if kind.startswith(start)]

    def function(self, path: str) -> bool:
        """Whether a function may come: it is called, never compared."""
        if self.learning or path not in self.paths:
            return True
        return any(kind == FUNCTION or kind.startswith(CLASS) for kind in self.paths[path])

    def klass(self, path: str, origin: str) -> bool:
        """Whether a class may come."""
        if self.static:
            return origin == NAME and self.function(path)
        return self.learning or (path in self.paths and self.function(path))

    def module(self, path: str, name: str) -> str | None:
        """Return which of the judge's modules stands for one that came."""
        if self.learning:
            return name
        if path in self.paths:
            return next(iter(self.at(path, MODULE)), None)
        return name if name in MODULES else None

    def object(self, path: str, origin: str, names: Collection[str]) -> str | None:
        """Return the path by which an object is known from here on; None if none may come.

        Args:
            path: the path by which it comes.
            origin: what was done to get it.
            names: how objects of its class are known so far.
        """
        if self.learning:
            return next(iter(names), path)
        if not self.static:
            usual = self.at(path, OBJECT)
            return next((name for name in names if name in usual), usual[0] if usual else None)
        if origin == CONSTRUCT:
            made = path.removesuffix("()")
            return OWN if CLASS + made in self.paths.get(made, {CLASS + made}) else None
        if origin == OPERATOR:
            return OWN if names else None
        return DERIVED if names and origin in {MIXED, ATTRIBUTE, ELEMENT} else None
