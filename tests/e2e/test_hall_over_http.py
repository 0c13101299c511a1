"""A full hall: the text at once, a place in the line, and exercises when there is room."""

import json
import re
import time

import nbformat
import pytest

pytestmark = pytest.mark.slow

code, text = nbformat.v4.new_code_cell, nbformat.v4.new_markdown_cell
READY = re.compile(r'"kernelId": "([\w-]+)"')


@pytest.fixture(scope="module")
def narrow(open_school, limited, tmp_path_factory):
    """Return a school with room for one page, in which a page rests after two seconds."""
    root = tmp_path_factory.mktemp("narrow")
    cells = [text("# Sums", id="aa"), code("import os"), code("print('an exercise')")]
    for page in ("lesson", "assignment"):
        path = root / "courses" / "en" / "05-protocol" / f"{page}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"language": "en"}), path)
    with limited(most_kernels=1, rest_after=2):
        yield open_school(root)


@pytest.fixture(scope="module")
def first(narrow):
    """Return somebody who comes first, and whose place is kept from one page to the next."""
    return narrow.visitor()


LESSON, ASSIGNMENT = "school/en/05-protocol/", "school/en/05-protocol/assignment"
LINE = "school/hall/en/05-protocol/"


def standing(visitor):
    return json.loads(visitor.get(LINE).text)


def leave(visitor, page):
    proof = f"_xsrf={visitor.cookies()['_xsrf'].value}"
    return visitor.post(f"school/leave/{READY.search(page.text)[1]}", proof)


def test_who_turns_the_page_keeps_the_place_and_a_closed_page_leaves_the_line(narrow, first):
    second = narrow.visitor()
    page = first.get(LESSON)
    leave(first, page)
    second.get(LESSON)

    turned = first.get(ASSIGNMENT)

    assert "an exercise" in turned.text
    assert not standing(second)["called"]
    proof = f"_xsrf={second.cookies()['_xsrf'].value}"
    assert second.post(LINE, "").status == 403
    assert second.post(LINE, proof).status == 204
    leave(first, turned)


def test_a_full_hall_gives_the_text_and_a_place_and_then_the_exercises(narrow, first):
    second, third = narrow.visitor(), narrow.visitor()
    page = first.get(LESSON)
    assert "an exercise" in page.text
    assert "data-electoral-line" not in page.text

    waits = [visitor.get(LESSON) for visitor in (second, third)]

    for answer in waits:
        assert answer.status == 200
        assert "Sums</h1>" in answer.text
        assert "an exercise" not in answer.text
        assert READY.search(answer.text) is None
        assert answer.text.count("electoral-to-come") == 1
        assert f'data-electoral-line="/{LINE}"' in answer.text
        assert re.search(r'role="status" aria-live="polite"[^>]*>\s*\w', answer.text)
    assert "You are the next one." in waits[0].text
    assert "1 is before you." in waits[1].text
    assert "not known yet" in standing(third)["text"]
    assert not standing(second)["called"]

    assert leave(first, page).status == 204
    assert narrow.has_kernels(0)
    end = time.monotonic() + 60
    while not standing(second)["called"]:  # the place is kept a little for the first
        assert time.monotonic() < end
        time.sleep(0.5)
    assert not standing(third)["called"]
    page = second.get(LESSON)
    assert "an exercise" in page.text
    assert standing(third)["text"].startswith("You are the next one.")

    rested = READY.search(page.text)[1]  # nobody touches it, and the third waits: it rests
    while json.loads(second.get(f"school/kernel/{rested}").text)["state"] == "open":
        assert time.monotonic() < end
        time.sleep(0.5)
        standing(third)
    assert json.loads(second.get(f"school/kernel/{rested}").text)["state"] == "resting"
    assert standing(third)["called"]
    page = third.get(LESSON)
    assert "an exercise" in page.text
    assert "data-electoral-resting" in page.text
    leave(third, page)


def test_there_is_no_line_before_a_page_that_is_not_there(narrow):
    visitor = narrow.visitor()

    assert visitor.get("school/hall/en/no-such/").status == 404
    assert visitor.get("school/hall/en/..%2F05-protocol/").status == 404
    told = json.loads(visitor.get("school/kernel/0f0f0f0f-0000-0000-0000-000000000000").text)
    assert told == {"state": "gone"}
