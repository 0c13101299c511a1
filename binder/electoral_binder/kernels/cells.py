"""In a kernel: the cells of a page, one after another for one request.

Jupyter tells of each request four times, to everybody who listens; a page has thirty cells. Here
the page is one request, and only what a cell shows is told, then a mark that it is done.
"""

from __future__ import annotations

import select
import sys
import time
from typing import Any

MARK = "application/vnd.electoral.cell+json"
"""The kind of a mark: {"place": number, "trouble": sentence}; a cell to be run alone has "alone",
one that is to be asked for anew has "later"."""
AT_ONCE = 0.1
"""Seconds of computing after which a reader who plays already has a turn in any case."""


def run(cells: list[tuple[int, str]]) -> None:
    """Run cells; one that fails does not keep the next from running.

    Args:
        cells: The place of each in its notebook, and its text.
    """
    from IPython.core.getipython import get_ipython  # noqa: PLC0415 - only in a kernel

    shell: Any = get_ipython()
    began = time.process_time()
    for number, (place, source) in enumerate(cells):
        if number and (is_asked(shell.kernel) or time.process_time() - began > AT_ONCE):
            _mark(shell, place=place, later=True)
            return
        if shell.should_run_async(source, transformed_cell=shell.transform_cell(source)):
            # It needs the loop, in which this runs; only Jupyter's own way can be interrupted.
            _mark(shell, place=place, alone=True)
            return
        done = shell.run_cell(source, store_history=False)
        trouble = done.error_before_exec or done.error_in_exec
        _mark(shell, place=place, trouble="" if trouble is None else repr(trouble))


def is_asked(kernel: Any) -> bool:
    """Return whether something waits for the kernel; nothing is taken from its sockets."""
    pair = kernel.shell_channel_thread.manager.get_shell_channel_to_subshell_pair(None)
    waiting = select.poll()
    waiting.register(pair.to_socket.FD, select.POLLIN)
    return bool(waiting.poll(0))


def _mark(shell: Any, **told: Any) -> None:
    for stream in (sys.stdout, sys.stderr):  # what a cell printed comes before its mark
        stream.flush()
    shell.display_pub.publish({MARK: told})
