"""A class graded by us and by `nbgrader autograde`, in one run, with the same points.

    python tests/bench/grading.py                      60 learners, both graders
    python tests/bench/grading.py --stock 12           nbgrader grades only so many of them
    python tests/bench/grading.py --thousand 1000      memory with a thousand submissions
    python tests/bench/grading.py --dask               two worker processes against one

Wall time is what a lecturer waits for; CPU time, of all processes together, is steadier on a
busy machine.
"""

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

import psutil
from sixty import NAME, PROGRAMS, environment, make, scores

LOCAL = ("--no-dashboard", "--host", "127.0.0.1")


@dataclass
class Run:
    """What a command took."""

    wall: float
    cpu: float
    moments: list[float] = field(default_factory=list)
    """When each result came, in seconds after the start."""
    levels: set[str] = field(default_factory=set)

    def rate(self, count):
        return count / self.wall

    def steady(self):
        """Results a second from the first to the last."""
        return (len(self.moments) - 1) / (self.moments[-1] - self.moments[0])


def run(*words, folder, watch=None):
    """Run a command; read its JSON, if it prints some."""
    before, begin = times(), time.perf_counter()
    process = subprocess.Popen(
        words,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
    )
    done = Run(0, 0)
    errors = []
    reader = Thread(target=lambda: errors.append(process.stderr.read()))
    reader.start()
    if watch:
        watch(process.pid)
    for line in process.stdout:
        done.moments.append(time.perf_counter() - begin)
        done.levels.add(json.loads(line)["level"] if line.startswith("{") else "")
    process.wait()
    reader.join()
    assert process.returncode == 0, errors[0][-3000:]
    done.wall, done.cpu = time.perf_counter() - begin, times() - before
    return done


def times():
    """CPU seconds of every child that has ended."""
    spent = os.times()
    return spent.children_user + spent.children_system


def ours(root, *words, watch=None):
    """Grade with our command."""
    return run(
        PROGRAMS / "electoral-school",
        "grade",
        NAME,
        f"--course={root}",
        "--json",
        *words,
        folder=root,
        watch=watch,
    )


def compare(place, students, stock):
    """Grade one class with both, and print the ratios."""
    theirs, own = make(place / "theirs", stock), make(place / "ours", students)
    stock_run = run(PROGRAMS / "nbgrader", "autograde", NAME, folder=theirs)
    own_run = ours(own)
    for root, count in ((theirs, stock), (own, students)):
        graded = list(root.glob(f"autograded/*/{NAME}/page.ipynb"))
        assert len(graded) == count, (root, len(graded))
    right = scores(f"sqlite:///{theirs}/gradebook.db")
    found = scores(f"sqlite:///{own}/gradebook.db")
    assert right == {place: found[place] for place in right}
    line("", "wall s", "CPU s", "a second", "CPU each")
    for name, one, count in (("nbgrader", stock_run, stock), ("ours", own_run, students)):
        figures = f"{one.wall:.1f}", f"{one.cpu:.1f}", f"{one.rate(count):.2f}"
        line(f"{name}, {count} learners", *figures, f"{one.cpu / count:.3f}")
    print(f"  confinement: {', '.join(sorted(own_run.levels))}; the points are the same")
    print(f"  throughput: {own_run.rate(students) / stock_run.rate(stock):.1f} times nbgrader's")
    print(f"  CPU: {stock_run.cpu / stock * students / own_run.cpu:.1f} times less")
    print(f"  first result after {own_run.moments[0]:.2f} s", flush=True)


def line(name, *figures):
    print(f"{name:24}" + "".join(f"{figure:>10}" for figure in figures), flush=True)


def thousand(place, students):
    """Grade very many submissions and print the memory that it took on the way."""
    root = make(place / "many", students)
    seen = []
    ended = Event()

    def watch(number):
        def look():
            while not ended.wait(1.0):
                try:
                    grader = psutil.Process(number)
                    all_of_it = [grader, *grader.children(recursive=True)]
                    seen.append((grader.memory_info().rss, shared_fairly(all_of_it)))
                except psutil.Error:
                    continue

        Thread(target=look, daemon=True).start()

    done = ours(root, watch=watch)
    ended.set()
    quarters = [seen[len(seen) * part // 4 - 1][0] >> 20 for part in (1, 2, 3, 4)]
    print(f"{students} submissions: {done.wall:.0f} s, {done.rate(students):.1f} a second")
    print(f"  MiB of the grader after each quarter: {quarters}")
    print(f"  MiB of all processes together, at most: {max(pss for _, pss in seen) >> 20}")


def shared_fairly(processes):
    """Return the memory of processes, what they share counted once."""
    total = 0
    for process in processes:
        try:
            total += process.memory_full_info().pss
        except psutil.Error:
            continue
    return total


@contextmanager
def cluster(place, workers):
    """Run a scheduler and so many worker processes of one thread each."""
    with ExitStack() as stack:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = str(free.getsockname()[1])
        address = f"tcp://127.0.0.1:{port}"
        begin(stack, place, "dask_scheduler", "--port", port)
        for _ in range(workers):
            begin(stack, place, "dask_worker", address, "--nthreads", "1", "--no-nanny")
        time.sleep(4)
        yield address


def begin(stack, place, program, *words):
    process = subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.{program}", *words, *LOCAL],
        cwd=place,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    stack.callback(process.wait)
    stack.callback(process.terminate)


def dask(place, students):
    """Grade on one worker process and on two, and print how much the second one adds."""
    root = make(place / "dask", students)
    rates = {}
    for workers in (1, 2):
        with cluster(place, workers) as address:
            ours(root, "--force", f"--scheduler={address}")  # each worker learns the assignment
            done = ours(root, "--force", f"--scheduler={address}")
        rates[workers] = done.steady()
        print(f"{workers} worker(s): {done.wall:.1f} s, {rates[workers]:.2f} a second", flush=True)
    print(f"  efficiency for each worker: {rates[2] / rates[1] / 2:.2f}")


def main():
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--students", type=int, default=60)
    words.add_argument("--stock", type=int, default=0)
    words.add_argument("--thousand", type=int, default=0)
    words.add_argument("--dask", action="store_true")
    given = words.parse_args()
    place = Path(tempfile.mkdtemp(prefix="electoral-bench-"))
    try:
        if given.dask:
            dask(place, given.students)
        elif given.thousand:
            thousand(place, given.thousand)
        else:
            compare(place, given.students, given.stock or given.students)
    finally:
        shutil.rmtree(place)


if __name__ == "__main__":
    main()
