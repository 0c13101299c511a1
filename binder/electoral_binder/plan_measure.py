"""Measures on this machine what an open lesson takes: a school of its own, opened for a minute."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from electoral_binder.memory import Measured, proportional
from electoral_binder.shelf import books

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 90.0
"""Seconds within which the server must answer, and each lesson must open."""
MOST_LESSONS = 6
SETTLE = 2.0
"""Seconds after which a lesson that was opened has become quiet."""


def measure(root: Path, language: str) -> Measured:
    """Open lessons in a school of its own; return what each took.

    The first one is opened twice: what it costs once a server (a warm process, templates) is
    counted to the server.

    Args:
        root: The folder above `courses/<language>`, as built.
        language: Whose lessons are opened.

    Raises:
        OSError: the school could not be opened, or there is no lesson.
    """
    lessons = [book.id for book in books(root, language) if "lesson" in book.pages]
    if not lessons:
        raise FileNotFoundError(f"no lesson in {root / 'courses' / language}")
    lessons = (lessons * 4)[: max(4, min(len(lessons), MOST_LESSONS))]
    with _school(root) as (server, address, token):
        _open(f"{address}school/{language}/{lessons[0]}/", token)
        time.sleep(SETTLE)
        sizes, work = [proportional(server)], [_work(server)]
        for lesson in lessons:
            _open(f"{address}school/{language}/{lesson}/", token)
            time.sleep(SETTLE)
            sizes.append(proportional(server))
            work.append(_work(server))
    each = [after - before for before, after in pairwise(sizes)]
    mean = max(1, round(sum(each) / len(each)))
    return Measured(
        lesson=mean,
        largest=max(1, *each),
        lessons=len(each),
        at=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        server=max(0, sizes[0] - mean),
        seconds=round((work[-1] - work[0]) / len(each), 3),
    )


@contextmanager
def _school(root: Path) -> Iterator[tuple[int, str, str]]:
    """Open a school with a data folder of its own; give its process, address and key."""
    token = secrets.token_hex(16)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="school-", ignore_cleanup_errors=True) as home:
        settings = Path(home) / "config" / "jupyter_server_config.json"
        settings.parent.mkdir()
        settings.write_text('{"School": {"most_kernels": 1000}}', encoding="utf-8")
        environment = os.environ | {
            "JUPYTER_CONFIG_DIR": f"{home}/config",
            "JUPYTER_DATA_DIR": f"{home}/data",
            "JUPYTER_RUNTIME_DIR": f"{home}/run",
            "IPYTHONDIR": f"{home}/ipython",
        }
        command = [
            *(sys.executable, "-m", "electoral_binder.serve", "--root", str(root)),
            *("--data", f"{home}/answers", "--port", str(port), "--token", token),
        ]
        server = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            address = f"http://127.0.0.1:{port}/"
            _wait(server, address, token)
            yield server.pid, address, token
        finally:
            server.terminate()
            try:
                server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _wait(server: subprocess.Popen[bytes], address: str, token: str) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            _open(f"{address}api/status", token)
        except urllib.error.URLError:
            if server.poll() is not None or time.monotonic() > end:
                raise
            time.sleep(0.2)
        else:
            return


def _open(address: str, token: str) -> None:
    """Open a page to its end."""
    request = urllib.request.Request(address, headers={"Authorization": f"token {token}"})  # noqa: S310 - our own server
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
        answer.read()


def _work(process: int) -> float:
    """Return the seconds of a core that a process and those it started have used."""
    total = 0.0
    root = psutil.Process(process)
    for one in (root, *root.children(recursive=True)):
        try:
            times = one.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system
    return total
