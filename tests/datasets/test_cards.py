"""Cards: their words, in each language, and Babel's way to them."""

from __future__ import annotations

import dataclasses
import io
from html.parser import HTMLParser
from itertools import chain

import pytest
from babel.messages.extract import extract

from electoral.station import EVIDENCE, LINES, STATION_RELATIONS
from electoral_datasets import card, cards, i18n, labels, load, oblast_label, unit_label
from electoral_datasets.cards import DATA

CARDS = ["kg_2017_president", "station_protocol"]

WORDS = """
msgid "Voters on the list"
msgstr "Избирателей в списке"

msgid "Naryn district"
msgstr "Нарынский"

msgid "Columns"
msgstr "Столбцы"
"""


@pytest.fixture
def russian(monkeypatch):
    """A small Russian catalogue, whatever the shipped one says."""

    def words(_package, language):
        if language == "ru":
            return i18n.from_po(WORDS, "words")
        return i18n.from_po('msgid ""\nmsgstr ""\n', "nothing")

    monkeypatch.setattr(cards, "translator", words)
    monkeypatch.setattr("electoral_datasets.card_view.translator", words)


def extracted(name):
    with (DATA / name / "card.yaml").open("rb") as file:
        return list(extract("electoral_cards", file))


def test_labels_are_the_glossary_s_words_for_the_lines():
    # The English column of the facts base on the protocol's fields.
    assert labels("kg_2017_president", "en") == {
        "oblast": "Oblast",
        "unit": "District or city",
        "code": "Code",
        "voters": "Voters on the list",
        "received": "Ballots received",
        "cancelled": "Cancelled ballots",
        "issued": "Ballots issued",
        "issued_station": "Issued at the station",
        "issued_outside": "Issued for out-of-station voting",
        "third_line": "Third line",
        "unaccounted": "Unaccounted",
        "valid": "Valid ballots",
        "invalid": "Invalid ballots",
        "zarlykov_e": "Zarlykov",
        "umetalieva": "Umetalieva",
        "sariev_tem": "Sariyev",
        "kochkorov": "Kochkorov",
        "masadykov": "Masadykov",
        "babanov_om": "Babanov",
        "abdyldaev": "Abdyldayev",
        "beknazarov": "Beknazarov",
        "zheenbekov": "Jeenbekov",
        "madumarov": "Madumarov",
        "maliev_ars": "Maliyev",
        "against_ev": "Against all",
    }


def test_the_station_s_words_are_those_of_the_national_table_where_lines_are_the_same():
    station, national = labels("station", "en"), labels("kg_2017_president", "en")

    assert tuple(station) == LINES
    assert {line: station[line] for line in station if line in national} == {
        line: national[line] for line in station if line in national
    }
    assert [station[f"candidate_{n}"][-1] for n in (1, 2, 3, 4)] == ["A", "B", "C", "D"]


def test_the_station_s_card_names_every_relation_and_every_paper():
    described = card("station_protocol", "en")

    assert set(described.relations) == {relation.id for relation in STATION_RELATIONS}
    assert list(described.evidence) == list(EVIDENCE)


@pytest.mark.parametrize("name", CARDS)
def test_no_text_of_a_card_is_empty_but_the_date_of_what_never_was(name):
    described = card(name, "en")

    for field in ("title", "source", "licence", "note"):
        assert getattr(described, field)
    texts = [described.columns, described.about, described.relations, described.evidence]
    assert all(chain.from_iterable(mapping.values() for mapping in texts))
    assert bool(described.date) == (name == "kg_2017_president")


@pytest.mark.parametrize("name", CARDS)
def test_a_translator_is_shown_every_text_of_a_card_and_nothing_else(name):
    described = card(name, "en")

    shown = {message for _, message, _, _ in extracted(name)}

    plain = dataclasses.asdict(described)
    texts = {plain[field] for field in ("title", "source", "date", "licence", "note")}
    for field in ("columns", "about", "relations", "units", "oblasts", "evidence"):
        texts |= set(plain[field].values())
    assert shown == (texts | set(described.errors)) - {""}


def test_a_text_is_extracted_with_its_line_and_its_place():
    source = (DATA / "kg_2017_president" / "card.yaml").read_text(encoding="utf-8").splitlines()
    [found] = [row for row in extracted("kg_2017_president") if row[1] == "Naryn district"]

    line, _, comments, _ = found
    assert source[line - 1] == "  NAR: Naryn district"
    assert comments == ["Unit NAR"]


@pytest.mark.parametrize("content", [b"title: [", b"\xff\xfe"], ids=["yaml", "utf-8"])
def test_a_broken_card_is_a_sentence_when_extracted(content):
    with pytest.raises(ValueError, match="The card cannot be read"):
        list(extract("electoral_cards", io.BytesIO(content)))


def test_an_empty_card_has_no_texts():
    assert list(extract("electoral_cards", io.BytesIO(b""))) == []


@pytest.mark.usefixtures("russian")
def test_a_card_speaks_the_reader_s_language_and_english_where_it_cannot():
    described = card("kg_2017_president", "ru")

    assert described.columns["voters"] == "Избирателей в списке"
    assert described.columns["received"] == "Ballots received"
    assert unit_label("NAR", "ru") == "Нарынский"
    assert unit_label("NAR", "xx") == "Naryn district"


def test_a_card_keeps_nothing_of_what_a_reader_did_to_it():
    card("kg_2017_president", "en").columns["voters"] = "spoiled"

    assert labels("kg_2017_president", "en")["voters"] == "Voters on the list"


def test_a_unit_s_russian_name_is_the_one_in_the_table():
    # Whether every text is translated is for `electoral-school check` to say.
    units = card("kg_2017_president", "en").units
    table = load("kg_2017_president").set_index("code")["unit"].to_dict()

    russian = {code: unit_label(code, "ru") for code in units}

    translated = [code for code in units if russian[code] != units[code]]
    assert {code: plain(russian[code]) for code in translated} == {
        code: plain(table[code]) for code in translated
    }


def plain(name: str) -> str:
    """A unit's name without the word for city or district."""
    for word in ("г.", "город", "район"):
        name = name.replace(word, "")
    return name.strip()


def test_unknown_names_are_refused_with_the_known_ones():
    with pytest.raises(ValueError, match=r"There is no card 'x'; there are: .*kg_2017_president"):
        card("x")
    with pytest.raises(ValueError, match="There is no unit 'XXX'; there are: BTK"):
        unit_label("XXX")
    with pytest.raises(ValueError, match="There is no oblast 'X'; there are: Batken"):
        oblast_label("X")


def test_oblasts_have_names():
    assert oblast_label("Osh obl.", "en") == "Osh oblast"


def test_an_unreadable_card_is_a_sentence(tmp_path, monkeypatch):
    (tmp_path / "spoiled").mkdir()
    (tmp_path / "spoiled" / "card.yaml").write_text("title: [", encoding="utf-8")
    monkeypatch.setattr(cards, "DATA", tmp_path)

    with pytest.raises(ValueError, match="The card spoiled cannot be read"):
        card("spoiled")


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.seen, self.text = [], [], ""

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


@pytest.mark.parametrize("name", CARDS)
def test_a_notebook_shows_the_whole_card_as_sound_html(name):
    described = card(name, "en")

    page = Tags()
    page.feed(described._repr_html_())

    assert page.open == []
    for text in (described.title, described.note, described.source, *described.errors):
        assert text in page.text
    assert all(about in page.text for about in described.about.values())
    assert not [attrs for _, attrs in page.seen if {"src", "href"} & set(attrs)]


@pytest.mark.usefixtures("russian")
def test_a_notebook_shows_the_card_in_its_language():
    page = Tags()
    page.feed(card("kg_2017_president", "ru")._repr_html_())

    assert page.seen[0][1]["lang"] == "ru"
    assert "Столбцы" in page.text


def test_text_of_a_card_is_never_markup():
    described = dataclasses.replace(
        card("station_protocol", "en"), note="<script>alert(1)</script>"
    )

    assert "<script>" not in described._repr_html_()


def test_the_language_is_that_of_the_items_beside_the_notebook(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ELECTORAL_LANG", "ky")
    (tmp_path / "items.json").write_text('{"language": "ru"}', encoding="utf-8")

    assert i18n.current_language() == "ru"
    assert card("kg_2017_president").language == "ru"


@pytest.mark.parametrize("content", ["", "[]", "{}", "null", '{"language": "../ru"}'], ids=repr)
def test_items_that_tell_no_language_do_no_harm(tmp_path, monkeypatch, content):
    monkeypatch.delenv("ELECTORAL_LANG", raising=False)
    (tmp_path / "items.json").write_text(content, encoding="utf-8")

    assert i18n.current_language(tmp_path) == "en"


@pytest.mark.parametrize(
    ("said", "language"), [("ky", "ky"), ("ru", "ru"), ("../../etc", "en"), ("", "en")]
)
def test_without_items_the_environment_tells_the_language(tmp_path, monkeypatch, said, language):
    monkeypatch.setenv("ELECTORAL_LANG", said)

    assert i18n.current_language(tmp_path) == language
