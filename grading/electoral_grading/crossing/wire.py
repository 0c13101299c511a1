"""Frames of JSON over a connected socket, and requests that may call back while they wait.

A frame is four bytes of length and that much UTF-8 JSON, one object. `{"id": 7, "do": …}` asks,
`{"reply": 7, …}` answers, `{"do": …}` without an id only tells. Both sides may ask; the answers
come back in the order of a stack. Whoever sends anything else is not listened to any more.

>>> parse(pack({"do": "greet", "name": "Айжан"})[4:])
{'do': 'greet', 'name': 'Айжан'}
"""

from __future__ import annotations

import sys
from json import JSONDecoder, JSONEncoder
from os import _exit, getpid
from select import POLLIN, POLLOUT, poll
from socket import MSG_DONTWAIT
from threading import RLock
from time import monotonic
from typing import TYPE_CHECKING, Any

from electoral_datasets.i18n import N_
from electoral_grading.crossing.exceptions import (
    LATE,
    TOO_LARGE,
    BrokenError,
    LateError,
    NotPlainError,
    StudentError,
    clean,
    gone,
)

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    Message = dict[str, Any]
    Handler = Callable[[Message], Message | None]

FRAME = 16 * 2**20
"""The largest frame in bytes."""

NESTING = 40
"""So deep may the two sides ask each other while they wait."""

SERVED = 100_000
"""So many requests of the other side are served while one of ours waits."""

PATIENCE = 2.0
"""Seconds in which a side that was interrupted must answer."""

DIGITS = 1000
"""No plain number has more; longer whole numbers travel as text."""

TOO_DEEP = N_("The judge and the submission call each other too deeply.")


def fair_integer(text: str) -> int:
    """Return a whole number of JSON, unless reading it alone would take long."""
    if len(text) > DIGITS:
        raise ValueError("a number is too long")
    return int(text)


def one_meaning(pairs: list[tuple[str, Any]]) -> Message:
    """Return the pairs as an object; no key may stand in it twice."""
    message = dict(pairs)
    if len(message) != len(pairs):
        raise ValueError("a key stands twice")
    return message


def refuse(token: str) -> None:
    """Refuse NaN and Infinity, which are no JSON."""
    raise ValueError(f"{token} is no JSON")


LAYOUT: dict[str, Any] = {
    "allow_nan": False,
    "check_circular": False,
    "separators": (",", ":"),
}
UTF8 = JSONEncoder(ensure_ascii=False, **LAYOUT)
ASCII = JSONEncoder(ensure_ascii=True, **LAYOUT)
FAST = JSONDecoder(object_pairs_hook=one_meaning, parse_constant=refuse)
CAREFUL = JSONDecoder(object_pairs_hook=one_meaning, parse_constant=refuse, parse_int=fair_integer)


def dumps(data: object) -> bytes:
    """Return JSON data as bytes; lone surrogates are escaped."""
    try:
        return UTF8.encode(data).encode()
    except UnicodeEncodeError:
        return ASCII.encode(data).encode()


def pack(message: Message, limit: int = FRAME) -> bytes:
    """Return a message as a frame."""
    body = dumps(message)
    if len(body) > limit:
        raise NotPlainError(TOO_LARGE.format(limit=limit, unit="bytes"))
    return len(body).to_bytes(4) + body


def parse(body: bytes | bytearray | memoryview) -> Message:
    """Return the message of a frame's body, read strictly.

    Raises:
        BrokenError: it is not exactly one JSON object in UTF-8.
    """
    longest = sys.get_int_max_str_digits()
    decoder = FAST if 0 < longest <= 5000 else CAREFUL
    try:
        message = decoder.decode(str(body, "utf-8"))
    except (ValueError, RecursionError, MemoryError) as error:
        raise gone(f"it sent no plain JSON ({clean(str(error), 80)}).") from None
    if type(message) is not dict:
        raise gone("it sent no object.")
    return message


class Silence(Exception):  # noqa: N818 - no error of anyone; it does not leave this module
    """Nothing came in time."""


class Peer:
    """One side of the socket: it asks, and serves while it waits.

    Args:
        sock: a connected stream socket.
        handlers: what is done for each kind of request.
        timeout: seconds that a request may take where it does not say.
        interrupt: called when a request is late; the other side then has `PATIENCE` seconds to
            give an answer after all. Without it the other side then counts as gone.
        limit: the largest frame in bytes.
    """

    def __init__(
        self,
        sock: socket.socket,
        handlers: dict[str, Handler] | None = None,
        *,
        timeout: float | None = None,
        interrupt: Callable[[], None] | None = None,
        limit: int = FRAME,
    ) -> None:
        self.sock = sock
        self.handlers: dict[str, Handler] = handlers or {}
        self.timeout = timeout
        self.interrupt = interrupt
        self.limit = limit
        self.broken = ""
        """Why the other side is not asked any more; empty while it is."""
        self._owner = getpid()
        self.lock = RLock()
        """Held while a request of ours is on its way."""
        self._buffer = bytearray()
        self._waiting: list[tuple[int, float | None]] = []
        self._last = 0
        self._served = 0
        self._arrival = poll()
        self._arrival.register(sock, POLLIN)
        sock.setblocking(True)

    def request(self, do: str, *, timeout: float | None = None, **fields: Any) -> Message:
        """Ask the other side and return its answer.

        Raises:
            LateError: it took too long; it answers again.
            BrokenError: it is gone.
            StudentError: it could not do what was asked.
        """
        with self.lock:
            self.usable()
            if len(self._waiting) >= NESTING:
                raise RecursionError(TOO_DEEP)
            seconds = self.timeout if timeout is None else timeout
            until = None if seconds is None else monotonic() + seconds
            if self._waiting:
                outer = self._waiting[-1][1]
                until = outer if until is None else until if outer is None else min(until, outer)
            else:
                self._served = 0
            self._last += 1
            frame = pack({"id": self._last, "do": do, **fields}, self.limit)
            self._waiting.append((self._last, until))
            try:
                self._send(frame, until)
                reply = self._await(self._last, until, seconds)
            except LateError:
                raise
            except BaseException as error:
                self.end(str(error) if isinstance(error, BrokenError) else "it was left waiting.")
                raise
            finally:
                self._waiting.pop()
        if "failed" in reply:
            raise StudentError(clean(reply["failed"]))
        return reply

    def tell(self, do: str, **fields: Any) -> None:
        """Send the other side word without waiting for an answer."""
        with self.lock:
            self.usable()
            until = None if self.timeout is None else monotonic() + self.timeout
            self._send(pack({"do": do, **fields}, self.limit), until)

    def serve(self) -> None:
        """Serve requests until the other side closes the socket."""
        while True:
            try:
                message = self._receive(None)
            except BrokenError:
                return
            self._answer(message)

    def usable(self) -> None:
        """Raise if the other side is gone."""
        if getpid() != self._owner:
            raise gone("this process was split off the one that talks to it.")
        if self.broken:
            raise BrokenError(self.broken)

    def end(self, reason: str) -> None:
        """Count the other side as gone."""
        self.broken = self.broken or reason

    def _await(self, number: int, until: float | None, seconds: float | None) -> Message:
        """Return the reply to `number`, serving what is asked meanwhile."""
        late = False
        while True:
            try:
                if until is not None and monotonic() > until + PATIENCE:
                    raise Silence  # noqa: TRY301 - it keeps us busy; that is no answer either
                message = self._receive(until)
            except Silence:
                if late or self.interrupt is None:
                    raise gone(f"it did not answer within {seconds or 0:g} s.") from None
                late, until = True, monotonic() + PATIENCE
                self.interrupt()
                continue
            if "do" in message:
                self._served += 1
                if self._served > SERVED:
                    raise gone("it asks without end.")
                self._answer(message)
            elif type(message.get("reply")) is int and message["reply"] == number:
                break
            else:
                raise gone("it answered what it was not asked.")
        if late:
            error = LateError(LATE.format(seconds=f"{seconds or 0:g}"))
            error.reply = message
            raise error
        return message

    def _answer(self, message: Message) -> None:
        """Serve one request of the other side."""
        number, do = message.get("id"), message.get("do")
        handler = self.handlers.get(do) if type(do) is str else None
        if handler is None or not (number is None or type(number) is int):
            raise gone("it asked what nobody here does.")
        try:
            reply = handler(message) or {}
            frame = pack({"reply": number, **reply}, self.limit)
        except BrokenError:
            raise
        except Exception as error:  # noqa: BLE001 - the other side must hear of it, whatever it was
            text = clean(f"{type(error).__name__}: {error}")
            frame = pack({"reply": number, "failed": text}, self.limit)
        if getpid() != self._owner:
            _exit(0)
        if number is not None:
            with self.lock:
                self._send(frame, self._waiting[-1][1] if self._waiting else None)

    def _send(self, frame: bytes, until: float | None) -> None:
        """Send a frame whole."""
        view = memoryview(frame)
        try:
            while view:
                try:
                    view = view[self.sock.send(view, MSG_DONTWAIT) :]
                except BlockingIOError:
                    self._writable(until)
        except Silence:
            raise gone("it does not listen.") from None
        except TimeoutError:  # an alarm of the judge's own, not the socket's
            raise
        except (OSError, ValueError):
            raise gone("it closed the connection.") from None

    def _receive(self, until: float | None) -> Message:
        """Return the next message."""
        size = int.from_bytes(self._take(4, until))
        if size > self.limit:
            raise gone("it sent more than may cross.")
        return parse(self._take(size, until))

    def _take(self, size: int, until: float | None) -> bytearray:
        """Return the next `size` bytes."""
        buffer = self._buffer
        while len(buffer) < size:
            if until is not None:
                self._ready(self._arrival, until)
            try:
                chunk = self.sock.recv(max(65536, min(size, 2**20)))
            except TimeoutError:  # an alarm of the judge's own, not the socket's
                raise
            except (OSError, ValueError):
                chunk = b""
            if not chunk:
                raise gone("it closed the connection.")
            buffer += chunk
        taken = buffer[:size]
        del buffer[:size]
        return taken

    def _writable(self, until: float | None) -> None:
        """Wait until the socket can be written."""
        waiting = poll()
        waiting.register(self.sock, POLLOUT)
        self._ready(waiting, until)

    def _ready(self, waiting: poll, until: float | None) -> None:
        """Wait for the socket, or raise `Silence`."""
        left = None if until is None else until - monotonic()
        if left is not None and left <= 0:
            raise Silence
        if not waiting.poll(None if left is None else int(left * 1000) + 1):
            raise Silence
