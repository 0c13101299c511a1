"""What the judge may ask to be done with a student's things, by name."""

from __future__ import annotations

import copy
import math
import operator
from typing import TYPE_CHECKING, Any

from electoral_grading.crossing.exceptions import words

if TYPE_CHECKING:
    from collections.abc import Callable


def call(function: Any, /, *args: Any, **kwargs: Any) -> Any:
    """Call a function."""
    return function(*args, **kwargs)


def method(value: Any, name: str, /, *args: Any, **kwargs: Any) -> Any:
    """Call a method."""
    return getattr(value, name)(*args, **kwargs)


ARITHMETIC = words("add sub mul truediv floordiv mod pow matmul lshift rshift xor")
DEEDS: dict[str, Callable[..., Any]] = {
    "call": call,
    "method": method,
    "set": setattr,
    "delete": delattr,
    "dir": dir,
    **{name: getattr(operator, name) for name in ARITHMETIC},
    **{f"i{name}": getattr(operator, f"i{name}") for name in ARITHMETIC},
    **{name: getattr(operator, name) for name in words("eq ne lt le gt ge neg pos abs invert")},
    **{name: getattr(operator, name) for name in words("getitem setitem delitem contains")},
    "and": operator.and_,
    "or": operator.or_,
    "iand": operator.iand,
    "ior": operator.ior,
    "divmod": divmod,
    "index": operator.index,
    "len": len,
    "hash": hash,
    "iter": iter,
    "bool": bool,
    "int": int,
    "float": float,
    "complex": complex,
    "bytes": bytes,
    "str": str,
    "repr": repr,
    "format": format,
    "round": round,
    "next": next,
    "reversed": reversed,
    "trunc": math.trunc,
    "floor": math.floor,
    "ceil": math.ceil,
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "enter": lambda value: type(value).__enter__(value),
    "exit": lambda value, *args: type(value).__exit__(value, *args),
}
"""What can be asked for; taken before a student can change the builtins."""
