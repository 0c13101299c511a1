"""How a learner's process confines itself, step by step."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from electoral_datasets.i18n import N_
from electoral_grading.sandbox import guard, kernel, landlock, places, rights, root, seccomp
from electoral_grading.sandbox.refused import Refused, needed

_STRANGERS = 64
"""Tasks that may be started beside the learner's where they cannot be told apart."""


@dataclass(frozen=True)
class Work:
    """What a learner's process is to be."""

    level: str
    limits: rights.Limits
    folder: Path
    """The submission."""
    readable: tuple[Path, ...]
    keep: frozenset[int]
    """File descriptors that stay open."""
    place: Path | None
    """The private folder, where it is on the file system that others see too."""
    privileged: bool
    """Whether the process can become a user of its own."""


def prepare(level: str, readable: tuple[Path, ...]) -> None:
    """Work out, once for a warm process, what its children would work out each anew.

    Raises:
        Refused: the level is out of reach.
    """
    if level == "namespaces":
        root.plan(readable)
    elif level == "landlock":
        if not landlock.version():
            raise Refused(_NO_LANDLOCK)
        _opened(readable)
    if kernel.MACHINE in kernel.MACHINES:
        seccomp.program(kernel.MACHINE, shared=level != "namespaces")


def confine(work: Work, report: int, *, direct: bool) -> None:
    """Confine the present process, which is the learner's alone from here on.

    Raises:
        Refused: a step failed; then nothing of a learner may be run.
    """
    os.umask(0o022)
    os.setsid()
    number = _number_outside()
    folder = os.open(work.folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    guard.close_all(work.keep | {report, folder})
    _listen_again()
    if work.level != "none" and sys.platform == "linux":
        kernel.forget_environment()
    if work.level == "namespaces":
        _enter_namespaces(work, folder, number, direct=direct)
    else:
        _enter_folder(work, folder, number)


def _enter_namespaces(work: Work, folder: int, number: int, *, direct: bool) -> None:
    user = rights.user_of(number) if direct else os.geteuid()
    memory = rights.present_memory()
    spaces = kernel.NEW_MOUNT | kernel.NEW_NET | kernel.NEW_IPC | kernel.NEW_UTS
    with needed(_NO_NAMESPACES):
        kernel.unshare(spaces | kernel.NEW_CGROUP)
    with needed(_NO_ROOT):
        root.enter(root.plan(work.readable), folder, work.limits, user, owned=direct)
    kernel.bar_capabilities()
    if direct:
        rights.become(user)
    _finish(work, memory, 1 if direct else 2, seccomp.program(kernel.MACHINE))
    _settle(root.HOME, "/tmp")  # noqa: S108 - the learner's own


def _enter_folder(work: Work, folder: int, number: int) -> None:
    """Confine the process on the file system that others see too."""
    assert work.place is not None  # noqa: S101 - the caller made it
    own = work.privileged and work.level != "none" and sys.platform == "linux"
    user = rights.user_of(number) if own else None
    home, temporary = work.place / "home", work.place / "tmp"
    for path in (home, temporary):
        path.mkdir(0o700)
    places.copy(folder, home, work.limits, user)
    os.close(folder)
    os.chdir(home)
    if user is not None:
        for path in (work.place, home, temporary):
            os.chown(path, user, user)
    if work.level != "none":
        _limit(work, user)
    _settle(str(home), str(temporary))


def _limit(work: Work, user: int | None) -> None:
    keep = 0
    if user is not None and (closed := _closed_to(user, work)):
        if work.level == "landlock":
            keep = rights.reading()  # of what its rules leave open
        if not keep:
            raise Refused(_ROOT_ONLY, path=closed)
    if sys.platform == "linux":
        kernel.bar_capabilities(keep)
    if user is not None:
        rights.become(user, keep)
    others = 1 if user is not None else rights.tasks_of_user() + _STRANGERS
    calls = None
    if kernel.MACHINE in kernel.MACHINES:
        seen_to = work.level == "landlock" and landlock.version() >= landlock.SCOPES
        only = None if user is not None or seen_to else os.getpid()
        calls = seccomp.program(kernel.MACHINE, shared=True, signals_for=only)
    _finish(work, rights.present_memory(), others, calls, keep)


def _finish(work: Work, memory: int, others: int, calls: bytes | None, keep: int = 0) -> None:
    """Give up what is left: room to grow, privileges, files and system calls, in this order."""
    with needed(_NO_LIMITS):
        rights.bound(work.limits, memory, others + work.limits.processes)
    if sys.platform != "linux":
        return
    kernel.drop_capabilities(keep)
    kernel.no_new_privileges()
    kernel.die_with_parent(signal.SIGKILL)
    if work.level == "landlock" and work.place is not None:
        with needed(_NO_RULES):
            landlock.confine(*_opened(work.readable), places.DEVICES, work.place)
    if calls is not None:
        try:
            kernel.filter_calls(calls)
        except OSError as error:
            if work.level != "limits":
                raise Refused(_NO_FILTER, error=error.strerror or str(error)) from error


def _settle(home: str, temporary: str) -> None:
    os.environ["HOME"], os.environ["TMPDIR"] = home, temporary
    tempfile.tempdir = None  # as if it had never been looked for


def _listen_again() -> None:
    """Hear signals as a fresh process does: SIGINT stops a cell."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD, signal.SIGALRM):
        signal.signal(number, signal.SIG_DFL)
    signal.set_wakeup_fd(-1)


def _number_outside() -> int:
    """Return this process's number as the caller counts, not as its own PID namespace does."""
    try:
        return int(Path("/proc/self").readlink().name)
    except OSError:
        return os.getpid()


def _closed_to(user: int, work: Work) -> str:
    """Return a library that this user could not read; empty where all can be read."""
    os.setegid(user)
    os.seteuid(user)
    try:
        for path in work.readable:
            if not os.access(path, os.R_OK, effective_ids=True):
                return str(path)
        return ""
    finally:
        os.seteuid(0)
        os.setegid(0)


@cache
def _opened(readable: tuple[Path, ...]) -> tuple[list[Path], list[Path]]:
    """Return what Landlock shall open, and what may only be listed."""
    opened, listed = [], []
    for path in (*readable, *map(Path, (*places.SYSTEM, *places.SYSTEM_FILES))):
        beside, on_the_way = places.around(path, places.hidden())
        opened += beside
        listed += on_the_way
    return opened, listed


_NO_NAMESPACES = N_("The system does not let this user make mount and network namespaces: {error}.")
_NO_ROOT = N_("The system does not let this user put together a file system of its own: {error}.")
_NO_LANDLOCK = N_("The system's kernel has no Landlock, or has it switched off.")
_NO_RULES = N_("The system refuses the rules of Landlock: {error}.")
_NO_FILTER = N_("The system refuses a filter of system calls: {error}.")
_NO_LIMITS = N_("The system refuses limits on memory, time or processes: {error}.")
_ROOT_ONLY = N_(
    "{path} can be read by root alone, and root may not share that right here; install Python "
    "where everybody can read it."
)
