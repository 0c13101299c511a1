"""What stands in the judge for a student's function, and for what gives values one by one."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, NamedTuple

from electoral_datasets.i18n import N_
from electoral_grading.crossing.exceptions import StudentError
from electoral_grading.crossing.kinds import ATTRIBUTE, CALL, ELEMENT

if TYPE_CHECKING:
    from electoral_grading.crossing.names import Crossing

ENDLESS = N_("{path} gives more than {limit} values.")
NO_SUCH = N_("{path} has no {name} here.")


class Link(NamedTuple):
    """What a proxy knows of the thing it stands for."""

    crossing: Crossing
    number: int
    """The handle in the student's process."""
    path: str
    """How the tests came to it."""
    method: str | None = None
    """The name of the method, if it is one of the object with this handle."""
    known: str = ""
    """Of an object: the path by which its kinds were learned."""


class Handle:
    """What stands for the thing with a handle among the operands of a request."""

    __slots__ = ("number",)

    def __init__(self, number: int) -> None:
        self.number = number


def link(proxy: Any) -> Link:
    """Return what a proxy knows."""
    if isinstance(proxy, type):
        return type.__getattribute__(proxy, "_electoral_class_")
    return object.__getattribute__(proxy, "_electoral_")


class Function:
    """A function of the student's process; equal to itself only."""

    __slots__ = ("__weakref__", "_electoral_")

    def __init__(self, known: Link) -> None:
        object.__setattr__(self, "_electoral_", known)

    def __call__(self, /, *args: Any, **kwargs: Any) -> Any:
        """Call the function in the student's process."""
        crossing, number, path, method, _ = link(self)
        first = [Handle(number)] if method is None else [Handle(number), method]
        op = "call" if method is None else "method"
        return crossing.act(op, [*first, *args], kwargs, path=f"{path}()", origin=CALL)

    def __getattr__(self, name: str) -> Any:
        if name.startswith(("__", "_repr_", "_ipython_")) and name not in DESCRIBED:
            raise AttributeError(NO_SUCH.format(path=link(self).path, name=name))
        if name in DESCRIBED:
            return described(self, name)
        return link(self).crossing.act(
            "get", [self, name], {}, path=f"{link(self).path}.{name}", origin=ATTRIBUTE
        )

    def __setattr__(self, name: str, value: Any) -> None:
        path = f"{link(self).path}.{name}"
        link(self).crossing.act("set", [self, name, value], {}, path=path, origin=ATTRIBUTE)

    def __reduce_ex__(self, protocol: Any) -> Any:
        """Refuse to be stored: only this process can reach the function."""
        raise TypeError(NO_SUCH.format(path=link(self).path, name="__reduce_ex__"))

    def __copy__(self) -> Function:
        return self

    def __deepcopy__(self, memo: Any) -> Function:
        return self

    def __repr__(self) -> str:
        return f"<function {link(self).path}>"

    @property
    def __doc__(self) -> str | None:  # type: ignore[override]
        """What the student wrote about the function."""
        return described(self, "__doc__")


DESCRIBED = {"__name__", "__qualname__", "__doc__", "__signature__", "__module__"}
DESCRIBED |= {"__defaults__", "__kwdefaults__", "__annotations__"}


def described(proxy: Any, name: str) -> Any:  # noqa: PLR0911 - one for each name
    """Return what the student's process tells of a function or class."""
    crossing, number, path, method, _ = link(proxy)
    told = crossing.describe(number, method)
    signature: inspect.Signature | None = told["signature"]
    if name == "__module__":
        return "__main__"
    if name in {"__name__", "__qualname__"}:
        return told["name"]
    if name == "__doc__":
        return told["doc"]
    if signature is None:
        raise AttributeError(NO_SUCH.format(path=path, name=name))
    if name == "__signature__":
        return signature
    some = signature.parameters.values()
    if name == "__annotations__":
        notes = {one.name: one.annotation for one in some if one.annotation is not one.empty}
        back = signature.return_annotation
        return notes if back is inspect.Signature.empty else {**notes, "return": back}
    named = [one for one in some if one.default is not one.empty]
    by_name = {one.name: one.default for one in named if one.kind is one.KEYWORD_ONLY}
    if name == "__kwdefaults__":
        return by_name or None
    return tuple(one.default for one in named if one.kind is not one.KEYWORD_ONLY) or None


class Stream:
    """What gives values one by one: a generator, a `map`, a `zip` …; it is only gone through."""

    __slots__ = ("__weakref__", "_electoral_", "_taken")

    def __init__(self, known: Link) -> None:
        self._electoral_ = known
        self._taken = 0

    def __iter__(self) -> Stream:
        return self

    def __next__(self) -> Any:
        crossing, number, path, _, _ = self._electoral_
        if self._taken >= crossing.limits.steps:
            raise StudentError(ENDLESS.format(path=path, limit=crossing.limits.steps))
        self._taken += 1
        return crossing.act("next", [Handle(number)], {}, path=f"{path}[]", origin=ELEMENT)

    def __repr__(self) -> str:
        return f"<values of {self._electoral_.path}>"

    def send(self, value: Any) -> Any:
        """Send a value into a generator and return the next one."""
        crossing, number, path, _, _ = self._electoral_
        operands = [Handle(number), "send", value]
        return crossing.act("method", operands, {}, path=f"{path}[]", origin=ELEMENT)

    def close(self) -> None:
        """End a generator."""
        crossing, number, path, _, _ = self._electoral_
        crossing.act("method", [Handle(number), "close"], {}, path=path, origin=ELEMENT)
