"""A student's own country before a vote, and a student's own pair of votes.

The country is that of `electoral.readiness`; the pair are two national votes of Kyrgyzstan as
they were published, so that a turnout can be taken apart.

>>> from electoral.readiness import CODES
>>> own = own_country(7)
>>> sum(own[f"short_{code}"] for code in CODES), sum(own[f"ask_{code}"] for code in CODES)
(3, 2)
>>> own_votes(7)["year"] in LATER
True
"""

from __future__ import annotations

from fractions import Fraction
from random import Random
from statistics import mean
from typing import Any

from electoral.readiness import (
    NEEDS,
    can_open,
    country,
    coverage,
    short_in_all,
    shortest,
    to_ask,
)
from electoral.register import Vote, change, on_list, turnout
from electoral_courses.variants import Params

EARLIER = Vote(1_626_255, 2_761_297)
"""The parliamentary elections of 2015, wiki-kg-2015."""

LATER = {
    2016: Vote(1_200_446, 2_851_952),
    2017: Vote(1_697_868, 3_014_434),
    2020: Vote(1_990_753, 3_523_554),
    2025: Vote(1_584_446, 4_294_243),
}
"""Wiki-kg-referendums, wiki-kg-2017, for-kg-669682 (annulled later), 24kg-354124."""

COLUMNS = ("stations", "scanners", "devices", "members")
LISTS = ("step_free", "adults", "entries", "twice")
"""The columns of the two tables in which one column is left to fill in."""


def own_country(seed: int) -> Params:
    """Return the params of the country of this seed.

    `given` and `answer` make a table with the districts as rows, in which the column "open" is
    to be filled in; `given_lists` and `answer_lists` are the table of the voter lists, in which
    the column "people" is to be filled in, `districts` holds all columns.
    """
    districts = country(seed)
    opened = {one.code: can_open(one) for one in districts}
    stations = sum(one.stations for one in districts)
    step_free = sum(one.step_free for one in districts)
    lacking = short_in_all(districts)
    shares = [Fraction(100 * one.step_free, one.stations) for one in districts]
    values: dict[str, Any] = {
        "districts": [vars(one) for one in districts],
        "given": {
            one.code: {**{column: getattr(one, column) for column in COLUMNS}, "open": None}
            for one in districts
        },
        "given_lists": {
            one.code: {**{column: getattr(one, column) for column in LISTS}, "people": None}
            for one in districts
        },
    }
    hidden: dict[str, Any] = {
        "answer": {code: {"open": count} for code, count in opened.items()},
        "answer_lists": {one.code: {"people": one.entries - one.twice} for one in districts},
        "access": round(100 * step_free / stations, 6),
        "as_mean": round(float(mean(shares)), 6),
        "as_share": round(step_free / stations, 6),
        **{f"short_{one.code}": bool(shortest(one)) for one in districts},
        **{f"ask_{one.code}": to_ask(one) for one in districts},
        **{f"seems_{one.code}": 100 * one.entries > 100 * one.adults for one in districts},
        **{f"lacks_{what}": what in lacking for what in NEEDS},
        "lacks_nothing": not lacking,
        "lacks_something": bool(lacking),
        "coverage": {one.code: round(coverage(one), 1) for one in districts},
    }
    return Params({**values, **hidden}, hidden)


def own_votes(seed: int) -> Params:
    """Return the params of two votes: that of 2015, and a later one that the seed chooses."""
    year = Random(f"votes {seed}").choice(list(LATER))  # noqa: S311 - an exercise
    later = LATER[year]
    parts = change(EARLIER, later)
    answer = {
        "between": round(on_list(EARLIER, later.registered), 4),
        "by_list": round(parts.by_list, 4),
        "by_voters": round(parts.by_voters, 4),
    }
    values: dict[str, Any] = {
        "year": year,
        "voted": later.voted,
        "registered": later.registered,
        "voters": _grouped(later.voted),
        "listed": _grouped(later.registered),
    }
    hidden: dict[str, Any] = {
        **answer,
        "as_other_list": round(on_list(later, EARLIER.registered), 4),
        "as_turnout": round(turnout(later), 4),
        "as_reversed": -answer["by_list"],
        "as_all": round(turnout(later) - turnout(EARLIER), 4),
        "mostly_list": abs(parts.by_list) > abs(parts.by_voters),
        "mostly_voters": abs(parts.by_voters) > abs(parts.by_list),
    }
    return Params({**values, **hidden}, hidden)


def _grouped(number: int) -> str:
    """Write a large number so that it can be read in every language, its groups held together."""
    return f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")
