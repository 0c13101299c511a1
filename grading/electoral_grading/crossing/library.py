"""How plain types of the standard library cross: dates, exact numbers, collections, views."""

from __future__ import annotations

import re
from collections import Counter, OrderedDict, defaultdict, deque
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from electoral_grading.crossing.builtin import crosses, known, mapping, put_int, sequence
from electoral_grading.crossing.codec import name_of
from electoral_grading.crossing.exceptions import NOT_PLAIN, NotPlainError

if TYPE_CHECKING:
    from electoral_grading.crossing.codec import Decoder, Encoder, Json

DECIMAL = re.compile(r"-?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:E[+-]?\d{1,6})?|Infinity|s?NaN\d*)", re.ASCII)
ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+/-]{0,63}", re.ASCII)
DIGITS = 50_000
"""A decimal fraction may have so many."""


def put_zone(zone: tzinfo | None) -> Json:
    """Write a time zone: UTC or another fixed offset in seconds, else its key."""
    if zone is None:
        return None
    if type(zone) is timezone:
        offset = zone.utcoffset(None)
        whole = offset // timedelta(microseconds=1)
        name = zone.tzname(None)
        return whole if name == timezone(offset).tzname(None) else [whole, name]
    if type(zone) is ZoneInfo and zone.key:
        return zone.key
    if type(zone).__module__.partition(".")[0] == "pytz":
        return {"pytz": str(zone)}
    raise NotPlainError(NOT_PLAIN.format(type=name_of(zone)))


def take_zone(decoder: Decoder, data: Json) -> tzinfo | None:
    """Read a time zone."""
    if data is None:
        return None
    if type(data) is int:
        return timezone(timedelta(microseconds=data)) if data else UTC
    if type(data) is list:
        offset, name = decoder.fields(data, 2)
        return timezone(timedelta(microseconds=decoder.whole(offset)), decoder.exact(name, str))
    if type(data) is dict:
        import pytz  # noqa: PLC0415 # pyright: ignore[reportMissingModuleSource] - only old pandas has it

        return pytz.timezone(zone_name(decoder, data["pytz"]))
    return ZoneInfo(zone_name(decoder, data))


def zone_name(decoder: Decoder, data: Json) -> str:
    """Return the data if it may name a time zone."""
    return data if ZONE.fullmatch(decoder.exact(data, str)) else decoder.fail()


def put_datetime(_: Encoder, x: datetime, __: int) -> Json:
    """Write a moment."""
    parts = [x.year, x.month, x.day, x.hour, x.minute, x.second, x.microsecond]
    return {"datetime": [*parts, x.fold, put_zone(x.tzinfo)]}


def take_datetime(decoder: Decoder, data: Json, _: int) -> datetime:
    """Read a moment."""
    *parts, fold, zone = decoder.fields(data, 9)
    year, *others = map(decoder.whole, parts)
    return datetime(year, *others, tzinfo=take_zone(decoder, zone), fold=decoder.whole(fold))  # type: ignore[misc]


def put_time(_: Encoder, x: time, __: int) -> Json:
    """Write a time of day."""
    return {"time": [x.hour, x.minute, x.second, x.microsecond, x.fold, put_zone(x.tzinfo)]}


def take_time(decoder: Decoder, data: Json, _: int) -> time:
    """Read a time of day."""
    *parts, fold, zone = decoder.fields(data, 6)
    hour, minute, second, micro = map(decoder.whole, parts)
    tz = take_zone(decoder, zone)
    return time(hour, minute, second, micro, tzinfo=tz, fold=decoder.whole(fold))


def put_date(_: Encoder, x: date, __: int) -> Json:
    """Write a day."""
    return {"date": [x.year, x.month, x.day]}


def take_date(decoder: Decoder, data: Json, _: int) -> date:
    """Read a day."""
    year, month, day = map(decoder.whole, decoder.fields(data, 3))
    return date(year, month, day)


def put_timedelta(_: Encoder, x: timedelta, __: int) -> Json:
    """Write a length of time."""
    return {"timedelta": [x.days, x.seconds, x.microseconds]}


def take_timedelta(decoder: Decoder, data: Json, _: int) -> timedelta:
    """Read a length of time."""
    return timedelta(*map(decoder.whole, decoder.fields(data, 3)))


def put_decimal(encoder: Encoder, x: Decimal, _: int) -> Json:
    """Write a decimal fraction with all its digits."""
    text = Decimal.__str__(x)
    encoder.count(0, len(text))
    if not fair_decimal(text):
        raise NotPlainError(NOT_PLAIN.format(type="Decimal"))
    return {"Decimal": text}


def take_decimal(decoder: Decoder, data: Json, _: int) -> Decimal:
    """Read a decimal fraction."""
    return Decimal(data) if fair_decimal(decoder.exact(data, str)) else decoder.fail()


def fair_decimal(text: str) -> bool:
    """Whether a decimal fraction is of a length and size that can be computed with."""
    return len(text) < DIGITS and DECIMAL.fullmatch(text) is not None


def put_fraction(encoder: Encoder, x: Fraction, depth: int) -> Json:
    """Write numerator and denominator."""
    return {"Fraction": [put_int(encoder, n, depth) for n in (x.numerator, x.denominator)]}


def take_fraction(decoder: Decoder, data: Json, depth: int) -> Fraction:
    """Read a fraction."""
    above, below = (decoder.plain(n, depth) for n in decoder.fields(data, 2))
    return Fraction(decoder.exact(above, int), decoder.exact(below, int))


def put_defaultdict(encoder: Encoder, x: defaultdict[Any, Any], depth: int) -> Json:
    """Write the items, and what makes new ones if everyone has it."""
    factory = x.default_factory
    try:
        made = None if factory is None else encoder.plain(factory, depth)
    except NotPlainError:
        made = None
    items = dict(x)
    return {"defaultdict": [made, encoder.keys(items, depth), encoder.all(items.values(), depth)]}


def take_defaultdict(decoder: Decoder, data: Json, depth: int) -> defaultdict[Any, Any]:
    """Read a dict with a default."""
    factory, keys, values = decoder.fields(data, 3)
    made = None if factory is None else decoder.exact(decoder.plain(factory, depth), type)
    names, contents = decoder.keys(keys, depth), decoder.all(values, depth)
    return defaultdict(made, zip(names, contents, strict=True))


def put_deque(encoder: Encoder, x: deque[Any], depth: int) -> Json:
    """Write the elements and the greatest length."""
    return {"deque": [x.maxlen, encoder.all(x, depth)]}


def take_deque(decoder: Decoder, data: Json, depth: int) -> deque[Any]:
    """Read a queue with two ends."""
    longest, elements = decoder.fields(data, 2)
    most = None if longest is None else decoder.whole(longest, 0)
    return deque(decoder.all(elements, depth), most)


def put_keys(encoder: Encoder, x: Any, depth: int) -> Json:
    """Write the keys of a dict."""
    return {"keys": encoder.keys(x, depth)}


def take_keys(decoder: Decoder, data: Json, depth: int) -> Any:
    """Read the keys of a dict."""
    return dict.fromkeys(decoder.keys(data, depth)).keys()


crosses(datetime, "datetime", put_datetime, take_datetime)
crosses(time, "time", put_time, take_time)
crosses(date, "date", put_date, take_date)
crosses(timedelta, "timedelta", put_timedelta, take_timedelta)
crosses(Decimal, "Decimal", put_decimal, take_decimal)
crosses(Fraction, "Fraction", put_fraction, take_fraction)
crosses(defaultdict, "defaultdict", put_defaultdict, take_defaultdict)
crosses(deque, "deque", put_deque, take_deque)
crosses(Counter, "Counter", *mapping("Counter", Counter))
crosses(OrderedDict, "OrderedDict", *mapping("OrderedDict", OrderedDict))
crosses(type({}.keys()), "keys", put_keys, take_keys)
crosses(type({}.values()), "values", *sequence("values", lambda v: dict(enumerate(v)).values()))
crosses(type({}.items()), "items", *mapping("items", lambda items: items.items()))
known(datetime=datetime, date=date, time=time, timedelta=timedelta, timezone=timezone)
known(Decimal=Decimal, Fraction=Fraction, Counter=Counter, OrderedDict=OrderedDict)
known(defaultdict=defaultdict, deque=deque)
