"""Grading one submission: from a folder to points, messages and the graded page.

Nothing is written and nothing of the learner's runs in this process. The warm process forks
two for each page: the learner's, confined, and the judge's, which alone sees the tests.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import select
import shutil
import socket
import stat
import tempfile
import threading
import time
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from electoral_courses.feedback import MIME
from electoral_grading import sandbox
from electoral_grading.cells import canonical, put_essays
from electoral_grading.judge.outputs import DIED, STOPPED
from electoral_grading.judge.points import UNGRADED, checksum, points
from electoral_grading.repair import gather
from electoral_grading.result import FAILED, GRADED, MISSING, PARTLY, ItemResult, Result
from electoral_grading.warm import Warm
from electoral_grading.warm.frames import ClosedError, receive, send

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from electoral_grading.assignment import Assignment, Page

TIMEOUT = 30.0
"""Seconds that one cell may run."""
LARGEST = 32 * 2**20
"""Bytes of a learner's files that come along to where the cells run."""
WATCH = 0.2
"""Seconds between two looks at the memory of a learner's process."""
ENDS = {STOPPED: "stopped", DIED: "died", UNGRADED: "no-result"}
"""Errors of ours as message ids."""


class Grader:
    """Grades submissions to one assignment; several threads may use it at once.

    Args:
        assignment: what is graded.
        level: `auto` for the strongest confinement that is to be had here, or its name.
        timeout: seconds that one cell may run.
        limits: what a learner's process may use.
        warm: a warm process to share; else one is started, and ended by `close`.
    """

    def __init__(
        self,
        assignment: Assignment,
        *,
        level: str = "auto",
        timeout: float = TIMEOUT,
        limits: sandbox.Limits | None = None,
        warm: Warm | None = None,
    ) -> None:
        self._own = warm is None
        self.warm = warm or Warm(assignment.modules())
        self.assignment, self.timeout = assignment, timeout
        self.level = sandbox.best() if level == "auto" else level
        self.limits = limits or sandbox.Limits()
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
                    answer = self._judged(page, dict(page.source), "", {}, None, learn=True)
                    self.refused += [tuple(one) for one in answer.get("refused", ())]
                    self.assignment = self.assignment.learned(name, answer.get("kinds", {}))

    def _grade(self, page: Page, submission: Path, student: str) -> Result:
        begin = time.monotonic()
        handed = gather(submission, page.released, page.name)
        result = Result(student, self.assignment.name, page.name, level=self.level)
        if handed.page is None and not handed.answers:
            items = tuple(ItemResult(name, 0.0, most) for name, most in page.graded.items())
            return replace(result, items=items, status=MISSING, notes=tuple(handed.notes))
        whole, notes = canonical(handed.page or page.released, page.known, page.source["cells"])
        put_essays(whole, handed.answers, self.assignment.items)
        answer = self._judged(page, whole, student, handed.answers, submission)
        if "failed" in answer:
            return replace(result, status=FAILED, notes=(("failed", answer["failed"]),))
        return replace(
            result,
            items=tuple(items_of(answer["page"], page)),
            status=PARTLY if answer["troubled"] else GRADED,
            seconds=time.monotonic() - begin,
            notes=(*handed.notes, *notes),
            page=answer["page"],
        )

    def _judged(  # noqa: PLR0913 - a page and all that it depends on
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
                "points": page.graded,
                "items": item_names(self.assignment.keys),
                "folder": str(court),
                "environment": self._environment(student)
                | {"ELECTORAL_KEYS": str(court.parent / "keys.json")},
                "timeout": self.timeout,
                "seed": self._seed(student),
                "learn": learn,
            }
            return Session(self, own, self._environment(student)).judged(job)

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
        try:
            if submission is not None:
                copy_files(submission, own)
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


class Session:
    """One judge and its learner's process."""

    def __init__(self, grader: Grader, own: Path, environment: dict[str, str]) -> None:
        self.grader, self.own, self.environment = grader, own, environment
        self.learner = 0

    def judged(self, job: dict[str, Any]) -> dict[str, Any]:
        """Have a page judged; return what the judge says, or why it says nothing."""
        ours, theirs = socket.socketpair()
        try:
            judge = self.grader.warm.ask({"do": "judge"}, theirs.fileno())
            theirs.close()
            try:
                send(ours, job)
                return self.serve(ours)
            finally:
                self.end()
                self.grader.warm.kill(judge)
        except ClosedError:
            return {"failed": "The judge's process has ended."}
        except OSError as error:
            return {"failed": str(error)}
        finally:
            ours.close()

    def serve(self, judge: socket.socket) -> dict[str, Any]:
        """Do what the judge asks for until it has a result; watch the learner's memory."""
        while True:
            while not select.select([judge], [], [], WATCH)[0]:
                if self.learner and self.too_large():
                    self.end()
            message, _ = receive(judge)
            if "result" in message:
                return message["result"]
            if message["do"] == "start":
                self.start(judge)
            else:
                self.end()

    def start(self, judge: socket.socket) -> None:
        """Begin a process of the learner and give the judge the way to it."""
        ours, theirs = socket.socketpair()
        warm, limits = self.grader.warm, self.grader.limits
        message = {"do": "student", "level": self.grader.level, "folder": str(self.own)}
        message |= {"limits": asdict(limits), "environment": self.environment}
        try:
            self.learner = warm.ask(message, theirs.fileno())
            send(judge, {"process": self.learner}, (ours.fileno(),))
        except OSError as error:
            send(judge, {"trouble": str(error)})
        finally:
            ours.close()
            theirs.close()

    def too_large(self) -> bool:
        """Whether the learner's processes together use more memory than one may."""
        return sandbox.memory_of(self.learner) > self.grader.limits.memory

    def end(self) -> None:
        """End the learner's process and everything it has started."""
        if self.learner:
            self.grader.warm.kill(self.learner)
            self.learner = 0


def items_of(page: Mapping[str, Any], released: Page) -> Iterator[ItemResult]:
    """Yield the result of each graded cell of a graded page."""
    for cell in page["cells"]:
        known = cell["metadata"].get("nbgrader") or {}
        name = known.get("grade_id", "")
        if name not in released.graded:
            continue
        most = released.graded[name]
        if known.get("solution") or known.get("task") or cell["cell_type"] != "code":
            same = known.get("solution") and checksum(cell) == known.get("checksum")
            yield ItemResult(name, 0.0 if same else None, most)
            continue
        outputs = cell["outputs"]
        score, said = points(outputs, most), told(outputs)
        if said:
            yield ItemResult(name, score, most, said.get("message", ""), said.get("evidence", {}))
            continue
        errors = [output for output in outputs if output["output_type"] == "error"]
        fault = errors[0]["ename"] if errors else ""
        message = ENDS.get(fault, "error") if errors else ""
        text = f"{fault}: {errors[0]['evalue']}"[:500] if errors else ""
        yield ItemResult(name, score, most, message, text=text)


def told(outputs: list[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return what the check of an item said for programs; nothing where it is another's test."""
    for output in outputs:
        data = output.get("data", {}).get(MIME)
        if isinstance(data, dict):
            return data
    return {}


def item_names(keys: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return by item the names that its check looks up in the notebook."""
    found: dict[str, list[str]] = {}
    for item in keys.get("items", ()):
        code = item.get("code") or {}
        found[item["id"]] = [name for name in (item.get("name"), code.get("name")) if name]
    return found


def lay_out(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.write_bytes(data)


def copy_files(submission: Path, folder: Path) -> None:
    """Copy ordinary files of a submission, without notebooks, as far as there is room."""
    left = LARGEST
    folder.mkdir(parents=True, exist_ok=True)
    for where, folders, names in os.walk(submission):
        folders[:] = sorted(name for name in folders if not name.startswith(".ipynb"))[:50]
        for name in sorted(names)[:500]:
            path = Path(where) / name
            about = path.lstat()
            if not stat.S_ISREG(about.st_mode) or about.st_size > left or path.suffix == ".ipynb":
                continue
            target = folder / path.relative_to(submission)
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                shutil.copyfile(path, target, follow_symlinks=False)
            except OSError:
                continue
            left -= about.st_size
