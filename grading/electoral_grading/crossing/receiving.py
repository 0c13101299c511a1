"""What comes from the student's process, as values and proxies of the judge's own making."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from inspect import Parameter, Signature
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from electoral_grading.crossing import raising
from electoral_grading.crossing.codec import Decoder
from electoral_grading.crossing.exceptions import BrokenError, clean, gone, identifier
from electoral_grading.crossing.kinds import (
    CLASS,
    ELEMENT,
    FUNCTION,
    ITERATOR,
    MODULE,
    OBJECT,
    PLAIN,
)
from electoral_grading.crossing.objects import Class, Object
from electoral_grading.crossing.opaque import Opaque
from electoral_grading.crossing.operators import mirror, mirror_error, new_object
from electoral_grading.crossing.proxies import Function, Link, Stream, link

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from electoral_grading.crossing.codec import Json
    from electoral_grading.crossing.names import Crossing
    from electoral_grading.crossing.wire import Message

UNREACHED = "<class>"
"""The path of a class that only its objects were seen of."""

BASES = 40
"""A class may inherit through so many others."""

REFUSALS = 1000
"""So many refused values are kept for the author."""

KINDS = (
    Parameter.POSITIONAL_ONLY,
    Parameter.POSITIONAL_OR_KEYWORD,
    Parameter.VAR_POSITIONAL,
    Parameter.KEYWORD_ONLY,
    Parameter.VAR_KEYWORD,
)


class Receiver:
    """Reads what comes from the student's process.

    Args:
        crossing: whose kinds permit what may come.
    """

    def __init__(self, crossing: Crossing) -> None:
        self.crossing = crossing
        self.kinds = crossing.kinds
        self.limits = crossing.limits
        self.classes: dict[int, type] = {}
        self.known_as: dict[int, list[str]] = {}
        """How the objects of a class are known, by its handle."""
        self.proxies: WeakValueDictionary[tuple[Any, ...], Any] = WeakValueDictionary()
        self.described: dict[tuple[int, str | None], dict[str, Any]] = {}

    def take(self, data: Json, path: str, origin: str, operands: Iterable[Any] = ()) -> Any:
        """Return the value of JSON data that came by a path."""
        top = type(data) is dict and "ref" in data
        inner = path if top else f"{path}[]"
        refer = partial(self.reference, inner, origin if top else ELEMENT, operands)
        value = Decoder(self.limits, refer)(data)
        if not top:
            self.kinds.note(path, PLAIN)
        return value

    def reference(self, path: str, origin: str, operands: Iterable[Any], data: Json) -> Any:
        """Return what stands in the judge for something that is not plain."""
        if type(data) is not dict or type(data.get("kind")) is not str:
            raise gone("it referred to nothing.")
        kind, number = data["kind"], data.get("id")
        if kind == "opaque":
            return self.opaque(None, path, data.get("type"))
        if kind in {"method", "module"}:
            name = data.get("name")
            if type(name) is not str:
                raise gone("it referred to nothing.")
            made = self.method(path, operands, name) if kind == "method" else None
            return self.module(path, name) if kind == "module" else made
        if type(number) is not int or number < 0:
            raise gone("it referred to nothing.")
        return self.numbered(kind, number, path, origin, data)

    def numbered(self, kind: str, number: int, path: str, origin: str, data: Json) -> Any:
        """Return what stands for something with a handle."""
        callbacks = self.crossing.sender.callbacks
        if kind == "function":
            return self.function(number, path, FUNCTION)
        if kind == "iterator":
            self.kinds.note(path, ITERATOR)
            return Stream(Link(self.crossing, number, path))
        if kind == "class":
            return self.klass(number, path, origin)
        if kind == "object" and type(data.get("class")) is int:
            return self.object(number, path, origin, data)
        if kind == "callback" and number < len(callbacks):
            return callbacks[number]
        raise gone("it referred to nothing.")

    def method(self, path: str, operands: Iterable[Any], name: str) -> Any:
        """Return the proxy of a method of the object that was asked for it."""
        target = next(iter(operands), None)
        if not isinstance(target, Object):
            raise gone("it referred to a method of nothing.")
        if not self.kinds.function(path):
            return self.opaque(None, path, FUNCTION)
        self.kinds.note(path, FUNCTION)
        return Function(Link(self.crossing, link(target).number, path, name))

    def opaque(self, number: int | None, path: str, name: Any) -> Opaque:
        """Return what stands for a value that may not be used."""
        shown = clean(name, 80)
        self.crossing.refused.append((path, shown))
        del self.crossing.refused[REFUSALS:]
        return Opaque(number, path, shown)

    def module(self, path: str, name: str) -> Any:
        """Return the judge's own module for one of the student's."""
        mine = self.kinds.module(path, name)
        if mine is not None:
            try:
                found = import_module(mine)
            except Exception:  # noqa: BLE001 - the author's own module may do anything
                return self.opaque(None, path, "module")
            self.kinds.note(path, MODULE + name)
            return found
        return self.opaque(None, path, "module")

    def function(self, number: int, path: str, name: str) -> Any:
        """Return the proxy of a function, where one may come."""
        if not self.kinds.function(path):
            return self.opaque(number, path, name)
        self.kinds.note(path, FUNCTION)
        return self.kept((number, path), lambda: Function(Link(self.crossing, number, path)))

    def klass(self, number: int, path: str, origin: str) -> Any:
        """Return the judge's class for one of the student's, where one may come."""
        if not self.kinds.klass(path, origin):
            return (
                self.function(number, path, "class")
                if self.kinds.static
                else self.opaque(number, path, "class")
            )
        kind = self.mirrored(number)
        if isinstance(kind, Class):
            if kind._electoral_class_.path == UNREACHED:
                type.__setattr__(kind, "_electoral_class_", Link(self.crossing, number, path))
            names = self.known_as.setdefault(number, [])
            if f"{path}()" not in names:
                names.append(f"{path}()")
        self.kinds.note(path, CLASS + kind.__name__)
        return kind

    def object(self, number: int, path: str, origin: str, data: Json) -> Any:
        """Return the proxy of an object, where one may come."""
        kind = self.mirrored(data["class"])
        names = self.known_as.get(data["class"], [])
        known = self.kinds.object(path, origin, names)
        if known is None or not isinstance(kind, Class):
            if data.get("callable") is True and self.kinds.at(path, FUNCTION):
                return self.function(number, path, FUNCTION)
            return self.opaque(number, path, data.get("type"))
        if self.kinds.learning:
            self.known_as.setdefault(data["class"], [known])
        self.kinds.note(path, OBJECT + known)
        held = Link(self.crossing, number, path, known=known)
        return self.kept((number, known, kind), lambda: new_object(kind, held))

    def kept(self, key: tuple[Any, ...], make: Callable[[], Any]) -> Any:
        """Return the proxy made before for the same thing, so that it is itself."""
        proxy = self.proxies.get(key)
        if proxy is None:
            proxy = self.proxies[key] = make()
        return proxy

    def mirrored(self, number: int, depth: int = 0) -> type:
        """Return the judge's class for the student's class with this handle."""
        if number in self.classes:
            return self.classes[number]
        told = self.crossing.request("mirror", of=number)
        bases, operators, error = told.get("bases"), told.get("operators"), told.get("error")
        if not (
            type(bases) is list
            and type(operators) is list
            and all(type(one) is int for one in bases)
            and all(type(one) is str for one in operators)
            and depth < BASES
        ):
            raise gone("it described no class.")
        above = tuple(self.mirrored(one, depth + 1) for one in bases)
        name = identifier(told.get("name"))
        nearest = raising.everyone().get(error, Exception) if type(error) is str else None
        try:
            if nearest is not None:
                shared = told.get("shared") is True
                made: type = nearest if shared else mirror_error(name, above, nearest)
            else:
                made = mirror(name, above, operators, Link(self.crossing, number, UNREACHED))
        except TypeError:
            raise gone("it described a class that cannot be.") from None
        self.classes[number] = made
        return made

    def describe(self, number: int, method: str | None) -> dict[str, Any]:
        """Return name, documentation and signature of a function or class."""
        key = (number, method)
        if key not in self.described:
            told = self.crossing.request("describe", of=number, method=method)
            name, doc = told.get("name"), told.get("doc")
            self.described[key] = {
                "name": identifier(name) if name != "<lambda>" else name,
                "doc": doc if type(doc) is str else None,
                "signature": self.signature(told),
            }
        return self.described[key]

    def signature(self, told: Message) -> Signature | None:
        """Return a signature as the student's process tells it; None if it is none."""
        if type(told.get("signature")) is not list:
            return None
        decode = Decoder(self.limits)

        def part(data: Json) -> Any:
            return Parameter.empty if data is None else decode(data[0])

        try:
            parameters = [
                Parameter(name, list(KINDS)[kind], default=part(value), annotation=part(note))
                for name, kind, value, note in told["signature"]
            ]
            return Signature(parameters, return_annotation=part(told.get("back")))
        except (BrokenError, ValueError, TypeError, LookupError, AttributeError):
            return None
