"""A polling station walked through with a checklist, and a plan of repairs under a budget.

Python holds the station: before the marks are checked the browser gets what is seen, not what
it means.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

import traitlets

from electoral.barriers import FEATURES, PLACES, premises
from electoral_widgets import access_walk_shown as shown
from electoral_widgets import access_walk_words as text
from electoral_widgets.access_walk_shown import GUESSES, IDS
from electoral_widgets.base import bundle, reader_language, words
from electoral_widgets.explorable import Explorable, completed, one_of, whole

if TYPE_CHECKING:
    from collections.abc import Mapping

SEED = 3184
"""A station where three barriers in a row stand before the wheelchairs, and two aims differ."""

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
        known = shown.known_to(made, state, checked=state["checked"])
        with self.hold_sync():
            self.things = shown.things(made, self.language)
            self.found = shown.found(made, state, self.language) if state["checked"] else {}
            self.people = shown.people(made, self.language)
            self.prices = [] if self._open else shown.prices(made, self.language)
            self.money = shown.money(known, state, self.language)
            self.bests = shown.bests(made, state, self.language) if state["shown"] else {}


_made = lru_cache(maxsize=16)(premises)
