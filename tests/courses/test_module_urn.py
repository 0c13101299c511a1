"""The module "The urn": its answers, its facts, its pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from course_module import STUDENTS, module, right_answer, said, text_of

from electoral.acts import Act
from electoral.day import poll
from electoral.detective import MINUTES, case, left_by
from electoral.marks import DISPUTED, INVALID, RETURNED, USUAL, Hand, decide
from electoral.plan import STATIONS_2025, plan
from electoral.protocol import CANDIDATES_2017
from electoral.traces import detectable_by, differences, usual
from electoral.urns import PLANTED, heap
from electoral_courses.checks import check, check_code
from electoral_courses.variants import params_for
from electoral_datasets import load

if TYPE_CHECKING:
    from electoral_courses.items import Item
    from electoral_courses.myst import Page

TAUGHT = module("04-urn")
TWINS = {"own-count", "slip-gap", "own-papers", "own-ballots"}


@pytest.fixture(scope="module")
def lesson() -> Page:
    return TAUGHT.lesson


@pytest.fixture(scope="module")
def assignment() -> Page:
    return TAUGHT.assignment


@pytest.fixture(scope="module")
def items() -> dict[str, Item]:
    return TAUGHT.items


def test_the_lesson_has_ten_to_thirteen_self_checks_of_many_kinds(items) -> None:
    checks = [item for item in items.values() if not item.graded]
    expected = {"choice", "choices", "number", "order", "match", "table", "function"}

    assert 10 <= len(checks) <= 13
    assert {item.kind for item in checks} == expected


def test_the_numbers_of_the_model_essay_are_those_of_some_stuffing(assignment) -> None:
    text = next(c.source for c in assignment.cells if c.source.startswith("At this station"))
    found = differences(poll(plan(hands="clear"), 1, [Act("stuffing", ballots=23)]))

    assert set(re.findall(r"\d+", text)) == {"23"}
    assert (found["K1"][0], found["K4"][0]) == (23, -23)
    assert not any(found[check][0] for check in ("identified", "form", "piles", "signatures"))


@pytest.mark.parametrize("student", STUDENTS)
def test_the_solutions_in_python_earn_every_point_of_their_items(
    items, assignment, student
) -> None:
    names = solved(assignment, lambda name: TAUGHT.variant_of(items[name], student))
    results = {
        item.id: check_code(
            item, names[item.data["code"]["name"]], TAUGHT.variant_of(item, student)
        )
        for item in TAUGHT.graded
        if "code" in item.data
    }

    assert set(results) == TWINS
    assert [name for name, result in results.items() if not result.right] == []


def solved(assignment: Page, variant: Any) -> dict[str, Any]:
    """Run the assignment's Python cells, solutions included, without widgets."""
    names: dict[str, Any] = {}
    for cell in assignment.cells:
        if cell.kind == "code" and not {"item", "graded"} & cell.metadata.keys():
            exec(cell.source, names)  # noqa: S102 - our own source
            names |= {"HandCount": lambda **_: None, "variant": variant}
    return names


@pytest.mark.parametrize("seed", range(30))
def test_every_seed_can_be_solved_and_has_one_right_act(seed) -> None:
    for item in TAUGHT.graded:
        if "variant" in item.data:
            params = params_for(item.data, seed)
            right = right_answer(item, params)
            assert check(item, right, params).points == item.points
            if item.id == "own-act":
                results = [check(item, key, params).right for key in item.data["options"]]
                assert sum(results) == 1
            if item.id == "own-shows":
                assert right
                assert "message" in item.data["options"][right[0]]


@pytest.mark.parametrize("student", STUDENTS)
def test_every_way_to_count_wrongly_has_its_message(items, student) -> None:
    item, own = items["own-count"], TAUGHT.variant_of(items["own-count"], student)
    ways = ("machine", "strict", "refused", "accepted", "pale", "blank")

    def counted(cells: dict[str, Any]) -> dict[str, Any]:
        lines = {**own["answer"], **cells}
        lines["valid"] = {"count": sum(lines[f"candidate_{n}"]["count"] for n in (1, 2, 3, 4))}
        lines["valid"]["count"] += lines["against_ev"]["count"]
        return lines

    messages = {way: said(item, counted(own[f"as_{way}"]), own) for way in ways}
    assert messages == {way: way for way in ways}
    assert said(item, {**own["answer"], **own["as_unused"]}, own) == "unused-only"
    assert said(item, {"received": own["answer"]["received"]}, own) == "partly"
    issued = {"issued": {"count": 41}}
    assert said(item, {**own["answer"], **issued}, own) == "relation-broken"


@pytest.mark.parametrize("student", STUDENTS)
def test_every_typical_number_has_its_message(items, student) -> None:
    gap, ballots = items["slip-gap"], items["own-ballots"]
    own, day = TAUGHT.variant_of(gap, student), TAUGHT.variant_of(ballots, student)

    def number(item: Item, value: int, params: dict[str, Any]) -> str:
        return said(item, {"number": str(value)}, params)

    assert number(gap, own["gap_all"], own) == "mobile-too"
    assert number(gap, -own["gap"], own) == "other-way"
    assert number(gap, own["slip_invalid"], own) == "not-difference"
    assert number(gap, 0, own) == "not-zero"
    assert number(gap, 999, own) == "wrong"
    assert number(ballots, 2 * day["ballots"], day) == "counted-twice"
    assert number(ballots, -day["ballots"], day) == "no-sign"
    assert number(ballots, 0, day) == "not-zero"


@pytest.mark.parametrize("seed", range(20))
def test_a_wrong_act_is_told_what_its_trace_would_be(items, seed) -> None:
    item = items["own-act"]
    params = params_for(item.data, seed)
    wrong = [key for key in item.data["options"] if not check(item, key, params).right]
    messages = [said(item, key, params) for key in wrong]

    assert len(wrong) == len(PLANTED)
    assert messages == [item.data["options"][key]["message"] for key in wrong]


@pytest.mark.parametrize("seed", range(20))
def test_reversed_and_missing_differences_are_told_apart(items, seed) -> None:
    item = items["own-papers"]
    own = params_for(item.data, seed)
    right = {row: cell for row, cell in own["answer"].items() if cell["difference"]}
    row, *others = right
    spoiled = {"K2": {"difference": 5}}

    assert said(item, own["reversed"], own) == "other-way"
    assert check(item, own["reversed"], own).points == 0
    assert check(item, right, own).right
    assert said(item, {**right, **spoiled}, own) == "wrong-cell"
    if others:
        assert said(item, {row: right[row]}, own) == "partly"
        assert 0 < check(item, {row: right[row]}, own).points < item.points


@pytest.mark.parametrize("seed", range(20))
def test_a_sentence_that_goes_too_far_costs_a_point(items, seed) -> None:
    item = items["own-shows"]
    params = params_for(item.data, seed)
    right = right_answer(item, params)

    for key, message in (("purpose", "no-purpose"), ("gained", "no-person"),
                         ("voters", "secret"), ("others", "one-station")):  # fmt: skip
        assert said(item, [*right, key], params) == message
        assert check(item, [*right, key], params).points < item.points
    assert check(item, list(item.data["options"]), params).points == 0


def test_the_self_checks_are_what_the_model_does(items) -> None:
    readings = {"clear": [250, 5], "pale": [70, 5], "touching": [250, 60],
                "blank": [10, 5], "two": [250, 240]}  # fmt: skip
    read = dict(zip(readings, decide(np.array(list(readings.values()))), strict=True))
    pairs = items["two-thresholds"].data["pairs"]

    assert read == {"clear": 0, "pale": RETURNED, "touching": RETURNED,
                    "blank": INVALID, "two": INVALID}  # fmt: skip
    assert {key: pair["left"] for key, pair in pairs.items()} == {
        key: f"{one} and {two}" for key, (one, two) in readings.items()
    }
    for call in items["counts-at-once"].data["calls"]:
        assert (decide([call["args"]]).item() == 0) == call["returns"]
    voted = {k for k, option in items["by-vote"].data["options"].items() if option.get("right")}
    assert voted == {Hand(hand).name.lower() for hand in DISPUTED}


def test_twenty_stuffed_ballots_break_the_sums_as_the_item_says(items) -> None:
    item = items["stuffed-sums"]
    station = plan(1200, turnout=600, outside=20, hands="clear")
    act = Act("stuffing", ballots=20)
    found = differences(poll(station, 3, [act]))
    covered = differences(poll(station, 3, [Act("stuffing", ballots=20, covered=True)]))

    assert item.data["answer"] == {
        check: {"gap": int(found[check][0])} for check in ("K1", "K2", "K3", "K4")
    }
    assert poll(station, 3).lines()["issued"] == 720
    assert not any(covered[check][0] for check in ("K1", "K2", "K3", "K4"))
    assert detectable_by(Act("stuffing", covered=True), station, 3) == {"identified", "observation"}


@pytest.mark.parametrize(("acts", "more"), [([], 0), ([Act("stuffing", ballots=20)], 20),
    ([Act("stuffing", ballots=20, covered=True)], 20)])  # fmt: skip
def test_slip_and_mobile_box_less_the_voters_identified_are_what_the_lesson_says(
    lesson, acts, more
) -> None:
    for hands in ("clear", "ordinary"):
        kept = poll(plan(1200, turnout=600, outside=20, hands=hands), 3, acts).records

        assert kept["slip_total"] + kept["mobile"] - kept["identified"] == more
    assert "an honest day gives 0, this one 20" in text_of(lesson)


def test_four_of_the_53_real_rows_break_a_sum(lesson) -> None:
    rows = load("kg_2017_president")
    four_sums = {
        "K1": rows.received - rows.cancelled - rows.issued,
        "K2": rows.issued - rows.issued_station - rows.issued_outside,
        "K3": rows.valid - rows[[*CANDIDATES_2017, "against_ev"]].sum(axis=1),
        "K4": rows.issued - rows[[*CANDIDATES_2017, "against_ev", "invalid"]].sum(axis=1),
    }
    broken = np.any([gaps != 0 for gaps in four_sums.values()], axis=0)

    assert (len(rows), broken.sum()) == (53, 4)
    assert "of 53 real rows of 2017, four break a sum" in text_of(lesson)


def test_each_act_leaves_what_the_lesson_says_and_not_what_it_says_of_another() -> None:
    assert usual("carousel") == {"stock"}
    assert usual("exchanged_copies") == {"form", "copies", "piles"}
    assert usual("mis_sorted") == {"machine_votes", "piles"}
    assert usual("stuffing") == {"K1", "K4", "observation"}
    assert "machine_total" in usual("refeed")


def test_the_thresholds_and_numbers_in_the_text_are_those_of_the_model(lesson, items) -> None:
    text = text_of(lesson)
    repeat = load("kg_two_counts").set_index(["pair", "count"])["value"]

    assert f"From {USUAL.sure} on ({USUAL.sure / 10:g}%)" in text
    assert f"From {USUAL.doubtful} on ({USUAL.doubtful / 10:g}%)" in text
    assert MINUTES == 60
    assert STATIONS_2025 == 2_492 + 100 + 27
    assert f"{repeat['lists_invalid', 'machine_more']:,} fewer invalid ballots" in text
    assert f"{repeat['lists_votes', 'hand_more']:,} more votes" in text
    machine, hand = repeat["pervomai_votes", "machine"], repeat["pervomai_votes", "hand"]
    assert f"gave one candidate {machine:,} votes, the count by hand {hand:,}" in text
    assert items["repeat-gap"].data["answer"] == hand - machine
    gaps = [m["answer"] for m in items["repeat-gap"].data["mistakes"]]
    other = repeat["sverdlov_votes", "hand"] - repeat["sverdlov_votes", "machine"]
    assert gaps == [other, other + hand - machine]
    voters = [repeat["repeat_voters", count] for count in ("hand", "machine")]
    assert f"{voters[0] - voters[1]} voters more ({voters[0]:,} and {voters[1]:,})" in text
    assert f"{repeat['annulled_share', 'machine'] / 10}%" in text
    assert f"{repeat['annulled_share', 'hand'] / 10}%" in text
    assert f"{repeat['annulled_coverage', 'machine']}% of the boxes" in text
    assert f"{repeat['annulled_coverage', 'hand']}% of the protocols" in text
    assert round(100 * 101 / 2_494) == 4


def test_the_heap_and_the_case_of_the_lesson_have_something_to_teach(lesson) -> None:
    code = "\n".join(cell.source for cell in lesson.cells)
    seed_of = {view: int(seed) for view, seed in re.findall(r"(\w+)\(seed=(\d+)", code)}
    day, found = heap(seed_of["HandCount"], 24), case(seed_of["Detective"])
    slip, piles = day.records["slip"][0], day.piles()[0]

    assert set(day.ballots.hand.tolist()) == set(Hand)
    assert slip[:5].argmax() != piles[:5].argmax()
    assert all((count[:5] == count[:5].max()).sum() == 1 for count in (slip, piles))
    assert found.nature == "act"
    assert all(left_by(found).values())


def test_what_is_known_from_memory_alone_is_not_stated(lesson, items) -> None:
    words = text_of(lesson) + "".join(str(item.data) for item in items.values())

    assert not re.search(r"Copenhagen|General Comment|Universal Declaration|ICCPR|Miru", words)
