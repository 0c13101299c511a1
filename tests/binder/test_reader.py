"""Beside the text: terms linked to the glossary, the simulations of the showcase, their words."""

import csv

import nbformat
import pytest

from electoral_binder.glossary import about_terms, find, glossary, link_terms
from electoral_binder.page_words import words
from electoral_binder.reader_words import NOTES, WORDS, found_text, note_text
from electoral_binder.reading import read
from electoral_binder.showcase import is_simulation, simulations
from electoral_courses.catalogue import glossary_path
from electoral_courses.roles import rendered
from electoral_datasets.i18n import LANGUAGES

text = nbformat.v4.new_markdown_cell
code = nbformat.v4.new_code_cell


def linked(tmp_path, source):
    notebook = nbformat.v4.new_notebook(cells=[text(source)])
    read(notebook, tmp_path, "Table")
    met = link_terms(notebook, "/school/ru/glossary")
    return notebook.cells[0].metadata["electoral_html"], [term.id for term in met]


def test_a_term_leads_to_its_row_however_it_is_inflected(tmp_path):
    source = rendered("Это {term}`вбросом бюллетеней <ballot stuffing>` зовут.", "ru")

    html, met = linked(tmp_path, source)

    assert met == ["ballot-stuffing"]
    assert 'href="/school/ru/glossary#ballot-stuffing"' in html
    assert 'data-term="ballot-stuffing">вбросом бюллетеней</a>' in html


def test_a_term_without_a_name_is_known_by_its_words_and_an_unknown_one_stays(tmp_path):
    html, met = linked(
        tmp_path,
        '<em class="electoral-term">Үкөк</em>, <em class="electoral-term">слон</em>, <em>урна</em>',
    )

    assert met == ["ballot-box"]
    assert '<em class="electoral-term">слон</em>, <em>урна</em>' in html


def test_a_name_belongs_to_the_term_that_bears_it_first():
    assert find("урна").id == "ballot-box"
    assert find(" Automatic  Ballot Scanner ").id == "automatic-ballot-scanner"
    assert find("ЦИК").id == "central-election-commission"
    assert find("") is None


def test_every_row_of_the_glossary_is_shown_with_its_grade_and_its_note():
    with glossary_path().open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    terms = {term.id: term for term in glossary()}

    assert list(terms) == [row["id"] for row in rows]
    for row in rows:
        assert terms[row["id"]].is_for_review == (row["ky_grade"] == "C")
        assert terms[row["id"]].names == {code: row[code] for code in LANGUAGES}
    assert {row["note"] for row in rows if row["note"]} == set(NOTES)
    for language in ("ru", "ky"):
        assert note_text("colloquial", language) != "colloquial"


def test_the_reader_s_own_language_comes_first():
    told = about_terms([find("turnout"), find("polling place")], "ky")

    assert told["order"] == ("ky", "en", "ru")
    assert list(told["remarks"]) == ["polling-place"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_fills_its_places_in_every_language(language):
    told = words(language)
    values = dict.fromkeys(("query", "shown", "names", "count", "number", "title"), "X")

    for name, source in WORDS.items():
        assert told[name].format(**values).count("X") == source.format(**values).count("X"), name
    assert "5" in found_text(5, language)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Urn()", True),
        ("own = variant('x')\nHandCount(seed=own, answers=False)", True),
        ("ask('k3')", False),
        ("from electoral_widgets import Urn", False),
        ("ItemView(item)", False),
        ("print(Urn())", False),
        ("Urn(", False),
        ("", False),
    ],
)
def test_a_simulation_is_a_cell_that_shows_one(source, expected):
    assert is_simulation(source) is expected


def test_the_showcase_goes_through_the_lessons_and_knows_each_section(tmp_path):
    path = tmp_path / "courses" / "ru" / "04-urn" / "lesson.ipynb"
    path.parent.mkdir(parents=True)
    cells = [
        text("# Урна", id="t1"),
        text("Слово.\n\n## Машина\n\n### Мелочь", id="t2"),
        code("Urn()", id="c1"),
        code("TwoCounts()", id="c2", metadata={"tags": ["pandas-track"]}),
        text("## Люди", id="t3"),
        code("HandCount()", id="c3"),
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)

    shown = [(one.cell, one.section, one.title) for one in simulations(tmp_path, "ru")]

    assert shown == [("c1", "s-t2", "Машина"), ("c3", "s-t3", "Люди")]
