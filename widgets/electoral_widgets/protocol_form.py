"""A protocol form that checks itself while one types.

>>> form = ProtocolForm(protocol="NAR", language="en")  # doctest: +SKIP
>>> [broken.relation.id for broken in form.violations]  # doctest: +SKIP
['K1']
"""

from __future__ import annotations

import operator
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, ClassVar

import traitlets

from electoral.protocol import Violation, complete, violations
from electoral_datasets.i18n import N_
from electoral_widgets.base import View, bundle, reader_language, words
from electoral_widgets.protocol_lines import GROUPS as FORMS
from electoral_widgets.protocol_lines import (
    RELATIONS,
    described,
    line_labels,
    line_names,
    protocols,
)

LARGEST = 999_999_999
"""No line of a protocol has more digits; the page says so at the field."""


class ProtocolForm(View):
    """A protocol to type in, with every control relation in words beside it.

    Args:
        lines: numbers to begin with, by the line's name; a missing line is an empty field.
        protocol: the code of a real protocol to begin with, such as "NAR".
        relations: "kyrgyz_2017" or "russian_12": which form, and which relations must hold.
        language: the reader's language; that of the page when none is given.

    Raises:
        ValueError: a line or a protocol is unknown, or a number is impossible in a protocol.
        TypeError: a keyword is unknown.
    """

    _esm, _css = bundle("protocol_form")

    TEXTS: ClassVar = {
        "title": N_("A protocol that checks itself"),
        "load": N_("Load a protocol"),
        "load_none": N_("Choose a protocol"),
        "reset": N_("Reset"),
        "clear": N_("Clear"),
        "relations": N_("Control relations"),
        "holds": N_("Holds"),
        "differs": N_("Does not hold: differs by {difference}"),
        "too_small": N_("Does not hold: the left side is too small by {difference}"),
        "waits": N_("Waits for: {lines}"),
        "total": N_("total {value}"),
        "sum_of": N_("sum of {count} lines from “{first}” to “{last}”"),
        "breaks": N_("{relation} does not hold"),
        "summary_all": N_(
            "All {count} relations hold. Numbers that agree are not yet numbers that are true."
        ),
        "summary": N_("Relations that hold: {holding} of {count}."),
        "summary_broken": N_("Do not hold: {relations}."),
        "summary_waiting": N_("Not all lines are filled in for: {relations}."),
        "was_loaded": N_("Loaded: {protocol}."),
        "was_reset": N_("The numbers are again as they were at the beginning."),
        "was_cleared": N_("All lines are empty."),
        "negative": N_("A protocol counts ballots and people: “{text}” is less than nothing."),
        "decimal": N_("Ballots and people are counted whole: “{text}” has a fraction."),
        "text": N_("Only digits can stand here: “{text}” is not a number."),
        "long": N_("No line of a protocol has more than 9 digits: “{text}” is too long."),
    }

    relations = traitlets.Enum(list(RELATIONS), "kyrgyz_2017").tag(sync=True)
    """Which form: "kyrgyz_2017" or "russian_12"; setting it empties the form."""

    form = traitlets.Dict().tag(sync=True)
    """What the browser draws: headings, lines, relations and the protocols to load."""

    lines = traitlets.Dict().tag(sync=True)
    """The numbers that can stand in a protocol, by line; empty and impossible ones are absent."""

    start = traitlets.Dict().tag(sync=True)
    """The numbers that the reset button brings back."""

    def __init__(
        self,
        lines: Mapping[str, int] | None = None,
        *,
        protocol: str | None = None,
        relations: str = "kyrgyz_2017",
        language: str | None = None,
        **unknown: object,
    ) -> None:
        if relations not in RELATIONS:
            raise ValueError(f"relations is one of {', '.join(RELATIONS)}, not {relations!r}.")
        language = reader_language(language)
        form = _form(relations, language)
        if lines is not None and protocol is not None:
            raise ValueError("A form begins with lines or with a protocol, not with both.")
        start = _checked(lines or {}, relations) if protocol is None else _find(form, protocol)
        super().__init__(
            language, unknown, relations=relations, form=form, lines=start, start=start
        )

    @property
    def violations(self) -> list[Violation]:
        """The relations that do not hold, among those whose lines are all filled in."""
        lines = dict(self.lines)
        ready = [relation for relation in RELATIONS[self.relations] if complete(relation, lines)]
        return violations(lines, ready)

    def load(self, protocol: str) -> None:
        """Fill the form with the protocol of this code, such as "NAR"."""
        self.start = self.lines = _find(self.form, protocol)

    @traitlets.validate("lines", "start")
    def _only_possible_numbers(self, proposal: dict[str, Any]) -> dict[str, int]:
        return _checked(proposal["value"], self.relations)

    @traitlets.observe("relations")
    def _change_form(self, change: dict[str, Any]) -> None:
        if self.form and self.form["id"] != change["new"]:
            with self.hold_sync():
                self.start = self.lines = {}
                self.form = _form(self.relations, self.language)


@lru_cache(maxsize=8)
def _form(relations: str, language: str) -> dict:
    catalogue = words(language)
    labels = line_labels(relations, language, catalogue)
    return {
        "id": relations,
        "groups": [
            {
                "name": catalogue.gettext(name),
                "lines": [{"name": line, "label": labels[line]} for line in lines],
            }
            for name, lines in FORMS[relations].items()
        ],
        "relations": described(relations, language, catalogue),
        "protocols": protocols(relations, language, catalogue),
    }


def _find(form: dict, code: str) -> dict[str, int]:
    for group in form["protocols"]:
        for protocol in group["protocols"]:
            if protocol["code"] == code:
                return dict(protocol["lines"])
    raise ValueError(f"There is no protocol with the code {code!r}.")


def _checked(lines: Mapping[str, Any], relations: str) -> dict[str, int]:
    if not isinstance(lines, Mapping):
        raise ValueError(  # noqa: TRY004 - one kind of error for all that a form refuses
            f"The lines are numbers by name, such as {{'received': 1200}}, not {lines!r}."
        )
    known = line_names(relations)
    numbers: dict[str, int] = {}
    for line, value in lines.items():
        if line not in known:
            raise ValueError(f"{line!r} is no line of this protocol; its lines: {known}.")
        try:
            number = operator.index(value)
        except TypeError:
            raise ValueError(f"A line holds a whole number; {line} holds {value!r}.") from None
        if isinstance(value, bool) or not 0 <= number <= LARGEST:
            raise ValueError(f"A line holds 0 to {LARGEST}; {line} holds {value!r}.")
        numbers[line] = number
    return numbers
