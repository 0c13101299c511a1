"""The porter of a server: counts kernels and memory for the hall, and lets idle pages rest."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_client.session import utcnow
from tornado.ioloop import PeriodicCallback

from electoral_binder import memory
from electoral_binder.hall import Hall
from electoral_binder.kernels.ending import end

if TYPE_CHECKING:
    from logging import Logger

    from electoral_binder.page import School

PORTER = "electoral_porter"
"""Under this name the server's settings know the porter."""
LOOK_SECONDS = 5.0
COUNT_SECONDS = 20.0
"""For so long a count of free memory is taken to hold."""
MEASURE_SECONDS = 60.0
SAMPLED = 4
"""How many open lessons are measured at a time: it costs some work."""


class Porter:
    """Stands at the hall of one server.

    Args:
        school: Its settings: `most_kernels`, `rest_after` and `data`.
        kernels: The server's kernel manager.
        log: Where troubles are told.
    """

    def __init__(self, school: School, kernels: Any, log: Logger) -> None:
        self.school, self.kernels, self.log = school, kernels, log
        self.hall = Hall(self.most, self.alive)
        self.data = Path(school.data)
        self._counted = (-COUNT_SECONDS, 1)
        self._samples: deque[int] = deque(maxlen=50)
        self._measured_at = -MEASURE_SECONDS
        self._turn = 0
        self._looking: PeriodicCallback | None = None
        self._looks_after_pages = 0

    def alive(self) -> set[str]:
        """Return the ids of all kernels there are."""
        return set(self.kernels.list_kernel_ids())

    def most(self) -> int:
        """Return how many pages may have a kernel at once: as configured, or as fit."""
        if self.school.most_kernels > 0:
            return self.school.most_kernels
        when, most = self._counted
        if time.monotonic() - when > COUNT_SECONDS:
            known = memory.kept(self.data)
            lesson = known.lesson if known else memory.ASSUMED
            most = max(1, len(self.alive()) + memory.fitting(memory.free_memory(), lesson))
            self._counted = (time.monotonic(), most)
        return most

    def enter(self, who: str) -> str | None:
        """Let a page in, or let it wait: see `Hall.enter`."""
        if self._looking is None:
            self._looking = PeriodicCallback(self.look, LOOK_SECONDS * 1000)
            self._looking.start()
        self._looks_after_pages = 2
        return self.hall.enter(who)

    async def look(self) -> None:
        """Make room where somebody waits; now and then measure what lessons take."""
        try:
            for kernel_id in self.hall.idle_too_long(self.idle(), self.school.rest_after):
                self.hall.rest(kernel_id)
                await end(self.kernels, kernel_id)
            if self.hall.pages and time.monotonic() - self._measured_at > MEASURE_SECONDS:
                self._measured_at = time.monotonic()
                await self.measure()
            if self._looks_after_pages:
                self._looks_after_pages -= 1
                await asyncio.to_thread(memory.give_back)
        except Exception:  # the next look is not to be lost
            self.log.exception("The hall could not be looked after")

    def idle(self) -> list[tuple[str, float]]:
        """Return the kernels of pages that do nothing, and for how many seconds."""
        now, found = utcnow(), []
        for kernel_id in self.hall.pages:
            kernel = self.kernels.get_kernel(kernel_id)
            last = getattr(kernel, "last_activity", None)
            if last is not None and getattr(kernel, "execution_state", "") != "busy":
                found.append((kernel_id, (now - last).total_seconds()))
        return found

    async def measure(self) -> None:
        """Measure some open lessons, each in its turn, and keep what all measured ones say."""
        pages = self.hall.pages
        turn = [pages[(self._turn + step) % len(pages)] for step in range(min(SAMPLED, len(pages)))]
        self._turn += len(turn)
        processes = [process for name in turn if (process := self._process(name))]
        if samples := await asyncio.to_thread(memory.measure, processes):
            self._samples.extend(samples)
            await asyncio.to_thread(memory.keep, self.data, memory.summary(self._samples))

    def _process(self, kernel_id: str) -> int | None:
        """Return the process of a kernel, where it is one of this machine."""
        if kernel_id not in self.kernels:
            return None
        provisioner = getattr(self.kernels.get_kernel(kernel_id), "provisioner", None)
        process = getattr(provisioner, "pid", None)
        return process if isinstance(process, int) else None
