"""Values as JSON and back: exactly the builtin types, never a subclass, never code.

None, bool, str, float and whole numbers of 64 bits stand for themselves and a JSON list is a
list; anything else is an object with one key, its type. What has no plain form is offered to
`other`, which may give a reference to it.

>>> encode([1, (2.5, {"a": float("nan")})])
[1, {'tuple': [2.5, {'dict': [['a'], [{'float': 'nan'}]]}]}]
>>> decode(encode({1: {"x", None}, "b": range(3)}))[1] == {"x", None}
True
"""

from __future__ import annotations

import sys
from importlib import import_module
from math import isfinite
from typing import TYPE_CHECKING, Any

from electoral_datasets.i18n import N_
from electoral_grading.crossing.exceptions import (
    NOT_PLAIN,
    TOO_LARGE,
    BrokenError,
    NotPlainError,
    clean,
    gone,
)
from electoral_grading.crossing.limits import LIMITS, Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Json = Any
    """What `json.loads` returns."""

LEVELS = N_("levels")
TOO_DEEP = N_("A value contains itself or is nested deeper than {limit} levels.")

WORD = 2**63
"""Whole numbers below stand for themselves."""

SELVES = {str, float, bool, type(None)}
"""What stands for itself in JSON without a further look."""

UNKNOWN = {"builtins": ("builtin", "library"), "numpy": ("arrays",), "pandas": ("frames",)}
"""Libraries whose types were not met yet, and our modules about them."""

CROWD = 50
"""So many keys of a dict or set may share a hash; more only come by design."""


class Encoder:
    """Turns values into JSON data.

    Args:
        limits: how much may cross.
        other: gives what stands for a value without a plain form, or raises `NotPlainError`.
    """

    makers: dict[int, Callable[[Encoder, Any, int], Json]] = {}  # noqa: RUF012 - shared on purpose
    """How a type is written, by the identity of the type: a metaclass has no say in it."""

    def __init__(
        self, limits: Limits = LIMITS, other: Callable[[object], Json] | None = None
    ) -> None:
        self.limits = limits
        self.other = other
        self.elements = self.size = 0
        self.references = 0

    def __call__(self, value: object) -> Json:
        """Return a value as JSON data.

        Raises:
            NotPlainError: it has no plain form.
        """
        self.elements = self.size = 0
        return self.put(value, 0)

    def put(self, value: Any, depth: int) -> Json:
        """Return one value, `depth` levels inside the one that crosses."""
        maker = self.makers.get(id(type(value)))
        if maker is None:
            load_others()
            maker = self.makers.get(id(type(value)))
        if maker is not None:
            return maker(self, value, depth)
        if self.other is None:
            raise NotPlainError(NOT_PLAIN.format(type=name_of(value)))
        self.references += 1
        return self.other(value)

    def plain(self, value: Any, depth: int) -> Json:
        """Return one value in which no reference may stand."""
        before = self.references
        data = self.put(value, depth)
        if self.references != before:
            raise NotPlainError(NOT_PLAIN.format(type=name_of(value)))
        return data

    def all(self, values: Iterable[Any], depth: int) -> list[Json]:
        """Return the elements of a container at `depth`."""
        if depth >= self.limits.depth:
            raise NotPlainError(TOO_DEEP.format(limit=self.limits.depth))
        items = list(values)
        self.count(len(items))
        if self.alike(items):
            return items
        put, inner = self.put, depth + 1
        return [put(item, inner) for item in items]

    def alike(self, items: list[Any]) -> bool:
        """Whether all items are of one type and stand for themselves, as seen at one glance."""
        kinds = {*map(id, map(type, items))}
        if len(kinds) != 1:
            return False
        kind = type(items[0])
        if kind is int:
            return min(items) >= -WORD and max(items) < WORD
        if kind is float:
            return all(map(isfinite, items))
        if kind is str:
            text = "".join(items)
            self.count(0, len(text))
            return text.isascii() or is_text(text)
        return kind is bool or items[0] is None

    def keys(self, values: Iterable[Any], depth: int) -> list[Json]:
        """Return keys: as elements, without references."""
        before = self.references
        data = self.all(values, depth)
        if self.references != before:
            raise NotPlainError(NOT_PLAIN.format(type=N_("key")))
        return data

    def count(self, elements: int, size: int = 0) -> None:
        """Take notice of so many more elements and characters."""
        self.elements += elements
        self.size += size
        if self.elements > self.limits.elements:
            raise NotPlainError(TOO_LARGE.format(limit=self.limits.elements, unit=N_("elements")))
        if self.size > self.limits.size:
            raise NotPlainError(TOO_LARGE.format(limit=self.limits.size, unit=N_("characters")))


class Decoder:
    """Rebuilds values from JSON data that anyone may have written.

    Args:
        limits: how much may cross.
        other: gives what a reference stands for.
    """

    takers: dict[str, Callable[[Decoder, Json, int], Any]] = {}  # noqa: RUF012 - shared on purpose
    """How a type is read, by its name in the JSON."""

    def __init__(self, limits: Limits = LIMITS, other: Callable[[Json], Any] | None = None) -> None:
        self.limits = limits
        self.other = other
        self.elements = 0
        self.references = 0

    def __call__(self, data: Json) -> Any:
        """Return the value that JSON data stands for.

        Raises:
            BrokenError: no honest side writes such data.
        """
        self.elements = 0
        try:
            return self.take(data, 0)
        except BrokenError:
            raise
        except Exception as error:
            raise gone(
                f"it sent data that stands for nothing ({clean(type(error).__name__)})."
            ) from error

    def take(self, data: Json, depth: int) -> Any:
        """Return one value, `depth` levels inside the one that crosses."""
        kind = type(data)
        if kind is str or kind is bool or data is None or kind is float:
            return data
        if kind is int:
            return data if -WORD <= data < WORD else self.fail()
        if kind is list:
            return self.all(data, depth)
        if kind is not dict or len(data) != 1:
            self.fail()
        ((name, content),) = data.items()
        if name == "ref" and self.other is not None:
            self.references += 1
            return self.other(content)
        taker = self.takers.get(name)
        if taker is None:
            load_others()
            taker = self.takers.get(name)
        return taker(self, content, depth) if taker else self.fail()

    def plain(self, data: Json, depth: int) -> Any:
        """Return one value in which no reference may stand."""
        before = self.references
        value = self.take(data, depth)
        return value if self.references == before else self.fail()

    def all(self, data: Json, depth: int) -> list[Any]:
        """Return the elements of a container at `depth`."""
        self.exact(data, list)
        self.count(len(data))
        if depth >= self.limits.depth:
            self.fail()
        kinds = {*map(type, data)}
        if kinds <= SELVES or (kinds == {int} and min(data) >= -WORD and max(data) < WORD):
            return data[:]
        take, inner = self.take, depth + 1
        return [take(item, inner) for item in data]

    def keys(self, data: Json, depth: int) -> list[Any]:
        """Return keys: elements without references, whose hashes were not chosen to collide."""
        before = self.references
        values = self.all(data, depth)
        if self.references != before:
            self.fail()
        if len(values) > CROWD and len(values) - len({hash(value) for value in values}) > CROWD:
            self.fail()
        return values

    def exact(self, data: Json, kind: type) -> Any:
        """Return the data if it is exactly of this type."""
        return data if type(data) is kind else self.fail()

    def fields(self, data: Json, number: int) -> list[Json]:
        """Return the data if it is a list of so many items."""
        self.exact(data, list)
        return data if len(data) == number else self.fail()

    def whole(self, data: Json, least: int = -WORD, most: int = WORD) -> int:
        """Return the data if it is a whole number between these."""
        return data if type(data) is int and least <= data <= most else self.fail()

    def count(self, elements: int) -> None:
        """Take notice of so many more elements."""
        self.elements += elements
        if self.elements > self.limits.elements:
            self.fail()

    def fail(self) -> Any:
        """Refuse the data."""
        raise gone("it sent data that stands for nothing.")


def is_text(text: str) -> bool:
    """Whether a text is free of lone surrogates, which JSON may join to other characters."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def name_of(value: object) -> str:
    """Return the name of a value's type, as its class tells it and no metaclass changes it."""
    name = type.__dict__["__name__"].__get__(type(value))
    return clean(name, 80)


def encode(value: object, limits: Limits = LIMITS) -> Json:
    """Return a plain value as JSON data; anything else raises `NotPlainError`."""
    return Encoder(limits)(value)


def decode(data: Json, limits: Limits = LIMITS) -> Any:
    """Return the plain value that JSON data stands for, or raise `BrokenError`."""
    return Decoder(limits)(data)


def load_others() -> None:
    """Learn the types of the standard library, and those of numpy and pandas if they are in use."""
    for library, modules in list(UNKNOWN.items()):
        if library in sys.modules:
            del UNKNOWN[library]
            for module in modules:
                import_module(f"electoral_grading.crossing.{module}")
