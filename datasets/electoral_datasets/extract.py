"""Babel's way into the cards: which of their texts a translator sees."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from typing import IO

    Message = tuple[int, str, str, list[str]]

_TEXTS = {"title", "source", "date", "licence", "note", "label", "about", "text"}
"""Keys whose value is a text, wherever they stand."""

_LISTS = {"relations": "Relation", "units": "Unit", "oblasts": "Oblast", "evidence": "Evidence"}
"""Keys whose mapping holds one text for each identifier; `values` of a column is another."""


def extract_card(
    fileobj: IO[bytes],
    keywords: Mapping[str, Any],  # noqa: ARG001 - Babel's signature
    comment_tags: Collection[str],  # noqa: ARG001 - Babel's signature
    options: Mapping[str, Any],  # noqa: ARG001 - Babel's signature
) -> Iterator[Message]:
    """Yield (line, function, message, comments) for each text of a `card.yaml`.

    Raises:
        ValueError: the card is not YAML.
    """
    try:
        root = yaml.compose(fileobj.read().decode("utf-8"), Loader=yaml.SafeLoader)
    except (UnicodeError, yaml.YAMLError) as error:
        raise ValueError(f"The card cannot be read: {error}") from error
    if root is not None:
        yield from _texts(root, "")


def _texts(node: yaml.Node, place: str) -> Iterator[Message]:
    """Walk the card; `place` is the dotted way to the node, given to the translator."""
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _texts(item, place)
    if not isinstance(node, yaml.MappingNode):
        return
    for key, value in node.value:
        here = f"{place}.{key.value}" if place else key.value
        if not isinstance(value, yaml.ScalarNode):
            yield from _texts(value, here)
        elif value.value.strip() and (key.value in _TEXTS or _list(place)):
            comment = f"{_list(place)} {key.value}" if _list(place) else here
            yield value.start_mark.line + 1, "gettext", value.value.strip(), [comment]


def _list(place: str) -> str | None:
    """Return what a translator is told of the texts at a place, where they are a list."""
    column = re.fullmatch(r"columns\.(\w+)\.values", place)
    return f"Value of {column[1]}:" if column else _LISTS.get(place)
