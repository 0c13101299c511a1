"""What stands in a student's copy where the lecturer wrote a solution.

>>> stub(CODE_STUB, "ru")
'# ВАШ КОД'
>>> stub(TEXT_STUB, "de")
'YOUR ANSWER HERE'
"""

from __future__ import annotations

CODE_STUB = {"en": "# YOUR CODE HERE", "ru": "# ВАШ КОД", "ky": "# СИЗДИН КОДУҢУЗ"}
"""By language, in place of a code solution; it runs, so that an unfinished notebook does too."""

TEXT_STUB = {"en": "YOUR ANSWER HERE", "ru": "ВАШ ОТВЕТ", "ky": "СИЗДИН ЖООБУҢУЗ"}
"""By language, in place of a written solution."""


def stub(stubs: dict[str, str], language: str) -> str:
    """Return the stub in `language`, in English where it has none."""
    return stubs.get(language, stubs["en"])
