"""A tabletop exercise: five messages, a decision and words each time, and a debrief.

The core plays the day; here its ids become sentences, and the path taken stands beside others.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

import traitlets

from electoral.tabletop import (
    INJECTS,
    TEAMS,
    TOP,
    WORDS,
    Day,
    Move,
    Turn,
    best,
    by_habit,
    drawn,
    play,
    spreads,
)
from electoral_datasets.i18n import N_
from electoral_widgets import tabletop_words as text
from electoral_widgets.base import bundle, reader_language, words
from electoral_widgets.explorable import Explorable, MisfitError, completed, one_of, whole
from electoral_widgets.numerals import difference

if TYPE_CHECKING:
    from collections.abc import Callable

    Say = Callable[[str], str]

GUESSES = ("", "causes", "deeds", "words")

BEGIN = {"guess": "", "seed": 1, "path": [], "seen": 0}
"""The state before anyone has touched the view; `seen` are the outcomes that were read."""

TO = "\N{WORD JOINER}\N{EN DASH}\N{WORD JOINER}"
"""Between the ends of a span; a line does not end beside it."""

SEEN = N_("outcomes read")

PATH = N_("a path is a list of decisions, each a deed and words for which there are teams.")


class Tabletop(Explorable):
    """A voting day on the table; the learner leads the staff.

    Args:
        state: what differs from the usual beginning, for example `{"seed": 4}`.
        language: the reader's language; that of the page when none is given.

    Raises:
        ValueError: the state is not possible; the sentence names the rule and the value.
        TypeError: a keyword is unknown.
    """

    _esm, _css = bundle("tabletop", "tabletop_parts")

    TEXTS: ClassVar = text.TEXTS

    scene = traitlets.Dict().tag(sync=True)
    """What is on the table: `gauges`, and one of `inject`, `outcome`, `debrief`."""

    def __init__(
        self, state: dict[str, Any] | None = None, *, language: str | None = None, **unknown: object
    ) -> None:
        super().__init__(state or BEGIN, reader_language(language), unknown)

    def accept(self, state: dict[str, Any]) -> dict[str, Any]:
        """Return the whole state, if there is such a day."""
        say = words(self.language).gettext
        full = completed(state, BEGIN)
        one_of("guess", full["guess"], GUESSES)
        whole(full["seed"], 0, 999_999, "seed", say)
        try:
            played(full)
        except (ValueError, TypeError, IndexError) as error:
            raise MisfitError(say(PATH)) from error
        whole(full["seen"], 0, len(full["path"]), say(SEEN), say)
        return full

    def follow(self, state: dict[str, Any]) -> None:
        """Lay out what belongs to the state: a message, what came of it, or the debrief."""
        if not state["guess"]:
            self.scene = {}
            return
        say, day, seen = words(self.language).gettext, played(state), state["seen"]
        shown = {"gauges": {"integrity": day.integrity, "trust": day.trust, "teams": day.teams}}
        shown["gauges"] |= {"most": TOP, "most_teams": TEAMS}
        if seen < len(day.turns):
            self.scene = shown | {"outcome": _outcome(day.turns[-1], say, self.language)}
        elif len(day.turns) < len(INJECTS):
            self.scene = shown | {"inject": _inject(day, say)}
        else:
            self.scene = shown | {"debrief": _debrief(state, day, say)}


def played(state: dict[str, Any]) -> Day:
    """Return the day of a state.

    Raises:
        ValueError: its path cannot be gone.
    """
    return play([(deed, said) for deed, said in state["path"]], drawn(state["seed"]))


def _inject(day: Day, say: Say) -> dict[str, Any]:
    inject = INJECTS[len(day.turns)]
    return {
        "id": inject.id,
        "kind": say(text.HAPPENED if inject.real else text.INVENTED),
        "name": say(text.NAMES[inject.id]),
        "text": say(text.SEEN[inject.id]),
        "deeds": [
            {
                "id": deed.id,
                "text": f"{say(text.DEEDS[deed.id])} ({say(text.TEAMS_OF[deed.teams])})",
                "open": deed.teams <= day.teams,
            }
            for deed in inject.deeds
        ],
        "words": [{"id": said, "text": say(text.WORDS[said])} for said in WORDS],
    }


def _outcome(turn: Turn, say: Say, language: str) -> dict[str, Any]:
    inject = next(one for one in INJECTS if one.id == turn.inject)
    effects = []
    for effect in turn.effects:
        parts = [say(text.REASONS[effect.reason])]
        for scale, number in (("integrity", effect.integrity), ("trust", effect.trust)):
            if number:
                name = say(text.TEXTS[scale]).partition(":")[0]
                parts.append(f"{name} {difference(number, language)}.")
        effects.append(" ".join(parts))
    found = say(text.FOUND[turn.found_by])
    return {
        "name": say(text.NAMES[turn.inject]),
        "cell": say(text.CELLS[turn.inject]),
        "cause": say(text.CAUSES[turn.cause]),
        "found": found.format(spoken=_minutes(turn.spoken, say), known=_minutes(turn.known, say)),
        "effects": effects,
        "reported": [say(one) for one in text.REPORTED] if inject.real else [],
        "last": inject is INJECTS[-1],
    }


def _debrief(state: dict[str, Any], day: Day, say: Say) -> dict[str, Any]:
    causes = drawn(state["seed"])
    path: tuple[Move, ...] = tuple((deed, said) for deed, said in state["path"])
    turns = [
        {
            "message": say(text.NAMES[turn.inject]),
            "cause": say(text.CAUSES[turn.cause]),
            "done": say(text.DEEDS[turn.deed]),
            "said": say(text.SHORT_WORDS[turn.words]),
            "first_words": _minutes(turn.spoken, say),
            "known_after": _minutes(turn.known, say),
        }
        for turn in day.turns
    ]
    others = {"yours": path, "best": best(causes), "open": by_habit("open", looking=True)}
    others |= {name: by_habit(name, looking=False) for name in ("calm", "blame", "wait")}
    reach = _reach(path, causes)
    widest = max(reach, key=lambda name: reach[name].width)
    guessed = reach[state["guess"]].width == reach[widest].width
    answer = say(text.ANSWERS["right" if guessed else "wrong"])
    return {
        "answer": answer.format(widest=say(text.SPREADS[widest])),
        "turns": turns,
        "paths": [_path(name, other, causes, say) for name, other in others.items()],
        "spreads": [
            [say(text.SPREADS[name]), f"{one.least}{TO}{one.most}"] for name, one in reach.items()
        ],
        "rules": [say(rule) for rule in text.RULES],
    }


def _path(name: str, path: tuple[Move, ...], causes: tuple[str, ...], say: Say) -> dict[str, Any]:
    day = play(path, causes)
    return {
        "name": say(text.PATHS[name]),
        "trust": [turn.trust for turn in day.turns],
        "integrity": day.integrity,
    }


def _minutes(number: int, say: Say) -> str:
    return say(text.MINUTES).format(number=number)


_reach = lru_cache(maxsize=16)(spreads)
