"""Where the school runs: the application, the pages, Binder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    """Tell the Jupyter server that this package adds pages to it."""
    return [{"module": "electoral_binder"}]


def _load_jupyter_server_extension(server_app: ServerApp) -> None:
    """Add the school's pages to a Jupyter server."""
    from electoral_binder.kernels import begin  # noqa: PLC0415 - the application starts without

    begin(server_app)
    from electoral_binder.pages import add_pages  # noqa: PLC0415

    add_pages(server_app)
