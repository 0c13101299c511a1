"""A judge: one process that grades one page, and ends.

It gets a job from the grader, drives the learner's process cell by cell, and runs the author's
cells itself. It never runs a line of the learner's.

    {"source": …, "page": …, "tests": {…}, "plan": …, "kinds": …, "items": …, "points": {…},
     "folder": …, "environment": {…}, "timeout": seconds, "seed": text, "learn": false}
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import traceback
from typing import TYPE_CHECKING, Any

from electoral_grading.crossing.kinds import Kinds
from electoral_grading.judge.learner import Learner
from electoral_grading.judge.outputs import STOPPED, failure
from electoral_grading.judge.plan import Plan, role, text
from electoral_grading.judge.points import settle, shows_number
from electoral_grading.warm.frames import receive, send

if TYPE_CHECKING:
    from electoral_grading.warm.shell import Shell

SPARE = 5.0
"""Seconds that a test may take beyond the time of a cell."""


class _LateError(BaseException):
    """A test has run too long; not an `Exception`, so that no test can catch it by chance."""


def serve(connection: socket.socket, shell: Shell) -> None:
    """Do the one job that comes over the connection to the grader."""
    job, _ = receive(connection)
    try:
        answer = Judge(job, connection, shell).grade()
    except Exception:  # noqa: BLE001 - told to the grader, who tells the lecturer
        answer = {"failed": traceback.format_exc()}
    send(connection, {"result": answer})


class Judge:
    """Grades one page."""

    def __init__(self, job: dict[str, Any], connection: socket.socket, shell: Shell) -> None:
        from electoral_grading.warm.zygote import seed  # noqa: PLC0415 - it imports this module

        self.job, self.connection, self.shell = job, connection, shell
        self.before = {*sys.modules}
        os.environ.update(job["environment"])
        os.chdir(job["folder"])
        seed(job["seed"])
        shell.begin()
        self.plan = (
            Plan.of_json(job["plan"])
            if job["plan"]
            else Plan.of(job["source"], job["tests"], job["items"])
        )
        self.waiting = dict(self.plan.before)
        self.kinds = self.permitted()
        self.learner = Learner(self.start, self.end, self.kinds, job["timeout"])

    def permitted(self) -> Kinds:
        """Return what may cross: all that the author's own run has shown, and is to show now."""
        if self.job["learn"]:
            return Kinds.learn()
        if self.job["kinds"]:
            return Kinds.of_json(self.job["kinds"])
        cells = self.job["source"].get("cells", ())
        return Kinds.of_source(*(text(cell) for cell in cells if role(cell) == "answer"))

    def start(self) -> tuple[int, socket.socket]:
        """Ask the grader for a new process of the learner."""
        send(self.connection, {"do": "start"})
        answer, handles = receive(self.connection)
        if not handles:
            raise OSError(answer.get("trouble"))
        return answer["process"], socket.socket(fileno=handles[0])

    def end(self, process: int) -> None:
        """Have a process of the learner ended."""
        send(self.connection, {"do": "end", "process": process})

    def grade(self) -> dict[str, Any]:
        """Run the page; return it with its outputs, and what was noticed."""
        page = self.job["page"]
        count = 0
        for cell in page["cells"]:
            if cell["cell_type"] != "code":
                continue
            count += 1
            if role(cell) == "test":
                cell["outputs"] = self.test(str(cell["metadata"]["nbgrader"]["grade_id"]))
            else:
                cell["outputs"] = self.learner.run(text(cell)) if text(cell).strip() else []
            cell["execution_count"] = count
        told = {
            "troubled": self.learner.troubled,
            "died": self.learner.died,
            "refused": self.learner.refused,
        }
        if self.job["learn"]:
            told["plan"] = self.plan.to_json()
            told["modules"] = sorted({*sys.modules, *self.learner.loaded()} - self.before)
        self.learner.close()
        return {"page": page, "kinds": self.kinds.to_json(), **told}

    def test(self, name: str) -> list[dict[str, Any]]:
        """Run a test of the author, and before it what the author's cells prepare for it."""
        plan, space = self.plan, self.shell.user_ns
        self.prepare(name)
        wanted = set(plan.wanted.get(name, ()))
        wanted |= {one for one in plan.perhaps.get(name, ()) if one not in space}
        lost = [one for one in plan.imported if not self.learner.has(one)]
        kept = {one: space.pop(one) for one in lost if one in space}
        outputs = self.run(self.job["tests"][name], wanted)
        space.update(kept)
        most, item = self.job["points"][name], name in self.job["items"]
        if self.job["learn"] and shows_number(outputs):
            plan.numeric |= {name}
        return settle(outputs, most, item=item, numeric=name in plan.numeric)

    def prepare(self, name: str) -> None:
        """Run the author's cells before a test, each once.

        Where a learner put tests in another order, what stands before earlier tests is run too,
        unless it needs what the learner may not have bound yet.
        """
        while name in self.waiting:
            other = next(iter(self.waiting))
            for source, names in self.waiting.pop(other):
                if other == name or not names:
                    self.run(source, names)
                else:
                    self.waiting[other] = [*self.waiting.get(other, ()), (source, names)]

    def run(self, source: str, names: Any) -> list[dict[str, Any]]:
        """Run a cell of the author with names of the learner; text on standard error is none."""
        late = False
        self.learner.enter(self.shell.user_ns, names)
        signal.signal(signal.SIGALRM, _stop)
        signal.setitimer(signal.ITIMER_REAL, self.learner.time + SPARE)
        try:
            outputs, _ = self.shell.run(source)
        except _LateError:
            late, outputs = True, [*self.shell.outputs.found, failure(STOPPED)]
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        self.learner.leave(late=late)
        return [output for output in outputs if output.get("name") != "stderr"]


def _stop(*_: object) -> None:
    raise _LateError
