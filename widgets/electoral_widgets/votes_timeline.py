"""National votes and the institutions that held them, on one line of years.

A figure that sources dispute is drawn as a span, one that no source gives as an open place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import traitlets

from electoral_datasets.i18n import N_
from electoral_widgets import votes_timeline_rows as rows
from electoral_widgets.base import bundle, reader_language, words
from electoral_widgets.explorable import Explorable, completed, one_of

if TYPE_CHECKING:
    from collections.abc import Mapping

GUESSES = ("more", "same", "fewer")

BEGIN: dict[str, Any] = {
    "guess": "",
    "measure": "registered",
    "base": "own",
    "chosen": "parliament_2015",
}
"""The state before anyone has touched the view."""

SAID = N_(
    "The list of 2015 held 2,761,297 voters. In 2010 and 2011 the lists were given as about "
    "3,000,000, and in 2025 the list held 4,294,243."
)
ALT = N_(
    "{votes} national votes from 1991 to 2027. For {spans} of them the sources disagree, for "
    "{gaps} no source gives this figure. The same stands in the table below."
)
OWN_LIST = N_("the list of each vote")
LIST_OF = N_("the list of {year}, for all votes")


class VotesTimeline(Explorable):
    """The national votes of Kyrgyzstan with their figures, above the events of the institutions.

    Args:
        state: what differs from the usual beginning, for example `{"measure": "turnout"}`.
        language: the reader's language; that of the page when none is given.

    Raises:
        ValueError: the state is not possible; the sentence names the rule and the value.
        TypeError: a keyword is unknown.
    """

    _esm, _css = bundle("votes_timeline", "votes_timeline_picture", "cited")

    TEXTS: ClassVar = {
        "title": N_("Votes and institutions, 1991 to 2027"),
        "question": N_(
            "In 2010 and 2011 about 3 million people stood on the voter lists. Before the vote of "
            "2015 biometric data were collected in the whole country. How many stood on the list "
            "of that year?"
        ),
        "more": N_("More: nobody is forgotten any more"),
        "same": N_("About as many"),
        "fewer": N_("Fewer"),
        "show": N_("Show the years"),
        "right": N_("As you guessed."),
        "wrong": N_("Not as you guessed."),
        "measure": N_("What the height shows"),
        "registered": N_("Registered voters"),
        "voted": N_("Voters who voted"),
        "turnout": N_("Turnout"),
        "base": N_("Turnout on"),
        "millions": N_("In millions"),
        "computed": N_("Computed here: no source states these turnouts."),
        "choose_vote": N_("Vote"),
        "choose_event": N_("Event"),
        "none": N_("choose"),
        "earlier": N_("Earlier"),
        "later": N_("Later"),
        "legend": N_("Signs"),
        "presidential": N_("Election of the president"),
        "parliamentary": N_("Election of the parliament"),
        "referendum": N_("Referendum"),
        "span": N_("A bar: sources disagree, or give a range"),
        "rough": N_("A dashed edge: not exact, or preliminary"),
        "annulled": N_("Crossed out: annulled later"),
        "gap": N_("A question mark: no source gives the figure"),
        "figures": N_("Its figures, as the sources give them"),
        "figure": N_("Figure"),
        "value": N_("Value"),
        "how": N_("How firm, and from where"),
        "differ": N_("sources disagree"),
        "table": N_("The same as a table"),
        "date": N_("Date"),
        "planned": N_("planned"),
    }

    marks = traitlets.List().tag(sync=True)
    """A mark for each vote; nothing before the guess."""

    events = traitlets.List().tag(sync=True)
    """The events of the institutions."""

    kinds = traitlets.List().tag(sync=True)
    """Kinds of events, each with its name."""

    bases = traitlets.List().tag(sync=True)
    """The lists on which a turnout can be computed, each with its name."""

    detail = traitlets.Dict().tag(sync=True)
    """All figures of the chosen vote; nothing while an event is chosen."""

    said = traitlets.Unicode().tag(sync=True)
    """The answer to the guess; nothing before it."""

    alt = traitlets.Unicode().tag(sync=True)
    """The picture in words."""

    def __init__(
        self,
        state: Mapping[str, Any] | None = None,
        *,
        language: str | None = None,
        **unknown: object,
    ) -> None:
        language = reader_language(language)
        say = words(language).gettext
        self._events = rows.events(language)
        bases = [[rows.LISTS[0], say(OWN_LIST)]] + [
            [one, say(LIST_OF).format(year=one.rpartition("_")[2])] for one in rows.LISTS[1:]
        ]
        super().__init__(state or BEGIN, language, unknown, bases=bases, kinds=rows.kinds(language))

    def accept(self, state: dict[str, Any]) -> dict[str, Any]:
        """Return the whole state, if there is such a vote, event and measure."""
        full = completed(state, BEGIN)
        one_of("guess", full["guess"], ("", *GUESSES))
        one_of("measure", full["measure"], rows.MEASURES)
        one_of("base", full["base"], rows.LISTS)
        known = [*(one.id for one in rows.votes()), *(f"e:{one['id']}" for one in self._events)]
        one_of("chosen", full["chosen"], known)
        if full["measure"] != "turnout":
            full["base"] = rows.LISTS[0]
        return full

    def follow(self, state: dict[str, Any]) -> None:
        """Show the votes in one measure, and all that is known of the chosen one."""
        if not state["guess"]:
            return
        say = words(self.language).gettext
        with self.hold_sync():
            self.marks = rows.marks(state["measure"], state["base"], self.language)
            self.events = self._events
            self.said = say(SAID)
            self.alt = say(ALT).format(
                votes=len(self.marks),
                spans=sum(mark["dispute"] for mark in self.marks),
                gaps=sum(mark["low"] is None for mark in self.marks),
            )
            vote = not state["chosen"].startswith("e:")
            self.detail = rows.detail(state["chosen"], state["base"], self.language) if vote else {}
