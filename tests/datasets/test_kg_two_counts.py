"""The real pairs of a machine count and a hand count, against each other and their sources."""

from __future__ import annotations

import pytest
from babel.messages.extract import extract

from electoral_datasets import card, load, unit_label
from electoral_datasets.cards import DATA

# The figures as the sources give them, read separately from the file.
PAIRS = {
    "repeat_voters": ("2022-02-27", 48_919, 48_969),
    "pervomai_votes": ("2022-02-27", 9_209, 9_225),
    "pervomai_share": ("2022-02-27", 47.89, 47.97),
    "sverdlov_votes": ("2022-02-27", 5_797, 5_806),
    "sverdlov_share": ("2022-02-27", 19.53, 19.52),
    "president_share": ("2021-01-10", 79.23, 79.20),
    "referendum_share": ("2021-01-10", 80.89, 81.47),
    "annulled_share": ("2020-10-04", 24.5, 19.5),
    "annulled_coverage": ("2020-10-04", 98, 63),
}

UNITS = {
    "ballots": 1,
    "percent": 1,
    "tenths of a percent": 10,
    "hundredths of a percent": 100,
}


@pytest.fixture(scope="module")
def table():
    return load("kg_two_counts")


def pair(table, name):
    return table[table["pair"] == name].set_index("count")["value"]


@pytest.mark.parametrize("name", PAIRS)
def test_a_pair_is_what_its_source_says(table, name):
    date, machine, hand = PAIRS[name]
    rows = table[table["pair"] == name]

    assert rows["count"].tolist() == ["machine", "hand"]
    assert set(rows["date"]) == {date}
    step = UNITS[rows["unit"].iloc[0]]
    assert [value / step for value in rows["value"]] == [machine, hand]


def test_of_november_2021_only_the_difference_is_known_and_the_two_sides_of_it_agree(table):
    """3,926 ballots that the machine set aside as invalid were votes for parties by hand."""
    rows = table[table["date"] == "2021-11-28"]

    assert rows["count"].tolist() == ["machine_more", "hand_more"]
    assert rows["value"].tolist() == [3_926, 3_926]
    assert set(rows["source"]) == {"shailoo.gov.kg/kg/news/6012"}


def test_only_the_commission_s_own_figures_have_grade_a(table):
    assert set(table["grade"]) == {"A", "B"}
    assert (table["grade"] == "A").equals(table["source"].str.startswith("shailoo.gov.kg"))


@pytest.mark.parametrize("count", ["machine", "hand"])
def test_votes_and_shares_of_the_repeat_vote_fit_the_voters_of_both_districts(table, count):
    """Voters of a district = votes / share; a rounded share leaves an interval for them."""
    least = most = 0.0
    for district in ("pervomai", "sverdlov"):
        votes = pair(table, f"{district}_votes")[count]
        share = pair(table, f"{district}_share")[count]
        least += votes / (share + 0.5) * 10_000
        most += votes / (share - 0.5) * 10_000

    assert least <= pair(table, "repeat_voters")[count] <= most


def test_more_votes_can_be_a_smaller_share(table):
    """In Sverdlov the hand count found nine votes more and a share one hundredth smaller."""
    votes, share = pair(table, "sverdlov_votes"), pair(table, "sverdlov_share")

    assert votes["hand"] - votes["machine"] == 9
    assert share["hand"] - share["machine"] == -1


def test_what_may_not_be_compared_is_marked_and_the_card_says_why(table):
    marks = table.groupby("pair")["comparable"].agg(set).to_dict()

    assert {name for name, mark in marks.items() if mark == {"no"}} == {
        "annulled_share",
        "annulled_coverage",
    }
    assert {name for name, mark in marks.items() if mark == {"unknown"}} == {
        "repeat_voters",
        "pervomai_votes",
        "pervomai_share",
        "sverdlov_votes",
        "sverdlov_share",
        "president_share",
        "referendum_share",
    }
    assert all(len(mark) == 1 for mark in marks.values())
    note = card("kg_two_counts", "en").note
    for words in ("98 %", "63 %", "different stations", "4 October 2020", "50 voters fewer"):
        assert words in note


def test_the_card_describes_every_column_and_names_every_pair(table):
    described = card("kg_two_counts", "en")

    assert list(described.columns) == list(described.about) == list(table.columns)
    assert list(described.units) == list(dict.fromkeys(table["pair"]))
    assert all(text for text in (described.title, described.source, described.licence))
    assert unit_label("lists_votes", "en", "kg_two_counts") == "Party lists, votes for all parties"


def test_a_translator_is_shown_every_text_of_the_card():
    described = card("kg_two_counts", "en")
    with (DATA / "kg_two_counts" / "card.yaml").open("rb") as file:
        shown = {message for _, message, _, _ in extract("electoral_cards", file)}

    assert shown == {
        *(described.title, described.source, described.date, described.licence, described.note),
        *described.columns.values(),
        *described.about.values(),
        *described.units.values(),
    }
