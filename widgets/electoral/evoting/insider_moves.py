"""What somebody who holds the server's keys can try on an invented election, and with whose help.

Assumptions, all in the insider's favour: the server lets voters in, so it knows whose ballot is
whose; trustees open the sum they are handed without running the verifier first; a helper does as
asked and keeps silent.

>>> day = hold(7, "TOY-2039")
>>> day.lucky(2)
(4, 45)
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

from electoral.evoting.ballots import fill_in
from electoral.evoting.chance import Chance
from electoral.evoting.elgamal import logarithm
from electoral.evoting.simulate import Plan, Poll
from electoral.evoting.threshold import combine

if TYPE_CHECKING:
    from electoral.evoting.credentials import Credential

VOTERS = 12
TRUSTEES, NEEDED = 3, 2
AHEAD, OURS = 0, 1
"""A is ahead of B, who is to win."""

WISHES = (0, 0, 0, 0, 0, 1, 1, 1, 2, 2, None, None)
"""Whom the voters want: five A, three B, two C; two do not come."""


@dataclass(frozen=True)
class Move:
    """One kind of thing that can be tried."""

    id: str
    target: str
    """Whose: of one who "voted", who voted "twice", of "anyone", or "" for nobody's"""
    helper: str = ""
    """Without whom it cannot be done: phone, bought, trustee"""


MOVES = {
    one.id: one
    for one in (
        Move("swallow", "voted"),
        Move("erase", "voted"),
        Move("cast", "anyone"),
        Move("change", "voted"),
        Move("early", "twice"),
        Move("tally", ""),
        Move("result", ""),
        Move("open", "", "trustee"),
        Move("phone", "voted", "phone"),
        Move("bribe", "anyone", "bought"),
    )
}


@dataclass(frozen=True)
class Act:
    """A move, and whose ballot it is about."""

    move: str
    voter: int = -1
    """From 0; -1 where the move is about nobody's"""


@dataclass(frozen=True)
class Plot:
    """What is tried, where, and who helps."""

    acts: tuple[Act, ...] = ()
    registrar: bool = False
    """Who made the voters' keys gives a copy of all of them"""
    trustees: int = 0
    """So many of the three who hold the election's key"""
    phone: bool = False
    """Who makes the phones' program"""
    bought: bool = False
    """Voters who vote as they are paid"""
    rechain: bool = True
    """Whether fingerprints and chain are computed anew after a change"""
    seed: int = 7
    group: str = "TOY-2039"

    def __post_init__(self) -> None:
        day = hold(self.seed, self.group)
        for act in self.acts:
            if act.move not in MOVES:
                raise ValueError(f"move ({act.move}) must be one of {', '.join(MOVES)}")
            if act.voter not in day.targets(MOVES[act.move].target):
                raise ValueError(f"voter ({act.voter}) is no target of {act.move}")
            if not self.helps(MOVES[act.move].helper):
                raise ValueError(f"{act.move} needs the help of {MOVES[act.move].helper}")
        if len(set(self.acts)) < len(self.acts):
            raise ValueError(f"an act is tried once, not twice: {self.acts}")
        if not 0 <= self.trustees <= TRUSTEES:
            raise ValueError(f"trustees ({self.trustees}) must be from 0 to {TRUSTEES}")

    def helps(self, helper: str) -> bool:
        """Return whether this helper is there; no helper is always there."""
        there = {"": True, "phone": self.phone, "bought": self.bought}
        return there.get(helper, self.trustees > 0)

    @property
    def reads(self) -> bool:
        """Whether enough trustees help to open single ballots."""
        return self.trustees >= NEEDED

    @property
    def helpers(self) -> int:
        """How many people know besides the insider; each bought voter is one."""
        bought = {act.voter for act in self.acts if act.move == "bribe"}
        return self.registrar + self.trustees + self.phone + len(bought)


# The day as it would have been.


class Day:
    """A small election with all its secrets."""

    def __init__(self, seed: int, group: str) -> None:
        plan = Plan(VOTERS, seed, group, trustees=0, threshold=(NEEDED, TRUSTEES))
        self.poll = Poll(plan)
        chance = Chance("insider", seed)
        self.wishes: list[int | None] = chance.child("wishes").shuffled(list(WISHES))
        came = [voter for voter, wish in enumerate(self.wishes) if wish is not None]
        self.twice = chance.child("twice").shuffled(
            [voter for voter in came if self.wishes[voter] == AHEAD]
        )[0]
        """Voted for B first and then for A"""
        casts = [(voter, self.wishes[voter]) for voter in chance.child("order").shuffled(came)]
        casts[[voter for voter, _wish in casts].index(self.twice)] = self.twice, OURS
        casts.append((self.twice, AHEAD))
        self.credentials = [self.poll.credential(voter) for voter in range(VOTERS)]
        self.casts = [
            (voter, self.ballot(voter, wish, f"{place}"))
            for place, (voter, wish) in enumerate(casts)
        ]

    def ballot(
        self, voter: int, choice: int | None, by: str, credential: Credential | None = None
    ) -> str:
        """Return a ballot; `by` makes its random numbers its own."""
        vote = [
            int(place == choice) for place in range(len(self.poll.election.questions[0].answers))
        ]
        chance = self.poll.chance.child("insider", voter, by)
        signing = credential or self.credentials[voter]
        return fill_in(self.poll.election, self.poll.key, signing, [vote], chance)

    def targets(self, kind: str) -> list[int]:
        """Return the voters a move can be about; -1 stands for nobody."""
        voted = [voter for voter, wish in enumerate(self.wishes) if wish is not None]
        kinds = {"": [-1], "voted": voted, "twice": [self.twice], "anyone": list(range(VOTERS))}
        return kinds[kind]

    @cached_property
    def opened(self) -> dict[int, int]:
        """Whom each ballot is for, by its place, as two trustees' shares open it."""
        group, secrets = self.poll.group, self.poll.office.secrets
        found = {}
        for place, (_voter, text) in enumerate(self.casts):
            for answer, choice in enumerate(json.loads(text)["answers"][0]["choices"]):
                alpha, beta = int(choice["alpha"]), int(choice["beta"])
                factor = combine(group, {n: group.power(alpha, secrets[n - 1]) for n in (1, 2)})
                if logarithm(group, beta * group.inverse(factor) % group.p, 1):
                    found[place] = answer
        return found

    def lucky(self, dropped: int = 3) -> tuple[int, int]:
        """Return in how many ways so many last ballots can go missing: those that help, and all."""
        ways = list(combinations(self.targets("voted"), dropped))
        good = 0
        for gone in ways:
            wishes = [
                OURS if voter == self.twice and voter in gone else wish
                for voter, wish in enumerate(self.wishes)
                if voter not in gone or voter == self.twice
            ]
            good += all(wishes.count(OURS) > wishes.count(other) for other in (0, 2))
        return good, len(ways)


@lru_cache(maxsize=16)
def hold(seed: int, group: str) -> Day:
    """Return the honest day of a seed."""
    return Day(seed, group)
