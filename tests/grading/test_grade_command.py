"""`electoral-school grade` says what it did, can be stopped, and goes on where it was."""

import io
import json
import os
import pty
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from handed_in import CLASS, NAME, answers, copied, grade, hand_in_all, marks

from electoral_binder.grade import GradeApp
from electoral_binder.grade_run import Run
from electoral_binder.grade_show import Progress, diff, sentence
from electoral_grading.batch import Outcome
from electoral_grading.course import course_id
from electoral_grading.regrade import Change
from electoral_grading.submit import submit

PROGRAM = Path(sys.executable).parent / "electoral-school"


@contextmanager
def started(*arguments, **options):
    with subprocess.Popen(
        [PROGRAM, "grade", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **{"stdin": subprocess.DEVNULL, **options},
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def run(*arguments, **options):
    with started(*arguments, **options) as process:
        out, err = process.communicate(timeout=120)
    return process.returncode, out, err


@pytest.fixture(scope="module")
def school(course):
    """A course whose class has handed in."""
    hand_in_all(course)
    return course


@pytest.fixture
def root(school, tmp_path):
    """A copy of its folder."""
    root = tmp_path / "nbgrader" / "ru"
    root.parent.mkdir()
    copied(school.root, root)
    shutil.copytree(school.root.parent / "exchange", root.parent / "exchange")
    return root


@pytest.mark.slow
def test_a_class_is_graded_and_then_kept(root):
    code, out, err = run(NAME, f"--course={root}", "--json")
    again = run(NAME, f"--course={root}", "--student=bek,aizhan", "--student=elena", "--json")

    lines = {line["student"]: line for line in map(json.loads, out.splitlines())}
    assert code == 0, err
    assert sorted(lines) == sorted(CLASS)
    assert {name: line["score"] for name, line in lines.items()} == {
        name: sum(filter(None, points)) for name, (_, points) in CLASS.items()
    }
    assert set(lines["bek"]) >= {"score", "max_score", "status", "level", "seconds", "notes"}
    assert lines["daniyar"]["waiting"] == 1
    assert "farida: 0 of 6 points. Nothing of the assignment was found" in err
    assert again[0] == 0
    assert {line["student"]: line["kept"] for line in map(json.loads, again[1].splitlines())} == {
        "aizhan": True,
        "bek": True,
        "elena": True,
    }


def here(*arguments):
    """Run in this process; return the code that it ends with."""
    app = GradeApp()
    try:
        app.initialize(list(map(str, arguments)))
        app.start()
    except SystemExit as end:
        return end.code
    finally:
        GradeApp.clear_instance()
    return 0


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ((), 2, "Name the assignment"),
        (("09-nothing",), 2, "There are: 01-small"),
        ((NAME, "--watch", "--regrade"), 2, "do not go together"),
        ((NAME, "--lang=xx"), 2, "not known"),
        ((NAME, "--sandbox=maybe"), 2, "sandbox"),
        ((NAME, "--jobs=-1"), 2, "jobs"),
        ((NAME,), 1, "generate_assignment` makes it"),
    ],
)
def test_what_cannot_be_done_is_a_sentence_and_a_code(tmp_path, capsys, arguments, code, words):
    (tmp_path / "source" / NAME).mkdir(parents=True)
    (tmp_path / "source" / NAME / "page.ipynb").write_text("{}", encoding="utf-8")

    assert here(*arguments, f"--course={tmp_path}") == code
    assert words in capsys.readouterr().err


@pytest.mark.slow
def test_nothing_handed_in_and_nobody_of_that_name_are_said(root, tmp_path, capsys):
    assert here(NAME, f"--course={tmp_path}") == 2
    assert "not a course folder" in capsys.readouterr().err
    assert here(NAME, f"--course={root}", "--student=nobody") == 1
    assert "Nothing was handed in by: nobody" in capsys.readouterr().err
    shutil.rmtree(root / "submitted")
    assert here(NAME, f"--course={root}") == 1
    assert f"nbgrader collect {NAME}" in capsys.readouterr().err


@pytest.mark.slow
def test_regrading_shows_and_asks_before_it_writes(root, run_nbgrader):
    grade(root)
    path = root / "source" / NAME / "assignment.ipynb"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("0.5 if two == 6", "1.0 if two == 6"), encoding="utf-8")
    assert run_nbgrader(root, "generate_assignment", NAME, "--force") == 0
    before = marks(root)

    unasked = run(NAME, f"--course={root}", "--regrade")
    assert marks(root) == before
    agreed = with_terminal("y\n", NAME, f"--course={root}", "--regrade")

    for code, out, _ in (unasked, agreed):
        row = next(line for line in out.splitlines() if line.startswith("bek"))
        assert row.split() == ["bek", "assignment", "two", "0.5", "1", "+0.5"]
        assert "Sum of all changes: +0.5. Learners with a change: 1 of 7." in out
        assert code == (0 if out is agreed[1] else 1)
    assert "--yes" in unasked[2]
    assert marks(root)["bek"][0]["items"][1]["score"] == 1


def with_terminal(typed, *arguments):
    """Run with a terminal to answer at."""
    ours, theirs = pty.openpty()
    os.write(ours, typed.encode())
    try:
        return run(*arguments, stdin=theirs)
    finally:
        os.close(ours)
        os.close(theirs)


@pytest.mark.slow
def test_ctrl_c_ends_in_order_and_the_next_run_goes_on(root):
    slow = answers(answer_one="import time; time.sleep(600)")
    for student in ("bek", "daniyar"):
        slow(root / "submitted" / student / NAME)
    with started(NAME, f"--course={root}", "--json", "--jobs=2", "--timeout=300") as process:
        first = json.loads(process.stdout.readline())
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)

    done = {first["student"], *(json.loads(line)["student"] for line in out.splitlines())}
    assert process.returncode == 1, err
    assert "aizhan" in done
    assert not {"bek", "daniyar"} & done
    assert f"To go on: electoral-school grade {NAME}" in err
    assert set(marks(root)) == done
    fast = run(NAME, f"--course={root}", "--json", "--timeout=1")
    assert fast[0] == 0, fast[2]
    kept = {line["student"] for line in map(json.loads, fast[1].splitlines()) if line["kept"]}
    assert kept == done
    assert "bek: 0.5 of 6 points. A cell ran too long" in fast[2]


@pytest.mark.slow
def test_a_second_ctrl_c_ends_at_once(root):
    answers(answer_one="import time; time.sleep(600)")(root / "submitted" / "bek" / NAME)
    with started(NAME, f"--course={root}", "--json", "--jobs=2", "--timeout=300") as process:
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert "once more" in process.stderr.readline() + process.stderr.readline()
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)

    assert process.returncode == 128 + signal.SIGINT


@pytest.mark.slow
def test_what_is_handed_in_is_graded_as_it_arrives(root, tmp_path):
    exchange = root.parent / "exchange"
    (exchange / course_id("ru") / "inbound").mkdir(parents=True, exist_ok=True)
    shutil.rmtree(root / "submitted")
    told = []
    with started(NAME, f"--course={root}", "--json", "--watch") as process:
        assert "Waiting" in process.stderr.readline()
        for one, right in (("one = 41", 1), ("one = 42", 3)):
            work = tmp_path / "work"
            shutil.copytree(root / "release" / NAME, work, dirs_exist_ok=True)
            answers(answer_one=one, answer_two="two = 7")(work)
            submit(work, exchange, "Нургүл", course_id("ru"), NAME)
            told.append((json.loads(process.stdout.readline()), right))
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)

    assert process.returncode == 0, err
    assert [(line["student"], line["score"]) for line, _ in told] == [
        ("Нургүл", right) for _, right in told
    ]


@pytest.mark.parametrize(
    ("typed", "agreed"), [("y", True), ("Yes", True), ("", False), ("n", False)]
)
def test_only_a_yes_is_one(monkeypatch, tmp_path, typed, agreed):
    monkeypatch.setattr(sys, "stdin", Terminal(f"{typed}\n"))

    assert Run(GradeApp(), tmp_path, NAME, []).agreed() is agreed


class Terminal(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self):
        return True


def test_the_bar_is_for_people_and_troubles_are_told_above_it(monkeypatch):
    trouble = Outcome("бек", "failed", reason="The disk is full.")
    for stream, drawn in ((Terminal(), True), (io.StringIO(), False)):
        monkeypatch.setattr(sys, "stderr", stream)
        progress = Progress(2)
        progress.tell(Outcome("aizhan", "graded"))
        progress.tell(trouble)
        progress.close()

        assert ("[===============               ] 1 of 2" in stream.getvalue()) == drawn
        assert "бек: not graded. The disk is full.\n" in stream.getvalue()


def test_points_given_by_hand_stay_and_are_not_summed():
    changed = [Change("a", "n", "x", 1.0, 2.5), Change("bb", "n", "x", 0.0, 9.0, by_hand=True)]

    lines = list(diff(changed, 30))

    assert lines[1].split() == ["a", "n", "x", "1", "2.5", "+1.5"]
    assert lines[2].endswith("by hand, stays")
    assert lines[3] == "Sum of all changes: +1.5. Learners with a change: 2 of 30."
    assert sentence(Outcome("a", "graded")) == ""
