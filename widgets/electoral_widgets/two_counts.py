"""Machine against hand in an invented country, and a recount of stations that a learner picks.

The two counts are made when a prediction is. Who disturbed what stays in Python until the
learner asks for it after a recount; of each station only its size and its differences travel.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, ClassVar

import numpy as np
import traitlets

from electoral.acts import KINDS
from electoral.marks import Thresholds
from electoral.plan import HANDS, STATIONS_2025, country
from electoral.records import PILES
from electoral.recount import TwoCounts as Counts
from electoral.recount import at_random, count_twice, largest, plant
from electoral_widgets.act_words import ACT_NAMES, SQUARE_NAMES
from electoral_widgets.base import bundle, reader_language, words
from electoral_widgets.explorable import Explorable, completed, one_of, whole
from electoral_widgets.real_pairs import pairs
from electoral_widgets.two_counts_words import TEXTS, known, results, summary, verdict

ACTS = tuple(kind for kind in KINDS if kind not in {"wrong_clock", "no_modem"})
"""What can be done to a station here; a clock and a modem touch no figure of a count."""

GUESSES = {"none": 0, "under_1000": 999, "under_10000": 10_000, "more": None}
"""The bands of the prediction, and the most ballots in each."""

MOST = 101
"""The most stations to be recounted, as many as the commission recounted in December 2021."""

BEGIN = {
    "guess": "",
    "seed": 7,
    "hands": "ordinary",
    "sure": 100,
    "doubtful": 40,
    "disturbed": 12,
    "acts": list(ACTS),
    "line": "all",
    "chosen": [],
    "draw": 0,
    "recounted": False,
    "told": False,
}
"""The state before anyone has touched the view."""


class TwoCounts(Explorable):
    """Two counts of an invented country; the learner predicts, looks, and recounts stations.

    Args:
        state: what differs from the usual beginning, for example `{"seed": 8}`.
        language: the reader's language; that of the page when none is given.

    Raises:
        ValueError: the state is not possible; the sentence names the rule and the value.
        TypeError: a keyword is unknown.
    """

    _esm, _css = bundle("two_counts", "counts_picture")

    TEXTS: ClassVar = TEXTS

    stations = traitlets.Bytes().tag(sync=True)
    """Of each station: its ballots and machine less hand of six lines, as 32-bit numbers."""

    apart = traitlets.Bytes().tag(sync=True)
    """On how many ballots of each station the two counts differ, as 32-bit numbers."""

    counted = traitlets.Int().tag(sync=True)
    """How often Python has answered with a country; it tells the browser that it need not wait."""

    nation = traitlets.Dict().tag(sync=True)
    """The sums of all stations: `machine` and `hand`, six lines each."""

    said = traitlets.List().tag(sync=True)
    """What the two counts say, as sentences."""

    found = traitlets.List().tag(sync=True)
    """Of each recounted station: its index, the outcome, a sentence."""

    summary = traitlets.List().tag(sync=True)
    """What the recount as a whole says, as sentences."""

    truth = traitlets.Dict().tag(sync=True)
    """Once they are told: of each disturbed station its index, the act, a sentence."""

    pairs = traitlets.List().tag(sync=True)
    """The real pairs, as rows of text."""

    of = traitlets.Int(STATIONS_2025).tag(sync=True)
    most = traitlets.Int(MOST).tag(sync=True)
    lines = traitlets.List().tag(sync=True)
    kinds = traitlets.List().tag(sync=True)

    def __init__(
        self, state: dict[str, Any] | None = None, *, language: str | None = None, **unknown: object
    ) -> None:
        language = reader_language(language)
        gettext = words(language).gettext
        self._shown: Counts | None = None
        super().__init__(
            state or BEGIN,
            language,
            unknown,
            lines=[{"id": line, "name": gettext(SQUARE_NAMES[line])} for line in PILES],
            kinds=[{"id": kind, "name": gettext(ACT_NAMES[kind])} for kind in ACTS],
        )
        self.on_msg(self._answer)

    def accept(self, state: dict[str, Any]) -> dict[str, Any]:
        """Return the whole state, if there is such a country and such a choice of stations."""
        say = words(self.language).gettext
        full = completed(state, BEGIN)
        one_of("guess", full["guess"], ("", *GUESSES))
        one_of("hands", full["hands"], tuple(HANDS))
        one_of("line", full["line"], ("all", *PILES))
        for key, most in (("seed", 999_999), ("sure", 1000), ("doubtful", 1000), ("draw", 9_999)):
            whole(full[key], 0, most, key, say)
        whole(full["disturbed"], 0, MOST, "disturbed", say)
        for key in ("recounted", "told"):
            one_of(key, full[key], (False, True))
        for act in _listed("acts", full["acts"], len(ACTS)):
            one_of("act", act, ACTS)
        for station in _listed("chosen", full["chosen"], MOST):
            whole(station, 0, STATIONS_2025 - 1, "station", say)
        Thresholds(full["sure"], full["doubtful"])
        full["recounted"] = full["recounted"] and bool(full["chosen"])
        if full["guess"]:
            _counted(full)
        return full

    def follow(self, state: dict[str, Any]) -> None:
        """Show the two counts after the prediction, and what a recount finds."""
        if not state["guess"]:
            return
        counts = _counted(state)
        if counts is not self._shown:
            self._shown = counts
            rows = np.column_stack([counts.sizes, counts.machine - counts.hand])
            self.stations = rows.astype("<i4").tobytes()
            self.apart = counts.apart.astype("<i4").tobytes()
            self.nation = {
                "machine": counts.machine.sum(axis=0).tolist(),
                "hand": counts.hand.sum(axis=0).tolist(),
            }
        self.pairs = self.pairs or pairs(self.language)
        self.said = verdict(counts, GUESSES, state["guess"], self.language)
        recounted = state["chosen"] if state["recounted"] else []
        self.found = results(counts, recounted, self.language)
        self.summary = summary(counts, recounted, self.language)
        self.truth = known(counts, recounted, self.language) if state["told"] else {}
        self.counted += 1

    def _answer(self, _widget: object, content: object, _buffers: object) -> None:
        """Choose several stations at once, by lot or by size."""
        state = dict(self.state)
        if not isinstance(content, dict) or not state["guess"]:
            return
        try:
            size = whole(content.get("size"), 1, MOST, "size", words(self.language).gettext)
        except ValueError as error:
            self.notice = self.misfit(error)
            return
        draw = (state["draw"] + (content.get("do") == "by_lot")) % 10_000
        if content.get("do") == "by_lot":
            chosen = at_random(STATIONS_2025, size, state["seed"] * 10_000 + draw)
        else:
            chosen = largest(_counted(state).apart, size)
        self.state = {**state, "chosen": list(chosen), "draw": draw, "recounted": False}


def _counted(state: dict[str, Any]) -> Counts:
    names = ("seed", "hands", "sure", "doubtful", "disturbed")
    return _count(*(state[name] for name in names), tuple(state["acts"]))


@lru_cache(maxsize=4)
def _count(  # noqa: PLR0913, PLR0917 - a country is these six
    seed: int, hands: str, sure: int, doubtful: int, disturbed: int, kinds: tuple[str, ...]
) -> Counts:
    people = country(seed, hands=hands)
    acts = plant(people, seed, kinds, disturbed)
    return count_twice(people, seed, acts, Thresholds(sure, doubtful))


def _listed(name: str, value: object, most: int) -> list[Any]:
    if not isinstance(value, list) or len(value) > most or len(set(map(str, value))) < len(value):
        raise ValueError(f"{name} is a list of at most {most}, each once, not {value!r}.")
    return value
