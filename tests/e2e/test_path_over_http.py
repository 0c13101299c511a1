"""The path and the certificate, as a plain client sees them."""

import json
import re

import nbformat
import pytest

from electoral_binder.progress_file import mark_of, unpack
from electoral_binder.school_key import key_id, school_key
from electoral_courses.answers import Answers

pytestmark = pytest.mark.slow

LANGUAGES = {"en": "The path through the school", "ru": "Путь по школе", "ky": "Мектеп аркылуу жол"}
CERTIFICATE = {"en": "Certificate of study", "ru": "Свидетельство об учёбе", "ky": "күбөлүк"}
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def asking(open_school, tmp_path_factory):
    """Return a school with two modules of our timetable, whose titles and objectives are hostile."""
    root = tmp_path_factory.mktemp("asking")
    code = nbformat.v4.new_code_cell
    for language in LANGUAGES:
        for module in ("04-urn", "05-protocol"):
            cells = [code("1", metadata={"electoral": {"item": item}}) for item in ("sum", "task")]
            path = root / "courses" / language / module / "lesson.ipynb"
            path.parent.mkdir(parents=True)
            about = {"language": language, "electoral": {"title": module}}
            nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=about), path)
            items = [
                {"id": "sum", "kind": "number", "objective": "add", "answer": 4},
                {"id": "task", "kind": "number", "objective": "add", "points": 2},
            ]
            content = {"module": module, "items": items, "objectives": {"add": f"Add {HOSTILE}."}}
            path.with_name("items.json").write_text(json.dumps(content), encoding="utf-8")
    return open_school(root)


def come_in(school):
    """Return a learner who is on the path, and where their answers to a module are kept."""
    visitor = school.learner()
    visitor.get("school/en/path")
    learner = visitor.cookies()["electoral_learner"].value
    return visitor, Answers(school.data / "answers" / learner / "04-urn.json", "04-urn")


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_pages_are_there_in_every_language_and_lead_to_the_others(asking, language):
    visitor, _ = come_in(asking)

    for name, title in (("path", LANGUAGES[language]), ("certificate", CERTIFICATE[language])):
        told = visitor.get(f"school/{language}/{name}").text
        assert f'<html lang="{language}">' in told
        assert title in told
        for other in LANGUAGES:
            assert f'href="/school/{other}/{name}"' in told


def test_the_path_is_linked_from_home_and_from_the_foot_of_every_page(asking):
    visitor, _ = come_in(asking)

    assert visitor.get("school/en/").text.count('href="/school/en/path"') == 2
    assert 'href="/school/en/path"' in visitor.get("school/en/glossary").text
    assert 'href="/school/en/certificate"' in visitor.get("school/en/progress").text


def test_a_new_learner_begins_at_the_first_module_and_another_goes_on(asking):
    visitor, answers = come_in(asking)
    new = visitor.get("school/en/path").text
    assert "Begin here" in new
    assert "0 of 2 questions answered" in new

    answers.put("sum", {"number": "4"})

    told = visitor.get("school/en/path").text
    assert "1 of 2 questions answered" in told
    assert "Go on here" in told
    assert "Begin here" not in told


def test_prerequisites_stand_on_home_and_path_as_links_and_lock_nothing(asking):
    visitor, _ = come_in(asking)
    link = r'Before this:\s*<a href="/school/en/04-urn/">'

    for name in ("", "path"):
        assert len(re.findall(link, visitor.get(f"school/en/{name}").text)) == 1
    assert visitor.get("school/en/05-protocol/").status == 200


def test_the_head_of_a_lesson_says_what_it_builds_upon(asking):
    visitor, _ = come_in(asking)

    told = visitor.get("school/ky/05-protocol/").text
    assert re.search(r'Буга чейин:\s*<a href="/school/ky/04-urn/">', told)
    assert "Буга чейин" not in visitor.get("school/ky/04-urn/").text


def test_the_timetable_names_only_modules_that_are_on_the_shelf(asking):
    visitor, _ = come_in(asking)

    told = visitor.get("school/en/path").text

    hall = told[told.index('id="hall"') :]
    assert hall.count('<h3><span class="electoral-day-number">') == 5
    named = set(re.findall(r'href="/school/en/(\d\d-[a-z-]+)/', hall))
    assert named == {"04-urn", "05-protocol"}
    assert "20:" not in hall  # the evenings are free


def test_a_certificate_says_what_is_saved_and_how_to_check_it(asking):
    visitor, answers = come_in(asking)
    assert "nothing to certify" in visitor.get("school/en/certificate").text

    answers.put("sum", {"number": "4"})
    answers.put("task", {"number": "77123"})

    told = visitor.get("school/en/certificate")
    assert told.headers["Cache-Control"] == "no-store"
    assert "2 of 2 questions answered" in told.text
    assert "Self-checks answered rightly: 1 of 1" in told.text
    assert "It is not an examination" in re.sub(r"\s+", " ", told.text)
    assert "05-protocol" not in told.text  # nothing done
    assert "77123" not in told.text  # what was answered stays in the file
    file = visitor.get("school/en/progress/file").text.encode()
    key = school_key(asking.data)
    assert f"<code>{key_id(key)}</code>" in told.text
    assert f"<code>{mark_of(unpack(file, key).modules)}</code>" in told.text
    assert key.hex() not in told.text


def test_nobody_s_certificate_shows_what_another_has_done(asking):
    _, answers = come_in(asking)
    answers.put("sum", {"number": "4"})
    other, _ = come_in(asking)

    for name in ("certificate", f"certificate?learner={answers.path.parent.name}"):
        assert "questions answered" not in other.get(f"school/en/{name}").text


def test_text_of_courses_is_text_and_a_name_in_the_address_is_refused(asking):
    visitor, answers = come_in(asking)
    answers.put("sum", {"number": "4"})

    told = visitor.get("school/en/certificate").text
    assert HOSTILE not in told
    assert "Add &lt;script&gt;" in told
    for name in ("path", "certificate"):
        refused = visitor.get(f"school/en/{name}?name=%3Cscript%3Ealert(1)%3C/script%3E")
        assert refused.status == 400
        assert "<script>alert" not in refused.text


def test_a_stranger_gets_the_key_page(asking):
    for name in ("path", "certificate"):
        answer = asking.stranger().get(f"school/ru/{name}")
        assert answer.status == 302
        assert "/login" in answer.headers["Location"]
