"""Why a machine does not allow a level of confinement, in words."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING

from electoral_datasets.i18n import N_, translator

if TYPE_CHECKING:
    from collections.abc import Iterator


class Refused(Exception):  # noqa: N818 - it is a verdict of the machine, not an error of ours
    """A learner's process could not be confined as asked.

    >>> print(Refused("The level {level} needs Linux.", level="landlock"))
    The level landlock needs Linux.
    """

    def __init__(self, text: str, **values: str | int) -> None:
        super().__init__(text, values)
        self.text, self.values = text, values

    def __str__(self) -> str:
        return self.sentence()

    def sentence(self, language: str = "en") -> str:
        """Return the reason in the reader's language."""
        return translator("electoral_grading", language).gettext(self.text).format(**self.values)

    def to_json(self) -> bytes:
        """Return the reason as data."""
        return json.dumps([self.text, self.values]).encode()

    @classmethod
    def of_json(cls, data: bytes) -> Refused:
        """Return the reason that `to_json` wrote."""
        text, values = json.loads(data)
        return cls(text, **values)


@contextmanager
def needed(text: str, **values: str) -> Iterator[None]:
    """Say in words what the kernel refuses within; `{error}` is its own word for it."""
    try:
        yield
    except OSError as error:
        raise Refused(text, error=error.strerror or str(error), **values) from error


DIED = N_("The learner's process ended with code {code} before it was confined.")
"""Said where the process could not say anything itself."""
