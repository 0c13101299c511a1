"""A page through Voilà, so that the text comes first and a failure costs one part only.

Voilà's own renderer starts the kernel before it sends a line and ends the page at the first
cell that fails. Here the text is sent while the kernel starts, and the page goes on.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import nbformat
from jinja2 import BytecodeCache
from jupyter_core.utils import ensure_async
from nbclient.exceptions import CellExecutionError, DeadKernelError
from voila.execute import VoilaExecutor, strip_code_cell_warnings
from voila.notebook_renderer import NotebookRenderer

from electoral_binder.reading import HIDDEN_TAG, is_shown, read

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

    from jinja2.bccache import Bucket

    from electoral_binder.reading import Section

CELL_SECONDS = 120
"""Longer than any cell of a lesson needs, on any machine it may run on."""


class _CompiledTemplates(BytecodeCache):
    """Templates compiled once a server: compiling is most of the server's work for a page."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self._code.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _CompiledTemplates()


class PageRenderer(NotebookRenderer):
    """Renders one page for one reader, with a kernel of its own."""

    def __init__(
        self,
        *,
        file: Path,
        kernel_manager: Any,
        environment: dict[str, str],
        table_label: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(notebook_path=str(file), **kwargs)
        self.file = file
        self.kernel_manager = kernel_manager
        self.environment = environment
        """What the kernel gets as its environment variables."""
        self.table_label = table_label
        self.sections: list[Section] = []
        self.kernel_id: str | None = None
        self.executor: VoilaExecutor | None = None
        self._starting: asyncio.Task[None] | None = None
        self._without_kernel = False

    async def initialize(self, **kwargs: Any) -> None:
        """Read the notebook and make its text ready."""
        await super().initialize(**kwargs)
        self.sections = read(self.notebook, self.file.parent, self.table_label)
        self.exporter.environment.bytecode_cache = _COMPILED

    async def load_notebook(self, path: str) -> Any:  # noqa: ARG002 - the file is known
        """Return the notebook with a kernel that exists here."""
        return await self.fix_notebook(nbformat.read(self.file, as_version=4))

    async def stop(self) -> None:
        """End the kernel of a reader who left before the page was whole."""
        if self._starting is not None:
            self._starting.cancel()
            await asyncio.gather(self._starting, return_exceptions=True)
        await self._end_kernel()

    async def _start(self, notebook: Any) -> None:
        self.kernel_id = await ensure_async(
            self.kernel_manager.start_kernel(
                kernel_name=notebook.metadata.kernelspec.name,
                cwd=str(self.file.parent),
                env=self.environment,
            )
        )
        executor = VoilaExecutor(
            notebook,
            km=self.kernel_manager.get_kernel(self.kernel_id),
            config=self.traitlet_config,
            show_tracebacks=False,
            timeout=CELL_SECONDS,
        )
        executor.kc = await executor.async_start_new_kernel_client()
        self.executor = executor

    async def _wait_for_kernel(self) -> None:
        assert self._starting is not None  # noqa: S101 - for the type checker
        try:
            await self._starting
        except Exception:
            self.log.exception("No kernel could be started for %s", self.file)
            self._without_kernel = True
            await self._end_kernel()

    async def _end_kernel(self) -> None:
        kernel_id, self.kernel_id, self.executor = self.kernel_id, None, None
        if kernel_id is not None and kernel_id in self.kernel_manager:
            try:
                await ensure_async(self.kernel_manager.shutdown_kernel(kernel_id, now=True))
            except Exception:
                self.log.exception("The kernel %s could not be ended", kernel_id)

    async def _jinja_kernel_start(self, nb: Any, kernel_id: Any, kernel_future: Any) -> str:  # noqa: ARG002
        """Return the kernel's id once the cells have run; empty if there is none."""
        return self.kernel_id or ""

    async def _jinja_cell_generator(self, nb: Any, kernel_id: Any) -> AsyncGenerator[Any]:  # noqa: ARG002
        """Yield the cells to show, each after it has run."""
        self._starting = asyncio.create_task(self._start(nb))
        told = False
        for place, cell in enumerate(nb.cells):
            if cell.metadata.get("nbgrader", {}).get("grade"):
                continue  # graded after it is handed in, not here
            if cell.cell_type == "code":
                cell.outputs = []
                cell.metadata["electoral_failure"] = await self._run(cell, place)
                # Without a kernel no cell can run: say so once.
                if cell.metadata["electoral_failure"] == "start":
                    cell.metadata["electoral_failure"] = "" if told else "start"
                    told = True
            if is_shown(cell):
                yield cell
        if self.executor is not None:
            await self._cleanup_resources()

    async def _run(self, cell: Any, place: int) -> str:
        """Run a cell; return what failed: nothing, this `part`, or the `start` of the kernel."""
        if not self._without_kernel and self.executor is None:
            await self._wait_for_kernel()
        if self.executor is None:
            return "start"
        try:
            await self.executor.execute_cell(cell, None, place, store_history=False)
        except CellExecutionError as error:
            if HIDDEN_TAG not in cell.metadata.get("tags", []):
                self.log.warning("A cell of %s failed: %s", self.file, error.evalue)
        except DeadKernelError:
            self.log.warning("The kernel of %s died", self.file)
            self._without_kernel = True
            await self._end_kernel()
            return "start"
        except TimeoutError:
            self.log.warning("A cell of %s took more than %s s", self.file, CELL_SECONDS)
            await ensure_async(self.kernel_manager.interrupt_kernel(self.kernel_id))
        else:
            return ""
        strip_code_cell_warnings(cell)
        cell.outputs = [output for output in cell.outputs if output.output_type != "error"]
        return "part"
