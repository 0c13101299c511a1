"""What each act does to the ballots, to the machine and to the papers; the model's one place.

An act changes things where it would happen and nowhere else: what it leaves behind follows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from electoral.acts import MISSET, STREAK, Act, TooFewError
from electoral.ballots import MOBILE, OTHER_FORM, OWN, STATIONARY, UNSTAMPED, Ballots, read
from electoral.marks import GOOD_MARK, SQUARES, UNREAD, USUAL, Hand, judge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


@dataclass
class Marks:
    """What the acts leave behind beside the ballots, one entry a station."""

    taken: NDArray[np.int64]
    """Unused ballots that were taken from the table."""
    forged: NDArray[np.int64]
    """Signatures that no voter wrote."""
    again: NDArray[np.int64]
    """Readings counted a second time, by code, one row a station."""
    restarts: NDArray[np.int64]
    """How often the machine was started again."""
    clock: NDArray[np.int64]
    """Minutes by which its clock is wrong."""
    silent: NDArray[np.bool_]
    """Whether it sent nothing."""
    seen: NDArray[np.int64]
    """What people in the room could see happen."""


def marks_of(acts: Sequence[Act], stations: int) -> Marks:
    """Return the marks of those acts that touch no ballot."""
    nothing = np.zeros(stations, np.int64)
    marks = Marks(
        nothing.copy(),
        nothing.copy(),
        np.zeros((stations, 8), np.int64),
        nothing.copy(),
        nothing.copy(),
        np.zeros(stations, np.bool_),
        nothing.copy(),
    )
    for act in acts:
        if act.kind == "wrong_clock":
            marks.clock[act.station] += act.ballots
        elif act.kind == "no_modem":
            marks.silent[act.station] = True
    return marks


def in_the_box(
    ballots: Ballots, acts: Sequence[Act], unused: NDArray[np.int64], marks: Marks
) -> None:
    """Change what lies in the boxes: stuffing, carousel, ballots of another stack.

    Raises:
        TooFewError: there are not enough ballots for the act.
    """
    for act in acts:
        if act.kind == "stuffing":
            left = int(unused[act.station] - marks.taken[act.station])
            _enough(act, left, "unused ballots")
            _stuff(ballots, act)
            marks.taken[act.station] += act.ballots
            marks.forged[act.station] += act.ballots if act.covered else 0
            marks.seen[act.station] += 1
        elif act.kind in {"carousel", "wrong_stack"}:
            good = ballots.own & (ballots.hand != Hand.TWO) & (ballots.hand != Hand.BLANK)
            found = _next(ballots, act, good)
            ballots.stock[found] = OTHER_FORM if act.kind == "wrong_stack" else UNSTAMPED
            if act.kind == "carousel":
                ballots.choice[found], ballots.hand[found] = act.to, Hand.CLEAR
                ballots.other[found] = (act.to + 1) % SQUARES
                ballots.first[found], ballots.second[found] = GOOD_MARK


def at_the_sensor(ballots: Ballots, acts: Sequence[Act]) -> None:
    """Change how the machine reads: thresholds, dirt, the order of the squares."""
    for act in acts:
        part = ballots.of(act.station)
        reading = ballots.machine[part]
        if act.kind == "threshold":
            read(ballots, MISSET, part)
        elif act.kind == "streak":
            _streak(ballots, act)
        elif act.kind == "swapped_order":
            to, off = reading == act.to, reading == act.off
            reading[to], reading[off] = act.off, act.to


def in_the_memory(ballots: Ballots, acts: Sequence[Act], marks: Marks) -> None:
    """Change what the machine counts: jams, power cuts, lost memory.

    Raises:
        TooFewError: there are not enough ballots for the act.
    """
    for act in acts:
        if act.kind == "refeed":
            found = _next(ballots, act, ballots.machine != UNREAD)
            marks.again[act.station] += np.bincount(ballots.machine[found], minlength=8)
            marks.seen[act.station] += 1
        elif act.kind == "power_cut":
            ballots.machine[_next(ballots, act, ballots.machine != UNREAD)] = UNREAD
            marks.restarts[act.station] += 1
            marks.seen[act.station] += 1
        elif act.kind == "lost_memory":
            fed = _fed(ballots, act.station)
            ballots.machine[fed[: fed.size * act.at // 1000]] = UNREAD
            marks.again[act.station] = 0
            marks.restarts[act.station] += 1
            marks.seen[act.station] += 1


def at_the_table(ballots: Ballots, acts: Sequence[Act]) -> None:
    """Put ballots on a wrong pile.

    Raises:
        TooFewError: the pile that loses has too few ballots.
    """
    for act in acts:
        if act.kind == "mis_sorted":
            ballots.pile[_next(ballots, act, ballots.pile == act.off)] = act.to


def on_paper(
    form: dict[str, NDArray[np.int64]], acts: Sequence[Act]
) -> tuple[dict[str, NDArray[np.int64]], dict[str, NDArray[np.int64]]]:
    """Return the protocol as signed and as it arrived above.

    Raises:
        TooFewError: a candidate has fewer votes than are to be taken away.
    """
    protocol = {line: counts.copy() for line, counts in form.items()}
    for act in acts:
        if act.kind == "mis_typed":
            protocol[act.line][act.station] += act.ballots
    above = {line: counts.copy() for line, counts in protocol.items()}
    lines = [line for line in form if line.startswith("candidate_")] + ["against_ev"]
    for act in acts:
        if act.kind == "exchanged_copies":
            to, off = above[lines[act.to]], above[lines[act.off]]
            _enough(act, int(off[act.station]), "votes in the line that loses")
            to[act.station] += act.ballots
            off[act.station] -= act.ballots
    return protocol, above


def _stuff(ballots: Ballots, act: Act) -> None:
    count = act.ballots
    part = ballots.of(act.station)
    mobile = int((ballots.box[part] == MOBILE).sum())
    at = mobile + (part.stop - part.start - mobile) * act.at // 1000

    def same(value: int, kind: type) -> NDArray:
        return np.full(count, value, kind)

    ballots.insert(
        act.station,
        at,
        box=same(STATIONARY, np.uint8),
        choice=same(act.to, np.uint8),
        other=same((act.to + 1) % SQUARES, np.uint8),
        hand=same(Hand.CLEAR, np.uint8),
        first=same(GOOD_MARK[0], np.uint16),
        second=same(GOOD_MARK[1], np.uint16),
        coin=same(0, np.uint8),
        meant=same(act.to, np.uint8),
        stock=same(OWN, np.uint8),
        added=same(1, np.bool_),
        machine=same(UNREAD, np.uint8),
    )


def _streak(ballots: Ballots, act: Act) -> None:
    """Read again, from `at` on, with a dark line over one square."""
    fed = _fed(ballots, act.station)
    late = fed[fed.size * act.at // 1000 :]
    table = np.zeros((late.size, SQUARES), np.int64)
    rows = np.arange(late.size)
    table[rows, ballots.other[late]] = ballots.second[late]
    table[rows, ballots.choice[late]] = ballots.first[late]
    table[:, act.to] = np.minimum(table[:, act.to] + STREAK, 1000)
    ordered = np.sort(table, axis=1)
    square = table.argmax(axis=1).astype(np.uint8)
    ballots.machine[late] = judge(square, ordered[:, -1], ordered[:, -2], USUAL)


def _fed(ballots: Ballots, station: int) -> NDArray[np.int64]:
    """Return the places of the ballots in the stationary box, in the order of casting."""
    part = ballots.of(station)
    return part.start + np.flatnonzero(ballots.box[part] == STATIONARY)


def _next(ballots: Ballots, act: Act, good: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return the next ballots of the stationary box that are good for an act, from `at` on."""
    fed = _fed(ballots, act.station)
    order = np.roll(fed, -(fed.size * act.at // 1000))
    found = order[good[order]]
    _enough(act, found.size, "ballots for it in the box")
    return found[: act.ballots]


def _enough(act: Act, there: int, what: str) -> None:
    if act.ballots > there:
        raise TooFewError(
            f"{act.kind} of {act.ballots} needs as many {what}; station {act.station} has {there}."
        )
