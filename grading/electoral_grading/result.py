"""What grading gives: points, message ids and evidence, as plain data.

>>> one = ItemResult("sum", 1.5, 2.0, message="partly")
>>> result = Result("aizhan", "05-protocol", "assignment", (one,))
>>> result.score, Result.of_json(result.to_json()) == result
(1.5, True)
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

GRADED, PARTLY, MISSING, FAILED = "graded", "partly", "missing", "failed"
"""How grading of a submission ended: wholly; with something stopped or died, so that what ran
before counts; nothing of the assignment was there; a fault of ours, to be tried again."""


@dataclass(frozen=True)
class ItemResult:
    """The result of one graded cell."""

    name: str
    """The cell's grade id."""
    score: float | None
    """Points; None while it waits for a hand."""
    max_score: float
    message: str = ""
    """The message id of an item's check; `error`, `stopped` or `died` of a plain test."""
    evidence: Mapping[str, Any] = field(default_factory=dict)
    """What the check saw, as JSON."""
    text: str = ""
    """The error of a plain test in its author's words."""


@dataclass(frozen=True)
class Result:
    """The result of one notebook of one submission."""

    student: str
    assignment: str
    notebook: str
    items: tuple[ItemResult, ...] = ()
    status: str = GRADED
    level: str = "none"
    """The confinement that the student's code ran in, a name of `sandbox.LEVELS`."""
    seconds: float = 0.0
    """Wall time of running and judging."""
    notes: tuple[tuple[str, str], ...] = ()
    """What was mended, as kinds and names of `notes`."""
    died: bool = False
    """Whether the student's process ended by itself, or was ended by nobody of ours."""
    page: Mapping[str, Any] | None = None
    """The graded notebook as JSON."""

    @property
    def score(self) -> float:
        """The points so far, without what waits for a hand."""
        return sum(item.score or 0 for item in self.items)

    @property
    def max_score(self) -> float:
        """The points of everything together."""
        return sum(item.max_score for item in self.items)

    def to_json(self) -> dict[str, Any]:
        """Return the result as JSON data."""
        return asdict(self)

    @classmethod
    def of_json(cls, data: Mapping[str, Any]) -> Result:
        """Return the result that `to_json` wrote."""
        items = tuple(ItemResult(**item) for item in data["items"])
        notes = tuple((kind, name) for kind, name in data["notes"])
        return cls(**{**data, "items": items, "notes": notes})
