"""Running a submission so that one bad cell costs no more than itself.

A cell that runs too long is stopped and the next ones count. Where the kernel does not let
itself be stopped, or dies, a new one takes its place: the cells before are run again without
the one at fault, and grading goes on.
"""

from __future__ import annotations

import math
import os
import sys
import tempfile
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from queue import Empty
from time import monotonic
from typing import TYPE_CHECKING, Any

from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import run_sync
from nbclient.exceptions import DeadKernelError
from nbformat.v4 import new_output
from nbgrader.preprocessors import Execute, NbGraderPreprocessor
from traitlets import Unicode, default

from electoral_grading.cells import grade_id, read_json

if TYPE_CHECKING:
    from collections.abc import Iterator

STOPPED, DIED, UNGRADED = "CellTimeoutError", "DeadKernelError", "NoResultError"
"""The names of our error outputs; the feedback puts them into words."""

PATIENCE = 3
"""Seconds in which a kernel that was interrupted must answer again."""

REVIVALS = 3
"""So many new kernels a notebook gets; a further bad cell ends its run."""


class OwnKernelManager(AsyncKernelManager):
    """A kernel on sockets of its own: no TCP port that a neighbour could listen to or take."""

    _folder: tempfile.TemporaryDirectory[str] | None = None

    @default("connection_file")
    def _connection_file_default(self) -> str:
        self._folder = tempfile.TemporaryDirectory(prefix="electoral-")
        return str(Path(self._folder.name) / "kernel.json")

    @default("transport")
    def _transport_default(self) -> str:
        return "tcp" if sys.platform == "win32" else "ipc"

    def cleanup_connection_file(self) -> None:
        """Remove the folder of the sockets as well."""
        super().cleanup_connection_file()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None


class PatientExecute(Execute):
    """nbgrader's own running of a notebook, for this learner, surviving bad cells."""

    course = Unicode(help="The course folder, where the keys to the items lie.").tag(config=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("kernel_manager_class", OwnKernelManager)
        super().__init__(*args, **kwargs)

    def preprocess(self, nb: Any, resources: Any = None, km: Any = None) -> tuple[Any, Any]:
        """Run the cells with the learner's name and the module's keys in the environment."""
        given = resources["nbgrader"]
        keys = Path(self.course) / "keys" / f"{given['assignment']}.json"
        self.bad: set[int] = set()
        names = {"ELECTORAL_STUDENT": given["student"], "ELECTORAL_KEYS": str(keys)}
        with environment(**names, ELECTORAL_ANSWERS=None, HTTP_COOKIE=None):
            return super().preprocess(nb, resources, km)

    def preprocess_cell(self, cell: Any, resources: Any, index: int) -> tuple[Any, Any]:
        """Run one cell; see to it that the next one finds a kernel that listens."""
        if len(self.bad) > REVIVALS:
            if cell.cell_type == "code":
                cell.outputs = [failure(DIED)]
            return cell, resources
        try:
            cell, resources = super().preprocess_cell(cell, resources, index)
            listens = not has_failure(cell, STOPPED) or self.answers()
        except DeadKernelError:
            cell.outputs = [*cell.get("outputs", ()), failure(DIED)]
            listens = False
        if not listens:
            self.bad.add(index)
            self.revive(index)
        return cell, resources

    async def async_answers(self) -> bool:
        """Whether the kernel answers within a few seconds."""
        client: Any = self.kc
        wanted, until = client.kernel_info(), monotonic() + PATIENCE
        while (left := until - monotonic()) > 0:
            try:
                message = await client.get_shell_msg(timeout=left)
            except Empty:
                return False
            if message["parent_header"].get("msg_id") == wanted:
                return True
        return False

    answers = run_sync(async_answers)

    def revive(self, index: int) -> None:
        """Start a new kernel and run again what went well before the cell at `index`."""
        self.log.warning("Cell %d cannot be stopped: going on in a new kernel", index)
        self._cleanup_kernel()
        self.create_kernel_manager()
        self.start_new_kernel(cwd=self.resources["metadata"]["path"])
        self.start_new_kernel_client()
        for number, earlier in enumerate(self.nb.cells[:index]):
            if number in self.bad or has_failure(earlier, STOPPED) or checks(earlier):
                continue
            try:
                self.execute_cell(deepcopy(earlier), number)
            except DeadKernelError:
                self.bad.update(range(REVIVALS + 1))
                return
            finally:
                self.nb.cells[number] = earlier


class ItemResults(NbGraderPreprocessor):
    """A check gives a number from 0 to its points; a check of an item gives nothing else.

    nbgrader gives full points where a cell shows nothing or a number below 0, and stops at one
    that is too high.
    """

    course = Unicode(help="The course folder, where the items lie.").tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Keep of each item's check its one result; put an error where a result is none."""
        assignment = resources["nbgrader"]["assignment"]
        items = read_json(Path(self.course) / "source" / assignment / "items.json")
        names = {item["id"] for item in items.get("items", ())}
        for cell in nb.cells:
            if not checks(cell):
                continue
            points = cell.metadata["nbgrader"]["points"]
            if grade_id(cell) in names:
                cell.outputs = [verdict(cell.outputs, points)]
            elif any(not fair(output, points) for output in cell.outputs):
                cell.outputs = [failure(UNGRADED)]
        return nb, resources


def verdict(outputs: list[Any], points: float) -> Any:
    """Return the one output that decides: a failure, else the result, else that there is none.

    >>> verdict([], 2).ename
    'NoResultError'
    """
    failures = [output for output in outputs if output.output_type == "error"]
    results = [output for output in outputs if output.output_type == "execute_result"]
    if failures:
        return failures[0]
    if len(results) == 1 and 0 <= number(results[0]) <= points:
        return results[0]
    return failure(UNGRADED)


def fair(output: Any, points: float) -> bool:
    """Whether an output of a lecturer's own test is a possible result, or none at all."""
    if output.output_type != "execute_result":
        return True
    text = output["data"].get("text/plain")
    try:
        float(text)
    except (TypeError, ValueError):
        return bool(text)
    return 0 <= number(output) <= points


def number(result: Any) -> float:
    """Return the number that a result shows; not a number (NaN) where it shows none."""
    try:
        value = float(result["data"]["text/plain"])
    except (KeyError, TypeError, ValueError):
        return math.nan
    return value


def checks(cell: Any) -> bool:
    """Whether the cell grades and holds nothing of the learner."""
    known = cell.metadata.get("nbgrader") or {}
    return bool(
        cell.cell_type == "code" and known.get("grade") is True and not known.get("solution")
    )


def failure(name: str) -> Any:
    """Return an error output of ours."""
    return new_output("error", ename=name, evalue="", traceback=[name])


def has_failure(cell: Any, name: str) -> bool:
    """Whether the cell ended with an error of this name."""
    outputs = cell.get("outputs", ())
    return any(output.output_type == "error" and output.ename == name for output in outputs)


@contextmanager
def environment(**names: str | None) -> Iterator[None]:
    """Set variables for the kernels started meanwhile; None takes one away."""
    before = {name: os.environ.get(name) for name in names}
    put(names)
    try:
        yield
    finally:
        put(before)


def put(names: dict[str, str | None]) -> None:
    """Set or remove environment variables."""
    for name, value in names.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
