"""Ways to tamper with a valid archive, and the check by which the verifier must refuse each.

Everything that follows is made to fit again as far as the one who tampers can make it fit, so
that the named check fails first, and no other than the few that are named.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from electoral.evoting import tamper_archive, tamper_ballots, tamper_setup, tamper_tally
from electoral.evoting.chance import Chance
from electoral.evoting.insider import Board, TamperError, Tampering
from electoral.evoting.verify import verify

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["NEEDS", "TAMPERINGS", "TamperError", "Tampering", "possible", "tamper"]

TAMPERINGS: dict[str, Tampering] = {
    one.name: one
    for part in (tamper_archive, tamper_setup, tamper_ballots, tamper_tally)
    for one in part.TAMPERINGS
}

NEEDS = (
    "ballots",
    "blank",
    "choice",
    "limit",
    "result",
    "revotes",
    "secrets",
    "spare",
    "threshold",
    "trustees",
    "votes",
    "weights",
)
"""What an archive may lack for a tampering; `TamperError.needs` is one of them."""

TURNS = 20
"""In a toy group a false proof holds once in a thousand times, or in ten; then another is made."""


def possible(has: Iterable[str]) -> tuple[str, ...]:
    """Return the names of the tamperings that need no more than an archive has.

    >>> "blank-and-more" in possible(["secrets"])
    False
    """
    there = set(has)
    return tuple(name for name, one in TAMPERINGS.items() if there.issuperset(one.needs))


def tamper(
    source: Path | str | bytes,
    how: str,
    out: Path | str | None = None,
    *,
    seed: int = 0,
    simulated: int | None = None,
) -> bytes:
    """Return what comes of a valid, finished archive when somebody tampers with it.

    Args:
        source: a file, or its content.
        how: one of `TAMPERINGS`.
        out: a file to write it to.
        seed: which ballot, which trustee.
        simulated: the seed the archive was simulated with; it is looked for when none is given.

    Raises:
        ValueError: there is no such tampering, or this is not a finished archive.
        TamperError: a ValueError; the archive lacks what the tampering needs.
        OSError: the file cannot be read or written.
    """
    if how not in TAMPERINGS:
        raise ValueError(f"how ({how}) must be one of {', '.join(TAMPERINGS)}")
    content = source if isinstance(source, bytes) else Path(source).read_bytes()
    for turn in range(TURNS):
        board = Board.read(io.BytesIO(content), simulated)
        made = TAMPERINGS[how].act(board, Chance("tamper", how, seed, turn)) or board.write()
        if board.election.group.secure or _refused(made, TAMPERINGS[how].check):
            break
        simulated = board.poll.plan.seed if board.poll else simulated
    else:
        raise TamperError("votes")
    if out is not None:
        Path(out).write_bytes(made)
    return made


def _refused(made: bytes, check: str) -> bool:
    return [step.check for step in verify(made).failures[:1]] == [check]
