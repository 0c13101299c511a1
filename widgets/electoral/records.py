"""What can be looked at after a polling day: papers, slips, piles, the form on the wall.

Every record is a column with one entry a station, or one row a station.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from electoral.ballots import MOBILE, OWN, STATIONARY, Ballots, tally
from electoral.marks import DISPUTED, SQUARES, Hand
from electoral.station import CANDIDATES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from electoral.disturb import Marks
    from electoral.plan import Plan

PILES = (*CANDIDATES, "against_ev", "invalid")
"""The lines of the protocol that the six piles give."""

NOBODY = SQUARES + 2
"""What a ballot expresses that no voter cast."""

RECORDS = {
    "listed": "voters on the list",
    "delivery": "ballots on the delivery note",
    "signatures": "signatures for ballots: at the station, in the register of out-of-station voting",
    "identified": "voters on the slip of the identification device",
    "spoiled": "ballots spoiled and replaced",
    "unused": "unused ballots, counted and cancelled",
    "slip": "the machine's slip: five squares and invalid",
    "slip_total": "the sum of the machine's slip",
    "sent": "the slip as the server received it; -1 where nothing arrived",
    "clock": "minutes by which the machine's clock is wrong",
    "restarts": "how often the machine was started again",
    "fed": "papers in the stationary box",
    "mobile": "papers in the mobile box",
    "foreign": "papers in the boxes that are not this station's",
    "doubtful": "ballots in the stationary box that a machine can doubt and a person need not",
    "disputed": "ballots about which the commission voted",
    "piles": "a recount of all piles: five squares and invalid",
    "mobile_piles": "the same, of the mobile box alone",
    "counted": "the piles as the commission counted them",
    "seen": "incidents that people in the room could see",
    "truth": "what the voters expressed: nobody's record, for comparison in this model",
}
"""What each record is."""


def records_of(  # noqa: PLR0913, PLR0917 - the papers of a day are many
    plan: Plan,
    ballots: Ballots,
    right: NDArray[np.uint8],
    came: NDArray[np.int64],
    spoiled: NDArray[np.int64],
    marks: Marks,
) -> dict[str, NDArray[np.int64]]:
    """Return the records of the day, see `RECORDS`.

    Args:
        plan: what the day began with.
        ballots: the ballots, read and sorted.
        right: the piles before anyone put a ballot on a wrong one.
        came: voters who came.
        spoiled: ballots spoiled and replaced.
        marks: what the acts left beside the ballots.
    """
    outside = came * plan.outside // 1000
    papers = np.diff(ballots.starts)
    meant = _meant(ballots, right)
    read, piles, counted, truth = tally(ballots, ballots.machine, right, ballots.pile, meant)
    slip = (read + marks.again)[:, : SQUARES + 1]
    mobile = _part(ballots, np.flatnonzero(ballots.box == MOBILE), right)
    unusual, hands = ballots.unusual, ballots.hand[ballots.unusual]
    doubted = (hands > Hand.CLEAR) & (hands < Hand.BLANK)
    hard = unusual[doubted & (ballots.box[unusual] == STATIONARY)]
    disputed = unusual[doubted & (hands != Hand.PALE)]
    return {
        "listed": plan.voters.copy(),
        "delivery": plan.received.copy(),
        "signatures": np.stack([came - outside + marks.forged, outside], axis=1),
        "identified": came.copy(),
        "spoiled": spoiled,
        "unused": plan.received - came - spoiled - marks.taken,
        "slip": slip,
        "slip_total": slip.sum(axis=1),
        "sent": np.where(marks.silent[:, None], -1, slip),
        "clock": marks.clock,
        "restarts": marks.restarts,
        "fed": papers - mobile.sum(axis=1),
        "mobile": mobile.sum(axis=1),
        "foreign": _part(ballots, np.flatnonzero(ballots.stock != OWN)).sum(axis=1),
        "doubtful": _part(ballots, hard).sum(axis=1),
        "disputed": _part(ballots, disputed).sum(axis=1),
        "piles": piles[:, : SQUARES + 1],
        "mobile_piles": mobile,
        "counted": counted[:, : SQUARES + 1],
        "seen": marks.seen,
        "truth": truth[:, : SQUARES + 1],
    }


def form_of(records: dict[str, NDArray[np.int64]]) -> dict[str, NDArray[np.int64]]:
    """Return the enlarged form: every line of the protocol, as the commission counted it."""
    signatures, piles = records["signatures"], records["counted"]
    return {
        "voters": records["listed"],
        "received": records["delivery"],
        "cancelled": records["unused"] + records["spoiled"],
        "issued": signatures.sum(axis=1),
        "issued_station": signatures[:, 0],
        "issued_outside": signatures[:, 1],
        "valid": piles[:, :SQUARES].sum(axis=1),
        "invalid": piles[:, SQUARES],
        **{line: piles[:, square] for square, line in enumerate(PILES[:SQUARES])},
    }


def _meant(ballots: Ballots, right: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return what each voter expressed; where it is disputed, what the commission decided."""
    meant = ballots.meant.copy()
    hands = ballots.hand[ballots.unusual]
    disputed = ballots.unusual[(hands == DISPUTED[0]) | (hands == DISPUTED[1])]
    disputed = disputed[ballots.stock[disputed] == OWN]
    meant[disputed] = right[disputed]
    meant[np.flatnonzero(ballots.added)] = NOBODY
    return meant


def _part(
    ballots: Ballots, found: NDArray[np.int64], codes: NDArray[np.uint8] | None = None
) -> NDArray[np.int64]:
    """Count these few ballots by station and code."""
    stations = np.searchsorted(ballots.starts, found, side="right") - 1
    keys = stations * 8 + (0 if codes is None else codes[found])
    count = ballots.starts.size - 1
    return np.bincount(keys, minlength=count * 8).reshape(count, 8)[:, : SQUARES + 1]
