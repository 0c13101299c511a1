"""The timeline of votes and institutions: what travels when, spans, gaps, another list, bad input."""

import re
from pathlib import Path

import pytest

from electoral_datasets import load
from electoral_datasets.national_votes import votes
from electoral_widgets import VotesTimeline
from electoral_widgets.votes_timeline_rows import day, place


def seen(**state):
    """Return the view in a state after the guess."""
    return VotesTimeline({"guess": "fewer", **state}, language="en")


def mark(view, name):
    """Return the mark of one vote."""
    return next(one for one in view.marks if one["id"] == name)


def test_no_figure_travels_before_the_guess():
    view = VotesTimeline(language="en")

    assert (view.marks, view.events, view.detail, view.said, view.alt) == ([], [], {}, "", "")
    assert not re.search(r"\d{3}", " ".join(view.labels.values()).replace("1991", ""). replace(
        "2010", "").replace("2011", "").replace("2015", "").replace("2027", ""))  # fmt: skip


def test_every_vote_and_every_event_of_the_data_is_on_the_line():
    view = seen()

    assert [one["id"] for one in view.marks] == [one.id for one in votes()]
    assert [one["id"] for one in view.events] == load("kg_institutions")["event"].tolist()
    assert {one["kind"] for one in view.events} == {kind for kind, _ in view.kinds}


def test_where_sources_disagree_both_figures_are_drawn_and_nobody_decides():
    view = seen(measure="turnout", chosen="president_2000")
    drawn = mark(view, "president_2000")

    # Figures of wiki-2000 and wiki-de-2000.
    assert (drawn["low"], drawn["high"], drawn["dispute"]) == (77.3, 78.4, True)
    assert drawn["text"] == "77.3% to 78.4%, sources disagree"
    assert view.detail["said"] == ["The sources disagree here; nobody has decided between them."]
    differ = [line for line in view.detail["lines"] if line["differ"]]
    assert [line["value"] for line in differ] == ["2,501,102", "2,537,247", "78.4%", "77.3%"]
    assert all(line["source"].startswith("Source: wiki-") for line in differ)


def test_a_range_of_one_source_is_no_disagreement():
    drawn = mark(seen(measure="turnout"), "referendum_2010")

    assert (drawn["text"], drawn["dispute"]) == ("70.0% to 72.0%", False)


def test_a_gap_stays_a_gap_and_says_why():
    view = seen(measure="turnout", chosen="parliament_2005")
    drawn = mark(view, "parliament_2005")

    assert (drawn["low"], drawn["high"], drawn["text"]) == (None, None, "no figure")
    assert {line["value"] for line in view.detail["lines"]} == {"?"}
    assert {line["how"] for line in view.detail["lines"]} == {"No source that was read gives it"}


def test_on_the_list_of_2015_the_turnout_of_2025_is_hardly_lower():
    view = seen(measure="turnout", base="parliament_2015", chosen="parliament_2025")

    # 1,584,446 / 2,761,297, by hand.
    assert mark(view, "parliament_2025")["low"] == 57.38
    assert view.detail["said"] == [
        "These voters on the list of 2015: 57.38%. This figure is computed here."
    ]


def test_another_list_is_forgotten_where_no_turnout_is_shown():
    assert seen(measure="voted", base="parliament_2025").state["base"] == "own"


def test_the_picture_is_told_in_words_with_its_gaps_and_disputes():
    view = seen(measure="turnout")
    gaps = sum(one["low"] is None for one in view.marks)

    assert f"for {gaps} no source" in view.alt
    assert "For 3 of them" in view.alt


def test_an_event_is_chosen_with_its_source_and_leaves_no_figures():
    view = seen(chosen="e:law_79")
    event = next(one for one in view.events if one["id"] == "law_79")

    assert view.detail == {}
    assert event["source"] == "Source: kg-law-79-2021. Read in the source itself."


def test_what_is_planned_is_said_to_be_planned():
    planned = [one["id"] for one in seen().events if one["planned"]]

    assert planned == ["call_2027", "president_2027"]


@pytest.mark.parametrize(
    ("text", "at"), [("1998", 1998.5), ("2023-04", 2023.29), ("2015-01-01", 2015)]
)
def test_a_date_known_less_well_stands_in_the_middle_of_what_is_known(text, at):
    assert place(text) == pytest.approx(at, abs=0.01)


@pytest.mark.parametrize(
    ("language", "word"), [("en", "October"), ("ru", "октября"), ("ky", "окт")]
)
def test_dates_are_written_in_the_reader_s_language(language, word):
    assert word in day("2015-10-04", language)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"guess": "less"}, "guess is one of"),
        ({"measure": "money"}, "measure is one of"),
        ({"base": "president_2017"}, "base is one of"),
        ({"chosen": "e:nothing"}, "chosen is one of"),
        ({"chosen": 3}, "chosen is one of"),
        ({"other": 1}, "A state has guess, measure, base, chosen"),
    ],
)
def test_a_state_that_cannot_be_is_refused_and_nothing_is_lost(wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        VotesTimeline(wrong, language="en")
    view = seen()
    view.state = {**view.state, **wrong}

    assert sentence in view.notice
    assert view.state["chosen"] == "parliament_2015"


@pytest.mark.parametrize("language", ["ru", "ky"])
def test_the_view_stands_in_every_language(language):
    view = VotesTimeline({"guess": "more", "chosen": "president_2000"}, language=language)

    assert view.labels["title"] != VotesTimeline.TEXTS["title"]
    assert "{" not in " ".join([*view.detail["said"], view.alt, view.said])


def test_what_is_read_before_the_guess_is_under_150_words():
    view = VotesTimeline(language="en")
    shown = [
        view.labels[key] for key in ["title", "question", "more", "same", "fewer", "show", "link"]
    ]

    assert len(" ".join(shown).split()) < 150


def test_the_script_holds_no_text_of_its_own():
    static = Path(__file__).parents[2] / "widgets/electoral_widgets/static"
    for name in ("votes_timeline.js", "who_is_who.js"):
        script = (static / name).read_text("utf-8").partition("let views = 0;")[2]
        told = re.findall(r'make\("[a-z]+", \{[^}]*\}, "([^"]+)"', script)
        assert [text for text in told if text.strip("? ")] == []
