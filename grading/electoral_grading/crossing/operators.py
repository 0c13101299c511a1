"""The operators of the judge's mirrors of a student's classes: each asks only where it may."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from electoral_grading.crossing.exceptions import NotPlainError
from electoral_grading.crossing.objects import (
    ARITHMETIC,
    COMPARISON,
    Class,
    Object,
    operate,
    permitted,
    place,
)
from electoral_grading.crossing.opaque import Opaque
from electoral_grading.crossing.proxies import Link, link

if TYPE_CHECKING:
    from collections.abc import Callable

CONVERSION = {
    "len": int, "bool": bool, "int": int, "float": float, "complex": complex, "index": int,
    "hash": int, "str": str, "repr": str, "bytes": bytes,
}  # fmt: skip
"""Operators on one object whose result must be of exactly this type."""

SINGLE = {"neg": "-", "pos": "+", "abs": "abs", "invert": "~", "reversed": "reversed"}
SINGLE |= {"trunc": "trunc", "floor": "floor", "ceil": "ceil", "enter": "enter"}
ARGUMENTS = {
    "getitem": "{}[]", "setitem": "{}[] =", "delitem": "del {}[]", "format": "format({})",
    "round": "round({})", "exit": "exit({})", "call": "{}()",
}  # fmt: skip
SIMPLE = {int, float, str, bool, type(None)}
SILENT = {"hash", "str", "repr", "format", "bool"}
"""Where the kinds do not permit these, the judge's own do."""


def arithmetic(op: str, sign: str, *, swapped: bool = False) -> Callable[..., Any]:
    """Return an operator of two operands; Python names what is missing where it is refused."""

    def method(self: Object, other: Any) -> Any:
        left, right = (other, self) if swapped else (self, other)
        path = f"{place(left)} {sign} {place(right)}"
        if not sendable(self, other) or not permitted(op, path, (left, right)):
            return NotImplemented
        return operate(op, "{} " + sign + " {}", left, right)

    return method


def comparison(op: str, sign: str) -> Callable[..., Any]:
    """Return a comparison; where it is refused, only an object and itself are equal."""

    def method(self: Object, other: Any) -> Any:
        path = f"{place(self)} {sign} {place(other)}"
        if not sendable(self, other) or not permitted(op, path, (self, other)):
            if op == "eq":
                return self is other
            return self is not other if op == "ne" else NotImplemented
        return operate(op, "{} " + sign + " {}", self, other)

    return method


def conversion(op: str, wanted: type) -> Callable[..., Any]:
    """Return an operator on one object whose result is of one type."""

    def method(self: Object) -> Any:
        path = f"{op}({place(self)})"
        if op in SILENT and not permitted(op, path, (self,)):
            return getattr(Object, f"__{op}__")(self) if op != "bool" else True
        return operate(op, op + "({})", self, wanted=wanted)

    return method


def single(op: str, sign: str) -> Callable[..., Any]:
    """Return an operator on one object."""

    def method(self: Object) -> Any:
        return operate(op, sign + "({})", self)

    return method


def with_arguments(op: str, form: str) -> Callable[..., Any]:
    """Return an operator on an object that takes plain arguments."""

    def method(self: Object, *args: Any, **named: Any) -> Any:
        if op == "exit":
            args = (None, None, None)
        if op == "format" and not permitted(op, form.format(place(self)), (self,)):
            return Object.__repr__(self)
        return operate(op, form, self, *args, **named)

    return method


def contains(self: Object, item: Any) -> bool:
    """Return whether an item is in the object."""
    return operate("contains", "{1} in {0}", self, item, wanted=bool)


def iterate(self: Object) -> Any:
    """Return what goes through the object."""
    return operate("iter", "iter({})", self)


def following(self: Object) -> Any:
    """Return the object's next value."""
    return operate("next", "next({})", self)


def sendable(self: Object, other: Any) -> bool:
    """Whether an operand can be sent at all; what came instead of data takes part in nothing."""
    if type(other) in SIMPLE or isinstance(other, Object):
        return True
    if type(other) is Opaque:
        return False
    try:
        link(self).crossing.encode(other)
    except NotPlainError:
        return False
    return True


METHODS: dict[str, Callable[..., Any]] = {
    **{f"__{op}__": arithmetic(op, sign) for op, sign in ARITHMETIC.items()},
    **{f"__r{op}__": arithmetic(op, sign, swapped=True) for op, sign in ARITHMETIC.items()},
    **{
        f"__i{op}__": arithmetic(f"i{op}", sign + "=")
        for op, sign in ARITHMETIC.items()
        if op != "divmod"
    },
    **{f"__{op}__": comparison(op, sign) for op, sign in COMPARISON.items()},
    **{f"__{op}__": conversion(op, wanted) for op, wanted in CONVERSION.items()},
    **{f"__{op}__": single(op, sign) for op, sign in SINGLE.items()},
    **{f"__{op}__": with_arguments(op, form) for op, form in ARGUMENTS.items()},
    "__contains__": contains,
    "__iter__": iterate,
    "__next__": following,
}
"""The judge's methods for the operators that a student's class may have."""


def mirror(name: str, bases: tuple[type, ...], operators: list[str], known: Link) -> Class:
    """Return the judge's class for one of the student's.

    Args:
        name: its name, an identifier.
        bases: the judge's classes for its bases.
        operators: which of the names in `METHODS` the student's class defines.
        known: where the class is.
    """
    body: dict[str, Any] = {
        "__slots__": (),
        "__module__": "__main__",
        "_electoral_class_": known,
        **{one: METHODS[one] for one in operators if one in METHODS},
    }
    own: Any = tuple(base for base in bases if isinstance(base, Class)) or (Object,)
    return type.__new__(Class, name, own, body)


def mirror_error(name: str, bases: tuple[type, ...], nearest: type[Exception]) -> type[Exception]:
    """Return the judge's class for an exception class of the student's."""
    own = tuple(b for b in bases if issubclass(b, Exception)) or (nearest,)
    return type(name, own, {"__module__": "__main__"})


def new_object(kind: Class, known: Link) -> Object:
    """Return the proxy of an object of a mirrored class."""
    proxy: Any = object.__new__(kind)
    Object.__dict__["_electoral_"].__set__(proxy, known)
    return proxy
