"""The national votes of Kyrgyzstan as published: what is known, what conflicts, what is missing.

A figure belongs to its source; where sources disagree, a vote has a lowest and a highest figure,
and nobody decides between them.

>>> [vote] = [vote for vote in votes() if vote.id == "president_2000"]
>>> vote.turnout
Span(low=77.3, high=78.4)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from electoral_datasets.tables import load

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

DATA_SET = "kg_elections"
FOR_LESSONS = ("A", "B")
"""The grades that a lesson may state; C is from memory."""


class Span(NamedTuple):
    """The lowest and the highest figure that sources give for one thing."""

    low: float
    high: float


@dataclass(frozen=True)
class Figure:
    """One figure as one source gives it; the words for its codes are in the card."""

    vote: str
    measure: str
    who: str
    """A candidate, a party or an answer; empty for the vote as a whole."""
    value: float | None
    """In `unit`; None where no source gives it."""
    unit: str
    """voters, ballots, votes, seats or percent."""
    status: str
    conflict: str
    """The name shared by figures that contradict each other, else empty."""
    reason: str
    """Why the value is missing, else empty."""
    sources: tuple[str, ...]
    """Ids in the source list of the courses; none where only the grade is known."""
    grade: str


@dataclass(frozen=True)
class Vote:
    """A national vote in one line; None stands for what no source gives."""

    id: str
    date: str
    """Year, month and day of the (first) round, or the year alone."""
    kind: str
    """presidential, parliamentary or referendum."""
    standing: str
    """stands, annulled or planned."""
    registered: Span | None
    """Registered voters."""
    voted: Span | None
    """Voters who voted; where the source only counts identified voters, none."""
    turnout: Span | None
    """In percent of the registered voters, as the sources state it."""
    rough: tuple[str, ...]
    """Which of the three are round, preliminary or worked out, and not stated exactly."""
    sources: tuple[str, ...]
    """Of the three figures."""


class Check(NamedTuple):
    """A turnout as a source states it, beside the one worked out from its own figures."""

    vote: str
    base: str
    """What was divided by the registered voters: voted or identified."""
    stated: float
    """Percent."""
    computed: float
    """Percent, with as many decimals as are usual: two."""
    sources: tuple[str, ...]

    @property
    def agree(self) -> bool:
        """Whether both differ by less than one hundredth of a percent."""
        return abs(self.stated - self.computed) < 0.01 - 1e-9


def figures(vote: str | None = None, grades: Collection[str] = FOR_LESSONS) -> list[Figure]:
    """Return the figures and gaps of a vote, or of all, in the order of the votes' dates.

    Raises:
        ValueError: there is no such vote or no such grade.
    """
    known = set(load(DATA_SET)["grade"])
    if wrong := sorted(set(grades) - known):
        raise ValueError(f"There is no grade {wrong[0]!r}; there are: {', '.join(sorted(known))}.")
    rows = [row for row in _rows() if vote in (None, row["vote"])]
    if not rows:
        raise ValueError(f"There is no vote {vote!r} in {DATA_SET}.")
    return [_figure(row) for row in rows if row["grade"] in grades]


def votes(grades: Collection[str] = FOR_LESSONS) -> list[Vote]:
    """Return one line for each vote of which anything has one of the grades, oldest first.

    Raises:
        ValueError: there is no such grade.
    """
    told = figures(grades=grades)
    heads = {row["vote"]: row for row in _rows()}
    return [
        _vote(heads[name], [figure for figure in told if figure.vote == name])
        for name in dict.fromkeys(figure.vote for figure in told)
    ]


def conflicts(grades: Collection[str] = FOR_LESSONS) -> dict[str, list[Figure]]:
    """Return the disagreements: the name of each to its figures, two or more.

    >>> [figure.value for figure in conflicts()["president_2011-turnout"]]
    [60.27, 61.28]

    Raises:
        ValueError: there is no such grade.
    """
    groups: dict[str, list[Figure]] = {}
    for figure in figures(grades=grades):
        if figure.conflict:
            groups.setdefault(figure.conflict, []).append(figure)
    return {name: group for name, group in groups.items() if len(group) > 1}


def gaps(grades: Collection[str] = FOR_LESSONS) -> list[Figure]:
    """Return what no source gives, each with its reason; C adds votes known from memory alone.

    >>> {figure.reason for figure in gaps() if figure.vote == "president_2027"}
    {'not_held'}

    Raises:
        ValueError: there is no such grade.
    """
    return [figure for figure in figures(grades=grades) if figure.value is None]


def checks() -> list[Check]:
    """Return every turnout that can be worked out from exact figures of the same sources.

    >>> [(check.vote, check.stated, check.computed) for check in checks() if not check.agree]
    [('president_2021', 39.16, 39.26)]
    """
    stated = [figure for figure in figures() if figure.status == "stated" and figure.sources]
    found = []
    for turnout in (figure for figure in stated if figure.measure == "turnout"):
        same = [f for f in stated if f.vote == turnout.vote and _shares_a_source(f, turnout)]
        registered = next((f.value for f in same if f.measure == "registered"), None)
        cast = next((f for f in same if f.measure in ("voted", "identified")), None)
        if registered and cast and cast.value and turnout.value is not None:
            computed = round(100 * cast.value / registered, 2)
            check = Check(turnout.vote, cast.measure, turnout.value, computed, turnout.sources)
            found.append(check)
    return found


def _rows() -> list[dict[str, str]]:
    return load(DATA_SET).to_dict("records")


def _figure(row: dict) -> Figure:
    value = float(row["value"])
    plain = {key: row[key] for key in ("vote", "measure", "who", "unit", "status")}
    return Figure(
        **plain,
        value=None if row["status"] == "missing" else value,
        conflict=row["conflict"],
        reason=row["reason"],
        sources=tuple(row["source"].split("; ")) if row["source"] else (),
        grade=row["grade"],
    )


def _vote(head: dict[str, str], told: list[Figure]) -> Vote:
    spans = {
        measure: [figure for figure in told if (figure.measure, figure.who) == (measure, "")]
        for measure in ("registered", "voted", "turnout")
    }
    named = (source for group in spans.values() for figure in group for source in figure.sources)
    return Vote(
        id=head["vote"],
        date=head["date"],
        kind=head["kind"],
        standing=head["standing"],
        rough=tuple(
            measure
            for measure, group in spans.items()
            if any(figure.status not in ("stated", "missing") for figure in group)
        ),
        sources=tuple(dict.fromkeys(named)),
        **{measure: _span(figure.value for figure in group) for measure, group in spans.items()},
    )


def _span(values: Iterable[float | None]) -> Span | None:
    given = [value for value in values if value is not None]
    return Span(min(given), max(given)) if given else None


def _shares_a_source(one: Figure, other: Figure) -> bool:
    return bool(set(one.sources) & set(other.sources))
