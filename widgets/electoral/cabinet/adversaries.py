"""Roles that can be switched on, one a day. Each is a party that answers otherwise.

An adversary goes for `Setting.victims` votes and leaves the rest alone. It is as clever as the
interface lets it be and no more: a server cannot see what it replaces, a clerk waits until the
evening to see who has not come.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from electoral.cabinet.parties import (
    Cheat,
    Clerk,
    Coercer,
    Device,
    Impostor,
    Line,
    Parties,
    Server,
    Trustee,
)
from electoral.cabinet.setting import OUTAGE

if TYPE_CHECKING:
    from collections.abc import Collection

    from electoral.cabinet.day import Rows
    from electoral.cabinet.setting import Setting

FAVOURED = 0
"""The choice for which every adversary works."""

SECOND = 1
"""The choice from which votes are taken where an adversary can take them from one only."""


@dataclass(frozen=True)
class Role:
    """One adversary."""

    id: str
    party: str
    """device, clerk, server, trustee, voter, coercer, line or impostor"""


ROLES = {
    role.id: role
    for role in (
        Role("device_changes", "device"),
        Role("device_leaks", "device"),
        Role("clerk_adds", "clerk"),
        Role("clerk_absent", "clerk"),
        Role("server_drops", "server"),
        Role("server_erases", "server"),
        Role("server_replaces", "server"),
        Role("server_exchanges", "server"),
        Role("server_miscounts", "server"),
        Role("voter_stuffs", "voter"),
        Role("trustee_refuses", "trustee"),
        Role("trustees_refuse", "trustee"),
        Role("trustee_leaks", "trustee"),
        Role("trustees_collude", "trustee"),
        Role("coercer", "coercer"),
        Role("denial", "line"),
        Role("impostor", "impostor"),
    )
}
"""All roles, by id."""


class _ChangingDevice(Device):
    """Puts the favoured choice into the ballots of its victims, every time it makes one.

    It cannot know which ballot will be opened, so it cheats there too.
    """

    def __init__(self, victims: Collection[int]) -> None:
        self._victims = victims

    def seals(self, number: int, choice: int) -> int:
        return FAVOURED if number in self._victims else choice


class _TellingDevice(Device):
    def __init__(self, victims: Collection[int]) -> None:
        self._victims = victims

    def tells(self, voter: int) -> bool:
        return voter in self._victims


class _AddingClerk(Clerk):
    def __init__(self, count: int) -> None:
        self._count = count

    def invents(self) -> int:
        return self._count


class _BorrowingClerk(Clerk):
    def __init__(self, count: int) -> None:
        self._count = count

    def borrows(self, absent: list[int]) -> list[int]:
        return absent[: self._count]


class _FalseServer(Server):
    """Does one of five things, to the ballots of its victims or to as many votes."""

    def __init__(self, kind: str, victims: Collection[int]) -> None:
        self._kind, self._victims = kind, victims

    def stores(self, voter: int) -> bool:
        return self._kind != "server_drops" or voter not in self._victims

    def keeps(self, voter: int) -> bool:
        return self._kind != "server_erases" or voter not in self._victims

    def swaps(self, voter: int) -> bool:
        return self._kind == "server_replaces" and voter in self._victims

    def exchanges(self) -> int:
        return len(self._victims) if self._kind == "server_exchanges" else 0

    def announces(self, rows: Rows) -> Rows:
        if self._kind != "server_miscounts" or not rows:
            return rows
        first = list(rows[0])
        moved = min(len(self._victims), first[SECOND])
        first[FAVOURED] += moved
        first[SECOND] -= moved
        return (tuple(first), *rows[1:])


class _LeakingServer(Server):
    leaks = True


class _DownLine(Line):
    def works(self, minute: int) -> bool:
        return minute < OUTAGE


class _OrderingCoercer(Coercer):
    """Stands by while the victims vote; does not stay until the close, nor keeps their cards.

    Both assumptions favour the victims. A coercer who keeps the card defeats every way of
    voting without a booth.
    """

    def __init__(self, victims: Collection[int]) -> None:
        self._victims = victims

    def wants(self, voter: int) -> int | None:
        return FAVOURED if voter in self._victims else None


class _StuffingVoter(Cheat):
    """One voter who wants to count for more."""

    def __init__(self, cheat: int, extra: int) -> None:
        self._cheat, self._extra = cheat, extra

    def more(self, voter: int) -> int:
        return self._extra if voter == self._cheat else 0


class _BorrowingImpostor(Impostor):
    def __init__(self, victims: Collection[int]) -> None:
        self._victims = sorted(victims)

    def targets(self) -> list[int]:
        return self._victims


def parties(role: str, setting: Setting, victims: Collection[int]) -> Parties:
    """Return who runs the day when one role is played by an adversary.

    Args:
        role: a key of `ROLES`, or empty for an honest day.
        setting: how many trustees there are, how many votes the adversary goes for.
        victims: whose votes.

    Raises:
        ValueError: there is no such role.
    """
    if role and role not in ROLES:
        raise ValueError(f"The roles are {', '.join(ROLES)}; {role!r} is none of them.")
    people = Parties(trustees=[Trustee() for _ in range(setting.trustees)])
    if not role:
        return people
    party, count = ROLES[role].party, len(victims)
    if party == "server":
        people.server = _FalseServer(role, victims)
    elif party == "trustee":
        _spoil(people, role, setting)
    elif party == "clerk":
        people.clerk = _AddingClerk(count) if role == "clerk_adds" else _BorrowingClerk(count)
    elif party == "device":
        changes = role == "device_changes"
        people.device = _ChangingDevice(victims) if changes else _TellingDevice(victims)
    elif party == "coercer":
        people.coercer = _OrderingCoercer(victims)
    elif party == "line":
        people.line = _DownLine()
    elif party == "voter":
        people.cheat = _StuffingVoter(max(victims, default=-1), count)
    else:
        people.impostor = _BorrowingImpostor(victims)
    return people


def conspire(people: Parties, trustees: int, *, server: bool) -> None:
    """Let the first so many trustees lend their shares, and the server lend its list."""
    for trustee in people.trustees[:trustees]:
        trustee.leaks = True
    if server:
        people.server = _LeakingServer()


def _spoil(people: Parties, role: str, setting: Setting) -> None:
    """Let the first trustees refuse, or lend their shares."""
    if role == "trustees_collude":
        conspire(people, setting.needed, server=True)
    elif role == "trustee_leaks":
        conspire(people, 1, server=False)
    else:
        one = role == "trustee_refuses"
        refusing = 1 if one else setting.trustees - setting.needed + 1
        for trustee in people.trustees[:refusing]:
            trustee.gives = False
