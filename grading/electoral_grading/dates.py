"""Due dates and what being late costs, from the lecturer's `dates.yaml` in the course folder.

    time zone: Asia/Bishkek
    grace: 15 minutes
    penalty: 10 % a day, at most 50 %
    assignments:
      05-protocol:
        due: 2026-10-01 18:00
        extensions:
          aizhan: 2 days
          bek: 2026-10-05 18:00
      07-remote-voting:
        due: 2026-10-08
        grace: none
        penalty: 2 points an hour, no points after 1 day

What stands at the top holds for every assignment that does not say otherwise; a day without an
hour ends at 23:59. What the file does not mention stays in the gradebook as it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import normalize
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from electoral_grading.dates_file import Reader
from electoral_grading.late import Lateness, Penalty, duration_of, penalty_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yaml import Node

    from electoral_grading.store import Store

FILE = "dates.yaml"
"""Its name in the course folder."""


@dataclass(frozen=True)
class Rule:
    """When an assignment is due, and what being late costs."""

    due: datetime | None
    """In the course's time zone; None where the assignment is never late."""
    lateness: Lateness = field(default_factory=Lateness)
    extensions: Mapping[str, timedelta] = field(default_factory=dict)
    """By student; no time at all where there is no extension any more."""

    @property
    def utc(self) -> datetime | None:
        """The due date as nbgrader keeps it: in UTC, without a time zone."""
        return None if self.due is None else self.due.astimezone(UTC).replace(tzinfo=None)


@dataclass(frozen=True)
class Dates:
    """The dates of a course."""

    rules: Mapping[str, Rule] = field(default_factory=dict)

    def extension(self, assignment: str, student: str) -> timedelta | None:
        """Return the extension that the file gives; None where it does not say."""
        rule = self.rules.get(unified(assignment))
        return rule.extensions.get(unified(student)) if rule else None

    def penalty(self, assignment: str, score: float, seconds: float) -> float | None:
        """Return the points taken off; None where nothing is."""
        rule = self.rules.get(unified(assignment))
        return (rule.lateness.costs(score, seconds) or None) if rule else None

    def shown(
        self, assignment: str, student: str, language: str, extension: timedelta | None = None
    ) -> str:
        """Return what a learner is told: own date, grace and penalty; nothing without a date.

        `extension` is what the gradebook knows, for where the file gives none.
        """
        from electoral_grading.deadlines import sentences  # noqa: PLC0415 - needs Babel's locales

        rule = self.rules.get(unified(assignment))
        if rule is None or rule.due is None:
            return ""
        own = self.extension(assignment, student)
        more = (extension if own is None else own) or timedelta(0)
        return " ".join(sentences(rule.due, more, rule.lateness, language))


def load(root: Path | str) -> Dates:
    """Return the dates of the course folder `root`; none where there is no file.

    Raises:
        DatesError: the file has mistakes; all of them are told, with their lines.
    """
    path = Path(root) / FILE
    try:
        known = path.stat()
    except FileNotFoundError:
        return Dates()
    return _load(path, known.st_mtime_ns, known.st_size)


@lru_cache(maxsize=8)
def _load(path: Path, _changed: int, _size: int) -> Dates:
    reader = Reader(path)
    top = reader.top()
    reader.only(top, ("time zone", "grace", "penalty", "assignments"), "the file")
    zone = reader.value(top.get("time zone"), zone_of, None)
    common = Lateness(
        reader.value(top.get("grace"), duration_of, timedelta(0)),
        reader.value(top.get("penalty"), penalty_of, Penalty()),
    )
    rules = {
        unified(name): _rule(reader, node, common, zone)
        for name, node in reader.mapping(top.get("assignments"), "assignments").items()
    }
    reader.finish()
    return Dates(rules)


def _rule(reader: Reader, node: Node, common: Lateness, zone: ZoneInfo | None) -> Rule:
    """Return the rule of one assignment."""
    parts = reader.mapping(node, "an assignment")
    reader.only(parts, ("due", "grace", "penalty", "extensions"), "an assignment")
    own = reader.mapping(parts.get("extensions"), "extensions")
    due = reader.value(parts.get("due"), lambda text: moment(text, zone), None)
    if "due" not in parts:
        reader.mistake(node, "The due date is missing; write “due: none” where nothing is late.")
    elif due is None and own and not reader.mistakes:
        reader.mistake(node, "There are extensions, but no due date that they could extend.")
    return Rule(
        due,
        Lateness(
            reader.value(parts.get("grace"), duration_of, common.grace),
            reader.value(parts.get("penalty"), penalty_of, common.penalty),
        ),
        {
            unified(student): reader.value(
                value, lambda text: extended(text, due, zone), timedelta(0)
            )
            for student, value in own.items()
        },
    )


def zone_of(text: str) -> ZoneInfo:
    """Return a time zone by the name that computers know it by."""
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(
            f"{text!r} is not the name of a time zone; write for example “Asia/Bishkek”."
        ) from None


def moment(text: str, zone: ZoneInfo | None) -> datetime | None:
    """Return a date and an hour in the course's time zone; none for the word “none”."""
    if text.lower() == "none":
        return None
    if zone is None:
        raise ValueError(
            f"{text!r} needs a time zone; write for example “time zone: Asia/Bishkek” at the top."
        )
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(
            f"{text!r} is not a date with an hour; write for example “2026-10-01 18:00”."
        ) from None
    if found.tzinfo is not None:
        return found.astimezone(zone)
    if len(text) <= len("2026-10-01"):
        found = found.replace(hour=23, minute=59)
    there = found.replace(tzinfo=zone, fold=1)  # an hour that comes twice ends the second time
    if there.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != found:
        raise ValueError(f"There is no {text} in {zone}: the clocks are put forward over it.")
    return there


def extended(text: str, due: datetime | None, zone: ZoneInfo | None) -> timedelta:
    """Return an extension, written as a duration or as a date of one's own."""
    if due is None or not text[:4].isdigit() or "-" not in text:
        return duration_of(text)
    own = moment(text, zone)
    more = own.astimezone(UTC) - due.astimezone(UTC) if own else timedelta(0)
    if more < timedelta(0):
        raise ValueError(f"The extension until {text} ends before the due date.")
    return more


def unified(name: str) -> str:
    """Return a name written in one way, however its letters were composed."""
    return normalize("NFC", name.strip())


def apply(root: Path | str, store: Store) -> list[str]:
    """Put the dates of the course folder `root` into its gradebook.

    Returns:
        The assignments where something changed; a second time there are none. Their late
        penalties are decided anew.
    """
    dates = load(root)
    return store.put_dates(
        {name: rule.utc for name, rule in dates.rules.items()},
        {name: rule.extensions for name, rule in dates.rules.items()},
    )
