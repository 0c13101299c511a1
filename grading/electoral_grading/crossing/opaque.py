"""A value that came as an object where data belongs: it equals nothing and tells nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from electoral_datasets.i18n import N_
from electoral_grading.crossing.exceptions import words

if TYPE_CHECKING:
    from collections.abc import Callable

NOT_DATA = N_(
    "{path} is of type {type}, not a plain value such as a number, a text, a list or a table,"
    " and cannot be used here."
)
NOT_ASKED = N_("{path} has no {name} here: it is of type {type}, not a plain value.")
SHOWN = "<not plain data>"
"""How such a value is shown; the student's program has no say in it."""


class Opaque:
    """Equal to nothing, without order, length, truth, conversion or attribute.

    Args:
        number: the handle of the object in the student's process; None if it has none.
        path: how the tests came to it.
        type: the name of its type as the student's process tells it, cleaned.
    """

    __slots__ = ("_electoral_",)
    __array_ufunc__ = None
    """numpy leaves all operators to us."""

    def __init__(self, number: int | None, path: str, type: str) -> None:  # noqa: A002 - as in Python
        object.__setattr__(self, "_electoral_", (number, path, type))

    def __eq__(self, other: object) -> bool:
        return False

    def __ne__(self, other: object) -> bool:
        return True

    __hash__ = object.__hash__

    def __repr__(self) -> str:
        return SHOWN

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return SHOWN

    def __getattr__(self, name: str) -> NoReturn:
        _, path, kind = object.__getattribute__(self, "_electoral_")
        raise AttributeError(NOT_ASKED.format(path=path, name=name, type=kind))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        refuse(self)

    def __delattr__(self, name: str) -> NoReturn:
        refuse(self)

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        refuse(self)


def refuse(value: Opaque, *_: object, **__: object) -> NoReturn:
    """Say in words that this is no plain value."""
    _, path, kind = object.__getattribute__(value, "_electoral_")
    raise TypeError(NOT_DATA.format(path=path, type=kind))


def refusal() -> Callable[..., Any]:
    """Return a method that refuses."""

    def method(self: Opaque, *args: object, **kwargs: object) -> NoReturn:
        refuse(self, *args, **kwargs)

    return method


BINARY = words("add sub mul truediv floordiv mod divmod pow matmul and or xor lshift rshift")
REFUSED = (
    *(f"__{sign}{name}__" for name in BINARY for sign in ("", "r")),
    *words("__lt__ __le__ __gt__ __ge__ __neg__ __pos__ __abs__ __invert__ __round__"),
    *words("__trunc__ __floor__ __ceil__ __bool__ __int__ __float__ __complex__ __index__"),
    *words("__bytes__ __len__ __iter__ __contains__ __getitem__ __setitem__ __delitem__"),
    *words("__enter__ __exit__ __array__ __fspath__ __reversed__"),
)
for name in REFUSED:
    setattr(Opaque, name, refusal())
