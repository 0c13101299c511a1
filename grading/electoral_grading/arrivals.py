"""Which submissions have arrived whole: the newest of each learner, and each new one."""

from __future__ import annotations

import logging
import os
import threading
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from electoral_grading.disk import small_file
from electoral_grading.inbound import arrivals, inbound, parsed
from electoral_grading.receipts import NotAReceiptError, find
from electoral_grading.tree import SECRET, TIMESTAMP, Rules
from electoral_grading.verdicts import (
    DIFFERS,
    PLAIN,
    STRANGE,
    UNFINISHED,
    UNREADABLE,
    Verdict,
    verify,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from electoral_grading.inbound import Arrival

SLACK = timedelta(minutes=1)
"""How much a folder's name and its receipt may differ, for courses whose format has no seconds."""

LONGEST_TEXT = 1_000
"""Bytes of the small files that nbgrader writes."""

log = logging.getLogger(__name__)


def judged(found: Arrival, folder: Path | None = None) -> Verdict:
    """Judge whether a submission is whole: where it lies, or in a copy of it in `folder`."""
    folder = folder or found.path
    try:
        receipt = find(folder)
    except NotAReceiptError:
        return Verdict(UNREADABLE)
    if receipt is None:
        written = (folder / TIMESTAMP, folder / SECRET)  # in this order, after everything else
        return Verdict(PLAIN if all(_has_text(path) for path in written) else UNFINISHED)
    if (receipt.student, receipt.assignment) != (found.student, found.assignment):
        return Verdict(STRANGE)
    if abs(receipt.moment - found.time) > SLACK or time_of(folder) != found.time:
        return Verdict(DIFFERS, receipt.code, names=(TIMESTAMP,))
    return verify(receipt, folder)


def _has_text(path: Path) -> bool:
    try:
        return bool(small_file(path, LONGEST_TEXT))
    except OSError:
        return False


def time_of(folder: Path) -> datetime | None:
    """Return the time that nbgrader counts a submission's lateness by."""
    path = folder / TIMESTAMP
    try:
        return parsed(small_file(path, LONGEST_TEXT).decode().strip())
    except (OSError, ValueError):
        return None


def latest(exchange: Path | str, course: str, assignment: str) -> dict[str, Path]:
    """Return each learner's newest whole submission.

    Raises:
        OSError: the exchange cannot be read.
    """
    newest: dict[str, Path] = {}
    for one in reversed(arrivals(inbound(exchange, course), assignment)):
        if one.student in newest:
            continue
        if (verdict := judged(one)).good:
            newest[one.student] = one.path
        else:
            log.warning("%s is passed over. %s", one.path, verdict.tell("en"))
    return newest


def watch(  # noqa: PLR0913 - what to watch; how is named
    exchange: Path | str,
    course: str,
    assignment: str = "",
    *,
    interval: float = 1.0,
    seen: Collection[str] = (),
    stop: threading.Event | None = None,
) -> Iterator[Arrival]:
    """Yield each whole submission once, those that lie there first, then each that arrives.

    A submission that arrives during a scan is seen at the next: every scan reads all names.
    One that is not whole is looked at again when something in it has changed.

    Args:
        exchange: the exchange folder.
        course: the course's name in it.
        assignment: of this assignment only.
        interval: seconds between two scans.
        seen: names of folders that are not to be yielded.
        stop: set it, and the watch ends after what it is yielding.
    """
    place, stop = inbound(exchange, course), stop or threading.Event()
    done, refused, gone = set(seen), {}, False
    while not stop.is_set():
        try:
            present = arrivals(place, assignment)
            gone = False
        except OSError as error:  # a network folder comes and goes
            if not gone:
                log.warning("%s cannot be read: %s", place, error.strerror)
            present, gone = [], True
        for one in present:
            if one.path.name in done:
                continue
            state = _state(one.path)
            if refused.get(one.path.name) == state:
                continue
            if (verdict := judged(one)).good:
                done.add(one.path.name)
                yield one
                if stop.is_set():
                    return
            else:
                refused[one.path.name] = state
                log.warning("%s waits. %s", one.path, verdict.tell("en"))
        stop.wait(interval)


def _state(folder: Path) -> frozenset[tuple[str, int, int]]:
    """Return what changes when something in a folder is written; of a huge one, a part."""
    found = ((where, name) for where, _, names in os.walk(folder) for name in ["", *names])
    states = set()
    for where, name in islice(found, 2 * Rules().files):
        try:
            state = os.lstat(os.path.join(where, name))  # noqa: PTH118 - a thousand times
        except OSError:
            continue
        states.add((where + name, state.st_size, state.st_mtime_ns))
    return frozenset(states)
