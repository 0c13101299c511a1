"""A results protocol and the relations that its lines must satisfy.

A protocol is a mapping from lines to counts. A relation says that some lines, added up,
equal some others. Consistency is not truth: a false protocol can satisfy every relation.

>>> protocol = {"received": 1000, "cancelled": 400, "issued": 601}
>>> [(v.relation.id, v.difference) for v in violations(protocol, KYRGYZ_2017[:1])]
[('K1', -1)]
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from electoral.relations import (
    CANDIDATES_2017,
    K4_EXPLAINED_2017,
    KYRGYZ_2017,
    NOT_CARRIED_AWAY,
    RUSSIAN_12,
    Relation,
    formula,
    kyrgyz,
    lines_of,
    sign,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

__all__ = [
    "CANDIDATES_2017",
    "K4_EXPLAINED_2017",
    "KYRGYZ_2017",
    "LARGEST",
    "NOT_CARRIED_AWAY",
    "RUSSIAN_12",
    "Lines",
    "Relation",
    "Violation",
    "complete",
    "corrections",
    "count_of",
    "differences",
    "evaluate",
    "formula",
    "holds",
    "kyrgyz",
    "lines_of",
    "totals",
    "violated",
    "violations",
]

LARGEST = 10**12
"""No line is larger: below it the sums of whole columns stay exact in 64 bits."""


class Lines(Protocol):
    """A protocol (line to count) or a table of them (line to column): dict or DataFrame."""

    def __contains__(self, line: Any, /) -> bool: ...
    def __getitem__(self, line: Any, /) -> Any: ...


@dataclass(frozen=True)
class Violation:
    """A relation that a protocol breaks, with both sides as they were added up."""

    relation: Relation
    left: int
    right: int
    difference: int
    """left - right"""


def count_of(line: str, value: Any) -> int:
    """Return the value of a line as an int.

    Raises:
        ValueError: it is not a whole number from 0 to `LARGEST`.
    """
    value = value.item() if isinstance(value, np.generic) else value
    whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    if not whole or isinstance(value, bool):
        raise ValueError(f"Line {line} must be a whole number, and it says {value!r}.")
    if not 0 <= value <= LARGEST:
        raise ValueError(f"Line {line} must be a number from 0 to {LARGEST}, not {value!r}.")
    return int(value)


def complete(relation: Relation, lines: Lines) -> bool:
    """Tell whether each line of the relation is there and filled in (not None)."""
    return all(line in lines and lines[line] is not None for line in lines_of([relation]))


def evaluate(relation: Relation, lines: Lines) -> tuple[int, int]:
    """Return the left and the right side of the relation, added up.

    Raises:
        ValueError: a line is missing, negative or not a whole number.
    """
    counts = {line: count_of(line, _of(relation, lines, line)) for line in lines_of([relation])}
    left, right = (
        sum(sign(term) * counts[term.removeprefix("-")] for term in side)
        for side in (relation.left, relation.right)
    )
    return left, right


def holds(relation: Relation, difference: int) -> bool:
    """Tell whether the relation holds when left - right is `difference`."""
    return difference == 0 if relation.sense == "=" else difference >= 0


def violations(lines: Lines, relations: Iterable[Relation] = KYRGYZ_2017) -> list[Violation]:
    """Return what the protocol breaks, in the order of the relations.

    Lines that no relation speaks of are not looked at.
    """
    sides = [(relation, *evaluate(relation, lines)) for relation in relations]
    return [
        Violation(relation, left, right, left - right)
        for relation, left, right in sides
        if not holds(relation, left - right)
    ]


def differences(
    columns: Lines, relations: Iterable[Relation] = KYRGYZ_2017
) -> dict[str, NDArray[np.int64]]:
    """Return left - right of each relation for all protocols of a table at once.

    >>> differences({"valid": [9, 7], "votes": [9, 8]}, [Relation("V", ("valid",), "=", ("votes",))])
    {'V': array([ 0, -1])}
    """
    result: dict[str, NDArray[np.int64]] = {}
    for relation in relations:
        table = {line: _column(line, _of(relation, columns, line)) for line in lines_of([relation])}
        if len({column.shape for column in table.values()}) > 1:
            sizes = ", ".join(f"{line}: {column.size}" for line, column in table.items())
            raise ValueError(f"Relation {relation.id} needs columns of one length ({sizes}).")
        left, right = (
            sum(sign(term) * table[term.removeprefix("-")] for term in side)
            for side in (relation.left, relation.right)
        )
        result[relation.id] = np.asarray(left - right, dtype=np.int64)
    return result


def violated(columns: Lines, relations: Sequence[Relation] = KYRGYZ_2017) -> NDArray[np.bool_]:
    """Return, for each protocol of a table, whether it breaks at least one relation."""
    found = differences(columns, relations)
    broken = [
        found[relation.id] != 0 if relation.sense == "=" else found[relation.id] < 0
        for relation in relations
    ]
    return np.logical_or.reduce(broken)


def corrections(lines: Lines, relations: Sequence[Relation] = KYRGYZ_2017) -> dict[str, int]:
    """Return each line that, corrected alone, repairs every relation, with its new value.

    None found: more than one line is wrong. Several found: the relations cannot tell which
    one is wrong, and only evidence outside the protocol can. A protocol without violations
    needs no correction.

    >>> corrections({"received": 10, "cancelled": 4, "issued": 5}, KYRGYZ_2017[:1])
    {'received': 9, 'cancelled': 5, 'issued': 6}
    """
    broken = violations(lines, relations)
    repairs: dict[str, int] = {}
    for line in lines_of(violation.relation for violation in broken):
        shifts = {
            -violation.difference * weight
            if (weight := _weight(violation.relation, line))
            else None
            for violation in broken
        }
        shift = shifts.pop()
        if shifts or shift is None or not 0 <= (value := int(lines[line]) + shift) <= LARGEST:
            continue
        used = lines_of(relations)
        if not violations({name: lines[name] for name in used} | {line: value}, relations):
            repairs[line] = value
    return repairs


def totals(protocols: Iterable[Lines], lines: Sequence[str]) -> dict[str, int]:
    """Return the protocol of all protocols together, line by line.

    >>> totals([{"issued": 3}, {"issued": 4}], ["issued"])
    {'issued': 7}
    """
    listed = list(protocols)
    for number, protocol in enumerate(listed, start=1):
        for line in lines:
            if line not in protocol:
                raise ValueError(f"Protocol {number} of {len(listed)} has no line {line}.")
    return {line: sum(count_of(line, protocol[line]) for protocol in listed) for line in lines}


def _weight(relation: Relation, line: str) -> int:
    """How left - right changes when the line grows by one (each line stands once)."""
    left = sum(sign(term) for term in relation.left if term.removeprefix("-") == line)
    right = sum(sign(term) for term in relation.right if term.removeprefix("-") == line)
    return left - right


def _of(relation: Relation, lines: Lines, line: str) -> Any:
    if line not in lines:
        raise ValueError(f"Relation {relation.id} needs line {line}, and the protocol has none.")
    return lines[line]


def _column(line: str, values: Any) -> NDArray[np.int64]:
    array = np.asarray(values, dtype=None if hasattr(values, "dtype") else object)
    sound = array.dtype.kind in "iu" and array.size > 0
    if sound and array.min() >= 0 and array.max() <= LARGEST:
        return array.astype(np.int64)
    counts = [count_of(f"{line}, row {row},", value) for row, value in enumerate(array.flat)]
    return np.array(counts, dtype=np.int64).reshape(array.shape)
