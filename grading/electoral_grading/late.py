"""What a late submission costs: a lecturer's rule in words, and its arithmetic.

>>> rule = penalty_of("10 % a day, at most 50 %, no points after 7 days")
>>> late = Lateness(timedelta(minutes=15), rule)
>>> late.costs(8.0, seconds=600)  # within the grace period
0.0
>>> late.costs(8.0, seconds=90000)  # the second day has begun
1.6
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction

HOUR, DAY = timedelta(hours=1), timedelta(days=1)

UNITS = {
    "minute": timedelta(minutes=1),
    "hour": HOUR,
    "day": DAY,
    "week": timedelta(weeks=1),
}

FOREVER = timedelta(days=3650)
"""Longer is surely a slip of the pen."""

AMOUNT = r"(?P<amount>\d+(?:[.,]\d+)?) ?(?P<unit>%|points?)"
RATE = re.compile(rf"{AMOUNT} (?:an?|per|each) (?P<step>hour|day)")
MOST = re.compile(rf"at most {AMOUNT}")
NOTHING = re.compile(r"no points(?: after (?P<time>.+))?")
EXAMPLES = "10 % a day, at most 50 %, no points after 7 days"


@dataclass(frozen=True)
class Penalty:
    """A rule about the points that being late costs."""

    amount: Fraction = Fraction(0)
    """Taken off for each step begun: points, or hundredths of the points reached."""
    percent: bool = False
    step: timedelta = DAY
    most: Fraction | None = None
    """Taken off at most, in the same measure."""
    nothing_after: timedelta | None = None
    """So long after the date there are no points at all."""


@dataclass(frozen=True)
class Lateness:
    """A grace period and the penalty after it."""

    grace: timedelta = timedelta(0)
    penalty: Penalty = field(default_factory=Penalty)

    def costs(self, score: float, seconds: float) -> float:
        """Return the points taken off a score for coming `seconds` after one's own date.

        Steps are counted from the end of the grace period, which favours the learner.
        """
        rule, late = self.penalty, timedelta(seconds=seconds)
        if late <= self.grace or score <= 0:
            return 0.0
        if rule.nothing_after is not None and late > rule.nothing_after:
            return score
        begun = -(-(late - self.grace) // rule.step)
        amount = begun * rule.amount
        if rule.most is not None:
            amount = min(amount, rule.most)
        points = Fraction(score) * amount / 100 if rule.percent else amount
        return min(float(points), score)


def penalty_of(text: str) -> Penalty:
    """Return the rule that a lecturer wrote.

    >>> penalty_of("no points").nothing_after
    datetime.timedelta(0)

    Raises:
        ValueError: it is not a rule; the message says what one looks like.
    """
    words = " ".join(text.lower().split())
    if words in {"none", "no penalty"}:
        return Penalty()
    amount, percent, step, most, nothing = Fraction(0), False, DAY, None, None
    seen: set[str] = set()
    for part in re.split(r", (?=[a-z0-9])", words):
        if (found := RATE.fullmatch(part)) and "rate" not in seen:
            seen.add("rate")
            amount, percent = number(found["amount"]), found["unit"] == "%"
            step = UNITS[found["step"]]
        elif (found := MOST.fullmatch(part)) and seen == {"rate"}:
            seen.add("most")
            most = number(found["amount"])
            if (found["unit"] == "%") != percent:
                raise ValueError(
                    f"The penalty {text!r} mixes points and shares; write both in one measure."
                )
        elif (found := NOTHING.fullmatch(part)) and "nothing" not in seen:
            seen.add("nothing")
            nothing = duration_of(found["time"]) if found["time"] else timedelta(0)
        else:
            raise ValueError(
                f"The penalty {text!r} is not understood; "
                f"write for example “{EXAMPLES}”, “2 points an hour”, “no points” or “none”."
            )
    if percent and (most or amount) > 100:
        raise ValueError(f"The penalty {text!r} takes off more than all; 100 % is all.")
    return Penalty(amount, percent, step, most, nothing)


def duration_of(text: str) -> timedelta:
    """Return a duration that a lecturer wrote.

    >>> duration_of("1 day 12 hours")
    datetime.timedelta(days=1, seconds=43200)

    Raises:
        ValueError: it is not one.
    """
    words = " ".join(text.lower().replace(",", " ").replace(" and ", " ").split())
    if words in {"none", "0"}:
        return timedelta(0)
    parts = re.findall(r"(\d{1,5}) (minute|hour|day|week)s?(?: |$)", words)
    if not parts or " ".join(f"{count} {unit}" for count, unit in parts) != re.sub(
        r"(minute|hour|day|week)s", r"\1", words
    ):
        raise ValueError(
            f"{text!r} is not a duration; write for example “15 minutes”, “1 day 12 hours” or “none”."
        )
    total = sum((int(count) * UNITS[unit] for count, unit in parts), timedelta(0))
    if total > FOREVER:
        raise ValueError(f"{text!r} is longer than ten years.")
    return total


def number(text: str) -> Fraction:
    """Return a number written with a point or a comma."""
    return Fraction(text.replace(",", "."))
