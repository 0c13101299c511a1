"""Charts and the lesson's figures: words and numbers beside each picture."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from electoral_datasets import load
from electoral_widgets import Chart, figures

FIGURES = [figures.turnout_and_share, figures.voting_outside, figures.invalid_ballots]


@pytest.fixture
def table():
    return pd.DataFrame({"Unit": ["A"], "Votes": [25047], "Share": ["12.3%"]})


@pytest.fixture(scope="module")
def protocols():
    return load("kg_2017_president")


def test_a_chart_without_a_text_alternative_is_refused(table):
    with pytest.raises(ValueError, match="needs alt, a sentence"):
        Chart(go.Figure(), alt="  ", table=table, language="en")
    with pytest.raises(TypeError, match="alt"):
        Chart(go.Figure(), table=table, language="en")  # pyright: ignore[reportCallIssue]


def test_an_unknown_keyword_is_named(table):
    with pytest.raises(TypeError, match=r"Chart takes no keyword 'colour'; it takes fig, alt"):
        Chart(go.Figure(), alt="A point.", table=table, colour="red", language="en")


def test_the_table_is_written_in_the_readers_language(table):
    written = {
        language: Chart(go.Figure(), alt="A point.", table=table, language=language).table["rows"]
        for language in ("en", "ru", "ky")
    }

    assert written["en"] == [["A", "25,047", "12.3%"]]
    assert written["ru"] == written["ky"] == [["A", "25\N{NO-BREAK SPACE}047", "12.3%"]]


def test_numbers_and_percentages_stand_to_the_right_and_words_to_the_left(table):
    chart = Chart(go.Figure(), alt="A point.", table=table, language="en")

    assert [column["number"] for column in chart.table["columns"]] == [False, True, True]


def test_the_figure_travels_without_the_template_of_plotly(table):
    """The colours a figure leaves open follow the page; the template is 6 kB a chart."""
    chart = Chart(go.Figure(go.Bar(x=[1])), alt="A bar.", table=table, language="en")

    assert "template" not in chart.figure["layout"]


@pytest.mark.parametrize("make", FIGURES)
@pytest.mark.parametrize("language", ["en", "ru", "ky"])
def test_each_figure_has_a_point_and_a_row_for_each_of_53_units(make, language, protocols):
    chart = make(protocols, language)

    assert len(chart.figure["data"][0]["x"]) == len(chart.table["rows"]) == 53
    assert len(chart.figure["data"][0]["hovertext"]) == 53
    assert chart.title
    assert "{" not in chart.alt + chart.title + "".join(chart.figure["data"][0]["hovertext"])


def test_the_alternative_of_the_turnout_says_what_the_table_says(protocols):
    """Osh city 110,480 of 159,348; Kara-Kulja 23,758 of 24,305; Talas district 1,871 of 20,928."""
    alt = figures.turnout_and_share(protocols, "en").alt

    assert "53 districts" in alt
    assert "69.3% (Osh city)" in alt
    assert "97.7% (Kara-Kulja district)" in alt
    assert "8.9% (Talas district)" in alt
    assert "Jeenbekov" in alt


def test_the_alternatives_of_the_strips_say_what_the_table_says(protocols):
    """Sulyukta 179 of 5,338 outside; Nookat 812 of 63,931 invalid; 13,782 of 1,677,249 in all."""
    assert "3.35% (Sulyukta city)" in figures.voting_outside(protocols, "en").alt
    assert "1.27% (Nookat district)" in figures.invalid_ballots(protocols, "en").alt
    assert "In the whole table it is 0.82%." in figures.invalid_ballots(protocols, "en").alt


def test_the_words_follow_the_numbers_and_are_not_fixed(protocols):
    changed = protocols.copy()
    changed.loc[changed["code"] == "TLC", "invalid"] = 9000

    assert "85.10% (Talas city)" in figures.invalid_ballots(changed, "en").alt
