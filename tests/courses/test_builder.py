"""The builder: every language from one source, the same bytes every time, nothing of a person lost."""

from __future__ import annotations

import base64
import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.nbgraderformat import MetadataValidator

from electoral_courses import manifest as manifest_module
from electoral_courses.builder import build
from electoral_courses.errors import CourseError
from electoral_courses.stubs import CODE_STUB, TEXT_STUB
from electoral_courses.variants import SELF_STUDY_KEY, release_key

FIXTURE = Path(__file__).parent / "fixtures" / "courses"
LANGUAGES = ("en", "ru", "ky")
MODULE = "07-urn"


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("build")
    build(FIXTURE, out, LANGUAGES)
    return out


@pytest.fixture
def source(tmp_path) -> Path:
    return Path(shutil.copytree(FIXTURE, tmp_path / "courses"))


def lesson_only(source: Path) -> Path:
    """Leave a lesson without an assignment, which builds in a moment."""
    (source / MODULE / "assignment.md").unlink()
    return source


def read(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


def cells(path: Path, kind: str) -> list[dict[str, Any]]:
    return [cell for cell in read(path)["cells"] if cell["cell_type"] == kind]


def text(path: Path) -> str:
    return "\n\n".join("".join(cell["source"]) for cell in cells(path, "markdown"))


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def edit(path: Path, old: str, new: str) -> None:
    content = path.read_text(encoding="utf-8")
    assert content.count(old) == 1, (old, content.count(old))
    path.write_text(content.replace(old, new), encoding="utf-8")


def test_every_language_has_its_own_folder(built):
    expected = {f"{MODULE}/{name}" for name in ("lesson.ipynb", "assignment.ipynb", "items.json")}

    for language in LANGUAGES:
        assert set(tree(built / "courses" / language)) == expected
        assert set(tree(built / "nbgrader" / language)) == {
            *(f"source/{MODULE}/{name}" for name in ("assignment.ipynb", "items.json")),
            f"keys/{MODULE}.json",
            f"teacher/{MODULE}.ipynb",
        }


def test_the_words_are_those_of_the_catalogue(built):
    russian = text(built / "courses" / "ru" / MODULE / "lesson.ipynb")
    kyrgyz = text(built / "courses" / "ky" / MODULE / "lesson.ipynb")

    assert "# Одна урна, посчитанная *открыто* #" in russian
    assert '<em class="electoral-term" data-term="ballot box">урну</em>' in russian
    assert "| Против \\| пусто | `x \\| y` |" in russian
    assert "![Две стопки бюллетеней](data:image/svg+xml;base64," in russian
    assert "1. Посчитайте ![точка](attachment:dot.png) это." in russian
    assert "> Протоколго бардык мүчөлөр кол коёт." in kyrgyz
    assert "K_3: v = c + a" in kyrgyz


def test_pictures_travel_inside_the_notebook(built):
    markdown = cells(built / "courses" / "ru" / MODULE / "lesson.ipynb", "markdown")
    png = (FIXTURE / MODULE / "dot.png").read_bytes()

    attached = {
        name: data for cell in markdown for name, data in cell.get("attachments", {}).items()
    }
    assert attached == {"dot.png": {"image/png": base64.b64encode(png).decode()}}


def test_code_ids_and_metadata_are_the_same_in_all_languages(built):
    for page in ("lesson", "assignment"):
        files = [built / "courses" / language / MODULE / f"{page}.ipynb" for language in LANGUAGES]
        english, *others = ([(c["id"], c["metadata"]) for c in read(f)["cells"]] for f in files)
        assert all(other == english for other in others)
    sources = built / "nbgrader"
    code = [
        cells(sources / language / "source" / MODULE / "assignment.ipynb", "code")
        for language in LANGUAGES
    ]

    assert code[0] == code[1] == code[2]


def test_the_notebook_says_what_it_is(built):
    metadata = read(built / "courses" / "ru" / MODULE / "lesson.ipynb")["metadata"]

    assert metadata["language"] == "ru"
    assert metadata["kernelspec"]["name"] == "python3"
    assert metadata["language_info"]["name"] == "python"
    assert metadata["electoral"] == {
        "language": "ru",
        "module": MODULE,
        "page": "lesson",
        "title": "Одна урна",
    }


def test_notebooks_are_valid_and_without_outputs(built):
    for path in built.rglob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        MetadataValidator().validate_nb(notebook)
        assert all(not cell.get("outputs") for cell in notebook.cells)
        assert path.read_text(encoding="utf-8") == nbformat.writes(notebook) + "\n"


def test_shorthands_become_metadata(built):
    lesson = cells(built / "courses" / "en" / MODULE / "lesson.ipynb", "code")
    source = cells(built / "nbgrader" / "en" / "source" / MODULE / "assignment.ipynb", "code")

    assert lesson[1]["metadata"] == {"electoral": {"item": "how-many"}, "tags": ["pandas-track"]}
    assert source[-1]["metadata"] == {
        "electoral": {"item": "votes-left"},
        "nbgrader": {
            "cell_type": "code",
            "grade": True,
            "grade_id": "votes-left",
            "locked": True,
            "points": 2,
            "schema_version": 3,
            "solution": False,
            "task": False,
        },
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_self_study_copy_keeps_no_solution_and_no_hidden_test(built, language):
    lecturer = built / "nbgrader" / language / "source" / MODULE / "assignment.ipynb"
    copy = built / "courses" / language / MODULE / "assignment.ipynb"
    whole, stripped = lecturer.read_text(encoding="utf-8"), copy.read_text(encoding="utf-8")

    assert "left = 412 - 10" in whole
    assert "HIDDEN TESTS" in whole
    assert "412 - 10" not in stripped
    assert "402" not in stripped
    assert "HIDDEN TESTS" not in stripped
    assert CODE_STUB[language] in stripped
    assert TEXT_STUB[language] in text(copy)


def test_items_tell_learners_no_graded_answer_and_the_grader_everything(built):
    public = read(built / "courses" / "ru" / MODULE / "items.json")
    whole = read(built / "nbgrader" / "ru" / "keys" / f"{MODULE}.json")
    by_id = {item["id"]: item for item in public["items"]}

    assert (public["module"], public["language"], public["assignment"]) == (MODULE, "ru", MODULE)
    assert by_id["votes-left"]["prompt"].startswith("Из 412 голосов десять")
    assert by_id["votes-left"].keys().isdisjoint({"answer", "messages", "mistakes"})
    assert "scheme" not in by_id["why-public"]
    assert by_id["how-many"]["messages"]["right"] == "Да, два голоса."
    assert by_id["how-many"]["answer"] == 2
    assert {item["id"]: item.get("answer") for item in whole["items"]}["votes-left"] == 402


def test_the_course_key_is_private_and_self_study_does_not_need_it(built):
    course_key = built / "nbgrader" / "course.key"
    secret = bytes.fromhex(course_key.read_text(encoding="ascii"))
    released = read(built / "nbgrader" / "ky" / "source" / MODULE / "items.json")["key"]
    keys = built / "nbgrader" / "ky" / "keys" / f"{MODULE}.json"

    assert stat.S_IMODE(course_key.stat().st_mode) == 0o600
    assert stat.S_IMODE(keys.stat().st_mode) == 0o600
    assert released == release_key(secret, MODULE).hex() == read(keys)["key"]
    public = read(built / "courses" / "ky" / MODULE / "items.json")["key"]
    assert public == release_key(SELF_STUDY_KEY, MODULE).hex()
    assert secret.hex() not in "".join(
        path.read_text(encoding="utf-8") for path in built.rglob("*.*") if path != course_key
    )


def test_a_second_build_writes_nothing(built):
    before = {path: path.stat().st_mtime_ns for path in built.rglob("*") if path.is_file()}

    report = build(FIXTURE, built, LANGUAGES)

    assert (report.written, report.kept, report.removed) == ([], [], [])
    assert {path: path.stat().st_mtime_ns for path in before} == before


@pytest.mark.slow
def test_bytes_depend_on_no_clock_locale_folder_or_hash_seed(built, tmp_path):
    shutil.copytree(FIXTURE, tmp_path / "elsewhere")
    (tmp_path / "out" / "nbgrader").mkdir(parents=True)
    shutil.copy(built / "nbgrader" / "course.key", tmp_path / "out" / "nbgrader")
    environment = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Asia/Bishkek", "LC_ALL": "C"}
    program = (
        "from pathlib import Path; from electoral_courses.builder import build; "
        "build(Path('elsewhere'), Path('out'), ('ky', 'en', 'ru'))"
    )

    subprocess.run([sys.executable, "-c", program], cwd=tmp_path, env=environment, check=True)

    assert tree(tmp_path / "out") == tree(built)


def test_what_a_person_changed_is_kept_beside_the_new(source, tmp_path):
    out = tmp_path / "out"
    build(lesson_only(source), out, ("en",))
    lesson = out / "courses" / "en" / MODULE / "lesson.ipynb"
    lesson.write_text("my notes", encoding="utf-8")

    edit(source / MODULE / "lesson.md", "Count again.", "Count once more.")
    report = build(source, out, ("en",))

    copy = lesson.with_name("lesson (1).ipynb")
    assert copy.read_text(encoding="utf-8") == "my notes"
    assert read(lesson)["metadata"]["language"] == "en"
    assert report.kept == [(lesson, copy)]
    assert str(copy) in str(report)

    lesson.write_text("other notes", encoding="utf-8")
    edit(source / MODULE / "lesson.md", "Count once more.", "Count a third time.")
    build(source, out, ("en",))
    assert lesson.with_name("lesson (2).ipynb").read_text(encoding="utf-8") == "other notes"
    assert copy.read_text(encoding="utf-8") == "my notes"


def test_a_persons_notebook_stays_in_place_while_the_course_is_the_same(source, tmp_path):
    out = tmp_path / "out"
    build(source, out, ("en",))
    lesson = out / "courses" / "en" / MODULE / "lesson.ipynb"
    lesson.write_text("with outputs", encoding="utf-8")

    report = build(source, out, ("en",))

    assert lesson.read_text(encoding="utf-8") == "with outputs"
    assert (report.written, report.kept) == ([], [])


def test_a_changed_source_replaces_an_untouched_file_without_a_copy(source, tmp_path):
    out = tmp_path / "out"
    build(lesson_only(source), out, ("en",))
    edit(source / MODULE / "lesson.md", "Count again.", "Count once more.")

    report = build(source, out, ("en",))

    assert [path.name for path in report.written] == ["lesson.ipynb"]
    assert report.kept == []
    assert "Count once more." in text(report.written[0])


def test_a_lecturers_changed_assignment_leaves_the_source_folder_for_its_own(source, tmp_path):
    out = tmp_path / "out"
    build(source, out, ("en",))
    folder = out / "nbgrader" / "en"
    assignment = folder / "source" / MODULE / "assignment.ipynb"
    assignment.write_text("changed in formgrader", encoding="utf-8")
    edit(source / MODULE / "assignment.md", "left = 0", "left = 1")

    build(source, out, ("en",))

    kept = folder / "kept" / MODULE / "assignment (1).ipynb"
    assert kept.read_text(encoding="utf-8") == "changed in formgrader"
    assert [path.name for path in assignment.parent.glob("*.ipynb")] == ["assignment.ipynb"]


def test_a_removed_module_goes_but_a_persons_file_in_it_stays(source, tmp_path):
    out = tmp_path / "out"
    lesson_only(source)
    shutil.copytree(source / MODULE, source / "08-gone")
    build(source, out, ("en", "ru"))
    shutil.rmtree(source / "08-gone")
    mine = out / "courses" / "en" / "08-gone" / "lesson.ipynb"
    mine.write_text("my notes", encoding="utf-8")

    report = build(source, out, ("en", "ru"))

    assert mine.read_text(encoding="utf-8") == "my notes"
    assert not (out / "courses" / "ru" / "08-gone").exists()
    assert len(report.removed) == 5
    assert (out / "courses" / "ru" / MODULE / "lesson.ipynb").is_file()


def test_a_write_that_fails_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "lesson.ipynb"
    manifest_module.write_atomic(path, b"old")

    def fail(_handle: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(manifest_module.os, "fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        manifest_module.write_atomic(path, b"new")

    assert tree(tmp_path) == {"lesson.ipynb": b"old"}


def test_a_language_without_a_catalogue_is_built_in_english(source, tmp_path):
    build(lesson_only(source), tmp_path / "out", ("uz",))

    lesson = tmp_path / "out" / "courses" / "uz" / MODULE / "lesson.ipynb"
    assert "# One urn, counted in *public* #" in text(lesson)
    assert read(lesson)["metadata"]["language"] == "uz"


def test_a_stale_translation_is_not_shown(source, tmp_path):
    edit(
        source / MODULE / "ru.po",
        'msgid "Count again."\n',
        '#, fuzzy\nmsgid "Count again."\n',
    )

    build(lesson_only(source), tmp_path / "out", ("ru",))

    shown = text(tmp_path / "out" / "courses" / "ru" / MODULE / "lesson.ipynb")
    assert "2. Count again." in shown
    assert "1. Посчитайте " in shown


def notebook(language: str | None, title: str = "Мой урок") -> str:
    built = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell(f"# {title}", id="one")],
        metadata={} if language is None else {"language": language},
    )
    return nbformat.writes(built)


def test_a_lecturers_own_notebook_is_built_as_it_is_in_its_language(source, tmp_path):
    extra = source / MODULE / "extra.ipynb"
    extra.write_text(notebook("ru"), encoding="utf-8")
    own = source / "09-own" / "lesson.ipynb"
    own.parent.mkdir()
    own.write_text(notebook("ky", "Менин сабагым"), encoding="utf-8")

    report = build(lesson_only(source), tmp_path / "out", LANGUAGES)

    courses = tmp_path / "out" / "courses"
    assert (courses / "ru" / MODULE / "extra.ipynb").read_bytes() == extra.read_bytes()
    assert not (courses / "en" / MODULE / "extra.ipynb").exists()
    assert (courses / "ky" / "09-own" / "lesson.ipynb").read_bytes() == own.read_bytes()
    assert read(courses / "ky" / "09-own" / "items.json")["items"] == []
    assert not (courses / "ru" / "09-own").exists()
    assert report.modules == [MODULE, "09-own"]


def test_a_lecturers_own_assignment_reaches_nbgrader_whole_and_learners_stripped(source, tmp_path):
    build(source, tmp_path / "first", ("ru",))
    made = tmp_path / "first" / "nbgrader" / "ru" / "source" / MODULE / "assignment.ipynb"
    lesson_only(source)
    dropped = source / MODULE / "assignment.ipynb"
    shutil.copy(made, dropped)

    build(source, tmp_path / "out", ("en", "ru"))

    lecturer = tmp_path / "out" / "nbgrader"
    copy = tmp_path / "out" / "courses" / "ru" / MODULE / "assignment.ipynb"
    assert (lecturer / "ru" / "source" / MODULE / "assignment.ipynb").read_bytes() == (
        dropped.read_bytes()
    )
    assert "412 - 10" not in copy.read_text(encoding="utf-8")
    assert not (lecturer / "en" / "source").exists()


FRONT = "---\nelectoral:\n  title: x\n---\n"


@pytest.mark.parametrize(
    ("file", "content", "expected"),
    [
        ("lesson.md", "# no front\n", ("lesson.md:1", "front matter")),
        (
            "lesson.md",
            FRONT + "\n```{code-cell}\n:item: nobody\n1\n```\n",
            ("lesson.md:8", "nobody"),
        ),
        ("lesson.md", FRONT + "\n![x](no.png)\n", ("lesson.md:6", "“no.png” is missing")),
        ("items.yaml", "- id: [\n", ("items.yaml:2", "")),
        ("items.yaml", "- id: x\n- id: one\n  kind: guess\n", ("items.yaml", "kind")),
        ("ru.po", 'msgid "x"\nmsgstr ""\nmsgid "Count.\nmsgstr ""\n', ("ru.po:3", "catalogue")),
        ("extra.ipynb", "{}", ("extra.ipynb", "not a notebook")),
        ("extra.ipynb", notebook(None), ("extra.ipynb", "language")),
        ("lesson.ipynb", notebook("ru"), ("lesson.ipynb", "lesson.md")),
    ],
)
def test_a_broken_source_is_one_sentence_with_its_place(source, tmp_path, file, content, expected):
    place, words = expected
    (lesson_only(source) / MODULE / file).write_text(content, encoding="utf-8")

    with pytest.raises(CourseError) as caught:
        build(source, tmp_path / "out", LANGUAGES)

    assert place in str(caught.value)
    assert words in caught.value.sentence
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("### END SOLUTION\n", "", "no end solution"),
        ("grade_id: answer-votes", "grade_id: votes-left", "used twice"),
        (":graded: votes-left", ":graded: how-many", "no points"),
        ("schema_version: 3, grade: false", "grade: 1", "nbgrader refuses"),
    ],
)
def test_a_broken_assignment_is_one_sentence(source, tmp_path, old, new, words):
    edit(source / MODULE / "assignment.md", old, new)

    with pytest.raises(CourseError, match=words) as caught:
        build(source, tmp_path / "out", ("en",))

    assert "assignment.md" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_translation_that_breaks_a_page_is_one_sentence(source, tmp_path):
    edit(source / MODULE / "ky.po", "Кайра санаңыз.", "<div>")

    with pytest.raises(CourseError, match=r"lesson\.md:\d+: In the language “ky”"):
        build(lesson_only(source), tmp_path / "out", ("ky",))


def test_an_empty_folder_is_a_sentence(tmp_path):
    with pytest.raises(CourseError, match="no module"):
        build(tmp_path, tmp_path / "out")


def test_a_damaged_course_key_is_never_replaced(source, tmp_path):
    key = tmp_path / "out" / "nbgrader" / "course.key"
    key.parent.mkdir(parents=True)
    key.write_text("damaged", encoding="ascii")

    with pytest.raises(CourseError, match=r"course\.key"):
        build(lesson_only(source), tmp_path / "out", ("en",))

    assert key.read_text(encoding="ascii") == "damaged"
