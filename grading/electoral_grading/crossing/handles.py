"""What the student's process keeps for the judge, and how it tells of it."""

from __future__ import annotations

import functools
import inspect
import itertools
import operator
import sys
import types
from typing import TYPE_CHECKING, Any

from electoral_grading.crossing.codec import Decoder, Encoder, name_of
from electoral_grading.crossing.exceptions import NotPlainError, clean
from electoral_grading.crossing.limits import LIMITS, Limits
from electoral_grading.crossing.raising import everyone, nearest

if TYPE_CHECKING:
    from collections.abc import Callable

    from electoral_grading.crossing.codec import Json

FUNCTIONS: list[type] = [
    *(types.FunctionType, types.BuiltinFunctionType, types.MethodType, functools.partial),
    *(types.MethodDescriptorType, types.WrapperDescriptorType, types.MethodWrapperType),
    *(types.ClassMethodDescriptorType, operator.itemgetter, operator.attrgetter),
    *(operator.methodcaller, type(functools.lru_cache(len))),
]
ITERATORS: list[type] = [
    *(types.GeneratorType, map, zip, filter, enumerate, reversed),
    *map(type, map(iter, ([], (), "", "я", b"", range(0), range(2**70), {}, set()))),
    *map(type, (iter({}.values()), iter({}.items()), reversed([]), reversed({}), iter(int, 1))),
    *(value for value in vars(itertools).values() if isinstance(value, type)),
]
READABLE = (types.FunctionType, types.MethodType, functools.partial)


class Handles:
    """Numbers for what stays in this process.

    Args:
        stub: makes a function of this process that calls one of the judge's.
        limits: how much may cross.
    """

    def __init__(self, stub: Callable[[int, str], Any], limits: Limits = LIMITS) -> None:
        self.kept: list[Any] = []
        self.numbers: dict[int, int] = {}
        self.stubs: dict[int, int] = {}
        """The judge's number of each of its functions, by the identity of its stub."""
        self.stub = stub
        self.limits = limits
        self.functions = {id(kind) for kind in FUNCTIONS}
        if "numpy" in sys.modules:
            self.functions.add(id(sys.modules["numpy"].ufunc))
        self.iterators = {id(kind) for kind in ITERATORS}

    def give(self, value: object) -> Json:
        """Return a value as JSON data: plain, or a reference, or why it is neither."""
        try:
            return Encoder(self.limits, self.refer)(value)
        except Exception as error:  # noqa: BLE001 - a student may have changed any library
            why = clean(str(error)) if isinstance(error, NotPlainError) else ""
            return {"ref": {"kind": "opaque", "type": name_of(value), "why": why}}

    def plain(self, value: object) -> Json:
        """Return a plain value as JSON data, or raise `NotPlainError`."""
        return Encoder(self.limits)(value)

    def take(self, data: Json) -> Any:
        """Return the value of JSON data from the judge."""
        return Decoder(self.limits, self.resolve)(data)

    def number(self, value: object) -> int:
        """Return the number of a value that is kept from now on."""
        number = self.numbers.get(id(value))
        if number is None:
            number = self.numbers[id(value)] = len(self.kept)
            self.kept.append(value)
        return number

    def refer(self, value: Any) -> Json:
        """Return a reference to what is no plain value."""
        kind = type(value)
        if id(value) in self.stubs:
            return {"ref": {"kind": "callback", "id": self.stubs[id(value)]}}
        if kind is types.ModuleType:
            return {"ref": {"kind": "module", "name": clean(value.__name__, 80)}}
        known = {"id": self.number(value)}
        if id(kind) in self.functions:
            return {"ref": {"kind": "function", **known}}
        if id(kind) in self.iterators:
            return {"ref": {"kind": "iterator", **known}}
        if issubclass(kind, type):
            return {"ref": {"kind": "class", **known}}
        known["class"] = self.number(kind)
        known["callable"] = any("__call__" in inside(base) for base in line(kind))
        return {"ref": {"kind": "object", **known, "type": name_of(value)}}

    def attribute(self, value: Any, name: str) -> Any:
        """Return an attribute; a method of the object itself as only that."""
        found = getattr(value, name)
        if (
            type(found) is types.MethodType
            and found.__self__ is value
            and not isinstance(value, type)
        ):
            return Method(name)
        return found

    def resolve(self, data: Json) -> Any:
        """Return what a reference of the judge stands for."""
        if "callback" in data:
            made = self.stub(data["callback"], data["name"])
            self.stubs[id(made)] = data["callback"]
            self.kept.append(made)
            return made
        if "known" in data:
            module, _, path = data["known"].partition(":")
            __import__(module)
            return operator.attrgetter(path)(sys.modules[module])
        value = self.kept[data["id"]]
        return getattr(value, data["attr"]) if data.get("attr") else value

    def describe(self, number: int, method: str | None) -> Json:
        """Return name, documentation and signature of a function, or all of a class."""
        value = self.kept[number]
        if method is not None:
            value = getattr(value, method)
        told: dict[str, Json] = {"name": None, "doc": None, "signature": None, "back": None}
        for attribute, word in (("__name__", "name"), ("__doc__", "doc")):
            found = getattr(value, attribute, None)
            told[word] = found[:10_000] if type(found) is str else None
        try:
            shape = inspect.signature(value)
            told["signature"] = [self.parameter(one) for one in shape.parameters.values()]
            told["back"] = self.optional(shape.return_annotation, shape.empty)
        except Exception:  # noqa: BLE001 - many things have no signature, or a false one
            told["signature"] = None
        return told

    def parameter(self, one: inspect.Parameter) -> Json:
        """Return one parameter of a signature."""
        parts = (self.optional(part, one.empty) for part in (one.default, one.annotation))
        return [one.name, int(one.kind), *parts]

    def optional(self, value: Any, empty: Any) -> Json:
        """Return nothing for what is left out, else a value; `...` for one that is not plain."""
        if value is empty:
            return None
        try:
            return [self.plain(value)]
        except NotPlainError:
            return [self.plain(...)]

    def mirror(self, number: int) -> Json:
        """Return what the judge needs to mirror a class."""
        kind = self.kept[number]
        own = inside(kind)
        bases = type.__dict__["__bases__"].__get__(kind)
        name = nearest(line(kind)) if issubclass(kind, BaseException) else None
        return {
            "name": name_of_class(kind),
            "bases": [self.number(base) for base in bases if base is not object][:20],
            "operators": [name for name in own if type(name) is str and own[name] is not None
                          and name.startswith("__")][:200],
            "error": name,
            "shared": name is not None and everyone()[name] is kind,
        }  # fmt: skip


class Method(str):
    """The name of a method of the object that was asked for it."""

    __slots__ = ()


def line(kind: type) -> tuple[type, ...]:
    """Return the classes that a class inherits from, whatever its metaclass says."""
    return type.__dict__["__mro__"].__get__(kind)


def inside(kind: type) -> Any:
    """Return what a class itself defines; nothing for `object`, as every class has that."""
    return {} if kind is object else type.__dict__["__dict__"].__get__(kind)


def name_of_class(kind: type) -> str:
    """Return the name of a class, whatever its metaclass says."""
    return clean(type.__dict__["__name__"].__get__(kind), 80)
