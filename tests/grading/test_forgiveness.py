"""What goes wrong with files and cells in every class costs nobody more than the cell itself."""

import os
import re

import nbformat
import pytest

pytestmark = pytest.mark.slow

NOTHING = {"one": 0, "two": 0, "why": 0}
ALL = {"one": 2, "two": 1, "why": 0}
FIRST_ONLY = {"one": 2, "two": 0, "why": 0}


def named(notebook, name):
    return next(
        cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == name
    )


def edited(change):
    """Return a change of a submitted folder: both answers filled in, then `change`."""

    def edit(folder):
        path = folder / "assignment.ipynb"
        notebook = nbformat.read(path, 4)
        named(notebook, "answer-one").source = "one = base + 2"
        named(notebook, "answer-two").source = "two = 7"
        change(notebook)
        nbformat.write(notebook, path)

    return edit


def answering(name, source):
    """Return a change: one answer is this source."""

    def answer(notebook):
        named(notebook, name).source = source

    return edited(answer)


right = edited(lambda _: None)


def renamed(folder):
    right(folder)
    (folder / "assignment.ipynb").rename(folder / "Копия (1).ipynb")


def renamed_without_metadata(folder):
    edited(lambda notebook: notebook.metadata.pop("electoral"))(folder)
    (folder / "assignment.ipynb").rename(folder / "домашка.ipynb")


def worked_in_a_copy(folder):
    pristine = (folder / "assignment.ipynb").read_bytes()
    right(folder)
    (folder / "assignment.ipynb").rename(folder / "assignment-Copy1.ipynb")
    (folder / "assignment.ipynb").write_bytes(pristine)


@edited
def duplicated(notebook):
    answer, test = named(notebook, "answer-one"), named(notebook, "one")
    place = notebook.cells.index(answer)
    copy = nbformat.from_dict({**answer, "id": "copy", "source": "# ВАШ КОД"})
    notebook.cells.insert(place + 1, copy)
    notebook.cells.insert(0, nbformat.from_dict({**test, "id": "copy-of-test"}))


@edited
def deleted_cells(notebook):
    for name in ("one", "two", "why"):
        notebook.cells.remove(named(notebook, name))


@edited
def deleted_setup(notebook):
    del notebook.cells[1]


@edited
def tampered(notebook):
    for name in ("one", "two"):
        cell = named(notebook, name)
        cell.source = "99"
        cell.metadata["nbgrader"]["points"] = 99
        cell.metadata["tags"] = ["skip-execution"]
    named(notebook, "answer-one").metadata["nbgrader"] = {"schema_version": 1, "oops": True}
    named(notebook, "answer-two").metadata["nbgrader"]["grade_id"] = "unknown"


def damaged(folder):
    (folder / "assignment.ipynb").write_text('{"cells": [', encoding="utf-8")


def saved_by_an_editor(folder):
    """With a byte-order mark, as some editors save."""
    right(folder)
    path = folder / "assignment.ipynb"
    path.write_text("\ufeff" + path.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "timestamp.txt").write_text("\ufeff2026-11-22 10:00:00 UTC", encoding="utf-8")


def with_strange_files(folder):
    right(folder)
    os.mkfifo(folder / "pipe")
    (folder / "link.txt").symlink_to("/etc/hostname")
    (folder / "timestamp.txt").write_text("вчера вечером", encoding="utf-8")


LOOP = "one = 42\nwhile True:\n    pass"
STUBBORN = """import time
two = 7
while True:
    try:
        time.sleep(9)
    except BaseException:
        pass"""
LIAR = "class One:\n    def __eq__(self, other):\n        return -3\n\n\none = One()"

CLASS = {
    "Айгүл Асанова": (right, ALL),
    "empty": (lambda _: None, NOTHING),
    "renamed": (renamed, ALL),
    "renamed, no metadata": (renamed_without_metadata, ALL),
    "worked in a copy": (worked_in_a_copy, ALL),
    "duplicated cells": (duplicated, ALL),
    "deleted tests and essay": (deleted_cells, ALL),
    "deleted imports": (deleted_setup, ALL),
    "tampered metadata": (tampered, ALL),
    "loop": (answering("answer-one", LOOP), ALL),
    "loop that cannot be stopped": (answering("answer-two", STUBBORN), FIRST_ONLY),
    "kernel dies": (answering("answer-two", "import os\nos._exit(1)"), FIRST_ONLY),
    "damaged file": (damaged, NOTHING),
    "byte-order mark": (saved_by_an_editor, ALL),
    "pipe, link, wrong time": (with_strange_files, ALL),
    "negative result": (answering("answer-one", LIAR), {"one": 0, "two": 1, "why": 0}),
}


@pytest.fixture(scope="module")
def graded(course):
    """The class, graded by one command that succeeds, with its feedback."""
    for student, (change, _) in CLASS.items():
        course.hand_in(student, change)
    course.nbgrader("autograde", "01-small", "--Execute.timeout=4")
    course.nbgrader("generate_feedback", "01-small")
    return course


def feedback(course, student):
    return (course.root / "feedback" / student / "01-small" / "assignment.html").read_text("utf-8")


@pytest.mark.parametrize("student", CLASS)
def test_a_mishap_costs_no_more_than_the_cell_it_is_in(graded, student):
    assert graded.scores(student) == CLASS[student][1]


@pytest.mark.parametrize("student", CLASS)
def test_feedback_is_one_russian_page_without_tests_solutions_and_addresses(graded, student):
    text = feedback(graded, student)

    assert '<html lang="ru">' in text
    for secret in ("secret = 42", "model answer", "int(two == 7)"):
        assert secret not in text
    assert re.search(r"https?:|//\w|@import|<script|<link|src=|url\(", text) is None


@pytest.mark.parametrize(
    ("student", "name"),
    [
        ("renamed", "Копия (1).ipynb"),
        ("deleted tests and essay", "one"),
        ("duplicated cells", "answer-one"),
        ("damaged file", "assignment.ipynb"),
    ],
)
def test_feedback_tells_what_was_mended(graded, student, name):
    mended = feedback(graded, student).split('class="mended"')[1].split("</section>")[0]

    assert name in mended


def test_what_the_learner_sent_stays_beside_what_was_graded(graded):
    sent = graded.root / "submitted" / "renamed" / "01-small"

    assert {path.name for path in sent.glob("*.ipynb")} == {"assignment.ipynb", "Копия (1).ipynb"}


def test_grading_again_gives_the_same(graded):
    graded.nbgrader("autograde", "01-small", "--force", "--student=renamed")

    assert graded.scores("renamed") == ALL
