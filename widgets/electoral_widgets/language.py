"""The language of the page: that of its notebook, else that of the school, else English."""

from __future__ import annotations

import json
import os
import re
from functools import lru_cache
from pathlib import Path


def current(folder: Path | str = ".") -> str:
    """Return the language in which widgets and feedback speak.

    It is the `language` of the `items.json` beside the notebook, else the environment's
    `ELECTORAL_LANG`, else English.
    """
    try:
        named = json.loads((Path(folder) / "items.json").read_text(encoding="utf-8"))["language"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        named = os.environ.get("ELECTORAL_LANG", "en")
    return named if isinstance(named, str) and _is_known(named) else "en"


@lru_cache(maxsize=64)
def _is_known(language: str) -> bool:
    """Whether a text is a language that numbers can be written in."""
    from babel.core import Locale, UnknownLocaleError  # noqa: PLC0415 - only widgets need it

    if not re.fullmatch(r"[a-z]{2,3}", language):
        return False
    try:
        Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return False
    return True
