"""What each cell of a submitted page is, whatever became of its mark.

A cell is known by its grade id, by its cell id, by its text; an answer also by the names that
it binds, or by where it stands. Cells that grew together are separated again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from electoral_grading.frame import SHORTEST
from electoral_grading.notes import RECOGNISED
from electoral_grading.pages import grade_id
from electoral_grading.pieces import Piece, alike, missing, wanting
from electoral_grading.separate import (
    divided,
    freed,
    grown_together,
    loosened,
    without_halves,
    without_others,
)

if TYPE_CHECKING:
    from electoral_grading.frame import Frame
    from electoral_grading.notes import Note
    from electoral_grading.pages import Cell

ALIKE, REWRITTEN = 80, 40
"""Percent of likeness: of a test without its mark; below the second, a cell that was given out
holds the learner's own work."""


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


def known_by_text(pieces: list[Piece], frame: Frame) -> None:
    """Know a part that came free by its text."""
    there = {piece.key for piece in pieces}
    for piece in pieces:
        if not piece.key and (key := frame.texts.get(piece.text, "")) not in there:
            piece.key = key
            there.add(key)


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
            if head := without_others(found, frame):
                pieces.insert(pieces.index(found), head)
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
