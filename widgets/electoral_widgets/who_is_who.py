"""Who is who around an election: what each organisation is, whom it answers to, what it may do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import traitlets

from electoral_datasets import card, load
from electoral_datasets.i18n import N_
from electoral_widgets.base import bundle, reader_language, words
from electoral_widgets.explorable import Explorable, completed, one_of
from electoral_widgets.votes_timeline_rows import cited

if TYPE_CHECKING:
    from collections.abc import Mapping

DATA_SET = "election_organisations"
GUESSES = ("mission", "association", "commission")
GROUPS = {
    "decides": ("central_commission",),
    "cis": ("ipa_cis", "iimdd", "cis_mission"),
    "europe": ("odihr", "venice"),
    "bodies": ("aceeeo", "aaea", "a_web"),
}
"""Where an organisation stands on the map."""

BEGIN: dict[str, Any] = {"guess": "", "chosen": "central_commission"}
"""The state before anyone has touched the view."""

SAID = N_(
    "The Central Commission sets the result; this is Article 37 of Law № 68, in its editions of "
    "2015 to 2019. Missions watch and tell, associations unite election bodies."
)
NOT_FOUND = N_("Our sources leave this open.")


class WhoIsWho(Explorable):
    """A map of organisations; each opens with statements that have a source, or say that none has.

    Args:
        state: what differs from the usual beginning, for example `{"chosen": "iimdd"}`.
        language: the reader's language; that of the page when none is given.

    Raises:
        ValueError: the state is not possible; the sentence names the rule and the value.
        TypeError: a keyword is unknown.
    """

    _esm, _css = bundle("who_is_who", "cited")

    TEXTS: ClassVar = {
        "title": N_("Who is who"),
        "question": N_(
            "After an election an observation mission reports a grave fault. Who sets the result?"
        ),
        "mission": N_("The mission, if it has proof"),
        "association": N_("The world association of election bodies"),
        "commission": N_("The Central Commission"),
        "show": N_("Open the map"),
        "right": N_("As you guessed."),
        "wrong": N_("Not as you guessed."),
        "map": N_("Organisations"),
        "hint": N_(
            "Choose an organisation. A line means: one belongs to the other, supports it, judged "
            "its text, or watched its election."
        ),
        "decides": N_("Holds the election"),
        "cis": N_("Of the Commonwealth of Independent States"),
        "europe": N_("Of the OSCE and the Council of Europe"),
        "bodies": N_("Associations of election bodies"),
        "tied": N_("Tied to: {names}."),
    }

    cards = traitlets.List().tag(sync=True)
    """The organisations: `id`, `name`, `group`, `parts` with statements, `tied` to which others."""

    said = traitlets.Unicode().tag(sync=True)
    """The answer to the guess; nothing before it."""

    def __init__(
        self,
        state: Mapping[str, Any] | None = None,
        *,
        language: str | None = None,
        **unknown: object,
    ) -> None:
        super().__init__(state or BEGIN, reader_language(language), unknown)

    def accept(self, state: dict[str, Any]) -> dict[str, Any]:
        """Return the whole state, if there is such an organisation."""
        full = completed(state, BEGIN)
        one_of("guess", full["guess"], ("", *GUESSES))
        one_of("chosen", full["chosen"], [one for group in GROUPS.values() for one in group])
        return full

    def follow(self, state: dict[str, Any]) -> None:
        """Send the map once the guess is made."""
        if state["guess"] and not self.cards:
            with self.hold_sync():
                self.cards = cards(self.language)
                self.said = words(self.language).gettext(SAID)


def cards(language: str) -> list[dict[str, Any]]:
    """Return what the map says of each organisation."""
    named = card(DATA_SET, language).words
    rows = load(DATA_SET).to_dict("records")
    tied = {(row["organisation"], row["other"]) for row in rows if row["other"]}
    tied |= {(other, one) for one, other in tied}
    return [
        {
            "id": one,
            "name": named["organisation"][one],
            "group": group,
            "tied": [other for other in named["organisation"] if (one, other) in tied],
            "parts": [
                {
                    "name": text,
                    "lines": [
                        _line(row, named, language)
                        for row in rows
                        if (row["organisation"], row["aspect"]) == (one, aspect)
                    ],
                }
                for aspect, text in named["aspect"].items()
            ],
        }
        for group, every in GROUPS.items()
        for one in every
    ]


def _line(row: dict[str, str], named: dict[str, dict[str, str]], language: str) -> dict[str, Any]:
    text = named["fact"][row["fact"]]
    if not row["grade"]:
        source = words(language).gettext(NOT_FOUND)
        return {"text": text, "source": source, "ids": [], "open": True}
    told = cited(row["source"].split("; "), named["grade"][row["grade"]], language)
    return {"text": text, **told, "open": False}
