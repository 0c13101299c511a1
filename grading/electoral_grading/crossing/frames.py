"""How pandas' labels, tables and moments cross."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from electoral_grading.crossing.arrays import put_array
from electoral_grading.crossing.builtin import RANGE, crosses, fair_range, known
from electoral_grading.crossing.columns import (
    CLOSED,
    MASKED,
    flat,
    frequency,
    put_kind,
    put_values,
    take_kind,
    take_values,
)
from electoral_grading.crossing.exceptions import TOO_LARGE, NotPlainError
from electoral_grading.crossing.library import put_zone, take_zone

if TYPE_CHECKING:
    from collections.abc import Callable

    from electoral_grading.crossing.codec import Decoder, Encoder, Json


def quietly(take: Callable[[Decoder, Json, int], Any]) -> Callable[[Decoder, Json, int], Any]:
    """Return a reader that warns of nothing: pandas has opinions on what others send."""

    def quiet(decoder: Decoder, data: Json, depth: int) -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return take(decoder, data, depth)

    return quiet


def put_index(encoder: Encoder, x: pd.Index, depth: int) -> Json:
    """Write labels."""
    names = encoder.keys(list(x.names), depth)
    if type(x) is pd.RangeIndex:
        if not fair_range(range(x.start, x.stop, x.step), encoder.limits.elements):
            limit = RANGE * encoder.limits.elements
            raise NotPlainError(TOO_LARGE.format(limit=limit, unit="numbers"))
        return {"Index": ["range", names, [x.start, x.stop, x.step]]}
    if type(x) is pd.MultiIndex:
        levels = [encoder.put(level, depth + 1) for level in x.levels]
        codes = [put_array(encoder, np.asarray(code), depth)["array"] for code in x.codes]
        return {"Index": ["multi", names, [levels, codes]]}
    step = getattr(x, "freqstr", None) if type(x) in {pd.DatetimeIndex, pd.TimedeltaIndex} else None
    return {"Index": [[step], names, put_values(encoder, x, depth)]}


def take_index(decoder: Decoder, data: Json, depth: int) -> Any:
    """Read labels."""
    kind, words, content = decoder.fields(data, 3)
    names = decoder.keys(words, depth)
    if kind == "multi":
        levels, codes = decoder.fields(content, 2)
        parts = decoder.all(levels, depth)
        if len(names) != len(parts) or any(not isinstance(part, pd.Index) for part in parts):
            decoder.fail()
        places = [flat(decoder, code, depth, "i") for code in decoder.exact(codes, list)]
        return pd.MultiIndex(parts, places, names=names)
    (name,) = decoder.fields(names, 1)
    if kind == "range":
        steps = range(*map(decoder.whole, decoder.fields(content, 3)))
        return (
            pd.RangeIndex(steps, name=name)
            if fair_range(steps, decoder.limits.elements)
            else decoder.fail()
        )
    (step,) = decoder.fields(kind, 1)
    values = take_values(decoder, content, depth)
    if step is not None:
        make = {"M": pd.DatetimeIndex, "m": pd.TimedeltaIndex}[values.dtype.kind]
        return make(values, freq=frequency(decoder, step), name=name)
    return pd.Index(values, dtype=values.dtype, name=name)


def put_series(encoder: Encoder, x: pd.Series, depth: int) -> Json:
    """Write labels, name and values."""
    name = encoder.plain(x.name, depth)
    return {"Series": [encoder.put(x.index, depth), name, put_values(encoder, x, depth)]}


def take_series(decoder: Decoder, data: Json, depth: int) -> pd.Series:
    """Read labels, name and values."""
    labels, name, content = decoder.fields(data, 3)
    values = take_values(decoder, content, depth)
    index = labels_of(decoder, labels, depth)
    return pd.Series(values, index, values.dtype, decoder.plain(name, depth))


def labels_of(decoder: Decoder, data: Json, depth: int) -> pd.Index:
    """Read labels, and nothing else."""
    index = decoder.plain(data, depth)
    return index if isinstance(index, pd.Index) else decoder.fail()


def put_frame(encoder: Encoder, x: pd.DataFrame, depth: int) -> Json:
    """Write both labels, and the values column by column."""
    encoder.count(len(x.columns))
    columns = [put_values(encoder, column, depth) for _, column in x.items()]
    return {"DataFrame": [encoder.put(x.index, depth), encoder.put(x.columns, depth), columns]}


def take_frame(decoder: Decoder, data: Json, depth: int) -> pd.DataFrame:
    """Read a table."""
    rows, labels, contents = decoder.fields(data, 3)
    index, columns = labels_of(decoder, rows, depth), labels_of(decoder, labels, depth)
    decoder.count(len(decoder.exact(contents, list)))
    values = [take_values(decoder, content, depth) for content in contents]
    if any(len(column) != len(index) for column in values):
        decoder.fail()
    made = {place: pd.Series(v, index, v.dtype) for place, v in enumerate(values)}
    frame = pd.DataFrame(made, index)
    frame.columns = columns
    return frame


def put_extension(encoder: Encoder, x: Any, depth: int) -> Json:
    """Write an array of pandas' own."""
    return {"column": put_values(encoder, x, depth)}


def take_extension(decoder: Decoder, data: Json, depth: int) -> Any:
    """Read an array of pandas' own."""
    values = take_values(decoder, data, depth)
    return pd.array(values, dtype=values.dtype)


def put_moment(encoder: Encoder, x: Any, depth: int) -> Json:
    """Write a moment or a length of time in its own unit."""
    zone = put_zone(x.tzinfo) if isinstance(x, pd.Timestamp) else None
    return {"moment": [encoder.put(x.asm8, depth), zone]}


def take_moment(decoder: Decoder, data: Json, depth: int) -> Any:
    """Read a moment or a length of time."""
    content, zone = decoder.fields(data, 2)
    value = decoder.plain(content, depth)
    if isinstance(value, np.timedelta64):
        return pd.Timedelta(value)
    if not isinstance(value, np.datetime64):
        decoder.fail()
    moment = pd.Timestamp(value)
    return (
        moment if zone is None else moment.tz_localize("UTC").tz_convert(take_zone(decoder, zone))
    )


def put_period(_: Encoder, x: pd.Period, __: int) -> Json:
    """Write a period."""
    return {"Period": [x.ordinal, x.freqstr]}


def take_period(decoder: Decoder, data: Json, _: int) -> Any:
    """Read a period."""
    ordinal, step = decoder.fields(data, 2)
    return pd.Period(ordinal=decoder.whole(ordinal), freq=frequency(decoder, step))


def put_interval(encoder: Encoder, x: pd.Interval[Any], depth: int) -> Json:
    """Write both ends."""
    return {"Interval": [*encoder.keys((x.left, x.right), depth), x.closed]}


def take_interval(decoder: Decoder, data: Json, depth: int) -> pd.Interval[Any]:
    """Read both ends."""
    left, right, closed = decoder.fields(data, 3)
    if closed not in CLOSED:
        decoder.fail()
    return pd.Interval(decoder.plain(left, depth), decoder.plain(right, depth), closed)


def put_missing(_: Encoder, x: object, __: int) -> Json:
    """Write what stands for a missing value."""
    return {"missing": "NA" if x is pd.NA else "NaT"}


def take_missing(_: Decoder, data: Json, __: int) -> Any:
    """Read what stands for a missing value."""
    return {"NA": pd.NA, "NaT": pd.NaT}[data]


def put_column_kind(encoder: Encoder, x: Any, depth: int) -> Json:
    """Write a dtype of pandas that stands alone."""
    return {"kind": put_kind(encoder, x, depth)}


INDEXES = (
    *(pd.Index, pd.RangeIndex, pd.MultiIndex, pd.CategoricalIndex, pd.IntervalIndex),
    *(pd.DatetimeIndex, pd.TimedeltaIndex, pd.PeriodIndex),
)
for one in INDEXES:
    crosses(one, "Index", put_index, quietly(take_index))
crosses(pd.Series, "Series", put_series, quietly(take_series))
crosses(pd.DataFrame, "DataFrame", put_frame, quietly(take_frame))
crosses(pd.Timestamp, "moment", put_moment, quietly(take_moment))
crosses(pd.Timedelta, "moment", put_moment)
crosses(pd.Period, "Period", put_period, quietly(take_period))
crosses(pd.Interval, "Interval", put_interval, quietly(take_interval))
for one in (type(pd.NA), type(pd.NaT)):
    crosses(one, "missing", put_missing, take_missing)
SAMPLES: tuple[Any, ...] = (
    *(pd.array([], dtype=name) for name in (*MASKED, "category", "M8[ns]", "m8[ns]")),
    *(pd.array([], dtype=pd.StringDtype("python", na_value=na)) for na in (pd.NA, np.nan)),
    *(pd.array([], dtype=name) for name in ("M8[ns, UTC]", "period[D]", "interval[int64]")),
    pd.array(np.array([], object)),
)
for sample in SAMPLES:
    crosses(type(sample), "column", put_extension, quietly(take_extension))
    if not isinstance(sample.dtype, np.dtype):
        crosses(type(sample.dtype), "kind", put_column_kind, take_kind)
known(**{f"pandas.{one.__name__}": one for one in (*INDEXES, pd.Series, pd.DataFrame)})
known(**{f"pandas.{one.__name__}": one for one in (pd.Timestamp, pd.Timedelta, pd.Period)})
