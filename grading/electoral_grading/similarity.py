"""How alike the code of two submissions is, and how often chance alone does that.

Code is read as tokens without comments, spaces, names and values of its author's choosing;
from each run of `GRAM` tokens comes a number, of which `winnow` keeps some: the fingerprints of
the published MOSS method (Schleimer, Wilkerson, Aiken: *Winnowing*, SIGMOD 2003). What the
released notebook and the model answer contain does not count, nor does what much of the class
has. The similarity of a pair is Dice's: twice the shared fingerprints by all of both.

**Nothing here says that somebody copied.** Beside each pair stands how many pairs of this class
chance alone would make look so. Two estimates are made of that, and the larger one is told:

- pairs put together by lot, cell by cell: learners who worked alone are alike in this cell or
  that, but seldom in all cells at once;
- the class itself: most pairs worked alone, so the spread of all pairs shows what is usual.

Learners taught the same idioms are alike without any copying; a pair is a reason to talk.

>>> tokens("total = 0  # begin") == tokens("summe=1")
True
"""

from __future__ import annotations

import builtins
import keyword
import re
from dataclasses import dataclass
from itertools import combinations
from statistics import NormalDist
from typing import TYPE_CHECKING, Any
from zlib import crc32

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

GRAM = 5
"""Tokens in a fingerprint."""

WINDOW = 4
"""Of so many neighbouring fingerprints one is kept: a shared run of 8 tokens is never missed."""

LEAST = 12
"""So many fingerprints of its own a submission needs to be compared."""

LEAST_LEARNERS = 10
"""So many submissions the estimate of chance needs."""

USUAL = 1 / 3
"""What this share of the class has is the usual way to write it."""

DRAWS = 100_000
"""Pairs put together by lot."""

LONGEST = 20_000
"""Characters of a cell that are read."""

TOKEN = re.compile(
    r"""(?P<skip>\#[^\n]*|[\s\\]+)
      |(?P<text>[rbfuRBFU]{0,2}(?:\"{3}[\s\S]*?\"{3}|'{3}[\s\S]*?'{3}|"(?:\\.|[^"\\\n]){0,300}+"|'(?:\\.|[^'\\\n]){0,300}+'))
      |(?P<number>\d[\w.]*)
      |(?P<name>[^\W\d]\w*)
      |(?P<sign>\*\*|//|->|:=|[=!<>+\-*/%&|^@]=|<<|>>|[\s\S])""",
    re.VERBOSE,
)

KEPT = frozenset(keyword.kwlist) | frozenset(dir(builtins))
"""Names that nobody can choose otherwise."""


@dataclass(frozen=True)
class Comparison:
    """All pairs of a class."""

    pairs: pd.DataFrame
    """`first`, `second`, `similarity`, `expected`: so many pairs like this by chance alone."""
    compared: int
    """The number of pairs."""
    learners: int
    too_short: tuple[str, ...]
    """Learners with too little code of their own to be compared."""
    cells: int
    """The cells in which anybody wrote code of their own."""

    def remarkable(self, most: float = 1.0) -> pd.DataFrame:
        """Return the pairs of which chance alone would make at most `most`."""
        rare: Any = self.pairs["expected"] <= most
        return self.pairs.loc[rare]


def tokens(code: str) -> list[str]:
    """Return what is left of code when names, values, comments and spaces are taken away.

    It never fails: what is no Python is read sign by sign.

    >>> tokens("votes = len(df.query('a > 1'))")
    ['n', '=', 'len', '(', 'n', '.', 'query', '(', 't', ')', ')']
    """
    found: list[str] = []
    for match in TOKEN.finditer(code[:LONGEST]):
        kind, text = match.lastgroup, match[0]
        if kind == "skip":
            continue
        # A name after a dot belongs to a library, and so do keywords and built-in names.
        own = kind == "name" and text not in KEPT and (not found or found[-1] != ".")
        found.append("t" if kind == "text" else "0" if kind == "number" else "n" if own else text)
    return found


def grams(code: str) -> list[int]:
    """Return the numbers of all runs of `GRAM` tokens."""
    row = tokens(code)
    return [crc32("\0".join(row[at : at + GRAM]).encode()) for at in range(len(row) - GRAM + 1)]


def winnow(numbers: Sequence[int], window: int = WINDOW) -> list[int]:
    """Return the least number of each window, the rightmost of equal ones, once a place.

    The example of the paper:

    >>> winnow([77, 74, 42, 17, 98, 50, 17, 98, 8, 88, 67, 39, 77, 74, 42, 17, 98])
    [17, 17, 8, 39, 17]
    """
    places: list[int] = []
    for start in range(max(1, len(numbers) - window + 1) if numbers else 0):
        part = range(start, min(start + window, len(numbers)))
        least = min(part, key=lambda at: (numbers[at], -at))
        if not places or places[-1] != least:
            places.append(least)
    return [numbers[at] for at in places]


def compare(
    works: Mapping[str, Mapping[str, str]], given: Iterable[str] = (), seed: int = 0
) -> Comparison:
    """Compare the code of every two learners.

    Args:
        works: by learner, by cell, the code.
        given: code that everybody got, and the model answer.
        seed: of the lot; the same class gets the same answer.
    """
    known = {number for code in given for number in grams(code)}
    names, cells = sorted(works), sorted({cell for work in works.values() for cell in work})
    prints = {
        cell: [set(winnow(grams(works[name].get(cell, "")))) - known for name in names]
        for cell in cells
    }
    tables = [incidence(own) for own in prints.values() if any(own)]
    tables = [table for table in tables if table.any()]
    sizes = sum((table.sum(1) for table in tables), np.zeros(len(names)))
    enough = np.flatnonzero(sizes >= LEAST)
    short = tuple(name for place, name in enumerate(names) if sizes[place] < LEAST)
    tables = [table[enough] for table in tables]
    pairs = pd.DataFrame(
        [(names[enough[a]], names[enough[b]]) for a, b in combinations(range(len(enough)), 2)],
        columns=pd.Index(["first", "second"]),
    )
    pairs["similarity"] = dice(tables, len(enough))
    pairs["expected"] = np.nan
    if len(enough) >= LEAST_LEARNERS:
        measured = pairs["similarity"].to_numpy(float)
        by_lot = chance_by_lot(tables, measured, seed)
        pairs["expected"] = np.maximum(by_lot, chance_in_class(measured)) * len(pairs)
    pairs = pairs.sort_values(["similarity", "first", "second"], ascending=[False, True, True])
    return Comparison(pairs.reset_index(drop=True), len(pairs), len(enough), short, len(tables))


def incidence(prints: Sequence[set[int]]) -> Any:
    """Return learners × fingerprints as 0 and 1, without those that much of the class has."""
    columns = sorted(set().union(*prints))
    place = {number: at for at, number in enumerate(columns)}
    table = np.zeros((len(prints), len(columns)), np.float32)
    for line, own in enumerate(prints):
        table[line, [place[number] for number in own]] = 1
    return table[:, table.sum(0) <= max(2, USUAL * len(prints))]


def dice(tables: Sequence[Any], learners: int) -> Any:
    """Return the similarity of every two learners, in the order of `combinations`."""
    shared = sum((table @ table.T for table in tables), np.zeros((learners, learners)))
    sizes = np.diagonal(shared)
    above = np.triu_indices(learners, 1)
    return 2 * shared[above] / np.maximum(sizes[above[0]] + sizes[above[1]], 1)


def chance_by_lot(tables: Sequence[Any], measured: Any, seed: int) -> Any:
    """Return how often a pair put together by lot is at least as alike as each measured pair."""
    draw, learners = np.random.default_rng(seed), len(tables[0])
    shared, sizes = np.zeros(DRAWS), np.zeros(DRAWS)
    for table in tables:
        one = draw.integers(learners, size=DRAWS)
        other = (one + draw.integers(1, learners, size=DRAWS)) % learners
        alike, own = table @ table.T, table.sum(1)
        shared += alike[one, other]
        sizes += own[one] + own[other]
    drawn = np.sort((2 * shared / np.maximum(sizes, 1))[sizes >= 2 * LEAST])
    above = len(drawn) - np.searchsorted(drawn, measured - 1e-9)
    return (above + 1) / (len(drawn) + 1)


def chance_in_class(measured: Any) -> Any:
    """Return how rare each similarity is among all pairs of the class.

    The middle and the upper tenth of all pairs give a normal curve (of the arc sine of the root,
    which makes shares about equally spread); a few pairs that copied do not move them.
    """
    angles = np.arcsin(np.sqrt(np.clip(measured, 0, 1)))
    middle, upper = np.quantile(angles, [0.5, 0.9])
    spread = (upper - middle) / NormalDist().inv_cdf(0.9)
    if spread <= 0:
        return np.zeros(len(angles))
    curve = NormalDist(float(middle), float(spread))
    return np.array([1 - curve.cdf(float(angle)) for angle in angles])
