"""A voter away from home: the walk through a remote station, its records, and its queue.

Python goes every visit anew from the state; the browser walks through what Python found.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, Any, ClassVar

import traitlets

from electoral.remote_day import RUSH, Day, Plan, day
from electoral.remote_paper import (
    CONSTITUENCIES,
    OFFLINE,
    Conditions,
    Station,
    Visit,
    Voter,
    visit,
)
from electoral_widgets.base import bundle, reader_language, words
from electoral_widgets.explorable import Explorable, completed, one_of, whole
from electoral_widgets.remote_station_words import (
    ABOUT,
    ANSWERS,
    ATTEMPTS,
    COUNTED,
    DOCUMENT_NAMES,
    NAMES,
    SILENCES,
    STATION_NAMES,
    TEXTS,
    TROUBLE_NAMES,
    VISIT,
    passed,
    told,
    written,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

ANSWER = ("home", "box", "no")
"""What is printed, where it goes, whether a vote travels by internet."""

GUESSES = tuple(
    map("-".join, product(("here", "home"), ("box", "envelope", "none"), ("yes", "no")))
)

MOST_VISITS = 6

BOUNDS = {
    "home": (1, CONSTITUENCIES),
    "seed": (0, 999_999),
    "devices": (1, 6),
    "voters": (0, 3000),
    "seconds": (20, 120),
    "stopped": (0, 240),
    "offline": (0, 240),
    "misprints": (0, 20),
    "taken": (0, 20),
    "added": (0, 20),
}
"""Of each number of a state the least and the most."""

PLAN = ("devices", "voters", "seconds", "rush", "stopped", "offline", "misprints", "taken", "added")

BEGIN: dict[str, Any] = {
    "guess": "",
    "home": 7,
    "visits": [],
    "without": "stop",
    "counted": "open",
    "seed": 7,
    "devices": 1,
    "voters": 600,
    "seconds": 60,
    "rush": "even",
    "stopped": 0,
    "offline": 0,
    "misprints": 0,
    "taken": 0,
    "added": 0,
}
"""The state before anyone has touched the view."""


class RemoteStation(Explorable):
    """A voter votes on paper away from home, tries to break the rules, and reads the records.

    Args:
        state: what differs from the usual beginning, for example `{"home": 3}`.
        language: the reader's language; that of the page when none is given.

    Raises:
        ValueError: the state is not possible; the sentence names the rule and the value.
        TypeError: a keyword is unknown.
    """

    _esm, _css = bundle("remote_station", "remote_pictures")

    TEXTS: ClassVar = TEXTS

    choices = traitlets.Dict().tag(sync=True)
    """What can be chosen: `station`, `document` and `trouble`, each a list of id and name."""

    attempts = traitlets.List().tag(sync=True)
    """Tries to break the rules: a name and the visits of each."""

    walk = traitlets.List().tag(sync=True)
    """The visits of the day: a title and five steps each."""

    answers = traitlets.List().tag(sync=True)
    """Once the guess is made: of each question whether it was right, and a sentence."""

    records = traitlets.Dict().tag(sync=True)
    """What was written down in these visits."""

    silences = traitlets.List().tag(sync=True)
    """What the sources do not say."""

    about = traitlets.List().tag(sync=True)
    """What they do say, each with its source."""

    queue = traitlets.Dict().tag(sync=True)
    """A day at the station, once the guess is made."""

    def __init__(
        self,
        state: Mapping[str, Any] | None = None,
        *,
        language: str | None = None,
        **unknown: object,
    ) -> None:
        language = reader_language(language)
        say = words(language).gettext
        super().__init__(
            state or BEGIN,
            language,
            unknown,
            attempts=[
                {"name": say(name), "visits": [_tried(*one) for one in visits]}
                for name, visits in ATTEMPTS.values()
            ],
            silences=[say(text) for text in SILENCES],
            about=[say(text) for text in ABOUT],
        )

    def accept(self, state: dict[str, Any]) -> dict[str, Any]:
        """Return the whole state, if there is such a voter and such a day."""
        say = words(self.language).gettext
        full = completed(state, BEGIN)
        for key, (least, most) in BOUNDS.items():
            whole(full[key], least, most, say(NAMES.get(key, key)), say)
        one_of("guess", full["guess"], ("", *GUESSES))
        one_of("without", full["without"], OFFLINE)
        one_of("counted", full["counted"], COUNTED)
        one_of("rush", full["rush"], RUSH)
        visits = full["visits"]
        if not isinstance(visits, list) or len(visits) > MOST_VISITS:
            raise ValueError(f"visits is a list of at most {MOST_VISITS}, not {visits!r}.")
        for one in visits:
            if not isinstance(one, list) or len(one) != len(CHOICES):
                raise ValueError(f"A visit is {', '.join(CHOICES)}, not {one!r}.")
            for (key, names), value in zip(CHOICES.items(), one, strict=True):
                one_of(key, value, names)
        return full

    def follow(self, state: dict[str, Any]) -> None:
        """Go the visits and let the day pass; before the guess nothing of it travels."""
        say = words(self.language).gettext
        stations = _stations(state["home"])
        names = {
            key: say(name).format(number=stations[key].constituency)
            for key, name in STATION_NAMES.items()
        }
        with self.hold_sync():
            self.choices = {
                key: [
                    {"id": one, "name": names[one] if key == "station" else say(name)}
                    for one, name in of.items()
                ]
                for key, of in CHOICES.items()
            }
            if not state["guess"]:
                return
            self.answers = [
                {"right": one == right, "text": say(text)}
                for one, right, text in zip(
                    state["guess"].split("-"), ANSWER, ANSWERS.values(), strict=True
                )
            ]
            gone = _gone(state)
            self.walk = [
                {
                    "title": say(VISIT).format(number=place + 1, station=names[station]),
                    "paper": str(one.printed[-1]) if one.printed else "",
                    "steps": told(one, document, self.language),
                }
                for place, (one, (station, document, _)) in enumerate(
                    zip(gone, state["visits"], strict=True)
                )
            ]
            self.records = written(gone, self.language)
            one = _day(state["seed"], *(state[key] for key in PLAN))
            self.queue = passed(one, state["counted"], self.language)


CHOICES = {"station": STATION_NAMES, "document": DOCUMENT_NAMES, "trouble": TROUBLE_NAMES}
"""The three entries of a visit in a state."""


def _tried(station: str, trouble: str) -> list[str]:
    if trouble == "document":
        return [station, "driving_licence", "none"]
    return [station, "id_card", trouble]


def _stations(home: int) -> dict[str, Station]:
    """The stations one can go to from a home constituency; invented, as their numbers are."""
    far, farther = (1 + (home - 1 + step) % CONSTITUENCIES for step in (5, 13))
    return {
        "away": Station(100 * far + 4, far),
        "stand_alone": Station(100 * farther + 99, farther),
        "own": Station(100 * home + 2, home),
        "home": Station(100 * home + 1, home),
    }


def _gone(state: dict[str, Any]) -> list[Visit]:
    home = state["home"]
    stations = _stations(home)
    conditions = {
        "none": Conditions(),
        "network": Conditions(network=False, offline=state["without"]),
        "wrong_seen": Conditions(prints=1 + home % CONSTITUENCIES),
        "wrong_unseen": Conditions(prints=1 + home % CONSTITUENCIES, looks=False),
    }
    gone: list[Visit] = []
    for station, document, trouble in state["visits"]:
        one = visit(
            Voter(home), stations[station], document, before=gone, conditions=conditions[trouble]
        )
        gone.append(one)
    return gone


@lru_cache(maxsize=8)
def _day(seed: int, *plan: Any) -> Day:
    return day(Plan(**dict(zip(PLAN, plan, strict=True))), seed)
