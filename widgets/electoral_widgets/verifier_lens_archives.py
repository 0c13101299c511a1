"""The archives that a lens can be held over, each opened once and kept for a while."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from electoral.evoting.election import Question
from electoral.evoting.planted import planted
from electoral.evoting.simulate import QUESTIONS, Plan, simulate
from electoral.evoting.tamper import TAMPERINGS, TamperError, tamper
from electoral.evoting.verify import Verdict, steps, verify
from electoral_widgets.verifier_lens_rows import in_parts

if TYPE_CHECKING:
    from electoral.evoting.checks import Step

REAL, TOY = "BELENIOS-2048", "TOY-2039"
VOTERS = 6
ASKED = (*QUESTIONS, Question("Shall the council's rules change?", ("A", "B"), blank=True))
KINDS = ("planted", "clean", *TAMPERINGS)

ATTEMPTS = 8
"""Other ballots are tried where the first one does not lend itself to a tampering."""


class Opened(NamedTuple):
    """An archive and everything it claims."""

    content: bytes
    how: str
    """What was done to it: one of `TAMPERINGS`, or nothing"""
    parts: dict[str, list[Step]]

    @property
    def culprit(self) -> tuple[str, int] | None:
        """The first check that does not hold: its part, and where in it; none if all hold."""
        found = [
            (part, number)
            for part, steps_of in self.parts.items()
            for number, step in enumerate(steps_of)
            if not step.holds
        ]
        return found[0] if found else None


@lru_cache(maxsize=4)
def opened(kind: str, group: str, seed: int) -> Opened:
    """Return the archive of this kind; a planted one is always of the real group.

    Raises:
        TamperError: this election lacks what the tampering needs.
    """
    content, how = _content(kind, group, seed)
    return Opened(content, how, in_parts(steps(content)))


@lru_cache(maxsize=4)
def verdict(kind: str, group: str, seed: int) -> Verdict:
    """Return what the verifier says when it runs through the whole archive."""
    return verify(opened(kind, group, seed).content)


def _content(kind: str, group: str, seed: int) -> tuple[bytes, str]:
    if kind == "planted":
        found = planted(seed)
        return found.archive, found.how
    plan = Plan(
        VOTERS,
        seed,
        group,
        ASKED,
        threshold=(2, 3),
        weights=kind == "weight-ignored",
        revotes=1000 if kind == "revote-ignored" else 200,
    )
    with TemporaryDirectory() as folder:
        path = Path(folder, "clean.bel")
        simulate(path, plan)
        content = path.read_bytes()
    return (content, "") if kind == "clean" else (_tampered(content, kind, seed), kind)


def _tampered(content: bytes, how: str, seed: int) -> bytes:
    for attempt in range(ATTEMPTS - 1):
        with suppress(TamperError):
            return tamper(content, how, seed=attempt, simulated=seed)
    return tamper(content, how, seed=ATTEMPTS, simulated=seed)
