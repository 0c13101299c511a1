"""Those who run a day, honestly. An adversary is one of them who answers otherwise.

The ways of voting ask these questions and no others; a party learns nothing that the honest one
would not learn by being asked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from electoral.cabinet.day import Rows


class Device:
    """A voter's phone; on paper the machine that reads, and the terminal that prints."""

    def seals(self, number: int, choice: int) -> int:  # noqa: ARG002 - others need it
        """Return the choice that goes into ballot or count. A machine's number is the paper's."""
        return choice

    def tells(self, voter: int) -> bool:  # noqa: ARG002
        """Return whether somebody else learns the choice (printer: by a mark on the paper)."""
        return False


class Clerk:
    """Who keeps the roll, gives out ballots or the right to vote."""

    def invents(self) -> int:
        """Return how many people who do not exist get that right."""
        return 0

    def borrows(self, absent: list[int]) -> list[int]:  # noqa: ARG002
        """Return in whose name the clerk votes, of those who had not come near the end."""
        return []


class Server:
    """Who takes ballots in and keeps them; on paper, who guards the box and the papers."""

    leaks = False
    """Whether friends learn from whom each ballot came."""

    def stores(self, voter: int) -> bool:  # noqa: ARG002
        """Return whether an arriving ballot is stored."""
        return True

    def keeps(self, voter: int) -> bool:  # noqa: ARG002
        """Return whether it is still there when it is counted (paper: after the count)."""
        return True

    def swaps(self, voter: int) -> bool:  # noqa: ARG002
        """Return whether a ballot of the server's own takes its place."""
        return False

    def exchanges(self) -> int:
        """Return how many votes are exchanged between the close and the opening."""
        return 0

    def announces(self, rows: Rows) -> Rows:
        """Return the result that is made public."""
        return rows


class Trustee:
    """Who holds a share of the key; on paper, a member of the commission."""

    def __init__(self, *, gives: bool = True, leaks: bool = False) -> None:
        self.gives = gives
        """Brings the share to the opening, or signs the protocol."""
        self.leaks = leaks
        """Lends the share to friends before the close."""


class Line:
    """Power and network."""

    def works(self, minute: int) -> bool:  # noqa: ARG002
        """Return whether they are there."""
        return True


class Coercer:
    """Nobody, on an honest day."""

    def wants(self, voter: int) -> int | None:  # noqa: ARG002
        """Return how this voter is told to vote, or nothing."""
        return None


class Cheat:
    """A voter with a program of their own; nobody, on an honest day."""

    def more(self, voter: int) -> int:  # noqa: ARG002
        """Return how many votes more than one this voter puts into one ballot."""
        return 0


class Impostor:
    """Nobody, on an honest day."""

    def targets(self) -> list[int]:
        """Return in whose name entry is sought."""
        return []


@dataclass
class Parties:
    """Everybody who runs a day."""

    device: Device = field(default_factory=Device)
    clerk: Clerk = field(default_factory=Clerk)
    server: Server = field(default_factory=Server)
    trustees: list[Trustee] = field(default_factory=list)
    line: Line = field(default_factory=Line)
    coercer: Coercer = field(default_factory=Coercer)
    cheat: Cheat = field(default_factory=Cheat)
    impostor: Impostor = field(default_factory=Impostor)
