"""A fact is cited by the id of its source: resolved, graded, the same in every language."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from electoral_courses.builder import build
from electoral_courses.catalogue import courses_root
from electoral_courses.citations import shown_date
from electoral_courses.errors import CourseError
from electoral_courses.lint import Finding, check
from electoral_courses.sheet import sheet
from electoral_courses.sources import cited, read_sources

FIXTURE = Path(__file__).parent / "fixtures" / "courses"
MODULE = "07-urn"
FACT = "In this station 1,204 ballots were issued."
ALONE = "{src}`news`"
"""A line that stands for its whole section."""
LIST = """
law:
  title: Закон № 1
  language: ru
  date: 2011-07-02
  edition: "2015"
  where: a.kg
  grade: A
  read:
    "5": A
    "7.1": {grade: B, where: b.kg}
    "9": C
news: {title: News, where: news.kg/1, grade: B}
memory: {title: What I remember, where: nowhere, grade: C}
"""


@pytest.fixture
def courses(tmp_path) -> Path:
    """Return a module whose fact cites an article, in three languages."""
    folder = Path(shutil.copytree(FIXTURE, tmp_path / "courses"))
    (folder / "sources.yml").write_text(LIST, encoding="utf-8")
    for name in ("lesson.md", "ru.po", "ky.po"):
        path = folder / MODULE / name
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"\{source\}`A: [^`]*`", "{src}`law: 5`", text.replace("A: shailoo", "A: s"))
        text = re.sub(r"\{source\}`B: [^`]*`", "{src}`news`", text)
        path.write_text(text, encoding="utf-8")
    lesson = folder / MODULE / "lesson.md"
    edit(lesson, FACT, f"{ALONE}\n\n{FACT}")
    lesson.write_text(f"{lesson.read_text(encoding='utf-8')}\n{ALONE}\n", encoding="utf-8")
    return folder


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def faults(courses: Path) -> list[Finding]:
    return [finding for finding in check(courses) if finding.severity == "error"]


def lesson(built: Path, language: str) -> list[str]:
    notebook = json.loads(
        (built / "courses" / language / MODULE / "lesson.ipynb").read_text(encoding="utf-8")
    )
    return ["".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "markdown"]


def test_a_module_that_cites_by_id_has_no_fault(courses):
    assert faults(courses) == []


def test_a_mark_leads_to_the_list_in_each_language(courses, tmp_path):
    build(courses, tmp_path / "out")

    grades = {"en": "Read in the source", "ru": "Прочитано в самом", "ky": "Булактын өзүнөн"}
    for language, grade in grades.items():
        cells = lesson(tmp_path / "out", language)
        text, listing = "\n".join(cells[:-1]), cells[-1]
        (at,) = set(re.findall(r'href="#(source-law)"', text))
        assert f'<span id="{at}" lang="ru"><strong>Закон № 1</strong></span>' in listing
        assert "1. <span" in listing
        assert "news.kg/1" in listing
        assert grade in listing
        assert "{src}" not in text


def test_marks_and_list_are_links_on_a_page_as_in_jupyterlab(courses, tmp_path):
    from nbconvert.filters.markdown import markdown2html

    build(courses, tmp_path / "out", languages=("ru",))

    cells = [cell.replace("attachment:", "") for cell in lesson(tmp_path / "out", "ru")]
    text = markdown2html("\n\n".join(cells))
    marks = re.findall(r'<a href="#(source-[\w-]+)" title="([^"]+)">([^<]+)</a>', text)
    assert ("source-law", "Закон № 1", "[2, ст. 5]") in marks
    assert {name: text.count(f'id="{name}"') for name, _, _ in marks} == {
        "source-law": 1,
        "source-news": 1,
    }


def test_a_mark_follows_its_word_without_a_space(courses, tmp_path):
    edit(courses / MODULE / "lesson.md", FACT + "\n", FACT + " {src}`law: 5`\nAnother sentence.\n")

    build(courses, tmp_path / "out")

    assert 'issued.<sup class="electoral-cite"><a href' in "\n".join(lesson(tmp_path / "out", "en"))


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        ("lwa: 5", "“lwa” is not in sources.yml"),
        ("memory", "graded C, from memory"),
        ("law: 9", "graded C, from memory"),
        ("law: 6", "article 6 was not read; what was read: 5, 7.1, 9"),
        ("news: 1", "1 was not read; what was read: none by itself"),
    ],
)
def test_a_tampered_mark_is_refused_by_file_and_line(courses, tmp_path, mark, words):
    path = courses / MODULE / "lesson.md"
    edit(path, "{src}`law: 5`", f"{{src}}`{mark}`")
    line = path.read_text(encoding="utf-8").splitlines().index(FACT) + 1

    (told,) = [finding for finding in faults(courses) if finding.code == "source-id"]

    assert words in told.message
    assert (told.path, told.line) == (path, line)
    with pytest.raises(CourseError, match=re.escape(words)) as refused:
        build(courses, tmp_path / "out")
    assert (refused.value.path, refused.value.line) == (path, line)


@pytest.mark.parametrize("instead", ["", "{src}`law`", "{src}`law: 7.1`", "{src}`news`"])
def test_a_translation_that_drops_or_changes_a_mark_is_a_fault(courses, instead):
    path = courses / MODULE / "ru.po"
    edit(path, "{src}`law: 5`", "{SRC}")
    edit(path, "{src}`law: 5`", instead)
    edit(path, "{SRC}", "{src}`law: 5`")

    told = [finding for finding in faults(courses) if finding.code == "markup"]

    assert [finding.path for finding in told] == [path]
    assert "{src}`law: 5`" in told[0].message


def test_a_build_does_not_show_a_mark_that_only_a_translation_has(courses, tmp_path):
    path = courses / MODULE / "ky.po"
    edit(path, "{src}`law: 5`", "{SRC}")
    edit(path, "{src}`law: 5`", "{src}`law: 7.1`")
    edit(path, "{SRC}", "{src}`law: 5`")

    with pytest.raises(CourseError, match=r"“ky”: it cites “law: 7\.1”"):
        build(courses, tmp_path / "out")


def test_where_there_is_a_list_a_source_in_words_is_only_the_model(courses):
    edit(courses / MODULE / "lesson.md", "{src}`law: 5`", "{source}`A: a.kg`")

    assert "source-id" in {finding.code for finding in faults(courses)}

    (courses / "sources.yml").unlink()
    assert "“news” is not in sources.yml" in " ".join(f.message for f in faults(courses))


def test_a_mark_in_a_text_stands_for_that_text_and_one_alone_for_its_section(courses):
    edit(courses / MODULE / "lesson.md", FACT, "There were 2,408 voters.\n\n" + FACT)
    assert faults_of(courses, "no-source") == ""

    edit(courses / MODULE / "lesson.md", f"\n{ALONE}\n", "")

    assert "“2,408” has no source" in faults_of(courses, "no-source")
    assert "1,204" not in faults_of(courses, "no-source")


def faults_of(courses: Path, code: str) -> str:
    return " ".join(finding.message for finding in check(courses) if finding.code == code)


def test_what_nothing_cites_is_told_and_is_no_fault(courses):
    edit(courses / "sources.yml", "memory:", "spare: {title: S, where: s.kg, grade: B}\nmemory:")

    (told,) = [finding for finding in check(courses) if finding.code == "uncited"]

    assert told.severity == "information"
    assert told.message == "No page cites these yet: spare."


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("law:", "Law_1:", "small letters, digits and hyphens"),
        ("  where: a.kg\n", "", "“law” has no where"),
        ("title: News", "titel: News", "unknown field “titel”"),
        ("grade: B}", "grade: D}", "grade “D” of “news” must be A"),
        ("2011-07-02", "July 2011", "date “July 2011” of “law” must be like"),
        ("a.kg", "https://a.kg", "without “https://”"),
        ('"7.1"', "7.1", "Put the place 7.1 of “law” in quotation marks"),
        ('"5": A', '"5": X', "place 5 of “law” must have the grade"),
        ("where: b.kg}", "wear: b.kg}", "unknown field “wear”"),
        ("where: a.kg", "where: not noted", "“law” was read: say where"),
        ("language: ru", "parts: verse", "one of article, paragraph"),
        ("news: {title: News, where: news.kg/1, grade: B}", "news: 24.kg", "must have the fields"),
        ("memory:", "law:", "“law” stands here twice"),
    ],
)
def test_a_list_that_is_not_whole_is_told_in_its_author_s_words(courses, old, new, words):
    edit(courses / "sources.yml", old, new)

    assert any(words in finding.message for finding in faults(courses))
    with pytest.raises(CourseError, match=r"sources\.yml:\d+: "):
        read_sources(courses)


def test_the_sheet_gives_each_statement_its_source_grade_and_place(courses):
    rows = [line.split(" | ") for line in sheet(courses, MODULE)]

    assert rows[0][0] == "| place"
    (row,) = [row for row in rows if row[2].startswith("law")]
    assert row[1:5] == [FACT, "law: article 5 (Закон № 1)", "A", "a.kg"]
    with pytest.raises(LookupError):
        list(sheet(courses, "08-none"))


def test_the_sheet_names_a_figure_without_a_source(courses):
    edit(courses / MODULE / "lesson.md", FACT, "There were 2,408 voters.\n\n" + FACT)

    edit(courses / MODULE / "lesson.md", f"\n{ALONE}\n", "")

    assert any("2,408" in line and "| none |" in line for line in sheet(courses, MODULE))


def test_places_read_elsewhere_are_told_apart():
    (law,) = [read_sources(courses_root())["cis-convention-2002"]]

    assert law.grade_of(()) == "A"
    assert law.grade_of(("1", "5")) == "B"
    assert law.where_of(("5",)) == "eos.cartercenter.org/quotes/1689"
    assert cited("cis-convention-2002: 6.1, 8.1").places == ("6.1", "8.1")


def test_a_date_is_shown_as_far_as_it_is_known():
    assert shown_date("2011", "ky") == "2011"
    assert shown_date("2025-12", "en") == "December 2025"
    assert shown_date("2011-07-02", "ru") == "2 июля 2011\N{NARROW NO-BREAK SPACE}г."


def test_our_list_holds_what_was_read_and_what_was_not():
    sources = read_sources(courses_root())

    assert {sources[name].grade for name in ("udhr-1948", "iccpr-1966", "crpd-2006")} == {"C"}
    assert "7" not in sources["cis-convention-2002"].read
    assert sources["kg-law-68-2011"].edition == "2015–2019"
