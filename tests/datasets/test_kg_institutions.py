"""The timeline of the institutions against what was noted, and both data sets against sources."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from babel.messages.extract import extract

from electoral_datasets import card, load
from electoral_datasets.cards import DATA

ROOT = Path(__file__).parents[2]
NAMES = ["kg_elections", "kg_institutions"]

# Dates and grades typed a second time from sections 0, 2.1 and 2.2 of the facts base;
# of two grades noted together, the lower.
NOTED = {
    "cec_created": ("1994-09-21", "B"),
    "electoral_code": ("1999-05-29", "A"),
    "power_2005": ("2005-03-24", "B"),
    "power_2010": ("2010-04-07", "B"),
    "constitution_2010": ("2010-06-27", "B"),
    "law_68": ("2011-07-02", "A"),
    "decree_109": ("2013-05-22", "A"),
    "biometric_law": ("2014-07-14", "A"),
    "scanner_trial": ("2015-05-17", "A"),
    "grant_japan": ("2015-05-20", "A"),
    "parliament_2015": ("2015-10-04", "B"),
    "referendum_law": ("2016-10-31", "A"),
    "referendum_2016": ("2016-12-11", "B"),
    "aceeeo_board": ("2019-09-24", "B"),
    "annulment_2020": ("2020-10-06", "B"),
    "constitution_2021": ("2021-05-05", "B"),
    "law_79": ("2021-06-26", "A"),
    "parliament_2021": ("2021-11-28", "A"),
    "repeat_2022": ("2022-02-27", "B"),
    "equipment_2024": ("2024-06-18", "B"),
    "law_january": ("2025-04-16", "B"),
    "law_113": ("2025-06-09", "B"),
    "dissolution_2025": ("2025-09-25", "B"),
    "call_2025": ("2025-09-30", "B"),
    "regulations_2025": ("2025-11-14", "A"),
    "parliament_2025": ("2025-11-30", "B"),
    "district_13_invalid": ("2025-12-03", "B"),
    "district_13_repeat": ("2025-12-30", "B"),
    "district_13_reversed": ("2026-02-13", "B"),
    "court_2026": ("2026-02-17", "B"),
    "president_2027": ("2027-01-24", "B"),
}
SPANS = {
    "biometric_collection": ("2014-08-28", "2015-08-31"),
    "power_2020": ("2020-10-05", "2020-10-15"),
    "recount_2021": ("2021-12-10", "2021-12-11"),
    "tests_2025": ("2025-10-10", "2025-10-30"),
    "results_2025": ("2025-12-10", "2025-12-12"),
}
READ_UNTIL = "2026-03-31"
"""Nothing later was read (facts base, reference date)."""


@pytest.fixture(scope="module")
def table():
    return load("kg_institutions").set_index("event")


@pytest.mark.parametrize("event", NOTED)
def test_an_event_has_its_noted_date_and_grade(table, event):
    assert (table.loc[event, "date"], table.loc[event, "grade"]) == NOTED[event]


def test_spans_begin_and_end_as_noted(table):
    spans = table[table["until"] != ""]

    assert {str(event): (row["date"], row["until"]) for event, row in spans.iterrows()} == SPANS


def test_events_stand_in_the_order_of_their_dates(table):
    dates = table["date"].tolist()

    assert dates == sorted(dates)
    assert all(re.fullmatch(r"\d{4}-\d\d(-\d\d)?", day) for day in dates)
    for day in [*dates, *(day for day in table["until"] if day)]:
        date.fromisoformat(day if len(day) == 10 else f"{day}-01")
    assert all(row["until"] > row["date"] for _, row in table.iterrows() if row["until"])


def test_what_lies_after_the_last_report_is_planned_and_nothing_else(table):
    planned = set(table.index[table["standing"] == "planned"])

    assert planned == set(table.index[table["date"] > READ_UNTIL])
    assert planned == {"call_2027", "president_2027"}


def test_nothing_of_the_timeline_is_from_memory(table):
    assert set(table["grade"]) == {"A", "B"}
    assert table.index.is_unique
    assert not [
        event for event, row in table.iterrows() if row["grade"] == "A" and not row["source"]
    ]


def test_votes_have_the_days_of_the_other_data_set(table):
    days = set(load("kg_elections")["date"])
    elsewhere = {"2022-02-27", "2024-11-17"}  # a repeat vote in two districts, local elections

    assert set(table.loc[table["kind"] == "vote", "date"]) - elsewhere <= days


def test_the_words_for_all_codes_are_in_the_card_and_none_is_idle(table):
    rows = table.reset_index()

    for column, named in card("kg_institutions", "en").words.items():
        assert set(named) == set(rows[column]), column


@pytest.mark.parametrize("name", NAMES)
def test_every_source_is_in_the_source_list_and_not_graded_worse_there(name):
    path = ROOT / "courses" / "sources.yml"
    listed = yaml.safe_load(path.read_text(encoding="utf-8"))

    for row in load(name).to_dict("records"):
        named = row["source"].split("; ") if row["source"] else []
        assert not set(named) - set(listed), row
        assert all(listed[source]["grade"] <= row["grade"] for source in named), row


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["ru", "ky"])
def test_no_translation_is_missing(name, language):
    english, other = card(name, "en"), card(name, language)

    for field in ("title", "source", "date", "licence", "note"):
        assert getattr(other, field) != getattr(english, field)
    assert all(
        re.search("[а-я]", text) for text in (*other.columns.values(), *other.about.values())
    )
    for column, named in other.words.items():
        latin = [text for text in named.values() if not re.search("[А-Яа-я]", text)]
        assert latin == [], column


@pytest.mark.parametrize("name", NAMES)
def test_a_translator_is_shown_every_text_of_the_card_and_nothing_else(name):
    described = card(name, "en")
    with (DATA / name / "card.yaml").open("rb") as file:
        shown = {message for _, message, _, _ in extract("electoral_cards", file)}

    named = [text for words in described.words.values() for text in words.values()]
    assert shown == {
        *(described.title, described.source, described.date, described.licence, described.note),
        *described.columns.values(),
        *described.about.values(),
        *named,
    }


def test_a_translator_is_told_which_value_a_text_is_for():
    with (DATA / "kg_institutions" / "card.yaml").open("rb") as file:
        [comments] = [c for _, text, c, _ in extract("electoral_cards", file) if text == "Happened"]

    assert comments == ["Value of standing: happened"]
