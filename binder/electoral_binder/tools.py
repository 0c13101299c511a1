"""The lecturer's tools, loaded when somebody first asks for one.

JupyterLab, nbgrader's pages, terminals and their like take most of the time in which a server
starts, and no learner ever needs them. The first request for one of their addresses waits until
all of them are there, and is answered then as if they had always been.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import re
from typing import TYPE_CHECKING, Any

from tornado.httputil import HTTPMessageDelegate
from tornado.routing import HostMatches, Matcher, Router, Rule

from electoral_binder.identity import LEARNER, LECTURER, SchoolIdentity
from electoral_binder.later import IMPORTING

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp
    from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine, ResponseStartLine

VOILA = "voila.server_extension"
"""What pages of learners may ask for, too."""
OF_VOILA = re.compile(r"voila(/.*)?")
ALWAYS_WANTED = {"jupyterlab": True, VOILA: True}
"""What a school has whether or not Jupyter's settings name it."""
IMPORTED = ("jupyterlab.labapp", "notebook.app", "nbgrader.server_extensions.formgrader.formgrader")
"""Modules behind the extensions' own that take long to import."""
THERE_AT_ONCE = re.compile(
    r"(login|logout|favicon\.ico|school(/.*)?|static/(favicons?|logo|style|components)/.+"
    r"|api/(kernels(/.*)?|kernelspecs.*|status|me|shutdown))?"
)
"""What the server answers without any of the tools."""


class Tools(Router):
    """The extensions of one server that are loaded later.

    Args:
        server: The server; it was initialized without looking for extensions.
    """

    def __init__(self, server: ServerApp) -> None:
        self.server = server
        self._loading: dict[bool, asyncio.Task[None]] = {}

    def are_there(self, *, all_of_them: bool) -> bool:
        """Return whether all have been loaded, or Voilà's."""
        task = self._loading.get(all_of_them) or self._loading.get(True)
        return task is not None and task.done()

    def find_handler(self, request: HTTPServerRequest, **of_them: Any) -> HTTPMessageDelegate:
        """Return who keeps the request until the tools are there."""
        return _Patient(self, request, **of_them)

    async def ready(self, *, all_of_them: bool) -> None:
        """Return once all are there, or Voilà's; the first who waits has them loaded."""
        if (task := self._loading.get(all_of_them)) is None:
            loading = self._load_all() if all_of_them else self._load([VOILA])
            task = self._loading[all_of_them] = asyncio.create_task(loading)
        await asyncio.shield(task)

    async def _load_all(self) -> None:
        await self.ready(all_of_them=False)
        server = self.server
        server.jpserver_extensions.update(ALWAYS_WANTED)
        server.find_server_extensions()
        names = [name for name, wanted in server.jpserver_extensions.items() if wanted]
        await self._load(sorted(set(names) - {*server.extension_manager.extensions}), *IMPORTED)

    async def _load(self, names: list[str], *modules: str) -> None:
        manager = self.server.extension_manager
        await asyncio.to_thread(_import, (*names, *modules))
        for name in names:
            manager.add_extension(name, enabled=True)
            await asyncio.sleep(0)  # between two tools, a learner gets an answer
        for name in filter(manager.extensions.__contains__, names):
            manager.link_extension(name)
        for name in filter(names.__contains__, manager.sorted_extensions):
            manager.load_extension(name)
            await asyncio.sleep(0)
        for name in names:
            await manager.start_extension(name)


def _import(names: tuple[str, ...]) -> None:
    """Import modules; one that cannot be imported is told of when it is loaded."""
    with contextlib.suppress(ImportError):
        from jupyterlab import commands  # noqa: PLC0415 - heavy

        # JupyterLab would start Node.js to learn of a registry that nothing here asks.
        commands._yarn_config = lambda _: {"yarn config": {}, "npm config": {}}  # noqa: SLF001
    for name in names:
        with IMPORTING, contextlib.suppress(Exception):
            importlib.import_module(name)


def install(server: ServerApp) -> Tools:
    """Let the server load its tools later; call it once it is initialized.

    The guard stands before it: only those who may use the tools have them loaded.
    """
    tools = Tools(server)
    rules: list[Rule] = server.web_app.default_router.rules
    guards = sum(not isinstance(rule.matcher, HostMatches) for rule in rules) - 1
    rules.insert(max(0, guards), Rule(_Wanted(tools), tools))
    return tools


class _Wanted(Matcher):
    """Matches what may need the tools, until they are there."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self.settings = tools.server.web_app.settings

    def match(self, request: HTTPServerRequest) -> dict[str, Any] | None:
        path = request.path.removeprefix(self.settings["base_url"])
        all_of_them = not OF_VOILA.fullmatch(path)
        if self.tools.are_there(all_of_them=all_of_them) or THERE_AT_ONCE.fullmatch(path):
            return None
        provider: SchoolIdentity = self.settings["identity_provider"]
        role = provider.role_of_request(request, self.settings["cookie_secret"])
        is_wanted = role == LECTURER or (role == LEARNER and not all_of_them)
        return {"all_of_them": all_of_them} if is_wanted else None


class _Patient(HTTPMessageDelegate):
    """Keeps a request until the tools are there, then hands it on."""

    def __init__(self, tools: Tools, request: HTTPServerRequest, *, all_of_them: bool) -> None:
        self.tools, self.request, self.all_of_them = tools, request, all_of_them
        self.delegate: HTTPMessageDelegate | None = None

    async def headers_received(
        self, start_line: RequestStartLine | ResponseStartLine, headers: HTTPHeaders
    ) -> None:
        """Wait, then let the server find who answers."""
        await self.tools.ready(all_of_them=self.all_of_them)
        self.delegate = self.tools.server.web_app.find_handler(self.request)
        waiting = self.delegate.headers_received(start_line, headers)
        if waiting is not None:
            await waiting

    def data_received(self, chunk: bytes) -> Any:
        """Hand on a part of the body."""
        return self.delegate.data_received(chunk) if self.delegate else None

    def finish(self) -> None:
        """Hand on the end of the request."""
        if self.delegate:
            self.delegate.finish()

    def on_connection_close(self) -> None:
        """Hand on that nobody waits any more."""
        if self.delegate:
            self.delegate.on_connection_close()
