"""What a lecturer sees in nbgrader's formgrader: learners' work, with nothing in it that runs.

A submission is shown in the lecturer's own session, which may do everything; so HTML of a
learner loses its scripts and addresses here, and widgets are told as text.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbgrader
from nbconvert.preprocessors import Preprocessor
from traitlets import Bool

from electoral_grading.report_text import clean

HARMLESS = {"image/jpeg", "image/png", "text/latex", "text/plain"}
"""Kinds of output that can only be seen."""

TEMPLATES = [
    str(Path(__file__).resolve().parent / "templates"),
    str(Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates"),
]
"""nbgrader's own templates, with its script from another machine left out."""


class SafeDisplay(Preprocessor):
    """Leaves of a notebook only what can be read and looked at."""

    enabled = Bool(default_value=True).tag(config=True)

    def preprocess_cell(self, cell: Any, resources: Any, index: int) -> tuple[Any, Any]:  # noqa: ARG002
        """Clean a learner's Markdown, and the outputs of any cell."""
        if cell.cell_type != "code" and "<" in cell.source:
            cell.source = str(clean(cell.source))
        for output in cell.get("outputs", ()):
            if "data" in output:
                output.data = {kind: value for kind, value in output.data.items() if fit(kind)}
                if "text/html" in output.data:
                    output.data["text/html"] = str(clean(output.data["text/html"]))
        return cell, resources


def fit(kind: str) -> bool:
    """Whether an output of this kind may be shown.

    >>> fit("text/html"), fit("application/javascript")
    (True, False)
    """
    return kind in HARMLESS or kind == "text/html"
