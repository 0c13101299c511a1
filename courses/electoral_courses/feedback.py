"""Feedback: a result in the student's words, for the eye, for the ear and for a machine.

>>> from electoral_courses.checks import check
>>> from electoral_courses.items import Item
>>> item = Item.of({"id": "q", "kind": "number", "prompt": "?", "points": 2, "answer": 402})
>>> told = feedback(item, check(item, {"number": "-402"}))
>>> told.heading, told.text, told.points
('Not right yet', '-402 has the right size and the wrong sign.', '0 of 2 points')
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from electoral_courses import wording
from electoral_courses.checks.plain import is_number, show
from electoral_courses.items import Item, fill
from electoral_courses.variants import put
from electoral_datasets.i18n import translator

if TYPE_CHECKING:
    from electoral_courses.checks.result import Result

MIME = "application/vnd.electoral.result+json"

SIGNS = {"right": "✓", "partly": "◐", "wrong": "✗", "none": "–", "by-hand": "✎"}
"""Beside the words, never instead of them."""


@dataclass(frozen=True)
class Feedback:
    """What a student reads about one answer."""

    status: str
    """right, partly, wrong, none or by-hand."""
    heading: str
    text: str
    points: str = ""
    more: tuple[str, ...] = ()
    """The cost of hints, the model answer where the item gives it, the next step."""
    language: str = "en"

    def plain(self) -> str:
        """Return the feedback as one paragraph."""
        parts = (f"{self.heading}." if self.heading else "", self.points and f"{self.points}.")
        return " ".join(part for part in (*parts, self.text, *self.more) if part)

    def html(self) -> str:
        """Return the feedback as HTML; whatever a student wrote in it is only text."""
        sign = f"{SIGNS[self.status]} " if self.status in SIGNS else ""
        points = f" <span>({html.escape(self.points)})</span>" if self.points else ""
        lines = "".join(f"<p>{_marked(text)}</p>" for text in (self.text, *self.more) if text)
        return (
            f'<div class="electoral-feedback" lang="{html.escape(self.language)}" '
            f'data-status="{html.escape(self.status)}">'
            f'<p><span aria-hidden="true">{sign}</span>'
            f"<strong>{html.escape(self.heading)}</strong>{points}</p>{lines}</div>"
        )


def feedback(
    item: Item,
    result: Result,
    params: Mapping[str, Any] | None = None,
    language: str = "en",
    hints: int = 0,
) -> Feedback:
    """Put a result into words.

    Args:
        item: the whole item, in the student's language.
        result: what the check found.
        params: the params of the student's variant.
        language: the student's language.
        hints: how many hints the student has opened.
    """
    say = translator("electoral_courses", language)
    values = readable(item, result.evidence, params or {}, language)
    status = _status(result)
    more: list[str] = []
    cost = item.hint_cost(hints)
    if cost and item.graded and result.share > 0:
        more.append(say.gettext(wording.HINT_COST).format(cost=_percent(cost, language)))
    if not result.right and result.message != "by-hand":
        answer = model_answer(item, params or {}, language)
        if item.data.get("reveal") and answer:
            more.append(say.gettext(wording.MODEL_ANSWER).format(answer=answer))
        if item.data.get("next"):
            more.append(fill(item.data["next"], values))
    return Feedback(
        status,
        say.gettext(wording.HEADINGS[status]),
        fill(message_text(item, result.message, language), values),
        points_text(result, language) if item.graded and status != "by-hand" else "",
        tuple(more),
        language,
    )


def _status(result: Result) -> str:
    if result.message in {"by-hand", "too-short", "too-long"}:
        return "by-hand"
    if result.message == "no-answer":
        return "none"
    return "right" if result.right else "partly" if result.share else "wrong"


def message_text(item: Item, message: str, language: str) -> str:
    """Return the words for a message id: the item's own, else the catalogue's."""
    own = (item.data.get("messages") or {}).get(message)
    if own:
        return str(own)
    default = wording.BY_KIND.get((item.kind, message)) or wording.MESSAGES.get(message)
    return translator("electoral_courses", language).gettext(default or wording.MESSAGES["wrong"])


def points_text(result: Result, language: str) -> str:
    """Return the points in words: `1.5 of 2 points`."""
    say, most = translator("electoral_courses", language), result.max_points
    form = say.ngettext(
        "{points} of {max_points} point",
        "{points} of {max_points} points",
        int(most) if most.denominator == 1 else 2,
    )
    points = number(rounded(result.points), language)
    return form.format(points=points, max_points=number(rounded(most), language))


def rounded(points: Fraction) -> float | int:
    """Return points as they are recorded and shown: to the hundredth.

    >>> rounded(Fraction(2, 3)), rounded(Fraction(4, 2))
    (0.67, 2)
    """
    value = round(float(points), 2)
    return int(value) if value == int(value) else value


def number(value: Any, language: str) -> str:
    """Write a number in the reader's way."""
    from babel.numbers import format_decimal  # noqa: PLC0415 - only where numbers are shown

    if isinstance(value, int) and value.bit_length() > 60:
        return show(value)
    if isinstance(value, Fraction):
        value = float(value)
    grouped = abs(value) >= 10_000
    text = format_decimal(value, locale=language, decimal_quantization=False)
    if not grouped:
        text = format_decimal(value, format="0.######", locale=language, decimal_quantization=False)
    return text.replace("-", "\N{MINUS SIGN}")


def _percent(share: Fraction, language: str) -> str:
    return number(rounded(share * 100), language) + "\N{NO-BREAK SPACE}%"


def readable(
    item: Item, evidence: Mapping[str, Any], params: Mapping[str, Any], language: str
) -> dict[str, str]:
    """Return evidence and params as words: labels for keys, numbers in the reader's way."""
    data = put(item.data, params)
    # A param may be the number of a station: it keeps its digits together.
    given = {
        name: value if isinstance(value, str) else show(value) for name, value in params.items()
    }
    told = {name: _word(data, name, value, language) for name, value in evidence.items()}
    if "relation" in evidence:
        told["formula"] = formula(data, evidence["relation"])
    return given | told


def _word(data: Mapping[str, Any], name: str, value: Any, language: str) -> str:
    kind = data["kind"]
    if isinstance(value, str):
        if name in {"expected_type", "given_type"}:
            return type_in_words(value, language)
        labels = {
            ("choice", "given"): data.get("options"),
            ("order", "first"): data.get("sequence"),
            ("order", "second"): data.get("sequence"),
            ("match", "left"): _side(data, "left"),
            ("match", "given"): _side(data, "right"),
            ("table", "row"): data.get("rows"),
            ("table", "column"): data.get("columns"),
        }.get((kind, name))
        label = (labels or {}).get(value, value)
        return str(label["text"] if isinstance(label, Mapping) else label)
    if isinstance(value, bool) or value is None:
        return "–" if value is None else str(value)
    if is_number(value):
        return number(value, language)
    if kind == "choices" and name == "given":
        return "; ".join(data["options"][key]["text"] for key in value)
    return show(value)


def _side(data: Mapping[str, Any], side: str) -> dict[str, str]:
    """Return the texts of one side of a match by key and by token."""
    texts: dict[str, str] = {}
    for key, pair in (data.get("pairs") or {}).items():
        token = data["tokens"][key][0 if side == "left" else 1]
        texts |= {key: pair[side], token: pair[side]}
    return texts


def type_in_words(name: str, language: str) -> str:
    """Return a Python type in words.

    >>> type_in_words("list[str]", "en"), type_in_words("DataFrame", "en")
    ('a list of texts', 'DataFrame')
    """
    text = wording.TYPES.get(name.replace(" ", ""))
    return translator("electoral_courses", language).gettext(text) if text else name


def formula(data: Mapping[str, Any], relation_id: str) -> str:
    """Return a control relation in the words of the table's rows."""
    from electoral_courses.checks.tables import relations_of  # noqa: PLC0415 - tables only

    rows = data["rows"]

    def side(terms: tuple[str, ...]) -> str:
        words = ""
        for term in terms:
            sign = " − " if term.startswith("-") else " + " if words else ""
            words += sign + str(rows.get(term.removeprefix("-"), term))
        return words.strip()

    for relation in relations_of(data):
        if relation.id == relation_id:
            sense = "=" if relation.sense == "=" else "≥"
            return f"{side(relation.left)} {sense} {side(relation.right)}"
    return relation_id


def model_answer(item: Item, params: Mapping[str, Any], language: str) -> str:
    """Return the right answer in words, for items that may tell it; else nothing."""
    data = put(item.data, params)
    if item.kind in {"choice", "choices"}:
        return "; ".join(entry["text"] for entry in data["options"].values() if entry.get("right"))
    if item.kind == "order":
        return "; ".join(data["sequence"].values())
    if item.kind == "match":
        return "; ".join(f"{pair['left']} — {pair['right']}" for pair in data["pairs"].values())
    if item.kind == "text":
        return str(data["accept"][0])
    if item.kind == "number":
        right = data["answer"]
        unit = f" {data['unit']}" if data.get("unit") else ""
        return (number(right, language) if is_number(right) else str(right)) + unit
    return show(data["answer"]) if item.kind == "value" else ""


def machine(item: Item, result: Result) -> dict[str, Any]:
    """Return the result for programs: plain JSON with the points as recorded."""
    return {
        "version": 1,
        "item": item.id,
        "kind": item.kind,
        "objective": item.objective,
        "points": rounded(result.points),
        "max_points": rounded(result.max_points),
        "share": rounded(result.share),
        "message": result.message,
        "evidence": {name: _json(value) for name, value in result.evidence.items()},
        "parts": [list(part) for part in result.parts],
    }


def _json(value: Any) -> Any:
    if value is None or isinstance(value, bool | str):
        return value
    if is_number(value):
        small = abs(value) < 2**53
        exact_int = isinstance(value, int) or Fraction(value).denominator == 1
        return (int(value) if exact_int else float(value)) if small else show(value)
    return [_json(entry) for entry in value] if isinstance(value, list) else show(value)


def _marked(text: str) -> str:
    """Return text as HTML, with `code` and **bold** kept."""
    safe = html.escape(text)
    safe = re.sub(r"`([^`]+)`", r"<code>\1</code>", safe)
    return re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", safe)
