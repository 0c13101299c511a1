"""The worked examples in CONTRIBUTING.md are real items: they load and they grade."""

import re
from pathlib import Path

import pytest

from electoral_courses.checks import check
from electoral_courses.items import Item, read_source

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
SOURCE = re.search(r"<!-- items:.*?-->\n```yaml\n(.*?)```", TEXT, re.DOTALL)[1]
ITEMS = {data["id"]: Item.of(data) for data in read_source(SOURCE, "CONTRIBUTING.md")}
KINDS = {"choice", "choices", "number", "order", "match", "table", "text", "value", "function"}

ANSWERS = {  # right, wrong, and what a wrong answer is told
    "count-prevails": ("manual", "slip", "machine"),
    "which-lines": (["cancelled", "issued"], ["cancelled", "issued", "voters"], "voters"),
    "cancelled-ballots": ({"number": "466"}, {"number": "1 934"}, "added"),
    "evening-order": (["cancel", "mobile", "fixed"], ["fixed", "mobile", "cancel"], "wrong-order"),
    "mend-protocol": (
        {"received": {"count": 1200}, "cancelled": {"count": 466}, "issued": {"count": 734}},
        {"received": {"count": 1209}, "cancelled": {"count": 466}, "issued": {"count": 743}},
        None,
    ),
    "name-of-relation": ("k1", "K2", "k2"),
    "violated-units": (["NAR"], ["NAR", "SUZ"], None),
    "difference-function": (lambda r, c, i: r - c - i, lambda *_lines: 0, None),
}


def test_there_is_an_example_of_every_kind():
    assert {item.kind for item in ITEMS.values()} == KINDS | {"essay"}


@pytest.mark.parametrize("name", ANSWERS)
def test_a_worked_example_grades_right_and_wrong(name):
    right, wrong, message = ANSWERS[name]

    good, bad = check(ITEMS[name], right, {}), check(ITEMS[name], wrong, {})

    assert good.points == good.max_points
    assert good.message == "right"
    assert bad.message != "right"
    assert bad.points < good.points or good.max_points == 0
    assert message in {None, bad.message}


def test_every_folder_named_is_there():
    for name in re.findall(r"^\| `(\w+/\w+)`", TEXT, re.MULTILINE):
        assert (ROOT / name).is_dir()
