"""A view to play with: it asks for a prediction, can be disturbed, and its state fits in a link.

The whole state is one small mapping. What comes from a link or from the browser is checked
like any other input: what does not fit is answered with a sentence and changes nothing.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import traitlets

from electoral_datasets.i18n import N_
from electoral_widgets.base import View, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

SHARED_TEXTS = {
    "link": N_("Link to what I see"),
    "linked": N_("The link is copied."),
    "link_field": N_("Link to this state"),
    "broken_link": N_("The link is damaged. This is how the simulation begins."),
    "predict_first": N_("First make a guess. A wrong one teaches as much as a right one."),
    "predicted": N_("Your guess: {answer}"),
}

MISFIT = N_("This does not fit, and nothing was changed: {reason}")

SOMETHING = N_("it names something that this simulation does not know.")

BOUNDS = N_("{name} is a whole number from {least} to {most}, not {value}.")

NAMES = {
    "seed": N_("seed"),
    "deck": N_("deck"),
    "ballots": N_("ballots"),
    "voters": N_("voters"),
    "turnout": N_("turnout"),
    "sure": N_("sure"),
    "doubtful": N_("doubtful"),
    "disturbed": N_("disturbed"),
    "size": N_("size"),
    "station": N_("station"),
    "cancelled": N_("cancelled"),
    "fed": N_("fed"),
}
"""Entries of a state that a reader may fill in, as sentences name them."""


class MisfitError(ValueError):
    """A state that does not fit; the sentence is in the reader's language."""


class Explorable(View):
    """A view with a state that can be shared; subclasses say what a state may be."""

    state = traitlets.Dict().tag(sync=True)
    """Everything that brings this view back as it is, in a few short entries."""

    notice = traitlets.Unicode().tag(sync=True)
    """Why the last state was refused, in the reader's language; empty when it was taken."""

    page = traitlets.Unicode().tag(sync=True)
    """The lesson's page below the server's root, for links made in JupyterLab."""

    SHARED: ClassVar = SHARED_TEXTS

    def __init__(
        self,
        state: Mapping[str, Any],
        language: str | None,
        unknown: dict[str, object],
        **traits: object,
    ) -> None:
        self._begun = False
        self._accepted: dict[str, Any] = {}
        super().__init__(language, unknown, page=_page(), **traits)
        translate = words(self.language).gettext
        shared = {key: translate(text) for key, text in self.SHARED.items()}
        self.labels = dict(self.labels) | shared
        self.state = dict(state)
        self._begun = True

    def accept(self, state: dict[str, Any]) -> dict[str, Any]:
        """Return the state as it may stand.

        Raises:
            ValueError: it may not; the sentence is in the reader's language.
        """
        raise NotImplementedError

    def follow(self, state: dict[str, Any]) -> None:
        """Show what belongs to a state that was accepted."""
        raise NotImplementedError

    def misfit(self, error: Exception) -> str:
        """Return the notice for a state or a wish that was refused."""
        say = words(self.language).gettext
        told = isinstance(error, MisfitError) or self.language == "en"
        return say(MISFIT).format(reason=error if told else say(SOMETHING))

    @traitlets.validate("state")
    def _take_what_fits(self, proposal: dict[str, Any]) -> dict[str, Any]:
        try:
            accepted = self.accept(dict(proposal["value"]))
        except (ValueError, TypeError, KeyError) as error:
            if not self._begun:
                raise
            self.notice = self.misfit(error)
            return self._accepted  # `self.state` is what the browser sent while it is checked
        self.notice = ""
        self._accepted = accepted
        return accepted

    @traitlets.observe("state")
    def _show_state(self, change: dict[str, Any]) -> None:
        if change["new"]:
            self.follow(change["new"])


def whole(
    value: object, least: int, most: int, name: str, say: Callable[[str], str] | None = None
) -> int:
    """Return the value if it is a whole number within its bounds.

    >>> whole(3, 1, 5, "step")
    3

    Args:
        value: what was given.
        least: the smallest number that may be.
        most: the largest one.
        name: what it is, one of `NAMES` or already in the reader's language.
        say: translates a sentence, when a reader and not a programmer will see it.

    Raises:
        ValueError: it is not; the sentence names the rule and the value.
    """
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        kind, text = (ValueError, str) if say is None else (MisfitError, say)
        sentence = text(BOUNDS).format(
            name=text(NAMES.get(name, name)), least=least, most=most, value=repr(value)
        )
        raise kind(sentence)
    return value


def completed(state: Mapping[str, Any], beginning: Mapping[str, Any]) -> dict[str, Any]:
    """Return the state with what it leaves out taken from the beginning.

    >>> completed({"seed": 8}, {"seed": 7, "guess": ""})
    {'seed': 8, 'guess': ''}

    Raises:
        ValueError: it has an entry that the beginning has not.
    """
    for key in state:
        if key not in beginning:
            raise ValueError(f"A state has {', '.join(beginning)}; it has no {key!r}.")
    return {**beginning, **state}


def one_of(name: str, value: object, allowed: Iterable[object]) -> None:
    """Refuse a value that is not one of the allowed ones, of the same type.

    >>> one_of("guess", "yes", ("yes", "no"))

    Raises:
        ValueError: it is not; the sentence names the rule and the value.
    """
    known = tuple(allowed)
    if not any(value == one and type(value) is type(one) for one in known):
        raise ValueError(f"{name} is one of {', '.join(map(repr, known))}, not {value!r}.")


def _page(folder: Path | str = ".") -> str:
    """Return the place of the page of this notebook's module, or nothing outside a course."""
    try:
        items = json.loads((Path(folder) / "items.json").read_text(encoding="utf-8"))
        language, module = items["language"], items["module"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ""
    return f"school/{language}/{module}/" if re.fullmatch(r"[\w-]+", f"{module}") else ""
