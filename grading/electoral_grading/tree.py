"""A folder as a list of its files with their hashes: read, copied, or settled on the disk.

Only ordinary files count. Links, pipes and devices are named and left out, never followed and
never waited for; a folder that is too large is refused before the disk is full.
"""

from __future__ import annotations

import hashlib
import os
import stat
from contextlib import nullcontext
from dataclasses import dataclass, field
from fnmatch import fnmatch
from typing import TYPE_CHECKING, NamedTuple

from electoral_grading.submit_words import LARGE, LINK, SPECIAL, SubmitError

if TYPE_CHECKING:
    from pathlib import Path

TIMESTAMP, SECRET = "timestamp.txt", "submission_secret.txt"
RECEIPT, READABLE, INTENDED = "receipt.json", "receipt.txt", ".receipt.json"
COLLECTED, PART = "collected.json", ".receipt.part"
OURS = frozenset({TIMESTAMP, SECRET, RECEIPT, READABLE, INTENDED, COLLECTED, PART})
"""Names that the exchange itself writes at the top of a folder; they are nobody's work."""

CHUNK = 1 << 20


class File(NamedTuple):
    """An ordinary file."""

    path: str
    """Within the folder, with `/`; what is not UTF-8 in it as Python's surrogate escapes."""
    size: int
    sha256: str


class Tree(NamedTuple):
    """What was found in a folder."""

    files: tuple[File, ...]
    """In the order of the bytes of their paths."""
    left_out: tuple[tuple[str, str], ...]
    """Kind and path of what was not taken, for the reader to be told."""


@dataclass(frozen=True)
class Rules:
    """What of a folder is taken; the defaults are nbgrader's, which sets them by patterns."""

    ignore: tuple[str, ...] = (".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback")
    include: tuple[str, ...] = ()
    """Where it is not empty, only files with such names are taken."""
    files: int = 1_000
    size: int = 100_000_000
    """Bytes of one file. A notebook that is larger stops everything: it is the work itself."""
    total: int = 100_000_000
    depth: int = 20

    def ignored(self, name: str) -> bool:
        """Whether files and folders of this name are passed over in silence.

        >>> Rules().ignored("__pycache__"), Rules().ignored("answers.json")
        (True, False)
        """
        return any(fnmatch(name, pattern) for pattern in self.ignore)

    def included(self, name: str) -> bool:
        """Whether a file of this name is taken."""
        return not self.include or any(fnmatch(name, pattern) for pattern in self.include)


WHOLE = Rules(ignore=())
"""Everything counts: for a folder that lies in the exchange already."""


def read(top: Path, rules: Rules = WHOLE) -> Tree:
    """Return the files of a folder.

    Raises:
        SubmitError: the folder is too large, cannot be read, or changes while it is read.
    """
    return _Walk(rules).tree(top)


def copy(top: Path, target: Path, rules: Rules) -> Tree:
    """Copy a folder's files into `target`; return what was copied, hashed on its way.

    Raises:
        SubmitError: as `read`.
        OSError: `target` could not be written.
    """
    return _Walk(rules, into=target).tree(top)


def settle(top: Path) -> Tree:
    """Bring a folder of ours to the disk, open to readers, and read back what is there.

    All files are sent on their way before the first is waited for: the disk then has one thing
    to do and not one for each file.
    """
    _Walk(WHOLE, sending=True).tree(top)
    return _Walk(WHOLE, settling=True).tree(top)


@dataclass
class _Walk:
    """One way through a folder, by handles: nobody can put a link in the way meanwhile."""

    rules: Rules
    into: Path | None = None
    sending: bool = False
    settling: bool = False
    files: list[File] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    total: int = 0

    def tree(self, top: Path) -> Tree:
        try:
            handle = os.open(top, os.O_RDONLY | os.O_DIRECTORY)
        except OSError as error:
            raise SubmitError("no-folder", name=str(top)) from error
        self._inside(handle, "", 0)
        self.files.sort(key=lambda file: os.fsencode(file.path))
        return Tree(tuple(self.files), tuple(self.left_out))

    def _inside(self, handle: int, prefix: str, depth: int) -> None:
        """Go through an open folder, and close it."""
        try:
            if depth > self.rules.depth:
                raise SubmitError("deep", depth=self.rules.depth)
            with os.scandir(handle) as entries:
                names = sorted(entry.name for entry in entries)
            for name in names:
                if not self.rules.ignored(name):
                    self._entry(handle, name, prefix + name, depth)
            if self.sending and prefix:
                os.fchmod(handle, 0o755)
            if self.settling:
                os.fsync(handle)
        finally:
            os.close(handle)

    def _entry(self, parent: int, name: str, path: str, depth: int) -> None:
        try:
            mode = os.stat(name, dir_fd=parent, follow_symlinks=False).st_mode
            if stat.S_ISDIR(mode):
                flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
                inner = os.open(name, flags, dir_fd=parent)
            elif stat.S_ISREG(mode):
                inner = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=parent)
            else:
                self.left_out.append((LINK if stat.S_ISLNK(mode) else SPECIAL, path))
                return
        except PermissionError as error:
            raise SubmitError("unreadable", name=path) from error
        except OSError as error:  # it was there a moment ago
            raise SubmitError("changing", name=path) from error
        if stat.S_ISDIR(mode):
            self._inside(inner, f"{path}/", depth + 1)
        else:
            with os.fdopen(inner, "rb", buffering=0) as file:
                self._file(file.fileno(), name, path)

    def _file(self, handle: int, name: str, path: str) -> None:
        if self.sending:
            os.fchmod(handle, 0o644)
            _forget_cached(handle)  # what is not yet on the disk is sent there
            return
        if self.settling:
            os.fsync(handle)
            _forget_cached(handle)
        if path in OURS:
            return
        if not self.rules.included(name):
            return
        state = os.fstat(handle)
        if state.st_size > self.rules.size:
            if name.endswith(".ipynb"):
                raise SubmitError("large-notebook", name=path, limit=self.rules.size // 10**6)
            self.left_out.append((LARGE, path))
            return
        if len(self.files) == self.rules.files:
            raise SubmitError("many-files", limit=self.rules.files)
        if self.total + state.st_size > self.rules.total:  # before it is read
            raise self._large_folder(path)
        size, code = self._content(handle, path, state)
        self.files.append(File(path, size, code))

    def _large_folder(self, path: str) -> SubmitError:
        return SubmitError("large-folder", limit=self.rules.total // 10**6, name=path)

    def _content(self, handle: int, path: str, state: os.stat_result) -> tuple[int, str]:
        """Hash a file's content, and copy it where that is asked."""
        place = self.into / path if self.into else None
        if place:
            place.parent.mkdir(parents=True, exist_ok=True)
        code, size = hashlib.sha256(), 0
        with place.open("xb") if place else nullcontext() as target:
            while chunk := _chunk(handle, path):
                size += len(chunk)
                if self.total + size > self.rules.total:
                    raise self._large_folder(path)
                code.update(chunk)
                if target:
                    target.write(chunk)
            if target:
                target.flush()
                os.utime(target.fileno(), ns=(state.st_atime_ns, state.st_mtime_ns))
        self.total += size
        return size, code.hexdigest()


def _chunk(handle: int, path: str) -> bytes:
    try:
        return os.read(handle, CHUNK)
    except OSError as error:
        raise SubmitError("unreadable", name=path) from error


def _forget_cached(handle: int) -> None:
    """Let the next reading come from the disk, where the system can do that."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
