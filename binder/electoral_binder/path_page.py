"""The path through the school.

/school/<language>/path     the modules in order, and a timetable for a summer school
"""

from __future__ import annotations

import asyncio

from tornado import web

from electoral_binder.page_words import words
from electoral_binder.path import before, in_order, lasts, timetable
from electoral_binder.path_words import duration_text, path_words
from electoral_binder.progress_page import far
from electoral_binder.reader_pages import Beside
from electoral_binder.shelf import books, places
from electoral_courses.timetable import clock, taught
from electoral_courses.timetable_words import kind_text, text_of


class SchoolPath(Beside):
    """Two ways through the same modules."""

    name = "path"

    @web.authenticated
    async def get(self, language: str) -> None:
        """Show the page."""
        self.choose(language)
        self.set_header("Cache-Control", "no-store")
        told = path_words(language)
        shelf = books(self.root, language)
        own = await asyncio.to_thread(far, self, shelf, self.learner())
        days = timetable(shelf)
        in_hall = set(taught(days))
        self.finish(
            self.part(
                "path.html",
                **own,
                path_words=told,
                row=in_order(shelf),
                shelf={book.id: book for book in shelf},
                before=before(shelf),
                first=next(iter(places(in_order(shelf))), None),
                sum=lasts(shelf),
                duration=lambda minutes: duration_text(minutes, language).replace(
                    " ", "\N{NO-BREAK SPACE}"
                ),
                days=days,
                self_study=[book for book in shelf if book.id not in in_hall],
                clock=clock,
                kind_text=lambda kind: kind_text(kind, language),
                text_of=lambda name: text_of(name, language),
                **self.around(words(language)["path"]),
            )
        )
