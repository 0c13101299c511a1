"""What the pages say, in the reader's language.

>>> words("en")["home"]
'All modules'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from electoral_binder import reader_words
from electoral_datasets.i18n import LANGUAGES, N_, translator

if TYPE_CHECKING:
    from collections.abc import Mapping

WORDS: dict[str, str] = {
    "school": N_("Electoral School"),
    "about": N_(
        "Learn how an election is counted, checked and observed: short lessons, "
        "simulations and assignments on real protocols."
    ),
    "skip": N_("Skip to the text"),
    "languages": N_("Language"),
    "place": N_("Where you are"),
    "home": N_("All modules"),
    "modules": N_("Modules"),
    "lesson": N_("Lesson"),
    "assignment": N_("Assignment"),
    "open_lesson": N_("Open the lesson"),
    "module_number": N_("Module {number}"),
    "objectives": N_("After it you can"),
    "before_this": N_("Before this:"),
    "path": N_("The path through the school"),
    "certificate": N_("Your certificate"),
    "empty": N_("No module is built in this language yet. Build the courses: {command}"),
    "doors": N_("Three ways in"),
    "student": N_("Student"),
    "student_text": N_(
        "Your lecturer has set an assignment: fetch it, do it by clicking or in Python, "
        "and submit it in JupyterLab."
    ),
    "student_link": N_("Open my notebooks"),
    "lecturer": N_("Lecturer"),
    "lecturer_text": N_(
        "Release assignments, collect and grade them, return feedback, "
        "and change any text or task to suit your course."
    ),
    "lecturer_link": N_("Open the course in JupyterLab"),
    "self_learner": N_("On your own"),
    "self_learner_text": N_(
        "Read and try things out here in the browser. "
        "Your answers are checked at once and are still here tomorrow."
    ),
    "self_learner_link": N_("Begin with the first lesson"),
    "contents": N_("On this page"),
    "starting": N_("The lesson is starting…"),
    "starting_assignment": N_("The assignment is starting…"),
    "notebook": N_("Open this page as a notebook in JupyterLab"),
    "pager": N_("Previous and next page"),
    "previous": N_("Previous"),
    "next": N_("Next"),
    "privacy": N_("Your answers stay on this server. These pages load nothing from other sites."),
    "failed_part": N_("This part of the page could not be shown. Your answers are kept."),
    "failed_start": N_(
        "The exercises of this page could not be started. You can read the text, "
        "and your answers are kept."
    ),
    "stopped": N_("The exercises of this page have stopped. Your answers are kept."),
    "again": N_("Start again"),
    "no_script": N_("The text can be read as it is; the exercises need JavaScript."),
    "table": N_("Table, can be scrolled"),
    "missing_title": N_("There is no such page"),
    "missing_text": N_("The address may be mistyped, or the module has another name."),
    "missing_language": N_("This page exists in another language:"),
    "query_title": N_("This address cannot be read"),
    "query_text": N_(
        "After the question mark stands something that no page knows. "
        "Open the page from the school's home page."
    ),
    "closed_title": N_("This part is not open to you"),
    "closed_text": N_(
        "It is for the lecturer of this school, and opens with the lecturer's own address."
    ),
    "key_title": N_("The key to the school"),
    "key_text": N_(
        "Open the school by the whole address that your lecturer gives you: its last part is a "
        "key. If you have the key alone, write it here."
    ),
    "key_label": N_("Key"),
    "key_open": N_("Open the school"),
    "key_wrong": N_(
        "This key opens nothing here. Compare it letter by letter, "
        "or ask your lecturer for the address."
    ),
    "broken_title": N_("Something went wrong"),
    "broken_text": N_("The page could not be shown. Your answers are kept. Try it once more."),
    "untranslated": N_("This page is not translated yet; it is shown in {language}."),
}
"""The texts by name; `{…}` is filled where they are shown."""


def words(language: str) -> Mapping[str, str]:
    """Return the texts of the pages in `language`."""
    gettext = translator("electoral_binder", language).gettext
    return {name: gettext(text) for name, text in (WORDS | reader_words.WORDS).items()}


def minutes_text(minutes: int, language: str) -> str:
    """Return how long a module takes, in words.

    >>> minutes_text(45, "en")
    'About 45 minutes'
    """
    ngettext = translator("electoral_binder", language).ngettext
    return ngettext("About {minutes} minute", "About {minutes} minutes", minutes).format(
        minutes=minutes
    )


def choose_language(remembered: str | None, accepted: str | None, default: str = "ru") -> str:
    """Return the language of a first page: the one remembered, else accepted, else `default`.

    Args:
        remembered: What the reader chose before (a cookie); anything may stand in it.
        accepted: The browser's `Accept-Language` header.
        default: The school's own language.

    >>> choose_language(None, "fr, ky;q=0.8, en;q=0.9"), choose_language("ky", "en")
    ('en', 'ky')
    """
    if remembered in LANGUAGES:
        return str(remembered)
    wishes = []
    for place, part in enumerate((accepted or "").split(",")):
        name, _, quality = part.strip().partition(";q=")
        try:
            weight = float(quality or 1)
        except ValueError:
            weight = 0.0
        wishes.append((-weight, place, name.split("-", 1)[0].lower()))
    known = [name for weight, _, name in sorted(wishes) if weight < 0 and name in LANGUAGES]
    return known[0] if known else default
