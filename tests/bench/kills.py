"""Killing what grades, at random moments; after going on, every result is there, equal, once.

    python tests/bench/kills.py                 200 kills, on PostgreSQL where it is installed
    python tests/bench/kills.py --kills 40 --sqlite

A class is graded from nothing; while that runs, one of the grader, the warm process, a judge or
a learner's process, or the database's server is killed. The command is run again until it says
that all is graded; then everything is compared with a class that nobody disturbed.
"""

import argparse
import json
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from sixty import NAME, PROGRAMS, environment, make, scores
from sqlalchemy import create_engine, text

from electoral_grading.folders import MARK

TARGETS = ("grader", "warm process", "judge or learner", "PostgreSQL")
INVENTED = re.compile(rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TABLES = ("grade", "comment", "submitted_notebook", "submitted_assignment", "student")


class Postgres:
    """A server of PostgreSQL in a folder, that can be killed and started again."""

    def __init__(self, folder):
        self.folder = folder
        self.data = folder / "data"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        folder.mkdir()
        if os.getuid() == 0:  # the server refuses to be root
            shutil.chown(folder, "postgres")
        self.run("initdb", "-A", "trust", "-U", "course", "-D", str(self.data))
        self.start()
        self.run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "course", "course")
        self.url = f"postgresql+psycopg://course@127.0.0.1:{self.port}/course"

    @staticmethod
    def there():
        """Whether it is installed."""
        return shutil.which("initdb") is not None

    def run(self, program, *words):
        subprocess.run(
            [shutil.which(program), *words],
            check=True,
            capture_output=True,
            cwd=self.folder,
            **self.owner(),
        )

    def owner(self):
        return {"user": "postgres", "group": "postgres"} if os.getuid() == 0 else {}

    def start(self):
        """Start the server and wait until it answers."""
        with suppress(FileNotFoundError):
            (self.data / "postmaster.pid").unlink()
        words = ["-D", self.data, "-p", str(self.port), "-h", "127.0.0.1", "-k", self.folder]
        self.server = subprocess.Popen(
            [shutil.which("postgres"), *words],
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **self.owner(),
        )
        until = time.monotonic() + 60
        while time.monotonic() < until:
            ready = ["pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
            if subprocess.run(ready, check=False).returncode == 0:
                return
            time.sleep(0.1)
        raise TimeoutError("PostgreSQL does not start.")

    def kill(self):
        """Kill the server and all its processes at once, then start it again."""
        for process in [psutil.Process(self.server.pid), *children(self.server.pid)]:
            with suppress(psutil.Error):
                process.kill()
        self.server.wait()
        self.start()

    def stop(self):
        self.server.terminate()
        self.server.wait()


@dataclass
class Class:
    """A class that is graded again and again, from nothing."""

    root: Path
    db_url: str
    server: Postgres | None = None
    wanted: int = 200
    kills: Counter = field(default_factory=Counter)
    misses: int = 0
    """Kills that came when the command had ended, or its target was not there."""
    runs: int = 0

    def forget(self):
        """Take away everything that grading has left."""
        shutil.rmtree(self.root / "autograded", ignore_errors=True)
        engine = create_engine(self.db_url)
        with engine.begin() as connection:
            for table in TABLES:
                connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - names of our own
        engine.dispose()

    def start(self):
        self.runs += 1
        return subprocess.Popen(
            [PROGRAMS / "electoral-school", "grade", NAME, f"--course={self.root}", "--json"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(),
            start_new_session=True,
        )

    def whole(self):
        """Grade without being disturbed; return all that came out."""
        process = self.start()
        told, err = process.communicate(timeout=600)
        assert process.returncode == 0, err
        return self.state(), [json.loads(line)["student"] for line in told.splitlines()]

    def state(self):
        """Return the points, the marks, the notebooks and what else lies about."""
        found = {}
        for path in sorted(self.root.glob(f"autograded/*/{NAME}/*")):
            name = path.relative_to(self.root).as_posix()
            found[name] = self.mark(path) if path.name == MARK else same(path.read_bytes())
        strangers = [path.name for path in self.root.glob("autograded/*/.*")]
        engine = create_engine(self.db_url)
        with engine.connect() as connection:
            counts = {
                table: connection.execute(text(f"SELECT count(*) FROM {table}")).scalar()  # noqa: S608
                for table in TABLES
            }
        engine.dispose()
        return {
            "scores": scores(self.db_url),
            "files": found,
            "left over": strangers,
            "rows": counts,
        }

    @staticmethod
    def mark(path):
        """Return a mark without how long grading took."""
        results = json.loads(path.read_text(encoding="utf-8"))
        for result in results:
            result.pop("seconds", None)
        return results

    def disturb(self, targets, chance, most):
        """Start the command, kill one thing after the other at random moments, until it ends.

        Returns whether the command said that everything is graded.
        """
        process = self.start()
        while True:
            with suppress(subprocess.TimeoutExpired):
                process.wait(chance.uniform(0.1, most))
            target = chance.choice(targets)
            if process.poll() is not None or sum(self.kills.values()) >= self.wanted:
                break
            if self.kill(target, process.pid, chance):
                self.kills[target] += 1
            else:
                self.misses += 1
        _, err = process.communicate(timeout=600)
        assert process.returncode < 0 or "Traceback" not in err, err
        wait_for_end(process.pid)
        return process.returncode == 0

    def kill(self, target, grader, chance):
        """Kill a target; return whether there was one."""
        if target == "PostgreSQL":
            self.server.kill()
            return True
        below = children(grader)
        warm = [one for one in below if "electoral_grading.warm.zygote" in command(one)]
        main = [one for one in warm if parent(one) == grader]
        found = {
            "grader": [psutil.Process(grader)],
            "warm process": main,
            "judge or learner": [one for one in below if one not in main],
        }[target]
        if not found:
            return False
        with suppress(psutil.Error):
            chance.choice(found).kill()
            return True
        return False


def same(content):
    """Return a notebook without the names that plotly invents anew for each picture."""
    return INVENTED.sub(b"", content)


def children(number):
    """Return the processes below one."""
    try:
        return psutil.Process(number).children(recursive=True)
    except psutil.Error:
        return []


def command(process):
    """Return the command line of a process."""
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def parent(process):
    """Return the number of a process's parent."""
    try:
        return process.ppid()
    except psutil.Error:
        return 0


def wait_for_end(grader):
    """Wait until nothing of a killed grader runs; its processes must see that it is gone."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        left = [one for one in psutil.process_iter(["cmdline", "ppid"]) if orphan(one)]
        if not left:
            return
        time.sleep(0.2)
    raise AssertionError(f"after the grader {grader} there still run {left}")


def orphan(process):
    """Whether a process of ours has lost the grader that it belongs to."""
    words = process.info["cmdline"] or []
    return "electoral_grading.warm.zygote" in words and process.info["ppid"] == 1


def rounds(one, kills, seed, say=print):
    """Grade the class from nothing until so many kills have been; compare after every round."""
    chance = random.Random(seed)
    begin = time.monotonic()
    one.forget()
    one.wanted = kills
    right, told = one.whole()
    long = time.monotonic() - begin
    assert len(told) == len(set(told))
    targets = TARGETS if one.server else TARGETS[:-1]
    count = 0
    while sum(one.kills.values()) < kills:
        one.forget()
        count += 1
        done = False
        while not done and sum(one.kills.values()) < kills:
            done = one.disturb(targets, chance, long)
        state, _ = one.whole() if not done else (one.state(), None)
        for part, expected in right.items():
            assert state[part] == expected, (
                f"round {count}: {part}: {unlike(state[part], expected)}"
            )
        say(f"  round {count}: {dict(one.kills)}, {one.runs} runs", flush=True)
    return count


def unlike(found, expected):
    """Return the first thing in which two states differ."""
    if not isinstance(expected, dict):
        return found, expected
    for name in sorted({*found, *expected}, key=str):
        if found.get(name) != expected.get(name):
            return name, found.get(name), expected.get(name)
    return None


def main():
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--kills", type=int, default=200)
    words.add_argument("--students", type=int, default=60)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--sqlite", action="store_true")
    given = words.parse_args()
    place = Path(tempfile.mkdtemp(prefix="electoral-kills-"))
    place.chmod(0o755)
    server = None
    try:
        if not given.sqlite and Postgres.there():
            server = Postgres(place / "postgres")
        root = place / "course"
        make(root, given.students, server.url if server else "")
        one = Class(root, server.url if server else f"sqlite:///{root}/gradebook.db", server)
        begin = time.monotonic()
        count = rounds(one, given.kills, given.seed)
        print(f"\n{given.students} learners, graded {count} times from nothing, {one.runs} runs:")
        for target, number in sorted(one.kills.items()):
            print(f"  killed {number:4} times: {target}")
        print(f"  {one.misses} kills came too late and are not counted")
        print(f"  every result complete, equal and once; {time.monotonic() - begin:.0f} s")
    finally:
        if server:
            server.stop()
        shutil.rmtree(place)


if __name__ == "__main__":
    sys.exit(main())
