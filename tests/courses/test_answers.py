"""No answer is ever lost: not by two windows, not by a damaged file, not by a full disk."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from electoral_courses import answers as module
from electoral_courses.answers import Answers, NotSavedError, learner_of, open_answers, student_id


@pytest.fixture(autouse=True)
def _no_names(monkeypatch):
    for name in ("ELECTORAL_STUDENT", "JUPYTERHUB_USER", "ELECTORAL_ANSWERS", "HTTP_COOKIE"):
        monkeypatch.delenv(name, raising=False)


def test_an_answer_comes_back(tmp_path):
    Answers(tmp_path / "answers.json", "05-protocol", "Айжан").put("k1", {"number": "1"})

    again = Answers(tmp_path / "answers.json")
    assert again.get("k1").value == {"number": "1"}
    assert again.get("k2").value is None
    assert again.student == "Айжан"


def test_the_file_is_as_documented(tmp_path):
    Answers(tmp_path / "answers.json", "05-protocol", "aizhan").put("k1", "b", hints=1)

    content = json.loads((tmp_path / "answers.json").read_text(encoding="utf-8"))
    assert content["answers"]["k1"].pop("at") > 0
    assert content == {
        "version": 1,
        "module": "05-protocol",
        "student": "aizhan",
        "answers": {"k1": {"value": "b", "hints": 1}},
    }


def test_opened_hints_stay_opened_and_opening_one_leaves_the_answer(tmp_path):
    store = Answers(tmp_path / "answers.json")
    store.put("k1", "b")
    store.open_hints("k1", 2)
    store.put("k1", "c", hints=0)

    assert (store.get("k1").value, store.get("k1").hints) == ("c", 2)


@pytest.mark.slow
def test_two_processes_writing_at_once_lose_no_answer(tmp_path):
    program = (
        "import sys; from electoral_courses.answers import Answers\n"
        "store = Answers(sys.argv[1], 'm', 's')\n"
        "for number in range(200): store.put(f'{sys.argv[2]}-{number}', number)\n"
    )
    path = tmp_path / "answers.json"
    writers = [
        subprocess.Popen([sys.executable, "-c", program, str(path), name]) for name in ("a", "b")
    ]
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0]

    expected = {f"{name}-{number}": number for name in "ab" for number in range(200)}
    assert {item: entry.value for item, entry in Answers(path).all().items()} == expected
    assert sorted(entry.name for entry in tmp_path.iterdir()) == [
        ".answers.json.lock",
        "answers.json",
    ]


def test_what_a_killed_save_has_left_goes_with_a_later_one(tmp_path):
    path = tmp_path / "answers.json"
    program = (
        "import os, sys; from electoral_courses.answers import Answers\n"
        "os.fsync = lambda _: os._exit(9)\n"
        "Answers(sys.argv[1]).put('k1', 'a')"
    )
    subprocess.run([sys.executable, "-c", program, path], check=False)
    (left,) = tmp_path.glob(".answers.json.????????")
    store = Answers(path)
    store.put("k1", "b")
    assert left.exists()  # another window may still be writing it

    os.utime(left, (0, 0))
    store.put("k1", "c")

    assert not left.exists()
    assert store.get("k1").value == "c"


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"answers": []}', "\ufeff{}", "[" * 100_000, "null"]
)
def test_a_damaged_file_is_set_aside_whole_and_the_new_answer_is_saved(tmp_path, text):
    path = tmp_path / "answers.json"
    path.write_text(text, encoding="utf-8")
    store = Answers(path)

    store.put("k1", "b")

    assert store.set_aside == tmp_path / "answers (damaged 1).json"
    assert store.set_aside.read_text(encoding="utf-8") == text
    assert Answers(path).get("k1").value == "b"


def test_a_second_damaged_file_does_not_replace_the_first(tmp_path):
    path = tmp_path / "answers.json"
    for text in ("one", "two"):
        path.write_text(text, encoding="utf-8")
        assert Answers(path).get("k1").value is None

    assert (tmp_path / "answers (damaged 1).json").read_text(encoding="utf-8") == "one"
    assert (tmp_path / "answers (damaged 2).json").read_text(encoding="utf-8") == "two"


@pytest.mark.parametrize("entry", [None, 1, {}, {"hints": -1}, {"hints": "x"}, {"hints": True}])
def test_a_doctored_entry_is_read_as_an_empty_one(tmp_path, entry):
    path = tmp_path / "answers.json"
    path.write_text(json.dumps({"answers": {"k1": entry}}), encoding="utf-8")

    assert Answers(path).get("k1") == module.Entry()


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.EACCES, "cannot be written to"),
        (errno.EROFS, "cannot be written to"),
        (errno.ENOSPC, "the disk is full"),
        (errno.EIO, "answers.json cannot be written"),
    ],
)
def test_what_cannot_be_saved_is_told_and_the_earlier_file_stays(
    tmp_path, monkeypatch, number, told
):
    store = Answers(tmp_path / "answers.json")
    store.put("k1", "b")
    before = (tmp_path / "answers.json").read_bytes()

    def refuse(*_arguments):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(module.os, "fsync", refuse)
    with pytest.raises(NotSavedError, match=told):
        store.put("k1", "c")

    assert (tmp_path / "answers.json").read_bytes() == before
    assert sorted(entry.name for entry in tmp_path.iterdir()) == [
        ".answers.json.lock",
        "answers.json",
    ]


def test_a_read_only_folder_is_told_in_a_sentence(tmp_path):
    folder = tmp_path / "assignment"
    folder.write_text("a file where the folder should be", encoding="utf-8")

    with pytest.raises(NotSavedError, match="cannot be saved here"):
        Answers(folder / "answers.json").put("k1", "b")


def test_an_endless_answer_is_refused(tmp_path):
    with pytest.raises(NotSavedError, match="too long"):
        Answers(tmp_path / "answers.json").put("k1", "a" * 300_000)


def test_another_window_that_hangs_is_not_waited_for_for_ever(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "PATIENCE", 0.05)
    with (
        module._locked(tmp_path / ".answers.json.lock"),
        pytest.raises(NotSavedError, match="another window"),
    ):
        Answers(tmp_path / "answers.json").put("k1", "b")


@given(st.text())
def test_a_cookie_never_leads_out_of_the_folder(value):
    learner = learner_of(f"theme=dark; electoral_learner={value}")

    assert learner == "local" or (learner == value.strip() and Path(learner).name == learner)
    assert set(learner) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")


@pytest.mark.parametrize(
    "cookie",
    [
        "",
        "electoral_learner=short",
        "electoral_learner=../../../etc/passwd",
        "x" * 10000,
        "electoral_learner=aaaaaaaa/b",
        "electoral_learner=" + "a" * 65,
        "electoral_learner=aaaaaaa\n",
    ],
)
def test_a_hostile_cookie_is_refused(cookie):
    assert learner_of(cookie) == "local"


def test_on_the_schools_pages_each_learner_has_a_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("ELECTORAL_ANSWERS", str(tmp_path))
    monkeypatch.setenv("HTTP_COOKIE", "electoral_learner=8f14e45fceea167a")

    store = open_answers("05-protocol")
    store.put("k1", "b")

    assert store.path == tmp_path / "8f14e45fceea167a" / "05-protocol.json"
    assert store.student == "8f14e45fceea167a"
    assert open_answers("../../x").path.parent == store.path.parent


def test_a_students_id_is_the_graders_word_first(monkeypatch):
    assert student_id("in-file") == "in-file"
    monkeypatch.setenv("JUPYTERHUB_USER", "hub-user")
    assert student_id("in-file") == "hub-user"
    monkeypatch.setenv("ELECTORAL_STUDENT", "Бакыт Уулу")
    assert student_id("in-file") == "Бакыт Уулу"
