"""One run of `electoral-school grade`: what is started, in which order, and how it ends.

The warm process is started first. While it loads what submissions need, this one loads what it
needs itself, so that the first result comes soon.
"""

from __future__ import annotations

import os
import shlex
import signal
import sys
import tempfile
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from electoral_binder.app import say, stop
from electoral_binder.grade_show import Progress, diff, summary
from electoral_binder.words import _
from electoral_datasets.i18n import LANGUAGES
from electoral_grading.warm import Warm

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from electoral_binder.grade import GradeApp
    from electoral_grading.assignment import Assignment
    from electoral_grading.folders import Place
    from electoral_grading.grade import Grader
    from electoral_grading.pool import Pool
    from electoral_grading.settings import Settings
    from electoral_grading.store import Store


class Run:
    """Grades one assignment as the options say."""

    settings: Settings
    assignment: Assignment
    pool: Pool
    store: Store

    def __init__(self, app: GradeApp, root: Path, name: str, students: Collection[str]) -> None:
        self.app, self.root, self.name, self.students = app, root, name, students
        self.stop = Event()
        self.level = ""

    def go(self) -> bool:
        """Grade; return whether everything is graded."""
        with ExitStack() as stack:
            warm = None if self.app.scheduler else stack.enter_context(Warm())
            try:
                self.open(stack, warm)
                with self.interruptible():
                    if self.app.regrade:
                        return self.again()
                    return self.watch() if self.app.watch else self.once()
            except troubles() as error:
                stop(str(error))

    def open(self, stack: ExitStack, warm: Warm | None) -> None:
        """Open the assignment, the gradebook and what grades."""
        from electoral_grading import dates  # noqa: PLC0415 - start-up time, here and below
        from electoral_grading.assignment import Assignment  # noqa: PLC0415
        from electoral_grading.settings import Settings  # noqa: PLC0415

        self.settings = Settings(self.root)
        language = self.app.lang or (self.root.name if self.root.name in LANGUAGES else "en")
        self.assignment = Assignment.load(self.root, self.name, self.settings.db_url, language)
        options: dict[str, Any] = {
            "sandbox": self.app.sandbox,
            "timeout": self.app.timeout or self.settings.timeout,
        }
        if warm is None:
            from electoral_grading.cluster import ClusterPool  # noqa: PLC0415

            self.pool = ClusterPool(self.app.scheduler, self.assignment, **options)
        else:
            from electoral_grading.grade import Grader  # noqa: PLC0415
            from electoral_grading.pool import LocalPool  # noqa: PLC0415

            grader = stack.enter_context(Grader(self.assignment, warm=warm, **options))
            Thread(target=get_ready, args=[warm, grader], daemon=True).start()
            self.level = grader.level
            self.pool = LocalPool(grader, self.app.jobs)
        stack.callback(self.pool.close)
        self.store = stack.enter_context(self.settings.store())
        dates.apply(self.root, self.store)

    def once(self) -> bool:
        """Grade what was handed in."""
        from electoral_grading.batch import Batch  # noqa: PLC0415

        found = self.places()
        if not found:
            return False
        progress = Progress(len(found), as_json=self.app.json)
        batch = Batch(self.assignment, self.pool, self.store, self.app.force, self.stop.is_set)
        for told in batch.run(found):
            progress.tell(told)
        return self.ended(progress, len(found))

    def watch(self) -> bool:
        """Grade what was handed in, and then whatever is handed in, until interrupted."""
        from electoral_grading.batch import Batch  # noqa: PLC0415
        from electoral_grading.watch import Watch  # noqa: PLC0415

        progress = Progress(0, as_json=self.app.json)
        progress.bar = False
        batch = Batch(self.assignment, self.pool, self.store, self.app.force, self.stop.is_set)
        watch = Watch(self.settings, self.name, self.students, batch.busy, self.stop, progress.line)
        progress.line(_("Waiting for what is handed in. Ctrl-C ends it."))
        for told in batch.run(watch.places()):
            if not told.kept:
                progress.tell(told)
        return not progress.counts["failed"]

    def again(self) -> bool:
        """Grade everything again, show what changes, and write it if that is wanted."""
        from electoral_grading.batch import Batch  # noqa: PLC0415
        from electoral_grading.regrade import Waiting, changes, preview  # noqa: PLC0415

        found = self.places()
        if not found:
            return False
        before = self.store.graded(self.name)
        with tempfile.TemporaryDirectory(prefix="electoral-regrade-") as folder:
            waiting = Waiting(Path(folder))
            progress = Progress(len(found))
            outcomes = []
            for told in preview(self.pool, found, waiting, self.stop.is_set):
                outcomes.append(told)
                progress.tell(told)
            progress.close()
            changed = changes(before, outcomes)
            for line in diff(changed, len(outcomes)):
                say(line)
            if self.stop.is_set() or not self.agreed():
                progress.line(_("Nothing was written."))
                return False
            written = Progress(len(waiting.known))
            places = [place for place in found if place.student in waiting.known]
            batch = Batch(self.assignment, waiting, self.store, True, self.stop.is_set)
            for told in batch.run(places):
                written.tell(told)
            return self.ended(written, len(found))

    def places(self) -> list[Place]:
        """Return what is to be graded; say what is missing."""
        from electoral_grading.folders import places  # noqa: PLC0415 - start-up time

        found = places(self.root, self.name, self.students)
        self.absent = sorted(set(self.students) - {place.student for place in found})
        if self.absent:
            names = ", ".join(self.absent)
            complain(_("Nothing was handed in by: {names}.", names=names))
        elif not found:
            complain(
                _(
                    "Nothing was handed in for {name}: there is nothing in {folder}. "
                    "Submissions come there by: nbgrader collect {name}",
                    name=self.name,
                    folder=self.root / "submitted",
                )
            )
        return found

    def ended(self, progress: Progress, count: int) -> bool:
        """Say how it ended; return whether everything is graded."""
        progress.close()
        if not self.app.json:
            for line in summary(progress, self.level):
                say(line)
        if self.stop.is_set() and progress.seen < count:
            command = shlex.join(["electoral-school", "grade", *self.app.argv])
            complain(
                _(
                    "Stopped: {done} of {count} are done. To go on: {command}",
                    done=progress.seen,
                    count=count,
                    command=command,
                )
            )
        return progress.seen == count and not progress.counts["failed"] and not self.absent

    def agreed(self) -> bool:
        """Whether the changes may be written."""
        if self.app.yes:
            return True
        if not sys.stdin.isatty():
            complain(_("Without a terminal nobody can agree. To write the changes: --yes"))
            return False
        sys.stderr.write(_("Write this? y or n: "))
        sys.stderr.flush()
        return sys.stdin.readline().strip().lower() in {"y", "yes"}

    @contextmanager
    def interruptible(self) -> Iterator[None]:
        """Let the first Ctrl-C end the run in order, and the second one at once."""

        def second(number: int, _frame: object) -> None:
            os._exit(128 + number)

        def first(_number: int, _frame: object) -> None:
            self.stop.set()
            complain("\n" + _("Finishing what runs; once more Ctrl-C stops at once."))
            for one in kinds:
                signal.signal(one, second)

        kinds = (signal.SIGINT, signal.SIGTERM)
        before = {one: signal.signal(one, first) for one in kinds}
        try:
            yield
        finally:
            for one, handler in before.items():
                signal.signal(one, handler)


def get_ready(warm: Warm, grader: Grader) -> None:
    """Load what the notebooks import and learn from the author's run, while others load too."""
    with suppress(OSError):  # whoever grades first meets it again, and says so
        warm.load(grader.assignment.modules(), grader.assignment.language)
        grader.learn()


def complain(sentence: str) -> None:
    """Print a sentence to the error stream."""
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()


def troubles() -> tuple[type[Exception], ...]:
    """Return the errors that say in a sentence what a lecturer can do."""
    from electoral_grading.assignment import AssignmentError  # noqa: PLC0415 - start-up time
    from electoral_grading.dates_file import DatesError  # noqa: PLC0415
    from electoral_grading.grade import SandboxError  # noqa: PLC0415
    from electoral_grading.gradebook.database import GradebookError  # noqa: PLC0415
    from electoral_grading.settings import SettingsError  # noqa: PLC0415

    found = [AssignmentError, DatesError, GradebookError, SandboxError, SettingsError]
    if "electoral_grading.cluster" in sys.modules:
        from electoral_grading.cluster import ClusterError  # noqa: PLC0415

        found.append(ClusterError)
    return tuple(found)
