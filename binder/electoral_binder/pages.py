"""The school's pages on a Jupyter server.

/school/                       to the home page in the reader's language
/school/<language>/            home: the modules
/school/<language>/<module>/   a lesson, and `…/assignment`, through Voilà
/school/static/…               what the pages load: our own files and plotly's one
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import secrets
from contextlib import aclosing, suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from jupyter_core.paths import jupyter_data_dir
from jupyter_core.utils import ensure_async
from jupyter_server.base.handlers import FileFindHandler, JupyterHandler
from jupyter_server.utils import url_path_join
from tornado import web
from tornado.iostream import StreamClosedError
from traitlets import Unicode, default
from traitlets.config import Configurable
from voila.configuration import VoilaConfiguration
from voila.paths import collect_template_paths
from voila.utils import get_page_config

from electoral_binder.page_words import choose_language, minutes_text, words
from electoral_binder.rendering import PageRenderer
from electoral_binder.shelf import Place, books, neighbours, notebook_path, places, shelf_root
from electoral_datasets.i18n import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator

    from jupyter_server.serverapp import ServerApp

TEMPLATE = "electoral"
EXTENSIONS = [
    "@voila-dashboards/widgets-manager8",
    "@jupyter-widgets/jupyterlab-manager",
    "anywidget",
]
"""What a page's widgets need of JupyterLab; without this list Voilà loads all there is."""
HEARTBEAT = 10.0
"""Seconds of silence after which a page still being made sends an empty line to proxies."""
STATIC = Path(__file__).parent / "static"

_LEARNER = re.compile(r"[A-Za-z0-9_-]{8,64}")
_YEAR = 365


class School(Configurable):
    """Where the school's pages come from and where answers go."""

    root = Unicode(help="Folder with courses/<language>/<module>/, as built.").tag(config=True)
    data = Unicode(help="Folder for learners' answers.").tag(config=True)
    language = Unicode("ru", help="Language where the reader's browser asks for none of ours.").tag(
        config=True
    )

    @default("root")
    def _root_of_the_server(self) -> str:
        return str(shelf_root(Path(getattr(self.parent, "root_dir", ".")).expanduser()))

    @default("data")
    def _data_of_the_user(self) -> str:
        return str(Path(jupyter_data_dir()) / "electoral-school")


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
    voila.extension_allowlist = EXTENSIONS
    common = {"school": School(parent=server_app), "voila": voila}
    language, module = r"(?P<language>[a-z]{2,3})", r"(?P<module>[^/]+)"

    def at(pattern: str) -> str:
        return url_path_join(base, "school") + pattern

    application.add_handlers(
        ".*$",
        [
            (at("/?"), Entrance, common),
            (at("/static/(.*)"), Asset, {"path": asset_folders()}),
            (at("/leave/(?P<kernel_id>[\\w-]+)"), Leave, common),
            (at(f"/{language}/?"), Home, common),
            (at(f"/{language}/{module}/?"), Reading, common),
            (at(f"/{language}/{module}/(?P<page>assignment)/?"), Reading, common),
            (at("/.*"), Missing, common),
        ],
    )


def asset_folders() -> list[str]:
    """Return our static folder and the one in which plotly keeps its script."""
    import plotly  # noqa: PLC0415 - only for its place on the disk

    return [str(STATIC), str(Path(plotly.__file__).parent / "package_data")]


@lru_cache(maxsize=32)
def _fingerprint(path: Path, _changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


_TEMPLATES = Environment(
    loader=PackageLoader("electoral_binder"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class Page(JupyterHandler):
    """What the school's pages share: language, frame, words for a mistaken address."""

    school: School
    voila: VoilaConfiguration
    language = "en"

    def initialize(self, school: School, voila: VoilaConfiguration) -> None:
        """Take what all pages share."""
        self.school = school
        self.voila = voila
        self.root = Path(school.root)
        self.language = choose_language(
            self.get_cookie("electoral_lang"),
            self.request.headers.get("Accept-Language"),
            school.language,
        )

    @property
    def content_security_policy(self) -> str:
        """Let the page load nothing from another machine."""
        if policy := self.settings.get("headers", {}).get("Content-Security-Policy"):
            return str(policy)
        host = self.request.host
        return (
            "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; "
            f"connect-src 'self' ws://{host} wss://{host} data: blob:; "
            "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
        )

    def address(self, *parts: str) -> str:
        """Return the address of a page of the school."""
        return url_path_join(self.base_url, "school", *parts)

    def asset(self, name: str) -> str:
        """Return the address of one of our files, which changes when the file does."""
        path = STATIC / name
        return f"{self.address('static', name)}?v={_fingerprint(path, path.stat().st_mtime_ns)}"

    def lab(self, *parts: str, shelf: str = "courses") -> str:
        """Return the address in JupyterLab of a folder or notebook of this language."""
        root = Path(getattr(self.serverapp, "root_dir", self.root)).resolve()
        here = self.root.joinpath(shelf, self.language, *parts).resolve()
        below = here.relative_to(root).as_posix() if here.is_relative_to(root) else ""
        return url_path_join(self.base_url, "lab/tree", below)

    def choose(self, language: str) -> None:
        """Take the language of the address, and remember it."""
        if language not in LANGUAGES:
            raise web.HTTPError(404)
        self.language = language
        self._remember("electoral_lang", language, httponly=False)

    def learner(self) -> str:
        """Return the learner's id; a reader who comes for the first time gets one."""
        known = self.get_cookie("electoral_learner")
        if known and _LEARNER.fullmatch(known):
            return known
        new = secrets.token_urlsafe(18)
        self._remember("electoral_learner", new, httponly=True)
        return new

    def _remember(self, name: str, value: str, *, httponly: bool) -> None:
        self.set_cookie(
            name,
            value,
            expires_days=_YEAR,
            path=self.base_url,
            httponly=httponly,
            samesite="Lax",
            secure=self.request.protocol == "https",
        )

    def frame(self, title: str, place: Place | None = None, **more: Any) -> dict[str, Any]:
        """Return what the frame around a page needs: links, words, languages."""
        rest = place.address if place else "/"
        return {
            "words": words(self.language),
            "language": self.language,
            "languages": {
                code: (name, self.address(code, rest)) for code, name in LANGUAGES.items()
            },
            "title": title,
            "place": place,
            "page": self,
            "home": self.address(self.language, "/"),
            "school_title": words(self.language)["school"],
            **more,
        }

    def part(self, template: str, **context: Any) -> str:
        """Return one of our templates, filled."""
        return _TEMPLATES.get_template(template).render(**context)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Say in the reader's language what is wrong, with a way on."""
        if status_code not in {404, 500}:
            super().write_error(status_code, **kwargs)
            return
        told = words(self.language)
        kind = "missing" if status_code == 404 else "broken"
        module, page = self.path_kwargs.get("module"), self.path_kwargs.get("page", "lesson")
        elsewhere = {
            code: self.address(code, Place(module, page, "").address)
            for code in LANGUAGES
            if module and notebook_path(self.root, code, module, page)
        }
        frame = self.frame(told[f"{kind}_title"])
        self.set_status(status_code)
        self.set_header("Content-Type", "text/html; charset=UTF-8")
        self.finish(
            self.part(
                "missing.html",
                text=told[f"{kind}_text"],
                elsewhere=elsewhere if kind == "missing" else {},
                names=LANGUAGES,
                **frame,
            )
        )


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
    def get(self, language: str) -> None:
        """Show the home page."""
        self.choose(language)
        if not self.request.path.endswith("/"):
            self.redirect(self.address(language, "/"))
            return
        self.learner()
        shelf = books(self.root, language)
        titles = {book.id: book.title for book in shelf}
        prerequisites = {
            book.id: ", ".join(titles.get(name, name) for name in book.prerequisites)
            for book in shelf
        }
        self.finish(
            self.part(
                "home.html",
                books=shelf,
                prerequisites=prerequisites,
                first=next(iter(places(shelf)), None),
                minutes_text=minutes_text,
                **self.frame(words(language)["school"]),
            )
        )


class Reading(Page):
    """A lesson or an assignment, with a kernel of its own behind it."""

    @web.authenticated
    async def get(self, language: str, module: str, page: str = "lesson") -> None:
        """Send the page as it is made: the text first."""
        self.choose(language)
        file = notebook_path(self.root, language, module, page)
        if file is None:
            raise web.HTTPError(404)
        shelf = books(self.root, language)
        place = next(p for p in places(shelf) if (p.module, p.page) == (module, page))
        if self.request.path != self.address(language, place.address):
            self.redirect(self.address(language, place.address))
            return
        # The page sends this back when it is closed, to end its kernel.
        self.xsrf_token  # noqa: B018 - reading it sets the cookie
        renderer = self._renderer(file, self.learner())
        await renderer.initialize()
        written = str(renderer.notebook.metadata.get("language", language))
        previous, following = neighbours(shelf, module, page)
        renderer.resources["electoral"] = self._around(
            place, renderer, previous, following, LANGUAGES.get(written, written)
        ) | {"text_language": written, "path": self.request.path}
        self.set_header("Content-Type", "text/html; charset=UTF-8")
        self.set_header("Cache-Control", "no-store")
        try:
            async with aclosing(_as_it_comes(renderer.generate_content_generator())) as chunks:
                async for chunk in chunks:
                    self.write(chunk)
                    await self.flush()
        except StreamClosedError:
            await renderer.stop()

    def _renderer(self, file: Path, learner: str) -> PageRenderer:
        assert self.serverapp is not None  # noqa: S101 - for the type checker
        page_config = get_page_config(
            base_url=self.base_url,
            settings=self.settings,
            log=self.log,
            voila_configuration=self.voila,
        )
        # Formulas are drawn by the MathJax that Voilà carries, not by one from outside.
        page_config["fullMathjaxUrl"] = page_config["mathjaxConfig"] = None
        return PageRenderer(
            file=file,
            kernel_manager=self.kernel_manager,
            environment=kernel_environment(
                learner, self.language, Path(self.school.data) / "answers", self.base_url
            ),
            table_label=words(self.language)["table"],
            request_handler=self,
            voila_configuration=self.voila,
            traitlet_config=self.serverapp.config,
            template_paths=collect_template_paths(["voila", "nbconvert"], TEMPLATE),
            config_manager=self.config_manager,
            contents_manager=self.contents_manager,
            base_url=self.base_url,
            kernel_spec_manager=self.kernel_spec_manager,
            page_config=page_config,
        )

    def _around(
        self,
        place: Place,
        renderer: PageRenderer,
        previous: Place | None,
        following: Place | None,
        written: str,
    ) -> dict[str, Any]:
        """Return the parts of the frame, ready-made, for Voilà's template."""
        told = words(self.language)
        title = place.title if place.page == "lesson" else f"{told['assignment']} · {place.title}"
        is_own = renderer.notebook.metadata.get("language", self.language) == self.language
        context = self.frame(
            title,
            place,
            sections=[section for section in renderer.sections if section.level == 2],
            previous=previous,
            following=following,
            notebook=self.lab(place.module, f"{place.page}.ipynb"),
            starting=told["starting" if place.page == "lesson" else "starting_assignment"],
            note="" if is_own else told["untranslated"].format(language=written),
        )
        return {
            "words": told,
            "language": self.language,
            **{
                name: self.part(f"{name}.html", **context)
                for name in ("head", "top", "before", "after", "bottom")
            },
        }


class Leave(Page):
    """A closed page ends its kernel; the `_xsrf` value proves that it was our page."""

    @web.authenticated
    async def post(self, kernel_id: str) -> None:
        """End the kernel if it is still there."""
        if not self.check_origin():
            raise web.HTTPError(403)
        if kernel_id in self.kernel_manager:
            await ensure_async(self.kernel_manager.shutdown_kernel(kernel_id))
        self.set_status(204)
        with suppress(StreamClosedError):  # nobody is left to hear the answer
            await self.finish()


class Missing(Page):
    """Any other address below `/school/`."""

    @web.authenticated
    def get(self) -> None:
        """Say that there is no such page."""
        raise web.HTTPError(404)


class Asset(FileFindHandler):
    """Our files and plotly's; with `?v=` kept for good, otherwise asked for again (304)."""

    _static_paths: dict[str, str] = {}  # noqa: RUF012 - the parent shares one among all its kind


def kernel_environment(learner: str, language: str, answers: Path, base_url: str) -> dict[str, str]:
    """Return the environment variables of a page's kernel.

    Of the reader's cookies it gets the learner's id and no other, least of all the login.
    """
    environment = {name: value for name, value in os.environ.items() if "TOKEN" not in name}
    environment |= {
        "HTTP_COOKIE": f"electoral_learner={learner}",
        "ELECTORAL_LEARNER": learner,
        "ELECTORAL_ANSWERS": str(answers),
        "ELECTORAL_LANG": language,
        "VOILA_BASE_URL": base_url,
    }
    if "JUPYTERHUB_USER" not in environment:
        environment.setdefault("ELECTORAL_STUDENT", learner)
    return environment


async def _as_it_comes(snippets: AsyncIterator[tuple[str, Any]]) -> AsyncGenerator[str]:
    """Yield what is ready as one piece; an empty line where nothing is for long."""
    queue: asyncio.Queue[str | None] = asyncio.Queue()

    async def collect() -> None:
        try:
            async for snippet, _ in snippets:
                queue.put_nowait(snippet)
        finally:
            queue.put_nowait(None)

    collecting = asyncio.create_task(collect())
    try:
        while True:
            try:
                pieces = [await asyncio.wait_for(queue.get(), HEARTBEAT)]
            except TimeoutError:
                yield "\n"
                continue
            while not queue.empty():
                pieces.append(queue.get_nowait())
            if text := "".join(piece for piece in pieces if piece is not None):
                yield text
            if pieces[-1] is None:
                break
        await collecting
    finally:
        collecting.cancel()
