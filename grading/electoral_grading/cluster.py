"""A pool on a Dask cluster: the same grading, on the processes of several machines.

A submission travels as the bytes of its files, its results come back as JSON; folders and
gradebook are touched by nobody but the one who called. Each worker process keeps one warm
grader for the assignment. A worker that is lost gives its submissions to the others.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import threading
import time
import warnings
from concurrent.futures import Future
from contextlib import suppress
from functools import cache
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from platform import python_version
from typing import TYPE_CHECKING, Any

from distributed import Client, WorkerPlugin, get_worker

from electoral_grading.files import LINK, MOST_BYTES, PIPE, clear_way, files, opened
from electoral_grading.pool import surely
from electoral_grading.result import Result

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from electoral_grading.assignment import Assignment

REACH, IDLE = 10, 10
"""Seconds in which a scheduler must answer, and have a worker."""

RETRIES = 2
"""So often a submission is begun again on another worker."""

PACKAGES = ("electoral-school", "ipython", "numpy", "pandas")
"""Results depend on their versions."""

OURS = ("electoral", "electoral_courses", "electoral_grading")
"""What of the school itself runs on a worker."""

Packed = list[tuple[bytes, str, bytes, int]]
"""The files of a submission: name, kind, content, time of change."""


class ClusterError(RuntimeError):
    """The cluster cannot be used; a sentence for the lecturer."""


class ClusterPool:
    """Grades on the workers of a scheduler."""

    def __init__(self, address: str, assignment: Assignment, **options: Any) -> None:
        """Connect; `options` are those of the grader on each worker.

        Raises:
            ClusterError: there is no such scheduler, no worker, or one with another version.
        """
        try:
            self.client: Any = Client(address, timeout=REACH, set_as_default=False)
        except (OSError, ValueError) as error:
            raise ClusterError(
                f"The Dask scheduler at {address} does not answer. "
                "Is it running, and is the address right?"
            ) from error
        try:
            self.width = self._threads(address)
            self.versions = versions()
            found: Mapping[str, Any] = self.client.run(versions, on_error="return")
            for worker, theirs in found.items():
                compare(worker, self.versions, theirs)
            self.name = f"electoral-grading-{assignment.digest}-{os.getpid()}"
            data = json.dumps(assignment.to_json())
            self.client.register_plugin(Bench(data, options), self.name)
        except BaseException:
            self.client.close()
            raise
        self.executor: Any = self.client.get_executor(retries=RETRIES, pure=False)

    def _threads(self, address: str) -> int:
        until = time.monotonic() + IDLE
        while not (threads := sum(self.client.nthreads().values())):
            if time.monotonic() > until:
                raise ClusterError(
                    f"The Dask scheduler at {address} has no worker. "
                    f"Start one: dask worker {address}"
                )
            time.sleep(0.1)
        return threads

    def submit(self, folder: Path, student: str) -> Future[Sequence[Result]]:
        """Send one submission to a worker."""
        results: Future[Sequence[Result]] = Future()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that what is sent is large; it is meant
            sent = packed(folder)
            task = self.executor.submit(graded, self.name, self.versions, sent, student)
        task.add_done_callback(lambda done: hand_on(done, results))
        return results

    def close(self) -> None:
        """Take the graders off the workers; what runs is dropped."""
        try:
            self.executor.shutdown(wait=False)
            self.client.unregister_worker_plugin(self.name)
        except (OSError, TimeoutError, ValueError):  # the scheduler is gone, and all with it
            pass
        finally:
            self.client.close(timeout=REACH)


def hand_on(done: Future[list[Any]], results: Future[Sequence[Result]]) -> None:
    """Give on what came from a worker, as results."""
    if done.cancelled():
        results.cancel()
    elif error := done.exception():
        results.set_exception(error)
    else:
        results.set_result([Result.of_json(result) for result in done.result()])


class Bench(WorkerPlugin):
    """One worker's own grader, made when the first submission comes."""

    def __init__(self, assignment: str, options: Mapping[str, Any]) -> None:
        self.assignment, self.options = assignment, options

    def setup(self, worker: Any) -> None:
        """Begin without a grader."""
        self.worker, self.grader, self.lock = worker.address, None, threading.Lock()

    def grade(self, folder: Path, student: str) -> Sequence[Result]:
        """Grade a submission that was unpacked here."""
        from electoral_grading.assignment import Assignment  # noqa: PLC0415 - slow
        from electoral_grading.grade import Grader  # noqa: PLC0415 - slow

        with self.lock:
            if self.grader is None:
                assignment = Assignment.of_json(json.loads(self.assignment))
                self.grader = Grader(assignment, **self.options).__enter__()
        return surely(self.grader, folder, student)

    def teardown(self, worker: Any) -> None:  # noqa: ARG002 - Dask's signature
        """End the grader's processes."""
        if self.grader is not None:
            self.grader.__exit__(None, None, None)


def graded(name: str, ours: Mapping[str, str], sent: Packed, student: str) -> list[Any]:
    """Grade a submission on a worker; return its results as JSON."""
    worker: Any = get_worker()
    compare(worker.address, ours, versions())
    with tempfile.TemporaryDirectory(prefix="electoral-") as place:
        folder = Path(place)
        unpack(sent, folder)
        return [result.to_json() for result in worker.plugins[name].grade(folder, student)]


def packed(folder: Path) -> Packed:
    """Return the files of a submission as they travel."""
    found = []
    for file in files(folder):
        with suppress(OSError), opened(file) as content:
            data = content.read(MOST_BYTES)
            found.append((os.fsencode(file.name), file.kind, data, file.changed))
    return found


def unpack(sent: Packed, folder: Path) -> None:
    """Write the files of a submission into a folder; links lead nowhere there."""
    for name, kind, content, changed in sent:
        path = clear_way(folder, os.fsdecode(name))
        if kind == LINK:
            path.symlink_to(os.devnull)
        elif kind == PIPE:
            os.mkfifo(path)
        else:
            path.write_bytes(content)
            os.utime(path, ns=(changed, changed))


@cache
def versions() -> dict[str, str]:
    """Return what must be alike everywhere: versions, and the school's own source."""
    found = {"python": python_version().rpartition(".")[0]}
    found |= {name: metadata.version(name) for name in PACKAGES}
    return found | {"electoral-school's source": source()}


def source() -> str:
    """Return a short hash of the school's own modules."""
    total = hashlib.sha256()
    for name in OURS:
        spec = find_spec(name)
        root = Path(spec.origin).parent if spec and spec.origin else Path(name)
        for path in sorted(root.rglob("*.py")):
            total.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:12]


def compare(worker: str, ours: Mapping[str, str], theirs: Any) -> None:
    """See that a worker has what we have.

    Raises:
        ClusterError: it has another version of something, or nothing of the kind.
    """
    if not isinstance(theirs, dict):
        raise ClusterError(
            f"The worker {worker} cannot grade: {theirs}. Install Electoral School there."
        )
    for name, version in ours.items():
        if theirs.get(name) != version:
            raise ClusterError(
                f"The worker {worker} has {name} {theirs.get(name)} where this machine has "
                f"{version}. Install the same everywhere: points must not depend on the machine."
            )
