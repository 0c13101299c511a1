"""Two keys to one server: the learners' address opens the lessons, the lecturer's opens all.

Who somebody is stands in the signed login cookie, which a changed key makes worthless. A lecturer
is one at the school's own machine only: from the hall's network, neither key nor cookie makes one.
"""

from __future__ import annotations

import hmac
import ipaddress
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from jupyter_server.auth import User
from jupyter_server.auth.identity import PasswordIdentityProvider
from tornado.web import decode_signed_value
from traitlets import Unicode

if TYPE_CHECKING:
    from tornado.httputil import HTTPServerRequest
    from tornado.web import RequestHandler

LECTURER, LEARNER = "lecturer", "learner"
ROLES = (LECTURER, LEARNER)


class SchoolIdentity(PasswordIdentityProvider):
    """Knows a lecturer and a learner by their keys, and by the cookie that a key leads to."""

    learner_token = Unicode(help="What opens the learners' address, and nothing else.").tag(
        config=True
    )
    allow_password_change = False

    def role_of_token(self, given: str) -> str | None:
        """Return whose key this is; None if it is nobody's."""
        for role, token in ((LECTURER, self.token), (LEARNER, self.learner_token)):
            # Of equal length in time, so that a wrong key says nothing about the right one.
            if token and hmac.compare_digest(given.encode(), str(token).encode()):
                return role
        return None

    def role_of_request(self, request: HTTPServerRequest, cookie_secret: bytes) -> str | None:
        """Return who asks, before any handler was chosen; None for a stranger."""
        role = self._role_of_keys(request, cookie_secret)
        return role if role != LECTURER or is_at_home(request) else None

    def _role_of_keys(self, request: HTTPServerRequest, cookie_secret: bytes) -> str | None:
        if given := _given_token(request):
            return self.role_of_token(given)
        name = self.get_cookie_name(_Asking(request))  # type: ignore[arg-type]
        if (morsel := request.cookies.get(name)) is None:
            return None
        value = decode_signed_value(cookie_secret, name, morsel.value)
        user = self.user_from_cookie(value.decode()) if value else None
        return user.username if user else None

    async def get_user_token(self, handler: RequestHandler) -> User | None:
        """Return whose key the address carries."""
        return _let_in(handler, self.role_of_token(self.get_token(handler) or ""))

    def get_user_cookie(self, handler: RequestHandler) -> User | None:
        """Return whom the signed cookie names, if they may be that here."""
        user: Any = super().get_user_cookie(handler)
        return _let_in(handler, user.username) if user else None

    def user_from_cookie(self, cookie_value: str) -> User | None:
        """Return whom the signed cookie names, if it is one of the two."""
        try:
            name = json.loads(cookie_value)["username"]
        except (ValueError, KeyError, TypeError):
            return None
        return User(name) if name in ROLES else None

    def process_login_form(self, handler: RequestHandler) -> User | None:
        """Return whose key was typed in."""
        return _let_in(handler, self.role_of_token(handler.get_argument("password", default="")))

    def is_token_authenticated(self, handler: RequestHandler) -> bool:
        """Return whether a script of the lecturer asks, which needs no cookie's second proof.

        All learners know the same key: one could have another's browser send it, so that for
        them the key alone never stands for the page's own secret and origin.
        """
        user = handler.current_user
        is_lecturer = isinstance(user, User) and user.username == LECTURER
        return is_lecturer and super().is_token_authenticated(handler)

    def cookie_secret_hook(self, h: hmac.HMAC) -> hmac.HMAC:
        """Let a changed key end all logins made with the old one."""
        h = super().cookie_secret_hook(h)
        h.update(f"{self.token}\n{self.learner_token}".encode())
        return h


def is_lecturer(handler: RequestHandler) -> bool:
    """Return whether the whole server is open to whoever asks.

    On a server with one key, or on a person's own one at a hub, everybody is let in as that.
    """
    user: Any = handler.current_user
    provider = handler.settings.get("identity_provider")
    return bool(user) and (not isinstance(provider, SchoolIdentity) or user.username == LECTURER)


def may_teach(handler: RequestHandler) -> bool:
    """Return whether whoever asks is the lecturer by a key of their own.

    Where one key opens all, or a hub lets people in, a learner cannot be told from a lecturer.
    """
    provider = handler.settings.get("identity_provider")
    return isinstance(provider, SchoolIdentity) and is_lecturer(handler)


def is_from_hall(request: HTTPServerRequest) -> bool:
    """Return whether a request came through the door to the hall's network."""
    line = getattr(request, "connection", None)
    return getattr(getattr(line, "context", None), "is_from_hall", False)


def is_at_home(request: HTTPServerRequest) -> bool:
    """Return whether a request comes from the school's own machine, through its own door."""
    try:
        address = ipaddress.ip_address(request.remote_ip or "")
    except ValueError:
        return False
    return address.is_loopback and not is_from_hall(request)


def _let_in(handler: RequestHandler, role: str | None) -> User | None:
    """Return the person of a role, where there can be one."""
    may_be = role is not None and (role != LECTURER or is_at_home(handler.request))
    return User(role) if role and may_be else None


class _Asking:
    """As much of a handler as the name of a cookie needs."""

    def __init__(self, request: HTTPServerRequest) -> None:
        self.request = request


def _given_token(request: HTTPServerRequest) -> str:
    written = parse_qs(request.query).get("token", [""])[-1]
    header = PasswordIdentityProvider.auth_header_pat.match(
        request.headers.get("Authorization", "")
    )
    return written or (header[2] if header else "")
