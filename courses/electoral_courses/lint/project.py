"""The sources, read once for all rules; what cannot be read is itself a finding."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polib

from electoral_courses import yaml_source
from electoral_courses.catalogue import WRITTEN, module_paths
from electoral_courses.errors import CourseError, read_text
from electoral_courses.lint.finding import Finding, of_error
from electoral_courses.messages import Place, places, project_of
from electoral_courses.myst import read_page
from electoral_courses.po import UNREADABLE, read_catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from babel.messages.catalog import Catalog

    from electoral_courses.myst import Page


@dataclass(frozen=True)
class Sources:
    """A module: its pages and its items, as written."""

    path: Path
    pages: list[Page]
    items_path: Path
    items: yaml_source.YamlSource

    @property
    def objectives(self) -> dict[str, str]:
        """The objectives of the lesson."""
        lessons = [page for page in self.pages if page.name == "lesson"]
        return (lessons[0].about.get("objectives") or {}) if lessons else {}

    def item_dicts(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield the items with their numbers, as far as they are items at all."""
        for number, item in enumerate(self.items.data or []):
            if isinstance(item, dict) and "id" in item:
                yield number, item


@dataclass(frozen=True)
class Translation:
    """A catalogue beside what the sources hold now."""

    place: Place
    language: str
    path: Path
    template: Catalog
    entries: list[polib.POEntry] | None
    """None where there is no catalogue."""

    @property
    def of_module(self) -> bool:
        """Say whether the texts are Markdown of a module, not words of a package."""
        return self.place.folder == self.place.catalogues


@dataclass
class Project:
    """All sources below a folder."""

    root: Path
    courses: Path
    languages: list[str]
    modules: list[Sources] = field(default_factory=list)
    translations: list[Translation] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @classmethod
    def read(cls, source: Path, languages: list[str]) -> Project:
        """Read everything that can be read."""
        project = cls(*project_of(source), languages)
        paths = module_paths(project.courses)
        if not paths:
            sentence = "There is no module here: no folder NN-name with a lesson.md."
            project.findings.append(Finding(project.courses, 1, "no-module", sentence))
        for path in paths:
            project._read_module(path)
        for place in places(source):
            project._read_translations(place)
        return project

    def _read_module(self, path: Path) -> None:
        pages, items = [], yaml_source.YamlSource([])
        items_path = path / "items.yaml"
        for name in WRITTEN:
            page = path / f"{name}.md"
            if page.is_file():
                try:
                    pages.append(read_page(page))
                except CourseError as error:
                    self.findings.append(of_error(error, page))
        try:
            items = _items(items_path)
        except CourseError as error:
            self.findings.append(of_error(error, items_path))
        self.modules.append(Sources(path, pages, items_path, items))

    def _read_translations(self, place: Place) -> None:
        try:
            template = place.template()
        except CourseError as error:
            finding = of_error(error, place.folder)
            if finding not in self.findings:
                self.findings.append(finding)
            return
        for language in self.languages:
            path = place.catalogues / f"{language}.po"
            if not len(template) and not path.is_file():
                continue
            try:
                entries = _entries(path, language) if path.is_file() else None
            except CourseError as error:
                self.findings.append(of_error(error, path))
                continue
            self.translations.append(Translation(place, language, path, template, entries))


def _entries(path: Path, language: str) -> list[polib.POEntry]:
    """Return the messages of a catalogue, those that are out of use too."""
    read_catalogue(path, language)  # it names the line, polib does not always
    try:
        return list(polib.pofile(read_text(path)))
    except (OSError, ValueError) as error:
        raise CourseError(UNREADABLE, path) from error


def _items(path: Path) -> yaml_source.YamlSource:
    """Return the items of a module; none where there is no file."""
    if not path.is_file():
        return yaml_source.YamlSource([])
    source = yaml_source.parse(read_text(path), path)
    if source.data is not None and not isinstance(source.data, list):
        raise CourseError("The file must be a list of items.", path, 1)
    return source
