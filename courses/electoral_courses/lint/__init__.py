"""Reading the courses with a strict eye: what a lesson, an item or a translation lacks.

Every fault is one sentence with its file and line; `electoral-school check` prints them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from electoral_courses.lint import (
    alternatives,
    glossary,
    items,
    links,
    pages,
    path,
    sources,
    teachers,
    translations,
)
from electoral_courses.lint.finding import Finding
from electoral_courses.lint.project import Project

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["Finding", "check"]

RULES = (
    pages.findings,
    path.findings,
    teachers.findings,
    sources.findings,
    items.findings,
    alternatives.findings,
    links.findings,
    translations.findings,
    glossary.findings,
)


def check(source_root: Path, languages: Iterable[str] = ("en", "ru", "ky")) -> list[Finding]:
    """Return what is wrong with the courses, and in a checkout with the packages, below a folder.

    `source_root` is a project, or its folder of modules.
    """
    project = Project.read(source_root, [code for code in languages if code != "en"])
    found = [*project.findings, *(finding for rule in RULES for finding in rule(project))]
    return sorted(set(found), key=lambda finding: (str(finding.path), finding.line, finding.code))
