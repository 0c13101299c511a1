"""Binder's environment, made from nothing but its files, serves the lesson."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOKEN = "a-guest"  # noqa: S105 - of a server that lives for this test


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Return a clean copy of the repository with an environment made as Binder makes it."""
    home = tmp_path_factory.mktemp("jovyan")
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\0")
    for name in filter(None, names):
        if (ROOT / name).is_file():
            (home / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, home / name)
    subprocess.run([sys.executable, "-m", "venv", home / ".binder"], check=True)
    installed = subprocess.run(
        [home / ".binder" / "bin" / "pip", "install", "-q", "-r", "binder/requirements.txt"],
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
    )
    if "Failed to establish a new connection" in installed.stderr:
        pytest.skip("The package index cannot be reached: Binder's environment was not built.")
    assert installed.returncode == 0, installed.stderr[-2000:]
    return home


@pytest.fixture(scope="module")
def environment(home):
    return {
        "PATH": f"{home / '.binder' / 'bin'}{os.pathsep}/usr/local/bin:/usr/bin:/bin",
        "HOME": str(home),
        "LANG": "C.UTF-8",
    }


@pytest.fixture(scope="module")
def address(home, environment):
    subprocess.run(["binder/postBuild"], cwd=home, env=environment, check=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (home / "server.log").open("w", encoding="utf-8") as log:
        server = subprocess.Popen(
            [
                *("binder/start", "jupyter-lab", "--no-browser", "--allow-root"),
                *("--ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0"),
                *("--ServerApp.base_url=/user/guest/", f"--IdentityProvider.token={TOKEN}"),
            ],
            cwd=home,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    yield f"http://127.0.0.1:{port}/user/guest/"
    server.terminate()
    server.wait(timeout=30)


def get(url, patience=60.0):
    request = urllib.request.Request(url, headers={"Authorization": f"token {TOKEN}"})
    deadline = time.monotonic() + patience
    while True:
        try:
            with urllib.request.urlopen(request, timeout=patience) as answer:
                return answer.status, answer.read().decode("utf-8")
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode("utf-8")
        except urllib.error.URLError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.3)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_binder_s_own_files_serve_the_lesson_in_every_language(address):
    titles = {}
    for language in ("en", "ru", "ky"):
        status, page = get(f"{address}school/{language}/05-protocol/")
        assert status == 200
        assert "data-electoral-widget" in page
        titles[language] = page.split("<h1", 1)[1].split("</h1>", 1)[0]

    assert len(set(titles.values())) == 3


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_binder_s_environment_has_no_slow_package(home, address):
    python = home / ".binder" / "bin" / "python"
    done = subprocess.run(
        [python, "-c", "import rfc3987_syntax"], capture_output=True, text=True, check=False
    )

    assert "ModuleNotFoundError" in done.stderr
    assert get(f"{address}lab")[0] == 200
