"""Lessons and assignments as pages, each with a kernel behind it that ends with the page."""

from __future__ import annotations

import asyncio
import os
from contextlib import aclosing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tornado import web
from tornado.iostream import StreamClosedError
from voila.paths import collect_template_paths
from voila.utils import get_page_config

from electoral_binder.assets import OURS, TEMPLATE, Assets
from electoral_binder.channel import is_of
from electoral_binder.glossary import about_terms, link_terms
from electoral_binder.hall_pages import PORTER, line_part, place_of, visit
from electoral_binder.identity import is_lecturer
from electoral_binder.kernels.ending import end
from electoral_binder.numbers import numbers_of
from electoral_binder.page import Page
from electoral_binder.page_words import words
from electoral_binder.path import before
from electoral_binder.rendering import PageRenderer
from electoral_binder.shelf import Book, Place, books, neighbours, notebook_path, places
from electoral_binder.teacher_page import teacher_address
from electoral_binder.views import VIEWS
from electoral_datasets.i18n import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator


HEARTBEAT = 10.0
"""Seconds of silence after which a page still being made sends an empty line to proxies."""


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
        learner, porter = self.learner(), self.settings.get(PORTER)
        who = place_of(learner, language, module, page)
        with visit(porter, who) as here:
            renderer = here.renderer = self._renderer(file, learner, here.kind)
            line = line_part(self, porter, who, place.address, waits=here.waits)
            await self._send_lesson(renderer, place, shelf, line)

    async def _send_lesson(
        self, renderer: PageRenderer, place: Place, shelf: list[Book], line: dict[str, Any]
    ) -> None:
        await renderer.initialize()
        written = str(renderer.notebook.metadata.get("language", self.language))
        previous, following = neighbours(shelf, place.module, place.page)
        line |= {"previous": previous, "following": following}
        line["others"] = before(shelf)[place.module] if place.page == "lesson" else []
        context = self._around(place, renderer, LANGUAGES.get(written, written), line)
        self.dress(renderer, context, written, to_come=line["hall_words"]["full_here"])
        await self.send(renderer)

    async def send(self, renderer: PageRenderer) -> None:
        """Send a page as it is made; the kernel starts once the text is on its way."""
        self.set_header("Content-Type", "text/html; charset=UTF-8")
        self.set_header("Cache-Control", "no-store")
        try:
            async with aclosing(_as_it_comes(renderer.generate_content_generator())) as chunks:
                async for chunk in chunks:
                    self.write(chunk)
                    await self.flush()
                    renderer.text_is_sent()
        except StreamClosedError:
            await renderer.stop()

    def _renderer(
        self, file: Path, learner: str, kind: type[PageRenderer] = PageRenderer
    ) -> PageRenderer:
        assert self.serverapp is not None  # noqa: S101 - for the type checker
        return kind(
            file=file,
            kernel_manager=self.kernel_manager,
            environment=kernel_environment(
                learner, self.language, Path(self.school.data) / "answers", self.base_url
            ),
            table_label=words(self.language)["table"],
            views=self.settings[VIEWS],
            request_handler=self,
            voila_configuration=self.voila,
            traitlet_config=self.serverapp.config,
            template_paths=collect_template_paths(["voila", "nbconvert"], TEMPLATE),
            config_manager=self.config_manager,
            contents_manager=self.contents_manager,
            base_url=self.base_url,
            kernel_spec_manager=self.kernel_spec_manager,
            page_config=self._page_config(),
        )

    def _page_config(self) -> dict[str, Any]:
        """Return what the widgets' scripts are told, found out once a server."""
        if (known := self.settings.get("electoral_page_config")) is not None:
            return known
        page_config = get_page_config(
            base_url=self.base_url,
            settings=self.settings,
            log=self.log,
            voila_configuration=self.voila,
        )
        assets: Assets = self.settings["electoral_assets"]
        page_config["fullStaticUrl"] = self.address(assets.address("voila"))
        page_config["fullLabextensionsUrl"] = self.address(assets.address("extensions"))
        # Formulas are drawn by the MathJax that Voilà carries, not by one from outside.
        page_config["fullMathjaxUrl"] = page_config["mathjaxConfig"] = None
        self.settings["electoral_page_config"] = page_config
        return page_config

    def _around(
        self, place: Place, renderer: PageRenderer, written: str, line: dict[str, Any]
    ) -> dict[str, Any]:
        """Return what the frame around a text says of it."""
        told = words(self.language)
        title = place.title if place.page == "lesson" else f"{told['assignment']} · {place.title}"
        is_own = renderer.notebook.metadata.get("language", self.language) == self.language
        terms = link_terms(renderer.notebook, self.address(self.language, "glossary"))
        return self.frame(
            title,
            place,
            **line,
            **about_terms(terms, self.language),
            sections=[section for section in renderer.sections if section.level == 2],
            teacher=teacher_address(self, place.module),
            notebook=self.lab(place.module, f"{place.page}.ipynb"),
            starting=told["starting" if place.page == "lesson" else "starting_assignment"],
            note="" if is_own else told["untranslated"].format(language=written),
        )

    def dress(
        self, renderer: PageRenderer, context: dict[str, Any], written: str, **more: str
    ) -> None:
        """Give Voilà's template the parts around a text, ready-made, and the addresses it names.

        Args:
            renderer: Makes the page.
            context: What the parts say.
            written: Language of the text.
            more: What else the template shows.
        """
        parts = ("head", "top", "before", "after", "bottom")
        renderer.resources["electoral"] = {
            "words": words(self.language),
            "language": self.language,
            "text_language": written,
            "path": self.request.path,
            "fill": self.asset("fill.js"),
            "exercises": self.address(self.settings["electoral_assets"].address(OURS)),
            **{name: self.part(f"{name}.html", **context) for name in parts},
            **more,
        }


class Leave(Page):
    """A closed page ends its kernel; the `_xsrf` value proves that it was our page."""

    @web.authenticated
    async def post(self, kernel_id: str) -> None:
        """End the kernel if it is still there."""
        if not self.check_origin():
            raise web.HTTPError(403)
        if not is_lecturer(self) and not is_of(
            self.settings, kernel_id, self.get_cookie("electoral_learner")
        ):
            raise web.HTTPError(403)
        await end(self.kernel_manager, kernel_id)
        self.set_status(204)
        with suppress(StreamClosedError):  # nobody is left to hear the answer
            await self.finish()


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
        environment.setdefault("ELECTORAL_STUDENT", numbers_of(answers, learner))
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
