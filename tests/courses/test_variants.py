"""Every student's seed can be computed again, from what is written in the module's docstring."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from electoral_courses.variants import (
    SELF_STUDY_KEY,
    Params,
    params_for,
    put,
    release_key,
    seed_for,
    seed_name,
    shuffled,
)


def test_the_release_key_is_the_hmac_of_the_assignment_id():
    expected = hmac.new(b"course key", b"05-protocol", hashlib.sha256).digest()

    assert release_key(b"course key", "05-protocol") == expected


def test_the_seed_is_the_first_eight_bytes_of_the_hmac_of_student_and_item():
    digest = hmac.new(b"release", "Бакыт уулу\nk1".encode(), hashlib.sha256).hexdigest()

    assert seed_for(b"release", "Бакыт уулу", "k1") == int(digest[:16], 16)


def test_a_fixed_vector_never_changes():
    # printf 'aizhan\nk1' | openssl dgst -sha256 -hmac key, first 16 digits
    assert f"{seed_for(b'key', 'aizhan', 'k1'):016x}" == "d57d3656ca00ee61"


def test_a_name_typed_in_two_unicode_forms_is_one_student():
    composed, decomposed = "\u0419\u0451ж", "\u0418\u0306\u0435\u0308ж"

    assert seed_for(b"k", f" {decomposed} ", "q") == seed_for(b"k", composed, "q")


@given(st.text(), st.text(), st.text())
def test_another_student_or_item_gets_another_seed(student, other, item):
    import unicodedata

    same = (
        unicodedata.normalize("NFC", student).strip() == unicodedata.normalize("NFC", other).strip()
    )

    assert (seed_for(b"k", student, item) == seed_for(b"k", other, item)) == same
    assert seed_for(b"k", student, item) != seed_for(b"k", student, item + "x")


def test_the_self_study_key_is_public_and_stays():
    assert SELF_STUDY_KEY == b"electoral-school self-study"


def test_items_with_the_same_seed_name_share_a_variant():
    assert seed_name({"id": "a", "seed": "station"}) == seed_name({"id": "b", "seed": "station"})
    assert seed_name({"id": "a"}) == "a"


def test_a_variant_may_take_arguments():
    item = {"variant": {"function": "builtins:dict", "a": 1}}

    with pytest.raises(TypeError):
        params_for(item, 3)  # dict(3, a=1): the seed comes first
    assert params_for({"id": "q"}, 3) == {}


def test_hidden_params_are_not_shown_but_can_be_put():
    params = Params({"sum": 402, "typed": 412}, hidden=["sum"])

    assert params.shown() == {"typed": 412}
    assert put({"answer": "$sum", "text": "$typed and {sum}"}, params) == {
        "answer": 402,
        "text": "$typed and {sum}",
    }


@given(st.lists(st.integers()), st.integers(0, 2**64))
def test_shuffling_loses_nothing_and_is_repeatable(entries, seed):
    assert sorted(shuffled(entries, seed)) == sorted(entries)
    assert shuffled(entries, seed) == shuffled(entries, seed)


def test_the_station_of_the_module_tells_the_student_no_answer():
    params = params_for({"variant": "electoral_courses.own_station:own_station"}, 7)

    assert {"answer", "fault_line", "fault_right"} <= params.keys()
    assert not {"answer", "fault_line", "fault_right"} & params.shown().keys()
