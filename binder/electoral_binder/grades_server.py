"""`electoral-school grades`: the page of grades, at an address of its own.

The school's server tells nobody from a lecturer: all its readers share one token. So the page of
grades is not among its pages; it has a small server of its own, on this machine only, with a
token of its own, which only the lecturer who ran the command has seen. Whoever may use the
lecturer's JupyterLab can read the gradebook's file, with or without this page.
"""

from __future__ import annotations

import logging
import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from jupyter_core.paths import jupyter_data_dir
from jupyter_server.utils import url_path_join
from tornado import web
from traitlets import Bool, Int, Unicode

from electoral_binder import headers, views
from electoral_binder.app import USAGE, SchoolApp, default_build_root, say, stop
from electoral_binder.assets import rules
from electoral_binder.grades import FILE, put_notebook
from electoral_binder.lessons import Leave, Reading
from electoral_binder.page import School
from electoral_binder.pages import carry, voila_settings
from electoral_binder.serve import config, free_port
from electoral_binder.words import _
from electoral_datasets.i18n import LANGUAGES
from electoral_grading.dashboard_words import Words

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp

EXTENSION = "electoral_binder.grades_server"


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    """Tell the Jupyter server that this module adds a page to it."""
    return [{"module": EXTENSION}]


def _load_jupyter_server_extension(server_app: ServerApp) -> None:
    """Add the page, what it loads, and nothing else."""
    application = server_app.web_app
    headers.install(application)
    school = School(parent=server_app)
    common = {"school": school, "voila": voila_settings(server_app)}
    shelves, drawn = carry(application, school)

    def at(pattern: str) -> str:
        return url_path_join(application.settings["base_url"], "school") + pattern

    application.add_handlers(
        ".*$",
        [
            *rules(at, shelves),
            *views.rules(at, drawn),
            (at("/leave/(?P<kernel_id>[\\w-]+)"), Leave, common),
            (at("/(?P<language>[a-z]{2,3})/grades/?"), Grades, common),
        ],
    )


class Grades(Reading):
    """The page of the course folder that the server was started for."""

    def address(self, *parts: str) -> str:
        """Return an address of this server: it has this one page, in every language."""
        if parts and parts[0] in LANGUAGES:
            return super().address(parts[0], "grades", "/")
        return super().address(*parts)

    @web.authenticated
    async def get(self, language: str, module: str = "", page: str = "") -> None:  # noqa: ARG002
        """Send the page as it is made."""
        self.choose(language)
        if not self.request.path.endswith("/"):
            self.redirect(self.address(language))
            return
        # The page sends this back when it is closed, to end its kernel.
        self.xsrf_token  # noqa: B018 - reading it sets the cookie
        renderer = self._renderer(Path(self.school.root) / FILE, self.learner())
        await renderer.initialize()
        say = Words(language)
        context = self.frame(say("title"), sections=[], previous=None, following=None)
        self.dress(renderer, context | {"starting": say("starting"), "note": ""}, language)
        await self.send(renderer)


def settings(course: Path, data: Path, *, port: int, token: str) -> Any:
    """Return the settings of the server: one page, no JupyterLab, no terminal, no pages else."""
    c: Any = config(course, data, port=port, token=token, language=course.name)
    c.ServerApp.terminals_enabled = False
    c.ServerApp.jpserver_extensions = {
        EXTENSION: True,
        "voila.server_extension": True,
        "electoral_binder": False,
        "jupyterlab": False,
        "notebook": False,
        "nbgrader.server_extensions.formgrader": False,
        "nbgrader.server_extensions.validate_assignment": False,
        "nbgrader.server_extensions.assignment_list": False,
        "nbgrader.server_extensions.course_list": False,
    }
    return c


def serve(course: Path, language: str, port: int, *, is_chosen: bool, browser: bool) -> None:
    """Serve the page of a course folder until interrupted."""
    from jupyter_server.serverapp import ServerApp  # noqa: PLC0415 - heavy
    from tornado.ioloop import IOLoop  # noqa: PLC0415

    logging.captureWarnings(capture=True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)
    put_notebook(course, course.name)
    port, token = free_port(port, is_chosen=is_chosen), secrets.token_hex(24)
    data = Path(jupyter_data_dir()) / "electoral-school"
    c = settings(course, data, port=port, token=token)
    c.ServerApp.open_browser = browser
    c.ServerApp.default_url = f"/school/{language}/grades/"
    server = ServerApp.instance(config=c)
    server.initialize(argv=[])
    address = f"http://127.0.0.1:{port}/school/{language}/grades/?token={token}"
    told = Words(language)

    def opened() -> None:
        say(told("opened", address=address))
        say(told("close"))

    IOLoop.current().add_callback(opened)  # once the server listens, not before
    server.start()


class GradesApp(SchoolApp):
    """Open the page of grades of a course folder, for its lecturer alone."""

    name = "electoral-school grades"
    description = __doc__
    examples = "electoral-school grades --lang ru"

    course = Unicode("", help="nbgrader's course folder; empty: the school's own.").tag(config=True)
    lang = Unicode("ru", help="Language of the school's own course folder, and of the page.").tag(
        config=True
    )
    port = Int(8890, min=1, max=65535, help="Port; a busy one is passed over unless given.").tag(
        config=True
    )
    browser = Bool(False, help="Open the address in a browser at once.").tag(config=True)
    aliases: ClassVar[dict[str, Any]] = {
        **SchoolApp.aliases,
        "course": "GradesApp.course",
        "lang": "GradesApp.lang",
        "port": "GradesApp.port",
    }
    flags: ClassVar[dict[str, Any]] = {
        **SchoolApp.flags,
        "browser": ({"GradesApp": {"browser": True}}, "Open the address in a browser at once."),
    }

    def start(self) -> None:
        """Serve until interrupted."""
        super().start()
        if self.lang not in LANGUAGES:
            known = ", ".join(LANGUAGES)
            sentence = _(
                "The language '{word}' is not known. Known: {known}.", word=self.lang, known=known
            )
            stop(sentence, USAGE)
        build = Path(self.out).expanduser() if self.out else default_build_root(self.courses_root())
        own = build / "nbgrader" / self.lang
        course = (Path(self.course).expanduser() if self.course else own).resolve()
        if not course.is_dir() or not os.access(course, os.R_OK | os.W_OK):
            stop(_("There is no course folder at {root}.", root=course), USAGE)
        type(self).clear_instance()  # the server is an application of its own
        chosen = "GradesApp" in self.cli_config and "port" in self.cli_config.GradesApp
        try:
            serve(course, self.lang, self.port, is_chosen=chosen, browser=self.browser)
        except OSError as error:
            stop(_("The page could not be opened: {error}", error=error))


def main() -> None:
    """Run the command."""
    GradesApp.launch_instance()


if __name__ == "__main__":
    main()
