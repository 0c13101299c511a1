"""The source list: what a lesson may cite, where it was read, and how far it can be trusted.

`courses/sources.yml` holds one entry an id. A lesson cites ``{src}`kg-law-68-2011: 35, 39` ``:
the id, and after a colon the places that were read, where the entry lists them.

>>> cited("kg-law-68-2011: 35, 39")
Citation(id='kg-law-68-2011', places=('35', '39'))
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from electoral_courses import yaml_source
from electoral_courses.errors import CourseError, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

FILE = "sources.yml"
GRADES = ("A", "B", "C")
"""Read in the source itself, reported by a secondary one, from memory."""
NOT_NOTED = "not noted"
"""The place of a secondary source of which only the grade is known."""
PARTS = ("article", "paragraph", "section", "standard")
"""What the places of a source are."""

WORDS = ("about", "note", "edition")
"""The fields in words of ours, which are translated."""

_TEXTS = ("title", "about", "date", "where", "note", "grade", "language", "edition", "parts")
_FIELDS = (*_TEXTS, "read")
_NEEDED = ("where", "grade")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


class Citation(NamedTuple):
    """What a mark in a text points at."""

    id: str
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """A place of a source that was read."""

    grade: str
    where: str = ""
    """Where it was read, if elsewhere than the whole."""


@dataclass(frozen=True)
class Source:
    """An entry of the list."""

    id: str
    where: str
    """The address or the place where it was read, without “https://”."""
    grade: str
    title: str = ""
    """As published, in its own language."""
    about: str = ""
    """What it is, in our words, where its title is not known."""
    note: str = ""
    """What was read at the address, in our words."""
    date: str = ""
    """`2002-10-07`, `2025-12` or `2010`; empty where no date is known."""
    language: str = "en"
    """The language of the title."""
    edition: str = ""
    parts: str = "article"
    read: dict[str, Part] = field(default_factory=dict)
    """The places that were read; of a source without any, no place can be cited."""
    line: int = 1

    @property
    def name(self) -> str:
        """What it is called in the list: its title, what it is, else its address."""
        return self.title or self.about or self.where

    def grade_of(self, places: tuple[str, ...]) -> str:
        """Return the lowest grade of the places, or of the source where none are named."""
        return max((self.read[place].grade for place in places), default=self.grade)

    def where_of(self, places: tuple[str, ...]) -> str:
        """Return where the places were read, each address once."""
        own = [self.read[place].where or self.where for place in places]
        return "; ".join(dict.fromkeys(own)) or self.where


def cited(body: str) -> Citation:
    """Return what the body of a mark cites."""
    name, _, places = body.partition(":")
    return Citation(name.strip(), tuple(p.strip() for p in places.split(",") if p.strip()))


def fault(citation: Citation, sources: Mapping[str, Source]) -> str | None:
    """Return why a text must not cite this, as a sentence, or nothing."""
    source = sources.get(citation.id)
    if source is None:
        return f"The source “{citation.id}” is not in {FILE}."
    unread = [place for place in citation.places if place not in source.read]
    if unread:
        read = ", ".join(source.read) or "none by itself"
        return f"Of “{source.id}” {source.parts} {unread[0]} was not read; what was read: {read}."
    if source.grade_of(citation.places) == "C":
        return (
            f"The source “{source.id}” is graded C, from memory: "
            "check it against the named text first, or leave it out."
        )
    return None


def read_sources(courses: Path) -> dict[str, Source]:
    """Return the source list beside the modules; none where there is no list.

    Raises:
        CourseError: the list is not as it should be; the sentence names the line.
    """
    path = courses / FILE
    if not path.is_file():
        return {}
    listed = yaml_source.parse(read_text(path), path)
    for line, sentence in faults(listed):
        raise CourseError(sentence, path, line)
    return {
        str(name): _source(str(name), entry, listed.line(str(name)))
        for name, entry in (listed.data or {}).items()
    }


def faults(listed: yaml_source.YamlSource) -> Iterator[tuple[int, str]]:
    """Yield what is wrong with a source list: the line and a sentence for its author."""
    entries = {} if listed.data is None else listed.data
    if not isinstance(entries, dict):
        yield 1, "The file must be a list of ids, each with the fields of its source."
        return
    for key, entry in entries.items():
        name, line = str(key), listed.line(str(key))
        if not _ID.fullmatch(name):
            yield line, f"The id “{name}” must be made of small letters, digits and hyphens."
        if not isinstance(entry, dict):
            yield line, f"The source “{name}” must have the fields {', '.join(_NEEDED)}."
            continue
        for sentence in (*_entry_faults(name, entry), *_name_faults(name, entry)):
            yield line, sentence
        for place, part in _parts(entry):
            yield from _part_faults(listed, name, place, part)


def _entry_faults(name: str, entry: dict[str, Any]) -> Iterator[str]:
    for missing in (key for key in _NEEDED if not entry.get(key)):
        yield f"The source “{name}” has no {missing}."
    for extra in (key for key in entry if key not in _FIELDS):
        yield f"The source “{name}” has the unknown field “{extra}”; known: {', '.join(_FIELDS)}."
    if entry.get("grade") and entry["grade"] not in GRADES:
        yield (
            f"The grade “{entry['grade']}” of “{name}” must be A (read in the source itself), "
            "B (reported by a secondary source) or C (from memory)."
        )
    if not is_date(str(entry.get("date", "2000"))):
        yield f"The date “{entry['date']}” of “{name}” must be like 2002-10-07, 2025-12 or 2010."
    if entry.get("parts", PARTS[0]) not in PARTS:
        yield f"The parts of “{name}” must be one of {', '.join(PARTS)}; here: {entry['parts']}."
    if not isinstance(entry.get("read", {}), dict):
        yield f"What was read of “{name}” must be pairs of a place and a grade."


def _name_faults(name: str, entry: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with what a source is called and where it was read."""
    if entry.get("where") == NOT_NOTED and entry.get("grade") == "A":
        yield f"The source “{name}” was read: say where."
    if entry.get("title") and entry.get("about"):
        yield f"The source “{name}” has its title as published: leave out what it is about."
    if entry.get("where") == NOT_NOTED and not (entry.get("title") or entry.get("about")):
        yield f"The source “{name}” has neither title nor address: say what it is about."
    if "://" in str(entry.get("where")):
        yield f"The source “{name}” must name its place without “https://”."


def _parts(entry: dict[str, Any]) -> list[tuple[Any, Any]]:
    read = entry.get("read")
    return list(read.items()) if isinstance(read, dict) else []


def _part_faults(
    listed: yaml_source.YamlSource, name: str, place: object, part: object
) -> Iterator[tuple[int, str]]:
    line = listed.line(name, "read", str(place))
    for extra in set(part) - {"grade", "where"} if isinstance(part, dict) else ():
        yield line, f"The place {place} of “{name}” has the unknown field “{extra}”."
    grade = part.get("grade") if isinstance(part, dict) else part
    if isinstance(place, float):
        yield line, f"Put the place {place} of “{name}” in quotation marks."
    if grade not in GRADES:
        yield line, f"The place {place} of “{name}” must have the grade A, B or C; here: {grade}."


def words(entry: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the fields of an entry that are in our words, and their texts.

    >>> list(words({"title": "О выборах", "note": "news", "edition": "2015–2019"}))
    [('note', 'news')]
    """
    for field_name in WORDS:
        text = one_line(entry.get(field_name) or "")
        if any(letter.isalpha() for letter in text):
            yield field_name, text


def one_line(text: object) -> str:
    """Return a text of the list without the line ends of its author."""
    return " ".join(str(text).split())


def is_date(text: str) -> bool:
    """Say whether a text is a date as the list writes it: `2002-10-07`, `2025-12` or `2010`."""
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 10 :] if len(text) < 10 else text)
    except ValueError:
        return False
    return True


def _source(name: str, entry: dict[str, Any], line: int) -> Source:
    read = {
        str(place): Part(**part) if isinstance(part, dict) else Part(part)
        for place, part in _parts(entry)
    }
    texts = {key: one_line(entry[key]) for key in _TEXTS if entry.get(key)}
    return Source(id=name, read=read, line=line, **texts)
