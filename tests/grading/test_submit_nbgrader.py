"""What was handed in is what nbgrader's own commands list, collect and give feedback to."""

import json
import os
import random
import shutil
import threading
import time
from collections import Counter

import pytest
from handing_in import COURSE, TASK, WHO, child, stock

from electoral_grading.arrivals import watch
from electoral_grading.inbound import quoted
from electoral_grading.receipt_words import AGAIN, local
from electoral_grading.receipts import Receipt, load
from electoral_grading.seals import load_collected, receipts_key
from electoral_grading.submit import submit
from electoral_grading.submit_words import SENTENCES, say
from electoral_grading.verdicts import verify


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
