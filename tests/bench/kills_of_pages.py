"""Killing what serves the pages, at random moments; no answer that was shown as saved is lost.

    python tests/bench/kills_of_pages.py                200 kills, one of the readers in Chromium
    python tests/bench/kills_of_pages.py --kills 40 --seed 7

Readers answer tasks as the pages do, over the line of the pages' own widgets. While they do, one
of a kernel, the warm process or the server is killed; a killed server is started again on the
same data. The readers then come back as a page does: they open it anew and send what was not yet
saved. Whatever was shown as saved must stand in the data folder and on every page opened since.
"""

import argparse
import asyncio
import contextlib
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
from dataclasses import dataclass, field
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).parents[1] / "helpers"))
from readers import BrowserReader, Reader, StoppedError

from electoral_courses.builder import build

ROOT = Path(__file__).parents[2]
CHROMIUM = "/usr/bin/chromium"
KINDS = ("kernel", "warm process", "server")
WEIGHTS = (2, 1, 1)
MODULE = "05-protocol"
KEY = "for-learners"
ZYGOTE = "electoral_binder.kernels.zygote"
PATIENCE = 90.0
"""Seconds after which something that has to come back never will."""


def free_port():
    """Return a port that nobody uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def is_running(process):
    """Return whether a process runs; one that nobody has buried yet counts as ended."""
    with contextlib.suppress(psutil.Error):
        return process.status() != psutil.STATUS_ZOMBIE
    return False


def command(process):
    """Return the command line of a process."""
    with contextlib.suppress(psutil.Error):
        return " ".join(process.cmdline())
    return ""


class School:
    """A server of the school that can be killed and started again, on the same data and port."""

    def __init__(self, home, root):
        self.home, self.root, self.data = home, root, home / "data"
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}/"
        (home / "config").mkdir(parents=True)
        settings = {"School": {"most_kernels": 60}}
        (home / "config" / "jupyter_server_config.json").write_text(json.dumps(settings))
        self.start()

    def start(self):
        """Start the server; it answers a little later."""
        environment = {
            name: value
            for name, value in os.environ.items()
            if name not in {"JUPYTER_TOKEN", "JUPYTERHUB_USER", "ELECTORAL_STUDENT"}
        } | {
            "HOME": str(self.home),
            "IPYTHONDIR": str(self.home / "ipython"),
            "JUPYTER_CONFIG_DIR": str(self.home / "config"),
            "JUPYTER_DATA_DIR": str(self.home / "share"),
            "JUPYTER_RUNTIME_DIR": str(self.home / "run"),
        }
        with (self.home / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "electoral_binder.serve", "--root", self.root),
                    *("--data", self.data, "--port", str(self.port)),
                    *("--token", "of-the-lecturer", "--learner-token", KEY),
                ],
                env=environment,
                stdout=log,
                stderr=log,
            )

    def below(self):
        """Return all processes of the server."""
        with contextlib.suppress(psutil.Error):
            return psutil.Process(self.process.pid).children(recursive=True)
        return []

    def warm(self):
        """Return the warm process, if there is one now."""
        own = [one for one in self.below() if ZYGOTE in command(one)]
        with contextlib.suppress(psutil.Error):
            return next((one for one in own if one.ppid() == self.process.pid), None)
        return None

    def forked(self):
        """Return the kernels that the warm process has forked."""
        with contextlib.suppress(psutil.Error, AttributeError):
            return self.warm().children()
        return []

    def kernels(self):
        """Return all kernels: forked ones, and those that were started in Jupyter's way."""
        started = [one for one in self.below() if "ipykernel_launcher" in command(one)]
        return [*self.forked(), *started]

    def wait_for_no_more_kernels_than(self, count, patience=20):
        """Wait until the kernels of pages that were left have ended."""
        until = time.monotonic() + patience
        while len(self.kernels()) > count and time.monotonic() < until:
            time.sleep(0.2)

    def end(self):
        """End the server as its owner does; return the processes that stay."""
        known = [psutil.Process(self.process.pid), *self.below()]
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(30)
        return psutil.wait_procs([one for one in known if is_running(one)], 10)[1]


@dataclass
class Run:
    """So many kills of one school, while its readers answer."""

    school: School
    readers: list
    chance: random.Random
    is_short: bool = False
    """Whether a warm process is killed at work only: one that was killed as it loaded is not made
    anew for a minute."""
    kills: Counter = field(default_factory=Counter)
    misses: int = 0
    """Times when there was nothing of the chosen kind to kill."""
    stayed: list = field(default_factory=list)
    """Processes of a killed server that ran on."""
    troubles: list = field(default_factory=list)

    async def many(self, wanted):
        """Kill so many times; compare after every kill."""
        plan = []
        while sum(self.kills.values()) < wanted:
            if not plan:
                plan = self.chance.sample(KINDS, len(KINDS))
                plan += self.chance.choices(KINDS, WEIGHTS, k=len(KINDS))
            # Mostly the readers are at work again; now and then they are still coming back.
            if self.chance.random() < 0.8:
                await self.one_saved()
            await asyncio.sleep(self.chance.uniform(0, 1.5))
            kind = plan.pop(0)
            if not await self.kill(kind):
                self.misses += 1
                plan.append(kind)
                await asyncio.sleep(0.3)
                continue
            self.kills[kind] += 1
            self.compare()
            if sum(self.kills.values()) % 20 == 0:
                saved = sum(reader.told.count for reader in self.readers)
                print(f"  {dict(self.kills)}; {saved} answers saved", flush=True)

    async def one_saved(self):
        """Wait until one more answer is shown as saved."""
        begin = time.monotonic()
        before = sum(reader.told.count for reader in self.readers)
        while sum(reader.told.count for reader in self.readers) == before:
            await asyncio.sleep(0.02)
            for reader in self.readers:
                reader.fail_with_its_own_error()
            assert time.monotonic() - begin < PATIENCE, "nothing is saved any more"

    async def kill(self, kind):
        """Kill something of a kind; return whether there was one."""
        if kind == "server":
            known = {one: command(one) for one in self.school.below()}
            self.school.process.kill()
            self.school.process.wait()
            alive = (await asyncio.to_thread(psutil.wait_procs, known, 10))[1]
            self.stayed += [f"{one.pid}: {known[one][:200]}" for one in alive]
            self.school.start()
            return True
        warm = self.school.warm()
        found = [warm] if kind == "warm process" else self.school.kernels()
        found = [one for one in found if one and is_running(one)]
        if kind == "warm process" and self.is_short and not self.school.forked():
            return False
        if not found:
            return False
        with contextlib.suppress(psutil.Error):
            self.chance.choice(found).kill()
            return True
        return False

    def compare(self):
        """Compare what was shown as saved with what stands in the data folder."""
        for reader in self.readers:
            shown = reader.told.shown()
            here = read(self.school.data, reader.learner, reader.module)
            self.troubles += [
                f"{reader.name}: {item} was shown as saved and is not in the file: {wrong}"
                for item in shown
                if (wrong := reader.told.wrong(item, here.get(item), shown[item]))
            ]
            self.troubles += reader.troubles
            reader.troubles.clear()


def read(data, learner, module):
    """Return the answers in a learner's file; the file must be whole at every moment."""
    path = data / "answers" / learner / f"{module}.json"
    if not path.exists():
        return {}
    entries = json.loads(path.read_text(encoding="utf-8"))["answers"]
    return {item: entry["value"] for item, entry in entries.items()}


async def run(home, root, kills, seed, browser=None):
    """Kill so many times; return what came out."""
    chance = random.Random(seed)
    school = School(home, root)
    lesson = f"school/ru/{MODULE}/"
    readers = [
        Reader("aliya, lesson", school.address, lesson, chance.random()),
        Reader("bek, lesson", school.address, lesson, chance.random()),
    ]
    # A second window of the same learner, which writes into the same file.
    second = Reader(
        "bek, assignment", school.address, f"{lesson}assignment", chance.random(), readers[1].jar
    )
    readers.append(second)
    if browser:
        one = BrowserReader("in Chromium", school.address, lesson, chance.random(), browser)
        readers.append(one)
    at_work = Run(school, readers, chance, is_short=kills < 10)
    try:
        for reader in readers:
            await reader.enter(KEY)
            reader.begin()
        while not all(reader.told.count for reader in readers):
            await at_work.one_saved()
        await at_work.many(kills)
        for reader in readers:
            await reader.finish()
        at_work.compare()
        until = time.monotonic() + PATIENCE
        while not school.forked() and time.monotonic() < until:
            await asyncio.sleep(1)
            with contextlib.suppress(StoppedError):
                await readers[0].open()
        await asyncio.to_thread(school.wait_for_no_more_kernels_than, len(readers))
        return at_work, len(school.forked()), len(school.kernels())
    finally:
        for reader in readers:
            await reader.leave()
        at_work.stayed += map(str, await asyncio.to_thread(school.end))


async def main():
    """Kill, and print what came out."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--kills", type=int, default=200)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--no-browser", action="store_true")
    given = words.parse_args()
    begin = time.monotonic()
    async with contextlib.AsyncExitStack() as around:
        home = Path(around.enter_context(tempfile.TemporaryDirectory(prefix="kills-")))
        build(ROOT / "courses", home / "build", ("ru",))
        browser = None
        if shutil.which(CHROMIUM) and not given.no_browser:
            from playwright.async_api import async_playwright

            playwright = await around.enter_async_context(async_playwright())
            browser = await playwright.chromium.launch(
                executable_path=CHROMIUM,
                args=["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"],
            )
            around.push_async_callback(browser.close)
        done, forked, kernels = await run(
            home, home / "build", kills=given.kills, seed=given.seed, browser=browser
        )
        print(f"\n{sum(done.kills.values())} kills in {time.monotonic() - begin:.0f} s:")
        for kind, number in sorted(done.kills.items()):
            print(f"  killed {number:4} times: a {kind}")
        print(f"  {done.misses} times there was none to kill; these are not counted")
        for reader in done.readers:
            told = reader.told
            print(
                f"  {reader.name}: {told.count} answers shown as saved, {told.unsaved} sent and not"
                f" confirmed, {reader.opened} pages opened, {reader.restored} answers sent again"
            )
        away = sorted(seconds for reader in done.readers for seconds in reader.away) or [0]
        print(
            f"  from a stop to the next saved answer: median {away[len(away) // 2]:.1f} s, at most {away[-1]:.1f} s"
        )
        left = [p for p in (home / "data").rglob("*") if re.search(r"\.json\.(?!lock$)", p.name)]
        print(
            f"  {kernels} kernels at the end, {forked} of them forked; {len(left)} half-written files"
        )
        print(f"  processes that stayed: {done.stayed or 'none'}")
        print(f"  answers lost: {len(done.troubles)}")
        for trouble in done.troubles:
            print(f"    {trouble}")
        return 1 if done.troubles or done.stayed or not forked else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
