"""Search: words in any form, only what a page shows, in the languages of the school."""

import os

import nbformat
import pytest

from electoral_binder.search import LONGEST, marked, passages, search, snippet, wanted
from electoral_binder.word_forms import fits, stem

text = nbformat.v4.new_markdown_cell
code = nbformat.v4.new_code_cell


@pytest.fixture
def shelf(tmp_path):
    """Return how to write a lesson's cells into a shelf of Russian pages."""

    def written(*cells, page="lesson", module="04-urn"):
        path = tmp_path / "courses" / "ru" / module / f"{page}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(nbformat.v4.new_notebook(cells=list(cells)), path)
        return path

    written.root = tmp_path
    return written


def found(shelf, query):
    return [(find.page, find.passage.title) for find in search(shelf.root, "ru", query)]


@pytest.mark.parametrize(
    ("language", "asked", "written"),
    [
        ("ru", "урна", "урной"),
        ("ru", "бюллетень", "бюллетеней"),
        ("ru", "участок", "участках"),
        ("ru", "явка", "явок"),
        ("ru", "подсчет", "подсчёта"),
        ("ru", "голос", "голосование"),
        ("ky", "үкөк", "үкөктөгү"),
        ("ky", "укок", "үкөктөн"),
        ("ky", "шайлоочулар", "шайлоочунун"),
        ("ky", "бюллетень", "бюллетендерди"),
        ("en", "vote", "voting"),
        ("en", "ballots", "ballot"),
    ],
)
def test_a_word_is_found_in_any_of_its_forms(language, asked, written):
    assert fits(stem(asked, language), stem(written, language))


@pytest.mark.parametrize(
    ("asked", "written"), [("урна", "урок"), ("АСУ", "асунь"), ("порог", "город"), ("K1", "K10")]
)
def test_another_word_is_not_found(asked, written):
    assert not fits(stem(asked, "ru"), stem(written, "ru"))


def test_a_result_leads_to_the_section_that_has_the_words(shelf):
    shelf(
        text("# Урна\n\nБюллетень падает.", id="aa11"),
        text("Вечером — число.\n\n## Два порога\n\nСто тысячных долей *чёрного*.", id="bb22"),
    )

    (find,) = search(shelf.root, "ru", "тысячная доля черного")

    assert (find.book.id, find.page, find.passage.anchor) == ("04-urn", "lesson", "s-bb22")
    assert find.passage.title == "Два порога"


def test_what_a_page_does_not_show_is_not_found(shelf):
    graded = {"nbgrader": {"grade": True, "solution": False}}
    filled = {"nbgrader": {"grade": False, "solution": True}}
    shelf(
        text("# Задание"),
        text("Скрытая проверка", metadata=graded),
        text("Образец решения", metadata=filled),
        text("Дорожка питона", metadata={"tags": ["pandas-track"]}),
        text("<!-- тайная пометка --><script>сценарий()</script>"),
        code("ответ = 'разгадка'"),
        page="assignment",
    )

    for hidden in ("проверка", "образец", "дорожка", "пометка", "сценарий", "разгадка"):
        assert found(shelf, hidden) == []
    assert found(shelf, "задание") == [("assignment", "Задание")]


def test_a_page_written_anew_is_read_anew(shelf):
    path = shelf(text("# Пломба"))
    assert found(shelf, "пломба") == [("lesson", "Пломба")]

    shelf(text("# Кабина"))
    os.utime(path, ns=(1, 1))

    assert found(shelf, "пломба") == []
    assert found(shelf, "кабины") == [("lesson", "Кабина")]


def test_all_words_count_before_some_of_them_and_a_title_before_a_mention(shelf):
    shelf(
        text("# Один\n\nурна и люди", id="a"),
        text("## Урна\n\nлюди", id="b"),
        text("## Три\n\nтолько урна", id="c"),
    )

    assert found(shelf, "урна люди") == [("lesson", "Урна"), ("lesson", "Один")]
    assert found(shelf, "урна слон") == [("lesson", t) for t in ("Урна", "Один", "Три")]


@pytest.mark.parametrize(
    "query", ["", "   ", "?!", "x" * 5000, "а" * 10 + " б" * 500, "\0", "../.."]
)
def test_no_query_does_harm(shelf, query):
    shelf(text("# Урна"))

    assert found(shelf, query) == []
    assert len("".join(wanted(query, "ru"))) <= LONGEST


def test_a_notebook_that_cannot_be_read_has_nothing_to_find(shelf):
    path = shelf(text("# Урна"))
    path.write_text("{", encoding="utf-8")

    assert passages(path, "ru") == ()


def test_a_snippet_shows_the_words_that_were_found():
    long = "слово " * 100 + "и тут урна <b>стоит</b> у стены " + "слово " * 100

    pieces = snippet(long, wanted("урны стена", "ru"), "ru")

    assert [piece for piece, is_found in pieces if is_found] == ["урна", "стены"]
    told = "".join(piece for piece, _ in pieces)
    assert told.startswith("… ")
    assert told.endswith(" …")
    assert len(told) < 260
    assert marked("<i>", ["урн"], "ru") == [("<i>", False)]
