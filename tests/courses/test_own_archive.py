"""Every student's own archive, toy board and key: solvable, told apart, equal to what is shown."""

from __future__ import annotations

import itertools
import json
from base64 import b64decode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from electoral.evoting.chance import Chance
from electoral.evoting.checks import CHECKS as ALL_CHECKS
from electoral.evoting.elgamal import encrypt
from electoral.evoting.groups import TOY_23
from electoral.evoting.planted import KINDS, planted
from electoral.evoting.tamper import TAMPERINGS
from electoral.evoting.threshold import combine, deal
from electoral.evoting.verify import verify
from electoral_courses.own_archive import (
    BROKEN,
    CHECKS,
    NOWHERE,
    SEEDS,
    own_archive,
    own_key,
    own_sum,
)

TRIED = [*range(14), 88, 2**64 - 1]
"""Seeds of archives; an archive is made once for all tests of this file."""

ANY_SEED = st.integers(0, 2**64 - 1)
MANY = settings(max_examples=100, deadline=None)


@pytest.mark.parametrize("seed", TRIED)
def test_the_answers_are_what_the_verifier_finds_in_the_archive(seed):
    own = own_archive(seed)
    verdict = verify(b64decode(own["archive"]))
    first, facts = verdict.failures[0], {row: cell["count"] for row, cell in own["answer"].items()}

    assert {step.ballot for step in verdict.failures} == {own["ballot"]}
    assert [check for check in CHECKS if own[f"is_{check}"]] == [first.check]
    assert facts["ballots"] == verdict.ballots
    assert facts["voters"] == verdict.voters
    assert facts["counted"] == verdict.tallied
    assert facts["votes"] == sum(verdict.result[0])
    assert facts["events"] == facts["ballots"] + own["others"]
    assert first.event == own["ballot"]
    assert verdict.secure


@pytest.mark.parametrize("seed", TRIED)
def test_the_archive_is_the_one_that_the_lens_shows(seed):
    own, found = own_archive(seed), planted(own_archive(seed)["seed"])

    assert 0 <= own["seed"] < SEEDS
    assert b64decode(own["archive"]) == found.archive
    assert own["ballot"] == found.ballot


@pytest.mark.parametrize("seed", TRIED)
def test_the_prompt_alone_gives_the_facts(seed):
    own = own_archive(seed)
    listed = own["list"].split(", ")
    cast = [entry.split(":\N{NO-BREAK SPACE}")[1] for entry in own["journal"].split(", ")]
    last = {voter: number for number, voter in enumerate(cast, 1)}
    facts = {row: cell["count"] for row, cell in own["answer"].items()}

    assert len(listed) == len(set(listed)) == facts["voters"]
    assert len(cast) == facts["ballots"] == own["as_all"]
    assert len(cast) - len(last) == facts["replaced"] > 0
    assert len(last.keys() & set(listed)) == facts["counted"]
    assert len(cast) + own["others"] == facts["events"] == own["as_last"] + 1
    assert sum(map(int, own["result"].split(", "))) == facts["votes"]
    strangers = last.keys() - set(listed)
    assert bool(strangers) == own["is_on_the_list"] == (own["as_stranger"] != NOWHERE)
    assert [last[voter] for voter in strangers] in ([], [own["ballot"]])


@pytest.mark.parametrize("seed", TRIED)
def test_the_columns_are_the_journal(seed):
    own = own_archive(seed)
    events = own["events"]
    cast = [voter for voter in events["voter"] if voter]

    assert events["event"] == list(range(len(events["type"])))
    assert [one is not None for one in events["voter"]] == [
        kind == "Ballot" for kind in events["type"]
    ]
    assert [entry[-4:] for entry in own["journal"].split(", ")] == cast


def test_every_kind_of_planted_ballot_has_its_check_and_its_promise():
    by_check = {TAMPERINGS[kind].check: kind for kind in KINDS}

    assert by_check.keys() == CHECKS.keys() <= ALL_CHECKS.keys()
    assert set(CHECKS.values()) == set(BROKEN)
    assert {CHECKS[TAMPERINGS[kind].check] for kind in ("vote-of-five", "too-many")} == {"equal"}
    assert CHECKS[TAMPERINGS["stranger"].check] == "eligible"


@pytest.mark.parametrize("seed", TRIED)
def test_one_check_and_one_promise_are_right(seed):
    own = own_archive(seed)
    check = next(check for check in CHECKS if own[f"is_{check}"])

    assert sum(own[f"is_{check}"] for check in CHECKS) == 1
    assert [what for what in BROKEN if own[f"breaks_{what}"]] == [CHECKS[check]]


def test_thirty_students_have_thirty_seeds_and_several_kinds():
    owned = [own_archive(seed) for seed in TRIED]

    assert len({own["seed"] for own in owned}) == len(TRIED)
    assert len({own["archive"] for own in owned}) == len(TRIED)
    assert sum(any(own[f"is_{check}"] for own in owned) for check in CHECKS) >= 5


@MANY
@given(ANY_SEED)
def test_the_toy_lines_hold_the_votes_that_the_answer_says(seed):
    own = own_sum(seed)
    right = {row: cell["number"] for row, cell in own["answer"].items()}
    (a, b), (c, d) = own["lines"]
    public = pow(2, own["key"], 23)
    held = {
        tuple(encrypt(TOY_23, public, vote, secret)): vote
        for vote in range(5)
        for secret in range(11)
    }

    assert own["public"] == public
    assert (right["first"], right["second"]) == (a * c % 23, b * d % 23)
    assert right["mask"] == pow(right["first"], own["key"], 23)
    assert right["mask"] * pow(2, right["votes"], 23) % 23 == right["second"]
    assert right["votes"] == held[a, b] + held[c, d] <= 8
    assert (own["one"], own["other"]) == (f"({a}, {b})", f"({c}, {d})")


@MANY
@given(ANY_SEED)
def test_every_mistake_at_the_toy_board_gives_another_number(seed):
    own = own_sum(seed)
    right = {row: cell["number"] for row, cell in own["answer"].items()}
    (a, _), (c, _) = own["lines"]

    assert own["as_added"] == a + c != right["first"]
    assert own["as_undivided"] == a * c != right["first"]
    assert own["as_times"] == right["first"] * own["key"] % 23 != right["mask"]
    assert pow(2, own["as_unmasked"], 23) == right["second"]
    assert own["as_unmasked"] != right["votes"] > 1


@MANY
@given(ANY_SEED)
def test_the_groups_that_can_open_are_counted_one_by_one(seed):
    own = own_key(seed)
    right = {row: cell["count"] for row, cell in own["answer"].items()}
    everybody = range(1, own["people"] + 1)
    holders = [person for person in everybody if person not in own["gone"]]

    assert right["groups"] == len(list(itertools.combinations(holders, own["needed"]))) <= 10
    assert own["as_everybody"] == len(list(itertools.combinations(everybody, own["needed"])))
    assert own["as_orders"] == len(list(itertools.permutations(holders, own["needed"])))
    assert right["spare"] == len(holders) - own["needed"] > 0
    assert right["nothing"] == own["needed"] - 1 == own["as_needed"] - 1
    assert len({right["groups"], own["as_everybody"], own["as_orders"]}) == 3
    assert own["as_before"] != right["spare"]
    assert own["lost"] == ", ".join(map(str, own["gone"]))


@pytest.mark.parametrize("seed", range(6))
def test_such_a_key_opens_with_each_group_and_with_no_card_fewer(seed):
    own, group = own_key(seed), TOY_23
    made = deal(group, own["people"], own["needed"], Chance("own key", seed))
    alpha, opened = 9, set()
    holders = [person for person in range(1, own["people"] + 1) if person not in own["gone"]]
    for some in itertools.combinations(holders, own["needed"]):
        factors = {person: group.power(alpha, made.keys[person - 1]) for person in some}
        opened.add(combine(group, factors))

    secret = sum(polynomial[0] for polynomial in made.polynomials)
    assert opened == {group.power(alpha, secret)}


@pytest.mark.parametrize("make", [own_archive, own_sum, own_key])
@pytest.mark.parametrize("seed", TRIED[:4])
def test_the_same_seed_gives_the_same_numbers_and_they_are_plain(make, seed):
    one, again = make(seed), make(seed)

    assert one == again
    assert json.loads(json.dumps(one)) == one


@pytest.mark.parametrize("make", [own_archive, own_sum, own_key])
def test_what_a_student_may_see_does_not_tell_the_answer(make):
    shown = make(3).shown()

    telling = ("answer", "as_", "is_", "breaks_", "ballot", "how", "check")
    assert shown
    assert not [name for name in shown if name.startswith(telling)]
