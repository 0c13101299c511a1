"""A key on cards: an electronic urn that only so many people of a commission open together.

Each person gets a card with a share of the key. Nobody ever has the key itself: each person
gives a part made with their own card, a proof shows that the part is right, and enough parts
open the urn. Numbers of sections are those of the Belenios specification 2.0.

>>> from electoral.evoting.groups import TOY_23
>>> cards = split(TOY_23, people=5, needed=3, seed=1)
>>> urn = cast(cards, ballots=9, seed=1)
>>> open_urn(cards, urn, [1, 2]).missing
1
>>> open_urn(cards, urn, [1, 2, 5]).sum == sum(urn.votes)
True
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import comb
from typing import TYPE_CHECKING, NamedTuple

from electoral.evoting.chance import Chance
from electoral.evoting.elgamal import Ciphertext, encrypt, logarithm, multiply
from electoral.evoting.proofs import Proof, decryption_claim, prove_decryption
from electoral.evoting.threshold import deal, lagrange

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from electoral.evoting.groups import Group

BENT = 3
"""So many votes a forged part would add to the sum, if nobody checked it."""


@dataclass(frozen=True)
class Cards:
    """What a ceremony leaves: a card for each person, and what everybody may know."""

    group: Group
    needed: int
    """How many cards open the urn: t + 1, section 4.6.7."""
    every: bool
    """Each person made a key of their own, and none can be missing ("Single", section 4.7)."""
    secrets: tuple[int, ...]
    """What stands on the cards of persons 1, 2, …: S_j, section 4.6.6."""
    public_keys: tuple[int, ...]
    """g^S_j, with which anybody checks the part of person j."""
    public_key: int
    """y, with which voters encrypt."""


@dataclass(frozen=True)
class Urn:
    """Encrypted votes, 1 for yes and 0 for no."""

    votes: tuple[int, ...]
    """What the voters chose; nobody in the room knows it."""
    ballots: tuple[Ciphertext, ...]
    total: Ciphertext
    """The product of the ballots, which holds the sum of the votes."""


class Part(NamedTuple):
    """What one person gives to open a ciphertext, with its proof. Section 4.18."""

    person: int
    factor: int
    challenge: int
    response: int


@dataclass(frozen=True)
class Opening:
    """An attempt to open the urn."""

    parts: tuple[Part, ...]
    refused: tuple[int, ...]
    """Persons whose proof does not fit."""
    used: tuple[int, ...]
    """Persons whose parts opened the urn; nobody where it stayed closed."""
    missing: int
    """How many more good parts it needs."""
    sum: int | None
    """What the urn says; nothing where it stays closed or says no number of votes."""
    unchecked: int | None
    """What it would say if nobody looked at the proofs, and forged parts were used first."""


def split(group: Group, people: int, needed: int, seed: int, *, every: bool = False) -> Cards:
    """Hold the ceremony: deal the shares of a key among people.

    Raises:
        ValueError: more cards are needed than there are, or fewer than one.
    """
    if not 1 <= needed <= people:
        raise ValueError(f"needed ({needed}) must be from 1 to people ({people})")
    chance = Chance("ceremony", group.name, people, needed, seed)
    while True:
        if every:
            secrets = [1 + chance.below(group.q - 1) for _ in range(people)]
            keys = [group.power(group.g, secret) for secret in secrets]
            public_key = group.product(keys)
        else:
            dealt = deal(group, people, needed, chance)
            secrets, keys, public_key = dealt.keys, dealt.public_keys, dealt.public_key
        if public_key != 1:  # a key of 0 hides nothing; only in a toy does chance ever give it
            break
    return Cards(
        group,
        people if every else needed,
        every,
        tuple(int(one) for one in secrets),
        tuple(int(one) for one in keys),
        int(public_key),
    )


def cast(cards: Cards, ballots: int, seed: int) -> Urn:
    """Fill the urn with invented votes, more than half of them yes."""
    chance = Chance("votes", seed)
    yes = ballots // 2 + 1 + chance.below(max(ballots // 8, 1))
    votes = chance.shuffled([1] * yes + [0] * (ballots - yes))
    group = cards.group
    while True:
        sealed = [encrypt(group, cards.public_key, vote, chance.below(group.q)) for vote in votes]
        total = multiply(group, *sealed)
        if total.alpha != 1:  # else the sum lies open; only in a toy does chance ever do this
            return Urn(tuple(votes), tuple(sealed), total)


def give(cards: Cards, person: int, ciphertext: Ciphertext, seed: int, bend: int = 0) -> Part:
    """Give a person's part of the opening with its proof; `bend` falsifies the part.

    Args:
        cards: of the ceremony.
        person: 1, 2, …
        ciphertext: what is to be opened.
        seed: of the proof's chance.
        bend: exponent of g by which the part is wrong.
    """
    group, secret = cards.group, cards.secrets[person - 1]
    factor = group.power(ciphertext.alpha, secret) * group.power(group.g, bend) % group.p
    words, chance = _words(cards, person), Chance("part", seed, person)
    proof = prove_decryption(group, ciphertext.alpha, secret, words, chance)
    return Part(person, int(factor), int(proof.challenge), int(proof.response))


def proven(cards: Cards, ciphertext: Ciphertext, part: Part) -> bool:
    """Whether the proof fits: the part was made with the card of that person."""
    group, key = cards.group, cards.public_keys[part.person - 1]
    proof, words = Proof(part.challenge, part.response), _words(cards, part.person)
    claim = decryption_claim(group, ciphertext.alpha, key, part.factor, proof, words)
    return claim.holds and part.challenge < group.q


def weights(cards: Cards, people: Sequence[int]) -> list[int]:
    """How often each part counts: the Lagrange coefficients, section 4.19, or once each."""
    if cards.every:
        return [1 for _ in people]
    return [int(lagrange(cards.group, people, person)) for person in people]


def opened(cards: Cards, ciphertext: Ciphertext, parts: Sequence[Part], most: int) -> int | None:
    """Put parts together and read the number, if it is one from 0 to `most`."""
    group = cards.group
    exponents = weights(cards, [part.person for part in parts])
    factor = group.product(
        group.power(part.factor, times) for part, times in zip(parts, exponents, strict=True)
    )
    return logarithm(group, ciphertext.beta * group.inverse(factor) % group.p, most)


def open_urn(
    cards: Cards, urn: Urn, honest: Sequence[int], forgers: Sequence[int] = (), seed: int = 0
) -> Opening:
    """Let people open the urn; each forger bends the sum by `BENT` votes.

    The first good parts in the order of persons are used.
    """
    first = [*forgers, *honest][: cards.needed]
    exponents = dict(zip(first, weights(cards, first), strict=True))
    bends = {person: _bend(cards, exponents.get(person, 1)) for person in forgers}
    parts = [
        give(cards, person, urn.total, seed, bends.get(person, 0))
        for person in sorted([*honest, *forgers])
    ]
    good = [part for part in parts if proven(cards, urn.total, part)]
    most = len(urn.votes)
    enough = good[: cards.needed] if len(good) >= cards.needed else []
    return Opening(
        parts=tuple(parts),
        refused=tuple(part.person for part in parts if part not in good),
        used=tuple(part.person for part in enough),
        missing=max(cards.needed - len(good), 0),
        sum=opened(cards, urn.total, enough, most) if enough else None,
        unchecked=opened(cards, urn.total, [part for part in parts if part.person in first], most)
        if len(parts) >= cards.needed
        else None,
    )


def read_secretly(cards: Cards, urn: Urn, circle: Sequence[int]) -> list[int] | None:
    """Return every single vote, if the circle has cards enough; otherwise nothing.

    People who trust one another with their cards need no parts and no proofs: their cards,
    each counted so often, add up to the key itself.
    """
    people = sorted(circle)[: cards.needed]
    if len(people) < cards.needed:
        return None
    group, times = cards.group, weights(cards, people)
    shares = [cards.secrets[person - 1] for person in people]
    key = sum(share * weight for share, weight in zip(shares, times, strict=True)) % group.q
    return [
        vote
        for one in urn.ballots
        for vote in [logarithm(group, one.beta * group.power(one.alpha, -key) % group.p, 1)]
        if vote is not None
    ]


def lines(points: Mapping[int, int], q: int) -> list[tuple[int, int]]:
    """Return every line modulo q through the points, as (height at 0, slope).

    The height at 0 is the key, when two cards are needed.

    >>> lines({1: 5, 2: 7}, 11)
    [(3, 2)]
    >>> len(lines({1: 5}, 11))
    11
    """
    return [
        (secret, slope)
        for secret in range(q)
        for slope in range(q)
        if all((secret + slope * x) % q == y for x, y in points.items())
    ]


def stays_closed(people: int, needed: int, lost: Fraction) -> Fraction:
    """Chance that too few cards are left, when each is lost with the chance `lost`.

    >>> stays_closed(5, 3, Fraction(1, 10))
    Fraction(107, 12500)
    """
    kept = 1 - lost
    return sum((_exactly(people, left, kept) for left in range(needed)), Fraction(0))


def secrecy_broken(people: int, needed: int, corrupt: Fraction) -> Fraction:
    """Chance that a secret circle has enough cards, when each person joins it with that chance.

    >>> secrecy_broken(5, 3, Fraction(1, 10))
    Fraction(107, 12500)
    """
    return sum((_exactly(people, many, corrupt) for many in range(needed, people + 1)), Fraction(0))


def _exactly(of: int, many: int, chance: Fraction) -> Fraction:
    """Binomial probability of exactly so many."""
    return comb(of, many) * chance**many * (1 - chance) ** (of - many)


def _bend(cards: Cards, weight: int) -> int:
    """Exponent of g by which a part that counts `weight` times must be wrong."""
    return -BENT * pow(int(weight), -1, int(cards.group.q))


def _words(cards: Cards, person: int) -> str:
    """Return what the hash begins with, section 4.18: the group's name, as there is no election."""
    return f"decrypt|{cards.group.name}|{cards.public_keys[person - 1]}"
