"""The envelope of a submission: which files lie in it, and what is in them.

Looking changes nothing and waits for nothing: links, pipes and devices stay closed, a file is
opened only up to a size, an archive only as far as its entries are few, plain and small.
"""

from __future__ import annotations

import io
import os
import stat
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from electoral_grading.notes import ARCHIVE, CLOSED, NOT_A_FILE, TOO_LARGE, shown
from electoral_grading.salvage import LARGEST, LARGEST_WITH_OUTPUTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from electoral_grading.notes import Note

MOST_ENTRIES, DEEPEST = 2_000, 8
"""What of a folder is looked at."""
MOST_PACKED = 2_000
"""Files that an archive may have."""
BUDGET = 3 * LARGEST_WITH_OUTPUTS
"""Bytes that are read of one envelope."""

ZIP_ENTRY = b"PK\x01\x02"
PLAIN = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""Ways of packing that need little memory to unpack."""
OPENING = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
OPENING |= getattr(os, "O_BINARY", 0)


@dataclass(frozen=True)
class Paper:
    """One ordinary file of an envelope."""

    name: str
    """Its name below the folder, as it can be shown."""
    path: str
    """Where it is: a path, or the name in an archive."""
    size: int
    time: float
    packed: zipfile.ZipFile | None = None
    """The archive it lies in."""

    @property
    def parts(self) -> tuple[str, ...]:
        """The folders above it and its own name."""
        return tuple(self.name.split("/"))

    @property
    def kept(self) -> bool:
        """Whether it is a copy that Jupyter keeps by itself."""
        return ".ipynb_checkpoints" in self.parts

    def ends(self, *endings: str) -> bool:
        """Whether its name ends so, in small or capital letters."""
        return self.name.lower().endswith(endings)

    def read(self, limit: int) -> bytes | None:
        """Return what is in it, None if that is more than `limit` bytes.

        Raises:
            OSError: it cannot be opened.
        """
        if self.size > limit:
            return None
        if self.packed is not None:
            return _unpacked(self.packed, self.path, limit)
        handle = os.open(self.path, os.O_RDONLY | OPENING)
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise OSError(f"{self.name} is not an ordinary file.")
            data = file.read(limit + 1)
        return data if len(data) <= limit else None


class Envelope:
    """What lies in a folder, with notes about what stays closed."""

    def __init__(self, folder: Path) -> None:
        self.notes: list[Note] = []
        self._left = BUDGET
        self.papers = sorted(
            self._walk(str(folder)), key=lambda paper: (len(paper.parts), paper.name)
        )

    def _walk(self, top: str) -> Iterator[Paper]:
        waiting: list[tuple[str, tuple[str, ...]]] = [(top, ())]
        seen = 0
        while waiting:
            folder, above = waiting.pop()
            try:
                entries = os.scandir(folder)
            except (OSError, ValueError):
                if above:
                    self.note(CLOSED, "/".join(above))
                continue
            with entries:
                for entry in entries:
                    seen += 1
                    if seen > MOST_ENTRIES:
                        return
                    parts = (*above, shown(unicodedata.normalize("NFC", entry.name)))
                    try:
                        about = entry.stat(follow_symlinks=False)
                    except OSError:
                        continue
                    if stat.S_ISREG(about.st_mode):
                        yield Paper("/".join(parts), entry.path, about.st_size, about.st_mtime)
                    elif not stat.S_ISDIR(about.st_mode):
                        self.note(NOT_A_FILE, "/".join(parts))
                    elif len(parts) < DEEPEST:
                        waiting.append((entry.path, parts))

    def note(self, kind: str, name: str) -> None:
        """Note what stays closed; a few are enough."""
        if (kind, name) not in self.notes and len(self.notes) < 5:
            self.notes.append((kind, name))

    def read(self, paper: Paper, limit: int = LARGEST_WITH_OUTPUTS) -> bytes | None:
        """Return what is in a paper; None, and a note, where it has to stay closed."""
        try:
            data = paper.read(min(limit, self._left))
        except (OSError, ValueError):
            self.note(CLOSED, paper.name)
            return None
        if data is None:
            self.note(TOO_LARGE, paper.name)
        else:
            self._left -= len(data)
        return data

    def unpacked(self, archive: Paper) -> list[Paper]:
        """Return what is packed in a ZIP archive; nothing, and a note, where it cannot be had."""
        data = self.read(archive, LARGEST)
        if data is None:
            return []
        if data.count(ZIP_ENTRY) > MOST_PACKED:
            self.note(ARCHIVE, archive.name)
            return []
        try:
            packed = zipfile.ZipFile(io.BytesIO(data))
            found = [
                Paper(
                    name=shown(f"{archive.name}/{unicodedata.normalize('NFC', entry.filename)}"),
                    path=entry.filename,
                    size=entry.file_size,
                    time=archive.time,
                    packed=packed,
                )
                for entry in packed.infolist()
                if not entry.is_dir()
            ]
        except Exception:  # noqa: BLE001 - zipfile raises a dozen types at forged archives
            self.note(ARCHIVE, archive.name)
            return []
        return sorted(found, key=lambda paper: (len(paper.parts), paper.name))


def _unpacked(packed: zipfile.ZipFile, name: str, limit: int) -> bytes | None:
    """Return what is packed under a name.

    Raises:
        OSError: it cannot be unpacked, or only with much memory.
    """
    try:
        if packed.getinfo(name).compress_type not in PLAIN:
            raise OSError(f"{name} is packed in a way that is not opened.")
        with packed.open(name) as file:
            data = file.read(limit + 1)
    except (KeyError, RuntimeError, EOFError, ValueError, zipfile.BadZipFile, zlib.error) as error:
        raise OSError(f"{name} cannot be unpacked: {error}") from error
    return data if len(data) <= limit else None
