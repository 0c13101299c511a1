"""Plain values survive the crossing exactly; nothing else crosses, whatever stands in the JSON."""

import datetime as dt
import enum
import math
import time
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from electoral_grading.crossing.codec import decode, encode
from electoral_grading.crossing.exceptions import BrokenError, NotPlainError
from electoral_grading.crossing.limits import Limits
from electoral_grading.crossing.wire import pack, parse


def crossed(value):
    """Return a value as it arrives on the other side."""
    return decode(parse(pack({"value": encode(value)})[4:])["value"])


def same(a, b):  # noqa: PLR0911 - one for each type
    """Whether two plain values are of the same types and content; `nan` is `nan`."""
    if type(a) is not type(b):
        return False
    if isinstance(a, (list, tuple, deque)):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return same(list(a), list(b)) and same(list(a.values()), list(b.values()))
    if isinstance(a, (set, frozenset)):
        return same(sorted(a, key=repr), sorted(b, key=repr))
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and same(a.tolist(), b.tolist())
    if isinstance(a, float):
        return (math.isnan(a) and math.isnan(b)) or (a == b and repr(a) == repr(b))
    return repr(a) == repr(b)


texts = st.text(st.characters(exclude_categories=()), max_size=8)
zones = st.sampled_from([None, dt.UTC, ZoneInfo("Asia/Bishkek")])
keys = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), texts, st.binary(max_size=8),
    st.dates(), st.timedeltas(), st.tuples(st.integers(), texts), st.frozensets(st.integers()),
)  # fmt: skip
dtypes = st.one_of(
    hnp.boolean_dtypes(), hnp.integer_dtypes(endianness="?"), hnp.floating_dtypes(sizes=(16, 32, 64)),
    hnp.complex_number_dtypes(sizes=(64, 128)), hnp.unicode_string_dtypes(max_len=4),
    hnp.byte_string_dtypes(max_len=4), hnp.datetime64_dtypes(), hnp.timedelta64_dtypes(),
)  # fmt: skip
arrays = hnp.arrays(dtypes, hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3))
leaves = st.one_of(
    keys, st.complex_numbers(), st.datetimes(timezones=zones), st.times(), st.decimals(),
    st.fractions(), st.builds(range, st.integers(-99, 99), st.integers(-99, 99)),
    st.builds(slice, st.none() | st.integers()), st.binary(max_size=8).map(bytearray), arrays,
    st.sampled_from([..., int, list, ValueError, pd.NA, pd.NaT, np.float64(0.5), np.str_("я")]),
)  # fmt: skip
values = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=3).map(tuple),
        st.lists(inner, max_size=3).map(deque),
        st.dictionaries(keys, inner, max_size=4),
        st.dictionaries(keys, inner, max_size=3).map(OrderedDict),
        st.sets(keys, max_size=4),
    ),
    max_leaves=12,
)


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(values)
def test_a_plain_value_arrives_with_its_exact_types(value):
    assert same(crossed(value), value)


day = pd.Timestamp("2020-10-04 08:00")
PANDAS = [
    *(pd.Series(one) for one in ([1, 2], [1.5, None], ["а", None], [True], [], [day, pd.NaT])),
    pd.Series([1, None], dtype="Int64", name="votes"),
    pd.Series([True, None], dtype="boolean"),
    pd.Series(["a", None], dtype="string"),
    pd.Series([1, "a", None], dtype=object, index=pd.Index(["x", "y", "x"], name=("a", 1))),
    pd.Series(pd.Categorical(["b", None, "a"], categories=["b", "a"], ordered=True)),
    pd.cut(pd.Series([1, 20, 300]), 3),
    pd.Series(pd.date_range(day, periods=3, tz="Asia/Bishkek")),
    pd.Series([pd.Timedelta("1h"), None]),
    pd.Series(pd.period_range("2020-01", periods=3, freq="M")),
    pd.date_range("2020", periods=4, freq="D", name="day"),
    pd.RangeIndex(2, 10, 3, name="n"),
    pd.MultiIndex.from_product([[1, 2], ["a", "b"]], names=["x", None]),
    *(pd.Index(one) for one in (["a", "б"], [1.5], [1, "a"], [], [pd.Timedelta("1D")])),
    pd.CategoricalIndex(["a", "b", "a"]),
    pd.IntervalIndex.from_breaks([0.0, 1.0, 2.0], closed="left"),
    pd.DataFrame({"a": [1, 2], "b": ["x", None], "c": [1.5, float("nan")]}, index=["q", "w"]),
    pd.DataFrame(),
    pd.DataFrame(index=[1, 2]),
    pd.DataFrame([[1, 2], [3, 4]], columns=["a", "a"]),
    pd.DataFrame({("a", 1): [1], ("b", 2): [2]}),
    pd.DataFrame({"g": ["x", "y", "x"], "v": [1, 2, 3]}).groupby("g").agg({"v": ["sum", "mean"]}),
]


@pytest.mark.parametrize("value", PANDAS, ids=range(len(PANDAS)))
def test_a_table_arrives_as_it_was(value):
    arrived = crossed(value)

    assert type(arrived) is type(value)
    if isinstance(value, pd.DataFrame):
        pd.testing.assert_frame_equal(arrived, value)
    elif isinstance(value, pd.Series):
        pd.testing.assert_series_equal(arrived, value)
    else:
        pd.testing.assert_index_equal(arrived, value, exact=True)
        assert getattr(arrived, "freq", None) == getattr(value, "freq", None)


OTHERS = [
    day, day.tz_localize("Asia/Bishkek"), day.as_unit("s"), pd.Timedelta("90s"),
    pd.Period("2020-01", "M"), pd.Interval(1, 2, "both"), np.dtype("<M8[D]"), pd.Int64Dtype(),
    pd.Series(["a"]).dtype, Counter("aab"), defaultdict(int, a=1), deque([1], 3), {1: 2}.keys(),
    Decimal("-1.50"), Fraction(1, 3), np.datetime64("NaT"), np.timedelta64(5, "m"), 10**4000,
    "\ud83d\ude00", np.bool_(True), float("-inf"), -0.0, np.float32("nan"), pd.DataFrame,
]  # fmt: skip


@pytest.mark.parametrize("value", OTHERS, ids=range(len(OTHERS)))
def test_what_courses_give_back_arrives_as_it_was(value):
    arrived = crossed(value)

    assert type(arrived) is type(value)
    assert repr(arrived) == repr(value)


def test_arrays_of_pandas_and_dtypes_of_a_table_arrive():
    table = pd.DataFrame({"a": [1], "b": ["x"]})

    assert list(crossed(table["b"].unique())) == ["x"]
    assert crossed(table.dtypes).tolist() == table.dtypes.tolist()


class Mine(list):
    """A list of a student's own."""


class Colour(enum.IntEnum):
    RED = 1


Point = namedtuple("Point", "x y")  # noqa: PYI024 - as a student writes it
endless = []
endless.append(endless)
wide = [1]
for _ in range(40):
    wide = [wide, wide]
REFUSED = [
    Mine(), type("S", (str,), {})(), type("D", (dict,), {})(), Colour.RED, Point(1, 2), object(),
    type("T", (pd.DataFrame,), {})(), np.zeros(2).view(np.recarray), np.ma.array([1]), len, lambda: 0, iter([]),
    endless, wide, np.zeros(1, dtype=[("a", "i4")]), {"x" * 100: "y" * 20_000_000}, 1 << 200_000,
    range(10**12), [0] * 2_000_000, Decimal("1e999999999"), np.array([endless], dtype=object), Mine,
]  # fmt: skip


@pytest.mark.parametrize("value", REFUSED, ids=range(len(REFUSED)))
def test_what_is_not_exactly_plain_is_refused(value):
    few = Limits(elements=20_000)
    with pytest.raises(NotPlainError):
        encode(value, few)
    with pytest.raises(NotPlainError):
        encode([{"inside": (value,)}], few)


def test_limits_are_those_that_were_given():
    with pytest.raises(NotPlainError):
        encode([1, 2, 3], Limits(elements=2))
    with pytest.raises(NotPlainError):
        encode("abc", Limits(size=2))
    with pytest.raises(NotPlainError):
        encode([[[]]], Limits(depth=2))


TAGS = [
    "int", "float", "complex", "str", "bytes", "tuple", "set", "dict", "range", "slice", "type",
    "constant", "datetime", "time", "timedelta", "Decimal", "Fraction", "defaultdict", "deque",
    "Counter", "keys", "items", "array", "scalar", "text", "dtype", "Index", "Series",
    "DataFrame", "column", "kind", "moment", "Period", "Interval", "missing", "ref", "eval",
]  # fmt: skip
words = st.sampled_from([
    "nan", "<i8", "|O", "<U9", "<M8[ns]", "D", "string", "category", "masked", "Int64", "zoned",
    "UTC", "range", "multi", "period", "interval", "left", "python", "AAAAAAAAAAA=", "object",
    "../../etc/passwd", "9" * 40,
])  # fmt: skip
garbage = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 2**70) | st.floats() | words | st.text(max_size=3),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from(TAGS), inner, min_size=1, max_size=1),
        st.dictionaries(st.text(max_size=3), inner, max_size=2),
    ),
    max_leaves=20,
)


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(garbage)
def test_any_json_is_a_plain_value_or_refused(data):
    try:
        value = decode(data)
    except BrokenError:
        return
    encode(value)


def damaged(data, path, other):
    """Return JSON data with the part at `path` replaced."""
    if not path or not data or type(data) not in {list, dict}:
        return other
    if isinstance(data, dict):
        key = list(data)[path[0] % len(data)]
        return {**data, key: damaged(data[key], path[1:], other)}
    place = path[0] % len(data)
    return [*data[:place], damaged(data[place], path[1:], other), *data[place + 1 :]]


honest = [encode(one) for one in (*PANDAS, *OTHERS, np.array(["я"]), np.array([1, None]), {1: {2}})]


@settings(max_examples=200)
@given(st.sampled_from(honest), st.lists(st.integers(0, 9), min_size=1, max_size=8), garbage)
def test_honest_data_that_was_tampered_with_is_a_plain_value_or_refused(data, path, other):
    try:
        value = decode(damaged(data, path, other))
    except BrokenError:
        return
    encode(value)


BOMBS = {
    "hashes that collide": {"set": [n * (2**61 - 1) for n in range(4)] * 50},
    "colliding keys": {"dict": [[{"int": hex(n * (2**61 - 1))} for n in range(1, 200)], [0] * 199]},
    "an endless range": {"range": [0, 2**62, 1]},
    "a long number": {"int": "0x" + "f" * 10_000_000},
    "a large exponent": {"Decimal": "1E+999999999"},
    "an array without content": {"array": ["<i8", [2**40], ""]},
    "a wide empty array": {"array": ["<i8", [0, 2**40], ""]},
    "texts of no bytes": {"array": ["<U0", [10**9], ""]},
    "wide texts": {"array": ["<U9999999", [1], "AAAA"]},
    "letters that are none": {"array": ["<U1", [1], "//////8="]},
    "truth that is neither": {"array": ["|b1", [1], "Ag=="]},
    "millions of lists": [[] for _ in range(2_000_000)],
    "deep lists": __import__("functools").reduce(lambda a, _: [a], range(300), 0),
    "a time zone by path": {"datetime": [2020, 1, 1, 0, 0, 0, 0, 0, "../../etc/passwd"]},
    "many labels": {"Index": ["range", [None], [0, 2**62, 1]]},
    "codes out of place": {
        "column": [["category", encode(pd.Index(["a"])), False], ["|i1", [1], "BQ=="]]
    },
    "a type by code": {"array": ["O8,(2,)i4", [1], "AAAA"]},
    "pickled": {"array": ["V8", [1], "AAAAAAAAAAA="]},
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_at_once(name):
    started = time.process_time()
    with pytest.raises(BrokenError):
        decode(BOMBS[name])

    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"1", b"{", b'{"a":1,"a":2}', b'{"a":NaN}', b'{"a":Infinity}', b"\xff",
        b'{"a":' + b"[" * 100_000, b'{"a":' + b"9" * 100_000 + b"}", b'{"a":1} x', b'{"a":1}{}',
    ],
    ids=range(12),
)  # fmt: skip
def test_what_is_not_exactly_one_object_of_json_is_refused(body):
    with pytest.raises(BrokenError):
        parse(body)


def test_a_thousand_rows_cross_in_milliseconds():
    table = pd.DataFrame({
        "n": range(1000), "x": np.linspace(0, 1, 1000), "name": [f"station {n}" for n in range(1000)],
        "day": pd.date_range("2020", periods=1000), "kind": pd.Categorical(["a", "b"] * 500),
    })  # fmt: skip
    crossed(table)
    started = time.process_time()
    for _ in range(10):
        crossed(table)

    assert (time.process_time() - started) / 10 < 0.02
