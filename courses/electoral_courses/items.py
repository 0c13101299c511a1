"""Items: the questions and tasks of a module, as data.

An item is written once in `items.yaml`, translated by a catalogue, and then lives as a plain
dictionary: the builder writes it to `items.json`, the view draws it, the checks read it.

>>> item = Item.of({"id": "sum", "kind": "number", "objective": "add", "points": 2,
...                 "prompt": "How much is {a} + 2?", "answer": 4})
>>> item.graded, item.points
(True, Fraction(2, 1))
>>> "answer" in public(item.data)
False
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

Visit = Callable[[str, str], str]
"""Takes a text and its path in the item, gives the text to put there."""

SECRET = frozenset(
    {"accept", "answer", "calls", "messages", "mistakes", "model", "pairs", "reveal"}
    | {"scheme", "sequence", "tokens", "tolerance", "unordered"}
)
"""Fields that a graded item keeps from the learner until it is graded."""


@dataclass(frozen=True)
class Item:
    """One item; what every kind has is named, the rest stays in `data`."""

    id: str
    """Never changes: answers, seeds and grades hang on it."""
    kind: str
    objective: str
    """A key of the module's objectives."""
    points: Fraction
    """0 for a self-check item, which counts for nothing and tells everything at once."""
    prompt: str
    data: Mapping[str, Any]
    """The whole item as it stands in items.yaml or items.json."""

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Item:
        """Return the item that a dictionary describes."""
        return cls(
            id=str(data["id"]),
            kind=str(data["kind"]),
            objective=str(data.get("objective", "")),
            points=exact(data.get("points") or 0),
            prompt=str(data.get("prompt", "")),
            data=data,
        )

    @property
    def graded(self) -> bool:
        """Whether the item counts."""
        return self.points > 0

    @property
    def hints(self) -> list[Mapping[str, Any]]:
        """The hints, in the order in which they are given."""
        return list(self.data.get("hints") or ())

    def hint_cost(self, used: int) -> Fraction:
        """Return the share of the points that the first `used` hints cost, at most 1."""
        costs = [exact(hint.get("cost") or 0) for hint in self.hints[: max(0, used)]]
        return min(Fraction(1), sum(costs, Fraction(0)))


def exact(number: Any) -> Fraction:
    """Return a number as it was written: 0.1 is one tenth.

    >>> exact(0.25), exact("1/3")
    (Fraction(1, 4), Fraction(1, 3))
    """
    return Fraction(number) if isinstance(number, int | Fraction) else Fraction(str(number))


def load_items(path: Path | str, objectives: Mapping[str, str] | None = None) -> list[Item]:
    """Read the items of a module from `items.yaml` (a source) or `items.json` (built).

    A source is checked whole; a built file was checked when it was built.

    Raises:
        ValueError: one sentence for each fault, with the item, the field and the value.
        OSError: there is no such file.
    """
    path = Path(path)
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        try:
            return [Item.of(data) for data in json.loads(text)["items"]]
        except (KeyError, TypeError, ValueError, RecursionError) as error:
            raise ValueError(f"The items in {path.name} cannot be read: {error}") from error
    return [Item.of(data) for data in read_source(text, path.name, objectives)]


def read_source(
    text: str, name: str = "items.yaml", objectives: Mapping[str, str] | None = None
) -> list[dict[str, Any]]:
    """Return the checked items of a source text, with the tokens of orders and matches added.

    Raises:
        ValueError: one sentence for each fault.
    """
    from electoral_courses.item_rules import parse, problems  # noqa: PLC0415 - yaml only here

    items = parse(text, name)
    faults = problems(items, objectives)
    if faults:
        raise ValueError("\n".join(f"{name}: {fault}" for fault in faults))
    return [with_tokens(item) for item in items]


def with_tokens(item: Mapping[str, Any]) -> dict[str, Any]:
    """Add the names by which a learner's answer calls the parts of an order or a match.

    A key such as `first` would tell the answer, so the learner sees a token made of the
    source text instead; it is the same in every language.
    """

    def token(text: str) -> str:
        return hashlib.sha256(f"{item['id']}\n{text}".encode()).hexdigest()[:8]

    if item["kind"] == "order":
        return {**item, "tokens": {key: token(text) for key, text in item["sequence"].items()}}
    if item["kind"] == "match":
        pairs = item["pairs"].items()
        tokens = {key: [token(pair["left"]), token(pair["right"])] for key, pair in pairs}
        return {**item, "tokens": tokens}
    return dict(item)


def public(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a learner may see of an item: enough to draw it and to answer it."""
    shown = {field: value for field, value in item.items() if field not in SECRET}
    if "options" in item:
        shown["options"] = {
            key: {"text": option["text"]} for key, option in item["options"].items()
        }
    if "sequence" in item:
        tokens = item["tokens"]
        entries = {tokens[key]: text for key, text in item["sequence"].items()}
        shown["entries"] = dict(sorted(entries.items()))
    if "pairs" in item:
        pairs = [(item["tokens"][key], pair) for key, pair in item["pairs"].items()]
        shown["left"] = {tokens[0]: pair["left"] for tokens, pair in pairs}
        shown["right"] = dict(sorted((tokens[1], pair["right"]) for tokens, pair in pairs))
    return shown


def publish(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return the item as `items.json` carries it: whole for a self-check, else public."""
    return public(item) if Item.of(item).graded else dict(item)


def messages(item: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the translatable texts of an item with their paths, in the order of the source.

    >>> messages({"id": "q", "kind": "number", "prompt": "How many?", "unit": "ballots"})
    [('How many?', 'q.prompt'), ('ballots', 'q.unit')]
    """
    found: list[tuple[str, str]] = []

    def visit(text: str, path: str) -> str:
        found.append((text, path))
        return text

    _walk(item, visit)
    return found


def translate(item: Mapping[str, Any], gettext: Callable[[str], str]) -> dict[str, Any]:
    """Return the item in another language; `gettext` is a catalogue's function.

    An accepted text stays accepted in the source language too; a translation may give several
    accepted texts, parted by `|`.
    """

    def visit(text: str, _path: str) -> str:
        return gettext(text) if text.strip() else text

    translated = _walk(item, visit)
    if "accept" in item:
        translated["accept"] = _all_accepted(item["accept"], translated["accept"])
    for mistake, source in zip(
        translated.get("mistakes") or (), item.get("mistakes") or (), strict=True
    ):
        if "accept" in source:
            mistake["accept"] = _all_accepted(source["accept"], mistake["accept"])
    return translated


def placeholders(text: str) -> set[str]:
    """Return the names of the placeholders in a text."""
    return set(re.findall(r"\{([a-z_][a-z0-9_]*)\}", text))


def fill(text: str, values: Mapping[str, Any]) -> str:
    """Put values into the placeholders of a text; what is not known stays as it is written.

    >>> fill("{votes} votes in {place}", {"votes": 12})
    '12 votes in {place}'
    """

    def value(match: re.Match[str]) -> str:
        return str(values[match[1]]) if match[1] in values else match[0]

    return re.sub(r"\{([a-z_][a-z0-9_]*)\}", value, text)


def _all_accepted(source: list[str], translated: list[str]) -> list[str]:
    several = [part.strip() for text in translated for part in text.split("|")]
    return list(dict.fromkeys([*several, *source]))


def _walk(item: Mapping[str, Any], visit: Visit) -> dict[str, Any]:
    """Copy the item with each translatable text passed through `visit`."""
    name, new = item["id"], dict(item)
    for field in ("prompt", "unit", "next", "scheme"):
        if isinstance(item.get(field), str):
            new[field] = visit(item[field], f"{name}.{field}")
    for field in ("options", "pairs"):
        if field in item:
            new[field] = {
                key: _visit_parts(entry, f"{name}.{field}.{key}", visit)
                for key, entry in item[field].items()
            }
    for field in ("sequence", "entries", "left", "right", "rows", "columns", "messages"):
        if isinstance(item.get(field), Mapping):
            new[field] = {
                key: visit(text, f"{name}.{field}.{key}") for key, text in item[field].items()
            }
    for field in ("hints", "mistakes"):
        if field in item:
            new[field] = [
                _visit_parts(entry, f"{name}.{field}.{number}", visit)
                for number, entry in enumerate(item[field])
            ]
    if "accept" in item:
        new["accept"] = _visit_all(item["accept"], f"{name}.accept", visit)
    return new


def _visit_parts(entry: Mapping[str, Any], path: str, visit: Visit) -> dict[str, Any]:
    """Copy an option, a pair, a hint or a mistake with its own texts visited."""
    new = dict(entry)
    for part in ("text", "left", "right"):
        if isinstance(entry.get(part), str):
            new[part] = visit(entry[part], f"{path}.{part}")
    if "accept" in entry:
        new["accept"] = _visit_all(entry["accept"], f"{path}.accept", visit)
    return new


def _visit_all(texts: list[str], path: str, visit: Visit) -> list[str]:
    return [visit(text, f"{path}.{number}") for number, text in enumerate(texts)]
