"""The marks of a page's sources and the list at its end, in the reader's language.

A mark is a number that leads to the list. The number is given in the order of the English
page, so that it is the same in every language.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from electoral_courses.blocks import blocks
from electoral_courses.errors import CourseError
from electoral_courses.po import gettext_of
from electoral_courses.roles import escaped, roles
from electoral_courses.sources import NOT_NOTED, cited, fault, is_date
from electoral_datasets.i18n import N_, translator

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from electoral_courses.myst import Page
    from electoral_courses.roles import Role
    from electoral_courses.sources import Citation, Source

HEADING = N_("Sources")
GRADES = {
    "A": N_("Read in the source itself."),
    "B": N_("Reported by a secondary source."),
}
NO_ADDRESS = N_("address not noted")
EDITION = N_("Edition: {edition}")
PARTS = {
    "article": N_("Art. {places}"),
    "paragraph": N_("§ {places}"),
    "section": N_("section {places}"),
    "standard": N_("standard {places}"),
}


class Citations:
    """What a page cites, numbered.

    Raises:
        CourseError: a mark has no source, or one that may not be cited; it names the line.
    """

    def __init__(self, page: Page, sources: Mapping[str, Source]) -> None:
        self.sources = sources
        self.courses = page.path.parents[1]
        """The folder of the list and of the translations of our words in it."""
        self.cited: dict[str, list[tuple[str, ...]]] = {}
        """By id, in the order of the page, the places that are named."""
        for cell in page.cells:
            for block in blocks(cell.source) if cell.kind == "markdown" else ():
                for role in roles(block.message):
                    if role.name == "src":
                        self._take(cited(role.body), page, cell.line + block.line)

    def _take(self, citation: Citation, page: Page, line: int) -> None:
        sentence = fault(citation, self.sources)
        if sentence:
            raise CourseError(sentence, page.path, line)
        places = self.cited.setdefault(citation.id, [])
        if citation.places not in places:
            places.append(citation.places)

    def mark(self, role: Role, language: str) -> str:
        """Return a mark as a link to the list.

        Raises:
            ValueError: a translation cites what the page does not.
        """
        name, places = cited(role.body)
        if places not in self.cited.get(name, []):
            raise ValueError(f"it cites “{role.body}”, which the English text does not.")
        number, source = list(self.cited).index(name) + 1, self.sources[name]
        told = ", ".join([str(number), *([_named(source, places, language)] if places else [])])
        title = escaped(source.title or self._words(language)(source.name))
        return f'<a href="#source-{name}" title="{title}">{escaped(f"[{told}]")}</a>'

    def listing(self, language: str) -> str:
        """Return the list of the page's sources as Markdown; empty where there are none."""
        if not self.cited:
            return ""
        heading = translator("electoral_courses", language).gettext(HEADING)
        rows = [
            f"{number}. {self._entry(self.sources[name], places, language)}"
            for number, (name, places) in enumerate(self.cited.items(), 1)
        ]
        return "\n".join([f"## {heading}", "", *rows])

    def _entry(self, source: Source, cited_places: list[tuple[str, ...]], language: str) -> str:
        say, ours = translator("electoral_courses", language).gettext, self._words(language)
        when = f" ({_day(source.date, language)})" if source.date else ""
        told = _ended(_head(source, ours, language) + when)
        if source.edition:
            dated = is_date(source.edition)
            edition = shown_date(source.edition, language) if dated else ours(source.edition)
            told += " " + _ended(escaped(say(EDITION).format(edition=edition)))
        for grade, places in _by_grade(source, cited_places).items():
            named = escaped(_named(source, places, language)) if places else ""
            where = ": ".join(filter(None, [named, _where(source, places, ours, language)]))
            read = f"{_ended(_begun(where))} {escaped(say(GRADES[grade]))}".lstrip()
            told += f" <small>{read}</small>"
        return told

    def _words(self, language: str) -> Callable[[str], str]:
        return gettext_of(self.courses, language)


def _head(source: Source, ours: Callable[[str], str], language: str) -> str:
    """Return what the source is called; a title as published says its language."""
    if source.title:
        lang, name = f' lang="{source.language}"', escaped(source.title)
    else:
        lang = ""
        name = escaped(ours(source.about)) if source.about else _addresses(source.where, language)
    return f'<span id="source-{source.id}"{lang}><strong>{name}</strong></span>'


def _by_grade(source: Source, cited_places: list[tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return, for each grade that the page relies on, the places in the order of the source."""
    by_grade: dict[str, set[str]] = {}
    for places in cited_places:
        by_grade.setdefault(source.grade_of(places), set())
        for place in places:
            by_grade.setdefault(source.read[place].grade, set()).add(place)
    return {
        grade: tuple(place for place in source.read if place in found)
        for grade, found in sorted(by_grade.items())
    }


def _begun(sentence: str) -> str:
    """Return a sentence with a capital; an address, which is a tag here, stays as it is."""
    return sentence[:1].upper() + sentence[1:]


def _ended(sentence: str) -> str:
    """Return a sentence with its full stop, if there is a sentence; “2014 г.” has one."""
    whole = not sentence or sentence.removesuffix("</span>").endswith(".")
    return sentence if whole else f"{sentence}."


def _day(text: str, language: str) -> str:
    return f'<span class="electoral-day">{escaped(shown_date(text, language))}</span>'


def _where(
    source: Source, places: tuple[str, ...], ours: Callable[[str], str], language: str
) -> str:
    """Return where the places were read; nothing where the source is called by its address."""
    where = source.where_of(places)
    if where == source.name:
        return ""
    note = f" ({escaped(ours(source.note))})" if source.note and source.where in where else ""
    return _addresses(where, language) + note


def _addresses(where: str, language: str) -> str:
    """Return addresses, which are the same in every language, and the dates behind them."""
    shown = []
    for one in where.split("; "):
        if one == NOT_NOTED:
            shown.append(escaped(translator("electoral_courses", language).gettext(NO_ADDRESS)))
            continue
        address, _, day = one.rpartition(", ")
        dated = bool(address) and len(day) == len("2014-02-03") and is_date(day)
        when = f", {_day(day, language)}" if dated else ""
        address = escaped(address if dated else one)
        shown.append(f'<span class="electoral-address">{address}</span>{when}')
    return "; ".join(shown)


def _named(source: Source, places: tuple[str, ...], language: str) -> str:
    pattern = translator("electoral_courses", language).gettext(PARTS[source.parts])
    return pattern.format(places=", ".join(places))


def shown_date(text: str, language: str) -> str:
    """Return a date, or as much of it as is known, in words.

    >>> shown_date("2011-07-02", "en"), shown_date("2010", "ru")
    ('2 July 2011', '2010')
    """
    from babel.dates import (  # noqa: PLC0415 - only where a list is written
        format_date,
        format_skeleton,
    )

    locale = "en_GB" if language == "en" else language
    if len(text) == 4:
        return text
    if len(text) == 7:
        return format_skeleton("yMMMM", date.fromisoformat(f"{text}-01"), locale=locale)
    return format_date(date.fromisoformat(text), "long", locale)
