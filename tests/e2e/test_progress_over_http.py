"""A learner's progress and its file, as a plain client sees them."""

import html
import json
import re

import nbformat
import pytest

from electoral_binder.numbers import fingerprint
from electoral_courses.answers import Answers

pytestmark = pytest.mark.slow

code, text = nbformat.v4.new_code_cell, nbformat.v4.new_markdown_cell


@pytest.fixture(scope="module")
def asking(open_school, tmp_path_factory):
    """Return a school with one module that asks two questions and shows no widget."""
    root = tmp_path_factory.mktemp("asking")
    cells = [text("# Sums", id="aa")]
    cells += [code("1", metadata={"electoral": {"item": item}}) for item in ("k1", "k2")]
    for language in ("en", "ru"):
        path = root / "courses" / language / "05-protocol" / "lesson.ipynb"
        path.parent.mkdir(parents=True)
        about = {"language": language, "electoral": {"title": "Sums"}}
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=about), path)
        items = {"module": "05-protocol", "items": [{"id": "k1"}, {"id": "k2"}]}
        path.with_name("items.json").write_text(json.dumps(items), encoding="utf-8")
    return open_school(root)


@pytest.fixture
def reader(asking):
    """Return somebody on the home page, and the file in which the answers are kept."""
    visitor = asking.visitor()
    visitor.get("school/en/")
    learner = visitor.cookies()["electoral_learner"].value
    return visitor, Answers(asking.data / "answers" / learner / "05-protocol.json", "05-protocol")


def form(visitor, path, fields, file=None):
    """Send a form as a browser does."""
    fields = {"_xsrf": visitor.cookies()["_xsrf"].value} | fields
    parts = [
        f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'
        for name, value in fields.items()
    ]
    if file is not None:
        parts.append(
            f'Content-Disposition: form-data; name="file"; filename="a.json"\r\n\r\n{file}'
        )
    body = "".join(f"--b\r\n{part}\r\n" for part in parts) + "--b--\r\n"
    return visitor.post(path, body, **{"Content-Type": "multipart/form-data; boundary=b"})


def shown(answer):
    return re.search(r'name="fingerprint" value="(\w+)"', answer.text)[1]


def test_the_home_page_tells_how_far_one_is_and_where_to_go_on(reader):
    visitor, answers = reader
    assert "0 of 2 questions answered" in visitor.get("school/en/").text
    answers.put("k1", "b")

    home = visitor.get("school/en/").text

    assert "1 of 2 questions answered" in home
    assert '<a class="electoral-button" href="/school/en/05-protocol/#s-aa"' in home


def test_a_file_goes_from_one_browser_to_another(asking, reader):
    visitor, answers = reader
    answers.put("k1", {"number": "1,5"})
    visitor.get("school/en/progress")
    file = visitor.get("school/en/progress/file")
    assert "attachment" in file.headers["Content-Disposition"]
    assert visitor.cookies()["electoral_learner"].value not in file.text

    other = asking.visitor()
    other.get("school/en/progress")
    learner = other.cookies()["electoral_learner"].value
    asked = form(other, "school/en/progress", {}, file.text)

    path = asking.data / "answers" / learner / "05-protocol.json"
    assert asked.status == 200, asked.text
    assert "signed by this school and unchanged" in asked.text
    assert "1 answer is added." in asked.text
    assert not path.exists()
    done = form(other, "school/en/progress/restore", {"fingerprint": shown(asked)})
    assert "1 answer was taken over." in done.text
    assert Answers(path).get("k1").value == {"number": "1,5"}
    mine = fingerprint(visitor.cookies()["electoral_learner"].value)
    assert json.loads(other.get("school/en/progress/file").text)["learner"] == mine


def test_a_file_that_was_changed_is_said_to_be_unsigned_and_can_be_taken_over(reader):
    visitor, answers = reader
    answers.put("k1", "b")
    visitor.get("school/en/progress")
    content = json.loads(visitor.get("school/en/progress/file").text)
    content["modules"]["05-protocol"]["answers"]["k2"] = {"value": "<b>x</b>", "hints": 0, "at": 5}

    asked = form(visitor, "school/en/progress", {}, json.dumps(content))

    assert "counts as unsigned" in asked.text
    done = form(visitor, "school/en/progress/restore", {"fingerprint": shown(asked)})
    assert done.status == 200
    assert answers.get("k2").value == "<b>x</b>"


def test_a_form_of_another_site_changes_nothing(reader):
    visitor, answers = reader
    visitor.get("school/en/progress")
    visitor.get("school/en/progress/file")

    for path in ("school/en/progress", "school/en/progress/restore"):
        assert form(visitor, path, {"_xsrf": "guessed"}, "{}").status == 403
        assert visitor.post(path, "", Origin="http://evil.example").status in {403, 404}
    assert answers.all() == {}


@pytest.mark.parametrize(
    "file",
    [None, "", "{", "[" * 100_000, "x" * 9_000_000, '{"kind": "electoral-school-progress"}'],
    ids=["none", "empty", "broken", "deep", "huge", "half"],
)
def test_a_bad_file_gets_a_sentence_and_the_page_stays(reader, file):
    visitor, answers = reader
    visitor.get("school/en/progress")

    told = form(visitor, "school/en/progress", {}, file)

    assert told.status == 400
    assert 'role="alert"' in told.text
    assert "Nothing was taken over." in html.unescape(told.text)
    assert "Traceback" not in told.text
    assert answers.all() == {}


def test_a_file_that_was_not_shown_is_not_written(reader):
    visitor, answers = reader
    visitor.get("school/en/progress")

    told = form(visitor, "school/en/progress/restore", {"fingerprint": "0" * 64})

    assert told.status == 400
    assert "Choose it again." in told.text
    assert answers.all() == {}
