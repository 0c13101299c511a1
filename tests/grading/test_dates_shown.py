"""A due date is told to learners: to the class in the assignment, to each in the feedback."""

import json

import nbformat
import pytest

pytestmark = pytest.mark.slow

DATES = """time zone: Asia/Bishkek
grace: 15 minutes
penalty: 10 % a day, at most 50 %
assignments:
  01-small:
    due: 2026-10-01 18:00
    extensions:
      bek: 2 days
"""


def test_the_class_reads_the_date_and_each_learner_their_own(course):
    (course.root / "dates.yaml").write_text(DATES, encoding="utf-8")
    course.nbgrader("generate_assignment", course.assignment, "--force")
    page = course.root / "release" / course.assignment / "assignment.ipynb"
    first = nbformat.read(page, as_version=4).cells[0].source

    assert first.startswith("# Two sums\n\n**Срок сдачи: 1 октября 2026\u202fг., 18:00")
    assert "10%" in first
    assert "3 октября" not in first

    for student in ("aida", "bek"):
        course.hand_in(student)
    course.grade()
    course.nbgrader("generate_feedback", course.assignment)

    told = {}
    for student in ("aida", "bek"):
        folder = course.root / "feedback" / student / course.assignment
        told[student] = json.loads((folder / "assignment.json").read_text("utf-8"))["dates"]
        assert told[student] in (folder / "assignment.html").read_text("utf-8")
    assert "1 октября" in told["aida"]
    assert "3 октября" not in told["aida"]
    assert "15 минут" in told["bek"]
    assert "3 октября 2026\u202fг., 18:00" in told["bek"]
