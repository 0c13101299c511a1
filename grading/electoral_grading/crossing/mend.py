"""Changing a value of the judge in place, as the student's call changed its copy."""

from __future__ import annotations

import sys
from typing import Any


def mend(old: Any, new: Any) -> bool:
    """Make a value like another one, keeping its identity and that of what it holds.

    Returns:
        Whether it could be done; a value of another type takes no one's place.

    >>> inner = [1]
    >>> outer = [inner, 2]
    >>> mend(outer, [[1, 5], 3]), outer, inner
    (True, [[1, 5], 3], [1, 5])
    """
    if type(old) is not type(new):
        return False
    if isinstance(old, list):
        merged = [kept(a, b) for a, b in zip(old, new, strict=False)]
        old[:] = merged + new[len(merged) :]
    elif isinstance(old, dict):
        merged = {key: kept(old[key], value) if key in old else value for key, value in new.items()}
        old.clear()
        old.update(merged)
    elif isinstance(old, set):
        old.clear()
        old.update(new)
    elif isinstance(old, bytearray):
        old[:] = new
    elif type(old).__name__ == "deque":
        old.clear()
        old.extend(new)
    else:
        return mend_table(old, new)
    return True


def mend_table(old: Any, new: Any) -> bool:
    """Make an array or a table of pandas like another one."""
    numpy, pandas = sys.modules.get("numpy"), sys.modules.get("pandas")
    if numpy is not None and isinstance(old, numpy.ndarray):
        if old.shape != new.shape or old.dtype != new.dtype or not old.flags.writeable:
            return False
        old[...] = new
        return True
    if pandas is not None and isinstance(old, (pandas.DataFrame, pandas.Series)):
        old.__init__(new)  # pandas' own way to take over what another one holds
        return True
    return False


def kept(old: Any, new: Any) -> Any:
    """Return the old value made like the new one; the new one where that cannot be."""
    return old if mend(old, new) else new
