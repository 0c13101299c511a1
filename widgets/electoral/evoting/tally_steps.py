"""What stands after the last ballot: the product, what the trustees opened, and the result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from electoral.evoting.ballot_steps import canonical, of, raised
from electoral.evoting.checks import Step, compared
from electoral.evoting.proofs import decryption_claim
from electoral.evoting.strict import FormError, decimal, fields, loads
from electoral.evoting.tally import decryption_words, synthetic

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from electoral.evoting.election import Election
    from electoral.evoting.proofs import Proof
    from electoral.evoting.tally import Sum, Tally
    from electoral.evoting.trustees import Trustees


def read_sized(text: str) -> tuple[int, int, str]:
    """Return num_tallied, total_weight and the hash of the tally. Section 4.16.

    Raises:
        FormError: it is no such structure.
    """
    given = fields(loads(text), ["num_tallied", "total_weight", "encrypted_tally"])
    number, weight, payload = given.values()
    if type(number) is not int or not isinstance(payload, str):
        raise FormError("num_tallied", number)
    if isinstance(weight, str):
        weight = int(decimal(weight))  # as OCaml writes what may not fit a double
    if type(weight) is not int:
        raise FormError("total_weight", weight)
    return number, weight, payload


def read_owned(text: str) -> tuple[int, str]:
    """Return the number of the trustee and the hash of what they opened. Section 4.18.

    Raises:
        FormError: it is no such structure.
    """
    given = fields(loads(text), ["owner", "payload"])
    owner, payload = given.values()
    if type(owner) is not int or not isinstance(payload, str):
        raise FormError("owner", owner)
    return owner, payload


def steps_of_tally(
    event: int, sizes: tuple[int, int], published: Tally, counted: Sum
) -> Iterator[Step]:
    """Yield that the published tally is the product of the last ballots."""
    yield compared(
        "tally_count",
        f"{sizes[0]}, {sizes[1]}",
        f"{counted.ballots}, {counted.weight}",
        event=event,
    )
    for question, (row, ours) in enumerate(zip(published, counted.tally, strict=True), 1):
        for choice, (one, own) in enumerate(zip(row, ours, strict=True), 1):
            left, right = (one.beta, own.beta) if one.alpha == own.alpha else (one.alpha, own.alpha)
            yield compared(
                "tally_product", left, right, event=event, question=question, choice=choice
            )


def steps_of_decryption(  # noqa: PLR0913, PLR0917 - one trustee's work and where it stands
    election: Election,
    tally: Tally,
    public: int,
    factors: Sequence[Sequence[int]],
    proofs: Sequence[Sequence[Proof]],
    event: int,
    trustee: int,
) -> Iterator[Step]:
    """Yield that a trustee used the key that was promised."""
    group, words = election.group, decryption_words(election, public)
    for question, (row, ours, proved) in enumerate(zip(factors, tally, proofs, strict=True), 1):
        for choice, (factor, one, proof) in enumerate(zip(row, ours, proved, strict=True), 1):
            place = {"event": event, "question": question, "choice": choice, "trustee": trustee}
            good = group.has(factor)
            left = 1 if good else raised(group, factor)
            yield Step("membership", good, left, 1, **place)
            yield from canonical(group, [proof], **place)
            claim = decryption_claim(group, one.alpha, public, factor, proof, words)
            yield of("decryption_proof", claim, **place)


def steps_of_result(  # noqa: PLR0913, PLR0917 - what a result is made of
    election: Election,
    trustees: Trustees,
    tally: Tally,
    factors: Mapping[int, Sequence[Sequence[int]]],
    published: Sequence[Sequence[int]],
    event: int,
) -> Iterator[Step]:
    """Yield that the numbers are what the trustees opened."""
    group, first = election.group, 1
    enough = True
    for item in trustees:
        numbers = range(first, first + len(item.keys))
        came = sum(number in factors for number in numbers)
        needed = getattr(item, "threshold", 1)
        enough &= came >= needed
        yield Step("enough", came >= needed, came, f"≥ {needed}", event=event, trustee=first)
        first += len(item.keys)
    if not enough:
        return
    for question, (row, ours) in enumerate(zip(published, tally, strict=True), 1):
        for choice, (value, one) in enumerate(zip(row, ours, strict=True), 1):
            factor = synthetic(election, trustees, factors, (question - 1, choice - 1))
            left = group.power(group.g, value) * (factor or 0) % group.p
            good = left == one.beta and value < group.q
            yield Step(
                "result", good, left, one.beta, event=event, question=question, choice=choice
            )
