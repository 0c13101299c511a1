"""A learner's certificate, from the answers that the school keeps for them.

/school/<language>/certificate     one sheet, to be printed

The learner's name never comes here: the page's script keeps it in the browser.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from tornado import web

from electoral_binder.certificate import done, student_of
from electoral_binder.certificate_words import certificate_words, saved_text
from electoral_binder.numbers import fingerprint
from electoral_binder.progress import given
from electoral_binder.progress_file import mark_of
from electoral_binder.progress_words import far_text
from electoral_binder.reader_pages import Beside
from electoral_binder.school_key import key_id, school_key
from electoral_binder.shelf import books

COMMAND = "electoral-school progress verify"


class Certificate(Beside):
    """What a learner has done, on one sheet."""

    name = "certificate"

    @web.authenticated
    async def get(self, language: str) -> None:
        """Show the sheet."""
        self.choose(language)
        self.set_header("Cache-Control", "no-store")
        told = certificate_words(language)
        learner = self.learner()
        own = await asyncio.to_thread(self._own, learner)
        self.finish(
            self.part(
                "certificate.html",
                told=told,
                far_text=far_text,
                command=COMMAND,
                holder=fingerprint(f"name\n{learner}"),
                **own,
                **self.around(told["title"]),
            )
        )

    def _own(self, learner: str) -> dict[str, Any]:
        data = Path(self.school.data)
        shelf = books(self.root, self.language)
        answers = given(data, learner, [book.id for book in shelf])
        student = student_of(data / "answers", learner)
        found = done(self.root, self.language, shelf, answers, student)
        return {
            "done": found,
            "right": sum(one.right for one in found),
            "total": sum(one.total for one in found),
            "saved": saved_text(sum(map(len, answers.values())), self.language),
            "mark": mark_of(answers),
            "key": _key(data) if found else "",
        }


def _key(data: Path) -> str:
    """Return the name of the school's key; nothing where it cannot be used."""
    try:
        return key_id(school_key(data))
    except (OSError, ValueError):
        return ""
