"""Variants: every learner's own numbers, drawn from a seed that can be computed again.

    release key = HMAC-SHA256(course key, assignment id)
    seed        = the first 8 bytes of HMAC-SHA256(release key, student id, newline, item id)

The course key stays with the lecturer; the release key travels with the released assignment.
"""

from __future__ import annotations

import hashlib
import hmac
import importlib
import random
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

SELF_STUDY_KEY = b"electoral-school self-study"
"""The course key of copies that nobody grades; it is no secret."""

T = TypeVar("T")


class Params(dict[str, Any]):
    """The params of a variant; `hidden` names those that would tell the answer.

    >>> own = Params({"list": 900, "wrong_line": "issued"}, hidden={"wrong_line"})
    >>> own.shown()
    {'list': 900}
    """

    def __init__(self, values: Mapping[str, Any], hidden: Iterable[str] = ()) -> None:
        super().__init__(values)
        self.hidden = frozenset(hidden)

    def shown(self) -> dict[str, Any]:
        """Return what the learner may see."""
        return {name: value for name, value in self.items() if name not in self.hidden}


def release_key(course_key: bytes, assignment: str) -> bytes:
    """Return the key that travels with one assignment."""
    return hmac.digest(course_key, assignment.encode(), hashlib.sha256)


def seed_for(key: bytes, student: str, item: str) -> int:
    """Return the seed of one student's variant of one item, an integer below 2**64.

    >>> seed_for(b"key", " Айжан ", "k1") == seed_for(b"key", "Айжан", "k1")
    True
    """
    student = unicodedata.normalize("NFC", student).strip()
    digest = hmac.digest(key, f"{student}\n{item}".encode(), hashlib.sha256)
    return int.from_bytes(digest[:8], "big")


def params_for(item: Mapping[str, Any], seed: int) -> Params:
    """Return the params of an item's variant; none where the item has no variant.

    `variant` is `module:function`, or `{function: module:function, …further arguments}`.

    Raises:
        ValueError: there is no such function.
    """
    variant = item.get("variant")
    if not variant:
        return Params({})
    arguments = dict(variant) if isinstance(variant, Mapping) else {"function": variant}
    function = resolve(str(arguments.pop("function", "")))
    params = function(seed, **arguments)
    return params if isinstance(params, Params) else Params(params)


def seed_name(item: Mapping[str, Any]) -> str:
    """Return the name under which the item's variant is drawn.

    Items with the same `seed` share one variant: several questions on one polling station.
    """
    return str(item.get("seed") or item["id"])


def shuffled(entries: Iterable[T], seed: int) -> list[T]:
    """Return the entries in an order that the seed decides."""
    entries = list(entries)
    random.Random(seed).shuffle(entries)  # noqa: S311 - an order, not a secret
    return entries


def put(value: Any, params: Mapping[str, Any]) -> Any:
    """Put params in the place of every `"$name"` in a field of an item.

    >>> put({"answer": "$votes"}, {"votes": 12})
    {'answer': 12}
    """
    if isinstance(value, Mapping):
        return {key: put(entry, params) for key, entry in value.items()}
    if isinstance(value, list):
        return [put(entry, params) for entry in value]
    if isinstance(value, str) and value.startswith("$") and value[1:] in params:
        return params[value[1:]]
    return value


def resolve(path: str) -> Any:
    """Return the object that `module:name` means.

    Raises:
        ValueError: there is no such module or name.
    """
    module, _, name = path.partition(":")
    try:
        return getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise ValueError(f"{path!r} cannot be found: {error}") from error
