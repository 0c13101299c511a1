"""A receipt in words: one sentence for the screen, one page for the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from electoral_datasets.i18n import N_, translator
from electoral_grading.receipts import moment
from electoral_grading.submit_words import say, shown, tell_left_out

if TYPE_CHECKING:
    from electoral_grading.receipts import Receipt

AGAIN = N_(
    "This was already handed in at {time}; nothing was sent a second time. Your receipt: {code}."
)
PAGE = N_(
    """Receipt {code}

Learner: {student}
Course: {course}
Assignment: {assignment}
Handed in: {time}
Content (SHA-256): {content}

Keep this file, and “receipt.json” beside it. The content hash proves what you handed in:
a change of one letter, or of a file's name, gives another hash."""
)
FILES = N_("Files, with their size in bytes and SHA-256:")
LEFT_OUT = N_("Not handed in:")


def receipt_sentence(receipt: Receipt, language: str) -> str:
    """Return the receipt as a short text for the learner, with its code."""
    words = translator("electoral_grading", language)
    count = len(receipt.files)
    first = words.ngettext(
        "{count} file was handed in at {time}. Your receipt: {code}.",
        "{count} files were handed in at {time}. Your receipt: {code}.",
        count,
    )
    sentence = say(AGAIN, language) if receipt.again else first
    told = sentence.format(count=count, time=local(receipt.time), code=receipt.code)
    return " ".join([told, *tell_left_out(receipt.left_out, language)])


def receipt_text(receipt: Receipt, language: str) -> str:
    """Return the receipt as a page of plain text."""
    page = say(PAGE, language).format(
        code=receipt.code,
        student=shown(receipt.student),
        course=shown(receipt.course),
        assignment=shown(receipt.assignment),
        time=local(receipt.time),
        content=receipt.content,
    )
    files = [f"{shown(file.path)}  {file.size}  {file.sha256}" for file in receipt.files]
    lines = [page, "", say(FILES, language), *files]
    if receipt.left_out:
        lines += ["", say(LEFT_OUT, language), *tell_left_out(receipt.left_out, language)]
    return "\n".join(lines) + "\n"


def local(time: str) -> str:
    """Return a receipt's time as the reader's clock shows it, with its offset.

    >>> import re
    >>> shown = local("2026-03-01T10:00:01.0Z")
    >>> bool(re.fullmatch(r"2026-0.-.. ..:..:01 .UTC[+-]..:...", shown))
    True
    """
    here = moment(time).astimezone()
    offset = here.strftime("%z")
    return f"{here:%Y-%m-%d %H:%M:%S} (UTC{offset[:3]}:{offset[3:5]})"
