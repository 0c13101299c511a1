"""The check of a table that is to be filled in or corrected."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from electoral_courses.checks.clicked import BAD_FORM, NO_ANSWER, read_number
from electoral_courses.checks.plain import is_number, show
from electoral_courses.checks.result import Result, found
from electoral_courses.items import exact
from electoral_courses.variants import resolve

Cell = tuple[str, str]
Data = Mapping[str, Any]


def editable(item: Data) -> list[Cell]:
    """Return the cells that the learner may change: those named, or those left empty."""
    if item.get("editable"):
        return [(str(row), str(column)) for row, column in item["editable"]]
    return [
        (row, column)
        for row, cells in item["given"].items()
        for column, value in cells.items()
        if value is None
    ]


def table(item: Data, answer: Any) -> Result:
    """The share of cells put right, less those that were right and are so no longer.

    A table handed back as it was given earns nothing.
    """
    cells = editable(item)
    if not isinstance(answer, dict) or not _fits(answer, cells):
        return BAD_FORM
    given = {cell: _start(item, cell) for cell in cells}
    now = {cell: _cell(answer, cell, given[cell]) for cell in cells}
    if all(_same(now[cell], given[cell]) for cell in cells):
        return NO_ANSWER
    right = {(row, column): item["answer"][row][column] for row, column in cells}
    asked = [cell for cell in cells if not _same(given[cell], right[cell])]
    good = {cell: _same(now[cell], right[cell]) for cell in cells}
    hits = sum(good[cell] for cell in asked)
    spoiled = sum(not good[cell] for cell in cells if cell not in asked)
    share = Fraction(max(0, hits - spoiled), max(1, len(asked)))
    parts = tuple((f"{row}.{column}", good[row, column]) for row, column in cells)
    evidence: dict[str, Any] = {"found": hits, "of": len(asked)}
    if all(good.values()):
        return found(1, "right", evidence, parts)
    for mistake in item.get("mistakes") or ():
        if all(_same(now.get(cell), value) for cell, value in _cells(mistake["answer"])):
            return found(share, mistake["message"], evidence, parts)
    wrong = [cell for cell in cells if not good[cell] and not _same(now[cell], given[cell])]
    row, column = wrong[0] if wrong else next(cell for cell in cells if not good[cell])
    evidence |= {"row": row, "column": column, "given": now[row, column]}
    broken = _broken(item, now)
    if broken:
        return found(share, "relation-broken", {**evidence, **broken}, parts)
    return found(share, "wrong-cell" if wrong else "partly", evidence, parts)


def in_its_column(item: Data, given: Any) -> Any:
    """Return a dictionary of numbers by row as a table, where one column alone can be changed.

    Rows that cannot be changed are left out: the learner may have kept them too.
    """
    cells = editable(item)
    columns = {column for _, column in cells}
    flat = isinstance(given, dict) and not any(isinstance(one, dict) for one in given.values())
    if not flat or len(columns) != 1:
        return given
    return {row: {column: given[row]} for row, column in cells if row in given}


def _fits(answer: Mapping[Any, Any], cells: list[Cell]) -> bool:
    rows = {row for row, _ in cells}
    return all(row in rows and isinstance(columns, dict) for row, columns in answer.items())


def _start(item: Data, cell: Cell) -> Any:
    row, column = cell
    return (item["given"].get(row) or {}).get(column)


def _cell(answer: Mapping[str, Any], cell: Cell, start: Any) -> Any:
    """Return what stands in a cell now: a number, or the text that is none."""
    row, column = cell
    typed = (answer.get(row) or {}).get(column, start)
    if typed is None or typed == "":
        return None
    if not isinstance(typed, str):
        return typed if is_number(typed) else show(typed, 40)
    number, rest = read_number(typed, whole=True)
    if number is None or rest:
        return typed[:40]
    return int(number) if number.denominator == 1 else number


def _same(one: Any, other: Any) -> bool:
    if is_number(one) and is_number(other):
        return Fraction(one) == exact(other)
    return type(one) is type(other) and one == other


def _cells(values: Mapping[str, Mapping[str, Any]]) -> list[tuple[Cell, Any]]:
    return [((row, col), value) for row, cells in values.items() for col, value in cells.items()]


def _broken(item: Data, now: Mapping[Cell, Any]) -> dict[str, Any]:
    """Return the first control relation that the learner's table breaks, column by column."""
    if not item.get("relations"):
        return {}
    for column in item["columns"]:
        lines = {
            row: now[row, column] if (row, column) in now else _start(item, (row, column))
            for row in item["rows"]
        }
        for relation in relations_of(item):
            terms = [term.removeprefix("-") for term in (*relation.left, *relation.right)]
            if not all(is_number(lines.get(term)) for term in terms):
                continue
            left, right = (_sum(side, lines) for side in (relation.left, relation.right))
            if left != right if relation.sense == "=" else left < right:
                return {
                    "relation": relation.id,
                    "column": column,
                    "left": left,
                    "right": right,
                    "difference": left - right,
                }
    return {}


def relations_of(item: Data) -> list[Any]:
    """Return the control relations that the item names as `module:NAME`."""
    return list(resolve(item["relations"])) if item.get("relations") else []


def _sum(terms: tuple[str, ...], lines: Mapping[str, Any]) -> Any:
    return sum(
        -lines[term.removeprefix("-")] if term.startswith("-") else lines[term] for term in terms
    )
