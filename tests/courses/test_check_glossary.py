"""Terms in their forms: Russian and Kyrgyz change the end of a word, the check must not mind.

The forms are those of Zaliznyak's declensions and of the Kyrgyz case endings.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from electoral_courses.errors import CourseError
from electoral_courses.lint.glossary import otherwise, read_glossary
from electoral_courses.lint.stems import says

HEADER = "id,en,ru,ky,ky_grade,en_alt,ru_alt,ky_alt,note\n"
ROWS = HEADER + (
    "voter,voter,избиратель,шайлоочу,A,,,,\n"
    "voter-list,voter list,список избирателей,шайлоочулардын тизмеси,A,,,,\n"
    "box,ballot box,урна,үкөк,B,,,урна;куту,\n"
    "scanner,automatic ballot scanner,автоматически считывающая урна,"
    "автоматтык эсептөөчү урна,A,ARBB,АСУ,АЭУ,\n"
)


@pytest.fixture
def terms(tmp_path):
    path = tmp_path / "glossary.csv"
    path.write_text(ROWS, encoding="utf-8")
    return read_glossary(path)


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("урна", "в переносных урнах"),
        ("урна", "урной"),
        ("список избирателей", "избирателей нет в списках"),
        ("подсчёт голосов", "при подсчете голосов"),
        ("недействительный бюллетень", "недействительных бюллетеней"),
        ("день голосования", "в дни голосования"),
        ("день голосования", "ко дню голосования"),
        ("избирательный участок", "на избирательном участке"),
        ("явка", "явку и явкой"),
        ("копия протокола", "копий протокола"),
        ("против всех", "против всех"),
        ("статья", "в статьях"),
        ("онлайн-идентификация", "онлайн-идентификацией"),
        ("үкөк", "үкөгүндө"),
        ("үкөк", "үкөктөр"),
        ("шайлоочулардын тизмеси", "шайлоочулардын тизмесинде"),
        ("добуш берүү", "добуш берүүнүн"),
        ("эл аралык байкоочу", "эл аралык байкоочулар"),
        ("тең шайлоо укугу", "тең шайлоо укуктары"),
        ("жокко чыгарылган бюллетень", "жокко чыгарылган бюллетендердин"),
        ("мандат", "мандаттарды"),
        ("контролдук катыш", "контролдук катыштардын"),
        ("протоколдун көчүрмөсү", "протоколдун көчүрмөлөрү"),
    ],
)
def test_a_term_is_recognised_in_its_forms(term, text):
    assert says(term, text)


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("недействительный бюллетень", "испорченный бюллетень"),
        ("действительный бюллетень", "недействительный бюллетень"),
        ("избирательный участок", "избирательный округ"),
        ("үкөк", "куту"),
        ("урна", "уровень"),
        ("список избирателей", "список кандидатов"),
        ("добуш", "үн"),
        ("явка", "число пришедших"),
        ("тең шайлоо укугу", "жалпы шайлоо укугу"),
        ("день голосования", "дело голосования"),
    ],
)
def test_another_word_is_not_the_term(term, text):
    assert not says(term, text)


@pytest.mark.parametrize(
    ("source", "translation", "expected"),
    [
        ("The ballot boxes are sealed.", "Урны опечатаны.", []),
        ("The ballot boxes are sealed.", "Ящики опечатаны.", [("ballot boxes", "урна")]),
        ("The voter list is open.", "Список избирателей открыт.", []),
        ("The voter list is open.", "Перечень открыт.", [("voter list", "список избирателей")]),
        ("Every voter signs the voter list.", "Каждый расписывается в списке избирателей.", []),
        ("ARBB counts.", "АСУ считает.", []),
        ("Devoted voters.", "Преданные избиратели.", []),
        ("Devoted people.", "Преданные люди.", []),
        ("See {term}`boxes <ballot box>`.", "См. {term}`ящики <ballot box>`.", []),
        ("See {term}`ballot box`.", "См. {term}`ящик <ballot box>`.", [("ballot box", "урна")]),
        ("The code is `voter`.", "Код — `voter`.", []),
        ("A voter says {voter}.", "Говорит {voter}.", [("voter", "избиратель")]),
        ("A voter.", "", []),
    ],
)
def test_a_term_translated_otherwise_is_told(terms, source, translation, expected):
    assert list(otherwise(source, translation, "ru", terms)) == expected


def test_the_longest_term_is_meant_and_accepted_forms_are_accepted(terms):
    assert list(otherwise("A ballot box.", "Бир куту.", "ky", terms)) == []
    assert list(otherwise("An automatic ballot scanner.", "АЭУ.", "ky", terms)) == []
    assert list(otherwise("A ballot box.", "Eine Urne.", "de", terms)) == []


def test_a_translator_can_free_a_message(tmp_path):
    import shutil

    from electoral_courses.lint import check

    fixture = Path(__file__).parent / "fixtures" / "courses"
    shutil.copytree(fixture, tmp_path / "courses")
    path = tmp_path / "courses" / "07-urn" / "ru.po"
    text = path.read_text(encoding="utf-8").replace("голоса в одной урне", "голоса в ящике")
    path.write_text(text, encoding="utf-8")
    assert {finding.code for finding in check(tmp_path)} == {"glossary"}

    freed = text.replace(
        '#: courses/07-urn/lesson.md\nmsgid "Count the votes of',
        '# glossary: free\n#: courses/07-urn/lesson.md\nmsgid "Count the votes of',
    )
    path.write_text(freed, encoding="utf-8")

    assert check(tmp_path) == []


@pytest.mark.parametrize(
    ("text", "place"), [("ru,ky\nурна,үкөк\n", ":1: "), (HEADER + "x,,урна,,,,,,\n", ":2: ")]
)
def test_a_glossary_without_english_is_named_with_its_line(tmp_path, text, place):
    path = tmp_path / "glossary.csv"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(CourseError, match=rf"glossary\.csv{place}"):
        read_glossary(path)
