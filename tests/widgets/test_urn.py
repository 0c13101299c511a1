"""The urn: what travels before and after the guess, three counts, what is refused."""

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from electoral.acts import KINDS, MISSET
from electoral.marks import INVALID, USUAL, Thresholds, judge
from electoral_widgets import Urn
from electoral_widgets.urn import BEGIN, GUESSES, TRIAL
from electoral_widgets.urn_ballots import BALLOT, FREE, counted, packed, polled

READINGS = json.loads((Path(__file__).parent / "urn_readings.json").read_text("utf-8"))
AT_A_SENSOR = [kind for kind in KINDS if kind != "threshold"]


@pytest.fixture
def guessed():
    return Urn({"guess": "one"}, language="en")


def state(**news):
    return {**BEGIN, **news}


def ballots(urn):
    return np.frombuffer(urn.ballots, BALLOT)


def ask(urn, **content):
    urn._handle_custom_msg(content, [])


def test_the_table_that_the_browser_is_tested_with_is_what_the_core_judges():
    for square, darkest, second, sure, doubtful, reading in READINGS:
        columns = np.array([square], np.uint8), np.array([darkest]), np.array([second])

        assert judge(*columns, Thresholds(sure, doubtful)).tolist() == [reading]


def test_before_the_guess_only_the_first_ballots_travel_and_no_count():
    urn = Urn(language="en")

    assert len(ballots(urn)) == TRIAL
    assert urn.counts == {"cast": 720}
    assert (urn.verdict, urn.traces) == ("", "")


def test_the_guess_brings_all_ballots_and_three_counts(guessed):
    assert len(ballots(guessed)) == guessed.counts["cast"] == 720
    assert sum(guessed.counts["machine"]) == 720
    assert sum(guessed.counts["hand"]) == sum(guessed.counts["truth"]) == 720


def test_on_an_undisturbed_day_hand_and_truth_agree_and_the_machine_misses_some(guessed):
    """The assumption of the model: 20 of 1,000 marks are such that people see more in them."""
    counts = guessed.counts

    assert counts["hand"] == counts["truth"]
    assert counts["machine"][INVALID] - counts["hand"][INVALID] == counts["missed"] == 9


def test_clear_hands_leave_the_two_counts_no_difference():
    urn = Urn({"guess": "none", "hands": "clear"}, language="en")

    assert urn.counts["missed"] == 0
    assert urn.counts["machine"][:6] == urn.counts["hand"]
    assert urn.verdict == "Your guess was right: 0.0 of every 100."


@given(
    seed=st.integers(0, 999_999),
    voters=st.integers(100, 2500),
    turnout=st.integers(100, 950),
    sure=st.integers(1, 1000),
    share=st.integers(1, 1000),
)
@settings(max_examples=60, deadline=None)
def test_no_ballot_is_lost_at_any_threshold(seed, voters, turnout, sure, share):
    day = polled(state(seed=seed, voters=voters, turnout=turnout))
    counts = counted(packed(day), Thresholds(sure, max(sure * share // 1000, 1)))

    assert sum(counts["machine"]) == counts["cast"] == day.ballots.starts[-1]
    assert 0 <= counts["missed"] <= counts["machine"][INVALID]


@pytest.mark.parametrize("kind", AT_A_SENSOR)
@pytest.mark.parametrize("seed", [1, 4, 70])
def test_with_any_act_the_counter_says_what_the_machines_slip_says(kind, seed):
    day = polled(state(seed=seed, acts=[kind]))

    assert counted(packed(day), USUAL)["machine"][:6] == day.records["slip"][0].tolist()


def test_a_fault_keeps_its_reading_when_the_thresholds_move():
    day = polled(state(acts=["swapped_order"]))
    whole = packed(day)
    fixed = whole[whole["pinned"] != FREE]

    strict = counted(fixed, Thresholds(400, 400))

    assert strict["machine"] == counted(fixed, USUAL)["machine"]
    assert strict["cast"] > 400


def test_a_mark_made_lighter_is_one_vote_less(guessed):
    """A ballot tampered with moves the count by exactly one."""
    changed = ballots(guessed).copy()
    place = np.flatnonzero((changed["hand"] == 0) & (changed["choice"] == 1))[0]
    changed["first"][place] = USUAL.doubtful - 1
    before, after = guessed.counts["machine"], counted(changed, USUAL)["machine"]

    assert np.subtract(after, before).tolist() == [0, -1, 0, 0, 0, 1, 0]


def test_the_higher_the_threshold_the_more_ballots_are_missed(guessed):
    missed = []
    for sure in (100, 200, 300, 400):
        guessed.state = {**guessed.state, "sure": sure}
        missed.append(guessed.counts["missed"])

    assert missed == sorted(set(missed))
    assert guessed.counts["hand"] == guessed.counts["truth"]


def test_stuffed_ballots_are_counted_by_hand_but_no_voter_expressed_them(guessed):
    guessed.state = {**guessed.state, "acts": ["stuffing"]}
    hand, truth = guessed.counts["hand"], guessed.counts["truth"]

    assert np.subtract(hand, truth).tolist() == [20, 0, 0, 0, 0, 0]
    assert int(ballots(guessed)["added"].sum()) == 20
    assert "K4: issued = all votes + invalid" in guessed.traces


def test_an_act_that_no_comparison_shows_is_said_to_be_so(guessed):
    """A carousel replaces votes one by one; only the stamp on the paper tells."""
    guessed.state = {**guessed.state, "acts": ["carousel"]}

    assert guessed.traces.startswith("An observer who compares finds what does not agree: ")
    assert guessed.traces.endswith("Stamps on the ballots.")
    assert guessed.verdict == ""


@pytest.mark.parametrize(
    ("guess", "sentence"),
    [
        ("none", "More than you guessed: 1.3 of every 100."),
        ("one", "Your guess was right: 1.3 of every 100."),
        ("five", "Fewer than you guessed: 1.3 of every 100."),
        ("many", "Fewer than you guessed: 1.3 of every 100."),
    ],
)
def test_the_guess_is_compared_with_what_happened(guess, sentence):
    assert Urn({"guess": guess}, language="en").verdict == sentence


def test_the_guesses_leave_no_gap():
    edges = list(GUESSES.values())

    assert edges[0][0] == 0
    assert edges[-1][1] > 100
    assert all(one[1] == other[0] for one, other in pairwise(edges))


def test_a_wrong_threshold_named_as_an_act_is_set_at_the_thresholds(guessed):
    guessed.state = {**guessed.state, "acts": ["threshold", "refeed", "refeed"]}

    assert guessed.state["acts"] == ["refeed"]
    assert (guessed.state["sure"], guessed.state["doubtful"]) == (MISSET.sure, MISSET.doubtful)


@pytest.mark.parametrize(
    ("news", "said"),
    [
        ({"seed": -1}, "seed is a whole number from 0 to 999999, not -1"),
        ({"voters": -5}, "voters is a whole number from 100 to 2500, not -5"),
        ({"voters": 99}, "not 99"),
        ({"voters": "many"}, "not 'many'"),
        ({"turnout": 1001}, "turnout is a whole number from 100 to 1000, not 1001"),
        ({"fed": -1}, "fed is a whole number from 0 to 10000, not -1"),
        ({"sure": 30}, "0 < doubtful ≤ sure ≤ 1000, not doubtful 40 and sure 30"),
        ({"acts": ["magic"]}, "'magic' is none of them"),
        ({"acts": None}, "NoneType"),
        ({"hands": "trembling"}, "hands is one of clear, ordinary, difficult, not 'trembling'"),
        ({"guess": "7"}, "A guess is one of none, one, five, many, not '7'"),
        ({"more": 1}, "The state of an urn has the entries seed, voters"),
        ({"turnout": 1000, "acts": ["stuffing"]}, "needs more ballots than this station has"),
    ],
)
def test_a_state_that_cannot_be_gets_a_sentence_and_changes_nothing(guessed, news, said):
    before, bytes_before = guessed.state, guessed.ballots
    guessed.state = {**before, **news}

    assert said in guessed.notice
    assert guessed.state == before
    assert guessed.ballots == bytes_before

    guessed.state = {**before, "seed": 5}

    assert guessed.notice == ""
    assert guessed.ballots != bytes_before


def test_an_impossible_beginning_and_an_unknown_word_are_refused_at_once():
    with pytest.raises(ValueError, match="voters is a whole number"):
        Urn({"voters": 1})
    with pytest.raises(TypeError, match="takes no keyword 'colour'"):
        Urn(colour="red")


def test_a_state_that_went_through_a_link_brings_the_same_urn_back(guessed):
    guessed.state = state(seed=11, voters=900, acts=["streak"], sure=120, guess="five", fed=33)
    again = Urn(json.loads(json.dumps(guessed.state)), language="en")

    assert again.ballots == guessed.ballots
    assert again.counts == guessed.counts
    assert again.state == guessed.state


def test_the_picture_of_a_ballot_comes_when_asked_for(guessed):
    ask(guessed, do="picture", ballot=700)
    first = guessed.picture
    ask(guessed, do="picture", ballot=701)

    assert first.startswith(b"\x89PNG")
    assert guessed.picture.startswith(b"\x89PNG")
    assert guessed.picture != first


@pytest.mark.parametrize("content", [{"ballot": -1}, {"ballot": 20}, {"ballot": "x"}, {}])
def test_a_picture_of_a_ballot_not_yet_cast_is_not_given(content):
    urn = Urn(language="en")
    ask(urn, do="picture", **content)

    assert urn.picture == b""


def test_a_message_that_means_nothing_is_passed_over(guessed):
    guessed._handle_custom_msg("picture", [])
    ask(guessed, do="dance")

    assert guessed.picture == b""


def test_the_acts_are_named_and_each_says_where_it_is_known_from(guessed):
    assert [act["id"] for act in guessed.acts] == list(KINDS)
    for act in guessed.acts:
        source = KINDS[act["id"]].source or "A hypothesis of this model; no reported case is cited."
        assert act["text"].endswith(source)
