"""The state of the hand count: what it may be, and how it changes when people decide.

    {"seed": 1, "ballots": 40, "guess": "few", "step": "sort", "cancelled": 25, "piles": "01..6v"}

`piles` has one sign for each ballot of the heap, from the top down: "." in the heap, 0 to 4 a
square, 5 invalid, 6 set aside as doubtful, "v" where the commission has decided by vote.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from electoral_datasets.i18n import N_
from electoral_widgets.explorable import MisfitError, whole
from electoral_widgets.hand_findings import GUESSES
from electoral_widgets.hand_station import ASIDE, heap_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from electoral_widgets.hand_station import Heap

STEPS = ("unused", "mobile", "stationary", "sort", "compare")
"""The steps of the count, in their order."""

LARGEST_SEED = 2**53 - 1
"""A browser knows whole numbers up to here exactly."""

FEWEST, MOST = 10, 200
"""Bounds of `ballots`."""

FREE_AFTER = 10
"""From this many ballots sorted by the learner on, the rest can be sorted for them."""

UNKNOWN = N_("A state has no {key}.")
FIXED = N_("In a graded task the station stays the same: seed {seed}, {ballots} ballots.")
NOT_ONE_OF = N_("{name} is one of {known}, not {value}.")
WRONG_PILES = N_(
    "piles has one sign for each of {count} ballots (a dot, 0 to 6 or v), not {value}."
)
WRONG_VOTE = N_("The commission takes no vote on ballot {ballot}: nobody doubts it.")
NOT_WRITTEN = N_("The boxes stay closed until the unused ballots are counted.")
TOO_EARLY = N_("No ballot is sorted before the boxes are open.")
NOT_GRADED = N_("In a graded task the piles are not compared.")
NOT_DONE = N_("The piles are compared when a guess is made and every ballot has its pile.")


def sound(
    given: Mapping[str, Any], own: Mapping[str, int], *, answers: bool, say: Callable[[str], str]
) -> dict[str, Any]:
    """Return a state as it may stand, with what is not given as at the beginning.

    Args:
        given: the state.
        own: the seed and the number of ballots the view was made with.
        answers: whether piles may be compared and the station changed.
        say: translates a sentence.

    Raises:
        ValueError: it may not stand; the sentence says why.
    """
    fresh = {**own, "piles": "", "guess": "", "step": STEPS[0], "cancelled": -1}
    for key in given:
        if key not in fresh:
            raise MisfitError(say(UNKNOWN).format(key=repr(key)))
    state = {**fresh, **given}
    whole(state["seed"], 0, LARGEST_SEED, "seed", say)
    whole(state["ballots"], FEWEST, MOST, "ballots", say)
    if not answers and any(state[key] != value for key, value in own.items()):
        raise MisfitError(say(FIXED).format(**own))
    heap = heap_of(state["seed"], state["ballots"])
    whole(state["cancelled"], -1, heap.papers()["received"], "cancelled", say)
    for name, known in (("step", STEPS), ("guess", ("", *GUESSES))):
        if state[name] not in known:
            sentence = say(NOT_ONE_OF)
            raise MisfitError(
                sentence.format(name=name, known=", ".join(known), value=repr(state[name]))
            )
    state["piles"] = _piles(heap, state["piles"], say)
    at = STEPS.index(state["step"])
    wrong = [
        (at > 0 and state["cancelled"] < 0, NOT_WRITTEN),
        (at < STEPS.index("sort") and state["piles"].strip("."), TOO_EARLY),
        (state["step"] == "compare" and not answers, NOT_GRADED),
        (state["step"] == "compare" and not (state["guess"] and done(state["piles"])), NOT_DONE),
    ]
    for broken, sentence in wrong:
        if broken:
            raise MisfitError(say(sentence))
    return state


def done(piles: str) -> bool:
    """Tell whether every ballot has its pile.

    >>> done("012v"), done("0126"), done("01.2")
    (True, False, False)
    """
    return not set(piles) & {".", str(ASIDE)}


def free(piles: str) -> bool:
    """Tell whether the learner has sorted enough to have the rest sorted."""
    return len(piles) - piles.count(".") >= FREE_AFTER


def sorted_rest(heap: Heap, piles: str) -> str:
    """Return the piles after the commission has sorted what was left, doubtful ones aside."""
    rest = (
        str(ASIDE if doubted else pile)
        for doubted, pile in zip(heap.doubted, heap.column("pile"), strict=True)
    )
    return "".join(own if own != "." else other for own, other in zip(piles, rest, strict=True))


def voted(heap: Heap, piles: str, ballot: int | None = None) -> tuple[str, list[int]]:
    """Return the piles after a vote, and the ballots that came back because nobody doubts them.

    Args:
        heap: the ballots.
        piles: where they lie.
        ballot: the one to vote about; all that are set aside when not given.
    """
    signs = list(piles)
    asked = [one for one in range(len(signs)) if ballot in {None, one} and signs[one] == str(ASIDE)]
    for one in asked:
        signs[one] = "v" if heap.doubted[one] else "."
    return "".join(signs), [one for one in asked if not heap.doubted[one]]


def _piles(heap: Heap, piles: object, say: Callable[[str], str]) -> str:
    if piles == "":
        return "." * heap.count
    if not isinstance(piles, str) or len(piles) != heap.count or piles.strip(".0123456v"):
        raise MisfitError(say(WRONG_PILES).format(count=heap.count, value=repr(piles)))
    for ballot, sign in enumerate(piles):
        if sign == "v" and not heap.doubted[ballot]:
            raise MisfitError(say(WRONG_VOTE).format(ballot=ballot + 1))
    return piles
