"""The election's key in several hands, and what is opened with enough of them.

The group is `TOY_2039`: quick, readable, and insecure. A proof in it can be guessed once in about
a thousand trials; the model counts on no such luck, and the real group leaves none.

>>> from electoral.evoting.elgamal import encrypt
>>> ceremony = ceremony_of(people=3, needed=2, seed=1)
>>> box = [encrypt(GROUP, ceremony.public_key, 2, 77)]
>>> parts = [share(ceremony, box, index, Chance("doc", index)) for index in (1, 3)]
>>> opened(box, parts, most=2), [failures(ceremony.public_keys, box, part) for part in parts]
([2], [0, 0])
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from electoral.evoting.chance import Chance
from electoral.evoting.elgamal import Ciphertext, logarithm
from electoral.evoting.groups import TOY_2039
from electoral.evoting.proofs import Proof, decryption_claim, prove_decryption
from electoral.evoting.threshold import Ceremony, combine, deal

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

GROUP = TOY_2039

WORDS = "decrypt|cabinet"
"""What the hash of a proof of decryption begins with here."""


@dataclass(frozen=True)
class Share:
    """What one keyholder brings to the opening."""

    index: int
    """Which keyholder, counted from 1"""
    factors: tuple[int, ...]
    """alpha^S_j of every ciphertext"""
    proofs: tuple[Proof, ...]


@lru_cache(maxsize=64)
def ceremony_of(people: int, needed: int, seed: int) -> Ceremony:
    """Make the key of a day."""
    return deal(GROUP, people, needed, Chance("cabinet key", people, needed, seed))


def share(
    ceremony: Ceremony, ciphertexts: Sequence[Ciphertext], index: int, chance: Chance
) -> Share:
    """Let one keyholder decrypt in part, and prove it."""
    secret = ceremony.keys[index - 1]
    return Share(
        index,
        tuple(GROUP.power(one.alpha, secret) for one in ciphertexts),
        tuple(
            prove_decryption(GROUP, one.alpha, secret, f"{WORDS}|{index}", chance)
            for one in ciphertexts
        ),
    )


def failures(public_keys: Sequence[int], ciphertexts: Sequence[Ciphertext], part: Share) -> int:
    """Return how many proofs of a share do not hold."""
    public = public_keys[part.index - 1]
    return sum(
        not decryption_claim(GROUP, one.alpha, public, factor, proof, f"{WORDS}|{part.index}").holds
        for one, factor, proof in zip(ciphertexts, part.factors, part.proofs, strict=True)
    )


def opened(
    ciphertexts: Sequence[Ciphertext], parts: Collection[Share], most: int
) -> list[int | None]:
    """Return what the ciphertexts hold, from the shares of enough keyholders."""
    found = []
    for place, one in enumerate(ciphertexts):
        factor = combine(GROUP, {part.index: part.factors[place] for part in parts})
        found.append(logarithm(GROUP, one.beta * GROUP.inverse(factor) % GROUP.p, most))
    return found


def opened_by_secret(ceremony: Ceremony, one: Ciphertext, most: int) -> int | None:
    """Return what a ciphertext holds, with the whole key that nobody has: hidden truth."""
    secret = sum(row[0] for row in ceremony.polynomials) % GROUP.q
    factor = GROUP.power(one.alpha, secret)
    return logarithm(GROUP, one.beta * GROUP.inverse(factor) % GROUP.p, most)


def shown_by_random(public_key: int, one: Ciphertext, random: int, most: int) -> int | None:
    """Return what a ciphertext holds, from the random number it was made with.

    Whoever made it can convince anyone in this way: a second device, and a coercer.
    """
    if GROUP.power(GROUP.g, random) != one.alpha:
        return None
    bare = one.beta * GROUP.inverse(GROUP.power(public_key, random)) % GROUP.p
    return logarithm(GROUP, bare, most)


def total(rows: Sequence[int], size: int) -> tuple[int, ...]:
    """Return how often each choice comes up."""
    return tuple(sum(choice == one for one in rows) for choice in range(size))
