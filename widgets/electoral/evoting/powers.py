"""Powers modulo a prime, which is where all the time of an electronic election goes.

Three equal ways, taken by what the machine has: the OpenSSL that Python's own `hashlib` has
loaded, gmpy2, and Python's `pow`. Powers of a base that comes back (the generator, the
election's key) are read from a table: a window of bits at a time, one product a window and no
squaring.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from electoral.evoting import openssl

if TYPE_CHECKING:
    from collections.abc import Iterable

gmpy2: Any
try:
    gmpy2 = import_module("gmpy2")
except ImportError:  # in the browser, or where nothing but Python is installed
    gmpy2 = None

number: Any = gmpy2.mpz if gmpy2 else int
"""The type for large whole numbers."""


def inverse(element: int, modulus: int) -> int:
    """Return 1 / element modulo a prime.

    Raises:
        ValueError: the element is 0 modulo the prime.
    """
    if not element % modulus:
        raise ValueError("0 has no inverse")
    return pow(element, -1, modulus)


class Table:
    """Powers of one base, for exponents of at most so many bits."""

    def __init__(self, base: int, modulus: int, bits: int, window: int) -> None:
        self.base, self.modulus, self.window = base, modulus, window
        self.mask = (1 << window) - 1
        self.rows: list[list[int]] = []
        for _ in range(-(-bits // window)):
            row = [base**0]
            for _ in range(self.mask):
                row.append(row[-1] * base % modulus)
            self.rows.append(row)
            base = row[-1] * base % modulus

    def power(self, exponent: int, times: int = 1) -> int:
        """Return times · base^exponent, for an exponent the table is wide enough for."""
        result, mask, window, modulus = times, self.mask, self.window, self.modulus
        for row in self.rows:
            result = result * row[exponent & mask] % modulus
            exponent >>= window
        if exponent:
            raise ValueError("the exponent is larger than the table")
        return result


class Powers:
    """Arithmetic modulo p.

    Args:
        modulus: p, a prime.
        generator: g, whose powers are wanted most.
        bits: how long exponents are.
        fast: whether to use OpenSSL where it is to be had.
    """

    def __init__(self, modulus: int, generator: int, bits: int, *, fast: bool = True) -> None:
        self.modulus, self.generator, self.bits = modulus, generator, bits
        wide = int(modulus).bit_length() >= openssl.WORTHWHILE
        self.openssl = openssl.arithmetic(int(modulus)) if fast and wide else None
        self._power = gmpy2.powmod if gmpy2 and wide else pow
        self._own: Table | None = None

    def table(self, base: int, uses: int) -> Table:
        """Return a table for a base that will be used about so often.

        A wider window costs more to prepare and less each time; the width is the one for
        which both together are cheapest.
        """
        rows = {window: -(-self.bits // window) for window in range(1, 13)}
        window = min(rows, key=lambda width: rows[width] * ((1 << width) + uses))
        return Table(base % self.modulus, self.modulus, self.bits, window)

    def power(self, base: int, exponent: int) -> int:
        """Return base^exponent mod p, for a base from 0 to p - 1 and an exponent ≥ 0."""
        if self.openssl:
            return number(self.openssl.power(int(base), int(exponent)))
        return self._power(base, exponent, self.modulus)

    def fixed(self, exponent: int) -> int:
        """Return g^exponent mod p."""
        if self._own is None:
            self._own = self.table(self.generator, 60)
        return self._own.power(exponent)

    def expect(self, uses: int) -> Table:
        """Widen the table of g for so many uses, and return it."""
        wanted = self.table(self.generator, uses) if uses > 60 else None
        if wanted or self._own is None:
            self._own = wanted or self.table(self.generator, 60)
        return self._own


def symbols(elements: Iterable[int], modulus: int) -> list[bool] | None:
    """Return of each element whether it is a square modulo p, or nothing without gmpy2."""
    if not gmpy2:
        return None
    return [gmpy2.jacobi(element, modulus) == 1 for element in elements]
