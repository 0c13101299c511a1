"""What the walk through a station shows: what is seen, what is found, what a plan does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from electoral.barriers import (
    FEATURES,
    STOPPED_BY,
    Premises,
    alone,
    best,
    one_by_one,
    plan_of,
    still_out,
    with_barriers,
)
from electoral_widgets import access_walk_words as text
from electoral_widgets.base import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from electoral.barriers import Plan

IDS = tuple(FEATURES)
"""The things to look at, in the order of the walk."""

GUESSES = {"few": False, "half": True, "all": False}
"""Guesses at how many things are barriers, and which of them is right."""


def known_to(made: Premises, state: dict[str, Any], *, checked: bool) -> Premises:
    """Return the station as the learner knows it: by its marks, or as it is once they are checked."""
    barriers = (
        {barrier.id for barrier in made.barriers}
        if checked
        else {name for name, sign in zip(IDS, state["marks"], strict=True) if sign == "b"}
    )
    budget = made.budget if state["budget"] < 0 else state["budget"]
    sizes = [(group.id, group.voters) for group in made.groups]
    return with_barriers(made.costs, sizes, barriers, budget)


def listed(names: Any, language: str, of: Mapping[str, str] = text.FEATURE_NAMES) -> str:
    """Return names in a row, each begun with a small letter."""
    say = words(language).gettext
    written = (say(of[name]) for name in names)
    return ", ".join(name[0].lower() + name[1:] for name in written) or say(text.NOTHING)


def things(made: Premises, language: str) -> dict[str, Any]:
    """Return what is seen of each thing, and what is asked of it."""
    say = words(language).gettext
    bad = {barrier.id for barrier in made.barriers}
    return {
        name: {
            "name": say(text.FEATURE_NAMES[name]),
            "seen": say((text.BAD if name in bad else text.GOOD)[name]),
            "question": say(text.DEMANDS[feature.demand][0]),
            "source": say(text.DEMANDS[feature.demand][1]),
        }
        for name, feature in FEATURES.items()
    }


def found(made: Premises, state: dict[str, Any], language: str) -> dict[str, Any]:
    """Return what the marks were worth."""
    say = words(language).gettext
    bad = {barrier.id for barrier in made.barriers}
    rows = {}
    for name, sign in zip(IDS, state["marks"], strict=True):
        stopped = [group for group, stops in STOPPED_BY.items() if name in stops]
        told = say(text.STOPS).format(groups=listed(stopped, language, text.GROUP_NAMES))
        rows[name] = {
            "right": (sign == "b") == (name in bad),
            "bad": name in bad,
            "text": told if name in bad else say(text.STOPS_NOBODY),
        }
    right = sum(row["right"] for row in rows.values())
    said = [say(text.SEEN).format(right=right, count=len(IDS), out=made.kept_out)]
    if state["guess"]:
        sentence = text.GUESSED_RIGHT if GUESSES[state["guess"]] else text.GUESSED_WRONG
        said.insert(0, say(sentence).format(bad=len(bad), count=len(IDS)))
    return {"said": said, "rows": rows}


def people(made: Premises, language: str) -> list[dict[str, Any]]:
    """Return the groups of voters and what can stop each."""
    say = words(language).gettext
    return [
        {
            "name": say(text.GROUP_NAMES[group.id]),
            "voters": group.voters,
            "things": listed(STOPPED_BY[group.id], language),
        }
        for group in made.groups
    ]


def prices(made: Premises, language: str) -> list[dict[str, Any]]:
    """Return what the repair of each thing would cost."""
    say = words(language).gettext
    names = text.FEATURE_NAMES
    return [{"name": say(names[name]), "cost": cost} for name, cost in made.costs]


def money(known: Premises, state: dict[str, Any], language: str) -> dict[str, Any]:
    """Return the learner's plan, and what becomes of each group under it."""
    barriers = [barrier.id for barrier in known.barriers]
    chosen = [name for name in state["plan"] if name in barriers]
    plan, by_itself = plan_of(known, chosen), alone(known)
    out = {group.id for group in still_out(known, chosen)}
    stopped = [group for group in known.groups if group.stopped_by]
    return {
        "rows": [
            {
                "id": barrier.id,
                "name": words(language).gettext(text.FEATURE_NAMES[barrier.id]),
                "cost": barrier.cost,
                "alone": by_itself[barrier.id],
            }
            for barrier in known.barriers
        ],
        "budget": known.budget,
        "all_cost": sum(barrier.cost for barrier in known.barriers),
        "cost": plan.cost,
        "opened": plan.opened,
        "out": known.kept_out,
        "groups": plan.groups,
        "all": len(stopped),
        "people": [
            {
                "name": listed([group.id], language, text.GROUP_NAMES),
                "voters": group.voters,
                "in": group.id not in out,
                "by": listed(
                    [name for name in IDS if name in group.stopped_by and name not in chosen],
                    language,
                ),
            }
            for group in stopped
        ],
    }


def bests(made: Premises, state: dict[str, Any], language: str) -> dict[str, Any]:
    """Return the best plans beside the learner's own, and what is said of them."""
    say = words(language).gettext
    known = known_to(made, state, checked=True)
    budget = known.budget
    own = [name for name in state["plan"] if name in {one.id for one in known.barriers}]
    plans: dict[str, Plan] = {
        "own": plan_of(known, own),
        "step": one_by_one(known, budget),
        "voters": best(known, budget),
        "groups": best(known, budget, "groups"),
    }
    loses = plans["step"].opened < plans["voters"].opened
    all_groups = sum(1 for group in known.groups if group.stopped_by)
    said = [
        say(text.HUNCH[state["hunch"]])
        + " "
        + say(text.STEPS_LOSE if loses else text.STEPS_WIN).format(
            step=plans["step"].opened, best=plans["voters"].opened
        )
    ]
    if plans["voters"].removed != plans["groups"].removed:
        said.append(
            say(text.AIMS_DIFFER).format(
                voters=all_groups - plans["voters"].groups,
                groups=all_groups - plans["groups"].groups,
            )
        )
    else:
        said.append(say(text.AIMS_AGREE))
    prices = dict(made.costs)
    never = [
        group.id
        for group in known.groups
        if sum(prices[name] for name in group.stopped_by) > budget
    ]
    if never:
        told = listed(never, language, text.GROUP_NAMES)
        said.append(say(text.NEVER_OPEN).format(groups=told))
    return {
        "rows": [
            {
                "name": say(text.PLAN_NAMES[key]),
                "removes": listed(plan.removed, language),
                "cost": plan.cost,
                "opened": plan.opened,
                "groups": plan.groups,
            }
            for key, plan in plans.items()
        ],
        "said": said,
    }
