"""What was mended in a submission, noted in the notebook and told in the feedback.

>>> from nbformat.v4 import new_notebook
>>> mended = note(new_notebook(), RENAMED, name="copy.ipynb")
>>> tell(mended, "en")
['The file came as “copy.ipynb”; it was recognised and graded.']
"""

from __future__ import annotations

from typing import Any

from electoral_datasets.i18n import N_, translator

RENAMED = "renamed"
MISSING = "missing"
UNREADABLE = "unreadable"
RESTORED = "restored"
DOUBLED = "doubled"
OTHER_NAME = "other-name"

SENTENCES = {
    RENAMED: N_("The file came as “{name}”; it was recognised and graded."),
    MISSING: N_("There was no notebook “{name}”; the answers given by clicking were graded."),
    UNREADABLE: N_(
        "The notebook “{name}” is damaged and could not be opened; "
        "the answers given by clicking were graded."
    ),
    RESTORED: N_("The cell “{name}” was missing; it was put back."),
    OTHER_NAME: N_(
        "The answers were saved under the name “{name}”; "
        "numbers that are drawn for each learner were checked with yours."
    ),
    DOUBLED: N_("The cell “{name}” was there more than once; the one with your work counts."),
}

KEY = "electoral_notes"


def note(notebook: Any, kind: str, name: str) -> Any:
    """Note in the notebook's metadata what was mended; return the notebook."""
    notes = notebook.metadata.setdefault(KEY, [])
    if [kind, name] not in notes:
        notes.append([kind, name])
    return notebook


def tell(notebook: Any, language: str) -> list[str]:
    """Return the notes as sentences; what is not ours in the metadata is passed over."""
    say = translator("electoral_grading", language).gettext
    notes = notebook.metadata.get(KEY)
    pairs = [pair for pair in notes if isinstance(pair, list) and len(pair) == 2] if notes else []
    return [
        say(SENTENCES[kind]).format(name=name)
        for kind, name in pairs
        if isinstance(kind, str) and kind in SENTENCES
    ]
