"""The order in which a submitted page is run.

A learner's cells stay in their order as long as that can work. What was given out runs before
the answers that follow it in the source, a test after the answers that it is about.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from electoral_grading.frame import WORD
from electoral_grading.notes import MOVED, SETUP, WAITED
from electoral_grading.restore import behind, first_code

if TYPE_CHECKING:
    from electoral_grading.frame import Frame
    from electoral_grading.notes import Note
    from electoral_grading.pieces import Piece

INSIDE = re.compile(r"^[ \t].*\n?", re.MULTILINE)
"""Lines inside of functions and loops."""


def ordered(pieces: list[Piece], frame: Frame, told: list[Note]) -> None:
    """Put the pieces, each known cell once, in their order."""
    lift(pieces, frame, told)
    for key in frame.order:
        if frame.answers(key) and frame.code(key):
            wait(pieces, key, frame, told)
    for key in frame.order:
        if frame.tests(key):
            put_behind(pieces, key, frame, told)


def lift(pieces: list[Piece], frame: Frame, told: list[Note]) -> None:
    """Let given code run before the answers and tests that follow it in the source."""
    setup = first_code(frame)
    for key in frame.order:
        if not frame.code(key) or frame.tests(key) or frame.answers(key):
            continue
        where = {piece.key: number for number, piece in enumerate(pieces) if piece.key}
        if key not in where or pieces[where[key]].text != frame.shown[key]:
            continue
        at = frame.order[key]
        marked = [one for one in where if one in frame.known and frame.code(one)]
        later = [where[one] for one in marked if frame.order[one] > at]
        earlier = [where[one] for one in marked if frame.order[one] < at]
        first = min(later, default=len(pieces))
        if where[key] > first > max(earlier, default=-1):
            piece = pieces.pop(where[key])
            pieces.insert(0 if key == setup else first, piece)
            told.append((SETUP if key in frame.given else MOVED, frame.title(key)))


def wait(pieces: list[Piece], key: str, frame: Frame, told: list[Note]) -> None:
    """Let an answer wait for an earlier one whose names it needs, if that stands behind it.

    It could not run where it is; this is not done for names that somebody binds before.
    """
    now = next(at for at, piece in enumerate(pieces) if piece.key == key)
    names = reads(pieces[now].text) - frozenset().union(*(one.binds for one in pieces[:now]))
    last = max(
        (
            at
            for at, piece in enumerate(pieces)
            if at > now
            and frame.answers(piece.key)
            and frame.order[piece.key] < frame.order[key]
            and piece.binds & frame.own[piece.key] & names
        ),
        default=0,
    )
    if last:
        end = behind(pieces, now + 1)
        at = behind(pieces, last + 1)
        pieces[now:at] = [*pieces[end:at], *pieces[now:end]]
        told.append((WAITED, key))


def reads(text: str) -> set[str]:
    r"""Return the words of code, without what only runs when a function of it is called.

    >>> sorted(reads("def area(r):\n    return pi * r\nsize = area(one)"))
    ['area', 'def', 'one', 'r', 'size']
    """
    defines = "def " in text or "class " in text
    return set(WORD.findall(INSIDE.sub("", text) if defines else text))


def put_behind(pieces: list[Piece], key: str, frame: Frame, told: list[Note]) -> None:
    """Put a test behind the answers that it is about, and what belongs to them."""
    wanted = {*frame.needs[key]}
    waited = [at for at, one in enumerate(pieces) if {one.key, one.part} & wanted]
    now = next(at for at, piece in enumerate(pieces) if piece.key == key)
    if not waited or now > waited[-1]:
        return
    piece = pieces.pop(now)
    at = behind(pieces, waited[-1])
    # Tests that were put here before, or stand here, stay before it.
    while at < len(pieces) and frame.earlier(pieces[at].key, key):
        at = behind(pieces, at + 1)
    pieces.insert(at, piece)
    told.append((MOVED, key))
