"""A class hands in within ten seconds: our `submit` beside nbgrader's own, in one run.

    python tests/bench/two_hundred_submit.py [learners] [seconds]

Every learner is a process, and all begin at the same random moments in each round. Time runs from
the command's own start to its end; the start of Python and nbgrader, the same for all, is left
out. nbgrader's own gives no receipt and promises nothing about the disk. As root, one more round
runs as learners who may not list the exchange (mode 733), as on a hub: they cannot bring just the
folder's name to the disk, only the whole file system.
"""

import ctypes  # noqa: F401 - a learner's account may not reach Python's folder later
import json
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
import traceback
from pathlib import Path

from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange.default import ExchangeSubmit
from traitlets.config import Config

from electoral_grading.arrivals import judged
from electoral_grading.inbound import arrivals
from electoral_grading.safe_submit import SafeSubmit

COURSE, TASK = "electoral-school-ru", "05-protocol"
NOBODY = 65_534
NOTEBOOK = json.dumps({"cells": [{"source": "x" * 1_000}] * 80, "metadata": {}})
"""As large as a notebook of ours."""


def home_of(place: Path, number: int, owner: int | None) -> Path:
    """Make a learner's folder of the assignment."""
    home = place / "homes" / str(number)
    folder = home / COURSE / TASK
    folder.mkdir(parents=True)
    for name, text in {"assignment.ipynb": NOTEBOOK, "answers.json": f"[{number}]"}.items():
        (folder / name).write_text(text)
    (folder / "items.json").write_text("[]" * 5_000)
    if owner is not None:
        for path in (home, *home.rglob("*")):
            os.chown(path, owner, owner)
    return home


def hand_in(kind: type, place: Path, home: Path, number: int) -> None:
    """Do what `nbgrader submit` does once it has started."""
    config = Config()
    config.CourseDirectory.course_id = COURSE
    config.CourseDirectory.assignment_id = TASK
    config.CourseDirectory.student_id = f"Студент {number}"
    config.Exchange.root = str(place / "exchange")
    config.Exchange.cache = str(home / ".cache")
    config.Exchange.assignment_dir = str(home)
    config.Exchange.path_includes_course = True
    directory = CourseDirectory(config=config)
    handing = kind(coursedir=directory, authenticator=Authenticator(config=config), config=config)
    handing.log.setLevel("ERROR")
    handing.start()


def round_of(kind: type, count: int, seconds: float, owner: int | None = None) -> list[float]:
    """Let a class hand in; return how long each learner waited, in order."""
    place = Path(tempfile.mkdtemp(prefix="two-hundred-"))
    place.chmod(0o755)
    inbound = place / "exchange" / COURSE / "inbound"
    inbound.mkdir(parents=True)
    (inbound.parent / "outbound" / TASK).mkdir(parents=True)
    (inbound.parent / "outbound" / TASK / "assignment.ipynb").write_text("{}")
    (place / "exchange").chmod(0o777)
    inbound.chmod(0o2733)
    hand_in(kind, place, home_of(place, count, None), count)  # everything is loaded before
    homes = [home_of(place, number, owner) for number in range(count)]
    moments = [random.Random(number).uniform(0, seconds) for number in range(count)]
    times = place / "times"
    times.mkdir(mode=0o777)
    times.chmod(0o777)
    start = time.monotonic() + 1
    children = []
    for number, home in enumerate(homes):
        if pid := os.fork():
            children.append(pid)
            continue
        try:
            if owner is not None:
                os.setgroups([])
                os.setgid(owner)
                os.setuid(owner)
            time.sleep(max(0, start + moments[number] - time.monotonic()))
            began = time.monotonic()
            hand_in(kind, place, home, number)
            (times / str(number)).write_text(str(time.monotonic() - began))
            os._exit(0)
        except BaseException:  # noqa: BLE001 - nothing of a child may run on here
            traceback.print_exc()
            os._exit(1)
    for pid in children:
        os.waitpid(pid, 0)
    waited = sorted(float(path.read_text()) for path in times.iterdir())
    whole = {one.student for one in arrivals(inbound) if judged(one).good}
    if len(waited) < count or len(whole) <= count:
        sys.exit(f"{count - len(waited)} of {count} failed, {len(whole)} are whole: not compared.")
    shutil.rmtree(place)
    return waited


def main(count: int, seconds: float) -> None:
    rounds = {
        "nbgrader's own": (ExchangeSubmit, None),
        "ours": (SafeSubmit, None),
    }
    if os.geteuid() == 0:
        rounds["nbgrader's own, as learners"] = (ExchangeSubmit, NOBODY)
        rounds["ours, as learners"] = (SafeSubmit, NOBODY)
    print(f"{count} learners hand in within {seconds:g} s; milliseconds waited")
    for title, (kind, owner) in rounds.items():
        waited = [1000 * second for second in round_of(kind, count, seconds, owner)]
        half, rare = statistics.median(waited), waited[int(0.95 * count)]
        print(f"  {title:30} p50 {half:7.1f}   p95 {rare:7.1f}   longest {waited[-1]:7.1f}")


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 200,
        float(sys.argv[2]) if len(sys.argv) > 2 else 10.0,
    )
