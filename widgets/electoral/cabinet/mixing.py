"""Mixing ciphertexts so that nobody can follow one, and proving that none was exchanged.

The proof is the simple one of cut and choose (Sako and Kilian, 1995): beside the real mix there
are shadows of it; a coin that nobody can choose decides of each shadow whether its way from the
input or its way to the output is laid open, never both. A forged mix passes each coin with one
half. Real systems use shorter proofs of the same claim.

>>> from electoral.cabinet.seal import GROUP, ceremony_of
>>> from electoral.evoting.chance import Chance
>>> from electoral.evoting.elgamal import encrypt
>>> key = ceremony_of(3, 2, 1).public_key
>>> box = [encrypt(GROUP, key, choice, 50 + choice) for choice in range(3)]
>>> mixed, proof = mix(key, box, Chance("doc"))
>>> failures(key, box, mixed, proof), failures(key, box, box, proof) > 0
(0, True)
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from electoral.cabinet.seal import GROUP
from electoral.evoting.elgamal import Ciphertext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from electoral.evoting.chance import Chance

ROUNDS = 12
"""A forged mix passes with a chance of 1 in 4,096: enough to see how it works."""


class Way(NamedTuple):
    """How one list became another: place by place, where it came from and what was added."""

    origin: tuple[int, ...]
    added: tuple[int, ...]


class Shadow(NamedTuple):
    """One shadow and the half of its way that was laid open."""

    ciphertexts: tuple[Ciphertext, ...]
    opened: Way


def mix(
    public_key: int, box: Sequence[Ciphertext], chance: Chance
) -> tuple[tuple[Ciphertext, ...], tuple[Shadow, ...]]:
    """Return the ciphertexts in another order and under other randoms, and the proof."""
    real = _way(len(box), chance)
    mixed = _walk(public_key, box, real)
    ways = [_way(len(box), chance) for _ in range(ROUNDS)]
    shadows = [_walk(public_key, box, way) for way in ways]
    proof = []
    for way, shadow, coin in zip(ways, shadows, _coins(box, mixed, shadows), strict=True):
        proof.append(Shadow(shadow, _onwards(way, real) if coin else way))
    return mixed, tuple(proof)


def failures(
    public_key: int,
    box: Sequence[Ciphertext],
    mixed: Sequence[Ciphertext],
    proof: Sequence[Shadow],
) -> int:
    """Return in how many rounds the proof does not hold."""
    if len(box) != len(mixed) or len(proof) != ROUNDS:
        return ROUNDS
    wrong = 0
    coins = _coins(box, mixed, [shadow.ciphertexts for shadow in proof])
    for shadow, coin in zip(proof, coins, strict=True):
        start, end = (shadow.ciphertexts, mixed) if coin else (box, shadow.ciphertexts)
        whole = sorted(shadow.opened.origin) == list(range(len(box)))
        wrong += not whole or _walk(public_key, start, shadow.opened) != tuple(end)
    return wrong


def _way(size: int, chance: Chance) -> Way:
    order = chance.shuffled(list(range(size)))
    return Way(tuple(order), tuple(chance.below(GROUP.q) for _ in range(size)))


def _walk(public_key: int, box: Sequence[Ciphertext], way: Way) -> tuple[Ciphertext, ...]:
    p = GROUP.p
    return tuple(
        Ciphertext(
            box[origin].alpha * GROUP.power(GROUP.g, added) % p,
            box[origin].beta * GROUP.power(public_key, added) % p,
        )
        for origin, added in zip(way.origin, way.added, strict=True)
    )


def _onwards(shadow: Way, real: Way) -> Way:
    """Return the way from a shadow to the real mix."""
    at = {origin: place for place, origin in enumerate(shadow.origin)}
    places = tuple(at[origin] for origin in real.origin)
    return Way(
        places,
        tuple(
            (added - shadow.added[place]) % GROUP.q
            for added, place in zip(real.added, places, strict=True)
        ),
    )


def _coins(
    box: Sequence[Ciphertext],
    mixed: Sequence[Ciphertext],
    shadows: Sequence[Sequence[Ciphertext]],
) -> list[int]:
    """Return the coins: the hash of everything that was fixed before they fell."""
    text = repr([list(map(tuple, part)) for part in (box, mixed, *shadows)])
    bits = int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")
    return [bits >> place & 1 for place in range(ROUNDS)]
