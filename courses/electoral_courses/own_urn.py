"""A student's own heap of ballots and own polling day, as the items of "The urn" need them.

Everything is computed from `electoral.urns`. The heap is the one that the view `HandCount` shows;
it is drawn until each typical mistake would give another count.

>>> own = own_heap(7)
>>> sum(own["answer"][line]["count"] for line in PILES)
40
>>> day = own_day(7)
>>> sum(day[f"is_{kind}"] for kind in PLANTED)
1
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from electoral.ballots import MOBILE
from electoral.marks import INVALID, SQUARES, Hand
from electoral.plan import chance_of
from electoral.protocol import evaluate
from electoral.records import PILES
from electoral.station import CANDIDATES, LINES, STATION_RELATIONS
from electoral.urns import PLANTED, heap, kind_of, planted
from electoral_courses.variants import Params

if TYPE_CHECKING:
    from electoral.day import Day

BALLOTS = 40
"""Ballots in a student's heap."""

SEEDS = 1_000_000
"""Seeds of heaps lie below; a link to the view carries them."""

MISTAKES = ("machine", "strict", "refused", "accepted", "pale", "blank")
"""Ways to count a heap wrongly: believe the machine's slip; refuse all that a machine doubts;
refuse all disputed ballots; accept them all; refuse pale marks; take ballots without a mark for
votes against all."""

HEAP_HIDDEN = ("answer", "gap", "gap_all", "gap_reversed", *(f"as_{name}" for name in MISTAKES))


def own_heap(seed: int) -> Params:
    """Return the params of the heap of this seed.

    `seed` is the seed for `HandCount`; `answer` is the whole protocol, with the column "count";
    the papers of the station stand under their own names; `heap` is what a camera measured.
    """
    chance = chance_of(seed)
    while True:
        drawn = int(chance.integers(SEEDS))
        day = heap(drawn, BALLOTS)
        counts = piles_by_mistake(day)
        if is_instructive(day, counts):
            break
    lines, kept = day.lines(), {name: counts[0] for name, counts in day.records.items()}
    slip, mobile = kept["slip"].tolist(), kept["mobile_piles"].tolist()
    gap = slip[INVALID] - (lines["invalid"] - mobile[INVALID])
    values: dict[str, Any] = {
        "seed": drawn,
        "ballots": BALLOTS,
        "given": {line: {"count": lines[line] if line == "voters" else None} for line in LINES},
        "answer": {line: {"count": lines[line]} for line in LINES if line != "voters"},
        "delivery_note": lines["received"],
        "unused": int(kept["unused"]),
        "spoiled": int(kept["spoiled"]),
        "signatures_station": lines["issued_station"],
        "signatures_outside": lines["issued_outside"],
        "heap": measured(day),
        **{f"as_{name}": as_cells(counts[name]) for name in MISTAKES},
        "as_unused": {"cancelled": {"count": int(kept["unused"])}},
        **{f"slip_{line}": count for line, count in zip(PILES, slip, strict=True)},
        "fed": int(kept["fed"]),
        "mobile": int(kept["mobile"]),
        "mobile_invalid": mobile[INVALID],
        "gap": gap,
        "gap_all": slip[INVALID] - lines["invalid"],
        "gap_reversed": -gap,
    }
    return Params(values, (*HEAP_HIDDEN, "as_unused"))


def is_instructive(day: Day, counts: dict[str, list[int]]) -> bool:
    """Tell whether every mistake shows in this heap, and each differently."""
    kept = {name: counts[0] for name, counts in day.records.items()}
    different = {tuple(piles) for piles in counts.values()}
    by_hand, outside = counts["right"][INVALID], kept["mobile_piles"][INVALID]
    return bool(
        len(different) == len(counts)
        and kept["spoiled"] > 0
        and 0 < outside < by_hand < kept["slip"][INVALID]
    )


def piles_by_mistake(day: Day) -> dict[str, list[int]]:
    """Return the six piles counted rightly and with each of the mistakes."""
    ballots, right = day.ballots, day.ballots.pile
    refused = np.where(ballots.disputed, INVALID, right)
    accepted = np.where(ballots.disputed, ballots.choice, right)
    pale = np.where(ballots.hand == Hand.PALE, INVALID, right)
    strict = np.where(ballots.disputed, INVALID, pale)
    blank = np.where(ballots.hand == Hand.BLANK, SQUARES - 1, right)
    sorted_so = {"right": right, "strict": strict, "refused": refused}
    sorted_so |= {"accepted": accepted, "pale": pale, "blank": blank}
    return {
        "machine": day.records["slip"][0].tolist(),
        **{name: np.bincount(piles, minlength=6).tolist() for name, piles in sorted_so.items()},
    }


def as_cells(piles: list[int]) -> dict[str, dict[str, int]]:
    """Return six piles as cells of the protocol."""
    return {line: {"count": count} for line, count in zip(PILES, piles, strict=True)}


def measured(day: Day) -> dict[str, list[Any]]:
    """Return the heap as columns: darkness of each square in thousandths, box, the commission's vote.

    `decided` names the pile of a ballot about which the commission voted, else it is None.
    """
    ballots = day.ballots
    dark = np.zeros((ballots.choice.size, SQUARES), np.int64)
    rows = np.arange(ballots.choice.size)
    dark[rows, ballots.other] = ballots.second
    dark[rows, ballots.choice] = ballots.first
    decided = [
        PILES[pile] if disputed else None
        for pile, disputed in zip(ballots.pile, ballots.disputed, strict=True)
    ]
    return {
        **{line: dark[:, square].tolist() for square, line in enumerate(PILES[:SQUARES])},
        "mobile": (ballots.box == MOBILE).tolist(),
        "decided": decided,
    }


def own_day(seed: int) -> Params:
    """Return the params of the day of this seed, on which one act of `PLANTED` happened.

    `given`, `editable` and `answer` make a table of comparisons with the columns "first",
    "second" and "difference"; `is_…` tells which act it was, `shows_…` what the papers show.
    """
    day = planted(seed)
    pairs, kind, ballots = compared(day), kind_of(day), day.acts[0].ballots
    gaps = {row: first - second for row, (first, second) in pairs.items()}

    def moved(*names: str) -> int:
        return sum(abs(gap) for row, gap in gaps.items() if row.startswith(names)) // 2

    values: dict[str, Any] = {
        "voters": int(day.records["listed"][0]),
        "given": {
            row: {"first": first, "second": second, "difference": 0}
            for row, (first, second) in pairs.items()
        },
        "editable": [[row, "difference"] for row in pairs],
        "papers": {row: list(pair) for row, pair in pairs.items()},
        "answer": {row: {"difference": gap} for row, gap in gaps.items()},
        "reversed": {row: {"difference": -gap} for row, gap in gaps.items() if gap},
        **{f"is_{one}": one == kind for one in PLANTED},
        "is_nothing": False,
        "shows_more_papers": gaps["K4"] < 0,
        "shows_more_signatures": gaps["identified"] < 0,
        "shows_machine_off": gaps["machine_total"] != 0,
        "shows_other_form": moved("form") > 0,
        "shows_other_piles": moved("recount") > 0,
        "shows_other_paper": gaps["stamps"] > 0,
        "gap_k1": gaps["K1"],
        "gap_k4": gaps["K4"],
        "gap_identified": gaps["identified"],
        "gap_machine": gaps["machine_total"],
        "moved_form": moved("form"),
        "moved_recount": moved("recount"),
        "unstamped": gaps["stamps"],
        "ballots": ballots,
        "ballots_twice": 2 * ballots,
        "ballots_reversed": -ballots,
    }
    return Params(values, set(values) - {"voters", "given", "editable", "papers"})


def compared(day: Day) -> dict[str, tuple[int, int]]:
    """Return the pairs of numbers that should be equal, first and second, by comparison."""
    kept, above = {name: counts[0] for name, counts in day.records.items()}, day.lines()
    by_hand = kept["counted"] - kept["mobile_piles"]
    relations = {relation.id: evaluate(relation, above) for relation in STATION_RELATIONS}
    by_candidate = {
        "machine": [(kept["slip"][square], by_hand[square]) for square in range(len(CANDIDATES))],
        "form": [(day.form[line][0], above[line]) for line in CANDIDATES],
        "recount": [(kept["piles"][at], above[line]) for at, line in enumerate(CANDIDATES)],
    }
    pairs = {
        **relations,
        "identified": (kept["identified"], kept["signatures"].sum()),
        "machine_total": (kept["slip_total"], kept["fed"]),
        **{
            f"{name}_{number}": pair
            for name, found in by_candidate.items()
            for number, pair in enumerate(found, 1)
        },
        "stamps": (kept["foreign"], 0),
    }
    return {row: (int(first), int(second)) for row, (first, second) in pairs.items()}
