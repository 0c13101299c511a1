"""Thirty learners hand in the assignment of 11-inclusion: thirty stations, thirty best plans.

Points by hand from courses/11-inclusion/items.yaml: read-ramps 1, outside-own 1, who-can-vote 1,
own-walk 3 for 8 barriers, own-kept 2 for 11 rows, own-plan 3, own-opened 1, own-left 1,
own-groups 1, law-match 1, page-test 1, essay 4. What is right comes from the station itself and
from trying every plan here, not from the params that the checks use.
"""

from itertools import combinations

import class_of_thirty
import pytest
from class_of_thirty import a_neighbours, everything, half_done, in_python

from electoral.barriers import FEATURES, opened, premises, still_out, through
from electoral_datasets import load

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

MODULE = "11-inclusion"


class Learner(class_of_thirty.Learner):
    """One of the thirty, with a station and a district of their own."""

    points = {"read-ramps": 1, "outside-own": 1, "who-can-vote": 1, "own-walk": 3} | {
        "own-kept": 2,
        "own-plan": 3,
        "own-opened": 1,
        "own-left": 1,
        "own-groups": 1,
        "law-match": 1,
        "page-test": 1,
    }
    twins = frozenset(
        {"outside-own", "own-walk", "own-kept", "own-plan"}
        | {"own-opened", "own-left", "own-groups"}
    )
    first = ("read-ramps", "outside-own", "who-can-vote", "own-walk")

    def begin(self):
        self.station = premises(self.params("own-walk")["seed"])
        self.barriers = [barrier.id for barrier in self.station.barriers]
        costs = {barrier.id: barrier.cost for barrier in self.station.barriers}
        plans = [
            set(plan)
            for size in range(len(self.barriers) + 1)
            for plan in combinations(self.barriers, size)
            if sum(costs[name] for name in plan) <= self.station.budget
        ]
        self.plan = max(
            plans, key=lambda plan: (opened(self.station, plan), -sum(costs[n] for n in plan))
        )
        self.groups = max(len(through(self.station, plan)) for plan in plans)

    def share(self):
        table = load("kg_2017_president").set_index("code")
        row = table.loc[self.params("outside-own")["code"]]
        return f"{100 * row['issued_outside'] / row['issued']:.2f}"

    def kept(self):
        return {
            group.id: {"voters": group.voters if group.stopped_by else 0}
            for group in self.station.groups
        }

    def right(self):
        return {
            "read-ramps": "careful",
            "outside-own": {"number": self.share()},
            "who-can-vote": ["student", "worker", "patient"],
            "own-walk": self.barriers,
            "own-kept": self.kept(),
            "own-plan": sorted(self.plan),
            "own-opened": {"number": str(opened(self.station, self.plan))},
            "own-left": [group.id for group in still_out(self.station, self.plan)],
            "own-groups": {"number": str(self.groups)},
            "law-match": self.matched("law-match"),
            "page-test": ["focus", "colour", "film", "table"],
        }


def one_thing_missed(learner, answers, _):
    """Pass one barrier by, and mark one thing that is in order; all else is right."""
    good = next(name for name in FEATURES if name not in learner.barriers)
    answers.update(learner.right() | {"own-walk": [*learner.barriers[1:], good]})
    return learner.points | {"own-walk": 3 * (7 - 1) / 8}


def everybody_is_stopped(learner, answers, _):
    """Count every group, believe the counts of ramps, and add up all who are stopped."""
    every = {group.id: {"voters": group.voters} for group in learner.station.groups}
    free = sum(1 for group in learner.station.groups if not group.stopped_by)
    answers.update(
        learner.right()
        | {
            "read-ramps": "norm",
            "own-kept": every,
            "own-opened": {"number": str(learner.station.kept_out)},
            "page-test": ["focus", "colour", "large"],
        }
    )
    return learner.points | {
        "read-ramps": 0,
        "own-kept": 2 * (11 - free) / 11,
        "own-opened": 0,
        "page-test": (2 - 1) / 4,
    }


WORKS = (everything, in_python, one_thing_missed, everybody_is_stopped, a_neighbours, half_done)
CLASS = class_of_thirty.class_of(WORKS)


@pytest.fixture(scope="module")
def school(place, run_nbgrader, course_type):
    def made(root):
        return course_type(root, place / "home", run_nbgrader, MODULE)

    return class_of_thirty.school_of(made, place, Learner, CLASS)


def test_thirty_learners_have_thirty_stations(school):
    learners = school.learners.values()

    assert len({learner.params("own-walk")["seed"] for learner in learners}) == 30
    assert len({tuple(learner.barriers) for learner in learners}) > 20


@pytest.mark.parametrize("name", CLASS)
def test_every_learner_gets_the_points_they_earned(school, name):
    scores, expected = class_of_thirty.compare(school, name)

    assert scores == pytest.approx(expected, abs=0.01)
