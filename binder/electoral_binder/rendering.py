"""A page through Voilà, so that the text comes first and a failure costs one part only.

Voilà's own renderer starts the kernel before it sends a line and ends the page at the first
cell that fails. Here the text is sent while the kernel starts, and the page goes on.
"""

from __future__ import annotations

import asyncio
from copy import deepcopy
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

import nbformat
from jupyter_core.utils import ensure_async
from nbclient.exceptions import CellExecutionError, DeadKernelError
from voila.execute import strip_code_cell_warnings
from voila.exporter import VoilaExporter
from voila.notebook_renderer import NotebookRenderer

from electoral_binder.channel import introduce, lend
from electoral_binder.compiled import TEMPLATES
from electoral_binder.kernels.client import connect
from electoral_binder.kernels.ending import end
from electoral_binder.one_go import PageExecutor
from electoral_binder.reading import HIDDEN_TAG, is_shown, read, shows_something
from electoral_binder.views import Drawing, for_script

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

    from electoral_binder.reading import Section
    from electoral_binder.views import Views

CELL_SECONDS = 120
"""Longer than any cell of a lesson needs, on any machine it may run on."""


@lru_cache(maxsize=4)
def _exporter(template: str, paths: tuple[str, ...]) -> VoilaExporter:
    """Return Voilà's exporter for our template, compiled once a server."""
    exporter = VoilaExporter(template_name=template, template_paths=list(paths))
    exporter.register_filter("trusted", _trusted)
    exporter.register_filter("for_script", for_script)
    exporter.environment.bytecode_cache = TEMPLATES
    return exporter


def _trusted(output: Any) -> Any:
    """Return an output that JupyterLab's own drawing takes as ours."""
    return output | {"trusted": True}


def make_ready(template: str, paths: tuple[str, ...], file: Path, table_label: str) -> None:
    """Do once what the first reader of a server would wait for."""
    _exporter(template, paths).template  # noqa: B018 - reading it compiles it
    text_of(file, table_label)


def text_of(file: Path, table_label: str) -> tuple[Any, list[Section]]:
    """Return a notebook with the HTML of its text, to be copied before use, and its sections."""
    return _text_of(file, file.stat().st_mtime_ns, table_label)


@lru_cache(maxsize=128)
def _text_of(file: Path, _changed: int, table_label: str) -> tuple[Any, list[Section]]:
    # The builder has seen to it that the file is a notebook: to prove it takes long.
    told = nbformat.reader.reads(file.read_text(encoding="utf-8"))
    notebook: Any = nbformat.convert(told, 4)
    notebook.metadata.setdefault("kernelspec", nbformat.NotebookNode())
    sections = read(notebook, file.parent, table_label)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []
            cell.metadata["electoral_shows"] = shows_something(cell.source)
    return notebook, sections


def is_graded(cell: Any) -> bool:
    """Return whether a cell is run after it is handed in, and not here."""
    return bool(cell.metadata.get("nbgrader", {}).get("grade"))


class PageRenderer(NotebookRenderer):
    """Renders one page for one reader, with a kernel of its own."""

    def __init__(
        self,
        *,
        file: Path,
        kernel_manager: Any,
        environment: dict[str, str],
        table_label: str,
        views: Views,
        **kwargs: Any,
    ) -> None:
        super().__init__(notebook_path=str(file), **kwargs)
        self.file = file
        self.kernel_manager = kernel_manager
        self.environment = environment
        """What the kernel gets as its environment variables."""
        self.table_label = table_label
        self.drawing = Drawing(views)
        self.sections: list[Section] = []
        self.kernel_id: str | None = None
        self.executor: PageExecutor | None = None
        self._starting: asyncio.Task[None] | None = None
        self._without_kernel = False
        self._sent = asyncio.Event()

    async def initialize(self, **_kwargs: Any) -> None:
        """Make the notebook's text ready: read once for all readers, until the file changes."""
        notebook, self.sections = text_of(self.file, self.table_label)
        self.notebook = deepcopy(notebook)
        self.drawing.read(
            cell.metadata.get("electoral_html", "") for cell in notebook.cells if is_shown(cell)
        )
        self.resources = {
            "base_url": self.base_url,
            "metadata": {"name": self.file.stem},
            "page_config": {
                **(self.page_config or {}),
                "jupyterLabTheme": self.voila_configuration.theme,
            },
        }

    async def generate_content_generator(self, *_: Any, **__: Any) -> AsyncGenerator[Any]:
        """Yield the page in small pieces: its text, then what its cells show."""
        template = _exporter(self.voila_configuration.template, tuple(self.template_paths)).template
        async for piece in template.generate_async(
            nb=self.notebook,
            resources=self.resources,
            page_config=self.resources["page_config"],
            text_cells=lambda nb: [cell for cell in nb.cells if is_shown(cell)],
            drawing=self.drawing,
            draft=self.drawing.views.draft(self.file),
            changes=lambda: self.drawing.changes(self.executor),
            kernel_begin=self._jinja_kernel_begin,
            cell_generator=self._jinja_cell_generator,
            kernel_start=partial(self._jinja_kernel_start, kernel_id=None, kernel_future=None),
        ):
            yield piece, self.resources
        if self.kernel_id:
            self.drawing.views.note(self.file, self.drawing.draft)

    def text_is_sent(self) -> None:
        """Let the kernel start: until then, nothing keeps the text from its reader."""
        self._sent.set()

    async def stop(self) -> None:
        """End the kernel of a reader who left before the page was whole."""
        if self._starting is not None:
            self._starting.cancel()
            await asyncio.gather(self._starting, return_exceptions=True)
        await self._end_kernel()

    async def _start(self, notebook: Any) -> None:
        await self._sent.wait()
        await self.fix_notebook(notebook)
        self.kernel_id = kernel_id = await ensure_async(
            self.kernel_manager.start_kernel(
                kernel_name=notebook.metadata.kernelspec.name,
                cwd=str(self.file.parent),
                env=self.environment,
            )
        )
        if self.request_handler is not None:
            learner = self.environment["ELECTORAL_LEARNER"]
            lend(self.request_handler.settings, kernel_id, learner)
        executor = PageExecutor(
            notebook,
            km=self.kernel_manager.get_kernel(self.kernel_id),
            config=self.traitlet_config,
            show_tracebacks=False,
            timeout=CELL_SECONDS,
        )
        executor.kc = await connect(executor.km)
        introduce(executor.km, executor.client.session.session)
        self.executor = executor

    async def _wait_for_kernel(self) -> None:
        if self._starting is None:
            self._starting = asyncio.create_task(self._start(self.notebook))
        try:
            await self._starting
        except Exception:
            self.log.exception("No kernel could be started for %s", self.file)
            self._without_kernel = True
            await self._end_kernel()

    async def _end_kernel(self) -> None:
        kernel_id, self.kernel_id, self.executor = self.kernel_id, None, None
        if kernel_id is not None:
            try:
                await end(self.kernel_manager, kernel_id, now=True)
            except Exception:
                self.log.exception("The kernel %s could not be ended", kernel_id)

    async def _jinja_kernel_begin(self) -> str:
        """Return the id of the kernel that has started for this page; empty if there is none.

        The page's line to it opens while the cells run.
        """
        await self._wait_for_kernel()
        return self.kernel_id or ""

    async def _jinja_kernel_start(self, nb: Any, kernel_id: Any, kernel_future: Any) -> str:  # noqa: ARG002
        """Return the kernel's id once the cells have run; empty if there is none."""
        return self.kernel_id or ""

    async def _jinja_cell_generator(self, nb: Any, kernel_id: Any) -> AsyncGenerator[Any]:  # noqa: ARG002
        """Yield the cells to show, each after it has run."""
        told = False
        for place, cell in enumerate(nb.cells):
            if is_graded(cell):
                continue
            if cell.cell_type == "code":
                cell.outputs = []
                cell.metadata["electoral_failure"] = await self._run(cell, place)
                # Without a kernel no cell can run: say so once.
                if cell.metadata["electoral_failure"] == "start":
                    cell.metadata["electoral_failure"] = "" if told else "start"
                    told = True
                if is_shown(cell):
                    self.drawing.take(cell.outputs, self.executor)
            if is_shown(cell):
                yield cell
        if self.executor is not None:
            await self._cleanup_resources()

    def _left(self, place: int) -> list[int]:
        """Return the places of a cell and of those to be run after it."""
        cells = enumerate(self.notebook.cells[place:], start=place)
        return [n for n, cell in cells if cell.cell_type == "code" and not is_graded(cell)]

    async def _run(self, cell: Any, place: int) -> str:
        """Run a cell; return what failed: nothing, this `part`, or the `start` of the kernel."""
        if not self._without_kernel and self.executor is None:
            await self._wait_for_kernel()
        if self.executor is None:
            return "start"
        try:
            await self.executor.next_cell(self._left(place))
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
