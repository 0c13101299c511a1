"""A whole class, graded: from the folders that were handed in to nbgrader's own gradebook.

Each submission goes the same way: it is claimed and graded, its autograded folder is put in
place, its points are saved, and last of all it is marked as graded. What was stopped in between,
by whomever, is not marked, and is done again by the next run with the same result.

    batch = Batch(assignment, pool, store)
    for outcome in batch.run(places(root, "05-protocol")):
        print(outcome.student, outcome.status, outcome.score)
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, Protocol

from electoral_grading.gradebook.records import Graded
from electoral_grading.pool import TICK, each
from electoral_grading.result import FAILED, GRADED, MISSING, PARTLY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Future

    from electoral_grading.assignment import Assignment
    from electoral_grading.folders import Claim, Place
    from electoral_grading.pool import Ended, Pool
    from electoral_grading.result import Result

log = logging.getLogger(__name__)

TOGETHER, SOON = 24, 0.5
"""So many submissions are saved at once; none waits longer than these seconds."""

WORST = (FAILED, PARTLY, MISSING, GRADED)
"""The status of a submission is the first of these that one of its notebooks has."""


class Saver(Protocol):
    """What of `electoral_grading.store.Store` is used here."""

    def save(self, graded: Iterable[Graded]) -> dict[tuple[str, str], str]:
        """Save submissions in one transaction; return why some were not."""
        ...


@dataclass(frozen=True)
class Outcome:
    """What became of one submission."""

    student: str
    status: str
    results: tuple[Result, ...] = ()
    """Without the notebooks."""
    kept: bool = False
    """Whether it had been graded before, with the same content and the same tests."""
    reason: str = ""
    """Why it failed."""

    @property
    def score(self) -> float:
        """The points so far."""
        return sum(result.score for result in self.results)

    @property
    def max_score(self) -> float:
        """The points of everything together."""
        return sum(result.max_score for result in self.results)

    def to_json(self) -> dict[str, Any]:
        """Return what a program wants to know, as one flat object."""
        return {
            "student": self.student,
            "score": self.score,
            "max_score": self.max_score,
            "status": self.status,
            "level": next((result.level for result in self.results), ""),
            "seconds": round(sum(result.seconds for result in self.results), 3),
            "waiting": sum(item.score is None for result in self.results for item in result.items),
            "notes": [list(note) for result in self.results for note in result.notes],
            "kept": self.kept,
            "reason": self.reason,
        }


def outcome(student: str, results: Sequence[Result], *, kept: bool = False) -> Outcome:
    """Return the outcome that results tell, without their notebooks."""
    states = {result.status for result in results}
    status = next((state for state in WORST if state in states), FAILED)
    reasons = [text for result in results for kind, text in result.notes if kind == FAILED]
    reason = reasons[0].strip().rpartition("\n")[2] if reasons else ""
    return Outcome(student, status, tuple(replace(one, page=None) for one in results), kept, reason)


def failed(student: str, error: Exception) -> Outcome:
    """Return the outcome of what an error of ours has kept from being graded."""
    log.debug("%s could not be graded", student, exc_info=error)
    return Outcome(student, FAILED, reason=str(error) or type(error).__name__)


@dataclass
class Task:
    """A submission under way."""

    place: Place
    content: str
    results: Sequence[Result] = ()


@dataclass
class Batch:
    """Grades submissions of one assignment, several at once, and writes what came out."""

    assignment: Assignment
    pool: Pool
    store: Saver
    force: bool = False
    """Grade again what is graded already."""
    stopped: Callable[[], bool] = lambda: False
    """Whether to take nothing new and come to an end."""
    busy: list[Place] = field(default_factory=list)
    """What was passed over because a grader, this or another, is at it."""
    _told: list[Outcome] = field(default_factory=list)
    _claims: dict[str, Claim] = field(default_factory=dict)

    def run(self, places: Iterable[Place | None]) -> Iterator[Outcome]:
        """Grade, write, and yield what became of each submission once it is written.

        A place that is None says that there is none just now.
        """
        self.tests = self.assignment.digest
        yield from self._round(places)
        while self.busy and not self.stopped():  # by another grader: see what came of it
            yield from self._round([self.busy.pop(0)])  # one at a time, or both would wait
            sleep(TICK if self.busy else 0)

    def _round(self, places: Iterable[Place | None]) -> Iterator[Outcome]:
        """Grade and write what is free; note what is busy."""
        ready: list[Task] = []
        saved = 0.0
        try:
            for event in each(self._begin, self._tasks(places), 2 * self.pool.width, self.stopped):
                if event is not None and self._put(*event):
                    ready.append(event[0])
                if len(ready) >= TOGETHER or (ready and monotonic() - saved > SOON):
                    self._save(ready)
                    ready, saved = [], monotonic()
                yield from self._tell()
            self._save(ready)
            yield from self._tell()
        finally:
            for claim in self._claims.values():
                claim.release()
            self._claims.clear()

    def _tasks(self, places: Iterable[Place | None]) -> Iterator[Task | None]:
        """Claim what is to be graded, one by one; pass over what is graded already."""
        for place in places:
            if place is None:
                yield None
                continue
            try:
                claim = place.claim()
            except OSError as error:
                self._told.append(failed(place.student, error))
                continue
            if claim is None:
                self.busy.append(place)
                continue
            self._claims[place.student] = claim
            task = Task(place, place.content())
            known = None if self.force else place.marked(task.content, self.tests)
            if known is None:
                yield task
            else:
                self._done(outcome(place.student, known, kept=True))

    def _begin(self, task: Task) -> Future[Sequence[Result]]:
        return self.pool.submit(task.place.submitted, task.place.student)

    def _put(self, task: Task, ended: Ended) -> bool:
        """Put the graded folder in its place; return whether the points can be saved."""
        student = task.place.student
        if isinstance(ended, Exception):
            self._done(failed(student, ended))
            return False
        if not ended or any(result.status == FAILED for result in ended):
            self._done(outcome(student, ended))
            return False
        try:
            task.place.put(ended, self.assignment.files)
        except OSError as error:
            self._done(failed(student, error))
            return False
        task.results = ended
        return True

    def _save(self, tasks: Sequence[Task]) -> None:
        """Save the points in one transaction, and mark what was saved."""
        if not tasks:
            return
        name = self.assignment.name
        refused = self.store.save(
            Graded(task.place.student, name, tuple(task.results), task.place.submitted_at())
            for task in tasks
        )
        for task in tasks:
            student = task.place.student
            reason = refused.get((name, student), "")
            told = replace(outcome(student, task.results), reason=reason)
            if reason:
                told = replace(told, status=FAILED)
            else:
                try:
                    task.place.mark(task.results, task.content, self.tests)
                except OSError as error:
                    told = failed(student, error)
            self._done(told)

    def _done(self, told: Outcome) -> None:
        """Have this told, and let other graders have the learner."""
        self._told.append(told)
        if claim := self._claims.pop(told.student, None):
            claim.release()

    def _tell(self) -> Iterator[Outcome]:
        while self._told:
            yield self._told.pop(0)
