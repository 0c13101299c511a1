"""A turnout is a fraction, and two things can change it: who comes, and who is on the list.

>>> one, other = Vote(1_626_255, 2_761_297), Vote(1_584_446, 4_294_243)
>>> round(turnout(one), 2), round(turnout(other), 2)
(58.89, 36.9)
>>> round(on_list(other, one.registered), 2)
57.38
"""

from __future__ import annotations

from typing import NamedTuple


class Vote(NamedTuple):
    """What a turnout is made of."""

    voted: int
    registered: int


class Change(NamedTuple):
    """How a turnout came to another one, in points of a percent."""

    by_list: float
    """What the other list alone would have changed, with the voters of the first vote."""
    by_voters: float
    """What the other voters change then, on the other list."""


def turnout(vote: Vote) -> float:
    """Return the turnout in percent of the registered voters.

    Raises:
        ValueError: nobody is registered, or more people voted than are.
    """
    return on_list(vote, vote.registered)


def on_list(vote: Vote, registered: int) -> float:
    """Return the turnout that the same voters would make on another list.

    On a list shorter than the number of voters there is none.

    Raises:
        ValueError: the list is empty or shorter than the number of voters.
    """
    if not 0 <= vote.voted <= registered or registered == 0:
        raise ValueError(f"Of {registered} registered voters {vote.voted} cannot have voted.")
    return 100 * vote.voted / registered


def change(before: Vote, after: Vote) -> Change:
    """Take the change of a turnout apart: first the list changes, then the voters.

    The other order gives other parts of the same sum.

    >>> parts = change(Vote(1_626_255, 2_761_297), Vote(1_584_446, 4_294_243))
    >>> round(parts.by_list, 2), round(parts.by_voters, 2)
    (-21.02, -0.97)
    """
    between = on_list(before, after.registered)
    return Change(between - turnout(before), turnout(after) - between)
