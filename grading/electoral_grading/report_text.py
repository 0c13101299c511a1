"""The parts of a report in words: answers, checks, ends of cells; safe HTML and nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import bleach
from markupsafe import Markup
from nbconvert.filters.markdown import markdown2html

from electoral_datasets.i18n import N_
from electoral_grading.judge.outputs import DIED, STOPPED
from electoral_grading.judge.points import UNGRADED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TAGS = {"b", "br", "caption", "code", "dd", "div", "dl", "dt", "em", "h4", "hr", "li", "ol", "p"}
TAGS |= {"pre", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead"}
TAGS |= {"tr", "ul"}
"""What a text of the report may be made of: nothing that loads, links or runs."""

ATTRIBUTES = {"*": ["class", "lang"], "td": ["colspan", "rowspan"], "th": ["colspan", "scope"]}

DROPPED = re.compile(r"<(script|style|svg|math)\b.*?(</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
"""What goes with all it holds; of other foreign elements the text stays."""

NO_RESPONSE = "No response."
"""nbgrader's own comment on an answer cell that was not touched."""

MISSING_NAME = re.compile(r"name '(\w+)' is not defined")

TROUBLES = {
    STOPPED: N_("A cell ran too long and was stopped. Is there a loop that never ends?"),
    DIED: N_("Python stopped while the notebook ran, so this could not be checked."),
    UNGRADED: N_("The check gave no result."),
}
"""Ends of a cell that the feedback puts into words."""

NO_NAME = N_("There is no “{name}” in your notebook, so this could not be checked.")
"""What a NameError says to somebody who does not program."""

TROUBLE = N_("The check stopped with an error: {error}")


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
    return [in_words(name, text[:300], say) for name, text in names[:1]]


def in_words(name: str, text: str, say: Callable[[str], str]) -> str:
    """Return an error in words, where there are some for it."""
    if name in TROUBLES:
        return say(TROUBLES[name])
    if name == "NameError" and (found := MISSING_NAME.fullmatch(text)):
        return say(NO_NAME).format(name=found[1])
    return say(TROUBLE).format(error=": ".join(filter(None, (name, text))))


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
