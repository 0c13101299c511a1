"""The catalogue of modules, and their words in the reader's language."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from electoral_courses.catalogue import courses_root, glossary_path, module, module_paths, modules
from electoral_courses.errors import CourseError
from electoral_courses.stubs import CODE_STUB, TEXT_STUB, stub

FIXTURE = Path(__file__).parent / "fixtures" / "courses"


def test_a_module_tells_what_it_is_about():
    (urn,) = modules(FIXTURE)

    assert (urn.id, urn.title, urn.minutes) == ("07-urn", "One urn", 15)
    assert urn.summary == "A box of ballots is opened and counted."
    assert urn.objectives["count"] == "Count the votes of one ballot box."
    assert urn.has_assignment
    assert (urn.assignment_title, urn.points) == ("Count it yourself", 7)


def test_a_module_speaks_the_readers_language():
    urn = modules(FIXTURE)[0].text("ky")

    assert urn.title == "Бир үкөк"
    assert urn.objectives["explain"] == "Саноо эмне үчүн ачык экенин түшүндүрүңүз."
    assert urn.assignment_title == "Өзүңүз санаңыз"
    assert urn.language == "ky"
    assert urn.text("fr").title == urn.title


def test_a_changed_catalogue_is_seen_at_once(tmp_path):
    shutil.copytree(FIXTURE, tmp_path / "courses")
    urn = modules(tmp_path / "courses")[0]
    assert urn.text("ru").title == "Одна урна"

    path = urn.path / "ru.po"
    path.write_text(path.read_text("utf-8").replace('"Одна урна"', '"Единственная"'), "utf-8")

    assert urn.text("ru").title == "Единственная"


def test_modules_are_found_in_the_checkout():
    assert courses_root() == Path(__file__).parents[2] / "courses"
    assert "05-protocol" in {path.name for path in module_paths(courses_root())}
    assert glossary_path().is_file()
    assert module_paths(FIXTURE / "nowhere") == []


def test_only_numbered_folders_with_a_lesson_are_modules(tmp_path):
    for name in ("electoral_courses", "08-empty", "8-short", "08-Big"):
        (tmp_path / name).mkdir()
    for name in ("electoral_courses", "8-short", "08-Big"):
        (tmp_path / name / "lesson.md").touch()

    assert modules(tmp_path) == []


@pytest.mark.parametrize("text", ["[]", "{}", '{"metadata": 3}', "no json"])
def test_a_file_that_is_no_notebook_is_a_sentence(tmp_path, text):
    (tmp_path / "lesson.ipynb").write_text(text, encoding="utf-8")

    with pytest.raises(CourseError, match=r"lesson\.ipynb: The file is not a notebook"):
        module(tmp_path)


def test_minutes_that_are_no_number_are_named(tmp_path):
    text = "---\nelectoral:\n  title: x\n  minutes: long\n---\n"
    (tmp_path / "lesson.md").write_text(text, encoding="utf-8")

    with pytest.raises(CourseError, match=r"lesson\.md:4: The minutes \('long'\)"):
        module(tmp_path)


def test_the_catalogue_imports_no_heavy_library():
    program = (
        "import sys, electoral_courses.catalogue; "
        "print(*{'jupytext', 'nbformat', 'babel', 'pandas', 'nbgrader'} & sys.modules.keys())"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == []


def test_stubs_speak_three_languages_and_fall_back_to_english():
    assert CODE_STUB.keys() == TEXT_STUB.keys() == {"en", "ru", "ky"}
    assert all(text.startswith("# ") for text in CODE_STUB.values())
    assert stub(CODE_STUB, "uz") == "# YOUR CODE HERE"
