"""Words as they are looked for: letters people confuse made equal, endings left off.

A reader types a word as it comes to mind; a lesson uses it in whatever case it needs.
The endings here are few and rough: a search may find a little too much, and must not find too little.

>>> stem("бюллетеней", "ru") == stem("Бюллетень", "ru")
True
>>> stem("шайлоочулардын", "ky") == stem("шайлоочу", "ky")
True
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

WHOLE = 4
"""A stem of at least so many letters also finds longer words that begin with it."""

_WORD = re.compile(r"[^\W_]+")
_ALIKE = str.maketrans("ёөүң", "еоун")
"""Many write е for ё, and have no key for the Kyrgyz letters ө, ү, ң."""

_ENDINGS = {
    "en": re.compile(r"(?<=\w{3})(?:ing|ies|ed|es|s|e|y)$"),
    "ru": re.compile(r"(?<=\w{3})(?:[аяоеиыую]{1,2}(?:ми|го|му|[мхвйю])|[аяоеиыуюьй]{1,3})$"),
    "ky": re.compile(
        r"(?<=\w{4})(?:[лдт][аео]р)?(?:[ыиу]?[мн][ыиу]з|с[ыиу]|[ыиу])?"
        r"(?:[ндт][ыиу]н|[дт][аео]г[ыиу]|[гк][аео]|н?[дт][аео]н?|н[аео]н?|[ндт][ыиу]|н)?$"
    ),
}
_LAST_VOWELS = re.compile(r"(?<=\w{4})[аеоыиуьй]+$")
_FLEETING = re.compile(r"(?<=\w{2})[ое](?=[кц]$)")


def tidy(text: str) -> str:
    """Return text as it is compared and shown: composed letters, no soft hyphens."""
    return unicodedata.normalize("NFC", text).replace("\N{SOFT HYPHEN}", "")


def spans(text: str) -> list[tuple[int, int]]:
    """Return where the words of a text stand.

    >>> spans("K1, урна")
    [(0, 2), (4, 8)]
    """
    return [found.span() for found in _WORD.finditer(text)]


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """Return what a word is looked for by; equal for most forms of one word.

    >>> stem("ballots", "en"), stem("Ёлка", "ru"), stem("участка", "ru"), stem("участок", "ru")
    ('ballot', 'елк', 'участк', 'участк')
    """
    folded = word.casefold().translate(_ALIKE)
    endings = _ENDINGS["en"] if folded.isascii() else _ENDINGS.get(language)
    if endings is None or len(folded) < WHOLE:
        return folded
    short = endings.sub("", folded, count=1)
    if language == "ky" and not folded.isascii():
        return _LAST_VOWELS.sub("", short)
    return _FLEETING.sub("", short)


def stems(text: str, language: str) -> list[str]:
    """Return the stems of a text's words, in order."""
    return [stem(text[start:end], language) for start, end in spans(text)]


def fits(wanted: str, found: str) -> bool:
    """Return whether a word in a text, by its stem, is what a stem asks for.

    >>> fits("голос", "голосован"), fits("урн", "урнальн")
    (True, False)
    """
    return found == wanted or (len(wanted) >= WHOLE and found.startswith(wanted))
