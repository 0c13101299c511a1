"""One judge and the learner's process that it drives, as the grader sees to them."""

from __future__ import annotations

import select
import socket
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from electoral_grading.sandbox import memory_of
from electoral_grading.warm.frames import ClosedError, receive, send

if TYPE_CHECKING:
    from pathlib import Path

    from electoral_grading.sandbox import Limits
    from electoral_grading.warm import Warm

WATCH = 0.2
"""Seconds between two looks at the memory of a learner's process."""


class Session:
    """One judge and its learner's process."""

    def __init__(self, warm: Warm, level: str, limits: Limits, environment: dict[str, str]) -> None:
        self.warm, self.level, self.limits, self.environment = warm, level, limits, environment
        self.learner, self.most, self.folder = 0, 0, ""

    def judged(self, job: dict[str, Any], folder: Path) -> dict[str, Any]:
        """Have a page judged; return what the judge says, or why it says nothing.

        Args:
            job: what `judge.run` does.
            folder: the files that the learner's process begins with.
        """
        self.folder = str(folder)
        ours, theirs = socket.socketpair()
        try:
            judge = self.warm.ask({"do": "judge"}, theirs.fileno())
            theirs.close()
            try:
                send(ours, job)
                return self.serve(ours)
            finally:
                self.end()
                self.warm.kill(judge)
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
        message = {"do": "student", "level": self.level, "folder": self.folder}
        message |= {"limits": asdict(self.limits), "environment": self.environment}
        try:
            self.learner = self.warm.ask(message, theirs.fileno())
            self.most = memory_of(self.learner) + self.limits.memory
            send(judge, {"process": self.learner}, (ours.fileno(),))
        except OSError as error:
            send(judge, {"trouble": str(error)})
        finally:
            ours.close()
            theirs.close()

    def too_large(self) -> bool:
        """Whether the learner's processes together use more memory than one may."""
        return memory_of(self.learner) > self.most

    def end(self) -> None:
        """End the learner's process and everything it has started."""
        if self.learner:
            self.warm.kill(self.learner)
            self.learner = 0
