"""What every test may rely on: no way out of this machine."""

import os
import socket
from pathlib import Path

import pytest
from hypothesis import settings

LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")  # noqa: S104 - compared, never bound

settings.register_profile("school", deadline=None)  # a busy machine is no fault of a property
settings.register_profile("thorough", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("ELECTORAL_PROPERTIES", "school"))

os.environ.setdefault("JUPYTER_PLATFORM_DIRS", "1")
os.environ.pop("LC_ALL", None)
os.environ["LANG"] = "C.UTF-8"  # the application speaks English to a test


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    """Refuse a connection to another machine, in this process."""
    connect = socket.socket.connect

    def guarded(self, address):
        if isinstance(address, tuple) and not str(address[0]).startswith(LOOPBACK):
            raise OSError(f"A test tried to reach {address[0]}; tests run without a network.")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


CHROMIUM = Path("/usr/bin/chromium")
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
"""No other machine can be found by name: the network is blocked for every page."""


@pytest.fixture(scope="session")
def chromium():
    """Return one browser for all tests; where there is none, they are skipped and say so."""
    if not CHROMIUM.is_file():
        pytest.skip(f"There is no Chromium at {CHROMIUM}: this was not seen in a browser.")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        yield browser
        browser.close()


AXE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="session")
def axe():
    """Return what asks axe-core for all that is serious or critical on a page, with its places."""
    if not AXE.is_file():
        pytest.skip("axe-core is not installed (npm ci): accessibility was not checked.")
    source = AXE.read_text(encoding="utf-8")

    def seriously_wrong(page):
        if not page.evaluate("'axe' in window"):
            page.evaluate(source)
        found = page.evaluate("axe.run({ resultTypes: ['violations'] })")
        return [
            (one["id"], [node["html"][:200] for node in one["nodes"]][:5])
            for one in found["violations"]
            if one["impact"] in {"serious", "critical"}
        ]

    return seriously_wrong
