"""A deck of ballots to be judged: every deck holds every kind, in an order of its own.

What voters leave on paper goes from clear to hopeless. Of each ballot the deck knows what stands
on it in words that give no verdict away, how dark the machine finds its squares, and what the
rule of this model says: one mark whose meaning is clear counts; none or two do not; where it is
unclear the members of the commission vote.

>>> deck = deal(1)
>>> len(deck.fills), deck.ruling.tolist().count(DOUBT)
(12, 4)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from electoral.marks import DISPUTED, SQUARES, Hand, by_law
from electoral.paper import ballot, png
from electoral.reader import fills, where
from electoral_datasets.i18n import N_

if TYPE_CHECKING:
    from numpy.typing import NDArray

DOUBT = 6
"""A ruling: the members vote. As a reading of the machine: given back."""

SCALE = 2


@dataclass(frozen=True)
class Kind:
    """One kind of ballot: how it is marked, and what is to be said of it."""

    hand: Hand
    first: tuple[int, int]
    """Least and most darkness of the chosen square, in thousandths."""
    second: tuple[int, int]
    """The same of the second mark, where there is one."""
    seen: str
    """What stands on it, without a verdict."""
    why: str
    """What the rule says of it."""
    stray: bool = False
    against: bool = False
    """Whether the chosen square is "against all"."""


COUNTS = N_("There is one mark and its meaning is clear: it counts for “{choice}”.")
WEAK_COUNTS = N_(
    "The mark is weak, but there is only one and its meaning is clear: it counts for “{choice}”."
)
UNCLEAR_LINE = N_(
    "The mark runs into a second square, so it is unclear which one is meant: the members vote."
)
UNCLEAR_BLOT = N_(
    "One square is blotted out and another is marked; it is unclear whether this is a correction "
    "or two marks: the members vote."
)

CLEAR = Kind(
    Hand.CLEAR,
    (160, 400),
    (0, 0),
    N_("Square “{first}” has a good mark. The other squares are empty."),
    COUNTS,
)
AGAINST = replace(CLEAR, against=True)
LINE = Kind(
    Hand.CLEAR,
    (160, 400),
    (0, 0),
    N_(
        "Square “{first}” has a good mark. The other squares are empty. "
        "A pen line stands elsewhere on the paper."
    ),
    N_(
        "A line stands on the paper, but in no square; there is one mark and its meaning is "
        "clear: it counts for “{choice}”."
    ),
    stray=True,
)
WEAK = Kind(
    Hand.PALE,
    (52, 84),
    (0, 0),
    N_("Square “{first}” has a weak mark, thin or pale. The other squares are empty."),
    WEAK_COUNTS,
)
FAINT = Kind(
    Hand.PALE,
    (18, 26),
    (0, 0),
    N_("Square “{first}” has a very weak mark, thin or pale. The other squares are empty."),
    WEAK_COUNTS,
)
TOUCHING = Kind(
    Hand.TOUCHING,
    (180, 400),
    (52, 85),
    N_(
        "Square “{first}” has a good mark. A line from it runs a little way into square “{second}”."
    ),
    UNCLEAR_LINE,
)
CROSSING = Kind(
    Hand.TOUCHING,
    (180, 400),
    (125, 175),
    N_("Square “{first}” has a good mark. A line from it runs far into square “{second}”."),
    UNCLEAR_LINE,
)
CORRECTED = Kind(
    Hand.CORRECTED,
    (160, 400),
    (480, 780),
    N_("Square “{second}” is blotted out. Square “{first}” has a good mark."),
    UNCLEAR_BLOT,
)
BLANK = Kind(
    Hand.BLANK,
    (8, 14),
    (0, 0),
    N_("No square has a mark. Square “{first}” has a grey speck."),
    N_("No square has a mark: the ballot is invalid."),
)
TWO = Kind(
    Hand.TWO,
    (160, 400),
    (160, 400),
    N_("Square “{first}” has a good mark. Square “{second}” has a good mark."),
    N_("Two squares have a mark: the ballot is invalid."),
)

KINDS = (
    *(CLEAR, AGAINST, LINE, WEAK, WEAK, FAINT),
    *(TOUCHING, CROSSING, CORRECTED, CORRECTED, BLANK, TWO),
)
"""What every deck holds."""

BALLOTS = len(KINDS)


@dataclass(frozen=True)
class Deck:
    """Ballots in the order in which they are shown; one row or entry a ballot."""

    kinds: tuple[Kind, ...]
    choice: NDArray[np.int64]
    """The marked square."""
    other: NDArray[np.int64]
    """The square of a second mark; the same one where there is none."""
    pictures: tuple[bytes, ...]
    """PNG files."""
    boxes: NDArray[np.int64]
    """(n, 5, 4): left, top, right and bottom edge of each square in the picture."""
    fills: NDArray[np.int64]
    """(n, 5): how dark the machine finds each square, in thousandths."""

    @property
    def ruling(self) -> NDArray[np.uint8]:
        """What the rule of this model says: a square, `INVALID` or `DOUBT`."""
        hands = np.array([kind.hand for kind in self.kinds], np.uint8)
        ruling = by_law(self.choice.astype(np.uint8), hands)
        ruling[np.isin(hands, DISPUTED)] = DOUBT
        return ruling


@lru_cache(maxsize=3)
def deal(number: int) -> Deck:
    """Return the deck of a number, the same to everybody."""
    rng = np.random.default_rng((number, BALLOTS))
    kinds = tuple(KINDS[place] for place in rng.permutation(BALLOTS))
    choice = np.array([4 if kind.against else rng.integers(4) for kind in kinds])
    other = np.array(
        [_second(kind, square, rng) for kind, square in zip(kinds, choice, strict=True)]
    )
    seen = np.stack(
        [
            ballot(
                *(int(square), int(second), kind.hand),
                *(int(rng.integers(*span, endpoint=True)) for span in (kind.first, kind.second)),
                seed=number,
                start=place,
                stray=kind.stray,
                noise=False,
                scale=SCALE,
            )
            for place, (kind, square, second) in enumerate(zip(kinds, choice, other, strict=True))
        ]
    )
    corners = np.array([where(picture) for picture in seen], float)
    boxes = np.concatenate([corners.min(axis=2), corners.max(axis=2)], axis=2)
    pictures = tuple(png(picture, 8) for picture in seen)
    return Deck(kinds, choice, other, pictures, boxes.round().astype(int), fills(seen).astype(int))


def _second(kind: Kind, square: int, rng: np.random.Generator) -> int:
    """Return the square of a second mark: a neighbour of the first where a line runs into it."""
    if kind.hand == Hand.TOUCHING:
        return int(square) + (1 if square == 0 or rng.random() < 0.5 else -1)
    away = int(rng.integers(1, SQUARES))
    return (int(square) + away) % SQUARES if kind.second[1] else int(square)
