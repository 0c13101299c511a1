"""What the pages say about a learner's progress, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from electoral_datasets.i18n import N_, translator

if TYPE_CHECKING:
    from electoral_binder.progress import PageProgress
    from electoral_binder.progress_file import Change, Document

WORDS: dict[str, str] = {
    "go_on": N_("Go on where you were"),
    "progress": N_("Your progress"),
    "file_link": N_("Take your answers with you as a file, or bring them back"),
    "lesson": N_("Lesson"),
    "assignment": N_("Assignment"),
    "lesson_done": N_("Lesson: {done} of {total} questions answered"),
    "assignment_done": N_("Assignment: {done} of {total} tasks answered"),
    "title": N_("Your progress and your answers"),
    "nothing": N_("You have not answered anything here yet."),
    "take": N_("Take your answers with you"),
    "take_text": N_(
        "The file holds all answers that are kept for you here. With it you can go on in another "
        "browser or on another computer. It is signed by this school and holds no password."
    ),
    "take_button": N_("Download the file"),
    "bring": N_("Bring your answers back"),
    "bring_text": N_(
        "Choose a file that you downloaded earlier. First you will see what would change; "
        "nothing is written before you agree."
    ),
    "bring_label": N_("Progress file"),
    "bring_button": N_("Show what would change"),
    "asks": N_("What would change"),
    "asks_none": N_("Nothing: all answers of the file are here already."),
    "asks_rule": N_("Of two answers to the same question, the newer one stays."),
    "agree": N_("Take these answers over"),
    "cancel": N_("Leave everything as it is"),
    "trouble": N_("Nothing was taken over."),
    "seal_own": N_("The file is signed by this school and unchanged since."),
    "seal_changed": N_(
        "The file counts as unsigned: it was changed after this school signed it. "
        "You can bring the answers back all the same, as your own."
    ),
    "seal_foreign": N_(
        "The file counts as unsigned here: another school signed it (key {key}). "
        "You can bring the answers back all the same, as your own."
    ),
    "seal_none": N_(
        "The file is not signed. You can bring the answers back all the same, as your own."
    ),
}
"""The texts by name; `{…}` is filled where they are shown."""


def progress_words(language: str) -> dict[str, str]:
    """Return the texts in `language`."""
    gettext = translator("electoral_binder", language).gettext
    return {name: gettext(text) for name, text in WORDS.items()}


def far_text(far: PageProgress, language: str) -> str:
    """Return how far a learner is on a page, in words.

    >>> from electoral_binder.progress import PageProgress
    >>> far_text(PageProgress("lesson", 3, 10), "en")
    'Lesson: 3 of 10 questions answered'
    """
    told = progress_words(language)[f"{far.page}_done"]
    return told.format(done=far.done, total=far.total)


def seal_text(document: Document, language: str) -> str:
    """Return who signed a file, in words."""
    return progress_words(language)[f"seal_{document.seal}"].format(key=document.school)


def change_text(change: Change, language: str) -> str:
    """Return what would change in a module, in words.

    >>> from electoral_binder.progress_file import Change
    >>> change_text(Change("05-protocol", new=2, kept=1), "en")
    '2 answers are added. 1 newer answer stays as it is here.'
    """
    ngettext = translator("electoral_binder", language).ngettext
    new, replaced, kept = change.new, change.replaced, change.kept
    sentences = [
        (new, ngettext("{count} answer is added.", "{count} answers are added.", new)),
        (
            replaced,
            ngettext(
                "{count} older answer is replaced by the one in the file.",
                "{count} older answers are replaced by those in the file.",
                replaced,
            ),
        ),
        (
            kept,
            ngettext(
                "{count} newer answer stays as it is here.",
                "{count} newer answers stay as they are here.",
                kept,
            ),
        ),
    ]
    return " ".join(text.format(count=count) for count, text in sentences if count)


def unknown_text(count: int, language: str) -> str:
    """Return how many answers are to nothing that is asked here."""
    ngettext = translator("electoral_binder", language).ngettext
    return ngettext(
        "{count} answer in the file is left out: it belongs to no question of this school.",
        "{count} answers in the file are left out: they belong to no question of this school.",
        count,
    ).format(count=count)


def others_text(count: int, language: str) -> str:
    """Return how many answers are to a task that has other numbers here."""
    ngettext = translator("electoral_binder", language).ngettext
    return ngettext(
        "{count} answer is left out: the numbers of its task are not the ones you have here.",
        "{count} answers are left out: the numbers of their tasks are not the ones you have here.",
        count,
    ).format(count=count)


def taken_text(count: int, language: str) -> str:
    """Return how many answers were taken over."""
    ngettext = translator("electoral_binder", language).ngettext
    return ngettext(
        "{count} answer was taken over.", "{count} answers were taken over.", count
    ).format(count=count)
