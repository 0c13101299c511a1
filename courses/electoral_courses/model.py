"""Answers that an item itself knows: the right one, and its typical mistakes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from electoral_courses.variants import put

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from electoral_courses.items import Item

CLICKED = frozenset({"choice", "choices", "number", "order", "match", "table", "text"})
"""Kinds that are answered without code and need no reader."""


def right_answer(item: Item, params: Mapping[str, Any]) -> Any:
    """Return what a student who knows everything would click or type.

    >>> from electoral_courses.items import Item
    >>> right_answer(Item.of({"id": "q", "kind": "number", "answer": "$n"}), {"n": 4})
    {'number': '4'}
    """
    data = put(item.data, params)
    if item.kind in {"choice", "choices"}:
        right = [key for key, option in data["options"].items() if option.get("right")]
        return right if item.kind == "choices" else right[0]
    if item.kind == "order":
        return [data["tokens"][key] for key in data["sequence"]]
    if item.kind == "match":
        return dict(data["tokens"].values())
    if item.kind == "text":
        return data["accept"][0]
    return {"number": str(data["answer"])} if item.kind == "number" else data["answer"]


def mistakes(item: Item, params: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the typical mistakes that an item lists: the message each gets, and the answer."""
    data = put(item.data, params)
    if item.kind in {"choice", "choices"}:
        for key, option in data["options"].items():
            if option.get("message") and not option.get("right"):
                yield option["message"], [key] if item.kind == "choices" else key
    for mistake in data.get("mistakes") or ():
        if item.kind == "number":
            yield mistake["message"], {"number": str(mistake["answer"])}
        elif item.kind == "text":
            yield mistake["message"], mistake["accept"][0]
