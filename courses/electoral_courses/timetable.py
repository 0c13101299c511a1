"""The timetable of a summer school: which modules a hall goes through, on which day, and when.

`courses/path.yaml` says when a day begins and what follows what. It names no date, no place and
nobody; titles are ids of `timetable_words.TEXTS`, so that they speak the reader's language.

>>> clock(9 * 60 + 30)
'9:30'
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from electoral_courses import yaml_source
from electoral_courses.errors import CourseError, read_text
from electoral_courses.timetable_words import KINDS, TEXTS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    Fault = tuple[int, str]
    """A line and a sentence."""

FILE = "path.yaml"
OF_A_MODULE = ("lesson", "assignment", "review")
"""Kinds of sessions that are about a module."""
PAUSES = ("break", "lunch")
"""Kinds that part the sessions of a day."""
LONGEST = 12 * 60
"""Minutes that nothing exceeds."""

_FIELDS = ("kind", "module", "text", "minutes")
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True)
class Part:
    """Something that goes on in the hall for a while."""

    kind: str
    """One of `KINDS`."""
    module: str
    """Whose lesson, assignment or review it is; empty if it is about none."""
    text: str
    """What it is, an id of `TEXTS`; empty for a pause and for a module's own parts."""
    begins: int
    """Minutes after midnight."""
    minutes: int

    @property
    def ends(self) -> int:
        """Minutes after midnight."""
        return self.begins + self.minutes


@dataclass(frozen=True)
class Day:
    """A day of the school."""

    text: str
    """What it is about, an id of `TEXTS`."""
    sessions: tuple[tuple[Part, ...], ...]
    """What lies between two pauses is a session; a pause stands alone."""


def clock(minutes: int) -> str:
    """Return a time of day as it stands on a wall."""
    return f"{minutes // 60}:{minutes % 60:02}"


def read_timetable(courses: Path, modules: Collection[str]) -> tuple[Day, ...]:
    """Return the days of the timetable beside the modules; none where there is no file.

    Args:
        courses: The folder of modules.
        modules: Those that there are; a part of another one is left out, its time stays free.

    Raises:
        CourseError: the file is not as it should be; the sentence names the line.
    """
    path = courses / FILE
    if not path.is_file():
        return ()
    listed = yaml_source.parse(read_text(path), path)
    for line, sentence in faults(listed, None):
        raise CourseError(sentence, path, line)
    hours, minutes = str(listed.data["begins"]).split(":")
    begins = int(hours) * 60 + int(minutes)
    return tuple(
        Day(str(day["text"]), tuple(_sessions(day["sessions"], begins, modules)))
        for day in listed.data["days"]
    )


def _sessions(
    entries: list[dict[str, Any]], begins: int, modules: Collection[str]
) -> Iterator[tuple[Part, ...]]:
    session: list[Part] = []
    for entry in entries:
        part = Part(
            str(entry["kind"]),
            str(entry.get("module") or ""),
            str(entry.get("text") or ""),
            begins,
            int(entry["minutes"]),
        )
        begins = part.ends
        if part.kind in PAUSES:
            if session:
                yield tuple(session)
            yield (part,)
            session = []
        elif not part.module or part.module in modules:
            session.append(part)
    if session:
        yield tuple(session)


def taught(days: tuple[Day, ...]) -> tuple[str, ...]:
    """Return the modules whose lesson is on the timetable, in its order."""
    parts = (part for day in days for session in day.sessions for part in session)
    return tuple(dict.fromkeys(part.module for part in parts if part.kind == "lesson"))


def faults(listed: yaml_source.YamlSource, modules: Collection[str] | None) -> Iterator[Fault]:
    """Yield what is wrong with a timetable: the line and a sentence for its author.

    Args:
        listed: The file.
        modules: The modules that there are; None where that is not to be asked.
    """
    plan = listed.data
    if not isinstance(plan, dict) or not isinstance(plan.get("days"), list) or not plan["days"]:
        yield 1, "The timetable must have the fields begins and days."
        return
    if not _TIME.fullmatch(str(plan.get("begins"))):
        begins = plan.get("begins")
        yield listed.line("begins"), f"A day must begin at a time such as “9:00”; here: {begins}."
    for number, day in enumerate(plan["days"]):
        line = listed.line("days", number)
        entries = day.get("sessions") if isinstance(day, dict) else None
        if not isinstance(entries, list) or not entries:
            yield line, "A day must have the fields text and sessions."
            continue
        if not _is_in(day.get("text"), TEXTS):
            yield line, _unknown_text(day.get("text"))
        for place, entry in enumerate(entries):
            at = listed.line("days", number, "sessions", place)
            for sentence in _entry_faults(entry, modules):
                yield at, sentence


def _entry_faults(entry: object, modules: Collection[str] | None) -> Iterator[str]:
    if not isinstance(entry, dict) or not _is_in(entry.get("kind"), KINDS):
        kind = entry.get("kind") if isinstance(entry, dict) else entry
        yield f"The kind “{kind}” of a session is not known; known are {', '.join(KINDS)}."
        return
    kind, module, text, minutes = (entry.get(field) for field in _FIELDS)
    for extra in (field for field in entry if field not in _FIELDS):
        yield f"A session has the unknown field “{extra}”; known: {', '.join(_FIELDS)}."
    if type(minutes) is not int or not 0 < minutes <= LONGEST:
        yield f"The minutes of a session must be a whole number from 1 to {LONGEST}; here: {minutes}."
    if kind in OF_A_MODULE and not module:
        yield f"A session of the kind “{kind}” must name its module."
    if modules is not None and module and str(module) not in modules:
        yield f"There is no module “{module}”; a timetable shows only what there is."
    if kind not in (*OF_A_MODULE, *PAUSES) and not _is_in(text, TEXTS):
        yield _unknown_text(text)


def _is_in(name: object, known: Collection[str]) -> bool:
    return isinstance(name, str) and name in known


def _unknown_text(text: object) -> str:
    return f"The text “{text}” is not known; known are {', '.join(TEXTS)}."
