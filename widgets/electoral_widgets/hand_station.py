"""A small invented station whose ballots are sorted by hand: the heap, the votes, the comparison.

What the eye sees of a ballot and how it counts are kept apart, so that a view can show the one
and hold the other back.

>>> mixed = heap_of(seed=1, ballots=40)
>>> mixed.count, mixed.seen()[:4]
(40, ['t0 t3', 't3', 'p2', 'x0'])
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from electoral.marks import INVALID, Hand
from electoral.plan import chance_of
from electoral.urns import heap
from electoral_datasets.i18n import N_

if TYPE_CHECKING:
    from gettext import NullTranslations

    import numpy as np
    from numpy.typing import NDArray

    from electoral.day import Day

MEMBERS = 7
"""Members of the commission who vote about a doubtful ballot: an assumption."""

ASIDE = 6
"""The pile of the ballots that are set aside for a vote."""

SQUARES = ("A", "B", "C", "D", N_("against all"))
SIGNS = ("A", "B", "C", "D", "⊘", "—", "?")
NAMES = (
    N_("Candidate A"),
    N_("Candidate B"),
    N_("Candidate C"),
    N_("Candidate D"),
    N_("Against all"),
    N_("Invalid"),
    N_("In doubt"),
)
"""The seven piles: what stands large on them, and what they are called."""

MARKS = {
    "t": N_("A tick in the square of {square}."),
    "x": N_("A cross in the square of {square}."),
    "p": N_("A pale tick in the square of {square}."),
    "l": N_("A tick in the square of {square}; its end runs into the square of {other}."),
    "b": N_("The square of {other} is blotted out; a tick in the square of {square}."),
    "2": N_("A tick in the square of {other}; a tick in the square of {square}."),
    "": N_("No mark."),
}
"""What somebody who sees the ballot tells somebody who does not."""

VOTES = {
    "candidate": N_("{ayes} of {members} members: a vote for {candidate}."),
    "against": N_("{ayes} of {members} members: a vote against all."),
    "invalid": N_("{ayes} of {members} members: invalid."),
}

REASONS = {
    Hand.CLEAR: N_("One good mark stands in one square."),
    Hand.PALE: N_("The mark is pale, and the choice is plain all the same."),
    Hand.TOUCHING: N_("The mark runs into another square; the commission voted."),
    Hand.CORRECTED: N_("One square is blotted out; the commission voted."),
    Hand.BLANK: N_("No square is marked."),
    Hand.TWO: N_("Two squares are marked."),
}
"""Why a ballot counts as it does, by how it is marked."""


@dataclass(frozen=True)
class Heap:
    """All ballots of the station, mixed, and the day they come from."""

    day: Day
    order: NDArray[np.int64]
    """Which ballot of the day lies where in the heap, from the top down."""

    @property
    def count(self) -> int:
        """How many ballots lie in the heap."""
        return self.order.size

    def column(self, name: str) -> list[int]:
        """Return one column of the day's ballots in the order of the heap."""
        return getattr(self.day.ballots, name)[self.order].tolist()

    @property
    def doubted(self) -> list[bool]:
        """Whether the commission votes about a ballot."""
        return self.day.ballots.disputed[self.order].tolist()

    def record(self, name: str) -> int:
        """Return a record of the day that is one number."""
        return int(self.day.records[name][0])

    def papers(self) -> dict[str, int]:
        """Return what the papers beside the protocol say, and what can be counted unopened."""
        lines = self.day.lines()
        known = ("voters", "received", "issued_station", "issued_outside")
        return {line: lines[line] for line in known} | {
            name: self.record(name) for name in ("unused", "spoiled", "mobile")
        }

    def seen(self) -> list[str]:
        """Return what stands on each ballot, as `static/ballot_piles.js` draws it."""
        columns = [self.column(name) for name in ("hand", "choice", "other", "first")]
        return [_marks(*row) for row in zip(*columns, strict=True)]

    def told(self, words: NullTranslations) -> list[str]:
        """Return in words what stands on each ballot."""
        return [_told(seen, words) for seen in self.seen()]

    def vote(self, ballot: int, words: NullTranslations) -> dict[str, int | str]:
        """Return how the commission decided about a doubtful ballot, and by how many votes."""
        pile = self.column("pile")[ballot]
        kind = "invalid" if pile == INVALID else "candidate" if pile < 4 else "against"
        ayes = MEMBERS // 2 + 1 + self.column("coin")[ballot] % (MEMBERS // 2 + 1)
        text = words.gettext(VOTES[kind])
        return {
            "pile": pile,
            "text": text.format(ayes=ayes, members=MEMBERS, candidate=SIGNS[pile]),
        }


@lru_cache(maxsize=8)
def heap_of(seed: int, ballots: int) -> Heap:
    """Return the heap of this seed and number of ballots, mixed."""
    day = heap(seed, ballots)
    return Heap(day, chance_of(seed + 1).permutation(day.ballots.choice.size))


def lying(mixed: Heap, piles: str) -> list[int]:
    """Return the pile of each ballot, `ASIDE` where it waits for a vote, -1 in the heap.

    Args:
        mixed: the ballots.
        piles: one sign a ballot: "." in the heap, 0 to 6 a pile, "v" decided by vote.
    """
    decided = mixed.column("pile")
    return [
        decided[ballot] if sign == "v" else -1 if sign == "." else int(sign)
        for ballot, sign in enumerate(piles)
    ]


def _marks(hand: int, choice: int, other: int, first: int) -> str:
    kind = "x" if first % 3 == 0 else "t"
    return {
        Hand.CLEAR: f"{kind}{choice}",
        Hand.PALE: f"p{choice}",
        Hand.TOUCHING: f"l{choice}{other}",
        Hand.CORRECTED: f"b{other} t{choice}",
        Hand.BLANK: "",
        Hand.TWO: f"t{min(choice, other)} t{max(choice, other)}",
    }[Hand(hand)]


def _told(seen: str, words: NullTranslations) -> str:
    kind = "2" if seen.startswith("t") and " " in seen else seen[:1]
    squares = [words.gettext(SQUARES[int(sign)]) for sign in seen if sign.isdigit()]
    first, last = (squares or [""])[0], (squares or [""])[-1]
    square, other = (first, last) if kind == "l" else (last, first)
    return words.gettext(MARKS[kind]).format(square=square, other=other)
