"""Thirty learners hand in the assignment of 04-urn, in Kyrgyz: thirty urns, thirty hidden acts.

Points by hand from courses/04-urn/items.yaml: own-count 4 for 12 lines, slip-gap 1, slip-why 2,
own-papers 3 for 19 differences, own-act 2, own-ballots 1, own-shows 2, when-made 1, essay 4.
The right counts come from the core's own days, not from the params that the checks use.
"""

from fractions import Fraction

import class_of_thirty
import pytest
from class_of_thirty import a_neighbours, everything, half_done, in_python, known

from electoral.records import PILES
from electoral.station import LINES
from electoral.urns import heap, kind_of, planted

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

MODULE = "04-urn"
FILLED = [line for line in LINES if line != "voters"]


class Learner(class_of_thirty.Learner):
    """One of the thirty, with an urn and a day of their own."""

    points = {"own-count": 4, "slip-gap": 1, "slip-why": 2, "own-papers": 3, "own-act": 2} | {
        "own-ballots": 1,
        "own-shows": 2,
        "when-made": 1,
    }
    twins = frozenset({"own-count", "slip-gap", "own-papers", "own-ballots"})
    first = ("own-count", "slip-why", "own-papers")

    def begin(self):
        self.heap = heap(self.params("own-count")["seed"], 40)
        self.day = planted(self.seed("own-papers"))

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
            "slip-why": self.matched("slip-why"),
            "own-papers": papers["answer"],
            "own-act": kind_of(self.day),
            "own-ballots": {"number": str(self.day.acts[0].ballots)},
            "own-shows": [
                name
                for name, option in self.items["own-shows"]["options"].items()
                if known(option.get("right"), shows)
            ],
            "when-made": self.matched("when-made"),
        }


def the_slip_instead(learner, answers, _):
    """Copy the machine's slip: the lines that it cannot change are still right."""
    wrong, true = learner.counted(learner.by_machine()), learner.counted()
    same = sum(wrong[line] == true[line] for line in FILLED)
    answers.update(learner.right() | {"own-count": wrong})
    return learner.points | {"own-count": float(Fraction(4 * same, len(FILLED)))}


def nothing_unusual(learner, answers, _):
    """See no act: every difference zero, and nobody accused; a zero is right where papers agree."""
    true = learner.params("own-papers")["answer"]
    zeros = {row: dict.fromkeys(cells, 0) for row, cells in true.items()}
    assert sum(cells != zeros[row] for row, cells in true.items()) > 0
    answers.update({"own-papers": zeros, "own-act": "none", "own-ballots": {"number": "0"}})
    return dict.fromkeys(learner.points, 0) | {"own-papers": None}


WORKS = (everything, in_python, the_slip_instead, nothing_unusual, a_neighbours, half_done)
CLASS = class_of_thirty.class_of(WORKS)


@pytest.fixture(scope="module")
def school(place, run_nbgrader, course_type):
    def made(root):
        return course_type(root, place / "home", run_nbgrader, MODULE)

    return class_of_thirty.school_of(made, place, Learner, CLASS)


def test_thirty_learners_have_thirty_urns_and_acts_of_every_kind(school):
    seeds = {learner.params("own-count")["seed"] for learner in school.learners.values()}
    days = {tuple(learner.day.lines().values()) for learner in school.learners.values()}

    assert len(seeds) == len(days) == 30
    assert len({kind_of(learner.day) for learner in school.learners.values()}) >= 5


@pytest.mark.parametrize("name", CLASS)
def test_every_learner_gets_the_points_they_earned(school, name):
    scores, expected = class_of_thirty.compare(school, name)

    assert scores == pytest.approx(expected, abs=0.01)
    assert CLASS[name] is not a_neighbours or "own-count" not in scores
