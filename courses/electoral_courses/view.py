"""What a learner sees of an item: plain data for the view, with no answer in it."""

from __future__ import annotations

import hashlib
import os
import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from electoral_courses.checks.tables import editable, relations_of
from electoral_courses.feedback import formula, number, rounded
from electoral_courses.items import Item, exact, fill, public
from electoral_courses.variants import put, shuffled
from electoral_datasets.i18n import N_, translator

if TYPE_CHECKING:
    from collections.abc import Mapping

Run = list[str]
"""A piece of text with its style: ["text" | "strong" | "code", the text]."""

CODE_NOTE = N_("You may also compute it in a cell below, as `{name}`; the better of both counts.")


def view(
    item: Item, params: Mapping[str, Any], seed: int, language: str, draft: str
) -> dict[str, Any]:
    """Return the data from which the view draws an item.

    Args:
        item: the item in the student's language, whole or public.
        params: the params of the student's variant.
        seed: what decides the order in which options are shown.
        language: the student's language.
        draft: under which name the browser keeps what is typed until it is saved.
    """
    data = put(public(item.data), params)
    prompt = fill(data.get("prompt", ""), {name: str(value) for name, value in params.items()})
    shown: dict[str, Any] = {
        "id": item.id,
        "kind": item.kind,
        "draft": draft,
        "prompt": blocks(prompt),
        "graded": item.graded,
        "points": points_label(item, language),
        "hints": [_cost(hint, item, language) for hint in item.hints],
        "note": _code_note(data, language),
    }
    return shown | _of_kind(data, seed)


def draft_name(module: str, student: str, item: str) -> str:
    """Return a name for a draft that several learners of one browser do not share."""
    whose = hashlib.sha256(f"{student}\n{module}".encode()).hexdigest()[:12]
    return f"electoral-draft:{whose}:{item}"


def _of_kind(data: Mapping[str, Any], seed: int) -> dict[str, Any]:
    kind = data["kind"]
    if kind in {"choice", "choices"}:
        keys = list(data["options"])
        keys = keys if data.get("shuffle") is False else shuffled(keys, seed)
        return {
            "options": [{"key": key, "text": runs(data["options"][key]["text"])} for key in keys]
        }
    if kind == "number":
        return {"unit": data.get("unit", "")}
    if kind == "order":
        return {"entries": _entries(data["entries"], shuffled(data["entries"], seed))}
    if kind == "match":
        right = shuffled(data["right"], seed)
        return {
            "left": _entries(data["left"], list(data["left"])),
            "right": _entries(data["right"], right),
        }
    if kind == "table":
        return _table(data)
    return {"words": list(data.get("words") or [])} if kind == "essay" else {}


def _entries(texts: Mapping[str, str], keys: list[str]) -> list[dict[str, str]]:
    return [{"key": key, "text": texts[key]} for key in keys]


def _table(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "rows": _entries(data["rows"], list(data["rows"])),
        "columns": _entries(data["columns"], list(data["columns"])),
        "given": data["given"],
        "editable": [list(cell) for cell in editable(data)],
        "relations": [
            {
                "id": relation.id,
                "text": formula(data, relation.id),
                "left": list(relation.left),
                "sense": relation.sense,
                "right": list(relation.right),
            }
            for relation in relations_of(data)
        ],
    }


def points_label(item: Item, language: str) -> str:
    """Return what an item is worth in words; nothing for a self-check."""
    if not item.graded:
        return ""
    worth = rounded(item.points)
    form = translator("electoral_courses", language).ngettext(
        "{points} point", "{points} points", worth if isinstance(worth, int) else 2
    )
    return form.format(points=number(worth, language))


def _cost(hint: Mapping[str, Any], item: Item, language: str) -> str:
    """Return what a hint costs, as a percentage; nothing where it is free."""
    cost = exact(hint.get("cost") or 0) if item.graded else 0
    return f"{number(rounded(Fraction(cost * 100)), language)}\N{NO-BREAK SPACE}%" if cost else ""


def _code_note(data: Mapping[str, Any], language: str) -> list[Run]:
    on_a_page = "ELECTORAL_ANSWERS" in os.environ  # where there are no cells to compute in
    if "code" not in data or on_a_page:
        return []
    note = translator("electoral_courses", language).gettext(CODE_NOTE)
    return runs(note.format(name=data["code"]["name"]))


def blocks(text: str) -> list[list[Run]]:
    r"""Return a text of paragraphs as lists of styled pieces.

    >>> blocks("Which line?\n\nLook at **one** line.")
    [[['text', 'Which line?']], [['text', 'Look at '], ['strong', 'one'], ['text', ' line.']]]
    """
    return [runs(part.strip()) for part in re.split(r"\n\s*\n", text) if part.strip()]


def runs(text: str) -> list[Run]:
    """Return a text with `code` and **bold** as styled pieces."""
    pieces: list[Run] = []
    for part in re.split(r"(`[^`]+`|\*\*[^*]+\*\*)", text):
        if part.startswith("`") and len(part) > 2:
            pieces.append(["code", part[1:-1]])
        elif part.startswith("**") and len(part) > 4:
            pieces.append(["strong", part[2:-2]])
        elif part:
            pieces.append(["text", part])
    return pieces
