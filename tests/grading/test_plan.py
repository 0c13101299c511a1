"""Which of the author's cells the judge runs, and which names come from the learner."""

import pytest

from electoral_grading.judge.plan import Plan
from electoral_grading.judge.reading import read


def setup(source):
    return {"cell_type": "code", "source": source, "metadata": {}}


def answer(source):
    known = {"grade": False, "solution": True, "grade_id": "a"}
    return {"cell_type": "code", "source": source, "metadata": {"nbgrader": known}}


def test_of(name, source):
    known = {"grade": True, "solution": False, "grade_id": name}
    return {"cell_type": "code", "source": source, "metadata": {"nbgrader": known}}


test_of.__test__ = False


def plan(*cells, items=None):
    tests = {
        cell["metadata"]["nbgrader"]["grade_id"]: cell["source"]
        for cell in cells
        if cell["metadata"].get("nbgrader", {}).get("grade")
    }
    return Plan.of({"cells": list(cells)}, tests, items or {})


@pytest.mark.parametrize(
    ("source", "binds"),
    [
        ("a = b = 1", {"a", "b"}),
        ("a, (b, *c) = x", {"a", "b", "c"}),
        ("for i in range(3):\n    last = i", {"i", "last"}),
        ("with open('x') as f:\n    pass", {"f"}),
        ("def f(x):\n    y = 1", {"f"}),
        ("class A:\n    z = 1", {"A"}),
        ("import os.path as p, sys", {"p", "sys"}),
        ("from a import b as c", {"c"}),
        ("squares = [n * n for n in range(3)]", {"squares"}),
        ("if (n := 3) > 2:\n    pass", {"n"}),
        ("def f():\n    global total\n    total = 1", {"f", "total"}),
        ("%matplotlib inline\nfiles = !ls\nx = 1", {"files", "x"}),
        ("del a", {"a"}),
    ],
)
def test_a_cell_binds_what_python_would_bind(source, binds):
    assert read(source).binds == binds


@pytest.mark.parametrize("source", ["x =", "def f(:", "from numpy import *", "\0"])
def test_a_cell_that_cannot_be_known_is_said_to_be_so(source):
    assert read(source).opaque


def test_names_of_solutions_come_from_the_learner_and_those_of_the_setup_do_not():
    found = plan(
        setup("import pandas as pd\ntable = pd.DataFrame()\nlimit = 3"),
        answer("total = table.sum()\ntable['share'] = total / limit"),
        test_of("one", "assert total == 3 and limit == 3 and len(table)"),
    )

    assert found.wanted["one"] == {"total", "table"}
    assert [source for source, _ in found.before["one"]] == [
        "import pandas as pd\ntable = pd.DataFrame()\nlimit = 3"
    ]


def test_the_judge_runs_only_the_cells_that_a_test_needs():
    found = plan(
        setup("import plotly"),
        setup("def near(a, b):\n    return abs(a - b) < eps"),
        setup("eps = 0.1"),
        setup("ask('one')"),
        answer("x = 1"),
        test_of("one", "assert near(x, 1)"),
    )

    assert [source.split()[0] for source, _ in found.before["one"]] == ["def", "eps"]


def test_names_are_fetched_again_for_functions_of_the_author_that_use_them():
    found = plan(
        answer("def solve(n):\n    return n"),
        setup("def trial(n):\n    return solve(n)"),
        test_of("one", "assert trial(1) == 1"),
        test_of("two", "assert trial(2) == 2"),
    )

    assert found.wanted["one"] == found.wanted["two"] == {"solve"}


def test_an_item_s_names_are_fetched_though_its_check_does_not_name_them():
    found = plan(
        answer("gap = 1"), test_of("k1", "check('k1')"), items={"k1": ["gap"], "k2": ["other"]}
    )

    assert found.wanted["k1"] == {"gap"}


def test_what_a_solution_imports_is_the_judge_s_own():
    found = plan(answer("from math import pi\narea = pi"), test_of("one", "assert area == pi"))

    assert found.wanted["one"] == {"area"}
    assert found.imported == {"pi"}
    assert [source for source, _ in found.before["one"]] == ["from math import pi"]
