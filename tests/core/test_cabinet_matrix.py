"""Every adversary in every way of voting: what is possible, who notices, and why.

The table is written by hand from the reasons beside it; the model must come to the same by
running each attack. It stands for the day `SEED`, on which 24 of 30 vote, four votes are attacked
and all four are for another choice than the adversary's.
"""

import pytest

from electoral.cabinet.adversaries import ROLES
from electoral.cabinet.checks import CHECKS
from electoral.cabinet.day import Effect
from electoral.cabinet.matrix import cell, matrix
from electoral.cabinet.ways import WAYS

NOBODY, NOTHING = "", ""

CELLS = {
    "paper_home": [
        # role, achieved, noticed by, could be noticed by, standards, why
        ("device_changes", NOTHING, "machine_and_hand", NOBODY, "", "the hand count is official"),
        ("device_leaks", NOTHING, NOBODY, NOBODY, "", "no device knows whose paper it reads"),
        ("clerk_adds", "added 4", "room people_and_papers roll_and_register", NOBODY, "", "seen, unidentified, too long a roll"),
        ("clerk_absent", "added 4", "room people_and_papers", "own_status", "", "seen; signed for but not identified"),
        ("server_drops", "prevented 4", "room people_and_papers machine_and_hand", NOBODY, "", "the box lacks papers that were signed for and read"),
        ("server_erases", NOTHING, NOBODY, "recount", "", "the protocol was signed before; only a recount lacks papers"),
        ("server_replaces", "changed 4", "room machine_and_hand", NOBODY, "", "numbers stay right; a recount counts the false papers"),
        ("server_exchanges", "changed 4", "room machine_and_hand", "recount", "", "the papers themselves stay as they were"),
        ("server_miscounts", "changed 4", "protocol_copy", "recount", "", "observers hold the signed protocol"),
        ("voter_stuffs", "added 4", "people_and_papers machine_and_hand", NOBODY, "", "folded papers are too many papers"),
        ("trustee_refuses", NOTHING, "missing_share", NOBODY, "", "a signature is missing, the papers are there"),
        ("trustees_refuse", NOTHING, "missing_share", NOBODY, "", "others can count the papers"),
        ("trustee_leaks", NOTHING, NOBODY, NOBODY, "", "there is no key"),
        ("trustees_collude", NOTHING, NOBODY, NOBODY, "", "there is no key"),
        ("coercer", NOTHING, NOBODY, "complaint", "", "the booth hides what the victim does"),
        ("denial", NOTHING, "outage", NOBODY, "", "the station goes on with its own list"),
        ("impostor", NOTHING, "refused_entries", NOBODY, "", "no PIN, or another face: nobody gets in that day"),
    ],
    "paper_remote": [
        ("device_changes", NOTHING, "machine_and_hand", NOBODY, "", "the hand count is official"),
        ("device_leaks", "read 4", NOBODY, "papers_alike", "", "a terminal that knows the voter could mark the paper"),
        ("clerk_adds", "added 4", "room people_and_papers roll_and_register", NOBODY, "", "as at home"),
        ("clerk_absent", "added 4", "room people_and_papers", "own_status", "", "as at home"),
        ("server_drops", "prevented 4", "room people_and_papers machine_and_hand", NOBODY, "", "as at home"),
        ("server_erases", NOTHING, NOBODY, "recount", "", "as at home"),
        ("server_replaces", "changed 4", "room machine_and_hand", NOBODY, "", "as at home"),
        ("server_exchanges", "changed 4", "room machine_and_hand", "recount", "", "as at home"),
        ("server_miscounts", "changed 3", "protocol_copy", "recount", "", "the first district has three votes to take"),
        ("voter_stuffs", "added 4", "people_and_papers machine_and_hand", NOBODY, "", "as at home"),
        ("trustee_refuses", NOTHING, "missing_share", NOBODY, "", "as at home"),
        ("trustees_refuse", NOTHING, "missing_share", NOBODY, "", "as at home"),
        ("trustee_leaks", NOTHING, NOBODY, NOBODY, "", "there is no key"),
        ("trustees_collude", NOTHING, NOBODY, NOBODY, "", "there is no key"),
        ("coercer", NOTHING, NOBODY, "complaint", "", "the booth hides what the victim does"),
        ("denial", "prevented 6", "turned_away outage", NOBODY, "", "the terminal asks a server before it prints"),
        ("impostor", "added 1", NOBODY, "own_status", "", "one face in twenty passes, and it was an absent person's"),
    ],
    "deg_homomorphic": [
        ("device_changes", "changed 4", NOBODY, "challenge", "10 15", "only an opened ballot shows what was sealed"),
        ("device_leaks", "read 4", NOBODY, NOBODY, "19 26", "telling leaves no trace"),
        ("clerk_adds", "added 4", "credentials_and_roll voters_and_ballots", NOBODY, "18", "more keys than people"),
        ("clerk_absent", "added 4", NOBODY, "own_status", "18", "every number is right; only the absent know"),
        ("server_drops", "prevented 4", "code_on_board", "own_status", "15 17", "who looks for the code misses it"),
        ("server_erases", "prevented 4", "copies_of_board", "own_status", "15 17", "who looked before was content; copies remember"),
        ("server_replaces", "changed 4", "code_on_board archive_signatures", NOBODY, "15 17", "the server lacks the credential"),
        ("server_exchanges", "changed 4", "archive_product", NOBODY, "15 17", "the product is another"),
        ("server_miscounts", "changed 4", "archive_decryption", NOBODY, "15 17", "the shares open another sum"),
        ("voter_stuffs", "added 4", "archive_proofs", NOBODY, "18", "five votes have no proof of being one"),
        ("trustee_refuses", NOTHING, "missing_share", NOBODY, "", "two of three are enough"),
        ("trustees_refuse", "prevented 24", "missing_share", NOBODY, "17", "one of three is not"),
        ("trustee_leaks", NOTHING, NOBODY, NOBODY, "", "one share opens nothing"),
        ("trustees_collude", "read 24, early 24", NOBODY, NOBODY, "19 24 26", "opening in secret leaves no trace"),
        ("coercer", "changed 4, proven 4", NOBODY, "complaint", "10 23", "the device can prove the vote, the board shows re-votes"),
        ("denial", "changed 1, prevented 5", "turned_away outage", NOBODY, "3", "one re-vote came too late, and five votes"),
        ("impostor", "added 2", NOBODY, "own_status", "18", "those who come replace the vote; the absent do not"),
    ],
    "deg_blind": [
        ("device_changes", "changed 4", "own_line", NOBODY, "10 15", "the opened line says another choice"),
        ("device_leaks", "read 4", NOBODY, NOBODY, "19 26", "telling leaves no trace"),
        ("clerk_adds", "added 4", "tokens_and_ballots", NOBODY, "18", "more votes than tokens on the list"),
        ("clerk_absent", "added 4", NOBODY, "own_status", "18", "tokens on the list, in the name of the absent"),
        ("server_drops", "prevented 4", "code_on_board own_line", "own_status", "15 17", "neither code nor line is there"),
        ("server_erases", "prevented 4", "own_line copies_of_board", "own_status", "15 17", "copies have it, the opened lines have not"),
        ("server_replaces", "changed 4", "code_on_board own_line archive_signatures", NOBODY, "15 17", "the server lacks the token's secret"),
        ("server_exchanges", "changed 4", "own_line archive_decryption", NOBODY, "15 17", "the shares do not fit the board"),
        ("server_miscounts", "changed 4", "archive_decryption", NOBODY, "15 17", "the lines add up to another result"),
        ("voter_stuffs", "prevented 1", NOBODY, NOBODY, "", "the cheat loses their own vote"),
        ("trustee_refuses", NOTHING, "missing_share", NOBODY, "", "two of three are enough"),
        ("trustees_refuse", "prevented 24", "missing_share", NOBODY, "17", "one of three is not"),
        ("trustee_leaks", NOTHING, NOBODY, NOBODY, "", "one share opens nothing"),
        ("trustees_collude", "early 24", NOBODY, NOBODY, "24", "votes without names: known early, nobody's"),
        ("coercer", "changed 4, proven 4", NOBODY, "complaint", "10 23", "the serial points at the opened line"),
        ("denial", "prevented 6", "turned_away outage", NOBODY, "3", "no other way to vote"),
        ("impostor", "changed 1, added 1", "turned_away", "own_status", "18", "who comes finds the token given out"),
    ],
    "i_voting": [
        ("device_changes", "changed 3", "second_device", NOBODY, "10 15", "one of four checks and goes to a station"),
        ("device_leaks", "read 4", NOBODY, NOBODY, "19 26", "telling leaves no trace"),
        ("clerk_adds", "added 4", "roll_and_register", NOBODY, "18", "a roll longer than the register"),
        ("clerk_absent", NOTHING, NOBODY, NOBODY, "", "the clerk has nobody's ID card"),
        ("server_drops", "prevented 3", "second_device", "own_status", "15 17", "one of four checks and goes to a station"),
        ("server_erases", "prevented 4", "register_and_box", "own_status", "15 17", "the check was before; the second register remembers"),
        ("server_replaces", "changed 3", "second_device envelopes_and_roll", NOBODY, "15 17", "the server has nobody's ID card"),
        ("server_exchanges", "changed 3", "shuffle", NOBODY, "15 17", "the mix has other votes; one of the four was alike"),
        ("server_miscounts", "changed 4", "box_decryption", NOBODY, "15 17", "the shares open another result"),
        ("voter_stuffs", "prevented 1", NOBODY, NOBODY, "", "the cheat loses their own vote"),
        ("trustee_refuses", NOTHING, "missing_share", NOBODY, "", "two of three are enough"),
        ("trustees_refuse", "prevented 24", "missing_share", NOBODY, "17", "one of three is not"),
        ("trustee_leaks", NOTHING, NOBODY, NOBODY, "", "one share opens nothing"),
        ("trustees_collude", "read 24, early 24", NOBODY, NOBODY, "19 24 26", "names are still on the envelopes"),
        ("coercer", NOTHING, NOBODY, "complaint", "", "nobody outside sees a re-vote"),
        ("denial", NOTHING, "outage", NOBODY, "", "people go to a station"),
        ("impostor", "added 1", NOBODY, "own_status", "18", "those who come replace the vote; the absent do not"),
    ],
}  # fmt: skip
ROWS = [(way, *row) for way, rows in CELLS.items() for row in rows]


@pytest.mark.parametrize(
    ("way", "role", "achieved", "noticed", "could", "standards", "why"),
    ROWS,
    ids=[f"{row[0]}-{row[1]}" for row in ROWS],
)
def test_a_cell_is_what_its_reasons_say(way, role, achieved, noticed, could, standards, why):  # noqa: PLR0913, PLR0917
    found = cell(role, way)
    counts = dict(part.split() for part in achieved.split(", ")) if achieved else {}

    assert found.possible == Effect(**{name: int(votes) for name, votes in counts.items()}), why
    assert [check for _, check in found.noticed] == noticed.split(), why
    assert [check for _, check, _ in found.could_notice] == could.split(), why
    assert found.standards == tuple(map(int, standards.split())), why


def test_every_cell_is_in_the_table():
    assert set(matrix()) == {(role, way) for way, role, *_ in ROWS}
    assert set(matrix()) == {(role, way) for role in ROLES for way in WAYS}


def test_every_check_notices_something_somewhere():
    cells = matrix().values()
    used = {key[1] for one in cells for key in (*one.noticed, *one.could_notice)}

    assert used == set(CHECKS)


def test_no_check_gives_a_false_alarm_on_that_day():
    assert {one.false_alarms for one in matrix().values()} == {()}


def test_only_standards_read_in_a_source_are_named():
    """Those that facts.md marks with a dagger."""
    seen = {1, 2, 3, 10, 15, 17, 18, 19, 23, 24, 25, 26, 27, 30, 31}

    assert {number for one in matrix().values() for number in one.standards} <= seen


def test_the_recommendation_is_not_about_paper():
    assert {one.standards for (_, way), one in matrix().items() if "paper" in way} == {()}


@pytest.mark.parametrize(("role", "way"), [("nobody", "i_voting"), ("coercer", "by_post")])
def test_an_unknown_role_or_way_is_named(role, way):
    with pytest.raises(ValueError, match=r"nobody|by_post"):
        cell(role, way)
