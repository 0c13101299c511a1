"""A full hall: how many pages may have a kernel at once, and a line for those who come later.

The hall knows nothing of servers: who stands in line is a page of a person, named "person page",
a kernel is an id, and the clock is given. A place is taken while a page's kernel starts and until
it has ended, and a little longer for whoever turns from one page to the next.

>>> hall = Hall(most=lambda: 1, alive=lambda: {"k1"}, clock=lambda: 0.0)
>>> hall.enter("aliya lesson") is not None, hall.enter("bek lesson") is None
(True, True)
>>> hall.standing("bek lesson").before
0
"""

from __future__ import annotations

import math
import secrets
import time
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

CALL_SECONDS = 75.0
"""How long a place is kept for a page that was called; a hidden one asks once a minute only."""
SILENT_SECONDS = 150.0
"""After so long without asking, a page in the line counts as closed."""
STARTING_SECONDS = 600.0
"""No page takes longer to be made: a place taken for one is free again then."""
TURNING_SECONDS = 5.0
"""How long a place is kept for a person whose page was closed: the next page may come."""
FEWEST_TURNS = 3
"""After so many turns of the line it can be said how long a wait will be."""
KNOWN_TURNS = 20
"""How many of the latest turns the estimate rests on."""
KNOWN_RESTING = 10_000
"""How many kernels that rest are remembered."""


@dataclass(frozen=True)
class Standing:
    """Where a page stands in the line."""

    before: int
    """How many are before it."""
    seconds: float | None = None
    """About how long it will wait; None as long as too little was seen to tell."""
    called: bool = False
    """Whether there is room for it now."""

    @property
    def minutes(self) -> int | None:
        """The wait in whole minutes, at least one; None if it is not known."""
        return None if self.seconds is None else max(1, math.ceil(self.seconds / 60))


@dataclass(frozen=True)
class Taken:
    """A place that is taken."""

    person: str
    until: float = math.inf
    """When the place is free again by itself."""


class Hall:
    """Admits pages in the order in which they came.

    Args:
        most: Says how many pages may have a kernel at once, now.
        alive: Says which kernels there are, now.
        clock: Says the time, in seconds.
    """

    def __init__(
        self,
        most: Callable[[], int],
        alive: Callable[[], Collection[str]],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most, self._alive, self._clock = most, alive, clock
        self._line: dict[str, float] = {}
        """Who waits, in order, and when each asked last."""
        self._called: dict[str, Taken] = {}
        """Places kept for pages that waited, by page."""
        self._turning: dict[str, Taken] = {}
        """Places kept for persons between two pages, by person."""
        self._starting: dict[str, Taken] = {}
        """Places of pages whose kernels start, by receipt."""
        self._pages: dict[str, Taken] = {}
        """Places of pages, by kernel."""
        self._resting: dict[str, None] = {}
        """Kernels that were ended because nobody used them."""
        self._turns: deque[float] = deque(maxlen=KNOWN_TURNS)
        """How long the line stood still before each of its latest turns, in seconds."""
        self._still_since = 0.0
        """When the line began, or turned last."""

    @property
    def waiting(self) -> int:
        """How many pages are in the line."""
        self._tidy()
        return len(self._line)

    @property
    def pages(self) -> list[str]:
        """The kernels of pages, the one opened first coming first."""
        self._tidy()
        return list(self._pages)

    def enter(self, who: str) -> str | None:
        """Take a place for a page: return a receipt for it, or None if it has to wait.

        Whoever has to wait stands in the line from now on.
        """
        self._tidy()
        now, person = self._clock(), _person(who)
        kept = self._called.pop(who, None) or self._turning.pop(person, None)
        if kept is None and (self._line or self._room() <= 0):
            self._queue(who)
            return None
        self._line.pop(who, None)
        receipt = secrets.token_hex(8)
        self._starting[receipt] = Taken(person, now + STARTING_SECONDS)
        return receipt

    def arrived(self, receipt: str, kernel_id: str | None) -> None:
        """Note that a page's kernel has started; with None, that there will be none."""
        taken = self._starting.pop(receipt, None)
        if kernel_id is not None and taken is not None:
            self._pages[kernel_id] = Taken(taken.person)

    def leave(self, who: str) -> None:
        """Note that a page that waited was closed."""
        self._line.pop(who, None)
        self._called.pop(who, None)

    def standing(self, who: str) -> Standing:
        """Return where a page stands, which shows that it is still open."""
        self._tidy()
        if who not in self._called:
            self._queue(who)
            self._tidy()
        if who in self._called:
            return Standing(0, 0.0, called=True)
        before = list(self._line).index(who)
        return Standing(before, self._wait(before))

    def rest(self, kernel_id: str) -> None:
        """Note that a page's kernel is ended because nobody uses it."""
        self._resting[kernel_id] = None
        while len(self._resting) > KNOWN_RESTING:
            del self._resting[next(iter(self._resting))]

    def is_resting(self, kernel_id: str) -> bool:
        """Return whether a kernel was ended because nobody used it."""
        return kernel_id in self._resting

    def idle_too_long(self, idle: Iterable[tuple[str, float]], limit: float) -> list[str]:
        """Return the kernels that are to make room: no more than are waited for, idlest first.

        Args:
            idle: Kernels that do nothing, and for how many seconds.
            limit: Seconds for which every page may be idle.
        """
        wanted = max(0, self.waiting - max(0, self._room()))
        known = [(seconds, name) for name, seconds in idle if name in self._pages]
        return [name for seconds, name in sorted(known, reverse=True) if seconds > limit][:wanted]

    def _room(self) -> int:
        kinds = (self._pages, self._starting, self._called, self._turning)
        return self._most() - sum(map(len, kinds))

    def _queue(self, who: str) -> None:
        """Put a page into the line, or note that it is still open."""
        now = self._clock()
        if not self._line:
            self._still_since = now
        self._line[who] = now

    def _wait(self, before: int) -> float | None:
        """Return how long it takes until the line has turned for a page, from its latest turns."""
        if len(self._turns) < FEWEST_TURNS:
            return None
        still = self._clock() - self._still_since
        usual = sum(self._turns) / len(self._turns)
        if still < usual:
            return (before + 1) * usual - still
        # It stands still for longer than it used to: perhaps it has become slower.
        return (before + 1) * (sum(self._turns) + still) / (len(self._turns) + 1)

    def _tidy(self) -> None:
        """Forget who left, and call who is next."""
        now, alive = self._clock(), self._alive()
        for kernel_id in [name for name in self._pages if name not in alive]:
            taken = self._pages.pop(kernel_id)
            rests = kernel_id in self._resting
            until = now if rests else now + TURNING_SECONDS
            self._turning[taken.person] = Taken(taken.person, until)
        for person in [name for name, taken in self._turning.items() if now >= taken.until]:
            del self._turning[person]
        for places in (self._starting, self._called):
            for name in [name for name, taken in places.items() if now > taken.until]:
                del places[name]
        for who in [name for name, asked in self._line.items() if now - asked > SILENT_SECONDS]:
            del self._line[who]
        for who in list(self._line):  # who only turned a page goes first
            if self._turning.pop(_person(who), None):
                self._call(who)
        while self._line and self._room() > 0:
            self._turns.append(now - self._still_since)
            self._still_since = now
            self._call(next(iter(self._line)))

    def _call(self, who: str) -> None:
        """Keep a place for a page that waits."""
        del self._line[who]
        self._called[who] = Taken(_person(who), self._clock() + CALL_SECONDS)


def _person(who: str) -> str:
    """Return whose page it is.

    >>> _person("aliya 05-protocol lesson")
    'aliya'
    """
    return who.partition(" ")[0]
