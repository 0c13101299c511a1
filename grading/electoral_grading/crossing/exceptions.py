"""What can go wrong between two processes, and how an error of the other side is named.

Nothing that a student's process sends may raise anything else in the judge than these, a
TypeError of a proxy, or the builtin exception that the student's code raised.
"""

from __future__ import annotations

import re
from typing import Any

from electoral_datasets.i18n import N_

GONE = N_("The program of the submission is no longer there: {reason}")
LATE = N_("The submission took longer than {seconds} s and was stopped.")
ENDED = N_("The submission ended with {name} instead of giving a value. {text}")
UNKNOWN = N_("The submission binds no name {name}.")
NOT_PLAIN = N_("A value of type {type} is not plain data and cannot cross.")
TOO_LARGE = N_("A value is larger than the {limit} {unit} that may cross.")

SHOWN = 300
"""So many characters of a foreign text are shown."""


class CrossingError(Exception):
    """Any failure of the crossing itself."""


class NotPlainError(CrossingError, TypeError):
    """The value has no plain form, or one that is too large."""


class BrokenError(CrossingError):
    """The other process is gone or no longer keeps to the protocol; it is not asked again."""


class StudentError(CrossingError, RuntimeError):
    """The student's code failed in a way that is no ordinary exception."""


class LateError(StudentError):
    """The student's code took too long; its process still answers."""

    reply: dict[str, Any] | None = None
    """What it answered after it was stopped."""


class MissingError(CrossingError, NameError):
    """The student's process knows no such name."""


def words(text: str) -> list[str]:
    """Return the words of a text, to write long lists of names legibly."""
    return text.split()


def gone(reason: str) -> BrokenError:
    """Return the error that says why the other side counts as gone."""
    return BrokenError(GONE.format(reason=reason))


def clean(text: object, length: int = SHOWN) -> str:
    r"""Return a foreign text as one harmless line.

    >>> clean("a\x1b[31m\n b")
    'a [31m b'
    """
    if type(text) is not str:
        return "?"
    line = "".join(c if c.isprintable() else " " for c in text[: 2 * length])
    return re.sub(r" {2,}", " ", line)[:length]


def identifier(text: object) -> str:
    """Return a foreign name as an identifier; `Unnamed` if it is none.

    >>> identifier("Account"), identifier("int) -> 5")
    ('Account', 'Unnamed')
    """
    return text if type(text) is str and len(text) < 80 and text.isidentifier() else "Unnamed"
