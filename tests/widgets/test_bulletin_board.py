"""The public board: what adds, what is refused, what a key opens, and bad input."""

import base64
import hashlib
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from electoral.evoting.groups import BELENIOS_2048, TOY_23
from electoral_widgets import BulletinBoard
from electoral_widgets import bulletin_board_rows as board
from electoral_widgets.bulletin_board import BEGIN
from electoral_widgets.bulletin_board_words import TEXTS

ALL = [[0, 1], [1, 1], [2, 0], [3, 1], [4, 0]]


def product_of(state):
    rows, _, _ = board.standing(BEGIN | state)
    return list(board.product(board.TOY, rows))


def counted(**state):
    """Return a view whose product is opened."""
    state = {"guess": "same", "expect": "sum", "cast": ALL, "opened": True, **state}
    if state.get("group", board.TOY) == board.TOY:
        state.setdefault("hand", product_of(state))
    return BulletinBoard(state, language="en")


def test_nothing_travels_before_the_guess_and_then_two_lines_that_differ():
    view = BulletinBoard(language="en")
    assert view.board == {"cast": 0}

    view.state = {**view.state, "guess": "different"}

    first, second = view.board["rows"]
    assert view.state["cast"] == [[0, 1], [1, 1]]
    assert (first["first"], first["second"]) != (second["first"], second["second"])
    assert "product" not in view.board


def test_a_line_of_the_toy_is_what_one_finds_by_hand():
    """Powers of 2 modulo 23, written down by hand: 2, 4, 8, 16, 9, 18, 13, 3, 6, 12, 1."""
    powers = [1, 2, 4, 8, 16, 9, 18, 13, 3, 6, 12]
    view = BulletinBoard({"guess": "same", "cast": ALL, "shown": 3}, language="en")
    made, key = view.board["made"], int(view.board["public"]["key"])
    secret = int(made["secret"])

    assert int(made["first"]) == powers[secret]
    assert int(made["mask"]) == powers[powers.index(key) * secret % 11]
    assert int(made["second"]) == int(made["mask"]) * 2 % 23
    assert [arc["steps"] for arc in made["arcs"]][0::2] == [secret, 1]


def test_the_lines_of_a_first_round_in_the_toy_have_different_random_numbers():
    for seed in range(50):
        secrets = {board.secret_of(TOY_23, seed, number) for number in range(10)}
        assert secrets == set(range(1, 11))


@given(
    seed=st.integers(0, 999_999),
    votes=st.lists(st.integers(0, 1), min_size=5, max_size=5),
    more=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 1)), max_size=8),
)
@settings(max_examples=50)
def test_the_opened_product_is_the_sum_of_the_last_votes(seed, votes, more):
    cast = [[voter, vote] for voter, vote in enumerate(votes)] + [list(line) for line in more]
    view = counted(seed=seed, cast=cast)

    assert view.board["opened"]["total"] == f"{sum(dict(cast).values())}"
    assert view.board["opened"]["fair"]
    assert len(view.board["replaced"]) == len(more)


def test_with_real_numbers_the_sum_is_the_same_and_the_numbers_are_long():
    view = counted(group=board.REAL)

    assert view.board["opened"]["total"] == "3"
    assert view.board["opened"]["arcs"] == []
    assert all(len(line["first"]) > 600 for line in view.board["rows"])
    total = board.product(board.REAL, board.standing(view.state)[0])
    assert BELENIOS_2048.has(total.alpha)
    assert view.board["product"] == {"first": f"{total.alpha}", "second": f"{total.beta}"}
    json.dumps(view.board)


def test_the_multiplications_by_hand_lead_to_the_product():
    view = counted()
    for column, total in zip(view.board["running"], product_of({"cast": ALL}), strict=True):
        for one, other, full, rest in column:
            assert (one * other, full % 23) == (full, rest)
        assert [rest for *_, rest in column[:-1]] == [one for one, *_ in column[1:]]
        assert column[-1][-1] == total


def test_a_wrong_product_is_told_and_opens_nothing():
    right = product_of({"cast": ALL})
    view = counted(hand=[right[0], right[1] % 22 + 1])

    assert [said["good"] for said in view.board["hand"]] == [True, False]
    assert "remainder of division by 23" in view.board["hand"][1]["said"]
    assert view.state["opened"] is False
    assert "opened" not in view.board
    assert view.state["done"] is False


def test_the_code_is_the_fingerprint_of_the_line():
    line = counted().board["rows"][2]
    text = f'{{"voter":"C","alpha":"{line["first"]}","beta":"{line["second"]}"}}'
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

    assert line["code"] == digest.rstrip("=")


def test_without_proofs_a_vote_of_two_hides_in_a_sum_that_fits():
    view = counted(cast=[*ALL, [4, 2]])

    assert view.board["opened"]["total"] == "5"
    assert not view.board["opened"]["fair"]
    assert "nobody can see that E voted 2" in view.board["opened"]["said"][0]


def test_a_vote_of_five_gives_a_sum_that_cannot_be_and_nobody_sees_whose():
    view = counted(cast=[*ALL, [4, 5]])

    assert view.board["opened"]["total"] == "8"
    assert "nobody sees in which line" in view.board["opened"]["said"][0]


def test_a_sum_beyond_ten_is_told_to_run_around_the_toy():
    cast = [[voter, 5] for voter in range(5)]

    assert counted(cast=cast).board["opened"]["said"][0] == (
        "The toy counts to 10 only: the sum 25 appears as 3."
    )
    assert counted(cast=cast, group=board.REAL).board["opened"]["total"] == "25"


@pytest.mark.parametrize("vote", [2, 3, 4, 5])
def test_with_proofs_the_board_refuses_the_line_and_the_old_one_stands(vote):
    view = counted(cast=[*ALL, [4, vote]], group=board.REAL, proofs=True, shown=4)

    assert view.board["opened"]["total"] == "3"
    assert view.board["opened"]["fair"]
    assert view.board["replaced"] == []
    assert view.board["made"]["refused"]
    assert view.board["made"]["left"] != view.board["made"]["right"]
    assert view.board["said"][0].startswith("The board refuses the line of E")


def test_an_honest_proof_always_holds_and_a_false_one_passes_in_the_toy_about_once_in_six():
    honest = [board.row(board.TOY, seed, 0, 0, seed % 2).proof.holds for seed in range(100)]
    false = [board.row(board.TOY, seed, 0, 0, 5).proof.holds for seed in range(1100)]

    assert all(honest)
    assert abs(sum(false) - 1100 * 21 / 121) < 40  # 1 - (10/11)^2 of 1100
    lucky = next(seed for seed, passed in enumerate(false) if passed)
    view = counted(seed=lucky, cast=[[0, 5], *ALL[1:]], proofs=True)
    assert view.board["said"][0].startswith("A false proof of A has passed by luck")


def test_in_the_usual_toy_the_first_false_proof_is_refused():
    for vote in range(2, 6):
        for voter in range(5):
            assert not board.row(board.TOY, BEGIN["seed"], len(ALL), voter, vote).proof.holds


def test_the_same_vote_repeats_in_the_toy_and_never_with_real_numbers():
    toy, real = counted(again=12), counted(again=12, group=board.REAL)

    lines = toy.board["again"]["lines"]
    assert len(lines) == 12
    assert any(line["as"] < place for place, line in enumerate(lines))
    assert [line["as"] for line in real.board["again"]["lines"]] == list(range(12))
    assert "About 10⁷⁶ lines" in real.board["again"]["said"]


@pytest.mark.parametrize("group", [board.TOY, board.REAL])
def test_whoever_has_the_key_opens_any_line(group):
    for voter, vote in ALL:
        said = counted(shown=voter, single=True, group=group).board["single"]
        assert said.startswith(f"The line of {'ABCDE'[voter]} is opened: {vote}.")


def test_the_key_of_the_toy_is_found_by_trying_and_that_of_the_real_group_is_not():
    view = counted(search=True)
    secret, public = board.keys(board.TOY, view.state["seed"])
    assert list(view.board["tries"].values())[-1] == f"{public}"
    assert len(view.board["tries"]) == secret < 11

    real = counted(search=True, group=board.REAL).board
    assert "tries" not in real
    assert "about 10⁶⁰ years" in real["search"]
    with pytest.raises(ValueError, match="Nobody lives long enough"):
        board.search(board.REAL, 7)


def test_what_comes_too_early_in_a_link_is_left_out():
    view = BulletinBoard({"guess": "", "cast": ALL, "opened": True}, language="en")
    assert view.state == BEGIN

    view.state = {**BEGIN, "guess": "same", "cast": ALL[:4], "expect": "sum", "done": True}
    assert (view.state["expect"], view.state["done"]) == ("", False)
    assert "product" not in view.board


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"cast": [[5, 1]]}, "a line of the board is a voter from 0 to 4 and a vote from 0 to 5"),
        ({"cast": [[0, 6]]}, r"not \[0, 6\]"),
        ({"cast": [[0, True]]}, r"not \[0, True\]"),
        ({"cast": "no"}, "at most 40 lines"),
        ({"cast": [[0, 1]] * 41}, "at most 40 lines"),
        ({"guess": "perhaps"}, "guess is one of"),
        ({"hand": [1]}, "hand is a list of two numbers"),
        ({"hand": [1, -1]}, "hand is a whole number"),
        ({"group": "TOY-2039"}, "group is one of"),
        ({"again": 1000}, "again is a whole number from 0 to 12"),
        ({"seed": 10**9}, "seed is a whole number"),
        ({"colour": 1}, "it has no 'colour'"),
    ],
)
def test_a_state_that_cannot_be_gets_a_sentence_and_changes_nothing(wrong, told):
    view = counted()
    before = (dict(view.state), dict(view.board))
    view.state = {**view.state, **wrong}

    assert re.search(told, view.notice)
    assert (view.state, view.board) == before
    with pytest.raises(ValueError, match=told):
        BulletinBoard({"guess": "same", **wrong}, language="en")


def test_few_words_stand_before_the_first_guess():
    keys = ("title", "intro", "question", "guess_same", "guess_different", "show")

    assert sum(len(TEXTS[key].split()) for key in keys) < 150


def test_standards_that_are_named_are_those_seen_quoted():
    """facts: of CM/Rec(2017)5 these were seen quoted, among others: 17, 19, 26."""
    told = " ".join(TEXTS.values())

    assert set(re.findall(r"Standard (\d+)", told)) == {"17", "19", "26"}
