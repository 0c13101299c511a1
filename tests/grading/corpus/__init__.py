"""Hostile, broken and odd submissions to one small assignment, each with what it is worth."""

from __future__ import annotations

from . import (
    bombs,
    broken,
    exhausting,
    forging,
    habits,
    leaving,
    lying,
    odd,
    patching,
    paths,
    reading,
    shadowing,
    staying,
    writing,
)
from .case import Case, Place

PARTS = (
    reading,
    writing,
    lying,
    patching,
    shadowing,
    leaving,
    forging,
    exhausting,
    staying,
    paths,
    bombs,
    broken,
    odd,
    habits,
)

CASES: dict[str, Case] = {case.name: case for part in PARTS for case in part.CASES}
"""All cases by name."""

__all__ = ["CASES", "Case", "Place"]
