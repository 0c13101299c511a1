"""Who may vote, that each votes once, and what counts when somebody votes again.

>>> book = Book(Roll(people=3, register=3), revoting=False)
>>> book.admit(1), book.admit(1), book.admit(9)
('', 'already_voted', 'not_on_roll')
>>> last_of_each([("a", 1), ("b", 2), ("a", 3)])
{'a': 3, 'b': 2}
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True)
class Roll:
    """The list of those who may vote."""

    people: int
    """Names on it: numbers 0 to people - 1."""
    register: int
    """How many the population register says there should be."""
    homes: tuple[int, ...] = ()
    """Home district of each; empty where there is one district only."""

    def has(self, person: int) -> bool:
        """Return whether a person is on the roll."""
        return 0 <= person < self.people

    def home(self, person: int) -> int:
        """Return the district whose ballot a person gets."""
        return self.homes[person] if 0 <= person < len(self.homes) else 0


@dataclass
class Book:
    """The roll as it is kept on the day: who has voted."""

    roll: Roll
    revoting: bool
    voted: dict[int, int] = field(default_factory=dict)
    """How often each person was admitted."""

    def admit(self, person: int) -> str:
        """Note a person who wants to vote; return why not, or nothing."""
        if not self.roll.has(person):
            return "not_on_roll"
        if person in self.voted and not self.revoting:
            return "already_voted"
        self.voted[person] = self.voted.get(person, 0) + 1
        return ""


def last_of_each(ballots: Iterable[tuple[K, V]]) -> dict[K, V]:
    """Return of every key the last ballot, in the order in which keys first came."""
    return dict(ballots)  # a later value takes the place of an earlier one, the order stays
