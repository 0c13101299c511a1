"""What the teacher's pages of all modules have in common."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
import yaml

from electoral_courses.blocks import blocks
from electoral_courses.catalogue import courses_root, module_paths
from electoral_courses.myst import read_page
from electoral_courses.po import gettext_of
from electoral_courses.roles import plain

if TYPE_CHECKING:
    from pathlib import Path

PARTS = [
    "A plan for 90 minutes in a hall",
    "Questions to ask",
    "Usual misconceptions",
    "What to grade by hand",
    "What to know before the lesson",
]
MODULES = {path.name: path for path in module_paths(courses_root())}
MINUTES = re.compile(r"^\| (\d+)–(\d+) \|", re.MULTILINE)


@pytest.fixture(params=MODULES)
def module(request) -> Path:
    return MODULES[request.param]


def source(module: Path) -> str:
    return "\n\n".join(cell.source for cell in read_page(module / "teacher.md").cells)


def test_all_have_the_same_parts(module):
    headings = [block.message for block in blocks(source(module)) if block.kind == "heading"]

    assert headings[0].startswith("Teacher's page: ")
    assert [heading for heading in headings if heading in PARTS] == PARTS


def test_the_plan_fills_90_minutes_without_a_gap(module):
    rows = [(int(start), int(end)) for start, end in MINUTES.findall(source(module))]

    assert rows[0][0] == 0
    assert rows[-1][1] == 90
    assert all(start < end for start, end in rows)
    assert all(before[1] == after[0] for before, after in pairwise(rows))


def test_an_item_that_is_named_is_one_of_the_module(module):
    items = yaml.safe_load((module / "items.yaml").read_text(encoding="utf-8"))

    named = set(re.findall(r"\*([a-z]+(?:-[a-z]+)+)\*", source(module)))

    assert named <= {item["id"] for item in items}


def test_it_is_read_in_a_few_minutes(module):
    words = len(plain(source(module)).split())

    assert 400 <= words <= 1000


@pytest.mark.parametrize("language", ["ru", "ky"])
def test_its_parts_have_one_name_in_all_modules(language):
    names = {
        part: {gettext_of(path, language)(part) for path in MODULES.values()} for part in PARTS
    }

    assert all(len(found) == 1 for found in names.values()), names
