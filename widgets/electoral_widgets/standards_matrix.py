"""Which text says what on which principle: instruments × principles, as a matrix to press.

What a place says is told only if it was read or reported; of a place known from memory the
browser gets the number and no word.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

import traitlets
from babel.dates import format_date

from electoral_datasets import card, load
from electoral_datasets.standards import USABLE
from electoral_widgets import standards_matrix_words as say
from electoral_widgets.base import bundle, reader_language, words
from electoral_widgets.explorable import Explorable, completed, one_of
from electoral_widgets.votes_timeline_rows import cited

if TYPE_CHECKING:
    from collections.abc import Mapping

SIGNS = {"A": "●", "B": "◐", "C": "?"}
"""How a cell shows the best grade of its places."""

BEGIN: dict[str, Any] = {
    "kind": "all",
    "waiting": False,
    "instrument": "",
    "principle": "",
    "own": "",
}
"""The state before anyone has touched the view; `own` is a principle to be marked."""

Row = dict[str, str]

_DAY = re.compile(r"(?<=, )\d{4}-\d{2}-\d{2}$")
"""The day behind an address, as the list of sources writes it."""


class StandardsMatrix(Explorable):
    """Instruments × principles; a cell opens its places, a name its instrument.

    Args:
        state: what differs from the usual beginning, for example `{"kind": "binding"}`.
        language: the reader's language; that of the page when none is given.

    Raises:
        ValueError: the state is not possible; the sentence names the rule and the value.
        TypeError: a keyword is unknown.
    """

    _esm, _css = bundle("standards_matrix", "who_can_notice_grid", "cited")

    TEXTS: ClassVar = say.TEXTS

    names = traitlets.Dict().tag(sync=True)
    """Lists of what has a name: `instruments`, `principles`, `kinds`; the `usual` state."""

    matrix = traitlets.Dict().tag(sync=True)
    """Of each cell with a place, "instrument/principle": `grade`, `sign`, `places`, `word`."""

    detail = traitlets.Dict().tag(sync=True)
    """All that is said of the chosen cell or instrument."""

    def __init__(
        self,
        state: Mapping[str, Any] | None = None,
        *,
        language: str | None = None,
        **unknown: object,
    ) -> None:
        language = reader_language(language)
        super().__init__(state or BEGIN, language, unknown, names=_names(language))

    def accept(self, state: dict[str, Any]) -> dict[str, Any]:
        """Return the whole state, if it can be; what the filter hides is closed."""
        full = completed(state, BEGIN)
        told = card("standards", "en").words
        one_of("kind", full["kind"], ("all", *say.KIND_NAMES))
        one_of("waiting", full["waiting"], (False, True))
        one_of("instrument", full["instrument"], ("", *told["instrument"]))
        for key in ("principle", "own"):
            one_of(key, full[key], ("", *told["principle"]))
        if not full["instrument"]:
            return {**full, "principle": ""}
        hidden = full["kind"] not in ("all", _instruments()[full["instrument"]]["kind"])
        return {**full, "instrument": "", "principle": ""} if hidden else full

    def follow(self, state: dict[str, Any]) -> None:
        """Show the cells, and what is chosen."""
        with self.hold_sync():
            self.matrix = _cells(self.language, waiting=state["waiting"])
            self.detail = self._detail(state["instrument"], state["principle"])

    def _detail(self, instrument: str, principle: str) -> dict[str, Any]:
        if not instrument:
            return {}
        one, told = _instruments()[instrument], card("standards_instruments", self.language).words
        tell = words(self.language).gettext
        known = tell(say.ADOPTED) if one["grade"] in USABLE else "{adopter}."
        about = known.format(
            date=day(one["adopted"], self.language).rstrip("."),
            adopter=told["adopter"][one["adopter"]],
        )
        short = card("standards", self.language).words
        found = {
            "key": f"{instrument}/{principle}",
            "name": short["instrument"][instrument],
            "title": told["code"][instrument],
            "principle": short["principle"].get(principle, ""),
            "kind": told["kind"][one["kind"]],
            "about": about,
        }
        if principle:
            return found | self._places(instrument, principle)
        return found | {
            "text": _how_read(instrument, self.language),
            "rows": self._parties(instrument),
        }

    def _places(self, instrument: str, principle: str) -> dict[str, Any]:
        """Return the places of a cell in words, the best grades first; none that was not read."""
        tell = words(self.language).gettext
        said = card("standards", self.language).words["code"]
        rows = [
            row
            for row in _rows()
            if (row["instrument"], row["principle"]) == (instrument, principle)
        ]
        sure = [row for row in rows if row["grade"] in USABLE]
        shown = sorted(rows if self.state["waiting"] else sure, key=lambda row: row["grade"])
        text = ""
        if not rows:
            text = tell(say.NOTHING)
        elif not shown:
            places = ", ".join(dict.fromkeys(row["article"] for row in rows))
            text = tell(say.ONLY_WAITING).format(places=places)
        return {
            "text": text,
            "rows": [
                {
                    "place": tell(say.DASH) if row["article"] == "—" else row["article"],
                    "text": said[row["code"]] if row["grade"] in USABLE else tell(say.NOT_SAID),
                    "sign": SIGNS[row["grade"]],
                    "where": _DAY.sub(lambda found: day(found[0], self.language), where(row)),
                    **_cited(row, self.language),
                }
                for row in shown
            ],
        }

    def _parties(self, instrument: str) -> list[dict[str, Any]]:
        """Return who takes part, as far as it was read or reported."""
        tell, told = words(self.language).gettext, card("standards_parties", self.language).words
        return [
            {
                "place": "",
                "text": tell(say.PARTY).format(
                    state=told["state"][row["state"]],
                    event=told["event"][row["event"]],
                    date=day(row["date"], self.language),
                ),
                "sign": SIGNS[row["grade"]],
                "where": "",
                **_cited(row, self.language),
            }
            for row in _parties()
            if row["instrument"] == instrument and row["grade"] in USABLE
        ]


def where(row: Mapping[str, str]) -> str:
    """Return where a place was read, as the school's list of sources tells it.

    >>> where({"source": "cis-convention-2002", "article": "5.4", "grade": "A"})
    'eos.cartercenter.org/quotes/1689'
    """
    known = say.WHERE.get(row["source"], {})
    if row["grade"] not in USABLE or not known:
        return ""
    place = next((p for p in known if p and f"{row['article']}.".startswith(f"{p}.")), "")
    return known[place]


def _cited(row: Row, language: str) -> dict[str, Any]:
    """Return the source of a row and its grade in words, as a sentence."""
    grade = card("standards", language).words["grade"][row["grade"]]
    return cited([row["source"]], grade.rstrip("."), language)


def day(text: str, language: str) -> str:
    """Return a day in words, or a year as it is.

    >>> day("2002-10-07", "en"), day("2022", "en")
    ('7 October 2002', '2022')
    """
    if len(text) != len("2002-10-07"):
        return text
    locale = "en_GB" if language == "en" else language
    return format_date(date.fromisoformat(text), "long", locale)


def _cells(language: str, *, waiting: bool) -> dict[str, dict[str, Any]]:
    """Return the cells that have a place, as they are shown: the best grade first."""
    tell = words(language).gettext
    found: dict[str, list[Row]] = {}
    for row in sorted(_rows(), key=lambda row: row["grade"]):
        if waiting or row["grade"] in USABLE:
            found.setdefault(f"{row['instrument']}/{row['principle']}", []).append(row)
    return {
        key: {
            "sign": SIGNS[rows[0]["grade"]],
            "word": tell(say.GRADE_NAMES[rows[0]["grade"]]),
            "grade": rows[0]["grade"],
            "places": ", ".join(dict.fromkeys(row["article"] for row in rows)),
        }
        for key, rows in found.items()
    }


def _how_read(instrument: str, language: str) -> str:
    tell = words(language).gettext
    grades = [row["grade"] for row in _rows() if row["instrument"] == instrument]
    if not {*grades} & {*USABLE}:
        return tell(say.UNREAD_TEXT)
    read, reported, waiting = (grades.count(grade) for grade in "ABC")
    return tell(say.HOW_READ).format(read=read, reported=reported, waiting=waiting)


def _names(language: str) -> dict[str, Any]:
    tell, told = words(language).gettext, card("standards", language).words
    read = {row["instrument"] for row in _rows() if row["grade"] in USABLE}
    return {
        "instruments": [
            {
                "id": one,
                "name": name,
                "kind": _instruments()[one]["kind"],
                "note": tell(say.KIND_NAMES[_instruments()[one]["kind"]]),
                "unread": "" if one in read else tell(say.GRADE_NAMES["C"]),
            }
            for one, name in told["instrument"].items()
        ],
        "principles": [{"id": one, "name": name} for one, name in told["principle"].items()],
        "kinds": [{"id": one, "name": tell(name)} for one, name in say.KIND_NAMES.items()],
        "usual": BEGIN,
    }


@lru_cache(maxsize=1)
def _rows() -> list[Row]:
    return load("standards").to_dict("records")


@lru_cache(maxsize=1)
def _parties() -> list[Row]:
    return load("standards_parties").to_dict("records")


@lru_cache(maxsize=1)
def _instruments() -> dict[str, Row]:
    return {row["code"]: row for row in load("standards_instruments").to_dict("records")}
