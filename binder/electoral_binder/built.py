"""Whether a built folder is what its sources would make again, told in a few milliseconds.

Sources, the builder's own files and what was built are compared by name, size and time of
change with what they were after the last build. Whoever changes one of them gets a whole build.
"""

from __future__ import annotations

import hashlib
import json
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from electoral_binder.installed import distributions, files

if TYPE_CHECKING:
    from collections.abc import Sequence

NAME = ".built"
"""The file that says what things were like after the last build."""
MANIFEST = ".manifest.json"
BUILDERS = ("electoral", "electoral_courses", "electoral_datasets", "electoral_grading")
"""Our packages that decide what is built."""

INSTALLED = ("site-packages", "dist-packages")
"""Names of the folders in which packages are installed."""


def sources_mark(courses: Path, languages: Sequence[str]) -> str:
    """Return a text that changes when a source, the builder or a package of others does."""
    packages = [spec.submodule_search_locations for name in BUILDERS if (spec := find_spec(name))]
    folders = [str(courses), *(folder for found in packages for folder in found or ())]
    told = [f"{sys.version} {' '.join(languages)}"]
    for folder in folders:
        told += sorted(files(folder))
    # Not every folder of the path: some tools add one of their own while they work.
    for folder in (place for place in sys.path if Path(place).name in INSTALLED):
        told += sorted(distributions(folder))
    return _digest(told)


def is_built(out: Path, sources: str) -> bool:
    """Return whether `out` was built from sources of this mark, and nobody changed it since."""
    try:
        kept = (out / NAME).read_text(encoding="ascii")
    except (OSError, ValueError):
        return False
    return kept == _mark(out, sources)


def note(out: Path, sources: str) -> None:
    """Keep that `out` was built just now from sources of this mark."""
    (out / NAME).write_text(_mark(out, sources), encoding="ascii")


def _mark(out: Path, sources: str) -> str:
    """Return a text that changes when a built file does, or the sources."""
    manifest = out / MANIFEST
    try:
        names = sorted(json.loads(manifest.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        names = []
    paths = [manifest, out / "nbgrader" / "course.key", *(out / name for name in names)]
    told = [sources]
    for path in paths:
        try:
            about = path.stat()
            told.append(f"{path}\0{about.st_size}\0{about.st_mtime_ns}")
        except OSError:
            told.append(f"{path} is not there")
    courses = sorted({Path(name).parts[1] for name in names if name.startswith("nbgrader/")})
    wanted = ("nbgrader_config.py", "source", "../exchange")
    told += [str((out / "nbgrader" / one / name).exists()) for one in courses for name in wanted]
    return _digest(told)


def _digest(lines: list[str]) -> str:
    return hashlib.blake2b(
        "\n".join(lines).encode(errors="surrogatepass"), digest_size=16
    ).hexdigest()
