"""What anyone can check of one ballot on the board of the way that opens the sum only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from electoral.cabinet.by_sum import read
from electoral.cabinet.seal import GROUP
from electoral.evoting.ballots import (
    bound,
    bound_to,
    individual_cases,
    individual_words,
    overall_cases,
    overall_words,
    without_signature,
)
from electoral.evoting.election import fingerprint
from electoral.evoting.elgamal import multiply
from electoral.evoting.proofs import Key, knowledge_claim, one_of_claim

if TYPE_CHECKING:
    from collections.abc import Mapping


def unsigned(text: str, published: Mapping[str, Any]) -> bool:
    """Return whether a ballot lacks the signature of a credential of the published list."""
    ballot = read(text, published["election"])
    if str(ballot.credential) not in published["credentials"]:
        return True
    signed = fingerprint(without_signature(text)) == ballot.hash
    claim = knowledge_claim(GROUP, ballot.credential, ballot.proof, f"sig|{ballot.hash}")
    return not (signed and claim.holds)


def ill_formed(text: str, published: Mapping[str, Any]) -> bool:
    """Return whether a ballot does not prove that it holds exactly one vote."""
    election = published["election"]
    key = Key(GROUP, election.public_key, 20)
    ballot = read(text, election)
    question, (answer,) = election.questions[0], ballot.answers
    start = bound(election, ballot.credential)
    claims = [
        one_of_claim(key, individual_cases(key, choice), proofs, individual_words(start, choice))
        for choice, proofs in zip(answer.choices, answer.individual_proofs, strict=True)
    ]
    words = overall_words(
        bound_to(start, answer.choices), question, multiply(GROUP, *answer.choices)
    )
    cases = overall_cases(key, question, answer.choices)
    claims.append(one_of_claim(key, cases, answer.overall_proof, words))
    return not all(claim.holds for claim in claims)
