"""What stands on a timetable, in the reader's language.

>>> kind_text("assignment", "en"), text_of("key-in-five-hands", "en")[0]
('Assignment', 'A key in five hands')
"""

from __future__ import annotations

from electoral_datasets.i18n import N_, translator

KINDS: dict[str, str] = {
    "opening": N_("Opening"),
    "lesson": N_("Lesson"),
    "exercise": N_("Exercise"),
    "simulation": N_("Simulation"),
    "assignment": N_("Assignment"),
    "review": N_("Review of the assignment"),
    "help": N_("Open room"),
    "closing": N_("Closing"),
    "break": N_("Break"),
    "lunch": N_("Lunch"),
}
"""What a part of a day can be."""

TEXTS: dict[str, tuple[str, str]] = {
    "day-standards": (N_("What an election must be"), ""),
    "day-station": (N_("In the polling station"), ""),
    "day-figures": (N_("Figures and people"), ""),
    "day-remote": (N_("Votes from afar"), ""),
    "day-threats": (N_("When something goes wrong"), ""),
    "opening": (
        N_("How the five days go"),
        N_("What is asked of everybody. Each person opens the school on a device of their own."),
    ),
    "count-by-hand": (
        N_("One heap, counted twice"),
        N_(
            "Two groups count the same heap of paper ballots apart. "
            "If they differ, they look for the reason together."
        ),
    ),
    "four-questions": (
        N_("One event, four questions"),
        N_(
            "Each group takes an event and names nobody. "
            "Where does it stand, whom does it bind, what was seen, what may be said?"
        ),
    ),
    "polling-day": (
        N_("A polling day in the hall"),
        N_(
            "Commission, voters and observers are drawn by lot. One slip says which rule gets "
            "broken. The observers write down only what they see."
        ),
    ),
    "plant-an-error": (
        N_("Plant an error, find an error"),
        N_("Each pair spoils one line of a protocol. The next pair finds it, or says why not."),
    ),
    "this-building": (
        N_("This building as a polling station"),
        N_("Pairs walk through it with the checklist. Each brings three barriers and a repair."),
    ),
    "key-in-five-hands": (
        N_("A key in five hands"),
        N_(
            "Each group splits a key among five people. One leaves the room: can the rest open "
            "the box? Can two do it alone?"
        ),
    ),
    "observers-report": (
        N_("A page of an observers' report"),
        N_(
            "Groups write up the polling day that they played. Another group marks each "
            "sentence: seen, heard or guessed."
        ),
    ),
    "staff": (
        N_("A staff that does not know the cause"),
        N_(
            "Each group leads a commission. Messages arrive every few minutes. "
            "The first statement must be out before the cause is known."
        ),
    ),
    "open-room": (
        N_("Questions and unfinished work"),
        N_("Whoever is done may leave. Helpers stay with the others."),
    ),
    "what-stays": (
        N_("What stays"),
        N_(
            "Each group names what it would check first in an election, "
            "and what nobody in this hall could check."
        ),
    ),
    "certificates": (
        N_("Certificates"),
        N_("Everybody prints a certificate from the answers saved here. The school stamps it."),
    ),
}
"""Titles by id, each with a sentence for the hall, or with none."""


def kind_text(kind: str, language: str) -> str:
    """Return what a kind is called."""
    return translator("electoral_courses", language).gettext(KINDS[kind])


def text_of(name: str, language: str) -> tuple[str, str]:
    """Return a title and its sentence; the sentence may be empty."""
    say = translator("electoral_courses", language).gettext
    title, sentence = TEXTS[name]
    return say(title), say(sentence) if sentence else ""
