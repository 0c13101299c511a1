"""Twelve learners hand in the assignment of 05-protocol, in Russian, from release to feedback.

Points by hand from courses/05-protocol/items.yaml: find-units 4, k1-gap, k3-gap, k4-gap 1 each,
causes 2, outside-share 1, own-table 3, own-sums 1, own-gap 1, read-figure 1, essay 4; 20 in all.
"""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from electoral_courses.answers import Answers
from electoral_courses.builder import build
from electoral_courses.catalogue import courses_root
from electoral_courses.variants import params_for, seed_for, seed_name
from electoral_grading.course import prepare

pytestmark = pytest.mark.slow

MODULE = "05-protocol"
KEY = "5f" * 32
"""A course key that is always the same, so that every station is."""

ESSAY = "Суммы доказывают, что строки согласованы.\n\nНо <b>не</b> то, что счёт был честным."

RIGHT = {"find-units": 4, "k1-gap": 1, "k3-gap": 1, "k4-gap": 1, "causes": 2, "outside-share": 1}
RIGHT |= {"own-table": 3, "own-sums": 1, "own-gap": 1, "read-figure": 1}
NONE = dict.fromkeys(RIGHT, 0)


class Learner:
    """One of the twelve, at work in the fetched folder."""

    def __init__(self, name, folder, keys):
        self.name, self.folder = name, folder
        self.items = {item["id"]: item for item in keys["items"]}
        self.key = bytes.fromhex(keys["key"])
        self.saved = Answers(folder / "answers.json", MODULE, name)

    def params(self, item):
        data = self.items[item]
        return params_for(data, seed_for(self.key, self.name, seed_name(data)))

    def right(self):
        """Return the right answers, as the widgets save them; the station is this learner's."""
        own = self.params("own-table")
        return {
            "find-units": ["NAR", "SUL", "SUZ", "SOK"],  # the four of the table of 2017
            "k1-gap": {"number": "1"},
            "k3-gap": {"number": "−10 000"},
            "k4-gap": {"number": "8"},
            "causes": dict(self.items["causes"]["tokens"].values()),
            "outside-share": {"number": "1,13"},
            "own-table": own["answer"],
            "own-sums": own["gaps"],
            "own-gap": {"number": str(own["fault_difference"])},
            "read-figure": "question",
        }

    def click(self, answers, hints=0):
        for item, value in answers.items():
            self.saved.put(item, value, hints)

    def click_all(self, *without):
        self.click({item: value for item, value in self.right().items() if item not in without})

    def edit(self, change):
        path = self.folder / "assignment.ipynb"
        notebook = nbformat.read(path, 4)
        change(notebook)
        path.chmod(0o644)
        nbformat.write(notebook, path)

    def program(self, name, source):
        self.edit(lambda notebook: cell(notebook, name).update(source=source))


def cell(notebook, name):
    return next(
        one for one in notebook.cells if one.metadata.get("nbgrader", {}).get("grade_id") == name
    )


def by_clicking(learner, _):
    learner.click_all()
    learner.click({"essay": ESSAY})


def by_pandas(learner, solutions):
    twins = {"code-find-units", "code-gaps", "code-outside-share", "code-own-gap"}
    assert twins == set(solutions)
    for name, source in solutions.items():
        learner.program(name, source)
    learner.click_all("find-units", "k1-gap", "k3-gap", "k4-gap", "outside-share", "own-gap")
    learner.program("essay", "Моё мнение: суммы ничего не говорят о правде.")


def nothing(learner, _):
    """Fetches, and hands in what was fetched."""


def half_right(learner, _):
    right = learner.right()
    pairs = list(right["causes"].items())
    crossed = {pairs[0][0]: pairs[1][1], pairs[1][0]: pairs[0][1], **dict(pairs[2:])}
    learner.click({"find-units": ["NAR", "SUZ"], "k1-gap": right["k1-gap"], "causes": crossed})
    learner.click({"read-figure": "question"})


def typical_mistakes(learner, _):
    reversed_gap = -learner.params("own-gap")["fault_difference"]
    learner.click(
        {
            "find-units": ["NAR", "SUL", "SUZ", "SOK", "KKJ"],
            "k1-gap": {"number": "-1"},
            "k3-gap": {"number": "10000"},
            "k4-gap": {"number": "10005"},
            "outside-share": {"number": "0,64"},
            "own-gap": {"number": str(reversed_gap)},
            "read-figure": "impossible",
        }
    )


def renamed(learner, _):
    learner.click_all()
    path = learner.folder / "assignment.ipynb"
    path.rename(path.with_name("Задание (копия 2).ipynb"))


def duplicated(learner, solutions):
    def double(notebook):
        original = cell(notebook, "code-find-units")
        place = notebook.cells.index(original)
        copy = nbformat.from_dict({**original, "id": "copied"})
        original.source = solutions["code-find-units"]
        notebook.cells.insert(place + 1, copy)

    learner.edit(double)


def deleted_tests(learner, _):
    learner.click_all()

    def delete(notebook):
        for name in ("k1-gap", "own-table", "essay"):
            notebook.cells.remove(cell(notebook, name))

    learner.edit(delete)


def endless(learner, _):
    learner.program("code-find-units", "violating = []\nwhile True:\n    violating.append('NAR')")
    learner.click_all("find-units")


def answers_only(learner, _):
    by_clicking(learner, _)
    (learner.folder / "assignment.ipynb").unlink()


def with_hints(learner, _):
    right = learner.right()
    learner.click({item: right[item] for item in ("find-units", "own-table")}, hints=2)
    learner.click({"k1-gap": right["k1-gap"]}, hints=1)


def copied(learner, _):
    """Hands in a neighbour's answers as they are."""
    neighbour = learner.folder.parents[1].with_name("Айгүл Асанова")
    shutil.copy(next(neighbour.rglob("answers.json")), learner.folder)


CLASS = {
    "Айгүл Асанова": (by_clicking, RIGHT),
    "Бекзат Токтогулов": (by_pandas, RIGHT),
    "Чынара Исаева": (nothing, NONE),
    # Two of four units, two of four pairs.
    "Данияр Осмонов": (
        half_right,
        NONE | {"find-units": 2, "k1-gap": 1, "causes": 1, "read-figure": 1},
    ),
    # Four units less one marked without reason.
    "Элмира Бакирова": (typical_mistakes, NONE | {"find-units": 3}),
    "Жыргал Маматов": (renamed, RIGHT),
    "Нурбек Сыдыков": (duplicated, NONE | {"find-units": 4}),
    "Салтанат Эсенова": (deleted_tests, RIGHT),
    "Тимур Абдыкадыров": (endless, RIGHT | {"find-units": 0}),
    "Уулкан Жээнбекова": (answers_only, RIGHT),
    # One hint that costs a quarter: of 4, of 1, of 3 points.
    "Максат Ким": (with_hints, NONE | {"find-units": 3, "k1-gap": 0.75, "own-table": 2.25}),
    # Another learner's station earns nothing.
    "Анна-Мария О’Нил": (copied, RIGHT | {"own-table": 0, "own-sums": 0, "own-gap": 0}),
}
HAND = {
    "Айгүл Асанова": (4, "Отлично!"),
    "Бекзат Токтогулов": (1.5, ""),
    "Уулкан Жээнбекова": (3, ""),
}
"""Points that the lecturer gives for the essays, with a comment."""


@pytest.fixture(scope="module")
def school(place, run_nbgrader, course_type):
    """The class after the whole cycle."""
    root = place / "nbgrader" / "ru"
    root.parent.mkdir()
    (root.parent / "course.key").write_text(KEY + "\n", encoding="ascii")
    build(courses_root(), place, languages=("ru",))
    prepare(root, "ru")
    school = course_type(root, place / "home", run_nbgrader, MODULE)
    outside_the_environment(root, "generate_assignment", MODULE)
    school.nbgrader("release_assignment", MODULE)

    keys = json.loads((root / "keys" / f"{MODULE}.json").read_text("utf-8"))
    source = nbformat.read(root / "source" / MODULE / "assignment.ipynb", 4)
    solutions = {
        one.metadata["nbgrader"]["grade_id"]: re.sub(r"### (BEGIN|END) SOLUTION\n?", "", one.source)
        for one in source.cells
        if one.cell_type == "code" and one.metadata.get("nbgrader", {}).get("solution")
    }
    for name, (work, _) in CLASS.items():
        work(Learner(name, school.fetch(name), keys), solutions)
        school.submit(name)
    school.nbgrader("collect", MODULE)
    school.nbgrader("autograde", MODULE, "--Execute.timeout=8")
    school.automatic = {name: school.scores(name) for name in CLASS}
    for name, (points, comment) in HAND.items():
        grade_by_hand(school, name, points, comment)
    school.nbgrader("generate_feedback", MODULE)
    school.nbgrader("release_feedback", MODULE)
    return school


def outside_the_environment(root, *words):
    """Run the real command by its whole path, with nothing of the environment on PATH."""
    program = Path(sys.executable).with_name("nbgrader")
    environment = {**os.environ, "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [program, *words], cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done


def grade_by_hand(school, name, points, comment):
    """Grade an essay as formgrader does."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{school.root / 'gradebook.db'}") as gradebook:
        where = ("essay", "assignment", MODULE, name)
        grade = gradebook.find_grade(*where)
        assert grade.needs_manual_grade
        grade.manual_score, grade.needs_manual_grade = points, False
        if comment:
            gradebook.find_comment(*where).manual_comment = comment
        gradebook.db.commit()


def feedback(school, name):
    return (school.root / "feedback" / name / MODULE / "assignment.html").read_text("utf-8")


@pytest.mark.parametrize("name", CLASS)
def test_every_learner_gets_the_points_they_earned(school, name):
    scores = dict(school.automatic[name])
    essay = scores.pop("essay")

    assert scores == pytest.approx(CLASS[name][1])
    assert essay == (None if name in {*HAND, "Анна-Мария О’Нил"} else 0)


def test_exported_totals_count_the_essays_graded_by_hand(school):
    table = school.root / "grades.csv"
    outside_the_environment(school.root, "export", f"--to={table}")

    with table.open(encoding="utf-8") as file:
        totals = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    expected = {
        name: sum(points.values()) + HAND.get(name, (0,))[0] for name, (_, points) in CLASS.items()
    }
    assert totals == pytest.approx(expected)
    assert totals["Айгүл Асанова"] == 20


@pytest.mark.parametrize("name", ["Айгүл Асанова", "Уулкан Жээнбекова"])
def test_a_clicked_essay_stands_in_its_cell_for_formgrader(school, name):
    graded = nbformat.read(school.root / "autograded" / name / MODULE / "assignment.ipynb", 4)

    assert cell(graded, "essay").source.startswith("Суммы доказывают")
    assert "<b>" not in cell(graded, "essay").source


@pytest.mark.parametrize("name", CLASS)
def test_feedback_tells_the_learner_everything_and_keeps_the_tests(school, name):
    text = feedback(school, name)

    assert '<html lang="ru">' in text
    assert name in text
    assert text.count('class="item') == 11
    assert re.search(r"https?:|//\w|@import|<script|<link|src=|url\(", text) is None
    assert 'check("' not in text
    assert "BEGIN SOLUTION" not in text
    keys = json.loads((school.root / "keys" / f"{MODULE}.json").read_text("utf-8"))
    essay = next(item for item in keys["items"] if item["id"] == "essay")
    assert essay["scheme"][:60] not in text


def test_feedback_names_each_typical_mistake(school):
    keys = json.loads((school.root / "keys" / f"{MODULE}.json").read_text("utf-8"))
    messages = {item["id"]: item["messages"] for item in keys["items"] if "messages" in item}
    text = feedback(school, "Элмира Бакирова")

    for item, message in {
        "k1-gap": "other-way",
        "k3-gap": "other-way",
        "k4-gap": "valid-line",
        "outside-share": "of-voters",
        "own-gap": "other-way",
        "read-figure": "can-come",
    }.items():
        assert messages[item][message].split("\n")[0][:40] in text, item


def test_feedback_shows_comment_essay_and_total(school):
    text = feedback(school, "Айгүл Асанова")

    assert "Отлично!" in text
    assert "Но &lt;b&gt;не&lt;/b&gt; то" in text
    assert re.search(r'class="total">.*20 \S+ 20', text)


def test_feedback_shows_a_programmers_own_code(school):
    assert "violating = gaps.loc[fails" in feedback(school, "Бекзат Токтогулов")


def test_feedback_of_a_borrowed_answer_names_the_lender(school):
    assert "“Айгүл Асанова”" in feedback(school, "Анна-Мария О’Нил").replace("«", "“").replace(
        "»", "”"
    )


@pytest.mark.parametrize("name", ["Айгүл Асанова", "Жыргал Маматов"])
def test_a_learner_fetches_the_feedback_whatever_the_file_was_called(school, name):
    words = ("fetch_feedback", MODULE, f"--student={name}", *school.learner_options(name))

    assert school.run(school.home / name, *words) == 0

    fetched = list((school.home / name).rglob("feedback/*/*.html"))
    assert {page.read_text("utf-8") for page in fetched} == {feedback(school, name)}
