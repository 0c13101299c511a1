"""Remote voting on paper: what travels when, what a visit tells, bad input, and the words."""

import re
from pathlib import Path

import pytest

from electoral.remote_day import Plan, day
from electoral.remote_paper import alone
from electoral_widgets.remote_station import (
    ANSWER,
    BEGIN,
    BOUNDS,
    GUESSES,
    MOST_VISITS,
    RemoteStation,
)
from electoral_widgets.remote_station_words import ABOUT, ATTEMPTS, SILENCES

RIGHT = "-".join(ANSWER)
VOTED = {"guess": RIGHT, "visits": [["away", "id_card", "none"]]}


def seen(**state):
    """Return the view in a state after the guess."""
    return RemoteStation({"guess": RIGHT, **state}, language="en")


def tried(name, **state):
    """Return the view after one of the tries."""
    number = list(ATTEMPTS).index(name)
    return seen(visits=RemoteStation(language="en").attempts[number]["visits"], **state)


def ends(view):
    """Return of each visit the step at which it ended, and how."""
    return [
        [(step["id"], step["how"]) for step in one["steps"] if step["how"] != "open"][-1]
        for one in view.walk
    ]


def test_nothing_of_the_answer_travels_before_the_guess():
    view = RemoteStation({"visits": VOTED["visits"]}, language="en")

    assert (view.walk, view.answers, view.records, view.queue) == ([], [], {}, {})


@pytest.mark.parametrize("guess", GUESSES)
def test_each_part_of_a_guess_is_judged_by_itself_and_told_with_its_source(guess):
    view = RemoteStation({"guess": guess}, language="en")
    given = guess.split("-")

    assert [one["right"] for one in view.answers] == [
        one == right for one, right in zip(given, ANSWER, strict=True)
    ]
    assert all("24.kg/" in one["text"] for one in view.answers)


@pytest.mark.parametrize("home", [1, 7, 18, 25, 30])
def test_the_first_visit_prints_the_ballot_of_home_wherever_home_is(home):
    view = seen(home=home, visits=VOTED["visits"])

    assert ends(view) == [("box", "done")]
    assert view.walk[0]["paper"] == str(home)
    assert f"constituency {home}: your home" in view.walk[0]["steps"][2]["text"]
    assert view.records["rows"] == [[str(home), "1", "1", "0", "1"]]
    elsewhere = [one["name"] for one in view.choices["station"][:2]]
    assert not any(re.search(rf"constituency {home}\b", name) for name in elsewhere)


def test_a_second_visit_elsewhere_is_stopped_by_the_list():
    view = tried("twice")

    assert ends(view) == [("box", "done"), ("identify", "stopped")]
    assert "already voted" in view.walk[1]["steps"][1]["text"]
    assert view.records["sum"] == ["1", "1", "0", "1"]
    assert view.records["said"][-1].startswith("Whether refused visits are written down")


def test_a_neighbouring_station_of_the_own_constituency_gives_nothing():
    view = tried("own")

    assert ends(view) == [("identify", "stopped")]
    assert "own constituency" in view.walk[0]["steps"][1]["text"]
    assert view.records["rows"] == []


def test_a_driving_licence_does_not_reach_the_list():
    assert ends(tried("document")) == [("document", "stopped")]


def test_without_network_it_depends_on_an_assumption_whether_one_votes_twice_or_never():
    assert ends(tried("network")) == 2 * [("identify", "stopped")]

    blind = tried("network", without="local")
    assert ends(blind) == 2 * [("box", "done")]
    assert blind.records["rows"] == [["7", "2", "2", "0", "2"]]
    assert blind.records["said"][0].startswith("The three agree, and yet one voter voted twice")


def test_a_wrong_ballot_shows_only_by_constituency_unless_somebody_looks():
    blind, awake = tried("wrong_unseen"), tried("wrong_seen")

    assert blind.records["rows"] == [["7", "1", "0", "0", "0"], ["8", "0", "1", "0", "1"]]
    assert blind.records["differ"] == [True, True]
    assert blind.records["sum"] == ["1", "1", "0", "1"]
    assert blind.records["said"][0].startswith("The sum agrees, and yet")
    assert awake.records["rows"] == [["7", "1", "1", "0", "1"], ["8", "0", "1", "1", "0"]]
    assert awake.records["differ"] == [False, False]
    assert awake.walk[0]["paper"] == "7"


def test_a_ballot_of_the_own_station_is_no_remote_one():
    view = seen(visits=[["home", "id_card", "none"]])

    assert view.records["rows"] == []
    assert "no remote ballot" in view.records["said"][0]


def test_the_day_is_that_of_the_core_and_says_who_waited():
    calm, full = seen(), seen(voters=1500, rush="morning", offline=120)

    assert len(calm.queue["waiting"]) == 145
    assert max(full.queue["waiting"]) > 10 * max(calm.queue["waiting"])
    assert re.fullmatch(
        r"Voters served: \d+\. Still waiting at closing: 1?,?\d+\.", full.queue["said"][0]
    )
    assert seen(voters=0).queue["said"][1] == "Nobody reached a device."


def test_faults_of_a_day_stand_in_the_comparison_they_belong_to():
    assert seen().queue["verdict"].startswith("All comparisons hold")
    assert [row[1:] for row in seen(misprints=1).queue["rows"]] == [[0, 2], [0, 0]]
    assert seen(misprints=1).queue["verdict"].startswith("The sum agrees, but")
    assert seen(taken=3).queue["rows"][1][1] == 3
    assert seen(added=3).queue["verdict"].startswith("The records differ")


def test_where_far_ballots_are_counted_is_an_assumption_with_what_would_follow():
    told = [seen(counted=way, voters=200).queue["counted"] for way in ("open", "here", "sent")]

    assert told[0].startswith("Choose")
    assert all(one.startswith("If so: ") and "{" not in one for one in told[1:])
    sheet = day(Plan(voters=200), BEGIN["seed"]).records
    assert f"one ballot only: {len(alone(sheet))}." in told[1]
    assert f"on arrival: {(sheet.boxed > 0).sum()}." in told[2]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"guess": "home"}, "guess is one of"),
        ({"home": 31}, "home constituency is a whole number from 1 to 30, not 31"),
        ({"voters": -1}, "voters is a whole number from 0 to 3000, not -1"),
        ({"seconds": True}, "seconds is a whole number"),
        ({"visits": "away"}, f"visits is a list of at most {MOST_VISITS}"),
        ({"visits": 7 * [["away", "id_card", "none"]]}, "visits is a list of at most"),
        ({"visits": [["away", "id_card"]]}, "A visit is station, document, trouble"),
        ({"visits": [["moon", "id_card", "none"]]}, "station is one of 'away'"),
        ({"visits": [["away", ["id_card"], "none"]]}, "document is one of"),
        ({"without": "guess"}, "without is one of 'stop', 'local'"),
        ({"counted": None}, "counted is one of"),
        ({"rush": "noon"}, "rush is one of"),
        ({"other": 1}, "A state has guess, home"),
    ],
)
def test_a_state_that_cannot_be_is_refused_and_nothing_is_lost(wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        RemoteStation(wrong, language="en")
    view = RemoteStation(VOTED, language="en")
    walked = view.walk
    view.state = {**view.state, **wrong}

    assert sentence in view.notice
    assert view.state == {**BEGIN, **VOTED}
    assert view.walk == walked
    view.state = {**view.state, "voters": 100}
    assert view.notice == ""


def test_an_unknown_keyword_is_answered_with_the_known_ones():
    with pytest.raises(TypeError, match="takes no keyword 'home'; it takes state, language"):
        RemoteStation(home=7, language="en")


def test_every_number_of_a_state_has_bounds_that_the_core_takes():
    for end in (0, 1):
        extreme = {name: bounds[end] for name, bounds in BOUNDS.items()}
        assert seen(**extreme).queue["said"]


def test_what_the_sources_say_and_do_not_say_is_told_apart():
    view = RemoteStation(language="en")

    assert len(view.silences) == len(SILENCES)
    assert len(view.about) == len(ABOUT)
    assert all(re.search(r"\((24\.kg/|trend\.az|shailoo\.gov\.kg)", text) for text in view.about)


def test_it_is_never_called_electronic_or_internet_voting():
    """Facts, 5.1: a paper ballot; «no internet voting» and the question are the two exceptions."""
    home = Path(__file__).parents[2] / "widgets/electoral_widgets"
    text = (home / "remote_station_words.py").read_text("utf-8").lower()

    assert re.findall(r"electronic \w+", text).count("electronic list") == len(
        re.findall(r"electronic \w+", text)
    )
    assert set(re.findall(r"(\w+ \w+) internet", text)) == {"travel by", "and no"}


def test_what_is_read_before_the_guess_is_under_150_words():
    view = RemoteStation(language="en")
    keys = (
        "title intro you home station document guess ask_print print_here print_home ask_go go_box "
        "go_envelope go_none ask_net net_yes net_no go_in about link"
    )
    shown = [view.labels[key] for key in keys.split()]
    shown += [one["name"] for key in ("station", "document") for one in view.choices[key][:1]]

    assert len(" ".join(shown).split()) < 150


@pytest.mark.parametrize("language", ["ru", "ky"])
def test_the_view_stands_in_every_language(language):
    for name in ATTEMPTS:
        number = list(ATTEMPTS).index(name)
        visits = RemoteStation(language="en").attempts[number]["visits"]
        view = RemoteStation(
            {"guess": RIGHT, "visits": visits, "without": "local"}, language=language
        )
        told = [step["text"] for one in view.walk for step in one["steps"]]
        assert "{" not in " ".join([*told, *view.records["said"], *view.queue["said"]])


def test_labels_are_those_the_script_reads():
    script = Path(__file__).parents[2] / "widgets/electoral_widgets/static/remote_station.js"

    assert set(re.findall(r"\blabels\.(\w+)", script.read_text("utf-8"))) == set(
        RemoteStation.TEXTS
    )
