"""The end of a page's kernel, whatever the kernel is doing."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import Any

from jupyter_core.utils import ensure_async

SECONDS = 60.0
"""A kernel that has not been started anew by then never will be."""


async def end(manager: Any, kernel_id: str, *, now: bool = False) -> None:
    """End a kernel, if it is still there.

    Jupyter starts a kernel that has died anew; asked to end it just then, it would refuse, and
    the new one would stay until it is culled.

    Args:
        manager: The server's kernel manager.
        kernel_id: The kernel.
        now: Whether to kill it, without asking it to end.

    Raises:
        asyncio.InvalidStateError: it is started anew again and again.
    """
    until = time.monotonic() + SECONDS
    while kernel_id in manager:
        with suppress(Exception):  # whether it could be started is not what is asked here
            ready = asyncio.shield(manager.get_kernel(kernel_id).ready)
            await asyncio.wait_for(ready, until - time.monotonic())
        try:
            if kernel_id in manager:
                await ensure_async(manager.shutdown_kernel(kernel_id, now=now))
        except asyncio.InvalidStateError:  # it is being started anew since
            if time.monotonic() > until:
                raise
            await asyncio.sleep(0.1)
        else:
            return
