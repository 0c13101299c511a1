"""No submission gains a point, harms anybody or learns a secret; each gets what it is worth.

The cases are in `corpus/`; what nbgrader itself makes of them is in docs/grading-corpus.md.
"""

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from corpus import CASES, course, ours
from corpus.assignment import ALL, NAME

from electoral_grading.course import prepare
from electoral_grading.notes import SENTENCES, sentences

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")]

LARGEST = 8_000_000
"""Bytes that a result may have, whatever was in the submission."""


@pytest.fixture(scope="module")
def graded(place, run_nbgrader):
    """Everybody, graded side by side in one go."""
    with pytest.MonkeyPatch.context() as patch, course.Canary(place / "canary.log") as canary:
        patch.setenv("HOME", str(place / "home"))
        patch.setenv("DATABASE_PASSWORD", course.secret("environment"))
        prepare(place / "nbgrader" / "en", "en")
        root = course.lay_out(place)
        assert run_nbgrader(root, "generate_assignment", NAME, "--create") == 0
        whole = ours.grade_all(place, root, canary, CASES)
        canary.call()
        assert canary.calls() == [*whole.calls, "test"]  # it does hear
    return whole


@pytest.mark.parametrize("name", CASES)
def test_a_submission_earns_what_it_is_worth(graded, name):
    assert name not in graded.errors, graded.errors[name]
    assert ours.scores(graded.results[name]) == dict(CASES[name].expected)


@pytest.mark.parametrize("name", CASES)
def test_a_submission_gets_a_sentence_for_what_it_lost(graded, name):
    result, case = graded.results[name], CASES[name]
    kinds = {kind for kind, _ in result.notes}
    messages = {item.message for item in result.items}

    assert kinds <= set(SENTENCES)
    assert len(sentences(result.notes, "en")) == len(result.notes)
    if result.page:
        lost = [item for item in result.items if item.score == 0 and item.name != "why"]
        assert all(item.message or item.text for item in lost)
    else:
        assert kinds
    assert not case.told or {*kinds, *messages, result.status} & set(case.told)


@pytest.mark.parametrize("name", CASES)
def test_a_submission_is_shown_no_secret_and_does_no_harm(graded, name):
    result = graded.results[name]
    words = {item.name: f"{item.text} {json.dumps(dict(item.evidence))}" for item in result.items}

    assert course.said(words | dict(ours.outputs(result.page))) == []
    assert len(json.dumps(result.to_json())) < LARGEST


def test_the_neighbour_gets_the_same_whoever_is_graded_beside(graded):
    scores = [ours.scores(one) for one in graded.neighbours]

    assert len(scores) > len(CASES) / ours.BETWEEN - 1
    assert all(one == {**ALL} for one in scores)


def test_nothing_in_the_course_folder_and_the_lecturers_home_is_changed(graded):
    assert graded.changed == []


def test_nothing_is_left_in_shared_folders_and_shared_memory(graded):
    assert graded.strays == []
    assert not course.shared_memory()


def test_no_process_stays(graded):
    assert graded.left == []


def test_nobody_is_called(graded):
    assert graded.calls == []
