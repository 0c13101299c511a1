"""Tamperings with one ballot: by its voter, by the voter's device, or by the server."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from electoral.evoting import credentials
from electoral.evoting.ballots import (
    answer,
    blank_cases,
    bound,
    bound_to,
    individual_cases,
    individual_words,
    overall_cases,
    overall_words,
    seal,
    write_answer,
)
from electoral.evoting.election import compact, fingerprint, write_election
from electoral.evoting.elgamal import Ciphertext, encrypt, multiply
from electoral.evoting.insider import TamperError, Tampering
from electoral.evoting.proofs import Secret, one_of_claim, prove_knowledge, prove_one_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from electoral.evoting.chance import Chance
    from electoral.evoting.credentials import Credential
    from electoral.evoting.election import Question
    from electoral.evoting.insider import Board

TRIES = 2000
"""For a proof about a number outside the group; each case of the proof halves the chance."""


# The voter's own device signs what is no vote.


def vote_of_five(board: Board, chance: Chance) -> None:
    """Four too many for one answer, four too few for another: the sum is as it should be."""
    for _ in range(TRIES // 100):
        voter = board.voter(chance)
        others = [text for place, text in enumerate(board.ballots) if place not in voter.places]
        question, losing, count = _richest(board, others)
        moved = min(4, count // voter.credential.weight)
        if moved:
            break
    else:
        raise TamperError("votes")
    votes = _votes(board)
    blank = board.election.questions[question].blank
    gaining = next(place for place in range(blank, len(votes[question])) if place != losing)
    votes[question][gaining] += moved
    votes[question][losing] -= moved
    board.ballots[voter.places[-1]] = board.cast(voter.credential, votes, chance.child("five"))
    board.recount()


def _richest(board: Board, ballots: list[str]) -> tuple[int, int, int]:
    """Return question, place and count of the answer that has most votes in these ballots."""
    board.ballots, kept = ballots, board.ballots
    board.recount()
    board.ballots = kept
    counts = [
        (count, number, place)
        for number, (row, asked) in enumerate(
            zip(board.result, board.election.questions, strict=True)
        )
        for place, count in enumerate(row)
        if place >= asked.blank and len(asked.answers) > 1
    ]
    if not counts:
        raise TamperError("choice")
    count, question, place = max(counts)
    return question, place, count


def too_many(board: Board, chance: Chance) -> None:
    """One answer more than may be chosen."""
    voter = board.voter(chance)
    votes = _votes(board)
    number, question = _first(board, lambda one: one.max < len(one.answers), "limit")
    votes[number] = [0] * question.blank + _ones(question.max + 1, len(question.answers))
    board.ballots[voter.places[-1]] = board.cast(voter.credential, votes, chance.child("many"))
    board.recount()


def blank_and_more(board: Board, chance: Chance) -> None:
    """Blank, and an answer chosen all the same."""
    voter = board.voter(chance)
    votes = _votes(board)
    number, question = _first(board, lambda one: one.blank, "blank")
    votes[number] = [1, *_ones(1, len(question.answers))]
    board.ballots[voter.places[-1]] = board.cast(voter.credential, votes, chance.child("both"))
    board.recount()


def answers_copied(board: Board, chance: Chance) -> None:
    """Another voter's encrypted answers under one's own credential, to vote as they do."""
    voter = board.voter(chance)
    other = board.voter(chance, lambda places: bool(places) and places != voter.places)
    copied = _read(board, other.places[-1])["answers"]
    _replace(board, voter.places[-1], voter.credential, copied, chance)
    board.recount()


def proofs_swapped(board: Board, chance: Chance) -> None:
    """The proofs of two encrypted numbers exchanged."""
    voter = board.voter(chance)
    answers = _read(board, voter.places[-1])["answers"]
    proofs = next((one["individual_proofs"] for one in answers if len(one["choices"]) > 1), None)
    if proofs is None:
        raise TamperError("choice")
    proofs[0], proofs[1] = proofs[1], proofs[0]
    _replace(board, voter.places[-1], voter.credential, answers, chance)


def not_canonical(board: Board, chance: Chance) -> None:
    """A challenge written as q more than it is: the same number modulo q, other letters."""
    voter = board.voter(chance)
    answers = _read(board, voter.places[-1])["answers"]
    proof = answers[0]["individual_proofs"][0][0]
    proof["challenge"] = str(int(proof["challenge"]) + int(board.election.group.q))
    _replace(board, voter.places[-1], voter.credential, answers, chance)


def outside(board: Board, chance: Chance) -> None:
    """P - alpha instead of alpha, and proofs found by trying that hold all the same."""
    voter = board.voter(chance)
    votes = _votes(board)
    drawn = chance.child("outside")
    answers = []
    for number, (question, vote) in enumerate(zip(board.election.questions, votes, strict=True)):
        if number:
            start = bound(board.election, voter.credential.public)
            answers.append(write_answer(answer(board.key, question, vote, start, drawn)))
        else:
            answers.append(_negated(board, question, vote, voter.credential, drawn))
    text = seal(board.election, voter.credential, answers, drawn)
    board.ballots.insert(voter.places[0], text)


def _negated(
    board: Board, question: Question, votes: Sequence[int], credential: Credential, chance: Chance
) -> dict[str, Any]:
    key, group, blank = board.key, board.election.group, question.blank
    start = bound(board.election, credential.public)
    randoms = [chance.below(group.q) for _ in votes]
    choices = [
        encrypt(group, key.public, vote, random)
        for vote, random in zip(votes, randoms, strict=True)
    ]
    bad = int(blank)
    choices[bad] = Ciphertext(group.p - choices[bad].alpha, choices[bad].beta)

    def found(
        cases: list[Ciphertext], secrets: list[Secret], true: int, words: str
    ) -> list[dict[str, str]]:
        for _ in range(TRIES):
            proofs = prove_one_of(key, secrets, true, words, chance)
            if one_of_claim(key, cases, proofs, words).holds:
                return [proof.written for proof in proofs]
        raise TamperError("limit")

    whole, counted = bound_to(start, choices), multiply(group, *choices[blank:])
    chosen, random = sum(votes[blank:]), sum(randoms[blank:]) % group.q
    within = [Secret(random, chosen - value) for value in question.interval]
    first = [Secret(randoms[0], votes[0] - 1)] if blank else []
    made: dict[str, Any] = {
        "choices": [{"alpha": str(alpha), "beta": str(beta)} for alpha, beta in choices],
        "individual_proofs": [
            found(
                individual_cases(key, choice),
                [Secret(one, vote), Secret(one, vote - 1)],
                vote,
                individual_words(start, choice),
            )
            for choice, vote, one in zip(choices, votes, randoms, strict=True)
        ],
        "overall_proof": found(
            overall_cases(key, question, choices),
            [*first, *within],
            blank + chosen - question.min,
            overall_words(whole, question, counted),
        ),
    }
    if blank:
        either = [Secret(randoms[0], 0), Secret(random, chosen)]
        made["blank_proof"] = found(blank_cases(key, choices), either, 0, f"bproof0|{whole}")
    return made


def other_election(board: Board, chance: Chance) -> None:
    """A ballot made for another election, with the same questions and the same key."""
    voter, here = board.voter(chance), board.election
    uuid = chance.child("uuid").text(14)
    board.election = write_election("Another", uuid, here.group, here.public_key, here.questions)
    text = board.cast(voter.credential, _votes(board), chance.child("other"))
    board.election = here
    board.ballots[voter.places[-1]] = text
    board.recount()


def stranger(board: Board, chance: Chance) -> None:
    """A ballot in good order by somebody who is not on the list."""
    drawn, election = chance.child("stranger"), board.election
    made = credentials.derive(credentials.draw(drawn), election.uuid, election.group)
    place = chance.below(len(board.ballots) + 1)
    board.ballots.insert(place, board.cast(made, _votes(board), drawn))


# The server changes what a voter has signed.


def ciphertext_replaced(board: Board, chance: Chance) -> None:
    """The server's own encrypted number for the voter's, with the hash re-done."""
    voter = board.voter(chance)
    ballot = _read(board, voter.places[-1])
    group = board.election.group
    made = encrypt(group, board.election.public_key, 1, chance.child("server").below(group.q))
    blank = board.election.questions[0].blank
    ballot["answers"][0]["choices"][blank] = {"alpha": str(made.alpha), "beta": str(made.beta)}
    ballot["signature"]["hash"] = _hash(ballot)
    board.ballots[voter.places[-1]] = compact(ballot)
    board.recount()


def hash_of_another(board: Board, chance: Chance) -> None:
    """A ballot under a signature of its voter that was made for another ballot."""
    voter = board.voter(chance)
    other = json.loads(board.cast(voter.credential, _votes(board), chance.child("before")))
    ballot = _read(board, voter.places[-1])
    ballot["signature"] = other["signature"]
    board.ballots[voter.places[-1]] = compact(ballot)


def signature_of_another(board: Board, chance: Chance) -> None:
    """A ballot signed with the key of somebody else."""
    voter = board.voter(chance)
    other = board.voter(chance, lambda places: bool(places) and places != voter.places)
    ballot = _read(board, voter.places[-1])
    secret, words = other.credential.secret, f"sig|{ballot['signature']['hash']}"
    proof = prove_knowledge(board.election.group, secret, words, chance.child("signs"))
    ballot["signature"]["proof"] = proof.written
    board.ballots[voter.places[-1]] = compact(ballot)


def spaces(board: Board, chance: Chance) -> None:
    """A space in a ballot: the same numbers, another hash."""
    _rewritten(board, chance, lambda text: text.replace(",", ", ", 1))


def order_changed(board: Board, chance: Chance) -> None:
    """The fields of a ballot in another order."""
    _rewritten(
        board,
        chance,
        lambda text: compact(dict(sorted(json.loads(text).items()))),
    )


def nested(board: Board, chance: Chance) -> None:
    """A ballot of a hundred thousand brackets."""
    _rewritten(board, chance, lambda _text: "[" * 100_000 + "]" * 100_000)


def _rewritten(board: Board, chance: Chance, how: Callable[[str], str]) -> None:
    place = chance.below(len(board.ballots)) if board.ballots else -1
    if place < 0:
        raise TamperError("ballots")
    board.ballots.insert(place, how(board.ballots[place]))


# Small helpers.


def _votes(board: Board) -> list[list[int]]:
    """Return some valid vote."""
    return [
        [0] * one.blank + _ones(max(one.min, min(1, one.max)), len(one.answers))
        for one in board.election.questions
    ]


def _ones(number: int, length: int) -> list[int]:
    return [1] * number + [0] * (length - number)


def _first(board: Board, fits: Callable[[Question], bool], needs: str) -> tuple[int, Question]:
    for number, question in enumerate(board.election.questions):
        if fits(question):
            return number, question
    raise TamperError(needs)


def _read(board: Board, place: int) -> dict[str, Any]:
    return json.loads(board.ballots[place])


def _replace(
    board: Board, place: int, credential: Credential, answers: list[Any], chance: Chance
) -> None:
    board.ballots[place] = seal(board.election, credential, answers, chance.child("signed again"))


def _hash(ballot: dict[str, Any]) -> str:
    return fingerprint(compact({name: ballot[name] for name in ballot if name != "signature"}))


_WHOLE = ("overall_proof", "blank_proof")
_ANSWERS = ("individual_proof", *_WHOLE)

TAMPERINGS = (
    Tampering("vote-of-five", "individual_proof", vote_of_five, ("secrets",)),
    Tampering("too-many", "overall_proof", too_many, ("secrets", "limit")),
    Tampering("blank-and-more", "blank_proof", blank_and_more, ("secrets", "blank")),
    Tampering("answers-copied", "individual_proof", answers_copied, ("secrets",), _WHOLE),
    Tampering("proofs-swapped", "individual_proof", proofs_swapped, ("secrets",)),
    Tampering("not-canonical", "canonical", not_canonical, ("secrets",)),
    Tampering("outside", "membership", outside, ("secrets",)),
    Tampering("other-election", "ballot_election", other_election, ("secrets",), _ANSWERS),
    Tampering("stranger", "on_the_list", stranger),
    Tampering("ciphertext-replaced", "signature", ciphertext_replaced, ("secrets",), _ANSWERS),
    Tampering("hash-of-another", "ballot_hash", hash_of_another, ("secrets",)),
    Tampering("signature-of-another", "signature", signature_of_another, ("secrets",)),
    Tampering("spaces", "ballot_form", spaces),
    Tampering("order-changed", "ballot_form", order_changed),
    Tampering("nested", "ballot_form", nested),
)
