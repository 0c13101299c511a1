"""What a learner's piles look like beside the commission's and the machine's.

The piles of the commission are the official count, the machine's slip is preliminary.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from electoral.ballots import MOBILE
from electoral.marks import INVALID, UNREAD, Hand
from electoral_datasets.i18n import N_
from electoral_widgets.base import words as catalogue
from electoral_widgets.hand_station import NAMES, REASONS, lying
from electoral_widgets.numerals import count

if TYPE_CHECKING:
    from collections.abc import Mapping

    from electoral_widgets.hand_station import Heap

GUESSES = ("exact", "few", "leader")
"""Will the piles match the slip: exactly, with the same leader, or not even that?"""

OUTCOMES = {
    "exact": N_("Your piles match the slip ballot for ballot."),
    "few": N_("Your piles do not match the slip, and the same candidate leads."),
    "leader": N_("Your piles do not match the slip, and another candidate leads."),
}
JUDGED = {True: N_("Your guess was right."), False: N_("Your guess was wrong.")}
CLEAN = N_("Every ballot lies where the commission put it.")
CANCELLED = N_("Cancelled ballots: you wrote {own}, and {right} are unused or spoiled.")
MOVED = N_("You: {own}. The commission: {theirs}. {reason}")
ALONE = N_("You decided alone: {own}. The commission voted. {vote}")
READ = N_("The machine: {machine}. The commission: {theirs}. {reason}")


def compare(heap: Heap, state: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Return the three counts, and each ballot that does not lie where the commission put it.

    Args:
        heap: the ballots.
        state: the state of the view, in which every ballot has its pile.
        language: the reader's language.
    """
    words, piles, cancelled = catalogue(language), state["piles"], state["cancelled"]
    translate = words.gettext
    names = [translate(name) for name in NAMES]
    own, theirs = lying(heap, piles), heap.column("pile")
    hands, read, box = heap.column("hand"), heap.column("machine"), heap.column("box")

    def reason(ballot: int) -> str:
        return translate(REASONS[Hand(hands[ballot])])

    alone = [ballot for ballot, sign in enumerate(piles) if heap.doubted[ballot] and sign != "v"]
    moved = [ballot for ballot in range(heap.count) if own[ballot] != theirs[ballot]]
    faults = [
        {
            "ballot": ballot,
            "text": translate(ALONE if ballot in alone else MOVED).format(
                own=names[own[ballot]],
                theirs=names[theirs[ballot]],
                reason=reason(ballot),
                vote=heap.vote(ballot, words)["text"],
            ),
        }
        for ballot in sorted({*alone, *moved})
    ]
    machine = [
        {
            "ballot": ballot,
            "text": translate(READ).format(
                machine=names[read[ballot]], theirs=names[theirs[ballot]], reason=reason(ballot)
            ),
        }
        for ballot in range(heap.count)
        if box[ballot] != MOBILE and read[ballot] not in {theirs[ballot], UNREAD}
    ]
    slip = heap.day.records["slip"][0].tolist()
    rows = [[own.count(pile), theirs.count(pile), slip[pile]] for pile in range(INVALID + 1)]
    outcome = outcome_of([row[0] for row in rows], slip)
    mobile, right = heap.record("mobile"), heap.day.lines()["cancelled"]
    said = [
        f"{translate(OUTCOMES[outcome])} {translate(JUDGED[outcome == state['guess']])}",
        words.ngettext(
            "{count} ballot lay in the mobile box; the machine never saw it.",
            "{count} ballots lay in the mobile box; the machine never saw them.",
            mobile,
        ).format(count=count(mobile, language)),
        words.ngettext(
            "{count} ballot lies elsewhere than on the commission's piles. A misplaced ballot "
            "breaks no sum; only counting again finds it.",
            "{count} ballots lie elsewhere than on the commission's piles. A misplaced ballot "
            "breaks no sum; only counting again finds it.",
            len(moved),
        ).format(count=count(len(moved), language))
        if moved
        else translate(CLEAN),
    ]
    if alone:
        said.append(
            words.ngettext(
                "You decided alone about {count} doubtful ballot.",
                "You decided alone about {count} doubtful ballots.",
                len(alone),
            ).format(count=count(len(alone), language))
        )
    if cancelled != right:
        said.append(
            translate(CANCELLED).format(
                own=count(cancelled, language), right=count(right, language)
            )
        )
    return {"rows": rows, "said": said, "own": faults, "machine": machine}


def outcome_of(piles: list[int], slip: list[int]) -> str:
    """Return which of `GUESSES` came true.

    >>> outcome_of([9, 8, 1, 0, 0, 2], [8, 9, 1, 0, 0, 2])
    'leader'
    """
    if piles == slip:
        return "exact"
    return "few" if _leaders(piles) & _leaders(slip) else "leader"


def _leaders(piles: list[int]) -> set[int]:
    votes = piles[:INVALID]
    return {square for square, here in enumerate(votes) if here == max(votes)}
