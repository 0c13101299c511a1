"""The kernels of a warm process: forked on request, watched, reported on, buried."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from electoral_binder.kernels.rehearsing import rehearse
from electoral_grading.warm.frames import ClosedError, receive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SERVER, ENDED, GONE = "server", "ended", "gone"
"""What is heard: a request, the end of a kernel, the end of the server."""


@dataclass
class Kernel:
    """A kernel that was forked."""

    process: int
    status: socket.socket
    code: int | None = None
    """How it ended."""
    is_left: bool = False
    """Whether the server does not ask for it any more."""


@dataclass
class Request:
    """What a new process is to become."""

    command: list[str]
    environment: dict[str, str]
    folder: str
    parent: int
    status: socket.socket
    streams: list[int]


class Nursery:
    """The kernels of one server.

    Args:
        connection: The way to the server.
        work: What to do while nobody asks, piece by piece.
    """

    def __init__(self, connection: socket.socket, work: Iterator[Callable[[], object]]) -> None:
        self.connection = connection
        self.work = work
        self.kernels: dict[int, Kernel] = {}
        self.is_retired = False
        self.ears = selectors.PollSelector()  # epoll would be one with that of the children
        self.heard, self.signalled = socket.socketpair()
        for end in (self.heard, self.signalled):
            end.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self.signalled.fileno(), warn_on_full_buffer=False)
        self.ears.register(connection, selectors.EVENT_READ, SERVER)
        self.ears.register(self.heard, selectors.EVENT_READ, ENDED)
        # A process that the server forked may keep the connection open when the server is gone.
        with contextlib.suppress(OSError):
            self.ears.register(os.pidfd_open(os.getppid()), selectors.EVENT_READ, GONE)

    def serve(self) -> Request:
        """Serve; return only in a new process, what it is to become."""
        has_work = True
        while True:
            heard = self.ears.select(0 if has_work else None)
            if not heard:
                has_work = self._work()
            for key, _ in heard:
                if key.data is SERVER:
                    if request := self._answer():
                        return request
                elif key.data is ENDED:
                    self._look()
                elif key.data is GONE:
                    self._end()
                elif (kernel := self.kernels.get(key.data)) and not kernel.is_left:
                    self._leave(kernel)
            if self.is_retired and not self.kernels:
                self._end()

    def _work(self) -> bool:
        """Do a piece of work; return whether there was one."""
        piece = next(self.work, None)
        if piece is not None:
            rehearse(piece)
        return piece is not None

    def _answer(self) -> Request | None:
        try:
            message, handles = receive(self.connection)
        except ClosedError:
            self._end()
        if "retire" in message:
            self.is_retired = True
            return None
        status, *streams = handles
        connection = socket.socket(fileno=status)
        parent = os.getpid()
        try:
            process = os.fork()
        except OSError as error:
            connection.send(json.dumps({"trouble": str(error)}).encode())
            connection.close()
            process = -1
        if process == 0:
            self._forget()
            return Request(**message, parent=parent, status=connection, streams=streams)
        for number in streams:
            os.close(number)
        if process > 0:
            self.kernels[process] = Kernel(process, connection)
            self.ears.register(connection, selectors.EVENT_READ, process)
        return None

    def _forget(self) -> None:
        """In a new process: have nothing of the warm one's."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for key in list(self.ears.get_map().values()):
            if key.data is GONE:
                os.close(key.fd)
        for end in (self.connection, self.heard, self.signalled):
            end.close()
        for kernel in self.kernels.values():
            kernel.status.close()

    def _look(self) -> None:
        """Tell the server which kernels have ended."""
        with contextlib.suppress(BlockingIOError):
            while self.heard.recv(4096):
                pass
        for kernel in [k for k in self.kernels.values() if k.code is None]:
            flags = os.WEXITED | os.WNOHANG | os.WNOWAIT
            ended = os.waitid(os.P_PID, kernel.process, flags)
            if ended is None:
                continue
            told = ended.si_status
            kernel.code = told if ended.si_code == os.CLD_EXITED else -told
            if kernel.is_left:
                self._bury(kernel)
            else:
                with contextlib.suppress(OSError):  # the server does not ask any more
                    kernel.status.send(json.dumps({"exit": kernel.code}).encode())

    def _leave(self, kernel: Kernel) -> None:
        """Let go of a kernel that the server knows to have ended, or wants no more."""
        kernel.is_left = True
        self.ears.unregister(kernel.status)
        kernel.status.close()
        if kernel.code is None:
            _kill(kernel.process)
        else:
            self._bury(kernel)

    def _bury(self, kernel: Kernel) -> None:
        """Only now may another process get this one's number."""
        os.waitpid(kernel.process, 0)
        del self.kernels[kernel.process]

    def _end(self) -> NoReturn:
        for kernel in self.kernels.values():
            _kill(kernel.process)
        os._exit(0)


def _kill(process: int) -> None:
    """End a kernel with what it has started; it may not lead its group yet."""
    for kill in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            kill(process, signal.SIGKILL)
