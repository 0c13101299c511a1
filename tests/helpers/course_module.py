"""A module of our courses as its tests need it: its pages, its items, and the right answers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from electoral_courses.checks import check
from electoral_courses.feedback import feedback
from electoral_courses.items import Item, load_items
from electoral_courses.model import right_answer
from electoral_courses.myst import Page, read_page
from electoral_courses.variants import SELF_STUDY_KEY, params_for, release_key, seed_for, seed_name

__all__ = ["COURSES", "STUDENTS", "Module", "module", "right_answer", "said", "sections", "text_of"]

COURSES = Path(__file__).parents[2] / "courses"
STUDENTS = ["aizhan", "Бектур Асанов", "s-003", "x"]


@dataclass(frozen=True)
class Module:
    name: str
    lesson: Page
    assignment: Page
    items: dict[str, Item]

    @property
    def graded(self) -> list[Item]:
        return [item for item in self.items.values() if item.graded]

    @property
    def self_checks(self) -> list[Item]:
        return [item for item in self.items.values() if not item.graded]

    @property
    def clicked(self) -> list[Item]:
        """The items whose answers earn points at once, without code and without a reader."""
        coded = {"function", "value", "essay"}
        return [item for item in self.items.values() if item.kind not in coded]

    def variant_of(self, item: Item, student: str) -> dict[str, Any]:
        key = release_key(SELF_STUDY_KEY, self.name)
        return params_for(item.data, seed_for(key, student, seed_name(item.data)))


def module(name: str) -> Module:
    lesson = read_page(COURSES / name / "lesson.md")
    loaded = load_items(COURSES / name / "items.yaml", lesson.about["objectives"])
    assignment = read_page(COURSES / name / "assignment.md")
    return Module(name, lesson, assignment, {item.id: item for item in loaded})


def text_of(page: Page) -> str:
    """Return the prose of a page that everybody reads."""
    prose = [cell for cell in page.cells if cell.kind == "markdown" and not cell.metadata]
    return "\n\n".join(cell.source for cell in prose)


def sections(page: Page) -> list[str]:
    return re.split(r"(?m)^(?=#{1,4} )", text_of(page))


def said(item: Item, answer: Any, params: dict[str, Any]) -> str:
    """Return the message of an answer; it must have words without open places."""
    result = check(item, answer, params)
    text = feedback(item, result, params).text

    assert not re.search(r"\{[a-z_]+\}", text), text
    return result.message
