"""Remote voting as Kyrgyzstan held it on 30 November 2025: in person, on paper, away from home.

A voter comes to any station outside the home constituency. The terminal there prints the ballot
of the home constituency; the voter marks the paper and puts it into the scanner-box. Votes do
not travel over a network. Constituencies here have numbers only; voters are invented.

>>> voter, far = Voter(home=7), Station(1201, constituency=12)
>>> visit(voter, far).box
7
>>> visit(voter, Station(702, constituency=7)).refused
'own_constituency'

What the press reported (24.kg/346768, 349124, 352781, 344826, 352824, 345919; kant.kg): three
documents; identification by fingerprint or face against the electronic list; a second
identification is blocked anywhere; inside one's own constituency only the home station; the
ballot is printed on the spot; the hand count is official. Everything else is an assumption and
has a name in `Conditions`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

CONSTITUENCIES = 30
"""Each elected three members on 30 November 2025 (24.kg/344826)."""

DOCUMENTS = ("id_card", "foreign_passport", "e_passport")
"""The e-passport is shown in the application Tunduk (24.kg/346768)."""

STEPS = ("document", "identify", "print", "booth", "box")

REFUSALS = ("document", "network", "already", "own_constituency")

OFFLINE = ("stop", "local")
"""What a device does without the network; the sources do not say which."""


@dataclass(frozen=True)
class Voter:
    """Somebody on the electronic list."""

    home: int
    """The home constituency, 1 to 30."""
    number: int = 1
    station: int = 0
    """The home station; 0 stands for the first one of the home constituency."""

    def __post_init__(self) -> None:
        _constituency(self.home)

    @property
    def precinct(self) -> int:
        """The number of the home station."""
        return self.station or 100 * self.home + 1


@dataclass(frozen=True)
class Station:
    """A polling station; one of hundreds that stand in some constituency."""

    number: int
    constituency: int

    def __post_init__(self) -> None:
        _constituency(self.constituency)


@dataclass(frozen=True)
class Conditions:
    """What disturbs a visit, and what the sources leave open."""

    network: bool = True
    offline: str = "stop"
    """Assumption: without the network a device stops, or goes on with the list it has."""
    prints: int = 0
    """The constituency that a faulty terminal prints instead; 0 for no fault. Hypothetical."""
    looks: bool = True
    """Does the voter read the heading? Assumption: a wrong ballot is then exchanged."""

    def __post_init__(self) -> None:
        if self.offline not in OFFLINE:
            raise ValueError(f"offline is one of {', '.join(OFFLINE)}, not {self.offline!r}.")
        if self.prints:
            _constituency(self.prints)


@dataclass(frozen=True)
class Visit:
    """What happened to a voter at a station, and what was written down."""

    voter: Voter
    station: Station
    steps: tuple[str, ...]
    """The steps gone, the one that refused the voter last."""
    refused: str = ""
    """One of `REFUSALS`, or nothing."""
    remote: bool = False
    """Whether the ballot came from the terminal; at home it is the station's ordinary one."""
    printed: tuple[int, ...] = ()
    """The constituency of each ballot that was given out, one after the other."""
    spoiled: tuple[int, ...] = ()
    """Of each ballot that was given back as wrong."""
    box: int = 0
    """The constituency of the ballot in the box; 0 for none."""
    shared: bool = True
    """Whether other stations hear of it at once."""

    @property
    def identified(self) -> bool:
        """Whether the list now says that this voter has come."""
        return not self.refused


def visit(
    voter: Voter,
    station: Station,
    document: str = "id_card",
    *,
    before: Sequence[Visit] = (),
    conditions: Conditions | None = None,
) -> Visit:
    """Return what happens when a voter comes to a station.

    Args:
        voter: who comes.
        station: where to.
        document: what is shown; what is not one of `DOCUMENTS` is refused.
        before: the visits of all voters so far, in order.
        conditions: what is disturbed or assumed; nothing is disturbed when none are given.
    """
    now = conditions or Conditions()
    if document not in DOCUMENTS:
        return Visit(voter, station, STEPS[:1], "document")
    refused = _refusal(voter, station, before, now)
    if refused:
        return Visit(voter, station, STEPS[:2], refused)
    remote = station.constituency != voter.home
    wrong = now.prints if remote and now.prints not in {0, voter.home} else 0
    noticed = bool(wrong) and now.looks
    printed = (wrong, voter.home) if noticed else (wrong or voter.home,)
    return Visit(
        voter,
        station,
        STEPS,
        remote=remote,
        printed=printed,
        spoiled=printed[:-1],
        box=printed[-1],
        shared=now.network,
    )


def _refusal(voter: Voter, station: Station, before: Sequence[Visit], now: Conditions) -> str:
    """Return what the electronic list answers.

    A device without network knows its own visits, and those of others that were shared.
    """
    if not now.network and now.offline == "stop":
        return "network"
    known = (
        past
        for past in before
        if past.identified and (past.shared or past.station.number == station.number)
    )
    if any(past.voter == voter for past in known):
        return "already"
    if station.constituency == voter.home and station.number != voter.precinct:
        return "own_constituency"
    return ""


def _nothing() -> np.ndarray:
    return np.zeros(CONSTITUENCIES, dtype=np.int64)


@dataclass(frozen=True)
class Records:
    """What is written down, by the voters' home constituency (the first is number 1)."""

    identified: np.ndarray = field(default_factory=_nothing)
    """Voters found in the electronic list."""
    printed: np.ndarray = field(default_factory=_nothing)
    """Ballots that came out of the terminal."""
    spoiled: np.ndarray = field(default_factory=_nothing)
    """Ballots given back and exchanged."""
    boxed: np.ndarray = field(default_factory=_nothing)
    """Ballots in the box, counted by hand."""


def records(visits: Iterable[Visit]) -> Records:
    """Write down the remote part of some visits."""
    sheet = Records()
    for one in visits:
        if not one.remote:
            continue
        sheet.identified[one.voter.home - 1] += one.identified
        for column, numbers in (
            (sheet.printed, one.printed),
            (sheet.spoiled, one.spoiled),
            (sheet.boxed, (one.box,) if one.box else ()),
        ):
            for number in numbers:
                column[number - 1] += 1
    return sheet


COMPARISONS = ("identified_printed", "printed_boxed")


def compare(sheet: Records) -> dict[str, np.ndarray]:
    """Return by constituency how far the records are apart; all 0 when they agree.

    >>> compare(records([visit(Voter(7), Station(1201, 12))]))["printed_boxed"].any()
    np.False_
    """
    used = sheet.printed - sheet.spoiled
    return {"identified_printed": sheet.identified - used, "printed_boxed": used - sheet.boxed}


def twice(visits: Iterable[Visit]) -> list[Voter]:
    """Return who was identified twice, as it shows when all lists are put together."""
    seen: set[Voter] = set()
    found: list[Voter] = []
    for one in visits:
        if one.identified and one.voter in seen and one.voter not in found:
            found.append(one.voter)
        if one.identified:
            seen.add(one.voter)
    return found


def alone(sheet: Records) -> np.ndarray:
    """Return the constituencies of which the box holds one ballot only.

    If such a box were counted at the station by constituency, the count would tell how that one
    voter voted. Whether it was counted so, the sources do not say.
    """
    return np.flatnonzero(sheet.boxed == 1) + 1


def _constituency(number: int) -> None:
    if isinstance(number, bool) or number not in range(1, CONSTITUENCIES + 1):
        raise ValueError(f"A constituency is a number from 1 to {CONSTITUENCIES}, not {number!r}.")
