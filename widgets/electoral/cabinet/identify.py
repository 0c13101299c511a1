"""Entering the cabinet by face, ID card or electronic signature, and entering as someone else.

Each way of entering errs in two directions: it sends away the right person, or lets in a wrong
one. An attack replaces the second rate by its own; a measure against it gives it a rate again.

>>> attempt("card", 7).entered_as
7
>>> attempt("face", 7, "photo", measures=("liveness",), seed=1).stopped_by
'liveness'
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from electoral.evoting.chance import Chance

if TYPE_CHECKING:
    from collections.abc import Collection

ENTRIES = ("face", "card", "signature")
"""B: on 30 Nov 2025 ID card, foreign passport and e-passport were accepted at stations and the
operator compared face or finger (24.kg/346768, 24.kg/349124). Entering a cabinet from home is
this model's: no such service was found."""

ATTACKS = {
    "stranger": ENTRIES,
    "photo": ("face",),
    "borrowed_card": ("card",),
    "stolen_key": ("signature",),
    "cloned_session": ENTRIES,
}
"""Each attack and the ways of entering it works against."""

MEASURES = {
    "liveness": ("photo",),
    "pin": ("borrowed_card", "stolen_key"),
    "bound_session": ("cloned_session",),
    "one_session": ("cloned_session",),
    "face_compared": ("borrowed_card",),
}
"""Each measure and the attacks it is against."""


@dataclass(frozen=True)
class Rates:
    """How often, in a thousand attempts. All are assumptions of this model, none is measured."""

    rejected: tuple[int, int, int] = (20, 5, 10)
    """The right person is sent away: by face, card, signature. Low rates favour the system."""
    accepted: tuple[int, int, int] = (1, 0, 0)
    """A stranger without any tool is taken for the person."""
    photo: int = 600
    """A photo before the camera passes where nobody checks for life."""
    liveness: int = 30
    """… and where a program does."""
    pin: int = 500
    """Whoever has the card or the key has its PIN too: high, as in a family. Favours the attack."""
    face: int = 50
    """An operator takes the bearer of a borrowed card for its owner."""
    bound: int = 20
    """A session copied to another device passes although it is bound to the first."""


RATES = Rates()


@dataclass(frozen=True)
class Record:
    """One line of the journal of entries."""

    kind: str
    """face_compared, liveness_checked, card_read, pin_asked, signature_checked, session_opened,
    session_checked, owner_told, tried_again"""
    good: bool
    """Whether it was as it should be, as far as the system could tell."""


@dataclass(frozen=True)
class Entry:
    """What came of one attempt to enter."""

    entry: str
    who: int
    """Whose cabinet it is."""
    attack: str
    """Empty where the person is who they say."""
    entered_as: int | None
    stopped_by: str
    """Empty, a measure, or "match": the system's own comparison."""
    records: tuple[Record, ...]

    @property
    def notices(self) -> bool:
        """Whether the owner is told that something happened."""
        return any(record.kind == "owner_told" for record in self.records)


def attempt(  # noqa: PLR0913, PLR0917 - the facts of one attempt
    entry: str,
    who: int,
    attack: str = "",
    measures: Collection[str] = (),
    seed: int | str = 0,
    rates: Rates = RATES,
) -> Entry:
    """Try to enter as `who` and return what happened and what it leaves in the journal.

    Args:
        entry: face, card or signature.
        who: whose cabinet.
        attack: empty for the person themselves, else a key of `ATTACKS`.
        measures: those in force, keys of `MEASURES`.
        seed: gives the chance.
        rates: how often each comparison errs.

    Raises:
        ValueError: an id is unknown, or the attack does not fit the way of entering.
    """
    if entry not in ENTRIES:
        raise ValueError(f"One enters by {', '.join(ENTRIES)}; {entry!r} is none of them.")
    if attack and entry not in ATTACKS.get(attack, ()):
        raise ValueError(f"The attack {attack!r} is none against entering by {entry}.")
    for measure in measures:
        if measure not in MEASURES:
            raise ValueError(f"The measures are {', '.join(MEASURES)}; not {measure!r}.")
    chance = Chance("entry", entry, who, attack, *sorted(measures), seed)
    kept: list[Record] = []
    for kind, check, rate in _hurdles(entry, attack, frozenset(measures), rates):
        passed = chance.below(1000) < rate
        kept.append(Record(kind, passed))
        if not passed:
            return Entry(entry, who, attack, None, check, tuple(kept))
    kept.append(Record("session_opened", good=True))
    if attack == "cloned_session" and "one_session" in measures:
        # the copy ends the owner's session, who has to enter again and is told why
        kept.append(Record("owner_told", good=False))
    return Entry(entry, who, attack, who, "", tuple(kept))


def _hurdles(
    entry: str, attack: str, measures: frozenset[str], rates: Rates
) -> list[tuple[str, str, int]]:
    """Return what has to be passed: the record, what stops there, and in how many of 1,000."""
    place = ENTRIES.index(entry)
    first = ("face_compared", "card_read", "signature_checked")[place]
    if attack == "cloned_session":
        # the session was opened by the owner; only its use elsewhere can be refused
        return [("session_checked", "bound_session", rates.bound)] * ("bound_session" in measures)
    if not attack:
        return [(first, "match", 1000 - rates.rejected[place])]
    if attack == "stranger":
        return [(first, "match", rates.accepted[place])]
    if attack == "photo":
        if "liveness" in measures:
            return [("liveness_checked", "liveness", rates.liveness)]
        return [(first, "match", rates.photo)]
    hurdles = [(first, "match", 1000)]
    if "pin" in measures:
        hurdles.append(("pin_asked", "pin", rates.pin))
    if attack == "borrowed_card" and "face_compared" in measures:
        hurdles.append(("face_compared", "face_compared", rates.face))
    return hurdles


def enter(
    entry: str, who: int, measures: Collection[str], seed: int | str, rates: Rates = RATES
) -> list[Entry]:
    """Let the right person try until they are in, five times at most.

    After the fifth refusal a person of the commission lets them in by hand: an assumption that
    favours the voter, and keeps errors of machines apart from the acts of people.
    """
    tries: list[Entry] = []
    for number in range(5):
        tries.append(attempt(entry, who, "", measures, f"{seed}/{number}", rates))
        if tries[-1].entered_as is not None:
            return tries
    by_hand = (Record("tried_again", good=True), Record("session_opened", good=True))
    return [*tries, Entry(entry, who, "", who, "", by_hand)]
