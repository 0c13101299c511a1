"""The card of a data set: where it comes from, what each column is, what is wrong in it.

A card is `data/<name>/card.yaml`, in English; its texts are translated by the catalogue of
this package. A card may stand without a table, to give words to generated protocols.

>>> card("kg_2017_president").columns["voters"]
'Voters on the list'
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import yaml

from electoral_datasets.card_view import card_html
from electoral_datasets.i18n import current_language, translator

if TYPE_CHECKING:
    from collections.abc import Callable

DATA = resources.files("electoral_datasets") / "data"


@dataclass(frozen=True)
class Card:
    """What one must know of a data set before using it, in one language."""

    name: str
    language: str
    title: str
    source: str
    date: str
    licence: str
    note: str
    columns: dict[str, str]
    """Column to label: the words for protocol lines everywhere in the school."""
    relations: dict[str, str]
    """Identifier of a control relation to its sentence."""
    errors: list[str]
    """The errors of the original, one sentence each; they are left in the data."""
    about: dict[str, str]
    """Column to one sentence on what it is."""
    texts: tuple[str, ...]
    """The columns that hold text; all others hold counts, or decimals where they say so."""
    decimals: tuple[str, ...]
    """The columns that hold numbers that need not be whole."""
    optional: tuple[str, ...]
    """The columns of text or of decimals in which a cell may be empty."""
    words: dict[str, dict[str, str]]
    """Column to its only possible values, each with its name; for columns that list them."""
    faults: tuple[tuple[str, str, int], ...]
    """The same errors as (unit, relation, left - right)."""
    units: dict[str, str]
    """Code of a unit to its name."""
    oblasts: dict[str, str]
    """Value of the column `oblast` to its name."""
    evidence: dict[str, str]
    """What lies beside a protocol on the table (generated stations only) to its name."""

    def _repr_html_(self) -> str:
        return card_html(self)


def card(name: str, language: str | None = None) -> Card:
    """Return the card `name` with its texts in `language`; None is the reader's.

    Raises:
        ValueError: there is no such card.
    """
    told = vars(_told(name, language or current_language()))
    return Card(**{part: copy(value) for part, value in told.items()})


@cache
def _told(name: str, language: str) -> Card:
    raw = _read(name)
    gettext = translator("electoral_datasets", language).gettext

    def said(value: Any) -> str:
        text = str(value).strip()
        return gettext(text) if text else ""

    columns: dict[str, dict[str, Any]] = raw["columns"]
    errors: list[dict[str, Any]] = raw.get("errors", [])
    return Card(
        name=name,
        language=language,
        title=said(raw["title"]),
        source=said(raw["source"]),
        date=said(raw["date"]),
        licence=said(raw["licence"]),
        note=said(raw["note"]),
        columns={column: said(entry["label"]) for column, entry in columns.items()},
        relations=_each(raw, "relations", said),
        errors=[said(entry["text"]) for entry in errors],
        about={column: said(entry["about"]) for column, entry in columns.items()},
        texts=tuple(column for column, entry in columns.items() if entry.get("type") == "text"),
        decimals=tuple(name for name, entry in columns.items() if entry.get("type") == "decimal"),
        optional=tuple(column for column, entry in columns.items() if entry.get("empty")),
        words={
            column: _each(entry, "values", said)
            for column, entry in columns.items()
            if "values" in entry
        },
        faults=tuple((entry["unit"], entry["relation"], entry["difference"]) for entry in errors),
        units=_each(raw, "units", said),
        oblasts=_each(raw, "oblasts", said),
        evidence=_each(raw, "evidence", said),
    )


def labels(name: str, language: str | None = None) -> dict[str, str]:
    """Return column to label of the card `name`; "station" is short for its long name."""
    return card("station_protocol" if name == "station" else name, language).columns


def unit_label(code: str, language: str | None = None, name: str = "kg_2017_president") -> str:
    """Return the name of a unit by its code.

    >>> unit_label("NAR")
    'Naryn district'
    """
    return _named(_told(name, language or current_language()).units, code, "unit")


def oblast_label(oblast: str, language: str | None = None, name: str = "kg_2017_president") -> str:
    """Return the name of an oblast by its value in the table."""
    return _named(_told(name, language or current_language()).oblasts, oblast, "oblast")


def _named(known: dict[str, str], key: str, kind: str) -> str:
    if key not in known:
        raise ValueError(f"There is no {kind} {key!r}; there are: {', '.join(known)}.")
    return known[key]


def _each(raw: dict[str, Any], key: str, said: Callable[[Any], str]) -> dict[str, str]:
    return {item: said(text) for item, text in raw.get(key, {}).items()}


@cache
def _read(name: str) -> dict[str, Any]:
    known = sorted(folder.name for folder in DATA.iterdir() if (folder / "card.yaml").is_file())
    if name not in known:
        raise ValueError(f"There is no card {name!r}; there are: {', '.join(known)}.")
    try:
        return yaml.safe_load((DATA / name / "card.yaml").read_text(encoding="utf-8"))
    except (OSError, UnicodeError, yaml.YAMLError) as error:
        raise ValueError(f"The card {name} cannot be read: {error}") from error
