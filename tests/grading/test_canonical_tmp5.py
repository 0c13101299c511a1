"""Whatever becomes of the cells of a page, what a learner wrote is graded by the author's tests."""

import copy
import json
import time
from dataclasses import asdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mishaps import (
    ALL,
    ANSWERS,
    AREA_STUB,
    ESSAY_STUB,
    KNOWN,
    SETUP,
    SOURCE,
    done,
    ids,
    mended,
    named,
    passed,
    place,
    released,
)

from electoral_grading import notes
from electoral_grading.cells import Master, checksum, put_essays
from electoral_grading.frame import Frame

ORDER = list(KNOWN)
FRAME = Frame.of(KNOWN, SOURCE)


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


@pytest.mark.parametrize("mishap", MISHAPS)
def test_a_mishap_costs_nothing(mishap):
    change, expected, kind = MISHAPS[mishap]
    page = done()
    change(page)

    whole, told = mended(page)

    assert passed(whole) == expected
    assert sorted(ids(whole)) == sorted(ORDER)
    assert not kind or [kind[0], *kind[1:]] in [list(one[: len(kind)]) for one in told]
    assert all(pair[0] in notes.SENTENCES for pair in told)


@pytest.mark.parametrize("mishap", MISHAPS)
def test_the_page_is_one_that_jupyter_opens_and_mending_it_again_changes_nothing(mishap):
    page = done()
    MISHAPS[mishap][0](page)

    whole, _ = mended(page)

    import nbformat

    nbformat.validate(nbformat.from_dict(whole))
    again, told = mended(whole)
    assert again == whole
    assert told == []


def test_what_is_as_it_was_given_out_is_as_it_was_given_out():
    whole, told = mended(released())

    assert told == []
    assert [cell["id"] for cell in whole["cells"]] == [cell["id"] for cell in SOURCE]
    for cell in whole["cells"]:
        if known := cell["metadata"].get("nbgrader"):
            assert known["checksum"] == checksum(cell) or KNOWN[known["grade_id"]].locked


def test_the_learners_own_cells_stay_where_they_are():
    page = done()
    insert(page, "answer-one", "one = -one", "one = -one")
    insert(page, "one", "scratch = 1")

    whole, told = mended(page)

    assert told == []
    assert [cell["source"] for cell in whole["cells"]][3:8] == [
        ANSWERS["answer-one"],
        "one = -one",
        "one = -one",
        KNOWN["one"].source,
        "scratch = 1",
    ]


def test_answers_in_another_order_stay_in_it_while_their_tests_follow_them():
    page = done()
    for name in ("answer-area", "area"):
        move(page, name, "end")

    whole, told = mended(page)

    assert ids(whole) == ids(page)
    assert told == []


def test_an_essay_in_parts_is_put_together():
    page = done()
    duplicate(page, "why", "Second part.")
    duplicate(page, "why", ESSAY_STUB)

    whole, told = mended(page)

    assert named(whole, "why")["source"] == f"{ANSWERS['why']}\n\nSecond part."
    assert ("joined", "why") in told


def test_a_text_right_below_the_untouched_essay_is_the_essay():
    page = done()
    write(page, "why", ESSAY_STUB)
    insert(page, "why", "Because of this.", kind="markdown")

    whole, told = mended(page)

    assert named(whole, "why")["source"] == "Because of this."
    assert told == [("joined", "why")]


def test_an_essay_without_its_mark_is_known_by_its_place():
    page = done()
    strip(page, "why")

    whole, _ = mended(page)

    assert named(whole, "why")["source"] == ANSWERS["why"]


def test_a_picture_in_an_essay_stays():
    page = done()
    named(page, "why")["attachments"] = {"a.png": {"image/png": "AAAA"}, "b": 7, "c": {"d": 1}}

    whole, _ = mended(page)

    assert named(whole, "why")["attachments"] == {"a.png": {"image/png": "AAAA"}, "c": {}}


def test_code_that_binds_the_answer_elsewhere_is_not_undone_by_the_stub():
    page = done()
    delete(page, "answer-area")
    write(page, "setup", "import math as mathematics, math\nbase = 39 + 1\n" * 9)
    insert(page, "setup", "area = (lambda radius: math.pi * radius**2)")

    whole, _ = mended(page)

    assert passed(whole) == ALL


def test_essays_by_clicking_follow_what_stands_in_the_cell():
    items = {"items": [{"id": "why", "kind": "essay"}, {"id": "one", "kind": "value"}]}
    answers = {"answers": {"why": {"value": "1 < 2"}, "one": {"value": "no"}}}
    untouched, written = mended(released())[0], mended(done())[0]

    for page in (untouched, written):
        put_essays(page, answers, items)

    assert named(untouched, "why")["source"] == "1 &lt; 2"
    assert named(written, "why")["source"] == f"{ANSWERS['why']}\n\n---\n\n1 &lt; 2"
    assert named(written, "one")["source"] == KNOWN["one"].source


def test_a_known_cell_travels_as_json():
    data = json.loads(json.dumps(asdict(KNOWN["one"])))

    assert Master(**data) == KNOWN["one"]


def test_an_ordinary_page_takes_a_few_milliseconds():
    page = done()
    begin = time.process_time()
    for _ in range(20):
        mended(page)

    assert (time.process_time() - begin) / 20 < 0.005


@pytest.mark.parametrize(
    "text",
    ["a" * 2_000_000, "a, " * 300_000, "(" * 100_000, "x = 1\n" * 100_000, "\n" * 500_000],
    ids=["one word", "many names", "brackets", "many lines", "nothing"],
)
def test_a_huge_cell_takes_bounded_time(text):
    page = done()
    delete(page, "one", "answer-area")
    insert(page, "setup", text)
    write(page, "two", text)

    begin = time.process_time()
    whole, _ = mended(page)

    assert time.process_time() - begin < 2
    assert sorted(ids(whole)) == sorted(ORDER)


class Fate:
    """A page to which one thing after another happens."""

    def __init__(self):
        self.page = done()
        self.cells = self.page["cells"]
        self.halves = []
        """Unmarked halves of split cells: where one belongs is told by its place alone."""
        self.parts = []
        """Marked parts of split cells, told by their marks alone."""

    def happen(self, kind, at, to):
        """Let one thing happen to the cell `at`, where that is possible."""
        at, to = at % len(self.cells), to % len(self.cells)
        if not self.near_half(at) and not (kind in ("move", "double") and self.near_half(to)):
            getattr(self, kind)(self.cells[at], at, to)

    def near_half(self, at):
        """Whether an unmarked half stands here or next."""
        return any(cell is half for cell in self.cells[at : at + 2] for half in self.halves)

    def move(self, cell, at, to):
        del self.cells[at]
        self.cells.insert(to, cell)

    def double(self, cell, _, to):
        self.cells.insert(to, copy.deepcopy(cell))

    def begin_again(self, cell, at, _):
        if (name := cell["metadata"].get("nbgrader", {}).get("grade_id")) in KNOWN:
            self.cells.insert(at, {**copy.deepcopy(cell), "source": KNOWN[name].source})

    def delete(self, cell, at, _):
        lines = {line for text in ANSWERS.values() for line in text.split("\n") if line}
        if not lines & set(cell["source"].split("\n")):
            del self.cells[at]

    def retype(self, cell, _, to):
        cell["cell_type"] = ["code", "markdown", "raw"][to % 3]

    def strip(self, cell, *_):
        if not self.part(cell):
            cell["metadata"], cell["id"] = {}, ""

    def part(self, cell):
        return any(cell is part for part in self.parts)

    def rename(self, cell, *_):
        if not self.part(cell):
            cell["metadata"].get("nbgrader", {}).update(grade_id="renamed")

    def forget_id(self, cell, *_):
        cell["id"] = ""

    def merge(self, cell, at, _):
        following = self.cells[at + 1] if at + 1 < len(self.cells) else {"cell_type": ""}
        if cell["cell_type"] == following["cell_type"] == "code":
            cell["source"] += "\n\n" + self.cells.pop(at + 1)["source"]

    def split(self, cell, at, to):
        if "\n" not in cell["source"]:
            return
        cell["source"], _, rest = cell["source"].partition("\n")
        other = {**copy.deepcopy(cell), "source": rest, "id": f"half-{at}"}
        self.parts += [cell, other]
        if to % 2:
            other["metadata"] = {}
            self.halves.append(other)
        self.cells.insert(at + 1, other)


KINDS = [
    *("move", "double", "begin_again", "delete", "retype"),
    *("strip", "rename", "forget_id", "merge", "split"),
]
things = st.tuples(st.sampled_from(KINDS), st.integers(0, 30), st.integers(0, 30))


@pytest.mark.slow
@settings(max_examples=6000, deadline=None)
@given(st.lists(things, max_size=9))
def test_nothing_that_happens_to_a_page_loses_a_test_or_a_line_of_work(several):
    fate = Fate()
    for thing in several:
        fate.happen(*thing)

    whole, _ = mended(fate.page)

    assert sorted(ids(whole)) == sorted(ORDER)
    places = {name: place(whole, name) for name in ORDER}
    for test, answers in FRAME.needs.items():
        assert whole["cells"][places[test]]["source"] == KNOWN[test].source
        assert all(places[answer] < places[test] for answer in answers)
        before = {
            line
            for cell in whole["cells"][: places[test]]
            if cell["cell_type"] == "code"
            for line in cell["source"].split("\n")
        }
        for answer in answers:
            assert {line for line in ANSWERS[answer].split("\n") if line} <= before
    first = min(places[name] for name in ORDER if KNOWN[name].cell_type == "code")
    assert SETUP in [cell["source"] for cell in whole["cells"][:first]]
