"""What the marks of a class say about the class and about its tasks.

Tables in, tables and numbers out: no files, no clock, no words. A figure that so few learners
cannot carry is None instead of noise.

A task's **difficulty** is the mean share of its points that was earned: near 1 is easy.
Its **discrimination** is how far it tells strong work from weak: the correlation of its points
with the points of all other tasks (corrected item-total correlation), and the share earned by
the upper 27 % of the class less that of the lower 27 %. Near 0 or below it, look at the task
first: a wrong key or an unclear question are more common than a useless task.

>>> points = pd.DataFrame({"one": [0, 1, 1], "two": [0, 1, 2]}, index=["a", "b", "c"])
>>> shares(points, pd.Series({"one": 1, "two": 2})).mean().to_dict()
{'one': 0.6666666666666666, 'two': 0.5}
"""

from __future__ import annotations

from dataclasses import dataclass
from math import atanh, sqrt, tanh
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping

LEAST = 10
"""So many learners a figure needs: with fewer, one learner more or less changes it at will."""

LEAST_FOR_GROUPS = 25
"""So many learners the upper and lower groups need: each then has about seven."""

GROUP = 0.27
"""The share of the class in each group, best for normal scores (Kelley 1939)."""

Z95 = 1.959964
"""The normal deviate of a 95 % interval."""


@dataclass(frozen=True)
class Summary:
    """The totals of a class."""

    learners: int
    mean: float | None
    median: float | None
    spread: float | None
    """The standard deviation, with n − 1."""
    lower: float | None
    """A quarter of the class has no more."""
    upper: float | None
    """A quarter of the class has no less."""


def points_table(marked: pd.DataFrame, order: list[str] | None = None) -> pd.DataFrame:
    """Return the points as a table, learners × items; NaN where a grade waits or is missing.

    Args:
        marked: rows of `tables.marks` for one assignment.
        order: the items in the order of the assignment; others follow by name.
    """
    settled: Any = marked[marked["item"].notna() & ~marked["waiting"]]
    table = settled.pivot_table(index="student", columns="item", values="score", aggfunc="sum")
    everything = sorted(set(marked["item"].dropna()))
    known = [name for name in order or () if name in everything]
    items = known + [name for name in everything if name not in known]
    graded = marked.loc[marked["item"].notna(), "student"].drop_duplicates()
    return table.reindex(index=graded, columns=items).astype(float)


def most_points(marked: pd.DataFrame) -> pd.Series:
    """Return the points that each item can earn."""
    cells: Any = marked.dropna(subset=["item"])
    return cells.groupby("item")["max_score"].max().astype(float)


def shares(points: pd.DataFrame, most: pd.Series) -> pd.DataFrame:
    """Return points as shares of what could be earned; items worth nothing are left out."""
    worth: Any = most.reindex(points.columns)
    return points.loc[:, worth > 0] / worth[worth > 0]


def summary(totals: pd.Series) -> Summary:
    """Return the usual figures of the totals; None where the class is too small."""
    values = totals.dropna().to_numpy(float)
    if len(values) < LEAST:
        return Summary(len(values), None, None, None, None, None)
    lower, median, upper = np.quantile(values, [0.25, 0.5, 0.75])
    figures = (values.mean(), median, values.std(ddof=1), lower, upper)
    return Summary(len(values), *(float(figure) for figure in figures))


def distribution(totals: pd.Series, most: float, bars: int = 10) -> pd.DataFrame:
    """Return how many learners have how many points, in `bars` equal steps up to `most`.

    A total on a border counts in the upper step; full points, and more, in the last one.
    """
    borders = np.linspace(0, max(most, 1e-9), bars + 1)
    place = np.searchsorted(borders, totals.dropna().to_numpy(float), side="right") - 1
    counts = np.bincount(np.clip(place, 0, bars - 1), minlength=bars)
    return pd.DataFrame({"from": borders[:-1], "to": borders[1:], "learners": counts})


def items(points: pd.DataFrame, most: pd.Series) -> pd.DataFrame:
    """Return the figures of each item, one row an item.

    Columns: `learners` who have a mark in it, `waiting` who have none yet, `max_score`,
    `difficulty`, `discrimination` with its 95 % interval `low` and `high`, and `groups`, the
    upper share less the lower one. None where a figure makes no sense: too few learners, or
    nothing that differs between them.
    """
    share = shares(points, most)
    complete: Any = share.loc[:, share.notna().all()]
    rows = {}
    for name in share.columns:
        own: Any = share[name].dropna()
        # The rest of the marks, without the item: a part must not be compared with itself.
        others: Any = points[complete.columns.drop(name, errors="ignore")]
        rest: Any = others.sum(axis=1).loc[own.index] if others.shape[1] else own * 0
        r = correlation(points[name].loc[own.index], rest)
        low, high = interval(r, len(own))
        rows[name] = {
            "learners": len(own),
            "waiting": len(share) - len(own),
            "max_score": most[name],
            "difficulty": float(own.mean()) if len(own) >= LEAST else None,
            "discrimination": r,
            "low": low,
            "high": high,
            "groups": upper_lower(own, rest),
        }
    columns: Any = [
        *("learners", "waiting", "max_score", "difficulty"),
        *("discrimination", "low", "high", "groups"),
    ]
    figures: Any = pd.DataFrame.from_dict(rows, orient="index", columns=columns).astype(object)
    return figures.where(figures.notna(), None)


def correlation(one: pd.Series, other: pd.Series) -> float | None:
    """Return Pearson's correlation; None for fewer than `LEAST` learners or where all are equal."""
    if len(one) < LEAST or one.nunique() < 2 or other.nunique() < 2:
        return None
    return float(np.corrcoef(one.to_numpy(float), other.to_numpy(float))[0, 1])


def interval(r: float | None, learners: int) -> tuple[float | None, float | None]:
    """Return the 95 % interval of a correlation, by Fisher's z.

    >>> [round(bound, 3) for bound in interval(0.3, 30)]
    [-0.068, 0.596]
    """
    if r is None or abs(r) >= 1 or learners <= 3:
        return None, None
    reach = Z95 / sqrt(learners - 3)
    return tanh(atanh(r) - reach), tanh(atanh(r) + reach)


def upper_lower(share: pd.Series, total: pd.Series, group: float = GROUP) -> float | None:
    """Return the mean share of the upper group less that of the lower group.

    Learners who tie at the border of a group all count, each with the same part of the places
    that are left, so that no order of names decides.
    """
    if len(share) < LEAST_FOR_GROUPS or total.nunique() < 2:
        return None
    places = group * len(share)
    upper, lower = tied(total, places), tied(-total, places)
    return float((share * upper).sum() / places - (share * lower).sum() / places)


def tied(total: pd.Series, places: float) -> pd.Series:
    """Return by learner the part of a place in the group of the highest totals."""
    above = total.rank(method="min", ascending=False) - 1
    equal = total.map(total.value_counts())
    return ((places - above) / equal).clip(0, 1)


def frequent(found: pd.DataFrame, by: str = "message", most: int = 5) -> pd.DataFrame:
    """Return the most frequent values of a column, apart for each item.

    Columns: `item`, the column, `learners` and `share` of all who have a result for the item.
    Equal counts stand in the order of their text.
    """
    heads = found.groupby("item", sort=False)["student"].nunique()
    named: Any = found[found[by].astype(str) != ""]
    counts = named.groupby(["item", by])["student"].nunique().rename("learners").reset_index()
    counts["share"] = counts["learners"] / counts["item"].map(heads)
    counts = counts.sort_values(["learners", by], ascending=[False, True], kind="stable")
    counts = counts.groupby("item", sort=False).head(most)
    places: Mapping[Any, int] = {item: place for place, item in enumerate(heads.index)}
    return counts.sort_values("item", key=lambda column: column.map(places), kind="stable")[
        ["item", by, "learners", "share"]
    ].reset_index(drop=True)


def hours(start: Any, moments: pd.Series) -> pd.Series:
    """Return the hours from `start` to each moment; below 0 for a moment before it."""
    return (pd.to_datetime(moments) - pd.Timestamp(start)).dt.total_seconds() / 3600
