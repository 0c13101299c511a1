"""The glossary as readers meet it: terms in three languages, and where a lesson uses one."""

from __future__ import annotations

import csv
import html
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from electoral_binder.reader_words import note_text
from electoral_binder.word_forms import fits, stems
from electoral_courses.catalogue import glossary_path
from electoral_datasets.i18n import LANGUAGES

if TYPE_CHECKING:
    from pathlib import Path

FOR_REVIEW = "C"
"""The grade of a Kyrgyz term that was found in no official text: it is still to be confirmed."""

_MARK = re.compile(
    r'<em class="electoral-term"(?: data-term="(?P<term>[^"]*)")?>(?P<shown>.*?)</em>', re.DOTALL
)


@dataclass(frozen=True)
class Term:
    """A row of the glossary."""

    id: str
    names: dict[str, str]
    """The term by language."""
    others: dict[str, tuple[str, ...]]
    """What else it is called, by language."""
    is_for_review: bool
    """Whether the Kyrgyz term is still to be confirmed."""
    note: str
    """A remark, in English; see `reader_words.NOTES`."""

    def called(self, language: str) -> tuple[str, ...]:
        """Return all that the term is called in a language."""
        return tuple(filter(None, (self.names.get(language, ""), *self.others.get(language, ()))))

    def answers(self, asked: list[str], language: str) -> bool:
        """Return whether the term has all words asked for, in any of its languages.

        Args:
            asked: Stems of the words, as of `word_forms.stems`.
            language: Whose endings they lost.
        """
        own = [
            stem
            for code in LANGUAGES
            for name in self.called(code)
            for stem in stems(name, language)
        ]
        return bool(asked) and all(any(fits(word, other) for other in own) for word in asked)


def glossary() -> tuple[Term, ...]:
    """Return the terms in the order of the file; none where there is no file."""
    path = glossary_path()
    return _terms(path, path.stat().st_mtime_ns) if path.is_file() else ()


@lru_cache(maxsize=4)
def _terms(path: Path, _changed: int) -> tuple[Term, ...]:
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(_term(row) for row in csv.DictReader(file) if row.get("id"))


def _term(row: dict[str, str | None]) -> Term:
    def parted(column: str) -> tuple[str, ...]:
        return tuple(filter(None, (part.strip() for part in (row.get(column) or "").split(";"))))

    return Term(
        id=str(row["id"]),
        names={code: (row.get(code) or "").strip() for code in LANGUAGES},
        others={code: parted(f"{code}_alt") for code in LANGUAGES},
        is_for_review=row.get("ky_grade") == FOR_REVIEW,
        note=(row.get("note") or "").strip(),
    )


def find(word: str) -> Term | None:
    """Return the term that is called `word` in any language; its first name goes first."""
    wanted = " ".join(word.casefold().split())
    terms = glossary()
    by_name = (t for t in terms if wanted in {name.casefold() for name in t.names.values()})
    by_other = (t for t in terms for code in LANGUAGES if wanted in _folded(t.called(code)))
    return next(by_name, None) or next(by_other, None)


def _folded(names: tuple[str, ...]) -> set[str]:
    return {name.casefold() for name in names}


def link_terms(notebook: Any, address: str) -> list[Term]:
    """Make each term of a page a link to its row in the glossary; return the terms met.

    Args:
        notebook: A page's notebook whose text is HTML already, as of `reading.read`.
        address: Of the glossary, in the reader's language.
    """
    met: dict[str, Term] = {}

    def linked(mark: re.Match[str]) -> str:
        term = find(html.unescape(mark["term"] or re.sub(r"<[^>]+>", "", mark["shown"])))
        if term is None:
            return mark[0]
        met[term.id] = term
        place = html.escape(f"{address}#{term.id}")
        return f'<a class="electoral-term" href="{place}" data-term="{term.id}">{mark["shown"]}</a>'

    for cell in notebook.cells:
        if text := cell.metadata.get("electoral_html"):
            cell.metadata["electoral_html"] = _MARK.sub(linked, text)
    return list(met.values())


def about_terms(terms: list[Term], language: str) -> dict[str, Any]:
    """Return what a template needs to show terms, the reader's own language first."""
    order = (language, *(code for code in LANGUAGES if code != language))
    return {
        "terms": terms,
        "order": order,
        "names": LANGUAGES,
        "remarks": {term.id: note_text(term.note, language) for term in terms if term.note},
    }
