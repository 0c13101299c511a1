"""Checks give points and a reason; a model answer earns all, a tampered one less."""

from __future__ import annotations

import contextlib
import sys
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from electoral_courses.checks import MISSING, check, check_code
from electoral_courses.checks.clicked import fold, read_number
from electoral_courses.items import Item, with_tokens
from electoral_courses.own_station import own_station

CHOICE = {
    "id": "choice",
    "kind": "choice",
    "points": 2,
    "options": {"a": {"text": "A", "right": True}, "b": {"text": "B", "message": "other-way"}},
}
CHOICES = {
    "id": "choices",
    "kind": "choices",
    "points": 4,
    "options": {
        **{key: {"text": key, "right": True} for key in ("NAR", "SUZ", "SUL", "SOK")},
        **{key: {"text": key} for key in ("OSH", "TAL", "BAT")},
    },
    "code": {"name": "violated", "type": "list[str]", "as": "set"},
}
NUMBER = {
    "id": "number",
    "kind": "number",
    "points": 1,
    "answer": -10000,
    "unit": "ballots",
    "mistakes": [{"answer": 3, "message": "smaller-one"}],
}
ORDER = {"id": "order", "kind": "order", "points": 3, "sequence": {k: k.upper() for k in "abcd"}}
MATCH = {
    "id": "match",
    "kind": "match",
    "points": 2,
    "pairs": {key: {"left": f"left {key}", "right": f"right {key}"} for key in "abcd"},
}
TEXT = {
    "id": "text",
    "kind": "text",
    "points": 1,
    "accept": ["Учётная карточка", "card"],
    "mistakes": [{"accept": ["протокол"], "message": "the-protocol"}],
}
STATION = {
    "id": "station",
    "kind": "table",
    "points": 3,
    "rows": {line: line for line in own_station(0)["given"]},
    "columns": {"count": "Number"},
    "given": "$given",
    "editable": "$editable",
    "answer": "$answer",
    "relations": "electoral.station:STATION_RELATIONS",
}
VALUE = {
    "id": "value",
    "kind": "value",
    "points": 4,
    "name": "violated",
    "type": "list[str]",
    "unordered": True,
    "answer": ["NAR", "SUZ", "SUL", "SOK"],
}
FUNCTION = {
    "id": "function",
    "kind": "function",
    "points": 3,
    "name": "gap",
    "calls": [
        {"args": [600, 188, 412], "returns": 0},
        {"args": [601, 188, 412], "returns": 1},
        {"args": [600, 190, 412], "returns": -2},
    ],
}


def item(data: dict[str, Any], **changes: Any) -> Item:
    return Item.of(with_tokens({"objective": "o", "prompt": "?", **data, **changes}))


def filled(seed: int) -> dict[str, dict[str, str]]:
    """The right table of a seed, as a student types it."""
    params = own_station(seed)
    return {row: {col: str(params["answer"][row][col])} for row, col in params["editable"]}


MODEL: list[tuple[dict[str, Any], Any]] = [
    (CHOICE, "a"),
    (CHOICES, ["SOK", "NAR", "SUL", "SUZ"]),
    (NUMBER, {"number": "−10 000 ballots"}),
    (ORDER, ["a", "b", "c", "d"]),
    (MATCH, {key: key for key in "abcd"}),
    (TEXT, " «учетная  Карточка» "),
    (VALUE, ("SUL", "SOK", "NAR", "SUZ")),
    (FUNCTION, lambda received, cancelled, issued: received - cancelled - issued),
]


@pytest.mark.parametrize(("data", "answer"), MODEL, ids=[data["id"] for data, _ in MODEL])
def test_a_model_answer_earns_all_points(data, answer):
    result = check(item(data), answer)

    assert (result.points, result.message, result.share) == (data["points"], "right", 1)


@given(st.integers(0, 2**64 - 1))
def test_the_right_table_of_every_seed_earns_all_points(seed):
    result = check(item(STATION), filled(seed), own_station(seed))

    assert (result.points, result.message) == (3, "right")


@given(st.integers(0, 2**32), st.data())
def test_a_tampered_table_earns_less_than_the_right_one(seed, data):
    right, params = filled(seed), own_station(seed)
    row = data.draw(st.sampled_from(sorted(right)))
    number = data.draw(st.integers(0, 3000).filter(lambda n: str(n) != right[row]["count"]))
    tampered = right | {row: {"count": str(number)}}

    result = check(item(STATION), tampered, params)

    assert 0 <= result.points < 3
    assert result.message in {"relation-broken", "wrong-cell", "partly"}


@given(st.integers(0, 2**32))
def test_a_table_handed_back_as_it_was_earns_nothing(seed):
    params = own_station(seed)
    untouched = {row: dict(cells) for row, cells in params["given"].items() if row != "voters"}

    assert check(item(STATION), untouched, params).points == 0
    assert check(item(STATION), {}, params).message == "no-answer"


@given(st.sets(st.sampled_from(sorted(CHOICES["options"]))))
def test_choices_earn_the_right_less_the_wrong_and_never_less_than_nothing(chosen):
    right = {"NAR", "SUZ", "SUL", "SOK"}
    expected = max(0, len(chosen & right) - len(chosen - right))

    result = check(item(CHOICES), sorted(chosen))

    assert result.points == expected
    assert (result.message == "right") == (chosen == right)


@given(st.permutations("abcd"))
def test_an_order_earns_its_share_of_pairs_in_order(order):
    kept = sum(order.index(x) < order.index(y) for x, y in ("ab", "ac", "ad", "bc", "bd", "cd"))

    assert check(item(ORDER), list(order)).points == Fraction(3 * kept, 6)


def test_an_order_is_answered_with_the_tokens_that_the_view_shows():
    tokens = item(ORDER).data["tokens"]

    assert check(item(ORDER), [tokens[key] for key in "abcd"]).message == "right"


def test_the_evidence_of_a_wrong_order_names_two_neighbours():
    result = check(item(ORDER), ["a", "c", "b", "d"])

    assert (result.evidence["first"], result.evidence["second"]) == ("b", "c")
    assert (result.message, result.points) == ("wrong-order", Fraction(5, 2))


def test_a_match_earns_its_share_and_points_at_the_first_wrong_pair():
    result = check(item(MATCH), {"a": "a", "b": "c", "c": "b"})

    assert (result.points, result.message) == (Fraction(2, 4), "partly")
    assert (result.evidence["left"], result.evidence["given"]) == (
        "b",
        item(MATCH).data["tokens"]["c"][1],
    )


def test_two_left_entries_may_belong_to_one_text_on_the_right():
    pairs = {"a": {"left": "1", "right": "yes"}, "b": {"left": "2", "right": "yes"}}

    assert check(item(MATCH, pairs=pairs), {"a": "b", "b": "a"}).message == "right"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("-10000", "right"),
        ("−10\u202f000", "right"),
        ("-10,000", "right"),
        ("10000", "wrong-sign"),
        ("3", "smaller-one"),
        ("-100", "percent"),
        ("-9990", "wrong"),
        ("ten", "not-a-number"),
        ("-10000 voters", "wrong-unit"),
        ("1 2", "not-a-number"),
        ("", "no-answer"),
        ("9" * 5000, "not-a-number"),
    ],
)
def test_a_number_is_read_as_people_type_it(typed, message):
    assert check(item(NUMBER), {"number": typed}).message == message


@pytest.mark.parametrize(
    ("typed", "message"),
    [("1,13", "right"), ("1.132 %", "right"), ("0.0113166", "percent"), ("1,1", "rounded")],
)
def test_a_percentage_is_checked_within_its_tolerance(typed, message):
    share = item(NUMBER, answer=1.13166, tolerance=0.002, unit="%", mistakes=[])

    assert check(share, typed).message == message


@given(st.integers(-(10**9), 10**9))
def test_whole_numbers_are_read_in_every_way_they_are_written(number):
    for text in (str(number), f"{number:,}", f"{number:,}".replace(",", " "), f"{number} "):
        assert read_number(text, whole=True)[0] == number


@pytest.mark.parametrize(
    ("text", "message"),
    [("CARD.", "right"), ("Протокол", "the-protocol"), ("урна", "wrong"), ("  ", "no-answer")],
)
def test_a_text_is_compared_without_capitals_and_punctuation(text, message):
    assert check(item(TEXT), text).message == message


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("value", "message", "points"),
    [
        (["NAR", "SUZ"], "partly", 2),
        (["NAR", "SUZ", "SUL", "SOK", "OSH"], "partly", 3),
        (["OSH"], "wrong", 0),
        ([], "wrong", 0),
        ({"NAR", "SUZ", "SUL", "SOK"}, "right", 4),
        (4, "wrong-type", 0),
        ("NAR", "wrong-type", 0),
        ([1, 2], "wrong-type", 0),
        (None, "no-answer", 0),
        (..., "no-answer", 0),
        (MISSING, "not-defined", 0),
        (object(), "not-plain", 0),
        (iter(["NAR", "SUZ", "SUL", "SOK"]), "not-plain", 0),
    ],
)
def test_a_value_earns_what_is_right_in_it(value, message, points):
    result = check(item(VALUE), value)

    assert (result.message, result.points) == (message, points)


def test_pandas_and_numpy_values_are_as_good_as_lists():
    import numpy as np
    import pandas as pd

    units = ["NAR", "SUZ", "SUL", "SOK"]
    frame = pd.DataFrame({"units": units, "gap": [1, 2, 3, 4]}, index=units)
    for value in (
        pd.Series(units),
        frame.index,
        frame["units"],
        frame["units"].unique(),
        np.array(units),
        pd.Series(units, dtype="category"),
        frame.set_index("units").gap.to_dict().keys(),
    ):
        assert check(item(VALUE), value).message == "right", type(value)
    gaps = item(VALUE, type="dict[str, int]", answer={"NAR": 1, "SUZ": 2, "SUL": 3, "SOK": 4})
    assert check(gaps, frame["gap"]).message == "right"
    assert check(item(VALUE, type="int", answer=1), frame["gap"].iloc[0]).message == "right"
    assert check(item(VALUE, type="bool", answer=True), np.bool_(True)).message == "right"


def test_an_ordered_list_in_another_order_is_worth_half():
    ordered = item(VALUE, unordered=False)

    result = check(ordered, ["SUZ", "NAR", "SUL", "SOK"])

    assert (result.message, result.points, result.evidence["position"]) == ("wrong-order", 2, 1)
    assert check(ordered, {"NAR", "SUZ", "SUL", "SOK"}).message == "wrong-type"


def test_a_typical_wrong_value_is_told_by_its_own_message():
    mistaken = item(VALUE, mistakes=[{"answer": ["SUZ", "SOK"], "message": "one-relation"}])

    assert check(mistaken, ["SOK", "SUZ"]).message == "one-relation"


def test_true_is_not_one_and_one_is_not_true():
    assert check(item(VALUE, type="int", answer=1), True).message == "wrong-type"
    assert check(item(VALUE, type="bool", answer=True), 1).message == "wrong-type"


def test_a_float_is_checked_within_its_tolerance():
    share = item(VALUE, type="float", answer=0.1, tolerance=0.001)

    assert check(share, 0.1005).message == "right"
    assert check(share, 0.1011).message == "wrong"
    assert check(share, float("nan")).points == 0


def test_a_function_earns_its_share_of_calls_and_shows_the_first_that_fails():
    result = check(
        item(FUNCTION), lambda received, cancelled, issued: abs(received - cancelled - issued)
    )

    assert (result.points, result.message) == (2, "partly")
    assert result.evidence["call"] == "gap(600, 190, 412)"
    assert (result.evidence["got"], result.evidence["expected"]) == ("2", "-2")


def test_a_function_that_raises_is_told_with_its_error():
    def gap(*_numbers):
        raise ZeroDivisionError("no votes")

    result = check(item(FUNCTION), gap)

    assert (result.message, result.points) == ("raises", 0)
    assert result.evidence["error"] == "ZeroDivisionError: no votes"


def test_a_function_that_never_ends_is_stopped_and_told(monkeypatch):
    import functools

    from electoral_courses import checks
    from electoral_courses.checks import coded

    quick = functools.partial(coded.function, seconds=0.2)
    monkeypatch.setitem(checks.CODED, "function", quick)

    def stubborn(*_numbers):
        while True:
            with contextlib.suppress(Exception):
                sum(range(1000))

    result = check(item(FUNCTION), stubborn)

    assert (result.message, result.points) == ("endless", 0)
    assert result.parts == (("1", False), ("2", False), ("3", False))


def test_a_function_may_be_compared_with_a_model():
    model = item(FUNCTION, model="builtins:max", calls=[{"args": [3, 1]}, {"args": [1, 3]}])

    assert check(model, max).message == "right"
    assert check(model, lambda one, _other: one).points == Fraction(3, 2)


def test_a_function_cannot_change_the_arguments_of_the_key():
    data = item(FUNCTION, calls=[{"args": [[3, 1]], "returns": [1, 3]}])

    def gap(numbers):
        numbers.sort()
        return numbers

    assert check(data, gap).message == check(data, gap).message == "right"


def test_what_a_function_prints_is_kept_out(capsys):
    def gap(received, cancelled, issued):
        print("debugging")  # noqa: T201 - as students do
        sys.stderr.write("a warning")
        return received - cancelled - issued

    assert check(item(FUNCTION), gap).message == "right"
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("words", "message"), [(0, "no-answer"), (10, "too-short"), (99, "by-hand")]
)
def test_an_essay_is_left_to_a_person(words, message):
    essay = item({"id": "e", "kind": "essay", "points": 4, "words": [60, 200]})

    result = check(essay, "word " * words)

    assert (result.message, result.points) == (message, 0)


def test_opened_hints_cost_their_share_and_never_more_than_all():
    hinted = item(
        CHOICE,
        hints=[{"text": "h", "cost": 0}, {"text": "h", "cost": 0.25}, {"text": "h", "cost": 1}],
    )

    assert [check(hinted, "a", hints=used).points for used in range(4)] == [2, 2, Fraction(3, 2), 0]
    assert check(hinted, "b", hints=3).points == 0


def test_the_python_twin_is_checked_by_the_same_key():
    assert check_code(item(CHOICES), {"NAR", "SUZ", "SUL", "SOK"}).points == 4
    assert check_code(item(CHOICES), ["NAR", "SUZ", "OSH"]).points == 1
    assert check_code(item(CHOICES), 4).message == "wrong-type"
    gap = item(NUMBER, code={"name": "k3_gap", "type": "int"})
    assert check_code(gap, -10000).message == "right"
    assert check_code(gap, 10000).message == "wrong-sign"


def test_the_python_twin_of_a_table_is_a_dictionary_of_its_one_column():
    params = own_station(3)
    twin = item(STATION, code={"name": "lines", "type": "dict[str,int]"})
    lines = {line: cells["count"] for line, cells in params["answer"].items()}

    assert check_code(twin, lines, params).points == 3
    assert check_code(twin, {**lines, "voters": 1}, params).points == 3
    assert check_code(twin, {**lines, "received": 1}, params).points < 3
    assert check_code(twin, {"no such line": 1}, params).points == 0


def test_a_variant_may_say_which_options_are_right():
    own = item(
        CHOICE,
        options={
            "a": {"text": "A", "right": "$early", "message": "late"},
            "b": {"text": "B", "right": "$late", "message": "early"},
        },
    )

    assert check(own, "a", {"early": True, "late": False}).right
    assert check(own, "a", {"early": False, "late": True}).message == "late"
    assert check(own, "b", {"early": True, "late": False}).message == "early"


def test_the_evidence_of_a_broken_relation_is_what_the_student_can_add_up():
    params = own_station(3)
    broken = filled(3) | {"received": {"count": str(params["answer"]["received"]["count"] + 10)}}

    evidence = check(item(STATION), broken, params).evidence

    assert evidence["relation"] == "K1"
    assert evidence["left"] - evidence["right"] == evidence["difference"] == 10
