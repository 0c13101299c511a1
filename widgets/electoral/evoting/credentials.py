"""Credentials: what a voter holds, and what the board knows of it. Specification 2.0, 4.8."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from electoral.evoting.chance import BASE58
from electoral.evoting.powers import number

if TYPE_CHECKING:
    from electoral.evoting.chance import Chance
    from electoral.evoting.groups import Group


class Credential(NamedTuple):
    """One voter's right to one vote."""

    text: str
    """c: fifteen characters that the voter types in, with dashes"""
    secret: int
    """s = secret(c)"""
    public: int
    """g^s, published in the list of credentials"""
    weight: int = 1
    """How often the vote counts"""

    @property
    def entry(self) -> str:
        """The entry of the published list where weights are used."""
        return f"{self.public},{self.weight}"


def draw(chance: Chance) -> str:
    """Return fifteen characters, the last one a check of the others."""
    body = chance.text(14)
    return body + BASE58[check(body)]


def check(body: str) -> int:
    """Return the digit that reveals a mistyped credential: the whole is 0 modulo 53."""
    value = 0
    for character in body:
        value = value * 58 + BASE58.index(character)
    return (53 - value) % 53


def derive(text: str, uuid: str, group: Group, weight: int = 1) -> Credential:
    """Return the credential of fifteen characters, with or without their dashes."""
    bare = text.replace("-", "")
    dashed = "-".join(bare[place : place + 3] for place in range(0, len(bare), 3))
    key = hashlib.pbkdf2_hmac("sha256", dashed.encode(), uuid.encode(), 1000, 32)
    secret = number(int.from_bytes(key, "big")) % group.q
    return Credential(dashed, secret, group.power(group.g, secret), weight)
