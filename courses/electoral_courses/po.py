"""Catalogues of translations: read strictly, so that a slip of a hand is named and not shown."""

from __future__ import annotations

import io
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from electoral_courses.errors import CourseError, read_text
from electoral_datasets.i18n import from_po

if TYPE_CHECKING:
    import gettext
    from collections.abc import Callable
    from pathlib import Path

    from babel.messages.catalog import Catalog


_LINE = re.compile(
    r"\s*(?:#.*|(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)\s+)?"
    r'"(?:[^"\\]|\\.)*"\s*)?'
)
UNREADABLE = "The catalogue of translations cannot be read."


def catalogue_text(path: Path) -> str:
    """Return the text of a catalogue in which every line is one that a catalogue can have.

    The libraries forgive a missing quotation mark or a conflict of versions; a learner would
    meet the damage.

    Raises:
        CourseError: a line is damaged; the sentence names it.
    """
    text = read_text(path)
    for number, line in enumerate(text.splitlines(), 1):
        if not _LINE.fullmatch(line):
            raise CourseError(f"{UNREADABLE} This line is damaged: {line[:40]}", path, number)
    return text


def read_catalogue(path: Path, language: str) -> Catalog:
    """Return a catalogue as Babel sees it.

    Raises:
        CourseError: it cannot be read; the sentence names the line.
    """
    from babel.messages.pofile import (  # noqa: PLC0415 - only where a catalogue is read
        PoFileError,
        read_po,
    )

    content = catalogue_text(path).encode()
    try:
        return read_po(io.BytesIO(content), locale=_locale(language), abort_invalid=True)
    except (PoFileError, ValueError) as error:
        line = getattr(error, "lineno", None)
        raise CourseError(UNREADABLE, path, None if line is None else line + 1) from error


def gettext_of(folder: Path, language: str) -> Callable[[str], str]:
    """Return the translation of a module's messages; a stale translation is not used.

    Raises:
        CourseError: the catalogue cannot be read.
    """
    path = folder / f"{language}.po"
    if language == "en" or not path.is_file():
        return lambda message: message
    stamp = path.stat()
    catalogue = _catalogue(path, stamp.st_mtime_ns, stamp.st_size)
    return lambda message: catalogue.gettext(message) if message else message


@lru_cache(maxsize=64)
def _catalogue(path: Path, _changed: int, _size: int) -> gettext.NullTranslations:
    text = catalogue_text(path)
    try:
        return from_po(text, name=path.name)
    except ValueError as error:
        raise CourseError(UNREADABLE, path) from error


def _locale(language: str) -> str | None:
    """Return the language as Babel knows it, or nothing where it does not."""
    from babel.core import Locale, UnknownLocaleError  # noqa: PLC0415 - see above

    try:
        return str(Locale.parse(language.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return None
