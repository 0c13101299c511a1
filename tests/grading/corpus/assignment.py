"""The small assignment that the corpus attacks: eleven graded cells, fourteen points.

It is written as any lecturer would write it for nbgrader, without a thought of attackers: naive
asserts, numpy's and pandas' own test functions, partial credit as the last value of a cell.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

NAME = "01-count"
"""The assignment, and the module of its items."""
NOTEBOOK = "assignment"

POINTS = {
    "numbers": 1,
    "list": 1,
    "function": 1,
    "random": 2,
    "class": 1,
    "frame": 2,
    "array": 1,
    "partial": 1,
    "why": 2,
    "gap": 1,
    "own": 1,
}

NOTHING: dict[str, float | None] = dict.fromkeys(POINTS, 0)
"""What an untouched copy earns."""
ALL: dict[str, float | None] = {**POINTS, "why": None}
"""What the model solution earns; the essay waits for a hand."""

SETUP = """import random

import numpy as np
import pandas as pd
from electoral_courses import check"""

DATA = """stations = pd.DataFrame(
    {
        "district": ["Osh", "Osh", "Naryn", "Naryn", "Talas", "Talas"],
        "voters": [1000, 800, 500, 700, 600, 400],
        "voted": [600, 400, 350, 350, 300, 100],
    }
)"""

RIGHT = {
    "my-numbers": 'total = int(stations["voted"].sum())\nshare = total / 4000',
    "my-list": 'large = [i for i, voters in enumerate(stations["voters"]) if voters >= 700]',
    "my-function": "def turnout(voted, voters):\n    return voted / voters if voters else 0",
    "my-random": "def middle(numbers):\n    return sorted(numbers)[len(numbers) // 2]",
    "my-class": """class Urn:
    def __init__(self):
        self.ballots = []

    def put(self, name):
        self.ballots.append(name)

    def count(self, name):
        return self.ballots.count(name)

    def __len__(self):
        return len(self.ballots)""",
    "my-frame": """by_district = stations.groupby("district")[["voters", "voted"]].sum()
rates = by_district["voted"] / by_district["voters"]""",
    "my-array": 'shares = (stations["voted"] / stations["voters"]).to_numpy()',
    "my-partial": "estimate = 10",
    "my-gap": "gap = 8",
}
"""The model solutions, by the grade ids of their cells."""

ESSAY = "The sums agree, so the lines fit together; whether the count was honest they do not say."

TESTS = {
    "numbers": "assert total == 2100\nassert abs(share - 0.525) < 1e-9",
    "list": "assert len(large) == 3\n# HIDDEN\nassert list(large) == [0, 1, 3]",
    "function": """assert turnout(350, 500) == 0.7
# HIDDEN
assert turnout(0, 0) == 0
assert abs(turnout(1, 3) - 1 / 3) < 1e-9""",
    "random": """assert middle([3, 1, 2]) == 2
# HIDDEN
for _ in range(20):
    numbers = [random.randint(0, 10**6) for _ in range(random.randint(1, 12))]
    expected = sorted(numbers)[len(numbers) // 2]
    assert middle(list(numbers)) == expected""",
    "class": """urn = Urn()
for name in ["A", "B", "A"]:
    urn.put(name)
assert urn.count("A") == 2
# HIDDEN
assert len(urn) == 3
assert Urn().count("A") == 0""",
    "frame": """# HIDDEN
wanted = stations.groupby("district")[["voters", "voted"]].sum()
pd.testing.assert_frame_equal(by_district, wanted)
pd.testing.assert_series_equal(rates, wanted["voted"] / wanted["voters"], check_names=False)""",
    "array": """assert len(shares) == 6
# HIDDEN
np.testing.assert_allclose(shares, [0.6, 0.5, 0.7, 0.5, 0.5, 0.25])""",
    "partial": "# HIDDEN\n1 - abs(estimate - 10) / 2",
}
"""The test cells; what stands after `# HIDDEN` is hidden from learners."""

TASKS = {
    "numbers": "How many voted (`total`), and what share of the voters (`share`)?",
    "list": "The positions of the stations with at least 700 voters (`large`).",
    "function": "A function `turnout(voted, voters)`; 0 where there are no voters.",
    "random": "A function `middle(numbers)`: the upper median.",
    "class": "A class `Urn` with `put(name)`, `count(name)` and a length.",
    "frame": "The sums of each district (`by_district`) and its turnout (`rates`).",
    "array": "The turnout of each station as a numpy array (`shares`).",
    "partial": "How many observers were there (`estimate`)? Each one off costs half a point.",
}

PROMPTS = {"gap": "How many papers are missing?", "own": "What is the right number in your sheet?"}


def source(secret: str = "") -> Any:
    """Return the lecturer's notebook; `secret` stands in every solution and hidden test."""
    cells = [
        new_markdown_cell("# Counting", id="heading"),
        new_code_cell(SETUP, id="setup"),
        _cell("data", DATA, locked=True),
    ]
    for name, test in TESTS.items():
        answer = f"### BEGIN SOLUTION\n# {secret}\n{RIGHT[f'my-{name}']}\n### END SOLUTION"
        open_part, _, hidden = test.partition("# HIDDEN\n")
        hidden = f"### BEGIN HIDDEN TESTS\n# {secret}\n{hidden}\n### END HIDDEN TESTS"
        cells += [
            new_markdown_cell(TASKS[name], id=f"task-{name}"),
            _cell(f"my-{name}", answer, solution=True),
            _cell(name, open_part + hidden, points=POINTS[name], locked=True),
        ]
    cells += [
        _cell("why", f"Because the model answer says so. {secret}", points=2, solution=True),
        _cell("my-gap", f"### BEGIN SOLUTION\n{RIGHT['my-gap']}\n### END SOLUTION", solution=True),
        _cell("gap", 'check("gap")', points=1, locked=True),
        _cell("own", 'check("own")', points=1, locked=True),
    ]
    title = {"module": NAME, "page": NOTEBOOK, "title": "Counting"}
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(
        cells=cells, metadata={"electoral": title, "kernelspec": kernel, "language": "en"}
    )


def _cell(name: str, text: str, *, points: float = 0, solution: bool = False, locked: bool = False):
    make, kind = (new_markdown_cell, "markdown") if name == "why" else (new_code_cell, "code")
    known = {"schema_version": 3, "grade_id": name, "task": False, "cell_type": kind}
    known |= {"grade": bool(points), "solution": solution, "locked": locked}
    if points:
        known["points"] = points
    return make(text, id=f"id-{name}", metadata={"nbgrader": known})


def items(secret: str = "") -> dict[str, Any]:
    """Return the keys of the two items; `secret` stands in a field that nobody shows."""
    station = "electoral_courses.own_station:own_station"
    gap = {"id": "gap", "kind": "value", "name": "gap", "type": "int", "answer": 8}
    own = {"id": "own", "kind": "number", "variant": station, "answer": "$fault_right"}
    for item in (gap, own):
        item |= {"points": 1, "prompt": PROMPTS[item["id"]]}
    gap["scheme"] = secret
    page = {"module": NAME, "assignment": NAME, "language": "en", "key": "5f" * 32}
    return {**page, "items": [gap, own]}


def public_items() -> dict[str, Any]:
    """Return the items as they lie beside the released notebook, without answers."""
    hidden = {"answer", "scheme"}
    keys = items()
    shown = [
        {name: value for name, value in item.items() if name not in hidden}
        for item in keys["items"]
    ]
    return {**keys, "items": shown}


def own_answer(student: str) -> int:
    """Return the right answer to the item that is drawn for each learner."""
    from electoral_courses.variants import params_for, seed_for

    own = items()["items"][1]
    return params_for(own, seed_for(bytes.fromhex("5f" * 32), student, "own"))["fault_right"]


@cache
def _released() -> str:
    """Return the notebook as nbgrader's own steps release it."""
    from nbgrader.preprocessors import (
        ClearHiddenTests,
        ClearOutput,
        ClearSolutions,
        ComputeChecksums,
        LockCells,
    )

    notebook = source()
    resources = {"nbgrader": {"notebook": NOTEBOOK, "assignment": NAME, "student": "."}}
    for step in (LockCells, ClearSolutions, ClearOutput, ComputeChecksums, ClearHiddenTests):
        notebook, resources = step(parent=None).preprocess(notebook, resources)
    notebook, _ = ComputeChecksums(parent=None).preprocess(notebook, resources)
    return json.dumps(notebook)


def released() -> dict[str, Any]:
    """Return the notebook that learners start from, as JSON data."""
    return json.loads(_released())
