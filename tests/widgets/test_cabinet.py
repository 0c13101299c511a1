"""The cabinet: a day is replayed from the learner's acts, and told only after both answers."""

import json

import pytest

from electoral.cabinet.adversaries import ROLES
from electoral.cabinet.checks import CHECKS
from electoral.cabinet.identify import ATTACKS, ENTRIES, MEASURES
from electoral_widgets import Cabinet, cabinet_names, cabinet_play
from electoral_widgets.cabinet import BEGIN
from electoral_widgets.cabinet_play import SUSPECTS, alarmed, alike, hidden, noticeable, play

VOTED = {"entry": "face", "acts": [["vote", 1]]}
CLOSED = {**VOTED, "closed": True}


def day_of(role, way):
    """Return the number of a day on which that role is dishonest."""
    return next(seed for seed in range(1, 200) if hidden(way, seed) == role)


def told(role, guess, way="deg_homomorphic", acts=(["vote", 1],), after=()):
    state = {
        "way": way,
        "seed": day_of(role, way),
        "entry": "card",
        "acts": list(acts),
        "closed": True,
        "after": list(after),
        "counted": "yes",
        "guess": guess,
    }
    return Cabinet(state, language="en").truth


def test_the_first_day_is_one_on_which_the_phone_changes_votes():
    assert hidden(BEGIN["way"], BEGIN["seed"]) == "device_changes"


def test_every_story_happens_and_nothing_is_wrong_more_often():
    days = [hidden("deg_blind", seed) for seed in range(2000)]

    assert set(days) == set(SUSPECTS)
    assert 0.17 < days.count("") / 2000 < 0.27  # two of nine


def test_every_name_that_can_be_shown_is_there():
    assert set(cabinet_names.ROLE_NAMES) == {"", *ROLES}
    assert set(cabinet_names.CHECK_NAMES) == set(CHECKS)
    assert set(cabinet_names.ENTRY_NAMES) == set(ENTRIES)
    assert set(cabinet_names.ATTACK_NAMES) == set(ATTACKS)
    assert set(cabinet_names.MEASURE_NAMES) == set(MEASURES)
    assert set(cabinet_names.WHO_NAMES) >= {check.who for check in CHECKS.values()}


def test_who_is_dishonest_does_not_travel_before_it_is_told():
    view = Cabinet({**CLOSED, "after": ["code"], "counted": "yes"}, language="en")
    sent = {name: view.get_state()[name] for name in view.trait_names(sync=True) if name[0] != "_"}
    sent = {name: value for name, value in sent.items() if name not in {"names", "labels"}}

    assert view.truth == {}
    assert '"dishonest"' not in json.dumps(sent, default=str)
    assert "phone changes" not in json.dumps(sent, default=str)


def test_a_vote_a_challenge_and_a_look_leave_three_lines():
    acts = [["challenge", 2], ["vote", 1], ["look"]]
    view = Cabinet({"seed": day_of("", "deg_homomorphic"), "entry": "face", "acts": acts})

    assert [line["sign"] for line in view.seen] == ["good", "none", "good"]
    assert "You asked for C" in view.seen[0]["text"]
    assert view.seen[1]["code"] in view.seen[2]["text"]


def test_a_challenged_phone_that_lies_is_caught_and_the_vote_is_saved():
    """The way in which one notices: challenge before casting, with another choice than A."""
    result = told("device_changes", "device_changes", acts=[["challenge", 1], ["vote", 1]])

    assert "You meant B, and B was counted for you." in result["said"]
    assert "You named what happened, and what you saw left no other story." in result["said"]
    assert [row["you"] for row in result["rows"]] == ["You did this, and it showed it."]


def test_without_a_challenge_the_changed_vote_is_not_noticed():
    result = told("device_changes", "nothing", acts=[["vote", 1], ["look"]], after=["code"])

    assert result["name"] == "The phone changes votes before it encrypts them"
    assert "You meant B; A was counted for you." in result["said"]
    assert "You said yes. It was not so." in result["said"]
    assert any(text.startswith("You noticed nothing.") for text in result["said"])
    assert [row["you"] for row in result["rows"]] == ["You did not do this."]
    assert {10, 15} == {standard["number"] for standard in result["standards"]}


def test_a_changed_vote_for_the_favoured_choice_costs_nothing():
    result = told("device_changes", "nothing", acts=[["vote", 0]])

    assert "You meant A, and A was counted for you." in result["said"]
    assert any("works for A" in text for text in result["said"])


def test_no_check_finds_a_phone_that_only_tells():
    result = told("device_leaks", "nothing", after=["code", "copies", "archive", "register"])

    assert result["rows"] == []
    assert any(text.startswith("No check of this way") for text in result["said"])
    assert "Nothing was wrong" in result["stories"]
    assert any("fits it as well" in text for text in result["said"])


def test_an_honest_day_frightens_nobody():
    result = told("", "nothing", after=["code", "archive"])

    assert result["name"] == "Nothing was wrong"
    assert result["effects"] == result["rows"] == result["standards"] == []
    assert not any("noticed nothing" in text for text in result["said"])


@pytest.mark.parametrize("way", cabinet_play.WAYS)
@pytest.mark.parametrize("role", SUSPECTS)
def test_all_looks_together_leave_few_stories_and_the_true_one_among_them(way, role):
    acts = {
        "deg_homomorphic": (("challenge", 1), ("vote", 1), ("look", None)),
        "deg_blind": (("vote", 1), ("look", None)),
        "i_voting": (("vote", 1), ("second_device", None)),
    }[way]
    after = cabinet_play.AFTERWARDS[way]
    day = play(way, 1, role, acts)
    stories = alike(day, after)

    assert role in stories
    assert stories == (["", "device_leaks"] if role in {"", "device_leaks"} else [role])
    assert alarmed(day, after) == bool(noticeable(role, way))


def test_an_unlooked_day_fits_every_story():
    assert alike(play("i_voting", 3, "", (("vote", 2),)), ()) == list(SUSPECTS)


def test_looking_after_the_close_shows_the_board_with_the_own_code_marked():
    view = Cabinet({**CLOSED, "way": "deg_blind", "seed": 1, "after": ["line"]}, language="en")
    own = [row for row in view.board if row["own"]]

    assert sum(view.published["votes"]) == len(view.board)
    assert len(own) <= 1
    assert all(row["vote"] in {"A", "B", "C"} for row in view.board)
    assert Cabinet({**CLOSED, "after": ["archive"]}).board == []


def test_the_final_board_of_an_erasing_server_lacks_a_code_that_was_there():
    seed = day_of("server_erases", "deg_homomorphic")
    state = {**CLOSED, "seed": seed, "acts": [["vote", 1], ["look"]], "after": ["code", "copies"]}
    view = Cabinet(state, language="en")

    assert view.seen[1]["sign"] == "good"
    assert [line["sign"] for line in view.found] == ["bad", "bad"]
    assert "not on the final board" in view.found[0]["text"]


def test_a_vote_on_paper_replaces_the_electronic_one():
    result = told("device_changes", "nothing", "i_voting", [["vote", 1], ["paper", 2]])

    assert "You meant C, and C was counted for you." in result["said"]


TOLD = {**CLOSED, "counted": "unknown", "guess": "nothing"}


def test_signs_of_life_stop_nearly_all_photos():
    bare = Cabinet(TOLD, language="en").door
    alive = Cabinet({**TOLD, "measures": ["liveness"]}, language="en").door

    assert (bare["other_rate"], alive["other_rate"]) == (600, 30)  # assumptions of the model
    assert 550 < bare["other"] < 650
    assert 10 < alive["other"] < 50
    assert bare["own"] == bare["passed_own"].count("1")
    assert len(bare["passed_other"]) == 1000


@pytest.mark.parametrize("rate", [0, 1000])
@pytest.mark.parametrize(
    ("entry", "attack", "measures"),
    [
        ("face", "stranger", []),
        ("face", "photo", []),
        ("face", "photo", ["liveness"]),
        ("card", "borrowed_card", ["pin"]),
        ("card", "borrowed_card", ["face_compared"]),
        ("signature", "stolen_key", ["pin"]),
        ("card", "cloned_session", ["bound_session"]),
    ],
)
def test_the_rate_a_learner_sets_is_the_one_that_decides(entry, attack, measures, rate):
    state = {"door_entry": entry, "attack": attack, "measures": measures, "other_rate": rate}
    door = Cabinet({**TOLD, **state}, language="en").door

    assert (door["other"], door["other_rate"]) == (rate, rate)


def test_what_nothing_stops_passes_always_and_a_second_session_is_told():
    state = {**TOLD, "door_entry": "card", "attack": "cloned_session"}
    bare = Cabinet(state, language="en").door
    told_of = Cabinet({**state, "measures": ["one_session"]}, language="en").door

    assert (bare["other"], bare["other_rate"], bare["told"]) == (1000, -1, 0)
    assert told_of["told"] == 1000


def test_more_challenges_make_it_likelier_that_somebody_notices():
    few = Cabinet({**TOLD, "held": 6, "challenges": 0}, language="en").lab
    all_ = Cabinet({**TOLD, "held": 6, "challenges": 1000}, language="en").lab

    assert (few["noticed"], len(few["days"])) == (0, 6)
    assert all_["noticed"] > 4
    assert "Nobody noticed on any day" in few["said"][-1]
    assert all(day["told"] == [] for day in few["days"])


def test_without_a_copy_an_erased_ballot_is_not_missed():
    state = {**TOLD, "role": "server_erases", "held": 3}
    watched = Cabinet({**state, "watch": ["copies"]}, language="en").lab
    alone = Cabinet({**state, "watch": []}, language="en").lab

    assert watched["noticed"] == 3
    assert alone["noticed"] == 0
    assert watched["touched"] == alone["touched"] == "12"


def test_colluding_keyholders_touch_no_vote_and_know_all():
    lab = Cabinet({**TOLD, "role": "trustees_collude", "held": 2}, language="en").lab

    assert lab["touched"] == "0"
    assert lab["said"][0] == "On average 24.0 votes a day were known to others by name, or proven."
    assert "Nobody noticed on any day" in lab["said"][1]


def test_an_adversary_who_achieves_nothing_is_said_to():
    lab = Cabinet({**TOLD, "role": "clerk_absent", "lab_way": "i_voting", "held": 1}).lab

    assert lab["said"] == ["The adversary achieved nothing on any of these days."]


@pytest.mark.parametrize(
    "state",
    [
        {"way": "paper_home"},
        {"seed": -1},
        {"seed": True},
        {"entry": "eye"},
        {"acts": [["look"], "vote"]},
        {"acts": [["vote", 3]]},
        {"acts": [["vote"]]},
        {"acts": [["second_device"]]},
        {"acts": [["look"]] * 13},
        {"acts": "vote"},
        {"acts": [["look"]], "closed": True},
        {**CLOSED, "after": ["auditor"]},
        {**CLOSED, "after": ["code", "code"]},
        {**VOTED, "counted": "yes"},
        {"guess": "clerk_absent"},
        {"attack": "stolen_key"},
        {"measures": ["police"]},
        {"codes": 1001},
        {"held": 13},
        {"role": "nobody"},
        {"clock": 1},
    ],
    ids=json.dumps,
)
def test_a_state_that_cannot_be_is_refused_with_a_sentence_and_changes_nothing(state):
    view = Cabinet(VOTED, language="en")
    before = dict(view.state)
    view.state = {**before, **state}

    assert view.state == before
    assert view.notice.startswith("This does not fit, and nothing was changed: ")


def test_a_day_is_the_same_from_the_same_state():
    state = {**TOLD, "after": ["code", "archive"]}

    assert Cabinet(state).truth == Cabinet(state).truth
    assert Cabinet(state).seen == Cabinet(state).seen
