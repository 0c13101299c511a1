"""Likeness of code: copies are found however they are hidden, and chance is not underestimated."""

import json
import random
import time

import pytest
import synthetic_gradebook
from hypothesis import given, settings
from hypothesis import strategies as st
from synthetic_class import GIVEN, a_class, disguised

from electoral_grading.borrowed import borrowed, numbers_in, typed, variant_numbers
from electoral_grading.similarity import LEAST_LEARNERS, compare, grams, tokens, winnow
from electoral_grading.submitted_code import compared, shared_numbers, written

SEEDS = range(100, 115)
"""Fifteen classes of 30, each with 435 pairs of learners who worked alone."""

ONE = '''
def total(votes):
    """All votes."""
    result = 0
    for name, count in votes.items():
        result += count  # add
    return result


def share(votes, who):
    if total(votes) == 0:
        return 0.0
    return votes[who] / total(votes)
'''

MOVED = """
def anteil(stimmen, wer):
    # nothing to divide by
    if summe(stimmen) == 0: return 1.5

    return stimmen[wer] / summe(stimmen)

def summe(stimmen):
    '''Everything.'''
    x = 7
    for a, b in stimmen.items():
            x += b
    return x
"""

HASHES = [77, 74, 42, 17, 98, 50, 17, 98, 8, 88, 67, 39, 77, 74, 42, 17, 98]
"""The hypothetical sequence of hashes in figure 2 of the paper on winnowing (SIGMOD 2003)."""


def test_winnowing_keeps_what_the_paper_keeps():
    assert winnow(HASHES, 4) == [17, 17, 8, 39, 17]


@given(st.lists(st.integers(0, 50), min_size=4, max_size=60))
def test_every_window_has_a_fingerprint_that_is_kept(numbers):
    kept = set(winnow(numbers, 4))

    assert all(min(numbers[at : at + 4]) in kept for at in range(len(numbers) - 3))


def test_moved_functions_new_names_and_comments_change_nearly_nothing():
    one, other = set(grams(ONE)), set(grams(MOVED))

    assert len(one & other) / len(one | other) > 0.75


@given(st.text(alphabet="ab1 \t#'\"\\\n()=.+", max_size=200))
def test_any_text_can_be_read_as_code(code):
    assert all(tokens(code))
    assert "#" not in "".join(tokens(f"a = 1  # {code.splitlines()[0] if code else ''}"))


def test_hostile_code_takes_no_time():
    begun = time.process_time()
    for code in ('"\\' * 100_000, "'''" * 50_000, "((((" * 50_000, "\\\n" * 100_000, "1e" * 99_999):
        grams(code)

    assert time.process_time() - begun < 3


@pytest.fixture(scope="module")
def classes():
    """Return fifteen classes as they are, and as they are after one copied and hid it."""
    alone = [compare(a_class(seed), GIVEN, seed) for seed in SEEDS]
    copied = []
    for seed in SEEDS:
        works = a_class(seed)
        works["Synthetic 30"] = disguised(works["Synthetic 07"], random.Random(seed))  # noqa: S311
        copied.append(compare(works, GIVEN, seed))
    return alone, copied


@pytest.mark.parametrize("stated", [0.1, 0.5, 1.0, 2.0, 5.0])
def test_learners_who_worked_alone_look_alike_no_more_often_than_is_stated(classes, stated):
    alone, _ = classes

    flagged = [len(found.remarkable(stated)) for found in alone]

    assert all(found.compared == 435 for found in alone)
    assert sum(flagged) / len(flagged) <= stated


def test_a_hidden_copy_is_found(classes):
    _, copied = classes
    best = [tuple(found.pairs.loc[0, ["first", "second"]]) for found in copied]
    flagged = [
        ("Synthetic 07", "Synthetic 30")
        in set(found.remarkable()[["first", "second"]].itertuples(index=False, name=None))
        for found in copied
    ]

    assert best.count(("Synthetic 07", "Synthetic 30")) >= 14
    assert sum(flagged) >= 11  # short honest answers leave less room above chance in some classes


def test_the_same_class_gets_the_same_answer_in_any_order():
    works = a_class(3, learners=14)

    one, other = compare(works, GIVEN), compare(dict(reversed(works.items())), GIVEN)

    assert one.pairs.equals(other.pairs)


def test_what_everybody_was_given_and_the_model_answer_do_not_count():
    works = {f"learner {n}": {"code-gap": ONE} for n in range(12)}

    found = compare(works, [ONE])

    assert (found.learners, found.compared) == (0, 0)
    assert len(found.too_short) == 12


def test_what_much_of_the_class_writes_does_not_count():
    works = a_class(5, learners=12)
    usual = {name: {**work, "usual": ONE} for name, work in works.items()}

    assert compare(usual, GIVEN).pairs["similarity"].max() == pytest.approx(
        compare(works, GIVEN).pairs["similarity"].max()
    )


def test_a_small_class_gets_no_flags():
    works = a_class(1, learners=LEAST_LEARNERS - 1)
    works["copy"] = dict(works["Synthetic 01"])
    del works["Synthetic 09"]

    found = compare(works, GIVEN)

    assert found.pairs.loc[0, "similarity"] == 1.0
    assert found.remarkable().empty


def test_numbers_are_read_as_people_write_them():
    text = "1 513, 2\N{NO-BREAK SPACE}970\N{NO-BREAK SPACE}137 x=12_345 0.125 97,7 -9827 99"

    assert typed(text) == {1513, 2970137, 12345, 9827}
    assert numbers_in({"a": [True, float("nan"), 1e300, 250.0, {"b": "777"}]}) == {250, 777}


@pytest.fixture(scope="module")
def keys():
    text = (synthetic_gradebook.course() / "keys" / "05-protocol.json").read_text("utf-8")
    return json.loads(text)


def honest_numbers(keys, seed, learners=30):
    """Return the numbers of a class that worked alone: right ones, and slips of the pen."""
    chance, key = random.Random(seed), bytes.fromhex(keys["key"])  # noqa: S311 - a class
    found = {}
    for number in range(learners):
        name = f"class {seed} learner {number}"
        own = sorted(variant_numbers(keys["items"], key, name))
        slips = {
            value + chance.choice((1, -1, 9, 10, 90, 100, -10)) for value in chance.sample(own, 3)
        }
        found[name] = {*own[2:], *slips, chance.randint(100, 3000)}
    return found


def test_numbers_of_a_neighbours_variant_are_found(keys):
    key = bytes.fromhex(keys["key"])
    used = honest_numbers(keys, 1)
    used["class 1 learner 4"] = variant_numbers(keys["items"], key, "class 1 learner 9")

    first = borrowed(used, keys["items"], key).iloc[0]

    assert (first["learner"], first["other"]) == ("class 1 learner 4", "class 1 learner 9")
    assert first["expected"] < 0.5 < len(first["numbers"])


def test_slips_of_the_pen_look_borrowed_no_more_often_than_is_stated(keys):
    key = bytes.fromhex(keys["key"])
    flagged = 0
    for seed in range(5):
        found = borrowed(honest_numbers(keys, seed), keys["items"], key)
        flagged += int((found["expected"] <= 1).sum())

    assert flagged / 5 <= 1


def test_tasks_without_variants_have_no_numbers_to_borrow():
    assert borrowed({"a": {1513}, "b": {1513}}, [{"id": "q", "kind": "number"}], b"key").empty


@settings(max_examples=30)
@given(st.sets(st.integers(100, 9999), max_size=5))
def test_ones_own_numbers_and_given_ones_are_never_borrowed(given_numbers):
    item = {"id": "q", "variant": "electoral_courses.own_station:own_station"}
    own = variant_numbers([item], b"key", "a")

    found = borrowed(
        {"a": own | given_numbers, "b": set()}, [item], b"key", frozenset(given_numbers)
    )

    assert found.empty


def test_the_planted_copies_of_a_graded_class_are_found():
    root = synthetic_gradebook.course()

    code, numbers = compared(root, "05-protocol"), shared_numbers(root, "05-protocol").iloc[0]

    assert tuple(code.pairs.loc[0, ["first", "second"]]) == ("synthetic-03", "synthetic-04")
    assert (numbers["learner"], numbers["other"]) == ("synthetic-06", "synthetic-05")


def test_tests_and_links_are_not_taken_for_a_learners_code(tmp_path):
    cells = [
        ({"grade": True, "solution": False, "locked": True, "grade_id": "t"}, "assert secret"),
        ({"grade": False, "solution": True, "grade_id": "code-a"}, "mine = 1"),
        (None, ["more = 2\n", "even = 3"]),
    ]
    notebook = {
        "cells": [
            {"cell_type": "code", "metadata": {"nbgrader": data} if data else {}, "source": source}
            for data, source in cells
        ]
    }
    secret = tmp_path / "secret.ipynb"
    secret.write_text(json.dumps(notebook), encoding="utf-8")
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "link.ipynb").symlink_to(secret)
    assert written(folder) == {}

    secret.rename(folder / "assignment.ipynb")
    assert written(folder) == {"code-a": "mine = 1", "further cells": "more = 2\neven = 3"}
