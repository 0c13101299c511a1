r"""From the bytes of a file to a notebook's JSON, as much of it as can be had.

Encodings that people's editors write are read, what stands before or behind is passed over,
and from a file that was cut off all whole cells are saved. Effort is bounded: a file of a few
bytes that would fill the memory is told by counting brackets before it is opened.

>>> found = parse('\ufeff{"cells": [{"source": "one = 1"}, {"sour'.encode())
>>> found.page, sorted(found.oddities)
({'cells': [{'source': 'one = 1'}]}, ['damaged', 'encoded'])
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from electoral_grading.notes import DAMAGED, ENCODED, TIDIED, TOO_LARGE

LARGEST = 20 * 2**20
"""Characters of JSON that are opened."""
LARGEST_WITH_OUTPUTS = 64 * 2**20
"""Bytes of a notebook whose outputs are left out before it is opened."""
MOST_BRACKETS, MOST_COMMAS = 200_000, 500_000
"""How much structure may be opened, without outputs; some 100 MB at the worst."""
MOST_FAILURES, MOST_WASTED = 100, 2 * LARGEST
"""So often, and over so many characters, it is tried to find the next whole cell."""


STRICT = json.JSONDecoder(parse_constant=lambda _: None)
LENIENT = json.JSONDecoder(
    strict=False,
    parse_constant=lambda _: None,
    parse_int=lambda digits: int(digits) if len(digits) < 20 else 0,
)
"""Takes line breaks in texts, and numbers of any length."""

BRACKET = re.compile(r'(?:[^"\[\]{}]++|"[^"\\]*+(?:\\.[^"\\]*+)*+")*+([\[\]{}])', re.DOTALL)
"""The next bracket, texts passed over."""
OUTPUTS = re.compile(r'"outputs"\s*+:\s*+\[')
CELLS = re.compile(r'"cells"\s*+:\s*+\[')
CELL = re.compile(
    r'\{\s*+"(?:attachments|cell_type|collapsed|execution_count|id|input|metadata|outputs|source)"'
)
ANSWERS = re.compile(r'"answers"\s*+:\s*+\{')
NAME = re.compile(r'[\s,]*+("[^"\\]*+")\s*+:\s*+')
GAP = re.compile(r"[\s,]*+")


@dataclass(frozen=True)
class Found:
    """What could be read of a file."""

    page: Any = None
    """The JSON value; None where there is none."""
    oddities: set[str] = field(default_factory=set)
    """Kinds of notes."""


def parse(data: bytes) -> Found:
    """Return the notebook in a file's bytes."""
    text, usual = decode(data)
    oddities = set() if usual else {ENCODED}
    if heavy(text):
        text = without_outputs(text)
        if heavy(text):
            return Found(oddities={TOO_LARGE})
    start = max(text.find("{"), 0)
    try:
        page, end = STRICT.raw_decode(text, start)
    except (ValueError, RecursionError):
        oddities.add(TIDIED)
        try:
            page, end = LENIENT.raw_decode(text, start)
        except (ValueError, RecursionError):
            cells = saved(text)
            return Found({"cells": cells} if cells else None, oddities - {TIDIED} | {DAMAGED})
    if text[:start].strip() or text[end : end + 1000].strip():
        oddities.add(TIDIED)
    return Found(page, oddities)


def decode(data: bytes) -> tuple[str, bool]:
    """Return the text in bytes, and whether it is in the usual encoding.

    >>> decode("ВАШ КОД".encode("cp1251"))
    ('ВАШ КОД', False)
    """
    encoding = json.detect_encoding(data)
    try:
        return data.decode(encoding), encoding == "utf-8"
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
    letters = len(text) - len(text.encode("ascii", "ignore"))
    if encoding.startswith("utf-8") and text.count("\ufffd") * 2 > letters:
        return data.decode("cp1251", "replace"), False
    return text, False


def heavy(text: str) -> bool:
    """Whether a text is too large to be opened, or would become so."""
    if len(text) < MOST_BRACKETS:
        return False
    brackets = text.count("[") + text.count("{")
    return len(text) > LARGEST or brackets > MOST_BRACKETS or text.count(",") > MOST_COMMAS


def without_outputs(text: str) -> str:
    """Return a notebook's text with the outputs of its cells left out."""
    parts, start, left = [], 0, 10 * MOST_BRACKETS
    while found := OUTPUTS.search(text, start):
        parts.append(text[start : found.end()])
        depth, start = 1, found.end()
        while depth and (bracket := BRACKET.match(text, start)):
            depth += 1 if bracket[1] in "[{" else -1
            start, left = bracket.end(), left - 1
            if not left:
                return text
        start = start - 1 if not depth else len(text)
    return "".join([*parts, text[start:]])


def saved(text: str) -> list[Any]:
    """Return the whole cells in the text of a damaged notebook."""
    begin = CELLS.search(text)
    place = begin.end() if begin else 0
    cells, failures, wasted = [], 0, 0
    while failures < MOST_FAILURES and wasted < MOST_WASTED:
        place = GAP.match(text, place).end()  # pyright: ignore[reportOptionalMemberAccess]
        if not CELL.match(text, place):
            following = CELL.search(text, place)
            if following is None:
                break
            place = following.start()
        try:
            cell, place = LENIENT.raw_decode(text, place)
        except json.JSONDecodeError as error:
            failures, wasted, place = failures + 1, wasted + error.pos - place, place + 1
        except (ValueError, RecursionError):
            failures, place = failures + 1, place + 1
        else:
            if "cell_type" in cell or "source" in cell:
                cells.append(cell)
    return cells


def saved_answers(text: str) -> dict[str, Any]:
    """Return the whole entries in the text of a damaged answers file.

    >>> saved_answers('{"answers": {"why": {"value": "So."}, "gap": {"val')
    {'why': {'value': 'So.'}}
    """
    begin = ANSWERS.search(text)
    entries: dict[str, Any] = {}
    place = begin.end() if begin else len(text)
    try:
        while found := NAME.match(text, place):
            entry, place = LENIENT.raw_decode(text, found.end())
            entries[json.loads(found[1])] = entry
    except (ValueError, RecursionError):
        pass
    return entries
