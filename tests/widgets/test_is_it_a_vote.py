"""Is this a vote? What is told and when, what counts for the class, and bad input."""

import json
import re

import pytest

from electoral.marks import INVALID, Thresholds, decide
from electoral_widgets import IsItAVote
from electoral_widgets.ballot_deck import BALLOTS, DOUBT, deal
from electoral_widgets.class_tally import NAME

ME = "learner-of-mine"
ALL_OPEN = "-" * BALLOTS


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    """No shared server, unless a test makes one."""
    for name in ("ELECTORAL_ANSWERS", "HTTP_COOKIE", "ELECTORAL_LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def school(monkeypatch, tmp_path):
    """A shared server; `judge_as(learner, deck, judged)` writes what another has judged."""
    monkeypatch.setenv("ELECTORAL_ANSWERS", str(tmp_path))
    monkeypatch.setenv("HTTP_COOKIE", f"electoral_learner={ME}")

    def judge_as(learner, deck, judged):
        (tmp_path / learner).mkdir()
        content = {"version": 1, "decks": {f"{deck}": judged}}
        (tmp_path / learner / NAME).write_text(json.dumps(content), encoding="utf-8")

    judge_as.folder = tmp_path
    return judge_as


def say(view, **message):
    """Send what a button of the page sends."""
    view._handle_custom_msg(message, [])


def kept(folder):
    return json.loads((folder / ME / NAME).read_text("utf-8"))["decks"]


def test_nothing_that_tells_a_verdict_travels_before_the_ballot_is_judged():
    view = IsItAVote(language="en")

    assert view.results == {}
    assert {key for ballot in view.ballots for key in ballot} == {"size", "alt", "squares"}
    assert set(view.state) == {"deck", "judged", "sure", "doubtful"}
    assert view.pictures == b""
    say(view, do="pictures")
    assert len(view.pictures) == sum(ballot["size"] for ballot in view.ballots)


def test_a_judgement_shows_what_machine_and_rule_made_of_that_ballot_and_of_no_other():
    view = IsItAVote(3, language="en")
    say(view, do="judge", ballot=4, judgement=5)

    deck = deal(3)
    result = view.results["4"]
    assert view.state["judged"] == "----5-------"
    assert list(view.results) == ["4"]
    assert result["fills"] == deck.fills[4].tolist()
    assert result["machine"] == decide(deck.fills[4:5])[0]
    assert result["rule"] == deck.ruling[4]


def test_what_the_rule_says_names_the_choice_and_what_the_machine_says_fits_its_reading():
    view = IsItAVote(language="en")
    for ballot in range(BALLOTS):
        view.judge(ballot, 0)
    names = ["A", "B", "C", "D", "against all"]
    for result in view.results.values():
        choice = names[result["rule"]] if result["rule"] < INVALID else None
        assert choice is None or f"“{choice}”" in result["why"]
        assert "invalid" in result["why"] or result["rule"] != INVALID
        assert "members vote" in result["why"] or result["rule"] != DOUBT
        assert "{" not in result["why"] + result["heard"]
        darkest, second = sorted(result["fills"])[:-3:-1]
        between = any(40 <= fill < 100 for fill in (darkest, second))
        assert ("between" in result["heard"]) == (result["machine"] == DOUBT)
        assert result["machine"] != DOUBT or between


def test_a_judgement_stands_a_second_one_of_the_same_ballot_changes_nothing():
    view = IsItAVote(language="en")
    view.judge(0, 1)
    view.judge(0, 2)

    assert view.state["judged"][0] == "1"


@pytest.mark.parametrize(
    "message",
    [
        {"do": "judge"},
        {"do": "judge", "ballot": 12, "judgement": 0},
        {"do": "judge", "ballot": 0, "judgement": 7},
        {"do": "judge", "ballot": "0", "judgement": 1},
        {"do": "judge", "ballot": True, "judgement": 1},
        {"do": "judge", "ballot": 0, "judgement": None},
        {"do": "dance"},
        {},
    ],
)
def test_a_message_that_is_none_of_our_pages_changes_nothing(message):
    view = IsItAVote(language="en")
    say(view, **message)
    view._handle_custom_msg(["judge"], [])

    assert view.state["judged"] == ALL_OPEN


def test_a_link_brings_judgements_and_thresholds_back():
    view = IsItAVote(language="en")
    view.state = {"deck": 2, "judged": "0123456-----", "sure": 300, "doubtful": 10}

    assert view.notice == ""
    assert set(view.results) == set("0123456")
    readings = decide(deal(2).fills, Thresholds(300, 10))
    assert [view.results[f"{place}"]["machine"] for place in range(7)] == readings[:7].tolist()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"judged": "012"}, "are 12 signs"),
        ({"judged": "01234567----"}, "are 12 signs"),
        ({"judged": None}, "are 12 signs"),
        ({"deck": 0}, "deck is a whole number from 1 to 1000000, not 0"),
        ({"deck": "1"}, "not '1'"),
        ({"sure": 50, "doubtful": 60}, r"\(60\) may not be above the upper one \(50\)"),
        ({"sure": 0}, "sure is a whole number"),
        ({"doubtful": -5}, "not -5"),
    ],
)
def test_a_state_that_does_not_fit_is_answered_with_the_rule_and_changes_nothing(change, reason):
    view = IsItAVote(language="en")
    view.judge(0, 1)
    before = dict(view.state)
    view.state = {**before, **change}

    assert view.state == before
    assert re.search(reason, view.notice)


def test_a_state_with_missing_parts_is_answered_too():
    view = IsItAVote(language="en")
    view.state = {"deck": 2}

    assert view.state["deck"] == 1
    assert view.notice


def test_other_thresholds_change_what_the_machine_reads_and_not_the_rule():
    view = IsItAVote(language="en")
    for ballot in range(BALLOTS):
        view.judge(ballot, 5)
    before = view.results
    view.state = {**view.state, "sure": 16, "doubtful": 16}

    counted = [result["machine"] < INVALID for result in view.results.values()]
    assert sum(counted) == sum(result["rule"] < INVALID for result in before.values()) == 6
    assert [one["rule"] for one in view.results.values()] == [
        one["rule"] for one in before.values()
    ]


def test_without_a_shared_server_the_view_says_so_once_and_shows_no_class():
    view = IsItAVote(language="en")
    view.judge(0, 1)

    assert view.class_note.startswith("There is no class here")
    assert view.results["0"]["about"] == ""
    assert view.results["0"]["others"] == []


def test_on_a_shared_server_judgements_are_kept_and_are_there_again_tomorrow(school):
    view = IsItAVote(4, language="en")
    say(view, do="judge", ballot=0, judgement=6)
    say(view, do="judge", ballot=11, judgement=0)

    assert kept(school.folder) == {"4": "6----------0"}
    assert IsItAVote(4, language="en").state["judged"] == "6----------0"
    assert set(IsItAVote(4, language="en").results) == {"0", "11"}
    assert "without your name" in view.class_note


def test_the_class_is_shown_from_five_others_on(school):
    for number in range(4):
        school(f"learner-{number}", 1, "0" * BALLOTS)
    school("learner-half", 1, "5-----------")
    view = IsItAVote(language="en")
    view.judge(0, 0)
    view.judge(1, 0)

    assert view.results["0"]["others"] == [4, 0, 0, 0, 0, 1, 0]
    assert view.results["0"]["about"] == "Others who have judged it: 5. As you: 4."
    assert view.results["1"]["others"] == []
    assert view.results["1"]["about"].startswith("Fewer than five others")


def test_judgements_that_came_with_a_link_are_not_counted_for_the_class(school):
    view = IsItAVote(language="en")
    view.state = {**view.state, "judged": "555555555---"}
    assert not (school.folder / ME).exists()
    say(view, do="judge", ballot=9, judgement=1)

    assert kept(school.folder) == {"1": "---------1--"}
    assert view.state["judged"] == "5555555551--"


def test_a_new_deck_is_the_next_number_so_that_a_class_meets_in_the_same_decks(school):
    view = IsItAVote(language="en")
    view.judge(0, 1)
    say(view, do="pictures")
    say(view, do="new_deck")
    assert view.state == {"deck": 2, "judged": ALL_OPEN, "sure": 100, "doubtful": 40}
    assert view.results == {}

    view.judge(3, 2)
    assert kept(school.folder) == {"1": "1-----------", "2": "---2--------"}
    assert b"".join(deal(2).pictures) == view.pictures


def test_where_nothing_can_be_written_the_view_works_on_and_says_so(school, monkeypatch):
    (school.folder / "a-file").write_text("")
    monkeypatch.setenv("ELECTORAL_ANSWERS", str(school.folder / "a-file"))
    view = IsItAVote(language="en")
    view.judge(0, 1)

    assert set(view.results) == {"0"}
    assert view.class_note.startswith("Your judgements cannot be kept here")


def test_the_broken_files_of_others_do_not_disturb(school):
    for number in range(5):
        school(f"learner-{number}", 1, "6" * BALLOTS)
    (school.folder / "learner-5").mkdir()
    (school.folder / "learner-5" / NAME).write_text("{")
    view = IsItAVote(language="en")
    view.judge(0, 6)

    assert view.results["0"]["others"] == [0, 0, 0, 0, 0, 0, 5]


def test_no_name_of_another_reaches_the_browser(school):
    for number in range(6):
        school(f"learner-{number}", 1, "6" * BALLOTS)
    view = IsItAVote(language="en")
    view.judge(0, 6)
    told = {key: value for key, value in view.get_state().items() if key != "pictures"}

    assert "learner-" not in str({key: told[key] for key in told if key not in {"_esm", "_css"}})


@pytest.mark.parametrize("deck", [0, -1, 1_000_001, 1.5, "1"])
def test_a_deck_that_there_is_not_is_refused_with_the_rule(deck):
    with pytest.raises(ValueError, match="deck is a whole number from 1 to 1000000, not"):
        IsItAVote(deck, language="en")


def test_an_unknown_keyword_is_answered_with_the_known_ones():
    with pytest.raises(TypeError, match="takes no keyword 'seed'; it takes deck, language"):
        IsItAVote(seed=1, language="en")


def test_what_is_read_before_the_first_judgement_is_under_150_words():
    view = IsItAVote(language="en")
    shown = ("title", "task", "place", "question", "judge", "keys", "legend", "about", "new_deck")
    texts = [view.labels[key] for key in (*shown, "link", "decide", "invalid", "vote_against")]
    texts += 4 * [view.labels["vote_for"]] + [view.class_note]

    assert len(" ".join(texts).split()) < 150


@pytest.mark.parametrize("language", ["ru", "ky"])
def test_the_view_stands_in_every_language(language):
    view = IsItAVote(language=language)
    view.judge(0, 1)

    assert view.notice == ""
    assert "{" not in view.ballots[0]["alt"] + view.results["0"]["why"]
