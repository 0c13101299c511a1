"""What all widgets of the school share: the reader's language, its words and its numbers."""

from __future__ import annotations

import inspect
import re
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


def bundle(name: str, *parts: str) -> tuple[str, str]:
    """Return the script and the style sheet of a view, each with the shared part before it.

    A browser gets one file a widget, and that file can import no other of ours. The shared rules
    are written for `.electoral-view`; here they become rules of this view alone, so that the
    sheet of one view says nothing about another on the same page.

    Args:
        name: the view; its files are `static/<name>.js` and `static/<name>.css`.
        parts: further scripts that the view's script imports from.
    """
    scripts = [(STATIC / f"{part}.js").read_text("utf-8") for part in ("common", *parts, name)]
    bare = [
        re.sub(r'^import \{[^}]*\} from "\./\w+\.js";\n', "", script, flags=re.MULTILINE)
        for script in scripts
    ]
    open_parts = [re.sub(r"^export ", "", script, flags=re.MULTILINE) for script in bare[:-1]]
    shared, own = ((STATIC / f"{part}.css").read_text("utf-8") for part in ("common", name))
    root = f".electoral-{name.replace('_', '-')}"
    return "".join([*open_parts, bare[-1]]), f"{shared.replace('.electoral-view', root)}\n{own}"


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
