"""The people of one day: what they want, when they come, where they live. The same in all ways.

>>> crowd(30, 3, 800, seed=1).meant == crowd(30, 3, 800, seed=1).meant
True
"""

from __future__ import annotations

from dataclasses import dataclass

from electoral.cabinet.setting import CLOSING
from electoral.evoting.chance import Chance

DISTRICTS = (500, 440, 60)
"""Thousandths of remote voters by home district: one district is small, so that it is seen what
small numbers tell. Assumption of this model."""

AGAIN = 150
"""Thousandths of those who come that change their mind once, where the way allows it."""


@dataclass(frozen=True)
class Wish:
    """One vote that somebody wants to cast."""

    minute: int
    voter: int
    choice: int


@dataclass(frozen=True)
class Crowd:
    """Everybody on the roll."""

    meant: tuple[int | None, ...]
    """Their last wish; None: they do not come."""
    wishes: tuple[Wish, ...]
    """By the minute; a first wish that is changed later is among them."""
    homes: tuple[int, ...]

    @property
    def came(self) -> list[int]:
        """Return those who want to vote."""
        return [voter for voter, choice in enumerate(self.meant) if choice is not None]


def crowd(voters: int, choices: int, turnout: int, seed: int) -> Crowd:
    """Draw the people of a day.

    Args:
        voters: people on the roll.
        choices: choices on the ballot.
        turnout: thousandths of them who want to vote.
        seed: gives everything.
    """
    chance = Chance("crowd", seed)
    meant: list[int | None] = []
    wishes: list[Wish] = []
    homes: list[int] = []
    order = chance.shuffled(list(range(voters)))
    coming = set(order[: round(voters * turnout / 1000)])
    for voter in range(voters):
        first, last = sorted((chance.below(CLOSING), chance.below(CLOSING)))
        choice, other = chance.below(choices), 1 + chance.below(choices - 1)
        again, home = chance.below(1000), chance.below(1000)
        homes.append(0 if home < DISTRICTS[0] else 1 if home < sum(DISTRICTS[:2]) else 2)
        meant.append(choice if voter in coming else None)
        if voter not in coming:
            continue
        if again < AGAIN:
            wishes.append(Wish(first, voter, (choice + other) % choices))
        wishes.append(Wish(last, voter, choice))
    return Crowd(tuple(meant), tuple(sorted(wishes, key=lambda one: one.minute)), tuple(homes))
