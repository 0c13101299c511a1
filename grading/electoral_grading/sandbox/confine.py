"""A fork whose child confines itself before anything of a learner is run.

    child = fork_confined("namespaces", Limits(), Path("submitted/aida/ps1"), keep=[sock.fileno()])
    if child == 0:
        ...  # the learner's code; end with os._exit
    ...
    kill(child)

The caller has one thread. In the parent the call returns when the child *is* confined; a child that
could not be is gone by then, and `Refused` says why.
"""

from __future__ import annotations

import os
import signal
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from electoral_datasets.i18n import N_
from electoral_grading.sandbox import guard, kernel, places, rights, student
from electoral_grading.sandbox.refused import DIED, Refused, needed

if TYPE_CHECKING:
    from collections.abc import Sequence

LEVELS = ("none", "limits", "landlock", "namespaces")
"""How strongly a learner's code is confined, each level stronger than the one before."""

REFUSED = 121
"""The exit code of a child that could not be confined."""

_READY = b"ready"
_PATIENCE = 5.0


@dataclass(frozen=True)
class _Running:
    guarded: bool
    place: Path | None


_running: dict[int, _Running] = {}


def fork_confined(
    level: str,
    limits: rights.Limits,
    folder: Path,
    readable: Sequence[Path] | None = None,
    keep: Sequence[int] = (),
) -> int:
    """Fork; return 0 in the child, confined, and in the parent the number to `kill` it by.

    The child is in a session of its own, in a writable copy of `folder`, with the file descriptors
    of `keep` and no other; those below 3 that are not kept are `/dev/null`. SIGINT sent to
    the number reaches the child.

    Args:
        level: a name of `LEVELS`.
        limits: what the child may use.
        folder: the submission, whose files are copied.
        readable: what may be read beside the system; None for `libraries()`, as first found.
        keep: file descriptors.

    Raises:
        Refused: this machine does not allow the level; no child is left.
        ValueError: there is no such level.
    """
    if level not in LEVELS:
        raise ValueError(f"The level ({level}) must be one of {', '.join(LEVELS)}")
    inside = level == "namespaces"
    if level in {"landlock", "namespaces"} and kernel.MACHINE not in kernel.MACHINES:
        raise Refused(_SYSTEM, level=level)
    paths = _libraries() if readable is None else tuple(readable)
    student.prepare(level, paths)
    work = student.Work(
        level=level,
        limits=limits,
        folder=folder,
        readable=paths,
        keep=frozenset(keep),
        place=None if inside else Path(tempfile.mkdtemp(prefix="electoral-")),
        privileged=rights.may_change_user(),
    )
    direct = inside and rights.may_administer()
    reading, writing = os.pipe()
    caller = os.getpid()
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, guard.HEARD)
    try:
        child = _fork_as_first() if direct else os.fork()
    except OSError as error:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        os.close(reading)
        os.close(writing)
        _remove(work.place)
        raise Refused(_NO_FORK, error=error.strerror or str(error)) from error
    if child == 0:
        try:
            if not direct:
                _under_guard(caller, work.place, inside=inside)
            student.confine(work, writing, direct=direct)
            _running.clear()
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
            os.write(writing, _READY)
            os.close(writing)
        except BaseException as error:  # noqa: BLE001 - nothing may run half-confined
            _give_up(writing, error)
        return 0
    signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    os.close(writing)
    _running[child] = _Running(not direct, work.place)
    with open(reading, "rb") as report:  # noqa: PTH123 - a descriptor
        said = report.read()
    if said != _READY:
        code = kill(child)
        raise Refused.of_json(said) if said else Refused(DIED, code=code)
    return child


def kill(child: int) -> int:
    """End a confined child with everything it started, and return its exit code.

    A child that has ended by itself already gives its own code; one ended by a signal, the
    negative number of it. Its private place is removed.
    """
    known = _running.pop(child)
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGTERM if known.guarded else signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    _remove(known.place)
    return os.waitstatus_to_exitcode(status)


def memory_of(child: int) -> int:
    """Return the bytes that a confined child and its descendants have in memory together."""
    members = guard.family(child)
    known = _running.get(child)
    return guard.memory(members[1:] if known and known.guarded else members)


def end_with(parent: int) -> None:
    """Let this process end with its parent, which may be gone already."""
    kernel.die_with_parent(signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def shelter() -> None:
    """Let everything that this process forks from now on end with it, however it ends.

    For a warm process at its start: it goes on as the child of a guard, which takes its place.
    """
    caller = os.getppid()
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, guard.HEARD)
    child = os.fork()
    if child:
        _be_guard(child, caller, None, _PATIENCE)
    kernel.die_with_parent(signal.SIGKILL)
    signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _fork_as_first() -> int:
    """Fork a child that is the first process of a new PID namespace, without a second fork."""
    own = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
    child = -1
    try:
        kernel.unshare(kernel.NEW_PID)
        child = os.fork()
    finally:
        if child:  # only the parent goes back
            kernel.setns(own, kernel.NEW_PID)
        os.close(own)
    return child


def _under_guard(caller: int, place: Path | None, *, inside: bool) -> None:
    """Go on as the child of a guard, which is the caller's child in this one's place."""
    if inside:
        user, group = os.geteuid(), os.getegid()
        kernel.set_dumpable()  # or the files below would not be ours
        with needed(_NAMESPACE, kind="user"):
            kernel.unshare(kernel.NEW_USER | kernel.NEW_PID)
            for name, text in (("setgroups", "deny"), ("uid_map", user), ("gid_map", group)):
                line = text if name == "setgroups" else f"{text} {text} 1"
                Path(f"/proc/self/{name}").write_text(str(line))
    os.setsid()  # an interrupt from the caller's keyboard is not the learner's
    guard.inherit()  # before there is anything to inherit
    child = os.fork()
    if child:
        _be_guard(child, caller, place)


def _be_guard(child: int, parent: int, place: Path | None, patience: float = 0) -> NoReturn:
    guard.close_all(set())
    guard.inherit()
    kernel.die_with_parent(signal.SIGTERM)
    if os.getppid() != parent:  # it ended before it could be noticed
        signal.raise_signal(signal.SIGTERM)
    guard.watch(child, lambda: _remove(place), patience)


@cache
def _libraries() -> tuple[Path, ...]:
    return tuple(places.libraries())


def _give_up(report: int, error: BaseException) -> NoReturn:
    if not isinstance(error, Refused):
        error = Refused(_FAULT, error=f"{type(error).__name__}: {error}")
    with suppress(OSError):
        os.write(report, error.to_json())
    os._exit(REFUSED)


def _remove(place: Path | None) -> None:
    if place is not None and place.exists():
        with suppress(OSError):  # what is left is in the folder for temporary files
            places.remove(place)


_SYSTEM = N_("The level {level} needs Linux on a processor x86_64 or aarch64.")
_NO_FORK = N_("The system could not start one more process: {error}.")
_NAMESPACE = N_("The system does not let this user make a {kind} namespace: {error}.")
_FAULT = N_("The learner's process could not be confined: {error}.")
