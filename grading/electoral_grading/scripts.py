r"""A notebook's export as a Python script, back to cells.

Jupyter's own export numbers its cells (`# In[1]:`), editors' scripts begin each with `# %%`.

>>> cells = cells_of("# %% [markdown]\n# # Sums\n\n# %%\none = 1\n")
>>> [(cell["cell_type"], cell["source"]) for cell in cells]
[('markdown', '# Sums'), ('code', 'one = 1')]
"""

from __future__ import annotations

import re
from typing import Any

MARK = re.compile(r"^# (?:%%+(?P<words>.*)|In ?\[[\d ]*\]:?[ \t]*)$", re.MULTILINE)
GRADE_ID = re.compile(r'"?grade_id"?\s*[:=]\s*"([^"\\]+)"')
BLOCK = re.compile(r"(?:^.*\S.*\n?)+", re.MULTILINE)
HEAD = ("#!", "# -*-", "# coding:", "# ---")
"""How the lines begin that stand before all cells."""


def cells_of(text: str) -> list[dict[str, Any]]:
    """Return the cells in a script; none where it has no marks of cells."""
    text = text.replace("\r\n", "\n")
    marks = list(MARK.finditer(text))
    if not marks:
        return []
    head = [block[0] for block in BLOCK.finditer(text, 0, marks[0].start())]
    cells = [
        _cell("markdown", uncommented(block))
        for block in head
        if commented(block) and not block.startswith(HEAD)
    ]
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    for mark, end in zip(marks, ends, strict=True):
        part, words = text[mark.end() : end].strip("\n"), mark["words"]
        if words is None:
            cells += _exported(part)
        elif "[markdown]" in words or "[md]" in words:
            cells.append(_cell("markdown", uncommented(part), words))
        elif "[raw]" in words:
            cells.append(_cell("raw", uncommented(part), words))
        else:
            cells.append(_cell("code", part, words))
    return cells


def _exported(text: str) -> list[dict[str, Any]]:
    """Return the cells between two marks of Jupyter's export: code, then prose as comments."""
    blocks = list(BLOCK.finditer(text))
    prose = len(blocks)
    while prose > 1 and commented(blocks[prose - 1][0]):
        prose -= 1
    code = text[: blocks[prose].start()] if prose < len(blocks) else text
    following = [_cell("markdown", uncommented(block[0])) for block in blocks[prose:]]
    return [_cell("code", code.strip("\n")), *following]


def commented(block: str) -> bool:
    """Whether all lines of a block are comments."""
    return all(line.startswith("#") for line in block.splitlines())


def _cell(kind: str, text: str, words: str = "") -> dict[str, Any]:
    known = GRADE_ID.search(words)
    metadata = {"nbgrader": {"grade_id": known[1]}} if known else {}
    return {"cell_type": kind, "metadata": metadata, "source": text}


def uncommented(text: str) -> str:
    """Return text without the signs of comments before its lines."""
    return re.sub(r"^# ?", "", text, flags=re.MULTILINE).strip("\n")
