"""Who sits before a page of the school: the learner whom its cookie names."""

from __future__ import annotations

import re


def learner_of(cookies: str) -> str:
    """Return the learner whom a cookie header names; "local" when it is not a good name.

    >>> learner_of("a=b; electoral_learner=8f14e45fceea167a")
    '8f14e45fceea167a'
    >>> learner_of("electoral_learner=../../etc")
    'local'
    """
    for cookie in cookies.split(";"):
        name, _, value = cookie.strip().partition("=")
        if name == "electoral_learner" and re.fullmatch(r"[A-Za-z0-9_-]{8,64}", value):
            return value
    return "local"
