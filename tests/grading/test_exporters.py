"""Files of grades as Moodle and Canvas read them.

Moodle: the heads of its own test of the import (grade/import/csv/tests/load_data_test.php), the
fields by which it finds a user (classes/load_data.php: id, idnumber, email, username), and
docs.moodle.org, "Grade import". Canvas: lib/gradebook_importer.rb and gradebook_exporter.rb of
instructure/canvas-lms, by which the heads, the line "    Points Possible" and the ways to find a
learner (ID, SIS User ID, SIS Login ID, name) are checked.
Formulas: OWASP, "CSV Injection".
"""

import csv
import io
import logging
import shutil

import pytest
import synthetic_gradebook

from electoral_grading import exporters
from electoral_grading.exporters import CanvasExporter, MoodleExporter, csv_text, safe


@pytest.fixture(scope="module")
def gradebook(tmp_path_factory):
    """Return the gradebook of a synthetic class, with four learners of difficult names."""
    from nbgrader.api import Gradebook

    file = tmp_path_factory.mktemp("gradebook") / "gradebook.db"
    shutil.copy(synthetic_gradebook.course() / "gradebook.db", file)
    with Gradebook(f"sqlite:///{file}") as gradebook:
        change = gradebook.update_or_create_student
        change(
            "synthetic-04", first_name='Нур"лан, мл.', last_name="Өмүр\nуулу", lms_user_id="4711"
        )
        change(
            "synthetic-05", first_name='=HYPERLINK("http://x")', last_name="Б;+1", lms_user_id="S5"
        )
        change("@synthetic", first_name="", last_name="")
        yield gradebook


def exported(kind, gradebook, tmp_path, caplog, **traits):
    """Return the lines of a file, read as its reader does, and what the log said."""
    target = tmp_path / "grades.csv"
    plugin = kind(to=str(target), **traits)
    plugin.log = logging.getLogger("exporter")
    with caplog.at_level(logging.INFO, "exporter"):
        plugin.export(gradebook)
    return list(csv.reader(io.StringIO(target.read_bytes().decode("utf-8")))), caplog.text


def test_moodle_finds_learners_and_one_column_an_assignment(gradebook, tmp_path, caplog):
    (heads, *rows), _ = exported(MoodleExporter, gradebook, tmp_path, caplog)

    assert heads == [
        *("First name", "Last name", "Username", "ID number", "Email address"),
        "05-protocol",
    ]
    assert len(rows) == 31
    assert {len(row) for row in rows} == {6}
    who = next(row for row in rows if row[2] == "synthetic-04")
    assert who[:5] == [
        *('Нур"лан, мл.', "Өмүр уулу", "synthetic-04", "4711"),
        "synthetic-04@example.org",
    ]


def test_canvas_finds_its_heads_its_points_and_its_learners(gradebook, tmp_path, caplog):
    (heads, possible, *rows), _ = exported(
        CanvasExporter, gradebook, tmp_path, caplog, section="ШЭР-1"
    )

    # gradebook_importer.rb: row[0] includes "Student", row[1] "ID", then the two SIS columns.
    assert heads == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "05-protocol"]
    assert possible == ["    Points Possible", "", "", "", "", "20"]
    found = {row[3]: row for row in rows}
    assert found["synthetic-04"][:5] == [
        *('Өмүр уулу, Нур"лан, мл.', "4711", "", "synthetic-04", "ШЭР-1"),
    ]
    assert found["synthetic-05"][1:3] == ["", "S5"]
    assert found["'@synthetic"][0] == "'@synthetic"


def test_a_grade_is_what_counts_and_an_open_one_is_no_zero(gradebook, tmp_path, caplog):
    (_, *rows), log = exported(MoodleExporter, gradebook, tmp_path, caplog)
    found = {row[2]: row[5] for row in rows}
    late = gradebook.find_submission("05-protocol", "synthetic-28")

    assert float(found["synthetic-28"]) == pytest.approx(late.score - 2, abs=0.005)
    assert [found[f"synthetic-0{n}"] for n in (1, 2, 3)] == ["", "", ""]
    assert [found["synthetic-29"], found["synthetic-30"]] == ["", ""]
    for name in ("synthetic-01", "synthetic-02", "synthetic-03"):
        assert f"{name} waits for a grade by hand in 05-protocol: left empty." in log
    assert "synthetic-29 has handed in nothing of 05-protocol: left empty." in log


def test_missing_work_can_be_written_as_zero_but_an_open_grade_cannot(gradebook, tmp_path, caplog):
    (_, *rows), _ = exported(CanvasExporter, gradebook, tmp_path, caplog, missing_as_zero=True)
    found = {row[3]: row[5] for row in rows[1:]}

    assert (found["synthetic-29"], found["synthetic-01"]) == ("0", "")


def test_chosen_learners_and_assignments_only(gradebook, tmp_path, caplog):
    (heads, *rows), _ = exported(
        MoodleExporter,
        gradebook,
        tmp_path,
        caplog,
        student=["synthetic-07"],
        assignment=["05-protocol"],
    )
    (none, *_), _ = exported(MoodleExporter, gradebook, tmp_path, caplog, assignment=["other"])

    assert [row[2] for row in rows] == ["synthetic-07"]
    assert (heads[-1], none[-1]) == ("05-protocol", "Email address")


def test_no_cell_is_a_formula_and_the_log_says_what_was_changed(gradebook, tmp_path, caplog):
    formulas = tuple("=+-@\t\r")
    for kind in (MoodleExporter, CanvasExporter):
        rows, log = exported(kind, gradebook, tmp_path, caplog)

        cells = [cell for row in rows for cell in row]
        assert not [cell for cell in cells if cell.startswith(formulas) or ";+" in cell]
        assert "“@synthetic” would run as a formula" in log


@pytest.mark.parametrize(
    "name", ["=1+1", "+996700", "-a", "@SUM(A1)", "\t=1", "\r\n=1", "＝1", "a;=1"]
)
def test_every_way_into_a_formula_is_closed(name):
    for parted in safe(name).split(";"):
        assert parted.strip(" \"'")[:1] not in tuple("=+-@＝") or safe(name).startswith("'")


@pytest.mark.parametrize("name", ["Айжан", "О'Коннор", "a=b", "Иванов-Петров", "5", "a;b"])
def test_an_innocent_name_stays_as_it_is(name):
    assert safe(name) == name


def test_a_file_reads_back_as_it_was_written():
    rows = [["a,b", 'c"d', "e\nf", ""], ["1", "2", "3", "4"]]

    assert list(csv.reader(io.StringIO(csv_text(rows), newline=""))) == rows


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["MoodleExporter", "CanvasExporter"])
def test_nbgraders_own_command_runs_them(kind, run_nbgrader, place):
    root = place / kind
    root.mkdir()
    shutil.copy(synthetic_gradebook.course() / "gradebook.db", root)

    code = run_nbgrader(
        root,
        "export",
        f"--exporter={exporters.__name__}.{kind}",
        "--to=grades.csv",
        "--log-level=ERROR",
    )

    lines = (root / "grades.csv").read_text(encoding="utf-8").splitlines()
    assert code == 0
    assert len(lines) == {"MoodleExporter": 31, "CanvasExporter": 32}[kind]
