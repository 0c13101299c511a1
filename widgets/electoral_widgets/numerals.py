"""How a number is written in the reader's language.

A browser may not know Kyrgyz and would silently write English numbers, so the signs come
from Babel here, and the JavaScript of the widgets writes numbers with the same signs.

>>> count(25047, "en"), difference(-10000, "en"), percent(0.1234, "en")
('25,047', '−10,000', '12.3%')
"""

from __future__ import annotations

from babel.core import Locale
from babel.numbers import format_decimal, get_decimal_symbol, get_group_symbol

MINUS = "\N{MINUS SIGN}"


def signs(language: str) -> dict[str, str]:
    """Return what the widgets' JavaScript needs to write and read numbers."""
    return {
        "group": get_group_symbol(language),
        "decimal": get_decimal_symbol(language),
        "minus": MINUS,
        "percent": percent_sign(language),
    }


def count(number: int, language: str) -> str:
    """Write a number of ballots, voters or votes."""
    return format_decimal(int(number), locale=language).replace("-", MINUS)


def difference(number: int, language: str) -> str:
    """Write by how much two sides differ, always with its sign unless it is 0."""
    return f"+{count(number, language)}" if number > 0 else count(number, language)


def decimal(number: float, language: str, digits: int = 2) -> str:
    """Write a number with `digits` after the decimal sign."""
    form = "0." + "0" * digits
    return format_decimal(number, format=form, locale=language).replace("-", MINUS)


def percent(share: float, language: str, digits: int = 1) -> str:
    """Write a share of 1 as a percentage with `digits` after the decimal sign."""
    return decimal(100 * share, language, digits) + percent_sign(language)


def percent_sign(language: str) -> str:
    """Return what follows the number of a percentage, with the space some languages put."""
    return Locale.parse(language).percent_formats[None].pattern.replace("#,##0", "")
