"""What a learner is told about a due date, in whole sentences of the learner's language."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from babel.dates import format_date, format_time, get_timezone_gmt, get_timezone_location
from babel.numbers import format_decimal, format_percent

from electoral_datasets.i18n import N_, translator
from electoral_grading.late import DAY, HOUR

if TYPE_CHECKING:
    from datetime import datetime, timedelta
    from fractions import Fraction

    from electoral_grading.late import Lateness

DUE = N_("Hand in by {date}, {time} (time zone: {zone}).")
OWN = N_(
    "Hand in by {date}, {time} (time zone: {zone}); this date is your own, "
    "for the class it is {class_date}, {class_time}."
)
GRACE = N_("Grace period in which nothing is taken off: {duration}.")
FREE = N_("Work handed in later is accepted with all its points.")
NOTHING = N_("Work handed in after {date}, {time} gets no points.")
SHARE = {
    HOUR: N_("Share of your points taken off for each hour begun after that: {share}."),
    DAY: N_("Share of your points taken off for each day begun after that: {share}."),
}
POINTS = {
    HOUR: N_("Points taken off for each hour begun after that: {points}."),
    DAY: N_("Points taken off for each day begun after that: {points}."),
}
MOST_SHARE = N_("Share taken off at most: {share}.")
MOST_POINTS = N_("Points taken off at most: {points}.")


def sentences(due: datetime, extension: timedelta, late: Lateness, language: str) -> list[str]:
    """Return the sentences about a due date with a learner's own extension."""
    say = translator("electoral_grading", language).gettext
    own = later(due, extension)
    told = [
        say(OWN if extension else DUE).format(
            **moment(own, language),
            zone=zone(own, language),
            **{f"class_{name}": words for name, words in moment(due, language).items()},
        )
    ]
    if late.grace:
        told.append(say(GRACE).format(duration=duration(late.grace, language)))
    rule = late.penalty
    if rule.amount:
        texts, most = (SHARE, MOST_SHARE) if rule.percent else (POINTS, MOST_POINTS)
        told.append(say(texts[rule.step]).format(**amount(rule.amount, language)))
        if rule.most is not None:
            told.append(say(most).format(**amount(rule.most, language)))
    if rule.nothing_after is not None:
        end = later(own, max(rule.nothing_after, late.grace))
        told.append(say(NOTHING).format(**moment(end, language)))
    elif not rule.amount:
        told.append(say(FREE))
    return told


def later(moment: datetime, more: timedelta) -> datetime:
    """Return a moment after another, by the clock that is never put forward or back."""
    return (moment.astimezone(UTC) + more).astimezone(moment.tzinfo)


def moment(when: datetime, language: str) -> dict[str, str]:
    """Return the words of a date and an hour.

    >>> from datetime import datetime
    >>> moment(datetime(2026, 10, 1, 18, tzinfo=UTC), "ru")
    {'date': '1 октября 2026\u202fг.', 'time': '18:00'}
    """
    return {
        "date": format_date(when, "long", locale=language),
        "time": format_time(when, "short", tzinfo=when.tzinfo, locale=language),
    }


def zone(when: datetime, language: str) -> str:
    """Return the words of a time zone: its city and its distance from Greenwich."""
    place = get_timezone_location(when.tzinfo, locale=language, return_city=True)
    distance = get_timezone_gmt(when, locale=language)
    return distance if place in distance or place == "UTC" else f"{place}, {distance}"


def duration(time: timedelta, language: str) -> str:
    """Return the words of a duration.

    >>> from datetime import timedelta
    >>> duration(timedelta(days=1, hours=12), "en")
    '1 day 12 hours'
    """
    words = translator("electoral_grading", language)  # Babel's own have no days in Kyrgyz
    minutes = time.seconds // 60
    days, hours, minutes = time.days, minutes // 60, minutes % 60
    told = []
    if days:
        told.append(words.ngettext("{count} day", "{count} days", days).format(count=days))
    if hours:
        told.append(words.ngettext("{count} hour", "{count} hours", hours).format(count=hours))
    if minutes:
        text = words.ngettext("{count} minute", "{count} minutes", minutes)
        told.append(text.format(count=minutes))
    return " ".join(told)


def amount(number: Fraction, language: str) -> dict[str, str]:
    """Return the words of a number of points, and of as many hundredths."""
    exact = float(number)
    return {
        "points": format_decimal(exact, locale=language),
        "share": format_percent(exact / 100, "#,##0.##%", locale=language),
    }
