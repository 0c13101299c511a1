"""Is a term in a text, in whatever form? Russian and Kyrgyz put the form at a word's end.

>>> says("контрольное соотношение", "Проверьте контрольные соотношения.")
True
>>> says("үкөк", "Кутуну эмес, үкөгүн ачты.")
True
>>> says("недействительный бюллетень", "Испорченные бюллетени отложили.")
False
"""

from __future__ import annotations

import math
import re

_WORD = re.compile(r"[^\W\d_]+")
_SOFT_ENDING = "аеёиоуыэюяйьъөү"
_CHANGING = "кпг"
"""Letters that a Kyrgyz ending may soften: үкөк, үкөгү; кат, китеби."""

_VOWELS = "аеёиоуыэюяөү"


def says(term: str, text: str) -> bool:
    """Say whether each word of `term` stands in `text`, in any order and any form."""
    present = _words(text)
    return all(
        any(_same_word(word, other) for other in present) for word in _words(term) if len(word) > 1
    )


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold().replace("ё", "е"))


def _same_word(word: str, other: str) -> bool:
    """Say whether two words have the same beginning, as long as a change of form leaves it."""
    stem = _stem(word)
    needed = min(max(4, math.ceil(0.6 * len(word))), len(stem))
    if other.startswith(word[:needed]):
        return True
    return len(word) <= 5 and any(other.startswith(form) for form in _without_fleeting(word))


def _stem(word: str) -> str:
    """Return a short word without the letters that an ending replaces."""
    stem = word
    while len(stem) > 3 and stem[-1] in _SOFT_ENDING:
        stem = stem[:-1]
    if len(stem) > 3 and stem[-1] in _CHANGING:
        stem = stem[:-1]
    return stem


def _without_fleeting(word: str) -> list[str]:
    """Return a short word's beginning without a vowel that comes and goes: день, дня."""
    base = word.rstrip("ьй")
    if len(base) >= 3 and base[-2] in "ео" and base[-1] not in _VOWELS:
        return [base[:-2] + base[-1] + ending for ending in "яюиеауы"]
    return []
