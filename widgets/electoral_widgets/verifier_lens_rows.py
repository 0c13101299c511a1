"""An archive as the lens shows it: parts, checks in order, both sides cut to what can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from electoral.evoting.checks import CHECKS
from electoral_widgets import verifier_lens_words as texts
from electoral_widgets.base import words
from electoral_widgets.check_words import CHECK_NAMES, CHECK_TEXTS
from electoral_widgets.numerals import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from electoral.evoting.checks import Step

RULES = {"order", "payload", "canonical", "on_the_list", "decryption_owner", "enough"}
"""Checks whose two sides need not be equal."""

LONG = 28
"""A side with more digits is cut."""

HEAD, WINDOW, TAIL = 8, 8, 6
"""Digits that stay: at the beginning, around the first difference, at the end."""

Piece = tuple[str, bool]
"""Some digits, and whether they differ from those of the other side."""


def part_of(step: Step) -> str:
    """Return the part of the archive that a step belongs to: a ballot's number, or a name."""
    if step.ballot is not None:
        return str(step.ballot)
    if CHECKS[step.check].part == "archive":
        return "archive"
    return "tally" if step.event else "setup"


def in_parts(found: Iterable[Step]) -> dict[str, list[Step]]:
    """Return the steps of each part, in the order in which somebody would look at the parts."""
    parts: dict[str, list[Step]] = {"archive": [], "setup": []}
    last: list[Step] = []
    for step in found:
        part = part_of(step)
        (last if part == "tally" else parts.setdefault(part, [])).append(step)
    parts = {**parts, "tally": last}
    return {part: steps for part, steps in parts.items() if steps}


def part_name(part: str, language: str) -> str:
    """Return the name of a part in the reader's language."""
    say = words(language).gettext
    named = {"archive": texts.ARCHIVE, "setup": texts.SETUP, "tally": texts.TALLY}
    if part in named:
        return say(named[part])
    return say(texts.BALLOT).format(number=count(int(part), language))


def check_name(check: str, language: str) -> str:
    """Return the name of a check in the reader's language."""
    return words(language).gettext(CHECK_NAMES[check])


def row(step: Step, language: str) -> dict[str, Any]:
    """Return what the browser shows of a step, with both sides cut to what can be read."""
    say = words(language).gettext
    left, right = str(step.left), str(step.right)
    form = not right and step.check not in RULES
    equality = step.check not in RULES and not form
    names = step.equation.split(" = ") if equality and " = " in step.equation else ["", ""]
    compared = cut(left, right) if equality else (plain(left), plain(right))
    note = say(texts.FORM) if form or not left else ""
    if form and not step.holds:
        note = say(texts.BAD_FORM).format(reason=left)
    return {
        "name": say(CHECK_NAMES[step.check]),
        "text": say(CHECK_TEXTS[step.check]),
        "place": place(step, language),
        "holds": step.holds,
        "equation": step.equation,
        "section": step.section,
        "kind": "form" if form else "equality" if equality else "rule",
        "names": names,
        "sides": [] if form else compared,
        "sizes": ["", ""] if form else [size(left, language), size(right, language)],
        "note": note,
    }


def place(step: Step, language: str) -> str:
    """Say where in its part a step stands."""
    say = words(language).gettext
    found = []
    if part_of(step) == "archive" and step.event is not None:
        found.append(say(texts.PLACES["event"]).format(event=step.event))
    if step.question is not None:
        found.append(say(texts.PLACES["question"]).format(question=step.question))
        if step.choice is None:
            found.append(say(texts.PLACES["whole"]))
    if step.choice is not None:
        found.append(say(texts.PLACES["choice"]).format(choice=step.choice))
    if step.trustee is not None:
        found.append(say(texts.PLACES["trustee"]).format(trustee=step.trustee))
    return ", ".join(found)


def size(side: str, language: str) -> str:
    """Say how many digits a side has, where they are not all shown."""
    if len(side) <= LONG:
        return ""
    text = texts.LENGTH if side.isdigit() else texts.SIGNS_LONG
    return words(language).gettext(text).format(count=count(len(side), language))


def plain(side: str) -> list[Piece]:
    """Return a side that is compared with nothing, cut in the middle."""
    if len(side) <= LONG + TAIL:
        return [(side, False)] if side else []
    return [(f"{side[:HEAD]}…{side[-TAIL:]}", False)]


def cut(left: str, right: str) -> tuple[list[Piece], list[Piece]]:
    """Return both sides, cut alike: the beginning, the first difference, the end.

    >>> cut("1719", "1729")
    ([('17', False), ('1', True), ('9', False)], [('17', False), ('2', True), ('9', False)])
    """
    longest = max(len(left), len(right))
    if longest <= LONG:
        return whole(left, right)
    first = next(
        (
            place
            for place, (one, other) in enumerate(zip(left, right, strict=False))
            if one != other
        ),
        min(len(left), len(right)),
    )
    shown = [range(HEAD)]
    if left != right and first >= HEAD:
        shown.append(range(first, first + WINDOW))
    shown.append(range(max(shown[-1].stop, longest - TAIL), longest))
    both: tuple[list[Piece], list[Piece]] = [], []
    before = 0
    for places in shown:
        if places.start > before:
            for side in both:
                side.append(("…", False))
        window = slice(places.start, places.stop)
        for side, pieces in zip(both, whole(left[window], right[window]), strict=True):
            side.extend(pieces)
        before = places.stop
    return both


def whole(left: str, right: str) -> tuple[list[Piece], list[Piece]]:
    """Return both sides with all their digits, those that differ apart from those that do not."""
    differs = [
        left[place : place + 1] != right[place : place + 1]
        for place in range(max(len(left), len(right)))
    ]
    return _pieces(left, differs), _pieces(right, differs)


def _pieces(side: str, differs: Sequence[bool]) -> list[Piece]:
    pieces: list[Piece] = []
    for digit, other in zip(side, differs, strict=False):
        if pieces and pieces[-1][1] == other:
            pieces[-1] = pieces[-1][0] + digit, other
        else:
            pieces.append((digit, other))
    return pieces
