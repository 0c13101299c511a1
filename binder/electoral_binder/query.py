"""What may stand behind the question mark of a page's address, and nothing else.

The state of a simulation stands behind the `#`, which a browser does not send.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from electoral_datasets.i18n import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

LONGEST = 200
"""Letters in a value: a key to the school is the longest."""
KNOWN: dict[str, Callable[[str], bool]] = {
    "lang": lambda value: value in LANGUAGES,
    "token": str.isprintable,
}
"""The keys that a page takes, each with what its value must be."""


def mistake(query: Mapping[str, Sequence[bytes]]) -> str | None:
    """Return the first key that no page takes, or whose value or number is not right.

    >>> mistake({"lang": [b"ky"]})
    >>> mistake({"lang": [b"xx"]}), mistake({"who": [b"Anna"]})
    ('lang', 'who')
    """
    for key, values in query.items():
        is_right = KNOWN.get(key)
        texts = [value.decode("utf-8", "replace") for value in values]
        if is_right is None or len(texts) != 1 or len(texts[0]) > LONGEST or not is_right(texts[0]):
            return key
    return None
