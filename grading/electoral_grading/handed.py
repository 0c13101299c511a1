"""What a learner handed in: the notebook, whatever its file is called, and the answers.

Nothing is written and nothing is raised. Of several copies the one with the most work counts,
and never one of another assignment.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from electoral_grading import notes as kinds
from electoral_grading.clicks import called_so, clicked
from electoral_grading.copies import NOTEBOOK, Released, copy_of, kernel, signed
from electoral_grading.envelope import Envelope
from electoral_grading.salvage import LARGEST, Found, decode, parse
from electoral_grading.scripts import cells_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from electoral_grading.copies import Copy
    from electoral_grading.envelope import Paper
    from electoral_grading.notes import Note

MOST_COPIES = 20
"""Notebooks of one envelope that are compared, in each kind of place."""
SCRIPT, ARCHIVE = ".py", ".zip"
OTHER_ARCHIVES = (".rar", ".7z", ".tar", ".gz", ".tgz", ".xz", ".bz2")
DISGUISES = {"", ".bak", ".json", ".md", ".old", ".orig", ".text", ".tmp", ".txt"}
"""Endings under which notebooks come from browsers, mail and chats."""
OURS = {"items.json", "timestamp.txt", "submission_secret.txt", "graded.json"}
"""What lies in every envelope and is no work."""


@dataclass(frozen=True)
class Handed:
    """What a submission holds of one page."""

    page: dict[str, Any] | None
    """The learner's notebook in today's format, with the released metadata; None if none."""
    notes: list[Note] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)
    """What is in the answers file; empty where there are no answers."""
    name: str = ""
    """The file that the page came from, below the folder."""


def gather(
    folder: Path, released: Mapping[str, Any], name: str, others: Iterable[str] = ()
) -> Handed:
    """Return what a submitted folder holds of a page; whatever is in it, nothing is raised.

    Args:
        folder: the submission; it is only looked at.
        released: the page as it was given out.
        name: its name in the gradebook.
        others: names of further pages of the assignment, whose files are not taken for this one.
    """
    search = Search(Envelope(folder), Released.of(released, name), set(others) - {name})
    return search.handed()


class Search:
    """The search for a page in an envelope."""

    def __init__(self, envelope: Envelope, released: Released, others: set[str]) -> None:
        self.envelope, self.released = envelope, released
        taken = {f"{name}{NOTEBOOK}" for name in others}
        self.papers = [paper for paper in envelope.papers if paper.name not in taken]
        self.packed: list[Paper] | None = None
        self.seen: list[Copy] = []
        self.unread: list[str] = []

    def handed(self) -> Handed:
        """Return what was found."""
        best = self.best()
        named = any(paper.name == "answers.json" for paper in self.papers)
        about = signed(self.released.page.get("metadata"))
        answers, told = clicked(
            self.papers if named else self.everywhere(),
            self.envelope.read,
            about[0] if about else "",
        )
        told += self.envelope.notes
        if best is None:
            return Handed(None, [*self.nothing(bool(answers)), *told], answers)
        page = {**best.page, "metadata": self.released.metadata}
        told = [*kinds.noted(best.page["metadata"]), *self.told(best), *told]
        return Handed(page, list(dict.fromkeys(told)), answers, best.paper.name)

    def best(self) -> Copy | None:
        """Return the copy to grade; places further off are looked at only if need be."""
        notebooks = [paper for paper in self.papers if paper.ends(NOTEBOOK)]
        best = self.better(None, [paper for paper in notebooks if not paper.kept])
        if wanting(best) or (best and not best.done):
            best = self.better(best, list(self.disguised()))
        if wanting(best):
            best = self.better(best, [paper for paper in notebooks if paper.kept])
        if best is None:
            best = self.better(None, [paper for paper in self.everywhere() if paper.ends(SCRIPT)])
        return best

    def better(self, best: Copy | None, papers: list[Paper]) -> Copy | None:
        """Return the best copy among papers; the one before where none is worth more."""
        papers.sort(key=self.released.named, reverse=True)
        opened = [self.opened(paper) for paper in papers[:MOST_COPIES]]
        found = [copy for copy in opened if copy and copy.fits]
        self.seen += found
        chosen = max(found, key=lambda copy: copy.rank, default=best)
        return best if best and chosen and chosen.worth <= best.worth else chosen

    def disguised(self) -> Iterator[Paper]:
        """Yield files that may be a notebook under another kind of name, or packed."""
        for paper in self.everywhere():
            name = paper.parts[-1].lower()
            stem, dot, ending = name.rpartition(".")
            known = name in OURS or called_so(paper) or paper.kept
            inside = bool(paper.packed) and paper.ends(NOTEBOOK)
            other = not paper.ends(NOTEBOOK) and (
                NOTEBOOK in stem or (dot + ending if stem else "") in DISGUISES
            )
            if not known and (inside or (other and paper.size <= LARGEST)):
                yield paper

    def everywhere(self) -> list[Paper]:
        """Return all papers, those in archives too."""
        if self.packed is None:
            archives = [paper for paper in self.papers if paper.ends(ARCHIVE)][:3]
            self.packed = [one for paper in archives for one in self.envelope.unpacked(paper)]
            for paper in self.papers:
                if paper.ends(*OTHER_ARCHIVES):
                    self.envelope.note(kinds.ARCHIVE, paper.name)
        return [*self.papers, *self.packed]

    def opened(self, paper: Paper) -> Copy | None:
        """Return the copy in a file; None where there is none."""
        data = self.envelope.read(paper)
        if data is None:
            self.unread += [paper.name] * paper.ends(NOTEBOOK)
            return None
        if paper.ends(SCRIPT):
            found = Found({"cells": cells_of(decode(data)[0])})
        elif paper.ends(NOTEBOOK) or b"{" in data[:100]:
            found = parse(data)
        else:
            return None
        if kinds.TOO_LARGE in found.oddities:
            self.envelope.note(kinds.TOO_LARGE, paper.name)
        copy = copy_of(paper, found, self.released)
        if copy is None and paper.ends(NOTEBOOK):
            self.unread.append(paper.name)
        elif copy and copy.named and not copy.fits:
            self.envelope.note(kinds.OTHER_PAGE, paper.name)
        return copy

    def told(self, best: Copy) -> Iterator[Note]:
        """Yield what is to be told about the copy that was chosen."""
        name = best.paper.name
        if best.paper.packed:
            yield kinds.ZIPPED, name
        elif best.paper.kept:
            yield kinds.CHECKPOINT, name
        elif best.paper.ends(SCRIPT):
            yield kinds.SCRIPT, name
        elif not best.named:
            yield kinds.RENAMED, name
        texts = texts_of(best)
        if best.done and any(copy.done and texts_of(copy) != texts for copy in self.seen):
            yield kinds.COPIES, name
        for kind in sorted(best.oddities):
            yield kind, name
        for other in self.unread:
            if (kinds.TOO_LARGE, other) not in self.envelope.notes:
                yield kinds.CLOSED, other
        asked, ours = kernel(best.page["metadata"]), kernel(self.released.metadata)
        if asked and ours and asked != ours:
            yield kinds.KERNEL, kinds.shown(asked)

    def nothing(self, clicked: bool) -> Iterator[Note]:
        """Yield what is to be told where there is no page."""
        told = [name for _, name in self.envelope.notes if name.lower().endswith(NOTEBOOK)]
        unread = [name for name in self.unread if name not in told]
        if unread:
            yield kinds.UNREADABLE if clicked else kinds.LOST, unread[0]
        elif clicked:
            yield kinds.MISSING, self.released.file
        elif not told:
            yield kinds.NOTHING, self.released.file


def wanting(copy: Copy | None) -> bool:
    """Whether there is no copy, or a damaged one."""
    return copy is None or kinds.DAMAGED in copy.oddities


def texts_of(copy: Copy) -> list[str]:
    """Return the texts of a copy's cells."""
    return [cell["source"] for cell in copy.page["cells"]]
