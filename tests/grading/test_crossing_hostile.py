"""A student's process that breaks the protocol itself: the judge gets an error, never more."""

import socket
import threading
import time
from contextlib import contextmanager, suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from two_processes import forked, student

from electoral_grading.crossing.exceptions import BrokenError, CrossingError, StudentError
from electoral_grading.crossing.kinds import Kinds
from electoral_grading.crossing.names import Crossing
from electoral_grading.crossing.opaque import Opaque
from electoral_grading.crossing.wire import Peer, pack


@contextmanager
def answering(answer, kinds=None, timeout=2.0):
    """Give the judge's side of a thread that answers requests with whatever `answer` returns."""
    ours, theirs = socket.socketpair()

    def serve():
        peer = Peer(theirs)
        try:
            while True:
                told = peer._receive(None)
                reply = answer(told)
                theirs.sendall(
                    reply if isinstance(reply, bytes) else pack({"reply": told["id"], **reply})
                )
        except (OSError, CrossingError):
            return
        finally:
            theirs.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield Crossing(ours, kinds, timeout=timeout)
    finally:
        ours.close()
        thread.join(5)


def frame(size, body=b""):
    return size.to_bytes(4) + body


BROKEN = {
    "nothing at all": b"",
    "no JSON": frame(3, b"abc"),
    "no object": frame(2, b"[]"),
    "no text": frame(2, b"\xff\xff"),
    "too large a frame": frame(2**31),
    "a frame that never ends": frame(100, b"{"),
    "deep nesting": frame(100_008, b'{"a":' + b"[" * 100_003),
    "another's answer": pack({"reply": 99}),
    "a number that is none": pack({"reply": True}),
    "an answer to a text": pack({"reply": "1"}),
    "no answer": pack({}),
    "a request that nobody serves": pack({"id": 1, "do": "run"}),
    "a request by number": pack({"id": 1, "do": 5}),
    "a request of no number": pack({"id": "x", "do": "callback"}),
    "a callback of nothing": pack({"id": 1, "do": "callback", "of": 0, "args": [], "named": {}}),
    "a callback below nothing": pack(
        {"id": 1, "do": "callback", "of": -1, "args": [], "named": {}}
    ),
    "a callback of true": pack({"id": 1, "do": "callback", "of": True, "args": [], "named": {}}),
}


@pytest.mark.parametrize("name", BROKEN)
def test_who_breaks_the_protocol_is_not_asked_again(name):
    with answering(lambda _: BROKEN[name], timeout=0.2) as crossing:
        with pytest.raises(BrokenError):
            crossing.fetch("x")
        with pytest.raises(BrokenError):
            crossing.fetch("x")

        assert crossing.broken


def told(**reference):
    """Return an answer that refers to something as a name's value."""
    return {"values": {"x": {"ref": reference}}}


FORGED = {
    "names that nobody asked for": {"values": {"y": 1}},
    "no values": {"values": [1]},
    "a reference to nothing": told(),
    "a number": {"values": {"x": {"ref": 5}}},
    "a kind that is none": told(kind="magic", id=1),
    "a kind that is a list": told(kind=[], id=1),
    "a function without a number": told(kind="function"),
    "a function by a text": told(kind="function", id="1"),
    "a function of true": told(kind="function", id=True),
    "an object without a class": told(kind="object", id=1),
    "a method of nothing": told(kind="method", name="x"),
    "a callback that is none": told(kind="callback", id=5),
    "a module by number": told(kind="module", name=5),
    "two types": {"values": {"x": {"int": "0x1", "float": "nan"}}},
    "an unknown type": {"values": {"x": {"pickle": "gASVAAAA"}}},
    "code": {"values": {"x": {"type": "__import__('os')"}}},
    "a reference as a key": {
        "values": {"x": {"dict": [[{"ref": {"kind": "function", "id": 1}}], [1]]}}
    },
}


@pytest.mark.parametrize("name", FORGED)
def test_what_stands_for_nothing_breaks_it_off(name):
    with answering(lambda _: FORGED[name]) as crossing, pytest.raises(BrokenError):
        crossing.fetch("x")


MIRRORS = {
    "itself as its base": {"name": "C", "bases": [1], "operators": [], "error": None},
    "endless bases": None,
    "no bases": {"name": "C", "bases": "C", "operators": [], "error": None},
    "bases that are none": {"name": "C", "bases": [True], "operators": [], "error": None},
    "operators that are none": {"name": "C", "bases": [], "operators": [5], "error": None},
}


@pytest.mark.parametrize("name", MIRRORS)
def test_a_class_that_cannot_be_breaks_it_off(name):
    count = iter(range(2, 10**6))

    def answer(request):
        if request["do"] == "fetch":
            return told(kind="class", id=1)
        return MIRRORS[name] or {
            "name": "C",
            "bases": [next(count)],
            "operators": [],
            "error": None,
        }

    with answering(answer) as crossing, pytest.raises(BrokenError):
        crossing.fetch("x")


def test_a_class_gets_only_operators_that_are_the_judges():
    names = ["__class__", "__getattribute__", "__del__", "__init_subclass__", "__eq__", "__new__"]

    def answer(request):
        if request["do"] == "fetch":
            return told(kind="class", id=1)
        return {"name": "int) or (", "bases": [], "operators": names, "error": None}

    with answering(answer) as crossing:
        kind = crossing.fetch("x")

    assert kind.__name__ == "Unnamed"
    assert {name for name in names if name in vars(kind)} == {"__eq__"}
    assert kind != 42
    assert kind not in {int, float}


ANSWERS = {
    "no value": {},
    "output that is no text": {"value": 1, "out": 5},
    "errors that are no text": {"value": 1, "err": ["x"]},
    "changes that are none": {"value": 1, "changed": [1]},
    "names that nobody watches": {"value": 1, "names": {"secret": 1}},
    "an error that is none": {"error": 5},
    "an error without form": {"error": {}},
    "an error with strange arguments": {"error": {"nearest": "ValueError", "args": [{"x": 1}]}},
    "an error by number": {"error": {"nearest": 5, "args": []}},
    "a failure that is no text": {"failed": {"x": 1}},
    "a failure": {"failed": "x" * 10_000},
    "an end": {"error": {"ended": ["SystemExit"], "text": 5}},
    "a system exit by name": {"error": {"nearest": "SystemExit", "args": [], "text": "x"}},
    "an interrupt by name": {"error": {"nearest": "KeyboardInterrupt", "args": [], "text": "x"}},
    "an error that takes no arguments so": {"error": {"nearest": "UnicodeError", "args": [1, 2]}},
    "a field that is no field": {"error": {"nearest": "ValueError", "args": [], "fields": {"__class__": 1, "args": 5, "with_traceback": 1}}},
    "places that are none": {"error": {"nearest": "ValueError", "args": [], "where": 5}},
    "a test's error that is none": {"error": {"token": True, "nearest": "ValueError", "args": []}},
    "a test's error below none": {"error": {"token": -1, "nearest": "ValueError", "args": []}},
}  # fmt: skip


@pytest.mark.parametrize("name", ANSWERS)
def test_a_forged_answer_to_a_call_is_an_ordinary_error(name):
    def answer(request):
        return told(kind="function", id=1) if request["do"] == "fetch" else ANSWERS[name]

    with answering(answer) as crossing:
        call = crossing.fetch("x")
        with pytest.raises((CrossingError, ValueError, Exception)) as raised:
            call(1)

    assert isinstance(raised.value, Exception)
    assert not hasattr(raised.value, "__notes__")


def test_an_object_that_is_sent_where_data_was_learned_is_opaque():
    def answer(request):
        return told(kind="object", id=1, **{"class": 2}) if request["do"] == "fetch" else {
            "name": "C", "bases": [], "operators": ["__eq__"], "error": None,
        }  # fmt: skip

    with answering(answer, Kinds({"x": ["plain"]}, mode="learned")) as crossing:
        assert type(crossing.fetch("x")) is Opaque


garbage = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 5) | st.text(max_size=2)
    | st.sampled_from(["function", "class", "object", "method", "iterator", "callback", "__eq__", "ValueError"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["ref", "kind", "id", "class", "name", "bases", "operators", "error", "type"]),
        inner,
        max_size=5,
    )
    | st.fixed_dictionaries({"ref": st.fixed_dictionaries({"kind": st.sampled_from(["function", "class", "object", "iterator"]), "id": st.integers(0, 3), "class": st.integers(0, 3)})}),
    max_leaves=8,
)  # fmt: skip
replies = st.fixed_dictionaries(
    {},
    optional={
        "value": garbage, "error": garbage, "out": garbage, "names": garbage, "changed": garbage,
        "bases": st.lists(st.integers(0, 3), max_size=2), "operators": st.just(["__eq__", "__len__", "__call__"]),
        "name": garbage, "signature": garbage, "doc": garbage,
    },
)  # fmt: skip


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(garbage, st.lists(replies, max_size=6), st.sampled_from(["learned", "learning", "static"]))
def test_whatever_is_answered_the_judge_gets_an_ordinary_error(first, others, mode):
    rest = iter(others)

    def answer(request):
        return {"values": {"x": first}} if request["do"] == "fetch" else next(rest, {})

    paths = {
        "x": ["object x", "class x", "function"],
        "x()": ["object x"],
        "x == _": [],
        "len(x)": [],
    }
    with answering(answer, Kinds(paths, mode=mode)) as crossing:
        for use in (
            lambda x: x == 42.5, len, list, lambda x: x(1), lambda x: x.a, lambda x: x.__doc__, repr, hash,
        ):  # fmt: skip
            found = None
            with suppress(Exception):
                found = use(crossing.fetch("x"))

            assert found is not True


def test_an_answer_in_small_pieces_takes_no_longer_than_the_deadline():
    def child(sock):
        sock.recv(1000)
        while True:
            sock.sendall(b"\0")
            time.sleep(0.05)

    with forked(child) as (sock, _):
        crossing = Crossing(sock, timeout=0.4)
        started = time.monotonic()
        with pytest.raises(BrokenError):
            crossing.fetch("x")

        assert time.monotonic() - started < 5


def test_questions_without_end_are_an_end():
    def child(sock):
        sock.recv(1000)
        while True:
            sock.sendall(pack({"id": 1, "do": "note"}) * 100)

    with forked(child) as (sock, _):
        crossing = Crossing(sock, timeout=0.3)
        crossing.handlers["note"] = lambda _: {}
        with pytest.raises(BrokenError):
            crossing.fetch("x")


def test_a_judge_function_that_is_called_without_end_is_an_end():
    source = "def f(g):\n    while True: g()"
    with student(source, timeout=0.5) as crossing, pytest.raises(BrokenError):
        crossing.fetch("f")(lambda: None)


def test_calls_back_and_forth_have_a_bottom():
    source = "def f(n, g): return g(n)"
    with student(source) as crossing:
        f = crossing.fetch("f")

        def deeper(n):
            return f(n + 1, deeper)

        with pytest.raises(RecursionError):
            f(0, deeper)
        assert f(1, lambda n: f(n, lambda m: m + 1)) == 2


def test_a_child_of_the_students_process_does_not_speak_for_it():
    source = "import os\ndef f():\n    os.fork()\n    return 1\ndef g(): return 2"
    with student(source) as crossing:
        assert crossing.fetch("f")() == 1
        assert crossing.fetch("g")() == 2
        assert not crossing.broken


def test_answers_written_beforehand_are_not_believed_for_long():
    source = """
import os, json, stat
def f():
    body = json.dumps({"reply": 4, "value": 42}).encode()
    for fd in range(3, 100):
        try:
            if stat.S_ISSOCK(os.fstat(fd).st_mode): os.write(fd, len(body).to_bytes(4, "big") + body)
        except OSError: pass
    return 1
"""
    with student(source) as crossing:
        call = crossing.fetch("f")
        with pytest.raises(BrokenError):
            [call() for _ in range(6)]


def test_a_thread_of_the_student_may_call_the_tests_function_while_the_call_lasts():
    source = """
import threading
threading.excepthook = lambda *args: None
from concurrent.futures import ThreadPoolExecutor
def f(g):
    with ThreadPoolExecutor(4) as pool: return list(pool.map(g, range(20)))
def late(g):
    global timer
    timer = threading.Timer(0.2, g, [1])
    timer.start()
def fine():
    timer.join()
    return 1
"""
    with student(source) as crossing:
        called = []
        assert crossing.fetch("f")(lambda n: n * 2) == [2 * n for n in range(20)]
        crossing.fetch("late")(called.append)
        time.sleep(0.4)
        assert crossing.fetch("fine")() == 1

    assert called == []


def test_requests_of_any_kind_share_the_socket():
    def child(sock):
        peer = Peer(sock)

        def work(message):
            peer.tell("progress", cell=1)
            return {"sum": message["a"] + peer.request("more", of=message["a"])["b"]}

        peer.handlers["add"] = work
        peer.serve()

    with forked(child) as (sock, _):
        seen = []
        peer = Peer(
            sock, {"progress": seen.append, "more": lambda m: {"b": m["of"] * 10}}, timeout=5
        )

        assert peer.request("add", a=2) == {"reply": 1, "sum": 22}
        assert seen == [{"do": "progress", "cell": 1}]
        with pytest.raises(StudentError, match="KeyError"):
            peer.request("add")


def test_a_process_that_ends_is_gone():
    with student("import os\ndef f(): os._exit(3)") as crossing:
        f = crossing.fetch("f")
        with pytest.raises(BrokenError, match="closed the connection"):
            f()

        assert "closed the connection" in crossing.broken
