"""Thirty learners hand in the assignment of 07-remote-voting: thirty archives, six kinds of fault.

Points by hand from courses/07-remote-voting/items.yaml: read-figure 1, own-facts 3 for 6 rows,
own-ballot 1, own-check 2, own-standard 2, toy-sum 3 for 4 rows, own-key 2 for 3 rows, not-shown 2,
essay 4. What is right comes from the planted archive and from arithmetic done here, not from the
params that the checks use.
"""

import math

import class_of_thirty
import pytest
from class_of_thirty import a_neighbours, everything, half_done, in_python

from electoral.evoting.planted import planted

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

MODULE = "07-remote-voting"

PROMISES = {
    "vote-of-five": "equal",
    "too-many": "equal",
    "stranger": "eligible",
    "other-election": "authentic",
    "hash-of-another": "authentic",
    "signature-of-another": "authentic",
}
"""What each planted fault breaks, as the lesson explains it."""

TRUE_ALL_THE_SAME = ["phone", "coercion", "keys", "absent", "circle", "kept-out"]


class Learner(class_of_thirty.Learner):
    """One of the thirty, with an archive, a toy board and a key of their own."""

    points = {"read-figure": 1, "own-facts": 3, "own-ballot": 1, "own-check": 2} | {
        "own-standard": 2,
        "toy-sum": 3,
        "own-key": 2,
        "not-shown": 2,
    }
    twins = frozenset({"own-facts", "own-ballot", "own-check", "toy-sum", "own-key"})
    first = ("read-figure", "own-facts", "own-ballot", "own-check")

    def begin(self):
        self.planted = planted(self.params("own-facts")["seed"])

    def facts(self):
        """Return the six rows; an archive has five events beside its ballots."""
        found, strangers = self.planted, self.planted.how == "stranger"
        counts = {
            "events": found.ballots + 5,
            "ballots": found.ballots,
            "voters": found.voters,
            "replaced": found.ballots - found.tallied - strangers,
            "counted": found.tallied,
            "votes": sum(found.result[0]),
        }
        return {row: {"count": count} for row, count in counts.items()}

    def opened(self):
        """Return the toy sum, its votes found by trying."""
        own = self.params("toy-sum")
        (a, b), (c, d) = own["lines"]
        first, second = a * c % 23, b * d % 23
        mask = first ** own["key"] % 23
        votes = next(number for number in range(11) if mask * 2**number % 23 == second)
        rows = {"first": first, "second": second, "mask": mask, "votes": votes}
        return {row: {"number": number} for row, number in rows.items()}

    def groups(self):
        own = self.params("own-key")
        left = own["people"] - len(own["gone"])
        rows = {"groups": math.comb(left, own["needed"]), "spare": left - own["needed"]}
        return {row: {"count": n} for row, n in (rows | {"nothing": own["needed"] - 1}).items()}

    def right(self):
        return {
            "read-figure": "paper",
            "own-facts": self.facts(),
            "own-ballot": {"number": str(self.planted.ballot)},
            "own-check": self.planted.check,
            "own-standard": PROMISES[self.planted.how],
            "toy-sum": self.opened(),
            "own-key": self.groups(),
            "not-shown": TRUE_ALL_THE_SAME,
        }


def every_ballot_counts(learner, answers, _):
    """Forget the re-votes, and take the lost cards for good ones: one row wrong in each table."""
    facts, groups = learner.facts(), learner.groups()
    own = learner.params("own-key")
    facts["counted"] = {"count": learner.planted.ballots}
    groups["groups"] = {"count": math.comb(own["people"], own["needed"])}
    answers.update(learner.right() | {"own-facts": facts, "own-key": groups})
    return learner.points | {"own-facts": 2.5, "own-key": 4 / 3}


def all_is_well(learner, answers, _):
    """Find no fault in the ballots, and believe that an accepted file shows everything."""
    answers.update(
        {
            "own-ballot": {"number": "0"},
            "own-check": "result",
            "own-standard": "secret",
            "not-shown": ["phone", "replaced", "five"],
            "read-figure": "internet",
        }
    )
    return dict.fromkeys(learner.points, 0)


WORKS = (everything, in_python, every_ballot_counts, all_is_well, a_neighbours, half_done)
CLASS = class_of_thirty.class_of(WORKS)


@pytest.fixture(scope="module")
def school(place, run_nbgrader, course_type):
    def made(root):
        return course_type(root, place / "home", run_nbgrader, MODULE)

    return class_of_thirty.school_of(made, place, Learner, CLASS)


def test_thirty_learners_have_thirty_archives_and_faults_of_every_kind(school):
    learners = school.learners.values()

    assert len({learner.planted.archive for learner in learners}) == 30
    assert {learner.planted.how for learner in learners} == set(PROMISES)


@pytest.mark.parametrize("name", CLASS)
def test_every_learner_gets_the_points_they_earned(school, name):
    scores, expected = class_of_thirty.compare(school, name)

    assert scores == pytest.approx(expected, abs=0.01)
    assert CLASS[name] is not a_neighbours or "own-facts" not in scores
