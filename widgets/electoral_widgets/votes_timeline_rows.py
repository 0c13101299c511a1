"""What the timeline shows of each vote and each event, in the reader's language."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from babel.dates import format_date, format_skeleton

from electoral.register import Vote, on_list
from electoral_datasets import card, load
from electoral_datasets.i18n import N_
from electoral_datasets.national_votes import DATA_SET, Figure, Span, figures, votes
from electoral_widgets.base import words
from electoral_widgets.numerals import count, decimal, percent, percent_sign

if TYPE_CHECKING:
    from collections.abc import Iterable

    from electoral_datasets.national_votes import Vote as NationalVote

EVENTS = "kg_institutions"
MEASURES = ("registered", "voted", "turnout")
LISTS = ("own", "parliament_2015", "parliament_2025")
"""The list on which a turnout is computed: that of each vote, or one for all."""

FIRST, LAST = 1991, 2027

SOURCE = N_("Source: {ids}. {grade}.")
NO_SOURCE = N_("The source was not noted. {grade}.")
NO_FIGURE = N_("no figure")
ROUGH = N_("{figure}, not exact")
BETWEEN = N_("{low} to {high}, sources disagree")
RANGE = N_("{low} to {high}")
CONFLICT = N_("The sources disagree here; nobody has decided between them.")
UNTIL = N_("{first} to {last}")
OTHER_LIST = N_("These voters on the list of {year}: {turnout}. This figure is computed here.")


@lru_cache(maxsize=4)
def known(language: str) -> dict[str, dict[str, str]]:
    """Return the words for the codes of the votes' table."""
    return card(DATA_SET, language).words


def day(text: str, language: str) -> str:
    """Write a date as far as it is known: 1998, 2023-04 or 2015-10-04.

    >>> day("2015-10-04", "en"), day("2023-04", "en"), day("1998", "en")
    ('October 4, 2015', 'April 2023', '1998')
    """
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        return text
    if len(parts) == 2:
        return format_skeleton("yMMMM", date(parts[0], parts[1], 1), locale=language)
    return format_date(date(parts[0], parts[1], parts[2]), "long", locale=language)


def place(text: str) -> float:
    """Return where a date stands on a line of years; what is known less well stands in the middle.

    >>> place("1998"), round(place("2015-10-04"), 2)
    (1998.5, 2015.75)
    """
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        return parts[0] + 0.5
    if len(parts) == 2:
        return parts[0] + (parts[1] - 0.5) / 12
    return parts[0] + (date(parts[0], parts[1], parts[2]).timetuple().tm_yday - 1) / 365


def marks(measure: str, base: str, language: str) -> list[dict[str, Any]]:
    """Return a mark for each vote: where it stands, and what stands beside it in words."""
    every = votes()
    registered = {one.id: one.registered.high for one in every if one.registered}
    return [
        {
            "id": one.id,
            "name": known(language)["vote"][one.id],
            "date": day(one.date, language),
            "at": place(one.date),
            "kind": one.kind,
            "standing": one.standing,
            **_shown(one, measure, registered.get(base), language),
        }
        for one in every
    ]


def _shown(
    one: NationalVote, measure: str, size: float | None, language: str
) -> dict[str, float | bool | str | None]:
    say = words(language).gettext
    span: Span | None = getattr(one, measure)
    asked = measure
    if size is not None:
        span, asked = turnout_on(one, int(size)), "voted"
    if span is None:
        return {"low": None, "high": None, "text": say(NO_FIGURE), "rough": False, "dispute": False}
    dispute = any(
        figure.conflict and (figure.measure, figure.who) == (asked, "")
        for figure in figures(one.id)
    )
    rough = asked in one.rough
    low, high = (amount(value, measure, language) for value in span)
    if span.low != span.high:
        text = say(BETWEEN if dispute else RANGE).format(low=low, high=high)
    else:
        text = say(ROUGH).format(figure=low) if rough else low
    return {"low": span.low, "high": span.high, "text": text, "rough": rough, "dispute": dispute}


def turnout_on(one: NationalVote, registered: int) -> Span | None:
    """Return the turnout that the voters of a vote would make on another list."""
    if one.voted is None or one.voted.high > registered:
        return None
    low, high = (on_list(Vote(int(voted), registered), registered) for voted in one.voted)
    return Span(round(low, 2), round(high, 2))


def amount(value: float, measure: str, language: str) -> str:
    """Write a figure of a measure: voters as a whole number, a turnout in percent."""
    if measure == "turnout":
        digits = 2 if round(value, 1) != round(value, 2) else 1
        return percent(value / 100, language, digits)
    return count(int(value), language)


def events(language: str) -> list[dict[str, Any]]:
    """Return the events of the institutions, oldest first."""
    rows = load(EVENTS).to_dict("records")
    named = card(EVENTS, language).words
    say = words(language).gettext
    return [
        {
            "id": row["event"],
            "name": named["event"][row["event"]],
            "kind": row["kind"],
            "date": say(UNTIL).format(
                first=day(row["date"], language), last=day(row["until"], language)
            )
            if row["until"]
            else day(row["date"], language),
            "at": place(row["date"]),
            "until": place(row["until"] or row["date"]),
            "planned": row["standing"] == "planned",
            **cited(row["source"].split("; "), named["grade"][row["grade"]], language),
        }
        for row in rows
    ]


def kinds(language: str) -> list[list[str]]:
    """Return the kinds of events, each with its name, in the order of their lanes."""
    return [list(pair) for pair in card(EVENTS, language).words["kind"].items()]


def detail(vote: str, base: str, language: str) -> dict[str, Any]:
    """Return every figure of a vote as its sources give it, those that conflict marked."""
    say, named = words(language).gettext, known(language)
    told = figures(vote)
    [one] = [one for one in votes() if one.id == vote]
    size = next((two.registered for two in votes() if two.id == base), None)
    said = [say(CONFLICT)] if any(figure.conflict for figure in told) else []
    other = turnout_on(one, int(size.high)) if size else None
    if other:
        year = base.rpartition("_")[2]
        text = amount(other.high, "turnout", language)
        said.append(say(OTHER_LIST).format(year=year, turnout=text))
    return {
        "title": named["vote"][vote],
        "date": day(one.date, language),
        "kind": named["kind"][one.kind],
        "standing": named["standing"][one.standing],
        "said": said,
        "lines": [
            {
                "name": _name(figure, named),
                "value": _value(figure, language),
                "how": named["reason"][figure.reason]
                if figure.reason
                else named["status"][figure.status],
                "differ": bool(figure.conflict),
                "missing": figure.value is None,
                **cited(figure.sources, named["grade"][figure.grade], language),
            }
            for figure in told
        ],
    }


def _name(figure: Figure, named: dict[str, dict[str, str]]) -> str:
    measure = named["measure"][figure.measure]
    return f"{named['who'][figure.who]}: {measure}" if figure.who else measure


def _value(figure: Figure, language: str) -> str:
    if figure.value is None:
        return "?"
    if figure.unit == "percent":
        digits = 2 if round(figure.value, 1) != round(figure.value, 2) else 1
        return decimal(figure.value, language, digits) + percent_sign(language)
    return count(int(figure.value), language)


def cited(sources: Iterable[str], grade: str, language: str) -> dict[str, Any]:
    """Return the sentence that names the sources, and their ids, which may lead to a list."""
    say, ids = words(language).gettext, [one for one in sources if one]
    if not ids:
        return {"source": say(NO_SOURCE).format(grade=grade), "ids": []}
    return {"source": say(SOURCE).format(ids="; ".join(ids), grade=grade), "ids": ids}
