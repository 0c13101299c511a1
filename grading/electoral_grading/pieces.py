"""Pieces of a submitted page, and how much their texts are alike."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from electoral_grading.frame import SHORTEST, bound
from electoral_grading.pages import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from electoral_grading.frame import Frame
    from electoral_grading.pages import Cell

LONGEST = 20_000
"""Characters of a text whose likeness to another is measured."""
MOST_LINES = 400
EDITED = 60
"""Percent of likeness of a test that was changed."""


@dataclass(eq=False)
class Piece:
    """A cell of the submitted page, or a part of one."""

    cell: Cell
    key: str = ""
    """What it is in the frame; empty for a cell of the learner's own."""
    part: str = ""
    """The answer whose further part it is."""

    def __post_init__(self) -> None:
        self.put(self.cell["source"])

    def put(self, text: str) -> None:
        """Put a text into the cell."""
        self.cell = {**self.cell, "source": text}
        self.text = plain(text)
        self.binds = bound(self.text) if self.text else frozenset()

    def of(self, text: str, key: str = "") -> Piece:
        """Return a new piece of the same type with a text."""
        return Piece({**self.cell, "id": "", "metadata": {}, "source": text}, key)


def around(text: str, shown: str) -> tuple[str, str]:
    r"""Return what stands before and behind a text that was given out, perhaps changed.

    >>> around("one = 42\nassert one == 41\nassert one > 0", "assert one == 42\nassert one > 0")
    ('one = 42', '')
    """
    if (parts := cut(text, shown)) is not None:
        return parts
    lines, given = text.split("\n"), [line for line in shown.split("\n") if line]
    if max(len(lines), len(given)) > MOST_LINES:
        return text, ""
    blocks = difflib.SequenceMatcher(None, lines, given, autojunk=False).get_matching_blocks()
    met = sum(block.size for block in blocks)
    if given and (2 * met >= len(given) or met == sum(map(bool, lines))):
        first, last = blocks[0], blocks[-2]
        # Changed lines take the place of those that are missing beside the first and the last.
        begin, end = max(first.a - first.b, 0), last.a + last.size + len(given) - last.b - last.size
        return "\n".join(lines[:begin]).strip("\n"), "\n".join(lines[end:]).strip("\n")
    return ("", "") if alike(text, shown, EDITED) else (text, "")


def cut(text: str, shown: str) -> tuple[str, str] | None:
    """Return what stands before and behind a text in another; None if it is not there whole."""
    if len(shown) < SHORTEST or shown not in text:
        return None
    before, found, after = f"\n{text}\n".partition(f"\n{shown}\n")
    return (before.strip("\n"), after.strip("\n")) if found else None


def alike(one: str, other: str, percent: int) -> bool:
    """Whether two texts are so much alike."""
    if one == other:
        return True
    if max(len(one), len(other)) > LONGEST:
        return False
    from rapidfuzz import fuzz  # noqa: PLC0415 - needed for few submissions

    return fuzz.ratio(one, other, score_cutoff=percent) >= percent


def missing(pieces: list[Piece], frame: Frame, kind: Callable[[str], bool]) -> list[str]:
    """Return the keys of a kind that no piece has."""
    there = {piece.key for piece in pieces}
    return [key for key in frame.order if kind(key) and key not in there]


def wanting(pieces: list[Piece], frame: Frame) -> list[str]:
    """Return the answers that are missing, or there without any work in them."""
    worked = {
        piece.key
        for piece in pieces
        if frame.answers(piece.key) and frame.worked(piece.key, piece.text)
    }
    return [key for key in frame.order if frame.answers(key) and key not in worked]
