"""The real pairs of a machine count and a hand count, as rows of text."""

from __future__ import annotations

from datetime import date
from typing import Any

from babel.dates import format_date

from electoral_datasets import load, unit_label
from electoral_datasets.i18n import N_
from electoral_widgets.base import words
from electoral_widgets.numerals import count, decimal, difference, percent_sign

NOT_STATED = N_("not stated")
NOT_COMPARABLE = N_("not comparable")
PERHAPS = N_("{difference}; perhaps not of the same stations")
POINTS = N_("{points} percentage points")
NAMED = "{name}, {date}"

BRITISH = {"en": "en_GB"}
"""The day before the month, as in the texts."""

DATASET = "kg_two_counts"

DIGITS = {"percent": 0, "tenths of a percent": 1, "hundredths of a percent": 2}
"""Digits after the decimal sign, by unit of the data set."""


def pairs(language: str) -> list[dict[str, str]]:
    """Return the real pairs as rows of text: name, machine, hand, difference, source."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in load(DATASET).to_dict("records"):
        found.setdefault(row["pair"], []).append(row)
    return [_pair(rows, language) for rows in found.values()]


def _pair(rows: list[dict[str, Any]], language: str) -> dict[str, str]:
    gettext = words(language).gettext
    first, values = rows[0], {row["count"]: row["value"] for row in rows}
    name = NAMED.format(
        name=unit_label(first["pair"], language, DATASET),
        date=format_date(
            date.fromisoformat(first["date"]), "long", locale=BRITISH.get(language, language)
        ),
    )
    written = {key: _written(value, first["unit"], language) for key, value in values.items()}
    if "machine" in values:
        apart = values["hand"] - values["machine"]
    else:
        apart = values.get("hand_more", 0) - values.get("machine_more", 0)
    apart_text = _apart(apart, first["unit"], language)
    if first["comparable"] == "unknown":
        apart_text = gettext(PERHAPS).format(difference=apart_text)
    elif first["comparable"] == "no":
        apart_text = gettext(NOT_COMPARABLE)
    return {
        "name": name,
        "machine": written.get("machine", gettext(NOT_STATED)),
        "hand": written.get("hand", gettext(NOT_STATED)),
        "difference": apart_text,
        "source": f"{first['grade']}: {first['source']}",
    }


def _written(value: int, unit: str, language: str) -> str:
    if unit == "ballots":
        return count(value, language)
    digits = DIGITS[unit]
    number = decimal(value / 10**digits, language, digits) if digits else count(value, language)
    return number + percent_sign(language)


def _apart(value: int, unit: str, language: str) -> str:
    if unit == "ballots":
        return difference(value, language)
    number = decimal(value / 10 ** DIGITS[unit], language, max(DIGITS[unit], 1))
    points = f"+{number}" if value > 0 else number
    return words(language).gettext(POINTS).format(points=points)
