"""Cells that grew together, or fell apart, on a submitted page: separated and made whole."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from electoral_grading.frame import bound
from electoral_grading.notes import CHANGED, MERGED, RECOGNISED
from electoral_grading.pages import plain
from electoral_grading.pieces import Piece, around, cut, missing, wanting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from electoral_grading.frame import Frame
    from electoral_grading.notes import Note


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


def divided(pieces: list[Piece], frame: Frame, told: list[Note]) -> list[Piece]:
    """Divide a cell in which two answers have grown together."""
    for key in missing(pieces, frame, frame.answers):
        for place, piece in enumerate(pieces):
            other = frame.own.get(piece.key, frozenset())
            if frame.locked(piece.key) or not piece.binds & frame.own[key]:
                continue
            head, own = at_binding(piece.text, frame.own[key])
            if head and not bound(own) & other:
                piece.put(head)
                pieces.insert(place + 1, piece.of(own, key))
                told.append((MERGED, key))
                break
    return pieces


def at_binding(text: str, names: frozenset[str]) -> tuple[str, str]:
    """Return code in two: before the line that first binds one of the names, and from it on."""
    lines = text.split("\n")
    begin = next(number for number, line in enumerate(lines) if bound(line) & names)
    while begin and lines[begin - 1].startswith(("#", "@")):
        begin -= 1
    return "\n".join(lines[:begin]).rstrip("\n"), "\n".join(lines[begin:])


def without_others(piece: Piece, frame: Frame) -> Piece | None:
    """Cut off and return the head of an answer that binds the names of other answers."""
    names = frame.own[piece.key]
    if not piece.binds & names:
        return None
    head, own = at_binding(piece.text, names)
    others = frozenset().union(*(frame.own.values())) - names
    if not bound(head) & others:
        return None
    piece.put(own)
    return piece.of(head)
