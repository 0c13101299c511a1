"""A student's own archive, own toy board and own key, as the items of "Remote voting" need them.

The archive is that of `electoral.evoting.planted`, which the view `VerifierLens` shows; it is
drawn until somebody in it has voted twice, so that the ballots that count must be counted.

>>> own = own_archive(7)
>>> sum(own[f"is_{check}"] for check in CHECKS)
1
>>> own_key(7)["answer"]["spare"]["count"] >= 1
True
"""

from __future__ import annotations

import io
import json
import math
from base64 import b64encode
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from electoral.evoting.archive import members
from electoral.evoting.chance import Chance
from electoral.evoting.elgamal import Ciphertext, encrypt, logarithm, multiply
from electoral.evoting.groups import TOY_23
from electoral.evoting.planted import planted
from electoral_courses.variants import Params

if TYPE_CHECKING:
    from electoral.evoting.planted import Planted

SEEDS = 1_000_000
"""Seeds of archives lie below; a link to the view carries them."""

CHECKS = {
    "individual_proof": "equal",
    "overall_proof": "equal",
    "ballot_election": "authentic",
    "on_the_list": "eligible",
    "ballot_hash": "authentic",
    "signature": "authentic",
}
"""The check that a planted ballot can fail first, and what is broken with it: that votes are
equal, that a vote is its voter's own and unaltered, that its voter may vote."""

BROKEN = ("equal", "authentic", "eligible")

NOWHERE = -1
"""A number that nobody would give: the place of a mistake that cannot be made here."""


def own_archive(seed: int) -> Params:
    """Return the params of the archive of this seed.

    `seed` is the seed for `VerifierLens`; `archive` is the file in base 64; `events` are its
    events as columns, each voter named by the last four digits of the public key; `is_…` tells
    which check fails first, `breaks_…` what that means.
    """
    return Params(*_archive(seed))


@lru_cache(maxsize=32)
def _archive(seed: int) -> tuple[dict[str, Any], tuple[str, ...]]:
    chance = Chance("own archive", seed)
    while True:
        drawn = chance.below(SEEDS)
        found = planted(drawn)
        events, listed = read(found.archive)
        if is_instructive(events, listed, found):
            break
    cast = [voter for voter in events["voter"] if voter]
    distinct, known = set(cast), set(listed)
    counted, strangers = len(distinct & known), len(distinct - known)
    shown = {
        "seed": drawn,
        "archive": b64encode(found.archive).decode(),
        "events": events,
        "listed": listed,
        "list": ", ".join(listed),
        "journal": ", ".join(
            f"{number}:\N{NO-BREAK SPACE}{voter}" for number, voter in enumerate(cast, 1)
        ),
        "others": len(events["type"]) - len(cast),
        "result": ", ".join(map(str, found.result[0])),
    }
    facts = {
        "events": len(events["type"]),
        "ballots": len(cast),
        "voters": len(listed),
        "replaced": len(cast) - len(distinct),
        "counted": counted,
        "votes": sum(found.result[0]),
    }
    hidden = {
        "answer": {row: {"count": count} for row, count in facts.items()},
        "as_all": len(cast),
        "as_stranger": counted + strangers if strangers else NOWHERE,
        "ballot": found.ballot,
        "as_last": len(events["type"]) - 1,
        "as_from_zero": found.ballot - 1,
        **{f"is_{check}": check == found.check for check in CHECKS},
        **{f"breaks_{what}": CHECKS[found.check] == what for what in BROKEN},
    }
    return {**shown, **hidden}, tuple(hidden)


def is_instructive(events: dict[str, list[Any]], listed: list[str], found: Planted) -> bool:
    """Tell whether somebody voted twice, and whether four digits tell the voters apart."""
    cast = [voter for voter in events["voter"] if voter]
    return (
        found.check in CHECKS
        and len(set(listed)) == len(listed) == found.voters
        and len(cast) > len(set(cast))
        and len(set(cast) & set(listed)) == found.tallied
    )


def read(archive: bytes) -> tuple[dict[str, list[Any]], list[str]]:
    """Return the events of an archive as columns, and the list of voters, by four digits each."""
    texts: dict[str, Any] = {}
    listed: list[str] = []
    events: dict[str, list[Any]] = {"event": [], "type": [], "voter": []}
    for member in members(io.BytesIO(archive)):
        if member.kind == "data":
            texts[member.name] = json.loads(member.text)
        elif member.kind == "event":
            event = json.loads(member.text)
            ballot = texts[event["payload"]] if event["type"] == "Ballot" else {}
            events["event"].append(event["height"])
            events["type"].append(event["type"])
            events["voter"].append(ballot["credential"][-4:] if ballot else None)
            if event["type"] == "Setup":
                listed = [public[-4:] for public in texts[texts[event["payload"]]["credentials"]]]
    return events, listed


def own_sum(seed: int) -> Params:
    """Return two lines of a toy board, the key that opens their product, and the steps to it.

    `answer` has the rows "first" and "second" (the product), "mask" (the first number of it to
    the power of the key) and "votes", with the column "number".
    """
    chance = Chance("own sum", seed)
    while True:
        key = 2 + chance.below(3)
        public = TOY_23.power(TOY_23.g, key)
        lines = [
            encrypt(TOY_23, public, 1 + chance.below(4), 1 + chance.below(10)) for _ in range(2)
        ]
        right, mistakes = opened(lines, key), mistaken(lines, key)
        told_apart = all(right[row] != value for row, value in mistakes.values())
        if told_apart and lines[0] != lines[1] and 1 not in right.values():
            break
    (one, other), hidden = lines, {f"as_{name}": value for name, (_, value) in mistakes.items()}
    values: dict[str, Any] = {
        "key": key,
        "public": public,
        "one": f"({one.alpha}, {one.beta})",
        "other": f"({other.alpha}, {other.beta})",
        "lines": [list(one), list(other)],
        "answer": {row: {"number": number} for row, number in right.items()},
        **hidden,
    }
    return Params(values, ("answer", *hidden))


def opened(lines: list[Ciphertext], key: int) -> dict[str, int]:
    """Return the product of lines, its mask, and the votes that remain when the mask is off."""
    first, second = multiply(TOY_23, *lines)
    mask = TOY_23.power(first, key)
    votes = logarithm(TOY_23, second * TOY_23.inverse(mask) % TOY_23.p, int(TOY_23.q) - 1)
    return {"first": int(first), "second": int(second), "mask": int(mask), "votes": int(votes or 0)}


def mistaken(lines: list[Ciphertext], key: int) -> dict[str, tuple[str, int]]:
    """Return the number that each typical mistake puts into a row."""
    (one, other), right = lines, opened(lines, key)
    unmasked = logarithm(TOY_23, right["second"], int(TOY_23.q) - 1)
    return {
        "added": ("first", int(one.alpha + other.alpha)),
        "undivided": ("first", int(one.alpha * other.alpha)),
        "times": ("mask", int(right["first"] * key % TOY_23.p)),
        "unmasked": ("votes", int(unmasked or 0)),
    }


def own_key(seed: int) -> Params:
    """Return a key among people of whom some have lost their cards, and what can still be done.

    `answer` has the rows "groups" (smallest groups that can open), "spare" (cards that may still
    be lost) and "nothing" (cards with which nobody learns anything), with the column "count".
    """
    chance = Chance("own key", seed)
    people = 5 + chance.below(3)
    lost = max(1, people - 5) + chance.below(2)
    left = people - lost
    needed = 2 + chance.below(left - 2)
    gone = sorted(chance.shuffled(list(range(1, people + 1)))[:lost])
    right = {"groups": math.comb(left, needed), "spare": left - needed, "nothing": needed - 1}
    hidden = {
        "answer": {row: {"count": count} for row, count in right.items()},
        "as_everybody": math.comb(people, needed),
        "as_orders": math.perm(left, needed),
        "as_before": people - needed,
        "as_needed": needed,
    }
    values: dict[str, Any] = {
        "people": people,
        "needed": needed,
        "gone": gone,
        "lost": ", ".join(map(str, gone)),
        **hidden,
    }
    return Params(values, tuple(hidden))
