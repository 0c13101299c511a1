"""Numbers of another learner's variant in one's own answers.

Where everybody has their own election, a number that belongs to a neighbour's and not to one's
own is strong evidence that the two answers did not come about apart. Single numbers coincide,
though. How many of them chance alone makes coincide is measured on invented learners: their
variants are drawn in the same way, and nobody can have seen them.

>>> sorted(numbers_in({"given": [{"count": 1513}, "about 1 489"], "right": True}))
[1489, 1513]
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pandas as pd

from electoral_courses.variants import params_for, seed_for, seed_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

SMALLEST = 100
"""Smaller numbers are too common to say anything."""

INVENTED = 100
"""With at least so many invented learners the class is compared, and twice its own number."""

DEEPEST = 20

NUMBER = re.compile(r"\d{1,3}(?:[ _\u00a0\u2009\u202f]\d{3})+|\d+")
PART = re.compile(r"\d[.,]$")

COLUMNS: Any = ["learner", "other", "numbers", "expected", "pairs"]


def numbers_in(value: Any, depth: int = DEEPEST) -> set[int]:
    """Return the whole numbers from `SMALLEST` up, wherever they stand; signs do not count."""
    if depth < 0 or isinstance(value, bool) or value is None:
        return set()
    if isinstance(value, int | float):
        whole = value == value and abs(value) < 10**12 and value == int(value)  # noqa: PLR0124
        return {abs(int(value))} if whole and abs(value) >= SMALLEST else set()
    if isinstance(value, str):
        return typed(value)
    parts = value.values() if isinstance(value, dict) else value
    if not isinstance(value, dict | list | tuple | set | frozenset):
        return set()
    return set().union(*(numbers_in(part, depth - 1) for part in parts))


def typed(text: str) -> set[int]:
    """Return the whole numbers in a text or in code, as people group their digits.

    >>> sorted(typed("x = 1_513 - 89433 + 12.345 + 2_0"))
    [1513, 89433]
    """
    found = set()
    for match in NUMBER.finditer(text[:200_000]):
        digits = re.sub(r"\D", "", match[0])
        before, after = text[max(0, match.start() - 2) : match.start()], text[match.end() :][:2]
        is_part = PART.search(before) or re.match(r"[.,]\d", after)
        if not is_part and len(digits) <= 12 and int(digits) >= SMALLEST:
            found.add(int(digits))
    return found


def variant_numbers(items: Iterable[Mapping[str, Any]], key: bytes, learner: str) -> set[int]:
    """Return the numbers of a learner's own variants of all items."""
    found: set[int] = set()
    drawn: set[tuple[str, str]] = set()
    for item in items:
        name = (seed_name(item), str(item.get("variant")))
        if item.get("variant") and name not in drawn:
            drawn.add(name)
            found |= numbers_in(dict(params_for(item, seed_for(key, learner, name[0]))))
    return found


def borrowed(
    answers: Mapping[str, set[int]],
    items: Iterable[Mapping[str, Any]],
    key: bytes,
    given: frozenset[int] = frozenset(),
) -> pd.DataFrame:
    """Return whose numbers stand in whose answers, most first.

    Columns: `learner`, `other`, `numbers` (of the other's variant, not of one's own), `expected`:
    in how many pairs of the class chance alone would put at least so many, and `pairs`: of how
    many, each learner with each other one.

    Args:
        answers: by learner, the numbers in their answers and code.
        items: the items with their variants.
        key: the release key from which the variants grow.
        given: numbers that everybody was given.
    """
    items = [item for item in items if item.get("variant")]
    names = sorted(answers)
    own = {name: variant_numbers(items, key, name) for name in names} if items else {}
    foreign = {name: answers[name] - own.get(name, set()) - given for name in names}
    foreign = {name: numbers for name, numbers in foreign.items() if numbers}
    rows: list[dict[str, Any]] = [
        {"learner": name, "other": other, "numbers": sorted(shared)}
        for name, numbers in foreign.items()
        for other in own
        if other != name and (shared := numbers & own[other])
    ]
    if not rows:
        return pd.DataFrame(columns=COLUMNS)
    strangers = [
        variant_numbers(items, key, f"invented learner {number}")
        for number in range(max(INVENTED, 2 * len(names)))
    ]
    by_chance = {
        name: [len(numbers & theirs) for theirs in strangers] for name, numbers in foreign.items()
    }
    everywhere = [count for counts in by_chance.values() for count in counts]
    others = len(names) - 1
    for row in rows:
        # Who has many numbers that are not their own meets more by chance: the worse figure holds.
        least = len(row["numbers"])
        in_class = len(foreign) * others * rarity(everywhere, least)
        row["expected"] = max(in_class, others * rarity(by_chance[row["learner"]], least))
        row["pairs"] = len(names) * others
    found = pd.DataFrame(rows, columns=COLUMNS)
    return found.sort_values(["expected", "learner", "other"], kind="stable", ignore_index=True)


def rarity(counts: Sequence[int], least: int) -> float:
    """Return how often a count is at least `least`, taken a little too often, never as never."""
    return (sum(count >= least for count in counts) + 1) / (len(counts) + 1)
