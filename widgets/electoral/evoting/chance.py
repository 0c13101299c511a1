"""Chance that anyone can repeat: an endless stream of numbers from a seed.

>>> Chance("school", 7).below(100) == Chance("school", 7).below(100)
True
"""

from __future__ import annotations

import hashlib
from typing import TypeVar

T = TypeVar("T")

BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
"""Characters of identifiers and credentials. Belenios specification 2.0, 4.2."""


class Chance:
    """SHAKE-256 of the seed and a counter, read as numbers.

    The numbers are as good as any for cryptography as long as nobody knows the seed.
    Here everybody knows it, so that a lesson can be repeated.
    """

    def __init__(self, *seed: str | int) -> None:
        self._seed = "|".join(str(part) for part in seed).encode()
        self._drawn = 0
        self._stream = hashlib.shake_256(self._seed)

    def child(self, *more: str | int) -> Chance:
        """Return an independent stream, the same for the same words."""
        return Chance(self._seed.decode(), *more)

    def below(self, limit: int) -> int:
        """Return a number from 0 to `limit` - 1, each as likely up to one part in 2^128.

        Raises:
            ValueError: the limit is not positive.
        """
        if limit < 1:
            raise ValueError(f"limit ({limit}) must be positive")
        self._drawn += 1
        size = int(limit).bit_length() // 8 + 17
        stream = self._stream.copy()
        stream.update(b"#%d" % self._drawn)
        return int.from_bytes(stream.digest(size), "big") % limit

    def shuffled(self, things: list[T]) -> list[T]:
        """Return the things in a new order, each order equally likely."""
        mixed = list(things)
        for last in range(len(mixed) - 1, 0, -1):
            other = self.below(last + 1)
            mixed[last], mixed[other] = mixed[other], mixed[last]
        return mixed

    def text(self, length: int) -> str:
        """Return that many base-58 characters."""
        return "".join(BASE58[self.below(58)] for _ in range(length))
