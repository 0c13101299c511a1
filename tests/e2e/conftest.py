"""A school on a port of its own, and a browser that cannot reach anything else."""

import http.cookiejar
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import nbformat
import pytest

from electoral_binder.kernels import best_provisioner

ROOT = Path(__file__).parents[2]
KERNELS = best_provisioner() or "local-provisioner"
TOKEN = "of-this-test"  # noqa: S105 - of a server that lives for this test
LEARNERS_TOKEN = "for-its-learners"  # noqa: S105
CELLS = 10
"""As many cells with code has a lesson that ends early."""


@dataclass(frozen=True)
class Answer:
    """What the server answered."""

    status: int
    url: str
    headers: dict
    text: str


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Visitor:
    """Somebody with a cookie jar who has opened the printed address once."""

    def __init__(self, address, token=TOKEN):
        self.address = address
        self.jar = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.jar), _Stay
        )
        if token:
            self.get(f"school/?token={token}")

    def get(self, path, **headers):
        return self._ask(urllib.request.Request(self.address + path, headers=headers))

    def post(self, path, data="", **headers):
        return self._ask(
            urllib.request.Request(self.address + path, data=data.encode(), headers=headers)
        )

    def cookies(self):
        return {cookie.name: cookie for cookie in self.jar}

    def _ask(self, request):
        try:
            with self._opener.open(request, timeout=60) as answer:
                return self._answer(answer)
        except urllib.error.HTTPError as error:
            with error:
                return self._answer(error)

    @staticmethod
    def _answer(answer):
        text = answer.read().decode("utf-8", "replace")
        return Answer(answer.status, answer.url, dict(answer.headers), text)


@dataclass(frozen=True)
class School:
    """A running server of the school."""

    address: str
    root: Path
    data: Path
    log: Path
    key = TOKEN
    learners_key = LEARNERS_TOKEN

    def visitor(self):
        return Visitor(self.address)

    def learner(self):
        """Return somebody who opened the address for learners."""
        return Visitor(self.address, LEARNERS_TOKEN)

    def stranger(self):
        """Return somebody who knows the server's name only."""
        return Visitor(self.address, "")

    def kernels(self):
        """Return the ids of the kernels that run now."""
        request = urllib.request.Request(
            f"{self.address}api/kernels", headers={"Authorization": f"token {TOKEN}"}
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            return [kernel["id"] for kernel in json.load(answer)]

    def end_kernel(self, kernel):
        """End a kernel as the lecturer may."""
        request = urllib.request.Request(
            f"{self.address}api/kernels/{kernel}",
            headers={"Authorization": f"token {TOKEN}"},
            method="DELETE",
        )
        urllib.request.urlopen(request, timeout=10).close()

    def has_kernels(self, count, patience=15.0, besides=()):
        """Return whether the number of kernels, besides some known ones, becomes `count`."""
        end = time.monotonic() + patience
        while len({*self.kernels()} - {*besides}) != count:
            if time.monotonic() > end:
                return False
            time.sleep(0.1)
        return True


def _free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture(scope="session")
def open_school():
    """Return a function that serves a built folder, with more options if need be.

    The servers end with the tests.
    """
    servers, home = [], Path(tempfile.mkdtemp(prefix="school-"))

    def opened(root, *options):
        port, data, log = _free_port(), home / f"data-{len(servers)}", home / "server.log"
        environment = os.environ | {
            "HOME": str(home),
            "IPYTHONDIR": str(home / "ipython"),
            "JUPYTER_CONFIG_DIR": str(home / "config"),
            "JUPYTER_DATA_DIR": str(home / "share"),
            "JUPYTER_RUNTIME_DIR": str(home / "run"),
        }
        for name in ("JUPYTER_TOKEN", "JUPYTERHUB_USER", "ELECTORAL_STUDENT", "ELECTORAL_LANG"):
            environment.pop(name, None)
        with log.open("a", encoding="utf-8") as stream:
            server = subprocess.Popen(
                [
                    *(sys.executable, "-m", "electoral_binder.serve"),
                    *("--root", root, "--data", data, "--port", str(port), "--token", TOKEN),
                    *("--learner-token", LEARNERS_TOKEN, *options),
                ],
                env=environment,
                stdout=stream,
                stderr=subprocess.STDOUT,
            )
        servers.append(server)
        school = School(f"http://127.0.0.1:{port}/", Path(root), data, log)
        _wait_until_it_answers(school, server)
        return school

    yield opened
    for server in servers:
        server.terminate()
    for server in servers:
        server.wait(timeout=30)
    shutil.rmtree(home, ignore_errors=True)


def _wait_until_it_answers(school, server, patience=60.0):
    end = time.monotonic() + patience
    while True:
        try:
            school.kernels()
        except OSError:
            told = school.log.read_text(encoding="utf-8", errors="replace")[-2000:]
            assert server.poll() is None, f"The server ended: {told}"
            assert time.monotonic() < end, f"The server does not answer: {told}"
            time.sleep(0.2)
        else:
            return


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """Return our own courses, built now, once for all schools; only to be read."""
    from electoral_courses.builder import build

    root = tmp_path_factory.mktemp("build")
    build(ROOT / "courses", root)
    return root


@pytest.fixture(scope="session")
def school(open_school, built):
    """Return a school with our own courses."""
    return open_school(built)


@pytest.fixture(scope="session")
def shortened(built, tmp_path_factory):
    """Return our courses with lessons that end early: sooner there, and real all the same."""
    root = tmp_path_factory.mktemp("short")
    shutil.copytree(built, root, dirs_exist_ok=True)
    for path in (root / "courses").glob("*/*/lesson.ipynb"):
        lesson = nbformat.read(path, as_version=4)
        codes = [place for place, cell in enumerate(lesson.cells) if cell.cell_type == "code"]
        lesson.cells = lesson.cells[: codes[CELLS]]
        nbformat.write(lesson, path)
    return root


@pytest.fixture(scope="session")
def limited(tmp_path_factory):
    """Return how to give limits, such as `most_kernels`, to the servers opened meanwhile."""

    @contextmanager
    def to(**limits):
        settings = tmp_path_factory.mktemp("settings")
        file = settings / "jupyter_server_config.json"
        file.write_text(json.dumps({"School": limits}), encoding="utf-8")
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("JUPYTER_CONFIG_PATH", str(settings))
            yield

    return to


@pytest.fixture(scope="session")
def short_school(open_school, shortened):
    """Return a school with the beginnings of our lessons."""
    return open_school(shortened)


@pytest.fixture(scope="session")
def context(chromium):
    """Return the browser's memory: the files of the pages are fetched once."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    context.set_default_timeout(120_000)
    yield context
    context.close()


@pytest.fixture
def page(context, school):
    """Return a page of a new reader; it must stay free of errors and of other addresses."""
    context.clear_cookies()
    page, troubles = context.new_page(), []

    def other_host(request):
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname != "127.0.0.1":
            troubles.append(f"a request to {request.url}")

    def console(message):
        if message.type == "error":
            troubles.append(f"console error: {message.text}")

    def refused(response):
        if response.status >= 400:
            troubles.append(f"{response.status} for {response.url}")

    page.on("request", other_host)
    page.on("console", console)
    page.on("pageerror", lambda error: troubles.append(f"page error: {error}"))
    page.on("response", refused)
    page.goto(f"{school.address}school/?token={TOKEN}")
    page.evaluate("localStorage.clear()")  # a new reader has left nothing in this browser
    yield page
    page.close()
    assert troubles == []


@pytest.fixture(scope="session")
def lab(built, tmp_path_factory):
    """Return JupyterLab's address, the folder it serves, and how to open a notebook there.

    All cells are drawn, seen or not, so that a test may find what is in them.
    """
    place = tmp_path_factory.mktemp("lab")
    shutil.copytree(built, place, dirs_exist_ok=True)  # answers will come beside the notebooks
    settings = place / "settings" / "@jupyterlab" / "notebook-extension"
    settings.mkdir(parents=True)
    (settings / "tracker.jupyterlab-settings").write_text('{"windowingMode": "none"}')
    port = _free_port()
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
            *(f"--port={port}", "--ServerApp.ip=127.0.0.1", f"--IdentityProvider.token={TOKEN}"),
            *("--LabApp.expose_app_in_browser=True", "--KernelManager.transport=ipc"),
            # As in the school's own server.
            f"--KernelProvisionerFactory.default_provisioner_name={KERNELS}",
        ],
        cwd=place,
        env={**os.environ, "JUPYTERLAB_SETTINGS_DIR": str(place / "settings")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"

    def open_notebook(page, path):
        # A workspace of its own: JupyterLab would open what another test left open.
        workspace = path.replace("/", "-").replace(".", "-")
        page.goto(f"{address}/lab/workspaces/{workspace}/tree/{path}?token={TOKEN}")
        page.wait_for_selector(".jp-Notebook")

    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{address}/api/status?token={TOKEN}", timeout=2).close()
                break
            except OSError as error:
                if isinstance(error, urllib.error.HTTPError):
                    error.close()
                time.sleep(0.25)
        yield address, place, open_notebook
    finally:
        server.terminate()
        server.wait(20)


RUN_ALL = """async () => {
    const { sessionContext } = window.jupyterapp.shell.currentWidget;
    await sessionContext.ready;
    await sessionContext.session.kernel.info;
    await window.jupyterapp.commands.execute("notebook:run-all-cells");
}"""


@pytest.fixture(scope="session")
def run_all():
    """Return how to run every cell of the open notebook to its end, until something is there.

    A kernel that starts loses some commands, so it is tried again. A cell that runs again
    replaces its widget, so nobody may act before the last one ended.
    """

    def ran(page, there):
        for _ in range(6):
            page.evaluate(RUN_ALL)
            for _ in range(40):
                if there.count():
                    return
                page.wait_for_timeout(250)
        raise AssertionError(f"Running all cells made nothing of {there}")

    return ran


@pytest.fixture
def lab_page(chromium, lab, run_all):
    """Return how to open a notebook in JupyterLab and run it until something is there.

    The page must stay free of errors and of other addresses, to the end of the test.
    """
    address, _, open_notebook = lab
    pages, troubles = [], []

    def opened(path, there, height=1000):
        page = chromium.new_page(viewport={"width": 1280, "height": height})
        page.set_default_timeout(60_000)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((address, "data:", "blob:"))
                else troubles.append(request.url)
            ),
        )
        pages.append(page)
        open_notebook(page, path)
        run_all(page, there(page) if callable(there) else page.locator(there))
        return page

    yield opened
    failed = [
        page.locator(".jp-OutputArea-output[data-mime-type*='error']").count() for page in pages
    ]
    for page in pages:
        page.close()
    assert troubles == []
    assert not any(failed)
