"""What holds for every module of our courses, whatever it teaches."""

from __future__ import annotations

import ast
import csv
import re

import pytest
from course_module import COURSES, STUDENTS, Module, module, right_answer, sections, text_of

from electoral_courses.checks import check
from electoral_courses.items import public
from electoral_courses.roles import Role, roles
from electoral_courses.sources import cited, read_sources

GRADES = {
    "01-standards": {"A", "B", "Model"},
    "02-institutions": {"A", "B", "Model"},
    "04-urn": {"A", "B", "Model"},
    "05-protocol": {"A", "B", "Model"},
    "07-remote-voting": {"A", "B", "Model"},
    "11-inclusion": {"A", "B", "Model"},
    "12-threats": {"A", "B", "Model"},
}
"""What a fact may rest on."""


def test_every_module_is_here() -> None:
    assert set(GRADES) == {path.parent.name for path in COURSES.glob("*/lesson.md")}


@pytest.fixture(scope="module", params=sorted(GRADES))
def taught(request) -> Module:
    return module(request.param)


def test_the_assignment_gives_twenty_points(taught) -> None:
    assert sum(item.points for item in taught.graded) == 20
    assert taught.assignment.about["points"] == 20


def test_each_objective_is_graded_and_practised(taught) -> None:
    objectives = set(taught.lesson.about["objectives"])

    assert {item.objective for item in taught.graded} == objectives
    assert {item.objective for item in taught.self_checks} == objectives


def test_every_item_stands_in_its_page_once_and_every_graded_one_has_its_cell(taught) -> None:
    pages = (taught.lesson, taught.assignment)
    shown = [cell.metadata.get("item") for page in pages for cell in page.cells]
    by_cell = [cell.metadata.get("graded") for cell in taught.assignment.cells]
    in_lesson = {cell.metadata.get("item") for cell in taught.lesson.cells} - {None}

    assert sorted(name for name in shown if name) == sorted(taught.items)
    assert in_lesson == {item.id for item in taught.self_checks}
    assert {name for name in by_cell if name} == {
        item.id for item in taught.graded if item.kind != "essay"
    }


def test_the_essay_cell_is_graded_by_hand_and_the_model_essay_has_the_right_length(taught) -> None:
    marked = [
        cell
        for cell in taught.assignment.cells
        if cell.kind == "markdown" and "nbgrader" in cell.metadata
    ]
    essay = taught.items["essay"]

    assert [cell.metadata["nbgrader"]["grade_id"] for cell in marked] == ["essay"]
    assert marked[0].metadata["nbgrader"]["points"] == essay.points == 4
    assert check(essay, marked[0].source).message == "by-hand"


@pytest.mark.parametrize("student", STUDENTS)
def test_right_clicks_earn_every_point_that_is_not_given_by_hand(taught, student) -> None:
    own = {item.id: taught.variant_of(item, student) for item in taught.clicked}
    results = {
        item.id: check(item, right_answer(item, own[item.id]), own[item.id])
        for item in taught.clicked
    }

    assert [name for name, result in results.items() if not result.right] == []
    assert sum(result.points for result in results.values()) == 20 - taught.items["essay"].points


@pytest.mark.parametrize("student", STUDENTS)
def test_an_empty_answer_earns_nothing(taught, student) -> None:
    for item in taught.graded:
        for nothing in (None, "", [], {}):
            assert check(item, nothing, taught.variant_of(item, student)).points == 0


def test_every_section_with_a_figure_names_its_source(taught) -> None:
    for page in (taught.lesson, taught.assignment):
        for section in sections(page):
            prose = re.sub(r"\{[a-z]+\}`[^`]*`|`[^`]*`", "", section)
            if re.search(r"\d[\d,]*\d{2}|\d%|\bArts?\. ?\d", prose):
                assert any(role.name in {"source", "src"} for role in roles(section)), section


def test_only_primary_and_secondary_sources_and_the_model_are_stated(taught) -> None:
    sources = read_sources(COURSES)

    def grade(role: Role) -> str | None:
        named = cited(role.body)
        return role.grade if role.name == "source" else sources[named.id].grade_of(named.places)

    for page in (taught.lesson, taught.assignment):
        found = [role for role in roles(text_of(page)) if role.name in {"source", "src"}]

        assert found or page is taught.assignment
        assert {grade(role) for role in found} <= GRADES[taught.name]
        assert {grade(role) for role in found if role.name == "source"} <= {"Model"}


def test_terms_are_in_the_glossary(taught) -> None:
    with (COURSES / "glossary.csv").open(encoding="utf-8", newline="") as file:
        known = {row["en"].casefold() for row in csv.DictReader(file)}
    used = {role.term.casefold() for role in roles(text_of(taught.lesson)) if role.name == "term"}

    assert used
    assert used <= known


def test_a_section_has_no_more_than_150_words(taught) -> None:
    for page in (taught.lesson, taught.assignment):
        for section in sections(page):
            prose = re.sub(r"\{(?:source|src)\}`[^`]*`", "", section)
            assert len(prose.split()) <= 150, section.splitlines()[0]


def test_code_cells_are_short_and_hold_no_words(taught) -> None:
    cells = [*taught.lesson.cells, *taught.assignment.cells]
    for code in (cell.source for cell in cells if cell.kind == "code"):
        lines = [line for line in code.splitlines() if not line.startswith("###")]
        constants = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Constant)]
        texts = [node.value for node in constants if isinstance(node.value, str)]

        assert len(lines) <= 12
        assert not [text for text in texts if " " in text]


def test_what_is_published_of_the_items_tells_no_answer(taught) -> None:
    for item in taught.graded:
        shown = public(item.data)
        assert not {"answer", "messages", "mistakes", "pairs", "scheme"} & shown.keys()
        for option in shown.get("options", {}).values():
            assert set(option) == {"text"}
