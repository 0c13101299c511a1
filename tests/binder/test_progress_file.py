"""A progress file brings answers along, says who signed it, and can do no harm."""

import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from electoral_binder.bring_back import WAITING, Built, show, write
from electoral_binder.numbers import adopt, fingerprint, numbers_of
from electoral_binder.progress import answers_file
from electoral_binder.progress_file import (
    LARGEST,
    BadFileError,
    Change,
    changes,
    known_part,
    mark_of,
    pack,
    unpack,
)
from electoral_binder.progress_words import change_text, others_text, seal_text, unknown_text
from electoral_binder.school_key import key_id, school_key
from electoral_courses.answers import Answers, Entry
from electoral_datasets.i18n import LANGUAGES

KEY, OTHER = b"k" * 32, b"o" * 32
LEARNER, ELSEWHERE = "learner-0001", "learner-0002"
ANSWERS = {"05-protocol": {"k1": Entry({"number": "1,5"}, 1, 1000), "own": Entry("Айжан", 0, 2000)}}

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abя", max_size=3), inner),
    max_leaves=12,
)  # fmt: skip


@pytest.fixture(autouse=True)
def _no_hub(monkeypatch):
    monkeypatch.delenv("JUPYTERHUB_USER", raising=False)


def packed(answers=ANSWERS, key=KEY, learner=LEARNER):
    points = {"05-protocol": {"own": 3.0, "other": 1.0}}
    text = pack(key, answers, points, language="ru", learner=fingerprint(learner))
    return text.encode()


def changed(change, key=KEY):
    content = json.loads(packed(key=key))
    change(content)
    return json.dumps(content).encode()


def test_a_file_brings_back_what_was_put_in_and_is_known_as_the_school_s():
    document = unpack(packed(), KEY)

    assert document.modules == ANSWERS
    assert (document.seal, document.school) == ("own", key_id(KEY))


@settings(max_examples=40)
@given(st.dictionaries(st.text("abя-1", min_size=1, max_size=8), values, max_size=5))
def test_any_answer_comes_back_as_it_was_and_signed(answers):
    mine = {"m": {item: Entry(value, 0, 5) for item, value in answers.items()}}

    document = unpack(packed(mine), KEY)

    assert document.seal == "own"
    assert document.modules.get("m", {}) == mine["m"]


def test_the_file_holds_what_tasks_are_worth_and_no_secret():
    text = packed().decode()

    content = json.loads(text)
    assert content["modules"]["05-protocol"]["points"] == {"own": 3.0}
    assert content["language"] == "ru"
    assert LEARNER not in text
    assert KEY.hex() not in text


@pytest.mark.parametrize(
    "change",
    [
        lambda c: c["modules"]["05-protocol"]["answers"]["k1"].update(value="right"),
        lambda c: c["modules"]["05-protocol"]["points"].update(own=30),
        lambda c: c.update(student="somebody else"),
        lambda c: c.update(more=1),
        lambda c: c["signature"].update({"hmac-sha256": "ы"}),
    ],
    ids=["answer", "points", "student", "addition", "signature"],
)
def test_a_changed_file_is_told_from_a_signed_one(change):
    assert unpack(changed(change), KEY).seal == "changed"


def test_a_file_of_another_school_and_an_unsigned_one_are_read_all_the_same():
    foreign = unpack(packed(key=OTHER), KEY)
    unsigned = unpack(changed(lambda c: c.pop("signature")), KEY)

    assert (foreign.seal, foreign.school) == ("foreign", key_id(OTHER))
    assert (unsigned.seal, unsigned.school) == ("none", "")
    assert foreign.modules == unsigned.modules == ANSWERS


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b" \n",
        b"{",
        b"[]",
        b"null",
        b"\x89PNG\r\n",
        "{}".encode("utf-16"),
        b"[" * 1_000_000,
        b'{"a":' * 100_000,
        b"9" * 100_000,
        b'{"kind": "electoral-school-progress"}',
        b'{"kind": "electoral-school-progress", "version": 1, "modules": []}',
        b'{"kind": "electoral-school-progress", "version": "1", "modules": {}}',
        b'{"kind": "electoral-school-progress", "version": 2, "modules": {}}',
        changed(lambda c: c.update(kind="other")),
        packed().replace(b"1000", b"NaN"),
        packed().replace(b"1000", b"1e999"),
        b" " * (LARGEST + 1),
    ],
    ids=range(18),
)
def test_a_damaged_huge_or_hostile_file_gets_a_sentence(file):
    with pytest.raises(BadFileError, match=r"\w\.$"):
        unpack(file, KEY)


@pytest.mark.parametrize(
    "entry",
    [
        None,
        [],
        "b",
        {},
        {"hints": 1},
        {"value": json.loads("[" * 50 + "]" * 50)},
        {"value": "x" * 300_000},
    ],
    ids=range(7),
)
def test_what_is_no_answer_is_left_out_and_the_others_are_read(entry):
    document = unpack(
        changed(lambda c: c["modules"]["05-protocol"]["answers"].update(bad=entry)), KEY
    )

    assert document.modules == ANSWERS
    assert document.unreadable == 1


def test_doctored_hints_times_and_texts_are_made_harmless():
    document = unpack(
        changed(
            lambda c: c["modules"]["05-protocol"].update(
                answers={
                    "late": {"value": "b", "hints": -5, "at": 10**18},
                    "early": {"value": "\ud800", "hints": True, "at": "now"},
                }
            )
        ),
        KEY,
    )

    entries = document.modules["05-protocol"]
    assert entries["late"].hints == entries["early"].hints == 0
    assert entries["late"].at < 10**14
    assert entries["early"] == Entry("?", 0, 1)


@pytest.mark.parametrize("module", ["../../../etc/passwd", "/etc", "..", "05-protocol/..", "\x00"])
def test_a_module_s_name_is_looked_up_and_never_a_path(tmp_path, module):
    file = packed({module: {"k1": Entry("b", 0, 1)}})
    here = Built({"05-protocol": {"k1"}}, {"05-protocol": set()}, {"05-protocol": {}})
    key = school_key(tmp_path)

    shown = show(file, tmp_path, LEARNER, here)

    assert unpack(file, key).modules.keys() == {module}
    assert (shown.changes, shown.unknown) == ([], 1)
    assert write(shown.fingerprint, tmp_path, LEARNER, here) == 0
    assert {path.name for path in tmp_path.rglob("*")} == {"school.key", "answers", LEARNER}


def test_what_would_change_is_told_by_module():
    here = {"m": {"a": Entry(1, 0, 10), "b": Entry(1, 0, 10), "c": Entry(1, 0, 10)}}
    file = {
        "m": {
            "a": Entry(1, 0, 99),
            "b": Entry(2, 0, 99),
            "c": Entry(2, 0, 5),
            "d": Entry(0, 0, 1),
        }
    }

    assert changes(file, here) == [Change("m", new=1, replaced=1, kept=1)]
    assert known_part(unpack(packed(), KEY), {"05-protocol": {"k1"}})[1] == 1


@pytest.fixture
def here():
    return Built({"05-protocol": {"k1", "own"}}, {"05-protocol": {"own"}}, {"05-protocol": {}})


def kept(data, learner=LEARNER):
    return Answers(answers_file(data, learner, "05-protocol")).all()


def test_nothing_is_written_before_the_learner_agrees_and_then_what_was_shown(tmp_path, here):
    shown = show(packed(), tmp_path, LEARNER, here)

    assert shown.changes == [Change("05-protocol", new=2)]
    assert kept(tmp_path) == {}
    assert write(shown.fingerprint, tmp_path, LEARNER, here) == 2
    assert kept(tmp_path) == ANSWERS["05-protocol"]
    assert not (tmp_path / "answers" / LEARNER / WAITING).exists()


def test_another_file_than_the_shown_one_is_not_written(tmp_path, here):
    shown = show(packed(), tmp_path, LEARNER, here)
    show(packed({"05-protocol": {"k1": Entry("x", 0, 1)}}), tmp_path, LEARNER, here)

    for told in (shown.fingerprint, "", "0" * 64):
        with pytest.raises(BadFileError, match="Choose it again"):
            write(told, tmp_path, LEARNER, here)
    assert kept(tmp_path) == {}


def test_a_newer_answer_here_stays_and_an_older_one_is_replaced(tmp_path, here):
    Answers(answers_file(tmp_path, LEARNER, "05-protocol")).put("k1", "mine")

    shown = show(packed(), tmp_path, LEARNER, here)
    write(shown.fingerprint, tmp_path, LEARNER, here)

    assert shown.changes == [Change("05-protocol", new=1, kept=1)]
    assert kept(tmp_path)["k1"].value == "mine"
    assert kept(tmp_path)["k1"].hints == 1  # opened hints stay opened


def test_a_learner_s_numbers_come_along_to_another_browser(tmp_path, here):
    answers = tmp_path / "answers"
    shown = show(packed(), tmp_path, ELSEWHERE, here)
    assert numbers_of(answers, ELSEWHERE) == fingerprint(ELSEWHERE)

    write(shown.fingerprint, tmp_path, ELSEWHERE, here)

    assert shown.others == 0
    assert numbers_of(answers, ELSEWHERE) == fingerprint(LEARNER)


def test_answers_to_other_numbers_stay_out_where_own_ones_are_answered(tmp_path, here):
    Answers(answers_file(tmp_path, ELSEWHERE, "05-protocol")).put("own", "mine")

    shown = show(packed(), tmp_path, ELSEWHERE, here)
    write(shown.fingerprint, tmp_path, ELSEWHERE, here)

    assert shown.others == 1
    assert kept(tmp_path, ELSEWHERE)["own"].value == "mine"
    assert kept(tmp_path, ELSEWHERE)["k1"].value == {"number": "1,5"}
    assert numbers_of(tmp_path / "answers", ELSEWHERE) == fingerprint(ELSEWHERE)


def test_on_a_hub_the_numbers_are_the_person_s(tmp_path, monkeypatch, here):
    monkeypatch.setenv("JUPYTERHUB_USER", "aizhan")

    shown = show(packed(), tmp_path, ELSEWHERE, here)

    assert shown.others == 1
    assert numbers_of(tmp_path / "answers", LEARNER) == fingerprint("aizhan")


def test_a_damaged_name_of_numbers_counts_for_nothing(tmp_path):
    adopt(tmp_path, LEARNER, fingerprint("x"))
    (tmp_path / LEARNER / ".numbers").write_bytes(b"\xff../..")

    assert numbers_of(tmp_path, LEARNER) == fingerprint(LEARNER)
    with pytest.raises(ValueError, match="nobody"):
        adopt(tmp_path, LEARNER, "../../etc")


def test_the_school_s_key_is_made_once_and_for_its_account_alone(tmp_path):
    key = school_key(tmp_path / "data")

    assert len(key) == 32
    assert school_key(tmp_path / "data") == key
    path = tmp_path / "data" / "school.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["school.key"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_is_said_is_filled_in_every_language(language):
    for count in (1, 2, 5, 21):
        told = change_text(Change("m", count, count, count), language)
        assert told.count(str(count)) == 3
        assert str(count) in unknown_text(count, language) + others_text(count, language)
    for file in (packed(), packed(key=OTHER), changed(lambda c: c.pop("signature"))):
        assert "{" not in seal_text(unpack(file, KEY), language)


def verify(data, file):
    command = Path(sys.executable).parent / "electoral-school"
    arguments = [command, "progress", "verify", str(file), "--data", str(data)]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False, timeout=60)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout


def test_a_school_can_tell_at_the_terminal_whether_a_file_is_its_own(tmp_path):
    key = school_key(tmp_path / "data")
    (tmp_path / "own.json").write_bytes(packed(key=key))
    (tmp_path / "foreign.json").write_bytes(packed())

    code, told = verify(tmp_path / "data", tmp_path / "own.json")
    assert (code, told.split(":")[0]) == (0, "true")
    assert key_id(key) in told
    assert mark_of(unpack(packed(key=key), key).modules) in told  # as on a certificate
    code, told = verify(tmp_path / "data", tmp_path / "foreign.json")
    assert (code, told.split(":")[0]) == (1, "false")
    assert key_id(KEY) in told
    assert verify(tmp_path / "data", tmp_path / "data" / "school.key")[0] == 1
    assert verify(tmp_path / "data", tmp_path / "none.json")[0] == 2
