"""Rules for the way through the school: prerequisites that lead somewhere, and its timetable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from electoral_courses import yaml_source
from electoral_courses.errors import CourseError, read_text
from electoral_courses.lint.finding import Finding, of_error
from electoral_courses.timetable import FILE, faults

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from electoral_courses.lint.project import Project


def findings(project: Project) -> Iterator[Finding]:
    """Yield the faults of prerequisites and timetable."""
    yield from _prerequisites(project)
    path = project.courses / FILE
    if path.is_file():
        yield from _timetable(project, path)


def _prerequisites(project: Project) -> Iterator[Finding]:
    """Yield each prerequisite that is no module, and each that leads back."""
    known = {module.path.name for module in project.modules}
    lessons = [page for module in project.modules for page in module.pages if page.name == "lesson"]
    before = {
        page.path.parent.name: [str(name) for name in page.about.get("prerequisites") or []]
        for page in lessons
    }
    for page in lessons:
        module = page.path.parent.name
        line = page.front.line("electoral", "prerequisites")
        for name in before[module]:
            if name not in known:
                sentence = f"The prerequisite “{name}” is no module here."
                yield Finding(page.path, line, "prerequisite", sentence)
        if circle := _circle(module, before):
            way = " → ".join(circle)
            sentence = f"The prerequisites lead in a circle: {way}. Nobody could begin."
            yield Finding(page.path, line, "prerequisite", sentence)


def _circle(start: str, before: Mapping[str, list[str]]) -> list[str]:
    """Return the shortest way from a module over prerequisites back to it; nothing if none is.

    >>> _circle("a", {"a": ["b"], "b": ["a"]}), _circle("a", {"a": ["b"], "b": ["b"]})
    (['a', 'b', 'a'], [])
    """
    ways, seen = [[start]], set[str]()
    for way in ways:  # it grows meanwhile
        for name in before.get(way[-1], []):
            if name == start:
                return [*way, name]
            if name not in seen:
                seen.add(name)
                ways.append([*way, name])
    return []


def _timetable(project: Project, path: Path) -> Iterator[Finding]:
    try:
        listed = yaml_source.parse(read_text(path), path)
    except CourseError as error:
        yield of_error(error, path)
        return
    found = list(faults(listed, {module.path.name for module in project.modules}))
    for line, sentence in found:
        yield Finding(path, line, "timetable", sentence)
    if not found:
        yield from _without_assignment(project, listed, path)


def _without_assignment(
    project: Project, listed: yaml_source.YamlSource, path: Path
) -> Iterator[Finding]:
    """Yield each lesson whose assignment there is but nobody has time for."""
    set_here = {
        module.path.name
        for module in project.modules
        if any(page.name == "assignment" for page in module.pages)
    }
    entries = [
        (listed.line("days", number, "sessions", place), entry)
        for number, day in enumerate(listed.data["days"])
        for place, entry in enumerate(day["sessions"])
    ]
    given = {entry.get("module") for _, entry in entries if entry["kind"] == "assignment"}
    for line, entry in entries:
        if entry["kind"] == "lesson" and entry["module"] in set_here - given:
            sentence = f"The assignment of “{entry['module']}” has no time on the timetable."
            yield Finding(path, line, "timetable", sentence, "warning")
