"""Landlock: a process gives up the file system, but for the folders that it names.

It needs no privilege and works inside containers. Each kernel knows more of it than the one before;
what an older one cannot refuse is refused by the filter of system calls (`seccomp`).
"""

from __future__ import annotations

import ctypes
import os
import struct
from typing import TYPE_CHECKING

from electoral_grading.sandbox.kernel import call

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

TRUNCATE, NETWORK, DEVICES, SCOPES = 3, 4, 5, 6
"""The version from which Landlock knows of a thing."""

_EXECUTE, _WRITE, _READ, _LIST = 1, 2, 4, 8
_CHANGES_OF_FOLDERS = 0x1FF0  # remove and make what there is in a folder
_MAKE_DEVICES = 1 << 6 | 1 << 11
_REFER, _TRUNCATE, _DEVICE_CALLS = 1 << 13, 1 << 14, 1 << 15
_BIND_AND_CONNECT, _SOCKETS_AND_SIGNALS = 3, 3
_BENEATH, _VERSION = 1, 1


def version() -> int:
    """Return the version of Landlock of this kernel; 0 where there is none."""
    try:
        return call("landlock_create_ruleset", 0, 0, _VERSION)
    except OSError:
        return 0


def confine(
    readable: Iterable[Path], listed: Iterable[Path], devices: Iterable[str], own: Path
) -> None:
    """Take the file system from this process for ever, but for what is named.

    Args:
        readable: may be read and run, with all below.
        listed: the names below may be listed.
        devices: may be read and written.
        own: the folder in which everything is allowed.
    """
    known = version()
    all_of_it = _EXECUTE | _WRITE | _READ | _LIST | _CHANGES_OF_FOLDERS
    all_of_it |= _REFER if known >= 2 else 0
    all_of_it |= _TRUNCATE if known >= TRUNCATE else 0
    all_of_it |= _DEVICE_CALLS if known >= DEVICES else 0
    network = _BIND_AND_CONNECT if known >= NETWORK else 0
    scoped = _SOCKETS_AND_SIGNALS if known >= SCOPES else 0
    size = 24 if known >= SCOPES else 16 if known >= NETWORK else 8
    attributes = struct.pack("=3Q", all_of_it, network, scoped)
    rules = call("landlock_create_ruleset", ctypes.create_string_buffer(attributes, 24), size, 0)
    for path in readable:
        _allow(rules, path, _EXECUTE | _READ | _LIST)
    for path in listed:
        _allow(rules, path, _LIST)
    for path in devices:
        _allow(rules, path, _READ | _WRITE)
    _allow(rules, own, all_of_it & ~_MAKE_DEVICES & ~_DEVICE_CALLS)
    call("landlock_restrict_self", rules, 0)
    os.close(rules)


def _allow(rules: int, path: Path | str, access: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    if not os.path.isdir(path):  # noqa: PTH112 - a rule on a file takes rights of files only
        access &= _EXECUTE | _WRITE | _READ | _TRUNCATE
    rule = ctypes.create_string_buffer(struct.pack("=Qi", access, place), 12)
    try:
        call("landlock_add_rule", rules, _BENEATH, rule, 0)
    finally:
        os.close(place)
