"""How the judge's own values go to the student's process: as data, by name, or to be called back."""

from __future__ import annotations

import builtins
import operator
import sys
from types import FunctionType, MethodType, ModuleType
from typing import TYPE_CHECKING, Any

from electoral_grading.crossing.codec import Encoder, name_of
from electoral_grading.crossing.exceptions import NOT_PLAIN, NotPlainError
from electoral_grading.crossing.objects import Class, Object
from electoral_grading.crossing.opaque import Opaque
from electoral_grading.crossing.proxies import Function, Handle, Stream, link

if TYPE_CHECKING:
    from collections.abc import Callable

    from electoral_grading.crossing.codec import Json
    from electoral_grading.crossing.limits import Limits

SHARED = frozenset(
    (
        *("builtins", "math", "cmath", "operator", "_operator", "statistics", "string", "re"),
        *("numpy", "numpy.linalg", "itertools", "functools", "random"),
    )
)
"""A function of these modules is not called back but found in the student's process itself."""


class Sender:
    """Writes values of the judge for the student's process.

    Args:
        limits: how much may cross.
        classes: the judge's mirrors of the student's classes, by their handles.
    """

    def __init__(self, limits: Limits, classes: dict[int, type]) -> None:
        self.limits = limits
        self.classes = classes
        self.callbacks: list[Callable[..., Any]] = []
        """The functions of the judge that the student's code may call."""

    def encode(self, value: Any) -> Json:
        """Return a value of the judge as JSON data."""
        return Encoder(self.limits, self.send)(value)

    def send(self, value: Any) -> Json:
        """Return what stands for a value of the judge that is not plain."""
        kind = type(value)
        if kind is Handle:
            return {"ref": {"id": value.number}}
        if kind is Function or kind is Stream or isinstance(value, (Object, Class)):
            known = link(value)
            return {"ref": {"id": known.number, "attr": known.method}}
        if kind is Opaque:
            number = object.__getattribute__(value, "_electoral_")[0]
            if number is not None:
                return {"ref": {"id": number}}
        elif name := shared_name(value):
            return {"ref": {"known": name}}
        elif callable(value) and not isinstance(value, type):
            return {"ref": {"callback": self.number(value), "name": short_name(value)}}
        elif (number := self.handle(value)) is not None:
            return {"ref": {"id": number}}
        raise NotPlainError(NOT_PLAIN.format(type=name_of(value)))

    def number(self, function: Callable[..., Any]) -> int:
        """Return the number of a function of the judge that the student's code may call."""
        for number, known in enumerate(self.callbacks):
            if known is function:
                return number
        self.callbacks.append(function)
        return len(self.callbacks) - 1

    def handle(self, kind: object) -> int | None:
        """Return the handle of the student's class that a class mirrors."""
        return next((number for number, one in self.classes.items() if one is kind), None)


def short_name(function: Any) -> str:
    """Return the name of a function of a test."""
    name = getattr(function, "__name__", None)
    return name if type(name) is str else "function"


def shared_name(value: Any) -> str | None:
    """Return where the student's process finds the same function or type; None if it does not.

    >>> shared_name(len), shared_name(str.upper), shared_name(lambda: 0)
    ('builtins:len', 'builtins:str.upper', None)
    """
    if isinstance(value, (FunctionType, MethodType, ModuleType, type)) and not (
        isinstance(value, (type, FunctionType)) and value.__module__ in SHARED
    ):
        return None
    owner = getattr(value, "__objclass__", None)
    module = getattr(owner or value, "__module__", None)
    if (
        module is None
        and sys.modules.get("numpy")
        and isinstance(value, sys.modules["numpy"].ufunc)
    ):
        module = "numpy"
    path = getattr(value, "__qualname__", None) or getattr(value, "__name__", None)
    if type(module) is not str or module not in SHARED or type(path) is not str:
        return None
    try:
        found = operator.attrgetter(path)(sys.modules.get(module, builtins))
    except AttributeError:
        return None
    return f"{module}:{path}" if found is value else None
