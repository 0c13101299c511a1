"""The matrix of standards: what was read is told, what is from memory is not."""

import json

import pytest

from electoral_courses.catalogue import courses_root
from electoral_courses.sources import read_sources
from electoral_datasets import card, load
from electoral_datasets.standards import in_words, matrix
from electoral_widgets import StandardsMatrix
from electoral_widgets import standards_matrix_words as say
from electoral_widgets.standards_matrix import BEGIN, SIGNS, where


def shown(**state):
    return StandardsMatrix(state, language="en")


def test_the_cells_are_those_of_the_data_set():
    view, sure = shown(), matrix(load("standards"))
    expected = {f"{one}/{about}": str(sure[about][one]) for about in sure for one in sure.index}

    told = {key: cell["places"] for key, cell in view.matrix.items()}
    assert told == {key: places for key, places in expected.items() if places}


@pytest.mark.parametrize("language", ["en", "ru", "ky"])
def test_nothing_from_memory_travels_in_words(language):
    table = in_words(load("standards"), language)
    sure = set(table.loc[table["grade"] != "C", "paraphrase"])
    memory = set(table.loc[table["grade"] == "C", "paraphrase"]) - sure
    words = card("standards", "en").words
    for instrument in words["instrument"]:
        for principle in ["", *words["principle"]]:
            view = StandardsMatrix(
                {"instrument": instrument, "principle": principle, "waiting": True},
                language=language,
            )
            told = {row["text"] for row in view.detail["rows"]} | {view.detail["text"]}
            assert not told & memory, (instrument, principle)


def test_a_place_that_was_read_is_told_with_its_grade_and_where():
    rows = shown(instrument="cis_convention", principle="secret").detail["rows"]

    assert [row["place"] for row in rows] == ["5.1", "5.2", "5.3", "5.4", "1"]
    assert rows[3]["text"].startswith("Electoral bodies make sure that nobody can watch")
    assert rows[3]["where"] == "eos.cartercenter.org/quotes/1689"
    assert (rows[3]["sign"], rows[3]["source"]) == (
        "●",
        "Source: cis-convention-2002. Read in the source itself.",
    )
    assert (rows[4]["sign"], rows[4]["ids"]) == ("◐", ["cis-convention-2002"])


def test_a_cell_of_memory_alone_says_where_to_look_and_an_empty_one_that_silence_is_no_proof():
    memory = shown(instrument="udhr", principle="secret").detail
    nothing = shown(instrument="udhr", principle="e_voting").detail

    assert "21.3" in memory["text"]
    assert memory["rows"] == []
    assert nothing["text"].startswith("Nothing is noted here.")
    waiting = shown(instrument="udhr", principle="secret", waiting=True)
    assert waiting.detail["rows"][0]["text"] == say.NOT_SAID
    assert waiting.matrix["udhr/secret"]["sign"] == SIGNS["C"]
    assert "udhr/secret" not in shown().matrix


def test_the_name_of_an_instrument_opens_what_it_is_and_who_takes_part():
    told = shown(instrument="cis_convention").detail
    states = [row["text"] for row in told["rows"]]

    assert told["about"] == "Adopted: 7 October 2002. States of the CIS."
    assert told["text"] == "Rows read: 11. Reported by others: 11. Waiting: 16."
    assert "Kazakhstan. In force from then on: 4 July 2007" in states
    assert not [text for text in states if text.startswith(("Russia", "Ukraine", "Uzbekistan"))]
    assert "has not been read" in shown(instrument="iccpr").detail["text"]
    assert shown(instrument="iccpr").detail["about"] == "United Nations."


def test_a_filter_closes_what_it_hides():
    view = shown(instrument="venice_code", principle="free")
    view.state = {**view.state, "kind": "binding"}
    assert (view.state["instrument"], view.detail) == ("", {})

    view.state = {**view.state, "instrument": "cis_convention", "principle": "free"}
    assert view.detail["key"] == "cis_convention/free"


def test_where_each_place_was_read_is_what_the_list_of_sources_says():
    """The list of sources belongs to the courses, which a view may not know."""
    sources = read_sources(courses_root())
    for row in load("standards").query("grade != 'C'").to_dict("records"):
        source, told = sources[row["source"]], where(row)
        of_place = [
            read.where
            for place, read in source.read.items()
            if f"{row['article']}.".startswith(f"{place}.") and read.where
        ]
        known = of_place or [source.where]
        assert told == ("" if known[0] == "not noted" else known[0]), row["code"]


@pytest.mark.parametrize(
    ("language", "told"), [("en", "law.by, 3 February 2014"), ("ru", "law.by, 3 февраля 2014")]
)
def test_the_day_behind_an_address_stands_in_the_reader_s_form(language, told):
    state = {"instrument": "cis_convention", "principle": "commitment"}
    view = StandardsMatrix(state, language=language)

    assert any(row["where"].startswith(told) for row in view.detail["rows"])


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"kind": "holy"}, "kind is one of"),
        ({"waiting": 1}, "waiting is one of"),
        ({"instrument": "bible"}, "instrument is one of"),
        ({"principle": "luck"}, "principle is one of"),
        ({"own": 3}, "own is one of"),
        ({"colour": 1}, "it has no 'colour'"),
    ],
)
def test_a_state_that_cannot_be_gets_a_sentence_and_changes_nothing(wrong, told):
    view = shown(instrument="cis_convention", principle="secret")
    before = dict(view.state), dict(view.detail)
    view.state = {**view.state, **wrong}

    assert told in view.notice
    assert (dict(view.state), dict(view.detail)) == before
    with pytest.raises(ValueError, match=told):
        StandardsMatrix(wrong, language="en")


def test_an_unknown_keyword_is_refused():
    with pytest.raises(TypeError, match="StandardsMatrix takes no keyword 'rows'"):
        StandardsMatrix(rows=3, language="en")


def test_the_state_and_all_that_travels_is_plain():
    view = shown(instrument="cis_convention", waiting=True)

    assert json.loads(json.dumps(view.state)) == {**BEGIN, **view.state}
    assert len(json.dumps([view.names, view.matrix, view.detail])) < 40_000
