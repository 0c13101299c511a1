"""Addresses whose handlers are imported when they are first asked for, not as the server starts."""

from __future__ import annotations

from threading import RLock
from typing import TYPE_CHECKING, Any

from tornado.routing import Router
from tornado.util import import_object

if TYPE_CHECKING:
    from collections.abc import Callable

    from tornado.httputil import HTTPMessageDelegate, HTTPServerRequest
    from tornado.web import Application

IMPORTING = RLock()
"""Held while Voilà's modules are imported: they import each other in a circle, and two threads
that begin it at different places would each find the other's half."""


class Later(Router):
    """Stands in a server's list of addresses for a handler that is not imported yet.

    Args:
        application: The server's.
        name: The handler's module and class.
        settings: Makes what the handler is given, when it is first asked for.
    """

    SUPPORTED_METHODS = ()
    """Jupyter looks here for methods that let everybody in; whoever answers has none."""

    def __init__(
        self, application: Application, name: str, settings: Callable[[], dict[str, Any]]
    ) -> None:
        self.application, self.name, self.settings = application, name, settings
        self._handler: Any = None

    def find_handler(self, request: HTTPServerRequest, **parts: Any) -> HTTPMessageDelegate:
        """Return who answers."""
        if self._handler is None:
            with IMPORTING:
                self._handler = import_object(self.name)
        settings = self.settings()
        return self.application.get_handler_delegate(request, self._handler, settings, **parts)
