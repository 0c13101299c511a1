"""Which notebook is a copy of the released page, and how much work is in it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from electoral_grading.notes import DAMAGED
from electoral_grading.pages import grade_id, plain, tidy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from electoral_grading.envelope import Paper
    from electoral_grading.salvage import Found

NOTEBOOK = ".ipynb"


@dataclass(frozen=True)
class Released:
    """The page as it was given out, to tell its copies by."""

    page: Mapping[str, Any]
    name: str
    texts: frozenset[str]
    marks: frozenset[str]
    """Grade ids and cell ids."""
    stubs: Mapping[str, str]
    """The text of each answer cell, by its grade id and by its cell id."""

    @classmethod
    def of(cls, page: Mapping[str, Any], name: str) -> Released:
        """Return what is to be known of a released page."""
        cells = tidy(page)[0]["cells"]
        stubs: dict[str, str] = {}
        for cell, given in zip(cells, page.get("cells", ()), strict=False):
            known = given.get("metadata", {}).get("nbgrader") or {}
            if known.get("solution"):
                stubs |= dict.fromkeys({grade_id(cell), cell["id"]}, plain(cell["source"]))
        stubs.pop("", None)
        marks = {cell["id"] for cell in cells} | set(map(grade_id, cells))
        return cls(
            page=page,
            name=unicodedata.normalize("NFC", name),
            texts=frozenset(plain(cell["source"]) for cell in cells) - {""},
            marks=frozenset(marks) - {""},
            stubs=stubs,
        )

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.name}{NOTEBOOK}"

    @property
    def metadata(self) -> dict[str, Any]:
        """What the page says about itself."""
        return dict(self.page.get("metadata") or {})

    def named(self, paper: Paper) -> bool:
        """Whether a file has the page's own name, in its own place."""
        return paper.packed is None and paper.name.casefold() == self.file.casefold()


@dataclass(frozen=True)
class Copy:
    """A notebook that may be a copy of the released page."""

    paper: Paper
    page: dict[str, Any]
    oddities: frozenset[str]
    named: bool
    kin: int
    """How surely it is a copy: 2 by its metadata, 1 by its cells, 0 not, -1 it is another's."""
    done: int
    """Answer cells with work in them."""
    further: int
    """Other texts that are not the released page's."""

    @property
    def fits(self) -> bool:
        """Whether it may be graded as this page."""
        return self.kin > 0 or (self.kin == 0 and self.named)

    @property
    def worth(self) -> tuple[bool, int]:
        """What makes a copy better than another, wherever they lie."""
        return self.kin > 0, self.done

    @property
    def rank(self) -> tuple[Any, ...]:
        """What decides between copies that lie side by side."""
        whole = DAMAGED not in self.oddities
        return (*self.worth, whole, self.named, self.kin, self.further, self.paper.time)


def copy_of(paper: Paper, found: Found, released: Released) -> Copy | None:
    """Return what is in a file as a copy of the released page; None where it is no notebook."""
    if not isinstance(found.page, dict) or not ({"cells", "worksheets"} & found.page.keys()):
        return None
    page, oddities = tidy(found.page)
    met: set[str] = set()
    done: set[str] = set()
    further = 0
    for cell in page["cells"]:
        name, text = grade_id(cell), plain(cell["source"])
        met |= {name, cell["id"]} & released.marks
        answer = name if name in released.stubs else cell["id"]
        if answer in released.stubs and text not in {"", released.stubs[answer]}:
            done.add(answer)
        if text in released.texts:
            met.add(text)
        elif text:
            further += 1
    theirs, ours = signed(page["metadata"]), signed(released.page.get("metadata"))
    if theirs and ours:
        kin = 2 if theirs == ours else -1
    else:
        enough = min(len(released.texts), 2 * len(page["cells"])) / 3
        kin = int(len(met) >= max(enough, min(2, len(released.texts))))
    return Copy(
        paper=paper,
        page=page,
        oddities=frozenset(found.oddities | oddities),
        named=released.named(paper),
        kin=kin,
        done=len(done),
        further=further,
    )


def signed(metadata: Any) -> tuple[str, str] | None:
    """Return the module and the page that metadata name; None where they name none."""
    ours = metadata.get("electoral") if isinstance(metadata, dict) else None
    ours = ours if isinstance(ours, dict) else {}
    module, page = ours.get("module"), ours.get("page")
    return (module, page) if isinstance(module, str) and isinstance(page, str) else None


def kernel(metadata: Mapping[str, Any]) -> str:
    """Return the name of the kernel that a page asks for; empty if none."""
    known = metadata.get("kernelspec")
    name = known.get("name") if isinstance(known, dict) else ""
    return name if isinstance(name, str) else ""
