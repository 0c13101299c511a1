"""What every page of the school has: a language, a learner, a frame around the text."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from jupyter_core.paths import jupyter_data_dir
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from tornado import web
from traitlets import Int, Unicode, default
from traitlets.config import Configurable

from electoral_binder import compiled
from electoral_binder.assets import STATIC
from electoral_binder.headers import page_policy
from electoral_binder.identity import is_lecturer
from electoral_binder.numbers import fingerprint
from electoral_binder.page_words import choose_language, words
from electoral_binder.query import mistake
from electoral_binder.shelf import Place, notebook_path, shelf_root
from electoral_datasets.i18n import LANGUAGES

if TYPE_CHECKING:
    from voila.configuration import VoilaConfiguration

_LEARNER = re.compile(r"[A-Za-z0-9_-]{8,64}")
_YEAR = 365


class School(Configurable):
    """Where the school's pages come from and where answers go."""

    root = Unicode(help="Folder with courses/<language>/<module>/, as built.").tag(config=True)
    data = Unicode(help="Folder for learners' answers.").tag(config=True)
    language = Unicode("ru", help="Language where the reader's browser asks for none of ours.").tag(
        config=True
    )
    most_kernels = Int(
        0, help="How many pages may have a kernel at once; 0: as many as fit into free memory."
    ).tag(config=True)
    rest_after = Int(
        300, help="Seconds without use after which a page makes room for one that waits."
    ).tag(config=True)

    @default("root")
    def _root_of_the_server(self) -> str:
        return str(shelf_root(Path(getattr(self.parent, "root_dir", ".")).expanduser()))

    @default("data")
    def _data_of_the_user(self) -> str:
        return str(Path(jupyter_data_dir()) / "electoral-school")


@lru_cache(maxsize=32)
def _fingerprint(path: Path, _changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


_TEMPLATES = Environment(
    loader=PackageLoader("electoral_binder"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    bytecode_cache=compiled.TEMPLATES,
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
        # Where there is no such page, too, the address tells in which language to say so.
        named = self.request.path.removeprefix(f"{self.address()}/").split("/")[0]
        if named in LANGUAGES:
            self.language = named

    @property
    def content_security_policy(self) -> str:
        """Let the page load nothing from another machine."""
        if policy := self.settings.get("headers", {}).get("Content-Security-Policy"):
            return str(policy)
        return page_policy(self.request.host)

    async def prepare(self, **settings: bool) -> None:
        """Let in who may come in, with a query that pages know."""
        await super().prepare(**settings)
        if not self._finished:
            self.check_query()

    def check_query(self) -> None:
        """Refuse an unknown query; lead a key or a language to the address without it."""
        query = self.request.query_arguments
        if mistake(query):
            raise web.HTTPError(400)
        if query and self.request.method in {"GET", "HEAD"}:
            self.language = self.get_query_argument("lang", self.language)
            if "lang" in query:
                self._remember("electoral_lang", self.language, httponly=False)
            here = self.address(self.path_kwargs.get("language") or "")
            rest = self.request.path.removeprefix(here)
            is_moved = "lang" in query and rest != self.request.path and self.path_kwargs
            self.redirect(self.address(self.language) + rest if is_moved else self.request.path)

    def address(self, *parts: str) -> str:
        """Return the address of a page of the school."""
        return url_path_join(self.base_url, "school", *parts)

    def asset(self, name: str) -> str:
        """Return the address of one of our files, which changes when the file does."""
        path = STATIC / name
        return f"{self.address('static', name)}?v={_fingerprint(path, path.stat().st_mtime_ns)}"

    def lab(self, *parts: str, shelf: str = "courses") -> str:
        """Return the address in JupyterLab of a folder or notebook of this language.

        Empty where JupyterLab is not open to whoever asks.
        """
        if not is_lecturer(self):
            return ""
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
        """Return the learner's id; a reader who comes for the first time gets one.

        On a hub it is the person's, in whatever browser.
        """
        if hub := os.environ.get("JUPYTERHUB_USER"):
            return f"hub-{fingerprint(hub)}"
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
        kind = {400: "query", 403: "closed", 404: "missing", 500: "broken"}.get(status_code)
        if kind is None:
            super().write_error(status_code, **kwargs)
            return
        told = words(self.language)
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
