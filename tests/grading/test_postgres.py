"""A gradebook on PostgreSQL: nbgrader's own programs and ours on it, several graders at once."""

import os
import signal
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from gradebooks import (
    chance_of,
    empty_gradebook,
    in_a_process,
    put_assignment,
    rows,
    save_in_parts,
    twelve_cells,
    whole_class,
)
from nbgrader.api import Base, Gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from nbgrader.dbutil import upgrade
from postgres import Server
from sqlalchemy import create_engine, inspect
from traitlets.config import Config

from electoral_grading.gradebook.database import GradebookError
from electoral_grading.store import Store

pytestmark = pytest.mark.slow

NAME = "05-protocol"
CELLS = {"assignment": twelve_cells()}


@pytest.fixture(scope="module")
def server():
    server = Server()
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="module")
def graded():
    return whole_class(NAME, CELLS, 60)


@pytest.fixture(scope="module")
def expected(tmp_path_factory, graded):
    """The rows of the same class in SQLite."""
    url = f"sqlite:///{tmp_path_factory.mktemp('alone') / 'gradebook.db'}"
    put_assignment(empty_gradebook(url), NAME, CELLS)
    save_in_parts(url, graded, 60)
    return rows(url)


def filled(server, name):
    url = empty_gradebook(server.new(name))
    put_assignment(url, NAME, CELLS)
    return url


def test_the_tables_are_nbgraders_and_its_upgrade_finds_nothing_to_do(server, monkeypatch):
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    monkeypatch.setenv("PATH", programs)  # nbgrader calls alembic
    url = server.new("upgraded")
    Gradebook(url).close()  # with the version that nbgrader itself writes

    upgrade(url)

    engine = create_engine(url)
    assert set(inspect(engine).get_table_names()) == {*Base.metadata.tables, "alembic_version"}
    engine.dispose()


def test_several_graders_at_once_leave_what_one_leaves(server, graded, expected):
    url = filled(server, "crowd")

    orders = [chance_of(seed).sample(graded, 60) for seed in range(4)]
    children = [in_a_process(lambda order=order: save_in_parts(url, order, 7)) for order in orders]
    ends = [os.waitpid(child, 0)[1] for child in children]

    assert ends == [0] * 4
    assert rows(url) == expected
    with Store(url) as store:
        one = store.graded(NAME)["student-007"]
    assert one.score > 0


def test_nbgrader_reads_and_changes_what_we_saved(server, graded, tmp_path):
    url = filled(server, "read")
    save_in_parts(url, graded, 60)
    for one in graded:
        for step in ("submitted", "autograded"):
            folder = tmp_path / step / one.student / NAME
            folder.mkdir(parents=True)
            (folder / "timestamp.txt").write_text(f"{one.timestamp.isoformat(' ')} UTC")
            (folder / "assignment.ipynb").write_text("{}")
    (tmp_path / "source" / NAME).mkdir(parents=True)
    config = Config()
    config.CourseDirectory.db_url = url
    config.Exchange.root = str(tmp_path / "exchange")
    api = NbGraderAPI(CourseDirectory(config=config, root=str(tmp_path)), config=config)

    submissions = api.get_submissions(NAME)
    (assignment,) = api.get_assignments()

    assert [one["student"] for one in submissions] == sorted(one.student for one in graded)
    assert {one["autograded"] for one in submissions} == {True}
    assert assignment["num_submissions"] == len(api.get_students()) == 60
    assert assignment["max_score"] == 15
    assert len(api.get_notebook_submissions(NAME, "assignment")) == 60
    assert api.get_student_submissions("student-001")[0]["score"] == submissions[1]["score"]
    with Gradebook(url) as gradebook, Store(url) as store:
        gradebook.grant_extension(NAME, "student-001", days=20)
        gradebook.find_grade("essay", "assignment", NAME, "student-001").manual_score = 4.0
        gradebook.db.commit()
        store.save(graded)
        row = store.graded(NAME)["student-001"]
    assert (row.extension, row.cells["assignment", "essay"].manual) == (timedelta(days=20), 4.0)


def test_a_killed_grader_leaves_nothing_half_done(server, graded, expected):
    url = filled(server, "killed")
    chance = chance_of(11)
    killed = 0

    for _ in range(10):
        child = in_a_process(lambda: save_in_parts(url, graded, 4))
        time.sleep(chance.uniform(0.0, 0.4))
        os.kill(child, signal.SIGKILL)
        killed += os.waitpid(child, 0)[1] != 0
        with Store(url) as store:
            assert len(store.graded(NAME)) % 4 == 0
    save_in_parts(url, graded, 4)

    assert killed > 3
    assert rows(url) == expected


def test_a_killed_server_comes_back_and_the_class_is_complete(server, graded, expected):
    url = filled(server, "fallen")
    chance = chance_of(5)
    begun, begin = os.pipe()

    def opened():
        os.write(begin, b".")

    for _ in range(3):
        children = [in_a_process(lambda: save_in_parts(url, graded, 2, opened)) for _ in range(2)]
        for _ in children:
            os.read(begun, 1)
        time.sleep(chance.uniform(0.0, 0.4))
        server.kill()
        server.start()
        assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]  # they waited for it
    os.close(begin)
    os.close(begun)

    assert rows(url) == expected


def test_a_server_that_is_away_is_told_in_a_sentence(tmp_path):
    away = f"postgresql+psycopg://school@/none?host={tmp_path}"

    with pytest.raises(GradebookError, match=r"The gradebook .* could not be used .*socket"):
        Store(away, patience=0.1)
