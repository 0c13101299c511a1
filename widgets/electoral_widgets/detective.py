"""A polling day to be looked into: limited time, findings, accusations, a verdict.

What happened stays in Python until the learner has handed in the accusations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import traitlets

from electoral.acts import KINDS
from electoral.detective import MINUTES, Case, Judgement, admit, best, case, score
from electoral.findings import INSPECTIONS, Finding, checks_of, look, spent
from electoral.records import PILES
from electoral_datasets import labels as labels_of
from electoral_datasets.i18n import N_
from electoral_widgets.act_words import ACT_NAMES, ACT_TEXTS, CHECK_NAMES
from electoral_widgets.base import bundle, reader_language, words
from electoral_widgets.explorable import Explorable, MisfitError, whole
from electoral_widgets.inspection_words import (
    FIGURE_NAMES,
    INSPECTION_NAMES,
    INSPECTION_TEXTS,
    SOURCES,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LARGEST_CASE = 999_999
"""Numbers of cases are read out in class; six digits are enough."""

WHOLE_PAPERS = ("form", "copies")
"""Inspections that compare all lines; only those that differ are shown."""

GUESSES = ("", "honest", "fault", "act")


class Detective(Explorable):
    """A finished polling day; learners inspect, accuse with evidence, and read the verdict.

    Args:
        seed: number of the case.
        minutes: time for inspections; all of them take 150.
        state: what a link brought back; it wins over the seed and the minutes.
        language: the reader's language; that of the page when none is given.

    Raises:
        ValueError: a number is out of its bounds, or the state is not one of this view.
        TypeError: a keyword is unknown.
    """

    _esm, _css = bundle("detective")

    TEXTS: ClassVar = {
        "title": N_("Detective: what happened on this polling day?"),
        "brief": N_(
            "An invented polling station after the count. You are an observer. You have {minutes} "
            "to look at papers, slips and ballots. Then say what happened, and what shows it. "
            "In our model machine and people almost always differ a little: some marks are doubtful."
        ),
        "case": N_("Case {number}."),
        "published": N_(
            "Published: {voters} voters on the list, turnout {turnout}, most votes for {leader}: "
            "{share}."
        ),
        "question": N_("Is this an honest day?"),
        "guess_honest": N_("An honest day"),
        "guess_fault": N_("A mistake or a fault"),
        "guess_act": N_("An act on purpose"),
        "begin": N_("Begin to look"),
        "look_heading": N_("What do you look at?"),
        "minutes": N_("{count} min"),
        "time_left": N_("Time left: {left} of {minutes}."),
        "time_over": N_("Your time is over. Say what happened."),
        "free": N_("The clock has stopped: look at everything else."),
        "look": N_("Look: {minutes}"),
        "look_free": N_("Look"),
        "no_time": N_("Not enough time: {minutes}"),
        "wait": N_("One moment…"),
        "figure": N_("What"),
        "difference": N_("Difference"),
        "differs": N_("differs"),
        "equal": N_("equal"),
        "nothing": N_("nothing arrived"),
        "notebook": N_("Your notebook"),
        "empty": N_("Nothing is written down yet."),
        "sheet_heading": N_("What happened?"),
        "sheet_task": N_("Mark every act that you accuse, and under it the findings that show it."),
        "machine": N_("The machine"),
        "people": N_("People"),
        "none": N_("No act is shown: I accuse nobody"),
        "evidence": N_("What shows it?"),
        "no_evidence": N_("Nothing that you looked at differs."),
        "hand_in": N_("Hand in"),
        "choose_first": N_("First mark an act, or that no act is shown."),
        "sure": N_("Do you hand this in?"),
        "sure_harm": N_(
            "An accusation without evidence harms people. A false one costs five points, a missed "
            "act one. In this model honest people never miscount, so that no comparison raises a "
            "false alarm; in life it can."
        ),
        "sure_none": N_("You accuse nobody."),
        "sure_act": N_("{act}. Evidence: {evidence}"),
        "sure_bare": N_("{act}. Without evidence!"),
        "yes": N_("Yes, hand in"),
        "no": N_("Back"),
        "verdict_heading": N_("What happened"),
        "score": N_("Your score: {score}. The best possible: {best}."),
        "guessed": N_("Your guess: {guess}. It was: {truth}."),
        "traces": N_("Its traces on this day:"),
        "trace_seen": N_("{trace}: you looked at it"),
        "trace_unseen": N_("{trace}: you did not look at it"),
        "no_traces": N_("It left no trace that you could have found."),
        "others": N_(
            "The same comparisons would also differ after: {acts}. The numbers, or a further look, "
            "tell which it was."
        ),
        "wrong": N_("This does not point to it: {findings}."),
        "crime": N_("You accused people of what the machine did."),
        "proved": N_("Found, and your evidence shows it."),
        "shown": N_("Found. A further look would have made it certain."),
        "mixed": N_("Found, but a part of your evidence does not belong to it."),
        "guess": N_("Right, but nothing that you named shows it."),
        "missed": N_("It happened, and you missed it."),
        "untraced": N_("It happened, and nobody could show it."),
        "false": N_("A false accusation: it did not happen."),
        "acquitted": N_("You accused nobody, and no act could be shown. Well judged."),
        "again": N_("Another case"),
        "number": N_("Number of the case"),
        "time": N_("Time for inspections"),
        "open": N_("Open this case"),
        "next": N_("Next case"),
    }

    published = traitlets.Dict().tag(sync=True)
    """What everybody knows of this day: voters, turnout, who leads."""

    inspections = traitlets.List().tag(sync=True)
    """What may be looked at, with the minutes it takes."""

    suspects = traitlets.List().tag(sync=True)
    """All kinds of acts, in two groups."""

    found = traitlets.Dict().tag(sync=True)
    """Inspection that was made → its findings."""

    verdict = traitlets.Dict().tag(sync=True)
    """Empty until the accusations are handed in."""

    def __init__(
        self,
        seed: int = 1,
        minutes: int = MINUTES,
        state: Mapping[str, Any] | None = None,
        language: str | None = None,
        **unknown: object,
    ) -> None:
        language = reader_language(language)
        say = words(language).gettext
        self._case: Case | None = None
        self._lines = {
            **labels_of("station_protocol", language),
            **{line: say(name) for line, name in (CHECK_NAMES | FIGURE_NAMES).items()},
        }
        super().__init__(
            state or {"seed": seed, "minutes": minutes},
            language,
            unknown,
            inspections=[
                {
                    "id": one.id,
                    "name": say(INSPECTION_NAMES[one.id]),
                    "text": say(INSPECTION_TEXTS[one.id]),
                    "minutes": one.minutes,
                }
                for one in INSPECTIONS.values()
            ],
            suspects=[
                {
                    "id": kind.id,
                    "group": kind.group,
                    "name": say(ACT_NAMES[kind.id]),
                    "text": say(ACT_TEXTS[kind.id]),
                }
                for kind in KINDS.values()
            ],
        )

    def accept(self, state: dict[str, Any]) -> dict[str, Any]:
        """Return the state, if its steps fit into its time and its evidence was looked at."""
        say = words(self.language).gettext
        seed = whole(state.get("seed"), 0, LARGEST_CASE, say(N_("The number of the case")), say)
        time = whole(state.get("minutes", MINUTES), 5, 150, say(N_("The time in minutes")), say)
        guess, told = state.get("guess", ""), state.get("told")
        looked = list(state.get("looked", []))
        accused = {kind: list(checks) for kind, checks in dict(state.get("accused", {})).items()}
        if guess not in GUESSES:
            raise MisfitError(say(N_("There is no guess {guess}.")).format(guess=repr(guess)))
        if not guess and (looked or told is not None):
            raise MisfitError(say(N_("The guess comes before the first look.")))
        before = looked
        if told is not None:
            before = looked[
                : whole(told, 0, len(looked), say(N_("The number of inspections")), say)
            ]
        spent(looked)
        if spent(before) > time:
            text = say(N_("These inspections take {taken} minutes; there are {minutes}."))
            raise MisfitError(text.format(taken=spent(before), minutes=time))
        admit(accused, before)
        return {
            "seed": seed,
            "minutes": time,
            "guess": guess,
            "looked": looked,
            "accused": accused,
            "told": told,
        }

    def follow(self, state: dict[str, Any]) -> None:
        """Send what was found, and after the accusations what happened."""
        if self._case is None or self._case.seed != state["seed"]:
            self._case = case(state["seed"])
            self.published = self._known(self._case)
        day = self._case.day
        self.found = {one: self._sheet(one, look(day, one)) for one in state["looked"]}
        self.verdict = self._verdict(self._case, state) if state["told"] is not None else {}

    def _known(self, opened: Case) -> dict[str, Any]:
        lines = opened.day.lines()
        leader = max(PILES[:-1], key=lambda line: lines[line])
        return {
            "voters": lines["voters"],
            "turnout": round(1000 * lines["issued"] / lines["voters"]),
            "leader": self._lines[leader],
            "share": round(1000 * lines[leader] / lines["issued"]),
        }

    def _sheet(self, inspection: str, findings: Sequence[Finding]) -> dict[str, Any]:
        say = words(self.language).gettext
        left, right = SOURCES[inspection]
        rows = [
            {
                "check": finding.check,
                "name": self._lines[figure.line],
                "left": figure.left,
                "right": figure.right,
            }
            for finding in findings
            for figure in finding.figures
            if inspection not in WHOLE_PAPERS or figure.left != figure.right
        ]
        return {
            "left": say(left),
            "right": say(right),
            "rows": rows,
            "note": self._note(inspection, findings[0], len(rows)),
            "differs": [
                {"check": finding.check, "name": say(CHECK_NAMES[finding.check])}
                for finding in findings
                if finding.difference
            ],
        }

    def _note(self, inspection: str, finding: Finding, shown: int) -> str:
        catalogue = words(self.language)
        if inspection in WHOLE_PAPERS:
            count = len(finding.figures) - shown
            text = catalogue.ngettext(
                "{count} line of the protocol agrees.",
                "{count} lines of the protocol agree.",
                count,
            )
        elif inspection == "slip":
            count = finding.doubtful
            text = catalogue.ngettext(
                "{count} ballot in this box has a mark that a machine can doubt.",
                "{count} ballots in this box have a mark that a machine can doubt.",
                count,
            )
        else:
            return ""
        return text.format(count=count)

    def _verdict(self, opened: Case, state: dict[str, Any]) -> dict[str, Any]:
        before = state["looked"][: state["told"]]
        found = score(opened, state["accused"], before)
        seen = checks_of(before)
        return {
            "score": found.score,
            "best": best(opened),
            "truth": opened.nature,
            "entries": [self._entry(judgement, seen) for judgement in found.judgements],
        }

    def _entry(self, judgement: Judgement, seen: frozenset[str]) -> dict[str, Any]:
        say = words(self.language).gettext
        kind = judgement.kind
        return {
            "result": judgement.result,
            "kind": kind,
            "name": say(ACT_NAMES[kind]) if kind else "",
            "text": say(ACT_TEXTS[kind]) if kind else "",
            "points": judgement.points,
            "crime": judgement.machine,
            "traces": [
                {"name": say(CHECK_NAMES[check]), "seen": check in seen}
                for check in judgement.traces
            ],
            "wrong": [say(CHECK_NAMES[check]) for check in judgement.wrong],
            "others": [say(ACT_NAMES[other]) for other in judgement.others],
        }
