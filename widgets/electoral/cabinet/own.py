"""What a learner does on the day as voter 0, and what they see of it."""

from __future__ import annotations

from dataclasses import dataclass

DOINGS = ("vote", "challenge", "look", "second_device", "paper", "status")


@dataclass(frozen=True)
class Do:
    """One act of the learner.

    Raises:
        ValueError: there is no such act, or it needs a choice.
    """

    kind: str
    """vote (again: a re-vote), challenge, look, second_device, paper, status"""
    choice: int | None = None

    def __post_init__(self) -> None:
        if self.kind not in DOINGS:
            raise ValueError(f"A voter may {', '.join(DOINGS)}; {self.kind!r} is none of them.")
        if self.kind in {"vote", "challenge", "paper"} and self.choice is None:
            raise ValueError(f"To {self.kind}, say for which choice.")


@dataclass(frozen=True)
class Seen:
    """What came of it before the learner's eyes."""

    kind: str
    choice: int | None = None
    code: str = ""
    shows: int | bool | None = None
    """A choice (challenge, second device), or whether code or name is there (look, status).

    Of a vote: what was cast under a coercer's eyes instead of the choice; else nothing.
    """
    holds: bool | None = None
    """True as it should be; False a sign of fraud; None nothing to compare."""
    refused: str = ""
    """Empty, already_voted, not_on_roll, no_service, not_offered"""
