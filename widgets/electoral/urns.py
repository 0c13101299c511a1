"""Urns to practise with: a heap of ballots to sort, and a day on which one act is hidden.

>>> heap(7, ballots=40).ballots.choice.size
40
>>> len(planted(7).acts)
1
"""

from __future__ import annotations

from electoral.acts import Act
from electoral.day import Day, poll
from electoral.plan import chance_of, plan

PLANTED = (
    "stuffing",
    "covered_stuffing",
    "carousel",
    "refeed",
    "power_cut",
    "mis_sorted",
    "exchanged_copies",
)
"""Acts that can be told apart by their traces alone; stuffing with and without forged signatures."""


def heap(seed: int, ballots: int = 40) -> Day:
    """Return a small invented station with this many ballots in its boxes, many hard to read.

    Raises:
        ValueError: `ballots` is not from 10 to 200, or the seed is not a whole number, 0 or more.
    """
    if isinstance(ballots, bool) or not isinstance(ballots, int) or not 10 <= ballots <= 200:
        raise ValueError(f"A heap has 10 to 200 ballots, not {ballots!r}.")
    chance = chance_of(seed)
    voters = ballots + int(chance.integers(ballots // 3, ballots))
    weights = [int(chance.integers(10, 40)) for _ in range(4)]
    turnout = -(-ballots * 1000 // voters)
    made = plan(
        voters,
        turnout=turnout,
        outside=100,
        received=voters - int(chance.integers(0, (voters - ballots) // 4 + 1)),
        weights=(*weights, 4),
        hands="difficult",
    )
    return poll(made, int(chance.integers(2**31)))


def planted(seed: int) -> Day:
    """Return the day of a station of 500 to 1,500 voters on which one act of `PLANTED` happened.

    All marks are clear, so that whatever does not agree comes from the act.
    """
    chance = chance_of(seed)
    kind = PLANTED[chance.integers(len(PLANTED))]
    voters = int(chance.integers(500, 1500))
    weights = [int(chance.integers(20, 40)) for _ in range(4)]
    to, off = (int(square) for square in chance.permutation(4)[:2])
    act = Act(
        kind.removeprefix("covered_"),
        ballots=int(chance.integers(12, 40)),
        to=to,
        off=off,
        at=int(chance.integers(200, 800)),
        covered=kind.startswith("covered_"),
    )
    made = plan(
        voters,
        turnout=int(chance.integers(450, 800)),
        outside=int(chance.integers(10, 50)),
        weights=(*weights, 3),
        hands="clear",
    )
    return poll(made, int(chance.integers(2**31)), [act])


def kind_of(day: Day) -> str:
    """Return the name of the act of a planted day, as in `PLANTED`."""
    act = day.acts[0]
    return f"covered_{act.kind}" if act.covered else act.kind
