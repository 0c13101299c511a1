"""Rules for sources: the list is whole, what is cited is in it, was read, and is no memory.

Where there is a list, a source of grade A or B is cited by its id; words are left for what
the school's own model computes or assumes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from electoral_courses import yaml_source
from electoral_courses.blocks import blocks
from electoral_courses.errors import CourseError, read_text
from electoral_courses.lint.finding import Finding, of_error
from electoral_courses.roles import roles
from electoral_courses.sources import FILE, cited, fault, faults, read_sources

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from electoral_courses.lint.project import Project, Sources
    from electoral_courses.roles import Role


NAMED = 5
"""Sources nobody cites that are named; the rest is a number."""


def findings(project: Project) -> Iterator[Finding]:
    """Yield the faults of the list and of what cites it, then what nothing cites."""
    path = project.courses / FILE
    known = {}
    if path.is_file():
        try:
            listed = yaml_source.parse(read_text(path), path)
        except CourseError as error:
            yield of_error(error, path)
            return
        wrong = [Finding(path, line, "source-list", said) for line, said in faults(listed)]
        yield from wrong
        if wrong:
            return
        known = read_sources(project.courses)
    used = set()
    for module in project.modules:
        for finding_path, line, role in _marks(module):
            if role.name == "src":
                used.add(cited(role.body).id)
                sentence = fault(cited(role.body), known)
                if sentence:
                    yield Finding(finding_path, line, "source-id", sentence)
            elif known and role.grade in ("A", "B"):
                sentence = f"The source “{role.text}” must be cited by its id in {FILE}: {{src}}."
                yield Finding(finding_path, line, "source-id", sentence)
    uncited = [name for name, source in known.items() if name not in used and source.grade != "C"]
    if uncited:
        more = f" and {len(uncited) - NAMED} more" if len(uncited) > NAMED else ""
        sentence = f"No page cites these yet: {', '.join(uncited[:NAMED])}{more}."
        yield Finding(path, 1, "uncited", sentence, "information")


def _marks(module: Sources) -> Iterator[tuple[Path, int, Role]]:
    """Yield the sources named on a module's pages, with their lines."""
    for page in module.pages:
        for cell in page.cells:
            for block in blocks(cell.source) if cell.kind == "markdown" else ():
                for role in roles(block.message):
                    if role.name in ("src", "source"):
                        yield page.path, cell.line + block.line, role
