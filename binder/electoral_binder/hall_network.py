"""The school's second door: the hall's network, through which learners come in, and nobody else.

The first door is this machine's own and stays as it is. The second listens at the addresses the
machine has in the hall's network, which are looked up without a question to another machine, and
follows them when the machine joins a network or leaves it. Who comes through it is marked, so
that the lecturer's key opens nothing there, and must have asked for one of these addresses: a
page from elsewhere that leads a name of its own to this machine is turned away.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import TYPE_CHECKING, Any

import psutil
from tornado import web
from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPServerConnectionDelegate
from tornado.ioloop import PeriodicCallback
from tornado.routing import Matcher, Rule

from electoral_binder.identity import is_from_hall
from electoral_binder.join import DOOR

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jupyter_server.serverapp import ServerApp
    from tornado.httputil import HTTPMessageDelegate, HTTPServerRequest

LOOK_SECONDS = 5.0
OTHERS = (
    *("docker", "br-", "virbr", "veth", "vmnet", "vboxnet", "lxc", "podman", "cni"),
    *("tun", "tap", "wg", "utun", "zt", "tailscale", "ppp", "wwan"),
)
"""Beginnings of the names of networks inside the machine, and of those that lead far away."""


def own_addresses() -> list[str]:
    """Return the addresses that this machine has in networks such as a hall's, without asking any.

    An address that can be reached from the whole internet is none of them.
    """
    states = psutil.net_if_stats()
    found = [
        told.address
        for name, all_told in psutil.net_if_addrs().items()
        if not name.lower().startswith(OTHERS) and name in states and states[name].isup
        for told in all_told
        if told.family == socket.AF_INET
    ]
    return sorted((address for address in found if is_of_a_hall(address)), key=_usual_first)


def is_of_a_hall(address: str) -> bool:
    """Return whether an address is one that a hall's network gives.

    >>> [is_of_a_hall(a) for a in ("192.168.1.5", "127.0.0.1", "8.8.8.8")]
    [True, False, False]
    """
    parsed = ipaddress.ip_address(address)
    return parsed.is_private and not (parsed.is_loopback or parsed.is_unspecified)


def _usual_first(address: str) -> tuple[bool, bool]:
    """Give an address that a machine drew itself, because nobody gave it one, the last place."""
    return ipaddress.ip_address(address).is_link_local, not address.startswith("192.168.")


class HallDoor:
    """Listens at the hall's addresses.

    Args:
        server: The school's server, initialized.
        port: The port, the same as at the first door.
        learner_token: The learners' key.
        fixed: Addresses to listen at; empty for those that the machine has in the hall.
        changed: Is told of the addresses whenever they are others than before.
    """

    def __init__(
        self,
        server: ServerApp,
        port: int,
        learner_token: str,
        *,
        fixed: Sequence[str] = (),
        changed: Callable[[list[str]], None],
    ) -> None:
        self.server, self.port, self.learner_token = server, port, learner_token
        self.fixed, self.changed = list(fixed), changed
        self._open: dict[str, HTTPServer] = {}
        server.web_app.settings[DOOR] = self
        rule = Rule(_AskedForAnother(self), web.ErrorHandler, {"status_code": 403})
        server.web_app.default_router.rules.insert(0, rule)
        self._looking = PeriodicCallback(self.look, LOOK_SECONDS * 1000)

    @property
    def addresses(self) -> list[str]:
        """Where learners find the school now, as a browser needs it, with their key."""
        path = f"{self.server.base_url}school/?token={self.learner_token}"
        return [f"http://{host}:{self.port}{path}" for host in self._open]

    def open(self) -> None:
        """Listen, and look from now on whether the machine's addresses change."""
        self.look(is_first=True)
        self._looking.start()

    def look(self, *, is_first: bool = False) -> None:
        """Listen at addresses that are new, and no more at those that are gone."""
        wanted = self.fixed or own_addresses()
        before = list(self._open)
        for host in [host for host in before if host not in wanted]:
            self._open.pop(host).stop()
        for host in [host for host in wanted if host not in self._open]:
            door = HTTPServer(
                _Marked(self.server.web_app),
                max_body_size=self.server.max_body_size,
                max_buffer_size=self.server.max_buffer_size,
            )
            try:
                door.listen(self.port, host)
            except OSError as error:  # another program has the port there, or the address is gone
                self.server.log.debug("The hall's address %s cannot be used: %s", host, error)
                continue
            self._open[host] = door
        if is_first or before != list(self._open):
            self.changed(self.addresses)

    def is_known(self, request: HTTPServerRequest) -> bool:
        """Return whether a request asked for this machine by a name of its own."""
        host = request.host_name.strip("[]")
        if is_from_hall(request):
            return host in self._open
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return host in self.server.local_hostnames


class _Marked(HTTPServerConnectionDelegate):
    """Hands requests to the school and marks that they come from the hall."""

    def __init__(self, application: web.Application) -> None:
        self.application = application

    def start_request(self, server_conn: object, request_conn: Any) -> HTTPMessageDelegate:
        """Mark where a request comes from."""
        request_conn.context.is_from_hall = True
        return self.application.start_request(server_conn, request_conn)

    def on_close(self, server_conn: object) -> None:
        """Hand on that a connection was closed."""
        self.application.on_close(server_conn)


class _AskedForAnother(Matcher):
    """Matches requests for a machine of another name."""

    def __init__(self, door: HallDoor) -> None:
        self.door = door

    def match(self, request: HTTPServerRequest) -> dict[str, Any] | None:
        return None if self.door.is_known(request) else {}
