"""The table after closing: a heap of ballots, seven piles, the enlarged protocol on the wall."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import traitlets

from electoral.station import LINES, STATION_RELATIONS
from electoral_datasets import card, labels
from electoral_datasets.i18n import N_
from electoral_widgets.base import bundle, words
from electoral_widgets.explorable import Explorable
from electoral_widgets.hand_findings import compare
from electoral_widgets.hand_state import done, free, sorted_rest, sound, voted
from electoral_widgets.hand_station import NAMES, SIGNS, heap_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from electoral_widgets.hand_station import Heap

PAPERS = dict.fromkeys(LINES, N_("piles")) | {
    "voters": "",
    "received": N_("delivery note"),
    "cancelled": N_("your count"),
    "issued": N_("signatures"),
    "issued_station": N_("signatures in the list"),
    "issued_outside": N_("register of out-of-station voting"),
}
"""Where the number in each line comes from, as far as the line's name does not tell."""

NOT_DOUBTED = N_("Nobody on the commission doubts ballot {ballot}: it is back in the heap.")


class HandCount(Explorable):
    """A heap of ballots to be sorted by hand, and the protocol that fills in meanwhile.

    Args:
        seed: which invented station.
        ballots: how many ballots lie in the boxes, 10 to 200.
        answers: whether the piles may be compared with the commission's; not in a graded task.
        state: a state to begin with, as a link carries it.
        language: the reader's language; that of the page when none is given.

    Raises:
        ValueError: a number or the state does not fit; the sentence says why.
        TypeError: a keyword is unknown.
    """

    _esm, _css = bundle("hand_count", "ballot_piles")

    TEXTS: ClassVar = {
        "title": N_("The hand count"),
        "intro": N_(
            "An invented station after closing. You sort its ballots as the commission of this "
            "model does, and put aside what you doubt. Unusual marks are more frequent here than in "
            "life."
        ),
        "guess_question": N_(
            "The machine's slip lies face down on the table. Will your piles match it exactly?"
        ),
        "guess_exact": N_("Yes, ballot for ballot"),
        "guess_few": N_("No, but the same candidate will lead"),
        "guess_leader": N_("No, and another candidate will lead"),
        "begin": N_("Begin the count"),
        "before": N_("Steps 1 to 3: unused ballots, two boxes"),
        "unused_title": N_("1. Unused ballots"),
        "unused_task": N_(
            "Before a box is opened, count the ballots that no voter got, and the spoiled ones "
            "(crossed out). Then cancel them by cutting off a lower corner."
        ),
        "unused_picture": N_("Packets of ten: {packets}. Single: {loose}. Spoiled: {spoiled}."),
        "unused_field": N_("Unused and spoiled together"),
        "unused_wrong": N_("Write a whole number from 0 to {most}; “{text}” is none."),
        "unused_done": N_("Write it down and cut"),
        "unused_law": N_(
            "Source, for unused ballots: Law № 68, Art. 35.4, edition 2015-2019; for spoiled ones: "
            "a rule of this model. Steps 2 to 5 are those of our model."
        ),
        "unused_said": N_("Cancelled ballots: {count}."),
        "mobile_title": N_("2. The mobile box"),
        "mobile_open": N_("Open the mobile box"),
        "mobile_said": N_("Ballots in it: {count}. Signatures in its register: {register}."),
        "stationary_title": N_("3. The stationary box"),
        "stationary_open": N_("Open the stationary box"),
        "stationary_said": N_(
            "Ballots in it: {count}. Signatures in the list: {signatures}. All ballots are mixed, "
            "so that nobody learns how the few outside voted."
        ),
        "sort_title": N_("4. Sorting"),
        "sort_help": N_(
            "Drag the top ballot to a pile, tap a pile, or press a number from 1 to 7."
        ),
        "heap": N_("Left in the heap: {left} of {count}"),
        "heap_empty": N_("The heap is empty."),
        "ballot": N_("Ballot {ballot}: {seen}"),
        "pile": N_("{pile}, ballots: {count}"),
        "put": N_("Ballot {ballot} lies on: {pile}."),
        "next": N_("Next: {seen}"),
        "in_hand": N_("In your hand: {seen} Choose a pile."),
        "undo": N_("Undo"),
        "undone": N_("Ballot {ballot} is back on: {pile}. {seen}"),
        "rest": N_("Sort the rest for me"),
        "rest_later": N_("After {count} ballots the rest can be sorted for you."),
        "again": N_("Take one pile and count it again"),
        "fan": N_("{pile}, counted again: {count}"),
        "fan_help": N_("A ballot on the wrong pile? Tap it, then tap the right pile."),
        "fan_to": N_("Put it on"),
        "vote_title": N_("5. The commission votes"),
        "vote": N_("Put this ballot to the vote"),
        "vote_all": N_("Vote about all of them"),
        "protocol": N_("Enlarged protocol"),
        "relations": N_("Control relations"),
        "holds": N_("Holds"),
        "differs": N_("Does not hold: differs by {difference}"),
        "waits": N_("Waits"),
        "summary_holds": N_(
            "All {count} relations hold. Numbers that agree are not yet numbers that are true."
        ),
        "summary_broken": N_("Do not hold: {relations}."),
        "compare": N_("Turn the slip over and compare"),
        "compare_title": N_("Three counts"),
        "pile_column": N_("Pile"),
        "own": N_("You"),
        "commission": N_("Commission"),
        "machine": N_("Machine's slip"),
        "own_title": N_("Where your piles differ from the commission's"),
        "machine_title": N_("Where the machine read otherwise"),
        "official": N_(
            "The hand count is the official one; the machine's figures are preliminary. "
            "Source: ODIHR, 17 September 2015 (docslib.org, 11374204)."
        ),
        "size": N_("Ballots"),
        "another": N_("Another station"),
        "twin": N_("All ballots as a table"),
        "ballot_column": N_("Ballot"),
        "seen_column": N_("What stands on it"),
        "in_heap": N_("Heap"),
    }

    answers = traitlets.Bool(default_value=True).tag(sync=True)
    """Whether the page offers the comparison; Python decides by what it was made with."""

    station = traitlets.Dict().tag(sync=True)
    """What the eye sees: marks on the ballots, papers, lines and relations of the protocol."""

    votes = traitlets.Dict().tag(sync=True)
    """How the commission decided, for the ballots that were put to the vote."""

    result = traitlets.Dict().tag(sync=True)
    """The three counts, once they are compared; empty before and in a graded task."""

    def __init__(
        self,
        seed: int = 1,
        *,
        ballots: int = 40,
        answers: bool = True,
        state: Mapping[str, Any] | None = None,
        language: str | None = None,
        **unknown: object,
    ) -> None:
        self._answers = answers
        self._own = {"seed": seed, "ballots": ballots}
        self._shown: Heap | None = None
        super().__init__({**self._own, **(state or {})}, language, unknown, answers=answers)
        self.on_msg(self._answer)

    @property
    def heap(self) -> Heap:
        """The ballots, as they lie in the heap from the top down."""
        return heap_of(self.state["seed"], self.state["ballots"])

    def accept(self, state: dict[str, Any]) -> dict[str, Any]:
        """Return the state, whole, if every part of it fits."""
        return sound(state, self._own, answers=self._answers, say=words(self.language).gettext)

    def follow(self, state: dict[str, Any]) -> None:
        """Send the station, the votes taken so far and, when asked for, the comparison."""
        catalogue, heap = words(self.language), self.heap
        if heap is not self._shown:
            self._shown = heap
            self.station = {**_wall(self.language), **_sight(heap, self.language)}
        piles = state["piles"]
        self.votes = {
            str(ballot): heap.vote(ballot, catalogue)
            for ballot, sign in enumerate(piles)
            if sign == "v"
        }
        asked = state["step"] == "compare" and done(piles)
        self.result = compare(heap, state, self.language) if asked else {}

    def sort_rest(self) -> None:
        """Sort what is left as the commission would, once the learner has sorted ten ballots."""
        if self._answers and free(self.state["piles"]):
            self._pile(sorted_rest(self.heap, self.state["piles"]))

    def take_votes(self, ballot: int | None = None) -> None:
        """Let the commission vote about one ballot set aside, or about all of them."""
        piles, plain = voted(self.heap, self.state["piles"], ballot)
        self._pile(piles)
        if plain:
            text = words(self.language).gettext(NOT_DOUBTED)
            self.notice = text.format(ballot=", ".join(str(one + 1) for one in plain))

    def _pile(self, piles: str) -> None:
        with self.hold_sync():
            self.state = dict(self.state) | {"piles": piles}

    def _answer(self, _widget: object, content: object, _buffers: object) -> None:
        asked = content if isinstance(content, dict) else {}
        ballot = asked.get("ballot")
        if asked.get("do") == "rest":
            self.sort_rest()
        elif asked.get("do") == "vote" and (ballot is None or type(ballot) is int):
            self.take_votes(ballot)


def _sight(heap: Heap, language: str) -> dict[str, Any]:
    return {"seen": heap.seen(), "told": heap.told(words(language)), "papers": heap.papers()}


def _wall(language: str) -> dict[str, Any]:
    say = words(language).gettext
    known, rules = (
        labels("station_protocol", language),
        card("station_protocol", language).relations,
    )
    return {
        "piles": [
            {"sign": sign, "name": say(name)} for sign, name in zip(SIGNS, NAMES, strict=True)
        ],
        "lines": [
            {"name": line, "label": known[line], "paper": PAPERS[line] and say(PAPERS[line])}
            for line in LINES
        ],
        "relations": [
            {"id": rule.id, "left": rule.left, "right": rule.right, "rule": rules[rule.id]}
            for rule in STATION_RELATIONS
        ],
    }
