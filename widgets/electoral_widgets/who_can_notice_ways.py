"""The five ways of voting side by side, in words; and whom each of them trusts."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from electoral.cabinet.adversaries import ROLES
from electoral.cabinet.checks import CHECKS
from electoral.cabinet.comparison import PROPERTIES, comparison, noticing
from electoral.cabinet.setting import Setting
from electoral.cabinet.ways import WAYS
from electoral_widgets import cabinet_names as names
from electoral_widgets import who_can_notice_words as say
from electoral_widgets.base import words
from electoral_widgets.who_can_notice_cells import gains, title, usual

if TYPE_CHECKING:
    from electoral.cabinet.comparison import Value

_STANDARDS = {"receipt": 23, "early": 24}
"""Standards of CM/Rec(2017)5 that stand beside a question."""

compared = lru_cache(maxsize=1)(comparison)

_BY_HAND = {"arrived": say.OWN_HAND, "as_meant": say.NO_NEED}
"""What is said on paper, where no check is computed because none is needed."""


def table(language: str) -> list[dict[str, Any]]:
    """Return a row for each question: its text, what stands beside it, and a value for each way."""
    tell = words(language).gettext
    every = compared()
    rows = []
    for name, text in say.PROPERTY_NAMES.items():
        values = [
            {
                "lines": _value(name, way, every[way][name], language),
                "sources": "; ".join(every[way][name].sources),
            }
            for way in WAYS
        ]
        shared = {value["sources"] for value in values}
        beside = tell(say.COURT) if name == "special" else ""
        if name in _STANDARDS:
            number = _STANDARDS[name]
            known = tell(names.STANDARD_NAMES[number])
            beside = tell(say.TEXTS["standard"]).format(number=number, text=known)
        if len(shared) == 1:  # what holds for every way stands once, beside the question
            for value in values:
                value["sources"] = ""
        rows.append(
            {
                "name": tell(text).format(victims=Setting().victims),
                "beside": beside,
                "sources": shared.pop() if len(shared) == 1 else "",
                "values": values,
            }
        )
    return rows + _trust(language)


def _value(name: str, way: str, value: Value, language: str) -> list[str]:
    tell = words(language).gettext
    held = value.value
    if isinstance(held, bool):
        return [tell(say.YES if held else say.NO)]
    if held is None:
        return [tell(say.NO_NUMBER)]
    if isinstance(held, int):
        return [str(held)]
    if held:
        return [
            tell(say.FOUND).format(
                who=tell(names.WHO_NAMES[who]), check=tell(names.CHECK_NAMES[check])
            )
            for who, check, _ in held
        ]
    if not WAYS[way].internet and name in _BY_HAND:
        return [tell(_BY_HAND[name])]
    achieved = gains(usual(PROPERTIES[name], way))
    return [tell(say.NO_CHECK if achieved else say.NOT_POSSIBLE)]


def trusted(way: str) -> tuple[list[str], dict[str, int]]:
    """Return the adversaries whom nobody notices, and how many each party alone notices.

    Counted are those who achieve something, and every check that anybody could make.
    """
    unseen: list[str] = []
    alone: dict[str, int] = {}
    for role in ROLES:
        one = usual(role, way)
        if not gains(one):
            continue
        people = {who for who, _, _ in noticing(one)}
        if not people:
            unseen.append(role)
        elif len(people) == 1:
            who = people.pop()
            alone[who] = alone.get(who, 0) + 1
    return unseen, alone


def _trust(language: str) -> list[dict[str, Any]]:
    tell = words(language).gettext
    found = [trusted(way) for way in WAYS]
    whom = [[tell(say.TRUSTED[way])] for way in WAYS]
    nobody = [
        [title(role, way, language) for role in unseen] or [tell(say.TRUST_NONE)]
        for way, (unseen, _) in zip(WAYS, found, strict=True)
    ]
    order = list(dict.fromkeys(check.who for check in CHECKS.values()))
    only = [
        [
            tell(say.TRUST_ONLY).format(who=tell(names.WHO_NAMES[who]), count=alone[who])
            for who in order
            if who in alone
        ]
        for _, alone in found
    ]
    return [
        {
            "name": tell(text),
            "beside": "",
            "sources": "",
            "values": [{"lines": lines, "sources": ""} for lines in lists],
        }
        for text, lists in zip(say.TRUST_NAMES.values(), (whom, nobody, only), strict=True)
    ]


def facts(language: str) -> list[dict[str, str]]:
    """Return what is reported of real systems, each with its source."""
    tell = words(language).gettext
    return [{"text": tell(text), "source": source} for text, source in say.FACTS]
