"""How the builtin types cross."""

from __future__ import annotations

import builtins
from binascii import a2b_base64, b2a_base64
from math import isfinite
from types import NoneType
from typing import TYPE_CHECKING, Any

from electoral_grading.crossing.codec import WORD, Decoder, Encoder, is_text, name_of
from electoral_grading.crossing.exceptions import NOT_PLAIN, TOO_LARGE, NotPlainError

if TYPE_CHECKING:
    from collections.abc import Callable

    from electoral_grading.crossing.codec import Json

TYPES: dict[str, type] = {}
"""The types that cross by their name, so that a student's `int` is the judge's `int`."""

NAMES: dict[int, str] = {}
"""The names of these types, by the identity of the type."""

CONSTANTS = {"Ellipsis": ..., "NotImplemented": NotImplemented}
RANGE = 10
"""A range may be so many times longer than a list."""


def crosses(
    kind: type,
    name: str,
    put: Callable[[Encoder, Any, int], Json],
    take: Callable[[Decoder, Json, int], Any] | None = None,
) -> None:
    """Let values of exactly this type cross under this name."""
    Encoder.makers[id(kind)] = put
    if take is not None:
        Decoder.takers[name] = take


def known(**types: type) -> None:
    """Let these types themselves cross by name."""
    for name, kind in types.items():
        TYPES[name] = kind
        NAMES[id(kind)] = name


def put_self(_: Encoder, value: Any, __: int) -> Json:
    """Write what JSON has of its own."""
    return value


def put_int(encoder: Encoder, value: int, _: int) -> Json:
    """Write a whole number; long ones in hexadecimal digits, which take no time."""
    if -WORD <= value < WORD:
        return value
    if value.bit_length() > encoder.limits.bits:
        raise NotPlainError(TOO_LARGE.format(limit=encoder.limits.bits, unit="bits"))
    return {"int": hex(value)}


def take_int(decoder: Decoder, data: Json, _: int) -> int:
    """Read a long whole number."""
    if len(decoder.exact(data, str)) > decoder.limits.bits // 4 + 4:
        decoder.fail()
    return int(data, 16)


def put_float(_: Encoder, value: float, __: int) -> Json:
    """Write a number; `nan` and the infinities by name."""
    return value if isfinite(value) else {"float": repr(value)}


def take_float(decoder: Decoder, data: Json, _: int) -> float:
    """Read what is no finite number."""
    return float(data) if data in {"nan", "inf", "-inf"} else decoder.fail()


def put_complex(encoder: Encoder, value: complex, depth: int) -> Json:
    """Write both parts."""
    return {"complex": [put_float(encoder, part, depth) for part in (value.real, value.imag)]}


def take_complex(decoder: Decoder, data: Json, depth: int) -> complex:
    """Read both parts."""
    real, imag = (decoder.take(part, depth) for part in decoder.fields(data, 2))
    return complex(decoder.exact(real, float), decoder.exact(imag, float))


def put_str(encoder: Encoder, value: str, _: int) -> Json:
    """Write a text; one with lone surrogates as bytes."""
    encoder.count(0, len(value))
    if value.isascii() or is_text(value):
        return value
    return {"str": base64(value.encode("utf-8", "surrogatepass"))}


def take_str(decoder: Decoder, data: Json, _: int) -> str:
    """Read a text with lone surrogates."""
    return unbase64(decoder, data).decode("utf-8", "surrogatepass")


def put_bytes(encoder: Encoder, value: bytes | bytearray, _: int) -> Json:
    """Write bytes."""
    encoder.count(0, len(value))
    return {type(value).__name__: base64(value)}


def base64(data: bytes | bytearray | memoryview) -> str:
    """Return bytes as base64 text."""
    return b2a_base64(data, newline=False).decode()


def unbase64(decoder: Decoder, data: Json) -> bytes:
    """Return the bytes of base64 text, read strictly."""
    return a2b_base64(decoder.exact(data, str), strict_mode=True)


def sequence(name: str, make: Callable[[list[Any]], Any]) -> tuple[Any, Any]:
    """Return how a sequence is written and read."""

    def put(encoder: Encoder, value: Any, depth: int) -> Json:
        return {name: encoder.all(value, depth)}

    def take(decoder: Decoder, data: Json, depth: int) -> Any:
        return make(decoder.all(data, depth))

    return put, take


def unordered(name: str, make: Callable[[list[Any]], Any]) -> tuple[Any, Any]:
    """Return how a set is written, equal sets alike, and read."""

    def put(encoder: Encoder, value: Any, depth: int) -> Json:
        return {name: sorted(encoder.keys(value, depth), key=repr)}

    def take(decoder: Decoder, data: Json, depth: int) -> Any:
        made = make(decoder.keys(data, depth))
        return made if len(made) == len(data) else decoder.fail()

    return put, take


def mapping(name: str, make: Callable[[dict[Any, Any]], Any]) -> tuple[Any, Any]:
    """Return how a dict is written, in its order, and read."""

    def put(encoder: Encoder, value: Any, depth: int) -> Json:
        items = dict(value)
        return {name: [encoder.keys(items, depth), encoder.all(items.values(), depth)]}

    def take(decoder: Decoder, data: Json, depth: int) -> Any:
        keys, values = decoder.fields(data, 2)
        names, contents = decoder.keys(keys, depth), decoder.all(values, depth)
        items = dict(zip(names, contents, strict=True))
        return make(items) if len(items) == len(names) else decoder.fail()

    return put, take


def put_list(encoder: Encoder, value: list[Any], depth: int) -> Json:
    """Write a list as a list."""
    return encoder.all(value, depth)


def put_range(encoder: Encoder, value: range, depth: int) -> Json:
    """Write the three numbers of a range that is not too long to be gone through."""
    if not fair_range(value, encoder.limits.elements):
        raise NotPlainError(TOO_LARGE.format(limit=RANGE * encoder.limits.elements, unit="numbers"))
    return {"range": [put_int(encoder, n, depth) for n in (value.start, value.stop, value.step)]}


def take_range(decoder: Decoder, data: Json, depth: int) -> range:
    """Read a range."""
    value = range(*(decoder.plain(part, depth) for part in decoder.fields(data, 3)))
    return value if fair_range(value, decoder.limits.elements) else decoder.fail()


def fair_range(value: range, elements: int) -> bool:
    """Whether a range is not too long."""
    return (value.stop - value.start) // value.step <= RANGE * elements


def put_slice(encoder: Encoder, value: slice, depth: int) -> Json:
    """Write the three parts of a slice."""
    return {"slice": encoder.all((value.start, value.stop, value.step), depth)}


def take_slice(decoder: Decoder, data: Json, depth: int) -> slice:
    """Read a slice."""
    return slice(*decoder.all(decoder.fields(data, 3), depth))


def put_constant(_: Encoder, value: object, __: int) -> Json:
    """Write a constant by its name."""
    return {"constant": repr(value)}


def take_constant(_: Decoder, data: Json, __: int) -> Any:
    """Read a constant."""
    return CONSTANTS[data]


def put_type(encoder: Encoder, value: type, _: int) -> Json:
    """Write a type that everyone has by its name; any other is no plain value."""
    name = NAMES.get(id(value))
    if name is not None:
        return {"type": name}
    if encoder.other is None:
        raise NotPlainError(NOT_PLAIN.format(type=name_of(value)))
    encoder.references += 1
    return encoder.other(value)


def take_type(_: Decoder, data: Json, __: int) -> type:
    """Read a type."""
    return TYPES[data]


for one in (NoneType, bool):
    crosses(one, one.__name__, put_self)
crosses(int, "int", put_int, take_int)
crosses(float, "float", put_float, take_float)
crosses(complex, "complex", put_complex, take_complex)
crosses(str, "str", put_str, take_str)
crosses(bytes, "bytes", put_bytes, lambda decoder, data, _: unbase64(decoder, data))
crosses(
    bytearray, "bytearray", put_bytes, lambda decoder, data, _: bytearray(unbase64(decoder, data))
)
crosses(list, "list", put_list)
crosses(tuple, "tuple", *sequence("tuple", tuple))
crosses(set, "set", *unordered("set", set))
crosses(frozenset, "frozenset", *unordered("frozenset", frozenset))
crosses(dict, "dict", *mapping("dict", lambda items: items))
crosses(range, "range", put_range, take_range)
crosses(slice, "slice", put_slice, take_slice)
for one in (type(...), type(NotImplemented)):
    crosses(one, "constant", put_constant, take_constant)
crosses(type, "type", put_type, take_type)
known(
    **{
        kind.__name__: kind
        for kind in (bool, int, float, complex, str, bytes, bytearray, list, tuple, dict)
    }
)
known(set=set, frozenset=frozenset, range=range, slice=slice, object=object, NoneType=NoneType)
known(
    **{
        name: kind
        for name, kind in vars(builtins).items()
        if isinstance(kind, type) and issubclass(kind, Exception) and kind.__name__ == name
    }
)
