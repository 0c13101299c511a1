"""Points and fingerprints are nbgrader's own: `nbgrader.utils` is asked beside us."""

import math

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.utils import compute_checksum, determine_grade

from electoral_grading.cells import checksum
from electoral_grading.judge.points import UNGRADED, points, settle

shown = st.one_of(
    st.floats().map(str),
    st.integers(-3, 12).map(str),
    st.sampled_from(["True", "'full'", "array([1])", "nan", "1e400", "0x10", " 2 ", "1_0", "٣"]),
)
output = st.one_of(
    shown.map(lambda text: {"output_type": "execute_result", "data": {"text/plain": text}}),
    st.just({"output_type": "stream", "name": "stdout", "text": "counted"}),
    st.just({"output_type": "display_data", "data": {"text/plain": "3"}}),
    st.just({"output_type": "error", "ename": "AssertionError", "evalue": "", "traceback": []}),
)


def test_cell(outputs, most):
    known = {"grade": True, "solution": False, "locked": True, "points": most, "grade_id": "a"}
    cell = new_code_cell("assert True", metadata={"nbgrader": {"schema_version": 3, **known}})
    cell.outputs = [
        nbformat.from_dict({"metadata": {}, "execution_count": 1, **one}) for one in outputs
    ]
    return cell


test_cell.__test__ = False


@given(st.lists(output, max_size=4), st.sampled_from([0.5, 1, 2, 10]))
def test_a_settled_cell_earns_what_nbgrader_gives(outputs, most):
    settled = settle(outputs, most)

    assert points(settled, most) == determine_grade(test_cell(settled, most))[0]


@given(st.lists(output, max_size=4), st.sampled_from([0.5, 1, 2, 10]))
def test_settling_changes_only_what_is_no_possible_result(outputs, most):
    settled = settle(outputs, most)
    if UNGRADED not in [one.get("ename") for one in settled]:
        assert [one for one in settled if one["output_type"] != "execute_result"] == [
            one for one in outputs if one["output_type"] != "execute_result"
        ]
        return

    assert settled[0]["ename"] == UNGRADED
    texts = [one["data"]["text/plain"] for one in outputs if one["output_type"] == "execute_result"]
    assert any(not 0 <= float(text) <= most for text in texts if number(text))


def number(text):
    try:
        return math.isnan(float(text)) or True
    except ValueError:
        return False


@pytest.mark.parametrize(
    ("outputs", "score"),
    [
        ([], 0),
        ([{"output_type": "stream", "name": "stdout", "text": "full"}], 0),
        ([{"output_type": "execute_result", "data": {"text/plain": "'2'"}}], 0),
        ([{"output_type": "execute_result", "data": {"text/plain": "1.5"}}], 1.5),
        ([{"output_type": "execute_result", "data": {"text/plain": "2.5"}}], 0),
        ([{"output_type": "execute_result", "data": {"text/plain": "nan"}}], 0),
        ([{"output_type": "execute_result", "data": {"text/plain": "1"}}] * 2, 0),
    ],
)
def test_the_check_of_an_item_gives_one_number_or_nothing(outputs, score):
    assert points(settle(outputs, 2, item=True), 2) == score


@given(
    st.text(max_size=30),
    st.fixed_dictionaries(dict.fromkeys(["grade", "solution", "locked"], st.booleans())),
    st.sampled_from([0, 1, 0.5, 10.25]),
    st.sampled_from(["code", "markdown"]),
)
def test_a_cell_has_nbgraders_fingerprint(source, flags, most, kind):
    make = new_code_cell if kind == "code" else new_markdown_cell
    known = {**flags, "grade_id": "ü", "points": most, "schema_version": 3}
    cell = make(source, metadata={"nbgrader": known})

    assert checksum(cell) == compute_checksum(cell)
