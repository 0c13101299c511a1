"""A polling station walked through with a checklist, and a plan of repairs under a budget.

Python holds the station: before the marks are checked the browser gets what is seen, not what
it means.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

import traitlets

from electoral.barriers import (
    BARRIERS,
    FEATURES,
    PLACES,
    STOPPED_BY,
    Premises,
    alone,
    best,
    one_by_one,
    plan_of,
    premises,
    still_out,
    with_barriers,
)
from electoral_widgets import access_walk_words as text
from electoral_widgets.base import bundle, reader_language, words
from electoral_widgets.explorable import Explorable, completed, one_of, whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from electoral.barriers import Plan

IDS = tuple(FEATURES)

SEED = 3184
"""A station where three barriers in a row stand before the wheelchairs, and two aims differ."""

GUESSES = {"few": False, "half": True, "all": False}
HUNCHES = ("", "always", "often")

MOST = 400
"""The largest budget, in thousand som: more than all repairs cost together."""

BEGIN: dict[str, Any] = {
    "seed": SEED,
    "guess": "",
    "place": "yard",
    "marks": "-" * len(IDS),
    "checked": False,
    "hunch": "",
    "budget": -1,
    "plan": [],
    "shown": False,
}
"""The state before anyone has touched the view. In `marks` each thing has a sign, in the order of
the walk: "b" a barrier, "g" no barrier, "-" not looked at. The budget −1 is the station's own."""


class AccessWalk(Explorable):
    """An invented station: look for barriers, then remove what a budget allows.

    Args:
        seed: which station.
        answers: whether marks may be checked and best plans shown; not in a graded task.
        state: a state to begin with, as a link carries it.
        language: the reader's language; that of the page when none is given.

    Raises:
        ValueError: the state is not possible; the sentence names the rule and the value.
        TypeError: a keyword is unknown.
    """

    _esm, _css = bundle("access_walk", "access_plan")

    TEXTS: ClassVar = text.TEXTS

    answers = traitlets.Bool(default_value=True).tag(sync=True)
    """Whether the page offers the answers; Python decides by what it was made with."""

    places = traitlets.List().tag(sync=True)
    """The walk: `id`, `name` and the `things` of each place."""

    things = traitlets.Dict().tag(sync=True)
    """Of each thing to look at: `name`, what is `seen`, the `question`, its `source`."""

    found = traitlets.Dict().tag(sync=True)
    """Once the marks are checked: what is `said`, and of each thing whether it was seen `right`,
    whether it is `bad`, and a `text`."""

    people = traitlets.List().tag(sync=True)
    """The groups of voters: `name`, `voters`, and the names of the things that can stop them."""

    prices = traitlets.List().tag(sync=True)
    """What the repair of each thing costs: `name`, `cost`; in a graded task only."""

    money = traitlets.Dict().tag(sync=True)
    """The learner's plan: `rows` of barriers, sums, and what becomes of each group."""

    bests = traitlets.Dict().tag(sync=True)
    """The best plans, once they are asked for: `rows`, and what is `said` of them."""

    def __init__(
        self,
        seed: int | None = None,
        *,
        answers: bool = True,
        state: Mapping[str, Any] | None = None,
        language: str | None = None,
        **unknown: object,
    ) -> None:
        language = reader_language(language)
        say = words(language).gettext
        self._open = answers
        begun = {**BEGIN, **({} if seed is None else {"seed": seed}), **(state or {})}
        places = [
            {
                "id": place,
                "name": say(text.PLACE_NAMES[place]),
                "things": [name for name in IDS if FEATURES[name].place == place],
            }
            for place in PLACES
        ]
        self._seed = begun["seed"]
        super().__init__(begun, language, unknown, answers=answers, places=places)

    def accept(self, state: dict[str, Any]) -> dict[str, Any]:
        """Return the whole state, if there is such a station; a graded task keeps its own."""
        say = words(self.language).gettext
        full = completed(state, BEGIN)
        whole(full["seed"], 0, 999_999, "seed", say)
        whole(full["budget"], -1, MOST, say(text.TEXTS["budget"]), say)
        one_of("guess", full["guess"], ("", *GUESSES))
        one_of("hunch", full["hunch"], HUNCHES)
        one_of("place", full["place"], PLACES)
        for key in ("checked", "shown"):
            one_of(key, full[key], (False, True))
        if not re.fullmatch(f"[bg-]{{{len(IDS)}}}", f"{full['marks']}"):
            raise ValueError(f"marks has {len(IDS)} signs out of bg-, not {full['marks']!r}.")
        plan = full["plan"]
        if not isinstance(plan, list) or not {*map(str, plan)} <= {*IDS}:
            raise ValueError(f"plan is a list out of {', '.join(IDS)}, not {plan!r}.")
        full["plan"] = [name for name in IDS if name in plan]
        if not self._open:
            full |= {"seed": self._seed, "checked": False, "shown": False, "budget": -1}
        full["checked"] = full["checked"] and "-" not in full["marks"]
        full["shown"] = full["shown"] and full["checked"] and bool(full["hunch"])
        return full

    def follow(self, state: dict[str, Any]) -> None:
        """Show the station, and of what it means as much as the learner has earned."""
        made = _made(state["seed"])
        known = _known(made, state, checked=state["checked"])
        with self.hold_sync():
            self.things = self._things(made)
            self.found = self._found(made, state) if state["checked"] else {}
            self.people = self._people(made)
            self.prices = [] if self._open else self._prices(made)
            self.money = self._money(known, state)
            self.bests = self._bests(made, state) if state["shown"] else {}

    def _names(self, names: Any, of: Mapping[str, str] = text.FEATURE_NAMES) -> str:
        say = words(self.language).gettext
        return ", ".join(say(of[name]) for name in names) or say(text.NOTHING)

    def _things(self, made: Premises) -> dict[str, Any]:
        say = words(self.language).gettext
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

    def _found(self, made: Premises, state: dict[str, Any]) -> dict[str, Any]:
        say = words(self.language).gettext
        bad = {barrier.id for barrier in made.barriers}
        rows = {}
        for name, sign in zip(IDS, state["marks"], strict=True):
            stopped = [group for group, stops in STOPPED_BY.items() if name in stops]
            told = say(text.STOPS).format(groups=self._names(stopped, text.GROUP_NAMES))
            rows[name] = {
                "right": (sign == "b") == (name in bad),
                "bad": name in bad,
                "text": told if name in bad else say(text.STOPS_NOBODY),
            }
        right = sum(row["right"] for row in rows.values())
        said = [say(text.SEEN).format(right=right, count=len(IDS), out=made.kept_out)]
        if state["guess"]:
            guessed = GUESSES[state["guess"]] == (5 <= BARRIERS <= 9)
            sentence = text.GUESSED_RIGHT if guessed else text.GUESSED_WRONG
            said.insert(0, say(sentence).format(bad=len(bad), count=len(IDS)))
        return {"said": said, "rows": rows}

    def _people(self, made: Premises) -> list[dict[str, Any]]:
        say = words(self.language).gettext
        return [
            {
                "name": say(text.GROUP_NAMES[group.id]),
                "voters": group.voters,
                "things": self._names(STOPPED_BY[group.id]),
            }
            for group in made.groups
        ]

    def _prices(self, made: Premises) -> list[dict[str, Any]]:
        return [{"name": self._names([name]), "cost": cost} for name, cost in made.costs]

    def _money(self, known: Premises, state: dict[str, Any]) -> dict[str, Any]:
        barriers = [barrier.id for barrier in known.barriers]
        chosen = [name for name in state["plan"] if name in barriers]
        plan, by_itself = plan_of(known, chosen), alone(known)
        out = {group.id for group in still_out(known, chosen)}
        stopped = [group for group in known.groups if group.stopped_by]
        return {
            "rows": [
                {
                    "id": barrier.id,
                    "name": self._names([barrier.id]),
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
                    "name": self._names([group.id], text.GROUP_NAMES),
                    "voters": group.voters,
                    "in": group.id not in out,
                    "by": self._names(
                        [name for name in IDS if name in group.stopped_by and name not in chosen]
                    ),
                }
                for group in stopped
            ],
        }

    def _bests(self, made: Premises, state: dict[str, Any]) -> dict[str, Any]:
        say = words(self.language).gettext
        known = _known(made, state, checked=True)
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
            told = self._names(never, text.GROUP_NAMES)
            said.append(say(text.NEVER_OPEN).format(groups=told))
        return {
            "rows": [
                {
                    "name": say(text.PLAN_NAMES[key]),
                    "removes": self._names(plan.removed),
                    "cost": plan.cost,
                    "opened": plan.opened,
                    "groups": plan.groups,
                }
                for key, plan in plans.items()
            ],
            "said": said,
        }


_made = lru_cache(maxsize=16)(premises)


def _known(made: Premises, state: dict[str, Any], *, checked: bool) -> Premises:
    """Return the station as the learner knows it: by its marks, or as it is once they are checked."""
    barriers = (
        {barrier.id for barrier in made.barriers}
        if checked
        else {name for name, sign in zip(IDS, state["marks"], strict=True) if sign == "b"}
    )
    budget = made.budget if state["budget"] < 0 else state["budget"]
    sizes = [(group.id, group.voters) for group in made.groups]
    return with_barriers(made.costs, sizes, barriers, budget)
