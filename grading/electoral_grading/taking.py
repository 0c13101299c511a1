"""Submissions taken from the exchange into the lecturer's folder, whole or not at all.

Each is copied beside its place, compared with its receipt there, where no learner's program can
reach it, mended, and its receipt sealed; then all are brought to the disk and renamed into place.
One that is not what its receipt says is reported and kept aside.
"""

from __future__ import annotations

import logging
import os
import shutil
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from electoral_grading.arrivals import judged
from electoral_grading.disk import settle_everything, small_file
from electoral_grading.inbound import TEMPORARY
from electoral_grading.receipts import LONGEST, find
from electoral_grading.repair import repair
from electoral_grading.seals import countersign, keep_collected
from electoral_grading.submit_words import SubmitError, tell_left_out
from electoral_grading.tree import READABLE, RECEIPT, SECRET, TIMESTAMP, Rules, copy, read
from electoral_grading.verdicts import CLOSED, UNFINISHED, Verdict
from electoral_grading.verdicts import LARGE as TOO_LARGE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from electoral_grading.inbound import Arrival

PATIENCE = timedelta(minutes=10)
"""How long a submission may be on its way before it counts as cut off."""
FORGOTTEN = 86_400
"""Seconds after which a hidden folder belongs to a program that was cut off."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Taking:
    """How a course takes submissions."""

    release: Path
    """The released assignment, by which a submission is mended."""
    rules: Rules = field(default_factory=Rules)
    key: bytes | None = None
    """What seals receipts."""
    shared: bool = False
    """Whether a group of lecturers writes in the course folder."""

    def take(self, one: Arrival, place: Path, aside: Path) -> Path | None:
        """Copy a submission beside `place`; return the copy, or None where it is not whole.

        What is not whole is kept in `aside`, unless it may still be on its way.
        """
        place.parent.mkdir(parents=True, exist_ok=True)
        sweep(place.parent)
        target = place.with_name(f"{TEMPORARY}{os.urandom(6).hex()}")
        target.mkdir()
        try:
            verdict = self.copied(one, target)
            if verdict.good:
                self.finish(target)
                return target
            log.warning("%s is not collected. %s", one.path, verdict.tell("en"))
            if verdict.kind != UNFINISHED or datetime.now(UTC) - one.time > PATIENCE:
                keep_aside(target, aside / one.path.name)
        except OSError as error:
            log.warning("%s could not be collected: %s", one.path, error)
        except BaseException:
            shutil.rmtree(target, ignore_errors=True)
            raise
        shutil.rmtree(target, ignore_errors=True)
        return None

    def copied(self, one: Arrival, target: Path) -> Verdict:
        """Copy a submission; judge the copy."""
        rules = self.rules
        if os.path.lexists(one.path / RECEIPT):  # everything that its receipt names
            rules = replace(rules, ignore=(), include=(), files=2 * rules.files)
        try:
            tree = copy(one.path, target, rules)
        except SubmitError as error:
            closed = error.kind in {"unreadable", "changing", "no-folder"}
            return Verdict(
                CLOSED if closed else TOO_LARGE, names=(str(error.values.get("name", "")),)
            )
        for sentence in tell_left_out(tree.left_out, "en"):
            log.warning("%s: %s", one.path, sentence)
        for name in (RECEIPT, READABLE, TIMESTAMP, SECRET):
            if os.path.lexists(one.path / name):
                (target / name).write_bytes(small_file(one.path / name, LONGEST))
        return judged(one, target)

    def finish(self, target: Path) -> None:
        """Mend a copied submission and seal its receipt."""
        receipt = find(target)
        try:
            repair(target, self.release)
        except OSError as error:
            log.warning("%s could not be repaired: %s", target, error)
        if receipt and self.key:
            keep_collected(countersign(receipt, read(target).files, self.key), target)
        if self.shared:
            for where, _, names in os.walk(target):
                os.chmod(where, 0o2775)  # noqa: PTH101, S103 - as nbgrader's groupshared
                for name in names:
                    os.chmod(os.path.join(where, name), 0o664)  # noqa: PTH101, PTH118


def put(taken: Iterable[tuple[Path, Path]]) -> None:
    """Bring the copies to the disk, then rename each into its place."""
    pairs = list(taken)
    if pairs:
        settle_everything(pairs[0][0])
    for copied, place in pairs:
        old = place.with_name(f"{TEMPORARY}{os.urandom(6).hex()}")
        if place.exists():
            place.rename(old)
        copied.rename(place)
        shutil.rmtree(old, ignore_errors=True)


def keep_aside(copied: Path, place: Path) -> None:
    """Keep a copy where the lecturer can look at it, once."""
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        copied.rename(place)
        log.warning("What is there of it is kept in %s", place)


def claimed_by_another(one: Arrival) -> str:
    """Return the account that a submission's folder belongs to, if it is not the learner's."""
    import pwd  # noqa: PLC0415 - not there on Windows

    try:
        owner = pwd.getpwuid(one.path.lstat().st_uid).pw_name
    except (KeyError, OSError):
        owner = "unknown id"
    return "" if owner == one.student else owner


def sweep(folder: Path) -> None:
    """Remove what programs left behind that were cut off while they handed in or collected."""
    for path in folder.glob(f"{TEMPORARY}*"):
        try:
            old = time.time() - path.lstat().st_mtime > FORGOTTEN
        except OSError:
            continue
        if old:
            shutil.rmtree(path, ignore_errors=True)
