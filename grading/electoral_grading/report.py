"""The report on one graded submission: what each item asked, what came, what it earned.

It is put together from the graded notebook, the learner's `answers.json` and the public items,
so that it cannot hold a test's source, a hidden test, a solution or a mark scheme.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from babel.numbers import format_decimal
from markupsafe import Markup

from electoral_courses.items import fill
from electoral_courses.variants import params_for, put, seed_for, seed_name
from electoral_datasets.i18n import N_, translator
from electoral_grading.cells import grade_id
from electoral_grading.report_text import (
    NO_RESPONSE,
    markdown,
    message,
    remark,
    shown,
    troubles,
    value_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from electoral_courses.variants import Params

PACKAGE = "electoral_grading"

WORDS = {
    "total": N_("Total"),
    "answer": N_("Your answer"),
    "code": N_("Your code"),
    "comment": N_("Comment by the teacher"),
    "result": N_("Result"),
    "nothing": N_("There is no answer."),
    "waiting": N_("This answer has not been graded yet."),
    "incomplete": N_("Some answers have not been graded yet; the total will change."),
    "mended": N_("What was put right in your submission"),
    "task": N_("Task {number}"),
    "hint": N_("A hint"),
    "next": N_("What to go back to in the lesson"),
    "late": N_("Taken away for handing in late"),
    "no_words": N_("The points were given by the assignment's own test."),
}


@dataclass
class Entry:
    """One graded item, or one graded cell of the lecturer's own."""

    id: str
    title: str
    score: float
    points: float
    prompt: Markup = field(default_factory=Markup)
    answer: list[Markup] = field(default_factory=list)
    code: list[str] = field(default_factory=list)
    message: Markup = field(default_factory=Markup)
    """The check's own words, with its evidence."""
    trouble: list[str] = field(default_factory=list)
    comment: list[str] = field(default_factory=list)
    waiting: bool = False
    hint: Markup = field(default_factory=Markup)
    """A hint to the item, where points were lost."""
    step: str = ""
    """The objective of the lesson that the item is about, where points were lost."""

    @property
    def state(self) -> str:
        """One of full, part, none, waiting; shown by words and points, not by colour alone."""
        if self.waiting:
            return "waiting"
        return "full" if self.score >= self.points else "part" if self.score > 0 else "none"


@dataclass
class Report:
    """A learner's graded assignment."""

    language: str
    title: str
    student: str
    score: float
    points: float
    late: float = 0
    dates: str = ""
    """What was told about the due date, with this learner's own extension."""
    entries: list[Entry] = field(default_factory=list)
    mended: list[str] = field(default_factory=list)

    @property
    def words(self) -> dict[str, str]:
        """The fixed words of the page."""
        say = translator(PACKAGE, self.language).gettext
        return {name: say(word) for name, word in WORDS.items()}

    def data(self) -> dict[str, Any]:
        """Return the report as JSON data, for a page that shows it."""
        return {"version": 1, **asdict(self)}

    @property
    def incomplete(self) -> bool:
        """Whether something waits for a hand."""
        return any(entry.waiting for entry in self.entries)

    def number(self, value: float) -> str:
        """Return a number as it is written in the language."""
        return format_decimal(round(value, 2), locale=self.language)

    def marks(self, score: float, points: float) -> str:
        """Return points as a phrase.

        >>> Report("en", "", "", 0, 0).marks(1.5, 2)
        '1.5 of 2 points'
        """
        phrase = translator(PACKAGE, self.language).ngettext(
            "{score} of {points} point", "{score} of {points} points", int(points)
        )
        return phrase.format(score=self.number(score), points=self.number(points))


@dataclass(frozen=True)
class Work:
    """What a learner handed in beside the notebook, and what is known about it."""

    items: Mapping[str, Any]
    """The public `items.json`."""
    answers: Mapping[str, Any]
    """The learner's `answers.json`."""
    student: str
    """The learner's id, from which the variants grow."""
    language: str
    waiting: Callable[[str], bool]
    """Whether the grade of a cell still waits for a hand."""


def entries(nb: Any, work: Work) -> list[Entry]:
    """Return the entries of a graded notebook, in its order."""
    say = translator(PACKAGE, work.language).gettext
    by_id = {item["id"]: item for item in work.items.get("items", ())}
    key = bytes.fromhex(str(work.items.get("key", "")))
    found: list[Entry] = []
    code: list[str] = []
    trouble: list[str] = []
    comment: list[str] = []
    for cell in nb.cells:
        known = cell.metadata.get("nbgrader") or {}
        trouble += troubles(cell, say, own=not known.get("grade"))
        if known.get("solution") or known.get("task"):
            comment += remark(known.get("comment"))
        touched = known.get("comment") != NO_RESPONSE
        if known.get("solution") and cell.cell_type == "code" and touched:
            code.append(cell.source)
        if not (known.get("grade") or known.get("task")):
            continue
        name = grade_id(cell)
        item = own_variant(by_id[name], key, work.student) if name in by_id else None
        entry = Entry(
            id=name,
            title=say(WORDS["task"]).format(number=len(found) + 1),
            score=known.get("score") or 0,
            points=known.get("points") or 0,
            prompt=markdown(item["prompt"]) if item else Markup(),
            code=code,
            trouble=trouble,
            comment=comment,
            waiting=work.waiting(name),
        )
        if cell.cell_type == "markdown":
            wrote = known.get("solution") and touched
            entry.answer = [markdown(cell.source)] if wrote else []
        else:
            entry.message = message(cell)
            entry.answer = shown(item, value_of(work.answers, name)) if item else []
        if item and entry.state in {"part", "none"}:
            entry.hint = hint(item, work.answers)
            entry.step = str(work.items.get("objectives", {}).get(item.get("objective"), ""))
        found.append(entry)
        code, trouble, comment = [], [], []
    return found


def hint(item: Mapping[str, Any], answers: Mapping[str, Any]) -> Markup:
    """Return the first hint that the learner has not opened, else the last one."""
    hints = item.get("hints") or ()
    given = answers.get("answers")
    entry = given.get(item["id"]) if isinstance(given, dict) else None
    opened = entry.get("hints", 0) if isinstance(entry, dict) else 0
    number = opened if type(opened) is int and 0 <= opened < len(hints) else len(hints) - 1
    return markdown(hints[number]["text"]) if hints else Markup()


def own_variant(item: Mapping[str, Any], key: bytes, student: str) -> dict[str, Any]:
    """Return the item as this learner saw it: with the numbers of their own variant."""
    params: Params = params_for(item, seed_for(key, student, seed_name(item)))
    seen = params.shown()
    hints = [{"text": fill(hint["text"], seen)} for hint in item.get("hints") or ()]
    return {**put(item, seen), "prompt": fill(item.get("prompt", ""), seen), "hints": hints}
