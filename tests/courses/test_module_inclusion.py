"""The module "The right of everyone": its answers, its facts, its figures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from course_module import STUDENTS, module, right_answer, said, text_of

from electoral.barriers import FEATURES, STOPPED_BY, best, one_by_one, premises, through
from electoral_courses.checks import check, check_code
from electoral_courses.own_access import own_access
from electoral_datasets import load
from electoral_widgets.access_walk import SEED
from electoral_widgets.access_walk_words import FEATURE_NAMES, GROUP_NAMES, TEXTS

if TYPE_CHECKING:
    from electoral_courses.items import Item

TAUGHT = module("11-inclusion")
TWINS = {"outside-own", "own-walk", "own-kept", "own-plan", "own-opened", "own-left", "own-groups"}


@pytest.fixture(scope="module")
def items() -> dict[str, Item]:
    return TAUGHT.items


def everything(items: dict[str, Item]) -> str:
    pages = text_of(TAUGHT.lesson) + text_of(TAUGHT.assignment)
    return pages + "".join(str(dict(item.data)) for item in items.values())


def test_the_lesson_has_self_checks_of_many_kinds() -> None:
    assert 14 <= len(TAUGHT.self_checks) <= 17
    assert {item.kind for item in TAUGHT.self_checks} == {
        "choice", "choices", "number", "match", "function"
    }  # fmt: skip


def test_the_walk_is_in_the_lesson_once_and_opens_it() -> None:
    shown = [
        cell.metadata.get("item") or cell.source
        for cell in TAUGHT.lesson.cells
        if cell.kind == "code" and "import" not in cell.source
    ]

    assert shown[0] == "AccessWalk()"
    assert shown.count("AccessWalk()") == 1


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


def solved(variant: Any) -> dict[str, Any]:
    """Run the assignment's Python cells, solutions included, without widgets."""
    names: dict[str, Any] = {}
    for one in TAUGHT.assignment.cells:
        if one.kind == "code" and not {"item", "graded"} & one.metadata.keys():
            exec(one.source, names)  # noqa: S102 - our own source
            names |= {"AccessWalk": lambda *_, **_named: None, "variant": variant}
    return names


def test_the_view_of_the_assignment_gives_no_answers() -> None:
    source = "".join(cell.source for cell in TAUGHT.assignment.cells if cell.kind == "code")

    assert source.count("AccessWalk(") == 1
    assert 'AccessWalk(seed=variant("own-walk")["seed"], answers=False)' in source


def test_things_and_groups_are_named_as_in_the_walk(items) -> None:
    for name in ("own-walk", "own-plan"):
        options = items[name].data["options"]
        assert {key: option["text"] for key, option in options.items()} == FEATURE_NAMES
    groups = {name: text[0].upper() + text[1:] for name, text in GROUP_NAMES.items()}

    assert items["own-kept"].data["rows"] == groups
    assert {k: o["text"] for k, o in items["own-left"].data["options"].items()} == groups
    assert TEXTS["money"] in text_of(TAUGHT.lesson)


@pytest.mark.parametrize("seed", range(8))
def test_typical_mistakes_about_the_own_station_are_told(items, seed) -> None:
    own = own_access(seed)
    opened, groups, kept = items["own-opened"], items["own-groups"], items["own-kept"]

    assert said(opened, {"number": str(own["kept_out"])}, own) == "everybody"
    assert said(groups, {"number": str(own["plan_groups"])}, own) == "first-aim"
    assert said(groups, {"number": str(own["all_groups"])}, own) == "everybody"
    assert said(opened, {"number": "1"}, own) == "wrong"
    if own["as_alone"] not in {own["opened"], own["kept_out"]}:
        assert said(opened, {"number": str(own["as_alone"])}, own) == "added-up"
    every = {group: {"voters": size} for group, size in own["voters"].items()}
    assert said(kept, every, own) == "wrong-cell"
    assert 0 < check(kept, every, own).points < kept.points
    everything_marked = list(FEATURES)
    assert check(items["own-walk"], everything_marked, own).points < items["own-walk"].points
    assert said(items["own-walk"], everything_marked, own) == "partly"


@pytest.mark.parametrize("seed", range(12))
def test_a_table_filled_with_all_voters_is_not_right(seed) -> None:
    own = own_access(seed)

    assert any(cell["voters"] == 0 for cell in own["kept"].values())
    assert any(cell["voters"] for cell in own["kept"].values())


def test_the_district_told_as_a_share_of_voters_is_answered(items) -> None:
    item = items["outside-own"]
    own = TAUGHT.variant_of(item, "aizhan")

    assert said(item, {"number": f"{own['as_voters']:.2f}"}, own) == "of-voters"
    assert said(item, {"number": f"{own['share']:.2f}"}, own) == "right"
    assert said(item, {"number": f"{own['as_fraction']:.6f}"}, own) == "as-fraction"


def test_options_that_are_wrong_cost_their_share(items) -> None:
    for name in ("who-can-vote", "page-test", "help-or-access", "not-decided", "page-case"):
        item = items[name]
        right = right_answer(item, {})
        for wrong in set(item.data["options"]) - set(right):
            assert said(item, [*right, wrong], {}) == item.data["options"][wrong]["message"]
            assert not check(item, [*right, wrong], {}).right


# What the lesson says is what the model does.


def test_the_station_of_the_lesson_is_as_the_lesson_tells(items) -> None:
    station = premises(SEED)
    chair = next(group for group in station.groups if group.id == "wheelchair")
    costs = dict(station.costs)
    most, fair = best(station, station.budget), best(station, station.budget, "groups")

    assert chair.voters == 13
    assert chair.stopped_by == {"ramp", "sill", "table"}
    assert "13 voters in a wheelchair" in items["chain"].prompt
    assert through(station, {"ramp", "sill"}) == ()
    assert sum(costs[name] for name in chair.stopped_by) > station.budget
    assert one_by_one(station, station.budget).opened < most.opened
    assert fair.groups > most.groups
    assert fair.opened < most.opened
    assert {"ramp", "stencil"} <= {barrier.id for barrier in station.barriers}
    assert len(FEATURES) == 14


def test_one_by_one_never_begins_a_chain_whatever_the_budget() -> None:
    station = premises(SEED)

    assert one_by_one(station, 10_000).opened == station.kept_out - 13


def test_the_function_of_the_lesson_is_that_of_the_core(items) -> None:
    for call in items["comes-through"].data["calls"]:
        stopped, removed = map(set, call["args"])
        assert call["returns"] == (stopped <= removed)


# Figures, worked out again.


def test_shares_of_the_self_checks_are_worked_out_again(items) -> None:
    assert round(100 * 26_066 / 1_584_446, 3) == items["abroad-share"].data["answer"]
    assert round(14_225 / 585, 1) == items["ages"].data["answer"]
    assert pytest.approx(2, abs=0.01) == 85.8 / 43
    assert pytest.approx(200, abs=5) == 3_703_420 / 18_285


def test_the_ages_of_constituency_13_add_up_to_its_list() -> None:
    assert 585 + 67_435 + 35_915 + 23_500 + 19_687 + 14_225 == 161_347  # azattyk.org/a/33641312


def test_the_votes_of_2025_add_up(items) -> None:
    assert 1_394_416 + 190_030 == 1_584_446  # 24.kg/354124
    assert "190,030" in everything(items)


def test_the_ballots_outside_in_2017_are_those_of_the_table(items) -> None:
    table = load("kg_2017_president").set_index("code")
    all_out, all_issued = table["issued_outside"].sum(), table["issued"].sum()
    kadamjay, naryn = table.loc["KDJ"], table.loc["NAR"]
    asked = items["outside-two"]

    assert (
        f"{all_out:,} of {all_issued:,} ballots were issued so: {100 * all_out / all_issued:.2f}%"
    ) in text_of(TAUGHT.lesson)
    for district in (kadamjay, naryn):
        assert f"{district['issued_outside']} of {district['issued']:,}" in asked.prompt
    share = 100 * naryn["issued_outside"] / naryn["issued"]
    assert asked.data["answer"] == pytest.approx(share, abs=5e-4)
    assert said(asked, {"number": f"{share:.1f}"}, {}) == "right"
    assert said(asked, {"number": "2.9"}, {}) == "wrong"
    assert said(asked, {"number": "0.03"}, {}) == "as-fraction"
    of_the_other = 100 * naryn["issued_outside"] / kadamjay["issued_outside"]
    assert said(asked, {"number": f"{of_the_other:.1f}"}, {}) == "of-the-other"


# What is stated, and what is not.


def test_what_is_known_from_memory_alone_is_not_stated(items) -> None:
    words = everything(items)

    assert not re.search(r"CRPD|Article 29|General Comment|Copenhagen|ICCPR|WCAG", words)
    assert "Nothing of it is quoted here" in words


def test_remote_voting_in_kyrgyzstan_is_never_called_internet_voting(items) -> None:
    assert not re.search(r"internet", everything(items))


def test_the_model_is_told_to_be_a_model() -> None:
    lesson = text_of(TAUGHT.lesson)

    assert "This station is invented." in lesson
    assert "voters, costs and effects are invented" in lesson
    assert "is invented too" in TEXTS["intro"]
    assert set(STOPPED_BY) == set(GROUP_NAMES)
