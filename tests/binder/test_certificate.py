"""A certificate says what is saved and rightly answered, and nothing more."""

import json

import pytest

from electoral_binder.certificate import Aim, done, student_of
from electoral_binder.certificate_words import WORDS, certificate_words, saved_text
from electoral_binder.numbers import fingerprint
from electoral_binder.progress import PageProgress, answers_file, answers_of, given
from electoral_binder.progress_file import mark_of, pack, unpack
from electoral_binder.shelf import books
from electoral_courses.answers import Answers, Entry
from electoral_courses.variants import SELF_STUDY_KEY, release_key, seed_for
from electoral_datasets.i18n import LANGUAGES

LEARNER = "learner-0001"
ITEMS = [
    {"id": "sum", "kind": "number", "objective": "add", "answer": 4},
    {"id": "more", "kind": "number", "objective": "add", "answer": 5},
    {"id": "half", "kind": "number", "objective": "divide", "answer": 2},
    {"id": "own", "kind": "number", "objective": "draw", "answer": "$n", "variant": "…"},
    {"id": "words", "kind": "essay", "objective": "divide"},
    {"id": "hidden", "kind": "number", "objective": "divide", "answer": 1},
    {"id": "task", "kind": "number", "objective": "add", "points": 2},
]
ASKED = {
    "lesson": ["sum", "more", "half", "own", "words", "lost"],
    "assignment": ["task"],
}


def draw(seed):
    """The numbers of a variant, for the item `own`."""
    return {"n": seed % 1000}


@pytest.fixture
def root(tmp_path):
    """Return a build with two modules; only the first has items."""
    for module in ("01-sums", "02-text"):
        folder = tmp_path / "courses" / "en" / module
        folder.mkdir(parents=True)
        for page, items in ASKED.items():
            cells = [
                {
                    "cell_type": "code",
                    "source": f'ask("{item}")',
                    "id": f"c-{item}",
                    "metadata": {"electoral": {"item": item}},
                }
                for item in items
            ]
            text = json.dumps({"metadata": {"electoral": {"title": module}}, "cells": cells})
            (folder / f"{page}.ipynb").write_text(text, encoding="utf-8")
    objectives = {"divide": "Divide.", "add": "Add.", "draw": "Draw.", "never": "Fly."}
    items = [one | ({"variant": f"{__name__}:draw"} if one["id"] == "own" else {}) for one in ITEMS]
    content = {"module": "01-sums", "objectives": objectives, "items": items}
    path = tmp_path / "courses" / "en" / "01-sums" / "items.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return tmp_path


def answer(root, **values):
    store = Answers(answers_file(root / "data", LEARNER, "01-sums"), "01-sums", LEARNER)
    for item, value in values.items():
        store.put(item, value)


def certified(root, student="anybody"):
    shelf = books(root, "en")
    answers = answers_of(root / "data", LEARNER, [book.id for book in shelf])
    return done(root, "en", shelf, answers, student)


def test_nothing_done_certifies_nothing(root):
    assert certified(root) == []

    answer(root, sum={"number": ""})
    assert certified(root) == []


def test_a_module_with_nothing_done_is_not_shown(root):
    answer(root, sum={"number": "4"})

    assert [one.book.id for one in certified(root)] == ["01-sums"]


def test_right_answers_are_counted_for_their_objective_and_wrong_ones_are_not(root):
    answer(root, sum={"number": "4"}, more={"number": "6"}, half={"number": "3"})

    (one,) = certified(root)

    assert (one.right, one.total) == (1, 4)  # an essay is no self-check, `hidden` is on no page
    assert one.aims == (Aim("Add.", 1, 2),)
    assert one.pages == (PageProgress("lesson", 3, 6), PageProgress("assignment", 0, 1))


def test_the_answer_to_a_graded_task_is_counted_as_given_and_never_judged(root):
    answer(root, task={"number": "4"})

    (one,) = certified(root)

    assert (one.right, one.aims) == (0, ())
    assert one.pages[1] == PageProgress("assignment", 1, 1)


def test_a_variant_is_judged_by_the_learner_s_own_numbers(root):
    key = release_key(SELF_STUDY_KEY, "01-sums")
    answer(root, own={"number": str(seed_for(key, "aizhan", "own") % 1000)})

    assert certified(root, "aizhan")[0].aims == (Aim("Draw.", 1, 1),)
    assert certified(root, "bek")[0].aims == ()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"items": 3}', '{"items": [{"id": 1}]}'])
def test_a_damaged_file_of_items_judges_nothing(root, text):
    answer(root, sum={"number": "4"})
    (root / "courses" / "en" / "01-sums" / "items.json").write_text(text, encoding="utf-8")

    (one,) = certified(root)

    assert (one.right, one.total, one.aims) == (0, 0, ())


@pytest.mark.parametrize("value", ["four", {"number": [4]}, {"number": {"a": 1}}, [[[]]], 1e308])
def test_an_answer_of_a_strange_form_is_not_right_and_breaks_nothing(root, value):
    answer(root, sum=value)

    assert all(one.right == 0 for one in certified(root))


def test_whose_numbers_a_page_has_is_known_as_the_page_s_kernel_knows_it(tmp_path, monkeypatch):
    for name in ("ELECTORAL_STUDENT", "JUPYTERHUB_USER"):
        monkeypatch.delenv(name, raising=False)
    assert student_of(tmp_path, LEARNER) == fingerprint(LEARNER)

    monkeypatch.setenv("JUPYTERHUB_USER", "aizhan")
    assert student_of(tmp_path, LEARNER) == "aizhan"


def test_the_fingerprint_is_that_of_the_progress_file_until_an_answer_changes(root):
    answer(root, sum={"number": "4"}, half={"number": ""}, task={"number": "1"})
    ours = given(root / "data", LEARNER, ["01-sums", "02-text"])
    text = pack(b"k" * 32, ours, {}, language="ky", learner=fingerprint(LEARNER))

    assert ours.keys() == {"01-sums"}
    assert ours["01-sums"].keys() == {"sum", "task"}
    assert mark_of(unpack(text.encode(), b"k" * 32).modules) == mark_of(ours)

    answer(root, sum={"number": "5"})
    assert mark_of(given(root / "data", LEARNER, ["01-sums"])) != mark_of(ours)


def test_the_fingerprint_tells_modules_items_and_answers_apart():
    one = {"a": {"x": Entry("1", 0, 1)}}
    others = [
        {"b": {"x": Entry("1", 0, 1)}},
        {"a": {"y": Entry("1", 0, 1)}},
        {"a": {"x": Entry(1, 0, 1)}},
        {"a": {"x": Entry("1", 1, 1)}},
        {"a": {"x": Entry("1", 0, 2)}},
        {},
    ]

    assert len({mark_of(answers) for answers in (one, *others)}) == 7


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_certificate_fills_its_places_in_every_language(language):
    told = certificate_words(language)
    values = dict.fromkeys(("right", "total", "command"), "X")

    for name, source in WORDS.items():
        assert told[name].format(**values).count("X") == source.format(**values).count("X"), name
        assert language == "en" or told[name] != source, name
    assert "12" in saved_text(12, language)
