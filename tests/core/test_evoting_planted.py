"""A learner's own archive has one wrong ballot, and one check that finds it first."""

from time import process_time

import pytest

from electoral.evoting.planted import KINDS, planted
from electoral.evoting.verify import verify

TOY = "TOY-2039"


@pytest.mark.parametrize(
    ("seed", "group"),
    [*((seed, TOY) for seed in range(40)), *((seed, "BELENIOS-2048") for seed in range(6))],
)
def test_one_ballot_is_refused_and_everything_else_holds(seed, group):
    found = planted(seed, group)
    verdict = verify(found.archive)

    assert verdict.failures[0].check == found.check
    assert {step.check for step in verdict.failures} == {found.check, *found.also}
    assert {(step.event, step.ballot) for step in verdict.failures} == {(found.event, found.ballot)}
    assert (verdict.voters, verdict.ballots, verdict.tallied) == (
        found.voters,
        found.ballots,
        found.tallied,
    )
    assert verdict.result == list(map(list, found.result))
    assert verdict.stage == "Result"
    assert 8 <= found.voters <= 10


def test_each_kind_is_found_by_another_check_and_comes_up():
    some = [planted(seed, TOY) for seed in range(60)]

    assert {one.how for one in some} == set(KINDS)
    assert len({one.check for one in some}) == len(KINDS)


def test_the_same_seed_is_the_same_archive_soon():
    planted.cache_clear()
    began = process_time()
    first = planted(5)
    seconds = process_time() - began
    planted.cache_clear()

    assert planted(5) == first
    assert planted(6).archive != first.archive
    assert seconds < 0.6
