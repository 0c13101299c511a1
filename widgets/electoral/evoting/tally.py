"""From ballots to the result: products, partial decryptions, sums. Specification 2.0, 4.16 to 4.19."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from electoral.evoting.ballots import read_ciphertext, read_proof
from electoral.evoting.election import compact
from electoral.evoting.elgamal import Ciphertext, logarithm
from electoral.evoting.proofs import Proof, prove_decryption
from electoral.evoting.strict import FormError, decimal, fields, listed, loads
from electoral.evoting.threshold import combine

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from electoral.evoting.chance import Chance
    from electoral.evoting.election import Election
    from electoral.evoting.trustees import Trustees

Tally = list[list[Ciphertext]]
"""Of each question, of each answer, the product of all ballots."""


class Sum:
    """The product of the ballots counted so far; a re-vote takes the earlier ballot out again."""

    def __init__(self, election: Election) -> None:
        self._group = election.group
        one = election.group.product([])
        self.tally: Tally = [
            [Ciphertext(one, one)] * question.values for question in election.questions
        ]
        self.ballots, self.weight = 0, 0

    def add(self, choices: Sequence[Sequence[Ciphertext]], weight: int, *, sign: int = 1) -> None:
        """Multiply the ciphertexts of one ballot in, to the power of its weight; or out again."""
        p, power = self._group.p, self._group.powers.power
        for row, answer in zip(self.tally, choices, strict=True):
            for place, (alpha, beta) in enumerate(answer):
                if weight != 1:
                    alpha, beta = power(alpha, weight), power(beta, weight)  # noqa: PLW2901
                if sign < 0:
                    alpha, beta = self._group.inverse(alpha), self._group.inverse(beta)  # noqa: PLW2901
                row[place] = Ciphertext(row[place].alpha * alpha % p, row[place].beta * beta % p)
        self.ballots += sign
        self.weight += sign * weight

    @property
    def text(self) -> str:
        """The encrypted_tally as it is published. Section 4.16."""
        return compact(
            [
                [{"alpha": str(one.alpha), "beta": str(one.beta)} for one in row]
                for row in self.tally
            ]
        )


def sized(tally: Sum, payload: str) -> str:
    """Return the sized_encrypted_tally. Section 4.16."""
    sizes = {"num_tallied": tally.ballots, "total_weight": tally.weight}
    return compact({**sizes, "encrypted_tally": payload})


def decryption_words(election: Election, public: int) -> str:
    """Return what the hash of a decryption's proof begins with. Section 4.18."""
    return f"decrypt|{election.fingerprint}|{public}"


def decrypt(election: Election, tally: Tally, secret: int, chance: Chance) -> str:
    """Return one trustee's partial decryption of the tally. Section 4.18."""
    group = election.group
    words = decryption_words(election, group.power(group.g, secret))
    proofs = [
        [prove_decryption(group, one.alpha, secret, words, chance) for one in row] for row in tally
    ]
    return compact(
        {
            "decryption_factors": [
                [str(group.power(one.alpha, secret)) for one in row] for row in tally
            ],
            "decryption_proofs": [[proof.written for proof in row] for row in proofs],
        }
    )


def synthetic(
    election: Election,
    trustees: Trustees,
    factors: Mapping[int, Sequence[Sequence[int]]],
    place: tuple[int, int],
) -> int | None:
    """Return F_ij from the factors by trustee, or nothing where too few are there. Section 4.19.

    Args:
        election: whose group it is.
        trustees: who is needed.
        factors: of each trustee's number, counted from 1, their decryption factors.
        place: question and answer, counted from 0.
    """
    group, first, parts = election.group, 1, []
    question, answer = place
    for item in trustees:
        people = len(item.keys)
        there = {
            number - first + 1: factors[number][question][answer]
            for number in range(first, first + people)
            if number in factors
        }
        needed = getattr(item, "threshold", 1)
        if len(there) < needed:
            return None
        enough = dict(list(there.items())[:needed])
        parts.append(combine(group, enough) if hasattr(item, "threshold") else there[1])
        first += people
    return group.product(parts)


def result(
    election: Election,
    trustees: Trustees,
    tally: Tally,
    factors: Mapping[int, Sequence[Sequence[int]]],
    most: int,
) -> list[list[int]]:
    """Return how many votes every answer has. Section 4.19.

    Raises:
        ValueError: a sum is larger than `most`, or trustees are missing.
    """
    group = election.group
    counts = []
    for question, row in enumerate(tally):
        counts.append([])
        for answer, one in enumerate(row):
            factor = synthetic(election, trustees, factors, (question, answer))
            if factor is None:
                raise ValueError("too few trustees have opened the tally")
            value = logarithm(group, one.beta * group.inverse(factor) % group.p, most)
            if value is None:
                raise ValueError(f"a sum of question {question + 1} is larger than {most}")
            counts[-1].append(value)
    return counts


# Reading.


def read_tally(text: str, election: Election) -> Tally:
    """Return the encrypted tally of a text.

    Raises:
        FormError: it is none of this election.
    """
    rows = listed(loads(text), len(election.questions), "encrypted_tally")
    return [
        [read_ciphertext(one) for one in listed(row, question.values, "encrypted_tally")]
        for row, question in zip(rows, election.questions, strict=True)
    ]


def read_decryption(text: str, election: Election) -> tuple[list[list[int]], list[list[Proof]]]:
    """Return the factors and the proofs of a partial decryption.

    Raises:
        FormError: it is none of this election.
    """
    given = fields(loads(text), ["decryption_factors", "decryption_proofs"])
    factors, proofs = (
        [
            [read(one) for one in listed(row, question.values, name)]
            for row, question in zip(
                listed(given[name], len(election.questions), name), election.questions, strict=True
            )
        ]
        for name, read in (("decryption_factors", decimal), ("decryption_proofs", read_proof))
    )
    return factors, proofs  # pyright: ignore[reportReturnType]


def read_result(text: str, election: Election) -> list[list[int]]:
    """Return the published numbers.

    Raises:
        FormError: they are not whole numbers, one an answer.
    """
    rows = listed(fields(loads(text), ["result"])["result"], len(election.questions), "result")
    return [
        [_count(one) for one in listed(row, question.values, "result")]
        for row, question in zip(rows, election.questions, strict=True)
    ]


def _count(value: Any) -> int:
    if isinstance(value, str):  # numbers beyond 2^53 are written as texts
        return int(decimal(value))
    if type(value) is not int or value < 0:
        raise FormError("result", value)
    return value
