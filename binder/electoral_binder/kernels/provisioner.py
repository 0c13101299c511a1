"""A kernel provisioner that forks where it can and starts a process where it cannot."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from pathlib import Path
from subprocess import PIPE
from typing import TYPE_CHECKING, Any

from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from electoral_binder.kernels.warm import NotWarmError, warm

if TYPE_CHECKING:
    from jupyter_client.connect import KernelConnectionInfo

    from electoral_binder.kernels.process import Forked

STREAMS = ("stdout", "stderr")
UNDERSTOOD = {"cwd", "env", "stdout", "stderr", "stdin", "extra_arguments", "kernel_id"}
"""What may be asked of a kernel that is forked."""


class WarmProvisioner(LocalProvisioner):
    """Jupyter's own provisioner, with a process that was forked where that is possible."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start a kernel; return how to reach it."""
        forked = await self._forked(cmd, kwargs)
        if forked is None:
            return await super().launch_kernel(cmd, **kwargs)
        self.process = forked
        # It leads its own group, so that what it started can be reached with it.
        self.pid = self.pgid = forked.pid
        self.cwd = kwargs.get("cwd") or Path.cwd()
        return self.connection_info

    async def _forked(self, cmd: list[str], kwargs: dict[str, Any]) -> Forked | None:
        if not can_be_forked(cmd, kwargs):
            return None
        with ExitStack() as ours, ExitStack() as theirs:
            streams, pipes = [], {}
            for name in STREAMS:
                given = kwargs.get(name)
                if given == PIPE:
                    read, given = os.pipe()
                    pipes[name] = ours.enter_context(os.fdopen(read, "rb"))
                    theirs.callback(os.close, given)
                streams.append(-1 if given is None else given)
            try:
                folder = str(kwargs.get("cwd") or "")
                forked = await warm.fork(cmd, kwargs["env"], folder, streams)
            except NotWarmError as reason:
                self.log.debug("The kernel %s is not forked: %s", self.kernel_id, reason)
                return None
            ours.pop_all()
        forked.stdout, forked.stderr = pipes.get("stdout"), pipes.get("stderr")
        return forked


def can_be_forked(cmd: list[str], kwargs: dict[str, Any]) -> bool:
    """Return whether a command is a Python kernel of this very Python, with nothing unusual."""
    return (
        cmd[:3] == [sys.executable, "-m", "ipykernel_launcher"]
        and UNDERSTOOD.issuperset(kwargs)
        and kwargs.get("stdin") is None
        and all(kwargs.get(n) in (None, PIPE) or _is_file_number(kwargs[n]) for n in STREAMS)
        and isinstance(kwargs.get("env"), dict)
    )


def _is_file_number(given: Any) -> bool:
    return isinstance(given, int) and given >= 0
