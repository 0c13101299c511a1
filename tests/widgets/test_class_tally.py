"""A class on one server: real folders, and files that are not what they should be."""

import json
import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from electoral_courses import answers
from electoral_widgets import class_tally
from electoral_widgets.class_tally import NAME, OPEN, ClassTally, here, is_learner, learner_of

ME = "learner-of-mine"


def write(folder, learner, decks):
    home = folder / learner
    home.mkdir(exist_ok=True)
    (home / NAME).write_text(json.dumps({"version": 1, "decks": decks}), encoding="utf-8")


@pytest.fixture
def tally(tmp_path):
    return ClassTally(tmp_path, ME)


def test_on_a_shared_server_the_folder_and_the_learner_come_from_the_environment(
    monkeypatch, tmp_path
):
    monkeypatch.setenv("ELECTORAL_ANSWERS", str(tmp_path))
    monkeypatch.setenv("HTTP_COOKIE", f"theme=dark; electoral_learner={ME}")

    assert here() == ClassTally(tmp_path, ME)


def test_without_a_shared_server_there_is_no_class_and_nothing_is_kept(monkeypatch, tmp_path):
    monkeypatch.delenv("ELECTORAL_ANSWERS", raising=False)
    monkeypatch.chdir(tmp_path)
    alone = here()

    assert alone.folder is None
    assert not alone.keep(1, "0123")
    assert alone.recall(1, 4) == "----"
    assert alone.others(1, 4).sum() == 0
    assert list(tmp_path.iterdir()) == []


def test_what_is_kept_is_recalled_deck_by_deck_and_the_last_word_counts(tally):
    assert tally.keep(1, "0---")
    assert tally.keep(2, "5555")
    assert tally.keep(1, "01--")

    assert [tally.recall(deck, 4) for deck in (1, 2, 3)] == ["01--", "5555", "----"]
    assert os.listdir(tally.folder / ME) == [NAME]  # noqa: PTH208 - names, hidden ones too


def test_the_others_are_counted_and_oneself_is_not(tally):
    tally.keep(7, "666")
    write(tally.folder, "learner-1", {"7": "05-"})
    write(tally.folder, "learner-2", {"7": "06-", "8": "444"})
    write(tally.folder, "local", {"7": "1--"})

    assert tally.others(7, 3).tolist() == [
        [2, 1, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 1, 1],
        [0, 0, 0, 0, 0, 0, 0],
    ]


BROKEN = {
    "empty": b"",
    "half": b'{"version": 1, "decks": {"7": "0',
    "no-decks": b'{"version": 1}',
    "a-list": b"[1, 2, 3]",
    "decks-list": b'{"version": 1, "decks": ["000"]}',
    "other-version": b'{"version": 2, "decks": {"7": "000"}}',
    "too-short": b'{"version": 1, "decks": {"7": "00"}}',
    "too-long": b'{"version": 1, "decks": {"7": "0000"}}',
    "other-signs": b'{"version": 1, "decks": {"7": "0x7"}}',
    "numbers": b'{"version": 1, "decks": {"7": 0}}',
    "not-utf-8": b'{"version": 1, "decks": {"7": "\xff00"}}',
    "arabic-digits": '{"version": 1, "decks": {"7": "٠٠٠"}}'.encode(),
    "deep-nest": b"[" * 15_000,
    "too-large": b'{"version": 1, "decks": {"7": "000"}}' + b" " * class_tally.LARGEST,
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_broken_file_of_another_is_skipped(tally, name):
    write(tally.folder, "learner-1", {"7": "012"})
    (tally.folder / "learner-2").mkdir()
    (tally.folder / "learner-2" / NAME).write_bytes(BROKEN[name])

    assert tally.others(7, 3).sum() == 3


@pytest.mark.parametrize("home", [".hidden-home", "short", "name with spaces", "x" * 65])
def test_a_folder_that_is_no_learners_is_not_counted(tally, home):
    write(tally.folder, home, {"7": "012"})

    assert tally.others(7, 3).sum() == 0


def test_neither_a_link_nor_a_pipe_nor_a_folder_in_the_place_of_a_file_is_read(tally, tmp_path):
    outside = tmp_path / "learner-0"
    write(tmp_path, outside.name, {"7": "012"})
    (tmp_path / "learner-1").symlink_to(outside)
    (tmp_path / "learner-2").mkdir()
    (tmp_path / "learner-2" / NAME).symlink_to(outside / NAME)
    (tmp_path / "learner-3" / NAME).mkdir(parents=True)
    (tmp_path / "learner-4").mkdir()
    os.mkfifo(tmp_path / "learner-4" / NAME)
    (tmp_path / "learner-5").write_text("a file where a folder should be")

    assert tally.others(7, 3).sum() == 3


def test_ones_own_broken_file_is_replaced_at_the_next_judgement(tally):
    (tally.folder / ME).mkdir()
    (tally.folder / ME / NAME).write_bytes(b"\xff{")

    assert tally.recall(1, 2) == OPEN * 2
    assert tally.keep(1, "0-")
    assert tally.recall(1, 2) == "0-"


def test_a_folder_that_cannot_be_written_to_is_told_and_nothing_is_raised(tmp_path):
    """A file where the folder should be: refused to everyone, root too."""
    (tmp_path / "answers").write_text("")
    tally = ClassTally(tmp_path / "answers", ME)

    assert not tally.keep(1, "0-")
    assert tally.recall(1, 2) == OPEN * 2
    assert tally.others(1, 2).sum() == 0


def test_a_write_that_fails_halfway_leaves_the_earlier_file_and_no_rubbish(tally, monkeypatch):
    tally.keep(1, "0-")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)

    assert not tally.keep(1, "01")
    assert tally.recall(1, 2) == "0-"
    assert [path.name for path in (tally.folder / ME).iterdir()] == [NAME]


def test_the_oldest_deck_goes_when_there_are_too_many_and_the_file_stays_readable(tally):
    for deck in range(class_tally.DECKS + 1):
        assert tally.keep(deck, "0" * 12)

    assert tally.recall(0, 12) == OPEN * 12
    assert tally.recall(1, 12) == tally.recall(class_tally.DECKS, 12) == "0" * 12


def test_no_name_of_a_learner_is_written_into_a_file(tally):
    tally.keep(1, "0-")

    assert ME not in (tally.folder / ME / NAME).read_text("utf-8")


@given(st.lists(st.text("0123456-", min_size=5, max_size=5), max_size=12))
def test_every_judgement_of_every_other_is_counted_once(tmp_path_factory, decks):
    folder = tmp_path_factory.mktemp("class")
    for number, judged in enumerate(decks):
        write(folder, f"learner-{number}", {"1": judged})
    counts = ClassTally(folder, ME).others(1, 5)

    assert counts.sum() == sum(len(judged.replace("-", "")) for judged in decks)
    for ballot in range(5):
        signs = "".join(judged[ballot] for judged in decks)
        assert counts[ballot].tolist() == [signs.count(f"{sign}") for sign in range(7)]


@given(st.text() | st.from_regex(re.compile(r"[A-Za-z0-9_-]{6,66}"), fullmatch=True))
def test_a_learners_name_is_read_exactly_as_answers_are(name):
    cookie = f"theme=dark; electoral_learner={name}"

    assert learner_of(cookie) == answers.learner_of(cookie)
    assert not is_learner(name) or Path(name).name == name
