"""How grading begins, so that the first result comes soon.

The warm process is started first. While it loads what submissions need, this one reads the
assignment, and beside that loads nbgrader, which only the gradebook's writer needs.
"""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING, Any

from electoral_datasets.i18n import LANGUAGES
from electoral_grading.warm import Warm

if TYPE_CHECKING:
    from collections.abc import Iterable
    from contextlib import ExitStack
    from pathlib import Path

    from electoral_binder.grade import GradeApp
    from electoral_grading.assignment import Assignment
    from electoral_grading.grade import Grader
    from electoral_grading.gradebook.records import Graded
    from electoral_grading.pool import Pool
    from electoral_grading.settings import Settings
    from electoral_grading.store import Store


class Ready:
    """All that grading needs, opened on a stack that closes it."""

    pool: Pool
    level: str = ""
    """The confinement of learners' code, where it is this machine that grades."""

    def __init__(self, app: GradeApp, root: Path, name: str, stack: ExitStack) -> None:
        warm = None if app.scheduler else stack.enter_context(Warm())
        from electoral_grading.glance import glance  # noqa: PLC0415 - while that one loads
        from electoral_grading.settings import Settings  # noqa: PLC0415

        self.settings = Settings(root)
        language = app.lang or (root.name if root.name in LANGUAGES else "en")
        known = (root, name, self.settings.db_url, language)
        self.assignment = glance(*known) or loaded(*known)
        options: dict[str, Any] = {
            "sandbox": app.sandbox,
            "timeout": app.timeout or self.settings.timeout,
        }
        if warm is None:
            from electoral_grading.cluster import ClusterPool  # noqa: PLC0415

            self.pool = ClusterPool(app.scheduler, self.assignment, **options)
        else:
            from electoral_grading.grade import Grader  # noqa: PLC0415
            from electoral_grading.pool import LocalPool  # noqa: PLC0415

            grader = stack.enter_context(Grader(self.assignment, warm=warm, **options))
            Thread(target=get_ready, args=[warm, grader], daemon=True).start()
            self.level = grader.level
            self.pool = LocalPool(grader, app.jobs)
        stack.callback(self.pool.close)
        self.store = Opening(self.settings)
        stack.callback(self.store.close)


class Opening:
    """A gradebook that is being opened while grading begins: what opens it loads for a second."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.thread = ThreadPoolExecutor(1)
        self.opened = self.thread.submit(self._open)

    def _open(self) -> Store:
        from electoral_grading import dates  # noqa: PLC0415 - start-up time

        store = self.settings.store()
        try:
            dates.apply(self.settings.root, store)
        except BaseException:
            store.close()
            raise
        return store

    def get(self) -> Store:
        """Return the open gradebook."""
        return self.opened.result()

    def save(self, graded: Iterable[Graded]) -> dict[tuple[str, str], str]:
        """Save as the gradebook does."""
        return self.get().save(graded)

    def close(self) -> None:
        """Close what was opened."""
        self.thread.shutdown()
        if not self.opened.exception():
            self.get().close()


def loaded(root: Path, name: str, db_url: str, language: str) -> Assignment:
    """Return the assignment by nbgrader's own means, which say what is wrong with it."""
    from electoral_grading.assignment import Assignment  # noqa: PLC0415 - start-up time

    return Assignment.load(root, name, db_url, language)


def get_ready(warm: Warm, grader: Grader) -> None:
    """Load what the notebooks import and learn from the author's run, while others load too."""
    with suppress(OSError):  # whoever grades first meets it again, and says so
        warm.load(grader.assignment.modules(), grader.assignment.language)
        grader.learn()


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
