"""A student's notebook in JupyterLab: what was answered is there after the kernel restarts."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOT = Path(__file__).parents[2]
TOKEN = "of-this-test"  # noqa: S105 - of a server that lives for this test
PLACE = "courses/ru/05-protocol"
RUN = "() => { window.jupyterapp.commands.execute('%s') }"


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """Return the address of a JupyterLab on a build of its own, and the build's folder."""
    from electoral_courses.builder import build

    place = tmp_path_factory.mktemp("lab")
    build(ROOT / "courses", place, ("ru",))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
            *(f"--port={port}", "--ServerApp.ip=127.0.0.1", f"--IdentityProvider.token={TOKEN}"),
            *("--LabApp.expose_app_in_browser=True", "--KernelManager.transport=ipc"),
        ],
        cwd=place,
        env={**os.environ, "JUPYTERLAB_SETTINGS_DIR": str(place / "settings")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{address}/api/status?token={TOKEN}", timeout=2).close()
                break
            except OSError:
                time.sleep(0.25)
        yield address, place
    finally:
        server.terminate()
        server.wait(20)


RUN_ALL = """async () => {
    const { sessionContext } = window.jupyterapp.shell.currentWidget;
    await sessionContext.ready;
    await sessionContext.session.kernel.info;
    await window.jupyterapp.commands.execute("notebook:run-all-cells");
}"""


def run_all(page, there):
    """Run every cell to its end, and again if the kernel was not there yet; wait for `there`.

    A cell that is run again replaces its widget, so nobody may act before the last one ended.
    """
    for _ in range(6):
        page.evaluate(RUN_ALL)
        for _ in range(40):
            if there.count():
                return
            page.wait_for_timeout(250)
    raise AssertionError(f"Running all cells made nothing of {there}")


def test_an_answer_given_by_keyboard_is_saved_and_back_after_a_restart(chromium, lab):
    address, place = lab
    page = chromium.new_page(viewport={"width": 1280, "height": 3000})
    page.set_default_timeout(60_000)
    troubles = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on(
        "request",
        lambda request: troubles.append(request.url) if address not in request.url else None,
    )
    page.goto(f"{address}/lab/tree/{PLACE}/assignment.ipynb?token={TOKEN}")
    page.wait_for_selector(".jp-Notebook")
    choice = page.get_by_role("checkbox", name="Нарынский район", exact=True)
    run_all(page, choice)

    choice.focus()
    page.keyboard.press("Space")

    saved = place / PLACE / "answers.json"
    for _ in range(300):
        if saved.is_file() and "find-units" in saved.read_text(encoding="utf-8"):
            break
        page.wait_for_timeout(100)
    kept = json.loads(saved.read_text(encoding="utf-8"))["answers"]["find-units"]["value"]
    page.evaluate(RUN % "notebook:clear-all-cell-outputs")
    choice.wait_for(state="detached")
    page.evaluate(
        "async () => { const at = window.jupyterapp.shell.currentWidget;"
        " await at.sessionContext.session.kernel.restart(); }"
    )
    run_all(page, choice)

    assert choice.is_checked()
    assert json.loads(saved.read_text(encoding="utf-8"))["answers"]["find-units"]["value"] == kept
    assert page.locator(".jp-OutputArea-output[data-mime-type*='error']").count() == 0
    assert [trouble for trouble in troubles if not trouble.startswith(("data:", "blob:"))] == []
    page.close()
