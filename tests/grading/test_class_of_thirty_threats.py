"""Thirty learners hand in the assignment of 12-threats: thirty evenings, six kinds of incident.

Points by hand from courses/12-threats/items.yaml: own-sums 3 for 5 rows, own-kind 2, own-station 1,
own-field 2, own-step 2, own-sentences 3 for 4 sentences, cards 2 for 4 pairs, whose-term 1,
essay 4. What is right comes from the core, which reads the papers without being told, and from
sums done here, not from the params that the checks use.
"""

import class_of_thirty
import pytest
from class_of_thirty import a_neighbours, everything, half_done, in_python

from electoral.incident import KINDS, explain, incident

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

MODULE = "12-threats"

FIELDS = {
    "twice": "sending_integrity",
    "altered": "sending_integrity",
    "missing": "sending_availability",
    "early": "sending_confidentiality",
    "stranger": "sending_authenticity",
    "display": "display_integrity",
}
"""What each incident touches, as the lesson explains it."""

STEPS = {
    "twice": "once",
    "missing": "fetch",
    "altered": "freeze",
    "early": "quiet",
    "display": "darken",
    "stranger": "apart",
}


class Learner(class_of_thirty.Learner):
    """One of the thirty, with the papers of an evening of their own."""

    points = {"own-sums": 3, "own-kind": 2, "own-station": 1, "own-field": 2} | {
        "own-step": 2,
        "own-sentences": 3,
        "cards": 2,
        "whose-term": 1,
    }
    twins = frozenset({"own-sums", "own-kind", "own-station"})
    first = ("own-sums", "own-kind", "own-station", "own-field")

    def begin(self):
        self.papers = incident(self.params("own-sums")["seed"])
        self.kind, self.station = explain(self.papers)

    def sums(self):
        """Return the five rows, added up here."""
        copies = sum(self.papers.copies)
        rows = {
            "copies": copies,
            "entries": len(self.papers.log),
            "stations": 6 - (self.kind == "missing"),
            "gap": self.papers.server - copies,
            "screen": self.papers.display - self.papers.server,
        }
        return {row: {"count": count} for row, count in rows.items()}

    def sentences(self):
        rows = self.sums()
        return [
            "differs" if rows["gap"]["count"] else "agrees",
            "other" if rows["screen"]["count"] else "shown",
            "unknown",
            "compare",
        ]

    def right(self):
        return {
            "own-sums": self.sums(),
            "own-kind": self.kind,
            "own-station": {"number": str(self.station)},
            "own-field": FIELDS[self.kind],
            "own-step": STEPS[self.kind],
            "own-sentences": self.sentences(),
            "cards": self.matched("cards"),
            "whose-term": self.matched("whose-term"),
        }


def an_attack(learner, answers, _):
    """Find everything, and then say that it was an attack: one sentence too many of four."""
    wrong = [*learner.sentences(), "attack"]
    answers.update(learner.right() | {"own-sentences": wrong, "own-step": "announce"})
    return learner.points | {"own-sentences": 2.25, "own-step": 0}


def only_the_display(learner, answers, _):
    """Never open the log: every sum but that of the display is left, and the display is blamed."""
    screen = learner.sums()["screen"]
    answers.update({"own-sums": {"screen": screen}, "own-kind": "display", "own-step": "wipe"})
    blamed = learner.kind == "display"
    return dict.fromkeys(learner.points, 0) | {"own-sums": 0.6, "own-kind": 2 * blamed}


WORKS = (everything, in_python, an_attack, only_the_display, a_neighbours, half_done)
CLASS = class_of_thirty.class_of(WORKS)


@pytest.fixture(scope="module")
def school(place, run_nbgrader, course_type):
    def made(root):
        return course_type(root, place / "home", run_nbgrader, MODULE)

    return class_of_thirty.school_of(made, place, Learner, CLASS)


def test_thirty_learners_have_thirty_evenings_and_incidents_of_every_kind(school):
    learners = school.learners.values()

    assert len({learner.papers for learner in learners}) == 30
    assert {learner.kind for learner in learners} == set(KINDS)


@pytest.mark.parametrize("name", CLASS)
def test_every_learner_gets_the_points_they_earned(school, name):
    scores, expected = class_of_thirty.compare(school, name)

    assert scores == pytest.approx(expected, abs=0.01)
