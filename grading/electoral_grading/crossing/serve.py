"""The student's side: it does with the student's names what the judge asks, and says what came.

Everything here runs in the process of the student's code, which may change any of it. So the
judge believes nothing that comes from here but that it is JSON.
"""

from __future__ import annotations

import io
import signal
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from electoral_datasets.i18n import N_
from electoral_grading.crossing import raising
from electoral_grading.crossing.codec import load_others
from electoral_grading.crossing.deeds import DEEDS
from electoral_grading.crossing.handles import Handles, Method
from electoral_grading.crossing.limits import LIMITS, Limits
from electoral_grading.crossing.surroundings import Faked, set_chance
from electoral_grading.crossing.wire import Peer, dumps

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterator

    from electoral_grading.crossing.codec import Json
    from electoral_grading.crossing.wire import Message

CUT = N_("\n[The rest of the output is left out.]\n")
TOO_LATE = N_("This function belongs to a test that is over.")
ABSENT = object()
MUTABLE = (list, dict, set, bytearray)
LIBRARY_MUTABLE = (
    "ndarray",
    "DataFrame",
    "Series",
    "Counter",
    "defaultdict",
    "deque",
    "OrderedDict",
)


class Server:
    """Serves the names of one namespace to the judge.

    Args:
        sock: connected to the judge.
        namespace: where the student's code binds its names.
        limits: how much may cross.
    """

    def __init__(
        self, sock: socket.socket, namespace: dict[str, Any], limits: Limits = LIMITS
    ) -> None:
        load_others()
        self.namespace = namespace
        self.limits = limits
        self.handles = Handles(self.stub, limits)
        self.saved: dict[str, Any] = {}
        """The student's own bindings of names that a test has bound otherwise."""
        self.faked = Faked()
        self.busy = 0
        """How much of the student's code is running, one inside the other."""
        self.asking = self.stopped = False
        """Whether it waits for a function of the judge, and was interrupted meanwhile."""
        self.raised: dict[int, int] = {}
        """The judge's numbers of errors that its own functions raised, by their identity."""
        self.peer = Peer(
            sock,
            {
                "fetch": self.fetch,
                "act": self.act,
                "leave": self.leave,
                "describe": lambda told: self.handles.describe(told["of"], told.get("method")),
                "mirror": lambda told: self.handles.mirror(told["of"]),
            },
        )
        self.request = self.peer.request
        self.tell = self.peer.tell
        self.handlers = self.peer.handlers

    def serve(self) -> None:
        """Serve until the judge closes the socket; an interrupt ends only what runs for it."""
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, self.interrupted)
        self.peer.serve()

    def interrupted(self, *_: Any) -> None:
        """Stop the student's code, but not what carries its answer."""
        if self.asking:
            self.stopped = True
        elif self.busy:
            raise KeyboardInterrupt

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count student's code as running: it may be interrupted and may call the judge."""
        self.busy += 1
        asking, self.asking = self.asking, False
        try:
            yield
        finally:
            with self.peer.lock:
                self.busy -= 1
                self.asking = asking

    def fetch(self, told: Message) -> Message:
        """Return the values of names; what is not bound is left out."""
        found = {name: self.namespace.get(name, ABSENT) for name in told["names"]}
        return {"values": {n: self.handles.give(v) for n, v in found.items() if v is not ABSENT}}

    def act(self, told: Message) -> Message:
        """Do one thing and return what came of it."""
        self.follow(told.get("sync") or {})
        self.faked.put(told.get("builtins") or {}, self.handles.take)
        if "chance" in told:
            set_chance(self.handles.take(told["chance"]))
        deed, watched = told["op"], told.get("names") or []
        before = {name: self.seen(name) for name in watched}
        operands = [self.handles.take(one) for one in told["with"]]
        named = {name: self.handles.take(one) for name, one in told.get("named", {}).items()}
        said, warned = Said(self.limits.printed), Said(self.limits.printed)
        outside = sys.stdout, sys.stderr
        try:
            sys.stdout, sys.stderr = said, warned
            with self.running():
                answer = {"value": self.do(deed, operands, named)}
        except BaseException as error:  # noqa: BLE001 - also what would end this process
            answer = {"error": self.describe(error)}
        finally:
            sys.stdout, sys.stderr = outside
        texts = {"out": said.getvalue(), "err": warned.getvalue()}
        answer |= {name: text for name, text in texts.items() if text}
        if told.get("watch"):
            given = [*zip(told["with"], operands, strict=True)]
            given += [(told["named"][name], value) for name, value in named.items()]
            answer["changed"] = self.changed(given)
        if watched:
            answer["names"] = self.rebound(before)
        return answer

    def do(self, deed: str, operands: list[Any], named: dict[str, Any]) -> Json:
        """Return the result of one thing done."""
        if deed == "get":
            found = self.handles.attribute(*operands)
            if type(found) is Method:
                return {"ref": {"kind": "method", "name": str(found)}}
            return self.handles.give(found)
        result = DEEDS[deed](*operands, **named)
        if deed == "iter":
            return {"ref": {"kind": "iterator", "id": self.handles.number(result)}}
        return self.handles.give(result)

    def describe(self, error: BaseException) -> Json:
        """Return an error as JSON data."""
        told = raising.describe(error, self.handles.plain)
        if id(error) in self.raised:
            told["token"] = self.raised[id(error)]
        elif "nearest" in told and not told.pop("known"):
            told["class"] = self.handles.number(type(error))
        return told

    def changed(self, given: list[tuple[Json, Any]]) -> dict[str, Json]:
        """Return the arguments that are no longer as they came, by their place."""
        found: dict[str, Json] = {}
        for place, (before, value) in enumerate(given):
            if mutable(value):
                after = self.handles.give(value)
                if dumps(after) != dumps(before):
                    found[str(place)] = after
        return found

    def seen(self, name: str) -> tuple[Any, bytes]:
        """Return what a name is bound to and, where that may change, how it looks."""
        value = self.namespace.get(name, ABSENT)
        return value, dumps(self.handles.give(value)) if mutable(value) else b""

    def rebound(self, before: dict[str, tuple[Any, bytes]]) -> dict[str, Json]:
        """Return the names that are bound to something else now, or to something changed."""
        found: dict[str, Json] = {}
        for name, (value, text) in before.items():
            now, look = self.seen(name)
            if now is not value or look != text:
                gone = now is ABSENT
                found[name] = None if gone else [now is value, self.handles.give(now)]
        return found

    def follow(self, sync: dict[str, Any]) -> None:
        """Bind names as a test has bound them; keep the student's own bindings."""
        for name, data in sync.items():
            self.saved.setdefault(name, self.namespace.get(name, ABSENT))
            if data is None:
                self.namespace.pop(name, None)
            elif "own" in data:
                self.restore(name)
            else:
                self.namespace[name] = self.handles.take(data["bind"])

    def restore(self, name: str) -> None:
        """Give a name its student's binding back."""
        value = self.saved.pop(name, ABSENT)
        if value is ABSENT:
            self.namespace.pop(name, None)
        else:
            self.namespace[name] = value

    def leave(self, _: Message) -> None:
        """Give all names their student's bindings back."""
        self.faked.leave()
        for name in list(self.saved):
            self.restore(name)

    def stub(self, number: int, name: str) -> Callable[..., Any]:
        """Return a function that calls one of the judge's."""

        def function(*args: Any, **kwargs: Any) -> Any:
            with self.peer.lock:
                if not self.busy:
                    raise RuntimeError(TOO_LATE)
                give = self.handles.give
                sent = {key: give(value) for key, value in kwargs.items()}
                plain = [give(value) for value in args]
                before, self.asking = self.asking, True
                try:
                    reply = self.peer.request("callback", of=number, args=plain, named=sent)
                finally:
                    self.asking = before
            if self.stopped and not self.asking:
                self.stopped = False
                raise KeyboardInterrupt
            if "error" in reply:
                raise self.judges(reply["error"])
            return self.handles.take(reply["value"])

        function.__name__ = function.__qualname__ = name
        return function

    def judges(self, told: Json) -> Exception:
        """Return an error that a function of the judge raised."""
        error = raising.rebuild(told, self.handles.take, self.theirs)
        self.raised[id(error)] = told["token"]
        self.handles.kept.append(error)
        return error

    def theirs(self, number: int) -> type[Exception] | None:
        """Return the student's own exception class that the judge raised."""
        kind = self.handles.kept[number]
        return kind if isinstance(kind, type) and issubclass(kind, Exception) else None


class Said(io.StringIO):
    """What is printed during a call, up to a limit."""

    encoding = "utf-8"

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.left = limit

    def write(self, text: str, /) -> int:
        """Take a text, or as much of it as there is room for."""
        if self.left > 0:
            super().write(text if len(text) <= self.left else text[: self.left] + CUT)
        self.left -= len(text)
        return len(text)


def mutable(value: Any) -> bool:
    """Whether a value may change while it stays the same."""
    return type(value) in MUTABLE or type(value).__name__ in LIBRARY_MUTABLE
