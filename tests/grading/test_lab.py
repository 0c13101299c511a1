"""nbgrader's extensions in JupyterLab, in a browser that cannot leave this machine."""

import csv
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import nbformat
import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TOKEN = "lab-test"  # noqa: S105 - of a server that lives for one test

EVIL = "<script>window.evil = 1</script><img src=x onerror='window.evil = 1'>Потому что."


@pytest.fixture(scope="module")
def lab(course, place):
    """JupyterLab in the course folder, with one graded submission; yields its address."""
    course.nbgrader("release_assignment", course.assignment)

    def answer(folder):
        notebook = nbformat.read(folder / "assignment.ipynb", 4)
        notebook.cells[2].source = "one = 42"
        notebook.cells[-1].source = EVIL
        nbformat.write(notebook, folder / "assignment.ipynb")

    course.hand_in("Айгүл Асанова", answer)
    course.grade()
    solved = course.root / "mine.ipynb"
    solved.write_bytes(
        (course.root / "source" / course.assignment / "assignment.ipynb").read_bytes()
    )

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (place / "lab.log").open("w")
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
            *(f"--port={port}", "--ServerApp.ip=127.0.0.1", f"--IdentityProvider.token={TOKEN}"),
            "--LabApp.expose_app_in_browser=True",
            "--KernelManager.transport=ipc",
        ],
        cwd=course.root,
        env={**os.environ, "JUPYTERLAB_SETTINGS_DIR": str(place / "settings")},
        stdout=log,
        stderr=log,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            if server.poll() is not None:
                break
            try:
                urllib.request.urlopen(f"{address}/api/status?token={TOKEN}", timeout=2).close()
                break
            except OSError as error:
                if isinstance(error, urllib.error.HTTPError):
                    error.close()
                time.sleep(0.25)
        yield address
    finally:
        server.terminate()
        server.wait(20)
        log.close()


@pytest.fixture
def page(chromium, lab):
    """A page, which must neither complain in its console nor ask for another machine."""
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(60_000)
    complaints, outside = [], []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    page.on(
        "request",
        lambda request: (
            outside.append(request.url)
            if not request.url.startswith((lab, "data:", "blob:", lab.replace("http", "ws")))
            else None
        ),
    )
    yield page
    page.close()
    assert complaints == []
    assert outside == []


@pytest.fixture
def lab_page(page, lab):
    """JupyterLab, ready."""
    page.goto(f"{lab}/lab?token={TOKEN}&reset")
    page.wait_for_function("window.jupyterapp && window.jupyterapp.restored")
    page.evaluate("window.jupyterapp.restored.then(() => { window.ready = true; })")
    page.wait_for_function("window.ready")
    return page


def execute(page, command, **arguments):
    page.evaluate(
        f"() => {{ window.jupyterapp.commands.execute({json.dumps(command)},"
        f" {json.dumps(arguments)}); }}"
    )


def test_assignment_list_shows_what_was_released(lab_page, course):
    execute(lab_page, "nbgrader:open-assignment-list")

    lab_page.get_by_text(course.assignment).first.wait_for()


def test_formgrader_opens_in_lab_and_lists_the_submission(lab_page, course):
    execute(lab_page, "nbgrader:open-formgrader")

    frame = lab_page.frame_locator("iframe").first
    row = frame.locator("tr", has=frame.get_by_text(course.assignment)).first
    row.wait_for()
    assert "1" in row.inner_text().split()


def test_validate_button_runs_the_notebooks_tests(lab_page):
    execute(lab_page, "docmanager:open", path="mine.ipynb")
    button = lab_page.get_by_role("button", name=re.compile("Validate"))
    button.first.wait_for()
    lab_page.wait_for_function(
        "() => { const panel = window.jupyterapp.shell.currentWidget;"
        " return panel?.context?.isReady && panel.sessionContext?.isReady; }"
    )

    button.first.click()

    lab_page.get_by_text(re.compile("Success! Your notebook passes all the tests")).wait_for()


def test_an_essay_is_graded_by_hand_in_formgrader(lab_page, lab, course):
    page = lab_page
    assert course.scores("Айгүл Асанова")["why"] is None
    page.goto(f"{lab}/formgrader/gradebook/{course.assignment}/assignment")
    with page.expect_response(lambda answer: "/api/comments" in answer.url):
        page.locator("a", has_text="Submission #1").first.click()
    page.wait_for_load_state("networkidle")
    essay = page.locator(".nbgrader_cell", has_text="Потому что.")
    assert page.evaluate("window.evil") is None

    for field, text, api in (
        (essay.locator("input.score"), "2.5", "/api/grade/"),
        (essay.locator("textarea"), "Хорошая мысль", "/api/comment/"),
    ):
        field.click()
        field.press_sequentially(text)
        with page.expect_response(lambda answer, api=api: api in answer.url) as saved:
            field.blur()
        assert saved.value.ok

    assert course.scores("Айгүл Асанова")["why"] == 2.5
    course.nbgrader("generate_feedback", course.assignment, "--student=Айгүл Асанова")
    feedback = course.root / "feedback" / "Айгүл Асанова" / course.assignment / "assignment.html"
    assert "Хорошая мысль" in feedback.read_text("utf-8")

    table = course.root / "grades.csv"
    course.nbgrader("release_feedback", course.assignment)
    course.nbgrader("export", f"--to={table}")
    rows = list(csv.DictReader(table.read_text("utf-8").splitlines()))
    assert [float(row["score"]) for row in rows] == [4.5]
