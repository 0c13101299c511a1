"""A process that has loaded everything once, and forks one for each submission in milliseconds."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import threading
from typing import TYPE_CHECKING, Any, Self

from electoral_grading.warm.frames import ClosedError, receive, send

if TYPE_CHECKING:
    from collections.abc import Iterable

ALWAYS = (
    "electoral_grading.judge.run",
    "electoral_grading.warm.student",
    "electoral_courses.notebook",
    "electoral_courses.checks",
    "numpy",
    "pandas",
    "plotly.graph_objects",
    "plotly.io",
)
"""Modules that are loaded before anything is known of an assignment."""

CLEAN = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "LANG": "C.UTF-8",
    "TERM": "dumb",
}
"""The environment of the warm process: nothing of the lecturer's, no threads, no chance."""

PASSED = ("PATH", "TZ", "LD_LIBRARY_PATH", "VIRTUAL_ENV")


class Warm:
    """The warm process of this one; safe to be used by several threads.

    It is started at once and is ready later: `fork` waits for it.
    """

    def __init__(self, modules: Iterable[str] = ()) -> None:
        self._home = tempfile.TemporaryDirectory(prefix="electoral-warm-")
        self._lock = threading.Lock()
        self._modules = [*ALWAYS, *modules]
        self._connection: socket.socket | None = None
        self._begin()

    def _begin(self) -> None:
        ours, theirs = socket.socketpair()
        environment = {name: os.environ[name] for name in PASSED if name in os.environ}
        home = self._home.name
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "electoral_grading.warm.zygote",
                str(theirs.fileno()),
                *self._modules,
            ],
            pass_fds=[theirs.fileno()],
            env={
                **environment,
                **CLEAN,
                "HOME": home,
                "IPYTHONDIR": home,
                "JUPYTER_DATA_DIR": home,
            },
            cwd=home,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        theirs.close()
        self._connection, self._ready = ours, False

    def ask(self, message: Any, *handles: int) -> int:
        """Ask for something; return the number of the process it is about.

        A warm process that has died is started anew.

        Raises:
            OSError: what was asked for could not be done.
        """
        with self._lock:
            try:
                return self._ask(message, handles)
            except ClosedError:
                self._end()
                self._begin()
                return self._ask(message, handles)

    def _ask(self, message: Any, handles: tuple[int, ...]) -> int:
        connection = self._connection
        if connection is None:
            raise OSError("The warm process was closed.")
        if not self._ready:
            receive(connection)
            self._ready = True
        send(connection, message, handles)
        answer, _ = receive(connection)
        if "trouble" in answer:
            raise OSError(answer["trouble"])
        return answer["process"]

    @property
    def process(self) -> int:
        """The number of the warm process."""
        return self._process.pid

    def load(self, modules: Iterable[str], language: str) -> None:
        """Load more into the warm process: modules, and the words of a language."""
        self.ask({"do": "load", "modules": [*modules], "language": language})

    def kill(self, process: int) -> None:
        """End a process that was forked here, with everything it has started."""
        with contextlib.suppress(OSError):
            self.ask({"do": "kill", "process": process})

    def close(self) -> None:
        """End the warm process and everything it forked."""
        with self._lock:
            self._end()
            self._connection = None
        self._home.cleanup()

    def _end(self) -> None:
        if self._connection is not None:
            self._connection.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
