"""Whatever becomes of the cells of a page, what a learner wrote is graded by the author's tests."""

import copy
import json
import time
from dataclasses import asdict

import pytest
from cell_mishaps import MISHAPS, delete, duplicate, insert, move, strip, write
from hypothesis import given, settings
from hypothesis import strategies as st
from mishaps import (
    ALL,
    ANSWERS,
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
@settings(max_examples=200, deadline=None)
@given(st.lists(things, max_size=6))
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
