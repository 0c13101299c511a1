"""The marks of a page's sources and the list at its end, in the reader's language.

A mark is a number that leads to the list. The number is given in the order of the English
page, so that it is the same in every language.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from electoral_courses.blocks import blocks
from electoral_courses.errors import CourseError
from electoral_courses.roles import escaped, roles
from electoral_courses.sources import NOT_NOTED, cited, fault
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
EDITION = N_("Edition: {edition}.")
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
        title = escaped(source.title)
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
        say = translator("electoral_courses", language).gettext
        title = f'<span id="source-{source.id}" lang="{source.language}">'
        title += f"<strong>{escaped(source.title)}</strong></span>"
        when = f" ({escaped(shown_date(source.date, language))})" if source.date else ""
        edition = (
            f" {escaped(say(EDITION).format(edition=source.edition))}" if source.edition else ""
        )
        return f"{title}{when}.{edition} {' '.join(_grades(source, cited_places, language, say))}"


def _grades(
    source: Source, cited_places: list[tuple[str, ...]], language: str, say: Callable[[str], str]
) -> list[str]:
    """Return where the source was read and how, for each grade that the page relies on."""
    by_grade: dict[str, list[str]] = {}
    for places in cited_places:
        by_grade.setdefault(source.grade_of(places), [])
        for place in places:
            of_grade = by_grade.setdefault(source.read[place].grade, [])
            of_grade += [place] if place not in of_grade else []
    told = []
    for grade, found in sorted(by_grade.items()):
        places = [place for place in source.read if place in found]
        named = f"{_named(source, tuple(places), language)}: " if places else ""
        where = source.where_of(tuple(places))
        if where == NOT_NOTED:
            where = say(NO_ADDRESS)
        told.append(escaped(f"{named}{where}. {say(GRADES[grade])}"))
    return told


def _named(source: Source, places: tuple[str, ...], language: str) -> str:
    pattern = translator("electoral_courses", language).gettext(PARTS[source.parts])
    return pattern.format(places=", ".join(places))


def shown_date(text: str, language: str) -> str:
    """Return a date, or as much of it as is known, in words.

    >>> shown_date("2011-07-02", "en"), shown_date("2010", "ru")
    ('2 July 2011', '2010')
    """
    from babel.dates import format_date  # noqa: PLC0415 - only where a list is written

    if len(text) == 4:
        return text
    if len(text) == 7:
        return format_date(date.fromisoformat(f"{text}-01"), "LLLL y", language)
    return format_date(date.fromisoformat(text), "long", "en_GB" if language == "en" else language)
