"""Control relations: what the lines of a protocol have to do with each other.

The Kyrgyz relations are those that the published table of 15 October 2017 satisfies in all
but four of its 53 rows. The Russian ones were checked on the 285,946 published protocols of
2018, 2021 and 2024 without one violation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@dataclass(frozen=True)
class Relation:
    """One control relation: the lines on the left, added up, against those on the right."""

    id: str
    left: tuple[str, ...]
    """Lines to add; a leading "-" on a line subtracts it."""
    sense: Literal["=", ">="]
    right: tuple[str, ...]


CANDIDATES_2017 = (
    "zarlykov_e",
    "umetalieva",
    "sariev_tem",
    "kochkorov",
    "masadykov",
    "babanov_om",
    "abdyldaev",
    "beknazarov",
    "zheenbekov",
    "madumarov",
    "maliev_ars",
)
"""The eleven candidates of 15 October 2017, as columns of `kg_2017_president`."""


def kyrgyz(
    candidates: Sequence[str], issued_in: Sequence[str] = ("issued_station", "issued_outside")
) -> tuple[Relation, ...]:
    """Return K1 to K4 for a protocol with these candidates.

    K4 counts the votes themselves and not the line of valid ballots, so that a slip of
    the pen in that one line breaks K3 alone.
    """
    votes = (*candidates, "against_ev")
    return (
        Relation("K1", ("received",), "=", ("cancelled", "issued")),
        Relation("K2", ("issued",), "=", tuple(issued_in)),
        Relation("K3", ("valid",), "=", votes),
        Relation("K4", ("issued",), "=", (*votes, "invalid")),
    )


KYRGYZ_2017 = kyrgyz(CANDIDATES_2017, ("issued_station", "issued_outside", "third_line"))
"""The relations that hold in the published table of 2017, but for its few errors."""

K4_EXPLAINED_2017 = Relation(
    "K4", ("issued",), "=", (*CANDIDATES_2017, "against_ev", "invalid", "unaccounted")
)
"""K4 with the published column of unaccounted ballots, which explains what K4 alone shows."""

RUSSIAN_12 = (
    Relation("R1", ("line_1",), ">=", ("line_3", "line_4", "line_5")),
    Relation(
        "R2", ("line_2",), "=", ("line_3", "line_4", "line_5", "line_6", "line_11", "-line_12")
    ),
    Relation("R3", ("line_7", "line_8"), "=", ("line_9", "line_10")),
    Relation("R4", ("line_10",), "=", ("votes",)),
)
"""The Russian protocol of federal elections (2018, 2021, 2024) in its line numbers.

1 on the list, 2 received, 3 issued early, 4 issued in the station, 5 issued outside,
6 cancelled, 7 in mobile boxes, 8 in stationary boxes, 9 invalid, 10 valid, 11 lost,
12 not accounted for on receipt; `votes` is the sum over the candidates or parties.
"""

NOT_CARRIED_AWAY = Relation("R5", ("line_3", "line_4", "line_5"), ">=", ("line_7", "line_8"))
"""Ballots found are at most ballots issued: a voter may carry one away, so no equation."""


def lines_of(relations: Iterable[Relation]) -> tuple[str, ...]:
    """Return every line that the relations speak of, once, in their order."""
    terms = (term for relation in relations for term in (*relation.left, *relation.right))
    return tuple(dict.fromkeys(term.removeprefix("-") for term in terms))


def formula(relation: Relation, labels: Mapping[str, str] | None = None) -> str:
    """Return the relation as one line of text, in the given words for the lines.

    >>> formula(KYRGYZ_2017[0])
    'received = cancelled + issued'
    """

    def side(terms: tuple[str, ...]) -> str:
        text = ""
        for term in terms:
            line = term.removeprefix("-")
            join = (" + " if text else "") if sign(term) > 0 else (" − " if text else "−")
            text += join + (labels or {}).get(line, line)
        return text

    sense = {"=": "=", ">=": "≥"}[relation.sense]
    return f"{side(relation.left)} {sense} {side(relation.right)}"


def sign(term: str) -> int:
    """Return whether a term of a relation is added (1) or subtracted (-1)."""
    return -1 if term.startswith("-") else 1
