"""The list of sources in the reader's language: titles stay, what we say of a source does not."""

from __future__ import annotations

import html
import io
import re
import shutil
from pathlib import Path

import polib
import pytest

from electoral_courses.catalogue import courses_root
from electoral_courses.citations import Citations
from electoral_courses.errors import CourseError
from electoral_courses.extract import extract_sources
from electoral_courses.lint import check
from electoral_courses.messages import update
from electoral_courses.myst import read_page
from electoral_courses.sheet import sheet
from electoral_courses.sources import read_sources

FIXTURE = Path(__file__).parent / "fixtures" / "courses"
MODULE = "07-urn"
LIST = """
law:
  title: Закон № 1
  language: ru
  date: 2011-07-02
  edition: 2020-02-04
  where: a.kg, 2014-02-03
  note: explanatory note
  grade: A
opinion:
  about: >-
    Opinion on
    the law
  date: 2025-12
  edition: sixth
  where: not noted
  grade: B
  read: {"5": {grade: B, where: c.kg}, "6": B}
news: {where: news.kg/1, grade: B}
"""
MARKS = "{src}`law` {src}`opinion: 5, 6` {src}`news`"
SAID = {
    "explanatory note": ("пояснительная записка", "түшүндүрмө кат"),
    "Opinion on the law": ("Заключение о законе", "Мыйзам боюнча корутунду"),
    "sixth": ("шестая", "алтынчы"),
}

NAMES = """
    ACEEEO AFP CDL CISLive CM CoE ELE EPD EPDE EST Hybrid IDEA IFES International IVXV JICA NDI
    Post SR Scytl Swiss Telegram WEB AD II Rec ÜK
"""
"""Names of organisations, papers and systems, and marks of documents: the same in every language."""

SITES = """
    absoluteastronomy arXiv cyberleninka data docslib doi einpresswire ePrint europeandemocracyhub
    kiwix lawsdocbox memim myseldon README scribd silkroadnews slideshare wikimili
"""
"""Places without a dot in their name."""


@pytest.fixture
def courses(tmp_path) -> Path:
    """Return a module of one page that cites a list with words of ours, translated."""
    folder = tmp_path / "courses"
    page(folder, MARKS)
    (folder / "sources.yml").write_text(LIST, encoding="utf-8")
    shutil.copy(FIXTURE / "glossary.csv", folder)
    update(folder)
    for number, language in enumerate(("ru", "ky")):
        catalogue = polib.pofile(str(folder / f"{language}.po"))
        for entry in catalogue:
            entry.msgstr = SAID[entry.msgid][number]
        catalogue.save()
    return folder


def page(folder: Path, marks: str) -> None:
    """Write a lesson that is only its marks."""
    text = (FIXTURE / MODULE / "lesson.md").read_text(encoding="utf-8")
    front = text[: text.index("---\n", 4) + 4]
    (folder / MODULE).mkdir(parents=True)
    (folder / MODULE / "lesson.md").write_text(f"{front}\nIt was so. {marks}\n", encoding="utf-8")


def listing(folder: Path, language: str) -> list[str]:
    """Return the rows of the page's list."""
    lesson = read_page(folder / MODULE / "lesson.md")
    return Citations(lesson, read_sources(folder)).listing(language).splitlines()[2:]


def words(row: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", row)).replace("\N{NARROW NO-BREAK SPACE}", " ")


def faults(folder: Path) -> list[tuple[str, int, str, str]]:
    return [
        (found.path.name, found.line, found.code, found.message)
        for found in check(folder)
        if found.path.parent == folder and found.severity == "error"
    ]


SHOWN = {
    "en": """
1. Закон № 1 (2 July 2011). Edition: 4 February 2020. a.kg, 3 February 2014 (explanatory note). \
Read in the source itself.
2. Opinion on the law (December 2025). Edition: sixth. Art. 5, 6: c.kg; address not noted. \
Reported by a secondary source.
3. news.kg/1. Reported by a secondary source.
""",
    "ru": """
1. Закон № 1 (2 июля 2011 г.). Редакция: 4 февраля 2020 г. a.kg, 3 февраля 2014 г. \
(пояснительная записка). Прочитано в самом источнике.
2. Заключение о законе (декабрь 2025 г.). Редакция: шестая. Ст. 5, 6: c.kg; адрес не записан. \
По вторичному источнику.
3. news.kg/1. По вторичному источнику.
""",
    "ky": """
1. Закон № 1 (2011-ж., 2-июль). Редакциясы: 2020-ж., 4-февраль. a.kg, 2014-ж., 3-февраль \
(түшүндүрмө кат). Булактын өзүнөн окулган.
2. Мыйзам боюнча корутунду (2025-ж., декабрь). Редакциясы: алтынчы. 5, 6-берене: c.kg; \
дареги жазылып алынган эмес. Экинчи колдогу булак боюнча.
3. news.kg/1. Экинчи колдогу булак боюнча.
""",
}


@pytest.mark.parametrize("language", SHOWN)
def test_a_source_is_told_in_the_reader_s_language(courses, language):
    shown = "\n".join(words(row) for row in listing(courses, language))

    assert shown == SHOWN[language].strip()


def test_only_a_title_as_published_says_its_language(courses):
    law, opinion, news = listing(courses, "ky")

    assert '<span id="source-law" lang="ru">' in law
    assert '<span id="source-opinion">' in opinion
    assert '<span id="source-news">' in news


def test_a_mark_tells_what_a_described_source_is(courses):
    (role,) = [
        role for role in _roles(courses) if role.name == "src" and role.body.startswith("opinion")
    ]
    lesson = read_page(courses / MODULE / "lesson.md")

    told = Citations(lesson, read_sources(courses)).mark(role, "ru")

    assert 'title="Заключение о законе"' in told


def _roles(folder: Path):
    from electoral_courses.roles import roles

    return roles((folder / MODULE / "lesson.md").read_text(encoding="utf-8"))


def test_a_list_whose_words_are_translated_has_no_fault(courses):
    assert faults(courses) == []


def test_check_names_a_description_without_a_translation(courses):
    path = courses / "ru.po"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Заключение о законе", ""), encoding="utf-8")
    line = 1 + text[: text.index('msgid "Opinion on the law"')].count("\n")

    ((file, at, code, message),) = faults(courses)

    assert (file, code) == ("ru.po", "untranslated")
    assert abs(at - line) <= 3
    assert message == "“Opinion on the law” is not translated (ru)."


def test_check_names_a_description_that_is_new(courses):
    path = courses / "sources.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("{where: news", "{about: A news, where: news"), encoding="utf-8")
    line = 1 + text[: text.index("news:")].count("\n")

    found = faults(courses)

    assert {(file, at, code) for file, at, code, _ in found} == {("sources.yml", line, "stale")}
    assert "“A news” is not in the catalogue" in found[0][3]


def test_check_says_where_there_is_no_catalogue(courses):
    (courses / "ky.po").unlink()

    ((file, _, code, message),) = faults(courses)

    assert (file, code) == ("ky.po", "untranslated")
    assert "3 messages" in message


def test_only_our_words_are_for_a_translator():
    file = io.BytesIO(LIST.encode())
    file.name = "sources.yml"

    assert [(line, *rest) for line, _, *rest in extract_sources(file, (), (), {})] == [
        (8, "explanatory note", ["law.note"]),
        (11, "Opinion on the law", ["opinion.about"]),
        (15, "sixth", ["opinion.edition"]),
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("  note:", "  about: A law\n  note:", "“law” has its title as published"),
        ("{where: news.kg/1,", "{where: not noted,", "“news” has neither title nor address"),
    ],
)
def test_a_source_is_called_one_way(courses, old, new, told):
    path = courses / "sources.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    assert any(told in message for _, _, _, message in faults(courses))
    with pytest.raises(CourseError, match=told):
        read_sources(courses)


def test_the_reviewer_s_sheet_tells_what_a_source_is_and_where_it_was_read(courses):
    rows = [line.split(" | ")[2:5] for line in sheet(courses, MODULE)][2:]

    assert rows == [
        ["law (Закон № 1)", "A", "a.kg, 2014-02-03 (explanatory note)"],
        ["opinion: article 5, 6 (Opinion on the law)", "B", "c.kg; not noted"],
        ["news (news.kg/1)", "B", "news.kg/1"],
    ]


@pytest.mark.parametrize("language", ["ru", "ky"])
def test_no_english_of_ours_is_left_in_the_school_s_own_list(tmp_path, language):
    """Every source that can be cited, with all its places, as a page would show it."""
    folder = tmp_path / "courses"
    sources = read_sources(courses_root())
    page(folder, " ".join(_marks(sources)))
    for name in ("sources.yml", f"{language}.po"):
        shutil.copy(courses_root() / name, folder)
    known = set(NAMES.split())

    rows = listing(folder, language)

    assert len(rows) == sum(source.grade != "C" for source in sources.values())
    for row in rows:
        ours = re.sub(r'<span id="[\w-]+" lang="\w+">.*?</span>', "", row)
        ours = re.sub(r'<span class="electoral-address">.*?</span>', "", ours)
        latin = set(re.findall(r"[A-Za-zÜ]{2,}", words(ours)))
        assert latin <= known, row


def _marks(sources):
    for name, source in sources.items():
        if source.grade != "C":
            places = [place for place, part in source.read.items() if part.grade != "C"]
            yield f"{{src}}`{name}: {', '.join(places)}`" if places else f"{{src}}`{name}`"


def test_an_address_of_the_school_s_own_list_holds_no_words():
    """Whoever must say more of a place says it in a note, which is translated."""
    known = {*SITES.split(), "not", "noted"}
    for source in read_sources(courses_root()).values():
        for where in (source.where, *(part.where for part in source.read.values())):
            bare = {word for word in re.split(r"[;,\s]+", where) if word.isalpha()}
            assert source.grade == "C" or bare <= known, source.id
