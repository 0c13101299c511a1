"""Two counts of a country: what travels when, what is said, what is refused."""

import json

import numpy as np
import pytest
from babel.numbers import parse_decimal

from electoral.plan import HANDS
from electoral_widgets import TwoCounts
from electoral_widgets.real_pairs import pairs
from electoral_widgets.two_counts import ACTS, BEGIN, GUESSES, MOST
from electoral_widgets.two_counts_words import OUTCOMES

GUESSED = {"guess": "more"}
THRESHOLDS = (
    "Not confirmed though nobody disturbed them: 3. The machine's thresholds do not fit the marks "
    "of these voters."
)


def ask(view, **message):
    """Send what a button of the page sends."""
    view._handle_custom_msg(message, [])


def put(view, **news):
    view.state = {**view.state, **news}


def table(view):
    return np.frombuffer(view.stations, "<i4").reshape(-1, 7)


@pytest.fixture(scope="module")
def country():
    """A country that is only looked at."""
    return TwoCounts(GUESSED, language="en")


def test_nothing_is_counted_before_a_prediction():
    view = TwoCounts(language="en")

    assert view.stations == b""
    assert (view.nation, view.said, view.found, view.truth, view.pairs) == ({}, [], [], {}, [])

    put(view, guess="none")

    assert len(view.stations) == 2619 * 7 * 4
    assert len(view.apart) == 2619 * 4


def test_what_travels_of_a_country_is_small_and_tells_nobody_who_disturbed_it(country):
    state = country.get_state()
    sent = {key: value for key, value in state.items() if key not in {"_esm", "_css"}}
    heavy = sum(len(value) for value in sent.values() if isinstance(value, bytes))
    plain = json.dumps({key: value for key, value in sent.items() if not isinstance(value, bytes)})

    assert heavy < 100_000
    assert len(plain) < 20_000
    assert (country.found, country.truth) == ([], {})


def test_the_national_table_is_the_sum_of_the_stations(country):
    """Machine less hand, line by line, from the two ways by which the figures travel."""
    nation = np.array(country.nation["machine"]) - np.array(country.nation["hand"])

    assert table(country)[:, 1:].sum(axis=0).tolist() == nation.tolist()
    assert 1_500_000 < table(country)[:, 0].sum() < 1_650_000


def test_the_first_sentence_counts_the_ballots_that_the_dots_add_up_to(country):
    apart = np.frombuffer(country.apart, "<i4").sum()
    ballots = table(country)[:, 0].sum()

    assert country.said[0] == (
        f"The two counts differ on {apart:,} of {ballots:,} ballots, {apart / ballots:.1%} of them."
    )
    assert apart > 10_000


@pytest.mark.parametrize(
    ("guess", "words"),
    [("none", "too low"), ("under_1000", "too low"), ("under_10000", "too low"), ("more", "right")],
)
def test_a_guess_is_judged_by_its_band(guess, words):
    view = TwoCounts({"guess": guess}, language="en")

    assert view.said[1] == f"Your guess was {words}."


def test_a_country_of_clear_hands_left_alone_is_counted_twice_alike():
    view = TwoCounts({**GUESSED, "hands": "clear", "disturbed": 0}, language="en")

    assert not table(view)[:, 1:].any()
    assert view.said[0].startswith("The two counts agree on every one of 1,")
    assert view.said[1] == "Your guess was too high."
    assert len(view.said) == 2


def test_one_disturbed_station_is_announced_in_the_singular():
    view = TwoCounts({**GUESSED, "disturbed": 1}, language="en")

    assert view.said[-1] == "And 1 station was disturbed. Can you find it?"


def test_the_largest_differences_find_what_stands_out():
    view = TwoCounts(GUESSED, language="en")
    ask(view, do="by_size", size=10)
    apart = np.frombuffer(view.apart, "<i4")

    assert apart[view.state["chosen"]].tolist() == sorted(apart.tolist(), reverse=True)[:10]
    assert view.found == []

    put(view, recounted=True)

    assert [one["station"] for one in view.found] == view.state["chosen"]
    given_away = [one for one in view.found if one["kind"] != "confirmed"]
    assert view.summary[0] == (
        f"Recounted: 10. Disturbed stations that the paper gives away: {len(given_away)}."
    )
    assert len(given_away) >= 6
    assert view.summary[1:] == [
        # 1 - 2609/2619 · 2608/2618 · … worked out as a product of twelve factors.
        "The chance that 10 stations drawn by lot leave out all 12 disturbed ones is 95.5%.",
        "For that chance to be 5% or less, 578 stations must be drawn.",
    ]


def test_the_chance_in_the_sentence_is_that_of_drawing_one_disturbed_station_after_another():
    chance = np.prod([(2619 - 10 - k) / (2619 - k) for k in range(12)])

    assert f"{chance:.1%}" == "95.5%"


def test_a_lot_is_drawn_anew_each_time_and_the_same_from_the_same_state():
    one, other = TwoCounts(GUESSED, language="en"), TwoCounts(GUESSED, language="en")
    ask(one, do="by_lot", size=10)
    ask(other, do="by_lot", size=10)
    first = one.state["chosen"]

    assert first == other.state["chosen"]
    assert len(set(first)) == 10

    ask(one, do="by_lot", size=10)

    assert one.state["chosen"] != first
    assert TwoCounts(one.state, language="en").state == one.state


@pytest.mark.parametrize("kind", ACTS)
def test_a_recount_of_disturbed_stations_says_whose_figures_the_paper_does_not_bear_out(kind):
    view = TwoCounts({**GUESSED, "disturbed": 5, "acts": [kind], "hands": "clear"}, language="en")
    put(view, told=True)
    put(view, chosen=[row["station"] for row in view.truth["rows"]], recounted=True)
    on_paper = {"mis_sorted", "mis_typed", "exchanged_copies"}
    in_the_box = {"stuffing", "carousel", "wrong_stack"}
    expected = "protocol" if kind in on_paper else "confirmed" if kind in in_the_box else "machine"

    assert {one["kind"] for one in view.found} == {expected}
    given_away = 0 if kind in in_the_box else 5
    assert view.summary[0].endswith(f"gives away: {given_away}.")
    assert view.truth["text"].startswith(
        f"Of 5 disturbed stations a recount of all 2,619 would give away {given_away}."
    )
    assert view.truth["text"].endswith("Recounted: 5. Of these, 0 were not disturbed.")


def test_once_the_disturbed_are_told_the_recounted_ones_that_were_not_are_counted():
    view = TwoCounts({**GUESSED, "disturbed": 5, "told": True}, language="en")
    disturbed = [row["station"] for row in view.truth["rows"]]
    others = [station for station in range(9) if station not in disturbed][:3]

    assert "not disturbed" not in view.truth["text"]
    put(view, chosen=[disturbed[0], *others], recounted=True)
    assert view.truth["text"].endswith("Recounted: 4. Of these, 3 were not disturbed.")


def test_thresholds_that_fit_nobody_are_not_taken_for_a_disturbance():
    state = {**GUESSED, "sure": 280, "doubtful": 250, "disturbed": 0, "chosen": [0, 1, 2]}
    view = TwoCounts({**state, "recounted": True}, language="en")

    assert {one["kind"] for one in view.found} == {"machine"}
    assert view.summary == [
        "Recounted: 3. Disturbed stations that the paper gives away: 0.",
        THRESHOLDS,
        "No station of this country was disturbed.",
    ]


@pytest.mark.parametrize(
    ("size", "disturbed", "chance"),
    [
        # Each factor by factor: (2619 - size)/2619 · (2618 - size)/2618 · …
        (1, 12, "99.5%"),
        (101, 12, "62.3%"),
        (101, 101, "1.7%"),
        (1, 1, ">99.9%"),
    ],
)
def test_the_chance_to_miss_is_never_written_as_certain(size, disturbed, chance):
    state = {**GUESSED, "chosen": list(range(size)), "recounted": True, "disturbed": disturbed}
    view = TwoCounts(state, language="en")

    [said] = [text for text in view.summary if text.startswith("The chance")]
    assert said.endswith(f" is {chance}.")


def test_nothing_is_said_of_chance_where_nothing_was_recounted(country):
    assert country.summary == []


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"guess": "many"}, "guess is one of"),
        ({"seed": -1}, "seed is a whole number from 0 to 999999, not -1"),
        ({"seed": "7"}, "seed is a whole number from 0 to 999999, not '7'"),
        ({"hands": "shaky"}, "hands is one of 'clear', 'ordinary', 'difficult', not 'shaky'"),
        ({"sure": 30}, "0 < doubtful ≤ sure ≤ 1000, not doubtful 40 and sure 30"),
        ({"doubtful": 0}, "not doubtful 0"),
        ({"disturbed": 102}, "disturbed is a whole number from 0 to 101, not 102"),
        ({"acts": ["fire"]}, "act is one of"),
        ({"acts": []}, "To disturb 12 stations, name at least one kind of act"),
        ({"acts": "streak"}, "acts is a list of at most 12, each once, not 'streak'"),
        ({"line": "valid"}, "line is one of 'all', 'candidate_1'"),
        ({"chosen": [2619]}, "station is a whole number from 0 to 2618, not 2619"),
        ({"chosen": [1, 1]}, "chosen is a list of at most 101, each once"),
        ({"chosen": list(range(102))}, "chosen is a list of at most 101"),
        ({"chosen": [True]}, "not True"),
        ({"recounted": 1}, "recounted is one of False, True, not 1"),
        ({"colour": "red"}, "it has no 'colour'"),
    ],
)
def test_a_state_that_cannot_be_is_answered_with_a_sentence_and_changes_nothing(wrong, words):
    view = TwoCounts(GUESSED, language="en")
    before = (dict(view.state), view.stations)
    put(view, **wrong)

    assert words in view.notice
    assert (dict(view.state), view.stations) == before

    put(view, line="invalid")

    assert view.notice == ""
    with pytest.raises((ValueError, TypeError), match=r"."):
        TwoCounts({**GUESSED, **wrong}, language="en")


@pytest.mark.parametrize(
    "content", [None, "by_lot", {}, {"do": "by_lot"}, {"do": "by_lot", "size": 0}]
)
def test_a_message_that_makes_no_sense_does_no_harm(content):
    view = TwoCounts(GUESSED, language="en")
    view._handle_custom_msg(content, [])

    assert view.state["chosen"] == []


def test_no_station_can_be_chosen_before_the_prediction():
    view = TwoCounts(language="en")
    ask(view, do="by_lot", size=10)

    assert dict(view.state) == BEGIN


def test_a_state_from_a_link_brings_everything_back():
    view = TwoCounts({**GUESSED, "seed": 3, "disturbed": 4, "acts": ["streak"]}, language="en")
    ask(view, do="by_size", size=4)
    put(view, recounted=True, told=True)
    other = TwoCounts(json.loads(json.dumps(dict(view.state))), language="en")

    for trait in ("stations", "apart", "nation", "said", "found", "summary", "truth", "state"):
        assert getattr(other, trait) == getattr(view, trait)


def test_the_most_that_can_be_chosen_still_fits_into_an_address():
    view = TwoCounts(GUESSED, language="en")
    ask(view, do="by_lot", size=MOST)

    assert len(json.dumps(dict(view.state))) < 1500


def test_a_keyword_that_is_unknown_is_named():
    with pytest.raises(TypeError, match=r"takes no keyword 'seed'; it takes state, language"):
        TwoCounts(seed=3, language="en")


def test_the_view_names_what_the_core_has():
    assert set(OUTCOMES) == {"confirmed", "machine", "protocol", "both"}
    assert set(TwoCounts.TEXTS) >= {f"hands_{hands}" for hands in HANDS}
    assert set(TwoCounts.TEXTS) >= {f"guess_{guess}" for guess in GUESSES}


def test_less_than_150_words_stand_there_before_the_first_press():
    keys = ("title", "intro", "question", "count", *(f"guess_{guess}" for guess in GUESSES))

    assert sum(len(TwoCounts.TEXTS[key].split()) for key in keys) < 150


def test_real_pairs_are_shown_with_their_source_and_their_difference():
    rows = {row["name"]: row for row in pairs("en")}

    assert rows["Party lists, invalid ballots, 28 November 2021"] == {
        "name": "Party lists, invalid ballots, 28 November 2021",
        "machine": "not stated",
        "hand": "not stated",
        "difference": "−3,926",
        "source": "A: shailoo.gov.kg/kg/news/6012",
    }
    district = rows[
        "Repeat elections in Pervomai district, votes of one candidate, 27 February 2022"
    ]
    assert (district["machine"], district["hand"], district["difference"]) == (
        "9,209",
        "9,225",
        "+16; perhaps not of the same stations",
    )
    share = rows["Repeat elections in Sverdlov district, share of that candidate, 27 February 2022"]
    assert share["difference"] == "−0.01 percentage points; perhaps not of the same stations"
    assert len(rows) == 11


def test_what_may_not_be_compared_has_no_difference():
    differences = {row["name"]: row["difference"] for row in pairs("en")}

    assert [name for name, text in differences.items() if text == "not comparable"] == [
        "Annulled election of the parliament, share of one party, 4 October 2020",
        "The same election: part of the boxes or protocols that had come in, 4 October 2020",
    ]
    unsure = [text for text in differences.values() if "perhaps" in text]
    assert len(unsure) == 7
    assert parse_decimal(unsure[-1].split()[0].lstrip("+"), locale="en") == parse_decimal("0.58")


@pytest.mark.parametrize("language", ["ru", "ky"])
def test_numbers_in_sentences_are_written_as_the_language_writes_them(language):
    view = TwoCounts(GUESSED, language=language)

    assert "," not in str(view.pairs[2]["machine"])
    assert "\xa0" in view.pairs[2]["machine"]
