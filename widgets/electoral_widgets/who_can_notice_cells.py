"""Cells of the matrix in words: what was achieved, who noticed, and on what it depends."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache, reduce
from typing import TYPE_CHECKING, Any

from electoral.cabinet import matrix
from electoral.cabinet.adversaries import ROLES
from electoral.cabinet.checks import CHECKS
from electoral.cabinet.setting import HABITS, Habits, Setting
from electoral.cabinet.ways import WAYS
from electoral_widgets import cabinet_names as names
from electoral_widgets import who_can_notice_words as say
from electoral_widgets.base import words
from electoral_widgets.cabinet_said import EFFECTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from electoral.cabinet.matrix import Cell

SHARES = tuple(name for name in HABITS if type(getattr(Habits(), name)) is int)
"""Habits of which a share of the voters has them; the others are there or not."""

WATCHES = tuple(name for name in HABITS if name not in SHARES)

cell = lru_cache(maxsize=4096)(matrix.cell)
"""A cell, computed once: the days of a matrix do not all stay in the core's own memory."""


def usual(role: str, way: str) -> Cell:
    """Return the cell of the usual day, with the usual habits."""
    return cell(role, way, matrix.SEED, Setting())


def setting_of(state: Mapping[str, Any]) -> Setting:
    """Return the electorate whose habits a state tells."""
    habits = {name: state[name] for name in SHARES}
    habits |= {name: name in state["watch"] for name in WATCHES}
    return Setting(
        habits=Habits(**habits), entry=state["entry"], measures=tuple(sorted(state["measures"]))
    )


def gains(one: Cell) -> bool:
    """Return whether the adversary achieved something; a cheat's own lost vote is nothing."""
    if ROLES[one.role].party == "voter":
        return replace(one.possible, prevented=0).any
    return one.possible.any


def status(one: Cell, habits: Habits) -> str:
    """Say in one word whether it is possible, and whether somebody notices.

    Sure is what does not hang on how many voters check: whoever watches looks at everything.

    >>> from electoral.cabinet.matrix import cell
    >>> status(cell("device_changes", "deg_homomorphic"), Habits())
    'chance'
    """
    if not gains(one):
        return "none"
    if any(_sure(check, habits) for _, check in one.noticed):
        return "seen"
    return "chance" if one.noticed or one.could_notice else "unseen"


def _sure(check: str, habits: Habits) -> bool:
    habit = CHECKS[check].habit
    return habit not in SHARES or getattr(habits, habit) == 1000


def conditions(one: Cell) -> list[str]:
    """Return the habits of which any would be enough, each once."""
    found = [CHECKS[check].habit for _, check in one.noticed]
    found += [habit for _, _, habit in one.could_notice]
    return list(dict.fromkeys(habit for habit in found if habit))


def shown(one: Cell, habits: Habits, language: str) -> dict[str, str]:
    """Return what stands in a cell: its status, and one line under it."""
    tell = words(language).gettext
    kind = status(one, habits)
    needed = _any_of([tell(say.HABIT_NAMES[habit]) for habit in conditions(one)], language)
    line = ""
    if kind == "none" and one.possible.any:
        line = tell(say.OWN_LOSS)
    elif kind == "none" and one.noticed:
        line = tell(say.TRIED_SEEN)
    elif kind == "none" and needed:
        line = tell(say.TRIED_IF).format(habits=needed)
    elif kind == "chance":
        line = needed
    elif kind == "seen":
        people = dict.fromkeys(who for who, check in one.noticed if _sure(check, habits))
        line = tell(say.SEEN_BY).format(
            people=", ".join(tell(names.WHO_NAMES[who]) for who in people)
        )
    return {"status": kind, "line": line}


def _any_of(texts: list[str], language: str) -> str:
    either = words(language).gettext(say.EITHER)
    return reduce(lambda one, other: either.format(one=one, other=other), texts) if texts else ""


def title(role: str, way: str, language: str) -> str:
    """Return what an adversary is called in one way of voting."""
    paper = not WAYS[way].internet and role in say.ON_PAPER
    return words(language).gettext(say.ON_PAPER[role] if paper else names.ROLE_NAMES[role])


def detail(one: Cell, habits: Habits, language: str) -> dict[str, Any]:
    """Return all that is said of one cell."""
    tell = words(language).gettext
    kind, way = status(one, habits), WAYS[one.way]
    today = [(who, check, CHECKS[check].habit) for who, check in one.noticed]
    notes = [say.ROLE_NOTES[one.role]] if one.role in say.ROLE_NOTES and way.internet else []
    if one.role == "coercer":
        notes = [say.ROLE_NOTES["coercer"]]
    return {
        "key": f"{one.role}/{one.way}",
        "title": title(one.role, one.way, language),
        "way": tell(say.WAY_NAMES[one.way]),
        "status": kind,
        "verdict": tell(say.STATUS_TEXTS[kind]),
        "achieved": [tell(say.OWN_LOSS)] * (kind == "none" and one.possible.any)
        or [
            tell(text).format(count=getattr(one.possible, name))
            for name, text in EFFECTS.items()
            if getattr(one.possible, name)
        ],
        "noticed": _lines(today, habits, language),
        "could": _lines(one.could_notice, habits, language),
        "alarms": _lines(((who, check, "") for who, check in one.false_alarms), habits, language),
        "internet": way.internet,
        "standards": [
            {"number": number, "text": tell(names.STANDARD_NAMES[number])}
            for number in one.standards
        ],
        "assumed": [tell(text) for text in (say.WAY_TEXTS[one.way], say.ASSUMED[one.way], *notes)],
        "sources": "; ".join(way.sources),
    }


def _lines(found: Iterable[tuple[str, str, str]], habits: Habits, language: str) -> list[str]:
    tell = words(language).gettext
    lines = []
    for who, check, habit in found:
        text = tell(say.HABIT_NAMES[habit]) if habit else ""
        if habit in SHARES:
            text = tell(say.SHARE).format(habit=text, count=getattr(habits, habit))
        lines.append(
            tell(say.FOUND_IF if habit else say.FOUND).format(
                who=_capital(tell(names.WHO_NAMES[who])),
                check=tell(names.CHECK_NAMES[check]),
                habit=text,
            )
        )
    return lines


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def answers(guesses: list[str], language: str) -> list[dict[str, Any]]:
    """Say of each prediction whether it held, and what the attack showed."""
    tell = words(language).gettext
    said = []
    for guess, (right, text), (role, way) in zip(guesses, say.ANSWERS, say.ASKED, strict=False):
        proven = (
            sum(bool(usual(role, one).possible.proven) for one in WAYS) if role == "coercer" else 0
        )
        places = {"changed": usual(role, way).possible.changed, "count": proven}
        said.append({"right": guess == right, "text": tell(text).format(**places)})
    return said


def roles(language: str) -> list[dict[str, str]]:
    """Return the names of the adversaries, and what they are on paper."""
    tell = words(language).gettext
    return [
        {
            "id": role,
            "name": tell(names.ROLE_NAMES[role]),
            "paper": tell(say.ON_PAPER[role]) if role in say.ON_PAPER else "",
        }
        for role in ROLES
    ]
