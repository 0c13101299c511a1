"""The pieces of a submitted page in the order in which they are run.

A learner's cells stay in their order. What was given out runs before the answers that follow it
in the source, a test after the answers that it is about; what is missing is put back.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from electoral_grading.frame import WORD, bound
from electoral_grading.notes import DOUBLED, JOINED, MOVED, RESTORED, RETYPED, SETUP, SPLIT
from electoral_grading.recognise import Piece, alike, missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from electoral_grading.frame import Frame
    from electoral_grading.notes import Note

VERSION = 75
"""Percent of likeness from which two answers are versions of one, not parts of it."""


def arranged(pieces: list[Piece], frame: Frame, told: list[Note]) -> list[Piece]:
    """Return the pieces, each cell of the frame once and in its place."""
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
    restore(pieces, frame, told)
    for piece in pieces:
        settle(piece, frame, told)
    lift(pieces, frame, told)
    for key in frame.order:
        if frame.tests(key):
            put_behind(pieces, key, frame, told)
    return pieces


def single(pieces: list[Piece], copies: list[Piece], frame: Frame, told: list[Note]) -> list[Piece]:
    """Return the pieces with one of the copies as the known cell."""
    key = copies[0].key
    if frame.locked(key):
        told.append((DOUBLED, key))
        return [piece for piece in pieces if piece not in copies[:-1]]
    worked = [piece for piece in copies if frame.worked(key, piece.text)] or copies[-1:]
    gone = [piece for piece in copies if piece not in worked]
    if frame.known[key].cell_type == "markdown":
        texts = dict.fromkeys(piece.text for piece in worked)
        worked[-1].put("\n\n".join(texts))
        told.append((JOINED if len(texts) > 1 else DOUBLED, key))
        return [piece for piece in pieces if piece not in gone and piece not in worked[:-1]]
    parts = kept(worked, pieces, frame)
    different = len({piece.text for piece in parts}) > 1
    told.append((SPLIT if different else DOUBLED, key))
    for piece in worked:
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


def settle(piece: Piece, frame: Frame, told: list[Note]) -> None:
    """Give a piece the type and the mark of what it is."""
    was, text = piece.cell["cell_type"], piece.cell["source"]
    if piece.key in frame.known:
        master = frame.known[piece.key]
        if was != master.cell_type:
            told.append((RETYPED, piece.key))
        if frame.locked(piece.key):
            text, piece.text = master.source, frame.shown[piece.key]
        cell = master.cell(text)
        files = piece.cell.get("attachments") if master.cell_type == "markdown" else None
        piece.cell = cell | {"id": master.cell_id or frame.id_of(piece.key) or piece.cell["id"]}
        piece.cell |= {"attachments": files} if files else {}
    elif piece.key and piece.text == frame.shown[piece.key]:
        piece.cell = dict(frame.given[piece.key])
    else:
        kind = "code" if piece.part else was
        ran = {"execution_count": None, "outputs": []} if kind == "code" else {}
        tags = piece.cell["metadata"].get("tags")
        metadata = {"tags": tags} if tags else {}
        own = "" if not piece.key and piece.cell["id"] in frame.ids else piece.cell["id"]
        piece.cell = {"cell_type": kind, "id": own, "metadata": metadata, "source": text, **ran}


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
