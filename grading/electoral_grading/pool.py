"""Many submissions at once, in a window: so many are under way, the rest has not begun.

A pool grades; it writes nothing. The local one drives one warm process from a few threads: the
work itself happens in the processes forked from it. `electoral_grading.cluster` has another,
for more machines.
"""

from __future__ import annotations

import os
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, ThreadPoolExecutor, wait
from time import monotonic, sleep
from typing import TYPE_CHECKING, Protocol, TypeAlias, TypeVar

from electoral_grading.result import FAILED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from electoral_grading.grade import Grader
    from electoral_grading.result import Result

Task = TypeVar("Task")
Ended: TypeAlias = "Sequence[Result] | Exception"
"""What became of a submission: its results, or what kept us from them."""

TICK = 0.2
"""Seconds after which a pool looks whether it was asked to stop."""

TRIES = 2
"""So often a submission is begun."""

GRACE = 3.0
"""Seconds that what runs gets to finish after that."""


class Pool(Protocol):
    """Grades submissions, several at once."""

    width: int
    """How many it can use at once."""

    def submit(self, folder: Path, student: str) -> Future[Sequence[Result]]:
        """Begin one submission."""
        ...

    def close(self) -> None:
        """End; what runs is dropped."""
        ...


def cores() -> int:
    """Return how many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS and Windows
        return os.cpu_count() or 1


class LocalPool:
    """A few threads that drive one grader of this machine."""

    def __init__(self, grader: Grader, jobs: int = 0) -> None:
        self.width = jobs or cores()
        self.grader = grader
        self.threads = ThreadPoolExecutor(self.width, thread_name_prefix="grading")

    def submit(self, folder: Path, student: str) -> Future[Sequence[Result]]:
        """Begin one submission, as soon as a thread is free."""
        return self.threads.submit(surely, self.grader, folder, student)

    def close(self) -> None:
        """Begin nothing more; the owner of the grader ends what runs."""
        self.threads.shutdown(wait=False, cancel_futures=True)


def surely(grader: Grader, folder: Path, student: str) -> Sequence[Result]:
    """Grade a submission; once more if what happened may be the fault of others.

    A grading that failed is ours. A learner's process that died may have been ended from outside,
    by the system itself when memory is short; if it is the learner's own doing, it dies again.
    """
    results: Sequence[Result] = ()
    for _ in range(TRIES):
        results = grader.grade(folder, student)
        if results and not any(result.status == FAILED or result.died for result in results):
            break
    return results


def each(
    begin: Callable[[Task], Future[Sequence[Result]]],
    tasks: Iterable[Task | None],
    width: int,
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[tuple[Task, Ended] | None]:
    """Yield each task with what became of it, as they end; None where nothing ended for a while.

    At most `width` tasks are begun and not yet yielded. A task that is None says that there is
    none just now, and may be one later. Once `stopped`, no further one begins, what runs has a
    few seconds, and what is not done by then is dropped without a word.
    """
    running: dict[Future[Sequence[Result]], Task] = {}
    waiting, until = iter(tasks), 0.0
    more = True
    while running or more:
        if stopped():
            more, until = False, until or monotonic() + GRACE
        more = more and fill(running, begin, waiting, width)
        done = wait(running, TICK, FIRST_COMPLETED).done if running else idle(more)
        if not done and until and monotonic() > until:
            return
        if not done:
            yield None
        for future in done:
            yield running.pop(future), ended(future)


def fill(
    running: dict[Future[Sequence[Result]], Task],
    begin: Callable[[Task], Future[Sequence[Result]]],
    waiting: Iterator[Task | None],
    width: int,
) -> bool:
    """Begin tasks until there are enough, or none just now; return whether there may be more."""
    while len(running) < width:
        try:
            task = next(waiting)
        except StopIteration:
            return False
        if task is None:
            break
        running[begin(task)] = task
    return True


def idle(more: bool) -> set[Future[Sequence[Result]]]:
    """Wait a moment for more; return that nothing ended in it."""
    sleep(TICK if more else 0)
    return set()


def ended(future: Future[Sequence[Result]]) -> Ended:
    """Return the results of a finished task, or the exception that it ended with."""
    try:
        return future.result()
    except CancelledError:
        return RuntimeError("the grading was cancelled")
    except Exception as error:  # noqa: BLE001 - whatever it is, the others go on
        return error
