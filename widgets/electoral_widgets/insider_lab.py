"""The server's keys in the learner's hands: to change a result, and to see who notices.

Every move is carried out on an archive and judged by the verifier; what comes of it, in words,
is put together in `insider_lab_shown`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import traitlets

from electoral.evoting.insider_attempt import attempt
from electoral.evoting.insider_moves import MOVES, TRUSTEES, Act, Plot
from electoral.evoting.insider_notice import LESSONS, lessons_of
from electoral_widgets import insider_lab_words as say
from electoral_widgets.base import bundle, words
from electoral_widgets.explorable import Explorable, MisfitError, completed, one_of, whole
from electoral_widgets.insider_lab_shown import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

GUESSES = ("", "never", "help", "easily")
TOY, REAL = "TOY-2039", "BELENIOS-2048"
MOST = 6
"""The most moves of one plan."""

BEGIN = {
    "guess": "",
    "group": TOY,
    "seed": 7,
    "registrar": False,
    "phone": False,
    "bought": False,
    "trustees": 0,
    "plan": [],
    "rechain": True,
    "published": False,
    "looks": 100,
    "apart": True,
    "copies": True,
    "tried": [],
    "answered": False,
}
"""The state before anyone has touched the view; a plan is a list of moves with their voters."""

SWITCHES = ("registrar", "phone", "bought", "rechain", "published", "apart", "copies", "answered")


class InsiderLab(Explorable):
    """A server, twelve voters, a verifier, and a learner who wants B to win.

    Args:
        state: what differs from the usual beginning, for example `{"seed": 8}`.
        language: the reader's language; that of the page when none is given.

    Raises:
        ValueError: the state is not possible; the sentence names the rule and the value.
        TypeError: a keyword is unknown.
    """

    _esm, _css = bundle("insider_lab", "insider_lab_parts")

    TEXTS: ClassVar = say.TEXTS

    lab = traitlets.Dict().tag(sync=True)
    """Everything that belongs to the state, sentences in the reader's language."""

    def __init__(
        self,
        state: Mapping[str, Any] | None = None,
        *,
        language: str | None = None,
        **unknown: object,
    ) -> None:
        super().__init__(state or BEGIN, language, unknown)

    def accept(self, state: dict[str, Any]) -> dict[str, Any]:
        """Return the whole state, if there can be such a plan; help that is gone takes its moves."""
        tell = words(self.language).gettext
        full = completed(state, BEGIN)
        one_of("guess", full["guess"], GUESSES)
        one_of("group", full["group"], (TOY, REAL))
        for key in SWITCHES:
            one_of(key, full[key], (False, True))
        whole(full["seed"], 0, 999_999, "seed", tell)
        whole(full["trustees"], 0, TRUSTEES, "trustees", tell)
        whole(full["looks"], 0, 1000, "looks", tell)
        full["tried"] = _known(full["tried"])
        full["plan"] = self._plan(full)
        return _in_order(full)

    def _plan(self, state: dict[str, Any]) -> list[list[Any]]:
        plan = state["plan"]
        if not isinstance(plan, list) or not all(map(_is_act, plan)):
            raise ValueError(f"plan is a list of moves with their voters, not {plan!r}.")
        if len(plan) > MOST:
            tell = words(self.language).gettext
            raise MisfitError(tell(say.PLAN_LONG).format(most=MOST))
        helped = plot_of({**state, "plan": []})
        kept = [[move, voter] for move, voter in plan if helped.helps(MOVES[move].helper)]
        plot_of({**state, "plan": kept})
        return kept

    def follow(self, state: dict[str, Any]) -> None:
        """Carry the plan out as far as the learner has come, and say what comes of it."""
        self.lab = shown(state, plot_of(state), self.language)


def plot_of(state: dict[str, Any]) -> Plot:
    """Return the plot of a state.

    Raises:
        ValueError: the plan does not fit the voters or the help.
    """
    acts = tuple(Act(move, voter) for move, voter in state["plan"])
    helpers = {key: state[key] for key in ("registrar", "trustees", "phone", "bought", "rechain")}
    return Plot(acts, seed=state["seed"], group=state["group"], **helpers)


def _in_order(state: dict[str, Any]) -> dict[str, Any]:
    """Leave out what cannot have happened yet, and remember what was tried."""
    if not state["guess"]:
        return {**BEGIN, "seed": state["seed"]}
    if state["published"]:
        plot = plot_of(state)
        taught = {*state["tried"], *lessons_of(plot)}
        state["tried"] = [one for one in LESSONS if one in taught]
        outcome = attempt(plot)
        state["answered"] |= outcome.verdict.accepted and outcome.wins
    state["answered"] |= len(state["tried"]) > 2
    return state


def _known(tried: object) -> list[str]:
    if not isinstance(tried, list) or any(one not in LESSONS for one in tried):
        raise ValueError(f"tried is a list of {', '.join(LESSONS)}, not {tried!r}.")
    return [one for one in LESSONS if one in tried]


def _is_act(act: object) -> bool:
    if not isinstance(act, list) or len(act) != 2:
        return False
    move, voter = act
    return isinstance(move, str) and move in MOVES and type(voter) is int
