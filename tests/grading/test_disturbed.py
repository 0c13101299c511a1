"""Grading that is disturbed from outside gives the same result, or says that it has failed."""

import os
import signal
import socket
import time
from contextlib import suppress

import psutil
import pytest
from handed_in import NAME, answers

from electoral_grading.assignment import Assignment
from electoral_grading.grade import Grader
from electoral_grading.pool import surely
from electoral_grading.warm import Warm

pytestmark = pytest.mark.slow

ONCE = """import os, pathlib
flag = pathlib.Path({flag!r})
one = base + 2
if not flag.exists():
    flag.touch()
    {then}"""
"""A right answer whose process is ended the first time, as if by somebody outside."""


@pytest.mark.parametrize("then", ["os._exit(1)", "os.kill(os.getpid(), 9)"])
def test_a_learners_process_that_was_ended_once_costs_nothing(course, tmp_path, then):
    student = f"learner-{len(then)}"
    text = ONCE.format(flag=str(tmp_path / "flag"), then=then)
    course.hand_in(student, answers(answer_one=text, answer_two="two = 7"))
    submission = course.root / "submitted" / student / NAME

    with Grader(Assignment.load(course.root, NAME), sandbox="off") as grader:
        (alone,) = grader.grade(submission, student)
        (tmp_path / "flag").unlink()
        (result,) = surely(grader, submission, student)

    assert (alone.died, alone.score) == (True, 1)
    assert (result.died, result.score) == (False, 3)


def test_a_judge_ends_with_the_warm_process_and_another_takes_its_place(course):
    course.hand_in("aizhan", answers(answer_one="one = 42", answer_two="two = 7"))
    submission = course.root / "submitted" / "aizhan" / NAME

    with Warm() as warm, Grader(Assignment.load(course.root, NAME), warm=warm) as grader:
        grader.learn()
        ours, theirs = socket.socketpair()
        judge = warm.ask({"do": "judge"}, theirs.fileno())
        os.kill(warm.process, signal.SIGKILL)
        until = time.monotonic() + 5
        while psutil.pid_exists(judge) and time.monotonic() < until:
            with suppress(psutil.Error):
                if psutil.Process(judge).status() == psutil.STATUS_ZOMBIE:
                    break
            time.sleep(0.01)
        assert time.monotonic() < until
        ours.close()
        theirs.close()
        (result,) = surely(grader, submission, "aizhan")

    assert result.score == 3
