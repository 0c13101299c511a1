"""What stands before the first ballot: whose keys they are, and that together they are the key."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from electoral.evoting.ballot_steps import canonical, of, raised
from electoral.evoting.checks import Step, compared
from electoral.evoting.proofs import knowledge_claim
from electoral.evoting.strict import FormError, element, loads
from electoral.evoting.subgroup import outside
from electoral.evoting.threshold import expected
from electoral.evoting.trustees import Pedersen, Single, pok_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from electoral.evoting.election import Election
    from electoral.evoting.groups import Group
    from electoral.evoting.trustees import PublicKey, Signed, Trustees

HEAVIEST = 10**11
"""No election weighs more in all: its sums must be found by trial."""

_ENTRY = re.compile(r"([0-9]+)(?:,([1-9][0-9]{0,10}))?", re.ASCII)


def steps_of_trustees(election: Election, trustees: Trustees) -> Iterator[Step]:
    """Yield what the trustees claim, and that the election's key is theirs."""
    group, first, subkeys = election.group, 1, []
    for item in trustees:
        for number, key in enumerate(item.keys, first):
            yield from _of_key(group, key, number)
        if isinstance(item, Single):
            subkeys.append(item.key.public_key)
        else:
            yield from _of_threshold(group, item, first)
            subkeys.extend(one.values[0] for one in item.coefexps)
        first += len(item.keys)
    yield from _in_group(group, election.public_key, None)
    yield compared("election_key", election.public_key, group.product(subkeys), event=0)


def _of_key(group: Group, key: PublicKey, trustee: int) -> Iterator[Step]:
    yield from _in_group(group, key.public_key, trustee)
    yield from canonical(group, [key.pok], event=0, trustee=trustee)
    words = pok_words(group, key.public_key)
    claim = knowledge_claim(group, key.public_key, key.pok, words)
    yield of("key_proof", claim, event=0, trustee=trustee)


def _of_threshold(group: Group, item: Pedersen, first: int) -> Iterator[Step]:
    for number, (cert, exponents) in enumerate(zip(item.certs, item.coefexps, strict=True), first):
        for value in (*cert.values, *exponents.values):
            yield from _in_group(group, value, number)
        for check, signed in (("certificate", cert), ("exponents_signature", exponents)):
            yield from _of_signed(group, check, signed, cert.values[0], number)
    rows = [one.values for one in item.coefexps]
    for person, key in enumerate(item.keys, 1):
        yield compared(
            "verification_key",
            key.public_key,
            expected(group, rows, person),
            event=0,
            trustee=first + person - 1,
        )


def _of_signed(
    group: Group, check: str, signed: Signed, verification: int, trustee: int
) -> Iterator[Step]:
    yield from canonical(group, [signed.signature], event=0, trustee=trustee)
    words = f"sigmsg|{signed.message}"
    claim = knowledge_claim(group, verification, signed.signature, words)
    yield of(check, claim, event=0, trustee=trustee)


def _in_group(group: Group, number: int, trustee: int | None) -> Iterator[Step]:
    good = group.has(number)
    left = 1 if good else raised(group, number)
    yield Step("membership", good, left, 1, event=0, trustee=trustee)


def read_credentials(text: str, group: Group) -> tuple[list[int], list[int]]:
    """Return the public credentials and their weights. Section 4.8.

    Raises:
        FormError: it is not such a list.
    """
    entries = loads(text)
    if not isinstance(entries, list) or not entries:
        raise FormError("credentials", entries)
    publics, weights = [], []
    for entry in entries:
        found = _ENTRY.fullmatch(entry) if isinstance(entry, str) else None
        if not found:
            raise FormError("credential", entry)
        publics.append(element(found[1], group.p))
        weights.append(int(found[2] or 1))
    if sum(weights) > min(HEAVIEST, int(group.q) - 1):
        raise FormError("weight in all", sum(weights))
    return publics, weights


def steps_of_credentials(group: Group, publics: list[int]) -> Iterator[Step]:
    """Yield that all credentials are of the group, and each is listed once."""
    strangers = outside(group, publics)
    for place in strangers:
        yield Step("membership", False, raised(group, publics[place]), 1, event=0)
    if not strangers:
        yield Step("membership", True, 1, 1, event=0)
    yield compared("credential_twice", len(publics) - len(set(publics)), 0, event=0)
