"""What the pages say about search, the glossary, the presenter's view and the showcase.

The texts join those of `page_words`, so that the frame around every page has them.
"""

from __future__ import annotations

from electoral_datasets.i18n import N_, translator

WORDS: dict[str, str] = {
    "teacher": N_("Teacher's page"),
    "search": N_("Search"),
    "search_label": N_("Search in lessons and glossary"),
    "search_title": N_("Search: {query}"),
    "search_hint": N_(
        "Write one word or several, in any form. Lessons, assignments and the glossary are searched."
    ),
    "search_nothing": N_("Nothing was found for “{query}”. Try fewer words, or another word."),
    "search_some": N_("No place has all these words. These have some of them."),
    "search_first": N_("The first {shown} are shown. One word more makes them fewer."),
    "search_lessons": N_("In the lessons"),
    "search_terms": N_("In the glossary"),
    "glossary": N_("Glossary"),
    "glossary_about": N_(
        "The terms of the lessons in three languages. One term is translated one way everywhere."
    ),
    "glossary_filter": N_("Show terms with"),
    "glossary_apply": N_("Show"),
    "glossary_all": N_("Show all terms"),
    "glossary_open": N_("Open in the glossary"),
    "glossary_find": N_("Find it in the lessons"),
    "glossary_also": N_("also: {names}"),
    "glossary_review": N_("for review"),
    "glossary_review_long": N_(
        "For review: no official text confirms this Kyrgyz term yet, so it may still change."
    ),
    "glossary_review_about": N_(
        "Kyrgyz terms marked “for review” are not confirmed by an official text yet."
    ),
    "glossary_count": N_("Terms shown: {count}"),
    "glossary_only_review": N_("Only those for review"),
    "close": N_("Close"),
    "view": N_("View"),
    "text_size": N_("Text size"),
    "size_normal": N_("Normal"),
    "size_large": N_("Large"),
    "size_larger": N_("Very large"),
    "shortcuts": N_("Key P opens the presenter view"),
    "present": N_("Presenter view"),
    "present_bar": N_("Presenter view: controls"),
    "present_step": N_("Step {number} of {count}: {title}"),
    "present_previous": N_("Previous step"),
    "present_next": N_("Next step"),
    "present_answers": N_("Show answers"),
    "present_timer": N_("Time"),
    "present_start": N_("Start the timer"),
    "present_stop": N_("Stop the timer"),
    "present_reset": N_("Set the timer to zero"),
    "present_leave": N_("Leave the presenter view"),
    "present_keys": N_("Keys: ← → steps, A answers, T timer, P or Esc to leave"),
    "showcase": N_("Showcase"),
    "showcase_about": N_(
        "All simulations one after the other, for an exhibition. "
        "It waits while somebody plays, and starts anew when nobody has touched it for a while."
    ),
    "showcase_all": N_("All simulations"),
    "showcase_touch": N_("Touch it: it is yours to try."),
    "showcase_place": N_("{number} of {count}: {title}"),
    "showcase_next": N_("Next"),
    "showcase_previous": N_("Previous"),
    "showcase_pause": N_("Pause"),
    "showcase_go_on": N_("Go on"),
    "showcase_leave": N_("Leave the showcase"),
    "showcase_empty": N_("There is no simulation in this language yet."),
    "showcase_frame": N_("The simulation"),
}
"""The texts by name; `{…}` is filled where they are shown."""

NOTES = {
    note: note
    for note in (
        N_("short names: CEC, ЦИК"),
        N_("colloquial"),
        N_("the Kyrgyz abbreviation АЭУ is graded A, the full form B"),
        N_("the grade A is that of the second Kyrgyz form"),
        N_("Kyrgyzstan: in person, on paper, at a station outside one's own constituency"),
        N_("at the level where votes are counted"),
        N_("who is elected"),
        N_("of voter identification"),
        N_("Kyrgyz: the first form since 2026 (graded B), the second earlier (graded C)"),
        N_("the parliament"),
        N_("of a law"),
    )
}
"""The remarks of the glossary, so that they are translated."""


def note_text(note: str, language: str) -> str:
    """Return a remark of the glossary in `language`; a new one stays English until translated."""
    return translator("electoral_binder", language).gettext(NOTES[note]) if note in NOTES else note


def found_text(count: int, language: str) -> str:
    """Return how many places were found.

    >>> found_text(1, "en"), found_text(3, "en")
    ('1 place found', '3 places found')
    """
    ngettext = translator("electoral_binder", language).ngettext
    return ngettext("{count} place found", "{count} places found", count).format(count=count)
