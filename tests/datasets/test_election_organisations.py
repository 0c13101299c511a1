"""Who is who: every statement has a source that can be cited, and gaps are said."""

from pathlib import Path

import pytest
import yaml

from electoral_datasets import card, load

NAME = "election_organisations"
SOURCES = yaml.safe_load((Path(__file__).parents[2] / "courses/sources.yml").read_text("utf-8"))

# Typed a second time from section 0 of the facts base.
NOTED = {
    "iimdd_what": "created on 10 February 2006",
    "iimdd_told": "more than 100 campaigns",
    "mission_told": "119 elections and referendums in 20 years",
    "aceeeo_told": "24 September 2019",
    "aaea_what": "Manila on 10 February 1998",
    "a_web_what": "14 October 2013",
    "odihr_told": "365 people",
    "ipa_told": "26 March 2002",
}


@pytest.fixture(scope="module")
def rows():
    return load(NAME).to_dict("records")


def test_every_organisation_is_told_under_every_aspect(rows):
    words = card(NAME, "en").words
    told = {(row["organisation"], row["aspect"]) for row in rows}

    assert told == {(one, what) for one in words["organisation"] for what in words["aspect"]}


def test_every_statement_has_sources_of_the_list_and_no_better_grade_than_they_have(rows):
    for row in rows:
        if row["fact"] == "not_found":
            assert (row["source"], row["grade"]) == ("", "")
            continue
        grades = [SOURCES[name]["grade"] for name in row["source"].split("; ")]
        assert row["grade"] == max(grades), row
        assert row["grade"] in {"A", "B"}


def test_every_statement_of_the_card_is_used_once_and_dates_are_those_noted(rows):
    facts = card(NAME, "en").words["fact"]
    used = [row["fact"] for row in rows if row["fact"] != "not_found"]

    assert sorted(used) == sorted(set(facts) - {"not_found"})
    for fact, words in NOTED.items():
        assert words in facts[fact]


def test_links_go_to_other_organisations(rows):
    links = {(row["organisation"], row["other"]) for row in rows if row["other"]}

    assert all(one != other for one, other in links)
    assert {one for one, other in links if other == "central_commission"} == {
        "cis_mission",
        "odihr",
        "aceeeo",
        "aaea",
        "a_web",
    }
