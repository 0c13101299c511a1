"""The report on one graded submission: what each item asked, what came, what it earned.

It is put together from the graded notebook, the learner's `answers.json` and the public items,
so that it cannot hold a test's source, a hidden test, a solution or a mark scheme.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import bleach
from babel.numbers import format_decimal
from markupsafe import Markup
from nbconvert.filters.markdown import markdown2html

from electoral_courses.items import fill
from electoral_courses.variants import params_for, put, seed_for, seed_name
from electoral_datasets.i18n import N_, translator
from electoral_grading.cells import grade_id
from electoral_grading.judge.outputs import DIED, STOPPED
from electoral_grading.judge.points import UNGRADED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from electoral_courses.variants import Params

PACKAGE = "electoral_grading"

TAGS = {"b", "br", "caption", "code", "dd", "div", "dl", "dt", "em", "h4", "hr", "li", "ol", "p"}
TAGS |= {"pre", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead"}
TAGS |= {"tr", "ul"}
"""What a text of the report may be made of: nothing that loads, links or runs."""

ATTRIBUTES = {"*": ["class", "lang"], "td": ["colspan", "rowspan"], "th": ["colspan", "scope"]}

DROPPED = re.compile(r"<(script|style|svg|math)\b.*?(</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
"""What goes with all it holds; of other foreign elements the text stays."""

NO_RESPONSE = "No response."
"""nbgrader's own comment on an answer cell that was not touched."""

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

TROUBLES = {
    STOPPED: N_("A cell ran too long and was stopped. Is there a loop that never ends?"),
    DIED: N_("Python stopped while the notebook ran, so this could not be checked."),
    UNGRADED: N_("The check gave no result."),
}
"""Ends of a cell that the feedback puts into words."""

TROUBLE = N_("The check stopped with an error: {error}")


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


def value_of(answers: Mapping[str, Any], name: str) -> Any:
    """Return what the learner answered to an item; None if nothing."""
    given = answers.get("answers")
    entry = given.get(name) if isinstance(given, dict) else None
    return entry.get("value") if isinstance(entry, dict) else None


def shown(item: Mapping[str, Any], value: Any) -> list[Markup]:
    """Return a clicked answer in words, one line a part; nothing where it has no known form.

    >>> shown({"kind": "choice", "options": {"a": {"text": "The voters"}}}, "a")
    [Markup('The voters')]
    """
    try:
        lines = LINES[item["kind"]](item, value) if item["kind"] in LINES and value else []
    except (AttributeError, KeyError, TypeError, ValueError):
        lines = [str(value)]
    return [Markup.escape(line[:2000]) for line in lines]


LINES: dict[str, Callable[[Mapping[str, Any], Any], list[str]]] = {
    "choice": lambda item, value: [item["options"][value]["text"]],
    "choices": lambda item, value: [item["options"][key]["text"] for key in value],
    "number": lambda item, value: [f"{value['number']} {item.get('unit', '')}".strip()],
    "order": lambda item, value: [
        f"{place}. {item['entries'][token]}" for place, token in enumerate(value, 1)
    ],
    "match": lambda item, value: [
        f"{item['left'][left]} — {item['right'][right]}" for left, right in value.items() if right
    ],
    "table": lambda item, value: [
        f"{item['rows'][row]}, {item['columns'][column]}: {cell}"
        for row, cells in value.items()
        for column, cell in cells.items()
        if cell not in ("", None, (item["given"].get(row) or {}).get(column))
    ],
    "text": lambda _, value: [str(value)],
    "essay": lambda _, value: [str(value)],
}
"""By kind, the lines of an answer."""


def message(cell: Any) -> Markup:
    """Return what a check said, without anything that could load, link or run."""
    for output in cell.get("outputs", ()):
        page = output.get("data", {}).get("text/html")
        if output.output_type == "execute_result" and page:
            return clean(page)
    return Markup()


def troubles(cell: Any, say: Callable[[str], str], own: bool) -> list[str]:
    """Return in words how a cell failed.

    The learner's own errors are told by the check that follows; here only what ended a run.
    """
    names = [
        (output.ename, output.evalue)
        for output in cell.get("outputs", ())
        if output.output_type == "error"
    ]
    if own:
        names = [(name, text) for name, text in names if name in (STOPPED, DIED)]
    return [
        say(TROUBLES[name])
        if name in TROUBLES
        else say(TROUBLE).format(error=": ".join(filter(None, (name, text[:300]))))
        for name, text in names[:1]
    ]


def remark(comment: Any) -> list[str]:
    """Return a comment made by hand, as paragraphs."""
    if not isinstance(comment, str) or comment == NO_RESPONSE:
        return []
    return [part.strip() for part in comment.split("\n\n") if part.strip()]


def markdown(text: str) -> Markup:
    """Return Markdown as safe HTML."""
    return clean(markdown2html(text))


def clean(page: str) -> Markup:
    """Return HTML with nothing but text and its structure.

    >>> clean('<p onclick="x()">a<img src="http://b/c"><script>d()</script></p>')
    Markup('<p>a</p>')
    """
    without = DROPPED.sub("", page)
    return Markup(bleach.clean(without, tags=TAGS, attributes=ATTRIBUTES, strip=True))  # noqa: S704
