"""What the hall says to a page: where it stands in the line, and whether its kernel rests.

/school/hall/<language>/<module>/…   a page in the line asks; a POST tells that it was closed
/school/kernel/<kernel>              a page asks after its kernel
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from tornado import web

from electoral_binder.hall_words import hall_words, standing_text
from electoral_binder.page import Page
from electoral_binder.porter import PORTER
from electoral_binder.rendering import PageRenderer
from electoral_binder.shelf import notebook_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from electoral_binder.porter import Porter


def place_of(learner: str, language: str, module: str, page: str) -> str:
    """Return the name under which a learner's page stands in the line."""
    return f"{learner} {language} {module} {page}"


class Waiting(PageRenderer):
    """Renders a page for which there is no kernel yet: its text, and where exercises will come."""

    async def _start(self, notebook: Any) -> None:
        """Start nothing."""

    async def _run(self, cell: Any, place: int) -> str:  # noqa: ARG002 - as a page with a kernel
        """Return what is shown in the cell's place."""
        return "wait" if cell.metadata.get("electoral_shows") else ""


@dataclass
class Visit:
    """A page that has a place in the hall, or waits for one."""

    waits: bool
    renderer: PageRenderer | None = None

    @property
    def kind(self) -> type[PageRenderer]:
        """How the page is rendered."""
        return Waiting if self.waits else PageRenderer


@contextmanager
def visit(porter: Porter | None, who: str) -> Iterator[Visit]:
    """Take a place in the hall for a page that is being made, or stand in the line.

    At the end the place is the kernel's of `renderer`; it is free if there is none.
    """
    receipt = porter.enter(who) if porter else None
    page = Visit(waits=porter is not None and receipt is None)
    try:
        yield page
    finally:
        if porter and receipt:
            porter.hall.arrived(receipt, page.renderer.kernel_id if page.renderer else None)


class InLine(Page):
    """A page's place in the line."""

    @property
    def porter(self) -> Porter:
        """Return who looks after the hall."""
        return self.settings[PORTER]

    def who(self, language: str, module: str, page: str | None) -> str:
        """Return the name of the page that asks; there is no line for others."""
        self.choose(language)
        if notebook_path(self.root, language, module, page or "lesson") is None:
            raise web.HTTPError(404)
        return place_of(self.learner(), language, module, page or "lesson")

    @web.authenticated
    def get(self, language: str, module: str, page: str | None = None) -> None:
        """Say where the page stands."""
        standing = self.porter.hall.standing(self.who(language, module, page))
        self.set_header("Cache-Control", "no-store")
        self.finish({"called": standing.called, "text": standing_text(standing, language)})

    @web.authenticated
    def post(self, language: str, module: str, page: str | None = None) -> None:
        """Free the place of a page that was closed."""
        self.porter.hall.leave(self.who(language, module, page))
        self.set_status(HTTPStatus.NO_CONTENT)
        self.finish()


class KernelState(Page):
    """Whether a page's kernel is there, rests, or is gone."""

    @web.authenticated
    def get(self, kernel_id: str) -> None:
        """Say it in one word."""
        porter: Porter = self.settings[PORTER]
        state = "open" if kernel_id in porter.kernels else "gone"
        if state == "gone" and porter.hall.is_resting(kernel_id):
            state = "resting"
        self.set_header("Cache-Control", "no-store")
        self.finish({"state": state})


def line_part(
    page: Page, porter: Porter | None, who: str, address: str, *, waits: bool
) -> dict[str, Any]:
    """Return what the frame around a page says of the hall.

    Args:
        page: The page.
        porter: Who looks after the hall; None where there is none.
        who: The page's name in the line.
        address: Its address below the language.
        waits: Whether it has to wait.
    """
    told = hall_words(page.language)
    if porter is None:
        return {"hall_words": told, "line": None}
    line = None
    if waits:
        text = standing_text(porter.hall.standing(who), page.language)
        line = {"address": page.address("hall", page.language, address), "text": text}
    return {"hall_words": told, "line": line, "kernel_state": page.address("kernel", "/")}
