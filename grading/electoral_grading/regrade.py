"""Grading everything again after a test was mended: first what would change, then the change.

The new results wait in a folder of their own. Nothing of the course is touched until somebody
has read the changes and agreed; what is written then is what was shown.
"""

from __future__ import annotations

import json
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING

from electoral_grading.batch import failed, outcome
from electoral_grading.files import digest
from electoral_grading.folders import pretty
from electoral_grading.pool import each
from electoral_grading.result import FAILED, Result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from electoral_grading.batch import Outcome
    from electoral_grading.folders import Place
    from electoral_grading.gradebook.records import ScoreRow
    from electoral_grading.pool import Pool

EXACT = 1e-9
"""Points differ from here on."""


class ChangedError(RuntimeError):
    """What a learner handed in is not what the shown results were made from."""


@dataclass(frozen=True)
class Change:
    """The points of one cell of one learner, before and after."""

    student: str
    notebook: str
    item: str
    old: float | None
    """None where there were none, or a hand was awaited."""
    new: float | None
    by_hand: bool = False
    """Whether points given by hand stand, and stay."""

    @property
    def difference(self) -> float:
        """What the learner gains or loses by it."""
        return 0.0 if self.by_hand else (self.new or 0.0) - (self.old or 0.0)


class Waiting:
    """Results that wait in a folder; a pool that has graded everything already."""

    width = 4

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.known: dict[str, int] = {}

    def add(self, place: Place, content: str, results: Sequence[Result]) -> None:
        """Keep the results of a submission with this content."""
        number = self.known.setdefault(place.student, len(self.known))
        data = {"content": content, "results": [result.to_json() for result in results]}
        (self.folder / f"{number}.json").write_bytes(pretty(data))

    def submit(self, folder: Path, student: str) -> Future[Sequence[Result]]:
        """Return what waits for a learner, unless something else was handed in since."""
        future: Future[Sequence[Result]] = Future()
        path = self.folder / f"{self.known[student]}.json"
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["content"] == digest([folder]):
            future.set_result([Result.of_json(result) for result in data["results"]])
        else:
            error = "The submission has changed meanwhile. Grade it once more."
            future.set_exception(ChangedError(error))
        return future

    def close(self) -> None:
        """Leave the folder to its owner."""


def preview(
    pool: Pool,
    places: Iterable[Place],
    waiting: Waiting,
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[Outcome]:
    """Grade again and keep the results waiting; yield what would become of each submission."""

    def begin(task: tuple[Place, str]) -> Future[Sequence[Result]]:
        return pool.submit(task[0].submitted, task[0].student)

    tasks = ((place, place.content()) for place in places)
    for event in each(begin, tasks, 2 * pool.width, stopped):
        if event is None:
            continue
        (place, content), ended = event
        if isinstance(ended, Exception):
            yield failed(place.student, ended)
            continue
        told = outcome(place.student, ended)
        if told.status != FAILED:
            waiting.add(place, content, ended)
        yield told


def changes(before: Mapping[str, ScoreRow], outcomes: Iterable[Outcome]) -> list[Change]:
    """Return what the new results change in the gradebook, by learner and cell."""
    found = []
    for told in outcomes:
        row = before.get(told.student)
        for result in told.results if told.status != FAILED else ():
            for item in result.items:
                cell = row.cells.get((result.notebook, item.name)) if row else None
                old = cell.auto if cell else None
                if differ(old, item.score):
                    by_hand = cell is not None and cell.manual is not None
                    names = (told.student, result.notebook, item.name)
                    found.append(Change(*names, old, item.score, by_hand))
    return sorted(found, key=lambda change: (change.student, change.notebook))


def differ(old: float | None, new: float | None) -> bool:
    """Whether points changed.

    >>> differ(None, None), differ(None, 0.0), differ(0.1 + 0.2, 0.3)
    (False, True, False)
    """
    if old is None or new is None:
        return old is not new
    return abs(old - new) > EXACT
