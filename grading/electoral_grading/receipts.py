"""Receipts: what was handed in, when, by a hash that anyone can compute again.

What a receipt promises. Its content hash fixes every name and every byte that was handed in.
It is given only when the folder lies whole in the exchange, was brought to the disk and read
back. The exchange is a shared folder that learners' own programs write, so a receipt there
proves nothing against its own learner until the course has collected it: then it is sealed with
the course's key (`seals.Collected`), and any later change, of the files or of the time, is seen.

The content hash is SHA-256 over the line `electoral-submission 1`, then one record a file in the
order of the bytes of their paths: the path within the folder with `/` as the file system holds
it, a zero byte, the size in decimal, a zero byte, the SHA-256 of the content in hexadecimal, and
a line feed. Empty folders, dates and rights do not count; neither do the files that the exchange
writes itself (`tree.OURS`).

>>> content_hash([File("answers.json", 2, hashlib.sha256(b"{}").hexdigest())])[:16]
'18fe36c0be3aa13a'
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from electoral_grading.disk import replace_file, small_file
from electoral_grading.tree import RECEIPT, File

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""The letters of a code: none is mistaken for another when it is read aloud or copied."""
LONGEST = 4_000_000
"""Bytes of a receipt file, of a thousand files with long names."""
MOMENT = "%Y-%m-%dT%H:%M:%S.%fZ"


class NotAReceiptError(ValueError):
    """A file that should hold a receipt does not hold one."""


@dataclass(frozen=True)
class Receipt:
    """What a learner handed in."""

    student: str
    course: str
    assignment: str
    content: str
    """The content hash, in hexadecimal."""
    time: str
    """When, in UTC (RFC 3339): the files were these at this moment."""
    files: tuple[File, ...]
    folder: str
    """The submission's name in the exchange. Who knows it could write there: not to be shown."""
    left_out: tuple[tuple[str, str], ...] = ()
    """Kind and path of what was not taken."""
    again: bool = field(default=False, compare=False)
    """Whether this very content had been handed in before, so that nothing was sent."""

    @property
    def code(self) -> str:
        """Sixty bits that stand for the receipt where the whole of it is too long.

        Enough to find it and to notice a slip; the proof is the content hash.
        """
        facts = (self.student, self.course, self.assignment, self.content, self.time)
        digest = hashlib.sha256(json.dumps(facts).encode()).digest()
        number = int.from_bytes(digest[:8], "big") >> 4
        text = "".join(LETTERS[number >> shift & 31] for shift in range(55, -1, -5))
        return f"{text[:4]}-{text[4:8]}-{text[8:]}"

    @property
    def moment(self) -> datetime:
        """The time as a value."""
        return moment(self.time)

    def to_json(self) -> dict[str, Any]:
        """Return the receipt as JSON data."""
        data = asdict(self)
        del data["again"]
        return {**data, "files": [file._asdict() for file in self.files], "code": self.code}

    @classmethod
    def of_json(cls, data: Any) -> Receipt:
        """Return the receipt that `to_json` wrote.

        Raises:
            NotAReceiptError: it is none, or its hash or code are not those of its own words.
        """
        try:
            texts = {name: data[name] for name in TEXTS}
            files = tuple(file_of(file) for file in data["files"])
            left_out = tuple((str(kind), str(name)) for kind, name in data["left_out"])
            receipt = cls(**texts, files=files, left_out=left_out)
            sound = all(isinstance(text, str) for text in texts.values())
            sound = sound and receipt.content == content_hash(files)
            sound = sound and receipt.moment is not None and receipt.code == data["code"]
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise NotAReceiptError("This is not a receipt.") from error
        if not sound:
            raise NotAReceiptError("The receipt's hash or code does not belong to its words.")
        return receipt


TEXTS = ("student", "course", "assignment", "content", "time", "folder")


def content_hash(files: Iterable[File]) -> str:
    """Return the content hash of these files, in whatever order they come."""
    total = hashlib.sha256(b"electoral-submission 1\n")
    for path, size, code in sorted((os.fsencode(f.path), f.size, f.sha256) for f in files):
        total.update(b"%b\0%d\0%b\n" % (path, size, code.encode("ascii")))
    return total.hexdigest()


def load(path: Path) -> Receipt:
    """Return the receipt in a file.

    Raises:
        NotAReceiptError: there is none, or none that holds together.
    """
    return Receipt.of_json(read_json(path))


def find(folder: Path) -> Receipt | None:
    """Return the receipt in a submitted folder; None where there is none at all.

    Raises:
        NotAReceiptError: there is one that does not hold together.
    """
    path = folder / RECEIPT
    return load(path) if os.path.lexists(path) else None


def written(data: dict[str, Any]) -> bytes:
    """Return a receipt as the content of its file."""
    return (json.dumps(data, indent=1, sort_keys=True) + "\n").encode("ascii")


def save(data: dict[str, Any], path: Path) -> None:
    """Write a receipt in one step, whatever stood there."""
    replace_file(path, written(data))


def now() -> str:
    """Return the present moment as receipts write it."""
    return datetime.now(UTC).strftime(MOMENT)


def moment(text: str) -> datetime:
    """Return the moment that a receipt names.

    >>> moment("2026-03-01T10:00:00.000001Z").isoformat()
    '2026-03-01T10:00:00.000001+00:00'
    """
    return datetime.strptime(text, MOMENT).replace(tzinfo=UTC)


def file_of(data: Any) -> File:
    """Return the file that JSON data describe.

    Raises:
        NotAReceiptError: they describe none.
    """
    path, size, code = data["path"], data["size"], data["sha256"]
    if type(path) is not str or type(size) is not int or not re.fullmatch(r"[0-9a-f]{64}", code):
        raise NotAReceiptError("A file of the receipt is not described as files are.")
    return File(path, size, code)


def read_json(path: Path) -> Any:
    """Return the JSON in a receipt's file, which anybody may have written.

    Raises:
        NotAReceiptError: there is none.
    """
    try:
        return json.loads(small_file(path, LONGEST))
    except (OSError, ValueError, RecursionError) as error:
        raise NotAReceiptError(f"{path.name} cannot be read as a receipt.") from error
