"""Search in what the pages show: sections of lessons and assignments, and terms.

What is searched is what a reader sees on a page, and nothing else: no graded cell, no cell
to be filled, nothing of the Python track. An index is made from a built notebook when it is
first asked for, and made anew when the file has changed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from electoral_binder.reading import read
from electoral_binder.shelf import books, notebook_path
from electoral_binder.word_forms import fits, spans, stem, stems, tidy

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from electoral_binder.shelf import Book

LONGEST = 100
"""Characters of a query that are read."""
MOST_WORDS = 8
WIDTH = 220
"""Characters of a snippet, about."""

_NOT_TEXT = {"script", "style", "template"}
_INLINE = {"a", "abbr", "b", "code", "em", "i", "mark", "span", "strong", "sub", "sup"}


@dataclass(frozen=True)
class Passage:
    """What stands on a page below one heading."""

    anchor: str
    """The id of the heading; empty above the first one."""
    title: str
    text: str
    title_stems: frozenset[str]
    text_stems: Counter[str]


@dataclass(frozen=True)
class Find:
    """A passage that answers a query."""

    book: Book
    page: str
    passage: Passage
    score: int
    words: int
    """How many words of the query it has."""


class _Text(HTMLParser):
    """Collects the text of a page below each of its headings."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[tuple[str, list[str], list[str]]] = [("", [], [])]
        """The anchor, the pieces of the heading and those of the text."""
        self._in_heading = False
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _NOT_TEXT:
            self._silent += 1
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.parts.append((dict(attrs).get("id") or "", [], []))
            self._in_heading = True
        elif tag not in _INLINE:
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _NOT_TEXT:
            self._silent = max(0, self._silent - 1)
        if len(tag) == 2 and tag[0] == "h":
            self._in_heading = False
        elif tag not in _INLINE:
            self.handle_data(" ")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            _, heading, text = self.parts[-1]
            (heading if self._in_heading else text).append(data)


def passages(path: Path, language: str) -> tuple[Passage, ...]:
    """Return what the page of a built notebook shows, heading by heading.

    A notebook that cannot be read has no passages: its page says what is wrong.
    """
    changed = path.stat()
    return _passages(path, language, (changed.st_mtime_ns, changed.st_size))


@lru_cache(maxsize=512)
def _passages(path: Path, language: str, _changed: tuple[int, int]) -> tuple[Passage, ...]:
    import nbformat  # noqa: PLC0415 - heavy

    try:
        notebook = nbformat.read(path, as_version=4)
    except (ValueError, KeyError, AttributeError):
        return ()
    read(notebook, path.parent, "")
    collector = _Text()
    for cell in notebook.cells:
        collector.feed(cell.metadata.get("electoral_html", ""))
        collector.handle_data(" ")
    found = []
    for anchor, heading, body in collector.parts:
        title, text = (tidy(" ".join("".join(part).split())) for part in (heading, body))
        if title or text:
            below = frozenset(stems(title, language)), Counter(stems(text, language))
            found.append(Passage(anchor, title, text, *below))
    return tuple(found)


def wanted(query: str, language: str) -> list[str]:
    """Return the stems a query asks for, each once.

    >>> wanted("  Урна, урны: K1? ", "ru")
    ['урн', 'k1']
    """
    return list(dict.fromkeys(stems(tidy(query[:LONGEST]), language)))[:MOST_WORDS]


def search(root: Path, language: str, query: str) -> list[Find]:
    """Return the passages with all words of a query, best first.

    Where no passage has all, those with most of the words are returned.
    """
    asked = wanted(query, language)
    found = []
    for book in books(root, language):
        for page in book.pages:
            path = notebook_path(root, language, book.id, page)
            for passage in passages(path, language) if path and asked else ():
                scores = [_score(word, passage) for word in asked]
                if any(scores):
                    words = sum(score > 0 for score in scores)
                    found.append(Find(book, page, passage, sum(scores), words))
    most = max((find.words for find in found), default=0)
    return sorted((find for find in found if find.words == most), key=lambda find: -find.score)


def _score(word: str, passage: Passage) -> int:
    """Return how well a passage answers a word: a title counts more than a mention."""
    titled = any(fits(word, other) for other in passage.title_stems)
    same = passage.text_stems[word]
    longer = sum(
        count for other, count in passage.text_stems.items() if other != word and fits(word, other)
    )
    return 8 * titled + 2 * min(same, 4) + min(longer, 4)


def marked(text: str, asked: Iterable[str], language: str) -> list[tuple[str, bool]]:
    """Return a text in pieces, with whether each is a word asked for.

    >>> marked("Урна и люди", ["урн"], "ru")
    [('Урна', True), (' и люди', False)]
    """
    words, pieces, last = list(asked), [], 0
    for start, end in spans(text):
        if any(fits(word, stem(text[start:end], language)) for word in words):
            pieces += [(text[last:start], False), (text[start:end], True)]
            last = end
    return [piece for piece in [*pieces, (text[last:], False)] if piece[0]]


def snippet(text: str, asked: list[str], language: str) -> list[tuple[str, bool]]:
    """Return the part of a text that has most of the words asked for, in pieces as `marked`."""
    hits = []
    for start, end in spans(text):
        found = stem(text[start:end], language)
        hits += [(start, word) for word in asked if fits(word, found)]

    def richness(start: int) -> int:
        return len({word for place, word in hits if start <= place < start + WIDTH})

    first = max(
        (place for place, _ in hits), key=lambda place: (richness(place), -place), default=0
    )
    start = 0 if first < WIDTH // 3 else text.rfind(" ", 0, first - WIDTH // 4) + 1
    end = len(text) if start + WIDTH >= len(text) else text.rfind(" ", start, start + WIDTH)
    end = end if end > start else start + WIDTH
    cut = ("… " if start else "") + text[start:end].strip() + (" …" if end < len(text) else "")
    return marked(cut, asked, language)
