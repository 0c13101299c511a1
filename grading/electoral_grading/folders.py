"""Where a graded submission lies, and the mark that it is wholly graded.

    submitted/<student>/<assignment>/    what a learner handed in; only read
    autograded/<student>/<assignment>/   what nbgrader's next steps read
        graded.json                      written last: the results, and what they were made from

The autograded folder is made beside its place and renamed into it, so that it is never half
there. A submission whose mark names the same content, the same tests and the same version is
graded already. Several graders may share a class: each claims a learner before it begins.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from electoral_grading.files import clear_way, copy, digest
from electoral_grading.repair import mend_timestamp
from electoral_grading.result import Result

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

MARK = "graded.json"
VERSION = 1
"""Raised whenever the same submission and the same tests may give another result."""

READABLE = 0o444
"""What nbgrader's autograded files are allowed."""


@dataclass(frozen=True)
class Place:
    """The folders of one learner's assignment."""

    root: Path
    """The course folder."""
    student: str
    assignment: str

    @property
    def submitted(self) -> Path:
        """What was handed in."""
        return self.root / "submitted" / self.student / self.assignment

    @property
    def autograded(self) -> Path:
        """Where the graded work lies."""
        return self.root / "autograded" / self.student / self.assignment

    def content(self) -> str:
        """Return the hash of what was handed in."""
        return digest([self.submitted])

    def submitted_at(self) -> datetime | None:
        """Return when the graded work was submitted, in UTC; None where it is not known."""
        from nbgrader.utils import parse_utc  # noqa: PLC0415 - start-up time

        try:
            text = (self.autograded / "timestamp.txt").read_text(encoding="utf-8").strip()
            return parse_utc(text) if text else None
        except (OSError, ValueError, OverflowError):
            return None

    def marked(self, content: str, tests: str) -> list[Result] | None:
        """Return the results if exactly this was graded with these tests; else None."""
        source = {"version": VERSION, "content": content, "tests": tests}
        try:
            marked = json.loads((self.autograded / MARK).read_text(encoding="utf-8"))
            same = all(result.pop("made_from") == source for result in marked)
            return [Result.of_json(result) for result in marked] if marked and same else None
        except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            return None

    def put(self, results: Sequence[Result], files: Mapping[str, bytes]) -> None:
        """Put the graded work in its place: what was handed in, `files` over it, notebooks."""
        parent = self.autograded.parent
        fresh, old = (parent / f".{self.assignment}.{end}" for end in ("new", "old"))
        for left in (fresh, old):  # by a grader that was killed here
            remove(left)
        fresh.mkdir(parents=True)
        copy(self.submitted, fresh, without=[MARK])
        mend_timestamp(fresh)
        for name, content in files.items():
            clear_way(fresh, name).write_bytes(content)
        for result in results:
            if result.page is not None:
                write(clear_way(fresh, f"{result.notebook}.ipynb"), pretty(result.page))
        for folder, _folders, names in os.walk(fresh):
            for name in names:
                os.chmod(os.path.join(folder, name), READABLE)  # noqa: PTH101, PTH118 - hot path
        if self.autograded.exists():
            self.autograded.rename(old)
        fresh.rename(self.autograded)
        remove(old)

    def mark(self, results: Sequence[Result], content: str, tests: str) -> None:
        """Write that this was graded; nothing of the submission is done after it."""
        source = {"version": VERSION, "content": content, "tests": tests}
        marked = [{**asdict(replace(each, page=None)), "made_from": source} for each in results]
        fresh = self.autograded / f".{MARK}.new"
        fresh.unlink(missing_ok=True)
        write(fresh, pretty(marked))
        fresh.chmod(READABLE)
        fresh.replace(self.autograded / MARK)
        sync(self.autograded)

    def claim(self) -> Claim | None:
        """Keep other graders from this learner; None if one is there already."""
        folder = self.autograded.parent
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY)
        if locked(handle):
            return Claim(handle)
        os.close(handle)
        return None


@dataclass(frozen=True)
class Claim:
    """A lock on a learner's folder: it leaves nothing behind and ends with its process."""

    handle: int

    def release(self) -> None:
        """Let others have the learner."""
        os.close(self.handle)


def locked(handle: int) -> bool:
    """Lock an open folder unless somebody has; return whether it is ours."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks, where one grader has the course
        return True
    return True


def places(root: Path, assignment: str, students: Collection[str] = ()) -> list[Place]:
    """Return the submissions of an assignment, or those of these learners, by their names."""
    folder = root / "submitted"
    names = sorted(os.listdir(folder), key=os.fsencode) if folder.is_dir() else []  # noqa: PTH208
    found = [Place(root, name, assignment) for name in names if not name.startswith(".")]
    return [
        place
        for place in found
        if place.submitted.is_dir() and (not students or place.student in students)
    ]


def pretty(data: Any) -> bytes:
    """Return JSON as notebooks are written; a letter without meaning becomes a question mark."""
    text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True)
    return text.encode("utf-8", "replace") + b"\n"


def write(path: Path, content: bytes) -> None:
    """Write a new file, and see it on the disk."""
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync(folder: Path) -> None:
    """See the names in a folder on the disk."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove(folder: Path) -> None:
    """Remove a folder, if it is there, whatever its files are allowed."""
    if folder.exists():
        shutil.rmtree(folder)
