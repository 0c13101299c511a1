"""Who can notice: what the cells say is what the attacks showed, and a few at a time."""

import json
import re
from dataclasses import replace
from time import perf_counter

import pytest

from electoral.cabinet.adversaries import ROLES
from electoral.cabinet.checks import CHECKS
from electoral.cabinet.comparison import PROPERTIES
from electoral.cabinet.identify import MEASURES
from electoral.cabinet.setting import DILIGENT, HABITS, Habits
from electoral.cabinet.ways import WAYS
from electoral_widgets import WhoCanNotice
from electoral_widgets import cabinet_names as names
from electoral_widgets import who_can_notice_cells as cells
from electoral_widgets import who_can_notice_words as say
from electoral_widgets.who_can_notice import BEGIN, OPTIONS, PROTECTIONS
from electoral_widgets.who_can_notice_ways import table, trusted

RIGHT = ["voter", "stands", "board"]


def matrix(**state):
    """Return a view whose three predictions are made."""
    return WhoCanNotice({"guesses": RIGHT, **state}, language="en")


def finish(view):
    """Ask for more as the browser does; return how often, and the longest answer in seconds."""
    asked, longest = 0, 0.0
    while view.left:
        before, began = view.left, perf_counter()
        view._handle_custom_msg({"do": "more"}, [])
        longest = max(longest, perf_counter() - began)
        asked += 1
        assert view.left < before
    return asked, longest


def test_nothing_of_the_matrix_travels_before_the_three_guesses():
    view = WhoCanNotice(language="en")
    assert (view.told, view.matrix, view.detail, view.left) == ([], {}, {}, 0)

    view.state = {**view.state, "guesses": ["file"], "rows": list(ROLES), "role": "coercer"}

    assert view.told[0]["right"] is False
    assert "Votes changed on this day: 4." in view.told[0]["text"]
    assert (view.state["rows"], view.state["role"], view.matrix) == ([], "", {})


def test_the_answers_that_hold_are_those_the_attacks_show():
    phone = cells.usual("device_changes", "deg_homomorphic")
    assert phone.possible.changed
    assert {who for who, _, _ in phone.could_notice} == {"voter"}
    assert phone.noticed == ()

    hidden = cells.usual("server_erases", "paper_home")
    assert not hidden.possible.any
    assert {check for _, check, _ in hidden.could_notice} == {"recount"}

    proven = {way for way in WAYS if cells.usual("coercer", way).possible.proven}
    assert proven == {way for way in WAYS if WAYS[way].board}
    assert [said["right"] for said in matrix().told] == [True] * 3
    assert matrix().told[2]["text"].startswith("In 2 of the five ways.")


def test_after_the_guesses_their_rows_are_open_and_computed_in_short_answers():
    view = matrix(role="coercer", way="i_voting")
    assert list(view.matrix) == ["coercer/i_voting"]
    assert view.left == 14

    finish(view)

    assert view.state["rows"] == [role for role in ROLES if role in dict(say.ASKED)]
    assert {key.split("/")[0] for key in view.matrix} == set(view.state["rows"])
    assert len(view.matrix) == 15
    assert not any(cell["other"] for cell in view.matrix.values())


def test_the_chosen_cell_is_computed_at_once_and_its_row_and_column_before_the_rest():
    view = matrix(rows=list(ROLES)[:8], role="denial", way="paper_home", seed=61)
    view._handle_custom_msg({"do": "more"}, [])
    done = list(view.matrix)

    assert done[0] == "denial/paper_home"
    assert all(key.startswith("denial/") for key in done[: min(len(done), 5)])
    asked, longest = finish(view)
    assert asked > 0
    assert longest < 2  # a fraction of it on a machine that does nothing else
    assert len(view.matrix) == len(view.state["rows"]) * len(WAYS)


@pytest.mark.parametrize("way", WAYS)
def test_each_cell_says_what_its_attack_showed(way):
    for role in ROLES:
        one = cells.usual(role, way)
        kind = cells.status(one, Habits())
        line = cells.shown(one, Habits(), "en")["line"]
        watched = [check for _, check in one.noticed if CHECKS[check].habit not in cells.SHARES]
        if not cells.gains(one):
            assert kind == "none"
        elif watched:
            assert kind == "seen"
            assert line.startswith("by: ")
        elif one.noticed or one.could_notice:
            assert kind == "chance"
            assert all(say.HABIT_NAMES[habit] in line for habit in cells.conditions(one))
        else:
            assert (kind, line) == ("unseen", "")


def test_only_a_cheat_who_loses_the_own_vote_has_gained_nothing():
    for role in ROLES:
        for way in WAYS:
            one = cells.usual(role, way)
            if one.possible.any and not cells.gains(one):
                assert role == "voter_stuffs"
                assert not replace(one.possible, prevented=0).any


@pytest.mark.parametrize(
    ("role", "way", "news", "kind"),
    [
        ("device_changes", "deg_homomorphic", {"challenges": 1000}, "none"),
        ("device_changes", "deg_homomorphic", {"challenges": 0}, "chance"),
        ("server_miscounts", "deg_homomorphic", {"watch": []}, "chance"),
        ("server_drops", "paper_home", {"watch": []}, "chance"),
        ("coercer", "deg_blind", {"complaints": 1000}, "seen"),
        ("trustees_refuse", "i_voting", {"watch": []}, "seen"),
        ("device_leaks", "i_voting", {"second_device": 1000}, "unseen"),
        ("server_erases", "paper_home", {"watch": ["recount"]}, "none"),
    ],
)
def test_other_habits_give_other_cells(role, way, news, kind):
    view = matrix(role=role, way=way, **news)

    one = view.matrix[f"{role}/{way}"]
    assert one["status"] == view.detail["status"] == kind
    usual = cells.status(cells.usual(role, way), Habits())
    assert one["other"] == (usual != kind)


def test_new_assumptions_empty_the_matrix_and_the_old_ones_bring_it_back():
    view = matrix(role="coercer", way="deg_blind")
    finish(view)
    before = dict(view.matrix)
    view.state = {**view.state, "codes": 1000}
    assert list(view.matrix) == ["coercer/deg_blind"]

    view.state = {**view.state, "codes": BEGIN["codes"]}
    finish(view)

    assert view.matrix == before


def test_details_name_numbers_people_conditions_and_standards():
    detail = matrix(role="coercer", way="deg_homomorphic").detail
    assert detail["achieved"] == [
        "Votes counted otherwise than meant: 4.",
        "Votes proven to somebody who forced people: 4.",
    ]
    assert detail["noticed"] == []
    assert "people who were forced complain (here 0 of 1,000)" in detail["could"][0]
    assert [standard["number"] for standard in detail["standards"]] == [10, 23]
    assert "keeps the card" in detail["assumed"][-1]

    paper = matrix(role="server_drops", way="paper_home").detail
    assert paper["title"] == "Whoever guards the box takes papers out of it"
    assert paper["standards"] == []
    assert paper["noticed"][0].startswith("An observer in the room: “")


def test_twenty_days_are_held_one_after_the_other():
    view = matrix(role="server_drops", way="i_voting", days=True, second_device=500)
    finish(view)

    days = view.held["days"]
    assert len(days) == 20
    for day, kind in enumerate(days[:4], start=1):
        one = cells.cell("server_drops", "i_voting", day, cells.setting_of(view.state))
        assert kind == ("seen" if one.noticed else "unseen" if one.possible.any else "none")
    assert len({*days}) > 1

    view.state = {**view.state, "role": "coercer", "days": False}
    assert view.held["days"] == []


def test_the_five_ways_stand_side_by_side_with_sources_and_whom_each_trusts():
    view = matrix(compare=True)
    finish(view)
    rows = {row["name"]: row for row in view.table}

    assert len(rows) == len(PROPERTIES) + len(say.TRUST_NAMES)
    assert all(len(row["values"]) == len(WAYS) for row in rows.values())
    assert all(value["lines"] for row in rows.values() for value in row["values"])
    special = rows[say.PROPERTY_NAMES["special"]]
    assert [value["lines"] for value in special["values"]] == [["no"]] * 2 + [["yes"]] * 3
    assert "3 March 2009" in special["beside"]
    assert "BVerfG" in special["sources"]
    network = rows[say.PROPERTY_NAMES["network"]]["values"]
    assert network[list(WAYS).index("paper_remote")]["sources"] == "B: 24.kg/349124"
    json.dumps(view.table)


def test_every_way_trusts_somebody():
    for way in WAYS:
        unseen, alone = trusted(way)
        assert unseen or alone
        for role in unseen:
            one = cells.usual(role, way)
            assert cells.status(one, DILIGENT) == "unseen"
    assert all(row["values"][0]["lines"] for row in table("en")[-3:])


def test_everything_that_is_named_has_a_name():
    assert (
        set(say.WAY_NAMES)
        == set(say.WAY_TEXTS)
        == set(say.ASSUMED)
        == set(say.TRUSTED)
        == set(WAYS)
    )
    assert set(names.ROLE_NAMES) - {""} == set(ROLES) >= set(say.ON_PAPER) | set(say.ROLE_NOTES)
    assert set(say.HABIT_NAMES) == set(HABITS)
    assert set(say.HABIT_FIELDS) == set(cells.SHARES)
    assert set(say.PROPERTY_NAMES) == set(PROPERTIES)
    assert set(PROTECTIONS) <= set(MEASURES)
    assert [right for right, _ in say.ANSWERS] == RIGHT
    assert all(right in options for right, options in zip(RIGHT, OPTIONS, strict=True))


def test_remote_voting_on_paper_is_never_called_voting_by_internet():
    for words in (say.WAY_NAMES, say.WAY_TEXTS, say.ASSUMED, say.TRUSTED):
        assert "internet" not in words["paper_remote"].lower()
    assert "it was no internet voting" in say.TEXTS["about_words"]


def test_no_way_is_called_the_best():
    told = " ".join([*say.TEXTS.values(), *say.TRUSTED.values(), *say.PROPERTY_NAMES.values()])

    assert "This is no ranking" in told
    assert not re.search(r"\b(best|safest|worst|winner)\b", told.lower())


def test_standards_that_are_named_are_those_seen_quoted():
    """facts: only these of CM/Rec(2017)5 were seen quoted in a second source."""
    seen = {1, 2, 3, 10, 15, 17, 18, 19, 23, 24, 25, 26, 27, 30, 31}
    told = set(map(int, re.findall(r"(\d+)†", " ".join(say.TEXTS.values()))))
    touched = {
        number for role in ROLES for way in WAYS for number in cells.usual(role, way).standards
    }

    assert told == {15, 23, 25}
    assert touched <= set(names.STANDARD_NAMES) <= seen


def test_few_words_stand_before_the_first_guess():
    keys = ("title", "intro", "ask_phone", "phone_file", "phone_voter", "phone_nobody", "show")

    assert sum(len(say.TEXTS[key].split()) for key in keys) < 150


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"guesses": ["perhaps"]}, "guess is one of"),
        ({"guesses": RIGHT * 2}, "guesses is a list"),
        ({"guesses": "voter"}, "guesses is a list"),
        ({"rows": ["nobody"]}, "rows is one of"),
        ({"rows": ["denial", "denial"]}, "each once"),
        ({"role": "king"}, "role is one of"),
        ({"way": "pigeon"}, "way is one of"),
        ({"codes": 1001}, "number of a thousand is a whole number from 0 to 1000"),
        ({"codes": 0.5}, "whole number"),
        ({"seed": "sixty"}, "seed is a whole number"),
        ({"watch": ["dogs"]}, "watch is one of"),
        ({"measures": ["one_session"]}, "measures is one of"),
        ({"entry": "window"}, "entry is one of"),
        ({"days": 1}, "days is one of"),
        ({"colour": 1}, "it has no 'colour'"),
    ],
)
def test_a_state_that_cannot_be_gets_a_sentence_and_changes_nothing(wrong, told):
    view = matrix(role="denial", way="paper_home")
    before = (dict(view.state), dict(view.matrix), dict(view.detail))
    view.state = {**view.state, **wrong}

    assert re.search(told, view.notice)
    assert (view.state, view.matrix, view.detail) == before
    with pytest.raises(ValueError, match=told):
        WhoCanNotice({"guesses": RIGHT, **wrong}, language="en")


def test_a_message_that_asks_for_nothing_computes_nothing():
    view = matrix()
    for message in (None, {}, {"do": "less"}, ["more"]):
        view._handle_custom_msg(message, [])
    assert view.matrix == {}
