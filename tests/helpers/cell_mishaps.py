"""What happens to the cells of a page on the way, what it still earns then, and what is told."""

import copy

from mishaps import ALL, ANSWERS, AREA_STUB, named, place


def move(page, name, to):
    """Move a cell in front of another one, or to the end."""
    cell = page["cells"].pop(place(page, name))
    page["cells"].insert(place(page, to) if to else len(page["cells"]), cell)


def delete(page, *names):
    for name in names:
        page["cells"].remove(named(page, name))


def insert(page, name, *texts, kind="code"):
    """Put cells of the learner's own behind a cell."""
    at = place(page, name) + 1
    cells = [{"cell_type": kind, "id": "", "metadata": {}, "source": text} for text in texts]
    page["cells"][at:at] = cells


def strip(page, *names):
    """Take marks and cell ids away, of all cells if none is named."""
    for cell in page["cells"]:
        if not names or cell["metadata"].get("nbgrader", {}).get("grade_id") in names:
            cell["metadata"], cell["id"] = {}, ""


def split(page, name, *, marked):
    """Split a cell behind its first line; the second half keeps the mark or loses it."""
    cell = named(page, name)
    head, _, rest = cell["source"].partition("\n")
    cell["source"] = head
    other = {**copy.deepcopy(cell), "id": f"half-{name}", "source": rest}
    if not marked:
        other["metadata"] = {}
    page["cells"].insert(place(page, name) + 1, other)


def merge(page, first, *others):
    """Join cells as Jupyter does: the first one's mark stays."""
    cell = named(page, first)
    for name in others:
        cell["source"] += "\n\n" + named(page, name)["source"]
        delete(page, name)


def duplicate(page, name, text, to=""):
    """Put a copy of a cell with another text in front of a cell, or behind the cell itself."""
    cell = {**copy.deepcopy(named(page, name)), "id": f"copy-{name}", "source": text}
    page["cells"].insert(place(page, to) if to else place(page, name) + 1, cell)


def retype(page, name, kind):
    cell = named(page, name)
    cell["cell_type"] = kind
    for leftover in ("outputs", "execution_count"):
        cell.pop(leftover, None)


def write(page, name, text):
    named(page, name)["source"] = text


def each(page, change):
    for cell in page["cells"]:
        change(cell)


def worksheets(page):
    """Save the page as version 3 did."""
    for cell in page["cells"]:
        if cell["cell_type"] == "code":
            cell["input"] = cell.pop("source")
            cell |= {"language": "python", "collapsed": False, "prompt_number": 7}
    page["worksheets"] = [{"cells": page.pop("cells"), "metadata": {}}]
    page["nbformat"] = 3


def marks(page, **wrong):
    for cell in page["cells"]:
        cell["metadata"].get("nbgrader", {}).update(wrong)


MISHAPS = {
    "nothing happened": (lambda _: None, ALL, ()),
    "a test was dragged to the top": (lambda p: move(p, "one", "heading"), ALL, ("moved", "one")),
    "an answer was dragged behind its test": (
        lambda p: move(p, "answer-one", "about-area"),
        ALL,
        ("moved", "one"),
    ),
    "all tests were dragged to the top": (
        lambda p: [move(p, name, "heading") for name in ("one", "area", "two", "two-more")],
        ALL,
        ("moved", "two-more"),
    ),
    "an answer was dragged to the end": (
        lambda p: move(p, "answer-area", ""),
        ALL,
        ("moved", "area"),
    ),
    "the imports were dragged to the end": (lambda p: move(p, "setup", ""), ALL, ("setup",)),
    "given code was dragged behind the answer": (
        lambda p: move(p, "table", "two"),
        ALL,
        ("setup", "votes = [base, 2]"),
    ),
    "locked code was dragged to the end": (
        lambda p: move(p, "helper", ""),
        ALL,
        ("moved", "helper"),
    ),
    "the imports were deleted": (lambda p: delete(p, "setup"), ALL, ("setup", "import math")),
    "given code was deleted": (lambda p: delete(p, "table"), ALL, ("setup",)),
    "tests, essay and locked code were deleted": (
        lambda p: delete(p, "one", "area", "helper", "two", "two-more", "why"),
        ALL,
        ("restored", "helper"),
    ),
    "an answer was deleted": (
        lambda p: delete(p, "answer-two"),
        {"one", "area"},
        ("restored", "answer-two"),
    ),
    "an answer was split, the second half without a mark": (
        lambda p: split(p, "answer-one", marked=False),
        ALL,
        (),
    ),
    "an answer was split, both halves marked": (
        lambda p: split(p, "answer-one", marked=True),
        ALL,
        ("split", "answer-one"),
    ),
    "an answer was split and its test deleted": (
        lambda p: [split(p, "answer-one", marked=False), delete(p, "one")],
        ALL,
        ("restored", "one"),
    ),
    "an answer was split and its test dragged up": (
        lambda p: [split(p, "answer-one", marked=False), move(p, "one", "setup")],
        ALL,
        ("moved", "one"),
    ),
    "a marked half of an answer was dragged behind its test": (
        lambda p: [
            split(p, "answer-one", marked=True),
            p["cells"].append(p["cells"].pop(place(p, "answer-one") + 1)),
        ],
        ALL - {"two"},  # the rest of the answers ran before the half of this one
        ("split", "answer-one"),
    ),
    "a test was split": (lambda p: split(p, "one", marked=False), ALL, ("changed", "one")),
    "a test was split, both halves marked": (
        lambda p: split(p, "area", marked=True),
        ALL,
        ("doubled", "area"),
    ),
    "a test was joined to its answer": (
        lambda p: merge(p, "answer-one", "one"),
        ALL,
        ("merged", "one"),
    ),
    "an answer was joined to the test before it": (
        lambda p: [delete(p, "about-area"), merge(p, "one", "answer-area")],
        ALL,
        ("merged", "one"),
    ),
    "an answer was joined to the imports": (
        lambda p: [delete(p, "table"), merge(p, "setup", "answer-one")],
        ALL,
        ("merged", "import math"),
    ),
    "a function was joined to the imports": (
        lambda p: merge(p, "setup", "answer-area"),
        ALL,
        ("recognised", "answer-area"),
    ),
    "two answers were joined": (
        lambda p: merge(p, "answer-one", "answer-area"),
        ALL,
        ("merged", "answer-area"),
    ),
    "all code was joined into one cell": (
        lambda p: merge(
            p,
            "setup",
            "table",
            "answer-one",
            "one",
            "answer-area",
            "area",
            "helper",
            "answer-two",
            "two",
            "two-more",
        ),
        ALL,
        ("merged", "votes = [base, 2]"),
    ),
    "an answer became Markdown": (
        lambda p: retype(p, "answer-area", "markdown"),
        ALL,
        ("retyped", "answer-area"),
    ),
    "an answer became raw": (lambda p: retype(p, "answer-two", "raw"), ALL, ("retyped",)),
    "a test became Markdown": (lambda p: retype(p, "two", "markdown"), ALL, ("retyped", "two")),
    "the imports became raw": (lambda p: retype(p, "setup", "raw"), ALL, ()),
    "the essay became code": (lambda p: retype(p, "why", "code"), ALL, ("retyped", "why")),
    "cells got types that nobody knows": (
        lambda p: each(p, lambda cell: cell.update(cell_type="Python 3")),
        ALL,
        ("retyped", "why"),
    ),
    "an answer was retyped and lost its mark": (
        lambda p: [retype(p, "answer-area", "raw"), strip(p, "answer-area")],
        ALL,
        ("recognised", "answer-area"),
    ),
    "all marks were lost": (strip, ALL, ("recognised", "two")),
    "all marks were lost and all tests deleted": (
        lambda p: [delete(p, "one", "area", "two", "two-more"), strip(p)],
        ALL,
        ("restored", "two"),
    ),
    "an answer lost its mark behind its test": (
        lambda p: [move(p, "answer-area", ""), strip(p, "answer-area")],
        ALL,
        ("moved", "area"),
    ),
    "a test lost its mark and a word": (
        lambda p: [write(p, "two-more", "assert two % 2 == 0, 'even!'"), strip(p, "two-more")],
        ALL,
        ("recognised", "two-more"),
    ),
    "marks were lost and cells are new to each other": (
        lambda p: each(p, lambda cell: cell.update(metadata={}, id="same")),
        ALL,
        ("recognised", "answer-two"),
    ),
    "grade ids were changed": (
        lambda p: each(
            p, lambda cell: cell["metadata"].get("nbgrader", {}).update(grade_id="unknown")
        ),
        ALL,
        ("recognised", "one"),
    ),
    "an answer took the name of a test": (
        lambda p: named(p, "answer-one")["metadata"]["nbgrader"].update(grade_id="one"),
        ALL,
        ("recognised", "answer-one"),
    ),
    "points, types and locks were changed": (
        lambda p: marks(p, points=99, grade=True, solution=True, locked=False, cell_type="raw"),
        ALL,
        (),
    ),
    "marks are of wrong types": (
        lambda p: each(p, lambda cell: cell.update(metadata={"nbgrader": [1], "tags": "x"})),
        ALL,
        ("recognised", "one"),
    ),
    "metadata are no objects": (
        lambda p: each(p, lambda cell: cell.update(metadata=None if cell["id"] else "x")),
        ALL,
        ("recognised", "one"),
    ),
    "tests were tagged to be passed over": (
        lambda p: each(p, lambda cell: cell["metadata"].update(tags=["skip-execution"])),
        ALL,
        (),
    ),
    "a test was changed": (
        lambda p: write(p, "one", "assert one == 41\nassert isinstance(one, int)"),
        ALL,
        ("changed", "one"),
    ),
    "a test was emptied": (lambda p: write(p, "one", ""), ALL, ()),
    "the answer was written above the test": (
        lambda p: [
            write(p, "one", ANSWERS["answer-one"] + "\n" + named(p, "one")["source"]),
            write(p, "answer-one", "# YOUR CODE HERE"),
        ],
        ALL,
        ("merged", "one"),
    ),
    "the answer was written in place of the test": (
        lambda p: [
            write(p, "area", ANSWERS["answer-area"]),
            write(p, "answer-area", AREA_STUB),
        ],
        ALL,
        ("merged", "area"),
    ),
    "the answer was written into an own cell": (
        lambda p: [
            insert(p, "answer-area", ANSWERS["answer-area"]),
            write(p, "answer-area", AREA_STUB),
        ],
        ALL,
        ("recognised", "answer-area"),
    ),
    "the answer was written into an own cell above the stub": (
        lambda p: [
            insert(p, "about-area", ANSWERS["answer-area"]),
            write(p, "answer-area", AREA_STUB),
        ],
        ALL,
        ("recognised", "answer-area"),
    ),
    "the answer was written over given code": (
        lambda p: [
            write(p, "table", "votes = [40, 2]\nhalf = 21\n" + ANSWERS["answer-one"]),
            delete(p, "answer-one"),
        ],
        ALL,
        ("merged", "answer-one"),
    ),
    "an answer stands twice, the second untouched": (
        lambda p: duplicate(p, "answer-area", AREA_STUB),
        ALL,
        ("doubled", "answer-area"),
    ),
    "an answer stands twice, the first untouched": (
        lambda p: [duplicate(p, "answer-area", AREA_STUB, to="about-area")],
        ALL,
        ("doubled", "answer-area"),
    ),
    "an older version was put aside at the end": (
        lambda p: [
            duplicate(p, "answer-two", "two = helper(votes[0])\ntwo += one - 1"),
            p["cells"].append(p["cells"].pop(place(p, "answer-two") + 1)),
        ],
        ALL,
        ("doubled", "answer-two"),
    ),
    "a copy of a test stands at the top": (
        lambda p: duplicate(p, "one", "one = 1", to="heading"),
        ALL,
        ("doubled", "one"),
    ),
    "everything stands twice": (
        lambda p: p["cells"].extend(copy.deepcopy(p["cells"])),
        ALL,
        ("doubled", "two"),
    ),
    "a stub of another kind stands behind the answer": (
        lambda p: duplicate(p, "answer-one", "# ВАШ КОД\nraise NotImplementedError()"),
        ALL,
        ("doubled", "answer-one"),
    ),
    "all cells stand in the opposite order": (
        lambda p: p["cells"].reverse(),
        ALL,
        ("waited", "answer-two"),
    ),
    "an answer that others use was dragged to the end": (
        lambda p: move(p, "answer-one", ""),
        ALL,
        ("waited", "answer-two"),
    ),
    "cell ids are missing": (lambda p: each(p, lambda cell: cell.pop("id")), ALL, ()),
    "cell ids are illegal": (lambda p: each(p, lambda cell: cell.update(id="é" * 99)), ALL, ()),
    "cell ids are numbers": (lambda p: each(p, lambda cell: cell.update(id=7)), ALL, ()),
    "lines stand apart": (
        lambda p: each(p, lambda cell: cell.update(source=cell["source"].splitlines(True))),
        ALL,
        (),
    ),
    "lines end as in Windows": (
        lambda p: each(p, lambda cell: cell.update(source=cell["source"].replace("\n", "\r\n"))),
        ALL,
        (),
    ),
    "half a character stands in a cell": (
        lambda p: insert(p, "setup", "name = 'a\ud83d'\x00"),
        ALL,
        (),
    ),
    "the page is of version 3": (worksheets, ALL, ()),
    "the page says version 5.0": (lambda p: p.update(nbformat=5, nbformat_minor=0), ALL, ()),
    "cells that are no cells stand between": (
        lambda p: p["cells"].extend([None, 7, "code", [], {}]),
        ALL,
        (),
    ),
    "a thousand pictures hang on": (
        lambda p: named(p, "setup").update(outputs=[{"data": {"image/png": "A" * 999}}] * 1000),
        ALL,
        (),
    ),
}
