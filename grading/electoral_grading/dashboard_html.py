"""The parts of the lecturer's page as HTML, in which no learner's text can be anything but text.

>>> Cell("<script>", "a & b").html()
'&lt;script&gt;<small>a &amp; b</small>'
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

STYLE = """
.jupyter-widgets.widget-box, .widget-html, .widget-html > .widget-html-content {
  min-width: 0; max-width: 100%; }
.widget-html > .widget-html-content { flex: 1 1 100%; }
.electoral-grades { max-width: 72rem; line-height: 1.5; color: inherit; overflow-wrap: anywhere; }
.electoral-grades h2 { margin: 1.6em 0 0.5em; font-size: 1.35rem; line-height: 1.25; }
.electoral-grades h3 { margin: 1.2em 0 0.4em; font-size: 1.05rem; }
.electoral-grades p { margin: 0.5em 0; max-width: 68ch; }
.electoral-grades dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr));
  gap: 0.6rem; margin: 0.6em 0; }
.electoral-grades dl div { padding: 0.5rem 0.75rem; border: 1px solid #8886; border-radius: 0.4rem; }
.electoral-grades dt { font-size: 0.85rem; opacity: 0.85; }
.electoral-grades dd { margin: 0; font-size: 1.25rem; font-variant-numeric: tabular-nums; }
.electoral-grades .scroll { overflow-x: auto; max-width: 100%; }
.electoral-grades .scroll:focus-visible { outline: 2px solid #3b82c4; }
.electoral-grades table { border-collapse: collapse; margin: 0.5em 0; width: 100%; }
.electoral-grades th, .electoral-grades td { padding: 0.4rem 0.6rem; text-align: start;
  vertical-align: top; border-bottom: 1px solid #8886; font-weight: 400; overflow-wrap: normal; }
.electoral-grades thead th { font-weight: 600; font-size: 0.9rem; }
.electoral-grades tbody th { min-width: 11rem; }
.electoral-grades th small { font-weight: 400; }
.electoral-grades small { display: block; opacity: 0.85; font-size: 0.85rem; }
.electoral-grades .bar { display: block; width: 7rem; height: 0.55rem; margin-top: 0.3rem;
  border: 1px solid #888; border-radius: 0.15rem; overflow: hidden; }
.electoral-grades .bar i { display: block; height: 100%; background: #3b82c4; }
@media (max-width: 44rem) {
  .electoral-grades table, .electoral-grades tbody, .electoral-grades tr,
  .electoral-grades tbody th, .electoral-grades td { display: block; }
  .electoral-grades thead { position: absolute; width: 1px; height: 1px; overflow: hidden;
    clip-path: inset(50%); white-space: nowrap; }
  .electoral-grades tr { padding: 0.6rem 0; border-bottom: 1px solid #8886; }
  .electoral-grades tbody th, .electoral-grades td { padding: 0.15rem 0; border: 0; }
  .electoral-grades tbody th { font-weight: 600; }
  .electoral-grades td:empty { display: none; }
  .electoral-grades td::before { content: attr(data-head) ": "; opacity: 0.85; font-size: 0.85rem; }
}
.electoral-grades ul { margin: 0.4em 0; padding-inline-start: 1.3em; }
.electoral-grades ul.names { columns: 14rem; }
.electoral-grades summary { cursor: pointer; padding: 0.3rem 0; }
.electoral-grades a.file { display: inline-block; margin: 0.3rem 0.6rem 0.3rem 0;
  padding: 0.5rem 0.9rem; border: 1px solid currentColor; border-radius: 0.4rem; }
"""
"""Nothing in it tells anything by colour alone: bars stand beside their numbers and words."""


@dataclass(frozen=True)
class Cell:
    """A cell with more than a text."""

    text: str
    small: str = ""
    """A second line."""
    share: float | None = None
    """Drawn as a bar below the text, which says the same."""

    def html(self) -> str:
        """Return the cell's content."""
        small = f"<small>{escape(self.small)}</small>" if self.small else ""
        if self.share is None:
            return f"{escape(self.text)}{small}"
        width = round(100 * min(1.0, max(0.0, self.share)), 1)
        bar = f'<span class="bar" aria-hidden="true"><i style="width:{width}%"></i></span>'
        return f"{escape(self.text)}{small}{bar}"


def table(heads: Sequence[str], rows: Iterable[Sequence[str | Cell]]) -> str:
    """Return a table; the first cell of each row names it.

    On a narrow screen each row becomes a block of its own, in which every cell carries its head;
    the roles say that it is a table still.
    """
    top = "".join(f'<th scope="col" role="columnheader">{escape(head)}</th>' for head in heads)
    body = ""
    for first, *rest in rows:
        cells = "".join(
            f'<td role="cell" data-head="{escape(head)}">{content(cell)}</td>'
            for head, cell in zip(heads[1:], rest, strict=True)
        )
        name = f'<th scope="row" role="rowheader">{content(first)}</th>'
        body += f'<tr role="row">{name}{cells}</tr>'
    return (
        f'<table role="table"><thead role="rowgroup"><tr role="row">{top}</tr></thead>'
        f'<tbody role="rowgroup">{body}</tbody></table>'
    )


def content(cell: str | Cell) -> str:
    """Return what stands in a cell."""
    return cell.html() if isinstance(cell, Cell) else escape(cell)


def scrolling(page: str, label: str) -> str:
    """Return a wide table in a box that scrolls by itself, by keyboard too."""
    return (
        f'<div class="scroll" role="group" tabindex="0" aria-label="{escape(label)}">{page}</div>'
    )


def heading(text: str, level: int = 2) -> str:
    """Return a heading."""
    return f"<h{level}>{escape(text)}</h{level}>"


def paragraph(text: str) -> str:
    """Return a paragraph; nothing for an empty one."""
    return f"<p>{escape(text)}</p>" if text else ""


def facts(pairs: Mapping[str, str]) -> str:
    """Return names with their values."""
    rows = (
        f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>"
        for name, value in pairs.items()
    )
    return f"<dl>{''.join(rows)}</dl>"


def names(lines: Iterable[str], kind: str = "names") -> str:
    """Return a list of texts, in columns where there is room."""
    return f'<ul class="{kind}">{"".join(f"<li>{escape(line)}</li>" for line in lines)}</ul>'


def details(summary: str, page: str) -> str:
    """Return a part that opens when it is asked for."""
    return f"<details><summary>{escape(summary)}</summary>{page}</details>"


def file_link(name: str, label: str, text: str) -> str:
    """Return a link that saves a text as a file; nothing travels, the text is in the page."""
    data = b64encode(text.encode()).decode("ascii")
    return (
        f'<a class="file" download="{escape(name)}" '
        f'href="data:text/csv;charset=utf-8;base64,{data}">{escape(label)}</a>'
    )


def part(page: str, language: str) -> str:
    """Return a part of the page with its language and its style."""
    return f'<div class="electoral-grades" lang="{escape(language)}">{page}</div>'
