"""The public file of an election: a chain of events that only grows. Specification 2.0, 4.4.

It is an old-style tar file of JSON texts, each named after its own SHA-256. This reader takes
nothing else a tar file could hold, so a hostile one can only be refused.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from electoral.evoting.election import compact

if TYPE_CHECKING:
    from collections.abc import Iterator

BLOCK = 512
LARGEST = 64 * 2**20
"""No member is longer, in bytes: a list of credentials of a hundred thousand voters."""

TIMESTAMP = 1764460800
"""The beginning of invented elections, in seconds: midnight (UTC) on 30 November 2025."""

_NAME = re.compile(r"([0-9a-f]{64})\.(data|event)\.json", re.ASCII)


class ArchiveError(ValueError):
    """The file is not an archive from here on."""

    def __init__(self, reason: str, offset: int) -> None:
        self.reason, self.offset = reason, offset
        super().__init__(f"{reason} at byte {offset}")


class Member(NamedTuple):
    """One text of the archive."""

    kind: str
    """header, data or event"""
    name: str
    """The SHA-256 that its name claims"""
    text: str
    offset: int
    """Where the text begins in the file"""
    time: int
    """When the archive was begun, as the member's own header says"""


@dataclass(frozen=True)
class Event:
    """One step of the election."""

    parent: str | None
    height: int
    type: str
    payload: str | None

    @property
    def text(self) -> str:
        """As it is written: absent fields are left out."""
        named: dict[str, Any] = {
            "parent": self.parent,
            "height": self.height,
            "type": self.type,
            "payload": self.payload,
        }
        return compact({name: value for name, value in named.items() if value is not None})


def hashed(text: str) -> str:
    """Return the SHA-256 of a text in hexadecimal: its name in the archive."""
    return hashlib.sha256(text.encode()).hexdigest()


class Writer:
    """Appends data and events to a file, each event chained to the one before."""

    def __init__(self, file: BinaryIO, *, timestamp: int = TIMESTAMP) -> None:
        self._file, self._time = file, timestamp
        self._parent: str | None = None
        self._height = 0
        self.add("BELENIOS", compact({"version": 1, "timestamp": str(timestamp)}))

    def add(self, name: str, text: str) -> None:
        """Append a member under any name."""
        content = text.encode()
        self._file.write(tar_header(name, len(content), self._time) + content)
        self._file.write(bytes(-len(content) % BLOCK))

    def data(self, text: str) -> str:
        """Append a text and return the hash by which others refer to it."""
        name = hashed(text)
        self.add(f"{name}.data.json", text)
        return name

    def event(self, kind: str, payload: str | None = None) -> None:
        """Append an event that follows the last one."""
        text = Event(self._parent, self._height, kind, payload).text
        self._parent, self._height = hashed(text), self._height + 1
        self.add(f"{self._parent}.event.json", text)


def tar_header(name: str, size: int, time: int = TIMESTAMP) -> bytes:
    """Return the header of an old-style tar member: of one name, size and time there is one."""
    fields = [
        name.encode().ljust(100, b"\0"),
        b"0000644\0",
        b"0000000\0",
        b"0000000\0",
        b"%011o\0" % size,
        b"%011o\0" % time,
        b" " * 8,
        b"0",
    ]
    block = b"".join(fields).ljust(BLOCK, b"\0")
    return block[:148] + b"%06o\0 " % sum(block) + block[156:]


def members(file: BinaryIO) -> Iterator[Member]:
    """Yield the texts of an archive one by one; memory holds one at a time.

    Raises:
        ArchiveError: the file is cut off, damaged or something else.
    """
    place, first = 0, True
    while True:
        header = file.read(BLOCK)
        if not header:
            return
        kind, name, size, time = _header(header, place, first=first)
        content = file.read(size)
        padding = file.read(-size % BLOCK)
        if len(content) < size or len(padding) < -size % BLOCK:
            raise ArchiveError("the file is cut off inside a member", place)
        if padding.strip(b"\0"):
            raise ArchiveError("something is hidden after a member", place)
        try:
            text = content.decode()
        except UnicodeDecodeError as error:
            raise ArchiveError("a member is not text", place) from error
        yield Member(kind, name, text, place + BLOCK, time)
        place += BLOCK + size + len(padding)
        first = False


def _header(header: bytes, place: int, *, first: bool) -> tuple[str, str, int, int]:
    if len(header) < BLOCK:
        raise ArchiveError("the file is cut off", place)
    number = header[148:156].strip(b" \0")
    bare = header[:148] + b" " * 8 + header[156:]
    if not re.fullmatch(rb"[0-7]{1,7}", number) or int(number, 8) != sum(bare):
        raise ArchiveError("this is not a header of a tar member", place)
    if header[156:157] not in {b"0", b"\0"}:
        raise ArchiveError("a member is not an ordinary file", place)
    length = header[124:136].strip(b" \0")
    if not re.fullmatch(rb"[0-7]{1,11}", length):
        raise ArchiveError("a member has no size", place)
    size = int(length, 8)
    if size > LARGEST:
        raise ArchiveError("a member is too large", place)
    name = header[:100].rstrip(b"\0").decode("ascii", "replace")
    since = re.fullmatch(rb"([0-7]{11})\0", header[136:148])
    time = int(since[1], 8) if since else 0
    if header != tar_header(name, size, time):
        raise ArchiveError("a header of a member has something that no archive has", place)
    if first or name == "BELENIOS":
        if not first or name != "BELENIOS":
            raise ArchiveError("the archive does not begin with BELENIOS", place)
        return "header", name, size, time
    found = _NAME.fullmatch(name)
    if not found:
        raise ArchiveError("a member has a name that no archive has", place)
    return found[2], found[1], size, time
