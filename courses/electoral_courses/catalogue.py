"""The catalogue: which modules there are, what each is about, in the reader's language.

A module is a folder `NN-name` with a `lesson.md` (or a `lesson.ipynb` in one language).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from electoral_courses.errors import CourseError, read_text
from electoral_courses.myst import read_front, words
from electoral_courses.po import gettext_of

if TYPE_CHECKING:
    from electoral_courses.yaml_source import YamlSource

PAGES = ("lesson", "assignment")
"""The pages a module can have, in the order they are read."""
TEACHER = "teacher"
"""The page for whoever teaches the module; learners never get it."""
WRITTEN = (*PAGES, TEACHER)
"""All that an author writes of a module in Markdown."""

_MODULE = re.compile(r"\d{2}-[a-z0-9-]+")


@dataclass(frozen=True)
class Module:
    """A module of the course, in one language."""

    id: str
    """The name of its folder; it never changes."""
    title: str
    summary: str
    minutes: int
    objectives: dict[str, str]
    prerequisites: list[str]
    path: Path
    has_assignment: bool
    language: str = "en"
    assignment_title: str = ""
    assignment_minutes: int = 0
    points: float | None = field(default=None, compare=False)

    def text(self, language: str) -> Module:
        """Return the module in `language`; what is not translated stays English."""
        say = gettext_of(self.path, language)
        return replace(
            self,
            title=say(self.title),
            summary=say(self.summary),
            objectives={key: say(sentence) for key, sentence in self.objectives.items()},
            assignment_title=say(self.assignment_title),
            language=language,
        )


def courses_root() -> Path:
    """Return the folder of modules: a checkout's `courses`, else those shipped in the wheel."""
    package = Path(__file__).resolve().parent
    return package.parent if module_paths(package.parent) else package / "modules"


def glossary_path() -> Path:
    """Return the glossary of the checkout, else the one shipped in the wheel."""
    beside = courses_root() / "glossary.csv"
    return beside if beside.is_file() else Path(__file__).resolve().parent / "glossary.csv"


def module_paths(source: Path) -> list[Path]:
    """Return the folders in `source` that are modules, in order."""
    if not source.is_dir():
        return []
    pages = [f"lesson{suffix}" for suffix in (".md", ".ipynb")]
    return sorted(
        path
        for path in source.iterdir()
        if _MODULE.fullmatch(path.name) and any((path / page).is_file() for page in pages)
    )


def modules(source: Path | None = None) -> list[Module]:
    """Return the modules in `source`, in English, or in the one language they are written in.

    Raises:
        CourseError: a lesson cannot be read.
    """
    return [module(path) for path in module_paths(courses_root() if source is None else source)]


def module(path: Path) -> Module:
    """Return the module in the folder `path`."""
    lesson = path / "lesson.md"
    if not lesson.is_file():
        return _from_notebook(path)
    front = read_front(lesson)
    about = front.data["electoral"]
    assignment = path / "assignment.md"
    second_front = read_front(assignment) if assignment.is_file() else None
    second = second_front.data["electoral"] if second_front else {}
    return Module(
        id=path.name,
        title=words(about["title"]),
        summary=words(about.get("summary") or ""),
        minutes=_minutes(front, lesson),
        objectives={str(k): words(v) for k, v in (about.get("objectives") or {}).items()},
        prerequisites=[str(name) for name in about.get("prerequisites") or []],
        path=path,
        has_assignment=bool(second) or (path / "assignment.ipynb").is_file(),
        assignment_title=words(second.get("title") or ""),
        assignment_minutes=_minutes(second_front, assignment) if second_front else 0,
        points=second.get("points"),
    )


def _minutes(front: YamlSource, path: Path) -> int:
    minutes = front.data["electoral"].get("minutes") or 0
    if not isinstance(minutes, int):
        line = front.line("electoral", "minutes")
        raise CourseError(f"The minutes ({minutes!r}) must be a whole number.", path, line)
    return minutes


def _from_notebook(path: Path) -> Module:
    """Return a module that is only a notebook: its title is its first heading."""
    metadata, title = {}, path.name
    lesson = path / "lesson.ipynb"
    try:
        notebook = json.loads(read_text(lesson))
        metadata = notebook["metadata"]
        text = "\n".join(
            "".join(c["source"]) for c in notebook["cells"] if c["cell_type"] != "code"
        )
    except (ValueError, KeyError, TypeError) as error:
        if isinstance(error, CourseError):
            raise
        raise CourseError("The file is not a notebook.", lesson) from error
    heading = re.search(r"^#+ +(.+?)[ #]*$", text, re.MULTILINE)
    about = metadata.get("electoral") or {}
    title = about.get("title") or (heading[1] if heading else path.name)
    return Module(
        id=path.name,
        title=words(title),
        summary=words(about.get("summary") or ""),
        minutes=int(about.get("minutes") or 0),
        objectives={},
        prerequisites=[],
        path=path,
        has_assignment=(path / "assignment.ipynb").is_file(),
        language=str(metadata.get("language") or "en"),
    )
