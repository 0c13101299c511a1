"""A process just forked becomes a kernel that cannot be told from one Jupyter started."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, ClassVar
from unittest.mock import patch

import ipykernel_launcher
from ipykernel import ipkernel
from ipykernel.kernelapp import IPKernelApp

from electoral_grading.sandbox import end_with

if TYPE_CHECKING:
    from electoral_binder.kernels.nursery import Request


PLAIN = ["-f"]
"""How the arguments of a kernel begin that is told nothing but its connection file."""


class KernelApp(IPKernelApp):
    """Jupyter's own kernel, with what modules do when they are imported in one.

    What would only touch many pages of the warm process's memory, so that each kernel had a copy
    of its own, is done otherwise: ten megabytes a kernel.
    """

    files: ClassVar[list[str]] = []
    """Of the modules the warm process has loaded: a debugger steps over them."""

    def parse_command_line(self, argv: Any = None) -> None:
        """Make no parser of all options where there is but the connection file."""
        given = sys.argv[1:] if argv is None else argv
        if given[:-1] == PLAIN:
            self.argv, self.extra_args = list(given), []
            self.connection_file = given[-1]
        else:
            super().parse_command_line(argv)

    def init_kernel(self) -> None:
        """Make the kernel; it need not ask each module for its file."""
        unlisted = SimpleNamespace(modules={}, version_info=sys.version_info, platform=sys.platform)
        with patch.object(ipkernel, "sys", unlisted):
            super().init_kernel()
        kernel: Any = self.kernel
        kernel._kernel_modules = self.files  # noqa: SLF001 - as its own __init__ does
        if debugger := getattr(kernel, "debugger", None):
            debugger.kernel_modules = self.files

    def init_shell(self) -> None:
        """Make the shell, then let modules that were loaded without one find it."""
        super().init_shell()
        catch_up()


def become(request: Request) -> None:
    """Be the kernel of a request, until it is shut down."""
    os.setsid()
    end_with(request.parent)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        os.chdir(request.folder)
    except OSError as error:
        request.status.send(json.dumps({"trouble": str(error)}).encode())
        os._exit(1)
    os.environ.clear()
    os.environ.update(request.environment)
    time.tzset()
    for ours, given in zip((1, 2), request.streams, strict=True):
        os.dup2(given, ours)
        os.close(given)
    reseed()
    request.status.send(json.dumps({"process": os.getpid()}).encode())
    sys.argv = [ipykernel_launcher.__file__, *request.command[3:]]
    # Jupyter's watch over its parent is not needed, and would take the warm process for it.
    kernel: Any = KernelApp.instance(parent_handle=1)
    if "ELECTORAL_LEARNER" in os.environ:  # nobody types into a page's kernel
        kernel.config.HistoryManager.enabled = False
    kernel.initialize()
    request.status.send(json.dumps({"listens": True}).encode())
    request.status.close()
    kernel.start()


def reseed() -> None:
    """Give this kernel chance of its own; Python's `random` sees to itself."""
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()


def catch_up() -> None:
    """Do what modules do at their import when there is a shell."""
    loaded: dict[str, Any] = sys.modules
    if ipywidgets := loaded.get("ipywidgets"):
        ipywidgets.register_comm_target()
    if plotly := loaded.get("plotly.io"):
        named = os.environ.get("PLOTLY_RENDERER") or "plotly_mimetype"
        plotly.renderers.default = named
