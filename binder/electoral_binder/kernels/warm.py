"""The warm process of this server: one at a time, replaced when it has died or is out of date."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from typing import TYPE_CHECKING

from electoral_binder.kernels.fingerprint import fingerprint
from electoral_binder.kernels.handle import NotWarmError, Zygote, read_early

if TYPE_CHECKING:
    from electoral_binder.kernels.process import Forked

__all__ = ["IS_POSSIBLE", "NotWarmError", "Warm", "warm"]

IS_POSSIBLE = sys.platform == "linux"
"""Windows and Pyodide cannot fork; macOS forbids much of what was loaded before a fork."""

PATIENCE = 60.0
"""Seconds in which nobody tries again after a warm process could not be made."""


class Warm:
    """Gives kernels of a warm process that it makes, watches and replaces."""

    def __init__(self) -> None:
        self._zygote: Zygote | None = None
        self._owner = os.getpid()
        self._not_before = float("-inf")
        self._lock = threading.Lock()

    def begin(self) -> None:
        """Make the warm process ready in the background, if there can be one."""
        with contextlib.suppress(NotWarmError):
            self._current()

    @property
    def pid(self) -> int | None:
        """The number of the warm process, if there is one."""
        return self._zygote.pid if self._zygote else None

    async def fork(
        self, command: list[str], environment: dict[str, str], folder: str, streams: list[int]
    ) -> Forked:
        """Return a new kernel; see `Zygote.fork`.

        Raises:
            NotWarmError: it has to be started in Jupyter's own way.
        """
        zygote = self._current()
        if read_early(environment) != zygote.read_early:
            raise NotWarmError("Its environment differs in what is read when Python begins.")
        try:
            return await zygote.fork(command, environment, folder, streams)
        except NotWarmError:
            if zygote.is_hopeless:
                self._not_before = time.monotonic() + PATIENCE
            if zygote.is_usable or zygote.is_hopeless:
                raise
        other = self._current()  # the first died, or was replaced meanwhile
        try:
            return await other.fork(command, environment, folder, streams)
        except NotWarmError:
            if not other.was_ready:
                self._not_before = time.monotonic() + PATIENCE
            raise

    def _current(self) -> Zygote:
        with self._lock:
            if not IS_POSSIBLE:
                raise NotWarmError("There is no safe fork on this system.")
            if self._owner != os.getpid():
                raise NotWarmError("It belongs to the process that forked this one.")
            if self._zygote is not None and self._zygote.fingerprint != fingerprint():
                self._zygote.retire()
            if self._zygote is None or not self._zygote.is_usable:
                if time.monotonic() < self._not_before:
                    raise NotWarmError("It could not be made a moment ago.")
                try:
                    self._zygote = Zygote()
                except OSError as error:
                    raise NotWarmError(str(error)) from error
            return self._zygote

    def close(self) -> None:
        """End the warm process and its kernels; the next kernel makes a new one."""
        with self._lock:
            if self._zygote is not None:
                self._zygote.close()
                self._zygote = None


warm = Warm()
"""The one of this process. It needs no closing: it ends with its server, however that ends."""
