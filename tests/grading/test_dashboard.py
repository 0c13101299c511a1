"""The lecturer's page of grades: what stands on it, for whom, and how it looks."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
import synthetic_gradebook

from electoral_binder.grades import FILE, put_notebook, show
from electoral_binder.shelf import notebook_path
from electoral_grading.dashboard import Board, NoGradesError, course_assignments
from electoral_grading.dashboard_alike import numbers_part
from electoral_grading.dashboard_words import TEXTS, Words
from electoral_grading.task_words import TaskWords

ASSIGNMENT = "05-protocol"


@pytest.fixture(scope="module")
def root():
    return synthetic_gradebook.course()


@pytest.fixture(scope="module")
def board(root):
    return Board.of(root, ASSIGNMENT, "en")


def text_of(page):
    """Return HTML as the text that a reader sees."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_class_is_told_in_figures(board):
    facts = dict(re.findall(r"<dt>([^<]*)</dt><dd>([^<]*)</dd>", board.top))

    assert {name: facts[name] for name in ("In the gradebook", "Handed in", "Graded")} == {
        "In the gradebook": "30",
        "Handed in": "28",
        "Graded": "28",
    }
    assert (facts["Waiting for a grade by hand"], facts["Nothing handed in"]) == ("3", "2")


def test_the_chart_has_words_and_a_table_that_say_the_same(board):
    drawing = board.drawing

    assert list(drawing.figure.data[0].y) == drawing.table["Learners"].tolist()
    assert drawing.table["Learners"].sum() == 28
    assert f"Most learners, {drawing.table['Learners'].max()}," in drawing.alt


def test_every_bar_stands_beside_its_number(board):
    cells = re.findall(r"<td[^>]*>(.*?)</td>", "".join(board.rest))
    bars = [cell for cell in cells if 'class="bar"' in cell]

    assert len(bars) > 20
    assert all(re.match(r"[\d · ]*[\d.,]+\s*%", text_of(bar).strip()) for bar in bars)


def test_messages_are_the_items_own_words(root, board):
    keys = json.loads((root / "keys" / f"{ASSIGNMENT}.json").read_text("utf-8"))
    (item,) = [item for item in keys["items"] if item["id"] == "read-figure"]

    shown = text_of(board.rest[0])

    assert item["messages"]["can-come"] in shown
    assert "{" not in shown


def test_who_is_missing_and_who_waits_is_named(board):
    shown = text_of(board.rest[0])

    assert "Nothing handed in: 2" in shown
    assert "Окуучу Синтетический 29 (synthetic-29)" in shown
    assert "Окуучу Синтетический 03 (synthetic-03)" in shown


def test_likeness_never_stands_without_its_chance(board, root):
    shown = text_of(board.rest[1])
    numbers = text_of(numbers_part(root, ASSIGNMENT, Words("en")))

    assert "378 pairs" in shown
    assert "never a proof" in shown
    for line in (*re.findall(r"<tr.*?</tr>", board.rest[1])[1:],):
        assert re.search(r"(about|fewer than) [\d.]+ of 378", text_of(line))
    assert re.search(r"synthetic-06 synthetic-05 \d+ .*? about 0\.\d+ of 756", numbers)
    for word in ("cheat", "plagiar", "guilty"):
        assert word not in (shown + numbers + " ".join(TEXTS.values())).lower()


def test_the_files_to_take_along_travel_nowhere(board):
    links = re.findall(r'href="([^"]*)"', "".join(board.rest))

    assert len(links) == 2
    assert all(link.startswith("data:text/csv;charset=utf-8;base64,") for link in links)


def test_no_name_and_no_answer_becomes_part_of_the_page(root, tmp_path):
    copy = tmp_path / "ru"
    shutil.copytree(root, copy)
    evil = "<img src=x onerror=alert(1)>"
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{copy / 'gradebook.db'}") as gradebook:
        gradebook.update_or_create_student("synthetic-29", last_name=evil, first_name=evil)
        gradebook.update_or_create_student("synthetic-01", last_name=evil)
    for path in (copy / "autograded").glob("*/*/graded.json"):
        results = json.loads(path.read_text("utf-8"))
        for item in results[0]["items"]:
            item |= {"message": f"{evil}{{0}}", "evidence": {"given": evil}, "text": evil}
        path.write_text(json.dumps(results), encoding="utf-8")

    board = Board.of(copy, ASSIGNMENT, "en")

    assert "onerror" in board.rest[0]
    assert "<img" not in board.top + "".join(board.rest)


def test_a_small_class_is_told_why_there_are_no_figures(tmp_path):
    root = tmp_path / "ru"
    shutil.copytree(synthetic_gradebook.course().parent / "ru", root)
    for name in ("gradebook.db", "autograded"):
        path = root / name
        path.unlink() if path.is_file() else shutil.rmtree(path)
    synthetic_gradebook.make(root, learners=7)

    board = Board.of(root, ASSIGNMENT, "en")

    assert "Fewer than 10 graded learners" in board.top
    assert "At least 10 learners" in board.rest[1]
    assert "not meaningful" in board.rest[0]


def test_without_a_gradebook_there_is_a_sentence(tmp_path):
    with pytest.raises(NoGradesError, match="There is no gradebook in ru yet"):
        course_assignments(tmp_path / "ru", "en")
    (tmp_path / "gradebook.db").write_bytes(b"no database")
    with pytest.raises(NoGradesError, match="The gradebook cannot be read"):
        course_assignments(tmp_path, "en")


def test_reading_writes_nothing(root):
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*")}

    course_assignments(root)
    Board.of(root, ASSIGNMENT)

    assert {path: path.stat().st_mtime_ns for path in root.rglob("*")} == before


@pytest.mark.parametrize("language", ["en", "ru", "ky"])
def test_every_text_has_the_places_of_its_source(language):
    words = Words(language)
    for name, source in TEXTS.items():
        places = set(re.findall(r"\{\w*\}", source))
        assert set(re.findall(r"\{\w*\}", words(name))) == places, name


def test_numbers_that_differ_between_learners_are_left_out_of_a_message():
    item = {"id": "q", "kind": "number", "messages": {"m": "You say {given} of {most}."}}
    tasks = TaskWords({"q": item}, "en")

    assert tasks.message("q", "m", [{"given": 1}, {"given": 2}]) == "You say … of …."
    assert tasks.message("q", "m", [{"given": 7}, {"given": 7}]) == "You say 7 of …."
    assert tasks.message("plain", "stopped") == "A cell ran too long and was stopped."


def test_the_page_is_made_of_widgets_that_follow_the_choice(root):
    page = show(root, "ru")
    _, choice, place = page.children

    assert choice.options == (ASSIGNMENT,)
    assert [type(child).__name__ for child in place.children] == [
        *("HTML", "Chart", "HTML", "HTML", "VBox", "HTML"),
    ]
    assert place.children[1].table["rows"]


def test_the_notebook_is_written_once_and_a_lecturers_own_is_kept(tmp_path):
    path = put_notebook(tmp_path, "ru")
    first = path.read_bytes()
    path.unlink()
    assert put_notebook(tmp_path, "ru").read_bytes() == first

    path.write_text("mine", encoding="utf-8")
    put_notebook(tmp_path, "ru")
    assert path.read_text(encoding="utf-8") == "mine"
    assert path.name == FILE


def test_the_schools_own_pages_have_no_page_of_grades(root):
    assert notebook_path(root.parent.parent, "ru", "grades", "lesson") is None


@pytest.fixture(scope="module")
def served(root, tmp_path_factory):
    """Return the address, with its token, at which the command serves the page."""
    home = tmp_path_factory.mktemp("home")
    kinds = ("CONFIG", "DATA", "RUNTIME")
    environment = os.environ | {f"JUPYTER_{kind}_DIR": str(home / kind) for kind in kinds}
    environment |= {"HOME": str(home), "IPYTHONDIR": str(home / "ipython"), "LANG": "en_GB.UTF-8"}
    environment.pop("ELECTORAL_LANG", None)
    server = subprocess.Popen(
        [sys.executable, "-m", "electoral_binder.grades_server", f"--course={root}"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert server.stdout
    line = server.stdout.readline()
    yield line[line.index("http") :].strip()
    server.send_signal(signal.SIGTERM)
    server.wait(30)
    server.stdout.close()
    (root / FILE).unlink(missing_ok=True)


def status(address):
    """Return how the server answers somebody who has no cookie."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_):
            return None

    try:
        with urllib.request.build_opener(Stay).open(address, timeout=30) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        with error:
            return error.status


@pytest.mark.slow
def test_without_the_token_nobody_sees_anything_and_there_is_no_other_page(served):
    address, token = served.split("?token=")
    home = address.removesuffix("/school/ru/grades/")

    assert (status(address), status(f"{address}?token=guessed")) == (302, 302)
    assert len(token) >= 48
    for path in ("/lab", "/school/ru", "/school/ru/05-protocol", "/terminals/1", "/formgrader"):
        assert status(f"{home}{path}?token={token}") == 404


@pytest.fixture
def page(chromium, served):  # noqa: ARG001 - the server must be there first
    page, troubles = chromium.new_page(viewport={"width": 1280, "height": 900}), []
    page.set_default_timeout(120_000)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith(("http://127.0.0.1", "data:", "blob:"))
            else troubles.append(request.url)
        ),
    )
    page.on(
        "response",
        lambda answer: troubles.append(answer.url) if answer.status >= 400 else None,
    )
    yield page
    page.close()
    assert troubles == []


@pytest.mark.slow
@pytest.mark.browser
def test_the_page_is_whole_on_a_screen_and_on_a_telephone(page, served, axe):
    page.goto(served)
    page.locator("a.file").first.wait_for()
    page.locator(".electoral-chart svg.main-svg").first.wait_for()

    button = page.locator("button.jupyter-button")
    button.focus()
    page.keyboard.press("Enter")
    page.get_by_role("rowheader").filter(has_text=re.compile("^synthetic-06$")).first.wait_for()
    with page.expect_download() as saved:
        page.locator("a.file").first.click()
    assert saved.value.suggested_filename == "05-protocol-moodle.csv"
    assert Path(saved.value.path()).read_text("utf-8").startswith("First name,Last name,Username")

    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_timeout(300)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert page.get_by_role("columnheader").count() > 10  # a table for those who hear it
    assert axe(page) == []
