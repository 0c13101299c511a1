"""The papers of an evening on which one thing went wrong: copies, the server's log, the display.

What happened is not told here: it is to be found, and `electoral.incident` has put it in.
"""

from __future__ import annotations

from typing import ClassVar

import traitlets

from electoral.incident import CHANGED, CLOSE, CONSOLE, clock, incident
from electoral_datasets.i18n import N_
from electoral_widgets.base import View, bundle, words
from electoral_widgets.explorable import whole
from electoral_widgets.numerals import count

TEXTS = {
    "title": N_("The file of an evening"),
    "invented": N_("Invented, from a number. Voting ends at 20:00."),
    "papers": N_("Observers' copies of the protocols, and the list of devices made beforehand"),
    "station": N_("Station"),
    "device": N_("Its device"),
    "votes": N_("Votes"),
    "log": N_("The server's log"),
    "only": N_("Show in the log"),
    "all": N_("all stations"),
    "one": N_("station {number}"),
    "time": N_("Time"),
    "event": N_("Entry"),
    "sender": N_("From"),
    "none": N_("No entry of this station."),
    "sums": N_("Two sums"),
    "server": N_("The server's sum: {number}"),
    "display": N_("Last number on the display: {number}"),
}

EVENTS = {
    "arrived": N_("arrived"),
    "changed": N_("changed"),
    "early": N_("arrived, not added"),
}

ABOUT = N_(
    "{console} is the server's own console. The server adds what arrives after 20:00. A number "
    "that is changed there replaces the one before."
)


class IncidentFile(View):
    """The file of a seed.

    Args:
        seed: which file; the same number makes the same one.
        language: the reader's language; that of the page when none is given.

    Raises:
        ValueError: the seed is not a whole number from 0 to 999,999.
        TypeError: a keyword is unknown.
    """

    _esm, _css = bundle("incident_file")

    TEXTS: ClassVar = TEXTS

    file = traitlets.Dict().tag(sync=True)
    """The rows of both tables, and the two sums, as they are written."""

    def __init__(self, seed: int = 1, *, language: str | None = None, **unknown: object) -> None:
        super().__init__(language, unknown)
        self.seed = whole(seed, 0, 999_999, "seed")
        found, say = incident(seed), words(self.language).gettext

        def event(kind: str, minute: int) -> str:
            return say(EVENTS["early" if kind != CHANGED and minute < CLOSE else kind])

        def number(votes: int) -> str:
            return count(votes, self.language)

        stations = zip(found.devices, found.copies, strict=True)
        self.file = {
            "papers": [
                [str(place), device, number(votes)]
                for place, (device, votes) in enumerate(stations, start=1)
            ],
            "log": [
                [
                    clock(entry.minute),
                    event(entry.event, entry.minute),
                    str(entry.station),
                    entry.device,
                    number(entry.votes),
                ]
                for entry in found.log
            ],
            "server": number(found.server),
            "display": number(found.display),
            "about": say(ABOUT).format(console=CONSOLE),
        }
