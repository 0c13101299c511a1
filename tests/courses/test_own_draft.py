"""Every student's own draft law and principle: solvable from what is shown, and from the data."""

from __future__ import annotations

import pytest

from electoral.draft_law import draft
from electoral_courses.own_draft import PRINCIPLES, ROWS, SEEDS, own_draft, own_principle
from electoral_datasets import load

TRIED = [*range(40), 2**64 - 1]


@pytest.fixture(scope="module")
def table():
    return load("standards")


@pytest.mark.parametrize("seed", TRIED)
def test_the_draft_is_the_one_that_the_view_shows(seed):
    own = own_draft(seed)
    law = draft(own["seed"])

    assert 0 <= own["seed"] < SEEDS
    assert own["draft"]["place"] == [one.place for one in law]
    assert own["draft"]["article"] == [str(number) for number in range(1, 11)]


@pytest.mark.parametrize("seed", TRIED)
def test_what_nobody_read_follows_from_the_data_set(seed, table):
    own = own_draft(seed)
    rows = table.query("instrument == 'cis_convention'").groupby("article")["grade"].min()
    grades = [rows[place] for place in own["draft"]["place"]]

    assert [own[f"unread_{number}"] for number in range(1, 11)] == [one == "C" for one in grades]
    assert [number for number, one in enumerate(grades, 1) if one == "B"] == [own["reported"]]


@pytest.mark.parametrize("seed", TRIED)
def test_the_contradicting_articles_stand_beside_their_places(seed):
    own = own_draft(seed)
    law = draft(own["seed"])

    for place, row in ROWS.items():
        one = law[own["answer"][row]["article"] - 1]
        assert one.verdict == "against"
        assert f"{one.place}.".startswith(f"{place}.")


@pytest.mark.parametrize("seed", TRIED)
def test_who_speaks_of_the_principle_follows_from_the_data_set(seed, table):
    own = own_principle(seed)
    rows = table[(table["principle"] == own["principle"]) & (table["grade"] != "C")]
    convention = rows[rows["instrument"] == "cis_convention"]
    speaks = {name.removeprefix("speaks_") for name, value in own.items() if value is True}

    assert speaks == set(rows["instrument"])
    assert len(speaks) > 1
    assert own["places"] == convention["article"].nunique() > 0
    assert own["places_all"] >= own["places"]


def test_every_principle_comes_up():
    assert {own_principle(seed)["principle"] for seed in range(200)} == set(PRINCIPLES)


def test_what_tells_the_answer_is_kept_back():
    assert own_draft(7).shown().keys() == {"seed", "draft"}
    assert own_principle(7).shown().keys() == {"principle"}
