"""Thirty learners who hand in one assignment, each in one of several ways.

A module's test brings its own kind of learner: what is right for this learner, computed from the
core and not from the params that the checks use, and the mistakes of its own.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import nbformat

from electoral_courses.answers import Answers
from electoral_courses.builder import build
from electoral_courses.catalogue import courses_root
from electoral_courses.variants import params_for, seed_for, seed_name
from electoral_grading.course import prepare

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    Points = Mapping[str, float | None]
    """By item; None where the points are not known beforehand."""
    Work = Callable[[Any, dict[str, Any], Any], Points]
    """Takes a learner, the answers to be given and the notebook; returns what is earned."""

KEY = "4a" * 32
"""A course key that is always the same, so that every variant is."""


class Learner:
    """One of the thirty, with variants of their own."""

    points: Mapping[str, float] = {}
    """What a right answer to each item earns, as items.yaml was read by hand."""
    twins: frozenset[str] = frozenset()
    """Items that can also be done in Python."""
    first: tuple[str, ...] = ()
    """What somebody does who leaves half of it undone."""
    neighbour: Any
    """The learner before"""
    solutions: Mapping[str, str]

    def __init__(self, name: str, keys: Mapping[str, Any]) -> None:
        self.name = name
        self.items = {item["id"]: item for item in keys["items"]}
        self.key = bytes.fromhex(keys["key"])
        self.begin()

    def begin(self) -> None:
        """Draw what the right answers follow from."""

    def seed(self, item: str) -> int:
        return seed_for(self.key, self.name, seed_name(self.items[item]))

    def params(self, item: str) -> dict[str, Any]:
        return params_for(self.items[item], self.seed(item))

    def right(self) -> dict[str, Any]:
        """Return the right answers, as the views save them."""
        raise NotImplementedError

    def matched(self, item: str) -> dict[str, str]:
        """Return the pairs of an item that is to be matched."""
        return dict(self.items[item]["tokens"].values())


def known(value: Any, params: Mapping[str, Any]) -> Any:
    """Return what a field of an item stands for in a variant."""
    return params[value[1:]] if isinstance(value, str) and value.startswith("$") else value


# Ways to do an assignment, whatever it is about.


def everything(learner: Any, answers: dict[str, Any], _: Any) -> Points:
    answers.update(learner.right())
    return learner.points


def in_python(learner: Any, answers: dict[str, Any], notebook: Any) -> Points:
    """Write the twins in Python, and click what has none."""
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if name.startswith("code-"):
            cell.source = learner.solutions[name]
    right = learner.right()
    answers.update({item: right[item] for item in right if item not in learner.twins})
    return learner.points


def a_neighbours(learner: Any, answers: dict[str, Any], _: Any) -> Points:
    """Hand in the answers of the learner before; only what both share can be right."""
    own, theirs = learner.right(), learner.neighbour.right()
    answers.update(theirs)
    shared = {item: learner.points[item] for item in own if own[item] == theirs[item]}
    return {item: shared.get(item) for item in learner.points}


def half_done(learner: Any, answers: dict[str, Any], _: Any) -> Points:
    right = learner.right()
    answers.update({item: right[item] for item in learner.first})
    return {item: learner.points[item] * (item in learner.first) for item in learner.points}


def class_of(works: Sequence[Work]) -> dict[str, Work]:
    """Return thirty names, each with a way to do the assignment."""
    return {f"Окуучу {number:02}": works[number % len(works)] for number in range(30)}


def school_of(
    made: Callable[[Path], Any],
    place: Path,
    learner_type: type[Learner],
    members: Mapping[str, Work],
) -> Any:
    """Return the class after grading, in Kyrgyz; `expected` are the points that each earned.

    Args:
        made: makes the course of a folder, with nbgrader's commands.
        place: where the course is built.
        learner_type: the module's own kind of learner.
        members: who does the assignment in which way.
    """
    root = place / "nbgrader" / "ky"
    root.parent.mkdir()
    (root.parent / "course.key").write_text(KEY + "\n", encoding="ascii")
    build(courses_root(), place, languages=("ky",))
    prepare(root, "ky")
    school = made(root)
    module = school.assignment
    school.nbgrader("generate_assignment", module)
    keys = json.loads((root / "keys" / f"{module}.json").read_text("utf-8"))
    source = nbformat.read(root / "source" / module / "assignment.ipynb", 4)
    solutions = {
        cell.metadata["nbgrader"]["grade_id"]: re.sub(r"### \w+ SOLUTION\n?", "", cell.source)
        for cell in source.cells
        if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("solution")
    }
    school.learners, school.expected, before = {}, {}, None
    for name, work in members.items():
        learner = school.learners[name] = learner_type(name, keys)
        learner.solutions, learner.neighbour = solutions, before
        before = learner

        def change(folder, learner=learner, work=work):
            path = folder / "assignment.ipynb"
            notebook, answers = nbformat.read(path, 4), {}
            school.expected[learner.name] = work(learner, answers, notebook)
            nbformat.write(notebook, path)
            saved = Answers(folder / "answers.json", module, learner.name)
            for item, value in answers.items():
                saved.put(item, value, 0)

        school.hand_in(name, change)
    school.grade()
    return school


def compare(school: Any, name: str) -> tuple[dict[str, float], dict[str, float]]:
    """Return the recorded and the expected points of a learner, where they are known.

    Of an item whose points are not known it is asserted that they are not all points.
    """
    scores, expected = school.scores(name), school.expected[name]
    full = school.learners[name].points
    assert scores.pop("essay") in (0, None)
    assert scores.keys() == expected.keys() == full.keys()
    assert all(scores[item] < full[item] for item, points in expected.items() if points is None)
    sure = {item: points for item, points in expected.items() if points is not None}
    return {item: scores[item] for item in sure}, sure
