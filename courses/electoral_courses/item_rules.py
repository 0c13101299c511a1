"""The rules an `items.yaml` must keep, each broken one told in a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from electoral_courses.items import exact, messages, placeholders

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True)
class Kind:
    """What items of one kind are made of."""

    required: frozenset[str]
    optional: frozenset[str]
    evidence: frozenset[str]
    """The placeholders that its messages may use beside the params of the variant."""


def _kind(required: str, optional: str = "", evidence: str = "") -> Kind:
    return Kind(*(frozenset(names.split()) for names in (required, optional, evidence)))


COMMON = frozenset(
    {"id", "kind", "objective", "points", "prompt", "variant", "seed", "messages", "hints", "next"}
)
CLICKED = frozenset({"code", "reveal"})

KINDS: dict[str, Kind] = {
    "choice": _kind("options", "shuffle", "given"),
    "choices": _kind("options", "shuffle", "given found missing extra of"),
    "number": _kind("answer", "tolerance unit mistakes", "given unit"),
    "order": _kind("sequence", "", "first second found of"),
    "match": _kind("pairs", "", "left given found of"),
    "table": _kind(
        "rows columns given answer",
        "editable relations mistakes",
        "row column given found of relation formula left right difference",
    ),
    "text": _kind("accept", "mistakes", "given"),
    "value": _kind(
        "name type answer",
        "tolerance unordered mistakes",
        "name given found missing extra of position expected_type given_type",
    ),
    "function": _kind(
        "name calls", "model tolerance unordered", "name call got expected error found of seconds"
    ),
    "essay": _kind("", "scheme words", "words least most"),
}

TYPE = re.compile(
    r"(int|float|number|str|bool|list|dict|set)"
    r"|(list|set)\[(int|float|number|str|bool)\]"
    r"|dict\[(int|str), ?(int|float|number|str|bool)\]"
)
"""The types a value may be declared to have."""

BUILT_IN = frozenset(
    {"no-answer", "right", "partly", "wrong", "bad-form", "by-hand", "too-short", "too-long"}
    | {"not-a-number", "wrong-unit", "rounded", "wrong-sign", "percent"}
    | {"wrong-order", "wrong-cell", "relation-broken"}
    | {"not-defined", "wrong-type", "not-plain", "not-a-function", "raises", "endless"}
)
"""Message ids that the checks themselves give; an item may word them anew."""


class _Loader(yaml.SafeLoader):
    """YAML in which a key that stands twice is a fault."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        twice = [key for position, key in enumerate(keys) if key in keys[:position]]
        if twice:
            line = node.start_mark.line + 1
            raise ValueError(f"the key {twice[0]!r} stands twice in the block at line {line}")
        return super().construct_mapping(node, deep=deep)


def parse(text: str, name: str) -> list[dict[str, Any]]:
    """Return the list of items in a YAML text.

    Raises:
        ValueError: the text is not a YAML list of items.
    """
    try:
        items = yaml.load(text, Loader=_Loader)  # noqa: S506 - a SafeLoader
    except (yaml.YAMLError, ValueError) as error:
        raise ValueError(f"{name} cannot be read: {error}") from error
    if items is None:
        return []
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise ValueError(f"{name} must be a list of items, each beginning with “- id: …”.")
    return items


def problems(items: list[dict[str, Any]], objectives: Mapping[str, str] | None = None) -> list[str]:
    """Return a sentence for each broken rule; none when the items are good."""
    found: list[str] = []
    ids = [item.get("id") for item in items]
    for number, item in enumerate(items, 1):
        if "id" not in item:
            found.append(f"Item number {number} has no “id”.")
            continue
        try:
            faults = list(_faults(item, objectives))
        except (AttributeError, KeyError, TypeError) as error:
            faults = [f"the item is not built as its kind asks ({type(error).__name__}: {error})."]
        found += [f"Item {item['id']!r}: {fault}" for fault in faults]
    found += [
        f"Item {name!r}: the id stands {ids.count(name)} times; each item needs its own."
        for name in dict.fromkeys(ids)
        if name is not None and ids.count(name) > 1
    ]
    return found


def _faults(item: dict[str, Any], objectives: Mapping[str, str] | None) -> Iterator[str]:
    name, kind = item["id"], item.get("kind")
    if not isinstance(name, str) or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        yield f"“id” is {name!r}; use small Latin letters, digits and hyphens."
    if kind not in KINDS:
        yield f"“kind” is {kind!r}; known kinds are {', '.join(KINDS)}."
        return
    rules = KINDS[kind]
    coded = kind in {"value", "function", "essay"}
    known = COMMON | rules.required | rules.optional | (frozenset() if coded else CLICKED)
    for field in item.keys() - known:
        yield f"“{field}” is not a field of the kind {kind}; known are {', '.join(sorted(known))}."
    missing = rules.required | {"prompt", "objective"}
    for field in sorted(field for field in missing if item.get(field) in (None, "", {}, [])):
        if not (kind == "value" and field == "answer" and field in item):
            yield f"“{field}” is missing."
    if objectives is not None and item.get("objective") not in objectives:
        yield (
            f"“objective” is {item.get('objective')!r}; the module's objectives are "
            f"{', '.join(objectives)}."
        )
    yield from _points(item)
    if (rules.required - {"answer"}) <= item.keys():
        yield from _of_kind(item)
    yield from _messages(item, rules)


def _points(item: dict[str, Any]) -> Iterator[str]:
    points = item.get("points", 0)
    if not _is_number(points) or exact(points) < 0:
        yield f"“points” is {points!r}; it must be a number that is not negative."
    elif item["kind"] == "essay" and not points:
        yield f"“points” is {points!r}; an essay is graded by hand and needs points."
    for number, hint in enumerate(item.get("hints") or (), 1):
        if not isinstance(hint.get("text"), str) or not hint["text"].strip():
            yield f"hint {number} has no “text”."
        cost = hint.get("cost", 0)
        if not _is_number(cost) or not 0 <= exact(cost) <= 1:
            yield f"the “cost” of hint {number} is {cost!r}; it must lie between 0 and 1."


def _of_kind(item: dict[str, Any]) -> Iterator[str]:
    by_kind = {
        "choice": _options,
        "choices": _options,
        "essay": _essay,
        "function": _function,
        "match": _match,
        "number": _number,
        "order": _order,
        "table": _table,
        "text": _text,
    }
    if item["kind"] in by_kind:
        yield from by_kind[item["kind"]](item)
    if "tolerance" in item and (not _is_number(item["tolerance"]) or exact(item["tolerance"]) < 0):
        yield f"“tolerance” is {item['tolerance']!r}; it must be a number that is not negative."
    for spec in [item] if item["kind"] == "value" else [item["code"]] if "code" in item else []:
        if not TYPE.fullmatch(str(spec.get("type"))):
            yield f"“type” is {spec.get('type')!r}; write for example int or list[str]."
        if not str(spec.get("name")).isidentifier():
            yield f"“name” is {spec.get('name')!r}; it must be a Python name."


def _order(item: dict[str, Any]) -> Iterator[str]:
    if len(item["sequence"]) < 2:
        yield "“sequence” needs two entries or more."
    if len(set(item["sequence"].values())) < len(item["sequence"]):
        yield "“sequence” has the same text twice, so no order of the two can be right."


def _match(item: dict[str, Any]) -> Iterator[str]:
    left = [pair.get("left") for pair in item["pairs"].values()]
    if len(left) < 2 or len(set(left)) < len(left):
        yield "“pairs” needs two pairs or more, each with its own “left”."
    for key, pair in item["pairs"].items():
        for side in ("left", "right"):
            if not isinstance(pair.get(side), str):
                yield f"the pair {key!r} has no “{side}”."


def _number(item: dict[str, Any]) -> Iterator[str]:
    for entry in [item, *(item.get("mistakes") or ())]:
        answer = entry.get("answer")
        if not (_is_param(answer) or _is_number(answer)):
            yield f"“answer” is {answer!r}; it must be a number or “$param”."


def _text(item: dict[str, Any]) -> Iterator[str]:
    for entry in [item, *(item.get("mistakes") or ())]:
        accept = entry.get("accept")
        if not (isinstance(accept, list) and all(isinstance(text, str) for text in accept)):
            yield f"“accept” is {accept!r}; it must be a list of texts."


def _function(item: dict[str, Any]) -> Iterator[str]:
    if not all("returns" in call or "model" in item for call in item["calls"]):
        yield "a call has no “returns”, and there is no “model” to find it."


def _essay(item: dict[str, Any]) -> Iterator[str]:
    words = item.get("words", [0, 0])
    if not (isinstance(words, list) and len(words) == 2 and 0 <= words[0] <= words[1]):
        yield f"“words” is {words!r}; write the least and the most, as [60, 200]."


def _options(item: dict[str, Any]) -> Iterator[str]:
    options = item["options"]
    if not isinstance(options, dict) or len(options) < 2:
        yield "“options” needs two options or more, as key: {text: …}."
        return
    for key, option in options.items():
        if not isinstance(key, str):
            yield f"the option key {key!r} must be a text; put it in quotes."
        if not isinstance(option.get("text"), str):
            yield f"the option {key!r} has no “text”."
        for field in option.keys() - {"text", "right", "message"}:
            yield f"the option {key!r} has an unknown field “{field}”."
    right = [key for key, option in options.items() if option.get("right")]
    if any(_is_param(option.get("right")) for option in options.values()):
        return  # the variant says which options are right
    if item["kind"] == "choice" and len(right) != 1:
        yield f"exactly one option must be “right: true”; there are {len(right)}."
    if item["kind"] == "choices" and not right:
        yield "no option is “right: true”."


def _table(item: dict[str, Any]) -> Iterator[str]:
    rows, columns, answer = item["rows"], item["columns"], item["answer"]
    if not isinstance(rows, dict) or not isinstance(answer, dict):
        return
    for row, cells in answer.items():
        if row not in rows:
            yield f"“answer” has the row {row!r}, which is not in “rows”."
        for column in cells.keys() - columns.keys():
            yield f"“answer” has the column {column!r}, which is not in “columns”."


def _messages(item: dict[str, Any], rules: Kind) -> Iterator[str]:
    worded = item.get("messages") or {}
    used = [option.get("message") for option in (item.get("options") or {}).values()]
    used += [mistake.get("message") for mistake in item.get("mistakes") or ()]
    for name in dict.fromkeys(used):
        if name is not None and name not in worded and name not in BUILT_IN:
            yield f"the message {name!r} has no text in “messages”."
    for number, mistake in enumerate(item.get("mistakes") or (), 1):
        if "message" not in mistake:
            yield f"mistake {number} has no “message”."
    for name in sorted(worded.keys() - set(used) - BUILT_IN):
        yield f"the message {name!r} in “messages” is used by no option and no mistake."
    yield from _placeholders(item, rules)


def _placeholders(item: dict[str, Any], rules: Kind) -> Iterator[str]:
    params, fault = _params(item)
    if fault:
        yield fault
        return
    for value in sorted(set(_dollars(item)) - params):
        yield f"“${value}” is not a param of the variant; known are {_listed(params)}."
    for text, path in messages(item):
        in_message = path.startswith(f"{item['id']}.messages.")
        known = params | rules.evidence if in_message else params
        if not in_message and "variant" not in item:
            continue  # braces in a text without variant are just braces
        for placeholder in sorted(placeholders(text) - known):
            place = path.partition(".")[2]
            yield f"“{{{placeholder}}}” in {place} is not known; known are {_listed(known)}."


def _params(item: dict[str, Any]) -> tuple[set[str], str]:
    """Return the names of the variant's params, or what is wrong with the variant."""
    from electoral_courses.variants import params_for  # noqa: PLC0415 - only for items with one

    if "variant" not in item:
        return set(), ""
    try:
        return set(params_for(item, 1)), ""
    except Exception as error:  # noqa: BLE001 - a variant is anybody's function
        return set(), f"“variant” is {item['variant']!r}; it cannot be used: {error}"


def _dollars(value: Any) -> Iterator[str]:
    """Yield the names of all params that the item's fields ask for."""
    if isinstance(value, dict):
        for entry in value.values():
            yield from _dollars(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from _dollars(entry)
    elif _is_param(value):
        yield value[1:]


def _is_param(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"\$[a-z_][a-z0-9_]*", value))


def _is_number(value: Any) -> bool:
    if isinstance(value, bool):
        return False
    try:
        exact(value)
    except (ValueError, ZeroDivisionError, OverflowError):
        return False
    return True


def _listed(names: set[str] | frozenset[str]) -> str:
    return ", ".join(sorted(names)) or "none"
