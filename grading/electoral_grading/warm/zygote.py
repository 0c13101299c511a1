"""The warm process: it loads everything once and forks a process for each request.

It has seen no test, no key, no gradebook and no submission; it has no thread and no event
loop. Whoever started it speaks to it over the socket whose number is its first argument:

    {"do": "student", "level": …, "limits": {…}, "folder": …, "environment": {…}}, [socket]
    {"do": "judge"}, [socket]
    {"do": "load", "modules": […], "language": …}
    {"do": "kill", "process": number}

It answers each with {"process": number} or {"trouble": sentence}.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import random
import signal
import socket
import sys
from pathlib import Path
from typing import Any

from IPython.core.async_helpers import get_asyncio_loop

from electoral_grading import sandbox
from electoral_grading.warm.frames import ClosedError, receive, send
from electoral_grading.warm.shell import Shell

TRIALS = (
    "1 + 1",
    "raise ValueError('trial')",
    "print('trial')",
    "%precision 3\n%precision",
    "import asyncio\nawait asyncio.sleep(0)",
    "import pandas\ndisplay(pandas.DataFrame({'a': [1.5, 2], 'b': ['x', 'y']}))",
    "import plotly.graph_objects\ndisplay(plotly.graph_objects.Figure())",
)
"""Cells that make Python load what it loads only when it is needed."""


def main() -> None:
    """Serve until the other side is gone."""
    sandbox.shelter()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    connection = socket.socket(fileno=int(sys.argv[1]))
    shell = Shell.instance()
    warm_up(shell, sys.argv[2:])
    children: dict[int, bool] = {}
    with contextlib.suppress(ClosedError):
        send(connection, {"ready": True})
        while True:
            message, handles = receive(connection)
            try:
                answer = obey(message, handles, connection, shell, children)
            except (OSError, sandbox.Refused) as error:
                answer = {"trouble": str(error)}
            for handle in handles:
                os.close(handle)
            send(connection, answer)
    for child in list(children):
        end(child, children)
    os._exit(0)


def warm_up(shell: Shell, modules: list[str]) -> None:
    """Load modules, and let the shell run once what learners' cells do."""
    load(modules)
    streams = sys.stdout, sys.stderr
    for trial in TRIALS:
        shell.run(trial)
    get_asyncio_loop().close()  # its files are not the children's
    shell.reset(new_session=True)
    shell.count = 0
    sys.stdout, sys.stderr = streams
    gc.collect()
    gc.freeze()


def load(modules: list[str]) -> None:
    """Load modules; one that cannot be loaded is the learner's or the author's trouble, later."""
    for module in modules:
        with contextlib.suppress(Exception):
            importlib.import_module(module)


def rehearse(language: str) -> None:
    """Check an invented item, so that the words of the language are there."""
    from electoral_courses.checks import check  # noqa: PLC0415 - loaded by now
    from electoral_courses.feedback import feedback  # noqa: PLC0415
    from electoral_courses.items import Item  # noqa: PLC0415

    item = Item.of({"id": "trial", "kind": "number", "points": 1, "answer": 1, "prompt": "1?"})
    for answer in ({"number": "1000.5"}, None):
        feedback(item, check(item, answer), {}, language, 0).html()


def obey(
    message: dict[str, Any],
    handles: list[int],
    connection: socket.socket,
    shell: Shell,
    children: dict[int, bool],
) -> dict[str, Any]:
    """Do what a message says; return the answer. In a new process it never returns."""
    match message["do"]:
        case "load":
            load(message["modules"])
            rehearse(message["language"])
            gc.collect()
            gc.freeze()
            return {"process": 0}
        case "kill":
            end(message["process"], children)
            return {"process": message["process"]}
        case "judge":
            zygote = os.getpid()
            child = os.fork()
            if child == 0:
                sandbox.end_with(zygote)  # or two judges would hear one grader
                os.close(connection.fileno())
                alone(connection, judging, handles[0], shell)
        case _:
            child = sandbox.fork_confined(
                message["level"],
                sandbox.Limits(**message["limits"]),
                Path(message["folder"]),
                keep=handles[:1],
            )
            if child == 0:
                alone(connection, studying, handles[0], shell, message["environment"])
    children[child] = message["do"] == "student"
    return {"process": child}


def end(child: int, children: dict[int, bool]) -> None:
    """End a child with everything that it has started, and bury it."""
    confined = children.pop(child, None)
    if confined:
        sandbox.kill(child)
    elif confined is False:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def alone(connection: socket.socket, serve: Any, handle: int, *arguments: Any) -> None:
    """Be the new process: forget the zygote's connection, serve, and end."""
    status = 1
    try:
        connection.detach()
        serve(socket.socket(fileno=handle), *arguments)
        status = 0
    finally:
        os._exit(status)


def studying(connection: socket.socket, shell: Shell, environment: dict[str, str]) -> None:
    """Be the learner's process."""
    from electoral_grading.warm.student import serve  # noqa: PLC0415 - loaded before the fork

    os.environ.clear()
    os.environ.update(environment)
    sys.path.insert(0, "")  # modules beside the notebook
    signal.signal(signal.SIGINT, signal.default_int_handler)
    seed(environment.get("ELECTORAL_STUDENT", ""))
    serve(connection, shell)


def judging(connection: socket.socket, shell: Shell) -> None:
    """Be a judge."""
    from electoral_grading.judge.run import serve  # noqa: PLC0415 - loaded before the fork

    signal.signal(signal.SIGINT, signal.default_int_handler)
    serve(connection, shell)


def seed(text: str) -> None:
    """Let chance begin alike for a learner whenever the submission is graded."""
    random.seed(text)
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed(random.getrandbits(32))


if __name__ == "__main__":
    main()
