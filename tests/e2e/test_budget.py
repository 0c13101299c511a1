"""What a lesson costs a phone's connection: the first one little, the next one nearly nothing.

Counted as the browser counts: whatever came over the network, packed as it came, with every
message of the page's line to its kernel.
"""

import time

import pytest

from electoral_binder.shelf import books, places

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FIRST, NEXT = 1_500_000, 50_000
"""Bytes."""
READY = "html[data-electoral=ready][data-electoral-ahead=fetched]"
TO_THE_END = """async () => {
  for (let at = 0; at < document.documentElement.scrollHeight; at += innerHeight) {
    scrollTo(0, at);
    await new Promise((done) => setTimeout(done, 30));
  }
}"""


class Meter:
    """A reader's first visit with a browser of their own, and what it costs."""

    def __init__(self, chromium, school):
        self.context = chromium.new_context(viewport={"width": 1280, "height": 800})
        self.page = self.context.new_page()
        self.page.set_default_timeout(120_000)
        self.costs, self.names = {}, {}
        network = self.context.new_cdp_session(self.page)
        network.send("Network.enable")
        network.on("Network.requestWillBeSent", self._asked)
        network.on("Network.loadingFinished", self._came)
        for way in ("Sent", "Received"):
            network.on(f"Network.webSocketFrame{way}", self._said)
        self.school = school
        self.page.goto(f"{school.address}school/?token={school.learners_key}")
        self.page.wait_for_load_state("networkidle")

    def _asked(self, event):
        self.names[event["requestId"]] = event["request"]["url"].removeprefix(self.school.address)

    def _came(self, event):
        name = self.names.get(event["requestId"], "something")
        self.costs[name] = self.costs.get(name, 0) + event["encodedDataLength"]

    def _said(self, event):
        response = event["response"]
        text = response["payloadData"]
        size = len(text) * 3 // 4 if response["opcode"] == 2 else len(text.encode())
        self.costs["the line"] = self.costs.get("the line", 0) + size

    def opened(self, path, *, to_the_end=False):
        """Open a page, wait until it asks for nothing more, and return what it cost."""
        self.costs.clear()
        self.page.goto(f"{self.school.address}school/ru/{path}")
        self.page.locator(READY).wait_for(state="attached")
        if to_the_end:
            self.page.evaluate(TO_THE_END)
        self.page.wait_for_load_state("networkidle")
        self.page.wait_for_timeout(500)
        return dict(self.costs)


def told(costs):
    """Return a sum and the largest parts of it, as text."""
    row = sorted(costs.items(), key=lambda cost: -cost[1])
    return f"{sum(costs.values()):,} bytes: " + ", ".join(f"{n} {size:,}" for n, size in row[:6])


@pytest.fixture(scope="module")
def shelf(school):
    """Return the addresses of all lessons and assignments, once the server knows all views."""
    end = time.monotonic() + 90
    while not list((school.data / "packed").glob("views-*.json")):
        assert time.monotonic() < end, "The server does not know what the pages may need."
        time.sleep(0.2)
    time.sleep(1)
    return [place.address for place in places(books(school.root, "ru"))]


def test_every_lesson_is_light_as_a_first_page(chromium, school, shelf):
    heavy = []
    for path in [path for path in shelf if path.endswith("/")]:
        meter = Meter(chromium, school)
        costs = meter.opened(path, to_the_end=True)
        meter.context.close()
        if sum(costs.values()) >= FIRST:
            heavy.append(f"{path}: {told(costs)}")

    assert heavy == []


def test_every_page_is_nearly_nothing_as_a_next_one(chromium, school, shelf):
    meter, heavy = Meter(chromium, school), []
    meter.opened(shelf[0])
    for path in [*shelf[1:], shelf[0]]:
        costs = meter.opened(path)
        if sum(costs.values()) >= NEXT:
            heavy.append(f"{path}: {told(costs)}")
    meter.context.close()

    assert heavy == []
