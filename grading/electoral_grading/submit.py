"""Handing in: wholly or not at all, with a receipt that is true.

    receipt = submit(folder, exchange, "Айгүл Асанова", "electoral-school-ru", "05-protocol")
    receipt_sentence(receipt, "ru")

The files are copied into a hidden folder where submissions arrive, brought to the disk, read
back, and renamed into place in one step. A power cut leaves the whole submission or nothing that
nbgrader sees. The place is closed for reading to learners (mode 733): the hidden folder has a
name that its maker knows and nobody can guess, as the submission itself has.

Handing in the same content again sends nothing; the receipt is the same one.
"""

from __future__ import annotations

import logging
import os
import secrets
import shutil
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from electoral_grading.arrivals import latest, watch
from electoral_grading.disk import alone, replace_file, settle_name
from electoral_grading.inbound import (
    TEMPORARY,
    folder_name,
    inbound,
    name,
    quoted,
    stamp,
)
from electoral_grading.receipt_words import receipt_sentence, receipt_text
from electoral_grading.receipts import (
    MOMENT,
    NotAReceiptError,
    Receipt,
    content_hash,
    load,
    save,
    written,
)
from electoral_grading.submit_words import RESERVED, SubmitError
from electoral_grading.tree import (
    INTENDED,
    READABLE,
    RECEIPT,
    SECRET,
    TIMESTAMP,
    Rules,
    Tree,
    copy,
    read,
    settle,
)
from electoral_grading.verdicts import verify

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["SubmitError", "latest", "receipt_sentence", "submit", "watch"]

ATTEMPTS = 5
"""How often a folder is copied that changes meanwhile, as when a notebook is being saved."""

log = logging.getLogger(__name__)


def submit(  # noqa: PLR0913 - where, who, what; the rest is named
    folder: Path | str,
    exchange: Path | str,
    student: str,
    course: str,
    assignment: str,
    *,
    rules: Rules | None = None,
    language: str = "en",
    stamped: Callable[[datetime], str] = stamp,
) -> Receipt:
    """Hand in the files of a folder; return the receipt, which is kept beside them too.

    Args:
        folder: the learner's folder of the assignment.
        exchange: the exchange folder, with one folder for each course.
        student: the learner's id.
        course: the course's name in the exchange.
        assignment: the assignment's name.
        rules: what of the folder is taken, and how much of it.
        language: that of the readable receipt.
        stamped: writes a time as the course's nbgrader does.

    Raises:
        SubmitError: nothing was handed in, and the learner's files are as they were.
    """
    if sys.platform == "win32":
        raise SubmitError("platform")
    student, course, assignment = (
        name(kind, text)
        for kind, text in (("student", student), ("course", course), ("assignment", assignment))
    )
    handing = _HandingIn(
        Path(os.path.realpath(folder)),
        inbound(exchange, course),
        (student, course, assignment),
        rules or Rules(),
        language,
        stamped,
    )
    with alone(handing.folder):
        try:
            if not handing.place.is_dir():
                raise SubmitError("missing", name=course)
            return handing.run()
        except OSError as error:
            raise SubmitError.of(error, course, student) from error


@dataclass
class _HandingIn:
    """One handing in, step by step."""

    folder: Path
    place: Path
    who: tuple[str, str, str]
    """Student, course, assignment."""
    rules: Rules
    language: str
    stamped: Callable[[datetime], str]

    def __post_init__(self) -> None:
        self.temporary = self.place / f"{TEMPORARY}{secrets.token_urlsafe(16)}"

    def run(self) -> Receipt:
        strangers = _strangers(self.folder)
        last = self.last()
        if last and self.same_as(last):
            settle_name(self.place / last.folder)
            self.intend(last, strangers)
            self.keep(last, strangers)
            return replace(last, again=True)
        stored = self.temporary
        try:
            copied = self.copied()
            receipt = self.receipt(copied, last, strangers)
            self.write(receipt)
            if settle(self.temporary).files != copied.files:
                raise SubmitError("damaged")  # noqa: TRY301 - it is withdrawn below, as after any error
            self.intend(receipt, strangers)
            stored = self.place / receipt.folder
            self.temporary.rename(stored)
            settle_name(stored)
        except BaseException:
            self.withdraw(stored)
            raise
        self.keep(receipt, strangers)
        return receipt

    def last(self) -> Receipt | None:
        """Return the receipt of the last handing in of this folder.

        A receipt that was about to be given when the power failed is one, if the submission is
        there. A receipt that came with a neighbour's folder is none.
        """
        for file in (INTENDED, RECEIPT):
            try:
                receipt = load(self.folder / file)
            except NotAReceiptError:
                continue
            whose = (receipt.student, receipt.course, receipt.assignment)
            start = f"{quoted(self.who[0])}+{self.who[2]}+"
            own = receipt.folder.startswith(start) and "/" not in receipt.folder
            if whose == self.who and own and (file == RECEIPT or self.lies_there(receipt)):
                return receipt
        return None

    def lies_there(self, receipt: Receipt) -> bool:
        """Whether the submission of a receipt is in the exchange, unchanged."""
        return verify(receipt, self.place / receipt.folder).good

    def same_as(self, last: Receipt) -> bool:
        """Whether the folder holds what was handed in last, and that still lies there."""
        try:
            files = read(self.folder, self.rules).files
        except SubmitError as error:
            if error.kind == "changing":
                return False
            raise
        return last.content == content_hash(files) and self.lies_there(last)

    def copied(self) -> Tree:
        """Copy the folder as it was at one moment: it was the same before and while copying."""
        changing = ""
        for attempt in range(ATTEMPTS):
            self.temporary.mkdir(mode=0o700)
            try:
                before = read(self.folder, self.rules)
                after = copy(self.folder, self.temporary, self.rules)
            except SubmitError as error:
                if error.kind != "changing":
                    raise
                changing = error.values["name"]
            else:
                if not after.files:
                    raise SubmitError("empty", name=self.folder.name)
                if before.files == after.files:
                    return after
                changing = min(file.path for file in {*before.files} ^ {*after.files})
            shutil.rmtree(self.temporary)
            time.sleep(0.05 * 2**attempt)
        raise SubmitError("changing", name=changing)

    def receipt(self, copied: Tree, last: Receipt | None, strangers: list[str]) -> Receipt:
        """Return the receipt to give; a clock that was set back does not make it an old one."""
        moment = datetime.now(UTC)
        if last:
            moment = max(moment, last.moment + timedelta(microseconds=1))
        student, course, assignment = self.who
        return Receipt(
            student,
            course,
            assignment,
            content=content_hash(copied.files),
            time=moment.strftime(MOMENT),
            files=copied.files,
            folder=folder_name(student, assignment, self.stamped(moment)),
            left_out=(*copied.left_out, *((RESERVED, name) for name in strangers)),
        )

    def write(self, receipt: Receipt) -> None:
        """Write what belongs to the exchange beside the files, and open the folder as nbgrader.

        The lecturer may delete in it; others do not know its name.
        """
        (self.temporary / TIMESTAMP).write_text(self.stamped(receipt.moment), "utf-8")
        (self.temporary / SECRET).write_text(secrets.token_hex(64), "ascii")
        (self.temporary / RECEIPT).write_bytes(written(receipt.to_json()))
        text = receipt_text(receipt, self.language)
        (self.temporary / READABLE).write_text(text, "utf-8")
        self.temporary.chmod(0o777)

    def intend(self, receipt: Receipt, strangers: list[str]) -> None:
        """Note in the learner's folder what is about to be there, for the case of a power cut."""
        if RECEIPT in strangers:
            return
        try:
            save(receipt.to_json(), self.folder / INTENDED)
        except OSError:  # then `keep` says it
            self.forget()

    def keep(self, receipt: Receipt, strangers: list[str]) -> None:
        """Keep the receipt beside the learner's files; it is true where that fails, too."""
        try:
            if READABLE not in strangers:
                text = receipt_text(receipt, self.language)
                replace_file(self.folder / READABLE, text.encode())
            if RECEIPT not in strangers:
                (self.folder / INTENDED).replace(self.folder / RECEIPT)
        except OSError as error:
            log.warning("The receipt cannot be kept in %s: %s", self.folder, error.strerror)

    def withdraw(self, stored: Path) -> None:
        """Take away what was stored, from sight first."""
        if stored != self.temporary:
            with suppress(OSError):
                stored.rename(self.temporary)
        shutil.rmtree(self.temporary, ignore_errors=True)
        self.forget()

    def forget(self) -> None:
        """Take back what was intended."""
        with suppress(OSError):
            (self.folder / INTENDED).unlink(missing_ok=True)


def _strangers(folder: Path) -> list[str]:
    """Return the learner's own files that have the names of receipts: they stay as they are."""
    if os.path.lexists(folder / INTENDED):
        return []
    try:
        load(folder / RECEIPT)
    except NotAReceiptError:
        return [file for file in (RECEIPT, READABLE) if os.path.lexists(folder / file)]
    return []
