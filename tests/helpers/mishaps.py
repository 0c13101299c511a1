"""A small assignment, a learner who has done it, and what may happen to cells on the way."""

from __future__ import annotations

import contextlib
import copy
import io
import re
from typing import TYPE_CHECKING, Any

from electoral_grading.cells import Master, canonical, checksum

if TYPE_CHECKING:
    from collections.abc import Mapping

Cell = dict[str, Any]

SETUP = "import math\n\nbase = 40"
TABLE = "votes = [base, 2]\nstations = ['Naryn', 'Osh']"
STUB = "# YOUR CODE HERE"
AREA_STUB = "def area(radius):\n    # YOUR CODE HERE\n    raise NotImplementedError()"
ESSAY_STUB = "YOUR ANSWER HERE"

ANSWERS = {
    "answer-one": "one = base\none += 2",
    "answer-area": "def square(number):\n    return number**2\n\n\ndef area(radius):\n"
    "    return math.pi * square(radius)",
    "answer-two": "two = helper(votes[0])\ntwo += one",
    "why": "Because the sums do not agree.\n\nNobody signed.",
}
"""What the learner wrote."""

POINTS = {"one": 2, "area": 1, "two": 1, "two-more": 1, "why": 3}
ALL = {"one", "area", "two", "two-more"}


def _cell(kind: str, name: str, text: str, **known: Any) -> Cell:
    cell: Cell = {"cell_type": kind, "id": f"id-{name}", "metadata": {}, "source": text}
    if kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    if known:
        mark = {"grade": False, "solution": False, "locked": False, "task": False} | known
        mark |= {"grade_id": name, "schema_version": 3, "cell_type": kind}
        cell["metadata"] = {"nbgrader": mark}
    return cell


def _answer(name: str, model: str) -> Cell:
    return _cell("code", name, f"### BEGIN SOLUTION\n{model}\n### END SOLUTION", solution=True)


def _test(name: str, text: str) -> Cell:
    return _cell("code", name, text, grade=True, locked=True, points=POINTS[name])


def source() -> list[Cell]:
    """Return the cells of the lecturer's source."""
    hidden = "### BEGIN HIDDEN TESTS\nassert area(2) == 4 * math.pi\n### END HIDDEN TESTS"
    return [
        _cell("markdown", "heading", "# Sums and areas\n\nFive points, and three for a text."),
        _cell("code", "setup", SETUP),
        _cell("code", "table", TABLE),
        _answer("answer-one", "one = base + 2"),
        _test("one", "assert one == 42\nassert isinstance(one, int)"),
        _cell("markdown", "about-area", "Now a function `area` of a circle."),
        _answer("answer-area", "def area(radius):\n    return math.pi * radius**2"),
        _test("area", f"assert area(1) > 3\nassert area(0) == 0\n{hidden}"),
        _cell("code", "helper", "def helper(number):\n    return 2 * number", locked=True),
        _answer("answer-two", "two = helper(votes[0]) + one"),
        _test("two", "assert two == 122"),
        _test("two-more", "assert two % 2 == 0, 'two must be even'"),
        _cell("markdown", "why", "The model's words.", grade=True, solution=True, points=3),
        _cell("code", "end", "print('The end')"),
    ]


def masters() -> dict[str, Master]:
    """Return the cells as nbgrader keeps them."""
    stubs = {"answer-area": AREA_STUB, "why": ESSAY_STUB}
    known = {}
    for cell in source():
        mark = cell["metadata"].get("nbgrader")
        if mark:
            name = mark["grade_id"]
            text = stubs.get(name, STUB) if mark["solution"] else cell["source"]
            kept = {key: mark[key] for key in ("grade", "solution", "locked", "task")}
            points = float(mark.get("points", 0))
            found = checksum({**cell, "source": text})
            known[name] = Master(name, cell["cell_type"], text, found, points=points, **kept)
    return known


KNOWN = masters()
SOURCE = source()


def released() -> dict[str, Any]:
    """Return the page as it is given out."""
    page = source()
    for cell in page:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if name:
            text = KNOWN[name].source
            cell["source"] = re.sub(r"\n### BEGIN HIDDEN(.|\n)*", "", text)
            cell["metadata"]["nbgrader"]["checksum"] = KNOWN[name].checksum
    about = {"module": "01-small", "page": "assignment", "title": "Суммы"}
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    metadata = {"electoral": about, "kernelspec": kernel, "language": "ru"}
    return {"cells": page, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def done(answers: Mapping[str, str] = ANSWERS) -> dict[str, Any]:
    """Return the page with a learner's answers in it."""
    page = released()
    for name, text in answers.items():
        named(page, name)["source"] = text
    return page


def named(page: Mapping[str, Any], name: str) -> Cell:
    """Return the first cell of this grade id or, for others, of this cell id."""
    return next(
        cell
        for cell in page["cells"]
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == name
        or cell["id"] == f"id-{name}"
    )


def place(page: Mapping[str, Any], name: str) -> int:
    """Return where a cell stands."""
    return page["cells"].index(named(page, name))


def mended(page: Mapping[str, Any]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Return the canonical page, and see that the one given stays as it was."""
    before = copy.deepcopy(page)
    whole, told = canonical(page, KNOWN, SOURCE)
    assert page == before
    return whole, told


def passed(page: Mapping[str, Any]) -> set[str]:
    """Return the tests that pass when the page is run from top to bottom."""
    names: dict[str, Any] = {}
    good = set()
    for cell in page["cells"]:
        if cell["cell_type"] != "code":
            continue
        name = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
        with contextlib.suppress(Exception), contextlib.redirect_stdout(io.StringIO()):
            exec(cell["source"], names)  # noqa: S102 - the learner is in this file
            good |= {name} & ALL
    return good


def ids(page: Mapping[str, Any]) -> list[str]:
    """Return the grade ids of a page in its order."""
    marks = (cell["metadata"].get("nbgrader") for cell in page["cells"])
    return [mark["grade_id"] for mark in marks if mark]
