"""Grading on submit: what arrives in the exchange is collected and graded as it comes."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from electoral_grading.folders import Place, places
from electoral_grading.submit import watch

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from electoral_grading.settings import Settings

log = logging.getLogger(__name__)

WHOLE_CLASS = 500
"""So many arrivals are taken together."""


@dataclass
class Watch:
    """The submissions of one assignment: those that are there, then those that arrive."""

    settings: Settings
    assignment: str
    students: Collection[str] = ()
    """Only these; all where there are none."""
    busy: list[Place] = field(default_factory=list)
    """What could not be begun because it was under way; it is given again."""
    stop: Event = field(default_factory=Event)
    tell: Callable[[str], None] = log.warning
    """Takes a sentence about what could not be collected."""

    def places(self) -> Iterator[Place | None]:
        """Yield what is to be graded; None where there is nothing just now."""
        arrived: SimpleQueue[str] = SimpleQueue()
        Thread(target=self._listen, args=[arrived], daemon=True).start()
        yield from places(self.settings.root, self.assignment, self.students)
        while not self.stop.is_set():
            names = taken(arrived)
            if names and self.collect():
                yield from places(self.settings.root, self.assignment, names)
            again, self.busy[:] = self.busy[:], []
            yield from again
            yield None

    def _listen(self, arrived: SimpleQueue[str]) -> None:
        exchange, course = self.settings.exchange
        for arrival in watch(exchange, course, self.assignment, stop=self.stop):
            if not self.students or arrival.student in self.students:
                arrived.put(arrival.student)

    def collect(self) -> bool:
        """Collect what is newer than what is here, as the course's nbgrader does."""
        from nbgrader.auth import Authenticator  # noqa: PLC0415 - start-up time
        from nbgrader.coursedir import CourseDirectory  # noqa: PLC0415
        from nbgrader.exchange import ExchangeError, ExchangeFactory  # noqa: PLC0415

        config = self.settings.config
        folder = CourseDirectory(config=config)
        folder.root, folder.assignment_id = str(self.settings.root), self.assignment
        kind: Any = ExchangeFactory(config=config).Collect
        collecting = kind(
            coursedir=folder, authenticator=Authenticator(config=config), config=config
        )
        collecting.update = True
        try:
            collecting.start()
        except (ExchangeError, OSError) as error:
            self.tell(f"The exchange cannot be collected from: {error}")
            return False
        return True


def taken(arrived: SimpleQueue[str]) -> set[str]:
    """Return who has come meanwhile."""
    names: set[str] = set()
    while len(names) < WHOLE_CLASS:
        try:
            names.add(arrived.get_nowait())
        except Empty:
            break
    return names
