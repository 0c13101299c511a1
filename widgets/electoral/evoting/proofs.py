"""Proofs that convince without telling: specification 2.0, 4.5, 4.6.1, 4.12 to 4.14 and 4.18.

Each has two sides. The prover knows a secret. The other side is a `Claim`: from public numbers
alone, what the hash is and what it must be. A verifier compares the two; nothing is judged here.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from electoral.evoting.elgamal import Ciphertext
from electoral.evoting.powers import number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from electoral.evoting.chance import Chance
    from electoral.evoting.groups import Group
    from electoral.evoting.powers import Table


class Proof(NamedTuple):
    """One half of a conversation that never took place. Section 4.3."""

    challenge: int
    response: int

    @property
    def written(self) -> dict[str, str]:
        """The proof as it is published."""
        return {"challenge": str(self.challenge), "response": str(self.response)}


class Claim(NamedTuple):
    """Two numbers that are equal where a proof holds."""

    left: int
    """The hash of the commitments, modulo q"""
    right: int
    """The challenge, or the sum of the challenges, modulo q"""

    @property
    def holds(self) -> bool:
        """Whether both sides are equal."""
        return self.left == self.right


class Secret(NamedTuple):
    """What a prover knows of one pair (alpha, beta) of a disjunction."""

    random: int
    """r, with alpha = g^r"""
    off: int
    """m - M: how far the message is from what this case says; 0 in the true case"""


class Key:
    """An election's public key y, with tables of the powers of g and of y.

    Args:
        group: the group of the election.
        public: y.
        uses: about how many powers of each will be wanted.
    """

    def __init__(self, group: Group, public: int, uses: int = 60) -> None:
        self.group, self.public = group, public
        self.of_g: Table = group.powers.expect(uses)
        self.of_y: Table = group.powers.table(public, uses)
        self._inverses: dict[int, int] = {}

    def encrypted(self, message: int, random: int) -> Ciphertext:
        """Return (g^r, y^r g^m). Section 4.11.1."""
        group, alpha, beta = self.group, self.of_g.power(random), self.of_y.power(random)
        if message == 1:
            beta = beta * group.g % group.p
        elif message:
            beta = beta * group.power(group.g, message) % group.p
        return Ciphertext(alpha, beta)

    def less(self, beta: int, value: int) -> int:
        """Return beta / g^value, which is what remains if the message is `value`."""
        if value not in self._inverses:
            self._inverses[value] = self.group.power(self.group.g, -value)
        return beta * self._inverses[value] % self.group.p

    def commitment(self, table: Table, proof: Proof, base: int) -> int:
        """Return (g or y)^response × base^challenge."""
        q = self.group.q
        power = self.group.powers.power(base % self.group.p, proof.challenge % q)
        return table.power(proof.response % q, power)


def digest(text: str, q: int) -> int:
    """Return SHA-256 of the text as a big-endian number modulo q."""
    return number(int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")) % q


# One secret: a public key, a signature. Sections 4.5, 4.6.1, 4.14.


def prove_knowledge(group: Group, secret: int, words: str, chance: Chance) -> Proof:
    """Prove that one knows x of g^x; `words` is what the hash takes before the commitment."""
    random = chance.below(group.q)
    challenge = digest(f"{words}|{group.power(group.g, random)}", group.q)
    return Proof(challenge, (random - secret * challenge) % group.q)


def knowledge_claim(
    group: Group, public: int, proof: Proof, words: str, key: Key | None = None
) -> Claim:
    """Return both sides of a proof of knowledge: A = g^response × X^challenge."""
    if key:
        commitment = key.commitment(key.of_g, proof, public)
    else:
        power = group.powers.power(public % group.p, proof.challenge % group.q)
        commitment = group.power(group.g, proof.response) * power % group.p
    return Claim(digest(f"{words}|{commitment}", group.q), proof.challenge % group.q)


# One of several: an interval, a possibly blank vote. Sections 4.12 and 4.13.


def prove_one_of(
    key: Key, secrets: Sequence[Secret], true: int, words: str, chance: Chance
) -> tuple[Proof, ...]:
    """Prove that one of several cases is true without saying which.

    The false cases are made up: challenge and response first, then commitments that fit.
    """
    q = key.group.q
    proofs = [Proof(chance.below(q), chance.below(q)) for _ in secrets]
    random = chance.below(q)
    commitments = []
    for case, (secret, made_up) in enumerate(zip(secrets, proofs, strict=True)):
        if case == true:
            exponent, shift = random, 0
        else:
            exponent = (made_up.response + secret.random * made_up.challenge) % q
            shift = secret.off * made_up.challenge % q
        beta = key.of_y.power(exponent)
        if shift:
            beta = key.of_g.power(shift, beta)
        commitments += [key.of_g.power(exponent), beta]
    hashed = digest(f"{words}|{_listed(commitments)}", q)
    others = sum(proof.challenge for case, proof in enumerate(proofs) if case != true)
    challenge = (hashed - others) % q
    response = (random - secrets[true].random * challenge) % q
    proofs[true] = Proof(challenge, response)
    return tuple(proofs)


def one_of_claim(
    key: Key, cases: Sequence[Ciphertext], proofs: Sequence[Proof], words: str
) -> Claim:
    """Return both sides of a proof that one of the cases encrypts 0."""
    q = key.group.q
    commitments = []
    for case, proof in zip(cases, proofs, strict=True):
        commitments += [
            key.commitment(key.of_g, proof, case.alpha),
            key.commitment(key.of_y, proof, case.beta),
        ]
    return Claim(
        digest(f"{words}|{_listed(commitments)}", q), sum(proof.challenge for proof in proofs) % q
    )


# The same secret twice: a partial decryption. Section 4.18.


def prove_decryption(group: Group, alpha: int, secret: int, words: str, chance: Chance) -> Proof:
    """Prove that alpha^x was computed with the x of the public key g^x."""
    random = chance.below(group.q)
    pair = [group.power(group.g, random), group.power(alpha, random)]
    challenge = digest(f"{words}|{_listed(pair)}", group.q)
    return Proof(challenge, (random - secret * challenge) % group.q)


def decryption_claim(  # noqa: PLR0913, PLR0917 - the six numbers of section 4.18
    group: Group, alpha: int, public: int, factor: int, proof: Proof, words: str
) -> Claim:
    """Return both sides of a proof of decryption."""
    power, challenge = group.powers.power, proof.challenge % group.q
    first = group.power(group.g, proof.response) * power(public % group.p, challenge) % group.p
    second = (
        power(alpha % group.p, proof.response % group.q)
        * power(factor % group.p, challenge)
        % group.p
    )
    return Claim(digest(f"{words}|{_listed([first, second])}", group.q), challenge)


def _listed(numbers: Iterable[int]) -> str:
    return ",".join(map(str, numbers))
