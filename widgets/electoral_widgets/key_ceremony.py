"""The key of an electronic urn, split among people round a table; some lose their cards.

The real protocol runs in Python: shares are dealt, votes encrypted, parts given with proofs and
put together. All of it is invented, so the cards are shown too; long numbers by their ends.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import Any, ClassVar

import traitlets

from electoral.ceremony import (
    Cards,
    Opening,
    Urn,
    cast,
    lines,
    open_urn,
    read_secretly,
    secrecy_broken,
    split,
    stays_closed,
    weights,
)
from electoral.evoting.groups import BELENIOS_2048, TOY_23, TOY_2039
from electoral_datasets.i18n import N_
from electoral_widgets import key_ceremony_words as text
from electoral_widgets.base import bundle, reader_language, words
from electoral_widgets.explorable import Explorable, MisfitError, completed, one_of, whole

GROUPS = {"toy23": TOY_23, "toy2039": TOY_2039, "real": BELENIOS_2048}

BALLOTS = {"toy23": 9, "toy2039": 25, "real": 25}
"""Votes in the urn; the smallest group counts to ten only."""

MOST = len(text.ROLES)
"""So many seats are at the table."""

LINE_CARDS = 5
"""Cards of the toy in which two are needed, so that a line is the key."""

GUESSES = ("", "yes", "chair", "no")
SECRETS = ("", "all", "part", "none")
RULES = ("some", "every")

BEGIN = {
    "seed": 1,
    "guess": "",
    "secret": "",
    "people": "hhlhl",
    "circle": "-----",
    "needed": 3,
    "rule": "some",
    "group": "toy2039",
    "opened": False,
    "tried": False,
    "cracked": False,
    "lost": 100,
    "corrupt": 100,
    "points": [1],
}
"""The state before anyone has touched the view; `people` and `circle` have a sign a person."""

SIGNS = N_("{name} has 1 to {most} signs out of {signs}, not {value}.")
AS_MANY = N_("The secret circle has a sign for each of {people} people, not {signs}.")
CARDS = N_("the points are different cards from 1 to {most}, not {value}.")
CIRCLE = N_("secret circle")
CARD = N_("card")


class KeyCeremony(Explorable):
    """People with cards round an electronic urn; the learner predicts, then disturbs them.

    Args:
        state: what differs from the usual beginning, for example `{"needed": 4}`.
        language: the reader's language; that of the page when none is given.

    Raises:
        ValueError: the state is not possible; the sentence names the rule and the value.
        TypeError: a keyword is unknown.
    """

    _esm, _css = bundle("key_ceremony", "key_room")

    TEXTS: ClassVar = text.TEXTS

    roles = traitlets.List().tag(sync=True)
    """The names of all who may sit at the table."""

    modulus = traitlets.Unicode().tag(sync=True)
    """The modulus of the numbers in use; a long one by its ends."""

    opening = traitlets.Dict().tag(sync=True)
    """After an attempt: `used`, `refused` persons, the `sum` or nothing, and what is `said`."""

    secret = traitlets.Dict().tag(sync=True)
    """After an attempt of the secret circle: what is `said`, and the first `votes` it reads."""

    verdicts = traitlets.Dict().tag(sync=True)
    """How good the two guesses were, once each is seen."""

    numbers = traitlets.List().tag(sync=True)
    """Of each person: what stands on the card, its public key, the part, its proof, its weight."""

    cracked = traitlets.Unicode().tag(sync=True)
    """What came of trying every key."""

    curve = traitlets.List().tag(sync=True)
    """For each number of cards needed: the two chances, as numbers of 1 and as text."""

    line = traitlets.Dict().tag(sync=True)
    """The toy of two cards: the `points` together, all `lines` through them, what is `said`."""

    def __init__(
        self, state: dict[str, Any] | None = None, *, language: str | None = None, **unknown: object
    ) -> None:
        language = reader_language(language)
        say = words(language).gettext
        roles = [say(role) for role in text.ROLES]
        super().__init__(state or BEGIN, language, unknown, roles=roles)

    def accept(self, state: dict[str, Any]) -> dict[str, Any]:
        """Return the whole state, if there is such a table."""
        say = words(self.language).gettext
        full = completed(state, BEGIN)
        for key, allowed in (
            ("guess", GUESSES),
            ("secret", SECRETS),
            ("rule", RULES),
            ("group", tuple(GROUPS)),
            *((key, (False, True)) for key in ("opened", "tried", "cracked")),
        ):
            one_of(key, full[key], allowed)
        for key, signs, name in (("people", "hlgf", text.PEOPLE), ("circle", "-c", CIRCLE)):
            if not re.fullmatch(f"[{signs}]{{1,{MOST}}}", f"{full[key]}"):
                raise MisfitError(
                    say(SIGNS).format(name=say(name), most=MOST, signs=signs, value=repr(full[key]))
                )
        seats = len(full["people"])
        if len(full["circle"]) != seats:
            raise MisfitError(say(AS_MANY).format(people=seats, signs=len(full["circle"])))
        whole(full["needed"], 1, seats, say(text.NEEDED), say)
        whole(full["seed"], 0, 999_999, "seed", say)
        for key in ("lost", "corrupt"):
            whole(full[key], 0, 500, say(text.CHANCE), say)
        points = full["points"]
        if not isinstance(points, list) or len({*map(str, points)}) < len(points):
            raise MisfitError(say(CARDS).format(most=LINE_CARDS, value=repr(points)))
        for point in points:
            whole(point, 1, LINE_CARDS, say(CARD), say)
        return full

    def follow(self, state: dict[str, Any]) -> None:
        """Run the protocol as far as the learner has come."""
        if not state["guess"]:
            return
        names = ("group", "rule", "needed", "seed")
        with self.hold_sync():
            cards, urn = _dealt(*(state[name] for name in names), len(state["people"]))
            self.modulus = text.shortened(int(cards.group.p), self.language)
            tried = self._open(state, cards, urn)
            self.secret = self._try(state, cards, urn)
            self.verdicts = self._verdicts(state)
            self.numbers = self._numbers(state, cards, tried)
            self.cracked = text.cracked(cards, self.language) if state["cracked"] else ""
            self.curve = self._curve(state, cards.needed)
            self.line = self._line(state)

    def _open(self, state: dict[str, Any], cards: Cards, urn: Urn) -> Opening | None:
        """Let those with a card open the urn."""
        if not state["opened"]:
            self.opening = {}
            return None
        forgers = _who(state["people"], "f")
        tried = _opened(cards, urn, _who(state["people"], "h"), forgers, state["seed"])
        self.opening = {
            "used": list(tried.used),
            "refused": list(tried.refused),
            "sum": tried.sum,
            "said": text.opening(tried, urn, cards, forgers, self.language),
            "reckoning": text.reckoning(tried, urn, cards),
        }
        return tried

    def _try(self, state: dict[str, Any], cards: Cards, urn: Urn) -> dict[str, Any]:
        """Let the secret circle read; a lost card does not help it."""
        if not state["tried"]:
            return {}
        people, circle = state["people"], _who(state["circle"], "c")
        circle = tuple(one for one in circle if people[one - 1] != "l")
        votes = _read(cards, urn, circle)
        return text.secret(circle, votes, cards, self.language)

    def _verdicts(self, state: dict[str, Any]) -> dict[str, str]:
        seen = {"guess": state["opened"] or state["secret"], "secret": state["secret"]}
        return {name: text.verdict(name, state[name], self.language) for name in seen if seen[name]}

    def _numbers(
        self, state: dict[str, Any], cards: Cards, tried: Opening | None
    ) -> list[dict[str, str]]:
        parts = {part.person: part for part in tried.parts} if tried else {}
        used = tried.used if tried else ()
        refused = tried.refused if tried else ()
        times = dict(zip(used, weights(cards, used), strict=True))
        say = words(self.language).gettext

        def written(number: int | None) -> str:
            return "" if number is None else text.shortened(number, self.language)

        return [
            {
                "card": written(cards.secrets[one - 1]),
                "public": written(cards.public_keys[one - 1]),
                "part": written(parts[one].factor) if one in parts else "",
                "proof": say(text.FALSE if one in refused else text.FITS) if one in parts else "",
                "weight": written(times.get(one)),
            }
            for one in range(1, len(state["people"]) + 1)
        ]

    def _curve(self, state: dict[str, Any], chosen: int) -> list[dict[str, Any]]:
        people = len(state["people"])
        lost, corrupt = Fraction(state["lost"], 1000), Fraction(state["corrupt"], 1000)
        rows = []
        for needed in range(1, people + 1):
            closed = float(stays_closed(people, needed, lost))
            broken = float(secrecy_broken(people, needed, corrupt))
            rows.append(
                {
                    "closed": closed,
                    "broken": broken,
                    "closed_text": text.chance(closed, self.language),
                    "broken_text": text.chance(broken, self.language),
                    "chosen": needed == chosen,
                }
            )
        return rows

    def _line(self, state: dict[str, Any]) -> dict[str, Any]:
        cards, _ = _dealt("toy23", "some", 2, state["seed"], LINE_CARDS)
        points = {x: cards.secrets[x - 1] for x in state["points"]}
        q = int(TOY_23.q)
        through = lines(points, q) if points else []
        said = text.line(len(points), through, q, self.language)
        return {"q": q, "points": sorted(points.items()), "lines": through, "said": said}


@lru_cache(maxsize=8)
def _dealt(group: str, rule: str, needed: int, seed: int, people: int) -> tuple[Cards, Urn]:
    cards = split(GROUPS[group], people, needed, seed, every=rule == "every")
    return cards, cast(cards, BALLOTS[group], seed)


_opened = lru_cache(maxsize=8)(open_urn)
_read = lru_cache(maxsize=8)(read_secretly)


def _who(signs: str, sign: str) -> tuple[int, ...]:
    """Return the numbers of the persons who have that sign."""
    return tuple(number for number, one in enumerate(signs, start=1) if one == sign)
