"""Who may open what, what a page may say to its kernel, and what may stand in an address."""

import json

import pytest
from jupyter_server.services.kernels.connection.base import (
    serialize_binary_message,
    serialize_msg_to_ws_v1,
)
from tornado.httputil import HTTPHeaders

from electoral_binder.channel import PROTOCOL, is_of, is_of_widgets, lend
from electoral_binder.guard import may_open
from electoral_binder.headers import ALWAYS, Headers, page_policy
from electoral_binder.query import mistake

CLOSED_TO_LEARNERS = [
    "api/contents",
    "api/contents/nbgrader/ru/source",
    "api/kernels",
    "api/kernelspecs",
    "api/sessions",
    "api/terminals",
    "api/me",
    "api/config/notebook",
    "api/events/subscribe",
    "files/courses/ru/05-protocol/lesson.ipynb",
    "files/nbgrader/ru/gradebook.db",
    "view/nbgrader/ru/source/05-protocol/assignment.ipynb",
    "nbconvert/html/courses/ru/05-protocol/lesson.ipynb",
    "voila",
    "voila/tree",
    "voila/render/courses/ru/05-protocol/lesson.ipynb",
    "voila/files/courses/ru/05-protocol/picture.png",
    "voila/api/contents",
    "voila/api/shutdown/0f0f",
    "voila/execution/0f0f",
    "voila/templates/base/static/voila.js",
    "lab",
    "lab/tree/nbgrader",
    "lab/api/settings",
    "notebooks/x.ipynb",
    "tree",
    "edit/x",
    "terminals/1",
    "formgrader",
    "formgrader/api/assignments",
    "assignments",
    "courses",
    "metrics",
    "school",  # not the page, but what only looks like it:
    "schools/x",
    "School/ru/",
    "//school/ru/",
    "./school/ru/",
    "\0school/ru/",
]


@pytest.mark.parametrize("path", CLOSED_TO_LEARNERS)
def test_what_is_not_a_lesson_is_closed_to_learners_and_strangers(path):
    is_entrance = path == "school"

    assert may_open("learner", "GET", path) is is_entrance
    assert not may_open(None, "GET", path)
    assert may_open("lecturer", "GET", path)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_a_learner_changes_nothing_but_what_the_pages_take(method):
    assert not may_open("learner", method, "api/contents/x")
    assert not may_open("learner", method, "api/kernels/a-1", is_own_kernel=True)
    for path in ("school/leave/a-1", "voila/api/shutdown/a-1"):
        assert may_open("learner", method, path) is (method == "POST")
    assert not may_open(None, method, "school/leave/a-1")


def test_a_learner_reaches_the_kernel_of_their_own_page_and_no_other():
    assert may_open("learner", "GET", "api/kernels/a-1/channels", is_own_kernel=True)
    assert not may_open("learner", "GET", "api/kernels/a-1/channels")


def test_a_kernel_belongs_to_whom_it_was_started_for_until_it_ends():
    running = {"a", "b"}
    settings = {"kernel_manager": running}
    lend(settings, "a", "aizhan")
    lend(settings, "b", "bek")

    assert is_of(settings, "a", "aizhan")
    assert not is_of(settings, "a", "bek")
    assert not is_of(settings, "a", None)
    assert not is_of(settings, "c", None)
    running.remove("a")
    lend(settings, "b", "bek")
    assert not is_of(settings, "a", "aizhan")


def said(kind, channel="shell", **content):
    """Return a message in each of the three ways in which a browser may write it."""
    header = {"msg_id": "1", "msg_type": kind, "username": "", "session": "1"}
    message = {"header": header, "parent_header": {}, "metadata": {}, "content": content}
    parts = [json.dumps(message[name]).encode() for name in message]
    return [
        (json.dumps(message | {"channel": channel}), None),
        (serialize_binary_message(message | {"channel": channel, "buffers": [b"x"]}), None),
        (serialize_msg_to_ws_v1(parts, channel), PROTOCOL),
    ]


@pytest.mark.parametrize(
    ("kind", "channel", "content"),
    [
        ("kernel_info_request", "shell", {}),
        ("kernel_info_request", "control", {}),
        ("comm_info_request", "shell", {"target_name": "jupyter.widget"}),
        ("comm_msg", "shell", {"comm_id": "a", "data": {"method": "update", "state": {}}}),
        ("comm_close", "shell", {"comm_id": "a"}),
        ("comm_open", "shell", {"comm_id": "a", "target_name": "jupyter.widget.control"}),
    ],
)
def test_what_widgets_say_reaches_the_kernel(kind, channel, content):
    assert all(is_of_widgets(*way) for way in said(kind, channel, **content))


@pytest.mark.parametrize(
    ("kind", "channel", "content"),
    [
        ("execute_request", "shell", {"code": "1"}),
        ("execute_request", "control", {"code": "1"}),
        ("complete_request", "shell", {"code": "o", "cursor_pos": 1}),
        ("inspect_request", "shell", {"code": "open", "cursor_pos": 1}),
        ("history_request", "shell", {}),
        ("shutdown_request", "control", {"restart": False}),
        ("interrupt_request", "control", {}),
        ("debug_request", "control", {}),
        ("create_subshell_request", "control", {}),
        ("usage_request", "control", {}),
        ("input_reply", "stdin", {"value": "x"}),
        ("comm_msg", "control", {"comm_id": "a", "data": {}}),
        ("comm_msg", "iopub", {"comm_id": "a", "data": {}}),
        ("comm_open", "shell", {"comm_id": "a", "target_name": "jupyter.widget"}),
        ("comm_open", "shell", {"comm_id": "a", "target_module": "os"}),
    ],
)
def test_what_no_widget_says_does_not(kind, channel, content):
    assert not any(is_of_widgets(*way) for way in said(kind, channel, **content))


@pytest.mark.parametrize(
    "message",
    [
        "",
        "[]",
        "no json",
        b"\xff" * 40,
        b"\0" * 40,
        '{"channel": "shell", "header": {"msg_type": "comm_msg", "msg_type": "execute_request"}}',
        '{"channel": "shell", "header": {"msg_type": ["comm_msg"]}}',
        '{"channel": ["shell"], "header": {"msg_type": "comm_msg"}}',
        '{"header": {"msg_type": "comm_msg"}}',
        '{"channel": "shell", "header": null}',
        "[" * 100_000,
    ],
)
def test_what_cannot_be_read_does_not(message):
    assert not is_of_widgets(message, None)
    assert not is_of_widgets(message, PROTOCOL)


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ({}, None),
        ({"lang": [b"ru"]}, None),
        ({"lang": [b"xx"]}, "lang"),
        ({"lang": [b"ru", b"en"]}, "lang"),
        ({"token": [b"t" * 201]}, "token"),
        ({"token": [b"a\nb"]}, "token"),
        ({"lang": [b"ru"], "who": [b"Anna"]}, "who"),
        ({"template": [b"../../x"]}, "template"),
        ({"": [b"x"]}, ""),
    ],
)
def test_an_address_asks_for_known_things_only(query, wrong):
    assert mistake(query) == wrong


def test_every_answer_carries_the_headers_and_does_not_name_the_server():
    class Request:
        host = "127.0.0.1:8888"

    given = HTTPHeaders({"Server": "Tornado", "Content-Type": "text/html"})
    _, headers, _ = Headers(Request()).transform_first_chunk(200, given, b"", False)

    assert "Server" not in headers
    assert ALWAYS.items() <= dict(headers).items()
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    kept = HTTPHeaders({"Content-Security-Policy": page_policy("h")})
    _, headers, _ = Headers(Request()).transform_first_chunk(200, kept, b"", False)
    assert headers["Content-Security-Policy"] == page_policy("h")


def test_the_pages_policy_names_no_other_machine_and_makes_no_code_of_texts():
    policy = page_policy("127.0.0.1:8888")

    assert "default-src 'none'" in policy
    assert "unsafe-eval" not in policy
    assert "http:" not in policy
    assert "https:" not in policy
    assert "*" not in policy
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert "unsafe-inline" not in scripts
