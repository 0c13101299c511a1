"""What was mended in a submission, noted in the notebook and told in the feedback.

Each kind has one sentence: what was found, what was done, what counts. What changes nothing
for the learner, such as cleared outputs or a cell's missing id, is not told.

>>> from nbformat.v4 import new_notebook
>>> mended = note(new_notebook(), RENAMED, name="copy.ipynb")
>>> tell(mended, "en")
['The file came as “copy.ipynb”; it was recognised and graded.']
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from electoral_datasets.i18n import N_, translator

if TYPE_CHECKING:
    from collections.abc import Iterable

Note = tuple[str, str]
"""What was mended: its kind, and the name of the file or cell."""

# The file.
RENAMED = "renamed"
ZIPPED = "zipped"
CHECKPOINT = "checkpoint"
SCRIPT = "script"
COPIES = "copies"
ENCODED = "encoded"
DAMAGED = "damaged"
OLDER = "older"
TIDIED = "tidied"
LONG = "long"
KERNEL = "kernel"
# No file.
MISSING = "missing"
UNREADABLE = "unreadable"
NOTHING = "nothing"
LOST = "lost"
OTHER_PAGE = "other-page"
# Files that stay closed.
NOT_A_FILE = "not-a-file"
TOO_LARGE = "too-large"
CLOSED = "closed"
ARCHIVE = "archive"
# The answers given by clicking.
ANSWERS_RENAMED = "answers-renamed"
ANSWERS_DAMAGED = "answers-damaged"
OTHER_NAME = "other-name"
# The cells.
RESTORED = "restored"
DOUBLED = "doubled"
SPLIT = "split"
MERGED = "merged"
CHANGED = "changed"
RETYPED = "retyped"
RECOGNISED = "recognised"
MOVED = "moved"
WAITED = "waited"
JOINED = "joined"
SETUP = "setup"

SENTENCES = {
    RENAMED: N_("The file came as “{name}”; it was recognised and graded."),
    ZIPPED: N_("The notebook was found in the archive, as “{name}”, and graded."),
    CHECKPOINT: N_(
        "The notebook itself was not there; "
        "the copy that Jupyter had kept, “{name}”, was found and graded."
    ),
    SCRIPT: N_(
        "Instead of the notebook there was its export “{name}”; "
        "its cells were recognised and graded."
    ),
    COPIES: N_(
        "There were several copies of the notebook; “{name}”, with the most work in it, counts."
    ),
    ENCODED: N_(
        "The file “{name}” was saved in another encoding than Jupyter's; "
        "its text was read all the same, and all of it counts."
    ),
    DAMAGED: N_(
        "The notebook “{name}” is damaged, perhaps cut off; "
        "the cells that could be read were graded, the others were put back as they were given out."
    ),
    OLDER: N_(
        "The notebook “{name}” was saved in a format of another age; "
        "it was brought to today's, and all of it counts."
    ),
    TIDIED: N_(
        "Something in the file “{name}” was not as Jupyter writes it; "
        "it was put right, and your work counts."
    ),
    LONG: N_(
        "The notebook “{name}” has more cells than can be graded; the first ones were graded."
    ),
    KERNEL: N_("The notebook asked for the kernel “{name}”; it was run with the assignment's own."),
    MISSING: N_("There was no notebook “{name}”; the answers given by clicking were graded."),
    UNREADABLE: N_(
        "The notebook “{name}” is damaged and could not be opened; "
        "the answers given by clicking were graded."
    ),
    NOTHING: N_(
        "There was no notebook “{name}”, and no answer given by clicking. "
        "Please hand in the file itself."
    ),
    LOST: N_(
        "The notebook “{name}” is damaged and could not be opened. "
        "Please hand in a copy that opens in Jupyter."
    ),
    OTHER_PAGE: N_("The notebook “{name}” belongs to another assignment; it was not graded here."),
    NOT_A_FILE: N_(
        "“{name}” is a link or another special file; it was not opened. "
        "Please hand in the file itself."
    ),
    TOO_LARGE: N_("The file “{name}” is too large and was not opened; the rest was graded."),
    CLOSED: N_("The file “{name}” could not be opened; the rest was graded."),
    ARCHIVE: N_(
        "The archive “{name}” could not be opened; the rest was graded. "
        "Please hand in the files themselves, or a ZIP archive."
    ),
    ANSWERS_RENAMED: N_(
        "The answers given by clicking came as “{name}”; they were recognised and graded."
    ),
    ANSWERS_DAMAGED: N_(
        "The file “{name}” with the answers given by clicking is damaged; "
        "what could be read of it was graded, and so was the notebook."
    ),
    OTHER_NAME: N_(
        "The answers were saved under the name “{name}”; "
        "numbers that are drawn for each learner were checked with yours."
    ),
    RESTORED: N_("The cell “{name}” was missing; it was put back."),
    DOUBLED: N_("The cell “{name}” was there more than once; the one with your work counts."),
    SPLIT: N_("The cell “{name}” was there in several parts; all of them were run and count."),
    MERGED: N_(
        "The cell “{name}” had grown together with another; "
        "they were separated, and what you wrote counts."
    ),
    CHANGED: N_(
        "The cell “{name}”, which is not for answers, was changed; "
        "it was used as it was given out, and costs nothing."
    ),
    RETYPED: N_(
        "The cell “{name}” had become a cell of another type; it was read as it was meant."
    ),
    RECOGNISED: N_(
        "The cell “{name}” had lost its mark; it was recognised by what is in it, and counts."
    ),
    MOVED: N_("The cell “{name}” stood elsewhere; it was run in its place, after your answer."),
    WAITED: N_(
        "The answer “{name}” uses what another answer makes, which stood behind it; "
        "it was run after that one."
    ),
    JOINED: N_("The parts of your text “{name}” stood in several cells; they were put together."),
    SETUP: N_(
        "The cell “{name}”, which prepares the work, was missing or stood too late; "
        "it was run where it belongs."
    ),
}

KEY = "electoral_notes"
LONGEST = 120
"""Characters of a name that are shown."""


def note(notebook: Any, kind: str, name: str) -> Any:
    """Note in the notebook's metadata what was mended; return the notebook."""
    notes = notebook["metadata"].setdefault(KEY, [])
    if [kind, name] not in notes:
        notes.append([kind, name])
    return notebook


def noted(metadata: Any) -> list[Note]:
    """Return the notes in a notebook's metadata; what is not ours there is passed over."""
    notes = metadata.get(KEY) if isinstance(metadata, dict) else None
    pairs = [pair for pair in notes if isinstance(pair, list)] if isinstance(notes, list) else []
    return [
        (pair[0], shown(pair[1]))
        for pair in pairs[:50]
        if len(pair) == 2 and all(isinstance(part, str) for part in pair) and pair[0] in SENTENCES
    ]


def shown(name: str) -> str:
    r"""Return a name as it can be shown and stored: one line, not too long, valid text.

    >>> shown("a\nb\udcff.ipynb")
    'a b�.ipynb'
    """
    plain = name.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    line = "".join(letter if letter.isprintable() else " " for letter in plain)
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def tell(notebook: Any, language: str) -> list[str]:
    """Return the notes of a notebook as sentences."""
    return sentences(noted(notebook["metadata"]), language)


def sentences(notes: Iterable[Note], language: str) -> list[str]:
    """Return notes as sentences; a kind that is not known is passed over."""
    say = translator("electoral_grading", language).gettext
    return [say(SENTENCES[kind]).format(name=name) for kind, name in notes if kind in SENTENCES]
