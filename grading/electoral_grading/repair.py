"""A submitted folder, made whole for nbgrader's own steps.

What happens in every class: the notebook was renamed, saved twice, damaged on the way, or not
sent at all because the learner only clicked, and the answers are in `answers.json`. What
`gather` finds is written under the name that the gradebook knows. What the learner sent stays
beside it, and what was done is noted for the feedback.
"""

from __future__ import annotations

import json
import logging
import re
import stat
import unicodedata
from itertools import count
from typing import TYPE_CHECKING, Any

from electoral_grading import clicks, notes
from electoral_grading.handed import Handed, gather
from electoral_grading.pages import number, tidy
from electoral_grading.salvage import parse

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Handed", "gather", "mend_timestamp", "repair"]

log = logging.getLogger(__name__)


def repair(folder: Path, release: Path) -> list[Path]:
    """Make the submitted `folder` hold each notebook of the `release` folder, under its name.

    Returns the notebooks to grade. A folder without anything of the module is left alone.
    """
    strangers = [(notes.NOT_A_FILE, notes.shown(name)) for name in remove_strangers(folder)]
    mend_timestamp(folder)
    pages = {path: parse(path.read_bytes()).page for path in sorted(release.glob("*.ipynb"))}
    whole = []
    for original, released in pages.items():
        if isinstance(released, dict):
            handed = gather(folder, released, original.stem, [path.stem for path in pages])
            handed.notes.extend(strangers)
            if settle(folder / original.name, released, handed):
                whole.append(folder / original.name)
            settle_answers(folder / clicks.NAME, handed)
    return whole


def settle(target: Path, released: dict[str, Any], handed: Handed) -> bool:
    """Write the page to grade as `target`, if it is not there already; return whether it is."""
    there = target.is_file()
    if handed.page is None and not handed.answers and not there:
        return False
    own = handed.name == target.name
    if there and own and set(handed.notes) <= set(notes.noted(metadata(target))):
        return True
    if target.exists() and not (own and all(name != target.name for _, name in handed.notes)):
        put_aside(target, "sent" if handed.page else "damaged")
    page = handed.page or tidy(released)[0]
    for kind, name in handed.notes:
        log.warning("%s: %s (%s)", target, kind, name)
        notes.note(page, kind, name)
    number(page["cells"])
    write(target, page)
    return True


def settle_answers(target: Path, handed: Handed) -> None:
    """Write the answers that were found as `target`, if they are not there already."""
    if not handed.answers or (target.is_file() and read(target) == handed.answers):
        return
    if target.exists():
        put_aside(target, "damaged")
    write(target, handed.answers)


def metadata(path: Path) -> Any:
    """Return the metadata of the notebook in a file; None where there are none."""
    page = parse(path.read_bytes()).page
    return page.get("metadata") if isinstance(page, dict) else None


def read(path: Path) -> Any:
    """Return the JSON in a file as nbgrader's side reads it; None where it cannot."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None


def put_aside(path: Path, why: str) -> None:
    """Keep what was sent under another name, where no step of nbgrader takes it for a notebook."""
    names = (f"{path.stem}.{why}{number or ''}.txt" for number in count())
    kept = next(path.with_name(name) for name in names if not path.with_name(name).exists())
    path.replace(kept)
    log.warning("%s is kept as %s", path, kept.name)


def write(path: Path, data: Any) -> None:
    """Write JSON as a file, whole or not at all."""
    fresh = path.with_name(f".{path.name}.new")
    text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True)
    fresh.write_text(text + "\n", encoding="utf-8")
    fresh.replace(path)


def remove_strangers(folder: Path) -> list[str]:
    """Remove links, pipes and devices: copying them would hang, or fetch another's file."""
    removed = []
    for path in sorted(folder.rglob("*")):
        mode = path.lstat().st_mode
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
            log.warning("%s is not an ordinary file and is not graded", path)
            path.unlink()
            removed.append(path.relative_to(folder).as_posix())
    return removed


def mend_timestamp(folder: Path) -> None:
    """Set aside a timestamp that nbgrader cannot read; it stops at one otherwise."""
    from nbgrader.utils import parse_utc  # noqa: PLC0415 - slow, and the pure half needs none

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
