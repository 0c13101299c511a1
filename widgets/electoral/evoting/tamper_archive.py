"""Tamperings with the file itself: what anybody can do who can write to it."""

from __future__ import annotations

import io
import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from electoral.evoting.archive import BLOCK, hashed, members, tar_header
from electoral.evoting.election import compact
from electoral.evoting.insider import TamperError, Tampering, time_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from electoral.evoting.chance import Chance
    from electoral.evoting.insider import Board


class Row(NamedTuple):
    """An event, and the texts that stand before it."""

    texts: list[str]
    event: dict[str, Any]


def _rows(board: Board) -> tuple[str, list[Row]]:
    """Return the header of an archive and its events."""
    header, rows, texts = "", [], []
    for member in members(io.BytesIO(board.write())):
        if member.kind == "header":
            header = member.text
        elif member.kind == "data":
            texts.append(member.text)
        else:
            rows.append(Row(texts, json.loads(member.text)))
            texts = []
    return header, rows


def _joined(header: str, rows: Sequence[Row | bytes], *, chained: int | None = None) -> bytes:
    """Return the archive of these events; from one of them on the chain is made anew."""
    file = io.BytesIO()
    file.write(_member(header, "BELENIOS", header))
    last = ""
    for place, row in enumerate(rows):
        if isinstance(row, bytes):
            file.write(row)
            continue
        for text in row.texts:
            file.write(_member(header, f"{hashed(text)}.data.json", text))
        if chained is not None and place >= chained:
            row.event["parent"] = last
        text = compact(row.event)
        last = hashed(text)
        file.write(_member(header, f"{last}.event.json", text))
    return file.getvalue()


def _member(header: str, name: str, text: str) -> bytes:
    content = text.encode()
    head = tar_header(name, len(content), time_of(header))
    return head + content + bytes(-len(content) % BLOCK)


def _ballot(rows: list[Row], chance: Chance) -> int:
    """Return the place of a ballot that counts, by lot."""
    last = {
        json.loads(row.texts[0])["credential"]: place
        for place, row in enumerate(rows)
        if row.event["type"] == "Ballot"
    }
    if not last:
        raise TamperError("ballots")
    return sorted(last.values())[chance.below(len(last))]


def _of_type(rows: list[Row], kind: str) -> int:
    return next(place for place, row in enumerate(rows) if row.event["type"] == kind)


def truncated(board: Board, chance: Chance) -> bytes:
    """The file ends in the middle of a ballot."""
    whole = board.write()
    _header, rows = _rows(board)
    text = rows[_ballot(rows, chance)].texts[0]
    return whole[: whole.index(text.encode()) + len(text) // 2]


def bit_flipped(board: Board, chance: Chance) -> bytes:
    """One bit of a ballot is another."""
    whole = bytearray(board.write())
    _header, rows = _rows(board)
    text = rows[_ballot(rows, chance)].texts[0]
    digit = text.index('"alpha":"') + len('"alpha":"')
    whole[whole.index(text.encode()) + digit + 1] ^= 1
    return bytes(whole)


def renamed(board: Board, chance: Chance) -> bytes:
    """A ballot under a name that is not its hash."""
    header, rows = _rows(board)
    place = _ballot(rows, chance)
    (text,) = rows[place].texts
    rows[place].texts.clear()
    other = _member(header, f"{hashed('another ' + text)}.data.json", text)
    return _joined(header, [*rows[:place], other, *rows[place:]])


def dropped(board: Board, chance: Chance) -> bytes:
    """A ballot taken out, and the rest left as it was."""
    header, rows = _rows(board)
    del rows[_ballot(rows, chance)]
    return _joined(header, rows)


def reordered(board: Board, chance: Chance) -> bytes:
    """Two neighbouring ballots exchanged, and the rest left as it was."""
    header, rows = _rows(board)
    owners = [
        json.loads(row.texts[0])["credential"] if row.event["type"] == "Ballot" else None
        for row in rows
    ]
    pairs = [
        place
        for place, (one, other) in enumerate(pairwise(owners))
        if one and other and one != other
    ]
    if not pairs:
        raise TamperError("ballots")
    place = pairs[chance.below(len(pairs))]
    rows[place], rows[place + 1] = rows[place + 1], rows[place]
    return _joined(header, rows)


def chain_broken(board: Board, chance: Chance) -> bytes:
    """An event that follows one which is not there; all later ones are chained to it."""
    header, rows = _rows(board)
    place = _ballot(rows, chance)
    rows[place].event["parent"] = hashed("another election")
    return _joined(header, rows, chained=place + 1)


def height_wrong(board: Board, chance: Chance) -> bytes:
    """A number left out, as if an event had been; the chain is made anew."""
    header, rows = _rows(board)
    place = _ballot(rows, chance)
    for row in rows[place:]:
        row.event["height"] += 1
    return _joined(header, rows, chained=place)


def not_json(board: Board, chance: Chance) -> bytes:
    """The end of voting is told in words."""
    del chance
    return _another_end(board, "Voting has ended.")


def field_twice(board: Board, chance: Chance) -> bytes:
    """An event with two heights: which is read depends on the reader."""
    del chance
    _header, rows = _rows(board)
    text = compact(rows[_of_type(rows, "EndBallots")].event)
    return _another_end(board, text.replace('"height":', '"height":1,"height":'))


def _another_end(board: Board, text: str) -> bytes:
    header, rows = _rows(board)
    place = _of_type(rows, "EndBallots")
    end = _member(header, f"{hashed(text)}.event.json", text)
    return _joined(header, [*rows[:place], end, *rows[place + 1 :]])


def hidden(board: Board, chance: Chance) -> bytes:
    """Letters in the empty space after an event."""
    del chance
    header, rows = _rows(board)
    place = _of_type(rows, "EndBallots")
    text = compact(rows[place].event)
    end = _member(header, f"{hashed(text)}.event.json", text)
    end = end[:-9] + b"whispered"
    return _joined(header, [*rows[:place], end, *rows[place + 1 :]])


def gigantic(board: Board, chance: Chance) -> bytes:
    """At the end a text that claims to be eight gigabytes long."""
    del chance
    name, time = f"{hashed('gigantic')}.data.json", time_of(board.header)
    return board.write() + tar_header(name, 8**11 - 1, time)


def payload_missing(board: Board, chance: Chance) -> bytes:
    """A ballot is announced, and there is none."""
    header, rows = _rows(board)
    rows[_ballot(rows, chance)].texts.clear()
    return _joined(header, rows)


def extra_data(board: Board, chance: Chance) -> bytes:
    """A text that no event speaks of."""
    header, rows = _rows(board)
    rows[_ballot(rows, chance)].texts.append(compact({"note": "for later"}))
    return _joined(header, rows)


def late_ballot(board: Board, chance: Chance) -> bytes:
    """A ballot after the end of voting, in a chain made anew."""
    header, rows = _rows(board)
    row = rows.pop(_ballot(rows, chance))
    rows.insert(_of_type(rows, "EndBallots") + 1, row)
    for height, one in enumerate(rows):
        one.event["height"] = height
    return _joined(header, rows, chained=1)


def version(board: Board, chance: Chance) -> bytes:
    """An archive that claims to follow other rules."""
    del chance
    header, rows = _rows(board)
    return _joined(compact({**json.loads(header), "version": 2}), rows)


_LOST = ("tally_count", "tally_product")

TAMPERINGS = (
    Tampering("truncated", "file", truncated),
    Tampering("bit-flipped", "content_hash", bit_flipped, also=("payload",)),
    Tampering("renamed", "content_hash", renamed),
    Tampering("dropped", "chain", dropped, also=("height", *_LOST)),
    Tampering("reordered", "chain", reordered, also=("height",)),
    Tampering("chain-broken", "chain", chain_broken),
    Tampering("height-wrong", "height", height_wrong),
    Tampering("not-json", "event_form", not_json),
    Tampering("field-twice", "event_form", field_twice),
    Tampering("hidden", "file", hidden),
    Tampering("gigantic", "file", gigantic),
    Tampering("payload-missing", "payload", payload_missing),
    Tampering("extra-data", "extra_data", extra_data),
    Tampering("late-ballot", "order", late_ballot),
    Tampering("version", "header", version),
)
