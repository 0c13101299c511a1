"""What a ballot claims: whose it is, that it is signed, that it is a vote and one vote only."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from electoral.evoting.ballots import (
    Answer,
    Ballot,
    blank_cases,
    bound,
    bound_to,
    individual_cases,
    individual_words,
    overall_cases,
    overall_words,
    read_ballot,
    without_signature,
)
from electoral.evoting.checks import Step, compared
from electoral.evoting.election import fingerprint
from electoral.evoting.elgamal import Ciphertext, multiply
from electoral.evoting.proofs import knowledge_claim, one_of_claim
from electoral.evoting.strict import FormError
from electoral.evoting.subgroup import outside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from electoral.evoting.election import Election, Question
    from electoral.evoting.groups import Group
    from electoral.evoting.proofs import Claim, Key, Proof


class Cast(NamedTuple):
    """A ballot as the archive has it."""

    text: str
    event: int
    number: int
    listed: bool
    """Whether its credential is on the list"""


def steps_of(key: Key, election: Election, cast: Sequence[Cast]) -> Iterator[Step]:
    """Yield every claim of some ballots; membership is checked for all of them together."""
    read: list[tuple[Cast, Ballot | FormError]] = []
    for one in cast:
        try:
            read.append((one, read_ballot(one.text, election)))
        except FormError as error:
            read.append((one, error))
    elements = [
        number
        for _one, ballot in read
        if isinstance(ballot, Ballot)
        for answer in ballot.answers
        for choice in answer.choices
        for number in choice
    ]
    strangers = {elements[place] for place in outside(key.group, elements)}
    for one, ballot in read:
        place = {"event": one.event, "ballot": one.number}
        if isinstance(ballot, FormError):
            yield Step("ballot_form", False, str(ballot), "", **place)
            continue
        yield Step("ballot_form", True, **place)
        yield from _of_one(key, election, one, ballot, strangers)


def _of_one(
    key: Key, election: Election, cast: Cast, ballot: Ballot, strangers: set[int]
) -> Iterator[Step]:
    group, place = key.group, {"event": cast.event, "ballot": cast.number}
    yield compared(
        "ballot_election",
        f"{ballot.election_uuid}, {ballot.election_hash}",
        f"{election.uuid}, {election.fingerprint}",
        **place,
    )
    yield Step("on_the_list", cast.listed, ballot.credential, "L", **place)
    signed = fingerprint(without_signature(cast.text))
    yield compared("ballot_hash", signed, ballot.hash, **place)
    yield from canonical(group, [ballot.proof], **place)
    claim = knowledge_claim(group, ballot.credential, ballot.proof, f"sig|{ballot.hash}", key)
    yield of("signature", claim, **place)
    start = bound(election, ballot.credential)
    for number, (question, answer) in enumerate(
        zip(election.questions, ballot.answers, strict=True), 1
    ):
        yield from _of_answer(
            key, question, answer, start, strangers, {**place, "question": number}
        )


def _of_answer(  # noqa: PLR0913, PLR0917 - an answer and where it stands
    key: Key,
    question: Question,
    answer: Answer,
    start: str,
    strangers: set[int],
    place: dict[str, int],
) -> Iterator[Step]:
    group = key.group
    for number, (choice, proofs) in enumerate(
        zip(answer.choices, answer.individual_proofs, strict=True), 1
    ):
        yield from _inside(group, choice, strangers, {**place, "choice": number})
        yield from canonical(group, proofs, **place, choice=number)
        claim = one_of_claim(
            key, individual_cases(key, choice), proofs, individual_words(start, choice)
        )
        yield of("individual_proof", claim, **place, choice=number)
    whole = bound_to(start, answer.choices)
    if answer.blank_proof is not None:
        yield from canonical(group, answer.blank_proof, **place)
        cases = blank_cases(key, answer.choices)
        claim = one_of_claim(key, cases, answer.blank_proof, f"bproof0|{whole}")
        yield of("blank_proof", claim, **place)
    cases = overall_cases(key, question, answer.choices)
    yield from canonical(group, answer.overall_proof, **place)
    claim = one_of_claim(
        key,
        cases,
        answer.overall_proof,
        overall_words(whole, question, multiply(group, *answer.choices[question.blank :])),
    )
    yield of("overall_proof", claim, **place)


def _inside(
    group: Group, choice: Ciphertext, strangers: set[int], place: dict[str, int]
) -> Iterator[Step]:
    found = [number for number in choice if number in strangers]
    if not found:
        yield Step("membership", True, 1, 1, **place)
    for number in found:
        yield Step("membership", False, raised(group, number), 1, **place)


def raised(group: Group, number: int) -> int | str:
    """Return x^q, or the number itself where it is none modulo p."""
    return group.powers.power(number, group.q) if 0 <= number < group.p else f"x = {number}"


def canonical(group: Group, proofs: Iterable[Proof], **place: int | None) -> Iterator[Step]:
    """Yield that challenges and responses are written as numbers below q."""
    large = [number for proof in proofs for number in proof if number >= group.q]
    if large:
        yield Step("canonical", False, large[0], f"< {group.q}")._replace(**place)
    else:
        yield Step("canonical", True)._replace(**place)


def of(check: str, claim: Claim, **place: int | None) -> Step:
    """Return the step of a proof."""
    return Step(check, claim.holds, claim.left, claim.right)._replace(**place)
