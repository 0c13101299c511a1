"""Checks of what is computed: a Python value, a Python function."""

from __future__ import annotations

import contextlib
import copy
import io
import signal
import threading
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from electoral_courses.checks.plain import (
    NotPlainError,
    is_number,
    keyed,
    plain,
    same,
    show,
    type_name,
)
from electoral_courses.checks.result import Result, found
from electoral_courses.items import exact
from electoral_courses.variants import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

Data = Mapping[str, Any]
MISSING = object()
"""Stands for a name that the learner's code did not define."""
SECONDS = 5
"""How long one call of a learner's function may take."""


def value(item: Data, answer: Any) -> Result:
    """A value of the declared type, equal to the answer."""
    given, problem = read_value(item, answer)
    if problem is not None:
        return problem
    tolerance, unordered = exact(item.get("tolerance", 0)), bool(item.get("unordered"))
    right = _as_type(plain(item["answer"]), item["type"])
    evidence = {"name": item["name"], "given": show(given)}
    if _equal(given, right, tolerance, unordered):
        return found(1, "right", evidence)
    for mistake in item.get("mistakes") or ():
        typical = _as_type(plain(mistake["answer"]), item["type"])
        if _equal(given, typical, tolerance, unordered):
            return found(0, mistake["message"], evidence)
    if isinstance(right, list | set) and right:
        return _in_part(given, right, tolerance, unordered, evidence)
    if isinstance(right, dict) and right:
        hits = sum(key in given and same(given[key], right[key], tolerance) for key in right)
        return _share(hits, len(given) - hits, len(right), evidence)
    return found(0, "wrong", evidence)


def _share(hits: int, extra: int, of: int, evidence: Data) -> Result:
    """A right entry earns its share, a wrong one takes such a share away."""
    share = max(Fraction(0), Fraction(hits - extra, of))
    counts = {"found": hits, "missing": of - hits, "extra": extra, "of": of}
    return found(share, "partly" if share else "wrong", {**evidence, **counts})


def _in_part(
    given: Any, right: Any, tolerance: Fraction, unordered: bool, evidence: Data
) -> Result:
    """Part of a list or set; all entries in another order are worth one half."""
    hits = _hits(given, right, tolerance)
    if isinstance(right, set) or unordered:
        return _share(hits, len(given) - hits, len(right), evidence)
    pairs = list(zip(given, right, strict=False))
    in_place = [same(one, other, tolerance) for one, other in pairs]
    if hits == len(given) == len(right):
        position = in_place.index(False) + 1
        return found(Fraction(1, 2), "wrong-order", {**evidence, "position": position})
    return _share(sum(in_place), len(given) - hits, len(right), evidence)


def _hits(given: Any, right: Any, tolerance: Fraction) -> int:
    """Return how many entries of two lists or sets are the same, each counted once."""
    if len(given) > 10 * len(right) + 1000:
        return 0
    rest = list(right)
    for entry in given:
        position = next((at for at, one in enumerate(rest) if same(entry, one, tolerance)), None)
        if position is not None:
            del rest[position]
    return len(right) - len(rest)


def _equal(given: Any, right: Any, tolerance: Fraction, unordered: bool) -> bool:
    if isinstance(given, list | set) and isinstance(right, list | set):
        free = unordered or isinstance(right, set)
        if free and type(given) is type(right):
            return len(given) == len(right) == _hits(given, right, tolerance)
    return same(given, right, tolerance)


def read_value(item: Data, answer: Any) -> tuple[Any, Result | None]:
    """Return a learner's value as plain data of the declared type, or what is wrong with it."""
    name, declared = item["name"], str(item["type"])
    if answer is MISSING:
        return None, found(0, "not-defined", {"name": name})
    if answer is None or answer is ...:
        return None, found(0, "no-answer", {"name": name})
    evidence = {"name": name, "expected_type": declared, "given_type": type_name(answer)}
    try:
        given = plain(keyed(answer) if declared.startswith("dict") else answer)
        if isinstance(given, set) and declared.startswith("list") and not item.get("unordered"):
            return None, found(0, "wrong-type", evidence)
        return _as_type(given, declared), None
    except NotPlainError:
        return None, found(0, "not-plain", evidence)
    except TypeError as error:
        if declared.startswith(("list", "set")) and error.args and error.args[0] != declared:
            evidence["given_type"] = f"{type_name(answer)}[{error.args[0]}]"
        return None, found(0, "wrong-type", evidence)


def _as_type(given: Any, declared: str) -> Any:
    """Return plain data as the declared type.

    Raises:
        TypeError: it is of another type; the argument names the type of the entry.
    """
    outer, _, inner = declared.rstrip("]").partition("[")
    if outer in {"list", "set"}:
        if not isinstance(given, list | set):
            raise TypeError
        entries = [_as_type(entry, inner) for entry in given] if inner else list(given)
        if outer == "list":
            return entries
        if any(isinstance(entry, list | dict | set) for entry in entries):
            raise TypeError("list")
        return set(entries)
    if outer == "dict":
        if not isinstance(given, dict):
            raise TypeError
        key, _, entry = (part.strip() for part in inner.partition(","))
        if not inner:
            return given
        return {_as_type(name, key): _as_type(part, entry) for name, part in given.items()}
    return _as_scalar(given, declared)


def _as_scalar(given: Any, declared: str) -> Any:
    if declared == "str" and isinstance(given, str):
        return given
    if declared == "bool" and isinstance(given, bool):
        return given
    if declared in {"float", "number"} and is_number(given):
        return given
    if declared == "int" and is_number(given) and Fraction(given).denominator == 1:
        return int(given)
    raise TypeError(type_name(given))


def function(item: Data, answer: Any, seconds: float = SECONDS) -> Result:
    """The share of calls that return what they should; the first that does not is shown."""
    name, calls = item["name"], item["calls"]
    if answer is MISSING:
        return found(0, "not-defined", {"name": name})
    if answer is None or answer is ...:
        return found(0, "no-answer", {"name": name})
    if not callable(answer):
        return found(0, "not-a-function", {"name": name, "given_type": type_name(answer)})
    first: Result | None = None
    parts: list[tuple[str, bool]] = []
    for number, call in enumerate(calls, 1):
        failure = _one_call(item, call, answer, seconds)
        parts.append((str(number), failure is None))
        first = first or failure
        if failure is not None and failure.message == "endless":
            parts += [(str(later), False) for later in range(number + 1, len(calls) + 1)]
            break
    hits = sum(good for _, good in parts)
    evidence = {"name": name, "found": hits, "of": len(calls)}
    if first is None:
        return found(1, "right", evidence, tuple(parts))
    share = Fraction(hits, len(calls))
    message = "partly" if share and first.message == "wrong" else first.message
    return found(share, message, {**evidence, **first.evidence}, tuple(parts))


def _one_call(item: Data, call: Data, answer: Any, seconds: float) -> Result | None:
    """Call the learner's function once; return what went wrong, if anything did."""
    arguments = list(call.get("args") or ())
    shown = show(arguments)
    evidence: dict[str, Any] = {"call": f"{item['name']}({shown[1:-1]})"}
    right = call["returns"] if "returns" in call else resolve(item["model"])(*_copy(arguments))
    evidence["expected"] = show(plain(right))
    try:
        with _quiet(), _limit(seconds):
            got = answer(*_copy(arguments))
    except _TimeUpError:
        return found(0, "endless", {**evidence, "seconds": seconds})
    except BaseException as error:  # noqa: BLE001 - a learner's function may raise anything
        return found(0, "raises", {**evidence, "error": _told(error)})
    try:
        plain_got = plain(got)
    except NotPlainError:
        return found(0, "wrong", {**evidence, "got": type_name(got)})
    tolerance, unordered = exact(item.get("tolerance", 0)), bool(item.get("unordered"))
    if _equal(plain_got, plain(right), tolerance, unordered):
        return None
    return found(0, "wrong", {**evidence, "got": show(plain_got)})


def _told(error: BaseException) -> str:
    """Return an error's name and words, as far as it can be made to tell them."""
    try:
        words = str(error)
    except BaseException:  # noqa: BLE001 - an error of a learner's own class
        words = ""
    return f"{type_name(error)}: {words[:120]}" if words else type_name(error)


def _copy(arguments: list[Any]) -> list[Any]:
    return copy.deepcopy(arguments)


class _TimeUpError(BaseException):
    """Rung by the alarm; not an Exception, so that `except Exception` does not stop it."""


@contextlib.contextmanager
def _limit(seconds: float) -> Iterator[None]:
    """Stop the block after some seconds, where the system has alarms and we are the main thread.

    Elsewhere (Windows, a browser) an endless function runs until the kernel is interrupted.
    """
    main = threading.current_thread() is threading.main_thread()
    if not (main and hasattr(signal, "setitimer")):
        yield
        return

    def ring(_number: int, _frame: Any) -> None:
        raise _TimeUpError

    before = signal.signal(signal.SIGALRM, ring)
    try:
        # Rings again and again: the learner's own `except:` may swallow the first.
        signal.setitimer(signal.ITIMER_REAL, seconds, 0.2)
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep prints and warnings of a learner's function out of the result."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        yield
