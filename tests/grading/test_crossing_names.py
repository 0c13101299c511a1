"""Ordinary test cells run as their authors expect, though the tested code is in another process."""

import contextlib
import io
import signal
import time

import pytest
from crossed import CLASS_TEST, CLASSES, FUNCTION_TEST, FUNCTIONS, QUICKSTART, QUICKSTART_TESTS
from two_processes import bound, learned, outcome, run, student

from electoral_grading.crossing.exceptions import LateError, MissingError, StudentError
from electoral_grading.crossing.kinds import Kinds
from electoral_grading.crossing.opaque import Opaque


@pytest.mark.parametrize(
    ("source", "cells"),
    [(QUICKSTART, QUICKSTART_TESTS), (CLASSES, (CLASS_TEST,)), (FUNCTIONS, (FUNCTION_TEST,))],
    ids=["quickstart", "classes", "functions"],
)
def test_the_author_changes_nothing_and_the_same_answer_passes_again(source, cells):
    kinds = learned(source, *cells)

    with student(source, kinds) as crossing:
        run(crossing, bound(source), *cells)
    assert crossing.refused == []


def test_quickstart_is_judged_without_a_model_run_too():
    with student(QUICKSTART) as crossing:
        run(crossing, bound(QUICKSTART), *QUICKSTART_TESTS)


def test_a_function_that_does_not_use_its_helper_is_found_out():
    alone = QUICKSTART.replace("sum(squares(n))", "sum(i * i for i in range(1, n + 1))")

    error = outcome(alone, QUICKSTART, QUICKSTART_TESTS[1])

    assert type(error) is AssertionError
    assert str(error) == "sum_of_squares does not use squares"


def test_classes_are_judged_without_a_model_run_as_far_as_is_safe():
    cell = """
v, w = Vec(1, 2), Vec(3, 4)
assert v + w == Vec(4, 6) and v != w and abs(w) == 5.0 and repr(v) == "Vec(1, 2)"
assert v * 2 == Vec(2, 4) and v != 5 and isinstance(v, Vec)
stack = Stack()
stack.push(1)
assert len(stack) == 1 and 1 in stack and list(stack) == [1] and stack.items == [1]
node = Node(1, Node(2))
assert node.next.value == 2
"""
    with student(CLASSES) as crossing:
        run(crossing, bound(CLASSES), cell)


def test_each_test_cell_finds_the_students_own_bindings_again():
    with student(QUICKSTART) as crossing:
        run(
            crossing,
            ["squares", "sum_of_squares"],
            "squares = lambda n: [7]\nassert sum_of_squares(2) == 7",
        )
        names = run(crossing, ["squares", "sum_of_squares"], "assert sum_of_squares(2) == 5")

    assert "squares" not in names


def test_an_argument_is_changed_only_where_the_author_changes_it():
    cell = "values = [3, 1]\nassert least(values) == 1\nassert values == [3, 1]"

    error = outcome(
        "def least(v): v.sort(); return v[0]", "def least(v): return sorted(v)[0]", cell
    )

    assert error is None


def test_a_missing_name_is_missing():
    with student("x = 1") as crossing:
        with pytest.raises(MissingError):
            crossing.fetch("y")
        assert crossing.fetch("x") == 1
        assert outcome("x = 1", "def solve(): return 1\nx = 1", "solve()").__class__ is NameError


def test_what_is_no_plain_value_says_so_in_words():
    error = outcome("class Mine(list): pass\nx = Mine()", "x = [1]", "assert len(x) == 1")

    assert type(error) is TypeError
    assert "x is of type Mine, not a plain value" in str(error)


def test_the_author_is_told_what_cannot_cross():
    with student("x = [[]]\nfor _ in range(99): x = [x]\nok = 1", Kinds.learn()) as crossing:
        assert type(crossing.fetch("x")) is Opaque
        assert crossing.fetch("ok") == 1

    assert crossing.refused == [("x", "list")]


def test_what_would_end_a_program_does_not_end_the_judge():
    source = """
def leave(): raise SystemExit("bye")
def stop(): raise KeyboardInterrupt
def close(): raise GeneratorExit
class Odd(BaseException):
    def __str__(self): raise SystemExit
def odd(): raise Odd
class Mute(Exception):
    def __str__(self): raise ValueError
def mute(): raise Mute
def deep(): return deep()
def fine(): return 1
"""
    with student(source) as crossing:
        for name in ("leave", "stop", "close", "odd"):
            with pytest.raises(StudentError):
                crossing.fetch(name)()
        with pytest.raises(crossing.fetch("Mute")):
            crossing.fetch("mute")()
        with pytest.raises(RecursionError):
            crossing.fetch("deep")()
        assert crossing.fetch("fine")() == 1


def test_a_call_that_takes_too_long_is_stopped_and_the_next_one_answered():
    source = "def slow():\n    while True: pass\ndef fine(): return 1"
    with student(source, patient=True) as crossing:
        crossing.peer.timeout = 0.3
        with pytest.raises(LateError, match="longer than"):
            crossing.fetch("slow")()
        crossing.peer.timeout = 10
        assert crossing.fetch("fine")() == 1
        assert not crossing.broken


def test_an_endless_iterator_ends():
    source = "def naturals():\n    n = 0\n    while True:\n        yield n\n        n += 1"
    with student(source) as crossing:
        crossing.limits = crossing.limits.__class__(steps=50)
        with pytest.raises(StudentError, match="more than 50"):
            list(crossing.fetch("naturals")())


def test_what_is_printed_reaches_the_tests_output_and_only_that(capfd):
    with student(
        "import sys\ndef f():\n    print('salam \\ud800')\n    print('oh', file=sys.stderr)"
    ) as crossing:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            crossing.fetch("f")()
        assert out.getvalue() == "salam ?\noh\n"
        heard = []
        crossing.on_stderr = heard.append
        crossing.fetch("f")()

    assert heard == ["oh\n"]
    assert capfd.readouterr() == ("salam ?\n", "")


def test_a_flood_of_output_is_cut():
    with student("def f():\n    for _ in range(1000): print('x' * 1000)") as crossing:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            crossing.fetch("f")()

    assert "left out" in out.getvalue()
    assert len(out.getvalue()) < 250_000


def test_a_module_is_the_judges_own_where_nothing_says_otherwise():
    import random

    source = "import random, os\nx = random\ny = os\nz = random"
    with student(source, Kinds({"z": ["plain"]}, mode="learned")) as crossing:
        assert crossing.fetch("x") is random
        assert type(crossing.fetch("y")) is Opaque
        assert type(crossing.fetch("z")) is Opaque


def test_a_broken_output_breaks_nothing_else():
    source = """
import sys
class Broken:
    def __getattr__(self, name): raise RuntimeError("no output")
sys.stdout = sys.stderr = sys.__stdout__ = Broken()
def f(): return 1
def g(): print("x", file=sys.__stdout__)
"""
    with student(source) as crossing:
        assert crossing.fetch("f")() == 1
        with pytest.raises(RuntimeError):
            crossing.fetch("g")()
        assert crossing.fetch("f")() == 1


def test_a_student_learns_nothing_from_a_function_of_the_test_that_fails():
    source = "def probe(f):\n    try: f(1)\n    except BaseException as e: return [type(e).__name__, str(e)]"
    with student(source, Kinds.learn()) as crossing:

        def check(x):
            assert x == 42, "the answer is 42"

        assert crossing.fetch("probe")(check) == ["AssertionError", ""]


def test_kinds_are_data():
    kinds = learned(CLASSES, CLASS_TEST)

    assert kinds.paths["Account().deposit()"] == {"plain"}
    assert kinds.paths["Vec() + Vec()"] == {"object Vec()"}
    assert "Account() == _" not in kinds.paths
    assert Kinds.of_json(kinds.to_json()).to_json() == kinds.to_json()


def test_a_call_costs_little():
    with student("def f(x): return x") as crossing:
        f = crossing.fetch("f")
        f(1)
        started = time.process_time()
        for _ in range(300):
            f(1)

        assert (time.process_time() - started) / 300 < 0.001


def test_a_judge_that_is_interrupted_asks_no_more():
    with student("import time\ndef f(): time.sleep(9)") as crossing:
        f = crossing.fetch("f")

        def alarm(*_):
            raise TimeoutError

        before = signal.signal(signal.SIGALRM, alarm)
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        try:
            with pytest.raises(TimeoutError):
                f()
        finally:
            signal.signal(signal.SIGALRM, before)
        assert crossing.broken
