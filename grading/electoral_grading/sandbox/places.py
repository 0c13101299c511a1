"""The folders a learner's code may see: the libraries, and a copy of the submission.

The sources of courses stand in no list, and where a wheel carries them within a library they are
hidden: they hold the answers.
"""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from electoral_grading.sandbox.rights import Limits

PACKAGES = (
    "electoral",
    "electoral_courses",
    "electoral_datasets",
    "electoral_grading",
    "electoral_widgets",
)
"""Our packages that a notebook may need; found wherever they are installed."""

SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib64", "/etc/alternatives", "/etc/fonts")
SYSTEM_FILES = ("/etc/ld.so.cache", "/etc/localtime", "/etc/timezone", "/etc/mime.types")
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")

_PARTS = ("bin", "lib", "lib64", "share", "pyvenv.cfg")
"""Of Python's own folder: its settings may hold a server's password."""
_MOST_FILES = 2000


def libraries() -> list[Path]:
    """Return the folders of Python, of what is installed for it, and of our own packages.

    A checkout is seen by its packages alone, never as a whole; other folders of `sys.path` are
    not seen: they may be a course.
    """
    prefixes = {sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix}
    found = [Path(prefix, part) for prefix in sorted(prefixes) for part in _PARTS]
    installed = ("site-packages", "dist-packages")
    found += [Path(entry) for entry in sys.path if Path(entry).name in installed]
    for name in PACKAGES:
        spec = find_spec(name)
        found += [Path(place) for place in (spec and spec.submodule_search_locations) or ()]
    known: list[Path] = []
    for path in found:
        if path.is_absolute() and path.exists() and not _within(path, known):
            known.append(path)
    return known


def hidden() -> list[Path]:
    """Return the folders within libraries that nobody's code may see: shipped course sources."""
    spec = find_spec("electoral_courses")
    places = (spec and spec.submodule_search_locations) or ()
    return [path for place in places if (path := Path(place, "modules").resolve()).is_dir()]


def around(path: Path, secrets: list[Path]) -> tuple[list[Path], list[Path]]:
    """Return what to allow in place of `path`, so that `secrets` below it stay closed.

    Returns:
        The paths beside the secrets, and the folders on the way to them.
    """
    real = path.resolve()
    below = [secret for secret in secrets if secret.is_relative_to(real)]
    if not below:
        return [path], []
    if real in below:
        return [], []
    open_paths, on_the_way = [], [real]
    for child in real.iterdir():
        more, way = around(child, below)
        open_paths += more
        on_the_way += way
    return open_paths, on_the_way


def copy(folder: int, place: Path, limits: Limits, owner: int | None) -> None:
    """Copy a submission's files to `place`, where its learner may change them.

    Only ordinary files and folders are copied, never what a link points to: the copying process
    may have more rights than the learner. Files over the limits are left out.

    Args:
        folder: descriptor of the submission's folder.
        place: an existing folder.
        limits: the largest file, and the space of which half may be filled.
        owner: the user who shall own the copy; None for the present one.
    """
    room, files = limits.space // 2, _MOST_FILES
    waiting = [(os.dup(folder), place)]
    while waiting:
        source, target = waiting.pop()
        try:
            for name in sorted(os.listdir(source)):  # noqa: PTH208 - a descriptor
                files -= 1
                if files < 0:
                    return
                size = _copy_one(source, name, target, min(limits.file, room), owner)
                if size < 0:
                    with suppress(OSError):
                        inner = os.open(name, _FOLDER, dir_fd=source)
                        _own(target / name, owner)
                        waiting.append((inner, target / name))
                room -= max(size, 0)
        finally:
            os.close(source)


_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)
_FILE = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)


def _own(folder: Path, owner: int | None) -> None:
    folder.mkdir(mode=0o700)
    if owner is not None:
        os.chown(folder, owner, owner)


def _copy_one(source: int, name: str, target: Path, most: int, owner: int | None) -> int:
    """Copy a file and return its size; -1 for a folder, 0 for what is left out."""
    try:
        kind = os.stat(name, dir_fd=source, follow_symlinks=False)
    except OSError:
        return 0
    if stat.S_ISDIR(kind.st_mode):
        return -1
    if not stat.S_ISREG(kind.st_mode) or kind.st_size > most:
        return 0
    with suppress(OSError), open(os.open(name, _FILE, dir_fd=source), "rb") as file:  # noqa: PTH123
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            return 0
        content = file.read(most)
        with (target / name).open("xb") as copied:
            copied.write(content)
            os.fchmod(copied.fileno(), 0o600)
            if owner is not None:
                os.fchown(copied.fileno(), owner, owner)
        return len(content)
    return 0


def remove(folder: Path) -> None:
    """Remove a folder that its owner filled to be hard to remove: locked, or thousands deep."""
    top = os.open(folder, _FOLDER)
    numbers = count()
    waiting = [name for name in os.listdir(top) if _emptied(name, top)]  # noqa: PTH208 - a descriptor
    try:
        while waiting:
            name = waiting.pop()
            inner = os.open(name, _FOLDER, dir_fd=top)
            for child in os.listdir(inner):  # noqa: PTH208 - a descriptor
                if _emptied(child, inner):  # lifted to the top, so that no path grows long
                    lifted = next(f"{n}.lifted" for n in numbers if not _exists(f"{n}.lifted", top))
                    os.rename(child, lifted, src_dir_fd=inner, dst_dir_fd=top)
                    waiting.append(lifted)
            os.close(inner)
            os.rmdir(name, dir_fd=top)
    finally:
        os.close(top)
    folder.rmdir()


def _emptied(name: str, folder: int) -> bool:
    """Remove what is no folder; unlock and report what is one."""
    if stat.S_ISDIR(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
        os.chmod(name, 0o700, dir_fd=folder)
        return True
    os.unlink(name, dir_fd=folder)
    return False


def _exists(name: str, folder: int) -> bool:
    return os.access(name, os.F_OK, dir_fd=folder, follow_symlinks=False)


def _within(path: Path, folders: list[Path]) -> bool:
    real = path.resolve()
    return any(real.is_relative_to(folder.resolve()) for folder in folders)
