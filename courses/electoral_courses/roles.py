"""The roles of a lesson: the source of a fact, by its id or in words, and a term of the glossary.

>>> roles("A vote. {source}`A: shailoo.gov.kg` See `{term}` and {term}`lists <voter list>`.")
[Role(name='source', body='A: shailoo.gov.kg'), Role(name='term', body='lists <voter list>')]
>>> rendered("See {term}`lists <voter list>`.", "en")
'See <em class="electoral-term" data-term="voter list">lists</em>.'
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from electoral_datasets.i18n import N_, translator

if TYPE_CHECKING:
    from collections.abc import Callable

SOURCE = N_("Source: {source}")
MODEL = N_("Model: {source}")

_SCAN = re.compile(
    r"\\."
    r"|\{(?P<name>[a-zA-Z][\w:-]*)\}(?P<open>`+)(?!`)(?P<body>.+?)(?<!`)(?P=open)(?!`)"
    r"|(?P<tick>`+)(?!`).+?(?<!`)(?P=tick)(?!`)",
    re.DOTALL,
)
_GRADED = re.compile(r"\s*(?P<grade>[A-Z]|Model)\*?:\s*(?P<text>.*)", re.DOTALL)
_NAMED = re.compile(r"(?P<shown>.*?)\s*<(?P<term>[^<>]+)>\s*", re.DOTALL)
_BEFORE_A_MARK = re.compile(r"\s+(?=<sup class=\"electoral-cite\">)")
_MARKS = str.maketrans({mark: f"&#{ord(mark)};" for mark in "\\`*_[]<>&$~|!:@{}\"'"})


class Role(NamedTuple):
    """One use of a role in a message."""

    name: str
    body: str

    @property
    def grade(self) -> str | None:
        """The confidence grade of a source, `A`, `B` or `C`; `Model` for the school's own model."""
        graded = _GRADED.fullmatch(self.body)
        return graded["grade"] if graded else None

    @property
    def text(self) -> str:
        """What the reader sees: the source without its grade, the term as it is inflected.

        The id of a source is no text.
        """
        if self.name == "src":
            return ""
        if self.name == "source":
            graded = _GRADED.fullmatch(self.body)
            return (graded["text"] if graded else self.body).strip()
        named = _NAMED.fullmatch(self.body)
        return (named["shown"] if named else self.body).strip()

    @property
    def term(self) -> str:
        """The glossary's own form of a term."""
        named = _NAMED.fullmatch(self.body)
        return (named["term"] if named else self.body).strip()


def roles(message: str) -> list[Role]:
    """Return the roles of a message, of whatever name; those quoted as code are none."""
    return [
        Role(found["name"], found["body"]) for found in _SCAN.finditer(message) if found["name"]
    ]


def escaped(text: str) -> str:
    """Return a text in which neither Markdown nor HTML finds anything of its own."""
    return text.translate(_MARKS)


def rendered(message: str, language: str, mark: Callable[[Role], str] | None = None) -> str:
    """Return Markdown in which sources and terms have become plain, safe HTML.

    `mark` makes a link of a source that is cited by its id. Marks with no words before them
    are a line of their own.
    """
    found_roles = roles(message)
    alone = bool(found_roles) and all(role.name == "src" for role in found_roles)
    alone = alone and not without(message).strip()

    def show(found: re.Match[str]) -> str:
        role = Role(found["name"] or "", found["body"] or "")
        text = escaped(role.text)
        if role.name == "src" and mark is not None:
            return mark(role) if alone else f'<sup class="electoral-cite">{mark(role)}</sup>'
        if role.name == "source":
            shown = MODEL if role.grade == "Model" else SOURCE
            sentence = translator("electoral_courses", language).gettext(shown)
            return f'<small class="electoral-source">{sentence.format(source=text)}</small>'
        if role.name == "term":
            term = escaped(role.term)
            return f'<em class="electoral-term" data-term="{term}">{text}</em>'
        return found[0]

    shown = _SCAN.sub(show, message)
    if mark is not None and alone:
        sentence = translator("electoral_courses", language).gettext(SOURCE)
        return f'<small class="electoral-source">{sentence.format(source=shown)}</small>'
    return _BEFORE_A_MARK.sub("", shown)


def plain(message: str) -> str:
    """Return a message with its roles replaced by their words, to compare wording.

    >>> plain("The {term}`lists <voter list>` close.")
    'The lists close.'
    """

    def show(found: re.Match[str]) -> str:
        return Role(found["name"], found["body"]).text if found["name"] else found[0]

    return _SCAN.sub(show, message)


def without(message: str) -> str:
    """Return a message without its roles and their words, to compare what stands around them.

    >>> without("The {term}`lists <voter list>` close.")
    'The  close.'
    """
    return _SCAN.sub(lambda found: "" if found["name"] else found[0], message)
