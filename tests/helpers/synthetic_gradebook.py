"""A synthetic class in a course folder: gradebook, graded work and answers, without a kernel.

Nobody in it exists. The answers are made from the items themselves, right or typically wrong,
and checked by the real checks, so that messages and points are those of a real class.
"""

from __future__ import annotations

import atexit
import json
import random
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

import nbformat
from nbgrader import api
from sqlalchemy import insert
from synthetic_class import disguised, honest

from electoral_courses.builder import build
from electoral_courses.catalogue import courses_root
from electoral_courses.checks import check
from electoral_courses.feedback import machine, rounded
from electoral_courses.items import Item
from electoral_courses.variants import params_for, put, seed_for, seed_name

KEY = "4a" * 32
"""A course key that is always the same, so that every variant is."""

DUE = datetime(2026, 10, 1, 12, 0, tzinfo=UTC).replace(tzinfo=None)
CODE = {
    "code-find-units": "code-violations",
    "code-gaps": "code-gap",
    "code-outside-share": "code-turnout",
    "code-own-gap": "code-shares",
}


@cache
def course(learners: int = 30, language: str = "ru") -> Path:
    """Return a course folder with a synthetic class, made once for all tests; only to be read."""
    place = Path(tempfile.mkdtemp(prefix="synthetic-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    (place / "nbgrader").mkdir()
    (place / "nbgrader" / "course.key").write_text(KEY + "\n", encoding="ascii")
    shutil.copytree(courses_root() / "05-protocol", place / "sources" / "05-protocol")
    for beside in ("glossary.csv", "sources.yml"):
        shutil.copy(courses_root() / beside, place / "sources")
    build(place / "sources", place, languages=(language,))
    root = place / "nbgrader" / language
    make(root, learners=learners)
    return root


def name_of(number: int) -> str:
    return f"synthetic-{number:02}"


def make(root: Path, assignment: str = "05-protocol", learners: int = 30, seed: int = 7) -> None:
    """Fill a course folder, as built, with a class.

    Learner 4 copied 3's code and hid it; 6 used the numbers of 5; the last two handed in nothing;
    one was late; the first three essays wait for a hand.
    """
    chance = random.Random(seed)  # noqa: S311 - a class, not a secret
    keys = json.loads((root / "keys" / f"{assignment}.json").read_text("utf-8"))
    source = nbformat.read(root / "source" / assignment / "assignment.ipynb", 4)
    items = [Item.of(data) for data in keys["items"] if data.get("points")]
    key = bytes.fromhex(keys["key"])
    # nbgrader would ask a program for the version of its tables, which takes seconds.
    version = mock.patch("nbgrader.api.get_alembic_version", return_value="167914646830")
    url = f"sqlite:///{root / 'gradebook.db'}"
    with version, api.Gradebook(url, "electoral-school") as gradebook:
        cells = prepare(gradebook, assignment, items)
        of_assignment = gradebook.find_assignment(assignment).id
        of_notebook = gradebook.find_notebook("assignment", assignment).id
        works: dict[int, dict[str, str]] = {}
        rows: dict[Any, list[dict[str, Any]]] = {
            table: []
            for table in (api.Student, api.SubmittedAssignment, api.SubmittedNotebook, api.Grade)
        }
        for number in range(1, learners + 1):
            name = name_of(number)
            rows[api.Student].append(
                {
                    "id": name,
                    "first_name": "Окуучу",
                    "last_name": f"Синтетический {number:02}",
                    "email": f"{name}@example.org",
                }
            )
            if number > learners - 2:
                continue
            works[number] = disguised(works[3], chance) if number == 4 else honest(chance)
            skill = chance.betavariate(3, 1.6)
            made = answers(items, key, name_of(5 if number == 6 else number), chance, skill)
            graded = results(items, made, key, name)
            essay = None if number <= 3 else round(4 * min(1, skill + chance.uniform(0, 0.3)), 1)
            put_work(root / "autograded" / name / assignment, source, works[number], made, graded)
            at = DUE - timedelta(hours=chance.triangular(1, 150, 10))
            late = number == learners - 2
            rows[api.SubmittedAssignment].append(
                {
                    "id": f"submission {name}",
                    "assignment_id": of_assignment,
                    "student_id": name,
                    "timestamp": DUE + timedelta(hours=3) if late else at,
                }
            )
            rows[api.SubmittedNotebook].append(
                {
                    "id": f"notebook {name}",
                    "assignment_id": f"submission {name}",
                    "notebook_id": of_notebook,
                    "late_submission_penalty": 2.0 if late else 0,
                }
            )
            rows[api.Grade] += [
                {
                    "notebook_id": f"notebook {name}",
                    "cell_id": cell,
                    "auto_score": None if item == "essay" else graded[item]["points"],
                    "manual_score": essay if item == "essay" else None,
                    "needs_manual_grade": item == "essay" and essay is None,
                }
                for item, cell in cells.items()
            ]
        for table, lines in rows.items():
            gradebook.db.execute(insert(table), lines)
        gradebook.db.commit()


def prepare(gradebook: Any, assignment: str, items: list[Item]) -> dict[str, str]:
    """Put the assignment and its graded cells into the gradebook; return the cells' ids."""
    gradebook.check_course("electoral-school")
    gradebook.add_assignment(assignment, duedate=DUE, course_id="electoral-school")
    gradebook.add_notebook("assignment", assignment)
    cells = {}
    for item in items:
        kind = "markdown" if item.kind == "essay" else "code"
        worth = float(item.points)
        cell = gradebook.add_grade_cell(
            item.id, "assignment", assignment, max_score=worth, cell_type=kind
        )
        cells[item.id] = cell.id
    return cells


def answers(
    items: list[Item], key: bytes, name: str, chance: random.Random, skill: float
) -> dict[str, Any]:
    """Return the clicked answers of a learner."""
    found = {}
    for item in items:
        params = params_for(item.data, seed_for(key, name, seed_name(item.data)))
        data = put(item.data, params)
        if chance.random() < 0.04:
            continue
        hard = {"own-table": 0.15, "own-sums": 0.2, "causes": 0.1}.get(item.id, 0)
        right = chance.random() < skill - hard + 0.15
        found[item.id] = answer(item.kind, data, right, chance)
    return {name: value for name, value in found.items() if value is not None}


def answer(kind: str, data: dict[str, Any], right: bool, chance: random.Random) -> Any:
    """Return a right answer, or a typically wrong one."""
    if kind == "choice":
        keys = [
            key for key, option in data["options"].items() if bool(option.get("right")) == right
        ]
        return chance.choice(keys[:2])
    if kind == "choices":
        keys = [key for key, option in data["options"].items() if option.get("right")]
        return keys if right else keys[:-1] or list(data["options"])[:1]
    if kind == "number":
        wrong = [mistake["answer"] for mistake in data.get("mistakes", ())] or [0]
        return {"number": str(data["answer"] if right else chance.choice(wrong))}
    if kind == "match":
        pairs = [tuple(tokens) for tokens in data["tokens"].values()]
        lefts, rights = [one for one, _ in pairs], [other for _, other in pairs]
        return dict(zip(lefts, rights if right else [*rights[1:], rights[0]], strict=True))
    if kind == "table":
        given = {row: dict(cells) for row, cells in data["answer"].items()}
        if not right:
            row, column = data["editable"][0]
            given[row][column] = (given.get(row, {}).get(column) or 0) + chance.choice((1, 10, 100))
        return {
            row: {name: str(cell) for name, cell in cells.items()} for row, cells in given.items()
        }
    return "Суммы сходятся, и это не всё. " * 8 if kind == "essay" else None


def results(
    items: list[Item], made: dict[str, Any], key: bytes, name: str
) -> dict[str, dict[str, Any]]:
    """Return what the checks find, by item."""
    found = {}
    for item in items:
        params = params_for(item.data, seed_for(key, name, seed_name(item.data)))
        result = check(item, made.get(item.id), params)
        found[item.id] = {**machine(item, result), "points": rounded(result.points)}
    return found


def put_work(
    folder: Path,
    source: Any,
    work: dict[str, str],
    made: dict[str, Any],
    graded: dict[str, dict[str, Any]],
) -> None:
    """Write the graded folder of a learner."""
    folder.mkdir(parents=True)
    notebook = nbformat.from_dict(json.loads(json.dumps(source)))
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name in CODE:
            cell.source = work[CODE[name]]
    (folder / "assignment.ipynb").write_text(json.dumps(notebook), "utf-8")
    saved = {name: {"value": value, "hints": 0} for name, value in made.items()}
    (folder / "answers.json").write_text(json.dumps({"version": 1, "answers": saved}), "utf-8")
    result = {
        "student": folder.parent.name,
        "assignment": folder.name,
        "notebook": "assignment",
        "items": [
            {
                "name": name,
                "score": data["points"],
                "max_score": data["max_points"],
                "message": data["message"],
                "evidence": data["evidence"],
                "text": "",
            }
            for name, data in graded.items()
        ],
        "status": "graded",
        "level": "namespaces",
        "seconds": 0.32,
        "notes": [],
    }
    (folder / "graded.json").write_text(json.dumps([result]), "utf-8")
