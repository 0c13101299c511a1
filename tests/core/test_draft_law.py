"""The draft law: ten articles, of each kind as many as promised, and what was read decides."""

from __future__ import annotations

import pytest

from electoral.draft_law import ARTICLES, GROUPS, PROVISIONS, VERDICTS, draft, group
from electoral_datasets import load

SEEDS = [*range(200), 999_999]


@pytest.fixture(scope="module")
def grades():
    """Return the best grade of each place of the Convention, as the data set has it."""
    rows = load("standards").query("instrument == 'cis_convention'")
    return rows.groupby("article")["grade"].min().to_dict()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_draft_has_ten_articles_of_four_kinds(seed):
    law = draft(seed)
    verdicts = [one.verdict for one in law]

    assert len(law) == len({one.id for one in law}) == ARTICLES
    assert [verdicts.count(verdict) for verdict in VERDICTS] == [4, 2, 1, 3]


@pytest.mark.parametrize("seed", SEEDS)
def test_each_place_that_was_read_is_contradicted_once(seed):
    law = draft(seed)
    against = [group(one.place) for one in law if one.verdict == "against"]
    unread = [one.place for one in law if one.verdict == "unread"]

    assert sorted(against) == sorted(GROUPS)
    assert len(set(unread)) == 3


def test_what_can_be_said_of_an_article_is_what_was_read_of_its_place(grades):
    """Grade A was read, B reported by others, C is from memory."""
    needed = {"against": "A", "in_line": "A", "reported": "B", "unread": "C"}

    for one in PROVISIONS.values():
        assert grades[one.place] == needed[one.verdict], one.id
    assert {group(place) for place in grades if place in {"5.1", "5.4", "8.1"}} == {"5", "8.1"}


def test_every_article_comes_up_and_drafts_differ():
    laws = [draft(seed) for seed in SEEDS]

    assert {one.id for law in laws for one in law} == set(PROVISIONS)
    assert len({tuple(one.id for one in law) for law in laws}) == len(SEEDS)
    assert {law[0].verdict for law in laws} == set(VERDICTS)


def test_the_same_number_gives_the_same_draft():
    assert draft(7) == draft(7)


@pytest.mark.parametrize("seed", [-1, True, 1.5, "7"])
def test_a_number_that_is_none_is_refused_with_the_value(seed):
    with pytest.raises(ValueError, match="A seed must be a whole number, 0 or more, not "):
        draft(seed)
