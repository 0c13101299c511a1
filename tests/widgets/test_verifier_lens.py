"""The verifier's lens: what it shows when, and what it refuses."""

import json
import re
from pathlib import Path

import pytest

import electoral_widgets
from electoral.evoting.checks import CHECKS
from electoral.evoting.planted import planted
from electoral.evoting.tamper import TAMPERINGS
from electoral.evoting.verify import steps
from electoral_widgets import verifier_lens_words as texts
from electoral_widgets.check_words import CHECK_NAMES, CHECK_TEXTS, TAMPERING_NAMES
from electoral_widgets.verifier_lens import VerifierLens
from electoral_widgets.verifier_lens_archives import REAL, TOY, opened
from electoral_widgets.verifier_lens_found import LEVELS
from electoral_widgets.verifier_lens_rows import cut, in_parts, row, whole

SEED = 7
PLANTED = planted(SEED)
PART, AT = opened("planted", REAL, SEED).culprit or ("", 0)
OTHER = "1" if PART != "1" else "2"
"""A ballot with which all is well."""

FOUND = {"guess": "where", "part": PART, "at": AT, "walked": {PART: AT + 1}}
CLEAN = {"archive": "clean", "group": TOY, "seed": 3, "guess": "all"}


def lens(**state):
    return VerifierLens({"seed": SEED, **state}, language="en")


def play(view, **news):
    """Set what the browser would set."""
    view.state = {**view.state, **news}


def everything(view):
    """All that has reached the browser, as one text, without the words that are always there."""
    traits = ("cards", "part", "answer", "verdict", "digits", "notice")
    return json.dumps([getattr(view, name) for name in traits])


@pytest.mark.parametrize("seed", range(6))
def test_the_first_check_that_fails_is_the_planted_one(seed):
    """What a graded task asks for is what the lens calls right."""
    found, archive = planted(seed, TOY), None
    archive = in_parts(steps(found.archive))
    failing = [
        (part, step.check)
        for part, steps_of in archive.items()
        for step in steps_of
        if not step.holds
    ]

    assert failing[0] == (str(found.ballot), found.check)
    assert {check for _part, check in failing} == {found.check, *found.also}


def test_the_lens_shows_every_step_of_the_verifier_once_and_in_order():
    every = list(steps(PLANTED.archive))
    parts = opened("planted", REAL, SEED).parts

    assert list(parts) == ["archive", "setup", *map(str, range(1, PLANTED.ballots + 1)), "tally"]
    assert sum(map(len, parts.values())) == len(every)
    for found in parts.values():
        assert found == [step for step in every if step in found]


def test_every_check_has_a_name_and_says_what_it_protects():
    assert set(CHECK_NAMES) == set(CHECK_TEXTS) == set(CHECKS)


def test_every_tampering_has_its_words():
    assert list(TAMPERING_NAMES) == list(TAMPERINGS)


def test_each_tampering_is_caught_where_the_core_says():
    """With the toy group, where everything is quick; a proof may hold there by chance."""
    caught = {}
    for how in TAMPERINGS:
        archive = opened(how, TOY, 2)
        part, at = archive.culprit or ("", 0)
        caught[how] = archive.parts[part][at].check

    assert caught == {name: one.check for name, one in TAMPERINGS.items()}


@pytest.mark.parametrize("how", ["bit-flipped", "question-changed", "nested", "vote-moved"])
def test_a_tampering_can_be_walked_to_and_is_told(how):
    part, at = opened(how, TOY, 2).culprit or ("", 0)
    state = {"archive": how, "group": TOY, "seed": 2, "guess": "that"}
    view = lens(**state, part=part, at=at, walked={part: at + 1}, named=[part, at], run=True)

    assert view.part["rows"][at]["holds"] is False
    assert view.answer["right"] is True
    assert TAMPERING_NAMES[how] in view.answer["said"][-2]
    assert view.verdict["accepted"] is False


def test_fewer_than_150_words_stand_before_the_first_step():
    first = ("title", "intro", "question", *(f"guess_{level}" for level in LEVELS), "open")
    text = " ".join(VerifierLens.TEXTS[key] for key in first)

    assert len(text.split()) < 150


def test_the_browser_reads_every_label_and_fills_every_place():
    static = Path(electoral_widgets.__file__).parent / "static"
    script = (static / "verifier_lens.js").read_text("utf-8")

    assert set(re.findall(r"\blabels\.(\w+)", script)) == set(VerifierLens.TEXTS)
    for key, text in VerifierLens.TEXTS.items():
        for place in re.findall(r"\{(\w+)\}", text):
            assert re.search(rf"\b{place}\b[:,\s}}]", script), f"{key} has {{{place}}}"


def test_nothing_is_opened_before_the_prediction():
    view = lens(part=PART, walked={PART: 3}, told=True)

    assert view.cards == []
    assert view.part == {}
    assert view.state["told"] is False


def test_before_a_part_is_opened_no_card_says_more_than_its_name():
    view = lens(guess="that")

    assert {(card["done"], card["all"], card["broken"]) for card in view.cards} == {(0, 0, False)}
    assert CHECK_NAMES[PLANTED.check] not in everything(view)


def test_the_culprit_is_seen_only_where_the_walk_has_come():
    view = lens(guess="that", part=OTHER, walked={OTHER: 5})
    broken = {card["id"]: card["broken"] for card in view.cards}

    assert set(broken.values()) == {False}

    play(view, part=PART, at=AT, walked={OTHER: 5, PART: AT + 1})
    broken = {card["id"]: card["broken"] for card in view.cards}

    assert broken[PART] is True
    assert broken[OTHER] is False
    assert view.part["rows"][AT]["holds"] is False
    assert view.answer["said"] == []


def test_both_sides_the_equation_and_its_section_stand_with_a_check():
    view = lens(**FOUND)
    shown = view.part["rows"][AT]
    step = opened("planted", REAL, SEED).parts[PART][AT]

    assert shown["equation"] == CHECKS[PLANTED.check].equation
    assert shown["section"] == CHECKS[PLANTED.check].section
    assert shown["text"] == CHECK_TEXTS[PLANTED.check]
    left, right = ("".join(text for text, _ in side) for side in shown["sides"])
    assert str(step.left).startswith(left.split("…")[0])
    assert str(step.right).endswith(right.split("…")[-1])


def test_a_part_travels_with_its_numbers_cut():
    view = lens(guess="all", part="tally", at=0)

    assert (
        max(len(text) for one in view.part["rows"] for side in one["sides"] for text, _ in side)
        < 40
    )
    assert len(json.dumps(view.part)) < 40_000


def test_all_digits_come_when_they_are_asked_for():
    view = lens(**FOUND)
    view._handle_custom_msg({"do": "digits", "at": AT}, [])
    step = opened("planted", REAL, SEED).parts[PART][AT]
    left, right = ("".join(text for text, _ in side) for side in view.digits["sides"])

    assert (left, right) == (str(step.left), str(step.right))


@pytest.mark.parametrize("at", [AT + 1, -1, True, "0", None])
def test_digits_of_a_check_that_was_not_looked_at_are_not_given(at):
    view = lens(**FOUND)
    view._handle_custom_msg({"do": "digits", "at": at}, [])
    view._handle_custom_msg("digits", [])

    assert view.digits == {}


def test_who_names_the_check_is_right_and_may_run_all_checks():
    view = lens(**FOUND, named=[PART, AT])

    assert view.answer["over"] is True
    assert view.answer["said"][0].startswith(f"Right. Ballot {PART}:")
    assert view.answer["said"][-1] == texts.GUESS_RIGHT

    play(view, run=True)

    assert view.verdict["accepted"] is False
    assert view.verdict["failed"] == 1 + len(PLANTED.also)
    assert view.verdict["held"] + view.verdict["failed"] == len(list(steps(PLANTED.archive)))
    assert [number for _, number in view.verdict["result"][0]["rows"]] == list(PLANTED.result[0])
    assert view.verdict["doubt"] == texts.DOUBTED


def test_a_check_that_holds_shows_nothing():
    view = lens(guess="all", part=OTHER, walked={OTHER: 2}, named=[OTHER, 1])

    assert view.answer == {"over": False, "right": False, "said": [texts.EQUAL]}


def test_nothing_wrong_is_the_right_answer_only_where_nothing_is():
    assert lens(guess="all", named=["nothing"]).answer["said"] == [texts.NOT_NOTHING]

    view = lens(**CLEAN, named=["nothing"])

    assert view.answer["right"] is True
    assert view.answer["said"] == [texts.CLEAN_RIGHT, texts.SEEN_CLEAN]


def test_who_asks_is_told_where():
    view = lens(guess="nothing", told=True)

    assert view.answer["over"] is True
    assert view.answer["said"][0] == f"Ballot {PART}: “{CHECK_NAMES[PLANTED.check]}” does not hold."
    assert view.answer["said"][-1] == texts.GUESS_LOW
    assert lens(guess="all", told=True).answer["said"][-1] == texts.GUESS_HIGH


def test_all_checks_run_only_after_the_search():
    view = lens(guess="where", run=True)

    assert view.state["run"] is False
    assert view.verdict == {}


def test_a_toy_is_said_to_be_one_and_proves_nothing():
    view = lens(**CLEAN, run=True)

    assert view.insecure is True
    assert view.verdict["accepted"] is True
    assert texts.INSECURE in view.verdict["said"]
    assert lens(guess="all").insecure is False


def test_a_planted_archive_is_never_a_toy():
    assert lens(group=TOY, guess="all").state["group"] == REAL


def test_what_no_check_can_show_stands_beside_the_verdict():
    view = lens(**CLEAN, run=True)

    assert len(view.verdict["limits"]) == len(texts.LIMITS) >= 4
    assert [number for number, *_ in view.verdict["standards"]] == ["17", "18", "15"]
    assert view.verdict["source"].startswith("Source: B: CM/Rec(2017)5")


@pytest.mark.parametrize(
    ("news", "reason"),
    [
        ({"part": "99"}, "part is one of"),
        ({"at": 3}, "at is a whole number from 0 to"),
        ({"walked": {OTHER: 900}}, "walked is a whole number from 1 to 17"),
        ({"walked": 4}, "int"),
        ({"named": [OTHER, 2]}, "has not"),
        ({"named": ["nobody"]}, "unpack"),
        ({"archive": "mine"}, "archive is one of"),
        ({"guess": "perhaps"}, "guess is one of"),
        ({"seed": -1}, "seed is a whole number from 0"),
        ({"told": 1}, "told is one of"),
        ({"more": 1}, "has no 'more'"),
    ],
)
def test_a_state_that_cannot_be_is_answered_and_changes_nothing(news, reason):
    view = lens(guess="where", part=OTHER, walked={OTHER: 1})
    before = dict(view.state)
    play(view, **news)

    assert reason in view.notice
    assert view.state == before


def test_a_wrong_beginning_is_named():
    with pytest.raises(ValueError, match="archive is one of 'planted', 'clean'"):
        VerifierLens({"archive": "mine"})
    with pytest.raises(TypeError, match=r"no keyword 'seed'; it takes state, language"):
        VerifierLens(seed=1)


def test_two_lenses_over_one_archive_share_the_work():
    lens(guess="where")
    before = opened.cache_info().hits
    lens(guess="all", seed=SEED)

    assert opened.cache_info().hits > before


def test_digits_that_differ_stand_apart():
    assert whole("1719", "1729") == (
        [("17", False), ("1", True), ("9", False)],
        [("17", False), ("2", True), ("9", False)],
    )
    assert whole("12", "123") == ([("12", False)], [("12", False), ("3", True)])


def test_the_first_difference_of_two_long_numbers_is_always_shown():
    for place in (0, 7, 8, 100, 590, 605, 616):
        left = "1" * 617
        right = left[:place] + "2" + left[place + 1 :]
        one, other = cut(left, right)

        assert ("2", True) in other
        assert sum(len(text) for text, _ in one) < 40


@pytest.mark.parametrize("kind", ["planted", "clean"])
def test_every_step_can_be_shown(kind):
    for found in opened(kind, REAL, SEED).parts.values():
        for step in found:
            shown = row(step, "en")

            assert shown["sides"] or shown["note"]
            assert (shown["kind"] == "equality") == (all(shown["names"]) and bool(shown["sides"]))


def test_in_a_graded_task_nothing_is_told_and_no_other_archive_opened():
    own = {"archive": "planted", "seed": 3}
    lens = VerifierLens(own, language="en", answers=False)
    asked = {"guess": "that", "named": ["nothing"], "told": True, "run": True}
    lens.state = {**lens.state, **asked, "seed": 4, "archive": "clean"}

    assert {key: lens.state[key] for key in own} == own
    assert (lens.state["named"], lens.state["told"], lens.state["run"]) == ([], False, False)
    assert lens.cards
    assert lens.verdict == {}
    assert not lens.answer.get("said")
