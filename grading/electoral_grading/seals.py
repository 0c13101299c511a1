"""Receipts that the course has sealed: what it collected, fixed against everybody without its key."""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from electoral_grading.receipts import NotAReceiptError, Receipt, file_of, now, read_json, save
from electoral_grading.tree import COLLECTED, File

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(frozen=True)
class Collected:
    """A receipt that the course has sealed when it collected the submission."""

    receipt: Receipt
    time: str
    kept: tuple[File, ...]
    """The files as they lie with the lecturer, after their names were mended."""
    seal: str
    """HMAC-SHA256 over everything else, by the course's key."""

    def to_json(self) -> dict[str, Any]:
        """Return the sealed receipt as JSON data."""
        return {**_unsealed(self.receipt, self.time, self.kept), "seal": self.seal}

    @classmethod
    def of_json(cls, data: Any) -> Collected:
        """Return the sealed receipt that `to_json` wrote; whether the seal holds is not asked.

        Raises:
            NotAReceiptError: it is none.
        """
        try:
            kept = tuple(file_of(file) for file in data["kept"])
            return cls(Receipt.of_json(data["receipt"]), data["collected"], kept, data["seal"])
        except (KeyError, TypeError) as error:
            raise NotAReceiptError("This is not a collected receipt.") from error


def countersign(receipt: Receipt, kept: Iterable[File], key: bytes) -> Collected:
    """Seal a receipt now, with the files as they lie with the lecturer."""
    time, files = now(), tuple(kept)
    return Collected(receipt, time, files, _seal(_unsealed(receipt, time, files), key))


def sealed(collected: Collected, key: bytes) -> bool:
    """Whether the seal is the one that this course's key makes."""
    facts = _unsealed(collected.receipt, collected.time, collected.kept)
    return hmac.compare_digest(_seal(facts, key).encode(), str(collected.seal).encode())


def receipts_key(root: Path) -> bytes:
    """Return the key that seals receipts, grown from the secret of the course folder `root`.

    The secret lies beside the course folders of all languages; it is made where there is none.
    """
    from electoral_courses.assignments import course_key  # noqa: PLC0415 - lecturers only

    return hmac.digest(course_key(root.parent), b"electoral-school receipts 1", "sha256")


def keep_collected(collected: Collected, folder: Path) -> None:
    """Write the sealed receipt into the lecturer's folder."""
    save(collected.to_json(), folder / COLLECTED)


def load_collected(path: Path) -> Collected:
    """Return the sealed receipt in a file.

    Raises:
        NotAReceiptError: there is none.
    """
    return Collected.of_json(read_json(path))


def _unsealed(receipt: Receipt, time: str, kept: Iterable[File]) -> dict[str, Any]:
    files = [file._asdict() for file in kept]
    return {"receipt": receipt.to_json(), "collected": time, "kept": files}


def _seal(facts: dict[str, Any], key: bytes) -> str:
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"))
    return hmac.digest(key, text.encode("ascii"), "sha256").hex()
