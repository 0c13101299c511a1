"""Thirty learners hand in the assignment of 04-urn, in Kyrgyz: thirty urns, thirty hidden acts.

Points by hand from courses/04-urn/items.yaml: own-count 4 for 12 lines, slip-gap 1, slip-why 2,
own-papers 3 for 19 differences, own-act 2, own-ballots 1, own-shows 2, when-made 1, essay 4.
The right counts come from the core's own days, not from the params that the checks use.
"""

import json
import re
from fractions import Fraction

import nbformat
import pytest

from electoral.records import PILES
from electoral.station import LINES
from electoral.urns import heap, kind_of, planted
from electoral_courses.answers import Answers
from electoral_courses.builder import build
from electoral_courses.catalogue import courses_root
from electoral_courses.variants import params_for, seed_for, seed_name
from electoral_grading.course import prepare

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

MODULE = "04-urn"
KEY = "4a" * 32
"""A course key that is always the same, so that every urn is."""

RIGHT = {"own-count": 4, "slip-gap": 1, "slip-why": 2, "own-papers": 3, "own-act": 2}
RIGHT |= {"own-ballots": 1, "own-shows": 2, "when-made": 1}
NONE = dict.fromkeys(RIGHT, 0)
FILLED = [line for line in LINES if line != "voters"]


class Learner:
    """One of the thirty, with an urn and a day of their own."""

    def __init__(self, name, keys):
        self.name = name
        self.items = {item["id"]: item for item in keys["items"]}
        self.key = bytes.fromhex(keys["key"])
        self.heap = heap(self.params("own-count")["seed"], 40)
        self.day = planted(seed_for(self.key, name, seed_name(self.items["own-papers"])))

    def params(self, item):
        data = self.items[item]
        return params_for(data, seed_for(self.key, self.name, seed_name(data)))

    def counted(self, piles=None):
        """Return the protocol of this learner's heap, with these six piles if given."""
        lines = self.heap.lines()
        if piles is not None:
            lines |= dict(zip(PILES, piles, strict=True), valid=sum(piles[:5]))
        return {line: {"count": int(lines[line])} for line in FILLED}

    def by_machine(self):
        """Return what somebody writes who copies the machine's slip instead of sorting."""
        paper = self.heap.records
        return (paper["slip"][0] + paper["mobile_piles"][0]).tolist()

    def right(self):
        papers, shows = self.params("own-papers"), self.params("own-shows")
        return {
            "own-count": self.counted(),
            "slip-gap": {"number": str(self.params("slip-gap")["gap"])},
            "slip-why": dict(self.items["slip-why"]["tokens"].values()),
            "own-papers": papers["answer"],
            "own-act": kind_of(self.day),
            "own-ballots": {"number": str(self.day.acts[0].ballots)},
            "own-shows": [
                name
                for name, option in self.items["own-shows"]["options"].items()
                if known(option.get("right"), shows)
            ],
            "when-made": dict(self.items["when-made"]["tokens"].values()),
        }


def known(value, params):
    return params[value[1:]] if isinstance(value, str) and value.startswith("$") else value


def everything(learner, answers, _):
    answers.update(learner.right())
    return RIGHT


def in_python(learner, answers, notebook):
    """Write the twins in Python, and click what has none."""
    twins = {"own-count", "slip-gap", "own-papers", "own-ballots"}
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if name.startswith("code-"):
            cell.source = learner.solutions[name]
    answers.update({item: value for item, value in learner.right().items() if item not in twins})
    return RIGHT


def the_slip_instead(learner, answers, _):
    """Copy the machine's slip: the lines that it cannot change are still right."""
    wrong, true = learner.counted(learner.by_machine()), learner.counted()
    same = sum(wrong[line] == true[line] for line in FILLED)
    answers.update(learner.right() | {"own-count": wrong})
    return RIGHT | {"own-count": float(Fraction(4 * same, len(FILLED)))}


def nothing_unusual(learner, answers, _):
    """See no act: every difference zero, and nobody accused."""
    true = learner.params("own-papers")["answer"]
    zeros = {row: dict.fromkeys(cells, 0) for row, cells in true.items()}
    assert sum(cells != zeros[row] for row, cells in true.items()) > 0
    answers.update({"own-papers": zeros, "own-act": "none", "own-ballots": {"number": "0"}})
    return NONE


def a_neighbours(learner, answers, _):
    """Hand in the answers of the learner before; only what all share can be right."""
    other = learner.neighbour
    answers.update(other.right())
    own, theirs = learner.right(), other.right()
    shared = {item: RIGHT[item] for item in RIGHT if own[item] == theirs[item]}
    return {item: shared.get(item) for item in RIGHT}


def half_done(learner, answers, _):
    right = learner.right()
    done = ("own-count", "slip-why", "own-papers")
    answers.update({item: right[item] for item in done})
    return NONE | {item: RIGHT[item] for item in done}


WORKS = (everything, in_python, the_slip_instead, nothing_unusual, a_neighbours, half_done)
CLASS = {f"Окуучу {number:02}": WORKS[number % len(WORKS)] for number in range(30)}


@pytest.fixture(scope="module")
def school(place, run_nbgrader, course_type):
    """The class after grading; `expected` are the points that each earned."""
    root = place / "nbgrader" / "ky"
    root.parent.mkdir()
    (root.parent / "course.key").write_text(KEY + "\n", encoding="ascii")
    build(courses_root(), place, languages=("ky",))
    prepare(root, "ky")
    school = course_type(root, place / "home", run_nbgrader, MODULE)
    school.nbgrader("generate_assignment", MODULE)
    keys = json.loads((root / "keys" / f"{MODULE}.json").read_text("utf-8"))
    source = nbformat.read(root / "source" / MODULE / "assignment.ipynb", 4)
    solutions = {
        cell.metadata["nbgrader"]["grade_id"]: re.sub(r"### \w+ SOLUTION\n?", "", cell.source)
        for cell in source.cells
        if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("solution")
    }
    school.learners, school.expected, before = {}, {}, None
    for name, work in CLASS.items():
        learner = school.learners[name] = Learner(name, keys)
        learner.solutions, learner.neighbour = solutions, before
        before = learner

        def change(folder, learner=learner, work=work):
            path = folder / "assignment.ipynb"
            notebook, answers = nbformat.read(path, 4), {}
            school.expected[learner.name] = work(learner, answers, notebook)
            nbformat.write(notebook, path)
            saved = Answers(folder / "answers.json", MODULE, learner.name)
            for item, value in answers.items():
                saved.put(item, value, 0)

        school.hand_in(name, change)
    school.nbgrader("autograde", MODULE)
    return school


def test_thirty_learners_have_thirty_urns_and_acts_of_every_kind(school):
    seeds = {learner.params("own-count")["seed"] for learner in school.learners.values()}
    days = {tuple(learner.day.lines().values()) for learner in school.learners.values()}

    assert len(seeds) == len(days) == 30
    assert len({kind_of(learner.day) for learner in school.learners.values()}) >= 5


@pytest.mark.parametrize("name", CLASS)
def test_every_learner_gets_the_points_they_earned(school, name):
    scores = {item: score for item, score in school.scores(name).items() if item != "essay"}
    expected = school.expected[name]
    if CLASS[name] is nothing_unusual:  # a zero is right where the papers agree
        assert scores.pop("own-papers") < 3
        expected = {item: points for item, points in expected.items() if item != "own-papers"}
    if CLASS[name] is a_neighbours:
        assert all(
            scores[item] < RIGHT[item] for item, points in expected.items() if points is None
        )
        assert scores["own-count"] < 4
        expected = {item: points for item, points in expected.items() if points is not None}
        scores = {item: scores[item] for item in expected}

    assert scores == pytest.approx(expected, abs=0.01)
    assert school.scores(name)["essay"] in (0, None)
