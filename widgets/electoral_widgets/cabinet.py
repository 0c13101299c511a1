"""A voter's cabinet on an invented phone: vote, check, and say whether the day was honest.

The day is held in Python from the learner's list of acts; who is dishonest follows from the
number of the day and does not travel before the learner has answered.
"""

from __future__ import annotations

from typing import Any, ClassVar

import traitlets

from electoral.cabinet.adversaries import ROLES
from electoral.cabinet.identify import ATTACKS, ENTRIES, MEASURES, enter
from electoral.cabinet.own import Do
from electoral.cabinet.setting import Habits
from electoral.cabinet.ways import WAYS as ALL_WAYS
from electoral_datasets.i18n import N_
from electoral_widgets import cabinet_names as names
from electoral_widgets import cabinet_play as days
from electoral_widgets import cabinet_said as said
from electoral_widgets.base import bundle, reader_language, words
from electoral_widgets.cabinet_words import TEXTS
from electoral_widgets.explorable import Explorable, completed, one_of, whole

ANSWERS = ("", "yes", "no", "unknown")
GUESSES = ("", "nothing", *days.SUSPECTS[1:])
WATCH = ("copies", "archive", "register", "auditor")
MOST_ACTS = 12

BEGIN = {
    "way": "deg_homomorphic",
    "seed": 11,
    "entry": "",
    "acts": [],
    "closed": False,
    "after": [],
    "counted": "",
    "guess": "",
    "door_entry": "face",
    "attack": "photo",
    "measures": [],
    "own_rate": -1,
    "other_rate": -1,
    "lab_way": "deg_homomorphic",
    "role": "device_changes",
    "codes": 300,
    "challenges": 200,
    "second_device": 55,
    "status": 0,
    "watch": list(WATCH),
    "held": 0,
}
"""The state before anyone has touched the view; a rate of -1 is the model's own assumption."""

DAY = ("way", "seed", "entry", "acts", "closed", "after", "counted", "guess")
"""The entries of a state on which the learner's day depends."""

DOOR = ("door_entry", "attack", "measures", "own_rate", "other_rate")
"""… and on which the door does."""

THOUSANDTHS = N_("number of a thousand")


class Cabinet(Explorable):
    """A voter's day by internet, with somebody who may be dishonest, and a laboratory after it.

    Args:
        state: what differs from the usual beginning, for example `{"way": "i_voting"}`.
        language: the reader's language; that of the page when none is given.

    Raises:
        ValueError: the state is not possible; the sentence names the rule and the value.
        TypeError: a keyword is unknown.
    """

    _esm, _css = bundle("cabinet", "cabinet_pictures", "cabinet_parts", "cabinet_sandbox")

    TEXTS: ClassVar = TEXTS

    names = traitlets.Dict().tag(sync=True)
    """Names of ways, stories, roles, entries, attacks and measures: `id`, `name`, `text`."""

    offers = traitlets.Dict().tag(sync=True)
    """What can be done on the day (`acts`) and looked at after it (`after`), in this way."""

    entered = traitlets.Unicode().tag(sync=True)
    """How the learner got in."""

    seen = traitlets.List().tag(sync=True)
    """What came of each act: `kind`, `text`, `sign`; of a vote that was taken its `code`."""

    published = traitlets.Dict().tag(sync=True)
    """After the close: what is `said`, who `gave` a share, how many were `needed`, the `votes`."""

    found = traitlets.List().tag(sync=True)
    """What each look after the close found."""

    board = traitlets.List().tag(sync=True)
    """The final board, once it was looked at: `number`, `code`, whether it is the `own`, `vote`."""

    truth = traitlets.Dict().tag(sync=True)
    """What happened; empty before both answers are given."""

    door = traitlets.Dict().tag(sync=True)
    """A thousand attempts to enter: how many got in, and the rates."""

    lab = traitlets.Dict().tag(sync=True)
    """The days that were held with an adversary whom the learner chose."""

    def __init__(
        self, state: dict[str, Any] | None = None, *, language: str | None = None, **unknown: object
    ) -> None:
        language = reader_language(language)
        self._day: dict[str, Any] = {}
        super().__init__(
            state or BEGIN,
            language,
            unknown,
            names=names.listed(language, days.WAYS, days.SUSPECTS),
        )

    def accept(self, state: dict[str, Any]) -> dict[str, Any]:
        """Return the whole state, if there is such a day."""
        say = words(self.language).gettext
        full = completed(state, BEGIN)
        for key, allowed in (
            ("way", days.WAYS),
            ("entry", ("", *ENTRIES)),
            ("closed", (False, True)),
            ("counted", ANSWERS),
            ("guess", GUESSES),
            ("door_entry", ENTRIES),
            ("attack", tuple(ATTACKS)),
            ("lab_way", days.WAYS),
            ("role", tuple(ROLES)),
        ):
            one_of(key, full[key], allowed)
        whole(full["seed"], 0, 999_999, "seed", say)
        whole(full["held"], 0, days.DAYS, "held", say)
        for key in ("codes", "challenges", "second_device", "status"):
            whole(full[key], 0, 1000, say(THOUSANDTHS), say)
        for key in ("own_rate", "other_rate"):
            whole(full[key], -1, 1000, say(THOUSANDTHS), say)
        _several("after", full["after"], days.AFTERWARDS[full["way"]])
        _several("measures", full["measures"], tuple(MEASURES))
        _several("watch", full["watch"], WATCH)
        acts = _acts(full)
        if full["door_entry"] not in ATTACKS[full["attack"]]:
            raise ValueError(
                f"{full['attack']!r} is no attack against entering by {full['door_entry']!r}."
            )
        if full["closed"] and not any(kind in {"vote", "paper"} for kind, _ in acts):
            raise ValueError("A day is closed after the learner has voted.")
        if (full["after"] or full["counted"] or full["guess"]) and not full["closed"]:
            raise ValueError("What comes after the close needs a day that is closed.")
        return full

    def follow(self, state: dict[str, Any]) -> None:
        """Hold the day as far as the learner has come."""
        with self.hold_sync():
            self.offers = {
                "acts": list(ALL_WAYS[state["way"]].doings),
                "again": ALL_WAYS[state["way"]].revoting,
                "after": list(days.AFTERWARDS[state["way"]]),
            }
            told = bool(state["counted"] and state["guess"])
            day = {name: state[name] for name in DAY}
            if day != self._day:
                self._day = day
                self._hold_day(state)
                self.truth = said.truth(state, _acts(state), self.language) if told else {}
            self.door = days.door(*(state[name] for name in DOOR)) if told else {}
            self.lab = self._lab(state) if told and state["held"] else {}

    def _hold_day(self, state: dict[str, Any]) -> None:
        acts, language, seed = _acts(state), self.language, state["seed"]
        self.entered = _entered(state["entry"], seed, language) if state["entry"] else ""
        if not acts:
            self.seen = self.found = self.board = []
            self.published = {}
            return
        day = days.play(state["way"], seed, days.hidden(state["way"], seed), acts)
        self.seen = [
            {**said.seen(one, language), "code": one.code if one.kind == "vote" else ""}
            for one in day.own
        ]
        if not state["closed"]:
            self.published, self.found, self.board = {}, [], []
            return
        shown = day.published
        self.published = {
            "said": said.published(day, language),
            "gave": next(step.shows["gave"] for step in day.story if step.stage == "open"),
            "holders": shown["members"],
            "needed": shown["needed"],
            "votes": list(day.tally[0]) if day.tally else [],
        }
        self.found = [line for kind in state["after"] for line in said.looked(day, kind, language)]
        self.board = said.board(day, state["after"])

    def _lab(self, state: dict[str, Any]) -> dict[str, Any]:
        watched = {name: name in state["watch"] for name in WATCH}
        shares = {name: state[name] for name in ("codes", "challenges", "second_device", "status")}
        habits = Habits(**shares, **watched)
        held = days.laboratory(state["lab_way"], state["role"], habits, state["held"])
        return said.laboratory(held, self.language)


def _entered(entry: str, seed: int, language: str) -> str:
    say = words(language).gettext
    tries = len(enter(entry, 0, (), f"{seed}/own"))
    return say(said.ENTERED if tries == 1 else said.ENTERED_LATER).format(tries=tries)


def _acts(state: dict[str, Any]) -> tuple[tuple[str, int | None], ...]:
    """Return the learner's acts, each checked."""
    acts = state["acts"]
    if not isinstance(acts, list) or len(acts) > MOST_ACTS:
        raise ValueError(f"acts is a list of at most {MOST_ACTS}, not {acts!r}.")
    doings = ALL_WAYS[state["way"]].doings
    checked: list[tuple[str, int | None]] = []
    for act in acts:
        if not isinstance(act, list) or not 0 < len(act) <= 2:
            raise ValueError(f"An act is a list of its kind and a choice, not {act!r}.")
        kind, choice = act[0], act[1] if len(act) > 1 else None
        one_of("act", kind, doings)
        if choice is not None:
            whole(choice, 0, len(said.CHOICES) - 1, "choice")
        checked.append((kind, choice))
        Do(kind, choice)
    return tuple(checked)


def _several(name: str, value: object, allowed: tuple[str, ...]) -> None:
    if not isinstance(value, list) or len({*map(str, value)}) < len(value):
        raise ValueError(f"{name} is a list, each once, not {value!r}.")
    for one in value:
        one_of(name, one, allowed)
