"""Groups in which discrete logarithms are hard to find, and two small ones where they are not.

>>> TOY_23.power(2, 5)
9
>>> [TOY_23.power(2, exponent) for exponent in range(12)]
[1, 2, 4, 8, 16, 9, 18, 13, 3, 6, 12, 1]
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from electoral.evoting.powers import Powers, inverse, number

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class Group:
    """The multiplicative subgroup of order q modulo p that g generates. Specification, 1 and 5."""

    name: str
    """How the election names it: the field `group`, 4.10."""
    p: int = field(repr=False)
    """Modulus, a prime."""
    q: int = field(repr=False)
    """Order of the subgroup, a prime that divides p - 1."""
    g: int = field(repr=False)
    """Generator."""
    secure: bool = True
    """False where anybody can find a discrete logarithm."""

    @cached_property
    def powers(self) -> Powers:
        """The arithmetic of this modulus, with a table of the powers of g."""
        return Powers(self.p, self.g, int(self.q).bit_length())

    def power(self, base: int, exponent: int) -> int:
        """Return base^exponent mod p; a negative exponent counts modulo q."""
        exponent %= self.q
        return self.powers.fixed(exponent) if base == self.g else self.powers.power(base, exponent)

    def inverse(self, element: int) -> int:
        """Return the element with which the product is 1."""
        return inverse(element, self.p)

    def product(self, elements: Iterable[int]) -> int:
        """Return the product of elements."""
        result = self.g**0
        for element in elements:
            result = result * element % self.p
        return result

    def has(self, element: int) -> bool:
        """Return whether the element is in the subgroup: 0 < x < p and x^q = 1."""
        return 0 < element < self.p and self.powers.power(element, self.q) == 1

    @property
    def description(self) -> str:
        """What hashes take as the group: its name. Specification, 4.5."""
        return self.name


def _number(digits: str) -> int:
    return number("".join(digits.split()))


_P_BELENIOS = """
206947856914225464010136436575050080649229892957511040971008847870573742192427174019222372
544976843381290666331380789584049600543896362897963930387739057228036059737494276713767776
188985898727358650490811670993105358677809800307904916540637771737641986785272734744763418
356000356983051931442845617019110007867373073335641239717328979132404745788344682606523279
746479511376726586935821800463179220736688600526271863633860887968821207694323661494910029
234443463732221458841005864210502421203654335612013204811188524087310770141516662001623131
77169372189248078507711827842317498073276598828825169183103125680162072880719
"""
_G_BELENIOS = """
240235267750185220922768770353239993271228765737836491651007531878766327414635321932028567
615526967879969466829874938909508389657342560190060106847716449173547413728310461045868131
451178164675540052740288984613986453266121505579709716201616827031288643245666383486363578
210615491841998253431518974065818686865115135857641013888221539601604322884360393098933366
277284840659313840601023167509576377798266510360682240663507669776402534625377308513317349
519424896775405257365904949247763147599157519877517771148149092045660020547812705472823814
0972518639858334115700568353695553423781475582491896050296680037745308460627
"""
_Q_BELENIOS = """
78571733251071885079927659812671450121821421258408794611510081919805623223441
"""

BELENIOS_2048 = Group(
    "BELENIOS-2048", _number(_P_BELENIOS), _number(_Q_BELENIOS), _number(_G_BELENIOS)
)
"""Specification, 5.1: order of 256 bits, so exponents are short."""

_Q_RFC = """
161585030356555036501694569632119141244089706205701195564210048757003708533171771113098447
086817846735589508689548520958773029366045975144268794930928110766060877062574508872601351
178980391181244421230947387938205529643230497058616227133112610966152704595188402621177595
628398579350585005290279388255194309236401289880274517848662807630835406696808997706682382
795801841589483645365891922948403198359504886010970843236129355157056682146597680967358182
666048585387241139942942826846043226483180386251344777529641813755605870484864990342052771
79792433291645821068109115539495499724326234131208486017955926253522680545279
"""

RFC_3526_2048 = Group("RFC-3526-2048", 2 * _number(_Q_RFC) + 1, _number(_Q_RFC), number(2))
"""Specification, 5.2; the group of RFC 3526, section 3: p = 2q + 1."""

TOY_23 = Group("TOY-23", 23, 11, 2, secure=False)
"""Small enough to reckon by hand. It hides nothing, and it counts to ten."""

TOY_2039 = Group("TOY-2039", 2039, 1019, 4, secure=False)
"""Quick and readable. It hides nothing: a thousand trials open any ballot."""

GROUPS = {group.name: group for group in (BELENIOS_2048, RFC_3526_2048, TOY_2039, TOY_23)}
