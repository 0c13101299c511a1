"""A verifier's lens: an archive walked check by check, by somebody who has nothing but the file.

Every equation is computed here; the browser gets one part of the archive at a time, and of long
numbers only what can be read. What was changed is told when the learner has named it, or asks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import traitlets

from electoral.evoting.checks import CHECKS
from electoral.evoting.tamper import TAMPERINGS, TamperError
from electoral_datasets.i18n import N_
from electoral_widgets import verifier_lens_words as texts
from electoral_widgets.base import bundle, reader_language, words
from electoral_widgets.check_words import TAMPERING_NAMES
from electoral_widgets.explorable import Explorable, MisfitError, completed, one_of, whole
from electoral_widgets.verifier_lens_archives import KINDS, REAL, TOY, Opened, opened
from electoral_widgets.verifier_lens_found import answer, last_word
from electoral_widgets.verifier_lens_rows import part_name, row
from electoral_widgets.verifier_lens_rows import whole as all_digits

if TYPE_CHECKING:
    from collections.abc import Mapping

GUESSES = ("", "nothing", "that", "where", "all")

BEGIN = {
    "archive": "planted",
    "group": REAL,
    "seed": 7,
    "guess": "",
    "part": "",
    "at": 0,
    "walked": {},
    "named": [],
    "told": False,
    "run": False,
}
"""The state before anyone has touched the view.

`walked` says of each part how many of its checks were looked at, one after the other; `named` is
the part and the number of the check that the learner names, or ["nothing"].
"""

LARGEST_SEED = 2**53 - 1
"""The largest whole number that every browser keeps."""

CANNOT = N_("This cannot be done to this election; take another number.")
TOO_FAR = N_("A check can be named when it has been looked at, and this one has not.")


class VerifierLens(Explorable):
    """An archive, its parts, and a lens that steps through their checks.

    Args:
        state: what differs from the usual beginning, for example `{"seed": 8}`.
        language: the reader's language; that of the page when none is given.
        answers: whether the view may say what was changed, and open other archives; not in a
            graded task.

    Raises:
        ValueError: the state is not possible; the sentence names the rule and the value.
        TypeError: a keyword is unknown.
    """

    _esm, _css = bundle("verifier_lens", "verifier_lens_parts")

    TEXTS: ClassVar = texts.TEXTS

    answers = traitlets.Bool(default_value=True).tag(sync=True)

    cards = traitlets.List().tag(sync=True)
    """The parts of the archive, and what has been seen of each."""

    part = traitlets.Dict().tag(sync=True)
    """The part under the lens, and all of its checks."""

    digits = traitlets.Dict().tag(sync=True)
    """All digits of one check, when they are asked for."""

    answer = traitlets.Dict().tag(sync=True)
    """What is said of the check that was named, and whether the search is over."""

    verdict = traitlets.Dict().tag(sync=True)
    """What the verifier says of the whole archive, once it has run."""

    choices = traitlets.List().tag(sync=True)
    """What can be done to an archive."""

    insecure = traitlets.Bool().tag(sync=True)
    """Whether this archive is of a toy group."""

    signs_used = traitlets.List().tag(sync=True)
    """The signs of the equations, and what they mean."""

    def __init__(
        self,
        state: Mapping[str, Any] | None = None,
        *,
        language: str | None = None,
        answers: bool = True,
        **unknown: object,
    ) -> None:
        language = reader_language(language)
        say = words(language).gettext
        self._own = None if answers else {**BEGIN, **(state or {})}
        super().__init__(
            state or BEGIN,
            language,
            unknown,
            answers=answers,
            choices=[
                {"id": "planted", "name": say(texts.PLANTED), "group": ""},
                {"id": "clean", "name": say(texts.CLEAN), "group": ""},
                *(
                    {
                        "id": name,
                        "name": say(TAMPERING_NAMES[name]),
                        "group": say(texts.GROUPS[CHECKS[one.check].part]),
                    }
                    for name, one in TAMPERINGS.items()
                ),
            ],
            signs_used=[[sign, say(meaning)] for sign, meaning in texts.SIGNS],
        )
        self.on_msg(self._tell_digits)

    def accept(self, state: dict[str, Any]) -> dict[str, Any]:
        """Return the whole state, if there is such an archive and such a place in it."""
        say = words(self.language).gettext
        full = completed(state, BEGIN)
        if self._own:
            kept = {key: self._own[key] for key in ("archive", "group", "seed")}
            full |= {**kept, "named": [], "told": False, "run": False}
        one_of("archive", full["archive"], KINDS)
        one_of("group", full["group"], (REAL, TOY))
        one_of("guess", full["guess"], GUESSES)
        for key in ("told", "run"):
            one_of(key, full[key], (False, True))
        whole(full["seed"], 0, LARGEST_SEED, "seed", say)
        if full["archive"] == "planted":
            full["group"] = REAL
        if not full["guess"]:
            kept = ("archive", "group", "seed")
            return {**BEGIN, **{key: full[key] for key in kept}}
        try:
            archive = _opened(full)
        except TamperError as error:
            raise MisfitError(say(CANNOT)) from error
        return self._within(full, archive)

    def _within(self, full: dict[str, Any], archive: Opened) -> dict[str, Any]:
        """Return the state, if it names parts and checks that this archive has."""
        say = words(self.language).gettext
        walked = dict(full["walked"])
        for part, number in walked.items():
            one_of("part", part, tuple(archive.parts))
            whole(number, 1, len(archive.parts[part]), "walked")
        one_of("part", full["part"], ("", *archive.parts))
        seen = max(walked.get(full["part"], 0), 1)
        whole(full["at"], 0, seen - 1, "at")
        if full["part"]:
            walked[full["part"]] = seen
        named = list(full["named"])
        if named not in ([], ["nothing"]):
            part, number = named
            one_of("part", part, tuple(archive.parts))
            whole(number, 0, LARGEST_SEED, "named")
            if number >= walked.get(part, 0):
                raise MisfitError(say(TOO_FAR))
        over = full["archive"] != "planted" or answer(archive, {**full, "named": named})["over"]
        return {**full, "walked": walked, "named": named, "run": full["run"] and over}

    def follow(self, state: dict[str, Any]) -> None:
        """Show the parts, the part under the lens, and what was found out."""
        self.insecure = state["group"] == TOY
        if not state["guess"]:
            self.cards, self.part, self.answer, self.verdict = [], {}, {}, {}
            return
        archive = _opened(state)
        self.cards = [self._card(archive, part, state) for part in archive.parts]
        self.part = self._part(archive, state)
        self.answer = answer(archive, state, self.language)
        self.verdict = last_word(state, self.language) if state["run"] else {}

    def _card(self, archive: Opened, part: str, state: dict[str, Any]) -> dict[str, Any]:
        done = state["walked"].get(part, 0)
        seen = archive.parts[part] if state["run"] else archive.parts[part][:done]
        return {
            "id": part,
            "name": part_name(part, self.language),
            "done": done,
            "all": len(archive.parts[part]) if done else 0,
            "broken": not all(step.holds for step in seen),
        }

    def _part(self, archive: Opened, state: dict[str, Any]) -> dict[str, Any]:
        if not state["part"]:
            return {}
        now = [state["archive"], state["group"], state["seed"], state["part"]]
        if self.part.get("of") == now:
            return self.part
        rows = [row(step, self.language) for step in archive.parts[state["part"]]]
        name = part_name(state["part"], self.language)
        return {"of": now, "id": state["part"], "name": name, "rows": rows}

    def _tell_digits(self, _widget: object, content: object, _buffers: object) -> None:
        """Send all digits of the check under the lens."""
        state = self.state
        if not isinstance(content, dict) or content.get("do") != "digits" or not state["part"]:
            return
        at = content.get("at")
        found = _opened(state).parts[state["part"]][: state["walked"][state["part"]]]
        if type(at) is int and 0 <= at < len(found):
            sides = all_digits(str(found[at].left), str(found[at].right))
            self.digits = {"of": [*self.part["of"], at], "sides": sides}


def _opened(state: dict[str, Any]) -> Opened:
    return opened(state["archive"], state["group"], state["seed"])
