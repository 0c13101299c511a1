"""Tamperings with what stands before the first ballot: keys, trustees and the list of voters."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from electoral.evoting.election import compact
from electoral.evoting.insider import TamperError, Tampering
from electoral.evoting.trustees import publish_key

if TYPE_CHECKING:
    from electoral.evoting.chance import Chance
    from electoral.evoting.insider import Board


def key_forged(board: Board, chance: Chance) -> None:
    """A trustee's key with a proof that does not hold."""
    kind, value = board.trustees[chance.below(len(board.trustees))]
    key = value if kind == "Single" else value["verification_keys"][0]
    _forge(board, key["pok"])


def certificate_forged(board: Board, chance: Chance) -> None:
    """A certificate that its trustee has not signed."""
    certs = _pedersen(board)["certs"]
    _forge(board, certs[chance.below(len(certs))]["signature"])


def exponents_forged(board: Board, chance: Chance) -> None:
    """A contribution to the common key that its trustee has not signed."""
    exponents = _pedersen(board)["coefexps"]
    _forge(board, exponents[chance.below(len(exponents))]["signature"])


def _forge(board: Board, proof: dict[str, str]) -> None:
    proof["response"] = str((int(proof["response"]) + 1) % int(board.election.group.q))


def _pedersen(board: Board) -> dict[str, Any]:
    for kind, value in board.trustees:
        if kind == "Pedersen":
            return value
    raise TamperError("threshold")


def key_exchanged(board: Board, chance: Chance) -> None:
    """The insider's own key in the place of a trustee's who did not come to the opening."""
    came = {owner for owner, _made in board.opened}
    number = 0
    for kind, value in board.trustees:
        keys = [value] if kind == "Single" else value["verification_keys"]
        for place in range(len(keys)):
            number += 1
            if number not in came and kind == "Pedersen":
                keys[place] = _own_key(board, chance)
                return
    raise TamperError("spare")


def trustee_added(board: Board, chance: Chance) -> None:
    """One more trustee on the list, of whom the election's key knows nothing."""
    board.trustees.append(["Single", _own_key(board, chance)])


def _own_key(board: Board, chance: Chance) -> dict[str, Any]:
    group, drawn = board.election.group, chance.child("own key")
    return publish_key(group, 1 + drawn.below(group.q - 1), drawn)


def key_zero(board: Board, chance: Chance) -> None:
    """A trustee whose key is 0."""
    kind, value = board.trustees[chance.below(len(board.trustees))]
    key = value if kind == "Single" else value["verification_keys"][0]
    key["public_key"] = "0"


def credential_twice(board: Board, chance: Chance) -> None:
    """A voter on the list two times."""
    board.listed.append(board.listed[chance.below(len(board.listed))])


def credential_outside(board: Board, chance: Chance) -> None:
    """A number on the list that is no key of the group."""
    group = board.election.group
    inside = group.power(group.g, 1 + chance.child("outside").below(group.q - 1))
    board.listed.append(str(group.p - inside))


def weight_zero(board: Board, chance: Chance) -> None:
    """A voter whose vote counts nothing."""
    place = chance.below(len(board.listed))
    board.listed[place] = board.listed[place].split(",")[0] + ",0"


def question_changed(board: Board, chance: Chance) -> None:
    """A question of which more answers may be chosen than there are."""
    del chance
    structure = json.loads(board.election.text)
    question = structure["questions"][0]
    question["max"] = len(question["answers"]) + 1
    board.election = replace(board.election, text=compact(structure))


TAMPERINGS = (
    Tampering("key-forged", "key_proof", key_forged),
    Tampering("certificate-forged", "certificate", certificate_forged, ("threshold",)),
    Tampering("exponents-forged", "exponents_signature", exponents_forged, ("threshold",)),
    Tampering("key-exchanged", "verification_key", key_exchanged, ("threshold", "spare")),
    Tampering("trustee-added", "election_key", trustee_added, also=("enough",)),
    Tampering("key-zero", "trustees_form", key_zero),
    Tampering("credential-twice", "credential_twice", credential_twice),
    Tampering("credential-outside", "membership", credential_outside),
    Tampering("weight-zero", "credentials_form", weight_zero),
    Tampering("question-changed", "election_form", question_changed),
)
