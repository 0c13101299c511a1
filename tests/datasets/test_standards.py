"""The standards against what was read of them: grades, places, sources, words."""

from __future__ import annotations

import doctest
import re

import pytest
from babel.messages.extract import extract

from electoral_courses.catalogue import courses_root
from electoral_courses.sources import read_sources
from electoral_datasets import card, load, standards
from electoral_datasets.cards import DATA
from electoral_datasets.i18n import translator
from electoral_datasets.standards import USABLE, Cell, cell, in_words, matrix

SETS = ["standards", "standards_instruments", "standards_parties"]

# Instrument: rows graded A, B and C, counted by hand in the notes on the texts.
COUNTS = {
    "udhr": (0, 0, 7),
    "iccpr": (0, 0, 11),
    "copenhagen": (0, 0, 32),
    "gc25": (0, 0, 18),
    "cis_convention": (11, 11, 16),
    "venice_code": (12, 0, 7),
    "observation_2005": (3, 1, 0),
    "crpd": (0, 0, 6),
    "observation_cis_2008": (1, 0, 0),
    "coe_e_voting": (0, 15, 34),
    "venice_referendums": (4, 0, 0),
}

# What was read of the Convention, and what others report of it; nothing else may be relied on.
READ = {"preamble", "5.1", "5.2", "5.3", "5.4", "6.1", "8.1", "13.4", "19.1", "23"}
REPORTED = {"1"}

# Standards of CM/Rec(2017)5 that were seen quoted; the others are from memory.
QUOTED = {1, 2, 3, 10, 15, 17, 18, 19, 23, 24, 25, 26, 27, 30, 31}


@pytest.fixture(scope="module")
def table():
    return load("standards")


@pytest.fixture(scope="module")
def sources():
    return read_sources(courses_root())


def of(table, instrument):
    return table[table["instrument"] == instrument]


@pytest.mark.parametrize("instrument", COUNTS)
def test_each_instrument_has_as_many_rows_of_each_grade_as_were_noted(table, instrument):
    grades = of(table, instrument)["grade"].tolist()

    assert tuple(grades.count(grade) for grade in "ABC") == COUNTS[instrument]
    assert set(table["instrument"]) == set(COUNTS)


def test_of_the_convention_only_what_was_read_has_grade_a(table):
    rows = of(table, "cis_convention")

    assert set(rows.loc[rows["grade"] == "A", "article"]) == READ
    assert set(rows.loc[rows["grade"] == "B", "article"]) == REPORTED


def test_an_article_of_the_convention_that_nobody_read_is_from_memory(table):
    """Of 1 others report the list; of 19 only its existence is known."""
    rows = of(table, "cis_convention")
    unread = ["2", "3", "4", "7", "9", "10", "11", "12", "14", "15", "16", "17-18", "19", "20-22"]

    assert set(rows.loc[rows["article"].isin([*unread, "24+"]), "grade"]) == {"C"}
    assert set(rows.loc[rows["grade"] == "C", "article"]) == {*unread, "24+"}


@pytest.mark.parametrize("instrument", ["udhr", "iccpr", "gc25", "copenhagen", "crpd"])
def test_an_instrument_that_was_not_opened_is_wholly_from_memory(table, instrument):
    assert set(of(table, instrument)["grade"]) == {"C"}


def test_the_recommendation_has_its_49_standards_once_each_and_the_quoted_ones_graded_b(table):
    rows = of(table, "coe_e_voting")
    numbers = [int(article) for article in rows["article"]]

    assert numbers == list(range(1, 50))
    assert {n for n, grade in zip(numbers, rows["grade"], strict=True) if grade == "B"} == QUOTED


def test_of_the_venice_code_its_headings_were_read_and_its_rules_were_not(table):
    rows = of(table, "venice_code")
    read = rows[rows["grade"] == "A"]

    assert set(read["article"]) == {f"I.{n}" for n in range(1, 7)} | {f"II.{n}" for n in (1, 2, 3)}
    said = in_words(rows[rows["grade"] == "C"], "en")["paraphrase"]
    assert {figure for text in said for figure in re.findall(r"\d+ %", text)} == {"10 %", "15 %"}


def test_a_rule_of_the_recommendation_stays_apart_from_the_same_rule_read_elsewhere(table):
    """That two figures judge accuracy was read in the code on referendums alone."""
    assert not cell(table, "venice_code", "count")
    assert cell(table, "venice_referendums", "count") == Cell(("—",), "A")


@pytest.mark.parametrize("name", SETS)
def test_every_source_is_in_the_list_of_sources(name, sources):
    assert set(load(name)["source"]) <= set(sources)


def test_what_a_lesson_may_say_has_a_place_that_it_may_cite_with_the_same_grade(table, sources):
    for row in table[table["grade"].isin(USABLE)].to_dict("records"):
        read = sources[row["source"]].read
        if row["article"] in ("—", "preamble"):
            assert sources[row["source"]].grade == row["grade"]
            continue
        places = [p for p in read if row["article"] == p or row["article"].startswith(f"{p}.")]
        assert [read[place].grade for place in places] == [row["grade"]], row["code"]


def test_what_is_from_memory_cannot_be_cited_by_its_place_but_for_one_whose_heading_was_read(
    table, sources
):
    rows = table[table["grade"] == "C"].to_dict("records")

    places = {row["code"]: sources[row["source"]].read.get(row["article"]) for row in rows}

    citable = [code for code, place in places.items() if place and place.grade in USABLE]
    assert citable == ["venice_code-I.4-secret-2"]


def test_the_instruments_are_told_once_each_in_the_order_of_their_dates(table):
    instruments = load("standards_instruments")

    assert instruments["code"].tolist() == list(card("standards", "en").words["instrument"])
    assert instruments["adopted"].tolist() == sorted(instruments["adopted"])
    binding = instruments.loc[instruments["kind"] == "binding", "code"]
    assert set(binding) == {"iccpr", "cis_convention", "crpd"}
    assert list(dict.fromkeys(table["instrument"])) == instruments["code"].tolist()


def test_dates_have_as_much_of_a_date_as_is_known():
    dates = [*load("standards_instruments")["adopted"], *load("standards_parties")["date"]]

    assert all(re.fullmatch(r"(\d{4}(-\d{2}-\d{2})?)?", date) for date in dates)


def test_who_takes_part_in_the_convention_beyond_doubt():
    rows = load("standards_parties").query("instrument == 'cis_convention'")
    sure = rows[rows["grade"] == "A"]

    assert dict(sure.groupby("state")["event"].agg(list)) == {
        "AM": ["ratified_by"],
        "BY": ["law", "reservation"],
        "KG": ["ratified_by"],
        "KZ": ["law", "in_force"],
        "MD": ["ratified_by"],
        "TJ": ["ratified_by"],
    }
    assert set(rows.loc[rows["state"] == "RU", "grade"]) == {"C"}
    assert set(rows.loc[rows["date"] == "", "grade"]) == {"C"}


def test_what_was_reported_of_moldova_twice_stays_twice_and_its_withdrawal_open():
    rows = load("standards_parties").query("state == 'MD'").set_index("event")

    assert rows.loc["ratified_by", "grade"].tolist() == ["B", "A"]
    assert rows.loc["withdrawal_possible", ["date", "grade"]].tolist() == ["", "C"]


@pytest.mark.parametrize("name", SETS)
def test_a_card_names_every_column_and_no_code_that_no_row_uses(name):
    described, rows = card(name, "en"), load(name)

    assert list(described.columns) == list(rows.columns)
    for column, values in described.words.items():
        unused = {"B"} if (name, column) == ("standards_instruments", "grade") else set()
        assert set(rows[column]) == set(values) - unused, column


@pytest.mark.parametrize("language", ["ru", "ky"])
@pytest.mark.parametrize("name", SETS)
def test_no_text_is_left_untranslated(name, language):
    translate = translator("electoral_datasets", language).gettext
    with (DATA / name / "card.yaml").open("rb") as file:
        texts = {message for _, message, _, _ in extract("electoral_cards", file)}

    assert texts
    assert [text for text in sorted(texts) if translate(text) == text] == []


@pytest.mark.parametrize("language", ["en", "ru", "ky"])
def test_every_row_has_its_paraphrase_in_each_language(table, language):
    rows = in_words(table, language)

    assert all(text.strip() for text in rows["paraphrase"])
    assert rows.drop(columns="paraphrase").equals(table)
    cyrillic = [bool(re.search(r"[а-яё]", text)) for text in rows["paraphrase"]]
    assert set(cyrillic) == {language != "en"}


def test_the_matrix_shows_every_instrument_and_principle_and_leaves_memory_out(table):
    sure, whole = matrix(table), matrix(table, ("A", "B", "C"))

    assert sure.shape == whole.shape == (11, 19)
    assert not any(sure.loc["copenhagen"])
    assert whole.loc["copenhagen", "count"] == Cell(("7.4",), "C")
    assert all(whole[principle].astype(bool).any() for principle in whole.columns)


def test_the_best_grade_comes_first_in_a_cell(table):
    assert cell(table, "cis_convention", "free") == Cell(("5.1", "8.1", "1"), "A")
    assert str(cell(table, "cis_convention", "free")) == "5.1, 8.1, 1"
    assert cell(table, "cis_convention", "free", ("B",)) == Cell(("1",), "B")
    assert cell(table, "cis_convention", "direct") == Cell()


def test_a_matrix_of_nothing_has_empty_cells(table):
    assert not matrix(table[:0]).map(bool).to_numpy().any()


@pytest.mark.parametrize(
    ("instrument", "principle", "told"),
    [
        ("un", "free", "There is no instrument 'un'; there are: udhr"),
        ("udhr", "x", "There is no principle 'x'; there are: universal"),
    ],
)
def test_an_unknown_code_is_refused_with_the_known_ones(table, instrument, principle, told):
    with pytest.raises(ValueError, match=told):
        cell(table, instrument, principle)


def test_the_examples_of_the_module_are_true():
    found = doctest.testmod(standards)

    assert (found.attempted > 5, found.failed) == (True, 0)
