"""What the page of the path says, in the reader's language.

>>> duration_text(805, "en")
'13 h 25 min'
"""

from __future__ import annotations

from electoral_datasets.i18n import N_, translator

WORDS: dict[str, str] = {
    "about": N_(
        "Two ways through the same modules: on your own, or together in a hall for some days."
    ),
    "alone": N_("On your own"),
    "alone_about": N_(
        "The modules in an order in which each builds upon those before it. "
        "The order is advice: every module is open to you at any time."
    ),
    "sum": N_(
        "All modules together take about {all}: lessons {lessons}, assignments {assignments}."
    ),
    "lesson_takes": N_("Lesson: {duration}"),
    "assignment_takes": N_("Assignment: {duration}"),
    "here": N_("Go on here"),
    "begin": N_("Begin here"),
    "hall": N_("A summer school"),
    "hall_about": N_(
        "A timetable for a hall of about sixty people. Most lessons are in the morning, most work "
        "of your own is in the afternoon, and the evenings are free. Every lesson has its "
        "assignment; it is graded and looked at together soon after."
    ),
    "hall_open": N_(
        "Dates, rooms and lecturers are for each school to add. "
        "On paper, the timetable has a sheet of its own."
    ),
    "day": N_("Day {number}"),
    "self_study": N_("Not on the timetable, for study on your own:"),
    "nothing": N_("No module is built in this language yet."),
}
"""The texts by name; `{…}` is filled where they are shown."""


def path_words(language: str) -> dict[str, str]:
    """Return the texts in `language`."""
    gettext = translator("electoral_binder", language).gettext
    return {name: gettext(text) for name, text in WORDS.items()}


def duration_text(minutes: int, language: str) -> str:
    """Return how long something takes, in hours and minutes.

    >>> duration_text(45, "en"), duration_text(120, "en")
    ('45 min', '2 h')
    """
    gettext = translator("electoral_binder", language).gettext
    hours, rest = divmod(minutes, 60)
    if not hours:
        form = gettext(N_("{minutes} min"))
    elif not rest:
        form = gettext(N_("{hours} h"))
    else:
        form = gettext(N_("{hours} h {minutes} min"))
    return form.format(hours=hours, minutes=rest)
