"""The map of organisations: what travels when, sources, gaps, bad input."""

import pytest

from electoral_datasets import load
from electoral_widgets import WhoIsWho
from electoral_widgets.who_is_who import GROUPS


@pytest.fixture
def view():
    return WhoIsWho({"guess": "commission"}, language="en")


def test_nothing_travels_before_the_guess():
    view = WhoIsWho(language="en")

    assert (view.cards, view.said) == ([], "")


def test_every_organisation_of_the_data_has_a_place_and_four_parts(view):
    rows = load("election_organisations")

    assert {one["id"] for one in view.cards} == set(rows["organisation"])
    assert sum(map(len, GROUPS.values())) == len(view.cards) == 9
    for one in view.cards:
        assert [part["name"] for part in one["parts"]] == [
            "What it is",
            "Whom it answers to",
            "What it may do",
            "What is told of it",
        ]
        assert all(part["lines"] for part in one["parts"])


def test_every_statement_names_its_source_or_says_that_there_is_none(view):
    lines = [line for one in view.cards for part in one["parts"] for line in part["lines"]]

    assert len(lines) == len(load("election_organisations"))
    for line in lines:
        assert line["source"].startswith("Source: ") != line["open"]
    assert sum(line["open"] for line in lines) == 2


def test_ties_are_seen_from_both_ends(view):
    tied = {one["id"]: one["tied"] for one in view.cards}

    assert "ipa_cis" in tied["iimdd"]
    assert "iimdd" in tied["ipa_cis"]
    assert all(one in tied[other] for one in tied for other in tied[one])


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"guess": "nobody"}, "guess is one of"),
        ({"chosen": "aipa"}, "chosen is one of"),
        ({"other": 1}, "A state has guess, chosen"),
    ],
)
def test_a_state_that_cannot_be_is_refused_and_nothing_is_lost(view, wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        WhoIsWho(wrong, language="en")
    view.state = {**view.state, **wrong}

    assert sentence in view.notice
    assert view.state["chosen"] == "central_commission"


@pytest.mark.parametrize("language", ["ru", "ky"])
def test_the_view_stands_in_every_language(language):
    view = WhoIsWho({"guess": "mission"}, language=language)
    english = WhoIsWho({"guess": "mission"}, language="en")
    texts = [
        [line["text"] for one in each.cards for part in one["parts"] for line in part["lines"]]
        for each in (view, english)
    ]

    assert view.said != english.said
    assert all(one != other for one, other in zip(*texts, strict=True))
