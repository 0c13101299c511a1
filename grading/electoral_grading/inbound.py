"""The folder where submissions arrive, `<exchange>/<course>/inbound`, and what lies there.

A submission is a folder named as nbgrader names it, `<student>+<assignment>+<time>+<random>`.
nbgrader takes names apart at every `+`, so in a learner's name `+` is written `%2B` and `%` is
written `%25`, as in web addresses; all other names are as nbgrader writes them.

Whatever begins with a dot is on its way, or was cut off: nbgrader does not see it.
"""

from __future__ import annotations

import os
import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from electoral_grading.submit_words import SubmitError

TEMPORARY = ".handing-in-"
STAMP = "%Y-%m-%d %H:%M:%S.%f %Z"
"""nbgrader's format of a time."""


@dataclass(frozen=True)
class Arrival:
    """A submission in the exchange, as its name says."""

    student: str
    assignment: str
    time: datetime
    path: Path


def inbound(exchange: Path | str, course: str) -> Path:
    """Return the folder where a course's submissions arrive."""
    return Path(exchange) / name("course", course) / "inbound"


def name(kind: str, text: str) -> str:
    """Return a name that is safe as a part of a path, in normal form.

    Raises:
        SubmitError: it would lead elsewhere, hide the folder, or break nbgrader's own names.

    >>> name("student", " Айгүл Асанова ")
    'Айгүл Асанова'
    """
    text = unicodedata.normalize("NFC", text.strip())
    bad = not text or text.startswith(".") or "/" in text or "*" in text
    bad = bad or any(unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"} for letter in text)
    if bad or (kind == "assignment" and "+" in text):
        raise SubmitError("name", name=text)
    return text


def folder_name(student: str, assignment: str, stamp: str) -> str:
    """Return a new name for a submission; nobody can guess its end.

    >>> folder_name("a+b", "05-protocol", "2026-03-01 10:00:00.000001 UTC").rsplit("+", 1)[0]
    'a%2Bb+05-protocol+2026-03-01 10:00:00.000001 UTC'
    """
    return f"{quoted(student)}+{assignment}+{stamp}+{secrets.token_urlsafe(9)}"


def quoted(student: str) -> str:
    """Return a learner's name as it stands in the name of a folder."""
    return student.replace("%", "%25").replace("+", "%2B")


def unquoted(text: str) -> str:
    """Return the learner's name that `quoted` wrote; any other as it is."""
    return text.replace("%2B", "+").replace("%25", "%")


def stamp(time: datetime) -> str:
    """Return a moment in UTC as nbgrader writes it by default."""
    return time.astimezone(UTC).strftime(STAMP)


def parsed(text: str) -> datetime:
    """Return the moment that a stamp names, in whatever format a course has.

    Raises:
        ValueError: it is no moment.
    """
    try:
        return datetime.strptime(text, STAMP.replace("%Z", "UTC")).replace(tzinfo=UTC)
    except ValueError:
        from dateutil.parser import parse  # noqa: PLC0415 - for other formats only

        if not re.search(r"\d{4}", text):  # a lone number would be a day of this month
            raise ValueError(f"{text!r} names no year.") from None
        try:
            time = parse(text)
            return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC)
        except OverflowError as error:
            raise ValueError(f"{text!r} is no time.") from error


def arrival(path: Path) -> Arrival | None:
    """Return what a folder's name says; None where it is no submission's name.

    The names are taken apart from the right: an older nbgrader lets a `+` through in a
    learner's name, but never in the other parts.
    """
    parts = path.name.rsplit("+", 3)
    for student, *rest in (parts, ["+".join(parts[:2]), *parts[2:]]):
        if len(rest) not in {2, 3}:
            continue
        try:
            who = unquoted(student)
            return Arrival(name("student", who), name("assignment", rest[0]), parsed(rest[1]), path)
        except (ValueError, SubmitError):
            continue
    return None


def arrivals(place: Path, assignment: str = "", student: str = "") -> list[Arrival]:
    """Return the submissions in an inbound folder, whole or not, the oldest first.

    Raises:
        OSError: the folder cannot be read.
    """
    with os.scandir(place) as entries:
        names = [entry.name for entry in entries if _may_be(entry)]
    found = filter(None, (arrival(place / name) for name in names))
    wanted = (
        one for one in found if assignment in {"", one.assignment} and student in {"", one.student}
    )
    return sorted(wanted, key=lambda one: (one.time, one.path.name))


def _may_be(entry: os.DirEntry[str]) -> bool:
    return not entry.name.startswith(".") and entry.is_dir(follow_symlinks=False)
