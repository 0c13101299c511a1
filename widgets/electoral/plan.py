"""What a polling day begins with: the list of voters, the ballots delivered, the people.

One station and a whole country are the same thing, a plan with one entry or with thousands.
All figures are invented, but for the sizes that `country` names.

>>> plan(voters=1200).stations
1
>>> int(country(7).voters.sum())
4294243
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from electoral.marks import SQUARES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

HANDS = {
    "clear": (975, 0, 0, 0, 15, 10),
    "ordinary": (955, 12, 5, 3, 15, 10),
    "difficult": (660, 100, 80, 60, 50, 50),
}
"""Shares of the ways to mark a ballot (`electoral.marks.Hand`), in thousandths; an assumption of this model."""

VOTERS_2025 = 4_294_243
"""Voters on the lists on 30 November 2025 (24.kg/354124)."""

STATIONS_2025 = 2_492 + 27 + 100
"""Ordinary stations, stations for remote voting alone, stations abroad (trend.az, 14.12.2025)."""

LARGEST_STATION = 10_000
"""A bound against typing errors: an assumption, not the size of a real precinct."""


@dataclass(frozen=True)
class Plan:
    """The stations before the first voter comes; one entry a station in every array."""

    voters: NDArray[np.int64]
    """Voters on the list."""
    received: NDArray[np.int64]
    """Ballots delivered to the station."""
    turnout: NDArray[np.int64]
    """Share of the voters who come, in thousandths."""
    outside: NDArray[np.int64]
    """Share of those who vote outside the station, in thousandths."""
    weights: NDArray[np.int64]
    """Support of each square, one row a station; only the proportions matter."""
    hands: NDArray[np.int64]
    """Shares of the ways to mark a ballot, in thousandths."""

    @property
    def stations(self) -> int:
        """How many stations there are."""
        return self.voters.size


def plan(  # noqa: PLR0913 - each is a fact of the station
    voters: int = 1200,
    *,
    turnout: int = 600,
    outside: int = 20,
    received: int | None = None,
    weights: Sequence[int] = (40, 30, 20, 8, 2),
    hands: str = "ordinary",
) -> Plan:
    """Return the plan of one station.

    Args:
        voters: voters on the list.
        turnout: share of the voters who come, in thousandths.
        outside: share of those who vote outside the station, in thousandths.
        received: ballots delivered; as many as voters when not given.
        weights: support of the candidates A to D and of "against all".
        hands: "ordinary", "clear" where no mark is doubtful, "difficult" where many are.

    Raises:
        ValueError: a number is impossible; the sentence names the rule and the value.
    """
    papers = voters if received is None else received
    _between("voters", voters, 1, LARGEST_STATION)
    _between("turnout", turnout, 0, 1000)
    _between("outside", outside, 0, 1000)
    _between("received", papers, 0, LARGEST_STATION + LARGEST_STATION // 1000)
    if papers * 1000 > voters * 1001:
        raise ValueError(
            "Ballots printed are at most the voters and 0.1% more (Law № 68, Art. 30, edition "
            "2015-2019); in this model those delivered too: "
            f"{papers} ballots for {voters} voters."
        )
    if papers < voters * turnout // 1000:
        raise ValueError(
            f"{papers} ballots do not suffice for the {voters * turnout // 1000} voters who come."
        )
    if len(weights) != SQUARES or min(weights) < 0 or not 0 < sum(weights) <= 10_000:
        raise ValueError(f"Weights are {SQUARES} numbers, 0 or more, not all 0, not {weights!r}.")
    if hands not in HANDS:
        raise ValueError(f"hands is one of {', '.join(HANDS)}, not {hands!r}.")
    return Plan(
        np.array([voters]),
        np.array([papers]),
        np.array([turnout]),
        np.array([outside]),
        np.array([list(weights)]),
        np.array(HANDS[hands]),
    )


def country(seed: int, *, turnout: int = 369, hands: str = "ordinary") -> Plan:
    """Return the plan of an invented country.

    It has as many voters and stations as Kyrgyzstan had on 30 November 2025. The sizes of the stations, their turnout and the support of the candidates are drawn.

    Args:
        seed: chance.
        turnout: share of all voters who come, in thousandths; 1000 lets every voter come.
        hands: how the voters mark, one of `HANDS`.
    """
    _between("turnout", turnout, 0, 1000)
    if hands not in HANDS:
        raise ValueError(f"hands is one of {', '.join(HANDS)}, not {hands!r}.")
    chance = chance_of(seed)
    size = chance.integers(200, 3000, STATIONS_2025)
    edges = np.concatenate([[0], np.cumsum(size)]) * VOTERS_2025 // size.sum()
    voters = np.diff(edges)
    spread = min(turnout, 1000 - turnout, 150)
    turnouts = turnout + chance.integers(-spread, spread, STATIONS_2025, endpoint=True)
    leaning = chance.integers(-12, 12, (STATIONS_2025, SQUARES), endpoint=True)
    weights = np.maximum(np.array([38, 30, 20, 10, 2]) + leaning * [1, 1, 1, 0, 0], 1)
    return Plan(
        voters,
        voters.copy(),
        turnouts,
        chance.integers(5, 30, STATIONS_2025),
        weights,
        np.array(HANDS[hands]),
    )


def chance_of(seed: int) -> np.random.Generator:
    """Return the chance of this seed, the same on every machine.

    Raises:
        ValueError: the seed is not a whole number, 0 or more.
    """
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
        raise ValueError(f"A seed must be a whole number, 0 or more, not {seed!r}.")
    return np.random.Generator(np.random.PCG64(int(seed)))


def _between(name: str, value: int, least: int, most: int) -> None:
    whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if not whole or not least <= value <= most:
        raise ValueError(f"{name} is a whole number from {least} to {most}, not {value!r}.")
