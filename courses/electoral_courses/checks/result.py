"""What a check finds out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

Evidence = Mapping[str, Any]


@dataclass(frozen=True)
class Result:
    """Points, and the message that says why, with its evidence."""

    points: Fraction
    max_points: Fraction
    message: str
    """A message id; its words are the item's own or `feedback.MESSAGES`."""
    evidence: Evidence = field(default_factory=dict)
    """Values for the message's placeholders, plain data; never the model answer."""
    parts: tuple[tuple[str, bool], ...] = ()
    """The parts of the answer, each with whether it is right."""
    share: Fraction = Fraction(0)
    """How much of the answer is right, from 0 to 1, before hints are counted."""

    @property
    def right(self) -> bool:
        """Whether the whole answer is right."""
        return self.share == 1


def found(
    share: Fraction | int,
    message: str,
    evidence: Evidence | None = None,
    parts: tuple[tuple[str, bool], ...] = (),
) -> Result:
    """Return a result whose points are still to be counted."""
    zero = Fraction(0)
    return Result(zero, zero, message, evidence or {}, parts, Fraction(share))


def counted(result: Result, max_points: Fraction, hint_cost: Fraction) -> Result:
    """Return the result with its points: the right share less what the hints cost.

    >>> counted(found(1, "right"), Fraction(2), Fraction(1, 4)).points
    Fraction(3, 2)
    """
    share = min(Fraction(1), max(Fraction(0), result.share))
    points = max(Fraction(0), share - hint_cost) * max_points
    return replace(result, share=share, points=points, max_points=max_points)
