"""Our store leaves what nbgrader leaves, in any order of things, and whatever is killed."""

import os
import random
import shutil
import signal
import sqlite3
import time
from datetime import timedelta

import pytest
from gradebooks import (
    DUE,
    autograde,
    cell,
    empty_gradebook,
    graded_of,
    graded_page,
    put_assignment,
    random_cells,
    result_of,
    rows,
    twelve_cells,
    whole_class,
)
from nbgrader.api import Gradebook
from nbgrader.plugins import LateSubmissionPlugin
from nbgrader.preprocessors import AssignLatePenalties
from traitlets.config import Config

from electoral_grading.gradebook.database import GradebookError
from electoral_grading.gradebook.reading import MissingAssignmentError
from electoral_grading.gradebook.records import CellScore, Graded
from electoral_grading.result import FAILED, Result
from electoral_grading.store import Store

NAME = "05-protocol"


class Capricious(LateSubmissionPlugin):
    """A lecturer's own rule, with every kind of answer."""

    def late_submission_penalty(self, student_id, score, total_seconds_late):
        kind = sum(student_id.encode()) % 4
        return [None, score * 0.25, score + 1, -1.0][kind] if total_seconds_late else None


@pytest.fixture
def url(tmp_path):
    """A gradebook with one assignment of twelve cells."""
    url = empty_gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}")
    put_assignment(url, NAME, {"assignment": twelve_cells()})
    return url


def test_an_assignment_is_read_as_it_was_released(url):
    with Store(url) as store:
        record = store.assignment(NAME)

    (notebook,) = record.notebooks
    known = {one.name: one for one in notebook.cells}
    assert (record.duedate, notebook.name, record.points) == (DUE, "assignment", 15)
    assert len(known) == 12
    assert (known["test-1"].grade, known["test-1"].points, known["test-1"].locked) == (True, 2, True)
    assert known["answer-1"].solution
    assert not known["answer-1"].grade
    assert known["essay"].metadata == cell("essay", "essay", points=4.0).metadata.nbgrader
    assert known["task"].task


def test_points_are_recorded_and_told(url):
    page = graded_page(twelve_cells(), random.Random(1))
    one = graded_of("айжан", NAME, {"assignment": page}, DUE)

    with Store(url) as store:
        assert store.save([one]) == {}
        row = store.graded(NAME)["айжан"]

    given = {item.name: item.score for item in one.results[0].items}
    recorded = {name: score.auto for (_, name), score in row.cells.items() if name in given}
    assert recorded == given
    assert row.score == sum(score or 0 for score in given.values())
    assert row.timestamp == DUE
    assert row.cells["assignment", "task"] == CellScore(waits=True)


def a_round(chance, urls, notebooks, late):
    """Change something in both gradebooks as lecturers do; return the next submissions."""
    change = chance.choice(["nothing", "hands", "extension", "points", "duedate", "again"])
    if change == "points":
        name = chance.choice(list(notebooks))
        for one in notebooks[name]:
            if "points" in one.metadata.nbgrader and chance.random() < 0.3:
                one.metadata.nbgrader["points"] += 1.0
    due = DUE + timedelta(hours=chance.randrange(-48, 48)) if change == "duedate" else DUE
    hands = {}
    for url in urls:
        put_assignment(url, NAME, notebooks, due)
        with Gradebook(url) as gradebook:
            for submission in gradebook.assignment_submissions(NAME):
                student = submission.student_id
                if change == "extension" and hands.setdefault(student, chance.random()) < 0.3:
                    gradebook.grant_extension(NAME, student, hours=int(hands[student] * 300))
            if change == "hands":
                by_hand(gradebook, hands, chance)
    submissions = []
    for number in range(12):
        if chance.random() < 0.7:
            pages = {
                name: None if chance.random() < 0.2 else graded_page(cells, chance, lost=0.05)
                for name, cells in notebooks.items()
            }
            if any(pages.values()):  # nbgrader passes over a folder without notebooks
                when = DUE + timedelta(minutes=chance.randrange(-3000, 3000))
                time = when if chance.random() < 0.8 else None
                submissions.append(graded_of(f"student-{number}", NAME, pages, time))
    return submissions


def by_hand(gradebook, hands, chance):
    """Give points, extra credit and comments in formgrader's way, the same in both gradebooks."""
    for submission in gradebook.assignment_submissions(NAME):
        for notebook in submission.notebooks:
            for grade in notebook.grades:
                key = submission.student_id, notebook.name, grade.name
                kind = hands.setdefault(key, chance.choice(["", "", "points", "extra", "none"]))
                if kind == "points":
                    grade.manual_score, grade.needs_manual_grade = 0.75, False
                elif kind == "extra":
                    grade.extra_credit = 0.5
                elif kind == "none":
                    grade.manual_score = None
            for comment in notebook.comments:
                key = submission.student_id, notebook.name, comment.name, "comment"
                if hands.setdefault(key, chance.random()) < 0.2:
                    comment.manual_comment = "Well counted."
    gradebook.db.commit()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_the_gradebook_is_nbgraders_own_row_for_row(tmp_path, seed):
    chance = random.Random(seed)
    notebooks = {f"part-{n}": random_cells(chance, 8) for n in range(chance.randrange(1, 3))}
    theirs = empty_gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}")
    put_assignment(theirs, NAME, notebooks)
    shutil.copy(tmp_path / "gradebook.db", tmp_path / "ours.db")
    ours = f"sqlite:///{tmp_path / 'ours.db'}"
    config = Config()
    config.CourseDirectory.db_url = theirs
    config.AssignLatePenalties.plugin_class = [Capricious, LateSubmissionPlugin][seed % 2]
    config.LateSubmissionPlugin.penalty_method = "zero"

    for number in range(4):
        graded = a_round(chance, (theirs, ours), notebooks, late=config)
        course = tmp_path / f"round-{number}"
        autograde(course, config, graded)
        with Store(ours, penalties=AssignLatePenalties(config=config)) as store:
            assert store.save(graded) == {}

            assert rows(ours) == rows(theirs)

            store.save(graded)
            assert rows(ours) == rows(theirs)
