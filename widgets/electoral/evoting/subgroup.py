"""Whether many numbers are all in the subgroup of order q: exactly, or faster by lot.

For p = 2q + 1 the subgroup is the squares, and the Jacobi symbol says so exactly. Where
p - 1 = 2 · odd, as in BELENIOS-2048, a square x outside the subgroup leaves some x^q ≠ 1 of odd
order, at least 3. Then a product of all numbers, each to a power drawn from 0, 1, 2, to the
power q is 1 with a chance of at most 1/3, whatever the other numbers are; and so on for every
further product. With 56 products nothing is missed but once in 2^88 tries. The lot is drawn
from the numbers themselves, so nobody can know it before they are fixed.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from electoral.evoting.powers import symbols

if TYPE_CHECKING:
    from collections.abc import Sequence

    from electoral.evoting.groups import Group

DIGITS = 4
"""Products that share one multiplication a number: 3^4 heaps."""

ROUNDS = 14

WORTHWHILE = 300
"""Below so many numbers the exact way is as fast."""


def outside(group: Group, elements: Sequence[int], *, exact: bool = False) -> list[int]:
    """Return the places of those that are not in the subgroup.

    Args:
        group: with p, q and g.
        elements: whole numbers, any.
        exact: raise every number to the power q.
    """
    bad = [place for place, one in enumerate(elements) if not 0 < one < group.p]
    if bad:
        inside = [place for place in range(len(elements)) if place not in set(bad)]
        rest = outside(group, [elements[place] for place in inside], exact=exact)
        return sorted(bad + [inside[place] for place in rest])
    squares = None if exact or group.p < 2**64 else symbols(elements, group.p)
    if squares is None:
        return [place for place, one in enumerate(elements) if not group.has(one)]
    if group.p == 2 * group.q + 1:
        return [place for place, square in enumerate(squares) if not square]
    provable = group.p % 4 == 3
    if provable and len(elements) >= WORTHWHILE and all(squares) and _together(group, elements):
        return []
    return [place for place, one in enumerate(elements) if not squares[place] or not group.has(one)]


def _together(group: Group, elements: Sequence[int]) -> bool:
    p, heaps = group.p, 3**DIGITS
    for lot in _lots(elements, heaps):
        heap = [p // p] * heaps
        for element, place in zip(elements, lot, strict=True):
            heap[place] = heap[place] * element % p
        for digit in range(DIGITS):
            ones, twos = (
                group.product(
                    heap[place] for place in range(heaps) if place // 3**digit % 3 == wanted
                )
                for wanted in (1, 2)
            )
            if group.powers.power(ones * twos * twos % p, group.q) != 1:
                return False
    return True


def _lots(elements: Sequence[int], heaps: int) -> list[list[int]]:
    stream = hashlib.shake_256()
    for element in elements:
        stream.update(b"%x|" % int(element))
    size = 8
    drawn = stream.digest(size * ROUNDS * len(elements))
    numbers = [
        int.from_bytes(drawn[place : place + size], "big") % heaps
        for place in range(0, len(drawn), size)
    ]
    return [numbers[turn::ROUNDS] for turn in range(ROUNDS)]
