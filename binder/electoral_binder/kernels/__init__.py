"""Kernels that start in a fraction of a second, forked from a process that has loaded everything.

A server that names `PROVISIONER` as its provisioner starts such a process in the background; it
ends with the server, and with it every kernel it forked. Where there can be none (another system
than Linux, another Python than the server's, something failed), kernels start as Jupyter starts
them and nobody notices but by the clock.

What a forked kernel has of its own: its folder, its whole environment, its chance, its session
of processes, its output. What it shares with the others of its server: how `hash("text")` comes
out, and where things lie in memory. It is not a wall between people who distrust each other.
"""

from __future__ import annotations

import asyncio
import os
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp

BEGINS_AFTER = 1.5
"""Seconds after which a server begins its warm process: the first page comes first."""
PROVISIONER = "electoral-warm"
"""The name of our provisioner, in `pyproject.toml` and in a server's settings."""


def best_provisioner() -> str | None:
    """Return the provisioner's name where it is installed and can do more than Jupyter's own.

    Jupyter's variable `JUPYTER_DEFAULT_PROVISIONER_NAME=local-provisioner` switches it off.
    """
    from electoral_binder.kernels.warm import IS_POSSIBLE  # noqa: PLC0415 - the package is light

    if "JUPYTER_DEFAULT_PROVISIONER_NAME" in os.environ:
        return None
    known = entry_points(group="jupyter_client.kernel_provisioners", name=PROVISIONER)
    return PROVISIONER if IS_POSSIBLE and known else None


def begin(server: ServerApp) -> None:
    """Start the warm process of a server that uses it, so that the first page finds it ready."""
    chosen = server.config.KernelProvisionerFactory.get("default_provisioner_name")
    if chosen == PROVISIONER:
        from electoral_binder.kernels.warm import warm  # noqa: PLC0415 - the package is light

        async def begin_beside() -> None:
            await asyncio.to_thread(warm.begin)

        server.io_loop.call_later(BEGINS_AFTER, begin_beside)
