"""How a class judged the ballots of a deck, counted without names.

On a shared server of the school's pages `ELECTORAL_ANSWERS` names a folder with one folder a
learner; each keeps that learner's judgements in `is-it-a-vote.json`:

    {"version": 1, "decks": {"1": "0--6--------"}}

One sign a ballot: 0 to 4 a vote for that square, 5 invalid, 6 the commission should vote, a
dash not judged yet. Nothing here raises because of a file or a folder: without them the view
works on, only without a class.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from electoral_widgets.learner import learner_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

NAME = "is-it-a-vote.json"

JUDGEMENTS = 7
"""Five squares, invalid, the commission should vote."""

OPEN = "-"
"""The sign of a ballot that is not judged yet."""

LARGEST = 20_000
"""No file of a learner is longer, in bytes."""

DECKS = 200
"""So many decks of a learner are kept; then the oldest goes."""


@dataclass(frozen=True)
class ClassTally:
    """The judgements of one learner and of the others on the same server."""

    folder: Path | None
    """Where the learners' folders are; none where there is no shared server."""
    learner: str

    def recall(self, deck: int, ballots: int) -> str:
        """Return what this learner judged in a deck earlier; all open where nothing is kept."""
        kept = {} if self.folder is None else _decks(self.folder / self.learner / NAME)
        return _fitting(kept.get(f"{deck}"), ballots) or OPEN * ballots

    def keep(self, deck: int, judged: str) -> bool:
        """Keep what this learner judged; say whether it could be kept."""
        if self.folder is None:
            return False
        path = self.folder / self.learner / NAME
        kept = _decks(path)
        kept.pop(f"{deck}", None)
        decks = dict([*kept.items(), (f"{deck}", judged)][-DECKS:])
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _replace(path, json.dumps({"version": 1, "decks": decks}))
        except OSError:
            return False
        return True

    def others(self, deck: int, ballots: int) -> NDArray[np.int64]:
        """Count the other learners' judgements: one row a ballot, one column a judgement."""
        counts = np.zeros((ballots, JUDGEMENTS), dtype=np.int64)
        for path in self._others():
            for ballot, sign in enumerate(_fitting(_decks(path).get(f"{deck}"), ballots)):
                if sign != OPEN:
                    counts[ballot, int(sign)] += 1
        return counts

    def _others(self) -> Iterator[Path]:
        if self.folder is None:
            return
        try:
            homes = sorted(self.folder.iterdir())
        except OSError:
            return
        for home in homes:
            if is_learner(home.name) and home.name != self.learner and not home.is_symlink():
                yield home / NAME


def here() -> ClassTally:
    """Return the class of whoever sits before this page."""
    root = os.environ.get("ELECTORAL_ANSWERS")
    return ClassTally(Path(root) if root else None, learner_of(os.environ.get("HTTP_COOKIE", "")))


def is_learner(name: str) -> bool:
    """Return whether a folder of this name may be a learner's.

    >>> is_learner("8f14e45fceea167a"), is_learner("local"), is_learner(".trash")
    (True, True, False)
    """
    return name == "local" or learner_of(f"electoral_learner={name}") == name


def _decks(path: Path) -> dict[str, str]:
    """Return the decks of a learner's file; none where it is missing or not ours."""
    try:
        if path.is_symlink() or not path.is_file():
            return {}
        with path.open("rb") as file:
            text = file.read(LARGEST + 1)
        content = json.loads(text) if len(text) <= LARGEST else {}
        decks = content["decks"] if content["version"] == 1 else {}
        return {deck: judged for deck, judged in decks.items() if isinstance(judged, str)}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def _fitting(judged: str | None, ballots: int) -> str:
    """Return the judgements if they are those of a deck of so many ballots, else nothing."""
    return judged if judged and re.fullmatch(rf"[0-6-]{{{ballots}}}", judged) else ""


def _replace(path: Path, text: str) -> None:
    """Put a whole new file in the place of the old one."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text + "\n")
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
