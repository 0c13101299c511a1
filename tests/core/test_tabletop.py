"""A tabletop exercise: what decisions and words do, reckoned by hand from the rules, and bounds."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from electoral.tabletop import (
    BEGIN_TRUST,
    INJECTS,
    TEAMS,
    TOP,
    WORDS,
    Day,
    affordable,
    best,
    by_habit,
    drawn,
    legal,
    play,
    spreads,
    step,
)

CALM_DAY = ("update", "old", "cut", "script", "twice")
CAUSES = st.tuples(*(st.sampled_from([one.id for one in inject.causes]) for inject in INJECTS))


@st.composite
def paths(draw):
    """Return a path for which there are teams."""
    teams, path = TEAMS, []
    for place in range(len(INJECTS)):
        deed = draw(st.sampled_from(affordable(place, teams)))
        teams -= deed.teams
        path.append((deed.id, draw(st.sampled_from(WORDS))))
    return tuple(path)


def reasons(turn):
    return [(one.reason, one.integrity, one.trust) for one in turn.effects]


def test_a_seed_draws_the_same_causes_always_and_the_heavier_ones_more_often():
    assert drawn(5) == drawn(5)
    names = Counter(drawn(seed)[0] for seed in range(600))

    assert set(names) == {"update", "crowd", "erased"}
    assert 240 < names["update"] < 360  # three of six
    assert 60 < names["erased"] < 140  # one of six


def test_an_open_word_and_a_cause_found_within_the_hour_gain_two():
    (turn,) = play([("halt", "open")], CALM_DAY).turns

    assert reasons(turn) == [("deed", 0, -2), ("kept", 0, 2)]
    assert (turn.found_by, turn.spoken, turn.known) == ("you", 10, 60)
    assert turn.trust == BEGIN_TRUST


def test_an_open_word_whose_promise_is_late_loses_one():
    (turn,) = play([("paper", "open")], CALM_DAY).turns

    assert reasons(turn) == [("late", 0, -1)]
    assert (turn.found_by, turn.known) == ("others", 240)


def test_calming_words_gain_one_and_lose_four_when_votes_were_touched():
    (harmless,) = play([("paper", "calm")], CALM_DAY).turns
    (touched,) = play([("paper", "calm")], ("erased", *CALM_DAY[1:])).turns

    assert reasons(harmless) == [("said_calm", 0, 1)]
    assert reasons(touched) == [("said_calm", 0, 1), ("contradicted", 0, -4)]


def test_an_accusation_without_a_culprit_costs_three():
    (turn,) = play([("paper", "blame")], CALM_DAY).turns

    assert reasons(turn) == [("said_blame", 0, 1), ("accused", 0, -3)]


def test_silence_is_out_when_the_cause_is_and_costs_more_when_others_tell():
    (own,) = play([("halt", "wait")], CALM_DAY).turns
    (others,) = play([("paper", "wait")], CALM_DAY).turns

    assert (own.spoken, others.spoken) == (60, 240)
    assert reasons(own)[1:] == [("said_wait", 0, -1), ("told", 0, 1)]
    assert reasons(others) == [("said_wait", 0, -1), ("overtaken", 0, -2)]


def test_what_was_touched_and_not_kept_costs_integrity_whatever_is_said():
    for words in WORDS:
        day = play([("word", words)], ("erased", *CALM_DAY[1:]))
        assert day.integrity == TOP - 3 - 3
    assert play([("paper", "open")], ("erased", *CALM_DAY[1:])).integrity == TOP


def test_with_little_trust_good_words_are_not_heard():
    low = Day(trust=2, turns=play([("paper", "open")], CALM_DAY).turns)
    after = step(low, ("visit", "open"), "old")

    assert reasons(after.turns[-1]) == [("deed", 0, 1), ("kept", 0, 2)]  # the visit was seen
    silent = step(low, ("leave", "calm"), "old")
    assert reasons(silent.turns[-1]) == [("unheard", 0, 0)]


def test_the_real_inject_has_one_cause_that_nobody_meant_and_that_touched_no_vote():
    """28 November 2021: a display-script failure; recounts showed no discrepancy in general."""
    (real,) = [inject for inject in INJECTS if inject.real]
    (cause,) = real.causes

    assert (real.asset, cause.id, cause.hostile, cause.touched) == (
        "display",
        "script",
        False,
        False,
    )


@given(paths(), CAUSES)
def test_scales_and_teams_stay_within_their_bounds_and_effects_add_up(path, causes):
    day = play(path, causes)
    integrity, trust = TOP, BEGIN_TRUST
    for turn in day.turns:
        integrity += sum(one.integrity for one in turn.effects)
        trust += sum(one.trust for one in turn.effects)
        assert (turn.integrity, turn.trust) == (integrity, trust)
        assert 0 <= integrity <= TOP
        assert 0 <= trust <= TOP
    assert (day.integrity, day.trust) == (integrity, trust)
    assert day.teams >= 0
    assert legal(deed for deed, _words in path)
    assert play(path, causes) == day


@given(paths(), CAUSES, st.integers(0, len(INJECTS)))
def test_a_day_is_the_same_whether_played_at_once_or_in_parts(path, causes, first):
    day = play(path[:first], causes)
    for place in range(first, len(path)):
        day = step(day, path[place], causes[place])

    assert day == play(path, causes)


@settings(max_examples=25, deadline=None)
@given(paths(), CAUSES)
def test_no_path_ends_better_than_the_best_one(path, causes):
    top, other = play(best(causes), causes), play(path, causes)

    assert (other.integrity, other.trust) <= (top.integrity, top.trust)


@settings(max_examples=10, deadline=None)
@given(paths(), CAUSES)
def test_what_happened_lies_within_every_spread(path, causes):
    trust = play(path, causes).trust

    for spread in spreads(path, causes).values():
        assert 0 <= spread.least <= trust <= spread.most <= TOP


@settings(max_examples=25)
@given(CAUSES)
def test_whoever_always_speaks_openly_ends_with_the_same_trust_whatever_the_causes(causes):
    """Open words claim nothing that a cause could contradict: so the model is built."""
    path = by_habit("open", looking=True)

    assert play(path, causes).trust == play(path, CALM_DAY).trust


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ([("nothing", "open")], "A deed of names is one of paper, halt, word, not 'nothing'"),
        ([("paper", "shout")], "words is one of open, calm, blame, wait, not 'shout'"),
        (
            [("halt", "open"), ("visit", "open"), ("trace", "open"), ("off", "open")],
            "off takes 1 teams; 0 are left",
        ),
        ([("word", "open")] * 2, "A deed of photo is one of"),
    ],
)
def test_what_cannot_be_decided_is_answered_with_the_rule(path, message):
    with pytest.raises(ValueError, match=message):
        play(path, CALM_DAY)


def test_after_the_last_inject_the_day_is_over():
    day = play(by_habit("open", looking=True), CALM_DAY)

    with pytest.raises(ValueError, match="over after 5 injects"):
        step(day, ("paper", "open"), "update")


def test_a_cause_of_another_inject_is_refused():
    with pytest.raises(ValueError, match="A cause of names is one of update, crowd, erased"):
        play([("paper", "open")], ("script",))
