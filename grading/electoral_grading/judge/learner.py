"""The learner's process as the judge sees it: it runs cells, may be stopped, may die.

A cell that runs too long is interrupted and the next ones count. Where the process does not
let itself be interrupted, or dies, a new one takes its place: the cells before are run again
without the one at fault, and grading goes on.
"""

from __future__ import annotations

import contextlib
import os
import signal
from typing import TYPE_CHECKING, Any

from electoral_grading.crossing.exceptions import BrokenError, LateError, StudentError
from electoral_grading.crossing.names import Crossing
from electoral_grading.judge.outputs import DIED, STOPPED, clean, failure

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterable

    from electoral_grading.crossing.kinds import Kinds

    Start = Callable[[], tuple[int, socket.socket]]
    """Begins a process for the learner; returns its number and a connection to it."""

REVIVALS = 3
"""So many new processes a notebook gets; a further bad cell ends its run."""


class Learner:
    """Runs the learner's cells, and gets their names for the author's tests."""

    def __init__(self, start: Start, end: Callable[[int], None], kinds: Kinds, time: float) -> None:
        self._start, self._end, self._kinds, self.time = start, end, kinds, time
        self._crossing: Crossing | None = None
        self._process = 0
        self._done: list[str] = []
        self._left = 1 + REVIVALS
        self._stopped = False
        self.troubled = False
        """Whether something was stopped or has died."""
        self.died = False
        """Whether a process ended that nobody had stopped."""

    def run(self, source: str) -> list[dict[str, Any]]:
        """Run a cell; return its outputs."""
        crossing = self.crossing()
        if crossing is None:
            return [failure(DIED)]
        outputs, going = self._run(crossing, source)
        if going:
            self._done.append(source)
        return outputs

    def _run(self, crossing: Crossing, source: str) -> tuple[list[dict[str, Any]], bool]:
        """Return the outputs, and whether the cell may be run again."""
        self._stopped = False
        try:
            return clean(crossing.request("run", source=source).get("outputs")), True
        except LateError as late:
            self.troubled = True
            outputs = clean((late.reply or {}).get("outputs"))
            return [*outputs, failure(STOPPED)], False
        except StudentError:  # the process could not even tell what its cell showed
            return [failure(DIED)], False
        except BrokenError:
            self.stop()
            return [failure(STOPPED if self._stopped else DIED)], False

    def _interrupt(self) -> None:
        self._stopped = True
        with contextlib.suppress(OSError):
            os.kill(self._process, signal.SIGINT)

    def crossing(self) -> Crossing | None:
        """Return the way to the learner's names; None if nothing lives there any more."""
        while self._crossing is None and self._left:
            self._left -= 1
            try:
                self._process, self._connection = self._start()
            except OSError:
                continue
            self._crossing = Crossing(
                self._connection, self._kinds, timeout=self.time, interrupt=self._interrupt
            )
            for source in self._done:
                if self._crossing is not None:
                    self._run(self._crossing, source)
        return self._crossing

    def enter(self, namespace: dict[str, Any], names: Iterable[str]) -> None:
        """Put the learner's names into a namespace, for one cell of the author."""
        self._stopped = False
        crossing = self.crossing()
        if crossing is None:
            for name in names:
                namespace.pop(name, None)
            return
        try:
            crossing.enter(namespace, names)
        except BrokenError:
            self.stop()

    def leave(self, *, late: bool = False) -> None:
        """End what `enter` began; `late` where the cell did not come to its end in time."""
        if self._crossing is None:
            return
        try:
            self._crossing.leave()
            broken = late or self._crossing.broken
        except BrokenError:
            broken = True
        if broken:
            self._stopped |= late
            self.stop()

    def has(self, name: str) -> bool:
        """Whether the learner has this name."""
        crossing = self.crossing()
        try:
            return (
                crossing is not None and name in crossing.request("fetch", names=[name])["values"]
            )
        except StudentError:
            return True  # it is there, and cannot even be described
        except (BrokenError, KeyError, TypeError):
            self.stop()
            return False

    def loaded(self) -> list[str]:
        """Return the modules that are loaded there; of an author's own run only."""
        crossing = self.crossing()
        return [] if crossing is None else crossing.request("loaded")["modules"]

    @property
    def refused(self) -> list[tuple[str, str]]:
        """The paths and types of what could not cross."""
        return self._crossing.refused if self._crossing else []

    def stop(self) -> None:
        """End the process; the next cell begins in a new one."""
        self.troubled = True
        self.died |= not self._stopped
        self.close()

    def close(self) -> None:
        """End the process."""
        if self._crossing is not None:
            self._connection.close()
            self._end(self._process)
            self._crossing = None
