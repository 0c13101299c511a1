"""Thirty learners hand in the assignment of 02-institutions: thirty countries before a vote.

Points by hand from courses/02-institutions/items.yaml: stated-turnout 1, own-between 1,
own-by-list 1, own-mostly 1, own-open 3 for 8 rows, own-short 1, own-lack 1, own-lists 1 for 8
rows, own-ask 1, own-access 1, own-verdict 1, who-may 1, settle 2, essay 4. What is right comes
from arithmetic done here on the published figures and on the country's columns, not from the
params that the checks use.
"""

import class_of_thirty
import pytest
from class_of_thirty import a_neighbours, everything, half_done, in_python

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

MODULE = "02-institutions"
NEEDS = {"scanners": 1, "devices": 2, "members": 7}


class Learner(class_of_thirty.Learner):
    """One of the thirty, with a pair of votes and a country of their own."""

    points = {"stated-turnout": 1, "own-between": 1, "own-by-list": 1, "own-mostly": 1} | {
        "own-open": 3,
        "own-short": 1,
        "own-lack": 1,
        "own-lists": 1,
        "own-ask": 1,
        "own-access": 1,
        "own-verdict": 1,
        "who-may": 1,
        "settle": 2,
    }
    twins = frozenset(
        {"own-between", "own-by-list", "own-open", "own-short", "own-lists", "own-ask"}
        | {"own-access"}
    )
    first = ("stated-turnout", "own-between", "own-open", "own-short")

    def begin(self):
        self.country = self.params("own-open")["districts"]

    def opened(self):
        return {
            one["code"]: min(one["stations"], *(one[what] // need for what, need in NEEDS.items()))
            for one in self.country
        }

    def lacking(self):
        """Return what is short in sum, or nothing."""
        stations = sum(one["stations"] for one in self.country)
        for what, need in NEEDS.items():
            if sum(one[what] for one in self.country) < need * stations:
                return what
        return "nothing"

    def shares(self):
        """Return the turnout of 2015 on the later list, and what each part changes."""
        pair = self.params("own-between")
        before, later = 100 * 1_626_255 / 2_761_297, 100 * pair["voted"] / pair["registered"]
        between = 100 * 1_626_255 / pair["registered"]
        return between, between - before, later - between

    def right(self):
        opened = self.opened()
        between, by_list, by_voters = self.shares()
        people = {one["code"]: one["entries"] - one["twice"] for one in self.country}
        free, stations = (sum(one[c] for one in self.country) for c in ("step_free", "stations"))
        return {
            "stated-turnout": "ask",
            "own-between": {"number": f"{between:.2f}"},
            "own-by-list": {"number": f"{by_list:.2f}"},
            "own-mostly": "list" if abs(by_list) > abs(by_voters) else "voters",
            "own-open": {code: {"open": number} for code, number in opened.items()},
            "own-short": [
                one["code"] for one in self.country if opened[one["code"]] < one["stations"]
            ],
            "own-lack": self.lacking(),
            "own-lists": {code: {"people": number} for code, number in people.items()},
            "own-ask": [
                one["code"]
                for one in self.country
                if not 90 <= 100 * people[one["code"]] / one["adults"] <= 100
            ],
            "own-access": {"number": f"{100 * free / stations:.1f}"},
            "own-verdict": "move" if self.lacking() == "nothing" else "find",
            "who-may": self.matched("who-may"),
            "settle": self.matched("settle"),
        }


def forgets_pairs(learner, answers, _):
    """Count one device for a station: the district that lacks devices seems to open all."""
    right = learner.right()
    code = next(
        one["code"]
        for one in learner.country
        if learner.opened()[one["code"]] < one["stations"]
        and one["devices"] // 2 == learner.opened()[one["code"]]
    )
    stations = next(one["stations"] for one in learner.country if one["code"] == code)
    right["own-open"][code] = {"open": stations}
    right["own-short"].remove(code)
    answers.update(right)
    return learner.points | {"own-open": 3 * 7 / 8, "own-short": 2 / 3}


def believes_all(learner, answers, _):
    """Take every figure as it stands, and find everything ready."""
    answers.update(
        {
            "stated-turnout": "stated",
            "own-between": {"number": "58.89"},
            "own-by-list": {"number": "0"},
            "own-open": {one["code"]: {"open": one["stations"]} for one in learner.country},
            "own-lists": {one["code"]: {"people": one["entries"]} for one in learner.country},
            "own-verdict": "ready",
        }
    )
    return dict.fromkeys(learner.points, 0) | {"own-open": 3 * 5 / 8}


WORKS = (everything, in_python, forgets_pairs, believes_all, a_neighbours, half_done)
CLASS = class_of_thirty.class_of(WORKS)


@pytest.fixture(scope="module")
def school(place, run_nbgrader, course_type):
    def made(root):
        return course_type(root, place / "home", run_nbgrader, MODULE)

    return class_of_thirty.school_of(made, place, Learner, CLASS)


def test_thirty_learners_have_thirty_countries_of_both_kinds(school):
    learners = school.learners.values()

    assert len({str(learner.country) for learner in learners}) == 30
    assert {learner.lacking() for learner in learners} == {"nothing", *NEEDS}


@pytest.mark.parametrize("name", CLASS)
def test_every_learner_gets_the_points_they_earned(school, name):
    scores, expected = class_of_thirty.compare(school, name)

    assert scores == pytest.approx(expected, abs=0.01)
