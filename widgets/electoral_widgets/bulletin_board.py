"""A public board of encrypted votes: lines multiply, votes add, and no single vote is opened.

First with numbers that fit a hand, then with those of a real election. All of them are computed
here; the browser draws them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import traitlets

from electoral_widgets import bulletin_board_rows as board
from electoral_widgets import bulletin_board_words as say
from electoral_widgets.base import bundle, words
from electoral_widgets.bulletin_board_shown import shown
from electoral_widgets.explorable import Explorable, MisfitError, completed, one_of, whole

if TYPE_CHECKING:
    from collections.abc import Mapping

GUESSES = ("", "same", "different")
EXPECTATIONS = ("", "each", "sum", "nothing")
MOST = 40
"""The most lines a board keeps, replaced ones too."""

BEGIN = {
    "guess": "",
    "expect": "",
    "group": board.TOY,
    "seed": 239,
    "cast": [],
    "shown": 2,
    "hand": [],
    "opened": False,
    "done": False,
    "proofs": False,
    "again": 0,
    "single": False,
    "search": False,
}
"""The state before anyone has touched the view.

With this seed the toy refuses a first false proof of every voter; with others luck may let it pass.
"""


class BulletinBoard(Explorable):
    """Five voters, a board, and a learner who multiplies its columns and opens the product.

    Args:
        state: what differs from the usual beginning, for example `{"seed": 8}`.
        language: the reader's language; that of the page when none is given.

    Raises:
        ValueError: the state is not possible; the sentence names the rule and the value.
        TypeError: a keyword is unknown.
    """

    _esm, _css = bundle("bulletin_board", "bulletin_board_parts")

    TEXTS: ClassVar = say.TEXTS

    board = traitlets.Dict().tag(sync=True)
    """Everything that belongs to the state: numbers as text, sentences in the reader's language."""

    def __init__(
        self,
        state: Mapping[str, Any] | None = None,
        *,
        language: str | None = None,
        **unknown: object,
    ) -> None:
        super().__init__(state or BEGIN, language, unknown)

    def accept(self, state: dict[str, Any]) -> dict[str, Any]:
        """Return the whole state, if such a board can be; what comes too early is left out."""
        tell = words(self.language).gettext
        full = completed(state, BEGIN)
        one_of("guess", full["guess"], GUESSES)
        one_of("expect", full["expect"], EXPECTATIONS)
        one_of("group", full["group"], (board.TOY, board.REAL))
        for key in ("opened", "done", "proofs", "single", "search"):
            one_of(key, full[key], (False, True))
        whole(full["seed"], 0, 999_999, "seed", tell)
        whole(full["shown"], 0, len(board.VOTERS) - 1, "shown", tell)
        whole(full["again"], 0, 12, "again", tell)
        if not isinstance(full["cast"], list) or len(full["cast"]) > MOST:
            raise MisfitError(tell(say.TOO_MANY).format(most=MOST))
        for line in full["cast"]:
            if not _is_line(line):
                raise MisfitError(tell(say.VOTER_TWICE).format(value=repr(line)))
        if not isinstance(full["hand"], list) or len(full["hand"]) not in {0, 2}:
            raise ValueError(f"hand is a list of two numbers or of none, not {full['hand']!r}.")
        for number in full["hand"]:
            whole(number, 0, 999_999, "hand", tell)
        return _in_order(full)

    def follow(self, state: dict[str, Any]) -> None:
        """Show what stands on the board, and what has been opened from it."""
        self.board = shown(state, self.language)


def _in_order(state: dict[str, Any]) -> dict[str, Any]:
    """Leave out what cannot have happened yet."""
    if not state["guess"]:
        return {**BEGIN, "seed": state["seed"]}
    state["cast"] = state["cast"] or [[0, 1], [1, 1]]
    if len({voter for voter, _ in state["cast"]}) < len(board.VOTERS):
        state["expect"] = ""
    rows, _, _ = board.standing(state)
    if not state["expect"] or not rows:
        state["opened"] = False
    if state["opened"] and state["group"] == board.TOY:
        state["opened"] = state["hand"] == list(board.product(board.TOY, rows))
    state["done"] = bool(state["expect"]) and (state["done"] or state["opened"])
    return state


def _is_line(line: object) -> bool:
    if not isinstance(line, list) or len(line) != 2:
        return False
    return all(type(one) is int for one in line) and 0 <= line[0] <= 4 and 0 <= line[1] <= 5
