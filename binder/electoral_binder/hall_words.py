"""What a page says when the hall is full, and when its exercises rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from electoral_datasets.i18n import N_, translator

if TYPE_CHECKING:
    from electoral_binder.hall import Standing

WORDS: dict[str, str] = {
    "full": N_("All places are taken now, so the exercises of this page start a little later."),
    "full_read": N_("You can read the text until then. This page goes on by itself."),
    "full_here": N_("An exercise comes here as soon as there is room."),
    "next": N_("You are the next one."),
    "unknown": N_("How long it will take is not known yet."),
    "called": N_("There is room now: the exercises are starting."),
    "resting": N_(
        "The exercises of this page rest, because they were not used for a while and others were "
        "waiting. Your answers are kept."
    ),
    "go_on": N_("Go on"),
}
"""The texts by name."""


def hall_words(language: str) -> dict[str, str]:
    """Return the texts in `language`."""
    gettext = translator("electoral_binder", language).gettext
    return {name: gettext(text) for name, text in WORDS.items()}


def standing_text(standing: Standing, language: str) -> str:
    """Return where a page stands in the line, in words.

    >>> from electoral_binder.hall import Standing
    >>> standing_text(Standing(3, 100.0), "en")
    '3 are before you. It will take about 2 minutes.'
    """
    told = hall_words(language)
    if standing.called:
        return told["called"]
    ngettext = translator("electoral_binder", language).ngettext
    place = (
        ngettext("{count} is before you.", "{count} are before you.", standing.before).format(
            count=standing.before
        )
        if standing.before
        else told["next"]
    )
    if standing.minutes is None:
        return f"{place} {told['unknown']}"
    wait = ngettext(
        "It will take about {minutes} minute.",
        "It will take about {minutes} minutes.",
        standing.minutes,
    ).format(minutes=standing.minutes)
    return f"{place} {wait}"
