"""Every check the verifier makes: its name, the section it comes from, what must be equal.

Four are stricter than the specification's own words, where later versions of the protocol are:
`canonical`, `membership`, `tally_product` and `extra_data`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True)
class Check:
    """One kind of check."""

    id: str
    part: str
    """archive, setup, ballot or tally"""
    section: str
    """Of the Belenios specification 2.0"""
    equation: str
    """What must be equal, left and right, or a rule in the field's own signs"""


_ALL = (
    Check("file", "archive", "4.4", "archive = BELENIOS, data and events, to the last byte"),
    Check("header", "archive", "4.4", "version = 1"),
    Check("content_hash", "archive", "4.4", "SHA256(text) = name"),
    Check("event_form", "archive", "4.4", "event = {?parent, height, type, ?payload}"),
    Check("chain", "archive", "4.4", "parent = SHA256(event before)"),
    Check("height", "archive", "4.4", "height = height before + 1"),
    Check("order", "archive", "4.4", "type = what may follow"),
    Check("payload", "archive", "4.4", "payload = data since the event before"),
    Check("extra_data", "archive", "4.4", "data that nobody refers to = 0"),
    Check("election_form", "setup", "4.9, 4.10", "election = {version, …, questions, uuid}"),
    Check("trustees_form", "setup", "4.7", "trustees = [Single | Pedersen, …]"),
    Check("credentials_form", "setup", "4.8", "credentials = [public ?,weight …]"),
    Check("key_proof", "setup", "4.5", "H(pok|G|X|A) = challenge"),
    Check("certificate", "setup", "4.6.2", "H(sigmsg|M|A) = challenge"),
    Check("exponents_signature", "setup", "4.6.4", "H(sigmsg|M|A) = challenge"),
    Check("verification_key", "setup", "4.6.6", "X_j = Π_i Π_k A_ik^(j^k)"),
    Check("election_key", "setup", "3.1.1, 4.6.4", "y = Π y_τ"),
    Check("credential_twice", "setup", "3.1", "credentials listed twice = 0"),
    Check("membership", "setup", "1, 4.2", "x^q = 1"),
    Check("canonical", "setup", "4.2", "0 ≤ challenge, response < q"),
    Check("ballot_form", "ballot", "4.11, 4.15", "ballot = {election_uuid, …, signature}"),
    Check("ballot_election", "ballot", "4.15", "election_uuid, election_hash = uuid, φ"),
    Check("on_the_list", "ballot", "3.2, 4.15", "credential ∈ L"),
    Check("ballot_hash", "ballot", "4.15", "HJSON(ballot without signature) = hash"),
    Check("signature", "ballot", "4.14", "H(sig|hash|A) = challenge"),
    Check("individual_proof", "ballot", "4.12", "H(prove|S0|α,β|A0,B0,A1,B1) = Σ challenges"),
    Check("overall_proof", "ballot", "4.12, 4.13.3", "H(…|S|…|A0,B0,…,Ak,Bk) = Σ challenges"),
    Check("blank_proof", "ballot", "4.13.3", "H(bproof0|S|A0,B0,AΣ,BΣ) = Σ challenges"),
    Check("tally_form", "tally", "4.16", "encrypted_tally = [[{alpha, beta}, …], …]"),
    Check("tally_count", "tally", "4.16", "num_tallied, total_weight = of the last ballots"),
    Check("tally_product", "tally", "4.16", "C_ij = Π choices_ij^weight"),
    Check("decryption_form", "tally", "4.18", "partial_decryption = {factors, proofs}"),
    Check("decryption_owner", "tally", "4.18", "owner = a trustee who has not been here"),
    Check("decryption_proof", "tally", "4.18", "H(decrypt|φ|X|A,B) = challenge"),
    Check("enough", "tally", "4.19", "trustees who came ≥ threshold"),
    Check("result_form", "tally", "4.19", "result = [[number, …], …]"),
    Check("result", "tally", "4.19", "g^result · F = beta"),
)

CHECKS = {check.id: check for check in _ALL}


class Step(NamedTuple):
    """One claim of an archive, and what was found."""

    check: str
    """Which of `CHECKS`"""
    holds: bool
    left: int | str = ""
    """The left side of the equation, as the archive's numbers give it"""
    right: int | str = ""
    event: int | None = None
    """Height of the event"""
    ballot: int | None = None
    """Number of the ballot, from 1 in the order of the archive"""
    question: int | None = None
    """From 1"""
    choice: int | None = None
    """Which encrypted number, from 1; "blank" comes first where there is one"""
    trustee: int | None = None
    """From 1"""

    @property
    def equation(self) -> str:
        """What must be equal."""
        return CHECKS[self.check].equation

    @property
    def section(self) -> str:
        """Where the specification says so."""
        return CHECKS[self.check].section


def compared(check: str, left: int | str, right: int | str, **place: int | None) -> Step:
    """Return the step of an equation."""
    return Step(check, left == right, left, right)._replace(**place)
