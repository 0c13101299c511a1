"""How soon after the command a page can be read, beside stock Voilà with the same lesson.

    python tests/bench/start.py [lesson] [rounds]

Each round starts three servers, one after the other, and ends them: `voila` with the lesson's
folder, the school's server on what is built, and `electoral-school start`, which looks first
whether something has to be built anew. A client that knows the address asks again and again from
the beginning; noted is when the server answers at all, when the home page has come, and when the
lesson's last line of text has. Stock Voilà has no page of its own before the lesson's. At last
the same after a source was changed, and JupyterLab's first page, whose tools are loaded then.
"""

import contextlib
import http.client
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pages

ROOT, ROUNDS, PATIENCE = pages.ROOT, 5, 120
SCHOOL = Path(sys.executable).with_name("electoral-school")


class Start:
    """One start of a server, with the seconds since its command."""

    def __init__(self, command, place):
        self.port = pages.free_port()
        environment = {k: v for k, v in os.environ.items() if not k.startswith("JUPYTER_")}
        environment |= {"JUPYTER_RUNTIME_DIR": tempfile.mkdtemp(prefix="run-", dir=place)}
        self.said = Path(place) / f"said-{self.port}"
        self.began = time.perf_counter()
        with self.said.open("w") as stream:
            self.process = subprocess.Popen(
                [part.format(port=self.port) for part in command],
                stdout=stream,
                stderr=subprocess.STDOUT,
                env=environment,
                start_new_session=True,
            )
        self.answers = self.until(lambda: self.ask("/favicon.ico").read())

    def until(self, done):
        """Return the seconds until something is done; try it again and again."""
        while True:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if done() is not None:
                    return time.perf_counter() - self.began
            told = self.told()
            assert self.process.poll() is None, told
            assert time.perf_counter() - self.began < PATIENCE, told
            time.sleep(0.01)

    def told(self):
        """Return what it said at the terminal."""
        return self.said.read_text(encoding="utf-8")

    def ask(self, path, cookie=""):
        """Return the answer to a request."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        line.request("GET", path, headers={"Cookie": cookie} if cookie else {})
        return line.getresponse()

    def read(self, path, mark, cookie=""):
        """Take a page up to its mark; return the seconds since the command."""
        answer, got = self.ask(path, cookie), b""
        assert answer.status == 200, (path, answer.status)
        while mark not in got:
            piece = answer.read1(65536)
            assert piece, f"{path} ended without its text"
            got += piece
        return time.perf_counter() - self.began

    def cookie(self, key):
        """Return the cookies of somebody with this key."""
        answer = self.ask(f"/school/?token={key}")
        answer.read()
        return "; ".join(
            value.split(";")[0]
            for name, value in answer.getheaders()
            if name == "Set-Cookie" and "expires=Thu, 01 Jan 1970" not in value
        )

    def end(self):
        """End it, with all that it started."""
        with contextlib.suppress(OSError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def school_start(command, place, lesson, mark, *, lab=False):
    """Return when the server answers, and when the home page, and the lesson's text, have come."""
    start = Start(command, place)
    try:
        start.until(lambda: len(re.findall(r"token=(\S+)", start.told())) > 1 or None)
        lecturer, learner = re.findall(r"token=(\S+)", start.told())[:2]
        if lab:
            return start.read("/lab", b"</html>", start.cookie(lecturer))
        cookie = start.cookie(learner)
        home = start.read("/school/ru/", b"</html>", cookie)
        return start.answers, home, start.read(f"/school/ru/{lesson}/", mark, cookie)
    finally:
        start.end()


def voila_start(command, place, mark):
    """Return when stock Voilà answers, and when the lesson's text has come (twice: no home)."""
    start = Start(command, place)
    try:
        text = start.read("/voila/render/lesson.ipynb", mark)
        return start.answers, text, text
    finally:
        start.end()


def main(lesson, rounds):
    """Measure all three in turn and print their medians side by side."""
    from electoral_courses.builder import build

    place = Path(tempfile.mkdtemp(prefix="start-"))
    courses, out = place / "courses", place / "build"
    shutil.copytree(ROOT / "courses", courses)
    build(courses, out)
    file = out / "courses" / "ru" / lesson / "lesson.ipynb"
    mark = pages.last_words(file)[1].encode()
    python = [sys.executable, "-m"]
    stock = [*python, "voila", str(file.parent), "--no-browser", "--port={port}"]
    stock += ["--Voila.ip=127.0.0.1"]
    data = str(place / "data")
    serve = [*python, "electoral_binder.serve", "--root", str(out), "--data", data]
    serve += ["--port", "{port}"]
    start = [str(SCHOOL), "start", "--courses", str(courses), "--out", str(out), "--data", data]
    start += ["--no-browser", "--port", "{port}"]
    try:
        school_start(start, place, lesson, mark)  # the first start builds and packs
        times = {"voila": [], "serve": [], "start": []}
        for _ in range(rounds):
            times["voila"].append(voila_start(stock, place, mark))
            times["serve"].append(school_start(serve, place, lesson, mark))
            times["start"].append(school_start(start, place, lesson, mark))
        print(f"from the command, median of {rounds:<17}{'voila':>8}{'serve':>16}{'start':>16}")
        for column, what in enumerate(("the server answers", "the first page", "a lesson's text")):
            each = {n: statistics.median(t[column] for t in told) for n, told in times.items()}
            theirs = each.pop("voila")
            shown = "".join(f"{own:>8.2f} s{theirs / own:>5.1f}x" for own in each.values())
            print(f"{what:<40}{theirs:>6.2f} s{shown}", flush=True)
        source = courses / lesson / "lesson.md"
        source.write_text(source.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        changed = school_start(start, place, lesson, mark)
        print(f"after a source was changed: the first page {changed[1]:.2f} s")
        print(f"JupyterLab's first page {school_start(start, place, lesson, mark, lab=True):.2f} s")
    finally:
        shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    main(*(sys.argv[1:2] or [pages.LESSON]), int((sys.argv[2:3] or [ROUNDS])[0]))
