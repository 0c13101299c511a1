"""A class is graded once and wholly, whoever interrupts it, and however it is done."""

import json
import os
import shutil
import stat
from concurrent.futures import Future
from pathlib import Path
from threading import Thread

import pytest
from handed_in import CLASS, NAME, answers, copied, grade, grading, hand_in_all, marks

from electoral_grading.assignment import Assignment
from electoral_grading.batch import Batch
from electoral_grading.files import digest, files
from electoral_grading.folders import MARK, Place, places
from electoral_grading.glance import glance
from electoral_grading.gradebook.database import GradebookError
from electoral_grading.pool import each
from electoral_grading.regrade import Waiting, changes, preview
from electoral_grading.settings import Settings
from electoral_grading.warm import Warm

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def warm():
    """One warm process for all the tests here."""
    with Warm() as warm:
        yield warm


@pytest.fixture(scope="module")
def graded(course, warm):
    """The course with its class graded, and the outcomes."""
    hand_in_all(course)
    return course, *grade(course.root, warm)


@pytest.fixture
def again(graded, tmp_path):
    """A copy of the graded course, to be changed."""
    root = tmp_path / "ru"
    return copied(graded[0].root, root)


def test_the_points_of_a_class_are_in_the_gradebook(graded):
    course, outcomes, _ = graded

    found = {student: tuple(course.scores(student).values()) for student in CLASS}
    assert found == {student: points for student, (_, points) in CLASS.items()}
    assert {one.status for one in outcomes.values()} == {"graded", "missing"}
    assert all(one.max_score == 6 for one in outcomes.values())
    assert all(result.page is None for one in outcomes.values() for result in one.results)


def test_what_is_read_at_a_glance_is_what_nbgrader_reads(again):
    settings = Settings(again)

    assert settings.plain
    seen = glance(again, NAME, settings.db_url, "ru")
    assert seen == Assignment.load(again, NAME, settings.db_url, "ru")
    config = settings.config
    assert settings.timeout == config.Execute.timeout
    assert "db_url" not in config.CourseDirectory
    with (again / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write(
            "c.CourseDirectory.db_url = 'sqlite:////elsewhere.db'\nc.Execute.timeout = None\n"
        )
    changed = Settings(again)
    assert (changed.db_url, changed.timeout) == ("sqlite:////elsewhere.db", 3600)
    assert glance(again, NAME, changed.db_url, "ru") is None
    assert glance(again, "09-nothing", settings.db_url, "ru") is None


def test_what_is_graded_is_kept(graded, again, warm):
    outcomes, begun = grade(again, warm)

    assert begun == []
    assert all(one.kept for one in outcomes.values())
    assert {name: one.score for name, one in outcomes.items()} == {
        name: one.score for name, one in graded[1].items()
    }


def test_a_changed_submission_and_only_it_is_graded_again(again, warm):
    answers(answer_two="two = 7")(again / "submitted" / "bek" / NAME)

    outcomes, begun = grade(again, warm)

    assert begun == ["bek"]
    assert outcomes["bek"].score == 1


def test_a_changed_data_file_of_the_source_grades_all_again(again, warm):
    (again / "source" / NAME / "more.csv").write_text("a\n", encoding="utf-8")

    _, begun = grade(again, warm)

    assert sorted(begun) == sorted(CLASS)
    assert (again / "autograded" / "bek" / NAME / "more.csv").is_file()


def test_neither_number_nor_order_changes_a_result(again, warm):
    before = marks(again)
    with grading(again, warm, jobs=5, force=True) as batch:
        told = list(batch.run(reversed(places(again, NAME))))

    assert len(told) == len(batch.pool.begun) == len(CLASS)
    assert marks(again) == before


def test_the_graded_folder_is_the_one_that_nbgrader_leaves(graded, again, run_nbgrader):
    shutil.rmtree(again / "autograded")
    assert run_nbgrader(again, "autograde", NAME, "--force") == 0
    theirs, ours = tree(again / "autograded"), tree(graded[0].root / "autograded")

    known = [student for student in CLASS if student != "farida" and "[" not in student]
    assert {path for path in theirs if path.parts[0] in known} | {
        Path(student, NAME, MARK) for student in known
    } == {path for path in ours if path.parts[0] in known}
    assert {stat.S_IMODE(mode) for mode in ours.values()} == {0o444}
    assert Path("gulnara", NAME, "data", "own.csv") in ours
    assert not any(path.name in {"pipe", "link"} for path in ours)


def tree(top):
    """Return the files of a folder with their modes."""
    return {
        path.relative_to(top): path.lstat().st_mode for path in top.rglob("*") if path.is_file()
    }


def test_a_mark_that_a_learner_hands_in_is_not_believed(again, warm):
    own = Place(again, "bek", NAME)
    forged = json.loads((own.autograded / MARK).read_text(encoding="utf-8"))
    forged[0]["items"][0]["score"] = 2.0
    (own.submitted / MARK).write_text(json.dumps(forged), encoding="utf-8")

    with grading(again, warm) as batch:
        batch.store = Failing(GradebookError("The gradebook is away."))
        with pytest.raises(GradebookError):
            list(batch.run([own]))

    assert not (own.autograded / MARK).exists()
    assert grade(again, warm, students=["bek"])[0]["bek"].score == 0.5


class Failing:
    """A store that cannot be written to."""

    def __init__(self, error):
        self.error = error

    def save(self, graded):
        list(graded)
        raise self.error


def test_one_that_cannot_be_written_or_saved_stops_nobody(again, warm):
    shutil.rmtree(again / "autograded")
    (again / "autograded").mkdir()
    (again / "autograded" / "bek").write_text("a file, not a folder", encoding="utf-8")
    stranger = Place(again, "x" * 200, NAME)
    shutil.copytree(again / "submitted" / "elena", stranger.submitted.parent)

    outcomes, _ = grade(again, warm)

    assert outcomes["bek"].status == "failed"
    assert "bek" in outcomes["bek"].reason
    assert outcomes["aizhan"].score == 3
    assert len(outcomes) == len(CLASS) + 1


def test_two_graders_share_a_class(again, warm):
    with grading(again, warm, force=True) as one, grading(again, warm) as two:
        shutil.rmtree(again / "autograded")
        one.force = False
        told = {}
        runs = [
            Thread(target=lambda name=name, batch=batch: told.update({name: whole(batch, again)}))
            for name, batch in (("one", one), ("two", two))
        ]
        for run in runs:
            run.start()
        for run in runs:
            run.join(60)

    assert sorted(told["one"]) == sorted(told["two"]) == sorted(CLASS)
    assert sorted(one.pool.begun + two.pool.begun) == sorted(CLASS)


def whole(batch, root):
    """Return the scores that a batch told."""
    return {told.student: told.score for told in batch.run(places(root, NAME))}


def test_what_was_interrupted_is_completed_by_the_next_run(graded, again, warm):
    before = marks(again)
    shutil.rmtree(again / "autograded")
    with grading(again, warm, jobs=1) as batch:
        first = batch.pool.begun
        batch.stopped = lambda: len(first) >= 3
        told = [one.student for one in batch.run(places(again, NAME))]

    outcomes, second = grade(again, warm)

    assert 3 <= len(told) < len(CLASS)
    assert sorted(told) == sorted(first)
    assert sorted(first + second) == sorted(CLASS)
    assert marks(again) == before
    assert len(outcomes) == len(graded[1])


def test_a_mended_test_is_shown_before_it_is_written(again, warm, tmp_path, run_nbgrader):
    path = again / "source" / NAME / "assignment.ipynb"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("0.5 if two == 6", "1.0 if two == 6"), encoding="utf-8")
    assert run_nbgrader(again, "generate_assignment", NAME, "--force") == 0
    waiting, before = Waiting(tmp_path), marks(again)

    with grading(again, warm) as batch:
        found = list(preview(batch.pool, places(again, NAME), waiting))
        changed = changes(batch.store.graded(NAME), found)
        assert marks(again) == before
        answers(answer_two="two = 7")(again / "submitted" / "elena" / NAME)
        second = Batch(batch.assignment, waiting, batch.store, force=True)
        told = {one.student: one for one in second.run(places(again, NAME))}
        row = batch.store.graded(NAME)["bek"]

    assert [(one.student, one.item, one.old, one.new) for one in changed] == [
        ("bek", "two", 0.5, 1)
    ]
    assert sum(one.difference for one in changed) == 0.5
    assert row.score == told["bek"].score == 1
    assert told["elena"].status == "failed"
    assert "changed meanwhile" in told["elena"].reason


def test_a_folder_of_links_and_depths_is_read_without_following_anything(tmp_path):
    folder = tmp_path / "a"
    deep = folder.joinpath(*["d"] * 40)
    deep.mkdir(parents=True)
    (deep / "far.txt").write_text("far", encoding="utf-8")
    (folder / "near.txt").write_text("near", encoding="utf-8")
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "pipe")
    (folder / os.fsdecode(b"\xff.txt")).write_text("odd", encoding="utf-8")
    before = digest([folder])
    (folder / "near.txt").rename(folder / "mear.txt")

    found = [(os.fsencode(file.name), file.kind) for file in files(folder)]
    assert found == [
        (b"loop", "link"),
        (b"mear.txt", ""),
        (b"pipe", "pipe"),
        (b"\xff.txt", ""),
    ]
    assert digest([folder]) != before


def test_no_more_than_the_window_is_ever_under_way():
    running, most, begun = [], [], []

    def begin(task):
        begun.append(task)
        future = Future()
        running.append(future)
        most.append(len(running))
        if len(running) == 3:
            for one in running:
                one.set_result([])
            running.clear()
        return future

    tasks = (None if number % 4 == 0 else number for number in range(1, 20))
    ended = []
    for event in each(begin, tasks, 3, stopped=lambda: len(begun) >= 14):
        if event is not None:
            ended.append(event[0])
        elif len(running) < 3 and len(begun) >= 14:
            for one in running:
                one.set_result([])

    assert max(most) == 3
    assert sorted(ended) == begun == sorted(begun)
