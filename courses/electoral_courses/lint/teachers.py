"""Rules for the teacher's page: every module has one, and it is text from its top to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from electoral_courses.catalogue import TEACHER
from electoral_courses.lint.finding import Finding
from electoral_courses.teacher import code_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from electoral_courses.lint.project import Project


def findings(project: Project) -> Iterator[Finding]:
    """Yield modules that nobody is told how to teach, and pages with code in them."""
    for module in project.modules:
        lesson = module.path / "lesson.md"
        if lesson.is_file() and not (module.path / f"{TEACHER}.md").is_file():
            sentence = "The module has no teacher.md: nobody is told how to teach it."
            yield Finding(lesson, 1, "no-teacher", sentence)
        for page in module.pages:
            for line in code_of(page) if page.name == TEACHER else ():
                sentence = "The teacher's page runs no code: move the cell to the lesson."
                yield Finding(page.path, line, "teacher-code", sentence)
