"""The school's addresses as a plain client sees them: redirects, cookies, errors, failures."""

import re

import nbformat
import pytest

from electoral_binder.shelf import shelf_root

pytestmark = pytest.mark.slow

text = nbformat.v4.new_markdown_cell
code = nbformat.v4.new_code_cell


@pytest.fixture(scope="module")
def small(open_school, tmp_path_factory):
    """Return a school with three modules made by hand; the last exists in Russian only."""
    root = tmp_path_factory.mktemp("small")
    show = "import os; print(sorted(os.environ.get('HTTP_COOKIE', '').split('; ')))"
    modules = {
        "01-good": [text("# First"), code(show), text("## Second part"), text("The end.")],
        "02-fails": [text("# Fails"), code("1 / 0"), text("The text goes on."), code("print(42)")],
        "03-dies": [text("# Dies"), code("import os; os._exit(1)"), text("The text goes on.")],
    }
    for language, names in {"en": modules, "ru": [*modules, "04-russian"]}.items():
        for name in names:
            path = root / "courses" / language / name / "lesson.ipynb"
            path.parent.mkdir(parents=True)
            about = {"language": language, "electoral": {"title": f"Title {name}"}}
            cells = modules.get(name, [text("# По-русски")])
            nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=about), path)
    assert shelf_root(root) == root
    return open_school(root)


def test_the_entrance_leads_to_the_reader_s_language_and_remembers_it(small):
    visitor = small.visitor()

    def entrance(**headers):
        return visitor.get("school/", **headers).headers["Location"]

    assert entrance(**{"Accept-Language": "ky, ru;q=0.5"}) == "/school/ky/"
    assert entrance(**{"Accept-Language": "de"}) == "/school/ru/"
    visitor.get("school/en/")
    assert entrance(**{"Accept-Language": "ky"}) == "/school/en/"


def test_a_visitor_without_the_address_s_token_sees_nothing_but_style(small):
    stranger = small.visitor()
    stranger.jar.clear()

    assert "/login" in stranger.get("school/en/01-good/").headers["Location"]
    assert stranger.post("school/leave/0f0f0f0f-0000-0000-0000-000000000000").status == 403
    assert stranger.get("school/static/school.css").status == 200


def test_each_reader_has_an_id_that_scripts_cannot_read_and_that_stays(small):
    visitor = small.visitor()
    visitor.get("school/en/")
    first = visitor.cookies()["electoral_learner"]
    visitor.get("school/ru/")

    assert re.fullmatch(r"[A-Za-z0-9_-]{24}", first.value)
    assert first.has_nonstandard_attr("HttpOnly")
    assert visitor.cookies()["electoral_learner"].value == first.value
    another = small.visitor()
    another.get("school/en/")
    assert another.cookies()["electoral_learner"].value != first.value


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("school/en", "/school/en/"),
        ("school/en/01-good", "/school/en/01-good/"),
    ],
)
def test_an_address_without_its_slash_leads_to_the_page(small, path, address):
    assert small.visitor().get(path).headers["Location"] == address


@pytest.mark.parametrize(
    "path",
    ["school/xx/", "school/en/no-such/", "school/en/01-good/assignment", "school/en/a/b/c"],
)
def test_a_mistaken_address_gets_a_friendly_page_in_the_reader_s_language(small, path):
    visitor = small.visitor()
    visitor.get("school/en/")

    answer = visitor.get(path)

    assert answer.status == 404
    assert "There is no such page" in answer.text
    assert 'href="/school/en/"' in answer.text


def test_a_page_that_exists_in_another_language_is_offered_there(small):
    answer = small.visitor().get("school/en/04-russian/")

    assert answer.status == 404
    assert '<a href="/school/ru/04-russian/" lang="ru"' in answer.text


def test_our_files_are_kept_when_their_address_tells_their_content(small):
    visitor = small.visitor()
    home = visitor.get("school/en/").text
    style = re.search(r'href="/(school/static/school\.css\?v=[0-9a-f]{16})"', home)

    assert "max-age=" in visitor.get(style[1]).headers["Cache-Control"]
    plotly = visitor.get("school/static/plotly.min.js")
    assert plotly.headers["Cache-Control"] == "no-cache"
    assert len(plotly.text) > 1_000_000


def test_a_kernel_sees_the_learner_s_cookie_and_no_other(small):
    visitor = small.visitor()

    page = visitor.get("school/en/01-good/")

    learner = visitor.cookies()["electoral_learner"].value
    assert f"[&#39;electoral_learner={learner}&#39;]" in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


def test_a_page_names_no_other_machine(small):
    page = small.visitor().get("school/en/01-good/").text

    outside = set(re.findall(r"https?://[^\"'\s<]+", page)) - {small.address}
    assert outside == set()


def test_a_cell_that_fails_costs_its_own_part_only(small):
    page = small.visitor().get("school/en/02-fails/").text

    assert "This part of the page could not be shown. Your answers are kept." in page
    assert '<form action="/school/en/02-fails/"><button' in page
    assert "The text goes on." in page
    assert "42" in page
    assert "ZeroDivisionError" not in page


def test_without_a_kernel_the_text_can_be_read_and_started_again(small):
    page = small.visitor().get("school/ru/03-dies/").text

    assert "The text goes on." in page
    assert '<form action="/school/ru/03-dies/"><button' in page
    assert 'lang="ru"' in page
    assert '/voila/static/voila.js"></script>' not in page


def test_a_page_that_is_left_ends_its_kernel_and_only_with_its_own_secret(small):
    visitor = small.visitor()
    visitor.get("school/en/01-good/")
    page = visitor.get("school/en/01-good/").text
    kernel = re.search(r'"kernelId": "([^"]+)"', page)[1]
    secret = visitor.cookies()["_xsrf"].value

    assert visitor.post(f"school/leave/{kernel}").status == 403
    foreign = {"Origin": "http://elsewhere.example"}
    assert visitor.post(f"school/leave/{kernel}", f"_xsrf={secret}", **foreign).status != 204
    assert kernel in small.kernels()
    assert visitor.post(f"school/leave/{kernel}", f"_xsrf={secret}").status == 204
    assert kernel not in small.kernels()
    assert visitor.post(f"school/leave/{kernel}", f"_xsrf={secret}").status == 204


def test_voila_s_own_address_shows_the_lecturer_a_lesson_with_its_exercises(school):
    page = school.visitor().get("voila/render/courses/en/05-protocol/lesson.ipynb")

    assert page.status == 200
    assert "The protocol must add up" in page.text
    assert "application/vnd.voila.cell-output+json" in page.text
    assert re.search(r'"kernelId": "[\w-]+"', page.text)
