"""What is wrong with a course source, in one sentence that names the file and the line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class CourseError(ValueError):
    """A source of a course cannot be used; the message is a sentence for its author.

    >>> from pathlib import Path
    >>> print(CourseError("The title is missing.", Path("lesson.md"), 3))
    lesson.md:3: The title is missing.
    """

    def __init__(self, sentence: str, path: Path | None = None, line: int | None = None) -> None:
        place = "" if path is None else f"{path}:{line}: " if line else f"{path}: "
        super().__init__(place + sentence)
        self.sentence = sentence
        self.path = path
        self.line = line


def read_text(path: Path) -> str:
    """Return the text of a source file; a byte-order mark and Windows line ends are folded.

    Raises:
        CourseError: the file is missing, or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise CourseError("The file is not written in UTF-8.", path, line) from error
    except FileNotFoundError as error:
        raise CourseError("The file is missing.", path) from error
    except OSError as error:
        raise CourseError(f"The file cannot be read: {error.strerror}.", path) from error
