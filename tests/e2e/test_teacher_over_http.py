"""The teacher's page on a running server: for the lecturer, and for nobody else."""

import re
import shutil
from pathlib import Path
from urllib.parse import quote

import pytest

from electoral_courses.builder import build

pytestmark = pytest.mark.slow

FIXTURE = Path(__file__).parents[1] / "courses" / "fixtures" / "courses"
PAGE = "school/ru/07-urn/teacher"
TITLE = "Страница преподавателя: одна урна"


@pytest.fixture(scope="module")
def school(open_school, tmp_path_factory):
    root = tmp_path_factory.mktemp("taught")
    build(FIXTURE, root, ("ru", "ky"))
    return open_school(root)


@pytest.fixture(scope="module")
def untaught(open_school, tmp_path_factory):
    """Return the same school, whose module has no page for a teacher."""
    root = tmp_path_factory.mktemp("untaught")
    build(FIXTURE, root, ("ru", "ky"))
    shutil.rmtree(root / "nbgrader" / "ru" / "teacher")
    return open_school(root)


def test_the_lecturer_reads_the_page_in_each_language(school):
    lecturer = school.visitor()

    russian, kyrgyz = lecturer.get(PAGE), lecturer.get(PAGE.replace("/ru/", "/ky/"))

    assert (russian.status, kyrgyz.status) == (200, 200)
    assert f"{TITLE}</h1>" in russian.text
    assert "Окутуучунун барагы: бир үкөк</h1>" in kyrgyz.text
    assert re.search(r'<a href="#s-\w+-2">План на 90 минут в зале</a>', russian.text)
    assert 'hreflang="ky"' in russian.text


def test_the_page_needs_no_kernel_and_no_browser_keeps_it(school):
    before = school.kernels()

    answer = school.visitor().get(PAGE)

    assert school.kernels() == before
    assert "jupyter-config-data" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}/", PAGE.replace("/ru/", "/ky/")])
def test_a_learner_gets_the_same_answer_as_for_any_closed_page(school, path):
    learner = school.learner()
    learner.get(f"school/{path.split('/')[1]}/")  # whoever reads chooses a language first

    answer, closed = learner.get(path), learner.get("lab")

    assert answer.status == closed.status == 403
    assert TITLE not in answer.text
    title = re.compile(r"<h1>.*?</h1>\s*<p>.*?</p>", re.DOTALL)
    assert title.search(answer.text)[0] == title.search(closed.text)[0]


@pytest.mark.parametrize(
    "path",
    [
        "school/ru/07-urn/teache%72",
        "school/ru/07-urn//teacher",
        "school//ru/07-urn/teacher",
        "school/ru/07-urn/%74eacher/",
        "school/hall/ru/07-urn/teacher",
        "files/nbgrader/ru/teacher/07-urn.ipynb",
        "voila/render/nbgrader/ru/teacher/07-urn.ipynb",
        "school/ru/..%2f..%2fnbgrader%2fru%2fteacher/07-urn",
    ],
)
def test_no_other_way_leads_a_learner_there(school, path):
    answer = school.learner().get(path)

    assert answer.status in {403, 404}
    assert TITLE not in answer.text


def test_a_stranger_is_asked_for_the_key(school):
    answer = school.stranger().get(PAGE)

    assert answer.status == 302
    assert "/login" in answer.headers["Location"]


def test_a_page_that_is_not_there_is_missing(school):
    lecturer = school.visitor()

    assert lecturer.get("school/ru/08-gone/teacher").status == 404
    assert lecturer.get("school/ru/..%2f07-urn/teacher").status == 404
    assert lecturer.get("school/en/07-urn/teacher").status == 404


def test_the_link_is_for_the_lecturer_alone(school, untaught):
    link = f'href="/{PAGE}"'

    for path in ("school/ru/", "school/ru/07-urn/"):
        assert link in school.visitor().get(path).text
        assert link not in school.learner().get(path).text
        assert link not in untaught.visitor().get(path).text


def test_a_learners_home_is_the_same_with_and_without_the_page(school, untaught):
    pages = [one.learner().get("school/ru/").text for one in (school, untaught)]

    assert pages[0] == pages[1]


def test_search_does_not_find_the_page(school):
    asked = "заблуждения"
    for visitor in (school.learner(), school.visitor()):
        assert "Частые заблуждения" not in visitor.get(f"school/ru/search?q={quote(asked)}").text
