"""The view of an item: one question or task, answered by clicking or typing.

It knows neither checks nor files: it gets an item as plain data, hands each answer to `save`
at once, and shows what comes back.

>>> item = {"id": "q", "kind": "text", "prompt": [[["text", "Which relation fails?"]]]}
>>> view = ItemView(item, save=lambda answer: (0, ""), language="en")  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

import traitlets

from electoral_datasets.i18n import N_
from electoral_widgets.base import View, bundle

Save = Callable[[Any], "tuple[int, str]"]
"""Takes an answer; gives when it was saved (ms since 1970), and why it was not, if so."""

Hint = Callable[[int], "tuple[list[Any], str]"]
"""Takes how many hints are asked for; gives the open ones, and why no more, if so."""

Check = Callable[[Any], Mapping[str, Any]]
"""Takes an answer; gives `status`, `heading` and `text` (blocks of styled pieces)."""


class ItemView(View):
    """One item, with everything a learner needs to answer it.

    Args:
        item: what to draw, as `electoral_courses.view.view` makes it.
        value: the answer saved earlier.
        saved_at: when that was, in milliseconds since 1970.
        hints: the hints opened earlier.
        notice: a sentence to show above the item.
        save: called with every answer.
        hint: called when a hint is asked for.
        check: called when the learner asks whether the answer is right; None hides the button.
        language: the reader's language; that of the page when none is given.

    Raises:
        TypeError: a keyword is unknown.
    """

    _esm, _css = bundle("item_view", "item_fields", "item_table")

    TEXTS: ClassVar = {
        "answer": N_("Your answer"),
        "check": N_("Check"),
        "checking": N_("Checking…"),
        "choose": N_("Choose…"),
        "differs": N_(
            "Does not hold: left side {left}, right side {right}, difference {difference}"
        ),
        "down": N_("Move down: {entry}"),
        "hint": N_("Show hint {number}, free"),
        "hint_cost": N_("Show hint {number}, costs {cost} of the points"),
        "hint_title": N_("Hint {number}"),
        "holds": N_("Holds"),
        "keep_order": N_("Keep this order"),
        "lost": N_(
            "Not saved: the program behind this page does not answer. Your answer is kept in this "
            "browser; open the page anew to save it."
        ),
        "not_a_number": N_("This is not a number."),
        "not_saved": N_("Not saved: {reason}"),
        "order_now": N_("{entry} is now number {place} of {count}."),
        "relations": N_("Control relations"),
        "restored": N_("This answer was kept in the browser and is being saved now."),
        "saved": N_("Saved"),
        "saving": N_("Saving…"),
        "too_small": N_("Does not hold: {left} is less than {right}"),
        "up": N_("Move up: {entry}"),
        "waits": N_("Waits for numbers"),
        "words": N_("Words: {count}"),
        "words_asked": N_("Words: {count}. Asked for: {least} to {most}."),
    }

    item = traitlets.Dict().tag(sync=True)
    """What to draw."""

    value = traitlets.Any(None, allow_none=True).tag(sync=True)
    """The answer, as the view holds it."""

    saved_at = traitlets.Int(0).tag(sync=True)
    """When the answer was last saved, in milliseconds since 1970."""

    turn = traitlets.Int(0).tag(sync=True)
    """Raised by the view with every answer it sends."""

    receipt = traitlets.Dict().tag(sync=True)
    """The last turn that was dealt with, and why it could not be saved, if so."""

    hints = traitlets.List().tag(sync=True)
    """The open hints, each as blocks of styled pieces."""

    hint_wanted = traitlets.Int(0).tag(sync=True)
    """How many hints the learner wants open."""

    hint_problem = traitlets.Unicode("").tag(sync=True)
    """Why a hint stays closed."""

    can_check = traitlets.Bool(False).tag(sync=True)
    """Whether there is a button that tells at once what is right."""

    check_turn = traitlets.Int(0).tag(sync=True)
    """Raised by the view when the learner asks for a check."""

    feedback = traitlets.Dict().tag(sync=True)
    """The outcome of the last check: `status`, `heading`, `text` and its `turn`."""

    notice = traitlets.Unicode("").tag(sync=True)
    """A sentence above the item."""

    def __init__(  # noqa: PLR0913 - an item, its past, and what is called
        self,
        item: Mapping[str, Any],
        *,
        value: Any = None,
        saved_at: int = 0,
        hints: Sequence[Any] = (),
        notice: str = "",
        save: Save | None = None,
        hint: Hint | None = None,
        check: Check | None = None,
        language: str | None = None,
        **unknown: object,
    ) -> None:
        self._save, self._hint, self._check = save, hint, check
        super().__init__(
            language,
            unknown,
            item=dict(item),
            value=value,
            saved_at=saved_at,
            hints=list(hints),
            hint_wanted=len(hints),
            notice=notice,
            can_check=check is not None,
        )

    @traitlets.observe("turn")
    def _save_answer(self, _change: object) -> None:
        at, reason = self._save(self.value) if self._save else (0, "")
        if at:
            self.saved_at = at
        self.receipt = {"turn": self.turn, "reason": reason}

    @traitlets.observe("hint_wanted")
    def _give_hint(self, _change: object) -> None:
        if self._hint is not None and self.hint_wanted > len(self.hints):
            self.hints, self.hint_problem = self._hint(self.hint_wanted)
            self.hint_wanted = len(self.hints)

    @traitlets.observe("check_turn")
    def _check_answer(self, _change: object) -> None:
        if self._check is not None:
            self.feedback = {**self._check(self.value), "turn": self.check_turn}
