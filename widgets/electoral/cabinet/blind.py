"""Blind signatures: a clerk signs a ticket unseen, through an envelope with carbon paper.

The scheme is RSABSSA of RFC 9474 (October 2023), with SHA-384. The finished signature is an
ordinary RSASSA-PSS signature of RFC 8017, so any library can check it:

>>> signer = Signer("the clerk", bits=1024)
>>> blinded, secret = blind(signer.public, b"ticket 17", seed="a voter")
>>> signature = finish(signer.public, b"ticket 17", signer.sign(blinded), secret)
>>> verify(signer.public, b"ticket 17", signature)
True
>>> verify(signer.public, b"ticket 18", signature)
False

What is drawn by chance (key, prefix, salt, blinding factor) is drawn from a seed, so that a
lesson can be repeated. A simulation may do so; whoever knows the seed knows every secret, and a
real system must draw from the operating system (RFC 9474, 4.2 and 7.4). Nothing here resists an
attacker with a stop-watch (RFC 9474, 7.1).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from math import gcd
from typing import NamedTuple

from electoral.evoting.powers import number

HASH = 48
"""Bytes of SHA-384, and of the salt of the PSS variants (RFC 9474, 5)."""

PREFIX = 32
"""Bytes of chance before the message in the Randomized variants (RFC 9474, 4.1)."""

EXPONENT = 65_537

SMALL_PRIMES = tuple(n for n in range(3, 2000, 2) if all(n % k for k in range(3, n, 2)))


class Public(NamedTuple):
    """The key everyone knows: pkS in the RFC."""

    n: int
    e: int


@dataclass(frozen=True)
class Variant:
    """How messages are prepared and encoded (RFC 9474, 5)."""

    name: str
    salt: int
    prefix: int


PSS = Variant("RSABSSA-SHA384-PSS-Randomized", HASH, PREFIX)
PSSZERO = Variant("RSABSSA-SHA384-PSSZERO-Randomized", 0, PREFIX)
"""One key must serve one variant only (RFC 9474, 6.2)."""


@dataclass(frozen=True)
class Secret:
    """What the voter keeps between blinding and finishing, and shows to nobody."""

    prefix: bytes
    """msg_prefix, the chance put before the message."""
    salt: bytes
    inverse: int
    """inv, the inverse of the blinding factor r."""


@dataclass(frozen=True)
class Signature:
    """A finished signature and the prefix that belongs to its message."""

    prefix: bytes
    value: bytes


class Signer:
    """Holds the private key skS; signs what is brought, and cannot see what it is.

    Args:
        seed: gives the key; the same seed gives the same key.
        bits: the length of the modulus; below 2048 it is a toy, fit only for showing.
        primes: two known primes, for the test vectors of the RFC; seed and bits then do nothing.

    Raises:
        ValueError: the length is not possible.
    """

    def __init__(
        self, seed: object, bits: int = 2048, *, primes: tuple[int, int] | None = None
    ) -> None:
        if isinstance(bits, bool) or bits not in range(1024, 8193, 2):
            raise ValueError(f"A key has an even number of bits from 1024 to 8192, not {bits}.")
        half = bits // 2
        p, q = primes or (_prime(half, "first prime", seed), _prime(half, "second prime", seed))
        if p == q:
            raise ValueError(f"The seed {seed!r} gives the same prime twice; take another.")
        self.public = Public(p * q, EXPONENT)
        self._d = pow(EXPONENT, -1, (p - 1) * (q - 1))

    def sign(self, blinded: bytes) -> bytes:
        """Return the blinded signature (BlindSign; RFC 9474, 4.3).

        Raises:
            ValueError: the value cannot have come from `blind` under this key.
        """
        n, e = self.public
        m = _number(blinded, n, "blinded message")
        s = pow_mod(m, self._d, n)
        if pow_mod(s, e, n) != m:
            raise ValueError("The signature does not undo: the private key is damaged.")
        return s.to_bytes(len(blinded), "big")

    def explanation(self, blinded: bytes, message: bytes, seed: object) -> Secret:
        """Return a secret under which `blinded` hides `message`, whatever the message is.

        There is one for every message. That is why the signer, who can compute them all, learns
        nothing from a blinded value: it fits every message equally well.
        """
        n, _ = self.public
        prefix, salt = _bytes(PREFIX, "prefix", seed), _bytes(HASH, "salt", seed)
        m = _encoded(prefix + message, n.bit_length() - 1, salt)
        z = _number(blinded, n, "blinded message")
        factor = pow_mod(z * pow(m, -1, n) % n, self._d, n)
        return Secret(prefix, salt, pow(factor, -1, n))


def blind(
    public: Public, message: bytes, seed: object, variant: Variant = PSS
) -> tuple[bytes, Secret]:
    """Return the blinded message, which goes to the signer, and the secret, which stays.

    Args:
        public: the signer's key.
        message: what shall be signed.
        seed: gives prefix, salt and blinding factor; use a seed once only.
        variant: PSS or PSSZERO.
    """
    n, _ = public
    attempt = 0
    while True:  # "invalid blind" has a chance of about 2 to the power of -1000: draw again
        factor = 1 + _below(n - 1, f"factor {attempt}", seed)
        if gcd(factor, n) == 1:
            break
        attempt += 1
    prefix, salt = (_bytes(variant.prefix, "prefix", seed), _bytes(variant.salt, "salt", seed))
    secret = Secret(prefix, salt, pow(factor, -1, n))
    return blinded_with(public, message, secret), secret


def blinded_with(public: Public, message: bytes, secret: Secret) -> bytes:
    """Return the message blinded with a known secret (Prepare and Blind; RFC 9474, 4.1, 4.2).

    Raises:
        ValueError: the encoded message shares a factor with the modulus ("invalid input").
    """
    n, e = public
    m = _encoded(secret.prefix + message, n.bit_length() - 1, secret.salt)
    if gcd(m, n) != 1:
        raise ValueError("The encoded message shares a factor with the key; draw a new prefix.")
    x = pow_mod(pow(secret.inverse, -1, n), e, n)
    return (m * x % n).to_bytes(_length(n), "big")


def finish(public: Public, message: bytes, blinded_signature: bytes, secret: Secret) -> Signature:
    """Return the signature of the message itself (Finalize; RFC 9474, 4.4).

    Raises:
        ValueError: what came back is not the signature of what was sent.
    """
    n, _ = public
    z = _number(blinded_signature, n, "blinded signature")
    value = (z * secret.inverse % n).to_bytes(_length(n), "big")
    signature = Signature(secret.prefix, value)
    if not verify(public, message, signature, salt=len(secret.salt)):
        raise ValueError("The signature that came back does not fit the message that was sent.")
    return signature


def verify(public: Public, message: bytes, signature: Signature, *, salt: int = HASH) -> bool:
    """Tell whether the signature fits the message (RFC 9474, 4.5; RFC 8017, 8.1.2).

    The `cryptography` library checks it where it is installed, `fits` where it is not.
    """
    try:
        from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - optional
        from cryptography.hazmat.primitives import hashes  # noqa: PLC0415 - optional
        from cryptography.hazmat.primitives.asymmetric import padding, rsa  # noqa: PLC0415
    except ImportError:
        return fits(public, message, signature, salt=salt)
    key = rsa.RSAPublicNumbers(public.e, public.n).public_key()
    scheme = padding.PSS(padding.MGF1(hashes.SHA384()), salt)
    try:
        key.verify(signature.value, signature.prefix + message, scheme, hashes.SHA384())
    except InvalidSignature:
        return False
    return True


def fits(public: Public, message: bytes, signature: Signature, *, salt: int = HASH) -> bool:
    """Tell the same by our own arithmetic (EMSA-PSS-VERIFY; RFC 8017, 9.1.2)."""
    n, e = public
    s = int.from_bytes(signature.value, "big")
    if len(signature.value) != _length(n) or s >= n:
        return False
    bits = n.bit_length() - 1
    length = (bits + 7) // 8
    m = pow_mod(s, e, n)
    if m.bit_length() > bits:
        return False
    encoded = m.to_bytes(length, "big")
    masked, digest, last = encoded[: -HASH - 1], encoded[-HASH - 1 : -1], encoded[-1:]
    data = _mask(masked, digest, bits)
    own_salt = data[len(data) - salt :]
    padding = bytes(len(data) - salt - 1) + b"\x01"
    if last != b"\xbc" or data[: len(data) - salt] != padding:
        return False
    return digest == _sha(bytes(8) + _sha(signature.prefix + message) + own_salt)


def pow_mod(base: int, exponent: int, modulus: int) -> int:
    """Return the power, by gmpy2 where it is installed, else by Python."""
    return int(pow(number(base), exponent, modulus))


def _encoded(message: bytes, bits: int, salt: bytes) -> int:
    """EMSA-PSS-ENCODE (RFC 8017, 9.1.1) with SHA-384 and MGF1."""
    length = (bits + 7) // 8
    digest = _sha(bytes(8) + _sha(message) + salt)
    data = b"\x01".rjust(length - len(salt) - HASH - 1, b"\x00") + salt
    return int.from_bytes(_mask(data, digest, bits) + digest + b"\xbc", "big")


def _mask(data: bytes, digest: bytes, bits: int) -> bytes:
    """Lay the mask of `digest` over the data; doing it twice takes it off again."""
    blocks = -(-len(data) // HASH)
    stream = b"".join(_sha(digest + count.to_bytes(4, "big")) for count in range(blocks))
    mixed = int.from_bytes(data, "big") ^ int.from_bytes(stream[: len(data)], "big")
    spare = 8 * ((bits + 7) // 8) - bits
    return (mixed % (1 << 8 * len(data) - spare)).to_bytes(len(data), "big")


def _sha(data: bytes) -> bytes:
    return hashlib.sha384(data).digest()


def _length(n: int) -> int:
    return (n.bit_length() + 7) // 8


def _number(data: bytes, n: int, name: str) -> int:
    if len(data) != _length(n):
        raise ValueError(f"A {name} has {_length(n)} bytes under this key, not {len(data)}.")
    value = int.from_bytes(data, "big")
    if value >= n:
        raise ValueError(f"A {name} is a number below the modulus; this one is not.")
    return value


def _bytes(length: int, purpose: str, seed: object) -> bytes:
    return hashlib.shake_256(f"{purpose}|{seed!r}".encode()).digest(length)


def _below(n: int, purpose: str, seed: object) -> int:
    """A number below n: 128 bits more than needed are drawn, so that none is preferred."""
    return int.from_bytes(_bytes(_length(n) + 16, purpose, seed), "big") % n


def _prime(bits: int, purpose: str, seed: object) -> int:
    """The first fitting prime from a place that the seed gives."""
    top = 3 << bits - 2  # the product of two such primes has twice the bits
    candidate = top | _below(1 << bits - 2, purpose, seed) | 1
    while gcd(candidate - 1, EXPONENT) != 1 or not _is_prime(candidate):
        candidate += 2
    return candidate


def _is_prime(n: int) -> bool:
    """Miller and Rabin's test; forty bases suffice for a number that nobody chose on purpose."""
    if any(n % prime == 0 for prime in SMALL_PRIMES):
        return n in SMALL_PRIMES
    twos = (n - 1 & 1 - n).bit_length() - 1
    for base in (2, *SMALL_PRIMES[:39]):
        power = pow_mod(base, n >> twos, n)
        if power in {1, n - 1}:
            continue
        for _ in range(twos - 1):
            power = power * power % n
            if power == n - 1:
                break
        else:
            return False
    return True
