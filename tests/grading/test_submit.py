"""Handing in: wholly or not at all, with true receipts, for nbgrader's own commands."""

import os
import shutil
import socket
import threading
import time
from collections import Counter

import handing_in as desk
import pytest
from handing_in import COURSE, TASK, WHO, child, stock

from electoral_grading import submit as submitting
from electoral_grading import tree
from electoral_grading.arrivals import judged, latest, watch
from electoral_grading.inbound import arrival, arrivals, folder_name, stamp
from electoral_grading.receipts import content_hash, load, moment
from electoral_grading.submit import SubmitError, submit
from electoral_grading.tree import Rules, read
from electoral_grading.verdicts import verify

work, exchange, inbound, hand_in = desk.work, desk.exchange, desk.inbound, desk.hand_in
"""Fixtures of every test of handing in."""


def test_a_submission_lies_whole_under_nbgraders_own_name(hand_in, work, inbound):
    receipt = hand_in()

    (folder,) = inbound.iterdir()
    student, assignment, written, _ = folder.name.split("+")
    assert (student, assignment) == (WHO, TASK)
    assert (folder / "timestamp.txt").read_text() == written
    assert len((folder / "submission_secret.txt").read_text()) == 128
    assert read(folder).files == read(work).files == receipt.files
    assert verify(receipt, folder).good
    assert receipt == load(folder / "receipt.json") == load(work / "receipt.json")
    assert receipt.code in (work / "receipt.txt").read_text("utf-8")
    assert folder.stat().st_mode & 0o777 == 0o777
    assert (folder / "data" / "table.csv").stat().st_mode & 0o777 == 0o644
    assert not (work / ".receipt.json").exists()


def test_the_same_content_is_handed_in_once_and_gets_the_same_receipt(hand_in, inbound):
    first, again = hand_in(), hand_in()

    assert again == first
    assert (first.again, again.again) == (False, True)
    assert len(list(inbound.iterdir())) == 1


def test_another_version_is_new_and_so_is_going_back(hand_in, work, exchange, inbound):
    receipts = []
    for text in ("one", "two", "one"):
        (work / "assignment.ipynb").write_text(text)
        receipts.append(hand_in())

    assert len(list(inbound.iterdir())) == 3
    assert receipts[0].content == receipts[2].content != receipts[1].content
    assert sorted(receipt.time for receipt in receipts) == [receipt.time for receipt in receipts]
    newest = latest(exchange, COURSE, TASK)[WHO]
    assert newest.name == receipts[2].folder


def test_a_receipt_is_not_repeated_when_the_submission_is_gone_or_changed(hand_in, inbound):
    first = hand_in()
    (inbound / first.folder / "answers.json").write_text("changed")
    second = hand_in()
    shutil.rmtree(inbound / second.folder)
    third = hand_in()

    assert not second.again
    assert not third.again
    assert {path.name for path in inbound.iterdir()} == {first.folder, third.folder}


def test_a_neighbours_receipt_that_came_with_a_folder_is_nobodys(hand_in, work, inbound):
    hand_in("Бекзат Токтогулов")

    receipt = hand_in(WHO)

    assert not receipt.again
    assert receipt.student == WHO
    assert len(list(inbound.iterdir())) == 2
    assert load(work / "receipt.json") == receipt


def test_two_clicks_at_once_hand_in_once(hand_in, inbound):
    pids = [child(hand_in) for _ in range(6)]

    assert [os.waitpid(pid, 0)[1] for pid in pids] == [0] * 6
    assert len(list(inbound.iterdir())) == 1


def test_versions_of_one_second_do_not_collide(hand_in, work, inbound):
    for number in range(20):
        (work / "assignment.ipynb").write_text(str(number))
        hand_in()

    assert len(list(inbound.iterdir())) == 20
    assert all(judged(one).good for one in arrivals(inbound))


def test_links_pipes_and_sockets_are_left_out_and_named(hand_in, work, inbound, tmp_path):
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "key").write_text("secret")
    (work / "link").symlink_to(secret / "key")
    (work / "folder").symlink_to(secret)
    os.mkfifo(work / "data" / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.path.relpath(work / "socket"))

        receipt = hand_in()

    assert set(receipt.left_out) == {
        ("link", "folder"),
        ("link", "link"),
        ("special", "data/pipe"),
        ("special", "socket"),
    }
    assert len(receipt.files) == 3
    assert not any(
        "secret" in path.read_text()
        for path in inbound.rglob("*")
        if path.is_file() and path.name != "submission_secret.txt"
    )


def test_a_learners_own_file_named_like_a_receipt_stays_as_it_is(hand_in, work):
    (work / "receipt.txt").write_text("of the shop")

    receipt = hand_in()

    assert ("reserved", "receipt.txt") in receipt.left_out
    assert (work / "receipt.txt").read_text() == "of the shop"
    assert load(work / "receipt.json") == receipt
    assert hand_in().again


@pytest.mark.parametrize(
    ("rules", "kind"),
    [
        (Rules(files=2), "many-files"),
        (Rules(total=5), "large-folder"),
        (Rules(size=1), "large-notebook"),
        (Rules(depth=0), "deep"),
        (Rules(include=("*.txt",)), "empty"),
    ],
)
def test_a_folder_beyond_the_limits_is_refused_with_a_sentence(hand_in, inbound, rules, kind):
    with pytest.raises(SubmitError, match="Nothing was handed in") as refused:
        hand_in(rules=rules)

    assert refused.value.kind == kind
    assert list(inbound.iterdir()) == []


def test_a_large_file_beside_the_notebook_is_left_out(hand_in, work):
    (work / "film.mp4").write_bytes(b"0" * 100)

    receipt = hand_in(rules=Rules(size=50))

    assert receipt.left_out == (("large", "film.mp4"),)


def test_a_file_that_is_saved_meanwhile_is_copied_again(hand_in, work, inbound, monkeypatch):
    versions = iter(["while it was copied", "while it was copied again"])

    def copy_and_save(top, target, rules):
        done = tree.copy(top, target, rules)
        if text := next(versions, None):
            (work / "assignment.ipynb").write_text(text)
            (work / "data" / "table.csv").unlink(missing_ok=True)
        return done

    def read_and_save(top, rules):
        done = tree.read(top, rules)
        if text := next(versions, None):
            (work / "assignment.ipynb").write_text(text)
        return done

    monkeypatch.setattr(submitting, "copy", copy_and_save)
    monkeypatch.setattr(submitting, "read", read_and_save)
    receipt = hand_in()

    assert receipt.content == content_hash(read(work).files)
    assert (inbound / receipt.folder / "assignment.ipynb").read_text() == "while it was copied"[
        :19
    ] + " again"


def test_a_file_that_never_rests_is_told_by_name(hand_in, work, inbound, monkeypatch):
    def copy_and_save(top, target, rules):
        (work / "answers.json").write_text(str(time.monotonic_ns()))
        return tree.copy(top, target, rules)

    monkeypatch.setattr(submitting, "copy", copy_and_save)
    monkeypatch.setattr(time, "sleep", lambda _: None)

    with pytest.raises(SubmitError, match=r"“answers.json” is being changed"):
        hand_in()
    assert list(inbound.iterdir()) == []


@pytest.mark.parametrize(
    "bad",
    [
        "",
        " ",
        ".",
        "..",
        "../other",
        "a/b",
        "/etc",
        ".hidden",
        "a\nb",
        "a\0b",
        "a*",
        "a\u2028b",
        "\udcff",
    ],
)
@pytest.mark.parametrize("part", [0, 1, 2])
def test_names_that_lead_elsewhere_are_refused(work, exchange, bad, part):
    names = [WHO, COURSE, TASK]
    names[part] = bad

    with pytest.raises(SubmitError, match="cannot be used"):
        submit(work, exchange, *names)


def test_a_name_that_is_too_long_is_told(hand_in):
    with pytest.raises(SubmitError, match="is too long"):
        hand_in("Ж" * 120)


@pytest.mark.parametrize(
    "student",
    ["a+b@x.org", "100%", "%2B", "a+01-small", "Анна-Мария О’Нил", "a[b]?", "a b", "+", "%"],
)
def test_every_learners_name_comes_back_from_the_exchange(hand_in, exchange, inbound, student):
    hand_in(student)

    (folder,) = inbound.iterdir()
    assert folder.name.count("+") == 3
    assert list(latest(exchange, COURSE, TASK)) == [student]


def test_a_plus_that_an_older_nbgrader_let_through_is_the_learners(inbound):
    found = arrival(inbound / "a+b+01-small+2026-03-01 10:00:00.000001 UTC+x_-y")
    bare = arrival(inbound / "a+b+01-small+2026-03-01 10:00:00.000001 UTC")

    assert (found.student, found.assignment) == ("a+b", "01-small")
    assert (bare.student, bare.assignment, bare.time) == ("a+b", "01-small", found.time)


@pytest.mark.parametrize(
    "name",
    ["x", "a+b", "a+b+c", "a+b+never+x", "a+.b+2026-03-01+x", "+b+2026-03-01+x", "a+b+9" * 9],
)
def test_what_is_no_submissions_name_is_passed_over(inbound, name):
    (inbound / name).mkdir()

    assert arrivals(inbound) == []


def test_the_newest_whole_submission_is_the_latest(hand_in, work, exchange, inbound):
    first = hand_in()
    for student in ("Stock", "Half"):
        stock(inbound, student=student, marked=student != "Half")
    (work / "assignment.ipynb").write_text("newer")
    second = hand_in()
    assert latest(exchange, COURSE, TASK)[WHO].name == second.folder

    (inbound / second.folder / "assignment.ipynb").write_text("tampered")

    found = latest(exchange, COURSE, TASK)
    assert found.keys() == {WHO, "Stock"}
    assert found[WHO].name == first.folder
    assert latest(exchange, COURSE, "another") == {}


@pytest.mark.parametrize(
    ("file", "text", "kind"),
    [
        ("timestamp.txt", "2020-01-01 00:00:00.000000 UTC", "differs"),
        ("timestamp.txt", "x", "differs"),
        ("receipt.json", "{}", "unreadable"),
        ("extra.ipynb", "{}", "differs"),
    ],
)
def test_meddling_with_what_lies_in_the_exchange_is_seen(hand_in, inbound, file, text, kind):
    receipt = hand_in()
    (inbound / receipt.folder / file).write_text(text)

    (found,) = arrivals(inbound)
    assert judged(found).kind == kind


def test_a_submission_under_another_learners_name_is_strange(hand_in, inbound):
    receipt = hand_in()
    (inbound / receipt.folder).rename(inbound / receipt.folder.replace(WHO, "Another"))

    (found,) = arrivals(inbound)
    assert judged(found).kind == "strange"


def test_a_watch_yields_what_is_there_and_what_comes_each_once_and_never_a_half(
    hand_in, work, exchange, inbound, monkeypatch
):
    stop, seen = threading.Event(), []
    old = hand_in()
    known = stock(inbound, student="Known").name
    half = stock(inbound, student="Half", marked=False)
    scans, scan = [], os.scandir

    def scandir(path=".", /):
        entries = scan(path)
        if path == inbound and len(scans) < 5:
            scans.append(path)
            (work / "assignment.ipynb").write_text(f"version {len(scans)}")
            hand_in()  # arrives when the scan has begun
        return entries

    monkeypatch.setattr(os, "scandir", scandir)
    for one in watch(exchange, COURSE, TASK, interval=0.01, seen={known}, stop=stop):
        assert judged(one).good
        seen.append(one.path.name)
        if len(seen) == 4:
            (half / "submission_secret.txt").write_text("s")
        if len(seen) == 7:
            stop.set()

    assert seen[0] == old.folder
    assert Counter(seen) == {path.name: 1 for path in inbound.iterdir() if path.name != known}


def test_a_watch_waits_for_an_exchange_that_comes_later(work, tmp_path):
    stop = threading.Event()
    watching = watch(tmp_path, COURSE, interval=0.01, stop=stop)

    def come():
        (tmp_path / COURSE / "inbound").mkdir(parents=True)
        submit(work, tmp_path, WHO, COURSE, TASK)

    timer = threading.Timer(0.05, come)
    timer.start()
    found = next(watching)
    stop.set()

    assert found.student == WHO
    assert list(watching) == []
    timer.join()


def test_a_submissions_name_is_never_the_same():
    written = stamp(moment("2026-03-01T10:00:00.000001Z"))

    assert len({folder_name(WHO, TASK, written) for _ in range(100)}) == 100
