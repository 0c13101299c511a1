"""The page of a learner's progress, the file to take along, and bringing it back.

/school/<language>/progress            how far the learner is, and both ways of the file
/school/<language>/progress/file       the file
/school/<language>/progress/restore    writes what the page has shown, when the learner agrees
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tornado import web
from tornado.httputil import HTTPFile, parse_body_arguments

from electoral_binder.bring_back import built, show, write
from electoral_binder.numbers import numbers_of
from electoral_binder.page import Page
from electoral_binder.progress import answers_of, bookmark, given, progress, way_on
from electoral_binder.progress_file import EMPTY, LARGEST, TOO_LARGE, BadFileError, pack
from electoral_binder.progress_words import (
    change_text,
    far_text,
    others_text,
    progress_words,
    seal_text,
    taken_text,
    unknown_text,
)
from electoral_binder.school_key import school_key
from electoral_binder.shelf import books, places
from electoral_courses.answers import NotSavedError
from electoral_datasets.i18n import LANGUAGES, translator

if TYPE_CHECKING:
    from voila.configuration import VoilaConfiguration

    from electoral_binder.bring_back import Built
    from electoral_binder.page import School
    from electoral_binder.shelf import Book

FORM = 10_000
"""Bytes of a form around the file."""


def far(page: Page, shelf: list[Book], learner: str) -> dict[str, Any]:
    """Return what a page shows of a learner's progress."""
    answers = answers_of(Path(page.school.data), learner, [book.id for book in shelf])
    told = progress_words(page.language)
    last = bookmark(page.root, page.language, shelf, answers)
    go_on = None
    if last is not None:
        place, section = way_on(last, places(shelf))
        address = page.address(page.language, place.address) + (section and f"#{section}")
        title = f"{told[place.page]}: {place.title}"
        go_on = {"address": address, "title": title, "module": place.module}
    return {
        "far": progress(page.root, page.language, shelf, answers),
        "far_text": far_text,
        "far_words": told,
        "go_on": go_on,
    }


class OwnProgress(Page):
    """What the addresses of a learner's progress share."""

    @property
    def data(self) -> Path:
        """Return the folder in which the school keeps what it keeps."""
        return Path(self.school.data)

    def here(self) -> Built:
        """Return what is asked on this school's pages."""
        return built(self.root, self.language, books(self.root, self.language))

    async def show(self, *, trouble: str = "", done: str = "", asks: Any = None) -> None:
        """Send the page.

        Args:
            trouble: Why a file was not taken over.
            done: What was taken over.
            asks: What would change, to be agreed to.
        """
        shelf = books(self.root, self.language)
        told = progress_words(self.language)
        self.set_header("Cache-Control", "no-store")
        frame = self.frame(told["title"])
        frame["languages"] = {
            code: (name, self.address(code, "progress")) for code, name in LANGUAGES.items()
        }
        own = await asyncio.to_thread(far, self, shelf, self.learner())
        titles = {book.id: book.title for book in shelf}
        said = {"trouble": trouble, "done": done, "asks": asks, "titles": titles}
        self.finish(self.part("progress.html", **said, **own, **frame))

    async def refuse(self, error: BadFileError | NotSavedError) -> None:
        """Send the page with a sentence that says why nothing was taken over."""
        package = "electoral_binder" if isinstance(error, BadFileError) else "electoral_courses"
        sentence = translator(package, self.language).gettext(error.text)
        self.set_status(400 if isinstance(error, BadFileError) else 500)
        await self.show(trouble=sentence.format(**error.values))


@web.stream_request_body
class ProgressPage(OwnProgress):
    """A learner's progress; a file sent here is shown before anything is written."""

    def initialize(self, school: School, voila: VoilaConfiguration) -> None:
        """Begin to read, keeping no more of the request than a progress file can have."""
        super().initialize(school, voila)
        self._body, self._is_read = bytearray(), False

    def data_received(self, chunk: bytes) -> None:
        """Keep what comes, up to a file's largest size."""
        self._body += chunk[: max(0, LARGEST + FORM + 1 - len(self._body))]

    def check_xsrf_cookie(self) -> None:
        """Check once the form is there: its proof stands in it."""
        if self.request.method != "POST" or self._is_read:
            super().check_xsrf_cookie()

    @web.authenticated
    async def get(self, language: str) -> None:
        """Show the page."""
        self.choose(language)
        if self.request.path.endswith("/"):
            self.redirect(self.address(language, "progress"))
            return
        await self.show()

    @web.authenticated
    async def post(self, language: str) -> None:
        """Show what taking over the file would change."""
        self.choose(language)
        try:
            sent, learner = self._sent(), self.learner()
            shown = await asyncio.to_thread(show, sent, self.data, learner, self.here())
        except BadFileError as error:
            await self.refuse(error)
            return
        await self.show(
            asks={
                "seal": seal_text(shown.document, language),
                "is_signed": shown.document.seal == "own",
                "changes": [
                    (one.module, change_text(one, language))
                    for one in shown.changes
                    if one.new or one.replaced or one.kept
                ],
                "is_change": any(one.new or one.replaced for one in shown.changes),
                "left_out": [
                    *([unknown_text(shown.unknown, language)] if shown.unknown else []),
                    *([others_text(shown.others, language)] if shown.others else []),
                ],
                "fingerprint": shown.fingerprint,
            }
        )

    def _sent(self) -> bytes:
        """Return the file in the form, once the form has proved to be ours."""
        if len(self._body) > LARGEST + FORM:
            raise BadFileError(TOO_LARGE, megabytes=LARGEST // 1_000_000)
        files: dict[str, list[HTTPFile]] = {}
        kind = self.request.headers.get("Content-Type", "")
        parse_body_arguments(kind, bytes(self._body), self.request.body_arguments, files)
        self.request.arguments.update(self.request.body_arguments)
        self._is_read = True
        self.check_xsrf_cookie()
        if not files.get("file"):
            raise BadFileError(EMPTY)
        return bytes(files["file"][0].body)


class ProgressFile(OwnProgress):
    """The file itself."""

    @web.authenticated
    async def get(self, language: str) -> None:
        """Send the learner's answers as a file."""
        self.choose(language)
        text = await asyncio.to_thread(self._packed, self.learner())
        self.set_header("Content-Type", "application/json; charset=UTF-8")
        self.set_header("Content-Disposition", 'attachment; filename="electoral-progress.json"')
        self.set_header("Cache-Control", "no-store")
        self.finish(text)

    def _packed(self, learner: str) -> str:
        here = self.here()
        return pack(
            school_key(self.data),
            given(self.data, learner, here.items),
            here.points,
            language=self.language,
            learner=numbers_of(self.data / "answers", learner),
            student=os.environ.get("JUPYTERHUB_USER", ""),
        )


class Restore(OwnProgress):
    """Writes the file that was shown, and no other."""

    @web.authenticated
    async def post(self, language: str) -> None:
        """Take the answers over; of two answers to one item the newer stays."""
        self.choose(language)
        shown = self.get_body_argument("fingerprint", "")
        try:
            taken = await asyncio.to_thread(write, shown, self.data, self.learner(), self.here())
        except (BadFileError, NotSavedError) as error:
            await self.refuse(error)
        else:
            await self.show(done=taken_text(taken, language))
