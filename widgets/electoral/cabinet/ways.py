"""The five ways of voting, and holding a day of one.

>>> hold("deg_homomorphic", seed=1).effect.any
False
>>> hold("deg_homomorphic", seed=1, role="server_drops").effect.prevented
4
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from electoral.cabinet.adversaries import conspire
from electoral.cabinet.by_envelope import ByEnvelope
from electoral.cabinet.by_sum import BySum
from electoral.cabinet.by_token import ByToken
from electoral.cabinet.on_paper import PaperHome, PaperRemote
from electoral.cabinet.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from electoral.cabinet.day import Day
    from electoral.cabinet.own import Do
    from electoral.cabinet.poll import Poll


@dataclass(frozen=True)
class Way:
    """One way of voting."""

    id: str
    internet: bool
    revoting: bool
    """Whether one may vote again, the last vote counting."""
    board: bool
    """Whether ballots stand on a public board."""
    stages: tuple[str, ...]
    """What happens, in order."""
    doings: tuple[str, ...]
    """What the learner can do, kinds of `own.Do`."""
    sources: tuple[str, ...]
    """Where what is known of it stands, graded as in the facts of the school."""


_PAPER = ("setup", "identify", "ballot", "board", "close", "open", "count", "public_check")
_BOARD = (
    "setup", "identify", "ballot", "check", "board", "close", "open", "count", "public_check",
)  # fmt: skip
_DEG = "B: ewdn.com, 12 Sep 2020 (the maker's own statement)"

WAYS = {
    way.id: way
    for way in (
        Way(
            "paper_home",
            internet=False,
            revoting=False,
            board=False,
            stages=_PAPER,
            doings=("vote", "status"),
            sources=("A: ODIHR interim report, 17 Sep 2015", "B: 24.kg/349124"),
        ),
        Way(
            "paper_remote",
            internet=False,
            revoting=False,
            board=False,
            stages=_PAPER,
            doings=("vote", "status"),
            sources=("B: 24.kg/352781", "B: 24.kg/344826", "B: 24.kg/352824", "B: 24.kg/345919"),
        ),
        Way(
            "deg_homomorphic",
            internet=True,
            revoting=True,
            board=True,
            stages=_BOARD,
            doings=("vote", "challenge", "look", "status"),
            sources=(_DEG,),
        ),
        Way(
            "deg_blind",
            internet=True,
            revoting=False,
            board=True,
            stages=_BOARD,
            doings=("vote", "look", "status"),
            sources=(_DEG,),
        ),
        Way(
            "i_voting",
            internet=True,
            revoting=True,
            board=False,
            stages=_BOARD,
            doings=("vote", "second_device", "paper", "status"),
            sources=(
                "A: valimised.ee, Activities … compared",
                "A: Heiberg and Willemson (moam.info)",
                "B: ODIHR Opinion, 17 June 2025",
            ),
        ),
    )
}
"""All ways, by id."""

_POLLS: dict[str, type[Poll]] = {
    poll.way: poll for poll in (PaperHome, PaperRemote, BySum, ByToken, ByEnvelope)
}


def hold(
    way: str,
    seed: int,
    role: str = "",
    setting: Setting = Setting(),  # noqa: B008 - frozen
    own: Sequence[Do] | None = None,
) -> Day:
    """Hold a day and return all of it.

    Args:
        way: a key of `WAYS`.
        seed: gives people, wishes, keys and chance.
        role: the adversary, a key of `ROLES`; empty: everybody is honest.
        setting: the electorate and its habits.
        own: what the learner does as voter 0; nothing: voter 0 is simulated like the others.

    Raises:
        ValueError: way or role is unknown, or an act of the learner impossible.
    """
    if way not in WAYS:
        raise ValueError(f"The ways of voting are {', '.join(WAYS)}; {way!r} is none of them.")
    poll = _POLLS[way]
    if role == "coercer" and WAYS[way].revoting:
        # Victims foresee what the coercer will see: they vote again where obeying would not
        # be proven either, and obey where it would.
        obeying = poll(seed, role, setting, own).run()
        if obeying.truth.proven:
            return obeying
        return poll(seed, role, setting, own, victims_vote_again=True).run()
    return poll(seed, role, setting, own).run()


def conspiracy(way: str, seed: int, trustees: int, *, server: bool, setting: Setting) -> Day:
    """Hold a day on which some keyholders lend their shares, and perhaps the server its list.

    Args:
        way: a key of `WAYS`.
        seed: gives the day.
        trustees: how many of the keyholders.
        server: whether the keeper of the server tells from whom each ballot came.
        setting: the electorate.
    """
    poll = _POLLS[way](seed, "", setting, None)
    conspire(poll.parties, trustees, server=server)
    return poll.run()
