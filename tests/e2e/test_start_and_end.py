"""A server whose kernels are starting: it says so, and it ends when it is told to."""

import sys
import threading
import time
import urllib.request
from contextlib import suppress

import nbformat
import psutil
import pytest

from electoral_binder.kernels import best_provisioner

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals"),
]

LESSON = "school/ru/05-protocol/"


@pytest.fixture(scope="module")
def lessons(tmp_path_factory):
    """Return a built folder with one small lesson."""
    root = tmp_path_factory.mktemp("lessons")
    path = root / "courses" / "ru" / "05-protocol" / "lesson.ipynb"
    path.parent.mkdir(parents=True)
    cells = [nbformat.v4.new_markdown_cell("# Lesson"), nbformat.v4.new_code_cell("print(6 * 7)")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"language": "ru"}), path)
    return root


def test_the_list_of_kernels_can_be_asked_for_while_they_start(open_school, lessons):
    school = open_school(lessons)
    visitors = [school.visitor() for _ in range(8)]
    pages, told = [], []
    threads = [
        threading.Thread(target=lambda who=who: pages.append(who.get(LESSON))) for who in visitors
    ]
    for thread in threads:
        thread.start()
    asking = school.visitor()
    while any(thread.is_alive() for thread in threads):
        told.append(asking.get("api/kernels"))

    assert {answer.status for answer in told} == {200}
    assert all("42" in page.text for page in pages)


@pytest.mark.skipif(not best_provisioner(), reason="kernels are not forked here")
def test_a_server_some_of_whose_kernels_never_come_ends_when_it_is_told_to(open_school, lessons):
    school = open_school(lessons)
    assert "42" in school.visitor().get(LESSON).text  # one kernel is there
    port = int(school.address.rstrip("/").rpartition(":")[2])
    server = psutil.Process(owner(port))
    warm = next(p for p in server.children() if "electoral_binder.kernels.zygote" in p.cmdline())
    all_of_it = server.children(recursive=True)
    warm.suspend()
    try:
        reader = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        page = reader.open(f"{school.address}{LESSON}?token={school.learners_key}", timeout=30)
        assert b"</h1>" in page.read1()  # the text is there, and another kernel is awaited
        time.sleep(1)

        server.terminate()

        server.wait(30)
        page.close()
    finally:
        for process in [*all_of_it, server]:
            with suppress(psutil.NoSuchProcess):
                process.kill()


def owner(port):
    """Return the process that listens at a port."""
    return next(
        line.pid
        for line in psutil.net_connections("tcp")
        if line.status == "LISTEN" and line.laddr.port == port
    )
