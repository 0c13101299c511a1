"""Handing in where the disk, the clock, the rights or the process itself fail: all or nothing."""

import errno
import os
import random
import shutil
import signal
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import handing_in as desk
import pytest
from handing_in import COURSE, TASK, WHO, child, fill, state

from electoral_grading import disk, tree
from electoral_grading import submit as submitting
from electoral_grading.arrivals import judged
from electoral_grading.inbound import arrivals
from electoral_grading.receipts import load, save
from electoral_grading.submit import SubmitError, submit
from electoral_grading.verdicts import verify

work, exchange, inbound, hand_in = desk.work, desk.exchange, desk.inbound, desk.hand_in
"""Fixtures of every test of handing in."""


def test_a_clock_that_was_set_back_does_not_make_the_newer_version_the_older(hand_in, work):
    receipt = hand_in()
    ahead = replace(receipt, time="2999-01-01T00:00:00.000000Z")
    save(ahead.to_json(), work / "receipt.json")
    (work / "assignment.ipynb").write_text("newer")

    assert hand_in().time == "2999-01-01T00:00:00.000001Z"


STEPS = ["mkdir", "chmod", "fchmod", "fsync", "rename", "utime"]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_whichever_step_the_disk_refuses_nothing_is_left_and_no_file_is_touched(
    hand_in, work, inbound, monkeypatch, code
):
    """The n-th call fails, for every n until none does."""
    (work / "receipt.json").write_text("a learner's own")  # so that no receipt is written here
    (work / "receipt.txt").write_text("a learner's own")
    before, failures, real = state(work), 0, {step: getattr(os, step) for step in STEPS}
    for fails in range(1_000):
        calls = []

        def refusing(step, calls=calls, fails=fails):
            def call(*args, **kwargs):
                calls.append(step)
                if len(calls) == fails + 1:
                    raise OSError(code, os.strerror(code))
                return real[step](*args, **kwargs)

            return call

        with monkeypatch.context() as patch:
            for step in STEPS:
                patch.setattr(os, step, refusing(step))
            try:
                receipt = hand_in()
            except SubmitError:
                failures += 1
                assert list(inbound.iterdir()) == []
            else:  # what was refused was not needed, or there is no such call
                assert verify(receipt, inbound / receipt.folder).good
                shutil.rmtree(inbound / receipt.folder)
        assert state(work) == before
        if len(calls) <= fails:
            break

    assert {"rename", "fsync"} <= set(calls)
    assert failures > 20


def test_a_full_disk_is_told_and_leaves_nothing(hand_in, work, inbound):
    """A disk of the process's own size: files of more than 64 KB cannot be written."""
    import resource

    (work / "large.csv").write_bytes(b"0" * 200_000)
    before = state(work)

    def refused():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (65_536, 65_536))
        with pytest.raises(SubmitError, match="Nothing was handed in: File too large"):
            hand_in()

    assert os.waitpid(child(refused), 0)[1] == 0
    assert list(inbound.iterdir()) == []
    assert state(work) == before


def test_what_was_stored_wrongly_gets_no_receipt(hand_in, work, inbound, monkeypatch):
    def settle(top):
        (top / "answers.json").write_text("the disk's own idea")
        return tree.settle(top)

    monkeypatch.setattr(submitting, "settle", settle)

    with pytest.raises(SubmitError, match="what was stored was not what was sent"):
        hand_in()
    assert list(inbound.iterdir()) == []
    assert not (work / "receipt.json").exists()


def test_a_missing_exchange_is_told(work, tmp_path):
    with pytest.raises(SubmitError, match="exchange of the course “electoral-school-ru” is not"):
        submit(work, tmp_path / "nowhere", WHO, COURSE, TASK)
    with pytest.raises(SubmitError, match="cannot be opened"):
        submit(work / "nowhere", tmp_path, WHO, COURSE, TASK)


def test_a_learner_whose_own_folder_is_full_gets_the_receipt_all_the_same(
    hand_in, work, inbound, monkeypatch
):
    def full(path, content):
        if path.parent == work:
            raise OSError(errno.EDQUOT, "Disk quota exceeded")
        disk.replace_file(path, content)

    monkeypatch.setattr(submitting, "replace_file", full)
    monkeypatch.setattr("electoral_grading.receipts.replace_file", full)
    receipt = hand_in()

    assert verify(receipt, inbound / receipt.folder).good
    assert {path.name for path in work.iterdir()} == {"answers.json", "assignment.ipynb", "data"}


def test_a_power_cut_before_the_receipt_was_kept_is_healed_by_handing_in_again(
    hand_in, work, inbound
):
    receipt = hand_in()
    (work / "receipt.json").rename(work / ".receipt.json")
    (work / "receipt.txt").unlink()
    (work / ".receipt.part").write_text("{")

    again = hand_in()

    assert again == receipt
    assert again.again
    assert len(list(inbound.iterdir())) == 1
    assert sorted(path.name for path in work.glob("*receipt*")) == ["receipt.json", "receipt.txt"]


def test_an_intention_that_never_came_true_is_no_receipt(hand_in, work, inbound):
    receipt = hand_in()
    (work / "receipt.json").rename(work / ".receipt.json")
    shutil.rmtree(inbound / receipt.folder)

    assert not hand_in().again
    assert len(list(inbound.iterdir())) == 1


def test_an_intention_that_never_came_true_does_not_replace_the_receipt(hand_in, work):
    receipt = hand_in()
    intended = replace(receipt, folder=f"{WHO}+{TASK}+never")
    save(intended.to_json(), work / ".receipt.json")

    assert hand_in() == receipt
    assert load(work / "receipt.json") == receipt
    assert not (work / ".receipt.json").exists()


@pytest.fixture
def open_place():
    """A folder that every account of the machine can reach."""
    place = Path(tempfile.mkdtemp(prefix="exchange-"))
    place.chmod(0o755)
    yield place
    shutil.rmtree(place)


@pytest.mark.skipif(os.geteuid() != 0, reason="Only root can hand in as somebody else.")
def test_a_learner_who_may_not_list_the_exchange_hands_in_all_the_same(open_place):
    """nbgrader's own modes: 755 for the course, 2733 for inbound."""
    inbound = open_place / COURSE / "inbound"
    inbound.mkdir(parents=True)
    inbound.chmod(0o2733)
    home = fill(open_place / "home" / TASK)
    for path in (home.parent, *home.parent.rglob("*")):
        os.chown(path, 65_534, 65_534)

    def as_nobody():
        os.setgroups([])
        os.setgid(65_534)
        os.setuid(65_534)
        with pytest.raises(PermissionError):
            list(inbound.iterdir())
        first = submit(home, open_place, WHO, COURSE, TASK)
        assert submit(home, open_place, WHO, COURSE, TASK).again
        (home / "assignment.ipynb").write_text("newer")
        assert not submit(home, open_place, WHO, COURSE, TASK).again
        assert verify(first, inbound / first.folder).good

    assert os.waitpid(child(as_nobody), 0)[1] == 0
    assert len(list(inbound.iterdir())) == 2
    assert all(judged(one).good for one in arrivals(inbound))


@pytest.mark.skipif(os.geteuid() != 0, reason="Only root can hand in as somebody else.")
@pytest.mark.parametrize(
    ("mode", "told"), [(0o755, "may not write"), (0o700, "may not write"), (0o722, "may not write")]
)
def test_a_closed_exchange_is_told(open_place, mode, told):
    inbound = open_place / COURSE / "inbound"
    inbound.mkdir(parents=True)
    home = fill(open_place / "home")
    inbound.chmod(mode)

    def as_nobody():
        os.setuid(65_534)
        with pytest.raises(SubmitError, match=told):
            submit(home, open_place, WHO, COURSE, TASK)

    assert os.waitpid(child(as_nobody), 0)[1] == 0
    assert list(inbound.iterdir()) == []


@pytest.mark.slow
def test_a_kill_at_any_moment_leaves_the_whole_submission_or_nothing(tmp_path, exchange, inbound):
    """And when the learner hands in again, there is one submission with a true receipt."""
    chance = random.Random(7)  # noqa: S311 - moments, not secrets
    homes = {f"student {number}": fill(tmp_path / str(number)) for number in range(100)}
    killed = {}
    for student, home in homes.items():
        pid = child(lambda home=home, who=student: submit(home, exchange, who, COURSE, TASK))
        time.sleep(chance.uniform(0, 0.02))
        os.kill(pid, signal.SIGKILL)
        killed[student] = os.WIFSIGNALED(os.waitpid(pid, 0)[1])
    before = {one.student: one for one in arrivals(inbound)}

    assert len(before) == len(arrivals(inbound))
    assert all(judged(one).kind == "true" for one in before.values())
    assert any(killed.values())
    assert len(before) < len(homes)
    for student, home in homes.items():
        if (home / "receipt.json").exists():
            assert verify(load(home / "receipt.json"), before[student].path).good

    receipts = {who: submit(home, exchange, who, COURSE, TASK) for who, home in homes.items()}

    after = arrivals(inbound)
    assert Counter(one.student for one in after) == dict.fromkeys(homes, 1)
    assert {who for who, receipt in receipts.items() if receipt.again} == before.keys()
    assert all(verify(receipt, inbound / receipt.folder).good for receipt in receipts.values())
