"""How soon a lesson can be read, beside stock Voilà with the same notebook in the same run.

    python tests/bench/pages.py [lesson] [openings at once]

A client takes the page and notes when its last line of text has come; a browser notes when that
line can be seen, and when the first question has been answered by Python: on a first visit and on
the next, where other machines cannot be found, and where whatever is sent to them is dropped. Then
many open it at once: when the last one is served, and what all processes hold of the memory (PSS:
what is shared is counted once).
"""

import contextlib
import http.client
import json
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
SETTLING = 15
"""Seconds after which memory is measured: what only the opening needed is given back by then."""
LESSON, AT_ONCE, ROUNDS, VISITS = "05-protocol", 20, 5, 3
KEY = "of-this-bench"
UNKNOWN = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"
"""No other machine can be found by name."""
CHROMIUM = {"executable_path": "/usr/bin/chromium", "args": ["--no-sandbox", UNKNOWN]}


def free_port():
    """Return a port that nobody uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def processes(top):
    """Return the ids of a process and of all below it."""
    found, wanted = [], [top]
    while wanted:
        pid = wanted.pop()
        found.append(pid)
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                wanted += [int(child) for child in task.read_text().split()]
    return found


def memory(top):
    """Return the proportional memory of a process and of all below it, in MB."""
    total = 0
    for pid in processes(top):
        with contextlib.suppress(OSError):
            told = Path(f"/proc/{pid}/smaps_rollup").read_text()
            total += next(int(line.split()[1]) for line in told.splitlines() if "Pss:" in line)
    return total / 1024


@contextlib.contextmanager
def quiet(command, **more):
    """Run a server whose words are of no interest, and end it."""
    out = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=out, stderr=out, **more) as server:
        try:
            yield server
        finally:
            server.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(60)
            server.kill()


@contextlib.contextmanager
def dropping():
    """Give Chromium's rule for a network that drops what is sent to other machines."""
    with socket.socket() as deaf, contextlib.ExitStack() as full:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        for _ in range(4):  # nobody takes these calls, so there is no room for another
            caller = full.enter_context(socket.socket())
            caller.setblocking(False)
            caller.connect_ex(deaf.getsockname())
        yield f"--host-resolver-rules=MAP * 127.0.0.1:{deaf.getsockname()[1]} , EXCLUDE 127.0.0.1"


class Server:
    """A server under test: its address, its page, and what a visitor must send."""

    def __init__(self, name, command, path, cookie=""):
        self.name, self.port, self.path, self.cookie = name, free_port(), path, cookie
        began = time.perf_counter()
        environment = {k: v for k, v in os.environ.items() if not k.startswith("JUPYTER_")}
        self.process = subprocess.Popen(
            [part.format(port=self.port) for part in command],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment | {"JUPYTER_RUNTIME_DIR": tempfile.mkdtemp(prefix="run-")},
            start_new_session=True,
        )
        while True:
            with contextlib.suppress(OSError):
                self.ask("/favicon.ico")
                break
            if self.process.poll() is not None:
                raise SystemExit(f"{name} ended")
            time.sleep(0.05)
        self.started = time.perf_counter() - began

    def ask(self, path):
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        line.request("GET", path, headers={"Cookie": self.cookie} if self.cookie else {})
        return line.getresponse()

    def opened(self, marks):
        """Take the page; return the seconds to its first byte, its last text, and its end."""
        began = time.perf_counter()
        answer = self.ask(self.path)
        assert answer.status == 200, (self.name, answer.status)
        first = text = None
        got = b""
        while piece := answer.read1(65536):
            first = first or time.perf_counter() - began
            got += piece
            if text is None and all(mark in got for mark in marks):
                text = time.perf_counter() - began
        assert text, f"{self.name} did not send the text"
        return first, text, time.perf_counter() - began

    def end(self):
        self.process.send_signal(signal.SIGINT)
        self.process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(10)
        with contextlib.suppress(OSError):
            os.killpg(self.process.pid, signal.SIGKILL)


def last_words(file):
    """Return the last heading of a lesson, and the beginning of its last line of plain text."""
    lines = [
        line.strip()
        for cell in json.loads(file.read_text())["cells"]
        if cell["cell_type"] == "markdown"
        for line in "".join(cell["source"]).splitlines()
    ]
    heading = next(line for line in reversed(lines) if line.startswith("## "))
    plain = next(found[0] for line in reversed(lines) if (found := re.match(r"[\w ]{20,}", line)))
    return heading.lstrip("# "), plain[:30]


def seen(browser, server, words, token=""):
    """Return the seconds until a browser shows the last heading: a first visit and the next."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.set_default_timeout(120_000)
    address = f"http://127.0.0.1:{server.port}"
    if token:
        page.goto(f"{address}/school/?token={token}")
    times = []
    for _ in range(2):
        began = time.perf_counter()
        page.goto(f"{address}{server.path}", wait_until="commit")
        page.get_by_role("heading", name=words).last.wait_for()
        times.append(time.perf_counter() - began)
        page.wait_for_timeout(6000)  # widgets, then nothing
    context.close()
    return times


ANSWERED = """(() => {
  const look = setInterval(() => {
    const asked = document.querySelector(".electoral-item-view input[type=radio]:not(:checked)");
    const question = asked?.closest(".electoral-item-view");
    const isNew = question && (question !== window.pressedOn || performance.now() - window.pressedAt > 3000);
    if (isNew) { // stock Voila may draw a question anew and forget what was pressed
      window.pressedOn = question;
      window.pressedAt = performance.now();
      asked.click();
      question.querySelector("button.check").click();
    }
    if (question?.querySelector(".outcome .feedback")) {
      window.answeredAt = performance.now() / 1000;
      clearInterval(look);
    }
  }, 5);
})()"""
"""Answers the first question of a page as soon as it is there, and notes when Python has replied."""


def answered(page, server):
    """Return the seconds from going to a page until Python has answered its first question."""
    page.goto(f"http://127.0.0.1:{server.port}{server.path}", wait_until="commit")
    for _ in range(1800):
        page.wait_for_timeout(100)
        if took := page.evaluate("window.answeredAt"):
            return took
    raise TimeoutError(f"{server.name} does not answer")


def working(playwright, rule, servers):
    """Return the medians of a first visit and of the next: seconds to a working widget.

    Args:
        playwright: Starts the browser.
        rule: How Chromium finds other machines.
        servers: Those under test, each with the key that opens its pages; they take turns.
    """
    args = ["--no-sandbox", rule]
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=args)
    times = {server: ([], []) for server, _ in servers}
    for _ in range(VISITS):
        for server, token in servers:
            context = browser.new_context(viewport={"width": 1280, "height": 800})
            context.add_init_script(ANSWERED)
            page = context.new_page()
            page.set_default_timeout(180_000)
            if token:
                page.goto(f"http://127.0.0.1:{server.port}/school/?token={token}")
            for visit in range(3):
                took = answered(page, server)
                times[server][min(visit, 1)].append(took)
                page.wait_for_timeout(4000)  # the rest of the page, then nothing
            context.close()
    browser.close()
    return {server: [statistics.median(taken) for taken in took] for server, took in times.items()}


def all_at_once(server, marks, count):
    """Return the seconds until the last of `count` openings is served, and the memory then."""
    ends = []
    before = memory(server.process.pid)
    threads = [
        threading.Thread(target=lambda: ends.append(server.opened(marks))) for _ in range(count)
    ]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wall = time.perf_counter() - began
    assert len(ends) == count, f"{server.name}: {count - len(ends)} openings failed"
    time.sleep(SETTLING)
    after = memory(server.process.pid)
    return max(text for _, text, _ in ends), wall, after, (after - before) / count


def cookie_of(port):
    """Return the cookies of somebody who opened the learners' address."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    line.request("GET", f"/school/?token={KEY}")
    answer = line.getresponse()
    return "; ".join(
        value.split(";")[0]
        for name, value in answer.getheaders()
        if name == "Set-Cookie" and "expires=Thu, 01 Jan 1970" not in value
    )


def main(lesson, count):
    """Measure both and print them side by side."""
    from electoral_courses.builder import build

    place = Path(tempfile.mkdtemp(prefix="pages-"))
    build(ROOT / "courses", place, ("ru",))
    file = place / "courses" / "ru" / lesson / "lesson.ipynb"
    words, plain = last_words(file)
    marks = [plain.encode()]
    python = [sys.executable, "-m"]
    stock = Server(
        "voila",
        [
            *python,
            "voila",
            str(file.parent),
            "--no-browser",
            "--port={port}",
            "--Voila.ip=127.0.0.1",
        ],
        "/voila/render/lesson.ipynb",
    )
    ours = Server(
        "school",
        [
            *(*python, "electoral_binder.serve", "--root", str(place), "--port", "{port}"),
            *("--data", str(place / "data"), "--learner-token", KEY),
        ],
        f"/school/ru/{lesson}/",
    )
    try:
        ours.cookie = cookie_of(ours.port)
        print(f"{'':<46}{'voila':>10}{'school':>10}{'ratio':>8}")

        def row(what, theirs, own, unit="s"):
            print(
                f"{what:<46}{theirs:>8.3f} {unit}{own:>8.3f} {unit}{theirs / own:>7.1f}x",
                flush=True,
            )

        row("server answers", stock.started, ours.started)
        takes = {server: [] for server in (stock, ours)}
        for server in (stock, ours) * (ROUNDS + 1):
            takes[server].append(server.opened(marks))
        for place_, what in enumerate(("first byte", "whole text", "end of page")):
            both = [statistics.median(take[place_] for take in takes[s][1:]) for s in (stock, ours)]
            row(f"{what}, median of {ROUNDS}", *both)
        with contextlib.suppress(ImportError):
            from playwright.sync_api import sync_playwright

            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(**CHROMIUM)
                theirs, own = seen(browser, stock, words), seen(browser, ours, words, KEY)
                browser.close()
                row("text seen in a browser, first visit", theirs[0], own[0])
                row("text seen in a browser, next visit", theirs[1], own[1])
                took = working(playwright, UNKNOWN, ((stock, ""), (ours, KEY)))
                with dropping() as rule:  # stock Voilà shows nothing for minutes
                    lost = working(playwright, rule, ((ours, KEY),))[ours]
                for visit, which in enumerate(("first", "next")):
                    row(f"widget works, {which} visit", took[stock][visit], took[ours][visit])
                    what = f"ours, {which} visit: packets dropped, or not"
                    row(what, lost[visit], took[ours][visit])
        for server in (stock, ours):
            takes[server] = all_at_once(server, marks, count)
        names = ("last has its text", "last is served", "memory of all")
        for place_, what in enumerate(names):
            unit = "MB" if place_ == 2 else "s"
            row(f"{count} at once: {what}", takes[stock][place_], takes[ours][place_], unit)
        row("memory of one more page", takes[stock][3], takes[ours][3], "MB")
    finally:
        for server in (stock, ours):
            server.end()
        shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    main(*(sys.argv[1:2] or [LESSON]), int((sys.argv[2:3] or [AT_ONCE])[0]))
