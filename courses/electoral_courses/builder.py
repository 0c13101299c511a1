"""The builder: course sources and catalogues become notebooks, one folder a language.

    out/courses/<language>/<module>/lesson.ipynb, assignment.ipynb, items.json
    out/nbgrader/<language>/source/<module>/assignment.ipynb, items.json
    out/nbgrader/<language>/keys/<module>.json
    out/nbgrader/<language>/teacher/<module>.ipynb

The same sources give the same bytes: no time, no chance, no locale goes in. The one exception
is `out/nbgrader/course.key`, drawn at the first build.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from electoral_courses import assignments, yaml_source
from electoral_courses.catalogue import PAGES, Module, modules
from electoral_courses.errors import CourseError, read_text
from electoral_courses.items import load_items, publish, translate
from electoral_courses.manifest import Manifest, Report
from electoral_courses.myst import read_page
from electoral_courses.notebooks import dumped, notebook
from electoral_courses.po import gettext_of
from electoral_courses.sources import read_sources
from electoral_courses.teacher import built_path, read_teacher
from electoral_courses.variants import SELF_STUDY_KEY, release_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from electoral_courses.items import Item
    from electoral_courses.myst import Page
    from electoral_courses.sources import Source

__all__ = ["Report", "build"]


@dataclass(frozen=True)
class _Source:
    """A module's sources, read once for all languages."""

    module: Module
    pages: dict[str, Page]
    teacher: Page | None
    items: dict[str, Item]
    sources: dict[str, Source]
    """What the pages may cite, by id."""
    notebooks: dict[str, tuple[str, dict[str, Any], bytes]]
    """By file name, what a lecturer dropped in: its language, its data, its bytes."""


def build(source: Path, out: Path, languages: Sequence[str] = ("en", "ru", "ky")) -> Report:
    """Build every module below `source` into `out`.

    Raises:
        CourseError: a source cannot be used; the sentence names the file and the line.
    """
    cited = read_sources(source)
    found = [_read(module, cited) for module in modules(source)]
    if not found:
        raise CourseError("There is no module here: no folder NN-name with a lesson.md.", source)
    manifest = Manifest(out)
    manifest.report.modules = [one.module.id for one in found]
    manifest.report.languages = tuple(languages)
    try:
        key = assignments.course_key(out / "nbgrader")
        for language in languages:
            for one in found:
                _build(one, language, out, manifest, key)
            for folder in (f"courses/{language}", f"nbgrader/{language}"):
                manifest.remove_stale(out / folder)
    finally:
        manifest.save()
    return manifest.report


def _read(module: Module, cited: dict[str, Source]) -> _Source:
    pages = {
        name: read_page(module.path / f"{name}.md")
        for name in PAGES
        if (module.path / f"{name}.md").is_file()
    }
    notebooks = {path.name: _dropped_in(path) for path in sorted(module.path.glob("*.ipynb"))}
    for name in pages:
        if f"{name}.ipynb" in notebooks:
            sentence = f"There is also {name}.md; keep one of the two."
            raise CourseError(sentence, module.path / f"{name}.ipynb")
    teacher = read_teacher(module.path)
    return _Source(module, pages, teacher, _items(module), cited, notebooks)


def _items(module: Module) -> dict[str, Item]:
    path = module.path / "items.yaml"
    if not path.is_file():
        return {}
    text = read_text(path)
    yaml_source.parse(text, path)
    try:
        return {item.id: item for item in load_items(path, module.objectives or None)}
    except ValueError as error:
        fault = str(error).splitlines()[0].removeprefix("items.yaml: ")
        raise CourseError(fault, path, _line_of(text, fault)) from error


def _line_of(text: str, fault: str) -> int | None:
    """Return the line of the item, or of the YAML, that a sentence about items.yaml names."""
    at_line = re.search(r"line (\d+)", fault)
    if at_line:
        return int(at_line[1])
    for number, line in enumerate(text.splitlines(), 1):
        found = re.match(r"\s*(?:- )?\s*id:\s*['\"]?([a-z0-9-]+)", line)
        if found and re.search(rf"(?<![a-z0-9-]){re.escape(found[1])}(?![a-z0-9-])", fault):
            return number
    return None


def _dropped_in(path: Path) -> tuple[str, dict[str, Any], bytes]:
    """Return a lecturer's own notebook with its language."""
    text = read_text(path)
    try:
        data = json.loads(text)
        language = data["metadata"].get("language")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CourseError("The file is not a notebook.", path) from error
    if not isinstance(language, str) or not language:
        sentence = "The notebook must name its language in its metadata: “language”: “ru”."
        raise CourseError(sentence, path)
    return language, data, path.read_bytes()


def _build(one: _Source, language: str, out: Path, manifest: Manifest, course_key: bytes) -> None:
    """Build one module in one language."""
    name = one.module.id
    gettext = gettext_of(one.module.path, language)
    learner = out / "courses" / language / name
    lecturer = out / "nbgrader" / language
    source, kept = lecturer / "source" / name, lecturer / "kept" / name
    built = list(_notebooks(one, language, gettext))
    for path, data, content in built:
        file = path.with_suffix(".ipynb").name
        if path.stem == "assignment":
            assignments.validated(data, path)
            # A second notebook in the source folder would be released with the first.
            manifest.write(source / file, content, keep_in=kept)
            content = dumped(assignments.self_study(data, language, path))  # noqa: PLW2901
        manifest.write(learner / file, content)

    def items_file(key: bytes, shown: Callable[[dict[str, Any]], dict[str, Any]]) -> bytes:
        return dumped(_items_file(one, language, gettext, key, shown), sort=False)

    if built:
        key = release_key(SELF_STUDY_KEY, name)
        manifest.write(learner / "items.json", items_file(key, publish))
    if any(path.stem == "assignment" for path, _, _ in built):
        key = release_key(course_key, name)
        manifest.write(source / "items.json", items_file(key, publish), keep_in=kept)
        manifest.write(lecturer / "keys" / f"{name}.json", items_file(key, dict), mode=0o600)
    if one.teacher:
        data = notebook(one.teacher, language, gettext, {}, one.sources)
        manifest.write(built_path(out, language, name), dumped(data))


def _notebooks(
    one: _Source, language: str, gettext: Callable[[str], str]
) -> Iterator[tuple[Path, dict[str, Any], bytes]]:
    """Yield the notebooks of a module in a language: where from, the data, the bytes."""
    for page in one.pages.values():
        data = notebook(page, language, gettext, one.items, one.sources)
        yield page.path, data, dumped(data)
    for file, (written_in, data, content) in one.notebooks.items():
        if written_in == language:
            yield one.module.path / file, data, content


def _items_file(
    one: _Source,
    language: str,
    gettext: Callable[[str], str],
    key: bytes,
    shown: Callable[[dict[str, Any]], dict[str, Any]],
) -> dict[str, Any]:
    return {
        "assignment": one.module.id if one.module.has_assignment else None,
        "items": [shown(translate(item.data, gettext)) for item in one.items.values()],
        "key": key.hex(),
        "language": language,
        "module": one.module.id,
        "objectives": {name: gettext(text) for name, text in one.module.objectives.items()},
    }
