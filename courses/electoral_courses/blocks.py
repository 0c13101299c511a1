r"""The messages of a Markdown text: one for each heading, paragraph, list item or table cell.

A message is the block's own Markdown with its lines joined by a space, so that “one sentence
a line” in the source leaves no trace in the catalogue; only a hard break stays a line end:

>>> [block.message for block in blocks("# Count\n\n- Open the *urn*.\n  Count.\n")]
['Count', 'Open the *urn*. Count.']
>>> replaced("- Open\n  the urn.\n", lambda message: message.upper())
'- OPEN THE URN.\n'
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

from electoral_courses.roles import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from markdown_it.token import Token

_IMAGE_ALONE = re.compile(r"!\[(?P<alt>(?:[^\[\]\\]|\\.)*)\](?P<target>\([^\s()]*\))")
_STARTS_A_BLOCK = re.compile(
    r"\d{1,9}(?=[.)](?:\s|$))"
    r"|(?=[-+*](?:\s|$)|#|>|={3}|-{3}|~{3}|`{3,}+(?!.*`)|\[[^\]]*\]:"
    r"|(?:-\s*){2,}$|(?:\*\s*){2,}$|(?:_\s*){3,}$)"
)
_SILENT = re.compile(
    r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)|\$[^$]+\$|\$[a-z_]\w*|\{[a-z-]+\}|<[^>]*>|\S+://\S+",
    re.DOTALL,
)
_KINDS = {"heading_open": "heading", "th_open": "cell", "td_open": "cell"}
_WORD = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True)
class Block:
    """A piece of text a translator meets as one message."""

    message: str
    line: int
    """Counted from 0 within the text."""
    kind: str = "paragraph"
    """`heading`, `paragraph` or `cell`."""

    def speaks(self) -> bool:
        """Say whether there is a word in it, not only figures, code or formulas."""
        return speaks(self.message)


def speaks(message: str) -> bool:
    """Say whether a message holds a word to translate.

    >>> speaks("`issued` = $x_1$ + 412"), speaks("$right_act"), speaks("412 ballots")
    (False, False, True)
    """
    return bool(_WORD.search(_SILENT.sub(" ", plain(message))))


@cache
def parser() -> MarkdownIt:
    """Return the Markdown that lessons are written in: CommonMark, tables and $formulas$."""
    return MarkdownIt("commonmark").enable("table").use(dollarmath_plugin)


def blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of `text` in order."""
    tokens = parser().parse(text)
    for opening, token in pairwise(tokens):
        if token.type == "inline" and token.content and token.map:
            message, _ = _opened(token.content)
            yield Block(message, token.map[0], _KINDS.get(opening.type, "paragraph"))


def replaced(text: str, translate: Callable[[str], str]) -> str:
    """Return `text` with each block's message put through `translate`, its structure kept.

    Raises:
        ValueError: a translation would turn its block into something else.
    """
    lines = text.split("\n")
    tokens = parser().parse(text)
    rows: dict[int, list[Token]] = {}
    dropped: set[int] = set()
    for place, token in enumerate(tokens):
        if token.type != "inline" or not token.map:
            continue
        if tokens[place - 1].type in ("th_open", "td_open"):
            rows.setdefault(token.map[0], []).append(token)
        elif token.content:
            first, height = token.map[0], token.content.count("\n") + 1
            lines[first] = _block(lines[first], token.content, translate)
            dropped.update(range(first + 1, first + height))
    for line, cells in rows.items():
        lines[line] = _row(lines[line], [cell.content for cell in cells], translate)
    result = "\n".join(line for place, line in enumerate(lines) if place not in dropped)
    if _shape(result) != _shape(text):
        raise ValueError(f"The translation changes the structure of the text: {result[:60]!r}.")
    return result


def _opened(content: str) -> tuple[str, str]:
    """Return the message of a block's `content` and the pattern to put its translation into."""
    image = _IMAGE_ALONE.fullmatch(content.strip())
    if image and image["alt"].strip():
        return image["alt"].strip(), "![%s]" + image["target"].replace("%", "%%")
    return _joined(content), "%s"


def _joined(content: str) -> str:
    message = ""
    for line in content.split("\n"):
        text = line.strip()
        if text.endswith("\\") and (len(text) - len(text.rstrip("\\"))) % 2:
            message += text + "\n"
        elif line.endswith("  "):
            message += text + "\\\n"
        else:
            message += text + " "
    return message.strip()


def _block(line: str, content: str, translate: Callable[[str], str]) -> str:
    """Return a block's first line with the whole translated block in it."""
    head = content.split("\n", 1)[0].rstrip()
    start = line.rindex(head)
    before, after = line[:start], line[start + len(head) :].rstrip()
    message, pattern = _opened(content)
    indent = re.sub(r"[^>\s]", " ", before)
    parts = [_harmless(part.strip()) for part in translate(message).split("\n")]
    return before + pattern % f"\n{indent}".join(parts) + after


def _row(line: str, contents: list[str], translate: Callable[[str], str]) -> str:
    """Return a table row with each cell translated."""
    edge = re.match(r"[^|]*(?=\|)|[\s>]*", line)
    cells = []
    for content in contents:
        message, pattern = _opened(content)
        text = pattern % " ".join(translate(message).split("\n")) if message else ""
        cells.append(text.replace("\\|", "|").replace("|", "\\|"))
    return f"{edge[0] if edge else ''}| {' | '.join(cells)} |"


def _harmless(line: str) -> str:
    """Escape a beginning that Markdown would take for a list, a heading or a quotation."""
    found = _STARTS_A_BLOCK.match(line)
    return line if not found else f"{found[0]}\\{line[found.end() :]}"


def _shape(text: str) -> list[tuple[str, str]]:
    return [(token.type, token.markup) for token in parser().parse(text)]
