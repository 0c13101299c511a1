"""A submitted folder, made whole before it is graded; nobody loses points for a file's name.

What happens in every class: the notebook was renamed, saved twice, damaged on the way, or not
sent at all because the learner only clicked, and the answers are in `answers.json`. The page
that fits best is written under the name that the gradebook knows. What the learner sent stays
beside it, and what was done is noted for the feedback.
"""

from __future__ import annotations

import codecs
import json
import logging
import re
import stat
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import nbformat
from nbgrader.utils import parse_utc

from electoral_grading.notes import MISSING, RENAMED, UNREADABLE, note

if TYPE_CHECKING:
    from pathlib import Path

Notebook = Any
"""A notebook as nbformat reads it."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Page:
    """One notebook file of a submission."""

    path: Path
    notebook: Notebook | None
    """None where the file cannot be read as a notebook."""

    def fits(self, released: Notebook) -> bool:
        """Whether this file is a copy of the released page, by its metadata or its grade ids."""
        if self.notebook is None:
            return False
        ours, theirs = (nb.metadata.get("electoral") or {} for nb in (released, self.notebook))
        if isinstance(theirs, dict) and theirs.get("module") and theirs.get("page"):
            return (theirs["module"], theirs["page"]) == (ours.get("module"), ours.get("page"))
        return len(ids := grade_ids(released)) > 0 and bool(ids & grade_ids(self.notebook))

    def work(self, released: Notebook) -> int:
        """Return how many answer cells differ from the released ones."""
        if self.notebook is None:
            return -1
        stubs = answers(released)
        return sum(text != stubs.get(name) for name, text in answers(self.notebook).items())


def repair(folder: Path, release: Path) -> list[Path]:
    """Make the submitted `folder` hold each notebook of the `release` folder, under its name.

    Returns the notebooks to grade. A folder without anything of the module is left alone.
    """
    remove_strangers(folder)
    mend_timestamp(folder)
    pages = [Page(path, read(path)) for path in sorted(folder.glob("*.ipynb"))]
    whole = []
    for original in sorted(release.glob("*.ipynb")):
        released = read(original)
        if released is not None and settle(folder / original.name, released, pages):
            whole.append(folder / original.name)
    return whole


def settle(target: Path, released: Notebook, pages: list[Page]) -> bool:
    """Write the page to grade as `target`; return whether there is one.

    The right name wins where there is work in it; else the copy with the most work.
    """
    named = next((page for page in pages if page.path == target), None)
    best = named if named and named.work(released) > 0 else None
    if best is None:
        fitting = [page for page in pages if page.fits(released) or page == named]
        best = max(
            (page for page in fitting if page.notebook is not None),
            key=lambda page: (page.work(released), page == named, page.path.stat().st_mtime),
            default=None,
        )
    if best is not None and best.path == target:
        if target.read_bytes().startswith(codecs.BOM_UTF8):
            write(target, best.notebook)
        return True
    if best is not None:
        log.warning("%s: graded as %s", best.path, target.name)
        write(target, note(best.notebook, RENAMED, name=best.path.name))
        return True
    if named is not None:
        kept = target.with_suffix(".damaged.txt")
        log.warning("%s is damaged: kept as %s", target, kept.name)
        target.replace(kept)
        write(target, note(released, UNREADABLE, name=target.name))
        return True
    if (target.parent / "answers.json").is_file():
        write(target, note(released, MISSING, name=target.name))
        return True
    return False


def read(path: Path) -> Notebook | None:
    """Return the notebook in a file, of any version and with a byte-order mark; None if none."""
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
        notebook: Notebook = nbformat.from_dict(data)
        if notebook.get("nbformat") != nbformat.current_nbformat:
            notebook = nbformat.convert(notebook, nbformat.current_nbformat)
        healthy = all(
            isinstance(cell.source, str) and isinstance(cell.metadata, dict)
            for cell in map(joined, notebook.cells)
        )
        return notebook if healthy and isinstance(notebook.metadata, dict) else None
    except (OSError, ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return None


def joined(cell: Any) -> Any:
    """Return the cell with its lines joined, as nbformat does when it reads."""
    if isinstance(cell.source, list):
        cell.source = "".join(cell.source)
    return cell


def write(path: Path, notebook: Notebook) -> None:
    """Write a notebook in the present format."""
    text = nbformat.writes(notebook, version=nbformat.NO_CONVERT)
    path.write_text(text + "\n", encoding="utf-8")


def grade_ids(notebook: Notebook) -> set[str]:
    """Return the ids by which the gradebook knows the notebook's cells."""
    named = (cell.metadata.get("nbgrader") for cell in notebook.cells)
    return {str(known["grade_id"]) for known in named if known and "grade_id" in known}


def answers(notebook: Notebook) -> dict[str, str]:
    """Return the text of each cell that a learner writes in, by its grade id."""
    return {
        str(known["grade_id"]): cell.source.strip()
        for cell in notebook.cells
        if (known := cell.metadata.get("nbgrader")) and known.get("solution")
        if "grade_id" in known
    }


def remove_strangers(folder: Path) -> None:
    """Remove links, pipes and devices: copying them would hang, or fetch another's file."""
    for path in sorted(folder.rglob("*")):
        mode = path.lstat().st_mode
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
            log.warning("%s is not an ordinary file and is not graded", path)
            path.unlink()


def mend_timestamp(folder: Path) -> None:
    """Set aside a timestamp that nbgrader cannot read; it stops at one otherwise."""
    path = folder / "timestamp.txt"
    if not path.is_file():
        return
    try:
        text = path.read_text(encoding="utf-8-sig").strip()
        clean = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text))
        parse_utc(clean)
    except (ValueError, OverflowError):
        log.warning("%s cannot be read as a time and is set aside", path)
        path.replace(folder / "timestamp.damaged.txt")
    else:
        if path.read_bytes() != clean.encode():
            path.chmod(0o644)
            path.write_text(clean, encoding="utf-8")
