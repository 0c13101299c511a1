"""How the columns of pandas cross: their type from a short list, and their content."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from electoral_grading.crossing.arrays import put_array, put_dtype, take_array, take_dtype
from electoral_grading.crossing.codec import name_of
from electoral_grading.crossing.exceptions import NOT_PLAIN, NotPlainError
from electoral_grading.crossing.library import put_zone, take_zone

if TYPE_CHECKING:
    from electoral_grading.crossing.codec import Decoder, Encoder, Json

FREQUENCY = re.compile(r"-?[0-9]{0,6}[A-Za-z][A-Za-z0-9-]{0,15}", re.ASCII)
UNITS = {"s", "ms", "us", "ns"}
CLOSED = {"left", "right", "both", "neither"}
MASKED = {
    "Int8": "i1", "Int16": "i2", "Int32": "i4", "Int64": "i8",
    "UInt8": "u1", "UInt16": "u2", "UInt32": "u4", "UInt64": "u8",
    "Float32": "f4", "Float64": "f8", "boolean": "?",
}  # fmt: skip
"""The nullable types and what their values are kept in."""


def frequency(decoder: Decoder, data: Json) -> str:
    """Return the data if it may name a frequency."""
    if FREQUENCY.fullmatch(decoder.exact(data, str)) is None:
        decoder.fail()
    return data


def put_kind(encoder: Encoder, dtype: Any, depth: int) -> Json:  # noqa: PLR0911 - one for each type
    """Write the type of a column; the categories of a categorical one with it."""
    if isinstance(dtype, np.dtype):
        return put_dtype(dtype)
    kind = type(dtype)
    if kind is pd.StringDtype:
        return ["string", dtype.storage, dtype.na_value is pd.NA]
    if kind is pd.CategoricalDtype:
        labels = None if dtype.categories is None else encoder.put(dtype.categories, depth + 1)
        return ["category", labels, bool(dtype.ordered)]
    if kind is pd.DatetimeTZDtype:
        return ["zoned", dtype.unit, put_zone(dtype.tz)]
    if kind is pd.PeriodDtype:
        return ["period", dtype.name[len("period[") : -1]]
    if kind is pd.IntervalDtype and dtype.subtype is not None:
        return ["interval", put_kind(encoder, dtype.subtype, depth), dtype.closed]
    if MASKED.get(dtype.name) and type(pd.array([], dtype=dtype.name).dtype) is kind:
        return ["masked", dtype.name]
    raise NotPlainError(NOT_PLAIN.format(type=name_of(dtype)))


def take_kind(decoder: Decoder, data: Json, depth: int) -> Any:  # noqa: PLR0911 - one for each type
    """Read the type of a column."""
    if type(data) is str:
        return take_dtype(decoder, data)
    name, *rest = decoder.exact(data, list)
    if name == "string":
        storage, missing = decoder.fields(rest, 2)
        if storage not in {"python", "pyarrow"} or type(missing) is not bool:
            decoder.fail()
        return pd.StringDtype(storage, na_value=pd.NA if missing else np.nan)
    if name == "category":
        labels, ordered = decoder.fields(rest, 2)
        categories = None if labels is None else decoder.plain(labels, depth + 1)
        if not (categories is None or isinstance(categories, pd.Index)):
            decoder.fail()
        return pd.CategoricalDtype(categories, decoder.exact(ordered, bool))
    if name == "zoned":
        unit, zone = decoder.fields(rest, 2)
        return pd.DatetimeTZDtype(
            unit if unit in UNITS else decoder.fail(), take_zone(decoder, zone)
        )
    if name == "period":
        return pd.api.types.pandas_dtype(f"period[{frequency(decoder, *decoder.fields(rest, 1))}]")
    if name == "interval":
        subtype, closed = decoder.fields(rest, 2)
        closed = closed if closed in CLOSED else decoder.fail()
        return pd.IntervalDtype(take_kind(decoder, subtype, depth), closed)
    if name == "masked" and decoder.fields(rest, 1)[0] in MASKED:
        return pd.api.types.pandas_dtype(rest[0])
    return decoder.fail()


def put_values(encoder: Encoder, values: Any, depth: int) -> Json:
    """Write a column's type and content."""
    dtype = values.dtype
    if isinstance(dtype, np.dtype):
        return [None, put_array(encoder, np.asarray(values), depth)["array"]]
    kind = put_kind(encoder, dtype, depth)
    column = getattr(values, "array", values)
    name = kind[0]
    if name == "string":
        texts = [
            None if missing else text for text, missing in zip(column, column.isna(), strict=True)
        ]
        return [kind, encoder.all(texts, depth)]
    if name == "category":
        return [kind, put_array(encoder, np.asarray(column.codes), depth)["array"]]
    if name in {"zoned", "period"}:
        return [kind, put_array(encoder, column.asi8, depth)["array"]]
    if name == "interval":
        return [kind, [put_values(encoder, side, depth) for side in (column.left, column.right)]]
    missing = np.asarray(column.isna())
    content = column.to_numpy(dtype=MASKED[kind[1]], na_value=0)
    return [kind, [put_array(encoder, one, depth)["array"] for one in (content, missing)]]


def take_values(decoder: Decoder, data: Json, depth: int) -> Any:  # noqa: PLR0911 - one for each type
    """Read a column."""
    kind, content = decoder.fields(data, 2)
    if kind is None:
        values = take_array(decoder, content, depth)
        return values if values.ndim == 1 else decoder.fail()
    dtype = take_kind(decoder, kind, depth)
    name = kind[0] if type(kind) is list else decoder.fail()
    if name == "string":
        texts = decoder.all(content, depth)
        if any(not (text is None or type(text) is str) for text in texts):
            decoder.fail()
        return pd.array(texts, dtype=dtype)
    if name == "category":
        return pd.Categorical.from_codes(flat(decoder, content, depth, "i"), dtype=dtype)
    if name == "zoned":
        moments = flat(decoder, content, depth, "i").astype("i8").view(f"M8[{dtype.unit}]")
        return pd.DatetimeIndex(moments, tz="UTC").tz_convert(dtype.tz).array
    if name == "period":
        return pd.PeriodIndex.from_ordinals(
            flat(decoder, content, depth, "i").astype("i8"), freq=kind[1]
        ).array
    if name == "interval":
        left, right = (take_values(decoder, side, depth) for side in decoder.fields(content, 2))
        return pd.arrays.IntervalArray.from_arrays(left, right, dtype.closed, dtype=dtype)
    wanted = np.dtype(MASKED[kind[1]])
    numbers, missing = decoder.fields(content, 2)
    values = flat(decoder, numbers, depth, wanted.kind).astype(wanted)
    make: Any = type(pd.array([], dtype=dtype))
    return make(values, flat(decoder, missing, depth, "b"))


def flat(decoder: Decoder, data: Json, depth: int, kind: str) -> np.ndarray[Any, Any]:
    """Read a one-dimensional array of one kind of numbers."""
    values = take_array(decoder, data, depth)
    return values if values.ndim == 1 and values.dtype.kind == kind else decoder.fail()
