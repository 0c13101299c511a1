"""What each act leaves behind, and which comparison shows it: computed, never asserted.

A check compares two records that were made independently. Doubtful marks explain some
differences between machine and people; a trace is what they do not explain.

>>> from electoral.acts import Act
>>> from electoral.plan import plan
>>> sorted(detectable_by(Act("stuffing"), plan(hands="clear"), seed=1))
['K1', 'K4', 'observation']
>>> sorted(detectable_by(Act("stuffing", covered=True), plan(hands="clear"), seed=1))
['identified', 'observation']
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from electoral import protocol
from electoral.acts import Act
from electoral.day import Day, poll
from electoral.marks import SQUARES
from electoral.plan import plan as plan_of
from electoral.records import PILES
from electoral.station import LINES, STATION_RELATIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from electoral.plan import Plan


@dataclass(frozen=True)
class Check:
    """A comparison that an observer can make after the count."""

    id: str
    records: tuple[str, ...]
    """What must be looked at; "published" is the protocol as it arrived above."""


CHECKS = {
    check.id: check
    for check in (
        *(Check(relation.id, ("published",)) for relation in STATION_RELATIONS),
        Check("delivery", ("delivery", "published")),
        Check("signatures", ("signatures", "published")),
        Check("identified", ("identified", "signatures")),
        Check("machine_total", ("slip", "fed")),
        Check("machine_votes", ("slip", "counted", "mobile_piles", "doubtful")),
        Check("clock", ("clock",)),
        Check("restarts", ("restarts",)),
        Check("transmission", ("slip", "sent")),
        Check("copies", ("copies", "published")),
        Check("form", ("form", "published")),
        Check("piles", ("piles", "published")),
        Check("stock", ("foreign",)),
        Check("observation", ("seen",)),
    )
}
"""All checks, by id."""


def differences(day: Day) -> dict[str, NDArray[np.int64]]:
    """Return what each check finds, one entry a station; 0 where the records agree.

    Relations give left minus right. Checks of one number against another give the first minus
    the second; checks of several numbers give the sum of the absolute differences.
    """
    records, above = day.records, day.above
    issued = np.stack([above["issued_station"], above["issued_outside"]], axis=1)
    at_the_box = (records["counted"] - records["mobile_piles"] - records["slip"])[:, :SQUARES]
    published = np.stack([above[line] for line in PILES], axis=1)
    return {
        **protocol.differences(above, STATION_RELATIONS),
        "delivery": records["delivery"] - above["received"],
        "signatures": np.abs(records["signatures"] - issued).sum(axis=1),
        "identified": records["identified"] - records["signatures"].sum(axis=1),
        "machine_total": records["slip_total"] - records["fed"],
        "machine_votes": np.abs(at_the_box).sum(axis=1),
        "clock": records["clock"].copy(),
        "restarts": records["restarts"].copy(),
        "transmission": np.abs(records["sent"] - records["slip"]).sum(axis=1),
        "copies": _apart(day.copies, above),
        "form": _apart(day.form, above),
        "piles": np.abs(records["piles"] - published).sum(axis=1),
        "stock": records["foreign"].copy(),
        "observation": records["seen"].copy(),
    }


def traces(day: Day) -> dict[str, NDArray[np.bool_]]:
    """Return, for each check and station, whether it shows more than doubtful marks explain."""
    found = differences(day)
    return {
        check: difference > day.records["doubtful"] if check == "machine_votes" else difference != 0
        for check, difference in found.items()
    }


def traces_at(day: Day, station: int = 0) -> frozenset[str]:
    """Return the checks that show something at one station."""
    day.of(station)
    return frozenset(check for check, found in traces(day).items() if found[station])


def detectable_by(act: Act, plan: Plan, seed: int) -> frozenset[str]:
    """Return the checks that show this act and that are silent on the same day without it."""
    with_it = traces_at(poll(plan, seed, [act]), act.station)
    return with_it - traces_at(poll(plan, seed), act.station)


@lru_cache
def usual(kind: str) -> frozenset[str]:
    """Return the checks that show an act of this kind in a station of usual size."""
    return detectable_by(Act(kind), plan_of(hands="clear"), seed=1)


def foreign_form(lines: Mapping[str, Any]) -> dict[str, int]:
    """Return the lines of a protocol from elsewhere as numbers, if it has this form.

    Raises:
        ValueError: it is of another form, or a line is no count; the sentence names both.
    """
    missing = [line for line in LINES if line not in lines]
    if missing:
        raise ValueError(
            f"A protocol of this form has the lines {', '.join(LINES)}. "
            f"This one lacks {', '.join(missing)}; it has {', '.join(map(str, lines)) or 'none'}."
        )
    return {line: protocol.count_of(line, lines[line]) for line in LINES}


def _apart(
    one: Mapping[str, NDArray[np.int64]], other: Mapping[str, NDArray[np.int64]]
) -> NDArray[np.int64]:
    """Add up by how much two protocols differ, line by line."""
    return np.sum([np.abs(one[line] - other[line]) for line in LINES], axis=0)
