"""Whatever a student's code or a doctored answers.json holds: no error, and no point."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from electoral_courses.checks import check, check_code
from electoral_courses.checks.plain import NotPlainError, plain, same, show
from electoral_courses.items import Item, with_tokens

KEYS = ("NAR", "SUZ", "SUL", "SOK")
NEEDED = {"objective": "o", "prompt": "?", "points": 2}
CLICKED = [
    Item.of(with_tokens({"id": data["kind"], **NEEDED, **data}))
    for data in (
        {"kind": "choice", "options": {"a": {"text": "A", "right": True}, "b": {"text": "B"}}},
        {"kind": "choices", "options": {key: {"text": key, "right": key < "T"} for key in KEYS}},
        {"kind": "number", "answer": -10000, "unit": "ballots"},
        {"kind": "order", "sequence": {key: key for key in KEYS}},
        {"kind": "match", "pairs": {key: {"left": key, "right": f"{key}!"} for key in KEYS}},
        {"kind": "text", "accept": ["NAR"]},
        {
            "kind": "table",
            "rows": {"issued": "Issued"},
            "columns": {"count": "Number"},
            "given": {"issued": {"count": None}},
            "answer": {"issued": {"count": 412}},
        },
        {"kind": "essay", "words": [60, 200]},
    )
]
LIST = {"name": "violated", "type": "list[str]", "unordered": True, "answer": list(KEYS)}
VALUE = Item.of({"id": "value", "kind": "value", **NEEDED, **LIST})
TWIN = Item.of({**CLICKED[1].data, "code": {"name": "violated", "type": "list[str]"}})
FUNCTION = Item.of(
    {
        "id": "f",
        "kind": "function",
        **NEEDED,
        "points": 3,
        "name": "gap",
        "calls": [{"args": [1], "returns": 412}, {"args": [2], "returns": [1]}],
    }
)


class EqualToAll:
    def __eq__(self, other):
        return True

    def __hash__(self):
        return 0


class LyingText(str):
    __slots__ = ()

    def __eq__(self, other):
        return True

    __hash__ = str.__hash__


class LyingInt(int):
    def __eq__(self, other):
        return True

    __hash__ = int.__hash__

    def __int__(self):
        return -10000

    def __add__(self, other):
        return -10000

    def __index__(self):
        return -10000


class LyingList(list):
    def __iter__(self):
        return iter(["NAR", "SUZ", "SUL", "SOK"])

    def __eq__(self, other):
        return True

    __hash__ = None

    def __len__(self):
        return 4


class Meta(type):
    @property
    def __name__(cls):
        raise RuntimeError


class Nasty(metaclass=Meta):
    @property
    def __class__(self):
        return list

    def __repr__(self):
        raise RuntimeError

    def __bool__(self):
        raise RuntimeError


def deep(levels=100_000):
    value = []
    for _ in range(levels):
        value = [value]
    return value


def cycle():
    value = []
    value.append(value)
    return value


HOSTILE = [
    *(EqualToAll(), LyingText("x"), LyingInt(7), LyingList(["OSH"]), Nasty(), Nasty),
    *(deep(), cycle(), 10**10_000, -(10**10_000), float("nan"), float("inf"), -0.0, True, 1j),
    *(b"NAR", "\ud800", "a" * 100_000, {"number": LyingInt(7)}, {"number": [1]}, {"number": {}}),
    *([None], [[]], {None: None}, {"a": []}, {1: 2}, {"a": {"b": 1}}, [EqualToAll()] * 4),
    *(range(10**9), {"NAR": EqualToAll()}, Fraction(1, 3), Decimal("NaN"), Decimal("1e999999")),
    *(print, type, random.Random, (entry for entry in "abcd"), NotImplemented, 0, "", [], {}),
]


@pytest.mark.parametrize("number", range(len(HOSTILE)))  # pytest itself cannot show some of them
def test_a_hostile_answer_neither_raises_nor_scores(number):
    for item in (*CLICKED, VALUE):
        assert check(item, HOSTILE[number]).points == 0, item.id
    assert check_code(TWIN, HOSTILE[number]).points == 0


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_a_function_that_gives_back_something_hostile_does_not_score(number):
    assert check(FUNCTION, lambda _: HOSTILE[number]).points == 0


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.integers(), inner),
    )
)
def test_any_json_earns_between_nothing_and_all(answer):
    for item in (*CLICKED, VALUE):
        result = check(item, answer)

        assert 0 <= result.points <= item.points
        assert (result.message == "right") == (result.points == item.points)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_plain_data_stays_what_it_is_and_is_the_same_as_itself(value):
    assert plain(value) == value
    assert same(plain(value), value) or "inf" in repr(value)
    assert len(show(value)) <= 120


def test_subclasses_are_asked_by_their_base_type():
    assert plain(LyingInt(7)) == 7
    assert plain(LyingList(["OSH"])) == ["OSH"]
    assert type(plain(LyingText("x"))) is str


NOT_PLAIN = {
    "deep": deep(),
    "cycle": cycle(),
    "equal": EqualToAll(),
    "nasty": Nasty(),
    "long": [0] * 300_000,
}


@pytest.mark.parametrize("name", NOT_PLAIN)
def test_what_is_not_plain_is_refused(name):
    with pytest.raises(NotPlainError):
        plain(NOT_PLAIN[name])


@pytest.mark.parametrize("error", [SystemExit, KeyboardInterrupt, GeneratorExit, RecursionError])
def test_a_function_may_raise_anything(error):
    def gap(*_numbers):
        raise error

    assert check(FUNCTION, gap).message == "raises"


def test_an_error_that_cannot_be_told_is_told_by_its_name():
    class MuteError(Exception):
        def __str__(self):
            raise RuntimeError

    def gap(*_numbers):
        raise MuteError

    assert check(FUNCTION, gap).evidence["error"] == "MuteError"
