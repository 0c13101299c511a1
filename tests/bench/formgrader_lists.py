"""How long formgrader's lists take for a whole course, without and with our indexes.

    python tests/bench/formgrader_lists.py [students] [assignments]

The gradebook (SQLite) and the folders are made first; then every list that formgrader asks of
nbgrader is asked three times, and the quickest is printed, in seconds of the processor.

With the indexes what is left is nbgrader's own: every list opens the gradebook anew and compiles
its queries anew; a student's submissions ask for the whole class again with each assignment, and
read the time of every submission from its file; a notebook's submissions load each learner alone.
"""

import logging
import sys
import tempfile
import time
from pathlib import Path

from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import create_engine, text
from traitlets.config import Config

sys.path.insert(0, str(Path(__file__).parents[1] / "helpers"))

from gradebooks import DUE, empty_gradebook, put_assignment, twelve_cells, whole_class

from electoral_grading.gradebook.tables import INDEXED
from electoral_grading.store import Store


def course(root, students, assignments):
    """Fill a course folder: gradebook, sources, submissions, graded submissions."""
    url = empty_gradebook(f"sqlite:///{root}/gradebook.db")
    notebooks = {"assignment": twelve_cells()}
    graded = whole_class("", notebooks, students)
    for number in range(assignments):
        name = f"{number:02}-module"
        put_assignment(url, name, notebooks, DUE)
        (root / "source" / name).mkdir(parents=True)
        with Store(url) as store:
            store.save([type(one)(one.student, name, one.results, one.timestamp) for one in graded])
        for one in graded:
            for step in ("submitted", "autograded"):
                folder = root / step / one.student / name
                folder.mkdir(parents=True)
                (folder / "timestamp.txt").write_text(f"{one.timestamp.isoformat(' ')} UTC")
                (folder / "assignment.ipynb").write_text("{}")
    return url


def lists(api):
    """Return formgrader's lists by the pages that show them."""
    return {
        "assignments": api.get_assignments,
        "submissions of one": lambda: api.get_submissions("03-module"),
        "notebooks of one": lambda: api.get_notebooks("03-module"),
        "submissions of a notebook": lambda: api.get_notebook_submissions(
            "03-module", "assignment"
        ),
        "indices of a notebook": lambda: api.get_notebook_submission_indices(
            "03-module", "assignment"
        ),
        "students": api.get_students,
        "submissions of a student": lambda: api.get_student_submissions("student-007"),
        "submitted students": lambda: api.get_submitted_students("03-module"),
        "autograded students": lambda: api.get_autograded_students("03-module"),
    }


def quickest(work):
    """Return the processor's seconds of the quickest of three, and how many entries came."""
    seconds = []
    for _ in range(3):
        start = time.process_time()
        found = work()
        seconds.append(time.process_time() - start)
    return min(seconds), len(found)


def indexes(url, statement):
    engine = create_engine(url)
    with engine.begin() as connection:
        for name, (table, column) in INDEXED.items():
            connection.execute(text(statement.format(name=name, table=table, column=column)))
    engine.dispose()


def main(students, assignments):
    logging.getLogger("traitlets").setLevel(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        url = course(root, students, assignments)
        config = Config()
        config.CourseDirectory.db_url = url
        config.Exchange.root = str(root / "exchange")
        config.CourseDirectory.course_id = "default_course"
        api = NbGraderAPI(CourseDirectory(config=config, root=str(root)), config=config)

        indexes(url, "DROP INDEX {name}")
        before = {name: quickest(work) for name, work in lists(api).items()}
        indexes(url, "CREATE INDEX {name} ON {table} ({column})")
        after = {name: quickest(work) for name, work in lists(api).items()}

        print(f"{students} students, {assignments} assignments of 12 cells; seconds of CPU")
        print(f"{'list':<28}{'entries':>8}{'nbgrader':>10}{'indexes':>10}")
        for name, (seconds, entries) in before.items():
            print(f"{name:<28}{entries:>8}{seconds:>10.3f}{after[name][0]:>10.3f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3])) if sys.argv[2:] else main(300, 13)
