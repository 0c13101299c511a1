"""The kernels of a school's server: known from their first moment, and ended with the server.

Jupyter's own list of kernels fails while one of them is being born, and its server, told to end,
waits for every kernel that has not come yet. Here a kernel has a state at once, and a server that
ends lets kernels finish for a few seconds, no longer.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from jupyter_client.session import utcnow
from jupyter_server.services.kernels.kernelmanager import (
    AsyncMappingKernelManager,
    ServerKernelManager,
)
from traitlets import Unicode, default

from electoral_binder.channel import hang_up

if TYPE_CHECKING:
    from datetime import datetime

FAREWELL_SECONDS = 8.0
"""So long kernels may take to end by themselves: Jupyter gives each of them five."""
LAST_SECONDS = 3.0
"""So long it may take to end the others by force."""


class SchoolKernel(ServerKernelManager):
    """One kernel."""

    execution_state = Unicode("starting", allow_none=True, help="What the kernel does now.")

    @default("last_activity")
    def _born(self) -> datetime:
        return utcnow()


class SchoolKernels(AsyncMappingKernelManager):
    """All kernels of a server."""

    def __del__(self) -> None:
        """Leave the sockets to the system, which closes them when the server has ended.

        Jupyter's server asks for this as it ends. To close them here is to wait for those of
        whoever is still connecting to a kernel, sometimes for ever.
        """

    def __bool__(self) -> bool:
        """Be there even where no kernel is: Jupyter forgets those that have not come yet."""
        return True

    is_closing = False
    """Whether the server is about to end, so that no more kernels start."""

    @default("kernel_manager_class")
    def _default_kernel_manager_class(self) -> Any:
        return f"{__name__}.SchoolKernel"

    async def _async_start_kernel(self, **kwargs: Any) -> str:  # type: ignore[override]
        if self.is_closing:
            raise RuntimeError("The server ends.")
        return await super()._async_start_kernel(**kwargs)

    start_kernel = _async_start_kernel  # type: ignore[assignment]

    async def _async_shutdown_kernel(  # type: ignore[override]
        self, kernel_id: str, now: bool = False, restart: bool = False
    ) -> None:
        await super()._async_shutdown_kernel(kernel_id, now=now, restart=restart)
        if not restart:
            hang_up(kernel_id)

    shutdown_kernel = _async_shutdown_kernel  # type: ignore[assignment]

    async def _async_shutdown_all(self, now: bool = False) -> None:
        """End all kernels: those that are starting at once, the others in their own time."""
        self.is_closing = True
        for task in self._pending_kernels.values():
            task.cancel()  # Jupyter would wait for it, or stumble over it and never end
        self._pending_kernels.clear()
        await _some_seconds(
            FAREWELL_SECONDS, [self._async_shutdown_kernel(name, now=now) for name in self._kernels]
        )
        left = [kernel for kernel in self._kernels.values() if kernel.has_kernel]
        await _some_seconds(LAST_SECONDS, [kernel._async_kill_kernel() for kernel in left])  # noqa: SLF001

    shutdown_all = _async_shutdown_all  # type: ignore[assignment]


async def _some_seconds(seconds: float, doing: list[Any]) -> None:
    """Let things be done together, as far as they are done in time."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await asyncio.gather(*doing, return_exceptions=True)
