"""The pieces of a submitted page as the cells that are run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from electoral_grading.notes import RETYPED
from electoral_grading.once import once
from electoral_grading.order import ordered
from electoral_grading.restore import restore

if TYPE_CHECKING:
    from electoral_grading.frame import Frame
    from electoral_grading.notes import Note
    from electoral_grading.pieces import Piece


def arranged(pieces: list[Piece], frame: Frame, told: list[Note]) -> list[Piece]:
    """Return the pieces, each cell of the frame once, with its own mark, and in its place."""
    pieces = once(pieces, frame, told)
    restore(pieces, frame, told)
    for piece in pieces:
        settle(piece, frame, told)
    ordered(pieces, frame, told)
    return pieces


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
