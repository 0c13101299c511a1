"""Memory: how much is free, how much an open lesson takes, and how many would fit.

What a lesson takes is its kernel's proportional share (PSS): memory that several kernels share
counts once among them all. It is measured while the school is open, and kept in the data folder.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

import psutil

from electoral_courses.manifest import write_atomic

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MB = 1_000_000
ASSUMED = 110 * MB
"""What a lesson is taken to need before any was measured: a kernel that shares nothing."""
RESERVE = 300 * MB
"""What stays free for everything else on the machine."""
FILE = "memory.json"
_GROUP = Path("/sys/fs/cgroup")


@dataclass(frozen=True)
class Measured:
    """What open lessons were measured to take, in bytes."""

    lesson: int
    """The mean."""
    largest: int
    lessons: int
    """How many were measured."""
    at: str
    """When, in universal time."""
    server: int = 0
    """What the server itself takes; 0 if that was not measured."""
    seconds: float = 0.0
    """Seconds of one core's work for opening a lesson; 0 if that was not measured."""


def give_back() -> None:
    """Give the system back what many pages needed at once: C's library would keep it."""
    with contextlib.suppress(OSError, AttributeError):  # another system, another library
        ctypes.CDLL(None).malloc_trim(0)


def free_memory() -> int:
    """Return how many bytes can still be used, by this machine and by this container."""
    free = psutil.virtual_memory().available
    try:
        limit = int((_GROUP / "memory.max").read_text())
        used = int((_GROUP / "memory.current").read_text())
        cached = dict(line.split() for line in (_GROUP / "memory.stat").read_text().splitlines())
    except (OSError, ValueError):  # no container, or one without a limit
        return free
    return max(0, min(free, limit - used + int(cached.get("inactive_file", 0))))


def proportional(process: int) -> int:
    """Return the memory of a process and of those it started, shared memory in proportion.

    Where the system does not tell shares, it is the memory that is resident.

    Raises:
        psutil.Error: there is no such process, or it may not be looked at.
    """
    root = psutil.Process(process)
    total = _share(root)
    for child in root.children(recursive=True):
        try:
            total += _share(child)
        except psutil.NoSuchProcess:  # it has just ended
            continue
    return total


def _share(process: psutil.Process) -> int:
    told = process.memory_full_info()
    return int(getattr(told, "pss", 0) or told.rss)


def summary(samples: Sequence[int]) -> Measured:
    """Return what samples of open lessons, in bytes, say together."""
    at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    return Measured(round(fmean(samples)), max(samples), len(samples), at)


def measure(processes: Iterable[int]) -> list[int]:
    """Return what each process takes, in bytes, without those that are gone."""
    samples = []
    for process in processes:
        try:
            samples.append(proportional(process))
        except psutil.Error:
            continue
    return samples


def keep(data: Path, measured: Measured) -> None:
    """Keep a measurement for the next start, for the doctor and for plans.

    What was not measured this time stays as it was measured before.

    Raises:
        OSError: the folder cannot be written.
    """
    if (old := kept(data)) is not None:
        measured = replace(
            measured,
            server=measured.server or old.server,
            seconds=measured.seconds or old.seconds,
        )
    write_atomic(data / FILE, json.dumps(asdict(measured), indent=1).encode())


def kept(data: Path) -> Measured | None:
    """Return the kept measurement; None if there is none that makes sense."""
    try:
        content = json.loads((data / FILE).read_text(encoding="utf-8"))
        found = Measured(**content)
    except (OSError, ValueError, TypeError):
        return None
    numbers = (found.lesson, found.largest, found.lessons)
    good = all(type(number) is int and number > 0 for number in numbers)
    good = good and type(found.server) is int and type(found.seconds) in {int, float}
    return found if good and isinstance(found.at, str) else None


def fitting(free: int, lesson: int) -> int:
    """Return how many more lessons fit into free memory, both in bytes.

    >>> fitting(free=1_300 * MB, lesson=50 * MB)
    20
    """
    return max(0, free - RESERVE) // max(1, lesson)
