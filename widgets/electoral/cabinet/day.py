"""A day of voting after it is over: what each party could see, what was published, what is true."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from electoral.cabinet.own import Seen
    from electoral.cabinet.setting import Setting

Rows = tuple[tuple[int, ...], ...]
"""Votes by home district and choice; one district in all ways but remote paper."""


@dataclass(frozen=True)
class Step:
    """One thing that happened and that people could see, in order."""

    minute: int
    stage: str
    shows: Mapping[str, Any]


@dataclass(frozen=True)
class VoterSees:
    """What one person on the roll knows from their own eyes and memory. Never what is hidden."""

    number: int
    asked: tuple[int, ...] = ()
    """The choices they made, in order."""
    voted: bool = False
    """They were told that their vote was taken."""
    refused: str = ""
    codes: tuple[str, ...] = ()
    """Tracking codes they were shown, in order."""
    on_board: bool | None = None
    """Whether the last code was on the board when they looked; None: they did not look."""
    opened: tuple[tuple[int, int], ...] = ()
    """Of each challenge: what they had asked for, what the opened ballot held."""
    second: tuple[int, int | None] | None = None
    """What they had asked for, what the second device showed (None: no ballot)."""
    line: tuple[int, int | None] | None = None
    """What they had asked for, what their line of the opened board says (None: no line)."""
    listed: tuple[bool, bool] | None = None
    """Whether the list said that they had voted, and whether they had; None: they did not ask."""
    forced: bool = False
    complains: bool = False


@dataclass(frozen=True)
class Effect:
    """What an adversary achieved, in votes. All 0: impossible, or in vain that day."""

    changed: int = 0
    """Counted otherwise than meant."""
    read: int = 0
    """Known by name to somebody else."""
    prevented: int = 0
    """Of people who tried to vote and were not counted."""
    added: int = 0
    """Counted without a person of the roll who cast them."""
    early: int = 0
    """Known before the close, with or without names."""
    proven: int = 0
    """Proven to a coercer."""

    @property
    def any(self) -> bool:
        """Whether anything was achieved."""
        return bool(
            self.changed or self.read or self.prevented or self.added or self.early or self.proven
        )


@dataclass(frozen=True)
class Truth:
    """What nobody sees, and the model knows. No check may look at it."""

    meant: tuple[int | None, ...]
    """The last wish of each person of the roll; None: they did not want to vote."""
    counted: tuple[int | None, ...]
    """What was counted for each; None: nothing."""
    rows: Rows
    """The result as everybody meant it."""
    moved: int = 0
    """Votes that only the announcement put elsewhere."""
    added: int = 0
    read: frozenset[int] = frozenset()
    early: int = 0
    proven: frozenset[int] = frozenset()
    """Of whom a coercer is convinced how they voted"""
    alone: int = 0
    """Votes that follow from the published result and the list of those who voted."""

    @property
    def effect(self) -> Effect:
        """What became of the votes."""
        pairs = list(zip(self.meant, self.counted, strict=True))
        wrong = sum(a is not None and b is not None and a != b for a, b in pairs)
        lost = sum(a is not None and b is None for a, b in pairs)
        extra = sum(a is None and b is not None for a, b in pairs)
        return Effect(
            wrong + self.moved,
            len(self.read),
            lost,
            extra + self.added,
            self.early,
            len(self.proven),
        )


@dataclass(frozen=True)
class Day:
    """All of one day."""

    way: str
    seed: int
    role: str
    setting: Setting
    own: tuple[Seen, ...]
    story: tuple[Step, ...]
    sees: Mapping[str, Mapping[str, Any]]
    """What each party but the voters may see; "anyone" is what was published."""
    voters: tuple[VoterSees, ...]
    tally: Rows
    """The result as announced; empty rows where none could be."""
    truth: Truth

    @property
    def published(self) -> Mapping[str, Any]:
        """What everybody may read."""
        return self.sees["anyone"]

    @property
    def effect(self) -> Effect:
        """What became of the votes: 0 everywhere on an honest day."""
        return self.truth.effect
