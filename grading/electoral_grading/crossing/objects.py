"""What stands in the judge for a student's classes and objects.

A class is mirrored by a real class of the judge, with the judge's own methods in the places
where the student's class has some, so that `isinstance`, `type`, `callable` and inheritance are
as the author expects. Such a method asks the student's process only where the kinds permit it.
"""

from __future__ import annotations

from typing import Any, NoReturn

from electoral_datasets.i18n import N_
from electoral_grading.crossing.kinds import ATTRIBUTE, CONSTRUCT, DERIVED, MIXED, OPERATOR
from electoral_grading.crossing.proxies import DESCRIBED, Handle, Link, described, link

SUBCLASS = N_("The class {name} of the submission cannot be extended in a test.")
NOT_USED = N_("{path} is not used so by the model answer.")
NO_ATTRIBUTE = N_("{path} has no attribute {name} here.")
OTHER = "_"
"""Stands in a path for any plain operand."""

ATTRIBUTES = {"__dict__", "__members__", "__dataclass_fields__", "__annotations__", "__slots__"}
"""Attributes with such names are looked up in the student's process, if the judge has none."""

INNER = ("__", "_repr_", "_ipython_", "_electoral_")
"""Attributes that begin so belong to Python, to the notebook or to us."""

ARITHMETIC = {
    "add": "+", "sub": "-", "mul": "*", "truediv": "/", "floordiv": "//", "mod": "%",
    "pow": "**", "matmul": "@", "and": "&", "or": "|", "xor": "^", "lshift": "<<",
    "rshift": ">>", "divmod": "divmod",
}  # fmt: skip
COMPARISON = {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}


class Class(type):
    """The type of the judge's mirrors of a student's classes."""

    _electoral_class_: Link

    def __new__(cls, name: str, *_: Any, **__: Any) -> NoReturn:
        """Refuse `class Mine(Theirs)`: its methods would be in the wrong process."""
        raise TypeError(SUBCLASS.format(name=name))

    def __call__(cls, /, *args: Any, **kwargs: Any) -> Any:
        """Make an object in the student's process."""
        crossing, number, path, _, _ = cls._electoral_class_
        return crossing.act(
            "call", [Handle(number), *args], kwargs, path=f"{path}()", origin=CONSTRUCT
        )

    def __getattr__(cls, name: str) -> Any:
        return described(cls, name) if name in DESCRIBED else attribute(cls, name)

    def __setattr__(cls, name: str, value: Any) -> None:
        set_attribute(cls, name, value)

    def __delattr__(cls, name: str) -> None:
        delete_attribute(cls, name)

    def __iter__(cls) -> Any:
        return operate("iter", "iter({})", cls)

    def __len__(cls) -> int:
        return operate("len", "len({})", cls, wanted=int)

    def __bool__(cls) -> bool:
        return True

    def __getitem__(cls, key: Any) -> Any:
        return operate("getitem", "{}[]", cls, key)

    def __contains__(cls, key: Any) -> bool:
        return operate("contains", "in {}", cls, key, wanted=bool)

    def __dir__(cls) -> list[str]:
        return names(cls)

    @property
    def __doc__(cls) -> str | None:  # type: ignore[override]
        """What the student wrote about the class."""
        return described(cls, "__doc__")

    @property
    def __signature__(cls) -> Any:
        """How the student's class is called."""
        return described(cls, "__signature__")


class Object:
    """An object of the student's process. Operators are those of its class, in `mirrored`."""

    __slots__ = ("__weakref__", "_electoral_")
    __array_ufunc__ = None
    """numpy leaves all operators to us."""

    def __getattr__(self, name: str) -> Any:
        return attribute(self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        set_attribute(self, name, value)

    def __delattr__(self, name: str) -> None:
        delete_attribute(self, name)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} object>"

    def __dir__(self) -> list[str]:
        return names(self)

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        """Refuse to be stored: only this process can reach the object."""
        raise TypeError(NO_ATTRIBUTE.format(path=link(self).path, name="__reduce_ex__"))

    def __copy__(self) -> Any:
        return operate("copy", "copy({})", self)

    def __deepcopy__(self, memo: Any) -> Any:
        return operate("deepcopy", "deepcopy({})", self)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ARG002 - so it is called
        """Show nothing of the student's under a cell: nbgrader takes a number there for points."""
        printer.text(Object.__repr__(self))


def route(proxy: Any) -> str:
    """Return the path by which an object or class is known."""
    crossing, _, path, _, known = link(proxy)
    return path if crossing.kinds.static else known or path


def attribute(proxy: Any, name: str) -> Any:
    """Return an attribute of an object or class."""
    path = route(proxy)
    if name.startswith(INNER) and name not in ATTRIBUTES:
        raise AttributeError(NO_ATTRIBUTE.format(path=path, name=name))
    crossing = link(proxy).crossing
    return crossing.act("get", [proxy, name], {}, path=f"{path}.{name}", origin=ATTRIBUTE)


def set_attribute(proxy: Any, name: str, value: Any) -> None:
    """Set an attribute of an object or class."""
    path = f"{route(proxy)}.{name} ="
    if name.startswith(INNER):
        raise AttributeError(NO_ATTRIBUTE.format(path=route(proxy), name=name))
    link(proxy).crossing.act("set", [proxy, name, value], {}, path=path, origin=ATTRIBUTE)


def delete_attribute(proxy: Any, name: str) -> None:
    """Delete an attribute of an object or class."""
    path = f"del {route(proxy)}.{name}"
    link(proxy).crossing.act("delete", [proxy, name], {}, path=path, origin=ATTRIBUTE)


def names(proxy: Any) -> list[str]:
    """Return the names of all attributes."""
    path = f"dir({route(proxy)})"
    found = link(proxy).crossing.act("dir", [proxy], {}, path=path, origin=ATTRIBUTE)
    return [name for name in found if type(name) is str] if type(found) is list else []


def place(value: Any) -> str:
    """Return what stands for an operand in a path."""
    if isinstance(value, (Object, Class)):
        return route(value)
    return OTHER


def permitted(op: str, path: str, operands: tuple[Any, ...]) -> bool:
    """Whether an operator may be forwarded: as the author's solution used it.

    Where nothing was learned: comparing two objects; anything on an object that was made by
    calling a class, as long as none found elsewhere takes part.
    """
    known = [link(one).known for one in operands if isinstance(one, Object)]
    crossing = next(link(one).crossing for one in operands if isinstance(one, (Object, Class)))
    if not crossing.kinds.static:
        return crossing.kinds.knows(path)
    if op in COMPARISON:
        return len(known) == 2
    return DERIVED not in known


def operate(op: str, form: str, *operands: Any, wanted: type | None = None, **named: Any) -> Any:
    """Forward an operator.

    Args:
        op: its name in the student's process.
        form: the path of its result, with `{}` for each operand.
        operands: the objects and plain values.
        wanted: the exact type that the result must have.
        named: named arguments.

    Raises:
        TypeError: the kinds do not permit it, or the result is of another type.
    """
    path = form.format(*map(place, operands))
    first = next(one for one in operands if isinstance(one, (Object, Class)))
    if not permitted(op, path, operands):
        raise TypeError(NOT_USED.format(path=path))
    mixed = (
        op.removeprefix("i") in ARITHMETIC and sum(isinstance(one, Object) for one in operands) < 2
    )
    origin = MIXED if mixed else OPERATOR
    value = link(first).crossing.act(op, list(operands), named, path=path, origin=origin)
    if wanted is not None and type(value) is not wanted:
        raise TypeError(NOT_USED.format(path=path))
    if mixed and link(first).crossing.kinds.static and not isinstance(value, Object):
        raise TypeError(NOT_USED.format(path=path))
    return value
