"""Checks: pure functions from an item, an answer and a variant to points and a message.

>>> from electoral_courses.items import Item
>>> item = Item.of({"id": "q", "kind": "number", "points": 2, "answer": "$sum", "unit": "votes"})
>>> check(item, {"number": "402"}, {"sum": 402}).points
Fraction(2, 1)
>>> check(item, {"number": "four"}, {"sum": 402}).message
'not-a-number'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from electoral_courses.checks import clicked, coded, tables
from electoral_courses.checks.coded import MISSING
from electoral_courses.checks.plain import NotPlainError, plain
from electoral_courses.checks.result import Result, counted, found
from electoral_courses.variants import put

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from electoral_courses.items import Item

__all__ = ["MISSING", "Result", "check", "check_code"]

CLICKED: dict[str, Callable[[Mapping[str, Any], Any], Result]] = {
    "choice": clicked.choice,
    "choices": clicked.choices,
    "number": clicked.number,
    "order": clicked.order,
    "match": clicked.match,
    "table": tables.table,
    "text": clicked.text,
    "essay": clicked.essay,
}
CODED: dict[str, Callable[[Mapping[str, Any], Any], Result]] = {
    "value": coded.value,
    "function": coded.function,
}


def check(
    item: Item, answer: Any, params: Mapping[str, Any] | None = None, hints: int = 0
) -> Result:
    """Check an answer; whatever the answer is, nothing is raised.

    Args:
        item: the whole item, with its answer.
        answer: what `answers.json` holds, or the value or function of a Python item.
        params: the params of the student's variant.
        hints: how many hints the student has opened.
    """
    data = put(item.data, params or {})
    by_code = CODED.get(item.kind)
    result = by_code(data, answer) if by_code else _clicked(item, data, answer)
    return counted(result, item.points, item.hint_cost(hints))


def _clicked(item: Item, data: Mapping[str, Any], answer: Any) -> Result:
    if answer is None:
        return found(0, "no-answer")
    try:
        answer = plain(answer)
    except NotPlainError:
        return found(0, "bad-form")
    if answer in ("", [], {}, set()):
        return found(0, "no-answer")
    return CLICKED[item.kind](data, answer)


def check_code(
    item: Item, value: Any, params: Mapping[str, Any] | None = None, hints: int = 0
) -> Result:
    """Check the Python twin of a clicked item: the value of `code.name` in the student's code."""
    data = put(item.data, params or {})
    twin = {"unordered": item.kind == "choices", **data["code"]}
    given, problem = coded.read_value(twin, value)
    result = problem or _clicked(item, data, twin_answer(item.kind, data, given))
    return counted(result, item.points, item.hint_cost(hints))


def twin_answer(kind: str, data: Mapping[str, Any], given: Any) -> Any:
    """Return a plain Python value as the clicked answer it stands for."""
    if kind == "choices":
        return list(given)
    if kind == "number":
        return {"number": given}
    return tables.in_its_column(data, given) if kind == "table" else given
