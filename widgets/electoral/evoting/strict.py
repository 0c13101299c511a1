"""Reading what a stranger wrote: exact forms, bounded sizes, and a word for what is wrong."""

from __future__ import annotations

import json
import re
import reprlib
from typing import Any

from electoral.evoting.powers import number

_DECIMAL = re.compile(r"0|[1-9][0-9]{0,1999}", re.ASCII)

_SHORT = reprlib.Repr()
_SHORT.maxstring = _SHORT.maxlong = _SHORT.maxother = 80
"""What a stranger wrote is shown without being gone through to its end."""


class FormError(ValueError):
    """Something is not of the form that the specification gives it."""

    def __init__(self, field: str, value: object = None) -> None:
        self.field = field
        self.value = _SHORT.repr(value)[:80]
        super().__init__(f"{field}: {self.value}")


def loads(text: str) -> Any:
    """Return the JSON value of a text.

    Raises:
        FormError: it is not JSON, names a field twice, or is nested too deeply.
    """
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except FormError:
        raise
    except (ValueError, RecursionError) as error:
        raise FormError("JSON", text[:60]) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise FormError("field named twice", [name for name, _value in pairs])
    return found


def _no_constant(name: str) -> None:
    raise FormError("JSON", name)


def fields(structure: Any, wanted: list[str], allowed: list[str] | None = None) -> dict[str, Any]:
    """Return the structure if it has the wanted fields.

    Args:
        structure: what was read.
        wanted: the fields it must have, in this order where no others are allowed.
        allowed: further fields that it may have; then the order is free.

    Raises:
        FormError: it has not.
    """
    if not isinstance(structure, dict):
        raise FormError("fields", structure)
    for name in wanted:
        if name not in structure:
            raise FormError(name)
    for name in structure:
        if name not in wanted and name not in (allowed or ()):
            raise FormError(name, structure[name])
    if allowed is None and list(structure) != wanted:
        raise FormError("order of fields", list(structure))
    return structure


def texts(structure: dict[str, Any], *names: str) -> list[str]:
    """Return fields that must be texts.

    Raises:
        FormError: one is not.
    """
    for name in names:
        if not isinstance(structure[name], str):
            raise FormError(name, structure[name])
    return [structure[name] for name in names]


def decimal(text: object) -> int:
    """Return a whole number that is written in base 10 as a JSON text, in the one way there is.

    Raises:
        FormError: it is not; signs, spaces and leading zeros are refused. Section 4.2.
    """
    if not isinstance(text, str) or not _DECIMAL.fullmatch(text):
        raise FormError("number", text)
    return number(text)


def element(text: object, p: int) -> int:
    """Return a number from 1 to p - 1.

    Raises:
        FormError: it is not one.
    """
    value = decimal(text)
    if not 0 < value < p:
        raise FormError("group element", text)
    return value


def listed(structure: Any, length: int, name: str) -> list[Any]:
    """Return a list that must have this length.

    Raises:
        FormError: it has not.
    """
    if not isinstance(structure, list) or len(structure) != length:
        raise FormError(name, structure)
    return structure
