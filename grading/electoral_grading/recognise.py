"""What each cell of a submitted page is, whatever became of its mark.

A cell is known by its grade id, by its cell id, by its text; an answer also by the names that
it binds, or by where it stands. Cells that grew together are separated again.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from electoral_grading.frame import SHORTEST, bound
from electoral_grading.notes import CHANGED, MERGED, RECOGNISED
from electoral_grading.pages import grade_id, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from electoral_grading.frame import Frame
    from electoral_grading.notes import Note
    from electoral_grading.pages import Cell

LONGEST = 20_000
"""Characters of a text whose likeness to another is measured."""
MOST_LINES = 400
ALIKE, EDITED, REWRITTEN = 80, 60, 40
"""Percent of likeness: of a test without its mark; of a marked test that was changed; below it,
a cell that was given out holds the learner's own work."""


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


def recognised(cells: list[Cell], frame: Frame, told: list[Note]) -> list[Piece]:
    """Return the cells of a page as pieces, each with its key."""
    pieces = []
    for cell in cells:
        piece = Piece(cell)
        piece.key = key_of(piece, frame)
        if piece.key in frame.known and piece.key != grade_id(cell):
            told.append((RECOGNISED, piece.key))
        pieces.append(piece)
    pieces = [one for piece in pieces for one in loosened(piece, frame, told)]
    for step in (without_halves, grown_together, like_tests, freed, answers_by_content, divided):
        pieces = step(pieces, frame, told)
        known_by_text(pieces, frame)
    return pieces


def key_of(piece: Piece, frame: Frame) -> str:
    """Return what a cell is by its grade id, its cell id, or its text."""
    name, by_id = grade_id(piece.cell), frame.ids.get(piece.cell["id"], "")
    if name in frame.known:
        # A test's name on a cell that is another one: somebody changed the name.
        changed = frame.locked(name) and by_id and piece.text != frame.shown[name]
        return by_id if changed else name
    if by_id in frame.given and piece.text and not alike(piece.text, frame.shown[by_id], REWRITTEN):
        return ""
    return by_id or frame.texts.get(piece.text, "")


def loosened(piece: Piece, frame: Frame, told: list[Note]) -> list[Piece]:
    """Return a locked cell, and what a learner wrote into it, apart."""
    if not frame.locked(piece.key) or piece.text in {"", frame.shown[piece.key]}:
        return [piece]
    if piece.text == plain(frame.known[piece.key].source):  # with its hidden tests: mended before
        return [piece]
    before, after = around(piece.text, frame.shown[piece.key])
    told.append((MERGED if before or after else CHANGED, piece.key))
    head = [piece.of(before)] if before else []
    return [*head, piece, *([piece.of(after)] if after else [])]


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


def known_by_text(pieces: list[Piece], frame: Frame) -> None:
    """Know a part that came free by its text."""
    there = {piece.key for piece in pieces}
    for piece in pieces:
        if not piece.key and (key := frame.texts.get(piece.text, "")) not in there:
            piece.key = key
            there.add(key)


def without_halves(pieces: list[Piece], frame: Frame, told: list[Note]) -> list[Piece]:  # noqa: ARG001
    """Leave out the second half of a test that was split; the whole one is put in its place."""
    second = {
        id(after)
        for piece, after in pairwise(pieces)
        if frame.locked(piece.key)
        and not after.key
        and piece.text
        and after.text
        and piece.text != frame.shown[piece.key]
        and _lines(f"{piece.text}\n{after.text}") == _lines(frame.shown[piece.key])
    }
    return [piece for piece in pieces if id(piece) not in second]


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line]


def missing(pieces: list[Piece], frame: Frame, kind: Callable[[str], bool]) -> list[str]:
    """Return the keys of a kind that no piece has."""
    there = {piece.key for piece in pieces}
    return [key for key in frame.order if kind(key) and key not in there]


def grown_together(pieces: list[Piece], frame: Frame, told: list[Note]) -> list[Piece]:
    """Cut missing locked texts out of the cells that hold them."""
    for key in missing(pieces, frame, frame.locked):
        for place, piece in enumerate(pieces):
            if piece.key in frame.given or (parts := cut(piece.text, frame.shown[key])) is None:
                continue
            pieces[place : place + 1] = separated(piece, parts, piece.of(frame.shown[key], key))
            told.append((MERGED if any(parts) else RECOGNISED, key))
            break
    return pieces


def separated(piece: Piece, parts: tuple[str, str], middle: Piece) -> Iterator[Piece]:
    """Yield a cell in parts around a given text; the first part with something in it keeps it."""
    before, after = parts
    if before:
        piece.put(before)
        yield piece
    yield middle
    if after:
        if before:
            yield piece.of(after)
        else:
            piece.put(after)
            yield piece


def like_tests(pieces: list[Piece], frame: Frame, told: list[Note]) -> list[Piece]:
    """Know missing locked cells by a text that is much like theirs."""
    for key in missing(pieces, frame, frame.locked):
        for place, piece in enumerate(pieces):
            shown = frame.shown[key]
            if not piece.key and len(shown) > 3 * SHORTEST and alike(piece.text, shown, ALIKE):
                piece.key = key
                told.append((RECOGNISED, key))
                pieces[place : place + 1] = loosened(piece, frame, told)
                break
    return pieces


def wanting(pieces: list[Piece], frame: Frame) -> list[str]:
    """Return the answers that are missing, or there without any work in them."""
    worked = {
        piece.key
        for piece in pieces
        if frame.answers(piece.key) and frame.worked(piece.key, piece.text)
    }
    return [key for key in frame.order if frame.answers(key) and key not in worked]


def freed(pieces: list[Piece], frame: Frame, told: list[Note]) -> list[Piece]:
    """Separate an answer that has grown together with a cell that was given out."""
    wanted = wanting(pieces, frame)
    gone = bool(missing(pieces, frame, frame.answers))
    names = frozenset().union(*(frame.own[key] for key in wanted))
    there = {piece.key for piece in pieces}
    at = 0
    while wanted and at < len(pieces):
        piece = pieces[at]
        for key in [piece.key] if piece.key else [key for key in frame.given if key not in there]:
            parts = cut(piece.text, frame.shown[key]) if key in frame.given else None
            if parts and any(parts) and (gone or bound("\n".join(parts)) & names):
                piece.key = ""
                pieces[at : at + 1] = separated(piece, parts, piece.of(frame.shown[key], key))
                there.add(key)
                told.append((MERGED, frame.title(key)))
                break
        else:
            at += 1
    return pieces


def answers_by_content(pieces: list[Piece], frame: Frame, told: list[Note]) -> list[Piece]:
    """Know answers without a mark by the names that they bind, by their stub, by their place."""
    gone = set(missing(pieces, frame, frame.answers))
    for key in wanting(pieces, frame):
        free = [piece for piece in pieces if not piece.key and piece.text]
        found = max(free, key=lambda piece: len(piece.binds & frame.own[key]), default=None)
        if found is None or not found.binds & frame.own[key]:
            found = by_place(pieces, frame, key) if key in gone else None
        if found is not None:
            found.key = key
            told.append((RECOGNISED, key))
    return pieces


def by_place(pieces: list[Piece], frame: Frame, key: str) -> Piece | None:
    """Return the learner's own cell between the neighbours of a missing answer, if there is one."""
    order, place = frame.order, frame.order[key]
    begin, end = -1, len(pieces)
    known = [(order[piece.key], number) for number, piece in enumerate(pieces) if piece.key]
    if before := [one for one in known if one[0] < place]:
        begin = max(before)[1]
    if after := [one for one in known if one[0] > place]:
        end = min(after)[1]
    prose = frame.known[key].cell_type == "markdown"
    free = [
        piece
        for piece in pieces[begin + 1 : end]
        if not piece.key and piece.text and is_prose(piece) == prose
    ]
    names, shown = frame.binds[key], frame.shown[key]
    return max(
        free,
        key=lambda piece: (bool(piece.binds & names), piece.text == shown, len(piece.text)),
        default=None,
    )


def is_prose(piece: Piece) -> bool:
    """Whether a cell is a text, by its type if nothing in it says otherwise."""
    if piece.cell["cell_type"] == "code":
        return not re.search(r"[=()#%!\[]", piece.text) and " " in piece.text.strip()
    return not piece.binds


def divided(pieces: list[Piece], frame: Frame, told: list[Note]) -> list[Piece]:
    """Divide a cell in which two answers have grown together."""
    for key in missing(pieces, frame, frame.answers):
        for place, piece in enumerate(pieces):
            other = frame.own.get(piece.key, frozenset())
            if frame.locked(piece.key) or not piece.binds & frame.own[key]:
                continue
            lines = piece.text.split("\n")
            binding = [number for number, line in enumerate(lines) if bound(line) & frame.own[key]]
            begin = binding[0]
            while begin and lines[begin - 1].startswith(("#", "@")):
                begin -= 1
            if begin and not bound("\n".join(lines[begin:])) & other:
                piece.put("\n".join(lines[:begin]).rstrip("\n"))
                pieces.insert(place + 1, piece.of("\n".join(lines[begin:]), key))
                told.append((MERGED, key))
                break
    return pieces
