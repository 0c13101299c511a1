"""What a receipt says, and what it notices."""

import hashlib
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from electoral_courses.assignments import course_key
from electoral_grading.receipt_words import receipt_sentence, receipt_text
from electoral_grading.receipts import NotAReceiptError, Receipt, content_hash, load, save
from electoral_grading.seals import (
    Collected,
    countersign,
    keep_collected,
    load_collected,
    receipts_key,
)
from electoral_grading.submit_words import LEFT_OUT, SENTENCES, SubmitError
from electoral_grading.tree import Rules, read
from electoral_grading.verdicts import verify

KEY = b"k" * 32

NAMES = st.text(st.characters(exclude_characters="/\0\n", exclude_categories=["Cs"]), min_size=1)
PATHS = st.lists(NAMES.filter(lambda name: name not in {".", ".."}), min_size=1, max_size=3)
FOLDERS = st.dictionaries(PATHS.map("/".join), st.binary(max_size=20), min_size=1, max_size=6)


def described(folder):
    """Return the files of a folder given as paths and contents."""
    from electoral_grading.tree import File

    return [
        File(path, len(content), hashlib.sha256(content).hexdigest())
        for path, content in folder.items()
    ]


def receipt_of(folder, **changes):
    files = tuple(described(folder))
    return Receipt(
        **{
            "student": "Айгүл Асанова",
            "course": "electoral-school-ru",
            "assignment": "05-protocol",
            "content": content_hash(files),
            "time": "2026-03-01T10:00:00.000001Z",
            "files": files,
            "folder": "Айгүл Асанова+05-protocol+2026-03-01 10:00:00.000001 UTC+abc",
            **changes,
        }
    )


WORK = {"assignment.ipynb": b"{}", "answers.json": b'{"answers": {}}', "data/table.csv": b"1,2\n"}


@pytest.fixture
def work(tmp_path):
    folder = tmp_path / "05-protocol"
    for path, content in WORK.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def test_the_content_hash_is_the_one_that_its_description_tells_to_compute():
    """By hand from the words in the module: paths in the order of their bytes."""
    lines = b"electoral-submission 1\n"
    lines += b"B\0001\0" + hashlib.sha256(b"x").hexdigest().encode() + b"\n"
    lines += b"a/b\0000\0" + hashlib.sha256(b"").hexdigest().encode() + b"\n"

    assert content_hash(described({"a/b": b"", "B": b"x"})) == hashlib.sha256(lines).hexdigest()


@given(FOLDERS, st.randoms())
def test_the_order_of_listing_does_not_change_the_content_hash(folder, chance):
    files = described(folder)
    expected = content_hash(files)

    chance.shuffle(files)

    assert content_hash(files) == expected


@given(FOLDERS, st.data())
def test_any_other_byte_or_name_or_file_gives_another_content_hash(folder, data):
    path = data.draw(st.sampled_from(sorted(folder)))
    other = dict(folder)
    change = data.draw(st.sampled_from(["byte", "longer", "name", "away", "added", "split"]))
    if change == "byte" and folder[path]:
        place = data.draw(st.integers(0, len(folder[path]) - 1))
        flipped = bytearray(folder[path])
        flipped[place] ^= 1 << data.draw(st.integers(0, 7))
        other[path] = bytes(flipped)
    elif change == "name":
        other[path + "'"] = other.pop(path)
    elif change == "away":
        del other[path]
    elif change == "split":
        other[path + "/in"] = other.pop(path)
    elif change == "added":
        other[path + ".new"] = b""
    else:
        other[path] += b"\0"

    assert other == folder or content_hash(described(other)) != content_hash(described(folder))


def test_a_receipt_is_read_as_it_was_written(tmp_path):
    strange = receipt_of({**WORK, "caf\udce9.txt": b""}, left_out=(("link", "a\udcff"),))
    save(strange.to_json(), tmp_path / "receipt.json")

    assert load(tmp_path / "receipt.json") == strange


@pytest.mark.parametrize("name", [name for name in receipt_of(WORK).to_json() if name != "folder"])
def test_a_receipt_with_one_changed_word_is_none(name):
    data = receipt_of(WORK, left_out=(("link", "a"),)).to_json()
    value = data[name]
    data[name] = {
        "files": value[:-1] if name == "files" else None,
        "left_out": [["link"]],
        "time": "2026-03-01T10:00:00.000002Z",
    }.get(name, f"{value}0")

    with pytest.raises(NotAReceiptError):
        Receipt.of_json(data)


@pytest.mark.parametrize(
    "text", ["", "null", "[]", "{}", '{"files": 3}', "[" * 100_000, '{"student": NaN}', "\xff"]
)
def test_what_is_no_receipt_is_said_to_be_none(tmp_path, text):
    (tmp_path / "receipt.json").write_text(text, encoding="latin-1")

    with pytest.raises(NotAReceiptError):
        load(tmp_path / "receipt.json")


def test_a_pipe_or_a_link_in_place_of_a_receipt_is_neither_waited_for_nor_followed(tmp_path):
    import os

    os.mkfifo(tmp_path / "pipe.json")
    save(receipt_of(WORK).to_json(), tmp_path / "there.json")
    (tmp_path / "link.json").symlink_to(tmp_path / "there.json")

    for name in ("pipe.json", "link.json"):
        with pytest.raises(NotAReceiptError):
            load(tmp_path / name)


def test_a_code_is_short_and_without_letters_that_are_mistaken_for_each_other():
    code = receipt_of(WORK).code

    assert len(code) == 14
    assert not set(code) & set("ILOU")
    assert code != receipt_of(WORK, time="2026-03-01T10:00:00.000002Z").code
    assert code != receipt_of({**WORK, "answers.json": b"{}"}).code


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda folder: (folder / "answers.json").write_bytes(b"{}"), "answers.json"),
        (lambda folder: (folder / "data/table.csv").unlink(), "data/table.csv"),
        (lambda folder: (folder / "data" / "new.csv").write_text(""), "data/new.csv"),
        (lambda folder: (folder / "data").rename(folder / "Data"), "Data/table.csv"),
        (lambda folder: (folder / "big").write_bytes(b"0" * 2_000_000), "big"),
    ],
)
def test_a_changed_folder_is_told_from_its_receipt_by_name(work, change, named):
    receipt = receipt_of(WORK)
    assert verify(receipt, work).good

    change(work)

    verdict = verify(receipt, work)
    assert not verdict.good
    assert named in verdict.tell("en")


def test_a_folder_that_became_a_link_is_not_the_file_it_was(work, tmp_path):
    (work / "answers.json").rename(tmp_path / "same.json")
    (work / "answers.json").symlink_to(tmp_path / "same.json")

    assert verify(receipt_of(WORK), work).names == ("answers.json",)


def test_an_editors_leavings_and_the_exchanges_own_files_speak_against_nobody(work):
    (work / ".ipynb_checkpoints").mkdir()
    (work / ".ipynb_checkpoints" / "assignment-checkpoint.ipynb").write_text("{}")
    (work / "timestamp.txt").write_text("")
    (work / "receipt.txt").write_text("")

    assert verify(receipt_of(WORK), work).good


def test_a_collected_receipt_holds_with_the_courses_key_only(work):
    collected = countersign(receipt_of(WORK), read(work).files, KEY)

    assert verify(collected, work, KEY).kind == "sealed"
    assert verify(collected, work, b"another" * 5).kind == "forged"
    with pytest.raises(ValueError, match="key is None"):
        verify(collected, work)


@pytest.mark.parametrize(
    "change",
    [
        {"time": "2026-03-01T10:00:00.000000Z"},
        {"kept": ()},
        {"seal": "0" * 64},
        {"seal": None},
        {"receipt": receipt_of({})},
        {"receipt": receipt_of(WORK, student="another")},
        {"receipt": receipt_of(WORK, time="2026-02-01T10:00:00.000001Z")},
    ],
)
def test_a_collected_receipt_with_one_changed_word_is_forged(work, change):
    collected = countersign(receipt_of(WORK), read(work).files, KEY)

    assert verify(replace(collected, **change), work, KEY).kind == "forged"


def test_what_was_mended_when_it_was_collected_is_told_from_what_was_changed_since(work):
    sent = receipt_of({**WORK, "Задание.ipynb": b"{}"})
    collected = countersign(sent, read(work).files, KEY)

    assert verify(collected, work, KEY).kind == "mended"

    (work / "answers.json").write_bytes(b"{}")
    assert verify(collected, work, KEY).kind == "differs"


def test_a_collected_receipt_is_read_as_it_was_written(work):
    collected = countersign(receipt_of(WORK), read(work).files, KEY)
    keep_collected(collected, work)

    assert load_collected(work / "collected.json") == collected
    with pytest.raises(NotAReceiptError):
        Collected.of_json(receipt_of(WORK).to_json())


def test_the_key_that_seals_is_grown_from_the_courses_secret_and_is_not_the_secret(tmp_path):
    root = tmp_path / "nbgrader" / "ru"
    root.mkdir(parents=True)

    key = receipts_key(root)

    assert key == receipts_key(root)
    assert key == receipts_key(root.with_name("ky"))
    assert len(key) == 32
    assert key != course_key(root.parent)


def test_the_learner_is_told_when_and_how_much_and_by_which_code(monkeypatch):
    import time

    monkeypatch.setenv("TZ", "Asia/Bishkek")
    time.tzset()
    try:
        receipt = receipt_of(WORK, left_out=(("link", "table"),))

        told = receipt_sentence(receipt, "en")
        again = receipt_sentence(replace(receipt, again=True), "en")
        page = receipt_text(receipt, "en")
    finally:
        monkeypatch.undo()
        time.tzset()

    assert told == (
        "3 files were handed in at 2026-03-01 16:00:00 (UTC+06:00). "
        f"Your receipt: {receipt.code}. “table” is a link to another place and was left out."
    )
    assert again.startswith("This was already handed in at 2026-03-01 16:00:00 (UTC+06:00);")
    assert receipt.code in again
    for part in (receipt.content, "Айгүл Асанова", "data/table.csv", "“table” is a link"):
        assert part in page
    assert receipt.folder not in page


def test_a_receipt_shows_names_that_no_screen_can_show():
    receipt = receipt_of({"a\udcff\n\x1b[2J.txt": b""}, left_out=(("special", "pipe\n"),))

    page = receipt_text(receipt, "en")

    page.encode()
    assert "\x1b" not in page
    assert r"a\udcff\n\x1b[2J.txt" in page


@pytest.mark.parametrize("kind", SENTENCES)
def test_every_refusal_is_a_whole_sentence(kind):
    values = {"name": "Имя", "limit": 3, "depth": 3, "reason": "reason"}

    sentence = SubmitError(kind, **values).tell("en")

    assert sentence.startswith("Nothing was handed in")
    assert sentence.endswith(".")
    assert "{" not in sentence


def test_every_sentence_about_what_is_left_out_names_it():
    assert all("{name}" in sentence for sentence in LEFT_OUT.values())


def test_files_that_nbgrader_passes_over_are_passed_over(work):
    (work / "feedback").mkdir()
    (work / "feedback" / "assignment.html").write_text("")
    (work / "old.pyc").write_text("")

    assert {file.path for file in read(work, Rules()).files} == set(WORK)


def test_receipts_are_plain_ascii_json(tmp_path):
    save(receipt_of(WORK).to_json(), tmp_path / "receipt.json")

    assert json.loads((tmp_path / "receipt.json").read_bytes().decode("ascii"))["course"]
