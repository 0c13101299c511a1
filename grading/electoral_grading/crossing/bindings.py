"""A test cell's namespace and the student's, kept alike while the cell runs.

Tests bind the names they test anew: they delete a function to see who needs it, put a fake in
its place, and restore it. Before each call the student's process learns of that; after it the
judge learns which of the student's global names the call has changed.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from electoral_grading.crossing.exceptions import NotPlainError, gone
from electoral_grading.crossing.kinds import NAME
from electoral_grading.crossing.mend import mend
from electoral_grading.crossing.objects import Class, Object
from electoral_grading.crossing.opaque import Opaque
from electoral_grading.crossing.proxies import Function, Stream
from electoral_grading.crossing.surroundings import Surroundings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from electoral_grading.crossing.names import Crossing
    from electoral_grading.crossing.wire import Message

ABSENT = object()


class Bindings:
    """The names that a test cell shares with the student's process."""

    def __init__(self, crossing: Crossing) -> None:
        self.crossing = crossing
        self.namespace: dict[str, Any] = {}
        self.own: dict[str, Any] = {}
        """What each name was fetched as."""
        self.told: dict[str, Any] = {}
        """What the student's process knows each name to be bound to."""
        self.strange: set[str] = set()
        """Names that the student's process was told another binding of."""
        self.stderr = sys.stderr
        self.surroundings = Surroundings(crossing.encode)

    def enter(self, namespace: dict[str, Any], names: Iterable[str]) -> None:
        """Fetch names into the namespace of a test cell and keep both sides alike from now on."""
        wanted = list(names)
        found = self.crossing.fetch_all(wanted)
        self.stderr = sys.stderr
        self.namespace = namespace
        self.own = {name: found.get(name, ABSENT) for name in wanted}
        self.told = dict(self.own)
        self.strange = set()
        self.surroundings.enter()
        for name, value in self.own.items():
            put(namespace, name, value)

    def leave(self) -> None:
        """Take the names out of the namespace and give the student their own bindings back."""
        self.surroundings.leave()
        namespace, self.namespace = self.namespace, {}
        for name in self.own:
            namespace.pop(name, None)
        strange = bool(self.strange) or self.surroundings.strange
        self.strange = set()
        self.own, self.told = {}, {}
        if strange and not self.crossing.broken:
            self.crossing.request("leave")

    def before(self, path: str) -> dict[str, Any]:
        """Return what a request must tell of names bound anew, and which to watch."""
        sync: dict[str, Any] = {}
        for name, told in self.told.items():
            value = self.namespace.get(name, ABSENT)
            if value is told:
                continue
            try:
                sync[name] = self.binding(name, value)
            except NotPlainError:
                continue
            self.told[name] = value
        kinds = self.crossing.kinds
        known = kinds.changes.get(path, ()) if kinds.mode == "learned" else self.told
        watched = [name for name in known if name in self.told and self.is_data(name)]
        changed = self.surroundings.before()
        if sync:
            changed["sync"] = sync
        return {**changed, "names": watched} if watched else changed

    def binding(self, name: str, value: Any) -> dict[str, Any] | None:
        """Return how the student's process shall bind a name."""
        if value is self.own[name]:
            self.strange.discard(name)
            return {"own": True}
        self.strange.add(name)
        return None if value is ABSENT else {"bind": self.crossing.encode(value)}

    def is_data(self, name: str) -> bool:
        """Whether a name is bound to the student's own data, or to nothing yet."""
        value = self.told[name]
        if name in self.strange or isinstance(value, (Object, Class)):
            return False
        return type(value) not in {Function, Stream, Opaque} and not isinstance(value, type)

    def after(self, answer: Message, path: str) -> None:
        """Bind the names anew that a call has changed, as the author's solution changes them."""
        changed = answer.get("names", {})
        if type(changed) is not dict or not changed.keys() <= self.told.keys():
            raise gone("it changed names that nobody watches.")
        for name, told in changed.items():
            self.crossing.kinds.note_change(path, name)
            if told is None:
                value: Any = ABSENT
            elif type(told) is list and len(told) == 2:
                value = self.crossing.take(told[1], name, NAME)
                old = self.told[name]
                if told[0] is True and old is not ABSENT and mend(old, value):
                    continue
            else:
                raise gone("it changed names that nobody watches.")
            self.own[name] = self.told[name] = value
            put(self.namespace, name, value)


def put(namespace: dict[str, Any], name: str, value: Any) -> None:
    """Bind a name, or take it away."""
    if value is ABSENT:
        namespace.pop(name, None)
    else:
        namespace[name] = value
