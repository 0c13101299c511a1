"""A ballot box that reads: its ballots as arrays for the browser, three counts of them as numbers.

The browser reads the ballots again when a threshold moves, by the rule of `electoral.marks.judge`;
the counts here are made independently and confirm it. Until the learner has made a guess only
the first ballots travel.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import traitlets

from electoral.acts import KINDS, MISSET, TooFewError
from electoral.marks import USUAL, Thresholds
from electoral.records import PILES
from electoral.traces import traces_at
from electoral_widgets.act_words import ACT_NAMES, ACT_TEXTS, CHECK_NAMES, HYPOTHESIS
from electoral_widgets.base import bundle, reader_language, words
from electoral_widgets.explorable import Explorable, MisfitError, whole
from electoral_widgets.numerals import decimal
from electoral_widgets.urn_ballots import counted, drawn, packed, polled
from electoral_widgets.urn_words import NO_TRACE, TEXTS, TOO_FEW, TRACES, VERDICTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from electoral.day import Day

TRIAL = 20
"""Ballots that can be watched before the guess."""

ALL = 10_000
"""So many ballots fed, or more than there are, means all of them."""

GUESSES = {"none": (0, 0.5), "one": (0.5, 3), "five": (3, 10), "many": (10, 101)}
"""The guesses, and from where up to where of 100 ballots each is right."""

BEGIN = {
    "seed": 87,
    "voters": 1200,
    "turnout": 600,
    "hands": "ordinary",
    "acts": [],
    "sure": USUAL.sure,
    "doubtful": USUAL.doubtful,
    "fed": 0,
    "guess": "",
}
"""The state before anyone has touched the view."""


class Urn(Explorable):
    """Ballots fall into the reading box; machine, people and truth are compared.

    Args:
        state: what differs from the usual beginning, for example `{"seed": 8}`.
        language: the reader's language; that of the page when none is given.

    Raises:
        ValueError: the state is not possible; the sentence names the rule and the value.
        TypeError: a keyword is unknown.
    """

    _esm, _css = bundle("urn", "urn_ballots", "urn_stage", "urn_run")

    TEXTS: ClassVar = TEXTS

    ballots = traitlets.Bytes().tag(sync=True)
    """The ballots in the order of casting, each a `BALLOT`."""

    counts = traitlets.Dict().tag(sync=True)
    """`cast` ballots; after the guess the counts of machine, hand and truth, and those `missed`."""

    verdict = traitlets.Unicode().tag(sync=True)
    """How good the guess was; empty while the machine is disturbed."""

    traces = traitlets.Unicode().tag(sync=True)
    """Which comparisons show the acts that are switched on."""

    acts = traitlets.List().tag(sync=True)
    """What can be switched on: id, group, name and text of each act."""

    thresholds = traitlets.Dict().tag(sync=True)
    """The usual thresholds, and those of a machine that is set wrongly."""

    picture = traitlets.Bytes().tag(sync=True)
    """The ballot that was asked for, as the machine sees it: a PNG file."""

    def __init__(
        self,
        state: Mapping[str, Any] | None = None,
        *,
        language: str | None = None,
        **unknown: object,
    ) -> None:
        language = reader_language(language)
        self._shown: dict[str, Any] = {}
        thresholds = {
            name: {"sure": of.sure, "doubtful": of.doubtful}
            for name, of in (("usual", USUAL), ("misset", MISSET))
        }
        beginning = {**BEGIN, **(state or {})}
        super().__init__(
            beginning, language, unknown, acts=_offered(language), thresholds=thresholds
        )
        self.on_msg(self._answer)

    def accept(self, state: dict[str, Any]) -> dict[str, Any]:
        """Return the state as it may stand.

        Raises:
            ValueError: it may not; the sentence names the rule and the value.
        """
        say = words(self.language).gettext
        if {*state} != {*BEGIN}:
            entries, given = ", ".join(BEGIN), ", ".join(map(str, state))
            raise ValueError(f"The state of an urn has the entries {entries}, not {given}.")
        accepted = {
            "seed": whole(state["seed"], 0, 999_999, "seed", say),
            "voters": whole(state["voters"], 100, 2500, "voters", say),
            "turnout": whole(state["turnout"], 100, 1000, "turnout", say),
            "fed": whole(state["fed"], 0, ALL, "fed", say),
            "sure": whole(state["sure"], 1, 1000, "sure", say),
            "doubtful": whole(state["doubtful"], 1, 1000, "doubtful", say),
            "acts": list(dict.fromkeys(state["acts"])),
            "hands": state["hands"],
            "guess": state["guess"],
        }
        if "threshold" in accepted["acts"]:
            accepted["acts"].remove("threshold")
            accepted |= {"sure": MISSET.sure, "doubtful": MISSET.doubtful}
        Thresholds(accepted["sure"], accepted["doubtful"])
        if state["guess"] not in {"", *GUESSES}:
            raise ValueError(f"A guess is one of {', '.join(GUESSES)}, not {state['guess']!r}.")
        try:
            polled(accepted)
        except TooFewError as error:
            raise MisfitError(say(TOO_FEW)) from error
        return accepted

    def follow(self, state: dict[str, Any]) -> None:
        """Send the ballots of this state and their counts, unless only more of them are fed."""
        if {**state, "fed": 0} == self._shown:
            return
        self._shown = {**state, "fed": 0}
        day = polled(state)
        ballots = packed(day)
        with self.hold_sync():
            self.counts = {"cast": ballots.size}
            self.picture = b""
            if not state["guess"]:
                self.ballots = ballots[:TRIAL].tobytes()
                self.verdict = self.traces = ""
                return
            thresholds = Thresholds(state["sure"], state["doubtful"])
            self.ballots = ballots.tobytes()
            self.counts = counted(ballots, thresholds) | {
                "hand": [int(day.above[line][0]) for line in PILES],
                "truth": day.truth[0].tolist(),
            }
            self.verdict = self._judged(state)
            self.traces = self._traced(state, day)

    def _judged(self, state: dict[str, Any]) -> str:
        if state["acts"] or (state["sure"], state["doubtful"]) != (USUAL.sure, USUAL.doubtful):
            return ""
        missed, cast = self.counts["missed"], self.counts["cast"]
        share = (2000 * missed + cast) // (2 * cast) / 10  # rounded as the browser rounds
        least, most = GUESSES[state["guess"]]
        text = VERDICTS["more" if share >= most else "fewer" if share < least else "right"]
        return words(self.language).gettext(text).format(share=decimal(share, self.language, 1))

    def _traced(self, state: dict[str, Any], day: Day) -> str:
        if not state["acts"]:
            return ""
        translate = words(self.language).gettext
        found = traces_at(day) - traces_at(polled({**state, "acts": []}))
        names = [translate(name) for check, name in CHECK_NAMES.items() if check in found]
        return translate(TRACES).format(checks="; ".join(names)) if names else translate(NO_TRACE)

    def _answer(self, _widget: object, content: object, _buffers: object) -> None:
        if not isinstance(content, dict) or content.get("do") != "picture":
            return
        number, ballots = content.get("ballot"), packed(polled(self.state))
        shown = ballots.size if self.state["guess"] else TRIAL
        if isinstance(number, int) and 0 <= number < min(shown, ballots.size):
            self.picture = drawn(ballots, number, self.state)


def _offered(language: str) -> list[dict[str, str]]:
    translate = words(language).gettext
    return [
        {
            "id": kind.id,
            "group": kind.group,
            "name": translate(ACT_NAMES[kind.id]),
            "text": f"{translate(ACT_TEXTS[kind.id])} {translate(kind.source or HYPOTHESIS)}",
        }
        for kind in KINDS.values()
    ]
