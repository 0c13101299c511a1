"""The tabletop exercise: what is on the table when, the debrief, and bad input."""

import json

import pytest

from electoral.tabletop import BEGIN_TRUST, INJECTS, WORDS, best, by_habit, drawn, play, spreads
from electoral_widgets import Tabletop
from electoral_widgets import tabletop_words as text
from electoral_widgets.tabletop import BEGIN

PATH = [list(move) for move in by_habit("open", looking=True)]


def table(**state):
    return Tabletop({"guess": "words", **state}, language="en")


def debrief(**state):
    return table(path=PATH, seen=5, **state).scene["debrief"]


def test_nothing_is_on_the_table_before_the_guess():
    view = Tabletop(language="en")

    assert view.scene == {}
    assert view.state == BEGIN


def test_every_id_of_the_core_has_words():
    deeds = {deed.id for inject in INJECTS for deed in inject.deeds}
    causes = {cause.id for inject in INJECTS for cause in inject.causes}
    said = json.dumps(text.REASONS)

    assert set(text.NAMES) == set(text.SEEN) == set(text.CELLS) == {one.id for one in INJECTS}
    assert set(text.DEEDS) == deeds
    assert set(text.CAUSES) == causes
    assert set(text.WORDS) == set(text.SHORT_WORDS) == set(WORDS)
    assert {f"said_{word}" for word in WORDS} < set(text.REASONS)
    assert set(text.TEAMS_OF) == {deed.teams for inject in INJECTS for deed in inject.deeds}
    assert said


def test_invented_messages_and_the_one_that_happened_are_told_apart():
    kinds = [table(path=PATH[:number], seen=number).scene["inject"]["kind"] for number in range(5)]

    assert kinds == ["Invented"] * 3 + ["It happened", "Invented"]


def test_a_message_hides_its_cause_and_shows_what_the_teams_allow():
    scene = table(path=[["halt", "open"], ["visit", "open"], ["trace", "open"]], seen=3).scene
    deeds = {deed["id"]: deed["open"] for deed in scene["inject"]["deeds"]}

    assert deeds == {"papers": False, "off": False, "keep": True}
    assert scene["gauges"]["teams"] == 0
    assert not set(text.CAUSES.values()) & {one for one in scene["inject"].values() if one is str}


def test_after_a_decision_the_cause_and_every_reason_are_told():
    view = table()
    view.state = {**view.state, "path": [["halt", "blame"]]}
    outcome = view.scene["outcome"]

    assert drawn(1)[0] == "update"
    assert outcome["cause"] == text.CAUSES["update"]
    assert outcome["cell"] == "Voter register: availability"
    assert outcome["effects"] == [
        "What you did was seen. Trust −2.",
        "An enemy brings people together, at first. Trust +1.",
        "You had accused, and nobody had attacked. Trust −3.",
    ]
    assert outcome["found"].endswith("First words: 10 min. Cause known: 60 min.")
    assert view.scene["gauges"]["trust"] == BEGIN_TRUST - 4


def test_of_the_real_event_it_is_told_what_was_reported_and_by_whom():
    outcome = table(path=PATH[:4], seen=3).scene["outcome"]
    told = " ".join(outcome["reported"])

    for fact in ("Eight parties", "about 600", "recounted 101", "12 of the 13", "20 stations"):
        assert fact in told
    assert "kloop.kg, 10 and 15 December 2021; utrk.kg; commoncause.kg/316" in told
    assert table(path=PATH[:1]).scene["outcome"]["reported"] == []


def test_the_debrief_shows_the_path_beside_five_others_on_the_same_day():
    paths = {one["name"]: one for one in debrief()["paths"]}
    causes = drawn(1)
    own, top = play([tuple(move) for move in PATH], causes), play(best(causes), causes)

    assert set(paths) == set(text.PATHS.values())
    assert paths["Yours"]["trust"] == [turn.trust for turn in own.turns]
    assert paths["Yours"]["integrity"] == own.integrity
    assert paths[text.PATHS["best"]]["integrity"] == top.integrity
    assert paths["Yours"]["trust"] == paths[text.PATHS["open"]]["trust"]


def test_the_guess_is_judged_by_what_had_the_widest_reach():
    reach = spreads(tuple(map(tuple, PATH)), drawn(1))
    widest = max(one.width for one in reach.values())

    for guess, one in reach.items():
        answer = debrief(guess=guess)["answer"]
        assert answer.startswith("You guessed it") == (one.width == widest)
    assert [row[1] for row in debrief()["spreads"]] == [
        f"{one.least}\u2060–\u2060{one.most}" for one in reach.values()
    ]


def test_every_step_can_be_taken_back():
    view = table(path=PATH[:2], seen=1)
    view.state = {**view.state, "path": PATH[:1], "seen": 1}

    assert view.scene["inject"]["name"] == text.NAMES["photo"]


@pytest.mark.parametrize(
    "news",
    [
        {"path": [["fly", "open"]]},
        {"path": [["paper", "open", "loud"]]},
        {"path": [["word", "open"]] * 6},
        {"path": "paper"},
        {"path": [7]},
        {"path": None},
        {"path": [["halt", "open"], ["visit", "open"], ["trace", "open"], ["off", "open"]]},
        {"seen": 3},
        {"guess": "fate"},
        {"seed": -1},
        {"colour": "red"},
    ],
)
def test_a_state_that_cannot_be_is_refused_and_changes_nothing(news):
    view = table()
    view.state = {**view.state, **news}

    assert view.state == {**BEGIN, "guess": "words"}
    assert view.notice.startswith("This does not fit, and nothing was changed")


def test_a_wrong_beginning_is_an_error():
    with pytest.raises(ValueError, match="a path is a list of decisions"):
        table(path=[["fly", "open"]])
    with pytest.raises(TypeError, match="Tabletop takes no keyword 'colour'"):
        Tabletop(colour="red")


@pytest.mark.parametrize("language", ["ru", "ky"])
@pytest.mark.parametrize("news", [{"seed": -1}, {"seen": 4}, {"path": "paper"}, {"guess": "fate"}])
def test_a_refusal_speaks_the_reader_s_language(language, news):
    view = Tabletop({"guess": "words"}, language=language)
    view.state = {**view.state, **news}
    letters = [sign for sign in view.notice if sign.isalpha()]

    assert len([sign for sign in letters if sign.isascii()]) * 2 < len(letters), view.notice
