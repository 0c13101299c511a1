"""What all widgets of the school share: the reader's language, its words and its numbers."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import anywidget
import traitlets

from electoral_datasets.i18n import translator
from electoral_widgets.numerals import signs

if TYPE_CHECKING:
    from gettext import NullTranslations

STATIC = Path(__file__).parent / "static"


def words(language: str) -> NullTranslations:
    """Return the catalogue of this package in `language`."""
    return translator("electoral_widgets", language)


def reader_language(language: str | None) -> str:
    """Return `language`, or the language of the page when none is named."""
    if language is not None:
        return language
    from electoral_widgets.language import current  # noqa: PLC0415 - reads the page's files

    return current()


class View(anywidget.AnyWidget):
    """A widget whose every text comes from the catalogue and travels as `labels`."""

    TEXTS: ClassVar[dict[str, str]] = {}
    """Key in the JavaScript → English source text, marked with `N_`."""

    language = traitlets.Unicode("en").tag(sync=True)
    """The reader's language; the widget's root element carries it as `lang`."""

    labels = traitlets.Dict().tag(sync=True)
    """All texts of the widget in that language."""

    signs = traitlets.Dict().tag(sync=True)
    """The group, decimal and minus signs of that language."""

    def __init__(self, language: str | None, unknown: dict[str, object], **traits: object) -> None:
        if unknown:
            name = type(self).__name__
            known = [word for word in inspect.signature(type(self)).parameters if word != "unknown"]
            raise TypeError(
                f"{name} takes no keyword {', '.join(map(repr, unknown))}; "
                f"it takes {', '.join(known)}."
            )
        language = reader_language(language)
        translate = words(language).gettext
        labels = {key: translate(text) for key, text in self.TEXTS.items()}
        super().__init__(language=language, labels=labels, signs=signs(language), **traits)
