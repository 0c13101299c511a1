"""The answers given by clicking, as their file came, whatever became of its name.

>>> of_bytes('\ufeff{"answers": {"gap": {"value": 8}}}'.encode())
({'answers': {'gap': {'value': 8}}}, True)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from electoral_grading.notes import ANSWERS_DAMAGED, ANSWERS_RENAMED
from electoral_grading.pages import clean
from electoral_grading.salvage import decode, parse, saved_answers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from electoral_grading.envelope import Paper
    from electoral_grading.notes import Note

NAME = "answers.json"
LARGEST = 4 * 2**20
"""Bytes of an answers file."""
DEEPEST = 12
"""Levels of an answer."""
MOST_FILES = 20


def clicked(
    papers: Iterable[Paper], read: Callable[[Paper, int], bytes | None], module: str
) -> tuple[dict[str, Any], list[Note]]:
    """Return the content of the answers file, and what is to be told about it.

    The file of that name comes first, then the newest of those called like it. One of another
    module is passed over; of a damaged one the whole entries are taken, where no other is whole.
    """
    found = [paper for paper in papers if called_so(paper) and not paper.kept]
    found.sort(key=lambda paper: (paper.name == NAME, paper.time), reverse=True)
    saved: tuple[dict[str, Any], list[Note]] = {}, []
    for paper in found[:MOST_FILES]:
        data = read(paper, LARGEST)
        if data is None:
            continue
        content, whole = of_bytes(data)
        other = content.get("module", module) if module else module
        if other != module:
            continue
        if not whole:
            told = (ANSWERS_DAMAGED, paper.name)
            saved = saved if saved[0] else (content, [*saved[1], told])
        elif content["answers"]:
            told = (ANSWERS_RENAMED, paper.name)
            return content, [*saved[1], *([told] if paper.name != NAME else ())]
    return saved


def called_so(paper: Paper) -> bool:
    """Whether a file's name is one that browsers and people give to the answers."""
    name = paper.parts[-1].lower()
    return name.startswith("answers") and ".json" in name


def of_bytes(data: bytes) -> tuple[dict[str, Any], bool]:
    """Return what is in an answers file, and whether it is whole; empty where nothing is."""
    content = parse(data).page
    if isinstance(content, dict) and isinstance(content.get("answers"), dict):
        entries = _entries(content.pop("answers"))
        return {**_entries(content), "answers": entries}, True
    entries = _entries(saved_answers(decode(data)[0]))
    return ({"version": 1, "answers": entries} if entries else {}), False


def _entries(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values that are not nested out of all measure, with clean texts."""
    kept: dict[str, Any] = {}
    for name, value in values.items():
        try:
            kept[clean(name)] = _clean(value, DEEPEST)
        except ValueError:
            continue
    return kept


def _clean(value: Any, deepest: int) -> Any:
    """Return a value with clean texts.

    Raises:
        ValueError: it is nested too deep.
    """
    if isinstance(value, str):
        return clean(value)
    if not isinstance(value, dict | list):
        return value
    if not deepest:
        raise ValueError("An answer is nested too deep.")
    if isinstance(value, list):
        return [_clean(one, deepest - 1) for one in value]
    return {clean(name): _clean(one, deepest - 1) for name, one in value.items()}
