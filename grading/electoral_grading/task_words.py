"""Tasks, messages and wrong answers in the words of their items.

>>> item = {"id": "q", "kind": "choice", "prompt": "Who? {n} may.", "options": {"a": {"text": "All"}}}
>>> tasks = TaskWords({"q": item}, "en")
>>> tasks.title("q"), tasks.answer("q", {"given": "a"})
('Who? … may.', 'All')
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from electoral_courses.feedback import message_text, readable
from electoral_courses.items import Item, fill
from electoral_grading.cells import read_json
from electoral_grading.dashboard_words import MESSAGES, Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

LONGEST = 90
"""Characters of a prompt that stand in a table."""

PLACE = re.compile(r"\{[a-z_][a-z0-9_]*\}")

SHOWN = {
    "match": ("left", "given"),
    "table": ("row", "given"),
    "order": ("first", "second"),
    "function": ("call", "got"),
}
"""By kind, the evidence that tells an answer; of other kinds it is `given`."""


@dataclass(frozen=True)
class TaskWords:
    """The items of an assignment, in its language."""

    items: Mapping[str, Mapping[str, Any]]
    language: str

    @classmethod
    def of(cls, root: Path, assignment: str, language: str) -> TaskWords:
        """Read the items with their messages; none where the lecturer's notebook has no items."""
        public = read_json(root / "source" / assignment / "items.json").get("items")
        keys = read_json(root / "keys" / f"{assignment}.json").get("items")
        found = [*(public or ()), *(keys or ())]
        return cls({item["id"]: item for item in found if "id" in item}, language)

    def title(self, name: str) -> str:
        """Return the beginning of a task's prompt; nothing where it has none."""
        prompt = str(self.items.get(name, {}).get("prompt", ""))
        text = " ".join(PLACE.sub("…", prompt).replace("**", "").replace("`", "").split())
        if len(text) <= LONGEST:
            return text
        return text[:LONGEST].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"

    def message(self, name: str, message: str, evidence: Sequence[Mapping[str, Any]] = ()) -> str:
        """Return what learners read for a message id, numbers of single learners left out.

        Args:
            name: the item.
            message: the message id.
            evidence: of all who got it; what they share is put into the text.
        """
        if name not in self.items or message in MESSAGES:
            return Words(self.language).message(message)
        item = Item.of(self.items[name])
        first = self.readable(name, evidence[0]) if evidence else {}
        shared = {
            key: first[key]
            for key in first
            if all(one.get(key) == evidence[0].get(key) for one in evidence)
        }
        text = fill(message_text(item, message, self.language), shared)
        return " ".join(PLACE.sub("…", text).replace("**", "").replace("`", "").split())

    def answer(self, name: str, evidence: Mapping[str, Any]) -> str:
        """Return a wrong answer in words; nothing where the evidence does not tell it."""
        kind = str(self.items.get(name, {}).get("kind", ""))
        keys = SHOWN.get(kind, ("given",))
        if not all(key in evidence for key in keys):
            return ""
        told = self.readable(name, evidence)
        return " → ".join(told[key] for key in keys)[:200]

    def readable(self, name: str, evidence: Mapping[str, Any]) -> dict[str, str]:
        """Return evidence as words; as it is where a variant decides what it means."""
        try:
            return readable(Item.of(self.items[name]), evidence, {}, self.language)
        except (AttributeError, KeyError, TypeError, ValueError):
            return {key: str(value) for key, value in evidence.items()}
