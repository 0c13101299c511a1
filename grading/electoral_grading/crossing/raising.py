"""How an exception crosses: as its class's nearest builtin one, with plain arguments.

An exception that the student's own class describes keeps its name, so that `except TheirError`
works in a test; one that would end a program (`SystemExit`) only says that it did.
"""

from __future__ import annotations

import builtins
import sys
from typing import TYPE_CHECKING, Any

from electoral_grading.crossing.exceptions import (
    ENDED,
    NotPlainError,
    StudentError,
    clean,
    gone,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from electoral_grading.crossing.codec import Json

DIFFICULT = (UnicodeError, ExceptionGroup)
"""Exceptions of their own form; their base stands for them."""

ORDINARY: dict[str, type[Exception]] = {
    name: kind
    for name, kind in vars(builtins).items()
    if isinstance(kind, type)
    and issubclass(kind, Exception)
    and kind.__name__ == name
    and not (issubclass(kind, DIFFICULT) and kind is not UnicodeError)
}
"""The builtin exceptions that are raised in the judge as themselves."""

FOREIGN = words(
    "numpy.linalg:LinAlgError numpy.exceptions:AxisError decimal:InvalidOperation"
    " decimal:DivisionByZero statistics:StatisticsError queue:Empty queue:Full"
    " pandas.errors:MergeError pandas.errors:ParserError pandas.errors:EmptyDataError"
    " pandas.errors:UndefinedVariableError pandas.errors:OutOfBoundsDatetime"
    " zoneinfo:ZoneInfoNotFoundError dataclasses:FrozenInstanceError"
)
"""Exceptions of libraries that are raised as themselves where the library is in use."""

FIELDS = 20
"""So many attributes of an exception cross."""


def nearest(mro: tuple[type, ...]) -> str | None:
    """Return the name of the nearest exception that everyone has; None if it ends a program.

    >>> nearest(KeyError.__mro__), nearest(SystemExit.__mro__)
    ('KeyError', None)
    """
    shared = {id(kind): name for name, kind in everyone().items()}
    return next((shared[id(kind)] for kind in mro if id(kind) in shared), None)


def everyone() -> dict[str, type[Exception]]:
    """Return the exceptions that are the same on both sides, by name."""
    found = dict(ORDINARY)
    for name in FOREIGN:
        module, _, attribute = name.partition(":")
        kind = getattr(sys.modules.get(module), attribute, None)
        if isinstance(kind, type) and issubclass(kind, Exception):
            found[name] = kind
    return found


def describe(error: BaseException, give: Callable[[Any], Json]) -> dict[str, Any]:
    """Return an exception as JSON data.

    Args:
        error: anything that was raised.
        give: writes a plain value or raises `NotPlainError`.
    """
    mro: tuple[type, ...] = type.__dict__["__mro__"].__get__(type(error))
    text = saying(error)
    name = nearest(mro)
    shown = clean(type.__dict__["__name__"].__get__(mro[0]), 80)
    if name is None:
        return {"ended": shown, "text": text}
    own = any("__str__" in type.__dict__["__dict__"].__get__(kind) for kind in strangers(mro))
    arguments = [text] if own else [plain(one, give) for one in list(error.args)[:FIELDS]]
    return {
        "nearest": name,
        "text": text,
        "args": arguments,
        "fields": fields(error, give),
        "where": where(error),
        "known": mro[0] is everyone().get(name),
    }


def strangers(mro: tuple[type, ...]) -> list[type]:
    """Return the classes that come before the first one that everyone has."""
    shared = {id(kind) for kind in everyone().values()}
    found: list[type] = []
    for kind in mro:
        if id(kind) in shared:
            break
        found.append(kind)
    return found


def saying(error: BaseException) -> str:
    """Return what an exception says, whatever saying it does."""
    try:
        text = str(error)
    except BaseException:  # noqa: BLE001 - it is the student's code
        return ""
    return text[:2000] if type(text) is str else ""


def plain(value: object, give: Callable[[Any], Json]) -> Json:
    """Return a value, or words in its place where it is not plain."""
    try:
        return give(value)
    except NotPlainError:
        return clean(type.__dict__["__name__"].__get__(type(value)), 80)


def fields(error: BaseException, give: Callable[[Any], Json]) -> dict[str, Json]:
    """Return the plain attributes of an exception."""
    found: dict[str, Json] = {}
    try:
        for name, value in list(error.__dict__.items())[:FIELDS]:
            if type(name) is str and fair_field(name):
                found[name] = give(value)
    except Exception:  # noqa: BLE001 - it is the student's class; what was read so far is enough
        return found
    return found


def fair_field(name: str) -> bool:
    """Whether an attribute of an exception may be set in the judge."""
    return name.isidentifier() and not name.startswith("_") and not hasattr(Exception, name)


def where(error: BaseException) -> list[list[Any]]:
    """Return the last functions and lines that an exception went through."""
    found: list[list[Any]] = []
    trace = error.__traceback__
    while trace is not None:
        name = clean(trace.tb_frame.f_code.co_name, 80)
        if "/crossing/" not in trace.tb_frame.f_code.co_filename:
            found.append([name, trace.tb_lineno])
        trace = trace.tb_next
    return found[-5:]


def rebuild(
    data: Json, take: Callable[[Json], Any], local: Callable[[int], type[Exception] | None]
) -> Exception:
    """Return the exception that JSON data describes.

    Args:
        data: what `describe` wrote, or anything.
        take: reads a plain value or raises `BrokenError`.
        local: gives the judge's class for one of the student's.
    """
    if type(data) is not dict:
        raise gone("it described no error.")
    text = clean(data.get("text"), 2000)
    if "ended" in data:
        return StudentError(ENDED.format(name=clean(data["ended"], 80), text=text).strip())
    name, arguments, attributes = data.get("nearest"), data.get("args"), data.get("fields", {})
    if type(name) is not str or type(arguments) is not list or type(attributes) is not dict:
        raise gone("it described no error.")
    kind: type[Exception] = everyone().get(name, Exception)
    if type(data.get("class")) is int:
        kind = local(data["class"]) or kind
    values = [take(one) for one in arguments]
    error = make(kind, values, text)
    for field, value in list(attributes.items())[:FIELDS]:
        if fair_field(field):
            put(error, field, take(value))
    put(error, "where", [one for one in data.get("where", []) if fair_place(one)][:5])
    return error


def make(kind: type[Exception], values: list[Any], text: str) -> Exception:
    """Return an exception of this class, or of the nearest one that can be made so."""
    for attempt in (kind, *kind.__mro__):
        if issubclass(attempt, Exception):
            try:
                return attempt(*values)
            except Exception:  # noqa: BLE001, S112 - it has a form of its own; try its base
                continue
    return Exception(text)


def put(error: Exception, name: str, value: object) -> None:
    """Set an attribute where the exception lets it be set."""
    try:
        setattr(error, name, value)
    except (AttributeError, TypeError, ValueError):
        return


def fair_place(place: object) -> bool:
    """Whether this is the name of a function and a line."""
    return (
        type(place) is list and len(place) == 2 and type(place[0]) is str and type(place[1]) is int
    )
