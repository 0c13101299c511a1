"""A client of a kernel that has just started, as soon as it can be heard and answered."""

from __future__ import annotations

import asyncio
from queue import Empty
from typing import Any

import zmq.asyncio
from nbclient.exceptions import DeadKernelError

SECONDS = 60.0
"""Longer than any kernel takes to answer for the first time."""


async def connect(manager: Any) -> Any:
    """Return a client of a manager's kernel, connected both ways.

    The client's own `wait_for_ready` does this and then listens for a fifth of a second whether
    there is silence, which nobody needs who knows the messages of a cell by its number.

    Raises:
        DeadKernelError: the kernel has ended.
        TimeoutError: it does not answer.
    """
    # With a context of its own it would have two threads, and end them while all others wait.
    client = manager.client(context=zmq.asyncio.Context.shadow(manager.context))
    client.start_channels()
    client.allow_stdin = False
    try:
        async with asyncio.timeout(SECONDS):
            while not await _answers(client):
                if not await client.is_alive():
                    raise DeadKernelError("The kernel ended before it answered.")  # noqa: TRY301
    except BaseException:
        client.stop_channels()
        raise
    return client


async def _answers(client: Any) -> bool:
    """Ask once; return whether the answer and what is told to all arrive here."""
    client.kernel_info()
    try:
        await client.get_shell_msg(timeout=1)
        await client.get_iopub_msg(timeout=0.2)
    except Empty:
        return False
    return True
