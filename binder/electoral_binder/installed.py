"""What files and packages are like now, as lines of text that change when they do."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def files(folder: str) -> Iterator[str]:
    """Yield a line for each file below a folder, in no order: its name, size and time of change."""
    for entry in _entries(folder):
        if entry.name == "__pycache__":
            continue
        if entry.is_dir():
            yield from files(entry.path)
        else:
            yield _line(entry)


def distributions(folder: str) -> Iterator[str]:
    """Yield a line for each package that is installed in a folder."""
    return (_line(entry) for entry in _entries(folder) if entry.name.endswith(".dist-info"))


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []


def _line(entry: os.DirEntry[str]) -> str:
    try:
        about = entry.stat()
    except OSError:  # it went away meanwhile
        return entry.path
    return f"{entry.path}\0{about.st_size}\0{about.st_mtime_ns}"
