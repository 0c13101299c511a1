"""The draft law as a view: judged article by article, and silent before."""

import json

import pytest

from electoral.draft_law import PROVISIONS, draft
from electoral_widgets import DraftLaw
from electoral_widgets import draft_law_words as say
from electoral_widgets.draft_law import BEGIN, JUDGEMENTS, LISTED, paraphrases


def judged(*judgements, seed=7):
    return DraftLaw({"seed": seed, "judged": [*judgements, *[""] * (10 - len(judgements))]},
                    language="en")  # fmt: skip


def test_every_article_has_words_and_a_place_and_no_verdict_before_it_is_judged():
    view = DraftLaw(language="en")

    assert [one["place"] for one in view.articles] == [one.place for one in draft(7)]
    assert view.told == [{}] * 10
    assert set(say.PROVISION_TEXTS) == set(PROVISIONS)
    assert {name for name, one in PROVISIONS.items() if one.verdict == "reported"} == set(LISTED)
    travelling = json.dumps([view.articles, view.told, view.state])
    assert not [name for name in PROVISIONS if name in travelling]


@pytest.mark.parametrize("seed", range(20))
def test_right_judgements_are_right_and_others_are_not(seed):
    law = draft(seed)
    right = [JUDGEMENTS[one.verdict] for one in law]
    wrong = ["agrees" if one == "against" else "against" for one in right]

    assert [told["right"] for told in judged(*right, seed=seed).told] == [True] * 10
    assert [told["right"] for told in judged(*wrong, seed=seed).told] == [False] * 10


def test_what_a_place_says_is_told_if_it_was_read_or_reported_and_never_from_memory():
    for one in PROVISIONS.values():
        texts = paraphrases(one, "en")
        if one.verdict == "reported":
            assert len(texts) == 1
            assert texts[0].startswith("The list of standards names ")
        elif one.verdict != "unread":
            assert texts
        law = next(n for n in range(400) if one in draft(n))
        at = draft(law).index(one)
        told = judged(*["unsaid"] * (at + 1), seed=law).told[at]
        assert told["texts"] == ([] if one.verdict == "unread" else texts)


def test_a_draft_for_a_graded_task_says_nothing_and_cannot_be_changed():
    view = DraftLaw({"seed": 8}, language="en", answers=False)
    view.state = {"seed": 9, "judged": ["against"] * 10}

    assert view.state == {**BEGIN, "seed": 8}
    assert view.told == [{}] * 10
    assert view.answers is False


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"seed": -1}, "seed is a whole number from 0 to"),
        ({"judged": ["against"]}, "10 words"),
        ({"judged": "against"}, "10 words"),
        ({"judged": ["perhaps"] + [""] * 9}, "judgement is one of"),
        ({"colour": 1}, "it has no 'colour'"),
    ],
)
def test_a_state_that_cannot_be_gets_a_sentence_and_changes_nothing(wrong, told):
    view = judged("against")
    before = dict(view.state), list(view.told)
    view.state = {**view.state, **wrong}

    assert told in view.notice
    assert (dict(view.state), list(view.told)) == before
