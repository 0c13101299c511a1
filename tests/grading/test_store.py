"""Our store leaves what nbgrader leaves, in any order of things, and whatever is killed."""

import os
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
    chance_of,
    empty_gradebook,
    graded_of,
    graded_page,
    in_a_process,
    put_assignment,
    random_cells,
    rows,
    save_in_parts,
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
    assert (known["test-1"].grade, known["test-1"].points, known["test-1"].locked) == (
        True,
        2,
        True,
    )
    assert known["answer-1"].solution
    assert not known["answer-1"].grade
    assert known["essay"].metadata == cell("essay", "essay", points=4.0).metadata.nbgrader
    assert known["task"].task


def test_points_are_recorded_and_told(url):
    page = graded_page(twelve_cells(), chance_of(1))
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


def a_round(chance, change, urls, notebooks):
    """Change something in both gradebooks as lecturers do; return the next submissions."""
    cells = [one for name in notebooks for one in notebooks[name]]
    if change == "points":
        for one in cells:
            if "points" in one.metadata.nbgrader and chance.random() < 0.3:
                one.metadata.nbgrader["points"] += 1.0
    due = DUE + timedelta(hours=chance.randrange(-48, 48)) if change == "duedate" else DUE
    hands = {}
    for url in urls:
        put_assignment(url, NAME, notebooks, due)
        with Gradebook(url) as gradebook:
            if change == "extension":
                for submission in gradebook.assignment_submissions(NAME):
                    hours = hands.setdefault(submission.student_id, chance.choice([0, 0, 9, 90]))
                    gradebook.grant_extension(NAME, submission.student_id, hours=hours)
            if change == "hands":
                by_hand(gradebook, hands, chance)
    return [
        submission
        for number in range(4)
        if chance.random() < 0.7
        and (submission := submitted(chance, f"student-{number}", notebooks))
    ]


def submitted(chance, student, notebooks):
    """Return a submission at any time, of some of the notebooks; nothing if it has none."""
    pages = {
        name: None if chance.random() < 0.2 else graded_page(cells, chance, lost=0.05)
        for name, cells in notebooks.items()
    }
    when = DUE + timedelta(minutes=chance.randrange(-1500, 4500))
    time = when if chance.random() < 0.8 else None
    # nbgrader passes over a folder without notebooks
    return graded_of(student, NAME, pages, time) if any(pages.values()) else None


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
@pytest.mark.parametrize("seed", range(2))
def test_the_gradebook_is_nbgraders_own_row_for_row(tmp_path, seed):
    chance = chance_of(seed)
    notebooks = {f"part-{n}": random_cells(chance, 7) for n in range(seed + 1)}
    notebooks["part-0"] += [cell("by-hand", "task", points=2.0)]
    theirs = empty_gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}")
    put_assignment(theirs, NAME, notebooks)
    shutil.copy(tmp_path / "gradebook.db", tmp_path / "ours.db")
    ours = f"sqlite:///{tmp_path / 'ours.db'}"
    config = Config()
    config.CourseDirectory.db_url = theirs
    config.AssignLatePenalties.plugin_class = [Capricious, LateSubmissionPlugin][seed % 2]
    config.LateSubmissionPlugin.penalty_method = "zero"

    changes = ["hands", "extension", "points", "duedate"]
    for change in ["nothing", *chance.sample(changes, 4)]:
        graded = a_round(chance, change, (theirs, ours), notebooks)
        autograde(tmp_path / change, config, graded)
        with Store(ours, penalties=AssignLatePenalties(config=config)) as store:
            assert store.save(graded) == {}

            assert rows(ours) == rows(theirs)

            store.save(graded)
            assert rows(ours) == rows(theirs)

    assert {grade["manual_score"] for grade in rows(ours)["grade"]} > {None}
    assert any(page["late_submission_penalty"] for page in rows(ours)["submitted_notebook"])


def test_a_notebook_that_did_not_come_has_no_points_and_waits_for_nobody(url):
    empty = graded_of("bek", NAME, {"assignment": None})
    nothing = Graded("nurlan", NAME, ())

    with Store(url) as store:
        store.save([empty, nothing])
        both = store.graded(NAME)

    for row in both.values():
        assert set(row.cells.values()) == {CellScore(auto=0.0, waits=False)}
        assert row.penalties == {"assignment": None}


def test_what_a_hand_gave_stays(url):
    page = graded_page(twelve_cells(), chance_of(2))
    one = graded_of("asel", NAME, {"assignment": page}, DUE + timedelta(hours=1))
    with Store(url) as store:
        store.save([one])
        with Gradebook(url) as gradebook:
            grade = gradebook.find_grade("essay", "assignment", NAME, "asel")
            grade.manual_score, grade.extra_credit, grade.needs_manual_grade = 3.5, 0.5, False
            comment = gradebook.find_comment("answer-1", "assignment", NAME, "asel")
            comment.manual_comment = "Show the sum."
            gradebook.grant_extension(NAME, "asel", days=1)
        store.save([one])

        row = store.graded(NAME)["asel"]

    assert row.cells["assignment", "essay"].manual == 3.5
    assert row.cells["assignment", "essay"].score == 4.0
    assert row.cells["assignment", "essay"].waits  # nbgrader's rule: a hand looks at it again
    assert row.extension == timedelta(days=1)
    assert "Show the sum." in [comment["manual_comment"] for comment in rows(url)["comment"]]


def test_a_task_that_came_later_is_added_to_who_submitted_before(url):
    cells = twelve_cells()
    one = graded_of("asel", NAME, {"assignment": graded_page(cells, chance_of(3))})
    added = [*cells, cell("new-answer", "answer"), cell("new-test", "test", points=1.0)]
    with Store(url) as store:
        store.save([one])
        put_assignment(url, NAME, {"assignment": added, "second": [cell("more", "test", points=1)]})
        pages = {
            "assignment": graded_page(added, chance_of(3)),
            "second": graded_page([cell("more", "test", points=1.0)], chance_of(1)),
        }
        again = graded_of("asel", NAME, pages)

        assert store.save([again]) == {}
        assert {("assignment", "new-test"), ("second", "more")} <= set(
            store.graded(NAME)["asel"].cells
        )


def test_what_cannot_be_saved_is_told_and_stops_nobody(url):
    def one(student, **change):
        (result,) = graded_of(student, NAME, {"assignment": page}).results
        return Graded(student, NAME, (Result(**{**vars(result), **change}),))

    page = graded_page(twelve_cells(), chance_of(4))
    changed = twelve_cells()
    changed[1] = cell("test-0", "test", points=9.0)
    other = graded_page([*changed, cell("unknown", "test", points=1.0)], chance_of(4))
    bad = {
        "failed": one("failed", status=FAILED),
        "pageless": one("pageless", page=None),
        "lone" + chr(0xD800): one("lone" + chr(0xD800)),
        "": one(""),
        "nul\0": one("nul\0"),
        "n" * 129: one("n" * 129),
        "nan": one("nan", items=(type(one("a").results[0].items[0])("test-0", float("nan"), 2.0),)),
        "points": graded_of("points", NAME, {"assignment": graded_page(changed, chance_of(1))}),
        "unknown": graded_of("unknown", NAME, {"assignment": other}),
        "elsewhere": graded_of("elsewhere", NAME, {"no-such": page}),
    }

    with Store(url) as store:
        refused = store.save([one("good"), *bad.values()])

        assert set(store.graded(NAME)) == {"good"}
    assert {student for _, student in refused} == set(bad)
    assert refused[NAME, "points"] == (
        "The cell 'test-0' has 2 points now, not 9; grade the submission again."
    )


def test_a_gradebook_that_cannot_be_used_says_why(url, tmp_path):
    old = tmp_path / "old.db"
    with sqlite3.connect(old) as connection:
        connection.execute("create table submitted_assignment (id text)")
        for table in ("grade", "comment", "submitted_notebook", "base_cell"):
            connection.execute(f"create table {table} (id text)")
    (tmp_path / "text.db").write_text("points: 5\n" * 100)

    with pytest.raises(GradebookError, match=r"There is no gradebook at .*nowhere.db"):
        Store(f"sqlite:///{tmp_path / 'nowhere.db'}")
    with pytest.raises(GradebookError, match="is not the address of a gradebook"):
        Store("gradebook.db")
    with pytest.raises(
        GradebookError, match=r"Set c.CourseDirectory.db_url to postgresql\+psycopg:"
    ):
        Store("postgresql://localhost/gradebook")
    with (
        pytest.raises(GradebookError, match=r"not one of this nbgrader.*db upgrade"),
        Store(f"sqlite:///{old}") as store,
    ):
        store.graded(NAME)
    with pytest.raises(GradebookError, match=r"text\.db cannot be used: file is not a database"):
        Store(f"sqlite:///{tmp_path / 'text.db'}")
    with (
        Store(url) as store,
        pytest.raises(MissingAssignmentError, match="generate_assignment 99-none"),
    ):
        store.save([Graded("asel", "99-none", ())])


def test_a_gradebook_that_another_program_holds_is_waited_for(url):
    one = Graded("asel", NAME, ())
    other = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    with Store(url, patience=0.3) as store:
        other.execute("begin exclusive")
        with pytest.raises(
            GradebookError, match=r"for 0 seconds \(database is locked\). Nothing is lost"
        ):
            store.save([one])
        other.execute("commit")
        store.save([one])

        assert set(store.graded(NAME)) == {"asel"}
    other.close()


@pytest.mark.slow
def test_graders_at_once_leave_what_one_leaves(url, tmp_path):
    notebooks = {"assignment": twelve_cells()}
    graded = whole_class(NAME, notebooks, 60)
    alone = f"sqlite:///{shutil.copy(tmp_path / 'gradebook.db', tmp_path / 'alone.db')}"
    save_in_parts(alone, graded, 60)

    orders = [chance_of(seed).sample(graded, 60) for seed in range(4)]
    children = [in_a_process(lambda order=order: save_in_parts(url, order, 3)) for order in orders]
    ends = [os.waitpid(child, 0)[1] for child in children]

    assert ends == [0] * 4
    assert rows(url) == rows(alone)


@pytest.mark.slow
def test_a_killed_grader_leaves_nothing_half_done(url, tmp_path):
    notebooks = {"assignment": twelve_cells()}
    graded = whole_class(NAME, notebooks, 60)
    alone = f"sqlite:///{shutil.copy(tmp_path / 'gradebook.db', tmp_path / 'alone.db')}"
    save_in_parts(alone, graded, 60)
    chance = chance_of(7)
    killed = 0

    for _ in range(40):
        child = in_a_process(lambda: save_in_parts(url, graded, 4))
        time.sleep(chance.uniform(0.0, 0.25))
        os.kill(child, signal.SIGKILL)
        killed += os.waitpid(child, 0)[1] != 0
        with Store(url) as store:
            there = store.graded(NAME)
        assert len(there) % 4 == 0  # whole transactions or nothing
        assert all(len(row.cells) == 7 for row in there.values())
    save_in_parts(url, graded, 4)

    assert killed > 20
    assert rows(url) == rows(alone)
