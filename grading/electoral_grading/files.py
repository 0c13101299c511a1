"""The files of a submission: what of a learner's folder is read, hashed, copied and sent.

A folder may hold anything: links, pipes, a thousand folders in each other. Ordinary files are
read in a fixed order, up to a limit; nothing is followed and nothing is waited for.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from fnmatch import fnmatch
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ORDINARY, LINK, PIPE = "", "link", "pipe"
"""Kinds of files; a device is called a pipe: neither is ever opened."""

IGNORED = (".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback")
"""Names that nbgrader passes over as well."""

MOST_FILES, MOST_BYTES, DEEPEST = 2_000, 100_000_000, 32
"""The limits of one submission; what is beyond them is neither copied nor sent."""

CHUNK = 1 << 20


class File(NamedTuple):
    """A file of a folder."""

    name: str
    """Its path within the folder, with `/`."""
    path: Path
    kind: str = ORDINARY
    size: int = 0
    changed: int = 0
    """When its content was changed, in nanoseconds."""


def files(folder: Path, ignore: Iterable[str] = ()) -> Iterator[File]:
    """Yield the files of a folder in the order of their names, up to the limits.

    Links and pipes are among them, so that somebody may be told; `ignore` are patterns of names.
    """
    size = 0
    for file in islice(_walk(folder, tuple(ignore)), MOST_FILES):
        if size + file.size <= MOST_BYTES:
            size += file.size
            yield file


def _walk(folder: Path, ignore: tuple[str, ...]) -> Iterator[File]:
    waiting = [(folder, "", 0)]
    while waiting:
        place, prefix, depth = waiting.pop()
        inner = []
        for entry in _entries(place):
            name, path = prefix + entry.name, Path(entry.path)
            if any(fnmatch(entry.name, pattern) for pattern in ignore):
                continue
            if entry.is_dir(follow_symlinks=False):
                if depth < DEEPEST:
                    inner.append((path, f"{name}/", depth + 1))
            elif entry.is_file(follow_symlinks=False):
                state = entry.stat(follow_symlinks=False)
                yield File(name, path, ORDINARY, state.st_size, state.st_mtime_ns)
            else:
                yield File(name, path, LINK if entry.is_symlink() else PIPE)
        waiting += reversed(inner)


def _entries(place: Path) -> list[os.DirEntry[str]]:
    """Return the entries of a folder by name; none where it cannot be read."""
    try:
        with os.scandir(place) as entries:
            return sorted(entries, key=lambda entry: os.fsencode(entry.name))
    except OSError:
        return []


def opened(file: File) -> BinaryIO:
    """Open an ordinary file, and surely nothing else.

    Raises:
        OSError: it cannot be opened.
    """
    if file.kind != ORDINARY:
        return BytesIO()
    return os.fdopen(os.open(file.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb")


def digest(folders: Iterable[Path]) -> str:
    """Return a hash of the names and contents of all files in these folders."""
    total = hashlib.sha256()
    for folder in folders:
        for file in files(folder):
            own = hashlib.sha256(file.kind.encode())
            try:
                with opened(file) as content:
                    while chunk := content.read(CHUNK):
                        own.update(chunk)
            except OSError:
                own.update(f"unreadable, {file.size} bytes".encode())
            total.update(hashlib.sha256(os.fsencode(file.name)).digest() + own.digest())
        total.update(b"/")
    return total.hexdigest()


def copy(folder: Path, target: Path, *, without: Iterable[str] = ()) -> None:
    """Copy what nbgrader copies over the files in `target`, but no notebooks and none so named."""
    spared = {*without}
    for file in files(folder, IGNORED):
        if file.kind != ORDINARY or file.name in spared or file.name.endswith(".ipynb"):
            continue
        place = clear_way(target, file.name)
        try:
            with opened(file) as content, place.open("xb") as new:
                shutil.copyfileobj(content, new, CHUNK)
        except OSError:  # a file that its owner closed to us helps nobody
            place.unlink(missing_ok=True)


def clear_way(target: Path, name: str) -> Path:
    """Return where a file of this name goes, after removing what stands in its place."""
    place = target
    for part in Path(name).parts:
        if place.is_symlink() or (place.exists() and not place.is_dir()):
            place.unlink()
        place.mkdir(exist_ok=True)
        place = place / part
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)
    return place
