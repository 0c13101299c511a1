"""What a process may ask of Linux that Python has no words for.

Every function here is one system call, or two, with an `OSError` where the kernel says no. Nothing
is compiled and no other program is called, so that all of it can be done between `os.fork` and the
first line of a learner.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MACHINES = ("x86_64", "aarch64")
"""Processors whose system calls are known here."""

MACHINE = platform.machine() if sys.platform == "linux" and struct.calcsize("P") == 8 else ""

_NUMBERS = {
    "capset": (126, 91),
    "landlock_add_rule": (445, 445),
    "landlock_create_ruleset": (444, 444),
    "landlock_restrict_self": (446, 446),
    "mount_setattr": (442, 442),
    "move_mount": (429, 429),
    "open_tree": (428, 428),
    "pivot_root": (155, 41),
    "setns": (308, 268),
    "unshare": (272, 97),
}

NEW_USER, NEW_PID, NEW_NET = 0x10000000, 0x20000000, 0x40000000
NEW_MOUNT, NEW_CGROUP, NEW_UTS, NEW_IPC = 0x00020000, 0x02000000, 0x04000000, 0x08000000

READ_ONLY, NO_SUID, NO_DEVICES, NO_PROGRAMS = 1, 2, 4, 8
"""Flags of a mount; the same numbers for `mount` and for `mount_setattr`."""

_PRIVATE_TREE = 0x4000 | 1 << 18  # MS_REC | MS_PRIVATE
_DETACH = 2
_CLONE_TREE = 1 | os.O_CLOEXEC | 0x8000 if sys.platform == "linux" else 0  # AT_RECURSIVE
_EMPTY_PATH, _RECURSIVE, _HERE = 0x1000, 0x8000, -100

CHILD_SUBREAPER = 36
_DEATH_SIGNAL, _DUMPABLE, _NO_NEW_PRIVILEGES = 1, 4, 38
_SECCOMP, _FILTER, _DROP_BOUND = 22, 2, 24
_KEEP, _AMBIENT, _RAISE, _CLEAR_ALL = 8, 47, 2, 4

_libc = ctypes.CDLL(None, use_errno=True) if MACHINE else None


def call(name: str, *arguments: int | bytes | ctypes.Array) -> int:
    """Make the system call `name`.

    Raises:
        OSError: the kernel refused.
    """
    if MACHINE not in MACHINES or _libc is None:
        raise OSError(38, f"{name} is not known on this system")
    number = _NUMBERS[name][MACHINES.index(MACHINE)]
    return _checked(_libc.syscall(ctypes.c_long(number), *map(_word, arguments)))


def prctl(option: int, value: int = 0, *more: int | ctypes.Structure) -> None:
    """Set an attribute of this process."""
    if _libc is None:
        raise OSError(38, "prctl is not known on this system")
    words = [_word(word) for word in (value, *more, 0, 0, 0)[:4]]
    _checked(_libc.prctl(ctypes.c_int(option), *words))


def die_with_parent(number: int) -> None:
    """Be sent a signal when the parent ends; undone by becoming another user."""
    if _libc is not None:
        prctl(_DEATH_SIGNAL, number)


def set_dumpable() -> None:
    """Own one's own files below /proc/self again, after having become another user."""
    prctl(_DUMPABLE, 1)


def no_new_privileges() -> None:
    """Gain nothing from a program that belongs to another user, for ever."""
    prctl(_NO_NEW_PRIVILEGES, 1)


def unshare(spaces: int) -> None:
    """Leave namespaces for new ones of one's own."""
    call("unshare", spaces)


def setns(descriptor: int, kind: int) -> None:
    """Enter the namespace of a descriptor; for `NEW_PID`, the next child does."""
    call("setns", descriptor, kind)


def mount(kind: str, target: str, flags: int, options: str = "") -> None:
    """Mount a file system that the kernel makes."""
    _mount(kind, target, kind, flags, options)


def make_mounts_private() -> None:
    """Let no mount of this namespace be seen in another."""
    _mount("none", "/", None, _PRIVATE_TREE, "")


def _mount(source: str, target: str, kind: str | None, flags: int, options: str) -> None:
    assert _libc is not None  # noqa: S101 - `unshare` came first
    words = [os.fsencode(source), os.fsencode(target), kind and os.fsencode(kind)]
    _checked(_libc.mount(*words, ctypes.c_ulong(flags), os.fsencode(options)))


def open_tree(path: Path | str) -> int:
    """Return a descriptor of a copy of the mounts at `path`, mounted nowhere yet."""
    return call("open_tree", _HERE, os.fsencode(path), _CLONE_TREE)


def restrict_tree(tree: int, flags: int) -> None:
    """Set flags on all mounts of a copied tree."""
    attributes = ctypes.create_string_buffer(struct.pack("=4Q", flags, 0, 0, 0), 32)
    call("mount_setattr", tree, b"", _EMPTY_PATH | _RECURSIVE, attributes, 32)


def restrict_mount(path: str, flags: int) -> None:
    """Set flags on the one mount at `path`."""
    attributes = ctypes.create_string_buffer(struct.pack("=4Q", flags, 0, 0, 0), 32)
    call("mount_setattr", _HERE, os.fsencode(path), 0, attributes, 32)


def move_mount(tree: int, target: str) -> None:
    """Mount a copied tree at `target`."""
    call("move_mount", tree, b"", _HERE, os.fsencode(target), 4)  # from the descriptor itself


def pivot() -> None:
    """Make the working folder the root of everything, and let go of the old root."""
    call("pivot_root", b".", b".")
    assert _libc is not None  # noqa: S101 - the line above needed it
    _checked(_libc.umount2(b".", _DETACH))
    os.chdir("/")


def bar_capabilities(keep: int = 0) -> None:
    """Let no program started later have a privilege but `keep`; to do so needs one itself."""
    for capability in range(64):
        if keep >> capability & 1:
            continue
        try:
            prctl(_DROP_BOUND, capability)
        except (
            OSError
        ):  # past the last one, or without the right: "no new privileges" does the rest
            break


def keep_capabilities() -> None:
    """Do not give up all privileges by becoming another user."""
    prctl(_KEEP, 1)


def drop_capabilities(keep: int = 0) -> None:
    """Give up every privilege but those of the bits `keep`, which programs started later share."""
    prctl(_AMBIENT, _CLEAR_ALL)
    header = ctypes.create_string_buffer(struct.pack("=Ii", 0x20080522, 0), 8)
    sets = struct.pack("=6I", keep, keep, keep, 0, 0, 0)
    call("capset", header, ctypes.create_string_buffer(sets, 24))
    if keep:
        prctl(_AMBIENT, _RAISE, keep.bit_length() - 1)


def filter_calls(program: bytes) -> None:
    """Let the kernel judge every later system call of this process and its descendants."""

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_char_p))

    prctl(_SECCOMP, _FILTER, ctypes.pointer(Program(len(program) // 8, program)))  # pyright: ignore[reportArgumentType] - an address


def effective_capabilities() -> int:
    """Return the privileges of this process as bits."""
    with open("/proc/self/status", "rb") as status:  # noqa: PTH123 - once a learner
        for line in status:
            if line.startswith(b"CapEff:"):
                return int(line.split()[1], 16)
    return 0


def forget_environment() -> None:
    """Wipe the block of memory in which this program's first environment still stands.

    What was taken out of `os.environ` is still in `/proc/self/environ`.
    """
    for name, value in os.environ.items():
        os.putenv(name, value)  # a copy elsewhere
    with open("/proc/self/stat", "rb") as stat:  # noqa: PTH123
        fields = stat.read().rpartition(b")")[2].split()
    start, end = int(fields[47]), int(fields[48])  # env_start and env_end of proc(5)
    if 0 < start < end:
        ctypes.memset(start, 0, end - start)


def _word(value: int | bytes | ctypes.Array | ctypes.Structure) -> object:
    return ctypes.c_long(value) if isinstance(value, int) else value


def _checked(result: int) -> int:
    if result == -1:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result
