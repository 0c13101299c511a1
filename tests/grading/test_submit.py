"""Handing in: wholly or not at all, with true receipts, for nbgrader's own commands."""

import errno
import json
import os
import random
import shutil
import signal
import socket
import tempfile
import threading
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from electoral_grading import disk, tree
from electoral_grading import submit as submitting
from electoral_grading.arrivals import judged, latest, watch
from electoral_grading.inbound import arrival, arrivals, folder_name, quoted, stamp
from electoral_grading.receipt_words import AGAIN, local
from electoral_grading.receipts import Receipt, content_hash, load, moment, save
from electoral_grading.seals import load_collected, receipts_key
from electoral_grading.submit import SubmitError, submit
from electoral_grading.submit_words import SENTENCES, say
from electoral_grading.tree import Rules, read
from electoral_grading.verdicts import verify

COURSE, TASK = "electoral-school-ru", "01-small"
WHO = "Айгүл Асанова"


def fill(folder, text="{}"):
    """Make a learner's folder of the assignment."""
    (folder / "data").mkdir(parents=True, exist_ok=True)
    (folder / "assignment.ipynb").write_text(text)
    (folder / "answers.json").write_text("{}")
    (folder / "data" / "table.csv").write_text("1,2\n")
    return folder


@pytest.fixture
def work(tmp_path):
    return fill(tmp_path / "home" / TASK)


@pytest.fixture
def exchange(tmp_path):
    (tmp_path / "exchange" / COURSE / "inbound").mkdir(parents=True)
    return tmp_path / "exchange"


@pytest.fixture
def inbound(exchange):
    return exchange / COURSE / "inbound"


@pytest.fixture
def hand_in(work, exchange):
    def hand_in(student=WHO, folder=work, **options):
        return submit(folder, exchange, student, COURSE, TASK, **options)

    return hand_in


def state(folder):
    """Return everything in a folder: names, contents, times."""
    return {
        str(path.relative_to(folder)): (
            path.lstat().st_mtime_ns,
            path.is_file() and path.read_bytes(),
        )
        for path in folder.rglob("*")
        if not path.is_dir()
    }


def child(work):
    """Run a function in a process of its own, which ends with it; return the process's id."""
    pid = os.fork()
    if pid:
        return pid
    try:
        work()
        os._exit(0)
    except BaseException:  # noqa: BLE001 - nothing of a child may run on as the test
        os._exit(1)


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


def test_a_clock_that_was_set_back_does_not_make_the_newer_version_the_older(hand_in, work):
    receipt = hand_in()
    ahead = replace(receipt, time="2999-01-01T00:00:00.000000Z")
    save(ahead.to_json(), work / "receipt.json")
    (work / "assignment.ipynb").write_text("newer")

    assert hand_in().time == "2999-01-01T00:00:00.000001Z"


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


def stock(inbound, text="{}", student=WHO, moment="2026-03-01 10:00:00.000001 UTC", marked=True):
    """Put a submission there as nbgrader's own `submit` does."""
    folder = inbound / f"{student}+{TASK}+{moment}+random"
    folder.mkdir()
    (folder / "assignment.ipynb").write_text(text)
    (folder / "timestamp.txt").write_text(moment)
    if marked:
        (folder / "submission_secret.txt").write_text("s")
    return folder


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


# With nbgrader.


@pytest.fixture(scope="module")
def released(course):
    """The small course, its assignment released."""
    course.nbgrader("release_assignment", course.assignment)
    return course


@pytest.fixture
def school(released):
    """The released course with nothing handed in."""
    for folder in (inbound_of(released), released.root / "submitted", released.root / "damaged"):
        shutil.rmtree(folder, ignore_errors=True)
    inbound_of(released).mkdir()
    inbound_of(released).chmod(0o2733)
    return released


SAFE = "--ExchangeFactory.submit=electoral_grading.safe_submit.SafeSubmit"


def inbound_of(school):
    return school.root.parent / "exchange" / COURSE / "inbound"


def home_of(school, student):
    """Return a learner's folder of the assignment, as fetched."""
    folder = school.home / student / COURSE / TASK
    if not folder.exists():
        shutil.copytree(school.root.parent / "exchange" / COURSE / "outbound" / TASK, folder)
    return folder


def command(school, student, *words):
    """Run a learner's command, with our `submit`."""
    options = [*school.learner_options(student)[:-1], "--NbGrader.log_level=INFO", SAFE]
    return school.run(school.home / student, *words, *options)


def err(capfd):
    """Return what was told since the last time."""
    return capfd.readouterr().err


def collect(school, *words):
    school.nbgrader("collect", TASK, *words)
    return school.root / "submitted"


def answers(text):
    """Return a file of answers as the widgets save it."""
    kept = {"why": {"value": text, "hints": 0}}
    return json.dumps({"version": 1, "module": TASK, "student": WHO, "answers": kept})


def hand_in_at(school, student, text=None):
    home = home_of(school, student)
    if text is not None:
        (home / "answers.json").write_text(answers(text))
    return submit(home, school.root.parent / "exchange", student, COURSE, TASK)


@pytest.mark.slow
@pytest.mark.parametrize("student", [WHO, "a+b@x.org"])
def test_nbgraders_own_commands_work_on_it_from_submit_to_feedback(school, student, capfd):
    home = home_of(school, student)
    (home / "answers.json").write_text(answers("first"))
    words = ("submit", TASK, f"--student={student}")
    assert command(school, student, *words) == 0
    receipt = load(home / "receipt.json")
    told = err(capfd)
    assert f"сданы {local(receipt.time)}" in told
    assert receipt.code in told
    assert command(school, student, *words) == 0
    again = say(AGAIN, "ru").format(time=local(receipt.time), code=receipt.code)
    assert again in err(capfd)
    (folder,) = inbound_of(school).iterdir()
    assert verify(receipt, folder).good

    shown = f"{COURSE} {quoted(student)} {TASK} {folder.name.split('+')[2]} (no feedback available)"
    for what in ("--inbound", "--cached"):
        assert command(school, student, "list", what) == 0
        assert err(capfd).count(shown) == 1

    collect(school)
    submitted = school.root / "submitted" / student / TASK
    collected = load_collected(submitted / "collected.json")
    assert collected.receipt == receipt
    assert verify(collected, submitted, receipts_key(school.root)).kind == "sealed"

    feedback = school.root / "feedback" / student / TASK
    feedback.mkdir(parents=True)
    for name in ("timestamp.txt", "submission_secret.txt"):
        shutil.copy(submitted / name, feedback)
    (feedback / "assignment.html").write_text(f"the feedback of {student}")
    school.nbgrader("release_feedback", TASK)
    assert command(school, student, "fetch_feedback", TASK) == 0
    (fetched,) = (home / "feedback").rglob("assignment.html")
    assert fetched.read_text() == f"the feedback of {student}"
    assert fetched.parent.name == (folder / "timestamp.txt").read_text()

    assert hand_in_at(school, student).again  # feedback that was fetched is no new content


@pytest.mark.slow
def test_a_refusal_is_told_by_nbgraders_submit(school, capfd):
    home_of(school, "refused")
    shutil.rmtree(inbound_of(school))

    assert command(school, "refused", "submit", TASK, "--student=refused") != 0

    assert say(SENTENCES["missing"], "ru").format(name=COURSE) in err(capfd)
    assert not (school.home / "refused" / ".cache").exists()


@pytest.mark.slow
def test_a_tampered_submission_is_kept_aside_and_the_one_before_it_is_taken(school):
    first = hand_in_at(school, WHO, "first")
    second = hand_in_at(school, WHO, "second")
    (inbound_of(school) / second.folder / "answers.json").write_text("tampered")
    (inbound_of(school) / ".handing-in-cut-off").mkdir()
    (inbound_of(school) / "no submission").mkdir()
    (inbound_of(school) / f"x+{TASK}+never+x").mkdir()
    (inbound_of(school) / f"y+{TASK}+2026-03-01 10:00:00.000001 UTC+x").symlink_to(school.root)

    submitted = collect(school)

    assert [path.name for path in submitted.iterdir()] == [WHO]
    assert load(submitted / WHO / TASK / "receipt.json") == first
    assert (submitted / WHO / TASK / "answers.json").read_text() == answers("first")
    (aside,) = (school.root / "damaged" / WHO / TASK).iterdir()
    assert (aside / "answers.json").read_text() == "tampered"

    third = hand_in_at(school, WHO, "third")
    collect(school)
    assert load(submitted / WHO / TASK / "receipt.json") == first
    collect(school, "--update")
    assert load(submitted / WHO / TASK / "receipt.json") == third
    assert [path.name for path in (submitted / WHO).iterdir()] == [TASK]


@pytest.mark.slow
def test_collecting_follows_no_link_and_waits_for_no_pipe(school):
    """nbgrader's own collect copies what a link points to, with the lecturer's rights."""
    folder = stock(inbound_of(school), (home_of(school, WHO) / "assignment.ipynb").read_text())
    (folder / "solution.ipynb").symlink_to(school.root / "source" / TASK / "assignment.ipynb")
    (folder / "course").symlink_to(school.root)
    os.mkfifo(folder / "pipe")
    half = stock(inbound_of(school), student="Half", marked=False)
    hostile = stock(inbound_of(school), student="Hostile")
    (hostile / "timestamp.txt").unlink()
    (hostile / "timestamp.txt").symlink_to("/dev/zero")

    submitted = collect(school)

    assert {path.name for path in submitted.rglob("*")} == {
        *(WHO, TASK),
        *("assignment.ipynb", "timestamp.txt", "submission_secret.txt"),
        "Half",
        "Hostile",
    }
    assert (school.root / "damaged" / "Half" / TASK / half.name).is_dir()


@pytest.mark.slow
def test_the_last_one_in_time_is_collected_where_that_is_asked(school):
    from nbgrader.api import Gradebook

    text = (home_of(school, WHO) / "assignment.ipynb").read_text()
    for day in ("03-01", "03-02"):
        written = f"2026-{day} 10:00:00.000001 UTC"
        stock(inbound_of(school), text, moment=written)
        stock(inbound_of(school), text, student="Late", moment=written.replace("03-0", "04-0"))
    with Gradebook(f"sqlite:///{school.root / 'gradebook.db'}") as gradebook:
        gradebook.update_or_create_assignment(TASK, duedate="2026-03-01 12:00:00 UTC")

    submitted = collect(school, "--before-duedate")

    times = {path.parts[-3]: path.read_text()[5:10] for path in submitted.rglob("timestamp.txt")}
    assert times == {WHO: "03-01", "Late": "04-02"}


@pytest.mark.slow
def test_two_hundred_hand_in_while_the_course_collects_again_and_again(school, tmp_path):
    """Within four seconds; every fourth hands in a second version at once."""
    from nbgrader.apps.nbgraderapp import NbGraderApp  # noqa: F401 - loaded before the class forks

    names = [f"Студент {number}" for number in range(200)]
    chance = random.Random(5)  # noqa: S311
    shared = school.root.parent / "exchange"
    homes = {who: tmp_path / "homes" / str(number) for number, who in enumerate(names)}
    for number, home in enumerate(homes.values()):
        shutil.copytree(home_of(school, WHO), home)
        (home / "answers.json").write_text(answers(number))

    def work(who, number, delay):
        time.sleep(delay)
        receipts = [submit(homes[who], shared, who, COURSE, TASK)]
        if number % 4 == 0:
            (homes[who] / "answers.json").write_text(answers("again"))
            receipts.append(submit(homes[who], shared, who, COURSE, TASK))
        given = [receipt.to_json() for receipt in receipts]
        (tmp_path / f"{number}.json").write_text(json.dumps(given))

    pids = [
        child(lambda who=who, number=number: work(who, number, chance.uniform(0, 4)))
        for number, who in enumerate(names)
    ]
    stop, watched, rounds = threading.Event(), [], 0
    watcher = threading.Thread(
        target=lambda: watched.extend(watch(shared, COURSE, TASK, interval=0.05, stop=stop))
    )
    watcher.start()
    try:
        while pids:
            collect(school, "--update")
            rounds += 1
            pids = [pid for pid in pids if os.waitpid(pid, os.WNOHANG) == (0, 0)]
        collect(school, "--update")
    finally:
        stop.set()
        watcher.join()

    given = [
        Receipt.of_json(data)
        for number in range(200)
        for data in json.loads((tmp_path / f"{number}.json").read_text())
    ]
    assert len(given) == 250
    assert rounds >= 1
    assert {path.name for path in inbound_of(school).iterdir()} == {one.folder for one in given}
    assert all(verify(one, inbound_of(school) / one.folder).good for one in given)
    assert Counter(one.path.name for one in watched) == {one.folder: 1 for one in given}
    key = receipts_key(school.root)
    for who, home in homes.items():
        collected = load_collected(school.root / "submitted" / who / TASK / "collected.json")
        assert collected.receipt == load(home / "receipt.json")
        assert verify(collected, school.root / "submitted" / who / TASK, key).good


def test_a_submissions_name_is_never_the_same():
    written = stamp(moment("2026-03-01T10:00:00.000001Z"))

    assert len({folder_name(WHO, TASK, written) for _ in range(100)}) == 100
