"""Ballots: encrypted, proven well-formed, signed. Specification 2.0, 4.11 to 4.15."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from electoral.evoting.election import compact, fingerprint
from electoral.evoting.elgamal import Ciphertext, multiply
from electoral.evoting.proofs import Proof, Secret, prove_knowledge, prove_one_of
from electoral.evoting.strict import FormError, decimal, fields, listed, loads, texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from electoral.evoting.chance import Chance
    from electoral.evoting.credentials import Credential
    from electoral.evoting.election import Election, Question
    from electoral.evoting.proofs import Key


class Answer(NamedTuple):
    """The answer to one question. Section 4.11."""

    choices: tuple[Ciphertext, ...]
    individual_proofs: tuple[tuple[Proof, ...], ...]
    overall_proof: tuple[Proof, ...]
    blank_proof: tuple[Proof, ...] | None


class Ballot(NamedTuple):
    """One ballot. Section 4.15."""

    election_uuid: str
    election_hash: str
    credential: int
    answers: tuple[Answer, ...]
    hash: str
    """What the signature signs: the ballot without it"""
    proof: Proof
    """The signature"""


# Cases: which of these pairs encrypts 0? Both sides of every proof build them here.


def individual_cases(key: Key, choice: Ciphertext) -> list[Ciphertext]:
    """Return the two cases of "this is 0 or 1". Section 4.12."""
    return [choice, _less(key, choice, 1)]


def overall_cases(key: Key, question: Question, choices: Sequence[Ciphertext]) -> list[Ciphertext]:
    """Return the cases of "so many answers are chosen", after "it is blank" where one may be."""
    total = multiply(key.group, *choices[question.blank :])
    within = [_less(key, total, value) for value in question.interval]
    return [_less(key, choices[0], 1), *within] if question.blank else within


def blank_cases(key: Key, choices: Sequence[Ciphertext]) -> list[Ciphertext]:
    """Return the cases of "it is not blank, or nothing is chosen". Section 4.13."""
    return [choices[0], multiply(key.group, *choices[1:])]


def _less(key: Key, choice: Ciphertext, value: int) -> Ciphertext:
    return Ciphertext(choice.alpha, key.less(choice.beta, value)) if value else choice


# Words that the hashes take before the commitments.


def bound(election: Election, credential: int) -> str:
    """S0: what ties a proof to one election and one voter. Section 4.11."""
    return f"{election.fingerprint}|{credential}"


def bound_to(start: str, choices: Sequence[Ciphertext]) -> str:
    """S: S0 and all ciphertexts of the answer. Section 4.11.1."""
    return f"{start}|" + ",".join(f"{choice.alpha},{choice.beta}" for choice in choices)


def individual_words(start: str, choice: Ciphertext) -> str:
    """Return what the hash of an individual proof begins with. Section 4.12."""
    return f"prove|{start}|{choice.alpha},{choice.beta}"


def overall_words(whole: str, question: Question, total: Ciphertext) -> str:
    """Return what the hash of an overall proof begins with. Sections 4.12 and 4.13."""
    if question.blank:
        return f"bproof1|{whole}"
    return f"prove|{whole}|{total.alpha},{total.beta}"


# The voter's side.


def fill_in(
    election: Election,
    key: Key,
    credential: Credential,
    votes: Sequence[Sequence[int]],
    chance: Chance,
) -> str:
    """Return a ballot as it is published.

    Args:
        election: what is asked.
        key: the election's key, with its tables.
        credential: the voter's.
        votes: of each question zeros and ones, as `Question.allows` wants them.
        chance: the voter's device's; every ballot needs its own.

    Raises:
        ValueError: the votes do not fit the questions.
    """
    questions = election.questions
    if len(votes) != len(questions):
        raise ValueError(f"votes ({len(votes)}) must answer {len(questions)} questions")
    start = bound(election, credential.public)
    answers = []
    for question, vote in zip(questions, votes, strict=True):
        if not question.allows(list(vote)):
            raise ValueError(f"{list(vote)} is not a vote on {question.question!r}")
        answers.append(write_answer(answer(key, question, vote, start, chance)))
    return seal(election, credential, answers, chance)


def seal(
    election: Election, credential: Credential, answers: list[dict[str, Any]], chance: Chance
) -> str:
    """Return the ballot of these answers, signed with the credential. Section 4.14."""
    body = {
        "election_uuid": election.uuid,
        "election_hash": election.fingerprint,
        "credential": str(credential.public),
        "answers": answers,
    }
    hashed = fingerprint(compact(body))
    proof = prove_knowledge(election.group, credential.secret, f"sig|{hashed}", chance)
    return compact({**body, "signature": {"hash": hashed, "proof": proof.written}})


def answer(
    key: Key, question: Question, votes: Sequence[int], start: str, chance: Chance
) -> Answer:
    """Encrypt and prove one answer; votes outside the rules give proofs that fail."""
    q = key.group.q
    randoms = [chance.below(q) for _ in votes]
    choices = tuple(
        key.encrypted(vote, random) for random, vote in zip(randoms, votes, strict=True)
    )
    individual = tuple(
        prove_one_of(
            key,
            [Secret(random, vote), Secret(random, vote - 1)],
            1 if vote == 1 else 0,
            individual_words(start, choice),
            chance,
        )
        for choice, random, vote in zip(choices, randoms, votes, strict=True)
    )
    whole = bound_to(start, choices)
    blank = question.blank
    total_random, total = sum(randoms[blank:]) % q, sum(votes[blank:])
    within = [Secret(total_random, total - value) for value in question.interval]
    true = min(max(total - question.min, 0), len(within) - 1)
    product = multiply(key.group, *choices[blank:])
    words = overall_words(whole, question, product)
    if not blank:
        return Answer(choices, individual, prove_one_of(key, within, true, words, chance), None)
    first = Secret(randoms[0], votes[0])
    either = [first, Secret(total_random, total)]
    words0 = f"bproof0|{whole}"
    blank_proof = prove_one_of(key, either, 1 if votes[0] else 0, words0, chance)
    cases = [Secret(randoms[0], votes[0] - 1), *within]
    overall = prove_one_of(key, cases, 0 if votes[0] else 1 + true, words, chance)
    return Answer(choices, individual, overall, blank_proof)


def write_answer(given: Answer) -> dict[str, Any]:
    """Return an answer as it is published."""
    written = {
        "choices": [
            {"alpha": str(choice.alpha), "beta": str(choice.beta)} for choice in given.choices
        ],
        "individual_proofs": [
            [proof.written for proof in proofs] for proofs in given.individual_proofs
        ],
        "overall_proof": [proof.written for proof in given.overall_proof],
    }
    if given.blank_proof is not None:
        written["blank_proof"] = [proof.written for proof in given.blank_proof]
    return written


# The board's side.


def read_ballot(text: str, election: Election) -> Ballot:
    """Return the ballot of a text.

    Raises:
        FormError: it is not in the form of section 4.15, letter for letter.
    """
    structure = loads(text)
    given = fields(
        structure, ["election_uuid", "election_hash", "credential", "answers", "signature"]
    )
    signature = fields(given["signature"], ["hash", "proof"])
    uuid, hashed = texts(given, "election_uuid", "election_hash")
    (signed,) = texts(signature, "hash")
    answers = listed(given["answers"], len(election.questions), "answers")
    ballot = Ballot(
        uuid,
        hashed,
        decimal(given["credential"]),
        tuple(map(_read_answer, answers, election.questions)),
        signed,
        read_proof(signature["proof"]),
    )
    if compact(structure) != text:
        raise FormError("spaces")
    return ballot


def read_choices(text: str, election: Election) -> tuple[int, list[list[Ciphertext]]]:
    """Return the credential and the encrypted numbers of a ballot, and look at nothing else.

    Raises:
        FormError: they are not there.
    """
    structure = loads(text)
    try:
        answers = listed(structure["answers"], len(election.questions), "answers")
        return decimal(structure["credential"]), [
            [
                Ciphertext(decimal(one["alpha"]), decimal(one["beta"]))
                for one in listed(answer["choices"], question.values, "choices")
            ]
            for answer, question in zip(answers, election.questions, strict=True)
        ]
    except (KeyError, TypeError) as error:
        raise FormError("choices") from error


def without_signature(text: str) -> str:
    """Return the ballot that the signature is about. Section 4.15."""
    return text[: text.rindex(',"signature":')] + "}"


def _read_answer(structure: Any, question: Question) -> Answer:
    names = ["choices", "individual_proofs", "overall_proof"]
    if question.blank:
        names.append("blank_proof")
    given = fields(structure, names)
    choices = listed(given["choices"], question.values, "choices")
    individual = listed(given["individual_proofs"], question.values, "individual_proofs")
    cases = len(question.interval) + question.blank
    return Answer(
        tuple(map(read_ciphertext, choices)),
        tuple(_read_proofs(proofs, 2) for proofs in individual),
        _read_proofs(given["overall_proof"], cases),
        _read_proofs(given["blank_proof"], 2) if question.blank else None,
    )


def read_ciphertext(structure: Any) -> Ciphertext:
    """Return a pair of numbers; whether they are of the group is another question.

    Raises:
        FormError: it is no pair of numbers.
    """
    given = fields(structure, ["alpha", "beta"])
    return Ciphertext(decimal(given["alpha"]), decimal(given["beta"]))


def read_proof(structure: Any) -> Proof:
    """Return a proof; whether it holds is another question.

    Raises:
        FormError: it is no pair of numbers.
    """
    given = fields(structure, ["challenge", "response"])
    return Proof(decimal(given["challenge"]), decimal(given["response"]))


def _read_proofs(structure: Any, length: int) -> tuple[Proof, ...]:
    return tuple(map(read_proof, listed(structure, length, "proof")))
