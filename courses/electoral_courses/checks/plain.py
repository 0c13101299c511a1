"""Plain data from whatever a learner's code holds.

A check compares nothing but exact built-in values: an object that calls itself equal to
everything, a number that prints as another one, an endless list must not earn a point, and must
not raise either. Every value therefore passes through `plain` first, which asks the base types
themselves and never the object.

>>> plain((1, "a", {2.5: None}))
[1, 'a', {2.5: None}]
>>> plain(object())
Traceback (most recent call last):
...
electoral_courses.checks.plain.NotPlainError: object
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

MOST_VALUES = 200_000
DEEPEST = 20


# Straight from `type`, so that a metaclass has no say.
_NAME: Any = type.__dict__["__name__"]
_MODULE: Any = type.__dict__["__module__"]


class NotPlainError(ValueError):
    """A value that is not made of numbers, texts, lists, sets and dictionaries."""


def plain(value: Any) -> Any:
    """Return the value as exact None, bool, int, float, Fraction, str, list, set and dict.

    Tuples, numpy arrays, pandas Series and Index become lists, a DataFrame a dict of lists.

    Raises:
        NotPlainError: the value is something else, too deep or too large.
    """
    try:
        return _plain(value, DEEPEST, [MOST_VALUES])
    except NotPlainError:
        raise
    except BaseException as error:
        raise NotPlainError(type_name(value)) from error


def _plain(value: Any, depth: int, left: list[int]) -> Any:
    left[0] -= 1
    if depth < 0 or left[0] < 0:
        raise NotPlainError(type_name(value))
    kind = type(value)
    if value is None or kind in (bool, int, float, str):
        return value
    for base, convert in _BASES.items():
        if issubclass(kind, base):
            if base in _SIZED and base.__len__(value) > left[0]:
                raise NotPlainError(type_name(value))
            return convert(value, lambda inner: _plain(inner, depth - 1, left))
    module = _MODULE.__get__(kind)
    if isinstance(module, str) and module.partition(".")[0] in {"numpy", "pandas"}:
        return _of_array(value, kind, lambda inner: _plain(inner, depth - 1, left))
    raise NotPlainError(type_name(value))


Convert = Callable[[Any], Any]


def _of_dict(value: Any, convert: Convert) -> dict[Any, Any]:
    return {_hashable(convert(key)): convert(entry) for key, entry in dict.items(value)}


def _hashable(key: Any) -> Any:
    if isinstance(key, list):
        return tuple(_hashable(entry) for entry in key)
    if isinstance(key, dict | set):
        raise NotPlainError(type_name(key))
    return key


def _of_fraction(value: Any, convert: Convert) -> Fraction:
    numerator, denominator = Fraction.as_integer_ratio(value)
    return Fraction(convert(numerator), convert(denominator))


def _of_decimal(value: Any, _convert: Convert) -> Fraction | float:
    return Fraction(Decimal(value)) if Decimal.is_finite(value) else math.nan


_BASES: dict[type, Callable[[Any, Convert], Any]] = {
    int: lambda value, _: int.__add__(value, 0),
    float: lambda value, _: float.__add__(value, 0.0),
    str: lambda value, _: str.__str__(value),
    list: lambda value, convert: [convert(entry) for entry in list.__iter__(value)],
    tuple: lambda value, convert: [convert(entry) for entry in tuple.__iter__(value)],
    dict: _of_dict,
    type({}.keys()): lambda value, convert: [convert(entry) for entry in value],
    type({}.values()): lambda value, convert: [convert(entry) for entry in value],
    range: lambda value, convert: [convert(entry) for entry in value],
    set: lambda value, convert: {_hashable(convert(entry)) for entry in set.__iter__(value)},
    frozenset: lambda value, convert: {
        _hashable(convert(entry)) for entry in frozenset.__iter__(value)
    },
    Fraction: _of_fraction,
    Decimal: _of_decimal,
}


_SIZED: Any = (list, tuple, dict, range, set, frozenset)


def _of_array(value: Any, kind: type, convert: Convert) -> Any:
    """Return the data of numpy's and pandas' own objects; theirs exactly, not a learner's."""
    numpy, pandas = sys.modules.get("numpy"), sys.modules.get("pandas")
    if numpy is not None and issubclass(kind, numpy.generic):
        return convert(numpy.generic.item(value))
    if numpy is not None and kind is numpy.ndarray:
        if value.size > MOST_VALUES:
            raise NotPlainError(type_name(value))
        return convert(numpy.ndarray.tolist(value))
    if pandas is None:
        raise NotPlainError(type_name(value))
    if value is pandas.NA or value is pandas.NaT:
        return math.nan
    if not _is_of(pandas, kind) or len(value) > MOST_VALUES:
        raise NotPlainError(type_name(value))
    if issubclass(kind, pandas.DataFrame):
        return {
            _hashable(convert(name)): convert(value.iloc[:, position].tolist())
            for position, name in enumerate(value.columns)
        }
    return convert(value.tolist())


def _is_of(pandas: Any, kind: type) -> bool:
    """Whether a type is pandas' own DataFrame, Series, Index or array."""
    known = (pandas.DataFrame, pandas.Series, pandas.Index, pandas.api.extensions.ExtensionArray)
    found = sys.modules.get(_MODULE.__get__(kind))
    return issubclass(kind, known) and getattr(found, _NAME.__get__(kind), None) is kind


def keyed(value: Any) -> Any:
    """Return a pandas Series as the dictionary of its index, anything else as it is."""
    pandas = sys.modules.get("pandas")
    if pandas is not None and type(value) is pandas.Series and len(value) <= MOST_VALUES:
        return dict(zip(value.index.tolist(), value.tolist(), strict=True))
    return value


def type_name(value: Any) -> str:
    """Return the name of a value's type, whatever the type says of itself.

    >>> type_name([1]), type_name(2.5)
    ('list', 'float')
    """
    return _NAME.__get__(type(value))[:60]


def show(value: Any, length: int = 120) -> str:
    """Return plain data as short text.

    >>> show(["NAR", 1])
    "['NAR', 1]"
    """
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() > 200:
        return "±10^…" if value < 0 else "10^…"
    try:
        text = str(float(value)) if isinstance(value, Fraction) else repr(value)
    except (OverflowError, RecursionError, ValueError):
        text = "…"
    return text if len(text) <= length else text[: length - 1] + "…"


def is_number(value: Any) -> bool:
    """Whether a plain value is a finite number; True and False are not numbers."""
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, int | Fraction) and not isinstance(value, bool)


def same(given: Any, right: Any, tolerance: Fraction = Fraction(0)) -> bool:
    """Compare plain data: numbers by value within the tolerance, all else exactly by type.

    >>> same([1.0, "a"], [1, "a"]), same(True, 1), same(float("nan"), float("nan"))
    (True, False, False)
    """
    if is_number(right):
        return is_number(given) and abs(Fraction(given) - Fraction(right)) <= tolerance
    if isinstance(right, list | tuple):
        return (
            isinstance(given, list | tuple)
            and len(given) == len(right)
            and all(same(one, other, tolerance) for one, other in zip(given, right, strict=True))
        )
    if isinstance(right, Mapping):
        return (
            isinstance(given, dict)
            and given.keys() == right.keys()
            and all(same(given[key], right[key], tolerance) for key in right)
        )
    return type(given) is type(right) and given == right
