"""The table of the 53 protocols of 2017, with those that break a relation to be found.

The differences stay in Python until the learner has marked a suspect and asks for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import traitlets

from electoral.protocol import CANDIDATES_2017, KYRGYZ_2017, differences
from electoral_datasets import card, labels, load, oblast_label, unit_label
from electoral_datasets.i18n import N_
from electoral_widgets.base import View, bundle, reader_language, words
from electoral_widgets.numerals import difference
from electoral_widgets.protocol_lines import DATASET

if TYPE_CHECKING:
    from collections.abc import Sequence

COLUMNS = (
    "received",
    "cancelled",
    "issued",
    "issued_station",
    "issued_outside",
    "third_line",
    "valid",
    "votes",
    "invalid",
)
"""What the table shows of each protocol; `votes` is added up from the lines of the votes."""


class ProtocolTable(View):
    """The published protocols as a table; learners mark those they suspect, then check.

    Args:
        marked: codes of the units that are marked at the beginning.
        language: the reader's language; that of the page when none is given.

    Raises:
        ValueError: a marked code is not in the table.
        TypeError: a keyword is unknown.
    """

    _esm, _css = bundle("protocol_table")

    TEXTS: ClassVar = {
        "title": N_("53 protocols: which of them do not add up?"),
        "task": N_("Mark each protocol that you suspect of breaking a control relation."),
        "rules": N_("The four control relations"),
        "table": N_("Protocols of the presidential election of 15 October 2017"),
        "filter": N_("Show"),
        "all_oblasts": N_("All oblasts"),
        "counts": N_("Shown: {shown} of {count}. Marked: {marked}."),
        "unit": N_("District or city"),
        "oblast": N_("Oblast"),
        "suspect": N_("{unit}: I suspect this protocol"),
        "show_differences": N_("Show differences"),
        "check": N_("Check my marks"),
        "unmark": N_("Remove all marks"),
        "mark_first": N_("First mark at least one protocol that you suspect."),
        "differences_shown": N_(
            "Four columns now stand after the names: the left side of each relation less its "
            "right side."
        ),
        "difference": N_("{relation}: difference"),
        "tag_found": N_("found"),
        "tag_false": N_("accused falsely"),
        "tag_missed": N_("missed"),
    }

    table = traitlets.Dict().tag(sync=True)
    """The columns, oblasts and rows that the browser draws."""

    marked = traitlets.List(traitlets.Unicode()).tag(sync=True)
    """The codes of the units the learner suspects."""

    shown = traitlets.Dict().tag(sync=True)
    """After the learner asked: code → left - right of each relation. Empty before."""

    answers = traitlets.Bool(default_value=True).tag(sync=True)
    """Whether the learner may have the marks checked; not in a graded task."""

    verdict = traitlets.List().tag(sync=True)
    """What came out of the last check, as sentences; empty again when a mark changes."""

    def __init__(
        self,
        marked: Sequence[str] = (),
        *,
        answers: bool = True,
        language: str | None = None,
        **unknown: object,
    ) -> None:
        language = reader_language(language)
        frame = load(DATASET)
        frame["votes"] = frame[[*CANDIDATES_2017, "against_ev"]].sum(axis=1)
        found = {relation: column.tolist() for relation, column in differences(frame).items()}
        self._names = {code: unit_label(code, language) for code in frame["code"]}
        self._differences = {
            code: {relation: column[row] for relation, column in found.items()}
            for row, code in enumerate(frame["code"])
        }
        table = _table(frame.to_dict("records"), language)
        super().__init__(language, unknown, table=table, marked=list(marked), answers=answers)
        self.on_msg(self._answer)

    @property
    def violated(self) -> list[str]:
        """The codes of the protocols that break a relation, in the order of the table."""
        return [code for code, found in self._differences.items() if any(found.values())]

    def show_differences(self) -> None:
        """Show left - right of each relation, once the learner has marked a suspect."""
        if self.marked:
            self.shown = self._differences

    def check(self) -> list[dict[str, str]]:
        """Say what was found, missed and falsely accused; nothing while nothing is marked."""
        if self.marked and self.answers:
            self.verdict = self._sentences()
        return self.verdict

    def _sentences(self) -> list[dict[str, str]]:
        catalogue = words(self.language)
        truth = self.violated
        found = [code for code in truth if code in self.marked]
        missed = [code for code in truth if code not in self.marked]
        false = [code for code in self._differences if code in self.marked and code not in truth]

        def each(kind: str, codes: list[str], text: str) -> list[dict[str, str]]:
            return [
                {
                    "kind": kind,
                    "code": code,
                    "text": text.format(unit=self._names[code], broken=self._broken(code)),
                }
                for code in codes
            ]

        if not missed and not false:
            text = catalogue.gettext(
                N_("You have found all {count} protocols and accused no one falsely.")
            ).format(count=len(found))
        else:
            text = catalogue.gettext(
                N_("Found: {found}. Accused falsely: {false}. Missed: {missed}.")
            ).format(found=len(found), false=len(false), missed=len(missed))
        right = catalogue.gettext(N_("{unit}: you are right, the protocol breaks {broken}."))
        wrong = catalogue.gettext(N_("{unit}: a false accusation, all four relations hold here."))
        left_out = catalogue.gettext(N_("{unit}: you missed it, the protocol breaks {broken}."))
        sentences = [
            {"kind": "all", "text": text},
            *each("found", found, right),
            *each("false", false, wrong),
        ]
        if self.shown:
            return [*sentences, *each("missed", missed, left_out)]
        if missed:
            more = catalogue.ngettext(
                "{count} protocol that breaks a relation is not marked yet.",
                "{count} protocols that break a relation are not marked yet.",
                len(missed),
            ).format(count=len(missed))
            sentences.append({"kind": "missed", "text": more})
        return sentences

    def _broken(self, code: str) -> str:
        return ", ".join(
            f"{relation} ({difference(number, self.language)})"
            for relation, number in self._differences[code].items()
            if number
        )

    def _answer(self, _widget: object, content: object, _buffers: object) -> None:
        asked = content.get("do") if isinstance(content, dict) else None
        if asked == "show_differences":
            self.show_differences()
        elif asked == "check":
            self.check()

    @traitlets.validate("marked")
    def _only_units(self, proposal: dict[str, Any]) -> list[str]:
        for code in proposal["value"]:
            if code not in self._differences:
                raise ValueError(f"There is no protocol with the code {code!r}.")
        return proposal["value"]

    @traitlets.observe("marked")
    def _forget_verdict(self, _change: dict[str, Any]) -> None:
        self.verdict = []


def _table(records: list[dict[str, Any]], language: str) -> dict[str, list[dict[str, Any]]]:
    known = labels(DATASET, language)
    known["votes"] = words(language).gettext(N_("All votes added up"))
    rules = card(DATASET, language).relations
    return {
        "columns": [{"name": column, "label": known[column]} for column in COLUMNS],
        "relations": [
            {"name": relation.id, "rule": rules[relation.id]} for relation in KYRGYZ_2017
        ],
        "oblasts": [
            {"name": oblast, "label": oblast_label(oblast, language)}
            for oblast in dict.fromkeys(record["oblast"] for record in records)
        ],
        "rows": [
            {
                "code": record["code"],
                "name": unit_label(record["code"], language),
                "oblast": record["oblast"],
                "numbers": {column: int(record[column]) for column in COLUMNS},
            }
            for record in records
        ],
    }
