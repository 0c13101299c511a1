"""Each known cell once: copies and parts of an answer, and what belongs to it beside it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from electoral_grading.notes import DOUBLED, JOINED, SPLIT
from electoral_grading.pieces import alike

if TYPE_CHECKING:
    from electoral_grading.frame import Frame
    from electoral_grading.notes import Note
    from electoral_grading.pieces import Piece

VERSION = 75
"""Percent of likeness from which two answers are versions of one, not parts of it."""


def once(pieces: list[Piece], frame: Frame, told: list[Note]) -> list[Piece]:
    """Return the pieces with one for each key; further parts of an answer are marked so."""
    for key in dict.fromkeys(piece.key for piece in pieces):
        copies = [piece for piece in pieces if piece.key == key]
        if len(copies) > 1 and key in frame.known:
            pieces = single(pieces, copies, frame, told)
        elif len(copies) > 1 and key:
            first = next((one for one in copies if one.text == frame.shown[key]), copies[0])
            for piece in copies:
                piece.key = key if piece is first else ""
    adopt_text(pieces, frame, told)
    adopt_code(pieces, frame)
    return pieces


def single(pieces: list[Piece], copies: list[Piece], frame: Frame, told: list[Note]) -> list[Piece]:
    """Return the pieces with one of the copies as the known cell."""
    key = copies[0].key
    if frame.locked(key):
        told.append((DOUBLED, key))
        return [piece for piece in pieces if piece not in copies[:-1]]
    worked = [piece for piece in copies if frame.worked(key, piece.text)] or copies[-1:]
    idle = [piece for piece in copies if piece not in worked]
    gone = [piece for piece in idle if piece.text in {"", frame.shown[key]}]
    if frame.known[key].cell_type == "markdown":
        texts = dict.fromkeys(piece.text for piece in worked)
        worked[-1].put("\n\n".join(texts))
        told.append((JOINED if len(texts) > 1 else DOUBLED, key))
        return [piece for piece in pieces if piece not in gone and piece not in worked[:-1]]
    parts = kept(worked, pieces, frame)
    different = len({piece.text for piece in parts}) > 1
    told.append((SPLIT if different else DOUBLED, key))
    for piece in [*idle, *worked]:
        piece.key, piece.part = "", key if piece in parts else ""
    parts[-1].key, parts[-1].part = key, ""
    return [piece for piece in pieces if piece not in gone]


def kept(worked: list[Piece], pieces: list[Piece], frame: Frame) -> list[Piece]:
    """Return the copies of an answer that its tests have to wait for.

    What stands behind the first of its tests is a part of the answer, or an older version that
    was put aside: a version does not keep the test waiting.
    """
    key = worked[0].key
    places = {id(piece): place for place, piece in enumerate(pieces)}
    tests = [places[id(one)] for one in pieces if key in frame.needs.get(one.key, ())]
    first = min(tests, default=len(pieces))
    before = [piece for piece in worked if places[id(piece)] < first]
    if not before:
        return worked
    later = [piece for piece in worked if places[id(piece)] >= first]
    return before + [one for one in later if not any(rivals(one, other) for other in before)]


def rivals(one: Piece, other: Piece) -> bool:
    """Whether two copies of an answer are versions of it, each whole by itself."""
    lines, others = (set(piece.text.split("\n")) - {""} for piece in (one, other))
    if 2 * len(lines & others) >= len(lines):
        return True
    made = {line for line in lines if line.startswith(("def ", "class "))}
    return bool(made & others) or alike(one.text, other.text, VERSION)


def adopt_text(pieces: list[Piece], frame: Frame, told: list[Note]) -> None:
    """Take the learner's own text right below an untouched essay as the essay."""
    for place in range(len(pieces) - 1, 0, -1):
        piece, own = pieces[place - 1], pieces[place]
        if (
            frame.answers(piece.key)
            and frame.known[piece.key].cell_type == "markdown"
            and not frame.worked(piece.key, piece.text)
            and not own.key
            and own.text
            and own.cell["cell_type"] != "code"
        ):
            piece.put(own.text)
            del pieces[place]
            told.append((JOINED, piece.key))


def adopt_code(pieces: list[Piece], frame: Frame) -> None:
    """Take what follows an answer as code too, where both were turned into another type."""
    for piece, own in pairwise(pieces):
        key, kind = piece.key or piece.part, piece.cell["cell_type"]
        code = frame.answers(key) and frame.known[key].cell_type == "code" and kind != "code"
        if code and not own.key and own.binds and own.cell["cell_type"] == kind:
            own.part = key
