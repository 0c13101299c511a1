"""A learner who hands in to an exchange of a test's own; fixtures and what looks at them."""

import os

import pytest

from electoral_grading.submit import submit

COURSE, TASK = "electoral-school-ru", "01-small"
WHO = "Айгүл Асанова"


def fill(folder, text="{}"):
    """Make a learner's folder of the assignment."""
    (folder / "data").mkdir(parents=True, exist_ok=True)
    (folder / "assignment.ipynb").write_text(text)
    (folder / "answers.json").write_text("{}")
    (folder / "data" / "table.csv").write_text("1,2\n")
    return folder


@pytest.fixture
def work(tmp_path):
    return fill(tmp_path / "home" / TASK)


@pytest.fixture
def exchange(tmp_path):
    (tmp_path / "exchange" / COURSE / "inbound").mkdir(parents=True)
    return tmp_path / "exchange"


@pytest.fixture
def inbound(exchange):
    return exchange / COURSE / "inbound"


@pytest.fixture
def hand_in(work, exchange):
    def hand_in(student=WHO, folder=work, **options):
        return submit(folder, exchange, student, COURSE, TASK, **options)

    return hand_in


def state(folder):
    """Return everything in a folder: names, contents, times."""
    return {
        str(path.relative_to(folder)): (
            path.lstat().st_mtime_ns,
            path.is_file() and path.read_bytes(),
        )
        for path in folder.rglob("*")
        if not path.is_dir()
    }


def child(work):
    """Run a function in a process of its own, which ends with it; return the process's id."""
    pid = os.fork()
    if pid:
        return pid
    try:
        work()
        os._exit(0)
    except BaseException:  # noqa: BLE001 - nothing of a child may run on as the test
        os._exit(1)


def stock(inbound, text="{}", student=WHO, moment="2026-03-01 10:00:00.000001 UTC", marked=True):
    """Put a submission there as nbgrader's own `submit` does."""
    folder = inbound / f"{student}+{TASK}+{moment}+random"
    folder.mkdir()
    (folder / "assignment.ipynb").write_text(text)
    (folder / "timestamp.txt").write_text(moment)
    if marked:
        (folder / "submission_secret.txt").write_text("s")
    return folder
