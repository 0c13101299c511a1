"""Thirty learners hand in the assignment of 01-standards: thirty draft laws, eight principles.

Points by hand from courses/01-standards/items.yaml: own-instruments 3, own-places 1, own-unread 3
for 3 articles, own-reported 1, own-against 4 for 4 places, event-chain 3 for 4 pairs,
note-words 1, essay 4. What is right comes from the draft itself and from the file of the data set,
not from the params that the checks use.
"""

import csv

import class_of_thirty
import pytest
from class_of_thirty import a_neighbours, everything, half_done, in_python

from electoral.draft_law import draft, group
from electoral_datasets.cards import DATA

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

MODULE = "01-standards"

ROWS = {"5": "secret", "6.1": "periodic", "8.1": "free", "13.4": "campaign"}


def rows():
    with (DATA / "standards" / "data.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


STANDARDS = rows()


class Learner(class_of_thirty.Learner):
    """One of the thirty, with a draft law and a principle of their own."""

    points = {"own-instruments": 3, "own-places": 1, "own-unread": 3, "own-reported": 1} | {
        "own-against": 4,
        "event-chain": 3,
        "note-words": 1,
    }
    twins = frozenset({"own-instruments", "own-places", "own-unread", "own-reported"})
    first = ("own-instruments", "own-places", "own-unread")

    def begin(self):
        self.law = draft(self.params("own-unread")["seed"])
        self.principle = self.params("own-instruments")["principle"]

    def numbers(self, verdict):
        return [number for number, one in enumerate(self.law, 1) if one.verdict == verdict]

    def noted(self, grades):
        return [
            row
            for row in STANDARDS
            if row["principle"] == self.principle and row["grade"] in grades
        ]

    def places(self, grades="AB"):
        convention = [row for row in self.noted(grades) if row["instrument"] == "cis_convention"]
        return len({row["article"] for row in convention})

    def right(self):
        against = {group(self.law[n - 1].place): n for n in self.numbers("against")}
        return {
            "own-instruments": sorted({row["instrument"] for row in self.noted("AB")}),
            "own-places": {"number": str(self.places())},
            "own-unread": [str(number) for number in self.numbers("unread")],
            "own-reported": {"number": str(self.numbers("reported")[0])},
            "own-against": {row: {"article": against[at]} for at, row in ROWS.items()},
            "event-chain": self.matched("event-chain"),
            "note-words": "measured",
        }


def from_memory(learner, answers, _):
    """Take what is remembered for read: every column with a note, and nothing left to open."""
    right = learner.right()
    speaking, wrong = (
        set(right["own-instruments"]),
        {row["instrument"] for row in learner.noted("C")},
    )
    share = max(0, len(speaking) - len(wrong - speaking)) / len(speaking)
    answers.update(
        right
        | {
            "own-instruments": sorted(speaking | wrong),
            "own-places": {"number": str(learner.places("ABC"))},
            "own-unread": [str(learner.numbers("reported")[0])],
            "note-words": "silent",
        }
    )
    same = learner.places("ABC") == learner.places()
    return learner.points | {
        "own-instruments": 3 * share, "own-places": int(same), "own-unread": 0, "note-words": 0,
    }  # fmt: skip


def mixes_two_places_up(learner, answers, _):
    """Confuse secrecy with freedom from pressure: two of four places are lost."""
    right = learner.right()
    table = right["own-against"]
    answers.update(
        right
        | {
            "own-against": {**table, "secret": table["free"], "free": table["secret"]},
            "own-unread": right["own-unread"][:2],
        }
    )
    return learner.points | {"own-against": 2, "own-unread": 2}


WORKS = (everything, in_python, from_memory, mixes_two_places_up, a_neighbours, half_done)
CLASS = class_of_thirty.class_of(WORKS)


@pytest.fixture(scope="module")
def school(place, run_nbgrader, course_type):
    def made(root):
        return course_type(root, place / "home", run_nbgrader, MODULE)

    return class_of_thirty.school_of(made, place, Learner, CLASS)


def test_thirty_learners_have_thirty_drafts_and_many_principles(school):
    learners = school.learners.values()

    assert len({tuple(one.id for one in learner.law) for learner in learners}) == 30
    assert len({learner.principle for learner in learners}) > 4


@pytest.mark.parametrize("name", CLASS)
def test_every_learner_gets_the_points_they_earned(school, name):
    scores, expected = class_of_thirty.compare(school, name)

    assert scores == pytest.approx(expected, abs=0.01)
    assert CLASS[name] is not a_neighbours or "own-against" not in scores
