"""What a test changes around the tested code: the seed of chance, and `input` and `print`.

A test that says `random.seed(1)` or puts a fake in the place of `input` means the code that it
calls. Both are told to the student's process, and only once a test has done it.
"""

from __future__ import annotations

import builtins
import random
import sys
from functools import wraps
from typing import TYPE_CHECKING, Any

from electoral_grading.crossing.exceptions import NotPlainError

if TYPE_CHECKING:
    from collections.abc import Callable

    from electoral_grading.crossing.codec import Json

FAKED = ("input", "print")
"""The builtins that tests replace."""

ABSENT = object()


class Surroundings:
    """Notices what a test cell changes around the tested code.

    Args:
        encode: writes a value for the student's process.
    """

    def __init__(self, encode: Callable[[Any], Json]) -> None:
        self.encode = encode
        self.usual: dict[str, Any] = {}
        self.told: dict[str, Any] = {}
        self.seeds: list[tuple[Any, Any]] = []
        self.seeded = self.fresh = False
        self.states: list[Any] = []

    def enter(self) -> None:
        """Notice from now on."""
        self.leave()
        self.usual = {name: getattr(builtins, name) for name in FAKED}
        self.told = dict(self.usual)
        self.seeded = self.fresh = False
        for module in generators():
            usual = module.seed
            self.seeds.append((module, usual))
            module.seed = self.noticing(usual)

    def leave(self) -> None:
        """Notice no more."""
        for module, usual in self.seeds:
            module.seed = usual
        self.seeds = []

    @property
    def strange(self) -> bool:
        """Whether the student's process has other builtins than its own."""
        return any(value is not self.usual[name] for name, value in self.told.items())

    def noticing(self, usual: Callable[..., None]) -> Callable[..., None]:
        """Return a `seed` that is noticed."""

        @wraps(usual)
        def seed(*args: Any, **kwargs: Any) -> None:
            self.seeded = self.fresh = True
            usual(*args, **kwargs)

        return seed

    def before(self) -> dict[str, Json]:
        """Return what a request must tell of what has changed."""
        found: dict[str, Json] = {}
        for name, told in self.told.items():
            value = getattr(builtins, name, told)
            if value is not told:
                try:
                    usual = value is self.usual[name]
                    found[name] = {"own": True} if usual else {"bind": self.encode(value)}
                except NotPlainError:
                    continue
                self.told[name] = value
        changed = {"builtins": found} if found else {}
        if (
            self.seeded
            and (states := [state(one) for one in generators()])
            and (self.fresh or repr(states) != repr(self.states))
        ):
            self.fresh, self.states = False, states
            changed["chance"] = self.encode(states)
        return changed


def generators() -> list[Any]:
    """Return the modules with a generator of chance that everyone shares."""
    numpy = sys.modules.get("numpy")
    return [random] if numpy is None else [random, numpy.random]


def state(module: Any) -> Any:
    """Return the state of a shared generator as plain data."""
    return module.getstate() if module is random else module.get_state()


def set_chance(states: list[Any]) -> None:
    """Put the shared generators into these states."""
    for module, told in zip(generators(), states, strict=False):
        put = module.setstate if module is random else module.set_state
        put(told)


class Faked:
    """The builtins of the student's process that a test has replaced."""

    def __init__(self) -> None:
        self.own: dict[str, Any] = {}

    def put(self, told: dict[str, Json], take: Callable[[Json], Any]) -> None:
        """Replace some, or give them back."""
        for name, data in told.items():
            if "own" in data:
                self.restore(name)
            else:
                self.own.setdefault(name, getattr(builtins, name, ABSENT))
                setattr(builtins, name, take(data["bind"]))

    def restore(self, name: str) -> None:
        """Give one back."""
        value = self.own.pop(name, ABSENT)
        if value is not ABSENT:
            setattr(builtins, name, value)

    def leave(self) -> None:
        """Give all back."""
        for name in list(self.own):
            self.restore(name)
