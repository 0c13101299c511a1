"""Trustees: who holds the key, and what is published about it. Specification 2.0, 4.5 to 4.7."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from electoral.evoting.ballots import read_proof
from electoral.evoting.election import compact
from electoral.evoting.powers import number
from electoral.evoting.proofs import Proof, prove_knowledge
from electoral.evoting.strict import FormError, element, fields, listed, loads, texts
from electoral.evoting.threshold import deal

if TYPE_CHECKING:
    from electoral.evoting.chance import Chance
    from electoral.evoting.groups import Group

MOST = 100
"""No election has more trustees here."""


class PublicKey(NamedTuple):
    """A trustee_public_key: g^x and a proof that x is known. Section 4.5."""

    public_key: int
    pok: Proof


class Signed(NamedTuple):
    """A signed_msg, and the numbers that its message holds. Section 4.6.1."""

    message: str
    signature: Proof
    values: tuple[int, ...]


@dataclass(frozen=True)
class Single:
    """A trustee without whom nothing is opened."""

    key: PublicKey

    @property
    def keys(self) -> tuple[PublicKey, ...]:
        """The verification keys of this item of the list."""
        return (self.key,)


@dataclass(frozen=True)
class Pedersen:
    """Trustees of whom `threshold` are enough. Section 4.6.7."""

    threshold: int
    certs: tuple[Signed, ...]
    """Each trustee's own keys, signed: verification and encryption"""
    coefexps: tuple[Signed, ...]
    """A_i0 … A_it of each, signed"""
    keys: tuple[PublicKey, ...]


Trustees = tuple[Single | Pedersen, ...]


@dataclass(frozen=True)
class Office:
    """The trustees of an invented election, with what only they know."""

    text: str
    """The structure that is published"""
    public_key: int
    """y, the product of all sub-keys"""
    secrets: tuple[int, ...] = field(repr=False)
    """The secret of each trustee, in the order of their numbers from 1"""
    needed: tuple[tuple[int, ...], ...]
    """Of each item, as many trustees as are enough, by number"""


def appoint(
    group: Group, chance: Chance, *, singles: int = 1, threshold: tuple[int, int] | None = None
) -> Office:
    """Make the keys of trustees: so many without whom nothing opens, and k among n.

    Raises:
        ValueError: there is no trustee, or the threshold is not possible.
    """
    people = threshold[1] if threshold else 0
    if not 1 <= singles + people <= MOST or singles < 0:
        raise ValueError(f"trustees ({singles + people}) must be from 1 to {MOST}")
    items: list[Any] = []
    secrets, needed, subkeys = [], [], []
    for one in range(singles):
        secret = chance.child("single", one).below(group.q)
        key = publish_key(group, secret, chance.child("pok", one))
        items.append(["Single", key])
        subkeys.append(number(key["public_key"]))
        secrets.append(secret)
        needed.append((len(secrets),))
    if threshold:
        made = deal(group, people, threshold[0], chance.child("deal"))
        signers = [_signer(group, chance.child("seed", one)) for one in range(people)]
        certs = [
            _sign(
                group,
                signing,
                compact(
                    {
                        "verification": str(group.power(group.g, signing)),
                        "encryption": str(group.power(group.g, decrypting)),
                    }
                ),
                chance.child("cert", one),
            )
            for one, (signing, decrypting) in enumerate(signers)
        ]
        coefexps = [
            _sign(
                group,
                signing,
                compact({"coefexps": [str(value) for value in made.exponents[one]]}),
                chance.child("coefexps", one),
            )
            for one, (signing, _decrypting) in enumerate(signers)
        ]
        keys = [
            publish_key(group, secret, chance.child("pedersen", one))
            for one, secret in enumerate(made.keys)
        ]
        items.append(
            [
                "Pedersen",
                {
                    "threshold": threshold[0],
                    "certs": certs,
                    "coefexps": coefexps,
                    "verification_keys": keys,
                },
            ]
        )
        subkeys.append(made.public_key)
        first = len(secrets) + 1
        secrets += made.keys
        needed.append(tuple(range(first, first + threshold[0])))
    return Office(compact(items), group.product(subkeys), tuple(secrets), tuple(needed))


def publish_key(group: Group, secret: int, chance: Chance) -> dict[str, Any]:
    """Return the trustee_public_key of a secret. Section 4.5."""
    public = group.power(group.g, secret)
    pok = prove_knowledge(group, secret, pok_words(group, public), chance)
    return {"pok": pok.written, "public_key": str(public)}


def _signer(group: Group, chance: Chance) -> tuple[int, int]:
    """Return a signing and a decryption key; the specification derives both from one seed."""
    return chance.below(group.q), chance.below(group.q)


def _sign(group: Group, secret: int, message: str, chance: Chance) -> dict[str, Any]:
    proof = prove_knowledge(group, secret, f"sigmsg|{message}", chance)
    return {"message": message, "signature": proof.written}


def pok_words(group: Group, public: int) -> str:
    """Return what the hash of a proof of knowledge of a key begins with. Section 4.5."""
    return f"pok|{group.description}|{public}"


def read_trustees(text: str, group: Group) -> Trustees:
    """Return the trustees that a text lists.

    Raises:
        FormError: it is not such a list.
    """
    items = loads(text)
    if not isinstance(items, list) or not 1 <= len(items) <= MOST:
        raise FormError("trustees", items)
    found = tuple(_read_item(item, group) for item in items)
    if sum(len(item.keys) for item in found) > MOST:
        raise FormError("trustees", len(items))
    return found


def _read_item(item: Any, group: Group) -> Single | Pedersen:
    kind, value = listed(item, 2, "trustee")
    if kind == "Single":
        return Single(_read_key(value, group))
    if kind != "Pedersen":
        raise FormError("trustee", kind)
    given = fields(value, ["threshold", "certs", "coefexps", "verification_keys"])
    needed, certs = given["threshold"], given["certs"]
    people = len(certs) if isinstance(certs, list) else 0
    if type(needed) is not int or not 1 <= needed <= people <= MOST:
        raise FormError("threshold", needed)
    exponents = listed(given["coefexps"], people, "coefexps")
    keys = listed(given["verification_keys"], people, "verification_keys")
    return Pedersen(
        needed,
        tuple(_read_cert(cert, group) for cert in certs),
        tuple(_read_coefexps(one, needed, group) for one in exponents),
        tuple(_read_key(key, group) for key in keys),
    )


def _read_key(structure: Any, group: Group) -> PublicKey:
    given = fields(structure, ["pok", "public_key"])
    return PublicKey(element(given["public_key"], group.p), read_proof(given["pok"]))


def _read_signed(structure: Any) -> tuple[str, Proof]:
    given = fields(structure, ["message", "signature"])
    (message,) = texts(given, "message")
    return message, read_proof(given["signature"])


def _read_cert(structure: Any, group: Group) -> Signed:
    message, signature = _read_signed(structure)
    keys = fields(loads(message), ["verification", "encryption"])
    values = tuple(element(keys[name], group.p) for name in ("verification", "encryption"))
    return Signed(message, signature, values)


def _read_coefexps(structure: Any, needed: int, group: Group) -> Signed:
    message, signature = _read_signed(structure)
    values = listed(fields(loads(message), ["coefexps"])["coefexps"], needed, "coefexps")
    return Signed(message, signature, tuple(element(value, group.p) for value in values))
