"""A key among several people, so that some of them are enough. Pedersen; specification 2.0, 4.6.

Nobody ever holds the whole key: each person draws a polynomial, and everyone's secret is the
sum of what the polynomials give for them.

>>> from electoral.evoting.chance import Chance
>>> from electoral.evoting.groups import TOY_23
>>> made = deal(TOY_23, people=3, needed=2, chance=Chance("doc"))
>>> alpha = 9
>>> factors = {index: TOY_23.power(alpha, made.keys[index - 1]) for index in (1, 3)}
>>> others = {index: TOY_23.power(alpha, made.keys[index - 1]) for index in (2, 3)}
>>> combine(TOY_23, factors) == combine(TOY_23, others)
True
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from electoral.evoting.chance import Chance
    from electoral.evoting.groups import Group


@dataclass(frozen=True)
class Ceremony:
    """What was drawn and computed while the key was made; people are counted from 1."""

    needed: int
    """t + 1 in the specification"""
    polynomials: tuple[tuple[int, ...], ...]
    """a_ik: person i's secret coefficients, from the constant one upwards"""
    exponents: tuple[tuple[int, ...], ...]
    """A_ik = g^a_ik, published"""
    shares: tuple[tuple[int, ...], ...]
    """s_ij = f_i(j): what person i sends to person j"""
    keys: tuple[int, ...]
    """S_j, the sum of what person j received: their secret card"""
    public_keys: tuple[int, ...]
    """g^S_j, published"""
    public_key: int
    """y, the product of all A_i0"""


def deal(group: Group, people: int, needed: int, chance: Chance) -> Ceremony:
    """Make a key for so many people, of whom `needed` are enough. Section 4.6.4 to 4.6.6.

    Raises:
        ValueError: fewer than one is needed, more than there are, or too many for the group.
    """
    if not 1 <= needed <= people < group.q:
        raise ValueError(f"needed ({needed}) must be from 1 to people ({people})")
    polynomials = tuple(tuple(chance.below(group.q) for _ in range(needed)) for _ in range(people))
    shares = tuple(
        tuple(_value(polynomial, person, group.q) for person in range(1, people + 1))
        for polynomial in polynomials
    )
    keys = tuple(sum(row[person] for row in shares) % group.q for person in range(people))
    exponents = tuple(
        tuple(group.power(group.g, coefficient) for coefficient in polynomial)
        for polynomial in polynomials
    )
    return Ceremony(
        needed,
        polynomials,
        exponents,
        shares,
        keys,
        tuple(group.power(group.g, key) for key in keys),
        group.product(row[0] for row in exponents),
    )


def _value(polynomial: Sequence[int], place: int, modulus: int) -> int:
    result = 0
    for coefficient in reversed(polynomial):
        result = (result * place + coefficient) % modulus
    return result


def expected(group: Group, exponents: Iterable[Sequence[int]], person: int) -> int:
    """Return the public key that person j must have: the product of A_ik^(j^k). Section 4.6.6."""
    return group.product(
        group.power(exponent, pow(person, place, int(group.q)))
        for row in exponents
        for place, exponent in enumerate(row)
    )


def lagrange(group: Group, indices: Iterable[int], index: int) -> int:
    """Return λ, with which the share of one person counts among these. Section 4.19."""
    result = 1
    for other in indices:
        if other != index:
            result = result * other * pow(other - index, -1, int(group.q)) % group.q
    return result


def combine(group: Group, factors: Mapping[int, int]) -> int:
    """Return alpha^x from the factors alpha^S_j of enough people. Section 4.19."""
    return group.product(
        group.power(factor, lagrange(group, factors, index)) for index, factor in factors.items()
    )
