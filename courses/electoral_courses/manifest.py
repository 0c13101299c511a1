"""What the builder wrote, so that it never destroys what a person changed since.

A built file whose bytes are no longer those that were written belongs to a person. A notebook
stays theirs as long as its course does not change; before a new one takes its place it is
moved to a free name beside it, `lesson (1).ipynb`.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

NAME = ".manifest.json"


@dataclass
class Report:
    """What a build did."""

    written: list[Path] = field(default_factory=list)
    unchanged: int = 0
    kept: list[tuple[Path, Path]] = field(default_factory=list)
    """Files a person had changed: the place, and where their copy is now."""
    removed: list[Path] = field(default_factory=list)
    modules: list[str] = field(default_factory=list)
    languages: tuple[str, ...] = ()

    def __str__(self) -> str:
        head = f"Built {', '.join(self.modules)} in {', '.join(self.languages)}: "
        lines = [head + f"{len(self.written)} written, {self.unchanged} unchanged."]
        lines += [f"Your changed {old.name} is kept as {new}." for old, new in self.kept]
        return "\n".join(lines)


def digest(content: bytes) -> str:
    """Return the fingerprint of a file's content."""
    return hashlib.sha256(content).hexdigest()


def write_atomic(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Write a file so that a reader sees the old content or the new one, never a half."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


class Manifest:
    """The fingerprints of the built files below a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.report = Report()
        self._seen: set[str] = set()
        try:
            known = json.loads((root / NAME).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            known = {}
        self._known: dict[str, str] = known if isinstance(known, dict) else {}

    def write(
        self, path: Path, content: bytes, mode: int = 0o644, keep_in: Path | None = None
    ) -> None:
        """Write a built file unless it is there already; a person's file gives way, unharmed.

        It moves beside the new one, or to the folder `keep_in`.
        """
        name = path.relative_to(self.root).as_posix()
        self._seen.add(name)
        present = path.read_bytes() if path.is_file() else None
        course_is_the_same = self._known.get(name) == digest(content)
        theirs = present is not None and course_is_the_same and path.suffix == ".ipynb"
        if present == content or theirs:
            self.report.unchanged += 1
        else:
            if present is not None and digest(present) != self._known.get(name):
                self._keep(path, keep_in or path.parent)
            write_atomic(path, content, mode)
            self.report.written.append(path)
        self._known[name] = digest(content)

    def remove_stale(self, below: Path) -> None:
        """Remove what an earlier build wrote below a folder and this one did not.

        A file that a person changed stays where it is.
        """
        prefix = below.relative_to(self.root).as_posix() + "/"
        for name in [n for n in self._known if n.startswith(prefix) and n not in self._seen]:
            path = self.root / name
            fingerprint = self._known.pop(name)
            if path.is_file() and digest(path.read_bytes()) == fingerprint:
                path.unlink()
                self.report.removed.append(path)
                _prune(path.parent, below)

    def save(self) -> None:
        """Write the manifest, if it changed."""
        text = json.dumps(self._known, indent=1, sort_keys=True) + "\n"
        path = self.root / NAME
        if not path.is_file() or path.read_bytes() != text.encode():
            write_atomic(path, text.encode())

    def _keep(self, path: Path, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        number = 1
        while (copy := folder / f"{path.stem} ({number}){path.suffix}").exists():
            number += 1
        path.rename(copy)
        self.report.kept.append((path, copy))


def _prune(folder: Path, top: Path) -> None:
    """Remove a folder that became empty, and those around it below `top`."""
    while folder != top and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
