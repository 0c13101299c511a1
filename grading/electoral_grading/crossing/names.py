"""The judge's side: a student's names as plain values and proxies, under what the kinds permit.

`Crossing(sock, kinds)` asks; `fetch("name")` gives one value, `enter(namespace, names)` puts many
into the namespace of a test cell and keeps both sides alike while it runs, `leave()` ends that.
"""

from __future__ import annotations

import builtins
import operator
import sys
from functools import partial
from importlib import import_module
from inspect import Parameter, Signature
from types import FunctionType, MethodType, ModuleType
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from electoral_datasets.i18n import N_
from electoral_grading.crossing import raising
from electoral_grading.crossing.bindings import Bindings
from electoral_grading.crossing.codec import Decoder, Encoder, name_of
from electoral_grading.crossing.exceptions import (
    NOT_PLAIN,
    UNKNOWN,
    BrokenError,
    MissingError,
    NotPlainError,
    StudentError,
    clean,
    gone,
    identifier,
)
from electoral_grading.crossing.kinds import (
    CALLBACK,
    CLASS,
    ELEMENT,
    FUNCTION,
    ITERATOR,
    MODULE,
    NAME,
    OBJECT,
    PLAIN,
    Kinds,
)
from electoral_grading.crossing.limits import LIMITS, Limits
from electoral_grading.crossing.mend import mend
from electoral_grading.crossing.objects import Class, Object, mirror, mirror_error, set_link
from electoral_grading.crossing.opaque import Opaque
from electoral_grading.crossing.proxies import Function, Handle, Link, Stream, link
from electoral_grading.crossing.wire import Peer

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterable

    from electoral_grading.crossing.codec import Json
    from electoral_grading.crossing.wire import Message

UNREACHED = "<class>"
"""The path of a class that only its objects were seen of."""

SHARED = frozenset(
    "builtins math cmath operator statistics string re numpy itertools functools _operator"
    " numpy.linalg random".split()
)
"""A function of these modules is not called back but found in the student's process itself."""

BASES = 40
"""A class may inherit through so many others."""

TOO_MANY = N_("The submission called a function of the test too often.")


class Crossing:
    """Everything of a student's process that the judge may see.

    Args:
        sock: connected to a `serve.Server`.
        kinds: what was learned from the author's solutions; without them little is permitted.
        limits: how much of a value may cross.
        timeout: seconds that one call may take.
        interrupt: stops the student's code so that its process goes on; without it a call that
            takes too long ends everything.
        on_stderr: takes what the student's code prints as an error; without it, it is printed.
    """

    def __init__(
        self,
        sock: socket.socket,
        kinds: Kinds | None = None,
        limits: Limits = LIMITS,
        timeout: float | None = 30.0,
        *,
        interrupt: Callable[[], None] | None = None,
        on_stderr: Callable[[str], None] | None = None,
    ) -> None:
        self.kinds = kinds or Kinds()
        self.limits = limits
        self.on_stderr = on_stderr
        self.refused: list[tuple[str, str]] = []
        """The paths and types of what could not cross, for the author."""
        self.peer = Peer(sock, {"callback": self.callback}, timeout=timeout, interrupt=interrupt)
        self.request = self.peer.request
        self.handlers = self.peer.handlers
        self.bindings = Bindings(self)
        self.callbacks: list[Callable[..., Any]] = []
        self.classes: dict[int, type] = {}
        self.known_as: dict[int, list[str]] = {}
        """How the objects of a class are known, by its handle."""
        self.proxies: WeakValueDictionary[tuple[Any, ...], Any] = WeakValueDictionary()
        self.described: dict[tuple[int, str | None], dict[str, Any]] = {}
        self.errors: list[Exception] = []
        self.paths: list[str] = []
        self.enter = self.bindings.enter
        self.leave = self.bindings.leave

    @property
    def broken(self) -> str:
        """Why the student's process counts as gone; empty while it does not."""
        return self.peer.broken

    def fetch(self, name: str) -> Any:
        """Return the value of a name, a proxy for it, or an `Opaque`.

        Raises:
            MissingError: the student's process binds no such name.
        """
        found = self.fetch_all([name])
        if name not in found:
            raise MissingError(UNKNOWN.format(name=name))
        return found[name]

    def fetch_all(self, names: Iterable[str]) -> dict[str, Any]:
        """Return the values of those names that are bound."""
        wanted = list(names)
        try:
            values = self.request("fetch", names=wanted).get("values")
        except StudentError:
            if len(wanted) == 1:
                self.refused.append((wanted[0], "?"))
                return {wanted[0]: Opaque(None, wanted[0], "?")}
            return {name: value for one in wanted for name, value in self.fetch_all([one]).items()}
        if type(values) is not dict or not values.keys() <= set(wanted):
            raise gone("it told of names that it was not asked for.")
        # Classes first, so that objects are known by them.
        first = sorted(wanted, key=lambda name: b"class" not in kind_of(values.get(name)))
        found = {name: self.take(values[name], name, NAME) for name in first if name in values}
        return {name: found[name] for name in wanted if name in found}

    def act(
        self, op: str, operands: list[Any], named: dict[str, Any], *, path: str, origin: str
    ) -> Any:
        """Have something done in the student's process and return what came of it."""
        fields: dict[str, Any] = {"with": [self.encode(one) for one in operands]}
        if named:
            fields["named"] = {name: self.encode(value) for name, value in named.items()}
        fields |= self.bindings.before(path)
        learning = self.kinds.learning
        if learning:
            self.kinds.note(path)
        if learning or self.kinds.static or path in self.kinds.mutates:
            fields["watch"] = True
        self.paths.append(path)
        try:
            answer = self.request("act", op=op, **fields)
        finally:
            self.paths.pop()
        self.printed(answer)
        self.apply(answer, operands, named, path)
        self.bindings.after(answer, path)
        if "error" in answer:
            raise self.error(answer["error"])
        if "value" not in answer:
            raise gone("it answered nothing.")
        return self.take(answer["value"], path, origin, operands)

    def apply(self, answer: Message, operands: list[Any], named: dict[str, Any], path: str) -> None:
        """Change the arguments that the author's solution changes too."""
        changed = answer.get("changed", {})
        if type(changed) is not dict:
            raise gone("it changed what is no argument.")
        places = {str(place): value for place, value in enumerate([*operands, *named.values()])}
        learned = self.kinds.mutates.get(path, ())
        for place, data in changed.items():
            if self.kinds.learning:
                self.kinds.mutates.setdefault(path, set()).add(place)
            elif not (place in learned or (self.kinds.static and answer.get("value", 0) is None)):
                continue
            if place in places:
                mend(places[place], self.take(data, f"{path}<{place}>", ELEMENT))

    def printed(self, answer: Message) -> None:
        """Print what the student's code printed, never on the judge's own standard error."""
        out, err = answer.get("out", ""), answer.get("err", "")
        if type(out) is not str or type(err) is not str:
            raise gone("it printed no text.")
        if out:
            sys.stdout.write(harmless(out, self.limits))
        if err:
            redirected = sys.stderr is not self.bindings.stderr
            write = sys.stderr.write if redirected else self.on_stderr or sys.stdout.write
            write(harmless(err, self.limits))

    def error(self, data: Json) -> Exception:
        """Return the error that the student's code raised."""
        token = data.get("token") if type(data) is dict else None
        if type(token) is int and 0 <= token < len(self.errors):
            return self.errors[token]
        return raising.rebuild(data, Decoder(self.limits), self.error_class)

    def error_class(self, number: int) -> type[Exception] | None:
        """Return the judge's class for an exception class of the student's."""
        kind = self.mirrored(number)
        return kind if issubclass(kind, Exception) else None

    def encode(self, value: Any) -> Json:
        """Return a value of the judge as JSON data."""
        return Encoder(self.limits, self.send)(value)

    def send(self, value: Any) -> Json:
        """Return what stands for a value of the judge that is not plain."""
        kind = type(value)
        if kind is Handle:
            return {"ref": {"id": value.number}}
        if kind is Function or kind is Stream or isinstance(value, (Object, Class)):
            known = link(value)
            return {"ref": {"id": known.number, "attr": known.method}}
        if kind is Opaque:
            number = object.__getattribute__(value, "_electoral_")[0]
            if number is not None:
                return {"ref": {"id": number}}
        elif name := shared_name(value):
            return {"ref": {"known": name}}
        elif callable(value) and not isinstance(value, type):
            return {"ref": {"callback": self.number(value), "name": short_name(value)}}
        elif (number := next((n for n, k in self.classes.items() if k is value), None)) is not None:
            return {"ref": {"id": number}}
        raise NotPlainError(NOT_PLAIN.format(type=name_of(value)))

    def number(self, function: Callable[..., Any]) -> int:
        """Return the number of a function of the judge that the student's code may call."""
        for number, known in enumerate(self.callbacks):
            if known is function:
                return number
        self.callbacks.append(function)
        return len(self.callbacks) - 1

    def callback(self, told: Message) -> Message:
        """Call a function of the judge with what the student's code gives it."""
        number, args, named = told.get("of"), told.get("args"), told.get("named")
        if not (
            type(number) is int
            and 0 <= number < len(self.callbacks)
            and type(args) is list
            and type(named) is dict
        ):
            raise gone("it called no function of the test.")
        path = f"{self.paths[-1] if self.paths else ''}<{short_name(self.callbacks[number])}>"
        values = [self.take(one, path, CALLBACK) for one in args]
        by_name = {name: self.take(one, path, CALLBACK) for name, one in named.items()}
        try:
            return {"value": self.encode(self.callbacks[number](*values, **by_name))}
        except BrokenError:
            raise
        except Exception as error:  # noqa: BLE001 - the student's code may expect and catch it
            return {"error": self.describe_error(error)}

    def describe_error(self, error: Exception) -> Json:
        """Return an error of a test's function; what an assertion says stays here."""
        told = raising.describe(error, Encoder(self.limits))
        if isinstance(error, AssertionError):
            told |= {"args": [], "text": "", "fields": {}}
        number = next((n for n, k in self.classes.items() if k is type(error)), None)
        if number is not None:
            told["class"] = number
        self.errors.append(error)
        return {**told, "token": len(self.errors) - 1}

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
        if type(data) is not dict:
            raise gone("it referred to nothing.")
        kind, number = data.get("kind"), data.get("id")
        if kind == "method":
            target = next(iter(operands), None)
            name = data.get("name")
            if type(name) is str and isinstance(target, Object):
                if not self.kinds.function(path):
                    return self.opaque(None, path, FUNCTION)
                self.kinds.note(path, FUNCTION)
                return Function(Link(self, link(target).number, path, name))
        elif kind == "module" and type(data.get("name")) is str:
            return self.module(path, data["name"])
        elif kind == "callback" and type(number) is int and 0 <= number < len(self.callbacks):
            return self.callbacks[number]
        elif kind == "opaque":
            return self.opaque(None, path, data.get("type"))
        elif type(number) is int and number >= 0:
            if kind == "function":
                return self.function(number, path, FUNCTION)
            if kind == "iterator":
                self.kinds.note(path, ITERATOR)
                return Stream(Link(self, number, path))
            if kind == "class":
                return self.klass(number, path, origin)
            if kind == "object" and type(data.get("class")) is int:
                return self.object(number, path, origin, data)
        raise gone("it referred to nothing.")

    def opaque(self, number: int | None, path: str, name: Any) -> Opaque:
        """Return what stands for a value that may not be used."""
        shown = clean(name, 80)
        self.refused.append((path, shown))
        del self.refused[1000:]
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
        return self.kept((number, path), lambda: Function(Link(self, number, path)))

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
                type.__setattr__(kind, "_electoral_class_", Link(self, number, path))
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
            if (
                data.get("callable") is True
                and path in self.kinds.paths
                and self.kinds.at(path, FUNCTION)
            ):
                return self.function(number, path, FUNCTION)
            return self.opaque(number, path, data.get("type"))
        if self.kinds.learning:
            self.known_as.setdefault(data["class"], [known])
        self.kinds.note(path, OBJECT + known)

        def make() -> Object:
            proxy = object.__new__(kind)
            set_link(proxy, Link(self, number, path, known=known))
            return proxy

        return self.kept((number, known, kind), make)

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
        told = self.request("mirror", of=number)
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
        try:
            if type(error) is str:
                made: type = mirror_error(name, above, raising.everyone().get(error, Exception))
            else:
                made = mirror(name, above, operators, Link(self, number, UNREACHED))
        except TypeError:
            raise gone("it described a class that cannot be.") from None
        self.classes[number] = made
        return made

    def describe(self, number: int, method: str | None) -> dict[str, Any]:
        """Return name, documentation and signature of a function or class."""
        key = (number, method)
        if key not in self.described:
            told = self.request("describe", of=number, method=method)
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


KINDS = (
    Parameter.POSITIONAL_ONLY,
    Parameter.POSITIONAL_OR_KEYWORD,
    Parameter.VAR_POSITIONAL,
    Parameter.KEYWORD_ONLY,
    Parameter.VAR_KEYWORD,
)


def kind_of(data: Json) -> bytes:
    """Return the kind that a reference claims."""
    content = data.get("ref") if type(data) is dict else None
    kind = content.get("kind") if type(content) is dict else None
    return kind.encode("utf-8", "replace") if type(kind) is str else b""


def harmless(text: str, limits: Limits) -> str:
    """Return a text that any stream can take."""
    return text[: 2 * limits.printed].encode("utf-8", "replace").decode()


def short_name(function: Any) -> str:
    """Return the name of a function of a test."""
    name = getattr(function, "__name__", None)
    return name if type(name) is str else "function"


def shared_name(value: Any) -> str | None:
    """Return where the student's process finds the same function or type; None if it does not.

    >>> shared_name(len), shared_name(str.upper), shared_name(lambda: 0)
    ('builtins:len', 'builtins:str.upper', None)
    """
    if isinstance(value, (FunctionType, MethodType, ModuleType, type)) and not (
        isinstance(value, (type, FunctionType)) and value.__module__ in SHARED
    ):
        return None
    owner = getattr(value, "__objclass__", None)
    module = getattr(owner or value, "__module__", None)
    if (
        module is None
        and sys.modules.get("numpy")
        and isinstance(value, sys.modules["numpy"].ufunc)
    ):
        module = "numpy"
    path = getattr(value, "__qualname__", None) or getattr(value, "__name__", None)
    if type(module) is not str or module not in SHARED or type(path) is not str:
        return None
    try:
        found = operator.attrgetter(path)(sys.modules.get(module, builtins))
    except AttributeError:
        return None
    return f"{module}:{path}" if found is value else None
