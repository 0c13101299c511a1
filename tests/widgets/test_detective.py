"""The detective's view: what it tells when, and what it refuses."""

import json
import re
from pathlib import Path

import pytest

import electoral_widgets
from electoral.acts import KINDS
from electoral.detective import POINTS, case, left_by
from electoral.findings import INSPECTIONS, look
from electoral.traces import CHECKS
from electoral_widgets.act_words import ACT_NAMES, ACT_TEXTS, CHECK_NAMES
from electoral_widgets.detective import Detective
from electoral_widgets.inspection_words import INSPECTION_NAMES, INSPECTION_TEXTS, SOURCES

STUFFED = 1
"""A case in which there was stuffing, and nothing else; the first test says so."""

HONEST = next(seed for seed in range(100) if case(seed).nature == "honest")


def play(view, **news):
    """Set what the browser would set."""
    view.state = {**view.state, **news}


def test_the_cases_of_these_tests_are_what_they_are_called():
    assert [act.kind for act in case(STUFFED).day.acts] == ["stuffing"]
    assert case(HONEST).day.acts == ()


def test_every_act_check_and_inspection_has_its_words():
    assert set(ACT_NAMES) == set(ACT_TEXTS) == set(KINDS)
    assert set(CHECK_NAMES) == set(CHECKS)
    assert set(INSPECTION_NAMES) == set(INSPECTION_TEXTS) == set(SOURCES) == set(INSPECTIONS)


def test_fewer_than_150_words_stand_before_the_first_step():
    first = ("title", "brief", "case", "published", "question", "guess_honest", "guess_fault")
    first += ("guess_act", "begin", "again")
    text = " ".join(Detective.TEXTS[key] for key in first)

    assert len(text.split()) < 150


def test_the_browser_reads_every_label_and_fills_every_place():
    home = Path(electoral_widgets.__file__).parent / "static" / "detective.js"
    script = home.read_text("utf-8")

    assert set(re.findall(r"\blabels\.(\w+)", script)) == set(Detective.TEXTS)
    for key, text in Detective.TEXTS.items():
        for place in re.findall(r"\{(\w+)\}", text):
            assert re.search(rf"\b{place}\b[:,\s}}]", script), f"{key} has {{{place}}}"


def test_before_the_verdict_cases_differ_only_in_what_is_published_and_found():
    views = [Detective(seed, language="en") for seed in (STUFFED, HONEST)]
    for view in views:
        play(view, guess="act", looked=["arithmetic"])
    stuffed, honest = (view.get_state() for view in views)
    apart = {name for name, value in stuffed.items() if value != honest[name]}

    assert apart - {"layout", "_view_id"} == {"state", "published", "found"}
    assert stuffed["verdict"] == {}
    assert set(stuffed["published"]) == {"voters", "turnout", "leader", "share"}
    assert set(stuffed["found"]) == {"arithmetic"}
    assert set(stuffed["found"]["arithmetic"]) == {"left", "right", "rows", "note", "differs"}


def test_nothing_is_found_before_anything_is_looked_at():
    view = Detective(STUFFED, language="en")

    assert view.found == view.verdict == {}
    assert view.state["accused"] == {}


def test_a_finding_holds_the_numbers_of_the_core():
    view = Detective(STUFFED, language="en")
    play(view, guess="act", looked=["arithmetic"])
    sheet = view.found["arithmetic"]
    figures = [finding.figures[0] for finding in look(case(STUFFED).day, "arithmetic")]

    assert [(row["left"], row["right"]) for row in sheet["rows"]] == [
        (figure.left, figure.right) for figure in figures
    ]
    assert [finding["check"] for finding in sheet["differs"]] == ["K1", "K4"]
    assert sheet["rows"][0]["name"] == "K1: received = cancelled + issued"


def test_of_whole_papers_only_the_lines_that_differ_are_shown():
    view = Detective(STUFFED, language="en")
    play(view, guess="act", looked=["form", "copies"])

    assert view.found["form"]["rows"] == []
    assert view.found["form"]["note"] == "13 lines of the protocol agree."


def test_the_slip_comes_with_the_number_of_doubtful_marks():
    view = Detective(STUFFED, language="en")
    play(view, guess="act", looked=["slip"])
    doubtful = int(case(STUFFED).day.records["doubtful"][0])

    assert view.found["slip"]["note"].startswith(f"{doubtful} ballots in this box")


@pytest.mark.parametrize("seed", range(40))
def test_every_case_can_be_looked_into_from_end_to_end(seed):
    view = Detective(seed, 150, language="en")
    left = {kind: sorted(traces) for kind, traces in left_by(case(seed)).items() if traces}
    play(view, guess="honest", looked=list(INSPECTIONS))
    play(view, accused=left, told=len(INSPECTIONS))

    assert view.notice == ""
    assert view.verdict["score"] == view.verdict["best"] > 0


def test_a_verdict_says_what_was_found_and_what_else_it_could_have_been():
    view = Detective(STUFFED, language="en")
    play(view, guess="fault", looked=["arithmetic"], accused={"stuffing": ["K1"], "carousel": []})
    play(view, told=1)
    found, false = view.verdict["entries"]

    assert view.verdict["truth"] == "act"
    assert view.verdict["score"] == 3 - 5
    assert found["result"] == "shown"
    assert found["others"] == ["Line of the protocol mistyped"]
    assert {trace["name"]: trace["seen"] for trace in found["traces"]} == {
        "K1: received = cancelled + issued": True,
        "K4: issued = all votes + invalid": True,
        "What could be seen in the room": False,
    }
    assert (false["kind"], false["result"], false["points"]) == ("carousel", "false", -5)


def test_the_dialog_names_the_price_that_is_paid():
    assert "A false one costs five points, a missed act one." in Detective.TEXTS["sure_harm"]
    assert (POINTS["false"], POINTS["missed"]) == (-5, -1)


def test_on_an_honest_day_accusing_nobody_is_best():
    view = Detective(HONEST, language="en")
    play(view, guess="honest")
    play(view, told=0)

    assert view.verdict["score"] == view.verdict["best"] == 4
    assert view.verdict["entries"][0]["result"] == "acquitted"


def test_after_the_verdict_everything_may_be_looked_at_and_the_verdict_stays():
    view = Detective(STUFFED, 15, language="en")
    play(view, guess="act", looked=["arithmetic"], accused={"stuffing": ["K1"]}, told=1)
    verdict = view.verdict
    play(view, looked=list(INSPECTIONS))

    assert view.notice == ""
    assert set(view.found) == set(INSPECTIONS)
    assert view.verdict == verdict


def test_a_state_from_a_link_brings_all_of_it_back():
    first = Detective(STUFFED, language="en")
    play(first, guess="act", looked=["room"], accused={"stuffing": ["observation"]}, told=1)
    second = Detective(state=json.loads(json.dumps(first.state)), language="en")

    assert second.state == first.state
    assert second.verdict == first.verdict
    assert second.found == first.found


def test_a_new_case_takes_everything_of_the_old_one_away():
    view = Detective(STUFFED, language="en")
    play(view, guess="act", looked=["room"], told=1)
    view.state = {"seed": HONEST}

    assert view.found == view.verdict == {}
    assert view.state == {
        "seed": HONEST,
        "minutes": 60,
        "guess": "",
        "looked": [],
        "accused": {},
        "told": None,
    }


@pytest.mark.parametrize(
    ("news", "reason"),
    [
        ({"seed": -1}, "number of the case is a whole number from 0 to 999999, not -1"),
        ({"seed": None}, "not None"),
        ({"minutes": 1000}, "time in minutes is a whole number from 5 to 150, not 1000"),
        ({"guess": "aliens"}, "no guess 'aliens'"),
        ({"guess": "", "looked": ["room"]}, "guess comes before the first look"),
        ({"guess": "", "told": 0}, "guess comes before the first look"),
        ({"looked": ["piles", "signatures", "slip"]}, "take 65 minutes; there are 60"),
        ({"looked": ["attic"]}, "'attic' is none of them"),
        ({"looked": ["room", "room"]}, "made once"),
        ({"looked": 5}, "not iterable"),
        ({"accused": {"bribery": []}}, "'bribery' is none of them"),
        ({"accused": {"stuffing": ["K1"]}}, "'K1' is not"),
        ({"accused": [1, 2]}, "does not fit"),
        ({"looked": ["room"], "accused": {"stuffing": ["observation"]}, "told": 0}, "is not"),
        ({"told": 3}, "number of inspections is a whole number from 0 to 0, not 3"),
    ],
)
def test_a_state_that_cannot_be_is_refused_with_a_sentence_and_nothing_is_lost(news, reason):
    view = Detective(STUFFED, language="en")
    play(view, guess="act")
    before = view.state
    play(view, **news)

    assert view.state == before
    assert reason in view.notice
    assert view.verdict == {}


def test_a_wrong_beginning_is_named():
    with pytest.raises(ValueError, match="from 0 to 999999, not -4"):
        Detective(-4, language="en")
    with pytest.raises(TypeError, match=r"no keyword 'case'; it takes seed, minutes, state"):
        Detective(case=1)
