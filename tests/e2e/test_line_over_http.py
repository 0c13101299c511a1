"""A page's line, opened while the page is made: what comes over it, and what does not."""

import asyncio
import http.client
import json
import threading
from urllib.parse import urlsplit

import apart
import pytest
from jupyter_server.services.kernels.connection.base import deserialize_binary_message
from readers import KERNEL, hang_up
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

pytestmark = pytest.mark.slow

ASK = "school/en/05-protocol/"
OPENED = {"target_name": "jupyter.widget.control", "comm_id": "c", "data": {}}
WANTED = {"comm_id": "c", "data": {"method": "request_states"}}


class Page(threading.Thread):
    """Reads a page as it comes; `kernel` is known long before its end."""

    def __init__(self, visitor):
        super().__init__()
        visitor.get("school/en/")
        self.cookie = "; ".join(f"{name}={one.value}" for name, one in visitor.cookies().items())
        self.host = urlsplit(visitor.address).netloc
        self.kernel, self.known, self.text = "", threading.Event(), ""

    def run(self):
        line = http.client.HTTPConnection(self.host, timeout=60)
        line.request("GET", f"/{ASK}", headers={"Cookie": self.cookie})
        answer = line.getresponse()
        while piece := answer.read1():
            self.text += piece.decode("utf-8", "replace")
            if not self.kernel and (found := KERNEL.search(self.text)):
                self.kernel = found[1]
                self.known.set()
        line.close()


def said(kind, content):
    header = {"msg_id": kind, "msg_type": kind, "session": "reader", "username": ""}
    header |= {"version": "5.3", "date": "2026-01-01T00:00:00Z"}
    message = {"header": header, "parent_header": {}, "metadata": {"version": "1.0.0"}}
    return json.dumps(message | {"content": content, "channel": "shell", "buffers": []})


def read(raw):
    return deserialize_binary_message(raw) if isinstance(raw, bytes) else json.loads(raw)


async def heard(page):
    """Return all that the line carries until it has told the state of the page's widgets."""
    address = f"ws://{page.host}/api/kernels/{page.kernel}/channels?session_id=reader"
    request = HTTPRequest(address, headers={"Cookie": page.cookie})
    line = await websocket_connect(request, max_message_size=2**26)
    await line.write_message(said("comm_open", OPENED))
    await asyncio.to_thread(page.join)  # so that all widgets are there
    await line.write_message(said("comm_msg", WANTED))
    messages = []
    while not messages or "states" not in messages[-1]["content"].get("data", {}):
        messages.append(read(await asyncio.wait_for(line.read_message(), 60)))
    await hang_up(line)
    return messages


def test_the_line_carries_what_the_reader_asks_and_not_what_the_page_says_already(school):
    page = Page(school.learner())
    page.start()
    assert page.known.wait(60)

    messages = apart.run(heard(page))

    states = messages[-1]["content"]["data"]["states"]
    assert sum("receipt" in told["state"] for told in states.values()) > 3
    asked_by = {message["parent_header"].get("session") for message in messages}
    assert asked_by == {"reader"}
    assert "comm_open" not in {message["header"]["msg_type"] for message in messages}
    assert page.text.count("data-electoral-widget") > 3


async def read_to_its_end(page, end_kernel):
    """End the kernel of a whole page, and read its line until that is closed."""
    await asyncio.to_thread(page.join)
    address = f"ws://{page.host}/api/kernels/{page.kernel}/channels?session_id=reader"
    line = await websocket_connect(HTTPRequest(address, headers={"Cookie": page.cookie}))
    await asyncio.to_thread(end_kernel, page.kernel)
    while message := await asyncio.wait_for(line.read_message(), 10):
        assert message
    line.close()


def test_a_page_whose_kernel_was_ended_is_told_at_once(school):
    page = Page(school.learner())
    page.start()

    apart.run(read_to_its_end(page, school.end_kernel))

    state = school.learner().get(f"school/kernel/{page.kernel}")
    assert json.loads(state.text)["state"] == "gone"
