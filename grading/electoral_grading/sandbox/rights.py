"""What a learner's process may use, and who it is."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from electoral_grading.sandbox import kernel

if sys.platform != "win32":
    import resource

_MIB = 1 << 20

FIRST_USER = 0x70000000
"""Users from here to 2³¹ belong to nobody (systemd keeps them unused): one for each process."""

_CHANGE_USER = 1 << 6 | 1 << 7  # CAP_SETGID, CAP_SETUID
_ADMINISTER = 1 << 21  # CAP_SYS_ADMIN
_READ_ANYTHING = (1 << 2, 1 << 1)  # CAP_DAC_READ_SEARCH; CAP_DAC_OVERRIDE, which containers keep


@dataclass(frozen=True)
class Limits:
    """How much one learner's processes may use."""

    memory: int = 1024 * _MIB
    """Bytes that each process may add to what the warm process has already."""
    cpu: int = 120
    """Seconds of computing of each process; then SIGXCPU, and a second later SIGKILL."""
    processes: int = 32
    """Processes and threads beside the first."""
    file: int = 64 * _MIB
    """Bytes of the largest file."""
    files: int = 256
    """Files open at once, in each process."""
    space: int = 128 * _MIB
    """Bytes of all files together, at the level `namespaces`."""


def may_change_user() -> bool:
    """Say whether this process can become another user, as root can."""
    if sys.platform != "linux":
        return os.geteuid() == 0
    return kernel.effective_capabilities() & _CHANGE_USER == _CHANGE_USER


def may_administer() -> bool:
    """Say whether this process can make namespaces without a user namespace, as root can."""
    held = kernel.effective_capabilities()
    return held & _ADMINISTER != 0 and held & _CHANGE_USER == _CHANGE_USER


def user_of(process: int) -> int:
    """Return a user that owns nothing here and is no other learner's.

    Where a container knows few users, it is one of the highest of them.
    """
    with open("/proc/self/uid_map") as ranges:  # noqa: PTH123 - once a learner
        known = [[int(number) for number in line.split()] for line in ranges]
    if any(first <= FIRST_USER and FIRST_USER + process < first + size for first, _, size in known):
        return FIRST_USER + process
    first, _, size = max(known)
    return first + size - 1 - process % max(1, size // 4)


def become(user: int, keep: int = 0) -> None:
    """Be this user, with a group of the same number and no other, from now on.

    Args:
        user: the number of the user.
        keep: a privilege of root to keep, as a bit.
    """
    if keep:
        kernel.keep_capabilities()
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)


def reading() -> int:
    """Return root's privilege to read what belongs to others, as a bit; 0 where root lacks it."""
    held = kernel.effective_capabilities()
    return next((bit for bit in _READ_ANYTHING if held & bit), 0)


def tasks_of_user() -> int:
    """Return how many processes and threads the present user has."""
    found = 0
    with os.scandir("/proc") as processes:
        for process in processes:
            if process.name.isdigit():
                with suppress(OSError):  # it ended
                    tasks = Path(process.path, "task").stat()
                    found += tasks.st_nlink - 2 if tasks.st_uid == os.getuid() else 0
    return found


def bound(limits: Limits, present: int, processes: int) -> None:
    """Set the limits of this process and its descendants, for ever.

    Args:
        limits: what the learner may use.
        present: bytes of address space that the process has already.
        processes: the most tasks of this user, counted as the kernel counts them here.
    """
    bounds = {
        # A crash of 0 bytes would still be given to a crash reporter outside; one of 1 is not.
        "CORE": 1,
        "DATA": present + limits.memory,
        "AS": present + limits.memory,
        "FSIZE": limits.file,
        "NOFILE": limits.files,
        "NPROC": processes,
        "MEMLOCK": 64 * 1024,
        "MSGQUEUE": 0,
        "NICE": 0,
        "RTPRIO": 0,
        "SIGPENDING": 1024,
    }
    for name, most in bounds.items():
        _set(name, most, most)
    _set("CPU", limits.cpu, limits.cpu + 1)


def _set(name: str, soft: int, hard: int) -> None:
    kind = getattr(resource, f"RLIMIT_{name}", None)
    if kind is None or (sys.platform == "darwin" and name in {"AS", "DATA"}):
        return
    _, most = resource.getrlimit(kind)
    if most != resource.RLIM_INFINITY:
        soft, hard = min(soft, most), min(hard, most)
    resource.setrlimit(kind, (soft, hard))


def present_memory() -> int:
    """Return the bytes of address space that this process has."""
    if sys.platform != "linux":
        return 0
    with open("/proc/self/statm") as sizes:  # noqa: PTH123
        return int(sizes.read().split()[0]) * resource.getpagesize()
