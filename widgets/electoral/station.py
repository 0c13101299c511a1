"""One polling station that never existed, and the protocol that somebody typed of it.

Every station is made from a seed with whole-number arithmetic only, so that it is the same
on every machine. Its number has five digits, so that it is not taken for a real station.

>>> from electoral.protocol import violations
>>> violations(station(7).lines, STATION_RELATIONS)
[]
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import numpy as np

from electoral.protocol import corrections
from electoral.relations import kyrgyz, lines_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Kind = Literal["swapped_digits", "extra_thousand", "dropped_digit", "other_line"]

CANDIDATES = ("candidate_1", "candidate_2", "candidate_3", "candidate_4")
"""Candidates A, B, C and D."""

STATION_RELATIONS = kyrgyz(CANDIDATES)
"""K1 to K4 for a station; it has no third line and no unaccounted ballots."""

LINES = (
    *("voters", "received", "cancelled", "issued", "issued_station", "issued_outside"),
    *("valid", "invalid", *CANDIDATES, "against_ev"),
)
"""The lines of the protocol from top to bottom, as columns of `kg_2017_president`."""

EVIDENCE = {
    "delivery_note": "received",
    "signatures": "issued",
    "outside_register": "issued_outside",
    "pile_1": "candidate_1",
    "pile_2": "candidate_2",
    "pile_3": "candidate_3",
    "pile_4": "candidate_4",
    "pile_against": "against_ev",
    "pile_invalid": "invalid",
}
"""The papers beside the protocol, and the line each of them proves.

Voters who voted are the signatures for ballots (Constitutional Law № 68, Art. 39, edition
2015-2019). The other lines follow: cancelled by K1, issued at the station by K2, valid by
K3; K4 is the check that nothing was lost between the signatures and the piles.
"""


@dataclass(frozen=True)
class Station:
    """A made-up polling station after the count; its protocol is right."""

    number: int
    lines: dict[str, int]
    slips: dict[str, int]
    """The counts on the papers of `EVIDENCE`."""


@dataclass(frozen=True)
class Fault:
    """One line typed wrongly."""

    line: str
    kind: Kind
    right: int
    wrong: int


def station(seed: int) -> Station:
    """Return the station of this seed: 300 to 2,500 voters, every relation holds.

    Raises:
        ValueError: the seed is not a whole number, 0 or more.
    """
    return _station(_chance(seed))


def faulty(seed: int) -> tuple[Station, dict[str, int], Fault]:
    """Return the station of this seed, its protocol as typed, and the one wrong line in it.

    The kind of fault is drawn first, so that rare ones are met as often as common ones.
    """
    chance = _chance(seed)
    made = _station(chance)
    known = faults(made.lines)
    kinds = sorted({fault.kind for fault in known})
    kind = kinds[chance.integers(len(kinds))]
    lines = sorted({fault.line for fault in known if fault.kind == kind})
    line = lines[chance.integers(len(lines))]
    wrong = [fault for fault in known if (fault.kind, fault.line) == (kind, line)]
    fault = wrong[chance.integers(len(wrong))]
    return made, made.lines | {fault.line: fault.wrong}, fault


def faults(lines: Mapping[str, int]) -> list[Fault]:
    """Return every fault that can befall this protocol and that has one kind only.

    The number of voters stands in no relation, so no fault there could be found.
    """
    found: list[Fault] = []
    for line in lines_of(STATION_RELATIONS):
        right = lines[line]
        slips: dict[Kind, set[int]] = {
            "swapped_digits": _swapped(right),
            "dropped_digit": _dropped(right),
            "extra_thousand": {right + 1000} if right >= 100 else set(),
        }
        others = {count for other, count in lines.items() if other != line and count != right}
        typed = set().union(*slips.values())
        found += [Fault(line, "other_line", right, wrong) for wrong in sorted(others - typed)]
        for kind, wrongs in slips.items():
            found += [Fault(line, kind, right, wrong) for wrong in sorted(wrongs - others)]
    return found


def repairs(typed: Mapping[str, int], slips: Mapping[str, int]) -> dict[str, int]:
    """Return each line that, corrected alone, satisfies the relations and the papers.

    >>> made, typed, fault = faulty(7)
    >>> repairs(typed, made.slips) == {fault.line: fault.right}
    True
    """
    return {
        line: right
        for line, right in corrections(typed, STATION_RELATIONS).items()
        if all({**typed, line: right}[EVIDENCE[slip]] == count for slip, count in slips.items())
    }


def _chance(seed: int) -> np.random.Generator:
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
        raise ValueError(f"A seed must be a whole number, 0 or more, not {seed!r}.")
    return np.random.Generator(np.random.PCG64(int(seed)))


def _station(chance: np.random.Generator) -> Station:
    def between(least: int, most: int) -> int:
        return int(chance.integers(least, most, endpoint=True))

    number = between(10_000, 99_999)
    voters = between(300, 2_500)
    received = voters - between(0, voters // 50)
    issued = voters * between(350, 800) // 1000
    issued_outside = 1 + issued * between(5, 60) // 1000
    invalid = 1 + issued * between(2, 20) // 1000
    valid = issued - invalid
    against = 1 + valid * between(5, 25) // 1000
    votes = _shared(valid - against, [between(50, 1000) for _ in CANDIDATES])
    lines = {
        "voters": voters,
        "received": received,
        "cancelled": received - issued,
        "issued": issued,
        "issued_station": issued - issued_outside,
        "issued_outside": issued_outside,
        "valid": valid,
        "invalid": invalid,
        **dict(zip(CANDIDATES, votes, strict=True)),
        "against_ev": against,
    }
    return Station(number, lines, {slip: lines[line] for slip, line in EVIDENCE.items()})


def _shared(votes: int, weights: Sequence[int]) -> list[int]:
    """Share whole votes out in proportion to the weights, rounding at the borders."""
    total, borders = sum(weights), [0]
    for weight in weights:
        borders.append(borders[-1] + weight)
    edges = [votes * border // total for border in borders]
    return [after - before for before, after in pairwise(edges)]


def _swapped(right: int) -> set[int]:
    digits = str(right)
    swapped = {
        digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :] for i in range(len(digits) - 1)
    }
    return {int(text) for text in swapped if text[0] != "0"} - {right}


def _dropped(right: int) -> set[int]:
    digits = str(right)
    dropped = {digits[:i] + digits[i + 1 :] for i in range(len(digits))} if right > 9 else set()
    return {int(text) for text in dropped if text[0] != "0"}
