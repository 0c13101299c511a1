"""What is missing on a submitted page, put back where it belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from electoral_grading.frame import WORD, bound
from electoral_grading.notes import RESTORED, SETUP
from electoral_grading.pieces import Piece, missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from electoral_grading.frame import Frame
    from electoral_grading.notes import Note


def restore(pieces: list[Piece], frame: Frame, told: list[Note]) -> None:
    """Put back what is missing: every known cell, and given code that somebody needs."""
    order = list(frame.order)
    known = [key for key in order if key in frame.known]
    theirs = frozenset().union(*(piece.binds for piece in pieces if of_learner(piece, frame)))
    for key in missing(pieces, frame, lambda key: key in frame.known):
        text = frame.known[key].source
        if frame.answers(key) and bound(text) & theirs:
            text = ""  # the learner's code for it stands elsewhere: the stub must not undo it
        at = place([piece.key for piece in pieces], key, known)
        at = behind(pieces, at) if frame.tests(key) else at
        pieces.insert(at, Piece(frame.known[key].cell(text), key))
        told.append((RESTORED, key))
    setup = first_code(frame)
    for key in missing(pieces, frame, lambda key: key in frame.binds and key in frame.given):
        if key != setup and needed(key, pieces, frame):
            at = place([piece.key for piece in pieces], key, order)
            pieces.insert(at, Piece(frame.given[key], key))
            told.append((SETUP, frame.title(key)))
    if setup and not any(piece.text == frame.shown[setup] for piece in pieces):
        own = [piece for piece in pieces if piece.key == setup]
        for piece in own:
            piece.key = ""  # the learner's own version runs after it
        pieces.insert(0, Piece(frame.given[setup], setup))
        told += [] if own else [(SETUP, frame.title(setup))]


def of_learner(piece: Piece, frame: Frame) -> bool:
    """Whether a learner wrote what is in the piece."""
    if piece.key in frame.given:
        return piece.text != frame.shown[piece.key]
    return not frame.locked(piece.key)


def place(keys: Sequence[str], key: str, order: Sequence[str]) -> int:
    """Return where a missing cell belongs: behind the cell before it, else before the next.

    >>> place(["setup", "one", "two"], "test-one", ["one", "test-one", "two"])
    2
    """
    where = {one: number for number, one in enumerate(keys) if one}
    at = order.index(key)
    for one in reversed(order[:at]):
        if one in where:
            return where[one] + 1
    return next((where[one] for one in order[at + 1 :] if one in where), len(keys))


def behind(pieces: Sequence[Piece], at: int) -> int:
    """Return the first place from `at` on behind the learner's own cells that stand there."""
    while at < len(pieces) and not pieces[at].key:
        at += 1
    return at


def first_code(frame: Frame) -> str:
    """Return the key of the first code cell of the source, if it is not the gradebook's."""
    code = (key for key in frame.order if frame.code(key))
    return key if (key := next(code, "")) in frame.given else ""


def needed(key: str, pieces: Iterable[Piece], frame: Frame) -> bool:
    """Whether given code that was deleted binds what others use and nobody else binds."""
    names = set(frame.binds[key])
    words: set[str] = set()
    for piece in pieces:
        names -= piece.binds
        words.update(WORD.findall(piece.text) if piece.cell["cell_type"] == "code" else ())
    return bool(names & words)
