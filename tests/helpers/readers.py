"""Readers of the school's pages who answer tasks again and again, and note what they were shown.

`Reader` speaks as a page's widgets do; `BrowserReader` sits before a real browser. Both come back
as a learner does when the exercises stop: they open the page anew.
"""

import asyncio
import contextlib
import http.client
import http.cookiejar
import json
import random
import re
import time
import urllib.error
import urllib.request
import uuid
from typing import ClassVar

from jupyter_server.services.kernels.connection.base import deserialize_binary_message
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import WebSocketClosedError, websocket_connect

KERNEL = re.compile(r'"kernelId": "([\w-]+)"')
TYPED = {"number", "text", "essay"}
PATIENCE = 5.0
"""So long a page waits for a receipt before it says that an answer is not saved."""
OPENING = 60.0
STATES = "update_states"


async def hang_up(line):
    """Close a websocket and wait until it is closed: one still open outlives its loop."""
    line.close()
    while await line.read_message() is not None:
        pass


class StoppedError(Exception):
    """The exercises of a page have stopped; the learner opens it anew."""


class Told:
    """What a learner sent, by task, and up to where it was shown as saved."""

    def __init__(self):
        self.sent, self.saved = {}, {}
        self.count = 0
        """How many answers were shown as saved."""

    @property
    def unsaved(self):
        """How many answers were sent and never shown as saved."""
        return sum(map(len, self.sent.values())) - self.count

    def send(self, item, value):
        """Note an answer that goes out; return its number."""
        self.sent.setdefault(item, []).append(value)
        return len(self.sent[item]) - 1

    def save(self, item, number):
        """Note that an answer was shown as saved."""
        if number > self.saved.get(item, -1):
            self.saved[item] = number
            self.count += 1

    def shown(self):
        """Return the numbers of the answers last shown as saved, by task."""
        return dict(self.saved)

    def wrong(self, item, found, least):
        """Return what is wrong where an answer is found: older than `least`, or never given."""
        known = self.sent.get(item, [])
        if found in known[max(least, 0) :] or (least < 0 and found is None):
            return ""
        wanted = known[least] if least >= 0 else None
        return f"there is {short(found)} instead of {short(wanted)} or later"


def short(value):
    """Return a value in a few signs."""
    return repr(value)[:60]


class Answering:
    """What both kinds of reader share: a life of opening a page and answering."""

    def __init__(self, name, address, path, seed):
        self.name, self.address, self.path = name, address, path
        self.module = path.split("/")[2]
        self.told = Told()
        self.chance = random.Random(seed)  # noqa: S311 - of a simulation
        self.opened = self.restored = 0
        self.troubles = []
        self.number = 0
        self.away = []
        """Seconds from the end of a page's exercises to the next answer shown as saved."""
        self._since, self._is_over = None, False
        self._life = None

    def begin(self):
        """Open the page and answer, again and again."""
        self._life = asyncio.create_task(self._live())

    def fail_with_its_own_error(self):
        """Raise what went wrong in the reader itself, if anything did."""
        if self._life and self._life.done() and not self._life.cancelled():
            self._life.result()

    async def finish(self):
        """Answer no more; open the page once again and look at what it shows."""
        self._is_over = True
        await self._life

    async def _live(self):
        while not self._is_over:
            with contextlib.suppress(StoppedError):
                await self.open()
                while not self._is_over:
                    saved = self.told.count
                    await self.answer()
                    if self.told.count > saved and self._since:
                        self.away.append(time.monotonic() - self._since)
                        self._since = None
            self._since = self._since or time.monotonic()
        while True:
            with contextlib.suppress(StoppedError):
                await self.open()
                return

    def next(self, kind):
        """Return an answer that was never given before."""
        self.number += 1
        text = str(100_000 + self.number)
        if kind == "essay":
            text += " слово" * self.chance.randrange(4000)
        return {"number": text} if kind == "number" else text

    def look(self, item, value):
        """Compare what a new page shows with what was shown as saved."""
        if wrong := self.told.wrong(item, value, self.told.saved.get(item, -1)):
            self.troubles.append(f"{self.name}: {item} on a new page: {wrong}")


class Reader(Answering):
    """Somebody whose page is a program: it says what the page's widgets say."""

    def __init__(self, name, address, path, seed, jar=None):
        super().__init__(name, address, path, seed)
        self.jar = http.cookiejar.CookieJar() if jar is None else jar
        self.line, self.kernel = None, ""
        self.models, self.turns, self.kinds = {}, {}, {}
        self.drafts = {}
        """Answers by task that are kept in the browser until they are saved."""
        self._hearing, self._waiting = None, {}

    @property
    def cookies(self):
        return {cookie.name: cookie.value for cookie in self.jar}

    @property
    def learner(self):
        return self.cookies["electoral_learner"]

    async def enter(self, key):
        """Open the address for learners, once the server answers."""
        until = time.monotonic() + OPENING
        while "electoral_learner" not in self.cookies:
            assert time.monotonic() < until, "the server does not answer"
            with contextlib.suppress(OSError, http.client.HTTPException):
                await asyncio.to_thread(self._ask, f"school/?token={key}")
                await asyncio.to_thread(self._ask, "school/ru/")
            await asyncio.sleep(0.1)

    def _ask(self, path, data=None):
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        try:
            with opener.open(self.address + path, data, timeout=OPENING) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as error:
            error.close()
            raise

    async def open(self):
        """Open the page, as a learner does who reloads it; send what is not saved."""
        await self._leave_page()
        await asyncio.sleep(0.1)
        try:
            page = await asyncio.to_thread(self._ask, self.path)
            found = KERNEL.search(page)
            if not found:
                raise StoppedError
            self.kernel = found[1]
            self.line = await self._connect()
            await self._say("comm_open", comm_id="c", target_name="jupyter.widget.control", data={})
            asked = asyncio.get_running_loop().create_future()
            self._waiting = {STATES: asked}
            self._hearing = asyncio.create_task(self._hear())
            await self._say("comm_msg", comm_id="c", data={"method": "request_states"})
            states = await asyncio.wait_for(asked, OPENING)
        except (OSError, http.client.HTTPException, HTTPClientError, TimeoutError) as error:
            raise StoppedError from error
        self.opened += 1
        self._arrange(states)
        for item, number in list(self.drafts.items()):
            self.restored += 1
            await self._send(item, self.told.sent[item][number], number)

    def _arrange(self, states):
        self.models, self.turns, self.kinds = {}, {}, {}
        for model, told in states.items():
            state = told["state"]
            if "receipt" not in state or state["item"].get("kind") not in TYPED:
                continue
            item = state["item"]["id"]
            self.models[item], self.turns[item] = model, state["turn"]
            self.kinds[item] = state["item"]["kind"]
            self.look(item, state["value"])
        if not self.models:
            raise StoppedError

    async def answer(self):
        """Answer one of the page's tasks; wait until it is shown as saved."""
        item = self.chance.choice(sorted(self.models))
        value = self.next(self.kinds[item])
        number = self.drafts[item] = self.told.send(item, value)
        await self._send(item, value, number)
        await asyncio.sleep(self.chance.uniform(0, 0.15))

    async def _send(self, item, value, number):
        self.turns[item] += 1
        model, turn = self.models[item], self.turns[item]
        receipt = asyncio.get_running_loop().create_future()
        self._waiting[model, turn] = receipt
        state = {"value": value, "turn": turn}
        update = {"method": "update", "state": state, "buffer_paths": []}
        await self._say("comm_msg", comm_id=model, data=update)
        try:
            reason = await asyncio.wait_for(receipt, PATIENCE)
        except TimeoutError as error:
            raise StoppedError from error
        if not reason:
            self.told.save(item, number)
            self.drafts.pop(item, None)

    async def _connect(self):
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        address = self.address.replace("http", "ws")
        channel = f"{address}api/kernels/{self.kernel}/channels?session_id={uuid.uuid4().hex}"
        return await websocket_connect(
            HTTPRequest(channel, headers={"Cookie": cookies}), max_message_size=2**26
        )

    async def _say(self, kind, **content):
        header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "session": "s", "username": ""}
        header |= {"version": "5.3", "date": "2026-01-01T00:00:00Z"}
        message = {"header": header, "parent_header": {}, "metadata": {"version": "1.0.0"}}
        message |= {"content": content, "channel": "shell", "buffers": []}
        try:
            await self.line.write_message(json.dumps(message))
        except WebSocketClosedError as error:
            raise StoppedError from error

    async def _hear(self):
        """Take what comes over the line; what waits for an answer learns of its end."""
        while (raw := await self.line.read_message()) is not None:
            said = deserialize_binary_message(raw) if isinstance(raw, bytes) else json.loads(raw)
            content = said.get("content", {})
            if content.get("execution_state") in {"restarting", "autorestarting", "dead"}:
                break
            data = content.get("data") or {}
            if said["header"]["msg_type"] != "comm_msg":
                continue
            if data.get("method") == STATES:
                self._arrived(STATES, data["states"])
            elif data.get("method") == "update" and "receipt" in data["state"]:
                receipt = data["state"]["receipt"]
                self._arrived((content["comm_id"], receipt["turn"]), receipt["reason"])
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(StoppedError())

    def _arrived(self, what, told):
        if (waiting := self._waiting.pop(what, None)) and not waiting.done():
            waiting.set_result(told)

    async def _leave_page(self):
        """Do what a page does when it is closed: drop the line, say goodbye to the kernel."""
        if self.line is not None:
            self.line.close()
            self._hearing.cancel()
            self.line = None
        if self.kernel:
            path, self.kernel = f"school/leave/{self.kernel}", ""
            proof = f"_xsrf={self.cookies.get('_xsrf', '')}".encode()
            with contextlib.suppress(OSError, http.client.HTTPException):
                await asyncio.to_thread(self._ask, path, proof)

    async def leave(self):
        """Go home."""
        if self._life:
            self._life.cancel()
            await asyncio.gather(self._life, return_exceptions=True)
        await self._leave_page()


SAVED = """view => ({
    state: view.querySelector('.status').dataset.state ?? '',
    value: view.querySelector('input, textarea').value,
})"""
STOPPED = """[...document.querySelectorAll('[data-electoral-stopped], [data-electoral-resting]')]
    .some((notice) => !notice.hidden)"""


class BrowserReader(Answering):
    """Somebody before a real browser, who types."""

    FIELDS: ClassVar = {"flag-count": "number", "which-relation": "text"}
    """The tasks of the lesson into which one types, and their kinds."""

    def __init__(self, name, address, path, seed, browser):
        super().__init__(name, address, path, seed)
        self.browser, self.context, self.page, self.learner = browser, None, None, ""

    async def enter(self, key):
        """Open the address for learners."""
        self.context = await self.browser.new_context(locale="ru-RU")
        self.page = await self.context.new_page()
        await self.page.goto(f"{self.address}school/?token={key}")
        known = {cookie["name"]: cookie["value"] for cookie in await self.context.cookies()}
        self.learner = known["electoral_learner"]

    async def open(self):
        """Open the page anew, as the button of a page that has stopped does."""
        from playwright.async_api import Error

        await asyncio.sleep(0.2)
        try:
            await self.page.goto(self.address + self.path, timeout=OPENING * 1000)
            ready = self.page.locator("html[data-electoral=ready]")
            await ready.wait_for(state="attached", timeout=OPENING * 1000)
            self.opened += 1
            for item in self.FIELDS:
                seen = await self._view(item).evaluate(SAVED, timeout=2000)
                self.look(item, self._given(item, seen["value"]))
        except Error as error:
            raise StoppedError from error

    def _view(self, item):
        return self.page.locator(f".electoral-item-view[data-kind={self.FIELDS[item]}]").first

    def _given(self, item, text):
        """Return the answer that stands in a task's field as a text."""
        if not text:
            return None
        return {"number": text} if self.FIELDS[item] == "number" else text

    async def answer(self):
        """Type one answer, sign by sign or at once, and watch what the page says of it."""
        from playwright.async_api import Error

        item = self.chance.choice(sorted(self.FIELDS))
        text = self.next("text")
        try:
            field = self._view(item).locator("input").first
            if self.chance.random() < 0.5:
                self.told.send(item, self._given(item, text[:-2]))
                await field.fill(text[:-2], timeout=5000)
                for end in (len(text) - 1, len(text)):
                    await self._watch(item, self.chance.uniform(0, 0.6))
                    self.told.send(item, self._given(item, text[:end]))
                    await field.press_sequentially(text[end - 1], timeout=5000)
            else:
                self.told.send(item, self._given(item, text))
                await field.fill(text, timeout=5000)
                await field.press("Tab", timeout=5000)
            await self._watch(item, 20, wanted=text)
        except Error as error:
            raise StoppedError from error

    async def _watch(self, item, seconds, wanted=""):
        """Watch the page's word on an answer for so long, or until `wanted` is saved."""
        until = time.monotonic() + seconds
        while True:
            seen = await self._view(item).evaluate(SAVED, timeout=2000)
            if seen["state"] == "saved":
                given, sent = self._given(item, seen["value"]), self.told.sent.get(item, [])
                if given in sent:
                    self.told.save(item, len(sent) - 1 - sent[::-1].index(given))
                if seen["value"] == wanted:
                    return
            is_late = time.monotonic() > until
            if seen["state"] == "lost" or (wanted and is_late):
                raise StoppedError
            if await self.page.evaluate(STOPPED):
                raise StoppedError
            if is_late:
                return
            await asyncio.sleep(0.03)

    async def leave(self):
        """Close the browser's window."""
        if self._life:
            self._life.cancel()
            await asyncio.gather(self._life, return_exceptions=True)
        if self.context:
            with contextlib.suppress(Exception):
                await self.context.close()
