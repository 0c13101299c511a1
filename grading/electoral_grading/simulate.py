"""Before release: invented learners hand an assignment in, and what each gets is looked at.

Somebody who knows everything, somebody who does nothing, those who make the mistakes that the
items list, one whose cells are doubled, one whose loop never ends, one who cheats. Whatever
their author would not expect is an error, found before a class finds it.
"""

from __future__ import annotations

import json
import tempfile
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from electoral_courses.checks import check
from electoral_courses.items import Item
from electoral_courses.model import CLICKED, mistakes, right_answer
from electoral_courses.variants import params_for, seed_for, seed_name
from electoral_datasets.i18n import N_
from electoral_grading.judge.plan import role, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from electoral_grading.assignment import Assignment, Page
    from electoral_grading.grade import Grader
    from electoral_grading.result import Result

STUDENT = "Simulated Student"
"""Whose variants are drawn."""

WHO = {
    "model": N_("knows everything"),
    "clicks": N_("only clicks, and rightly"),
    "empty": N_("hands in nothing"),
    "mistake": N_("makes a typical mistake"),
    "doubled": N_("has every cell twice"),
    "loop": N_("writes a loop that never ends"),
    "hostile": N_("cheats"),
}

LESS = N_("{item}: {score} of {points} points for the author's own answer. {why}")
MORE = N_("{item}: {score} points where nothing was earned.")
OTHER = N_("{item}: {score} points and the message “{message}”; expected {points} and “{right}”.")
LOST = N_("{item}: {score} points; with its cells doubled it must stay {points}.")
ENDLESS = N_("The loop was not noticed.")
HIDDEN = N_("{path} is of the type {type} and cannot be checked; let the test look at plain data.")

LIAR = '''class Liar:
    """Equal to everything, and whatever is asked of it is itself."""
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    __lt__ = __le__ = __gt__ = __ge__ = __eq__
    def __hash__(self): return 0
    def __call__(self, *a, **k): return self
    def __getattr__(self, name): return self
    def __getitem__(self, key): return self
    def __iter__(self): return iter(())
    def __len__(self): return 0
    def __contains__(self, x): return True
    def __float__(self): return 0.0
    def __bool__(self): return True
    def __sub__(self, x): return 0
    __rsub__ = __add__ = __radd__ = __mul__ = __rmul__ = __truediv__ = __abs__ = __sub__
'''


@dataclass
class Seen:
    """What one invented learner got."""

    who: str
    """A key of `WHO`."""
    detail: str = ""
    """Which mistake."""
    score: float = 0
    points: float = 0
    status: str = ""
    faults: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    """What is not as its author would expect: translatable sentences and their values."""


def simulate(grader: Grader) -> Iterator[Seen]:
    """Yield what each invented learner gets for an assignment."""
    grader.learn()
    assignment = grader.assignment
    for page in assignment.pages.values():
        yield from Class(grader, assignment, page).all()


class Class:
    """The invented learners of one notebook."""

    def __init__(self, grader: Grader, assignment: Assignment, page: Page) -> None:
        self.grader, self.assignment, self.page = grader, assignment, page
        self.items = {
            item.id: item
            for item in map(Item.of, assignment.keys.get("items", ()))
            if item.graded and item.id in page.tests
        }
        key = bytes.fromhex(str(assignment.keys.get("key", "")))
        self.params = {
            name: params_for(item.data, seed_for(key, STUDENT, seed_name(item.data)))
            for name, item in self.items.items()
        }
        self.right = {
            name: right_answer(item, self.params[name])
            for name, item in self.items.items()
            if item.kind in CLICKED
        }

    def all(self) -> Iterator[Seen]:
        """Yield them one by one."""
        yield self.model()
        if self.right:
            yield self.clicks()
        yield self.nothing("empty", self.page.released, {})
        yield from self.mistaken()
        yield self.doubled()
        if any(role(cell) == "answer" for cell in self.page.source["cells"]):
            yield self.loop()
            yield self.nothing("hostile", self.lying(), {})

    def grade(self, page: Mapping[str, Any], answers: Mapping[str, Any]) -> Result:
        """Return the result of a page and the clicked answers."""
        name = self.assignment.name
        with tempfile.TemporaryDirectory(prefix="electoral-simulated-") as place:
            folder = Path(place)
            path = folder / f"{self.page.name}.ipynb"
            path.write_text(json.dumps(page), encoding="utf-8")
            given = {item: {"value": value, "hints": 0} for item, value in answers.items()}
            saved = {"version": 1, "module": name, "student": STUDENT, "answers": given}
            (folder / "answers.json").write_text(json.dumps(saved), encoding="utf-8")
            results = self.grader.grade(folder, STUDENT)
        return next(result for result in results if result.notebook == self.page.name)

    def seen(self, who: str, result: Result, detail: str = "") -> Seen:
        """Return what somebody got, with no fault found yet."""
        automatic = [item for item in result.items if item.name in self.page.tests]
        score = sum(item.score or 0 for item in automatic)
        return Seen(who, detail, score, sum(item.max_score for item in automatic), result.status)

    def model(self) -> Seen:
        """Whoever knows everything gets all points, by clicking where one can, else by code."""
        result = self.grade(self.page.source, self.right)
        seen = self.seen("model", result)
        for item in result.items:
            if item.name in self.page.tests and item.score != item.max_score:
                marks = {"score": item.score, "points": item.max_score}
                seen.faults.append((LESS, {"item": item.name, "why": item.text, **marks}))
        for path, kind in sorted({(path, kind) for path, kind in self.grader.refused}):
            seen.faults.append((HIDDEN, {"path": path, "type": kind}))
        return seen

    def clicks(self) -> Seen:
        """Whoever only clicks gets all points of what can be clicked."""
        result = self.grade(self.page.released, self.right)
        seen = self.seen("clicks", result)
        for item in result.items:
            if item.name in self.right and item.score != item.max_score:
                marks = {"score": item.score, "points": item.max_score}
                seen.faults.append((LESS, {"item": item.name, "why": item.message, **marks}))
        return seen

    def nothing(self, who: str, page: Mapping[str, Any], answers: Mapping[str, Any]) -> Seen:
        """Whoever does nothing, or cheats, gets nothing."""
        result = self.grade(page, answers)
        seen = self.seen(who, result)
        for item in result.items:
            if item.name in self.page.tests and item.score:
                seen.faults.append((MORE, {"item": item.name, "score": item.score}))
        return seen

    def mistaken(self) -> Iterator[Seen]:
        """The first typical mistakes of all items make one learner, the second ones another."""
        listed = {name: list(mistakes(self.items[name], self.params[name])) for name in self.right}
        for number in range(max(map(len, listed.values()), default=0)):
            chosen = {name: found[number] for name, found in listed.items() if number < len(found)}
            answers = {name: answer for name, (_, answer) in chosen.items()}
            result = self.grade(self.page.released, self.right | answers)
            seen = self.seen("mistake", result, str(number + 1))
            for item in result.items:
                if item.name not in chosen:
                    continue
                message, answer = chosen[item.name]
                right = check(self.items[item.name], answer, self.params[item.name])
                if abs((item.score or 0) - float(right.points)) > 1e-6 or item.message != message:
                    given = {"score": item.score, "message": item.message}
                    expected = {"points": float(right.points), "right": message}
                    seen.faults.append((OTHER, {"item": item.name, **given, **expected}))
            yield seen

    def doubled(self) -> Seen:
        """A cell that stands twice counts once."""
        page = deepcopy(dict(self.page.source))
        page["cells"] = [copy for cell in page["cells"] for copy in (cell, deepcopy(cell))]
        result = self.grade(page, self.right)
        seen = self.seen("doubled", result)
        for item in result.items:
            if item.name in self.page.tests and item.score != item.max_score:
                marks = {"score": item.score, "points": item.max_score}
                seen.faults.append((LOST, {"item": item.name, **marks}))
        return seen

    def loop(self) -> Seen:
        """A loop in the last answer costs at most what hangs on it, and grading ends."""
        page = deepcopy(dict(self.page.source))
        last = [cell for cell in page["cells"] if role(cell) == "answer"][-1]
        last["source"] = "while True:\n    pass"
        result = self.grade(page, {})
        seen = self.seen("loop", result)
        if result.status != "partly":
            seen.faults.append((ENDLESS, {}))
        return seen

    def lying(self) -> dict[str, Any]:
        """Return the page of one who binds an object that equals everything to every name."""
        page = deepcopy(dict(self.page.released))
        names = sorted((self.page.plan or {}).get("names", ()))
        bound = "".join(f"{name} = Liar()\n" for name in names)
        for cell in page["cells"]:
            if role(cell) == "answer":
                cell["source"] = LIAR + bound
            elif role(cell) == "test":
                points = cell["metadata"]["nbgrader"].get("points", 1)
                cell["source"] = f"{points}  # {text(cell)[:1]}"
        return page
