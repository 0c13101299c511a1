"""A kernel forked by the warm process, as `subprocess.Popen` would show it.

It is not our child, so that the warm process tells over a socket how it ended; that process
keeps its number from being given to another until we have read it.
"""

from __future__ import annotations

import asyncio
import json
import os
import select
import signal
import subprocess
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    import socket

LONGEST = 4096
"""Bytes of the longest message about a kernel."""


class Forked:
    """A running kernel; when this object is gone or closed, so is the kernel.

    Args:
        process: Its number.
        status: The socket over which its end is told.
        command: What it was started with.
    """

    stdin = None

    def __init__(self, process: int, status: socket.socket, command: list[str]) -> None:
        self.pid, self.args = process, command
        self.stdout: BinaryIO | None = None
        self.stderr: BinaryIO | None = None
        """Where its output and errors can be read, if that was asked for."""
        self.returncode: int | None = None
        """None while it runs; negative for the signal that ended it."""
        self._status = status
        status.setblocking(False)

    def __del__(self) -> None:
        """End the kernel that nobody holds any more."""
        self._status.close()

    def poll(self) -> int | None:
        """Return how it ended; None while it runs."""
        while self.returncode is None:
            try:
                self._hear(self._status.recv(LONGEST))
            except BlockingIOError:
                return None
            except ConnectionError:
                self._hear(b"")
        return self.returncode

    async def listens(self) -> None:
        """Wait until clients can reach it, or it has ended."""
        if self.returncode is None:
            self._hear(await asyncio.get_running_loop().sock_recv(self._status, LONGEST))

    def _hear(self, told: bytes) -> None:
        # Without a word the warm process is gone, and its kernels are killed with it.
        said = json.loads(told) if told else {"exit": -signal.SIGKILL}
        if "exit" in said:
            self.returncode = said["exit"]
            self._status.close()

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end; return how it ended.

        Raises:
            subprocess.TimeoutExpired: it runs longer than `timeout` seconds.
        """
        while (code := self.poll()) is None:
            waiting = select.poll()
            waiting.register(self._status, select.POLLIN)
            if not waiting.poll(None if timeout is None else timeout * 1000):
                raise subprocess.TimeoutExpired(self.args, timeout or 0)
        return code

    def send_signal(self, number: int) -> None:
        """Send a signal, if it still runs."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)
