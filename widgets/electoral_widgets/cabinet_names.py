"""What ways of voting, dishonest parties, checks and standards are called for a reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from electoral.cabinet.adversaries import ROLES
from electoral.cabinet.identify import ATTACKS, ENTRIES, MEASURES
from electoral_datasets.i18n import N_
from electoral_widgets.base import words

if TYPE_CHECKING:
    from collections.abc import Iterable

WAY_NAMES = {
    "deg_homomorphic": N_("Internet voting: only the sum is opened"),
    "deg_blind": N_("Internet voting: every vote is opened, without a name"),
    "i_voting": N_("Internet voting of the Estonian kind"),
}
"""The ways that the cabinet shows; those on paper have views of their own."""

WAY_TEXTS = {
    "deg_homomorphic": N_(
        "Your phone encrypts your vote (locks it). All locked votes stand on a public board; they "
        "are added up locked, and only the sum is opened. You may vote again: the last vote counts."
    ),
    "deg_blind": N_(
        "The clerk signs a token for you without seeing it. With it, but without your name, your "
        "encrypted vote goes to a public board; after the close every vote is opened. You vote once."
    ),
    "i_voting": N_(
        "You sign your encrypted vote like a letter in an envelope. After the close the names are "
        "taken off, the votes are mixed and opened. You may vote again: the last vote counts."
    ),
}

ROLE_NAMES = {
    "": N_("Nothing was wrong"),
    "device_changes": N_("The phone changes votes before it encrypts them"),
    "device_leaks": N_("The phone tells others how people vote"),
    "clerk_adds": N_("The clerk gives the right to vote to people who do not exist"),
    "clerk_absent": N_("The clerk votes for people who did not come"),
    "server_drops": N_("The server never stores some ballots"),
    "server_erases": N_("The server takes stored ballots away shortly before the close"),
    "server_replaces": N_("The server puts ballots of its own in place of others"),
    "server_exchanges": N_("The server puts another encrypted sum in place of the right one"),
    "server_miscounts": N_("The server announces another result"),
    "voter_stuffs": N_("A voter puts several votes into one ballot"),
    "trustee_refuses": N_("One person who holds a share of the key refuses"),
    "trustees_refuse": N_("So many refuse that the key cannot be put together"),
    "trustee_leaks": N_("One person hands out a share of the key"),
    "trustees_collude": N_("Holders of enough shares open votes in secret, with the server"),
    "coercer": N_("Somebody forces people and wants proof of their votes"),
    "denial": N_("Power or network fails in the last quarter of the day"),
    "impostor": N_("Somebody enters as other people, with borrowed cards"),
}

WHO_NAMES = {
    "voter": N_("the voter"),
    "observer": N_("an observer in the room"),
    "anyone": N_("anybody who reads what is published"),
    "monitor": N_("whoever keeps copies of the board"),
    "auditor": N_("an appointed auditor"),
}

CHECK_NAMES = {
    "code_on_board": N_("Is my code on the board?"),
    "challenge": N_("Challenge the phone: what did it encrypt?"),
    "second_device": N_("Look at the stored ballot with a second device"),
    "own_line": N_("What does my line of the opened board say?"),
    "own_status": N_("Does the list say rightly whether I voted?"),
    "turned_away": N_("I was refused although I had the right"),
    "complaint": N_("Somebody who was forced complains"),
    "room": N_("Something is seen in the room"),
    "people_and_papers": N_("People, signatures and papers are as many"),
    "machine_and_hand": N_("Machine count and hand count agree"),
    "protocol_copy": N_("The published protocol is like my copy"),
    "recount": N_("The papers are counted again"),
    "papers_alike": N_("All papers look alike"),
    "refused_entries": N_("Somebody was stopped with another's card"),
    "outage": N_("The service could not be reached"),
    "missing_share": N_("A share of the key is missing"),
    "roll_and_register": N_("Voters' list and population register are as long"),
    "credentials_and_roll": N_("Rights to vote are as many as people on the list"),
    "tokens_and_ballots": N_("There are no more ballots than tokens given out"),
    "voters_and_ballots": N_(
        "There are no more ballots than people on the list of those who voted"
    ),
    "archive_signatures": N_("Each ballot is signed by somebody with the right to vote"),
    "archive_proofs": N_("Each ballot is proven to be well formed"),
    "archive_product": N_("The encrypted sum is made of the ballots on the board"),
    "archive_decryption": N_("What was opened is the announced result"),
    "copies_of_board": N_("The board has only grown"),
    "envelopes_and_roll": N_("Each envelope is signed by a voter of the list"),
    "register_and_box": N_("The box has the envelopes that the second register knows"),
    "shuffle": N_("Mixing changed no vote"),
    "box_decryption": N_("The opened votes add up to the result"),
}

STANDARD_NAMES = {
    3: N_("voting by internet is only an addition, as long as not everybody can use it"),
    10: N_("the voter's intention is not influenced, by the system or by people"),
    15: N_("voters can check that their vote was sealed as meant and not altered"),
    17: N_("sound evidence, independent of the system, that each vote is counted"),
    18: N_("evidence that only votes of people with the right to vote are counted"),
    19: N_("votes stay secret at all stages"),
    23: N_("no receipt that proves a vote to somebody else"),
    24: N_("no results before the close"),
    25: N_("earlier choices of the same voter stay secret too"),
    26: N_("no link between an opened vote and a voter"),
}
"""Of CM/Rec(2017)5, in our words; only those whose text was seen quoted."""

ENTRY_NAMES = {
    "face": N_("Face"),
    "card": N_("ID card"),
    "signature": N_("Electronic signature"),
}

ATTACK_NAMES = {
    "stranger": N_("A stranger without any tool"),
    "photo": N_("A photo before the camera"),
    "borrowed_card": N_("A borrowed card"),
    "stolen_key": N_("A stolen signing key"),
    "cloned_session": N_("A copied session: the open cabinet on another device"),
}

MEASURE_NAMES = {
    "liveness": N_("A program looks for signs of life in the face"),
    "pin": N_("A PIN is asked"),
    "face_compared": N_("A person compares the face with the card"),
    "bound_session": N_("A session works on one device only"),
    "one_session": N_("A new session ends the old one, and the owner is told"),
}


def listed(language: str, ways: Iterable[str], stories: Iterable[str]) -> dict[str, Any]:
    """Return what a learner can choose from: `id`, `name` and what belongs to it.

    Args:
        language: the reader's.
        ways: ways of voting to be offered.
        stories: roles who may be dishonest on a learner's day; the empty one is "nothing".
    """
    say = words(language).gettext

    def named(table: dict[str, str], ids: Iterable[str]) -> list[dict[str, Any]]:
        return [{"id": one or "nothing", "name": say(table[one])} for one in ids]

    return {
        "ways": [{**one, "text": say(WAY_TEXTS[one["id"]])} for one in named(WAY_NAMES, ways)],
        "stories": named(ROLE_NAMES, stories),
        "roles": named(ROLE_NAMES, ROLES),
        "entries": named(ENTRY_NAMES, ENTRIES),
        "attacks": [
            {**one, "entries": list(ATTACKS[one["id"]])} for one in named(ATTACK_NAMES, ATTACKS)
        ],
        "measures": [
            {**one, "attacks": list(MEASURES[one["id"]])} for one in named(MEASURE_NAMES, MEASURES)
        ],
    }
