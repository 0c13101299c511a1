"""A fault found, as a sentence for the person who can mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pathlib import Path

    import polib

    from electoral_courses.errors import CourseError

Severity = Literal["error", "warning", "information"]


@dataclass(frozen=True)
class Finding:
    """One fault.

    >>> from pathlib import Path
    >>> print(Finding(Path("lesson.md"), 7, "long-cell", "The cell has 14 lines.", "error"))
    lesson.md:7: The cell has 14 lines. [long-cell]
    """

    path: Path
    line: int
    code: str
    """The rule's short name."""
    message: str
    severity: Severity = "error"

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message} [{self.code}]"


def of_error(error: CourseError, path: Path) -> Finding:
    """Return the finding for a source that cannot be read at all."""
    return Finding(error.path or path, error.line or 1, "unreadable", error.sentence)


def line_of(entry: polib.POEntry) -> int:
    """Return the line on which an entry of a catalogue begins."""
    return entry.linenum or 1
