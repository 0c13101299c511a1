"""The module "Threats and trust": its answers, its facts, its pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from course_module import STUDENTS, module, right_answer, said, text_of

from electoral.incident import KINDS, incident
from electoral.tabletop import INJECTS, by_habit, drawn, play
from electoral_courses.checks import check, check_code
from electoral_courses.own_incident import CELL_OF, own_incident
from electoral_courses.variants import params_for
from electoral_widgets import IncidentFile

if TYPE_CHECKING:
    from electoral_courses.items import Item
    from electoral_courses.myst import Page

TAUGHT = module("12-threats")
TWINS = {"own-sums", "own-kind", "own-station"}
OWN = {"own-sums", "own-kind", "own-station", "own-field", "own-step", "own-sentences"}
STEPS = {
    "twice": "once",
    "missing": "fetch",
    "altered": "freeze",
    "early": "quiet",
    "display": "darken",
    "stranger": "apart",
}
"""What helps first against each incident."""


@pytest.fixture(scope="module")
def lesson() -> Page:
    return TAUGHT.lesson


@pytest.fixture(scope="module")
def items() -> dict[str, Item]:
    return TAUGHT.items


def seed_of(kind: str) -> int:
    return next(seed for seed in range(200) if own_incident(seed)["kind"] == kind)


def test_the_lesson_opens_with_a_question_and_the_tabletop(lesson) -> None:
    code = [cell.source for cell in lesson.cells if cell.kind == "code"]

    assert "Tabletop()" in code[1]
    assert text_of(lesson).split("##")[0].count("?") >= 3


def test_self_checks_are_of_many_kinds() -> None:
    assert 15 <= len(TAUGHT.self_checks) <= 22
    assert {item.kind for item in TAUGHT.self_checks} == {
        "choice", "choices", "number", "order", "match", "function"
    }  # fmt: skip


@pytest.mark.parametrize("student", STUDENTS)
def test_the_solutions_in_python_earn_every_point_of_their_items(items, student) -> None:
    names = solved(lambda name: TAUGHT.variant_of(items[name], student))
    results = {
        item.id: check_code(
            item, names[item.data["code"]["name"]], TAUGHT.variant_of(item, student)
        )
        for item in TAUGHT.graded
        if "code" in item.data
    }

    assert set(results) == TWINS
    assert [name for name, result in results.items() if not result.right] == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_solution_in_python_finds_every_kind(kind) -> None:
    own = own_incident(seed_of(kind))
    names = solved(lambda _name: own)

    assert (names["own_kind"], names["own_station"]) == (kind, own["station"])
    assert names["own_sums"] == {row: cell["count"] for row, cell in own["answer"].items()}


def solved(variant: Any) -> dict[str, Any]:
    """Run the assignment's Python cells, solutions included, without widgets."""
    names: dict[str, Any] = {}
    for one in TAUGHT.assignment.cells:
        if one.kind == "code" and not {"item", "graded"} & one.metadata.keys():
            exec(one.source, names)  # noqa: S102 - our own source
            names |= {"IncidentFile": lambda *_, **_named: None, "variant": variant}
    return names


@pytest.mark.parametrize("kind", KINDS)
def test_of_every_kind_one_kind_one_field_and_one_step_are_right(items, kind) -> None:
    seed = seed_of(kind)
    for name in sorted(OWN):
        item = items[name]
        params = params_for(item.data, seed)
        assert check(item, right_answer(item, params), params).right
        if item.kind == "choice":
            results = [said(item, key, params) for key in item.data["options"]]
            assert results.count("right") == 1
    own = params_for(items["own-step"].data, seed)

    assert right_answer(items["own-kind"], own) == kind
    assert right_answer(items["own-field"], own) == CELL_OF[kind]
    assert right_answer(items["own-step"], own) == STEPS[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_what_can_be_said_fits_the_papers_and_claims_no_cause(items, kind) -> None:
    """Four sentences: about the server, about the display, and two that are always true."""
    own = own_incident(seed_of(kind))
    server = "agrees" if kind in {"early", "display"} else "differs"
    screen = "other" if kind == "display" else "shown"

    assert set(right_answer(items["own-sentences"], own)) == {server, screen, "unknown", "compare"}


def test_typical_mistakes_about_the_papers_are_told(items) -> None:
    sums = items["own-sums"]
    own = params_for(sums.data, seed_of("twice"))
    gap = own["answer"]["gap"]["count"]

    def filled(**cells: int) -> dict[str, Any]:
        return {**own["answer"], **{row: {"count": value} for row, value in cells.items()}}

    assert said(sums, filled(gap=-gap), own) == "reversed"
    assert said(sums, filled(entries=99), own) == "wrong-cell"
    assert said(sums, {"gap": own["answer"]["gap"]}, own) == "partly"
    sentences = items["own-sentences"]
    right = right_answer(sentences, own)
    assert said(sentences, [*right, "attack"], own) == "why"
    assert said(sentences, [*right, "agrees"], own) == "sums"
    assert said(sentences, [*right, "well"], own) == "not-well"
    assert said(sentences, right[:2], own) == "partly"


@pytest.mark.parametrize("student", STUDENTS)
def test_a_neighbour_s_papers_are_not_one_s_own(items, student) -> None:
    other = STUDENTS[STUDENTS.index(student) - 1]
    theirs = TAUGHT.variant_of(items["own-sums"], other)
    own = TAUGHT.variant_of(items["own-sums"], student)

    assert theirs["seed"] != own["seed"]
    assert not check(items["own-sums"], right_answer(items["own-sums"], theirs), own).right


# The lesson's own evening.


def test_the_evening_of_the_lesson_has_a_protocol_counted_twice(items, lesson) -> None:
    found = incident(11)
    code = "\n".join(cell.source for cell in lesson.cells if cell.kind == "code")

    assert "IncidentFile(seed=11)" in code
    assert (found.kind, found.station) == ("twice", 1)
    assert found.server - found.counted == items["file-gap"].data["answer"] == found.copies[0]
    assert len(IncidentFile(11, language="en").file["log"]) == 7


def test_count_once_is_reckoned_again(items) -> None:
    for call in items["count-once"].data["calls"]:
        seen: dict[int, int] = {}
        for station, votes in call["args"][0]:
            seen.setdefault(station, votes)
        assert sum(seen.values()) == call["returns"]


# What the lesson says of the tabletop.


def test_the_words_that_no_cause_can_contradict_are_the_open_ones(items) -> None:
    for seed in range(40):
        causes = drawn(seed)
        reasons = {
            words: {one.reason for turn in play(by_habit(words, looking=True), causes).turns
                    for one in turn.effects}
            for words in ("open", "calm", "blame")
        }  # fmt: skip
        assert not reasons["open"] & {"contradicted", "accused"}
    assert right_answer(items["no-bet"], {}) == "open"


def test_four_messages_of_the_tabletop_are_invented_and_one_happened(lesson) -> None:
    assert [inject.real for inject in INJECTS].count(True) == 1
    assert len(INJECTS) == 5
    assert "Four of the five are invented." in text_of(lesson)


# What is stated, and what is not.


def everything(items: dict[str, Item]) -> str:
    pages = text_of(TAUGHT.lesson) + text_of(TAUGHT.assignment)
    return pages + "".join(str(dict(item.data)) for item in items.values())


def test_the_facts_of_2021_are_those_that_were_read(lesson) -> None:
    text = text_of(lesson)

    for fact in ("about 600", "101 stations", "12 of the 13 districts", "8 of the 12"):
        assert fact in text
    assert "3,926 fewer" in text
    assert "20 stations were invalidated" in text


def test_every_card_is_called_invented(items) -> None:
    for name in ("card-hours", "card-list", "card-volunteers"):
        assert re.match(r"Card \d, invented\.", items[name].prompt)
    assert items["cards"].prompt.startswith("Four invented messages")


def test_what_is_known_from_memory_alone_is_not_stated(items) -> None:
    words = everything(items)

    assert not re.search(r"Wardle|Derakhshan|DISARM|FIMI|malinformation|Copenhagen|Miru", words)
    assert not re.search(r"model law|Budapest|Kremlin|Russian", words)


def test_the_nine_tasks_are_nine(lesson) -> None:
    (listed,) = re.findall(r"nine tasks: ([^.]+)\.", text_of(lesson))

    assert len(listed.split(";")) == 9
    assert "exercises" in listed


def test_the_model_statement_accuses_nobody_and_names_a_time(items) -> None:
    cells = [one.source for one in TAUGHT.assignment.cells]
    text = next(source for source in cells if source.startswith("At 21:40"))

    assert "we accuse nobody" in text
    assert "at 23:00" in text
    assert 80 <= len(text.split()) <= 200
    assert items["essay"].data["words"] == [80, 200]
