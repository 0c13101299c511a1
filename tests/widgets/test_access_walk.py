"""The walk through a station: what travels when, what is said, what is refused."""

import json

import pytest

from electoral.barriers import FEATURES, PLACES, STOPPED_BY, best, one_by_one, premises
from electoral_widgets import AccessWalk
from electoral_widgets import access_walk_words as text
from electoral_widgets.access_walk import IDS, MOST, SEED

STATION = premises(SEED)
BAD = {barrier.id for barrier in STATION.barriers}
RIGHT = "".join("b" if name in BAD else "g" for name in IDS)
CHECKED = {"guess": "half", "marks": RIGHT, "checked": True}


def walk(**news):
    return AccessWalk(state=news, language="en")


def test_before_the_check_nothing_says_what_is_a_barrier():
    view = AccessWalk(language="en")

    assert (view.found, view.bests, view.prices, view.money["rows"]) == ({}, {}, [], [])
    assert [place["id"] for place in view.places] == [*PLACES]
    assert [thing for place in view.places for thing in place["things"]] == [*IDS]
    for name, thing in view.things.items():
        assert thing["seen"] in {text.BAD[name], text.GOOD[name]}
        assert set(thing) == {"name", "seen", "question", "source"}


def test_checked_marks_are_told_one_by_one_and_the_guess_is_judged():
    view = walk(**CHECKED)

    assert view.found["said"] == [
        "Your guess was right: 8 of 14.",
        f"Seen rightly: 14 of 14. Voters who are stopped somewhere: {STATION.kept_out}.",
    ]
    assert {name for name, row in view.found["rows"].items() if row["bad"]} == BAD
    assert view.found["rows"]["ramp"]["text"] == (
        "A barrier. It stops: voters in a wheelchair, old voters who walk with difficulty."
    )
    assert walk(**{**CHECKED, "guess": "few"}).found["said"][0].startswith("Your guess was not")
    wrong = walk(**{**CHECKED, "marks": "g" * len(IDS)}).found
    assert sum(row["right"] for row in wrong["rows"].values()) == len(IDS) - len(BAD)


def test_marks_can_be_checked_only_when_everything_was_looked_at():
    view = walk(guess="half", marks=RIGHT[:-1] + "-", checked=True)

    assert view.found == {}
    assert view.state["checked"] is False


def test_the_plan_counts_voters_only_where_the_whole_way_is_open():
    view = walk(**CHECKED, plan=["ramp", "sill"])
    fate = {row["name"]: row for row in view.money["people"]}

    assert view.money["opened"] == 0
    assert fate["voters in a wheelchair"]["by"] == "a booth for a wheelchair"
    assert view.money["cost"] == 71
    whole = walk(**CHECKED, plan=["ramp", "sill", "table"])
    assert whole.money["opened"] == 13
    assert {row["name"] for row in whole.money["people"] if row["in"]} == {"voters in a wheelchair"}


def test_the_best_plans_wait_for_a_guess_and_are_those_of_the_core():
    assert walk(**CHECKED, shown=True).bests == {}
    view = walk(**CHECKED, hunch="always", shown=True)
    rows = {row["name"]: row for row in view.bests["rows"]}

    assert rows["Most voters"]["opened"] == best(STATION, STATION.budget).opened == 118
    assert rows["Most groups, then most voters"]["groups"] == 5
    assert rows["Most voters for the money, one by one"]["opened"] == 113
    assert one_by_one(STATION, STATION.budget).opened == 113
    assert view.bests["said"][0].startswith("You said: always. Here it is not: one by one opens")
    assert view.bests["said"][1].startswith("The two aims want different plans")
    assert view.bests["said"][2] == (
        "No plan within this budget opens the way for: voters in a wheelchair, old voters who walk "
        "with difficulty."
    )


def test_a_budget_for_everything_agrees_with_every_aim():
    view = walk(**CHECKED, hunch="often", shown=True, budget=MOST)

    assert {row["opened"] for row in view.bests["rows"][2:]} == {STATION.kept_out}
    assert view.bests["said"] == [
        f"You said: often, not always. {text.STEPS_LOSE}".format(step=186, best=STATION.kept_out),
        text.AIMS_AGREE,
    ]


def test_in_a_graded_task_only_the_learners_own_marks_count():
    view = AccessWalk(seed=SEED, answers=False, language="en")
    view.state = {**view.state, **CHECKED, "hunch": "often", "shown": True, "seed": 5}

    assert (view.found, view.bests) == ({}, {})
    assert view.state["seed"] == SEED
    view.state = {**view.state, "marks": "bb" + "g" * 12, "plan": ["ramp"], "budget": 3}
    assert [row["id"] for row in view.money["rows"]] == ["ramp", "sill"]
    assert view.money["budget"] == STATION.budget
    assert view.money["opened"] == next(one.voters for one in STATION.groups if one.id == "old")
    assert [row["cost"] for row in view.prices] == [cost for _, cost in STATION.costs]
    assert len(view.people) == len(STOPPED_BY)
    travelling = json.dumps([view.things, view.people, view.prices, view.money, view.places])
    assert "true" not in travelling.lower().replace('"in": true', "")


@pytest.mark.parametrize(
    "news",
    [
        {"seed": -1},
        {"seed": 1_000_000},
        {"budget": MOST + 1},
        {"guess": "many"},
        {"place": "roof"},
        {"marks": "b"},
        {"marks": "x" * 14},
        {"plan": ["moon"]},
        {"plan": "ramp"},
        {"checked": 1},
        {"colour": "red"},
    ],
)
def test_a_state_that_cannot_be_is_refused_and_changes_nothing(news):
    view = AccessWalk(language="en")
    before = view.state

    view.state = {**before, **news}

    assert view.state == before
    assert view.notice
    with pytest.raises((ValueError, TypeError)):
        AccessWalk(state=news, language="en")


def test_every_word_of_the_walk_exists():
    assert set(text.FEATURE_NAMES) == set(text.GOOD) == set(text.BAD) == set(FEATURES)
    assert set(text.PLACE_NAMES) == set(PLACES)
    assert {feature.demand for feature in FEATURES.values()} == set(text.DEMANDS)
    assert set(text.GROUP_NAMES) == set(STOPPED_BY)


def test_an_unknown_keyword_is_answered_with_the_known_ones():
    with pytest.raises(TypeError, match="it takes seed, answers, state, language"):
        AccessWalk(sed=3)
