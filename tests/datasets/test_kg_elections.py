"""The national votes against what was noted of them, and against arithmetic."""

from __future__ import annotations

import doctest
import math
import re

import pytest

from electoral_datasets import card, load, national_votes
from electoral_datasets.national_votes import checks, conflicts, figures, gaps, votes

# Registered voters, voters who voted, turnout: as noted in section 2.7 of the facts base,
# typed a second time from there. None where a dash or a rough figure stands.
NOTED = {
    "president_1995": (2_254_348, 1_943_077, 86.19),
    "president_2017": (3_014_434, 1_697_868, 56.32),
    "parliament_2015": (2_761_297, 1_626_255, 58.89),
    "parliament_2020": (3_523_554, 1_990_753, 56.50),
    "parliament_2021": (3_703_420, 1_293_947, 34.94),
    "parliament_2025": (4_294_243, 1_584_446, 36.90),
    "referendum_1994_amendments": (2_231_339, 1_919_933, 86.04),
    "referendum_1994_bicameral": (2_231_339, 1_919_010, 86.00),
    "referendum_1996": (None, 2_177_991, 96.6),
    "referendum_2016": (2_851_952, 1_200_446, 42.09),
}

# The disagreements of sections 2.5, 2.7 and 10, each with its figures.
DISAGREEMENTS = {
    "president_1991-voted": [2_065_318, 2_065_581],
    "president_2000-registered": [2_501_102, 2_537_247],
    "president_2000-turnout": [78.40, 77.3],
    "president_2005-turnout": [74.6, 72.52],
    "president_2005-votes": [1_776_156, 1_312_174],
    "president_2005-share": [88.72, 88.9],
    "president_2009-share": [76.12, 76.43],
    "president_2011-turnout": [60.27, 61.28],
    "president_2011-votes": [1_161_929, 1_173_113],
    "referendum_2021_january-share": [81.49, 81.47],
}

# Section 2.7: every mark C that stands at a figure or a whole line.
FROM_MEMORY = {"parliament_2007", "referendum_2003", "referendum_2007"}

ALL = ("A", "B", "C")


@pytest.fixture(scope="module")
def table():
    return load("kg_elections")


def told(vote, measure, who=""):
    """The values of a vote in the order of the file."""
    return [f.value for f in figures(vote, ALL) if (f.measure, f.who) == (measure, who)]


@pytest.mark.parametrize("vote", NOTED)
def test_register_voters_and_turnout_are_those_that_were_noted(vote):
    registered, voted, turnout = NOTED[vote]

    assert told(vote, "registered") == [registered]
    assert told(vote, "voted") == [voted]
    assert told(vote, "turnout") == [turnout]


def test_every_noted_disagreement_is_there_with_both_its_figures():
    found = {name: [figure.value for figure in group] for name, group in conflicts().items()}

    assert found == DISAGREEMENTS


def test_what_could_not_be_resolved_is_shown_and_not_resolved():
    """Section 10, 5: “conflicts for 2000, 2005 and 2011 are shown, not resolved”."""
    lines = {vote.id: vote for vote in votes()}

    assert lines["president_2000"].turnout == (77.3, 78.4)
    assert lines["president_2000"].registered == (2_501_102, 2_537_247)
    assert lines["president_2005"].turnout == (72.52, 74.6)
    assert lines["president_2011"].turnout == (60.27, 61.28)


def test_figures_that_differ_are_a_conflict_and_a_conflict_is_figures_that_differ(table):
    known = table[~table["status"].isin(["missing", "range_from", "range_to"])]

    for _, rows in known.groupby(["vote", "measure", "who"]):
        differ = rows["value"].nunique() > 1
        assert rows["conflict"].ne("").all() if differ else rows["conflict"].eq("").all()
        assert rows["conflict"].nunique() == 1
        assert not differ or len(rows) == rows["value"].nunique()


def test_no_figure_is_graded_better_than_it_was_noted(table):
    """Only the commission's own news on 28 November 2021 was read in the source itself."""
    best = table[table["grade"] == "A"]
    assert set(best["vote"]) == {"parliament_2021"}
    assert sorted(best["measure"]) == ["registered", "turnout", "voted"]
    assert set(best["source"]) == {"kg-cec-news-6012"}

    memory = table[table["grade"] == "C"]
    assert set(memory["vote"]) == FROM_MEMORY | {"president_2009"}
    assert set(table.loc[table["vote"].isin(FROM_MEMORY), "grade"]) == {"C"}
    assert told("president_2009", "turnout") == [79]
    assert (memory["source"] == "").all()


def test_nothing_from_memory_is_told_unless_asked_for():
    ids = {vote.id for vote in votes()}

    assert not ids & FROM_MEMORY
    assert {vote.id for vote in votes(ALL)} - ids == FROM_MEMORY
    assert {vote.turnout for vote in votes() if vote.id == "president_2009"} == {None}
    assert {figure.grade for figure in figures()} == {"A", "B"}


def test_a_day_known_only_from_memory_is_left_out_where_the_figures_are_better_known(table):
    """Section 2.7 on the referendum of 1998: “wiki (B; date C)”."""
    dates = table.drop_duplicates("vote").set_index("vote")["date"]

    assert dates["referendum_1998"] == "1998"
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", day) for day in dates.drop("referendum_1998"))
    assert dates.tolist() == sorted(dates)


def test_a_turnout_is_voters_divided_by_the_register_but_for_one_vote():
    """In January 2021 the protocol says 39.16, while 1,398,888 of 3,563,574 are 39.26 percent."""
    found = {check.vote: check for check in checks()}

    assert len(found) == len(checks()) == 11
    assert {vote for vote, check in found.items() if not check.agree} == {"president_2021"}
    assert found["president_2021"].base == "identified"
    assert pytest.approx(found["president_2021"].computed, abs=0.005) == 100 * 1_398_888 / 3_563_574


def test_a_turnout_with_one_digit_changed_is_caught(monkeypatch, table):
    changed = table.copy()
    row = changed[(changed["vote"] == "referendum_2016") & (changed["measure"] == "turnout")].index
    changed.loc[row, "value"] = 42.90
    monkeypatch.setattr("electoral_datasets.national_votes.load", lambda _name: changed)

    assert "referendum_2016" in {check.vote for check in checks() if not check.agree}


def test_the_shares_of_2017_are_of_two_wholes_and_both_are_right():
    counts = [f for f in figures("president_2017") if f.measure == "votes"]
    valid = sum(figure.value or 0 for figure in counts)

    assert len(counts) == 12
    assert (
        round(100 * 920_620 / 1_697_868, 2)
        == told("president_2017", "share_of_all", "jeenbekov")[0]
    )
    assert (
        round(100 * 920_620 / valid, 2) == told("president_2017", "share_of_valid", "jeenbekov")[0]
    )
    # Eight ballots are neither votes nor invalid, as in the table by district.
    assert 1_697_868 - valid - 13_902 == 8


@pytest.mark.parametrize(
    ("vote", "whole"),
    [
        ("parliament_2000", 45 + 60),
        ("parliament_2010", 120),
        ("parliament_2015", 120),
        ("parliament_2021", 54),
    ],
)
def test_the_seats_are_all_there(vote, whole):
    assert sum(f.value or 0 for f in figures(vote) if f.measure == "seats") == whole


def test_regular_and_remote_ballots_of_2025_are_all_voters():
    parts = ("ballots_regular", "ballots_remote")
    ballots = [f.value or 0 for f in figures("parliament_2025") if f.measure in parts]

    assert ballots == [1_394_416, 190_030]
    assert [sum(ballots)] == told("parliament_2025", "voted")


def test_percents_are_percents_and_counts_are_whole(table):
    known = table[table["status"] != "missing"]
    percents = known[known["unit"] == "percent"]["value"]

    assert percents.between(0, 100).all()
    assert set(percents.index) == set(
        known[known["measure"].str.startswith(("turnout", "share"))].index
    )
    assert (known[known["unit"] != "percent"]["value"] % 1 == 0).all()


def test_nobody_votes_without_being_registered():
    for vote in votes(ALL):
        if vote.registered and vote.voted:
            assert vote.voted.high < vote.registered.low


def test_a_gap_is_an_empty_value_with_a_reason_and_nothing_else_is(table):
    missing = table["status"] == "missing"

    assert table.loc[missing, "value"].isna().all()
    assert (table.loc[missing, "reason"] != "").all()
    assert table.loc[~missing, "value"].notna().all()
    assert (table.loc[~missing, "reason"] == "").all()
    assert len(gaps(ALL)) == missing.sum()


def test_the_gaps_that_were_noted_are_there():
    """Section 2.7: the dashes; section 10, 5: what could not be verified."""
    found = {(figure.vote, figure.measure) for figure in gaps(ALL)}

    for vote in ("parliament_1995", "parliament_2000", "parliament_2005", *FROM_MEMORY):
        assert {(vote, measure) for measure in ("registered", "voted", "turnout")} <= found
    for vote in ("president_2005", "president_2009", "referendum_2010", "referendum_1998"):
        assert (vote, "registered") in found
    assert ("parliament_2025", "results") in found
    assert {f.reason for f in gaps() if f.vote == "president_2027"} == {"not_held"}


def test_rough_figures_are_said_to_be_rough():
    lines = {vote.id: vote for vote in votes()}

    assert lines["president_2017"].rough == ()
    assert lines["president_2011"].rough == ("registered", "voted")
    assert lines["referendum_2010"].rough == ("turnout",)
    assert lines["referendum_2021_april"].rough == ("registered", "voted", "turnout")


def test_the_vote_that_was_annulled_and_the_one_to_come_are_marked():
    standing = {vote.id: vote.standing for vote in votes(ALL) if vote.standing != "stands"}

    assert standing == {"parliament_2020": "annulled", "president_2027": "planned"}


def test_the_words_for_all_codes_are_in_the_card_and_none_is_idle(table):
    words = card("kg_elections", "en").words

    for column, named in words.items():
        assert set(named) == set(table[column]) - {""}, column
    assert all(math.isnan(value) or value >= 0 for value in table["value"])


def test_what_is_not_known_is_refused_by_name():
    with pytest.raises(ValueError, match="There is no vote 'president_1999' in kg_elections"):
        figures("president_1999")
    with pytest.raises(ValueError, match="There is no grade 'D'; there are: A, B, C"):
        votes(("A", "D"))


def test_the_examples_of_the_module_are_true():
    assert doctest.testmod(national_votes).failed == 0
