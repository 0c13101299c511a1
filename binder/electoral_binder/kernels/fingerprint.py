"""What is installed now, so that a process that loaded what was there before is not used."""

from __future__ import annotations

import os
import sys
import time
from importlib.util import find_spec

OURS = (
    "electoral",
    "electoral_datasets",
    "electoral_widgets",
    "electoral_courses",
    "electoral_binder.kernels",
)
"""Our packages a warm process has loaded; their files may be edited in place."""

SECONDS = 1.0
"""So long one answer serves."""

_last: tuple[float, int] = (float("-inf"), 0)


def fingerprint() -> int:
    """Return a number that changes when a distribution or a file of ours does."""
    global _last  # noqa: PLW0603 - two kernels that start together ask once
    now = time.monotonic()
    if now - _last[0] > SECONDS:
        _last = now, _look()
    return _last[1]


def _look() -> int:
    seen: list[tuple[str, int]] = []
    for folder in filter(os.path.isdir, sys.path):
        with os.scandir(folder) as entries:
            seen += [(e.path, _changed(e)) for e in entries if e.name.endswith(".dist-info")]
    for package in OURS:
        spec = find_spec(package)
        for folder in (spec and spec.submodule_search_locations) or ():
            seen += _files(folder)
    return hash(tuple(sorted(seen)))


def _files(folder: str) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name == "__pycache__":
                continue
            if entry.is_dir():
                found += _files(entry.path)
            else:
                found.append((entry.path, _changed(entry)))
    return found


def _changed(entry: os.DirEntry[str]) -> int:
    try:
        return entry.stat().st_mtime_ns
    except OSError:  # it went away meanwhile
        return 0
