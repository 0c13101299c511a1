"""The widgets on a page of Voilà, with a living kernel behind them."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import nbformat
import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FORM = """
from electoral_widgets import ProtocolForm, ProtocolTable

form = ProtocolForm(protocol="NAR", language="en")
form
"""

# The receipt: what Python knows of the form, as a text on the page.
RECEIPT = """
import ipywidgets

receipt = ipywidgets.HTML("waiting")

def tell(change):
    receipt.value = "Python: " + str([broken.relation.id for broken in form.violations])

form.observe(tell, "lines")
receipt
"""

TABLE = "ProtocolTable(language='en')"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def page(chromium, tmp_path):
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell(cell, id=f"cell-{n}")
            for n, cell in enumerate((FORM, RECEIPT, TABLE))
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    nbformat.write(notebook, tmp_path / "page.ipynb")
    port = free_port()
    command = [sys.executable, "-m", "voila", "page.ipynb", "--no-browser", f"--port={port}"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        address = f"http://127.0.0.1:{port}/"
        context = chromium.new_context(viewport={"width": 1280, "height": 900})
        try:
            wait_for(f"{address}voila/static/voila.js", server)
            # The stock template names a font elsewhere; nothing may leave this machine.
            context.route(
                "**/*",
                lambda route: (
                    route.continue_() if route.request.url.startswith(address) else route.abort()
                ),
            )
            shown = context.new_page()
            shown.goto(address, timeout=90_000)
            yield shown
        finally:
            context.close()
            server.terminate()


def wait_for(address, server):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert server.poll() is None, "Voilà ended before it answered."
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except urllib.error.HTTPError as error:
            error.close()
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("Voilà did not answer within a minute.")


def test_form_and_table_work_with_a_living_kernel(page):
    received = page.get_by_label("Ballots received", exact=True)
    received.wait_for(timeout=60_000)

    assert received.input_value() == "25,047"

    received.fill("25046")
    page.get_by_text("Python: []").wait_for(timeout=20_000)
    received.fill("25040")
    page.get_by_text("Python: ['K1']").wait_for(timeout=20_000)

    page.get_by_role("checkbox", name="Suzak district").check()
    page.get_by_role("checkbox", name="Kemin district").check()
    page.get_by_role("button", name="Check my marks").click()
    page.get_by_text("Found: 1. Accused falsely: 1. Missed: 3.").wait_for(timeout=20_000)
    page.get_by_role("button", name="Show differences").click()
    page.get_by_role("button", name="K4: difference").wait_for(timeout=20_000)
    page.get_by_role("checkbox", name="Kemin district").uncheck()
    for name in ("Naryn district", "Sulyukta city", "Sokuluk district"):
        page.get_by_role("checkbox", name=name).check()
    page.get_by_role("button", name="Check my marks").click()

    page.get_by_text("You have found all 4 protocols").wait_for(timeout=20_000)
