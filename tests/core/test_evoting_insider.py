"""Somebody who holds the server's keys: what the file shows, what others notice, what nobody does.

The expected refusals are the Belenios specification 2.0, by the sections `checks.CHECKS` names.
"""

import shutil
import subprocess
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from electoral.evoting.insider_attempt import attempt
from electoral.evoting.insider_moves import AHEAD, MOVES, OURS, Act, Plot, hold
from electoral.evoting.insider_notice import (
    LESSONS,
    Outside,
    lesson,
    lessons_of,
    looks,
    notices,
    standards,
)
from electoral.evoting.verify import verify

DAY = hold(7, "TOY-2039")
FOR_A = next(one for one in DAY.targets("voted") if DAY.wishes[one] == AHEAD and one != DAY.twice)
FOR_B = next(one for one in DAY.targets("voted") if DAY.wishes[one] == OURS)
ABSENT = next(one for one in range(12) if one not in DAY.targets("voted"))


def tried(*acts, **help_):
    return attempt(Plot(tuple(Act(*one) for one in acts), **help_))


def noticed_by(made, **outside):
    return {one.by for one in notices(made, Outside(**outside)) if one.noticed}


def test_without_a_plot_b_is_two_votes_behind_and_the_file_is_accepted():
    made = tried()

    assert (made.result, made.gain, made.wins) == ((5, 3, 2), 0, False)
    assert made.verdict.accepted
    assert notices(made, Outside(looks=1000)) == ()
    assert {one.mark for one in made.blocks} == {""}


@pytest.mark.parametrize(
    ("acts", "help_", "failing"),
    [
        ([("cast", ABSENT)], {}, ("signature",)),
        ([("cast", FOR_A)], {}, ("signature",)),
        ([("change", FOR_A)], {}, ("signature", "individual_proof", "overall_proof")),
        ([("change", FOR_A)], {"rechain": False}, ("content_hash", "payload")),
        ([("change", FOR_A)], {"registrar": True}, ("individual_proof", "overall_proof")),
        ([("erase", FOR_A)], {"rechain": False}, ("chain", "height")),
        ([("early", DAY.twice)], {}, ("tally_product",)),
        ([("tally",)], {"trustees": 3, "registrar": True}, ("tally_product",)),
        ([("open",)], {"trustees": 3}, ("decryption_proof",)),
        ([("result",)], {"trustees": 3}, ("result",)),
    ],
)
def test_the_file_shows_a_vote_that_is_made_or_changed(acts, help_, failing):
    made = tried(*acts, **help_)

    assert made.failing == failing
    assert any(set(one.fails) & set(failing) for one in made.blocks)


@pytest.mark.parametrize(
    ("acts", "help_", "result"),
    [
        ([("swallow", FOR_A)], {}, (4, 3, 2)),
        ([("swallow", FOR_B)], {}, (5, 2, 2)),
        ([("swallow", DAY.twice)], {}, (4, 4, 2)),
        ([("erase", FOR_A)], {}, (4, 3, 2)),
        ([("cast", ABSENT)], {"registrar": True}, (5, 4, 2)),
        ([("cast", FOR_A)], {"registrar": True}, (4, 4, 2)),
        ([("phone", FOR_A)], {"phone": True}, (4, 4, 2)),
        ([("bribe", ABSENT)], {"bought": True}, (5, 4, 2)),
        ([("bribe", FOR_A)], {"bought": True}, (4, 4, 2)),
    ],
)
def test_the_file_cannot_show_a_ballot_that_is_missing_or_rightly_signed(acts, help_, result):
    made = tried(*acts, **help_)

    assert made.verdict.accepted
    assert made.result == result


def test_what_a_file_does_not_show_others_can_notice():
    swallowed, erased = tried(("swallow", FOR_A)), tried(("erase", FOR_A))
    replaced = tried(("cast", FOR_A), registrar=True)
    added = tried(("cast", ABSENT), registrar=True)

    assert noticed_by(swallowed, looks=1000) == {"codes", "list"}
    assert noticed_by(swallowed, looks=0) == {"list"}
    assert noticed_by(swallowed, looks=0, apart=False) == set()
    assert noticed_by(swallowed, looks=1000, apart=False) == {"codes", "status"}
    assert noticed_by(erased, looks=0, apart=False) == {"copies"}
    assert noticed_by(erased, looks=0, apart=False, copies=False) == set()
    assert noticed_by(replaced, looks=1000) == {"codes"}
    assert noticed_by(added, looks=1000) == {"list"}
    assert noticed_by(added, looks=1000, apart=False) == {"status"}


def test_a_changed_phone_and_a_bought_voter_are_noticed_by_no_comparison():
    for made in (
        tried(("phone", FOR_A), phone=True),
        tried(("bribe", ABSENT), ("bribe", FOR_A), bought=True),
    ):
        assert made.verdict.accepted
        for apart in (True, False):
            assert notices(made, Outside(looks=1000, apart=apart)) == ()


def test_one_ballot_taken_away_and_one_put_in_leave_the_numbers_even():
    made = tried(("swallow", FOR_A), ("cast", ABSENT), registrar=True)

    assert (made.result, made.ballots, made.signed_in) == ((4, 4, 2), 10, 10)
    assert noticed_by(made, looks=0) == set()
    assert made.codes == {FOR_A}
    assert made.named == {FOR_A, ABSENT}


def test_the_chance_that_somebody_looks_is_that_of_independent_people():
    other = next(one for one in DAY.targets("voted") if one not in {FOR_A, DAY.twice})
    made = tried(("cast", FOR_A), ("cast", other), registrar=True)
    (codes,) = notices(made, Outside(looks=100))

    assert codes.chance == Fraction(19, 100)
    assert codes.affected == tuple(sorted((FOR_A, other)))
    share = sum(looks(seed, 3, 100) for seed in range(2000))
    assert 150 < share < 250  # four standard deviations about 200


def test_two_trustees_read_every_ballot_and_the_server_alone_reads_none():
    wanted = [
        OURS if voter == DAY.twice and place < len(DAY.casts) - 1 else DAY.wishes[voter]
        for place, (voter, _text) in enumerate(DAY.casts)
    ]

    assert list(DAY.opened.values()) == wanted
    assert not Plot(trustees=1).reads
    assert Plot(trustees=2).reads
    assert standards(Plot(trustees=2)) == ("rec19", "rec26", "cis5")


def test_blindly_four_pairs_of_45_help():
    """By hand: B then leads only with the twice-voter's last ballot and one of four others for A."""
    assert DAY.lucky(2) == (4, 45)
    assert DAY.lucky(1) == (0, 10)


def test_a_plot_that_needs_more_help_or_another_voter_is_refused():
    with pytest.raises(ValueError, match="needs the help of phone"):
        Plot((Act("phone", FOR_A),))
    with pytest.raises(ValueError, match="no target of swallow"):
        Plot((Act("swallow", ABSENT),))
    with pytest.raises(ValueError, match=r"move \(steal\) must be one of swallow"):
        Plot((Act("steal", 1),))
    with pytest.raises(ValueError, match="once, not twice"):
        Plot((Act("tally"), Act("tally")))
    with pytest.raises(ValueError, match=r"trustees \(4\)"):
        Plot(trustees=4)


def test_every_move_has_a_lesson_and_every_lesson_is_computed():
    assert {name.partition("_")[0] for name in LESSONS} == set(MOVES)
    found = {name: lesson(name, 7) for name in LESSONS}

    assert {name for name, one in found.items() if one.passes == "never"} == {
        *("cast", "change", "change_loose", "change_registrar"),
        *("early", "tally", "result", "open"),
    }
    assert found["erase_loose"].passes == "sometimes"  # the last event leaves no gap
    assert {name for name, one in found.items() if one.passes == "always" and not one.noticed} == {
        "phone",
        "bribe",
    }
    assert found["swallow"].gains == (-1, 2)
    assert lessons_of(Plot((Act("erase", FOR_A), Act("cast", FOR_B)), rechain=False)) == (
        "erase_loose",
        "cast",
    )


def test_the_same_plot_has_the_same_verdict_in_the_real_group():
    for acts, help_ in (
        ([("cast", FOR_A)], {"registrar": True}),
        ([("swallow", FOR_A), ("open",)], {"trustees": 1}),
    ):
        toy, real = tried(*acts, **help_), tried(*acts, **help_, group="BELENIOS-2048")

        assert (real.failing, real.result) == (toy.failing, toy.result)
        assert (real.verdict.secure, toy.verdict.secure) == (True, False)


def test_belenios_own_program_is_of_the_same_mind(tmp_path):
    if shutil.which("belenios-tool") is None:
        pytest.skip("belenios-tool is not installed: apt-get install belenios-tool")
    accepted = {}
    for name, acts in (("signed", [("cast", FOR_A)]), ("forged", [("change", FOR_A)])):
        made = tried(*acts, registrar=name == "signed", group="BELENIOS-2048")
        folder = tmp_path / name
        folder.mkdir()
        (folder / "election.bel").write_bytes(made.archive)
        command = ["belenios-tool", "election", "verify", "--dir", str(folder)]
        accepted[name] = subprocess.run(command, capture_output=True, check=False).returncode == 0

    assert accepted == {"signed": True, "forged": False}


@settings(max_examples=12)
@given(st.sets(st.sampled_from(DAY.targets("voted")), max_size=5), st.booleans())
def test_whatever_is_left_out_the_archive_is_whole_and_the_voters_can_see_it(left_out, late):
    move = "erase" if late else "swallow"
    made = tried(*((move, voter) for voter in sorted(left_out)))

    assert verify(made.archive).accepted
    assert made.codes == left_out
    assert sum(made.result) == 10 - len(left_out - {DAY.twice})
