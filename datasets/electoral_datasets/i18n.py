"""Words in the reader's language, from the catalogues beside each package.

Every package that speaks to people keeps `locale/<language>.po`; English is the source.
A catalogue is read in memory, so that a translator's change is seen at the next start,
with no compiled file to forget: a server may keep compiled ones, named by what they say.

>>> translator("electoral_datasets", "en").gettext("Voters on the list")
'Voters on the list'
"""

from __future__ import annotations

import gettext
import hashlib
import io
import json
import os
import re
import struct
from contextlib import suppress
from functools import cache
from importlib import resources
from pathlib import Path
from typing import ClassVar

LANGUAGES = {"en": "English", "ru": "Русский", "ky": "Кыргызча"}
"""The languages of our own modules, each by its own name; a further one is a further `.po`."""


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for this marker
    """Mark a text for translation where it stands; it is translated where it is shown."""
    return message


@cache
def translator(package: str, language: str) -> gettext.NullTranslations:
    """Return the catalogue of `package` in `language`; English where there is none.

    Raises:
        ValueError: the catalogue is there but cannot be read.
    """
    source = resources.files(package) / "locale" / f"{language}.po"
    if language == "en" or not source.is_file():
        return gettext.NullTranslations()
    return from_po(source.read_text(encoding="utf-8"), name=f"{package}/locale/{language}.po")


class Compiled:
    """Where compiled catalogues are kept, if anywhere; nobody else may write there."""

    folder: ClassVar[Path | None] = None

    @classmethod
    def find(cls, text: str) -> Path | None:
        """Return where the catalogue of a text is kept, or is to be."""
        name = hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=16).hexdigest()
        return cls.folder / f"{name}.mo" if cls.folder else None


def from_po(text: str, name: str) -> gettext.NullTranslations:
    """Return translations from the text of a `.po` file; `name` is for the error message."""
    kept = Compiled.find(text)
    if kept:
        with suppress(OSError, ValueError, struct.error), kept.open("rb") as file:
            return gettext.GNUTranslations(file)
    import polib  # noqa: PLC0415 - only where a catalogue is read for the first time

    try:
        catalogue = polib.pofile(text, encoding="utf-8")
        # The text is decoded already: a header that a tool dropped must not cost the words.
        catalogue.metadata["Content-Type"] = "text/plain; charset=UTF-8"
        content = catalogue.to_binary()
        translations = gettext.GNUTranslations(io.BytesIO(content))
    except (OSError, SyntaxError, UnicodeError, ValueError) as error:
        raise ValueError(f"The catalogue {name} cannot be read: {error}") from error
    if kept:
        draft = kept.with_suffix(f".{os.getpid()}")
        with suppress(OSError):
            draft.write_bytes(content)
            draft.replace(kept)  # nobody ever finds half a file
    return translations


def current_language(folder: Path | None = None) -> str:
    """Return the reader's language: that of `items.json` beside the notebook, else of the page.

    A page says it in the environment (ELECTORAL_LANG); where nobody says it, it is English.
    """
    try:
        items = json.loads(((folder or Path.cwd()) / "items.json").read_text(encoding="utf-8"))
        language = items["language"]
    except (OSError, ValueError, KeyError, TypeError):
        language = os.environ.get("ELECTORAL_LANG", "en")
    # The name becomes part of a file name, so nothing but a language may stand there.
    known = isinstance(language, str) and re.fullmatch(r"[a-z]{2,3}([_-]\w{2,8})?", language)
    return language if known else "en"
