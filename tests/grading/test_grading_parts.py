"""The parts of the grading that need neither a kernel nor a gradebook."""

import os
import sys
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from traitlets.config import Config

from electoral_grading.cells import as_markdown
from electoral_grading.config import configure
from electoral_grading.course import CONFIG, prepare
from electoral_grading.formgrader import SafeDisplay
from electoral_grading.repair import repair
from electoral_grading.report import Report, hint
from electoral_grading.report_text import clean, shown
from electoral_grading.restore import place


def test_a_prepared_course_keeps_the_lecturers_own_settings(tmp_path):
    settings = prepare(tmp_path / "ru", "ru")
    settings.write_text("# mine", encoding="utf-8")

    assert prepare(tmp_path / "ru", "ru").read_text(encoding="utf-8") == "# mine"
    assert settings == tmp_path / "ru" / CONFIG
    assert (tmp_path / "exchange").is_dir()


@pytest.mark.parametrize(("folder", "language"), [("ru", "ky"), ("xx", "xx")])
def test_a_course_folder_is_named_after_its_language(tmp_path, folder, language):
    with pytest.raises(ValueError, match="must be named after its language"):
        prepare(tmp_path / folder, language)


def test_the_course_finds_alembic_without_an_active_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "/usr/bin")
    configure(Config(), "ru", tmp_path / "ru")

    assert os.environ["PATH"].split(os.pathsep) == [str(Path(sys.executable).parent), "/usr/bin"]


def test_stubs_and_course_are_in_the_language(tmp_path):
    c = Config()
    configure(c, "ky", tmp_path / "ky")

    assert c.ClearSolutions.code_stub == {"python": "# СИЗДИН КОДУҢУЗ"}
    assert c.CourseDirectory.course_id == "electoral-school-ky"


@pytest.mark.parametrize(
    ("item", "value", "lines"),
    [
        ({"kind": "choice", "options": {"a": {"text": "A"}}}, "a", ["A"]),
        ({"kind": "choices", "options": {"a": {"text": "A"}, "b": {"text": "B"}}}, ["b"], ["B"]),
        ({"kind": "number", "unit": "votes"}, {"number": "1 000"}, ["1 000 votes"]),
        ({"kind": "order", "entries": {"t": "T", "u": "U"}}, ["u", "t"], ["1. U", "2. T"]),
        ({"kind": "match", "left": {"l": "L"}, "right": {"r": "R"}}, {"l": "r"}, ["L — R"]),
        (
            {
                "kind": "table",
                "rows": {"r": "Row"},
                "columns": {"c": "Column", "d": "Other"},
                "given": {"r": {"c": None, "d": 5}},
            },
            {"r": {"c": 7, "d": 5}},
            ["Row, Column: 7"],
        ),
        ({"kind": "text"}, "<b>", ["&lt;b&gt;"]),
        ({"kind": "choice", "options": {}}, "forged", ["forged"]),
        ({"kind": "number"}, "forged", ["forged"]),
        ({"kind": "text"}, None, []),
    ],
)
def test_a_clicked_answer_is_told_in_words(item, value, lines):
    assert shown(item, value) == lines


@pytest.mark.parametrize(
    ("page", "safe"),
    [
        ("<p>a<script>b()</script></p>", "<p>a</p>"),
        ("<SCRIPT src='https://c'>d", ""),
        ("<img src='https://c' onerror='d()'>e", "e"),
        ("<a href='https://c'>e</a>", "e"),
        ("<p style='background:url(https://c)'>e</p>", "<p>e</p>"),
        ("<style>@import 'https://c'</style>e", "e"),
    ],
)
def test_nothing_that_runs_or_loads_stays_in_a_page(page, safe):
    assert clean(page) == safe


@pytest.mark.parametrize(
    ("there", "missing", "expected"),
    [("bc", "a", 0), ("ac", "b", 1), ("ab", "c", 2), ("", "a", 0), ("ca", "b", 2)],
)
def test_a_missing_cell_goes_behind_the_cell_that_stood_before_it(there, missing, expected):
    assert place(there, missing, "abc") == expected


def test_an_essay_is_shown_line_by_line():
    assert as_markdown("a & b\r\n<i>c") == "a &amp; b  \n&lt;i&gt;c"


def test_a_lecturer_sees_no_widget_and_no_script_of_a_learner():
    output = new_output(
        "display_data",
        {"text/html": "<b onclick='x()'>a</b>", "application/javascript": "x()", "text/plain": "a"},
    )
    notebook = new_notebook(cells=[new_code_cell(outputs=[output])])

    shown_to_lecturer, _ = SafeDisplay()(notebook, {})

    assert shown_to_lecturer.cells[0].outputs[0]["data"] == {
        "text/html": "<b>a</b>",
        "text/plain": "a",
    }


def test_a_folder_with_nothing_of_the_module_is_left_alone(tmp_path):
    (tmp_path / "release").mkdir()
    (tmp_path / "sent").mkdir()

    assert repair(tmp_path / "sent", tmp_path / "release") == []
    assert list((tmp_path / "sent").iterdir()) == []


@pytest.mark.parametrize(("language", "number"), [("en", "1.5"), ("ru", "1,5"), ("ky", "1,5")])
def test_points_are_written_as_in_the_language(language, number):
    assert Report(language, "", "", 0, 0).number(1.5) == number


HINTS = {"id": "q", "hints": [{"text": "Add them."}, {"text": "All **three**."}]}


@pytest.mark.parametrize(
    ("opened", "text"),
    [(0, "Add them."), (1, "<strong>three</strong>"), (2, "three"), (-1, "three"), ("x", "three")],
)
def test_the_first_hint_that_was_not_opened_is_given(opened, text):
    assert text in hint(HINTS, {"answers": {"q": {"value": 1, "hints": opened}}})


@pytest.mark.parametrize("answers", [{}, {"answers": []}, {"answers": {"q": None}}])
def test_whoever_opened_no_hint_gets_the_first_one(answers):
    assert "Add them." in hint(HINTS, answers)
    assert hint({"id": "q"}, answers) == ""
