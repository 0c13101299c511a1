"""How numpy's scalars and arrays cross: their bytes, their shape, and a type from a short list."""

from __future__ import annotations

import re
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from electoral_grading.crossing.builtin import base64, crosses, known, unbase64
from electoral_grading.crossing.exceptions import NOT_PLAIN, NotPlainError

if TYPE_CHECKING:
    from electoral_grading.crossing.codec import Decoder, Encoder, Json

UNIT = r"(?:Y|M|W|D|h|m|s|ms|us|ns|ps|fs|as)"
DTYPE = re.compile(
    rf"\|b1|\|[iu]1|[<>][iu][248]|[<>]f[248]|[<>]c(?:8|16)|[<>]U\d{{1,7}}|\|S\d{{1,7}}"
    rf"|[<>][mM]8(?:\[\d{{0,6}}{UNIT}\])?|\|O",
    re.ASCII,
)
"""The types of elements, as `dtype.str` writes them."""

DIMENSIONS = 32


def put_dtype(dtype: np.dtype[Any]) -> str:
    """Write the type of an array's elements."""
    text = dtype.str
    if dtype.names is not None or dtype.metadata or DTYPE.fullmatch(text) is None:
        raise NotPlainError(NOT_PLAIN.format(type=f"array of {text[:40]}"))
    return text


def take_dtype(decoder: Decoder, data: Json) -> np.dtype[Any]:
    """Read the type of an array's elements."""
    return np.dtype(data) if DTYPE.fullmatch(decoder.exact(data, str)) else decoder.fail()


def put_array(encoder: Encoder, x: np.ndarray[Any, Any], depth: int) -> Json:
    """Write an array; one of objects element by element."""
    name = put_dtype(x.dtype)
    shape = list(x.shape)
    if name == "|O":
        content = encoder.all(x.ravel().tolist(), depth)
    else:
        encoder.count(0, x.nbytes)
        content = base64(x.tobytes())
    return {"array": [name, shape, content]}


def take_array(decoder: Decoder, data: Json, depth: int) -> np.ndarray[Any, Any]:
    """Read an array."""
    name, sizes, content = decoder.fields(data, 3)
    dtype = take_dtype(decoder, name)
    decoder.exact(sizes, list)
    most = 10 * decoder.limits.elements
    shape = [decoder.whole(size, 0, most) for size in sizes]
    if len(shape) > DIMENSIONS or prod(size or 1 for size in shape) > max(
        most, decoder.limits.size
    ):
        decoder.fail()
    if dtype.hasobject:
        flat = objects(decoder.all(content, depth))
    else:
        data = bytearray(unbase64(decoder, content))
        flat = np.frombuffer(data, dtype) if dtype.itemsize else np.zeros(prod(shape), dtype)
    check_bytes(decoder, flat)
    return flat.reshape(shape)


def objects(values: list[Any]) -> np.ndarray[Any, Any]:
    """Return values as an array of objects, whatever they are."""
    flat = np.empty(len(values), object)
    for place, value in enumerate(values):
        flat[place] = value
    return flat


def check_bytes(decoder: Decoder, flat: np.ndarray[Any, Any]) -> None:
    """Refuse bytes that no element of this type has."""
    kind = flat.dtype.kind
    if kind == "b" and flat.view("u1").max(initial=0) > 1:
        decoder.fail()
    if kind == "U" and flat.dtype.itemsize:
        codes = flat.view(flat.dtype.byteorder.replace("=", "<") + "u4")
        if codes.max(initial=0) > 0x10FFFF:
            decoder.fail()


def put_scalar(encoder: Encoder, x: np.generic, _: int) -> Json:
    """Write a numpy scalar as an array of one."""
    name = put_dtype(x.dtype)
    encoder.count(1, x.nbytes)
    return {"scalar": [name, base64(x.tobytes())]}


def take_scalar(decoder: Decoder, data: Json, depth: int) -> np.generic:
    """Read a numpy scalar."""
    name, content = decoder.fields(data, 2)
    value = take_array(decoder, [name, [1], content], depth)[0]
    return value if isinstance(value, np.generic) else decoder.fail()


def put_text(encoder: Encoder, x: np.str_ | np.bytes_, depth: int) -> Json:
    """Write a numpy text or bytes scalar."""
    return {"text": encoder.put(x.item() if isinstance(x, np.str_) else bytes(x), depth)}


def take_text(decoder: Decoder, data: Json, depth: int) -> np.str_ | np.bytes_:
    """Read a numpy text or bytes scalar."""
    value = decoder.plain(data, depth)
    return (
        np.str_(decoder.exact(value, str))
        if type(value) is str
        else np.bytes_(decoder.exact(value, bytes))
    )


def put_type_of_elements(_: Encoder, x: np.dtype[Any], __: int) -> Json:
    """Write a dtype that stands alone."""
    return {"dtype": put_dtype(x)}


SCALARS: tuple[type[np.generic], ...] = (
    np.bool_,
    *(np.int8, np.int16, np.int32, np.int64, np.longlong),
    *(np.uint8, np.uint16, np.uint32, np.uint64, np.ulonglong),
    *(np.float16, np.float32, np.float64, np.complex64, np.complex128),
    *(np.datetime64, np.timedelta64),
)

crosses(np.ndarray, "array", put_array, take_array)
for scalar in SCALARS:
    crosses(scalar, "scalar", put_scalar, take_scalar)
    known(**{f"numpy.{scalar.__name__}": scalar})
for scalar in (np.str_, np.bytes_):
    crosses(scalar, "text", put_text, take_text)
    known(**{f"numpy.{scalar.__name__}": scalar})
for text in ("?", *"bhilqBHILQefdFDUSmMO"):
    crosses(type(np.dtype(text)), "dtype", put_type_of_elements, lambda d, x, _: take_dtype(d, x))
known(**{"numpy.ndarray": np.ndarray, "numpy.dtype": np.dtype})
