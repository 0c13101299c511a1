"""The teacher's page of a module: for the lecturer's eyes, without a kernel, to be printed.

/school/<language>/<module>/teacher

What is built for it lies beside the keys. Learners are told that it is closed, as `guard` says;
where one key opens all, as on a hub, whoever reads may be a learner, and nobody gets it.
"""

from __future__ import annotations

import asyncio
from copy import deepcopy
from typing import TYPE_CHECKING

from tornado import web

from electoral_binder.glossary import about_terms, link_terms
from electoral_binder.identity import may_teach
from electoral_binder.later import IMPORTING
from electoral_binder.page import Page
from electoral_binder.page_words import words
from electoral_binder.shelf import PAGES, Place, books, teacher_path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from electoral_binder.shelf import Book


def teacher_address(page: Page, module: str) -> str:
    """Return the address of a module's page for the teacher; empty for everybody else."""
    if not may_teach(page) or teacher_path(page.root, page.language, module) is None:
        return ""
    return page.address(page.language, Place(module, "teacher", "").address)


def teacher_addresses(page: Page, shelf: Iterable[Book]) -> dict[str, str]:
    """Return the addresses that `teacher_address` gives, by module."""
    return {book.id: teacher_address(page, book.id) for book in shelf}


class TeacherPage(Page):
    """Plan, questions, misconceptions and what to grade by hand."""

    @web.authenticated
    async def get(self, language: str, module: str) -> None:
        """Show the page to the lecturer."""
        self.choose(language)
        if not may_teach(self):
            raise web.HTTPError(403)
        file = teacher_path(self.root, language, module)
        book = next((one for one in books(self.root, language) if one.id == module), None)
        if file is None or book is None:
            raise web.HTTPError(404)
        with IMPORTING:
            from electoral_binder.rendering import text_of  # noqa: PLC0415 - heavy

        told = words(language)
        lesson, assignment = (
            Place(module, page, book.title) if page in book.pages else None for page in PAGES
        )
        text, sections = await asyncio.to_thread(text_of, file, told["table"])
        notebook = deepcopy(text)
        terms = link_terms(notebook, self.address(language, "glossary"))
        self.set_header("Cache-Control", "no-store")
        self.finish(
            self.part(
                "teacher.html",
                texts=[cell.metadata.get("electoral_html", "") for cell in notebook.cells],
                sections=[section for section in sections if section.level == 2],
                notebook=self.lab(file.parent.name, file.name, shelf="nbgrader"),
                previous=lesson,
                following=assignment,
                **about_terms(terms, language),
                **self.frame(
                    f"{told['teacher']} · {book.title}", Place(module, "teacher", book.title)
                ),
            )
        )
