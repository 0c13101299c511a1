"""A day at one remote station: who waits, who votes, what is written down. All invented.

The press reported less than a minute a voter and about 720 voters in twelve hours for each
device (24.kg/352824). How many come and when, and what fails, is for the reader to choose.

>>> day(Plan(voters=300), seed=1).left
0
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from electoral.remote_paper import CONSTITUENCIES, Records

MINUTES = 720
"""Twelve hours (24.kg/352824)."""

EVERY = 5
"""Minutes between two looks at the queue."""

RUSH = {"even": (), "morning": ((0, 180),), "evening": ((540, 720),)}
"""When half of the voters come; the others come at any time. Assumption."""

SPREAD = 0.25
"""A voter takes up to a quarter longer or shorter than usual. Assumption."""


@dataclass(frozen=True)
class Plan:
    """One day, as the reader wants it."""

    devices: int = 1
    voters: int = 600
    """Who come during the day."""
    seconds: int = 60
    """Usual time a voter takes at a device."""
    rush: str = "even"
    stopped: int = 0
    """Minutes that the first device stands still, from the middle of the day."""
    offline: int = 0
    """Minutes without network, from the fourth hour. Assumption: no device identifies then."""
    station: int = 12
    """The constituency of the station: its own voters do not come here."""
    misprints: int = 0
    """Ballots printed for a wrong constituency that nobody notices. Hypothetical."""
    taken: int = 0
    """Ballots carried out of the room. Hypothetical."""
    added: int = 0
    """Ballots in the box for which nobody was identified. Hypothetical."""

    def __post_init__(self) -> None:
        for name, least, most in (
            ("devices", 1, 12),
            ("voters", 0, 10_000),
            ("seconds", 1, 600),
            ("stopped", 0, MINUTES),
            ("offline", 0, MINUTES),
            ("station", 1, CONSTITUENCIES),
            ("misprints", 0, 1000),
            ("taken", 0, 1000),
            ("added", 0, 1000),
        ):
            value = getattr(self, name)
            if isinstance(value, bool) or value not in range(least, most + 1):
                raise ValueError(f"{name} is a number from {least} to {most}, not {value!r}.")
        if self.rush not in RUSH:
            raise ValueError(f"rush is one of {', '.join(RUSH)}, not {self.rush!r}.")


@dataclass(frozen=True)
class Day:
    """What happened; times are minutes after opening."""

    plan: Plan
    arrived: np.ndarray
    """When each voter came, in order."""
    begun: np.ndarray
    """When a device took the voter; not a number for who still waited at closing."""
    records: Records

    @property
    def served(self) -> int:
        """Voters who reached a device."""
        return int(np.isfinite(self.begun).sum())

    @property
    def left(self) -> int:
        """Voters who waited when the station closed. What becomes of them is left open."""
        return len(self.arrived) - self.served

    @property
    def waits(self) -> np.ndarray:
        """Minutes that each voter waited who reached a device."""
        return (self.begun - self.arrived)[np.isfinite(self.begun)]

    @property
    def waiting(self) -> np.ndarray:
        """Voters in the queue at opening and every five minutes after it."""
        at = np.arange(0, MINUTES + 1, EVERY)
        begun = np.sort(self.begun[np.isfinite(self.begun)])
        return np.searchsorted(self.arrived, at, "right") - np.searchsorted(begun, at, "right")


def day(plan: Plan, seed: int) -> Day:
    """Let the day pass."""
    rng = np.random.default_rng((seed, 2025))
    arrived = _arrivals(plan, rng)
    takes = plan.seconds / 60 * rng.uniform(1 - SPREAD, 1 + SPREAD, plan.voters)
    begun = _serve(plan, arrived, takes)
    return Day(plan, arrived, begun, _write(plan, int(np.isfinite(begun).sum()), rng))


def _arrivals(plan: Plan, rng: np.random.Generator) -> np.ndarray:
    minutes = rng.uniform(0, MINUTES, plan.voters)
    half = plan.voters // 2
    for first, last in RUSH[plan.rush]:
        minutes[:half] = rng.uniform(first, last, half)
    return np.sort(minutes)


def _serve(plan: Plan, arrived: np.ndarray, takes: np.ndarray) -> np.ndarray:
    """One queue before all devices: who is first goes to the device that can begin first."""
    silent = (240.0, 240.0 + plan.offline)
    still = (360.0, 360.0 + plan.stopped)
    pauses = [_joined(silent, still)] + [[silent]] * (plan.devices - 1)
    free = [0.0] * plan.devices
    begun = np.full(len(arrived), np.nan)
    for voter, came in enumerate(arrived.tolist()):
        starts = [_after(max(came, free[device]), pauses[device]) for device in range(plan.devices)]
        device = min(range(plan.devices), key=starts.__getitem__)
        if starts[device] >= MINUTES:
            break
        begun[voter] = starts[device]
        free[device] = _end(starts[device], float(takes[voter]), pauses[device])
    return begun


def _joined(one: tuple[float, float], other: tuple[float, float]) -> list[tuple[float, float]]:
    """Two pauses, or one if the second begins before the first ends."""
    if other[0] < one[1] and other[1] > other[0]:
        return [(one[0], max(one[1], other[1]))]
    return [one, other]


def _after(minute: float, pauses: list[tuple[float, float]]) -> float:
    """The first minute from then on at which a device works."""
    for first, last in pauses:
        if first <= minute < last:
            minute = last
    return minute


def _end(minute: float, takes: float, pauses: list[tuple[float, float]]) -> float:
    """When somebody is done whose time a pause may interrupt."""
    end = minute + takes
    for first, last in pauses:
        if minute < first < end:
            end += last - first
    return end


def _write(plan: Plan, served: int, rng: np.random.Generator) -> Records:
    """What is written down, with what goes wrong on purpose or by fault.

    Assumption: some constituencies are near and send many voters, others few or one.
    """
    others = np.setdiff1d(np.arange(CONSTITUENCIES), [plan.station - 1])
    nearness = 1 / np.arange(1, CONSTITUENCIES) ** 1.5
    homes = rng.choice(rng.permutation(others), served, p=nearness / nearness.sum())
    ballots = homes.copy()
    wrong = rng.choice(served, min(plan.misprints, served), replace=False)
    ballots[wrong] = (ballots[wrong] + rng.integers(1, CONSTITUENCIES, len(wrong))) % CONSTITUENCIES
    gone = rng.choice(served, min(plan.taken, served), replace=False)
    extra = np.full(plan.added, others[0])
    return Records(
        identified=_counted(homes),
        printed=_counted(ballots),
        boxed=_counted(np.concatenate([np.delete(ballots, gone), extra])),
    )


def _counted(homes: np.ndarray) -> np.ndarray:
    return np.bincount(homes, minlength=CONSTITUENCIES)
