"""What stands on a public board of encrypted votes, and what can be opened from it.

Everything is computed by `electoral.evoting`; here it is only put together for the view.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from electoral.evoting.ballots import individual_cases, individual_words
from electoral.evoting.chance import Chance
from electoral.evoting.election import compact, fingerprint
from electoral.evoting.elgamal import Ciphertext, encrypt, logarithm, multiply
from electoral.evoting.groups import GROUPS
from electoral.evoting.proofs import Key, Secret, one_of_claim, prove_one_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from electoral.evoting.groups import Group
    from electoral.evoting.proofs import Claim

VOTERS = "ABCDE"
"""Five invented voters."""

TOY, REAL = "TOY-23", "BELENIOS-2048"


@dataclass(frozen=True)
class Row:
    """One encrypted vote, with what only the voter's phone knows of it."""

    voter: int
    vote: int
    """m; 0 or 1 where the voter is honest"""
    secret: int
    """r"""
    mask: int
    """y^r"""
    sealed: Ciphertext
    """alpha and beta"""
    code: str
    """Fingerprint of the line"""
    proof: Claim
    """Both sides of its proof that it holds 0 or 1; in a toy a false one may hold by luck."""


@lru_cache(maxsize=16)
def keys(name: str, seed: int) -> tuple[int, int]:
    """Return the secret and the public key of an election."""
    group = GROUPS[name]
    secret = 2 + Chance(seed, name, "key").below(group.q - 3)
    return secret, int(group.power(group.g, secret))


@lru_cache(maxsize=4)
def _tables(name: str, seed: int) -> Key:
    return Key(GROUPS[name], keys(name, seed)[1], 20)


def secret_of(group: Group, seed: int, number: int) -> int:
    """Return the random number behind a row.

    The first ten of the toy all differ, so that no two rows of a first round are equal by chance.
    """
    chance = Chance(seed, group.name, "row")
    if not group.secure:
        return chance.shuffled(list(range(1, int(group.q))))[number % (int(group.q) - 1)]
    return chance.child(number).below(group.q)


@lru_cache(maxsize=256)
def row(name: str, seed: int, number: int, voter: int, vote: int) -> Row:
    """Return what a voter's phone makes of a vote, as the board's row `number`."""
    group = GROUPS[name]
    _, key = keys(name, seed)
    secret = secret_of(group, seed, number)
    alpha, beta = map(int, encrypt(group, key, vote, secret))
    sealed = Ciphertext(alpha, beta)
    text = compact({"voter": VOTERS[voter], "alpha": f"{alpha}", "beta": f"{beta}"})
    proof = _proof(_tables(name, seed), sealed, vote, secret, f"{name}|{seed}|{number}|{voter}")
    mask = int(group.power(key, secret))
    return Row(voter, vote, int(secret), mask, sealed, fingerprint(text), proof)


def _proof(key: Key, sealed: Ciphertext, vote: int, secret: int, words: str) -> Claim:
    """Prove that a line holds 0 or 1, and return both sides of the check. Section 4.12.

    Somebody who voted another number claims 1 and does the same.
    """
    secrets = [Secret(secret, vote), Secret(secret, vote - 1)]
    told = individual_words(words, sealed)
    proofs = prove_one_of(key, secrets, min(vote, 1), told, Chance(words, "proof"))
    return one_of_claim(key, individual_cases(key, sealed), proofs, told)


def standing(state: Mapping[str, Any]) -> tuple[list[Row], list[Row], list[Row]]:
    """Return the lines that count, by voter; the replaced ones; and the refused ones.

    A line is refused when proofs are asked for and its own does not hold. A voter's refused
    line replaces nothing, and is forgotten when the voter's next one is taken.
    """
    rows: dict[int, Row] = {}
    refused: dict[int, Row] = {}
    replaced = []
    for number, (voter, vote) in enumerate(state["cast"]):
        one = row(state["group"], state["seed"], number, voter, vote)
        refused.pop(voter, None)
        if state["proofs"] and not one.proof.holds:
            refused[voter] = one
            continue
        if voter in rows:
            replaced.append(rows[voter])
        rows[voter] = one
    return [rows[voter] for voter in sorted(rows)], replaced, list(refused.values())


def running(rows: list[Row]) -> list[list[tuple[int, int, int, int]]]:
    """Return the multiplications by hand, column by column: one, other, full, remainder."""
    columns = []
    for numbers in zip(*(one.sealed for one in rows), strict=True):
        done, lines = numbers[0], []
        for number in numbers[1:]:
            full = done * number
            rest = full % int(GROUPS[TOY].p)
            lines.append((done, number, full, rest))
            done = rest
        columns.append(lines)
    return columns


def again(name: str, seed: int, vote: int, times: int) -> list[Ciphertext]:
    """Encrypt the same vote many times, each time with a new random number."""
    group = GROUPS[name]
    _, key = keys(name, seed)
    chance = Chance(seed, name, "again")
    sealed = (encrypt(group, key, vote, chance.below(group.q)) for _ in range(times))
    return [Ciphertext(int(alpha), int(beta)) for alpha, beta in sealed]


def product(name: str, rows: list[Row]) -> Ciphertext:
    """Return the product of both columns."""
    alpha, beta = multiply(GROUPS[name], *(one.sealed for one in rows))
    return Ciphertext(int(alpha), int(beta))


@dataclass(frozen=True)
class Opened:
    """A ciphertext opened with the secret key."""

    key: int
    """x"""
    mask: int
    """alpha^x"""
    rest: int
    """beta / alpha^x = g^m"""
    total: int
    """m"""


def opened(name: str, seed: int, sealed: Ciphertext) -> Opened:
    """Open one ciphertext; what it holds must be small."""
    group = GROUPS[name]
    secret, _ = keys(name, seed)
    mask = group.power(sealed.alpha, secret)
    rest = sealed.beta * group.inverse(mask) % group.p
    total = logarithm(group, rest, min(int(group.q) - 1, 1000))
    if total is None:
        raise ValueError(f"{rest} is no small power of {group.g}.")
    return Opened(secret, int(mask), int(rest), total)


def search(name: str, seed: int) -> list[int]:
    """Return g, g^2, g^3 and so on up to the public key: how anybody finds the key of a toy."""
    group = GROUPS[name]
    if group.secure:
        raise ValueError(f"Nobody lives long enough to search {name}.")
    secret, _ = keys(name, seed)
    return [int(group.power(group.g, exponent)) for exponent in range(1, secret + 1)]


def steps(value: int) -> int:
    """Return how many steps of the toy's wheel lead from 1 to a number."""
    found = logarithm(GROUPS[TOY], value, 10)
    if found is None:
        raise ValueError(f"{value} is not on the wheel of {TOY}.")
    return found
