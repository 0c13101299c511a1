"""What the marks of a class say, against figures computed by hand and by published formulas."""

import json
from math import sqrt

import numpy as np
import pandas as pd
import pytest
import synthetic_gradebook
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from electoral_courses.feedback import MIME
from electoral_grading import statistics
from electoral_grading.findings import findings, item_order
from electoral_grading.tables import engine_of, learners, marks, most_points

# Twelve learners, four tasks of 1, 2, 2 and 5 points.
POINTS = pd.DataFrame(
    {
        "one": [1, 1, 1, 1, 0, 1, 1, 0, 1, 1, 0, 0],
        "two": [2, 2, 1, 2, 1, 1, 2, 0, 0, 1, 0, 1],
        "odd": [0, 0, 1, 0, 1, 2, 1, 2, 1, 2, 2, 2],
        "all": [5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5],
    },
    index=pd.Index([f"learner {n:02}" for n in range(12)], name="student"),
    dtype=float,
)
MOST = pd.Series({"one": 1.0, "two": 2.0, "odd": 2.0, "all": 5.0})


def pearson(one, other):
    """Return Pearson's r by its definition, in plain Python."""
    n, x, y = len(one), sum(one) / len(one), sum(other) / len(other)
    above = sum((a - x) * (b - y) for a, b in zip(one, other, strict=True))
    spread = sqrt(sum((a - x) ** 2 for a in one)) * sqrt(sum((b - y) ** 2 for b in other))
    assert n == len(other)
    return above / spread


def test_the_difficulty_is_the_mean_share_of_the_points():
    figures = statistics.items(POINTS, MOST)

    assert figures["difficulty"].tolist() == pytest.approx([8 / 12, 13 / 24, 14 / 24, 1.0])


@pytest.mark.parametrize("name", ["one", "two", "odd"])
def test_a_task_is_correlated_with_the_other_tasks_and_not_with_itself(name):
    rest = POINTS.drop(columns=name).sum(axis=1).tolist()

    found = statistics.items(POINTS, MOST).loc[name, "discrimination"]

    assert found == pytest.approx(pearson(POINTS[name].tolist(), rest))
    assert found == pytest.approx(np.corrcoef(POINTS[name], rest)[0, 1])


def test_a_task_that_strong_learners_miss_stands_out_below_zero():
    row = statistics.items(POINTS, MOST).loc["odd"]

    assert row["low"] < row["discrimination"] < row["high"] < 0


def test_a_task_that_everybody_did_tells_nothing_and_says_so():
    row = statistics.items(POINTS, MOST).loc["all"]

    assert row[["discrimination", "low", "high", "groups"]].tolist() == [None] * 4


def test_the_interval_of_a_correlation_is_fishers():
    # By hand: z = 0.5 ln(1.3/0.7) = 0.30952; 1.95996/√27 = 0.37720; tanh(−0.06768), tanh(0.68672).
    assert statistics.interval(0.3, 30) == pytest.approx((-0.06757, 0.59587), abs=1e-5)


def test_upper_less_lower_is_the_index_of_kelley():
    # 100 learners: 27 strong, of whom 20 are right, and 27 weak, of whom 8 are: (20 − 8) / 27.
    total = pd.Series([90.0] * 27 + [50.0] * 46 + [10.0] * 27)
    right = pd.Series([1.0] * 20 + [0.0] * 7 + [1.0] * 23 + [0.0] * 23 + [1.0] * 8 + [0.0] * 19)

    assert statistics.upper_lower(right, total) == pytest.approx(12 / 27)


@settings(max_examples=25)
@given(st.permutations(range(30)))
def test_no_order_of_names_decides_who_is_in_the_upper_group(order):
    total = pd.Series([float(n // 6) for n in range(30)])
    share = pd.Series([(n * 7 % 10) / 10 for n in range(30)])
    mixed = list(order)

    before = statistics.upper_lower(share, total)
    after = statistics.upper_lower(share.iloc[mixed], total.iloc[mixed])

    assert after == pytest.approx(before)


def test_a_small_class_gets_no_figures_instead_of_noise():
    few = POINTS.head(statistics.LEAST - 1)
    summary = statistics.summary(few.sum(axis=1))
    figures = statistics.items(few, MOST)

    assert (summary.learners, summary.mean, summary.spread) == (9, None, None)
    assert figures["difficulty"].tolist() == [None] * 4
    assert figures["discrimination"].tolist() == [None] * 4
    assert statistics.items(POINTS, MOST)["groups"].tolist() == [None] * 4  # twelve are too few


def test_a_mark_that_waits_for_a_hand_is_no_zero():
    waiting = POINTS.copy()
    waiting.loc["learner 00", "two"] = np.nan
    row = statistics.items(waiting, MOST).loc["two"]

    assert (row["learners"], row["waiting"]) == (11, 1)
    assert row["difficulty"] == pytest.approx(11 / 22)
    # Of the other tasks only those count in which everybody has a mark.
    rest = waiting[["odd", "all"]].sum(axis=1)
    one = statistics.items(waiting, MOST).loc["one", "discrimination"]
    assert one == pytest.approx(pearson(waiting["one"].tolist(), rest.tolist()))


def test_the_summary_is_that_of_the_textbook():
    found = statistics.summary(pd.Series([2.0, 4, 4, 4, 5, 5, 7, 9, 10, 10]))

    assert (found.mean, found.median, found.lower, found.upper) == (6.0, 5.0, 4.0, 8.5)
    assert found.spread == pytest.approx(sqrt(72 / 9))


@given(st.lists(st.floats(0, 20), max_size=60))
def test_every_total_is_in_one_bar(totals):
    bars = statistics.distribution(pd.Series(totals, dtype=float), 20)

    assert bars["learners"].sum() == len(totals)
    for low, high, count in bars.iloc[:-1].itertuples(index=False):
        assert count == sum(low <= total < high for total in totals)


def test_the_most_frequent_messages_are_counted_by_learner_and_apart_for_each_task():
    found = pd.DataFrame(
        [("a", "q", "sign"), ("b", "q", "sign"), ("c", "q", "right"), ("a", "p", "sign")],
        columns=["student", "item", "message"],
    )
    rows = statistics.frequent(found, most=1).to_numpy().tolist()

    assert rows == [["q", "sign", 2, 2 / 3], ["p", "sign", 1, 1.0]]


@pytest.fixture(scope="module")
def root():
    return synthetic_gradebook.course()


@pytest.fixture(scope="module")
def engine(root):
    return engine_of(f"sqlite:///{root / 'gradebook.db'}")


def test_one_question_fetches_a_class(engine):
    asked = []
    event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))

    table = marks(engine, ["05-protocol"])

    assert len(asked) == 1
    assert table["student"].nunique() == 30


def test_sums_are_those_of_nbgraders_own_gradebook(root, engine):
    from nbgrader.api import Gradebook

    table = learners(marks(engine)).set_index("student")
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        submissions = gradebook.assignment_submissions("05-protocol")
        expected = {
            one.student.id: (one.score, one.late_submission_penalty, one.needs_manual_grade)
            for one in submissions
        }
        most = gradebook.find_assignment("05-protocol").max_score

    handed_in = table[table["submission"].notna()]
    found = {
        name: (row["raw"], row["penalty"], bool(row["waiting"]))
        for name, row in handed_in.iterrows()
    }
    assert found == {name: pytest.approx(sums) for name, sums in expected.items()}
    assert most_points(engine) == {"05-protocol": most}
    assert table.loc["synthetic-28", "score"] == table.loc["synthetic-28", "raw"] - 2
    assert table.loc[["synthetic-29", "synthetic-30"], "graded"].tolist() == [False, False]


def test_tasks_stand_in_the_order_of_the_source(root, engine):
    order = item_order(root, "05-protocol")
    points = statistics.points_table(marks(engine), order)

    assert points.columns.tolist() == order
    assert points["essay"].isna().sum() == 3


def graded_notebook(folder):
    """Write a graded notebook whose learner has forged a result in a cell of their own."""
    forged = {"item": "essay", "message": "right", "points": 4, "evidence": {}}
    true = {"item": "k1-gap", "message": "other-way", "points": 0, "evidence": {"given": -1}}
    cells = [
        {"metadata": {"nbgrader": {"grade": grade, "solution": not grade or manual}}, "data": data}
        for grade, manual, data in (
            (False, True, forged),
            (True, True, forged),
            (True, False, true),
        )
    ]
    for cell in cells:
        output = {"output_type": "execute_result", "data": {MIME: cell.pop("data")}}
        cell |= {"cell_type": "code", "source": "", "outputs": [output]}
    folder.mkdir(parents=True)
    (folder / "assignment.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")


def test_without_graded_json_the_checks_own_outputs_tell_and_a_learners_do_not(tmp_path):
    graded_notebook(tmp_path / "autograded" / "Айжан" / "05-protocol")

    found, runs = findings(tmp_path, "05-protocol")

    assert found[["student", "item", "message"]].to_numpy().tolist() == [
        ["Айжан", "k1-gap", "other-way"]
    ]
    assert runs.empty


@pytest.mark.parametrize("text", ["", "[", "{}", "[1, null]", '[{"items": 3}]', "[" * 100_000])
def test_a_damaged_graded_json_harms_nothing(tmp_path, text):
    folder = tmp_path / "autograded" / "a" / "05-protocol"
    folder.mkdir(parents=True)
    (folder / "graded.json").write_text(text, encoding="utf-8")

    found, _ = findings(tmp_path, "05-protocol")

    assert found.empty
