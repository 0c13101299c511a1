"""The judge's side: a student's names as plain values and proxies, under what the kinds permit.

`Crossing(sock, kinds)` asks; `fetch("name")` gives one value, `enter(namespace, names)` puts many
into the namespace of a test cell and keeps both sides alike while it runs, `leave()` ends that.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from electoral_grading.crossing import raising
from electoral_grading.crossing.bindings import Bindings
from electoral_grading.crossing.codec import Decoder, Encoder
from electoral_grading.crossing.exceptions import (
    UNKNOWN,
    BrokenError,
    MissingError,
    StudentError,
    gone,
)
from electoral_grading.crossing.kinds import CALLBACK, ELEMENT, NAME, Kinds
from electoral_grading.crossing.limits import LIMITS, Limits
from electoral_grading.crossing.mend import mend
from electoral_grading.crossing.opaque import Opaque
from electoral_grading.crossing.receiving import Receiver
from electoral_grading.crossing.sending import Sender, short_name
from electoral_grading.crossing.wire import Peer

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterable

    from electoral_grading.crossing.codec import Json
    from electoral_grading.crossing.wire import Message


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

    def __init__(  # noqa: PLR0913 - named ones with defaults
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
        self.receiver = Receiver(self)
        self.sender = Sender(limits, self.receiver.classes)
        self.take = self.receiver.take
        self.describe = self.receiver.describe
        self.encode = self.sender.encode
        self.errors: list[Exception] = []
        self.paths: list[str] = []
        self.bindings = Bindings(self)
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
        kind = self.receiver.mirrored(number)
        return kind if issubclass(kind, Exception) else None

    def callback(self, told: Message) -> Message:
        """Call a function of the judge with what the student's code gives it."""
        number, args, named = told.get("of"), told.get("args"), told.get("named")
        if not (
            type(number) is int
            and 0 <= number < len(self.sender.callbacks)
            and type(args) is list
            and type(named) is dict
        ):
            raise gone("it called no function of the test.")
        path = (
            f"{self.paths[-1] if self.paths else ''}<{short_name(self.sender.callbacks[number])}>"
        )
        values = [self.take(one, path, CALLBACK) for one in args]
        by_name = {name: self.take(one, path, CALLBACK) for name, one in named.items()}
        try:
            return {"value": self.encode(self.sender.callbacks[number](*values, **by_name))}
        except BrokenError:
            raise
        except Exception as error:  # noqa: BLE001 - the student's code may expect and catch it
            return {"error": self.describe_error(error)}

    def describe_error(self, error: Exception) -> Json:
        """Return an error of a test's function; what an assertion says stays here."""
        told = raising.describe(error, Encoder(self.limits))
        if isinstance(error, AssertionError):
            told |= {"args": [], "text": "", "fields": {}}
        number = self.sender.handle(type(error))
        if number is not None:
            told["class"] = number
        self.errors.append(error)
        return {**told, "token": len(self.errors) - 1}


def kind_of(data: Json) -> bytes:
    """Return the kind that a reference claims."""
    content = data.get("ref") if type(data) is dict else None
    kind = content.get("kind") if type(content) is dict else None
    return kind.encode("utf-8", "replace") if type(kind) is str else b""


def harmless(text: str, limits: Limits) -> str:
    """Return a text that any stream can take."""
    return text[: 2 * limits.printed].encode("utf-8", "replace").decode()
