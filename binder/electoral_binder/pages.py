"""The school's pages on a Jupyter server.

/school/                       to the home page in the reader's language
/school/<language>/            home: the modules
/school/<language>/progress    a learner's answers, as a file and back
/school/<language>/<module>/   a lesson, and `…/assignment`, through Voilà
/school/static/…               what the pages load: our own files and plotly's one
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_server.utils import url_path_join
from tornado import web
from voila.configuration import VoilaConfiguration
from voila.paths import collect_template_paths

from electoral_binder import guard, headers, rendering
from electoral_binder.assets import EXTENSIONS, TEMPLATE, Assets, rules, school_assets
from electoral_binder.hall_pages import PORTER, InLine, KernelState
from electoral_binder.lessons import Leave, Reading
from electoral_binder.page import Page, School
from electoral_binder.page_words import minutes_text, words
from electoral_binder.porter import Porter
from electoral_binder.progress_page import ProgressFile, ProgressPage, Restore, far
from electoral_binder.reader_pages import Glossary, Search, Showcase
from electoral_binder.shelf import books, notebook_path, places

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp

READY_AFTER = 0.2
"""Seconds after which a server that listens makes itself ready for its first reader."""


def add_pages(server_app: ServerApp) -> None:
    """Add the school's addresses to the server."""
    application = server_app.web_app
    base = application.settings["base_url"]
    voila = VoilaConfiguration(parent=server_app)
    voila.template = TEMPLATE
    voila.theme = "light"
    voila.strip_sources = True
    voila.show_tracebacks = False
    voila.progressive_rendering = False
    voila.allow_template_override = voila.allow_theme_override = "NO"
    voila.extension_allowlist = list(EXTENSIONS)
    school = School(parent=server_app)
    common = {"school": school, "voila": voila}
    application.settings[PORTER] = Porter(school, server_app.kernel_manager, server_app.log)
    shelves = school_assets(Path(school.data) / "packed")
    application.settings["electoral_assets"] = shelves
    headers.install(application)
    guard.install(server_app, common)
    language, module = r"(?P<language>[a-z]{2,3})", r"(?P<module>[^/]+)"

    def at(pattern: str) -> str:
        return url_path_join(base, "school") + pattern

    server_app.io_loop.call_later(READY_AFTER, make_ready, school, shelves)
    application.add_handlers(
        ".*$",
        [
            (at("/?"), Entrance, common),
            *rules(at, shelves),
            (at("/leave/(?P<kernel_id>[\\w-]+)"), Leave, common),
            (at("/kernel/(?P<kernel_id>[\\w-]+)"), KernelState, common),
            (at(f"/hall/{language}/{module}/?"), InLine, common),
            (at(f"/hall/{language}/{module}/(?P<page>assignment)/?"), InLine, common),
            (at(f"/{language}/?"), Home, common),
            (at(f"/{language}/progress/?"), ProgressPage, common),
            (at(f"/{language}/progress/file"), ProgressFile, common),
            (at(f"/{language}/progress/restore"), Restore, common),
            (at(f"/{language}/search"), Search, common),
            (at(f"/{language}/glossary"), Glossary, common),
            (at(f"/{language}/showcase"), Showcase, common),
            (at(f"/{language}/{module}/?"), Reading, common),
            (at(f"/{language}/{module}/(?P<page>assignment)/?"), Reading, common),
            (at("/.*"), Missing, common),
        ],
    )


async def make_ready(school: School, shelves: Assets) -> None:
    """Compile, read and look up in a thread what the first reader would wait for."""
    language, paths = school.language, collect_template_paths(["voila", "nbconvert"], TEMPLATE)

    def ready() -> None:
        for shelf in shelves.shelves:
            shelves.address(shelf)
        root = Path(school.root)
        place = next(iter(places(books(root, language))), None)
        file = place and notebook_path(root, language, place.module, place.page)
        if file:
            rendering.make_ready(TEMPLATE, tuple(paths), file, words(language)["table"])

    with suppress(OSError, ValueError):  # the first reader's page will say what is wrong
        await asyncio.to_thread(ready)


class Entrance(Page):
    """`/school/`: to the home page in the reader's language."""

    @web.authenticated
    def get(self) -> None:
        """Redirect."""
        self.set_header("Vary", "Cookie, Accept-Language")
        self.redirect(self.address(self.language, "/"))


class Home(Page):
    """The modules, and three ways in."""

    @web.authenticated
    async def get(self, language: str) -> None:
        """Show the home page."""
        self.choose(language)
        if not self.request.path.endswith("/"):
            self.redirect(self.address(language, "/"))
            return
        learner = self.learner()
        shelf = books(self.root, language)
        titles = {book.id: book.title for book in shelf}
        prerequisites = {
            book.id: ", ".join(titles.get(name, name) for name in book.prerequisites)
            for book in shelf
        }
        own = await asyncio.to_thread(far, self, shelf, learner)
        self.finish(
            self.part(
                "home.html",
                **own,
                books=shelf,
                prerequisites=prerequisites,
                first=next(iter(places(shelf)), None),
                minutes_text=minutes_text,
                **self.frame(words(language)["school"]),
            )
        )


class Missing(Page):
    """Any other address below `/school/`."""

    @web.authenticated
    def get(self) -> None:
        """Say that there is no such page."""
        raise web.HTTPError(404)
