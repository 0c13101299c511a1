"""On a Dask cluster the same class gets the same points, and a lost worker costs none."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import ExitStack
from pathlib import Path

import pytest
from handed_in import CLASS, NAME, copied, hand_in_all, marks

from electoral_grading import cluster
from electoral_grading.assignment import Assignment
from electoral_grading.batch import Batch
from electoral_grading.cluster import ClusterError, ClusterPool, compare, packed, unpack, versions
from electoral_grading.folders import places
from electoral_grading.settings import Settings

pytestmark = pytest.mark.slow

PROGRAM = Path(sys.executable).parent / "electoral-school"


class Cluster:
    """A scheduler and its workers, each a process of this machine."""

    def __init__(self, place, stack):
        self.place, self.stack, self.workers = place, stack, []
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
        self.run("dask_scheduler", "--port", self.address.rpartition(":")[2], "--no-dashboard")

    def run(self, program, *words, **environment):
        process = subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{program}", *words, "--host", "127.0.0.1"],
            cwd=self.place,
            env=os.environ | environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.stack.callback(process.wait)
        self.stack.callback(process.terminate)
        return process

    def worker(self, **environment):
        words = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--memory-limit", "0")
        process = self.run("dask_worker", self.address, *words, **environment)
        self.workers.append(process)
        return process


@pytest.fixture(scope="module")
def dask(tmp_path_factory):
    """A scheduler with two workers."""
    with ExitStack() as stack:
        dask = Cluster(tmp_path_factory.mktemp("dask"), stack)
        dask.worker()
        dask.worker()
        yield dask


@pytest.fixture(scope="module")
def handed_in(course):
    """A course whose class has handed in."""
    hand_in_all(course)
    return course.root


@pytest.fixture
def root(handed_in, tmp_path):
    """A copy of its folder."""
    return copied(handed_in, tmp_path / "ru")


def assignment_of(root):
    """Return the small assignment."""
    return Assignment.load(root, NAME, Settings(root).db_url, "ru")


def test_two_workers_and_one_machine_agree(dask, root):
    words = [PROGRAM, "grade", NAME, f"--course={root}", "--json", "--timeout=5"]
    here = subprocess.run(words, capture_output=True, text=True, check=True, timeout=60)
    alone = marks(root)
    shutil.rmtree(root / "autograded")
    words.append(f"--scheduler={dask.address}")
    there = subprocess.run(words, capture_output=True, text=True, check=False, timeout=90)

    assert there.returncode == 0, there.stderr
    assert points(there.stdout) == points(here.stdout)
    assert set(points(here.stdout)) == set(CLASS)
    assert marks(root) == alone


def points(printed):
    """Return the scores of lines of JSON."""
    return {line["student"]: line["score"] for line in map(json.loads, printed.splitlines())}


def test_a_lost_worker_gives_its_work_to_the_others(dask, root):
    lost = dask.worker()
    pool = ClusterPool(dask.address, assignment_of(root), timeout=5)
    with ExitStack() as stack:
        stack.callback(pool.close)
        wait_for(pool, 3)
        killer = threading.Timer(0.5, os.killpg, (lost.pid, signal.SIGKILL))
        killer.start()
        store = stack.enter_context(Settings(root).store())
        batch = Batch(assignment_of(root), pool, store, force=True)
        told = {one.student: one.score for one in batch.run(places(root, NAME))}
        killer.join()

    right = {name: sum(filter(None, expected)) for name, (_, expected) in CLASS.items()}
    assert told == right


def test_a_worker_with_another_version_is_named(dask, root, tmp_path):
    about = tmp_path / "other" / "electoral_school-9.9.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Name: electoral-school\nVersion: 9.9\n", encoding="utf-8")
    pool = ClusterPool(dask.address, assignment_of(root))
    other = dask.worker(PYTHONPATH=str(about.parent))
    try:
        wait_for(pool, 3)
        with pytest.raises(ClusterError, match=r"electoral-school 9\.9 where this machine has"):
            ClusterPool(dask.address, assignment_of(root))
    finally:
        pool.close()
        os.killpg(other.pid, signal.SIGKILL)


def wait_for(pool, count):
    """Wait until the cluster has so many workers."""
    until = time.monotonic() + 30
    while len(pool.client.nthreads()) < count:
        assert time.monotonic() < until
        time.sleep(0.1)


def test_no_scheduler_and_no_worker_are_sentences(root, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "IDLE", 0.5)
    with ExitStack() as stack:
        idle = Cluster(tmp_path, stack)
        with pytest.raises(ClusterError, match="has no worker"):
            ClusterPool(idle.address, assignment_of(root))
    monkeypatch.setattr(cluster, "REACH", 0.5)
    for address in (idle.address, "nonsense://"):
        with pytest.raises(ClusterError, match="does not answer"):
            ClusterPool(address, assignment_of(root))


def test_the_files_of_a_submission_arrive_as_they_were_sent(root, tmp_path):
    folder = root / "submitted" / "gulnara" / NAME
    (folder / os.fsdecode(b"\xff\xfe")).write_bytes(b"\0odd")

    sent = packed(folder)
    unpack(sent, tmp_path / "there")

    assert packed(tmp_path / "there") == sent
    assert (tmp_path / "there" / "data" / "own.csv").is_file()
    assert (tmp_path / "there" / "link").readlink() == Path(os.devnull)
    assert (tmp_path / "there" / "pipe").is_fifo()


def test_what_differs_is_said():
    ours = versions()

    compare("tcp://w:1", ours, dict(ours))
    with pytest.raises(ClusterError, match="numpy 0 where this machine has"):
        compare("tcp://w:1", ours, ours | {"numpy": "0"})
    with pytest.raises(ClusterError, match="cannot grade: No module"):
        compare("tcp://w:1", ours, ModuleNotFoundError("No module named 'electoral_grading'"))
