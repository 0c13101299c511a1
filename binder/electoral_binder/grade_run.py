"""One run of `electoral-school grade`: once, again, or as work comes, and how it ends."""

from __future__ import annotations

import os
import shlex
import signal
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from electoral_binder.app import say, stop
from electoral_binder.grade_show import Progress, diff, summary
from electoral_binder.grade_start import Ready, troubles
from electoral_binder.words import _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from electoral_binder.grade import GradeApp
    from electoral_grading.batch import Batch
    from electoral_grading.folders import Place


class Run:
    """Grades one assignment as the options say."""

    ready: Ready
    absent: Collection[str] = ()
    """Learners who were named and have handed in nothing."""

    def __init__(self, app: GradeApp, root: Path, name: str, students: Collection[str]) -> None:
        self.app, self.root, self.name, self.students = app, root, name, students
        self.stop = Event()

    def go(self) -> bool:
        """Grade; return whether everything is graded."""
        with ExitStack() as stack:
            try:
                self.ready = Ready(self.app, self.root, self.name, stack)
                with self.interruptible():
                    if self.app.regrade:
                        return self.again()
                    return self.watch() if self.app.watch else self.once()
            except troubles() as error:
                stop(str(error))

    def batch(self) -> Batch:
        """Return what grades and writes."""
        from electoral_grading.batch import Batch  # noqa: PLC0415 - start-up time, here and below

        ready = self.ready
        return Batch(ready.assignment, ready.pool, ready.store, self.app.force, self.stop.is_set)

    def once(self) -> bool:
        """Grade what was handed in."""
        found = self.places()
        if not found:
            return False
        progress = Progress(len(found), as_json=self.app.json)
        batch = self.batch()
        for told in batch.run(found):
            progress.tell(told)
        return self.ended(progress, len(found))

    def watch(self) -> bool:
        """Grade what was handed in, and then whatever is handed in, until interrupted."""
        from electoral_grading.watch import Watch  # noqa: PLC0415

        progress = Progress(0, as_json=self.app.json)
        progress.bar = False
        batch = self.batch()
        watch = Watch(
            self.ready.settings, self.name, self.students, batch.busy, self.stop, progress.line
        )
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
        before = self.ready.store.get().graded(self.name)
        with tempfile.TemporaryDirectory(prefix="electoral-regrade-") as folder:
            waiting = Waiting(Path(folder))
            progress = Progress(len(found))
            outcomes = []
            for told in preview(self.ready.pool, found, waiting, self.stop.is_set):
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
            batch = Batch(self.ready.assignment, waiting, self.ready.store, True, self.stop.is_set)
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
        self.ready.store.get()  # what is wrong with it is said even if nothing had to be saved
        if not self.app.json:
            for line in summary(progress, self.ready.level):
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
            for one in kinds:
                signal.signal(one, second)
            self.stop.set()
            complain("\n" + _("Finishing what runs; once more Ctrl-C stops at once."))

        kinds = (signal.SIGINT, signal.SIGTERM)
        before = {one: signal.signal(one, first) for one in kinds}
        try:
            yield
        finally:
            for one, handler in before.items():
                signal.signal(one, handler)


def complain(sentence: str) -> None:
    """Print a sentence to the error stream."""
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()
