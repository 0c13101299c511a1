"""Entering the cabinet: rates emerge from many attempts, measures meet their attacks."""

from itertools import product

import pytest

from electoral.cabinet.identify import ATTACKS, ENTRIES, MEASURES, Rates, attempt, enter

TRIES = 2_000


def share(entry, attack="", measures=(), rates=None):
    """Return how many of 2,000 attempts get in."""
    given = () if rates is None else (rates,)
    tries = [attempt(entry, n, attack, measures, n, *given) for n in range(TRIES)]
    return sum(one.entered_as is not None for one in tries)


@pytest.mark.parametrize(
    ("entry", "attack", "measures", "rate"),
    [
        ("face", "", (), 980),  # 20 in 1,000 are sent away although they are who they say
        ("card", "", ("pin",), 995),
        ("signature", "", (), 990),
        ("face", "stranger", (), 1),
        ("card", "stranger", (), 0),
        ("face", "photo", (), 600),
        ("face", "photo", ("liveness",), 30),
        ("card", "borrowed_card", (), 1000),
        ("card", "borrowed_card", ("pin",), 500),
        ("card", "borrowed_card", ("pin", "face_compared"), 25),  # 500 · 50 / 1,000
        ("signature", "stolen_key", ("pin",), 500),
        ("card", "cloned_session", (), 1000),
        ("card", "cloned_session", ("bound_session",), 20),
        ("card", "cloned_session", ("one_session",), 1000),
    ],
)
def test_the_rate_is_what_the_hurdles_multiply_to(entry, attack, measures, rate):
    """Give or take four standard deviations."""
    chance = rate / 1000
    spread = (TRIES * chance * (1 - chance)) ** 0.5

    assert abs(share(entry, attack, measures) - TRIES * chance) <= 4 * spread


def test_rates_are_arguments():
    assert share("face", rates=Rates(rejected=(1000, 0, 0))) == 0
    assert share("card", rates=Rates(rejected=(1000, 0, 0))) == TRIES


@pytest.mark.parametrize(("entry", "attack"), list(product(ENTRIES, ATTACKS)))
def test_a_measure_never_helps_an_attack(entry, attack):
    if entry not in ATTACKS[attack]:
        with pytest.raises(ValueError, match=attack):
            attempt(entry, 1, attack)
        return
    for measure in MEASURES:
        if attack in MEASURES[measure]:
            assert share(entry, attack, (measure,)) <= share(entry, attack)


def test_an_attempt_leaves_a_record_of_every_hurdle_it_met():
    stopped = attempt("face", 7, "photo", ("liveness",), seed=1)

    assert (stopped.entered_as, stopped.stopped_by) == (None, "liveness")
    assert [(record.kind, record.good) for record in stopped.records] == [
        ("liveness_checked", False)
    ]
    assert attempt("card", 7).records[-1].kind == "session_opened"


def test_a_borrowed_card_leaves_the_same_records_as_its_owner():
    """Only the operator who looks at the face could see a difference."""
    owner = attempt("card", 3)
    other = attempt("card", 3, "borrowed_card")

    assert owner.records == other.records
    assert owner.entered_as == other.entered_as == 3


def test_the_owner_of_a_cloned_session_is_told_where_only_one_may_be_open():
    assert attempt("face", 1, "cloned_session", ("one_session",)).notices
    assert not attempt("face", 1, "cloned_session").notices


def test_the_right_person_always_gets_in_at_last():
    never = Rates(rejected=(1000, 1000, 1000))
    tries = enter("face", 4, (), seed=1, rates=never)

    assert [one.entered_as for one in tries] == [None] * 5 + [4]
    assert tries[-1].records[0].kind == "tried_again"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("palm", 1), "palm"), (("face", 1, "", ("prayer",)), "prayer"), (("face", 1, "axe"), "axe")],
)
def test_what_does_not_exist_is_named(arguments, said):
    with pytest.raises(ValueError, match=said):
        attempt(*arguments)
