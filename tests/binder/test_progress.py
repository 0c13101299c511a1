"""How far a learner is is read from the built pages and from the answers, and from nothing else."""

import json

import pytest

from electoral_binder.progress import (
    Bookmark,
    PageProgress,
    answers_file,
    answers_of,
    asked,
    bookmark,
    is_answered,
    progress,
    way_on,
)
from electoral_binder.progress_words import far_text
from electoral_binder.shelf import books, places
from electoral_courses.answers import Answers
from electoral_datasets.i18n import LANGUAGES

LEARNER = "learner-0001"


def cell(kind, source="", cell_id="", **metadata):
    return {"cell_type": kind, "source": source, "id": cell_id, "metadata": metadata}


def ask(item, **more):
    return cell("code", f'ask("{item}")', f"c-{item}", electoral={"item": item}, **more)


@pytest.fixture
def root(tmp_path):
    """Return a build with a lesson of three questions, an assignment of one, a lesson of none."""
    pages = {
        "05-protocol/lesson": [
            cell("markdown", "# Sums\n\n## The first", "aa"),
            ask("k1"),
            ask("k2"),
            cell("markdown", "## The second", "bb"),
            ask("k3"),
            ask("own", tags=["pandas-track"]),
        ],
        "05-protocol/assignment": [
            ask("task"),
            ask("task", nbgrader={"grade": True, "solution": False}),
        ],
        "90-text/lesson": [cell("markdown", "# Read", "cc")],
    }
    for name, cells in pages.items():
        path = tmp_path / "courses" / "en" / f"{name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"metadata": {}, "cells": cells}), encoding="utf-8")
    return tmp_path


@pytest.fixture
def data(tmp_path):
    return tmp_path / "data"


def answer(data, *items, value="b"):
    store = Answers(answers_file(data, LEARNER, "05-protocol"), "05-protocol", LEARNER)
    for item in items:
        store.put(item, value)


def own(root, data):
    shelf = books(root, "en")
    return shelf, answers_of(data, LEARNER, [book.id for book in shelf])


def test_a_page_asks_what_is_shown_on_it_once(root):
    assert [one.item for one in asked(root, "en", "05-protocol", "lesson")] == ["k1", "k2", "k3"]
    assert [one.section for one in asked(root, "en", "05-protocol", "lesson")] == [
        "s-aa",
        "s-aa",
        "s-bb",
    ]
    assert [one.item for one in asked(root, "en", "05-protocol", "assignment")] == ["task"]
    assert asked(root, "en", "no-such", "lesson") == ()


def test_questions_and_tasks_with_an_answer_are_counted_for_each_page(root, data):
    answer(data, "k1", "k3", "task")
    answer(data, "k2", value={"number": ""})

    assert progress(root, "en", *own(root, data)) == {
        "05-protocol": [PageProgress("lesson", 2, 3), PageProgress("assignment", 1, 1)]
    }


def test_a_new_learner_has_done_nothing_and_is_led_nowhere(root, data):
    shelf, answers = own(root, data)

    assert progress(root, "en", shelf, answers)["05-protocol"][0] == PageProgress("lesson", 0, 3)
    assert bookmark(root, "en", shelf, answers) is None


def test_the_way_on_is_where_the_last_answer_was(root, data):
    answer(data, "k3", "k1")
    shelf, answers = own(root, data)

    last = bookmark(root, "en", shelf, answers)

    assert (last.page, last.section, last.finished) == ("lesson", "s-aa", False)
    assert way_on(last, places(shelf)) == (places(shelf)[0], "s-aa")


def test_after_a_finished_page_the_way_on_is_the_next_one(root, data):
    answer(data, "k1", "k2", "k3")
    shelf, answers = own(root, data)

    place, section = way_on(bookmark(root, "en", shelf, answers), places(shelf))

    assert (place.page, section) == ("assignment", "")


def test_after_the_last_page_one_stays_on_it(root):
    row = places(books(root, "en"))

    last = Bookmark("90-text", "lesson", "s-cc", 1, finished=True)
    assert way_on(last, row) == (row[-1], "s-cc")


@pytest.mark.parametrize("text", ["", "{", '{"cells": 1}', '{"cells": [{}]}', "[" * 100_000])
def test_a_damaged_page_asks_nothing(root, text):
    (root / "courses" / "en" / "05-protocol" / "lesson.ipynb").write_text(text, encoding="utf-8")

    assert asked(root, "en", "05-protocol", "lesson") == ()


@pytest.mark.parametrize(
    ("learner", "module"),
    [
        ("../../../etc", "05-protocol"),
        ("learner-0001", "../05-protocol"),
        ("learner-0001", "a/b"),
        ("learner-0001", ""),
        ("", "05-protocol"),
    ],
)
def test_no_name_leads_out_of_the_folder_of_answers(data, learner, module):
    with pytest.raises(ValueError, match="no such learner"):
        answers_file(data, learner, module)


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (None, False),
        ("", False),
        ({"number": ""}, False),
        ({"received": {"count": None}}, False),
        ({"received": {"count": 0}}, True),
        (0, True),
        (False, True),
        (["a"], True),
    ],
)
def test_an_answer_is_what_says_anything(value, says):
    assert is_answered(value) is says


@pytest.mark.parametrize("language", LANGUAGES)
def test_progress_is_told_in_every_language(language):
    for page in ("lesson", "assignment"):
        told = far_text(PageProgress(page, 3, 17), language)
        assert "3" in told
        assert "17" in told
