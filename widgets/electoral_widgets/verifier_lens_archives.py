"""The archives that a lens can be held over, each opened once and kept for a while."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from electoral.evoting.planted import planted
from electoral.evoting.simulate import Plan, simulate
from electoral.evoting.verify import Verdict, steps, verify
from electoral_widgets.verifier_lens_rows import in_parts

if TYPE_CHECKING:
    from electoral.evoting.checks import Step

REAL, TOY = "BELENIOS-2048", "TOY-2039"
VOTERS = 6
KINDS = ("planted", "clean")


class Opened(NamedTuple):
    """An archive and everything it claims."""

    content: bytes
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
    """Return the archive of this kind; a planted one is always of the real group."""
    content = _content(kind, group, seed)
    return Opened(content, in_parts(steps(content)))


@lru_cache(maxsize=4)
def verdict(kind: str, group: str, seed: int) -> Verdict:
    """Return what the verifier says when it runs through the whole archive."""
    return verify(opened(kind, group, seed).content)


def _content(kind: str, group: str, seed: int) -> bytes:
    if kind == "planted":
        return planted(seed).archive
    with TemporaryDirectory() as folder:
        path = Path(folder, "clean.bel")
        simulate(path, Plan(VOTERS, seed, group, threshold=(2, 3), revotes=300))
        return path.read_bytes()
