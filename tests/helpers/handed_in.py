"""A class that has handed in the small assignment of the grading tests, each in another way."""

import json
import os
import shutil
from contextlib import ExitStack, contextmanager
from pathlib import Path

from electoral_grading.assignment import Assignment
from electoral_grading.batch import Batch
from electoral_grading.folders import MARK, places
from electoral_grading.grade import Grader
from electoral_grading.pool import LocalPool
from electoral_grading.settings import Settings

NAME = "01-small"
RIGHT = {"answer-one": "one = base + 2", "answer-two": "two = 7"}


def answers(**given):
    """Return a change of a submission: what a learner wrote into which cell."""
    wanted = {name.replace("_", "-"): text for name, text in given.items()}

    def change(folder):
        path = folder / "assignment.ipynb"
        page = json.loads(path.read_text(encoding="utf-8"))
        for cell in page["cells"]:
            name = cell["metadata"].get("nbgrader", {}).get("grade_id")
            if name in wanted:
                cell["source"] = wanted[name]
        path.write_text(json.dumps(page), encoding="utf-8")

    return change


def nothing_at_all(folder):
    """Hand in an empty folder."""
    for path in folder.iterdir():
        path.unlink()


def with_strangers(folder):
    """Hand in the right answers with what nobody asked for beside them."""
    answers(answer_one="one = 42", answer_two="two = 7")(folder)
    (folder / "data").mkdir()
    (folder / "data" / "own.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (folder / MARK).write_text("[]", encoding="utf-8")
    os.mkfifo(folder / "pipe")
    (folder / "link").symlink_to("/etc/passwd")


CLASS = {
    "aizhan": (answers(answer_one="one = base + 2", answer_two="two = 7"), (2, 1, 0)),
    "bek": (answers(answer_one="one = 41", answer_two="two = 6"), (0, 0.5, 0)),
    "Чолпон О'Нил [1]": (answers(answer_one="raise ValueError('no')"), (0, 0, 0)),
    "daniyar": (answers(answer_one="one = 42", why="Because it is so."), (2, 0, None)),
    "elena": (lambda _: None, (0, 0, 0)),
    "farida": (nothing_at_all, (0, 0, 0)),
    "gulnara": (with_strangers, (2, 1, 0)),
}
"""By learner: what was handed in, and the points for `one`, `two` and the essay `why`."""


def hand_in_all(course):
    """Let the class hand in."""
    for student, (change, _) in CLASS.items():
        course.hand_in(student, change)


def copied(root, place):
    """Return a copy of a course folder; a pipe in it is a new one."""
    shutil.copytree(root, place, symlinks=True, ignore=shutil.ignore_patterns("pipe"))
    for folder in place.glob(f"submitted/gulnara/{NAME}"):
        os.mkfifo(folder / "pipe")
    return place


class Counting:
    """A pool that counts what it was given."""

    def __init__(self, pool):
        self.pool, self.width, self.begun = pool, pool.width, []

    def submit(self, folder, student):
        self.begun.append(student)
        return self.pool.submit(folder, student)


@contextmanager
def grading(root, warm=None, jobs=2, **options):
    """Open a course folder for grading; gives a batch whose pool counts."""
    with ExitStack() as stack:
        settings = Settings(Path(root))
        assignment = Assignment.load(settings.root, NAME, settings.db_url, "ru")
        grader = stack.enter_context(Grader(assignment, warm=warm, timeout=5))
        pool = LocalPool(grader, jobs)
        stack.callback(pool.close)
        yield Batch(assignment, Counting(pool), stack.enter_context(settings.store()), **options)


def grade(root, warm=None, jobs=2, students=(), **options):
    """Grade and return the outcomes by learner, and who was really graded."""
    with grading(root, warm, jobs, **options) as batch:
        found = {told.student: told for told in batch.run(places(Path(root), NAME, students))}
        return found, batch.pool.begun


def marks(root):
    """Return what `graded.json` says of each learner, without how long it took."""
    found = {}
    for path in sorted(Path(root).glob(f"autograded/*/{NAME}/{MARK}")):
        results = json.loads(path.read_text(encoding="utf-8"))
        for result in results:
            result.pop("seconds")
        found[path.parent.parent.name] = results
    return found
