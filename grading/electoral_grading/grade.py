"""Grading one submission: from a folder to points, messages and the graded page.

Nothing is written and nothing of the learner's runs in this process. The warm process forks
two for each page: the learner's, confined, and the judge's, which alone sees the tests.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import shutil
import tempfile
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from electoral_grading.assignment import Assignment, AssignmentError
from electoral_grading.cells import canonical, put_essays, read_json
from electoral_grading.files import clear_way, copy
from electoral_grading.handed import gather
from electoral_grading.marks import item_names, items_of
from electoral_grading.release import masters_of
from electoral_grading.result import FAILED, GRADED, MISSING, PARTLY, ItemResult, Result
from electoral_grading.sandbox import LEVELS, Limits, best, missing
from electoral_grading.session import Session
from electoral_grading.warm import Warm

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from electoral_grading.assignment import Page

TIMEOUT = 30.0
"""Seconds that one cell may run."""


class Grader:
    """Grades submissions to one assignment; several threads may use it at once.

    Args:
        assignment: what is graded.
        sandbox: `auto` for the strongest confinement to be had here, `on` for no less than
            namespaces or Landlock, `off` for none.
        timeout: seconds that one cell may run.
        limits: what a learner's process may use.
        warm: a warm process to share; else one is started, and ended by `close`.
    """

    def __init__(
        self,
        assignment: Assignment,
        *,
        sandbox: str = "auto",
        timeout: float = TIMEOUT,
        limits: Limits | None = None,
        warm: Warm | None = None,
    ) -> None:
        self._own = warm is None
        self.warm = warm or Warm(assignment.modules())
        self.assignment, self.timeout = assignment, timeout
        self.level = level_of(sandbox)
        self.limits = limits or Limits()
        self.refused: list[tuple[str, str]] = []
        """What of the author's own answers could not come over, by path and type."""
        self._learning = threading.Lock()
        self._work = tempfile.TemporaryDirectory(prefix="electoral-grade-")
        self._author = Path(self._work.name) / "author"
        lay_out(self._author, assignment.files)

    def grade(self, submission: Path, student: str) -> list[Result]:
        """Return the result of each page of a submission; whatever it is, nothing is raised."""
        self.learn()
        return [self._grade(page, submission, student) for page in self.assignment.pages.values()]

    def learn(self) -> None:
        """Run the author's own solutions once, to see which names are data."""
        with self._learning:
            for name, page in self.assignment.pages.items():
                if page.kinds is None:
                    answer = self._author_run(page)
                    self.warm.load(answer.get("modules", ()), self.assignment.language)
                    self.refused += [tuple(one) for one in answer.get("refused", ())]
                    self.assignment = self.assignment.learned(
                        name, answer.get("kinds"), answer.get("plan")
                    )

    def _author_run(self, page: Page) -> dict[str, Any]:
        """Return what the judge says of the model answer; once more if it was disturbed."""
        answer = self.judged(page, dict(page.source), "", {}, None, learn=True)
        if "failed" in answer or answer["died"]:
            answer = self.judged(page, dict(page.source), "", {}, None, learn=True)
        return answer

    def _grade(self, page: Page, submission: Path, student: str) -> Result:
        begin = time.monotonic()
        handed = gather(submission, page.released, page.name, self.assignment.pages)
        result = Result(student, self.assignment.name, page.name, level=self.level)
        if handed.page is None and not handed.answers:
            items = tuple(ItemResult(name, 0.0, most) for name, most in page.graded.items())
            return replace(result, items=items, status=MISSING, notes=tuple(handed.notes))
        whole, notes = canonical(handed.page or page.released, page.known, page.source["cells"])
        put_essays(whole, handed.answers, self.assignment.items)
        answer = self.judged(page, whole, student, handed.answers, submission)
        if "failed" in answer:
            return replace(result, status=FAILED, notes=(("failed", answer["failed"]),))
        return replace(
            result,
            items=tuple(items_of(answer["page"], page)),
            status=PARTLY if answer["troubled"] else GRADED,
            died=answer["died"],
            seconds=time.monotonic() - begin,
            notes=(*handed.notes, *notes),
            page=answer["page"],
        )

    def judged(  # noqa: PLR0913 - a page and all that it depends on
        self,
        page: Page,
        whole: dict[str, Any],
        student: str,
        answers: Mapping[str, Any],
        submission: Path | None,
        *,
        learn: bool = False,
    ) -> dict[str, Any]:
        """Return what the judge says of a page."""
        with self._folders(answers, submission) as (own, court):
            job = {
                "source": page.source,
                "page": whole,
                "tests": {name: cell.source for name, cell in page.tests.items()},
                "kinds": page.kinds,
                "plan": page.plan,
                "points": page.graded,
                "items": item_names(self.assignment.keys),
                "folder": str(court),
                "environment": self._environment(student)
                | {"ELECTORAL_KEYS": str(court.parent / "keys.json")},
                "timeout": self.timeout,
                "seed": self._seed(student),
                "learn": learn,
            }
            return Session(self.warm, self.level, self.limits, self._environment(student)).judged(
                job, own
            )

    def _environment(self, student: str) -> dict[str, str]:
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "LANG": "C.UTF-8",
            "HOME": "/tmp",  # noqa: S108 - the sandbox's own
            "TMPDIR": "/tmp",  # noqa: S108
            "NBGRADER_EXECUTION": "autograde",
            "ELECTORAL_STUDENT": student,
            "ELECTORAL_LANG": self.assignment.language,
        }

    def _seed(self, student: str) -> str:
        """Return where chance begins for the judge: the same again, and not to be foreseen."""
        key = json.dumps(self.assignment.keys.get("key", "")).encode()
        return hmac.digest(key, student.encode("utf-8", "replace"), hashlib.sha256).hex()

    @contextmanager
    def _folders(
        self, answers: Mapping[str, Any], submission: Path | None
    ) -> Iterator[tuple[Path, Path]]:
        """Make the folder that the learner's process starts with, and the judge's own."""
        place = Path(tempfile.mkdtemp(dir=self._work.name))
        own, court = place / "own", place / "court" / "page"
        own.mkdir()
        try:
            if submission is not None:
                copy(submission, own)
            lay_out(own, self.assignment.files)
            court.mkdir(parents=True)
            for path in self._author.iterdir():
                (court / path.name).symlink_to(path)
            (court / "answers.json").unlink(missing_ok=True)
            (court / "answers.json").write_text(json.dumps(dict(answers)), encoding="utf-8")
            keys = json.dumps(dict(self.assignment.keys))
            (court.parent / "keys.json").write_text(keys, encoding="utf-8")
            yield own, court
        finally:
            shutil.rmtree(place, ignore_errors=True)

    def close(self) -> None:
        """End what was started."""
        if self._own:
            self.warm.close()
        self._work.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def grade(  # noqa: PLR0913 - all but the folders have defaults
    source: Path | str,
    submission: Path | str,
    *,
    student: str = "student",
    keys: Mapping[str, Any] | None = None,
    language: str = "en",
    sandbox: str = "auto",
    timeout: float = TIMEOUT,
) -> list[Result]:
    """Grade one submission; write nothing, need no gradebook.

    Args:
        source: the folder of the lecturer's notebooks, with solutions and tests.
        submission: the folder that was handed in.
        student: whose it is; the numbers of their variants hang on it.
        keys: the items with their answers, where the notebooks check items.
        language: the language of what is told, where the source does not name it.
        sandbox: `auto`, `on` or `off`, as for `Grader`.
        timeout: seconds that one cell may run.

    Returns:
        One result for each notebook of the assignment.

    Raises:
        AssignmentError: there is no assignment, or its notebooks cannot be released.
        SandboxError: the confinement that was asked for is not to be had.
    """
    source = Path(source)
    pages = {path.stem: read_json(path) for path in sorted(source.glob("*.ipynb"))}
    if not pages:
        raise AssignmentError(f"There is no notebook in {source}.")
    try:
        known = {name: masters_of(page, language) for name, page in pages.items()}
    except RuntimeError as error:
        raise AssignmentError(f"The assignment in {source} cannot be released: {error}") from error
    assignment = Assignment.of(source, known, keys or {}, language)
    with Grader(assignment, sandbox=sandbox, timeout=timeout) as grader:
        return grader.grade(Path(submission), student)


class SandboxError(Exception):
    """The confinement that was asked for is not to be had; a sentence says what is missing."""


def level_of(sandbox: str) -> str:
    """Return the level of confinement that `auto`, `on` or `off` comes to on this machine.

    Raises:
        SandboxError: `on` was asked for and cannot be had.
    """
    if sandbox == "off":
        return "none"
    level = best()
    if sandbox == "on" and level not in LEVELS[LEVELS.index("landlock") :]:
        raise SandboxError(" ".join(map(str, missing("landlock"))))
    return level


def lay_out(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder, over what stands there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        clear_way(folder, name).write_bytes(data)
