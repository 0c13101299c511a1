"""What people learn: the catalogue of modules, the builder, the items and their checks.

A notebook needs three names:

    from electoral_courses import ask, check, variant
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from electoral_courses.notebook import ask, check, variant

__all__ = ["ask", "check", "variant"]


def __getattr__(name: str) -> object:
    """Import the notebook's part when one of its names is first asked for."""
    if name not in __all__:
        raise AttributeError(f"electoral_courses has no {name!r}; it has {', '.join(__all__)}.")
    from electoral_courses import notebook  # noqa: PLC0415 - keeps the import of the package fast

    return getattr(notebook, name)


def __dir__() -> list[str]:
    """List the names for completion, imported or not."""
    return sorted({*globals(), *__all__})
