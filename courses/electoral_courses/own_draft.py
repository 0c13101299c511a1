"""A student's own draft law and own principle, as the items of "Standards" need them.

The draft is that of `electoral.draft_law`, which the view `DraftLaw` shows; what was read of the
Convention, and what other instruments say, comes from the data set `standards`.

>>> own = own_draft(7)
>>> sum(own[f"unread_{number}"] for number in range(1, 11))
3
>>> own_principle(7)["principle"] in PRINCIPLES
True
"""

from __future__ import annotations

import random
from functools import lru_cache
from typing import Any

from electoral.draft_law import ARTICLES, GROUPS, draft, group
from electoral_courses.variants import Params

SEEDS = 1_000_000
"""Seeds of drafts lie below; a link to the view carries them."""

CONVENTION = "cis_convention"

ROWS = dict(zip(GROUPS, ("secret", "periodic", "free", "campaign"), strict=True))
"""Article of the Convention, and the name of its row."""

PRINCIPLES = (
    "universal", "equal", "free", "secret", "periodic", "observation", "remedy", "transparent",
)  # fmt: skip
"""Principles of which more than one instrument speaks in a place that was read or reported."""


def own_draft(seed: int) -> Params:
    """Return the params of the draft of this seed.

    `seed` is the seed for `DraftLaw`; `draft` is its table, article and place as columns;
    `unread_…` tells of each article whether its place was read by nobody; `answer` has a row for
    each group of places, with the article that contradicts it in the column "article".
    """
    drawn = random.Random(f"own draft {seed}").randrange(SEEDS)  # noqa: S311 - no secret
    law = draft(drawn)
    numbers = range(1, ARTICLES + 1)
    against = {
        group(one.place): number
        for number, one in zip(numbers, law, strict=True)
        if one.verdict == "against"
    }
    reported = next(n for n, one in zip(numbers, law, strict=True) if one.verdict == "reported")
    hidden = {
        **{
            f"unread_{number}": one.verdict == "unread"
            for number, one in zip(numbers, law, strict=True)
        },
        "answer": {row: {"article": against[at]} for at, row in ROWS.items()},
        "reported": reported,
    }
    shown = {
        "seed": drawn,
        "draft": {
            "article": [str(number) for number in numbers],
            "place": [one.place for one in law],
        },
    }
    return Params({**shown, **hidden}, tuple(hidden))


def own_principle(seed: int) -> Params:
    """Return a principle, who speaks of it in a place that was read or reported, and how often.

    `speaks_…` tells of each instrument whether it does; `places` counts the places of the only
    text among them that binds states, the CIS Convention; `places_all` those from memory too.
    """
    chance = random.Random(f"own principle {seed}")  # noqa: S311 - no secret
    principle = chance.choice(PRINCIPLES)
    known, all_places, speaks = _noted()
    hidden: dict[str, Any] = {
        **{f"speaks_{one}": who for one, who in speaks[principle].items()},
        "places": known[principle],
        "places_all": all_places[principle],
    }
    return Params({"principle": principle, **hidden}, tuple(hidden))


@lru_cache(maxsize=1)
def _noted() -> tuple[dict[str, int], dict[str, int], dict[str, dict[str, bool]]]:
    """Return of each principle the places of the Convention, read and all, and who speaks of it."""
    from electoral_datasets import load  # noqa: PLC0415 - pandas takes half a second
    from electoral_datasets.standards import cell, matrix  # noqa: PLC0415 - as above

    table = load("standards")
    sure = matrix(table)
    every = ("A", "B", "C")
    known = {one: len(cell(table, CONVENTION, one).articles) for one in PRINCIPLES}
    noted = {one: len(cell(table, CONVENTION, one, every).articles) for one in PRINCIPLES}
    speaks = {one: {who: bool(found) for who, found in sure[one].items()} for one in PRINCIPLES}
    return known, noted, {one: {str(w): f for w, f in by.items()} for one, by in speaks.items()}
