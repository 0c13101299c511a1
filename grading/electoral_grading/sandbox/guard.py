"""Nothing of a learner's program outlives its time.

A guard is a process between the grader and a learner's: it inherits whatever the learner leaves
behind, and when the learner's process ends, or the grader does, it ends all of that too. Where the
learner's process is the first of its own PID namespace, the kernel itself does so.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from electoral_grading.sandbox import kernel

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

HEARD = {signal.SIGINT, signal.SIGTERM}
if sys.platform != "win32":
    HEARD |= {signal.SIGHUP, signal.SIGCHLD}
"""What a guard waits for; blocked in it, so that nothing is lost."""


def watch(child: int, tidy: Callable[[], None], patience: float = 0) -> NoReturn:
    """Be the guard of `child`: pass SIGINT on, end everything at its end, and end as it ended.

    Args:
        child: the process to guard.
        tidy: done when nothing of it is left.
        patience: seconds that other guards among the orphans have for doing the same.
    """
    while True:
        heard = signal.sigwait(HEARD)
        if heard == signal.SIGINT:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGINT)
            continue
        if heard != signal.SIGCHLD:
            end(child)
        ended = dict(_reaped(0 if heard != signal.SIGCHLD else os.WNOHANG, child))
        if child in ended:
            _wait_for_guards(patience)
            while _left():
                end(os.getpid(), also=False)
                os.waitpid(-1, 0)
            tidy()
            _end_as(ended[child])


def _reaped(how: int, child: int) -> Iterator[tuple[int, int]]:
    with suppress(ChildProcessError):
        while (found := os.waitpid(-1, how)) != (0, 0):
            yield found
            if found[0] == child:
                return


def _wait_for_guards(patience: float) -> None:
    """Wait for orphans that were told of their parent's end by a signal, and tidy up."""
    until = time.monotonic() + patience
    while _left() and time.monotonic() < until:
        time.sleep(0.02)


def _left() -> bool:
    """Bury those who ended; say whether anybody is left."""
    try:
        while os.waitpid(-1, os.WNOHANG) != (0, 0):
            pass
    except ChildProcessError:
        return False
    return True


def _end_as(status: int) -> NoReturn:
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        if number != signal.SIGKILL:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {number})
        os.kill(os.getpid(), number)
    os._exit(os.waitstatus_to_exitcode(status) & 0xFF)


def inherit() -> None:
    """Inherit the orphans of all descendants."""
    if sys.platform == "linux":
        kernel.prctl(kernel.CHILD_SUBREAPER, 1)


def close_all(keep: Collection[int]) -> None:
    """Close all files but `keep`; standard ones that are not kept lead nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        if standard not in keep and nowhere != standard:
            os.dup2(nowhere, standard)
    for name in os.listdir("/dev/fd"):  # noqa: PTH208 - once a learner
        if int(name) > 2 and int(name) not in keep:
            with suppress(OSError):  # the one that was just listing
                os.close(int(name))


def end(process: int, *, also: bool = True) -> None:
    """End all descendants of a process, and the process itself.

    All are stopped before the first is killed: a stopped process starts no other.
    """
    if sys.platform != "linux":  # there is no /proc to look into: those that left the group stay
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process, signal.SIGKILL)
        return
    stopped: dict[int, None] = {}
    while new := [
        one for one in family(process) if one not in stopped and (also or one != process)
    ]:
        for one in new:
            _send(one, signal.SIGSTOP)
        stopped |= dict.fromkeys(new)
    for one in stopped:
        _send(one, signal.SIGKILL)


def _send(process: int, number: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.kill(process, number)


def family(process: int) -> list[int]:
    """Return a process and all its descendants, by their numbers here."""
    found, waiting = [], [process]
    while waiting:
        one = waiting.pop()
        found.append(one)
        with suppress(OSError):
            for task in Path(f"/proc/{one}/task").iterdir():
                waiting += map(int, (task / "children").read_text().split())
    return found


def memory(processes: list[int]) -> int:
    """Return the bytes that processes have in memory together.

    Pages that several of them share are counted once, as far as the kernel tells.
    """
    measure = _share if len(processes) > 1 else _resident
    return sum(measure(one) for one in processes)


def _resident(process: int) -> int:
    try:
        pages = Path(f"/proc/{process}/statm").read_text().split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * os.sysconf("SC_PAGESIZE")


def _share(process: int) -> int:
    try:
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        return _resident(process)
    return 0
