"""The school's pages on a Jupyter server.

/school/                       to the home page in the reader's language
/school/<language>/            home: the modules
/school/<language>/progress    a learner's answers, as a file and back
/school/<language>/path        the way through the modules, and a timetable
/school/<language>/certificate what a learner has done, on one sheet
/school/<language>/hall        how the people in a hall come in
/school/<language>/<module>/   a lesson, and `…/assignment`, through Voilà; `…/teacher`
/school/static/…               what the pages load: our own files and plotly's one
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from jupyter_server.utils import url_path_join
from tornado import web

from electoral_binder import compiled, guard, headers, views
from electoral_binder.assets import EXTENSIONS, TEMPLATE, Assets, rules, school_assets
from electoral_binder.certificate_page import Certificate
from electoral_binder.channel import PageConnection
from electoral_binder.join import Join
from electoral_binder.later import IMPORTING, Later
from electoral_binder.page import Page, School
from electoral_binder.page_words import minutes_text, words
from electoral_binder.path import before
from electoral_binder.path_page import SchoolPath
from electoral_binder.porter import PORTER, Porter
from electoral_binder.progress_page import ProgressFile, ProgressPage, Restore, far
from electoral_binder.reader_pages import Glossary, Search, Showcase
from electoral_binder.shelf import books, notebook_path, places
from electoral_binder.teacher_page import TeacherPage, teacher_addresses

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp
    from voila.configuration import VoilaConfiguration

READY_AFTER = 1.0
"""Seconds after which a server makes itself ready for a lesson; the first page goes before."""
AHEAD_AFTER = 10.0
"""Seconds after which it finds out what browsers may fetch ahead: readers come first."""


def add_pages(server_app: ServerApp) -> None:
    """Add the school's addresses to the server."""
    application = server_app.web_app
    base = application.settings["base_url"]
    school = School(parent=server_app)
    common = {"school": school, "voila": None}  # only a lesson needs Voilà
    with_voila = cache(lambda: {"school": school, "voila": voila_settings(server_app)})
    application.settings[PORTER] = Porter(school, server_app.kernel_manager, server_app.log)
    compiled.keep_in(Path(school.data) / "compiled")
    shelves, drawn = carry(application, school)
    server_app.io_loop.call_later(AHEAD_AFTER, asyncio.to_thread, drawn.learn, shelves.kept)
    headers.install(application)
    guard.install(server_app, common)
    language, module = r"(?P<language>[a-z]{2,3})", r"(?P<module>[^/]+)"

    def at(pattern: str) -> str:
        return url_path_join(base, "school") + pattern

    def later(name: str) -> Later:
        return Later(application, f"electoral_binder.{name}", with_voila)

    server_app.io_loop.call_later(READY_AFTER, make_ready, school, shelves)
    application.add_handlers(
        ".*$",
        [
            (at("/?"), Entrance, common),
            *rules(at, shelves),
            *views.rules(at, drawn),
            (at("/leave/(?P<kernel_id>[\\w-]+)"), later("lessons.Leave")),
            (at("/kernel/(?P<kernel_id>[\\w-]+)"), later("hall_pages.KernelState")),
            (at(f"/hall/{language}/{module}/?"), later("hall_pages.InLine")),
            (at(f"/hall/{language}/{module}/(?P<page>assignment)/?"), later("hall_pages.InLine")),
            (at(f"/{language}/?"), Home, common),
            (at(f"/{language}/progress/?"), ProgressPage, common),
            (at(f"/{language}/progress/file"), ProgressFile, common),
            (at(f"/{language}/progress/restore"), Restore, common),
            (at(f"/{language}/search"), Search, common),
            (at(f"/{language}/glossary"), Glossary, common),
            (at(f"/{language}/showcase"), Showcase, common),
            (at(f"/{language}/hall"), Join, common),
            (at(f"/{language}/path/?"), SchoolPath, common),
            (at(f"/{language}/certificate/?"), Certificate, common),
            (at(f"/{language}/{module}/?"), later("lessons.Reading")),
            (at(f"/{language}/{module}/(?P<page>assignment)/?"), later("lessons.Reading")),
            (at(f"/{language}/{module}/teacher/?"), TeacherPage, common),
            (at("/.*"), Missing, common),
        ],
    )


def carry(application: web.Application, school: School) -> tuple[Assets, views.Views]:
    """Note in the server's settings what its pages load; return the shelves and the views."""
    base = application.settings["base_url"]
    shelves = school_assets(Path(school.data) / "packed")
    drawn = views.Views(url_path_join(base, "school", "views"))
    application.settings |= {"electoral_assets": shelves, views.VIEWS: drawn}
    if application.settings["kernel_websocket_connection_class"] is ZMQChannelsWebsocketConnection:
        application.settings["kernel_websocket_connection_class"] = PageConnection
    return shelves, drawn


def voila_settings(server_app: ServerApp) -> VoilaConfiguration:
    """Return how Voilà makes a page of the school."""
    from voila.configuration import VoilaConfiguration  # noqa: PLC0415 - heavy

    voila = VoilaConfiguration(parent=server_app)
    voila.template = TEMPLATE
    voila.theme = "light"
    voila.strip_sources = True
    voila.show_tracebacks = False
    voila.progressive_rendering = False
    voila.allow_template_override = voila.allow_theme_override = "NO"
    voila.extension_allowlist = list(EXTENSIONS)
    return voila


async def make_ready(school: School, shelves: Assets) -> None:
    """Compile, read and look up in a thread what the first reader would wait for."""
    language = school.language

    def ready() -> None:
        with IMPORTING:
            from voila.paths import collect_template_paths  # noqa: PLC0415 - heavy

            from electoral_binder import lessons, rendering  # noqa: F401, PLC0415

        paths = collect_template_paths(["voila", "nbconvert"], TEMPLATE)
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
        own = await asyncio.to_thread(far, self, shelf, learner)
        self.finish(
            self.part(
                "home.html",
                **own,
                books=shelf,
                teachers=teacher_addresses(self, shelf),
                before=before(shelf),
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
