"""What machine a hall of learners needs, computed from what open lessons were measured to take.

Learners' own devices show the pages; the machine planned here runs the school: its server, and
a kernel for every open lesson.

>>> measured = Measured(lesson=40 * MB, largest=45 * MB, lessons=4, at="", server=200 * MB,
...                     seconds=0.5)
>>> need(60, measured)
Need(students=60, memory=4200000000, cores=2)
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from electoral_binder.memory import MB, Measured

SYSTEM = 1000 * MB
"""What an operating system with nothing else open is taken to use."""
SPARE = 1.25
"""Lessons that are worked in grow, and one may be larger than the mean."""
OPENING = 60.0
"""Seconds in which all learners open their lesson."""
SIZES = (2, 4, 8, 16, 32, 64, 128, 256)
"""Gigabytes of memory that machines are sold with."""


@dataclass(frozen=True)
class Need:
    """What a number of learners at once needs."""

    students: int
    memory: int
    """Bytes."""
    cores: int
    """Processor cores, if all open their lesson within `OPENING` seconds; 0 if not measured."""

    @property
    def gigabytes(self) -> int:
        """The memory of a machine that is sold and large enough, in gigabytes."""
        wanted = math.ceil(self.memory / (1000 * MB))
        return next((size for size in SIZES if size >= wanted), wanted)


def need(students: int, measured: Measured) -> Need:
    """Return what so many learners need who all have a lesson open.

    Args:
        students: How many.
        measured: What lessons and the server were measured to take.
    """
    lessons = students * measured.lesson * SPARE
    # Half of every core is left for moving sliders and for the machine itself.
    work = students * measured.seconds / OPENING / 0.5
    cores = max(2, math.ceil(work)) if measured.seconds else 0
    memory = SYSTEM + measured.server + lessons
    return Need(students, math.ceil(memory / (100 * MB)) * 100 * MB if memory else 0, cores)


def rows(students: int) -> list[int]:
    """Return the numbers of learners to show beside the one asked for.

    >>> rows(60), rows(25)
    ([10, 30, 60, 100], [10, 25, 30, 60, 100])
    """
    return sorted({10, 30, 60, 100, students})
