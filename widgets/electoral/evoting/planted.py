"""A learner's own archive: a small election with one ballot that must not stand.

Everything follows from the seed, so a teacher's program knows what there is to be found.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from electoral.evoting import tamper_ballots
from electoral.evoting.chance import Chance
from electoral.evoting.election import fingerprint
from electoral.evoting.insider import Board
from electoral.evoting.simulate import QUESTIONS, Plan, Poll

if TYPE_CHECKING:
    from electoral.evoting.election import Election

KINDS = (
    "vote-of-five",
    "too-many",
    "other-election",
    "stranger",
    "hash-of-another",
    "signature-of-another",
)
"""Of `tamper_ballots`: each is found by another check."""

_ACTS = {one.name: one for one in tamper_ballots.TAMPERINGS}


@dataclass(frozen=True)
class Planted:
    """What a learner gets, and what there is to be found."""

    archive: bytes = field(repr=False)
    how: str
    """One of `KINDS`"""
    check: str
    """The first of `checks.CHECKS` that fails"""
    also: tuple[str, ...]
    """The checks that fail besides"""
    ballot: int
    """The number of the ballot, from 1 in the order of the archive"""
    event: int
    """The height of its event"""
    election: Election = field(repr=False)
    voters: int
    """Credentials on the list"""
    ballots: int
    """Ballots in the archive, re-votes and all"""
    tallied: int
    """Ballots that count"""
    result: tuple[tuple[int, ...], ...]
    """As the archive publishes it"""
    tracker: str
    """The code by which the voter could look for the tampered ballot. Section 4.15"""


@lru_cache(maxsize=16)
def planted(seed: int, group: str = "BELENIOS-2048") -> Planted:
    """Return the archive of a seed: eight to ten voters, one question, some re-votes.

    >>> found = planted(7, "TOY-2039")
    >>> found == planted(7, "TOY-2039"), found.how in KINDS
    (True, True)
    """
    chance = Chance("planted", seed)
    kind = _ACTS[KINDS[chance.below(len(KINDS))]]
    plan = Plan(8 + chance.below(3), chance.below(10**9), group, QUESTIONS, revotes=300)
    board = Board.of(Poll(plan))
    honest = list(board.ballots)
    kind.act(board, chance.child("act"))
    if not board.result:
        board.recount()
    place = next(
        place
        for place, text in enumerate(board.ballots)
        if place >= len(honest) or text != honest[place]
    )
    return Planted(
        archive=board.write(),
        how=kind.name,
        check=kind.check,
        also=tuple(check for check in kind.also if check != "blank_proof"),
        ballot=place + 1,
        event=place + 1,
        election=board.election,
        voters=plan.voters,
        ballots=len(board.ballots),
        tallied=board.sizes[0],
        result=tuple(map(tuple, board.result)),
        tracker=fingerprint(board.ballots[place]),
    )
