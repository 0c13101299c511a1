"""The whole corpus through our grader, as a class that hands in together."""

from __future__ import annotations

import ctypes
import json
import os
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil

from . import CASES, Place, course
from .assignment import NAME

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

JOBS = 4
BETWEEN = 12
"""So many cases are graded between two gradings of the innocent neighbour."""
LATE = 1.0
"""Seconds that are waited for those that write when grading is over."""
SUBREAPER = 36
"""prctl's option by which orphans of our processes become our children, and are seen."""


@dataclass
class Class:
    """What came of grading everybody."""

    level: str = ""
    """The confinement."""
    results: dict[str, Any] = field(default_factory=dict)
    """By case, the result."""
    errors: dict[str, Exception] = field(default_factory=dict)
    """By case, what the grader raised."""
    seconds: dict[str, float] = field(default_factory=dict)
    """By case, how long it took."""
    neighbours: list[Any] = field(default_factory=list)
    """The results of the neighbour, who was graded again and again among the others."""
    changed: list[str] = field(default_factory=list)
    """Files of the course and of the lecturer's home that are not as they were."""
    left: list[str] = field(default_factory=list)
    """Processes that were still there."""
    strays: list[Path] = field(default_factory=list)
    """Files in folders that all share."""
    calls: list[str] = field(default_factory=list)
    """What the canary heard."""


def hand_in(root: Path, port: int, names: Collection[str]) -> dict[str, Path]:
    """Write the submissions; return their folders by case."""
    space, top = str(Path("/proc/self/ns/pid").readlink()), os.getpid()
    folders = {}
    for name in names:
        case = CASES[name]
        folder = root / "submitted" / case.learner.replace("/", "∕") / NAME
        case.make(folder, Place(root, case.learner, top, space, port))
        folders[name] = folder
    for name in {"reads-its-own-graded-copy"} & folders.keys():
        course.lay_out_graded(root, name)
    return folders


def grade_all(place: Path, root: Path, canary: course.Canary, names: Collection[str]) -> Class:
    """Grade the cases of a course that was laid out in `place` and generated."""
    whole = Class()
    libc = ctypes.CDLL(None)
    libc.prctl(SUBREAPER, 1, 0, 0, 0)
    me = psutil.Process()
    others = {process.pid for process in me.children()}
    try:
        folders = hand_in(root, canary.port, names)
        ours = place / "nbgrader", place / "home"
        before = course.fingerprint(*ours)
        grade(whole, root, folders)
        time.sleep(LATE)
        left = [one for one in me.children(recursive=True) if one.pid not in others]
        whole.left = [" ".join(one.cmdline()) for one in left if one.status() != "zombie"]
        for one in left:
            one.kill()
            one.wait()
        whole.changed = course.changed(before, course.fingerprint(*ours))
        whole.calls, whole.strays = canary.calls(), course.strays()
        for path in whole.strays:
            path.unlink()
    finally:
        libc.prctl(SUBREAPER, 0, 0, 0, 0)
    return whole


def grade(whole: Class, root: Path, folders: Mapping[str, Path]) -> None:
    """Grade all, side by side, and again and again the neighbour among them."""
    from electoral_grading.assignment import Assignment
    from electoral_grading.grade import Grader
    from electoral_grading.warm import Warm

    assignment = Assignment.load(root, NAME)
    warm = Warm(assignment.modules())
    first = Grader(assignment, sandbox="on", warm=warm)
    first.learn()
    whole.level = first.level
    graders = {
        seconds: Grader(first.assignment, sandbox="on", timeout=seconds, warm=warm)
        for seconds in {CASES[name].seconds for name in folders}
    }

    def one(numbered: tuple[int, str]) -> None:
        number, name = numbered
        case, begin = CASES[name], time.monotonic()
        try:
            (whole.results[name],) = graders[case.seconds].grade(folders[name], case.learner)
        except Exception as error:  # noqa: BLE001 - it is this case's failure, and told
            whole.errors[name] = error
        whole.seconds[name] = time.monotonic() - begin
        if number % BETWEEN == 0:
            whole.neighbours += first.grade(root / "submitted" / "neighbour" / NAME, "neighbour")

    try:
        with ThreadPoolExecutor(JOBS) as threads:
            list(threads.map(one, enumerate(folders)))
    finally:
        for grader in (first, *graders.values()):
            grader.close()
        warm.close()


def scores(result: Any) -> dict[str, float | None]:
    """Return the points of each graded cell."""
    return {item.name: item.score for item in result.items}


def outputs(page: Mapping[str, Any] | None) -> Iterator[tuple[str, str]]:
    """Yield what a learner could be shown, by cell: all outputs, of tests what was printed."""
    for number, cell in enumerate(page["cells"] if page else ()):
        known = cell["metadata"].get("nbgrader", {})
        found = [
            one
            for one in cell.get("outputs", ())
            if one["output_type"] == "stream" or not known.get("grade")
        ]
        if found:
            yield known.get("grade_id") or f"cell {number}", json.dumps(found)
