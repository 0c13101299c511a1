"""Gradebooks filled twice, by nbgrader's own commands and by our store, to be compared.

A class is made by chance from a seed; its graded notebooks are the same for both.
"""

import os
import random
import warnings
from datetime import datetime, timedelta
from pathlib import Path
from unittest import mock

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.api import Base, Gradebook
from nbgrader.utils import compute_checksum, determine_grade, is_grade, is_solution, is_task
from sqlalchemy import create_engine, select

from electoral_grading.gradebook.records import Graded
from electoral_grading.result import MISSING, ItemResult, Result
from electoral_grading.store import Store

DUE = datetime(2026, 10, 1, 12)  # noqa: DTZ001 - UTC without a zone, as nbgrader keeps it


def chance_of(seed):
    """Return chance that comes the same way again."""
    return random.Random(seed)  # noqa: S311 - nothing secret


def empty_gradebook(db_url):
    """Make the tables, without the seconds in which nbgrader asks for their version."""
    with mock.patch("nbgrader.api.get_alembic_version", return_value="167914646830"):
        Gradebook(db_url).close()
    return db_url


def cell(name, kind, source="", points=0.0):
    """Return a cell as it was released: a test, an answer, an essay, a task or locked text."""
    known = {
        "schema_version": 3,
        "grade_id": name,
        "grade": kind in {"test", "essay"},
        "solution": kind in {"answer", "essay"},
        "task": kind == "task",
        "locked": kind in {"test", "task", "text"},
    }
    if kind in {"test", "essay", "task"}:
        known["points"] = points
    make = new_code_cell if kind in {"test", "answer"} else new_markdown_cell
    made = make(source or f"as released: {name}", metadata={"nbgrader": known})
    made.metadata.nbgrader["cell_type"] = made.cell_type
    made.metadata.nbgrader["checksum"] = compute_checksum(made)
    return made


def random_cells(chance, count):
    """Return the cells of a notebook."""
    kinds = ["test", "test", "answer", "essay", "task", "text"]
    points = [0, 0.5, 1, 2, 3.25]
    return [
        cell(f"cell-{number}", chance.choice(kinds), points=float(chance.choice(points)))
        for number in range(count)
    ]


def twelve_cells():
    """Return a usual notebook: five answers with their tests, an essay and a task."""
    made = []
    for number in range(5):
        made += [cell(f"answer-{number}", "answer"), cell(f"test-{number}", "test", points=2.0)]
    return [*made, cell("essay", "essay", points=4.0), cell("task", "task", points=1.0)]


def put_assignment(db_url, name, notebooks, duedate=DUE):
    """Put an assignment into a gradebook, as generate_assignment does; again to change points."""
    with Gradebook(db_url) as gradebook:
        gradebook.update_or_create_assignment(name, duedate=duedate)
        for notebook, cells in notebooks.items():
            gradebook.update_or_create_notebook(notebook, name)
            for one in cells:
                put_cell(gradebook, (one.metadata.nbgrader.grade_id, notebook, name), one)


def put_cell(gradebook, place, one):
    worth = {"max_score": one.metadata.nbgrader.get("points"), "cell_type": one.cell_type}
    if is_grade(one):
        gradebook.update_or_create_grade_cell(*place, **worth)
    if is_solution(one):
        gradebook.update_or_create_solution_cell(*place)
    if is_task(one):
        gradebook.update_or_create_task_cell(*place, **worth)
    gradebook.update_or_create_source_cell(
        *place,
        cell_type=one.cell_type,
        locked=one.metadata.nbgrader.locked,
        source=one.source,
        checksum=one.metadata.nbgrader.checksum,
    )


def outcome(chance, points):
    """Return the outputs of a test: nothing, a failure, a share of the points, words."""
    share = points * chance.choice([0, 0.5, 1])
    number = new_output("execute_result", data={"text/plain": chance.choice([str(share), "so"])})
    error = new_output("error", ename="AssertionError", evalue="", traceback=[])
    return chance.choice([[], [error], [number], [new_output("stream", text="so"), number]])


def graded_page(cells, chance, lost=0.0):
    """Return a graded notebook: some answers given, tests run, some cells lost."""
    page = new_notebook(cells=[nbformat.from_dict(one) for one in cells])
    page.cells = [one for one in page.cells if chance.random() >= lost]
    for one in page.cells:
        if is_solution(one) and chance.random() < 0.7:
            one.source = f"my own answer {chance.random()}"
        elif is_grade(one) and one.cell_type == "code":
            one.outputs = outcome(chance, one.metadata.nbgrader.points)
    return page


def result_of(page, student, assignment, notebook):
    """Return the result that judging gives for a graded notebook; of none, a missing one."""
    if page is None:
        return Result(student, assignment, notebook, status=MISSING)
    items = [
        ItemResult(one.metadata.nbgrader.grade_id, *determine_grade(one))
        for one in page.cells
        if is_grade(one)
    ]
    return Result(student, assignment, notebook, tuple(items), page=page)


def graded_of(student, assignment, pages, timestamp=None):
    """Return a submission as the store takes it."""
    results = [result_of(page, student, assignment, name) for name, page in pages.items()]
    return Graded(student, assignment, tuple(results), timestamp)


def whole_class(assignment, notebooks, count, seed=1):
    """Return a class of submissions, some of them late."""
    chance = chance_of(seed)
    return [
        graded_of(
            f"student-{number:03}",
            assignment,
            {name: graded_page(cells, chance) for name, cells in notebooks.items()},
            DUE + timedelta(minutes=chance.randrange(-6000, 600)),
        )
        for number in range(count)
    ]


def autograde(root: Path, config, graded, before_penalties=()):
    """Save submissions with nbgrader's own autograder, told to run no cell."""
    from nbgrader.converters import Autograde
    from nbgrader.coursedir import CourseDirectory

    for one in graded:
        folder = root / "submitted" / one.student / one.assignment
        folder.mkdir(parents=True)
        for result in one.results:
            if result.page is not None:
                nbformat.write(result.page, folder / f"{result.notebook}.ipynb")
        if one.timestamp:
            (folder / "timestamp.txt").write_text(f"{one.timestamp.isoformat(' ')} UTC")
    config = config.copy()
    config.Autograde.sanitize_preprocessors = []
    config.Autograde.autograde_preprocessors = [
        "nbgrader.preprocessors.SaveAutoGrades",
        *before_penalties,
        "nbgrader.preprocessors.AssignLatePenalties",
    ]
    for assignment in {one.assignment for one in graded}:
        course = CourseDirectory(config=config, root=str(root), assignment_id=assignment)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # nbgrader's own
            Autograde(coursedir=course, config=config, force=True).start()


def rows(db_url):
    """Return every row of every table with names in place of ids, in an order of their own."""
    engine = create_engine(db_url)
    names, found = {}, {}
    with engine.connect() as connection:
        for table in Base.metadata.sorted_tables:  # a table comes after those that it points to
            points = [column.name for column in table.columns if column.foreign_keys]
            found[table.name] = []
            for row in connection.execute(select(table)):
                plain = dict(row._mapping)
                plain |= {column: names.get(plain[column], plain[column]) for column in points}
                if table.name not in {"student", "course"} and "id" not in points:
                    known = [plain.get("name"), plain.get("type"), *(plain[c] for c in points)]
                    names[plain.pop("id")] = (table.name, *known)
                found[table.name].append(plain)
            found[table.name].sort(key=repr)
    engine.dispose()
    return found


def in_a_process(work):
    """Start `work` in a process of its own; return its number."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        work()
        code = 0
    finally:
        os._exit(code)


def save_in_parts(url, graded, size, opened=lambda: None):
    """Save submissions, a few in each transaction."""
    with Store(url) as store:
        opened()
        for start in range(0, len(graded), size):
            store.save(graded[start : start + size])
