"""A card as a notebook shows it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from electoral_datasets.i18n import N_, translator

if TYPE_CHECKING:
    from electoral_datasets.cards import Card

_SOURCE = N_("Source")
_DATE = N_("Date")
_LICENCE = N_("Licence")
_RELATIONS = N_("What must add up")
_ERRORS = N_("Errors of the original, left in the data")
_COLUMNS = N_("Columns")
_COLUMN = N_("Column")
_LABEL = N_("Label")
_MEANING = N_("What it is")


def card_html(card: Card) -> str:
    """Return the card as HTML: what it is at once, its columns in a fold."""
    gettext = translator("electoral_datasets", card.language).gettext

    def said(text: str) -> str:
        return escape(gettext(text))

    facts = [(_SOURCE, card.source), (_DATE, card.date), (_LICENCE, card.licence)]
    listed = "".join(f"<dt>{said(key)}</dt><dd>{escape(text)}</dd>" for key, text in facts if text)
    rules = "".join(
        f"<li><strong>{escape(name)}</strong>: {escape(text)}</li>"
        for name, text in card.relations.items()
    )
    errors = "".join(f"<li>{escape(text)}</li>" for text in card.errors)
    rows = "".join(
        f'<tr><th scope="row"><code>{escape(column)}</code></th>'
        f"<td>{escape(label)}</td><td>{escape(card.about[column])}</td></tr>"
        for column, label in card.columns.items()
    )
    heads = "".join(f'<th scope="col">{said(text)}</th>' for text in (_COLUMN, _LABEL, _MEANING))
    parts = [
        f"<p><strong>{escape(card.title)}</strong></p><p>{escape(card.note)}</p><dl>{listed}</dl>",
        f"<p>{said(_RELATIONS)}</p><ul>{rules}</ul>" if rules else "",
        f"<p>{said(_ERRORS)}</p><ul>{errors}</ul>" if errors else "",
        f"<details><summary>{said(_COLUMNS)}</summary>",
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></details>",
    ]
    return f'<div class="electoral-data-card" lang="{escape(card.language)}">{"".join(parts)}</div>'
