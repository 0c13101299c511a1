"""Ciphertexts that multiply while the votes inside them add. Specification 2.0, 4.3 and 4.11.1.

>>> from electoral.evoting.groups import TOY_23
>>> key = TOY_23.power(TOY_23.g, 7)
>>> two_votes = [encrypt(TOY_23, key, 1, 3), encrypt(TOY_23, key, 1, 9)]
>>> total = multiply(TOY_23, *two_votes)
>>> opened = total.beta * TOY_23.inverse(TOY_23.power(total.alpha, 7)) % TOY_23.p
>>> logarithm(TOY_23, opened, 2)
2
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from electoral.evoting.groups import Group


class Ciphertext(NamedTuple):
    """One encrypted number."""

    alpha: int
    """g^r"""
    beta: int
    """y^r g^m"""


def encrypt(group: Group, key: int, message: int, secret: int) -> Ciphertext:
    """Encrypt a small number m under the election's key y with the random r. Section 4.11.1."""
    hidden = group.power(key, secret) * group.power(group.g, message) % group.p
    return Ciphertext(group.power(group.g, secret), hidden)


def multiply(group: Group, *ciphertexts: Ciphertext) -> Ciphertext:
    """Return the product, which holds the sum of the messages. Section 4.16."""
    return Ciphertext(
        group.product(one.alpha for one in ciphertexts),
        group.product(one.beta for one in ciphertexts),
    )


def raised(group: Group, ciphertext: Ciphertext, weight: int) -> Ciphertext:
    """Return the ciphertext of weight times the message. Section 4.16."""
    if weight == 1:
        return ciphertext
    return Ciphertext(group.power(ciphertext.alpha, weight), group.power(ciphertext.beta, weight))


def logarithm(group: Group, value: int, most: int) -> int | None:
    """Return m ≤ most with g^m = value, or nothing where there is none. Section 4.19.

    Small steps and giant steps: about twice the square root of `most` products.
    """
    step = int(most**0.5) + 1
    small: dict[int, int] = {}
    power = group.product([])
    for exponent in range(step):
        small.setdefault(int(power), exponent)
        power = power * group.g % group.p
    giant = group.inverse(power)
    rest = value % group.p
    for giants in range(step + 1):
        exponent = small.get(int(rest))
        if exponent is not None and giants * step + exponent <= most:
            return giants * step + exponent
        rest = rest * giant % group.p
    return None
