"""The cells of a page, run in one go: one request to the kernel, an answer for each cell.

Cells come back one by one, in their order, with what they show. A request that ends before its
last cell (an interruption, a reader who plays already, a cell that needs the kernel's own loop) is
followed by another with the rest, so that no cell costs the next ones their turn.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import time
from typing import TYPE_CHECKING, Any

from nbclient.exceptions import CellExecutionError, DeadKernelError
from voila.execute import VoilaExecutor, strip_code_cell_warnings

from electoral_binder.kernels.cells import MARK

if TYPE_CHECKING:
    from collections.abc import Sequence

REQUEST = "__import__('electoral_binder.kernels.cells', fromlist=['run']).run({cells!r})"
BETWEEN_LOOKS = 1.0
"""Seconds of silence after which one looks whether the kernel still lives."""


class PageExecutor(VoilaExecutor):
    """Runs the cells of a page and keeps what the kernel says of its widgets."""

    def __init__(self, nb: Any, **options: Any) -> None:
        super().__init__(nb, **options)
        self._request = ""
        """The number of the request that runs; empty when there is none."""
        self._asked: Any = None
        """The process that it runs in."""
        self._given_up: int | None = None
        """The cell that still runs though nobody waits for it any more."""

    async def next_cell(self, places: Sequence[int]) -> None:
        """Wait until a cell has run, and put into it what it shows.

        Args:
            places: Where the cell stands in the notebook, and after it those still to be run.

        Raises:
            CellExecutionError: it failed.
            DeadKernelError: the kernel has ended.
            TimeoutError: it runs longer than `timeout` seconds.
        """
        place, cell = places[0], self.nb.cells[places[0]]
        self.clear_before_next_output = False
        until = time.monotonic() + (self.timeout or float("inf"))
        while True:
            message = await self._told(places, until)
            content = message["content"]
            if mark := content.get("data", {}).get(MARK):
                if not mark.get("later"):
                    break
                self._request = ""  # the rest comes behind what a reader asked meanwhile
                continue
            if is_over(message):
                self._request = ""
                raise CellExecutionError("", "Interrupted", "It was interrupted.")
            if message["msg_type"] not in {"status", "execute_input"}:
                self.process_message(message, cell, place)
        if mark.get("alone"):
            self._request = ""
            await self.execute_cell(cell, None, place, store_history=False)
        elif mark["trouble"]:
            raise CellExecutionError("", mark["trouble"].partition("(")[0], mark["trouble"])
        strip_code_cell_warnings(cell)

    async def _told(self, places: Sequence[int], until: float) -> dict[str, Any]:
        """Return what is told next of the first cell; begin a request if none runs."""
        while True:
            if not self._request:
                self._asked = self._process
                cells = [(place, self.nb.cells[place].source) for place in places]
                self._request = self.client.execute(
                    REQUEST.format(cells=cells), store_history=False
                )
            try:
                message = await self._hear(until)
            except TimeoutError:
                self._given_up = places[0]
                raise
            if message["parent_header"].get("msg_id") != self._request:
                continue
            if self._given_up is None:
                return message
            if is_over(message):
                self._request, self._given_up = "", None
            elif message["content"].get("data", {}).get(MARK, {}).get("place") == self._given_up:
                self._given_up = None

    @property
    def client(self) -> Any:
        """The connection to the kernel."""
        return self.kc

    @property
    def _process(self) -> Any:
        """What runs the kernel: another one after Jupyter has started a dead kernel anew."""
        return getattr(getattr(self.km, "provisioner", None), "process", None)

    async def _lives(self) -> bool:
        return self._process is self._asked and await self.client.is_alive()

    async def _hear(self, until: float) -> dict[str, Any]:
        """Return the next message that the kernel tells to all."""
        socket = self.client.iopub_channel.socket
        while True:
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError
            try:
                async with asyncio.timeout(min(left, BETWEEN_LOOKS)):
                    parts = await socket.recv_multipart()
                break
            except TimeoutError:
                if not await self._lives():
                    raise DeadKernelError("The kernel ended.") from None
        # Not by the session: it would make dates of all that looks like one, many times a page.
        session = self.client.session
        _, (signature, *told) = session.feed_identities(parts)
        if session.auth and not hmac.compare_digest(signature, session.sign(told[:4])):
            raise ValueError("A message is not the kernel's.")
        header, parent, metadata, content = map(json.loads, told[:4])
        return {
            "header": header,
            "msg_type": header["msg_type"],
            "parent_header": parent,
            "metadata": metadata,
            "content": content,
            "buffers": told[4:],
        }


def is_over(message: dict[str, Any]) -> bool:
    """Return whether a message says that the kernel has done what it was asked."""
    return message["content"].get("execution_state") == "idle"
