"""What a certificate says, in the reader's language."""

from __future__ import annotations

from electoral_datasets.i18n import N_, translator

WORDS: dict[str, str] = {
    "title": N_("Certificate of study"),
    "label": N_("Name on the certificate"),
    "help": N_(
        "The name stays in this browser and is sent nowhere. "
        "Leave it empty to write it by hand on the paper."
    ),
    "print": N_("Print"),
    "file": N_("Take the progress file along"),
    "file_help": N_("The file and the sheet belong together: answer nothing between the two."),
    "name": N_("Name"),
    "given": N_("Answers of this learner to the modules below are saved in this school."),
    "shown": N_("The points list what the self-checks show."),
    "right": N_("Self-checks answered rightly: {right} of {total}"),
    "aim": N_("{right} of {total}"),
    "sum": N_("Together: {right} of {total} self-checks answered rightly"),
    "what_it_is": N_(
        "What this sheet is: a list of answers that are saved in this school. It is not an "
        "examination. Nobody watched, answers may be tried again, and the name was written by "
        "its holder. Points of graded assignments come from the lecturer."
    ),
    "points": N_("Points of assignments, written in by the school"),
    "stamp": N_("Stamp and signature of the school"),
    "date": N_("Date of printing"),
    "check": N_(
        "How the school checks it: the holder brings the progress file; {command} says that the "
        "school signed it, with this key and this fingerprint."
    ),
    "key": N_("Key of the school"),
    "fingerprint": N_("Fingerprint of the answers"),
    "nothing": N_("Nothing has been answered here yet, so there is nothing to certify."),
    "begin": N_("Go to the path through the school"),
}
"""The texts by name; `{…}` is filled where they are shown."""


def certificate_words(language: str) -> dict[str, str]:
    """Return the texts in `language`."""
    gettext = translator("electoral_binder", language).gettext
    return {name: gettext(text) for name, text in WORDS.items()}


def saved_text(count: int, language: str) -> str:
    """Return how many answers are saved.

    >>> saved_text(1, "en"), saved_text(12, "en")
    ('1 answer saved', '12 answers saved')
    """
    ngettext = translator("electoral_binder", language).ngettext
    return ngettext("{count} answer saved", "{count} answers saved", count).format(count=count)
