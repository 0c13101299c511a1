"""How much of a value may cross."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """The bounds of one value, and of what is said while it is made."""

    elements: int = 1_000_000
    """Elements of all lists, dicts, arrays … of a value together, and the length of a range."""
    size: int = 12_000_000
    """Characters and bytes of all its texts, bytes and arrays together."""
    depth: int = 50
    """Levels of nesting; a structure that contains itself has no end of them."""
    bits: int = 100_000
    """Bits of a whole number."""
    printed: int = 200_000
    """Characters that one call may print."""
    steps: int = 100_000
    """Values that one iterator may give."""


LIMITS = Limits()
