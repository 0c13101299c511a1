"""Roles that can be switched on, one a day. Each is a party that answers otherwise.

An adversary goes for `Setting.victims` votes and leaves the rest alone. It is as clever as the
interface lets it be and no more: a server cannot see what it replaces, a clerk waits until the
evening to see who has not come.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from electoral.cabinet.parties import (
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
"""The choice for which server, clerk, coercer and impostor work."""


@dataclass(frozen=True)
class Role:
    """One adversary."""

    id: str
    party: str
    """device, clerk, server, trustee, coercer, line or impostor"""


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
        Role("server_miscounts", "server"),
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
    """Puts the next choice into the ballots of its victims, every time it makes one."""

    def __init__(self, victims: Collection[int], choices: int) -> None:
        self._victims, self._choices = victims, choices

    def seals(self, number: int, choice: int) -> int:
        return (choice + 1) % self._choices if number in self._victims else choice


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
    """Does one of four things to the ballots of its victims."""

    def __init__(self, kind: str, victims: Collection[int]) -> None:
        self._kind, self._victims = kind, victims

    def stores(self, voter: int) -> bool:
        return self._kind != "server_drops" or voter not in self._victims

    def keeps(self, voter: int) -> bool:
        return self._kind != "server_erases" or voter not in self._victims

    def swaps(self, voter: int) -> bool:
        return self._kind == "server_replaces" and voter in self._victims

    def announces(self, rows: Rows) -> Rows:
        if self._kind != "server_miscounts" or not rows:
            return rows
        first = list(rows[0])
        loser = max(range(1, len(first)), key=first.__getitem__)
        moved = min(len(self._victims), first[loser])
        first[FAVOURED] += moved
        first[loser] -= moved
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
    match role:
        case "device_changes":
            people.device = _ChangingDevice(victims, setting.choices)
        case "device_leaks":
            people.device = _TellingDevice(victims)
        case "clerk_adds":
            people.clerk = _AddingClerk(len(victims))
        case "clerk_absent":
            people.clerk = _BorrowingClerk(len(victims))
        case "server_drops" | "server_erases" | "server_replaces" | "server_miscounts":
            people.server = _FalseServer(role, victims)
        case "coercer":
            people.coercer = _OrderingCoercer(victims)
        case "denial":
            people.line = _DownLine()
        case "impostor":
            people.impostor = _BorrowingImpostor(victims)
        case _:
            _spoil(people, role, setting)
    return people


def _spoil(people: Parties, role: str, setting: Setting) -> None:
    """Let the last trustees refuse, or the first ones leak."""
    count = {
        "trustee_refuses": 1,
        "trustees_refuse": setting.trustees - setting.needed + 1,
        "trustee_leaks": 1,
        "trustees_collude": setting.needed,
    }.get(role, 0)
    for trustee in people.trustees[:count]:
        trustee.gives = "refuse" not in role
        trustee.leaks = "refuse" not in role
    if role == "trustees_collude":
        people.server = _LeakingServer()
