"""A draft law beside a convention: ten articles to be judged, one by one.

What is true of an article stays in Python until the learner has judged it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import traitlets

from electoral.draft_law import ARTICLES, draft
from electoral_datasets import card
from electoral_datasets.i18n import N_
from electoral_widgets import draft_law_words as say
from electoral_widgets.base import bundle, reader_language, words
from electoral_widgets.explorable import Explorable, MisfitError, completed, one_of, whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from electoral.draft_law import Provision

JUDGEMENTS = {"against": "against", "in_line": "agrees", "reported": "agrees", "unread": "unsaid"}
"""What is true of an article, and the judgement that says so."""

BEGIN: dict[str, Any] = {"seed": 7, "judged": [""] * ARTICLES}
"""The state before anyone has touched the view; `judged` is a judgement for each article."""

LARGEST_SEED = 999_999

LISTED = {
    "observers_present": "observation",
    "open_sessions": "transparent",
    "court_open": "remedy",
}
"""Articles that agree with the list of Article 1, and what of the list each is about."""

TEN = N_("the judgements of a draft are {count} words, not {value}.")


class DraftLaw(Explorable):
    """Ten articles of a draft law, each with the place of the CIS Convention to compare it with.

    Args:
        state: what differs from the usual beginning, for example `{"seed": 8}`.
        language: the reader's language; that of the page when none is given.
        answers: whether articles can be judged here and other drafts opened; not in a graded task.

    Raises:
        ValueError: the state is not possible; the sentence names the rule and the value.
        TypeError: a keyword is unknown.
    """

    _esm, _css = bundle("draft_law")

    TEXTS: ClassVar = say.TEXTS

    answers = traitlets.Bool(default_value=True).tag(sync=True)

    articles = traitlets.List().tag(sync=True)
    """Of each article its `text` and the `place` beside it."""

    told = traitlets.List().tag(sync=True)
    """Of each article nothing, or once it is judged: `right`, `said` and the place's `texts`."""

    def __init__(
        self,
        state: Mapping[str, Any] | None = None,
        *,
        language: str | None = None,
        answers: bool = True,
        **unknown: object,
    ) -> None:
        language = reader_language(language)
        self._own = None if answers else {**BEGIN, **(state or {})}
        super().__init__(state or BEGIN, language, unknown, answers=answers)

    def accept(self, state: dict[str, Any]) -> dict[str, Any]:
        """Return the whole state, if there is such a draft and if each judgement is one."""
        tell = words(self.language).gettext
        full = completed(state, BEGIN)
        if self._own:
            full |= {"seed": self._own["seed"], "judged": BEGIN["judged"]}
        whole(full["seed"], 0, LARGEST_SEED, "seed", tell)
        judged = full["judged"]
        if not isinstance(judged, list) or len(judged) != ARTICLES:
            raise MisfitError(tell(TEN).format(count=ARTICLES, value=repr(judged)[:60]))
        for one in judged:
            one_of("judgement", one, ("", *dict.fromkeys(JUDGEMENTS.values())))
        return full

    def follow(self, state: dict[str, Any]) -> None:
        """Show the draft, and of what was judged what is true."""
        tell = words(self.language).gettext
        law = draft(state["seed"])
        with self.hold_sync():
            self.articles = [
                {"text": tell(say.PROVISION_TEXTS[one.id]), "place": one.place} for one in law
            ]
            self.told = [
                self._tell(one, judged) if judged else {}
                for one, judged in zip(law, state["judged"], strict=True)
            ]

    def _tell(self, one: Provision, judged: str) -> dict[str, Any]:
        tell = words(self.language).gettext
        right = JUDGEMENTS[one.verdict] == judged
        return {
            "right": right,
            "said": f"{tell(say.RIGHT if right else say.OTHERWISE)} {tell(say.SAID[one.verdict])}",
            "texts": [] if one.verdict == "unread" else paraphrases(one, self.language),
        }


def paraphrases(one: Provision, language: str) -> list[str]:
    """Return what the place of an article says, in our own words; of the list what it is about."""
    said = card("standards", language).words["code"]
    begin = f"cis_convention-{one.place}-{LISTED.get(one.id, '')}"
    return [text for code, text in said.items() if code.startswith(begin)]
