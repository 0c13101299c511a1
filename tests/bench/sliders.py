"""A hall of people: each opens a lesson within a minute, and each moves a slider.

    python tests/bench/sliders.py [people] [of them in a browser] [seconds to arrive in]

Everybody's urn is counted by Python. A few have a real browser and press real keys; the others
speak as a browser does: they fetch the page and its files, open the line to their kernel and send
what the slider would. Everybody stays, and once all are there, all move their sliders again.
"""

import asyncio
import contextlib
import json
import os
import re
import sys
import tempfile
import time
import uuid
from pathlib import Path
from statistics import median

from pages import CHROMIUM, free_port, memory, quiet
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.simple_httpclient import SimpleAsyncHTTPClient
from tornado.websocket import websocket_connect

from electoral_courses.builder import build

ROOT = Path(__file__).parents[2]
TOKEN, LEARNERS = "of-this-bench", "for-learners"
LESSON, VIEW = "school/ru/04-urn/", "electoral_widgets.urn.Urn"
FILES = re.compile(r'(?:src|href)="/(school/(?:assets|views|static)/[^"]+)"')
TOLD = re.compile(r"data-electoral-widget>(.*?)</script>", re.DOTALL)
KERNEL = re.compile(r'"kernelId": "([\w-]+)"')
MOVES, PAUSE = 8, 1.0
ANSWER_SECONDS = 60
GOOD = 0.150
"""Seconds within which half of all answers must come."""


class Person:
    """Somebody in the hall: what they waited for, and what went wrong."""

    def __init__(self, number, address):
        self.number, self.address = number, address
        self.text = self.widget = 0.0
        self.answers, self.trouble = [], ""
        self.is_ready = asyncio.Event()

    async def live(self, arrival, all_ready):
        await asyncio.sleep(arrival)
        try:
            async with asyncio.timeout(300):
                await self.open()
                self.is_ready.set()
                await all_ready.wait()
                for _ in range(MOVES):
                    await asyncio.sleep(PAUSE * (0.5 + (self.number * 37 % 100) / 100))
                    self.answers.append(await self.move())
        except Exception as error:  # noqa: BLE001 - counted and printed
            self.trouble = f"{type(self).__name__} {self.number}: {error!r}"
        self.is_ready.set()


class Client(Person):
    """Speaks as a browser does."""

    line = None

    async def open(self):
        self.http, self.cookies, self.voters = AsyncHTTPClient(), {}, 1200
        await self.get(f"school/?token={LEARNERS}")
        page, began = "", time.perf_counter()
        opening = model = None

        def came(chunk):
            nonlocal page, opening, model
            page += chunk.decode("utf-8", "replace")
            if not self.text and "</main>" in page:
                self.text = time.perf_counter() - began
            if opening is None and (found := KERNEL.search(page)):
                opening = asyncio.ensure_future(self.connect(found[1]))

        await self.get(LESSON, streaming_callback=came)
        told = [json.loads(found) for found in TOLD.findall(page)]
        model = next(one for one in told if "turnout" in one["state"].get("state", {}))
        self.model, self.state = model["id"], model["state"]["state"]
        for name in dict.fromkeys(FILES.findall(page)):
            await self.get(name, headers={"Accept-Encoding": "gzip"})
        await opening
        await self.change({"guess": "one"})
        self.widget = time.perf_counter() - began

    async def get(self, path, headers=(), **more):
        def header(line):
            if line.lower().startswith("set-cookie:"):
                name, _, value = line.split(":", 1)[1].split(";")[0].strip().partition("=")
                self.cookies[name] = value

        sent = {"Cookie": self.cookie(), **dict(headers)}
        answer = await self.http.fetch(
            HTTPRequest(
                self.address + path,
                headers=sent,
                follow_redirects=False,
                header_callback=header,
                request_timeout=120,
                decompress_response=False,
                **more,
            ),
            raise_error=False,
        )
        assert answer.code in {200, 302}, f"{answer.code} for {path}"

    def cookie(self):
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    async def connect(self, kernel):
        address = self.address.replace("http", "ws", 1)
        self.line = await websocket_connect(
            HTTPRequest(
                f"{address}api/kernels/{kernel}/channels?session_id={uuid.uuid4().hex}",
                headers={"Cookie": self.cookie()},
                connect_timeout=60,
            )
        )

    async def move(self):
        self.voters = 1000 if self.voters >= 2000 else self.voters + 50
        return await self.change({"voters": self.voters})

    async def change(self, news):
        """Send what a slider does; return the seconds until the new count is here."""
        self.state = {**self.state, **news}
        header = {
            "msg_id": uuid.uuid4().hex,
            "msg_type": "comm_msg",
            "session": "s",
            "username": "",
            "version": "5.3",
            "date": "",
        }
        data = {"method": "update", "state": {"state": self.state}, "buffer_paths": []}
        message = {
            "header": header,
            "parent_header": {},
            "metadata": {},
            "channel": "shell",
            "content": {"comm_id": self.model, "data": data},
        }
        began = time.perf_counter()
        await self.line.write_message(json.dumps(message))
        while True:
            told = await asyncio.wait_for(self.line.read_message(), ANSWER_SECONDS)
            assert told is not None, "the line was closed"
            if self.model.encode() in (told if isinstance(told, bytes) else told.encode()) and (
                b'"counts"' in told if isinstance(told, bytes) else '"counts"' in told
            ):
                return time.perf_counter() - began


SLIDER = ".electoral-urn input[type=range]"
WATCH = """() => {
  const view = document.querySelector(".electoral-urn");
  const slider = view.querySelector("input[type=range]");
  slider.addEventListener("keydown", () => { window.pressed = performance.now(); window.answered = 0; });
  const told = view.querySelector(".title").nextElementSibling;
  new MutationObserver(() => { window.answered ||= performance.now(); })
    .observe(told, { childList: true, characterData: true, subtree: true });
}"""
"""Notes when a key is pressed on the slider, and when the count of the urn is another."""
ANSWERED = """() => new Promise((tell) => {
  const look = setInterval(() => {
    if (!window.answered) return;
    clearInterval(look);
    tell((window.answered - window.pressed) / 1000);
  }, 10);
})"""


class InBrowser(Person):
    """Has a browser of their own, and presses keys."""

    def __init__(self, number, address, chromium):
        super().__init__(number, address)
        self.chromium = chromium

    async def open(self):
        context = await self.chromium.new_context(viewport={"width": 1280, "height": 800})
        self.page = page = await context.new_page()
        page.set_default_timeout(120_000)
        await page.goto(f"{self.address}school/?token={LEARNERS}")
        began = time.perf_counter()
        await page.goto(self.address + LESSON, wait_until="commit")
        await page.locator("main h2").last.wait_for(state="attached")
        self.text = time.perf_counter() - began
        urn = page.locator(".electoral-urn").first
        await urn.locator(".prediction input").nth(1).check()
        await urn.locator(".prediction button").click()
        await page.locator(SLIDER).first.wait_for()
        self.widget = time.perf_counter() - began
        await page.evaluate(WATCH)
        await page.locator(SLIDER).first.focus()

    async def move(self):
        before = await self.page.locator(SLIDER).first.input_value()
        await self.page.keyboard.press("ArrowLeft" if int(before) >= 2000 else "ArrowRight")
        return await asyncio.wait_for(self.page.evaluate(ANSWERED), ANSWER_SECONDS)


@contextlib.contextmanager
def school(people):
    """Serve the lessons with a place for everybody; give the server's process and its address."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        build(ROOT / "courses", Path(home) / "build", ("ru",))
        (Path(home) / "config").mkdir()
        settings = json.dumps({"School": {"most_kernels": people + 5}})
        (Path(home) / "config" / "jupyter_server_config.json").write_text(settings)
        port = free_port()
        with quiet(
            [
                *(sys.executable, "-m", "electoral_binder.serve", "--root", f"{home}/build"),
                *("--data", f"{home}/data", "--port", str(port), "--token", TOKEN),
                *("--learner-token", LEARNERS),
            ],
            env=os.environ | {"JUPYTER_CONFIG_DIR": f"{home}/config"},
        ) as server:
            yield server, f"http://127.0.0.1:{port}/"


def spread(values):
    """Return the median, the 95th percentile and the largest of some seconds, as text."""
    row = sorted(values)
    last = row[min(len(row) - 1, round(0.95 * len(row)))]
    return f"median {median(row):7.3f} s   95 % {last:7.3f} s   longest {row[-1]:7.3f} s"


async def run(server, address, people, browsers, seconds):
    """Let everybody come, wait until all are there, let all move; return them and the memory."""
    AsyncHTTPClient.configure(SimpleAsyncHTTPClient, max_clients=4 * people)
    waiting = AsyncHTTPClient()
    for _ in range(300):
        with contextlib.suppress(OSError):
            await waiting.fetch(address + "favicon.ico", raise_error=False)
            break
        await asyncio.sleep(0.2)
    before = memory(server.pid)
    async with contextlib.AsyncExitStack() as stack:
        chromium = None
        if browsers:
            from playwright.async_api import async_playwright

            playwright = await stack.enter_async_context(async_playwright())
            chromium = await playwright.chromium.launch(**CHROMIUM)
        every = people // browsers if browsers else people + 1
        crowd = [
            InBrowser(number, address, chromium)
            if browsers and number % every == every - 1
            else Client(number, address)
            for number in range(people)
        ]
        all_ready = asyncio.Event()
        lives = [
            asyncio.create_task(person.live(seconds * person.number / people, all_ready))
            for person in crowd
        ]
        began = time.perf_counter()
        for person in crowd:
            await person.is_ready.wait()
        there = time.perf_counter() - began
        after = memory(server.pid)
        all_ready.set()
        await asyncio.gather(*lives)
    return crowd, there, before, after


def main(people=100, browsers=5, seconds=60.0):
    """Run it and print what everybody waited for."""
    with school(people) as (server, address):
        crowd, there, before, after = asyncio.run(run(server, address, people, browsers, seconds))
    troubles = [person.trouble for person in crowd if person.trouble]
    print(
        f"{people} people in {seconds:.0f} s, {browsers} of them in a browser; all there", end=" "
    )
    print(f"after {there:.0f} s; {len(troubles)} failed")
    for kind in (Client, InBrowser):
        some = [person for person in crowd if isinstance(person, kind) and person.answers]
        if not some:
            continue
        print(f"{kind.__doc__} {len(some)} of them")
        for name, what in (("text", "text"), ("widget", "working widget")):
            print(f"  {what:16} {spread([getattr(person, name) for person in some])}")
        answers = [answer for person in some for answer in person.answers]
        print(f"  {'slider':16} {spread(answers)}   ({len(answers)} answers)")
    share = (after - before) / people
    print(f"memory (PSS) {before:.0f} MB before, {after:.0f} MB with all; {share:.0f} MB a person")
    for trouble in troubles[:10]:
        print(f"  {trouble}")
    answers = [answer for person in crowd for answer in person.answers]
    sys.exit(0 if not troubles and median(answers) < GOOD else 1)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]), *map(float, sys.argv[3:4]))
