"""What every answer tells a browser: load nothing from elsewhere, keep nothing but your own.

Each exception of the pages' policy has its reason beside it: with none at all, Chromium named
what lessons with widgets, charts, pictures and formulas ask for. No page makes code of a text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tornado.web import GZipContentEncoding, OutputTransform

from electoral_binder.identity import is_from_hall

if TYPE_CHECKING:
    from tornado.httputil import HTTPHeaders, HTTPServerRequest
    from tornado.web import Application

CLOSED = "accelerometer camera display-capture geolocation gyroscope microphone midi payment usb"
"""What no page of a school asks of a device."""
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in CLOSED.split()),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
}


def page_policy(host: str) -> str:
    """Return the policy of a page of the school.

    Args:
        host: The server's own name and port, as the browser knows it.
    """
    line = f"ws://{host} wss://{host}"  # some browsers do not count a websocket as 'self'
    return "; ".join(
        [
            "default-src 'none'",
            # blob: anywidget makes a script of each widget's file.
            "script-src 'self' blob:",
            # Scripts of Voilà, anywidget and plotly write their styles into the page.
            "style-src 'self' 'unsafe-inline'",
            # data: a picture beside a notebook is part of its page; blob: ipywidgets' Image.
            "img-src 'self' data: blob:",
            "font-src 'self'",
            f"connect-src 'self' {line}",
            "manifest-src 'self'",
            "media-src 'self' blob:",  # ipywidgets' Audio and Video
            "frame-src 'self'",  # the showcase shows one simulation after another in a frame
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        ]
    )


def tools_policy(host: str) -> str:
    """Return the policy of JupyterLab, Formgrader and plain Voilà: nothing from elsewhere.

    Their own scripts are written into their pages, and JupyterLab makes functions of texts.
    """
    return (
        "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; "
        f"connect-src 'self' ws://{host} wss://{host} data: blob:; "
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
    )


def completed(policy: str, ours: str) -> str:
    """Return a policy with those directives of ours that it lacks.

    >>> completed("frame-ancestors 'none'; report-uri /here", "img-src 'self'; frame-ancestors *")
    "frame-ancestors 'none'; report-uri /here; img-src 'self'"
    """
    parts = [part.strip() for part in policy.split(";") if part.strip()]
    said = {part.split()[0].lower() for part in parts}
    return "; ".join(parts + [part for part in ours.split("; ") if part.split()[0] not in said])


class Headers(OutputTransform):
    """Sets the headers of every answer, also of those that forget theirs."""

    def __init__(self, request: HTTPServerRequest) -> None:
        self.host = request.host
        # In a hall without encryption browsers do not know it, and complain.
        self.left_out = {"Cross-Origin-Opener-Policy"} if is_from_hall(request) else set()

    def transform_first_chunk(
        self,
        status_code: int,
        headers: HTTPHeaders,
        chunk: bytes,
        finishing: bool,  # noqa: ARG002 - as tornado calls it
    ) -> tuple[int, HTTPHeaders, bytes]:
        """Add what is missing, and leave out who made the server."""
        headers.pop("Server", None)
        for name, value in ALWAYS.items():
            if name not in self.left_out:
                headers[name] = value
        policy = headers.get("Content-Security-Policy", "")
        if "default-src" not in policy:
            headers["Content-Security-Policy"] = completed(policy, tools_policy(self.host))
        return status_code, headers, chunk


class PackedPage(GZipContentEncoding):
    """Packs the pages' own text, piece by piece as it is sent.

    Files are packed once and for all by `assets`. What a page holds is no secret that could be
    guessed from how well it packs: the page's own secret is masked anew in each answer.
    """

    def transform_first_chunk(
        self, status_code: int, headers: HTTPHeaders, chunk: bytes, finishing: bool
    ) -> tuple[int, HTTPHeaders, bytes]:
        """Pack nothing but HTML."""
        if not headers.get("Content-Type", "").startswith("text/html"):
            self._gzipping = False
            return status_code, headers, chunk
        return super().transform_first_chunk(status_code, headers, chunk, finishing)


def install(application: Application) -> None:
    """Let every answer of the server carry the headers, and pack its pages."""
    transforms: list[Any] = application.transforms
    for transform in (Headers, PackedPage):
        if transform not in transforms:
            transforms.append(transform)
