"""Whether a folder is what its receipt says, as a verdict in words.

A learner, or whoever was given both, calls `verify(receipt, folder)`; the lecturer, with the
course's key, `verify(collected, folder, key)`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from electoral_datasets.i18n import N_
from electoral_grading.receipt_words import local
from electoral_grading.receipts import Receipt
from electoral_grading.seals import Collected, sealed
from electoral_grading.submit_words import SubmitError, say, shown
from electoral_grading.tree import Rules, read

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from electoral_grading.tree import File

TRUE, SEALED, MENDED = "true", "sealed", "mended"
"""The folder is what was handed in; so says the course; so, but for names mended since."""
FORGED, DIFFERS = "forged", "differs"
UNFINISHED, UNREADABLE, STRANGE, PLAIN = "unfinished", "unreadable", "strange", "plain"
"""Of folders in the exchange: still being copied; with a receipt that is none; with a receipt of
another submission; handed in whole, without a receipt."""
LARGE, CLOSED = "large", "closed"
"""Of folders that cannot be collected: too large; not to be read by the lecturer."""

SENTENCES = {
    TRUE: N_("The files are exactly those of receipt {code}."),
    SEALED: N_(
        "The files are exactly those of receipt {code}, which the course collected at {time}."
    ),
    MENDED: N_(
        "The files are those that the course collected at {time} with receipt {code}; "
        "their names or format were mended then."
    ),
    FORGED: N_(
        "The seal of receipt {code} was not made with this course's key, "
        "or the receipt was changed."
    ),
    DIFFERS: N_("The files are not those of receipt {code}. Not as they were: {names}."),
    UNFINISHED: N_("The submission is not complete: it is still being copied, or was cut off."),
    UNREADABLE: N_("The receipt in the submission is damaged."),
    STRANGE: N_("The receipt in the submission belongs to another submission."),
    LARGE: N_("The submission is larger than a submission may be."),
    CLOSED: N_("A file of the submission cannot be read: {names}."),
    PLAIN: N_("The submission came without a receipt; whether it was changed cannot be said."),
}
MOST_NAMES = 5


@dataclass(frozen=True)
class Verdict:
    """What was found."""

    kind: str
    code: str = ""
    time: str = ""
    names: tuple[str, ...] = ()
    """Files that were changed, taken away or added."""

    @property
    def good(self) -> bool:
        """Whether nothing speaks against the folder."""
        return self.kind in {TRUE, SEALED, MENDED, PLAIN}

    def tell(self, language: str) -> str:
        """Return the verdict as a sentence."""
        names = [f"“{shown(name)}”" for name in self.names[:MOST_NAMES]]
        names += ["…"] * (len(self.names) > MOST_NAMES)
        time = local(self.time) if self.time else ""
        sentence = say(SENTENCES[self.kind], language)
        return sentence.format(code=self.code, time=time, names=", ".join(names) or "…")


def verify(receipt: Receipt | Collected, folder: Path, key: bytes | None = None) -> Verdict:
    """Compare a folder with its receipt; a collected one is nothing without the course's key.

    Raises:
        ValueError: a collected receipt is to be verified without a key.
    """
    if isinstance(receipt, Receipt):
        names = differences(receipt.files, folder)
        return Verdict(DIFFERS if names else TRUE, receipt.code, names=names)
    if key is None:
        raise ValueError("A collected receipt is verified with the course's key; key is None.")
    code, time = receipt.receipt.code, receipt.time
    if not sealed(receipt, key):
        return Verdict(FORGED, code)
    if not (names := differences(receipt.receipt.files, folder)):
        return Verdict(SEALED, code, time)
    if not differences(receipt.kept, folder):
        return Verdict(MENDED, code, time)
    return Verdict(DIFFERS, code, names=names)


def differences(files: Iterable[File], folder: Path) -> tuple[str, ...]:
    """Return the names of the files in a folder that are not as a receipt has them."""
    expected = set(files)
    total = sum(file.size for file in expected) + 10**6
    bounds = Rules((), files=len(expected) + 100, size=1 << 60, total=total)
    try:
        return changed(expected, read(folder, bounds).files)
    except SubmitError as error:  # far more is there than was handed in, or it cannot be read
        return (str(error.values.get("name", "…")),)


def changed(expected: Iterable[File], found: Iterable[File]) -> tuple[str, ...]:
    """Return the paths that were changed, taken away or added.

    Files that nobody hands in, such as the checkpoints of an editor, may be added.
    """
    known = {file.path for file in expected}
    usual = Rules()
    return tuple(
        sorted(
            {
                file.path
                for file in {*expected} ^ {*found}
                if file.path in known or not any(map(usual.ignored, file.path.split("/")))
            }
        )
    )
