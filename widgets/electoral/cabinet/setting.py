"""What a day is assumed to be: how many people, how many keyholders, who bothers to check.

>>> Habits().codes, DILIGENT.codes
(300, 1000)
"""

from __future__ import annotations

from dataclasses import dataclass, fields

CLOSING = 720
"""Minutes of voting on the day: from 8 in the morning to 8 in the evening."""

OUTAGE = 540
"""Minute from which nothing works when the network is down: the last quarter of the day."""


@dataclass(frozen=True)
class Habits:
    """How many of those who could check do so.

    Shares are thousandths of the voters. Except for `second_device` they are assumptions of this
    model; larger shares favour whoever wants fraud noticed.
    """

    codes: int = 300
    """Look for their tracking code on the board, and for their line when it is opened."""
    challenges: int = 200
    """Have the device open one ballot before they cast another."""
    second_device: int = 55
    """B: 5.5 % of internet voters in Estonia checked by a second device in 2023."""
    status: int = 0
    """Ask what the list of those who voted says about them. Absent people have no reason to."""
    complaints: int = 0
    """Complain when they were forced: assumed never, which favours the coercer."""
    observers: bool = True
    """Somebody who may look sits in the room, all day."""
    copies: bool = True
    """Somebody outside keeps copies of the board."""
    archive: bool = True
    """Somebody verifies what is published with a program of their own."""
    auditor: bool = True
    """An auditor was appointed and may see the box of envelopes."""
    register: bool = True
    """Somebody compares the roll with the number the population register gives."""
    recount: bool = False
    """The papers are counted again."""
    inspection: bool = False
    """The papers are looked at for marks that the printer made."""


HABITS = tuple(field.name for field in fields(Habits))
"""Their ids, which are also the conditions on which a check depends."""

DILIGENT = Habits(
    codes=1000,
    challenges=1000,
    second_device=1000,
    status=1000,
    complaints=1000,
    recount=True,
    inspection=True,
)
"""Everybody does all that they can."""


@dataclass(frozen=True)
class Setting:
    """One small electorate.

    Raises:
        ValueError: a number is outside what it can be.
    """

    voters: int = 30
    """People on the roll."""
    choices: int = 3
    turnout: int = 800
    """Thousandths of the roll who mean to vote."""
    trustees: int = 3
    """n: people who hold a share of the key; on paper, members of the commission."""
    needed: int = 2
    """k: how many of them are enough."""
    victims: int = 4
    """How many votes an adversary goes for."""
    habits: Habits = Habits()
    entry: str = "card"
    """How people enter the cabinet: a key of `identify.ENTRIES`."""
    measures: tuple[str, ...] = ("pin",)
    """What protects the entry: keys of `identify.MEASURES`."""

    def __post_init__(self) -> None:
        if not 1 <= self.needed <= self.trustees <= 9:
            raise ValueError(
                f"needed ({self.needed}) must be from 1 to trustees ({self.trustees}), at most 9"
            )
        if not 2 <= self.choices <= 6:
            raise ValueError(f"choices ({self.choices}) must be from 2 to 6")
        if not 0 <= self.turnout <= 1000:
            raise ValueError(f"turnout ({self.turnout}) must be thousandths, from 0 to 1000")
        if not 1 <= self.voters <= 200:
            raise ValueError(f"voters ({self.voters}) must be from 1 to 200")
        if not 0 <= self.victims <= self.voters:
            raise ValueError(
                f"victims ({self.victims}) must be from 0 to the number of voters ({self.voters})"
            )
