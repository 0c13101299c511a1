"""The guard at the door: what a stranger, a learner and the lecturer may open.

The guard stands before every address of the server, also before those that extensions add, and
lets nothing pass that is not named here: a learner gets the lessons and the line to the kernel
of their own page; files, terminals, JupyterLab, plain Voilà, sources and grades stay closed.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from jupyter_server.utils import url_path_join
from tornado import web
from tornado.httputil import url_concat
from tornado.routing import Matcher, PathMatches, Rule

from electoral_binder.channel import LearnersChannel, is_of
from electoral_binder.identity import LEARNER, LECTURER, SchoolIdentity
from electoral_binder.login import Login
from electoral_binder.page import Page

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp
    from tornado.httputil import HTTPServerRequest

READS = {"GET", "HEAD"}
FOR_ALL = re.compile(r"(login|logout|favicon\.ico|school/static/.+|static/.+)?")
"""What a stranger needs in order to log in, and the look of the pages."""
FOR_LEARNERS = re.compile(r"school(/.*)?|voila/(static|labextensions)/.+|voila/api/themes/.+")
FOR_TEACHERS = re.compile(r"school/[^/]+/[^/]+/teacher/?")
"""What only the lecturer may open of the school's own pages."""
POSTS_OF_ALL = re.compile(r"login")
POSTS_OF_LEARNERS = re.compile(r"school/.+|voila/api/shutdown/[\w-]+")
OWN_KERNEL = re.compile(r"api/kernels/(?P<kernel_id>[\w-]+)(?P<channels>/channels)?")


def may_open(role: str | None, method: str, path: str, *, is_own_kernel: bool = False) -> bool:
    """Return whether somebody may ask this of the server.

    Args:
        role: `lecturer`, `learner`, or None for a stranger.
        method: As in HTTP.
        path: The address below the server's own, as it came, without the query.
        is_own_kernel: Whether `path` is the kernel of a page of this learner.

    >>> may_open("learner", "GET", "school/ru/05-protocol/")
    True
    >>> may_open("learner", "GET", "files/nbgrader/ru/source/05-protocol/assignment.ipynb")
    False
    >>> may_open("learner", "GET", "school/ru/05-protocol/teacher")
    False
    """
    if role == LECTURER:
        return True
    if method in READS:
        if FOR_ALL.fullmatch(path):
            return True
        is_open = FOR_LEARNERS.fullmatch(path) and not FOR_TEACHERS.fullmatch(path)
        return role == LEARNER and (is_own_kernel or bool(is_open))
    if method == "POST":
        wanted = POSTS_OF_ALL if role is None else POSTS_OF_LEARNERS
        return bool(wanted.fullmatch(path) or POSTS_OF_ALL.fullmatch(path))
    return False


def install(server_app: ServerApp, common: dict[str, Any]) -> None:
    """Put the guard before all addresses, if the server has a learners' key of its own."""
    provider = server_app.identity_provider
    if not isinstance(provider, SchoolIdentity):
        return  # a hub, or a JupyterLab of one's own: whoever is let in is its owner
    settings = server_app.web_app.settings
    rules = server_app.web_app.default_router.rules
    rules.insert(0, Rule(_Closed(settings), Closed, common))
    rules.insert(1, Rule(_OwnChannel(settings), LearnersChannel))
    goodbye = url_path_join(settings["base_url"], r"voila/api/shutdown/[\w-]+")
    rules.insert(2, Rule(PathMatches(goodbye), Unheard))
    rules.insert(
        3, Rule(PathMatches(url_path_join(settings["base_url"], "login/?")), Login, common)
    )


class _Guarded(Matcher):
    """Knows who asks for what."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.settings = settings

    def role(self, request: HTTPServerRequest) -> str | None:
        provider: SchoolIdentity = self.settings["identity_provider"]
        return provider.role_of_request(request, self.settings["cookie_secret"])

    def path(self, request: HTTPServerRequest) -> str:
        """Return the address below the server's own; one that is not below it is none of ours."""
        base = self.settings["base_url"]
        path = request.path
        return path.removeprefix(base) if path.startswith(base) else f"\0{path}"

    def own_kernel(self, request: HTTPServerRequest) -> re.Match[str] | None:
        found = OWN_KERNEL.fullmatch(self.path(request))
        cookie = request.cookies.get("electoral_learner")
        if found is None or cookie is None:
            return None
        return found if is_of(self.settings, found["kernel_id"], cookie.value) else None


class _Closed(_Guarded):
    """Matches whatever is not open to whoever asks."""

    def match(self, request: HTTPServerRequest) -> dict[str, Any] | None:
        role, is_own = self.role(request), self.own_kernel(request) is not None
        method, path = request.method or "", self.path(request)
        return None if may_open(role, method, path, is_own_kernel=is_own) else {}


class _OwnChannel(_Guarded):
    """Matches the line to the kernel of a learner's own page."""

    def match(self, request: HTTPServerRequest) -> dict[str, Any] | None:
        found = self.own_kernel(request)
        if self.role(request) == LECTURER or not found or not found["channels"]:
            return None
        return {"path_kwargs": {"kernel_id": found["kernel_id"].encode()}}


class Unheard(web.RequestHandler):
    """The goodbye of Voilà's own script, which has no secret: it is taken, and changes nothing.

    The page's own goodbye, with its secret, ends the kernel (`lessons.Leave`).
    """

    def check_xsrf_cookie(self) -> None:
        """Ask for no secret: nothing is done."""

    def post(self) -> None:
        """Answer that all is well."""
        self.set_status(204)


class Closed(Page):
    """An address that is not open to whoever asks: to the login, or a sentence."""

    async def prepare(self, **settings: bool) -> None:
        """Answer before anything else happens."""
        await super().prepare(**settings)
        is_page = not self.request.path.startswith(url_path_join(self.base_url, "api"))
        if self.current_user is None and self.request.method in READS and is_page:
            login = self.settings["login_url"]
            self.redirect(url_concat(login, {"next": self.request.path}))
            return
        raise web.HTTPError(HTTPStatus.FORBIDDEN)

    def check_query(self) -> None:
        """Tell nobody which queries a closed address would take."""
