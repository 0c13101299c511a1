"""The hand count: what it shows, what it holds back, how it judges the piles."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from electoral.marks import DISPUTED, INVALID, Hand, by_law
from electoral.protocol import violations
from electoral.station import STATION_RELATIONS
from electoral_widgets import HandCount
from electoral_widgets.base import words
from electoral_widgets.hand_findings import outcome_of
from electoral_widgets.hand_state import voted
from electoral_widgets.hand_station import MEMBERS, heap_of, lying

SEEDS = st.integers(0, 2**53 - 2)
SIZES = st.integers(10, 200)


def sorting(count, piles="", **more):
    """Return the state in which a learner sorts: the unused ballots are counted rightly."""
    papers = count.heap.papers()
    cancelled = papers["unused"] + papers["spoiled"]
    return {**count.state, "step": "sort", "cancelled": cancelled, "piles": piles, **more}


def as_commission(heap):
    """Return the piles of a learner who sets aside what is doubtful and sorts the rest rightly."""
    return "".join(
        "6" if doubted else str(pile)
        for doubted, pile in zip(heap.doubted, heap.column("pile"), strict=True)
    )


def finished(count, guess="few", change=()):
    """Return the state after every ballot got its pile, some of them another one."""
    signs = list(voted(count.heap, as_commission(count.heap))[0])
    for ballot, sign in change:
        signs[ballot] = sign
    return sorting(count, "".join(signs), guess=guess, step="compare")


def first(heap, doubted):
    return heap.doubted.index(doubted)


def ask(count, **content):
    """Send what a button of the page sends."""
    count._handle_custom_msg(content, [])


def travelling(count):
    """Return all that reaches the browser besides the script, the style and the words."""
    left_out = {"_esm", "_css", "labels"}
    return json.dumps(
        {key: value for key, value in count.get_state().items() if key not in left_out}
    )


@settings(deadline=None, max_examples=60)
@given(SEEDS, SIZES)
def test_sorted_as_the_commission_sorts_the_protocol_satisfies_every_relation(seed, ballots):
    heap = heap_of(seed, ballots)
    piles, sent_back = voted(heap, as_commission(heap))
    place, papers = lying(heap, piles), heap.papers()
    counts = [place.count(pile) for pile in range(7)]
    lines = {
        "received": papers["received"],
        "cancelled": papers["unused"] + papers["spoiled"],
        "issued": papers["issued_station"] + papers["issued_outside"],
        "issued_station": papers["issued_station"],
        "issued_outside": papers["issued_outside"],
        "valid": sum(counts[:5]),
        "invalid": counts[5],
        "against_ev": counts[4],
        **{f"candidate_{square + 1}": counts[square] for square in range(4)},
    }

    assert counts[6] == 0
    assert sent_back == []
    assert violations(lines, STATION_RELATIONS) == []
    assert lines == {line: heap.day.lines()[line] for line in lines}


@settings(deadline=None, max_examples=30)
@given(SEEDS, SIZES)
def test_there_are_as_many_ballots_as_asked_for_each_once(seed, ballots):
    heap = heap_of(seed, ballots)

    assert sorted(heap.order) == list(range(ballots))
    assert 0 < heap.papers()["mobile"] < ballots


@settings(deadline=None, max_examples=30)
@given(SEEDS)
def test_what_the_eye_sees_is_how_the_ballot_is_marked(seed):
    heap = heap_of(seed, 200)
    columns = zip(
        heap.seen(), heap.column("hand"), heap.column("choice"), heap.column("other"), strict=True
    )
    for seen, hand, choice, other in columns:
        marked = {int(mark[1]) for mark in seen.split() if mark[0] != "b"}

        assert marked == {
            Hand.BLANK: set(),
            Hand.TWO: {choice, other},
        }.get(Hand(hand), {choice})
        assert ("l" in seen or "b" in seen) == (hand in DISPUTED)
        assert ("p" in seen) == (hand == Hand.PALE)


def test_a_ballot_is_told_to_somebody_who_does_not_see_it():
    heap = heap_of(1, 40)
    told = dict(zip(heap.seen(), heap.told(words("en")), strict=True))

    assert told["t3"] == "A tick in the square of D."
    assert told["x0"] == "A cross in the square of A."
    assert told["p2"] == "A pale tick in the square of C."
    assert told["b2 t1"] == "The square of C is blotted out; a tick in the square of B."
    assert told["l23"] == "A tick in the square of C; its end runs into the square of D."
    assert told["t0 t3"] == "A tick in the square of A; a tick in the square of D."
    assert told[""] == "No mark."


@settings(deadline=None, max_examples=30)
@given(SEEDS)
def test_a_vote_is_a_majority_for_the_pile_of_the_commission(seed):
    heap = heap_of(seed, 200)
    for ballot in [ballot for ballot, doubted in enumerate(heap.doubted) if doubted]:
        vote = heap.vote(ballot, words("en"))
        pile = heap.column("pile")[ballot]

        assert vote["pile"] == pile
        assert MEMBERS // 2 < int(vote["text"].split()[0]) <= MEMBERS
        expected = (
            "invalid" if pile == INVALID else "against all" if pile == 4 else f"{'ABCD'[pile]}."
        )
        assert expected in vote["text"]


def test_a_day_begins_before_any_box_is_open():
    count = HandCount(language="en")

    assert count.state == {
        "seed": 1, "ballots": 40, "piles": "." * 40, "guess": "", "step": "unused", "cancelled": -1,
    }  # fmt: skip
    assert count.votes == count.result == {}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"seed": -1}, r"seed is a whole number from 0 to 9007199254740991, not -1\."),
        ({"seed": 2**53}, r"not 9007199254740992"),
        ({"seed": 1.5}, r"not 1\.5"),
        ({"ballots": 9}, r"ballots is a whole number from 10 to 200, not 9\."),
        ({"ballots": 201}, "not 201"),
        ({"ballots": "40"}, "not '40'"),
        ({"cancelled": 65}, r"cancelled is a whole number from -1 to 64, not 65\."),
        ({"cancelled": 2.5}, "not 2.5"),
        (
            {"step": "dance"},
            "step is one of unused, mobile, stationary, sort, compare, not 'dance'",
        ),
        ({"guess": "maybe"}, "guess is one of , exact, few, leader, not 'maybe'"),
        ({"piles": "0"}, r"one sign for each of 40 ballots \(a dot, 0 to 6 or v\), not '0'"),
        ({"piles": "7" * 40}, "not '7777"),
        ({"piles": None}, "not None"),
        ({"piles": "v" + "." * 39}, "no vote on ballot 1: nobody doubts it"),
        ({"piles": "0" + "." * 39}, "No ballot is sorted before the boxes are open"),
        ({"step": "sort"}, "closed until the unused ballots are counted"),
        (
            {"step": "compare", "cancelled": 24},
            "when a guess is made and every ballot has its pile",
        ),
        ({"colour": "red"}, "A state has no 'colour'"),
    ],
)
def test_a_state_that_does_not_fit_gets_a_sentence_and_changes_nothing(wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        HandCount(state=wrong, language="en")

    count = HandCount(language="en")
    before = dict(count.state)
    count.set_state({"state": {**before, **wrong}})

    assert count.state == before
    assert count.notice.startswith("This does not fit, and nothing was changed: ")


def test_a_good_state_takes_the_refusal_back():
    count = HandCount(language="en")
    count.set_state({"state": {**count.state, "seed": -1}})
    count.set_state({"state": {**count.state, "guess": "exact"}})

    assert count.notice == ""
    assert count.state["guess"] == "exact"


def test_a_link_brings_piles_votes_and_comparison_back():
    count = HandCount(3, language="en")
    count.state = finished(count)
    again = HandCount(3, state=count.state, language="en")

    assert again.state == count.state
    assert again.votes == count.votes
    assert again.result == count.result != {}
    assert len(json.dumps(HandCount(3, ballots=200).state)) < 320


def test_a_new_seed_brings_another_station():
    count = HandCount(1, language="en")
    before = count.station["seen"]
    count.set_state({"state": {**count.state, "seed": 2, "ballots": 100, "piles": ""}})

    assert count.station["seen"] != before
    assert len(count.state["piles"]) == len(count.station["seen"]) == heap_of(2, 100).count


def test_the_rest_is_sorted_only_for_somebody_who_has_sorted_ten():
    count = HandCount(language="en")
    right = as_commission(count.heap)
    count.state = sorting(count, right[:9] + "." * 31)
    ask(count, do="rest")

    assert count.state["piles"] == right[:9] + "." * 31

    count.state = sorting(count, "5" * 10 + "." * 30)
    ask(count, do="rest")

    assert count.state["piles"] == "5" * 10 + right[10:]


def test_the_commission_votes_about_doubtful_ballots_and_returns_the_others():
    count = HandCount(language="en")
    doubtful, plain = first(count.heap, doubted=True), first(count.heap, doubted=False)
    signs = ["."] * 40
    signs[doubtful] = signs[plain] = "6"
    count.state = sorting(count, "".join(signs))
    ask(count, do="vote", ballot=doubtful)

    assert set(count.votes) == {str(doubtful)}
    assert count.notice == ""

    ask(count, do="vote", ballot=plain)

    assert count.state["piles"][plain] == "."
    assert count.notice == (
        f"Nobody on the commission doubts ballot {plain + 1}: it is back in the heap."
    )


def test_a_vote_about_all_takes_each_ballot_set_aside():
    count = HandCount(language="en")
    count.state = sorting(count, as_commission(count.heap))
    ask(count, do="vote")

    assert len(count.votes) == sum(count.heap.doubted) > 1
    assert "6" not in count.state["piles"]


@pytest.mark.parametrize(
    "content",
    [
        {"do": "vote", "ballot": 99},
        {"do": "vote", "ballot": "1"},
        {"do": "reveal"},
        {},
        "vote",
        None,
    ],
)
def test_a_strange_message_changes_nothing(content):
    count = HandCount(language="en")
    count.state = sorting(count)
    before = dict(count.state)
    count._handle_custom_msg(content, [])

    assert count.state == before


def test_piles_like_the_commissions_leave_nothing_to_find_but_what_the_machine_misread():
    count = HandCount(1, language="en")
    count.state = finished(count)
    heap = count.heap
    slip = heap.day.records["slip"][0].tolist()

    assert count.result["own"] == []
    assert [row[0] for row in count.result["rows"]] == heap.day.piles()[0].tolist()
    assert [row[2] for row in count.result["rows"]] == slip
    assert count.result["said"] == [
        "Your piles do not match the slip, and the same candidate leads. Your guess was right.",
        "4 ballots lay in the mobile box; the machine never saw them.",
        "Every ballot lies where the commission put it.",
    ]
    assert sum(slip) + heap.record("mobile") == heap.count
    assert len(count.result["machine"]) == 6
    assert count.result["machine"][0]["text"] == (
        "The machine: Invalid. The commission: Candidate C. "
        "The mark is pale, and the choice is plain all the same."
    )


@settings(deadline=None, max_examples=40)
@given(SEEDS, st.integers(10, 60), st.data())
def test_a_ballot_on_a_wrong_pile_is_found_whichever_it_is(seed, ballots, data):
    count = HandCount(seed, ballots=ballots, language="en")
    ballot = data.draw(st.integers(0, count.heap.count - 1))
    wrong = data.draw(st.sampled_from([0, 1, 2, 3, 4, 5]).filter(
        lambda pile: pile != count.heap.column("pile")[ballot]
    ))  # fmt: skip
    count.state = finished(count, change=[(ballot, str(wrong))])

    assert [found["ballot"] for found in count.result["own"]] == [ballot]
    assert "1 ballot lies elsewhere" in count.result["said"][2]


def test_somebody_who_decides_alone_about_a_doubtful_ballot_is_told_even_if_it_came_out_right():
    count = HandCount(1, language="en")
    ballot = first(count.heap, doubted=True)
    pile = count.heap.column("pile")[ballot]
    count.state = finished(count, change=[(ballot, str(pile))])

    assert count.result["said"][-2:] == [
        "Every ballot lies where the commission put it.",
        "You decided alone about 1 doubtful ballot.",
    ]
    assert count.result["own"][0]["text"].startswith("You decided alone: ")


def test_a_wrong_number_of_cancelled_ballots_is_named():
    count = HandCount(1, language="en")
    count.state = {**finished(count), "cancelled": 20}

    assert count.result["said"][-1] == (
        "Cancelled ballots: you wrote 20, and 24 are unused or spoiled."
    )


@pytest.mark.parametrize(
    ("piles", "outcome"),
    [
        ([9, 8, 1, 0, 0, 2], "exact"),
        ([10, 8, 1, 0, 0, 1], "few"),
        ([8, 10, 1, 0, 0, 1], "leader"),
        ([9, 9, 1, 0, 0, 1], "few"),
        ([1, 1, 1, 0, 0, 17], "few"),
        ([0, 1, 0, 0, 0, 19], "leader"),
    ],
)
def test_the_guess_is_about_the_slip_and_about_who_leads(piles, outcome):
    assert outcome_of(piles, [9, 8, 1, 0, 0, 2]) == outcome


def test_a_graded_task_tells_nothing_that_the_eye_does_not_see():
    count = HandCount(7, answers=False, language="en")
    count.state = sorting(count, as_commission(count.heap))
    ballot = first(count.heap, doubted=True)
    twin = HandCount(7, answers=False, language="en")

    assert set(count.station) == {"piles", "lines", "relations", "seen", "told", "papers"}
    assert set(count.station["papers"]) == {
        *("voters", "received", "issued_station", "issued_outside", "unused", "spoiled", "mobile"),
    }
    assert count.station == twin.station
    assert count.votes == count.result == {}

    ask(count, do="vote", ballot=ballot)

    assert set(count.votes) == {str(ballot)}
    assert "machine never saw" not in travelling(count)


def test_a_graded_task_compares_sorts_and_changes_nothing_for_the_learner():
    count = HandCount(7, answers=False, language="en")
    count.set_state({"answers": True})
    count.set_state({"state": finished(count)})

    assert count.result == {}
    assert "In a graded task the piles are not compared" in count.notice

    count.set_state({"state": {**count.state, "seed": 8}})

    assert "In a graded task the station stays the same: seed 7, 40 ballots." in count.notice

    piles = "5" * 10 + "." * (count.heap.count - 10)
    count.set_state({"state": sorting(count, piles)})
    ask(count, do="rest")

    assert count.state["piles"] == piles


def test_what_travels_for_two_hundred_ballots_is_small():
    assert len(travelling(HandCount(1, ballots=200))) < 25_000


def test_what_is_counted_is_what_the_law_of_the_ballot_says():
    """A pale mark is a vote, none and two are invalid (`electoral.marks.by_law`)."""
    heap = heap_of(5, 200)
    ballots = heap.day.ballots
    law = by_law(ballots.choice, ballots.hand)[heap.order].tolist()
    for pile, expected, doubted in zip(heap.column("pile"), law, heap.doubted, strict=True):
        assert doubted or pile == expected


def test_an_unknown_keyword_is_named():
    with pytest.raises(TypeError, match=r"no keyword 'marks'; it takes seed, ballots, answers"):
        HandCount(marks="clear", language="en")


def test_the_first_screen_has_few_words():
    labels = HandCount(language="en").labels
    shown = (
        "title",
        "intro",
        "guess_question",
        "guess_exact",
        "guess_few",
        "guess_leader",
        "begin",
    )

    assert sum(len(labels[key].split()) for key in (*shown, "link")) < 150
