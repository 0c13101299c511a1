"""The files of a submission: what of a learner's folder is read, hashed, copied and sent.

A folder may hold anything: links, pipes, a thousand folders in each other. Only ordinary files
count, in a fixed order, up to a limit; nothing is followed and nothing is waited for.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

IGNORED = (".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback")
"""Names that nbgrader passes over as well."""

MOST_FILES, MOST_BYTES, DEEPEST = 2_000, 100_000_000, 32
"""The limits of one submission; what is beyond them is neither copied nor sent."""

CHUNK = 1 << 20


class File(NamedTuple):
    """An ordinary file of a folder."""

    name: str
    """Its path within the folder, with `/`."""
    path: Path
    size: int
    changed: int
    """When its content was changed, in nanoseconds."""


def files(folder: Path) -> Iterator[File]:
    """Yield the ordinary files of a folder in the order of their names, up to the limits."""
    count = size = 0
    for file in _walk(folder):
        count, size = count + 1, size + file.size
        if count > MOST_FILES:
            return
        if size > MOST_BYTES:
            size -= file.size
            continue
        yield file


def _walk(folder: Path) -> Iterator[File]:
    waiting = [(folder, "", 0)]
    while waiting:
        place, prefix, depth = waiting.pop()
        inner = []
        for entry in _entries(place):
            name = prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                if depth < DEEPEST:
                    inner.append((Path(entry.path), f"{name}/", depth + 1))
            elif entry.is_file(follow_symlinks=False):
                state = entry.stat(follow_symlinks=False)
                yield File(name, Path(entry.path), state.st_size, state.st_mtime_ns)
        waiting += reversed(inner)


def _entries(place: Path) -> list[os.DirEntry[str]]:
    """Return the entries of a folder by name; none where it cannot be read."""
    try:
        with os.scandir(place) as entries:
            wanted = [entry for entry in entries if not ignored(entry.name)]
    except OSError:
        return []
    return sorted(wanted, key=lambda entry: os.fsencode(entry.name))


def ignored(name: str) -> bool:
    """Whether nbgrader passes over files and folders of this name.

    >>> ignored("__pycache__"), ignored("answers.json")
    (True, False)
    """
    return any(fnmatch(name, pattern) for pattern in IGNORED)


def read(path: Path) -> bytes | None:
    """Return the content of an ordinary file; None where it cannot be read."""
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
            return file.read(MOST_BYTES)
    except OSError:
        return None


def digest(folders: Iterable[Path]) -> str:
    """Return a hash of the names and contents of all files in these folders."""
    total = hashlib.sha256()
    for folder in folders:
        for file in files(folder):
            own = hashlib.sha256()
            try:
                with file.path.open("rb") as content:
                    while chunk := content.read(CHUNK):
                        own.update(chunk)
            except OSError:
                own.update(f"unreadable, {file.size} bytes".encode())
            total.update(hashlib.sha256(os.fsencode(file.name)).digest() + own.digest())
        total.update(b"/")
    return total.hexdigest()


def copy(folder: Path, target: Path, *, without: Iterable[str] = ()) -> None:
    """Copy the files of a folder over those in `target`, but no notebooks and none so named."""
    spared = {*without}
    for file in files(folder):
        if file.name in spared or file.name.endswith(".ipynb"):
            continue
        content = read(file.path) if file.size < CHUNK else None
        place = clear_way(target, file.name)
        try:
            if content is None:
                shutil.copyfile(file.path, place, follow_symlinks=False)
            else:
                place.write_bytes(content)
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
