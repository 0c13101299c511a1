"""One warm process as its server holds it: begun at once, ready later, asked for kernels."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from electoral_binder.kernels.fingerprint import fingerprint
from electoral_binder.kernels.process import LONGEST, Forked
from electoral_grading.warm.frames import ClosedError, receive, send

if TYPE_CHECKING:
    from collections.abc import Iterator

LOADING_SECONDS = 60.0
"""A warm process that is not ready by then never will be."""
ANSWER_SECONDS = 20.0
"""A kernel that has not answered by then is started without the warm process."""
LISTENING_SECONDS = 10.0
"""So long a start waits for its kernel; the clients can wait longer."""

KEPT = ("PATH", "HOME", "TZ", "TMPDIR", "VIRTUAL_ENV")
"""Of the server's environment the warm process gets these and what is `read_early`.

A kernel can read them in `/proc`; nothing else of the server's belongs there.
"""
CALM = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""Libraries that make threads as they are loaded would make the fork unsafe."""


class NotWarmError(Exception):
    """No kernel can be forked; one has to be started in Jupyter's own way."""


def read_early(environment: dict[str, str]) -> dict[str, str]:
    """Return the variables a process reads as it begins, which come too late after a fork."""
    return {
        name: value
        for name, value in environment.items()
        if name.startswith(("PYTHON", "LC_", "LD_")) or name in {"LANG", "LANGUAGE"}
        if name != "PYTHONEXECUTABLE"  # Jupyter keeps it from every kernel
    }


class Zygote:
    """A warm process of this one."""

    def __init__(self) -> None:
        self.fingerprint = fingerprint()
        self.read_early = read_early(dict(os.environ))
        self.is_usable = True
        """Whether it may be asked for a kernel, now or once it is loaded."""
        self.is_hopeless = False
        """Whether it could not be loaded, or not in time: another one would fare no better."""
        self._ready: Future[None] = Future()
        self._lock = threading.Lock()
        self._connection, theirs = socket.socketpair()
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        with theirs, contextlib.ExitStack() as undo:
            undo.callback(self._connection.close)
            self._process = subprocess.Popen(
                [sys.executable, "-m", "electoral_binder.kernels.zygote", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env=kept | self.read_early | CALM,
                cwd=sys.prefix,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            undo.pop_all()
        threading.Thread(target=self._listen, name="electoral-warm", daemon=True).start()

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    @property
    def was_ready(self) -> bool:
        """Whether it has ever been ready to fork."""
        return self._ready.done() and self._ready.exception() is None

    def _listen(self) -> None:
        """Hear whether it is ready, then wait for its end."""
        trouble = "The warm process ended."
        with contextlib.suppress(ClosedError, OSError, ValueError):
            while True:
                said, _ = receive(self._connection)
                if "trouble" in said:
                    trouble = said["trouble"]
                else:
                    self._ready.set_result(None)
        self.is_usable = False
        self._process.wait()
        if not self._ready.done():
            # One that somebody killed has a code below nothing.
            self.is_hopeless = self.is_hopeless or self._process.returncode >= 0
            self._ready.set_exception(NotWarmError(trouble))
        with self._lock:
            self._connection.close()

    async def fork(
        self, command: list[str], environment: dict[str, str], folder: str, streams: list[int]
    ) -> Forked:
        """Return a new kernel.

        Args:
            command: What `LocalProvisioner` would start.
            environment: The whole environment of the kernel.
            folder: Where it works; empty for the server's own place.
            streams: Its output and its errors; -1 for the server's own.

        Raises:
            NotWarmError: there is none.
        """
        request = {
            "command": command,
            "environment": environment | {"JPY_PARENT_PID": str(os.getpid())},
            "folder": folder or os.getcwd(),  # noqa: PTH109 - a text for another process
        }
        try:
            ready = asyncio.shield(asyncio.wrap_future(self._ready))
            await asyncio.wait_for(ready, LOADING_SECONDS)
            mine, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            mine.setblocking(False)
            with contextlib.ExitStack() as undo:
                undo.callback(mine.close)  # the warm process ends a kernel nobody waits for
                with theirs, _outputs(streams) as outputs:
                    self._ask(request, (theirs.fileno(), *outputs))
                said = await asyncio.wait_for(_read(mine), ANSWER_SECONDS)
                kernel = Forked(said["process"], mine, command)
                with contextlib.suppress(TimeoutError):
                    # A client that comes too early tries again only after a tenth of a second.
                    await asyncio.wait_for(kernel.listens(), LISTENING_SECONDS)
                undo.pop_all()
                return kernel
        except TimeoutError as error:
            self.is_hopeless = not self.was_ready
            self.retire()  # asked again, it would keep the next one waiting too
            raise NotWarmError("The warm process does not answer.") from error
        except OSError as error:
            if isinstance(error, ConnectionError):
                self.is_usable = False
            raise NotWarmError(str(error)) from error

    def _ask(self, request: dict[str, Any], handles: tuple[int, ...]) -> None:
        with self._lock:
            send(self._connection, request, handles)

    def retire(self) -> None:
        """Let it fork no more kernels and end with the last of them."""
        self.is_usable = False
        if not self.was_ready:
            self._process.kill()
        with contextlib.suppress(OSError):
            self._ask({"retire": True}, ())

    def close(self) -> None:
        """End it and all its kernels."""
        self.is_usable = False
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)
        self._process.wait()


async def _read(status: socket.socket) -> dict[str, Any]:
    told = await asyncio.get_running_loop().sock_recv(status, LONGEST)
    if not told:
        raise ClosedError("The warm process ended.")
    said = json.loads(told)
    if "trouble" in said:
        raise NotWarmError(said["trouble"])
    return said


@contextlib.contextmanager
def _outputs(streams: list[int]) -> Iterator[list[int]]:
    """Give the numbers of files for output and errors; one that is closed leads nowhere."""
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - a device
        numbers = [own if given < 0 else given for own, given in zip((1, 2), streams, strict=True)]
        yield [number if _is_open(number) else nowhere.fileno() for number in numbers]


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True
