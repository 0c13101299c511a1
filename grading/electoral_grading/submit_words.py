"""What is said to a learner when a submission, or one file of it, is not taken.

>>> str(SubmitError("many-files", limit=1000))
'Nothing was handed in: the folder holds more than 1000 files. Take out what does not belong to the assignment.'
"""

from __future__ import annotations

import errno
from typing import Any

from electoral_datasets.i18n import N_, translator

LINK, SPECIAL, LARGE, RESERVED = "link", "special", "large", "reserved"

LEFT_OUT = {
    LINK: N_("“{name}” is a link to another place and was left out."),
    SPECIAL: N_("“{name}” is not an ordinary file and was left out."),
    LARGE: N_("“{name}” is too large and was left out."),
    RESERVED: N_(
        "“{name}” has a name that receipts use and was left out. "
        "Rename it and hand in again if it belongs to your work."
    ),
}

SENTENCES = {
    "platform": N_("Nothing was handed in: the exchange works on Linux and macOS only."),
    "name": N_("Nothing was handed in: the name “{name}” cannot be used in the exchange."),
    "long-name": N_("Nothing was handed in: the name “{name}” is too long."),
    "no-folder": N_("Nothing was handed in: the folder “{name}” cannot be opened."),
    "empty": N_("Nothing was handed in: the folder “{name}” holds no files."),
    "many-files": N_(
        "Nothing was handed in: the folder holds more than {limit} files. "
        "Take out what does not belong to the assignment."
    ),
    "large-folder": N_(
        "Nothing was handed in: the folder is larger than {limit} MB. "
        "Take out what does not belong to the assignment."
    ),
    "large-notebook": N_(
        "Nothing was handed in: the notebook “{name}” is larger than {limit} MB. "
        "Clear its outputs, save it and hand in again."
    ),
    "deep": N_(
        "Nothing was handed in: more than {depth} folders lie in each other. "
        "Take out what does not belong to the assignment."
    ),
    "unreadable": N_("Nothing was handed in: the file “{name}” cannot be read."),
    "changing": N_(
        "Nothing was handed in: the file “{name}” is being changed. "
        "Save it, wait a moment and hand in again."
    ),
    "busy": N_(
        "Nothing was handed in: this assignment is being handed in already. "
        "Wait a moment and try again."
    ),
    "missing": N_(
        "Nothing was handed in: the exchange of the course “{name}” is not there. "
        "Tell your lecturer; your work is safe in its folder."
    ),
    "full": N_(
        "Nothing was handed in: there is no space left in the exchange. "
        "Tell your lecturer; your work is safe in its folder."
    ),
    "closed": N_(
        "Nothing was handed in: you may not write in the exchange. "
        "Tell your lecturer; your work is safe in its folder."
    ),
    "read-only": N_(
        "Nothing was handed in: the exchange can only be read at present. "
        "Tell your lecturer; your work is safe in its folder."
    ),
    "damaged": N_(
        "Nothing was handed in: what was stored was not what was sent. "
        "Tell your lecturer that the disk of the exchange may be failing."
    ),
    "failed": N_("Nothing was handed in: {reason}. Try again; your work is safe in its folder."),
}

CAUSES = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EACCES: "closed",
    errno.EPERM: "closed",
    errno.EROFS: "read-only",
    errno.ENOENT: "missing",
    errno.ENOTDIR: "missing",
    errno.ENAMETOOLONG: "long-name",
}
"""What a refusal of the system means, where the exchange is written."""


class SubmitError(Exception):
    """Nothing was handed in, and nothing is left behind; the sentence says why."""

    def __init__(self, kind: str, **values: Any) -> None:
        self.kind, self.values = kind, values
        super().__init__(self.tell("en"))

    def tell(self, language: str) -> str:
        """Return the sentence in the reader's language."""
        values = {key: shown(value) for key, value in self.values.items()}
        return say(SENTENCES[self.kind], language).format(**values)

    @classmethod
    def of(cls, error: OSError, course: str, name: str) -> SubmitError:
        """Return what the system's refusal means for the learner."""
        kind = CAUSES.get(error.errno or 0, "failed")
        reason = error.strerror or type(error).__name__
        return cls(kind, name=name if kind == "long-name" else course, reason=reason)


def tell_left_out(left_out: tuple[tuple[str, str], ...], language: str) -> list[str]:
    """Return a sentence for each thing that was not taken."""
    known = [(kind, name) for kind, name in left_out if kind in LEFT_OUT]
    return [say(LEFT_OUT[kind], language).format(name=shown(name)) for kind, name in known]


def say(sentence: str, language: str) -> str:
    """Return a sentence in the reader's language."""
    return translator("electoral_grading", language).gettext(sentence)


def shown(value: Any) -> Any:
    r"""Return a name so that any screen or file can show it.

    >>> shown("a\udcff\n.txt")
    'a\\udcff\\n.txt'
    """
    if not isinstance(value, str):
        return value
    text = value.encode("utf-8", "backslashreplace").decode()
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)
